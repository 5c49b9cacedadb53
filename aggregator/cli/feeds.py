"""Commands about feeds: add, list, check, show, import, export."""

import asyncio
import sys
from pathlib import Path
from typing import Any

import click

from aggregator import config as configuration
from aggregator.cli import Options, pass_options, print_json
from aggregator.cli.output import plain, progress, table
from aggregator.errors import AggregatorError, NoNetwork, Refused, UsageError
from aggregator.records import Config, Failed, FeedSpec, ParsedFeed, Request, Response

# ---------------------------------------------------------------------------------------------------------- add


@click.command("add")
@click.argument("url")
@click.option("--name", help="The name in feeds.yaml; made from the address when not given.")
@click.option("--title", help="How lists call the feed.")
@click.option("--publisher", help="The publisher it belongs to.")
@click.option("--language", help="Its language, such as fr.")
@click.option("--topic", "topics", multiple=True, help="A topic of all its entries; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Print what was added as JSON.")
@pass_options
def add_command(options: Options, /, url: str, as_json: bool, **given: Any) -> None:
    """Follow the feed at URL, or the feed that the page at URL announces; feeds.yaml keeps its comments."""
    path = configuration.find(options.config)
    address, title = asyncio.run(_find_feed(url, configuration.load(path)))
    details = {key: value for key, value in given.items() if value not in (None, ())}
    if title:
        details.setdefault("title", title)
    spec = configuration.add_feed(path, address, **details)
    if as_json:
        print_json({"name": spec.name, "url": spec.url, "title": spec.title, "config": str(path)})
    else:
        click.echo(f"added {spec.name}: {spec.url}")


async def _find_feed(url: str, config: Config) -> tuple[str, str | None]:
    """The address and title of the feed at `url`, or of the best one that the page there announces."""
    from aggregator.edge import live_world
    from aggregator.stages import discover

    wanted = url if "://" in url else f"https://{url}"
    async with live_world(config) as world:
        reply = await world.send(_request(wanted, config))
        if isinstance(reply, Failed):
            raise _unread(wanted, reply)
        found = await _as_feed(reply)
        if found is not None:
            return wanted, found.title
        for candidate in discover.discover(reply.body, reply.header("content-type"), reply.url):
            answer = await world.send(_request(candidate.url, config))
            found = await _as_feed(answer) if isinstance(answer, Response) else None
            if found is not None:
                return candidate.url, found.title or candidate.title
    raise Refused(f"{wanted} is no feed and announces none", hint="give the address of the feed itself")


def _unread(wanted: str, failed: Failed) -> AggregatorError:
    message = f"{wanted} could not be read: {failed.message}"
    if failed.code in ("refused-address", "bad-scheme"):
        return Refused(message, hint="give a public http or https address, or list its network in `allow_networks`")
    return NoNetwork(message, hint="check the address and the network; nothing was changed")


def _request(url: str, config: Config) -> Request:
    from aggregator.stages import fetch

    headers = (
        ("User-Agent", fetch.agent(config.contact)),
        ("Accept", fetch.ACCEPT),
        ("Accept-Encoding", fetch.ACCEPT_ENCODING),
    )
    return Request(url=url, headers=headers, purpose="discover")


async def _as_feed(reply: Response) -> ParsedFeed | None:
    from aggregator.engine.collect import parsed_document

    if reply.status != 200:
        return None
    found = await parsed_document(reply.body, reply.header("content-type"), reply.url)
    return found if isinstance(found, ParsedFeed) else None


# -------------------------------------------------------------------------------------------------------- feeds


@click.group("feeds", invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@click.pass_context
def feeds_command(context: click.Context, as_json: bool) -> None:
    """List the feeds of feeds.yaml with what is known of them; or check them, or show one."""
    if context.invoked_subcommand is not None:
        return
    options = context.find_object(Options) or Options()
    config = configuration.load(configuration.find(options.config))
    known = _known(options.archive)
    rows = [_feed_row(spec, known.get(spec.name)) for spec in config.feeds]
    if as_json:
        print_json(rows)
    else:
        table(rows, ["name", "state", "entries", "last_good", "next_due", "failures", "url"])


def _known(archive: Path) -> dict[str, Any]:
    if not (archive / "archive.db").exists():
        return {}
    from aggregator.archive import queries, reading

    with reading(archive) as conn:
        view = queries.sources(conn, limit=1_000_000)
    return {row.source.feed: row for row in view.sources}


def _feed_row(spec: FeedSpec, known: Any) -> dict[str, Any]:
    return {
        "name": spec.name,
        "title": spec.title or (known.source.title if known else None),
        "publisher": spec.publisher,
        "language": spec.language,
        "state": known.state if known else "paused" if spec.paused else "never polled",
        "entries": known.entries if known else 0,
        "last_good": _text(known.last_good) if known else None,
        "next_due": _text(known.next_due) if known else None,
        "failures": known.failures if known else 0,
        "trouble": known.trouble if known else None,
        "url": spec.url,
    }


def _text(at: Any) -> str | None:
    return None if at is None else f"{at:%Y-%m-%dT%H:%M:%SZ}"


@feeds_command.command("check")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@pass_options
def feeds_check(options: Options, /, as_json: bool) -> None:
    """Ask every feed of feeds.yaml once, without archiving anything, and say what is wrong."""
    config = configuration.load(configuration.find(options.config))
    rows = asyncio.run(_check_all(config))
    if as_json:
        print_json(rows)
    else:
        table(rows, ["name", "code", "entries", "title", "message"])
    wrong = [row for row in rows if row["code"] != "ok"]
    if rows and len(wrong) == len(rows):
        raise NoNetwork("no feed could be read", hint="check the network; the messages above say what happened")
    if wrong:
        sys.exit(1)


async def _check_all(config: Config) -> list[dict[str, Any]]:
    from aggregator.edge import live_world

    async with live_world(config) as world:
        with progress("checking", len(config.feeds)) as step:
            return list(await asyncio.gather(*(_check(world, spec, config, step) for spec in config.feeds)))


async def _check(world: Any, spec: FeedSpec, config: Config, step: Any) -> dict[str, Any]:
    reply = await world.send(_request(spec.url, config))
    step(spec.name)
    row: dict[str, Any] = {"name": spec.name, "url": spec.url, "code": "ok", "entries": 0, "title": None, "message": ""}
    if isinstance(reply, Failed):
        return row | {"code": reply.code, "message": reply.message}
    if reply.status != 200:
        return row | {"code": f"http-{reply.status}", "message": f"answered {reply.status}"}
    feed = await _as_feed(reply)
    if feed is None:
        return row | {"code": "not-a-feed", "message": "answered with something that is no feed"}
    moved = f"moved to {reply.url}" if any(hop.status in (301, 308) for hop in reply.hops) else ""
    return row | {"entries": len(feed.entries), "title": feed.title, "message": moved}


@feeds_command.command("show")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@pass_options
def feeds_show(options: Options, /, name: str, as_json: bool) -> None:
    """Show what is known of the feed NAME: its state, its last polls, and why it is asked when it is."""
    from aggregator.archive import queries, reading
    from aggregator.text.plain import as_plain

    with reading(options.archive) as conn:
        view = queries.source(conn, name)
    if view is None:
        raise UsageError(f"there is no feed {name!r} in the archive", hint="`aggregator feeds` lists them")
    if as_json:
        print_json(as_plain(view))
        return
    row = view.row
    for label, value in (
        ("feed", row.source.feed),
        ("title", row.source.title),
        ("address", row.url),
        ("state", row.state),
        ("entries", row.entries),
        ("last good answer", _text(row.last_good)),
        ("next poll", _text(row.next_due)),
        ("because", view.polls[0].why if view.polls else "it is new: at once"),
        ("trouble", row.trouble),
        ("failing since", _text(row.failing_since)),
        ("may have missed items before", ", ".join(filter(None, map(_text, view.gaps)))),
    ):
        if value not in (None, ""):
            click.echo(f"{label + ':':30}{plain(value)}")
    click.echo()
    polls = [
        {"at": _text(poll.at), "status": poll.status, "code": poll.code, "new": poll.new, "why": poll.why}
        for poll in view.polls
    ]
    table(polls, ["at", "status", "code", "new", "why"])


# ----------------------------------------------------------------------------------------------- import, export


@click.command("import")
@click.argument("file", required=False, type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--warc",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Keep the exchanges of this WARC or WACZ file instead, and archive the entries its feeds showed.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was added as JSON.")
@pass_options
def import_command(options: Options, /, file: Path | None, warc: Path | None, as_json: bool) -> None:
    """Follow the feeds of the OPML FILE that are not followed yet; feeds.yaml keeps its comments."""
    if warc is not None:
        from aggregator.cli.warc import import_warc, say_imported

        said = import_warc(options, warc)
        (print_json if as_json else say_imported)(said)
        return
    if file is None:
        raise UsageError("nothing says what to import", hint="name an OPML file, or --warc and a WARC file")
    specs = configuration.read_opml(file.read_bytes())
    if not specs:
        raise Refused(f"{file} names no feed", hint="nothing was changed; was it exported whole?")
    path = configuration.find(options.config)
    added = configuration.add_feeds(path, specs)
    if as_json:
        print_json([{"name": spec.name, "url": spec.url, "title": spec.title} for spec in added])
    else:
        click.echo(f"added {len(added)} of {len(specs)} feeds to {path}")


@click.command("export")
@click.argument("form", required=False, type=click.Choice(["opml", "jsonl", "csv"]))
@click.option("--since", help="Entries first seen, or exchanges received, since then: a date, or a span such as 7d.")
@click.option(
    "--warc", type=click.Path(path_type=Path), help="Write the exchanges kept to this WARC file, with its index."
)
@click.option(
    "--wacz", type=click.Path(path_type=Path), help="Write them to this WACZ file, for replayweb.page and others."
)
@click.option("--story", type=int, help="Only exchanges of this story's entries.")
@click.option("--topic", help="Only exchanges of entries with this topic.")
@click.option("--json", "as_json", is_flag=True, help="Print what the WARC or WACZ file holds as JSON.")
@pass_options
def export_command(
    options: Options,
    /,
    form: str | None,
    since: str | None,
    warc: Path | None,
    wacz: Path | None,
    story: int | None,
    topic: str | None,
    as_json: bool,
) -> None:
    """Print the feeds as OPML, or every entry as JSON Lines or CSV, oldest first; or write what servers answered."""
    if warc is not None or wacz is not None:
        from aggregator.cli.warc import export_captures, say_exported

        said = export_captures(options, warc=warc, wacz=wacz, story=story, topic=topic, since=since)
        (print_json if as_json else say_exported)(said)
        return
    if form is None:
        raise UsageError("nothing says what to export", hint="opml, jsonl or csv; or --warc FILE, or --wacz FILE")
    if form == "opml":
        click.echo(configuration.write_opml(configuration.load(configuration.find(options.config))), nl=False)
        return
    from aggregator.archive import export, reading
    from aggregator.cli.reading import instant_since

    write = export.write_jsonl if form == "jsonl" else export.write_csv
    with reading(options.archive) as conn:
        write(export.entries(conn, since=instant_since(since)), sys.stdout)
