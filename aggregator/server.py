"""The daemon and the pages in one process, on one event loop."""

import asyncio
import logging
from collections.abc import Callable
from pathlib import Path

from aggregator.daemon import Daemon
from aggregator.edge.service import listening_socket
from aggregator.web.serve import server_for

LEAVE_WITHIN = 1.0  # seconds for answers under way when the daemon has ended
log = logging.getLogger("aggregator.server")


async def serve(daemon: Daemon, folder: Path, host: str, port: int, *, ready: Callable[[str], None]) -> None:
    """Run the daemon, and the pages of its archive at `host:port`, until the daemon is told to stop.

    Args:
        port: 0 for any free one.
        ready: told the address of the pages once both are there.

    Raises:
        PortInUse: another program has that address; nothing was polled.
    """
    engine = daemon.engine
    listener = listening_socket(host, port)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listener.getsockname()[1]}"
    server = server_for(folder, config=lambda: engine.config, act=engine.act, status=daemon.status, push=engine.hubs)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    serving.add_done_callback(lambda ended: _say_if_early(ended, leaving=server.should_exit))
    try:
        await daemon.run(ready=lambda: ready(address))
    finally:
        server.should_exit = True
        await asyncio.wait([serving], timeout=LEAVE_WITHIN)


def _say_if_early(ended: "asyncio.Task[None]", *, leaving: bool) -> None:
    """Log pages that ended although nobody asked; polling goes on without them."""
    if not leaving and not ended.cancelled():
        log.error("pages-ended", exc_info=ended.exception())
