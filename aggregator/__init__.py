"""An RSS/Atom aggregator and archiver for news.

The public names; each is imported when it is first used, so that `aggregator --help` imports next to nothing.

    load_config(path)              feeds.yaml, checked
    open_archive(folder, since=)   the archive, for writing
    read_archive(folder)           a read-only connection to it
    search(conn, query)            entries by their words
    poll(config, folder)           poll all feeds that are due, once
"""

import importlib
from typing import Any

_NAMES = {
    "load_config": ("aggregator.config", "load"),
    "open_archive": ("aggregator.archive", "open_archive"),
    "read_archive": ("aggregator.archive", "read"),
    "search": ("aggregator.archive.search", "search"),
    "poll": ("aggregator.engine", "poll_once"),
}
__all__ = ["load_config", "open_archive", "poll", "read_archive", "search"]


def __getattr__(name: str) -> Any:
    if name not in _NAMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _NAMES[name]
    return getattr(importlib.import_module(module), attribute)
