"""Commands that do the work: run, poll, web, demo."""

import asyncio
import logging
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from aggregator import config as configuration
from aggregator.cli import Options, pass_options, print_json
from aggregator.cli.acting import ask_daemon
from aggregator.cli.output import progress, table
from aggregator.errors import ArchiveLocked, NoNetwork, UsageError
from aggregator.records import Config


def start_logging(verbose: bool = False) -> None:
    """One event per line to stderr, key=value."""
    logging.basicConfig(
        stream=sys.stderr,
        level=logging.DEBUG if verbose else logging.INFO,
        format="%(asctime)s %(levelname)s %(message)s",
        datefmt="%Y-%m-%dT%H:%M:%S",
    )
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a job that is still at work skips a turn: no news
    for noisy in ("httpx", "httpcore", "uvicorn.access", "trafilatura", "htmldate"):
        logging.getLogger(noisy).setLevel(logging.WARNING)


# ---------------------------------------------------------------------------------------------------------- run


@click.command("run")
@click.option("--host", help="Serve the pages at this address.  [default: web.host of feeds.yaml, 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="... and port.  [default: web.port of feeds.yaml, 8400]")
@click.option("--no-web", is_flag=True, help="Poll and archive without pages.")
@click.option("--verbose", is_flag=True, help="Log more.")
@pass_options
def run_command(options: Options, /, host: str | None, port: int | None, no_web: bool, verbose: bool) -> None:
    """Poll, archive, group and serve the pages until stopped."""
    start_logging(verbose)
    path = configuration.find(options.config)
    config = configuration.load(path)
    _say_if_nothing_is_followed(config)
    asyncio.run(_run(path, config, options.archive, host, port, web=not no_web))


async def _run(path: Path, config: Config, folder: Path, host: str | None, port: int | None, *, web: bool) -> None:
    from aggregator.daemon import Daemon
    from aggregator.engine import engine_for
    from aggregator.server import serve

    async with engine_for(config, folder) as engine:
        daemon = Daemon(engine, path)
        daemon.listen_to_signals()
        if not web:
            await daemon.run()
            return
        at = (host or config.web.host, config.web.port if port is None else port)
        await serve(daemon, folder, *at, ready=_say_address)


def _say_if_nothing_is_followed(config: Config) -> None:
    if not config.feeds:
        click.echo(f"{config.path}: no feed is followed yet", err=True)
        click.echo("hint: add the first with `aggregator add https://example.org/`", err=True)


def _say_address(address: str) -> None:
    click.echo(f"pages at {address} (Ctrl-C stops)", err=True)


# --------------------------------------------------------------------------------------------------------- poll


@click.command("poll")
@click.argument("feeds", nargs=-1)
@click.option("--due", "which", flag_value="due", help="Those whose time has come (the default without FEED).")
@click.option("--all", "which", flag_value="all", help="All, as far as the servers allow.")
@click.option("--force", "which", flag_value="force", help="All, whatever the schedule says.")
@click.option("--facts", is_flag=True, help="Stop once the entries are safe; pages, topics and stories stay pending.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@pass_options
def poll_command(options: Options, /, feeds: tuple[str, ...], which: str | None, facts: bool, as_json: bool) -> None:
    """Poll FEEDs (names of feeds.yaml) once and end; without FEED, those that are due."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(message)s")
    config = configuration.load(configuration.find(options.config))
    _say_if_nothing_is_followed(config)
    names = _wanted(config, feeds)
    which = which or ("all" if feeds else "due")
    try:
        rows = asyncio.run(_poll(config, options.archive, names, which, facts=facts))
    except ArchiveLocked:
        said = ask_daemon(options.archive, "poll", {"feeds": names, "which": which, "facts": facts})
        print_json({"answer": said}) if as_json else click.echo(said)
        return
    if as_json:
        print_json(rows)
    else:
        table(rows, ["feed", "code", "new", "revised", "ms", "message"])
    if rows and all(row["code"] in _UNREACHED for row in rows):
        raise NoNetwork("no feed could be reached", hint="check the network; `aggregator demo` needs none")


_UNREACHED = ("dns", "connect", "timeout", "tls", "reset")


def _wanted(config: Config, feeds: Sequence[str]) -> list[str]:
    names = [spec.name for spec in config.feeds]
    for name in feeds:
        if name not in names:
            import difflib

            near = difflib.get_close_matches(name, names, n=1)
            hint = f"did you mean {near[0]}?" if near else "`aggregator feeds` lists them"
            raise UsageError(f"there is no feed {name!r} in {config.path}", hint=hint)
    return list(feeds) or [spec.name for spec in config.feeds if not spec.paused]


async def _poll(config: Config, folder: Path, names: list[str], which: Any, *, facts: bool) -> list[dict[str, Any]]:
    from aggregator.engine import engine_for

    rows = []
    async with engine_for(config, folder) as engine:
        await engine.start()
        claimed = await engine.claim(which, names=names)
        with progress("polling", len(claimed)) as step:
            async for polled in engine.poll_all(claimed):
                step(polled.feed.spec.name)
                rows.append(_row(polled))
        if not facts:
            await engine.read_pages()
            await engine.think()
        await engine.answer_requests()  # of commands that found the archive locked meanwhile
        await engine.close()
    order = {name: place for place, name in enumerate(names)}
    return sorted(rows, key=lambda row: order[row["feed"]])


def _row(polled: Any) -> dict[str, Any]:
    return {
        "feed": polled.feed.spec.name,
        "code": polled.code,
        "status": polled.status,
        "new": polled.new,
        "revised": polled.revised,
        "ms": round(polled.elapsed.total_seconds() * 1000),
        "message": polled.message,
        "next_due": polled.feed.next_due.strftime("%Y-%m-%dT%H:%M:%SZ") if polled.feed.next_due else None,
        "why": polled.why,
    }


# ---------------------------------------------------------------------------------------------------------- web


@click.command("web")
@click.option("--host", help="[default: web.host of feeds.yaml, 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="[default: web.port of feeds.yaml, 8400]")
@pass_options
def web_command(options: Options, /, host: str | None, port: int | None) -> None:
    """Serve the pages of an archive, read-only, beside any daemon."""
    start_logging()
    config = configuration.load(configuration.find(options.config))
    asyncio.run(_web(config, options.archive, host or config.web.host, config.web.port if port is None else port))


async def _web(config: Config, folder: Path, host: str, port: int) -> None:
    from aggregator.archive import read
    from aggregator.edge.service import listening_socket
    from aggregator.web.serve import server_for

    read(folder).close()
    listener = listening_socket(host, port)
    server = server_for(folder, config=lambda: config, act=None, status=None)
    shown = f"[{host}]" if ":" in host else host
    _say_address(f"http://{shown}:{listener.getsockname()[1]}")
    await server.serve(sockets=[listener])


# --------------------------------------------------------------------------------------------------------- demo


@click.command("demo")
@click.option("--exit", "leave", is_flag=True, help="Play the whole week as fast as possible, print a summary and end.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary as JSON.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8400, show_default=True, help="Serve the pages at this port."
)
@click.option(
    "--minutes", type=click.FloatRange(0.2, 600), default=3.0, show_default=True, help="How long the week takes."
)
@pass_options
def demo_command(options: Options, /, leave: bool, as_json: bool, port: int, minutes: float) -> None:
    """An invented newsroom: five outlets tell a week of news on this machine, and the daemon follows them.

    The archive goes to `demo-archive` unless --archive names another folder.
    """
    from aggregator.demo import play

    folder = options.archive if options.archive != Path("archive") else Path("demo-archive")
    if leave:
        summary = asyncio.run(play.whole_week(folder))
        if as_json:
            print_json(summary)
        else:
            _print_summary(summary)
        return
    start_logging()
    asyncio.run(play.live(folder, port=port, minutes=minutes, ready=_say_address))


def _print_summary(summary: dict[str, Any]) -> None:
    for name in ("feeds", "entries", "revisions", "copies"):
        click.echo(f"{name}: {summary[name]}")
    for story in summary["stories"]:
        click.echo(f"\n{story['id']} {story['title']}")
        for member in story["members"]:
            click.echo(f"  {member['at']}  {member['outlet']:18} {member['role']:13} {member['title']}")
