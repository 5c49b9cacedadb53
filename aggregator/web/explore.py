"""Datasette over the archive, for tables, facets, SQL, CSV and JSON; the only module that knows Datasette.

It opens the file read-only beside the writer (WAL) and starts at the first request: importing it costs as much as all
the rest of the site, and an archive may not be there yet when the site starts. Its pages need scripts and styles of
their own, so its policy is looser; `sandbox` without `allow-same-origin` gives them an origin of their own, from which
neither our forms nor our cookies can be reached, whatever a feed may have smuggled into a cell.
"""

import asyncio
import importlib
import re
from pathlib import Path
from typing import Any

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from aggregator.archive import schema

POLICY = (
    "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "sandbox allow-scripts allow-forms allow-popups allow-downloads"
)
_SETTINGS = {
    "base_url": "/db/",
    "sql_time_limit_ms": 3000,
    "facet_time_limit_ms": 300,
    "default_page_size": 50,
    "max_returned_rows": 1000,
    "num_sql_threads": 2,
    "truncate_cells_html": 240,
    "default_cache_ttl": 0,
    "allow_download": False,
}
_LABELS = {"feeds": "name", "entries": "title", "stories": "title", "topics": "slug"}
_SHADOWS = tuple(f"search{part}" for part in ("", "_data", "_idx", "_docsize", "_config", "_content"))


class Explorer:
    """An ASGI app that becomes Datasette when it is first asked for something."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._starting = asyncio.Lock()
        self._datasette: Any = None
        self._app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as Datasette does, under our policy."""
        if scope["type"] != "http":
            return
        app = await self._started()
        if app is None:
            answer = PlainTextResponse("There is no archive yet.\n", 503)
            await answer(scope, receive, send)
            return
        await app(_within(scope), receive, _under_policy(send))

    async def close(self) -> None:
        """Let go of the archive."""
        if self._datasette is not None:
            for database in list(self._datasette.databases.values()):
                database.close()
            executor = getattr(self._datasette, "executor", None)
            if executor is not None:
                executor.shutdown(wait=False, cancel_futures=True)
            self._app = self._datasette = None

    async def _started(self) -> ASGIApp | None:
        async with self._starting:
            if self._app is None and self._database.exists():
                # The import takes about a second, in which the event loop shall go on polling.
                module = await asyncio.to_thread(importlib.import_module, "datasette.app")
                self._datasette = module.Datasette(
                    files=[str(self._database)],
                    settings=_SETTINGS,
                    config=_config(),
                    metadata=_metadata(),
                    memory=False,
                )
                await self._datasette.invoke_startup()
                self._app = self._datasette.app()
        return self._app


def _within(scope: Scope) -> Scope:
    """`scope` as if the explorer stood at the root: it puts `base_url` before every link by itself.

    Given the whole path it finds the page too, but then some links come out as /db/db/.
    """
    prefix = scope.get("root_path", "")
    raw: bytes = scope.get("raw_path") or scope["path"].encode()
    return {
        **scope,
        "root_path": "",
        "path": scope["path"].removeprefix(prefix) or "/",
        "raw_path": raw.removeprefix(prefix.encode()) or b"/",
    }


def _under_policy(send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            kept = [(name, value) for name, value in message.get("headers", []) if name.lower() not in _OURS]
            message["headers"] = [*kept, *_OURS.items()]
        await send(message)

    return guarded


_OURS = {
    b"content-security-policy": POLICY.encode(),
    # From an origin of its own, its own scripts and styles are another site's.
    b"cross-origin-resource-policy": b"cross-origin",
}


def _config() -> dict[str, Any]:
    tables: dict[str, dict[str, Any]] = {name: {"hidden": True} for name in _SHADOWS}
    for table, column in _LABELS.items():
        tables[table] = {"label_column": column}
    tables["entries"] |= {"sort_desc": "id", "facets": ["language"]}
    tables["polls"] = {"sort_desc": "id"}
    tables["revisions"] = {"sort_desc": "id"}
    return {"databases": {"archive": {"tables": tables}}}


def _metadata() -> dict[str, Any]:
    """What tables are for, as schema.py says it."""
    # Not the columns: they would push the rows off the screen, and the table's SQL beneath them says it.
    described = {
        table: {"description": text} for table, text in read_comments(schema.FACTS + schema.DERIVED + schema.MARKS)
    }
    return {
        "title": "aggregator · archive",
        "description": "Every table of the archive, read-only. The pages for reading are at /.",
        "databases": {"archive": {"tables": described}},
    }


_TABLE = re.compile(r"((?:^--[^\n]*\n)+)CREATE (?:VIRTUAL )?TABLE (\w+)", re.MULTILINE)


def read_comments(sql: str) -> list[tuple[str, str]]:
    """Tables, each with what stands above it."""
    return [
        (found[2], " ".join(line.removeprefix("-- ") for line in found[1].strip().splitlines()))
        for found in _TABLE.finditer(sql)
    ]
