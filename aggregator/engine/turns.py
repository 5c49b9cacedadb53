"""Documents are read and written by turns, several together.

Reading is work of the event loop's thread, writing of the writer's. At the same time they would only wait for each
other (one interpreter, one lock) and change places some twenty times an entry; by turns, and with several feeds in one
transaction, everything together costs a third less.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable

from msgspec import Struct

from aggregator.engine.absorb import Polled
from aggregator.records import Collected

TOGETHER = 32  # documents that are read before they are written
ASIDE = 4  # large ones at once: they are read in threads or child processes, and wait for nobody's turn


class _Waiting(Struct):
    read: Callable[[], Awaitable[Collected]]
    done: "asyncio.Future[Polled]"


class Turns:
    """Who has a document hands it in, and is told what came of it.

    Args:
        write: archives what was read.
    """

    def __init__(self, write: Callable[[Collected], Awaitable[Polled]]) -> None:
        self._write = write
        self._waiting: deque[_Waiting] = deque()
        self._work: asyncio.Task[None] | None = None
        self._aside = asyncio.Semaphore(ASIDE)

    async def take(self, read: Callable[[], Awaitable[Collected]], *, aside: bool) -> Polled:
        """What came of a document, once it is read by `read` and archived.

        Args:
            aside: `read` does not keep the event loop.

        Raises:
            whatever reading or writing raised.
        """
        if aside:
            async with self._aside:
                return await self._write(await read())
        one = _Waiting(read, asyncio.get_running_loop().create_future())
        self._waiting.append(one)
        if self._work is None or self._work.done():
            self._work = asyncio.create_task(self._run())
        return await one.done

    async def close(self) -> None:
        """Call off what waits."""
        if self._work is not None:
            self._work.cancel()
            await asyncio.gather(self._work, return_exceptions=True)
        for one in self._waiting:
            one.done.cancel()
        self._waiting.clear()

    async def _run(self) -> None:
        group: list[_Waiting] = []
        try:
            while self._waiting:
                group = [self._waiting.popleft() for _ in range(min(TOGETHER, len(self._waiting)))]
                said = []
                for one in group:
                    said.append(await self._said(one))
                    await asyncio.sleep(0)  # sockets have waited
                await asyncio.gather(*map(self._finish, group, said))
        finally:
            for one in group:
                one.done.cancel()  # of no effect where it is told already

    async def _said(self, one: _Waiting) -> Collected | None:
        if one.done.done():
            return None  # nobody waits for it any more
        try:
            return await one.read()
        except Exception as error:  # noqa: BLE001 - whoever handed it in is told; the others go on
            one.done.set_exception(error)
            return None

    async def _finish(self, one: _Waiting, said: Collected | None) -> None:
        if said is None:
            return
        try:
            polled = await self._write(said)
        except Exception as error:  # noqa: BLE001 - whoever handed it in is told; the others go on
            if not one.done.done():
                one.done.set_exception(error)
        else:
            if not one.done.done():
                one.done.set_result(polled)
