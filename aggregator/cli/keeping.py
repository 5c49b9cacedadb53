"""Commands that keep an archive: verify, backup, restore, reparse, rebuild."""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from aggregator import config as configuration
from aggregator.cli import Options, pass_options, print_json
from aggregator.cli.acting import act, ask_daemon
from aggregator.cli.output import plain
from aggregator.cli.reading import instant_since, now
from aggregator.errors import ArchiveError, ArchiveLocked, UsageError

AT_ONCE = 200  # corrections handed to whoever writes the archive, in one transaction
CUT = 60  # characters of a value that are shown


@click.command("verify")
@click.option(
    "--deep", is_flag=True, help="Also read every kept feed document again and compare, as `reparse --dry-run`."
)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@pass_options
def verify_command(options: Options, /, deep: bool, as_json: bool) -> None:
    """Hash every body and every wording again, follow every reference, make the search index again and compare it.

    Names what is damaged, one line each, and leaves with exit code 4. The daemon may run meanwhile.
    """
    from aggregator.archive import copies

    found: list[str] = []

    def tell(text: str) -> None:
        found.append(text)
        if not as_json:
            click.echo(text)

    for text in copies.verify(options.archive):
        tell(text)
    if deep and not found:
        _read_again(options, None, None, tell=lambda one: tell(_sentence(one)))
    if as_json:
        print_json(found)
    elif not found:
        click.echo("all is well")
    if found:
        sys.exit(ArchiveError.exit_code)


@click.command("backup")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@pass_options
def backup_command(options: Options, /, folder: Path) -> None:
    """Copy the archive to FOLDER, consistent as of now, also while the daemon writes."""
    from aggregator.archive import copies

    for path in copies.backup(options.archive, folder):
        click.echo(str(path))


@click.command("restore")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--verify", "check", is_flag=True, help="Verify what was restored.")
@pass_options
@click.pass_context
def restore_command(context: click.Context, options: Options, /, folder: Path, check: bool) -> None:
    """Put the backup in FOLDER where --archive says; nothing is ever overwritten."""
    from aggregator.archive import copies

    copies.restore(folder, options.archive)
    click.echo(str(options.archive))
    if check:
        context.invoke(verify_command)


@click.command("rebuild")
@click.argument("what", type=click.Choice(["topics", "stories", "search"]))
@click.option("--dry-run", is_flag=True, help="Stories only: say what would change against the grouping in force.")
@pass_options
def rebuild_command(options: Options, /, what: str, dry_run: bool) -> None:
    """Make derived rows again: topics by today's rules, stories by today's method, the search index.

    Ids of stories stay where their entries stay, hand decisions win, and an id that ends leaves a redirect.
    """
    if dry_run and what != "stories":
        raise UsageError("--dry-run is for stories", hint="`aggregator rebuild stories --dry-run`")
    click.echo(act(options, "rebuild", {"what": what, "dry_run": dry_run}))


# ------------------------------------------------------------------------------------------------------ reparse


@click.command("reparse")
@click.option("--feed", help="Only this feed (its name in feeds.yaml).")
@click.option("--since", help="Only wordings first shown since then: a date, or a span such as 30d.")
@click.option("--dry-run", is_flag=True, help="Say what differs and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON Lines, one difference a line.")
@pass_options
def reparse_command(options: Options, /, feed: str | None, since: str | None, dry_run: bool, as_json: bool) -> None:
    """Read every kept feed document again with today's parser, and correct what it reads otherwise.

    A correction is no edit: it leaves no former wording behind. Entries that an older parser missed are archived as of the
    documents that showed them. An entry that today's parser no longer finds is told and kept as it is. Beside a running
    daemon this command reads and the daemon writes.
    """
    kinds: Counter[str] = Counter()

    def tell(one: Any) -> None:
        kinds[one.kind] += 1
        click.echo(json.dumps(_row(one), ensure_ascii=False) if as_json else _sentence(one))

    _read_again(options, feed, instant_since(since), tell=tell, mend=None if dry_run else _mender(options))
    told = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items())) or "no difference"
    click.echo(told + (", nothing was changed" if dry_run and kinds else ""), err=True)


Mend = Callable[[Sequence[Mapping[str, Any]]], None]


def _read_again(
    options: Options, feed: str | None, since: datetime | None, *, tell: Callable[[Any], None], mend: Mend | None = None
) -> None:
    """Tell each difference as it is found, and mend them some at a time; an archive may hold more than memory does."""
    from aggregator.archive import copies, rereading
    from aggregator.engine import reparse

    config = configuration.load(configuration.find(options.config))
    pending: list[Mapping[str, Any]] = []

    async def read() -> None:
        with copies.open_both(options.archive) as (conn, bodies):
            if feed is not None and not rereading.feeds(conn, feed):
                raise UsageError(f"there is no feed {feed} in the archive", hint="`aggregator feeds` lists their names")
            async for some in reparse.differences(conn, bodies, config, feed=feed, since=since):
                for one in some:
                    tell(one)
                    if mend is not None and one.mending is not None:
                        pending.append(one.mending)
                    if mend is not None and len(pending) == AT_ONCE:
                        mend(pending)
                        pending.clear()
            if mend is not None and pending:
                mend(pending)

    asyncio.run(read())


def _mender(options: Options) -> Mend:
    def mend(mendings: Sequence[Mapping[str, Any]]) -> None:
        from aggregator.archive import open_archive, rereading
        from aggregator.archive.rows import stamp

        try:
            archive = open_archive(options.archive, since=stamp(now()))
        except ArchiveLocked:
            ask_daemon(options.archive, "mend", {"mendings": list(mendings)})
            return
        try:
            archive.do(lambda conn: rereading.mend(conn, mendings, now()))
        finally:
            archive.close()

    return mend


def _row(one: Any) -> dict[str, Any]:
    from aggregator.archive.rows import stamp

    row = {"kind": one.kind, "feed": one.feed, "entry": one.entry, "document": stamp(one.at), "title": one.title}
    if one.kind == "changed":
        row |= {"table": one.table, "columns": {name: [one.was[name], one.now[name]] for name in one.now}}
    return row


def _sentence(one: Any) -> str:
    where = f"{one.feed}\t{one.at:%Y-%m-%d %H:%M}"
    if one.kind == "missed":
        return f"missed\t{where}\t{plain(one.title)}"
    if one.kind == "unread":
        return f"unread\t{where}\tentry {one.entry}\t{plain(one.title)}"
    changes = "; ".join(f"{name}: {_cut(one.was[name])} -> {_cut(one.now[name])}" for name in one.now)
    return f"changed\t{where}\tentry {one.entry}\t{one.table}\t{changes}"


def _cut(value: object) -> str:
    text = plain(value) if value is not None else "nothing"
    return text if len(text) <= CUT else text[: CUT - 1] + "…"
