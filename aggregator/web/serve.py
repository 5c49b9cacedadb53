"""The site in this process's event loop, by uvicorn; signals stay with whoever started it."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

import uvicorn

from aggregator.records import Config
from aggregator.views import DaemonStatus
from aggregator.web.actions import Act
from aggregator.web.app import create_app
from aggregator.web.websub import Push


class _Server(uvicorn.Server):
    """uvicorn without its own signal handlers: the daemon has them."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def server_for(
    folder: Path,
    *,
    config: Callable[[], Config],
    act: Act | None,
    status: Callable[[], DaemonStatus] | None,
    push: Push | None = None,
) -> uvicorn.Server:
    """A server of the pages over the archive in `folder`; `serve(sockets=[...])` runs it, `should_exit` ends it."""
    app = create_app(folder, config=config, act=act, status=status, push=push)
    settings = uvicorn.Config(
        app, log_config=None, access_log=False, server_header=False, lifespan="on", timeout_graceful_shutdown=2
    )
    return _Server(settings) if act is not None else uvicorn.Server(settings)
