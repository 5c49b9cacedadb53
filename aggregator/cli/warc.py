"""Commands for kept exchanges: export as WARC or WACZ, import, prune."""

import asyncio
import re
from collections.abc import Iterator
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click

from aggregator import config as configuration
from aggregator.cli import Options, pass_options, print_json
from aggregator.cli.reading import instant_since, now
from aggregator.errors import UsageError
from aggregator.records import Payload, StoryId

_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*(B|[kKMGT]i?B?)?")
_POWERS = {"": 0, "B": 0, "K": 1, "M": 2, "G": 3, "T": 4}
_STEPS = ((10**9, "GB"), (10**6, "MB"), (10**3, "kB"), (0, "bytes"))
_SPAN = re.compile(r"(\d+)\s*([dwy])")
_DAYS = {"d": 1, "w": 7, "y": 365}


def export_captures(
    options: Options, *, warc: Path | None, wacz: Path | None, story: int | None, topic: str | None, since: str | None
) -> dict[str, Any]:
    """Write the kept exchanges to a WARC or a WACZ file; returns what it holds.

    Raises:
        UsageError: nothing is kept of what was asked for, or both forms are asked for at once.
    """
    from aggregator.archive import captures
    from aggregator.edge import warc as files

    if warc is not None and wacz is not None:
        raise UsageError("--warc and --wacz are two files", hint="ask for one at a time")
    path = warc or wacz
    assert path is not None
    which = captures.Which(story=StoryId(story) if story is not None else None, topic=topic, since=instant_since(since))
    software = f"aggregator/{version('aggregator')}"
    about = _about(story, topic, since)
    pruned: list[int] = []
    with captures.opened(options.archive) as (conn, bodies):

        def chosen() -> Iterator[files.Titled]:
            for one in captures.select(conn, bodies, which):
                if one.pruned:
                    pruned.append(one.id)
                else:
                    yield files.Titled(payload=captures.exchange(bodies, one.id), title=one.title)

        if warc is not None:
            written = files.write_warc(path, chosen(), software=software, about=about, now=now())
        else:
            written = files.write_wacz(path, chosen(), title=about, software=software, about=about, now=now())
    return {
        "file": str(path),
        "captures": written.captures,
        "revisits": written.revisits,
        "pages": written.pages,
        "bytes": written.bytes,
        "pruned": len(pruned),
    }


def say_exported(said: dict[str, Any]) -> None:
    """Print what an export holds."""
    text = f"{said['file']}: {said['captures']} exchanges, {said['revisits']} of them unchanged, {said['pages']} pages"
    if said["pruned"]:
        text += f"; the bodies of {said['pruned']} were pruned"
    click.echo(text)


def _about(story: int | None, topic: str | None, since: str | None) -> str:
    parts = [
        f"story {story}" if story is not None else "",
        f"topic {topic}" if topic else "",
        f"since {since}" if since else "",
    ]
    return "What the aggregator kept: " + (", ".join(filter(None, parts)) or "everything")


def import_warc(options: Options, file: Path) -> dict[str, Any]:
    """Keep the exchanges of a WARC or WACZ file, and archive what feeds in it said.

    Raises:
        Refused: the file is neither.
        ArchiveLocked: the daemon is running.
    """
    from aggregator.archive import open_archive
    from aggregator.archive.feeds import sync_feeds
    from aggregator.archive.rows import stamp
    from aggregator.edge import workers
    from aggregator.edge.warc_reading import Reading
    from aggregator.engine.importing import import_exchanges

    config = configuration.load(configuration.find(options.config))
    readings: list[Reading] = []

    def exchanges() -> Iterator[Payload]:
        readings.append(Reading(file))
        return readings[-1].exchanges()

    archive = open_archive(options.archive, since=stamp(now()))
    try:
        archive.do(lambda conn: sync_feeds(conn, config.feeds, now()))
        done = asyncio.run(import_exchanges(archive, exchanges, config, now()))
    finally:
        archive.close()
        workers.close_shared()
    return {
        "captures": done.captures,
        "known": done.known,
        "entries": done.entries,
        "articles": done.articles,
        "skipped": dict(sorted((done.skipped + readings[-1].skipped).items())),
    }


def say_imported(said: dict[str, Any]) -> None:
    """Print what came of an import."""
    click.echo(
        f"{said['captures']} exchanges kept, {said['known']} known before; "
        f"{said['entries']} entries and {said['articles']} articles are new"
    )
    for reason, count in said["skipped"].items():
        click.echo(f"passed over: {count} {reason}", err=True)


# -------------------------------------------------------------------------------------------------------- prune


@click.command("prune")
@click.option("--older-than", help="Bodies last received before then: a span such as 400d, 52w or 2y.")
@click.option("--larger-than", help="Bodies larger than this as received, such as 2MB.")
@click.option("--quota", help="The least valuable bodies, until those that stay fit in this, such as 20GB.")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    default=("page",),
    show_default=True,
    type=click.Choice(["page", "feed", "archive"]),
    help="Pages of entries, feed documents, older pages of feeds; may be given again.",
)
@click.option("--dry-run", is_flag=True, help="Say how much would go, and change nothing.")
@click.option("--shrink", is_flag=True, help="Give the room back to the disk; the daemon must not run.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@pass_options
def prune_command(
    options: Options,
    /,
    older_than: str | None,
    larger_than: str | None,
    quota: str | None,
    kinds: tuple[str, ...],
    dry_run: bool,
    shrink: bool,
    as_json: bool,
) -> None:
    """Take bodies as received out of the archive; texts, wordings and the record of each exchange stay.

    A body that goes leaves its SHA-256, its size, when and why. Pages of starred entries stay, and a body stays while
    others are stored against it. The room is used again for what comes in; --shrink makes the file smaller.
    """
    from aggregator.archive import pruning

    if older_than is None and larger_than is None and quota is None and not shrink:
        raise UsageError("nothing says what may go", hint="give --older-than, --larger-than or --quota")
    said: dict[str, Any] = {"bodies": 0, "bytes": 0}
    if older_than is not None or larger_than is not None or quota is not None:
        bounds = pruning.Bounds(
            kinds=kinds,  # type: ignore[arg-type] # click has checked them
            older_than=_span(older_than) if older_than else None,
            larger_than=_bytes(larger_than) if larger_than else None,
            quota=_bytes(quota) if quota else None,
        )
        done = pruning.prune(options.archive, bounds, now(), dry_run=dry_run)
        said = {"bodies": done.bodies, "bytes": done.bytes, "left": done.left, "dry_run": dry_run}
    if shrink and not dry_run:
        said["file"] = _shrink(options)
    if as_json:
        print_json(said)
        return
    noun, verb = ("body", "is") if said["bodies"] == 1 else ("bodies", "are")
    click.echo(f"{said['bodies']} {noun}, {_amount(said['bytes'])} {'would go' if dry_run else f'{verb} gone'}")
    if "file" in said:
        before, after = said["file"]
        click.echo(f"payloads.db: {_amount(before)} before, {_amount(after)} now")


def _shrink(options: Options) -> list[int]:
    from aggregator.archive import open_archive, pruning
    from aggregator.archive.rows import stamp

    # Whoever holds the archive for writing is the only one who may: a daemon would wait for minutes.
    archive = open_archive(options.archive, since=stamp(now()))
    try:
        return list(pruning.shrink(options.archive))
    finally:
        archive.close()


def _amount(size: int) -> str:
    step, unit = next((step, unit) for step, unit in _STEPS if size >= step)
    return f"{size / step:.1f} {unit}" if step else f"{size} {unit}"


def _span(text: str) -> timedelta:
    found = _SPAN.fullmatch(text.strip())
    if found is None:
        raise UsageError(f"`{text}` is not a span", hint="write days, weeks or years: 400d, 52w, 2y")
    return timedelta(days=int(found[1]) * _DAYS[found[2]])


def _bytes(text: str) -> int:
    found = _SIZE.fullmatch(text.strip())
    if found is None:
        raise UsageError(f"`{text}` is not a size", hint="write bytes with a unit: 500MB, 20GB")
    unit = (found[2] or "").upper()
    step = 1024 if "I" in unit else 1000
    return int(float(found[1]) * step ** _POWERS[unit[:1]])
