"""Commands that change something: done here, or by the daemon when it writes this archive."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from aggregator import config as configuration
from aggregator.cli import Options
from aggregator.errors import ArchiveLocked, UsageError

WAIT_FOR_DAEMON = 300.0  # seconds until a command stops waiting for the daemon's answer


def act(options: Options, kind: str, argument: Mapping[str, Any]) -> str:
    """Do one thing, and say in one sentence what came of it.

    Raises:
        UsageError: it cannot be done: what it is about does not exist.
        ArchiveLocked: the daemon has not answered in time; the request stays.
    """
    config = configuration.load(configuration.find(options.config))
    try:
        return asyncio.run(_here(config, options.archive, kind, argument))
    except ArchiveLocked:
        return ask_daemon(options.archive, kind, argument)


async def _here(config: Any, folder: Path, kind: str, argument: Mapping[str, Any]) -> str:
    from aggregator.engine import engine_for

    async with engine_for(config, folder) as engine:
        await engine.start()
        said: str = await engine.act(kind, argument)
        await engine.answer_requests()  # of commands that found the archive locked meanwhile
        await engine.close()
        return said


def ask_daemon(folder: Path, kind: str, argument: Mapping[str, Any]) -> str:
    """Leave a request in the archive that another process writes, and wait for its answer.

    Raises:
        UsageError: the daemon says that it cannot be done.
        ArchiveLocked: it has not answered in time; the request stays.
    """
    from aggregator.archive.marks import ask_and_wait
    from aggregator.edge.clock import system_clock

    click.echo("the daemon writes this archive; asking it", err=True)
    answer = ask_and_wait(folder, kind, argument, system_clock().now(), seconds=WAIT_FOR_DAEMON)
    if answer is None:
        raise ArchiveLocked(
            "the daemon has not answered yet", hint="the request stays; see the table `requests` at /db"
        )
    if answer.startswith("error: "):
        raise UsageError(answer.removeprefix("error: "))
    return answer
