"""Commands that read the archive: search, stories, story, entry, digest. They work beside any daemon."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import click

from aggregator.cli import Options, pass_options, print_json
from aggregator.cli.acting import act
from aggregator.cli.output import ID, plain, printable, table
from aggregator.errors import UsageError

_SPAN = re.compile(r"(\d{1,5})([mhdw])")
FIRST_YEAR, LAST_YEAR = 1900, 9000  # a period reckoned back or on from an instant stays within the calendar
CHANGES = ("headline", "correction", "addition", "rewrite", "removal", "edit", "typography")  # `records.Change`
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def now() -> datetime:
    """The present instant, as `AGGREGATOR_NOW` may shift it."""
    from aggregator.edge.clock import system_clock

    return system_clock().now()


def instant_since(text: str | None) -> datetime | None:
    """A date, an instant, or a span back from now such as `7d`.

    Raises:
        UsageError: it is none of these.
    """
    if text is None:
        return None
    span = _SPAN.fullmatch(text)
    if span:
        return now() - timedelta(**{_UNITS[span[2]]: int(span[1])})
    return instant_at(text)


def instant_at(text: str) -> datetime:
    """A date (its first instant) or an instant, in UTC where no zone is given.

    Raises:
        UsageError: it is neither.
    """
    try:
        at = datetime.fromisoformat(text)
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise UsageError(
            f"{text!r} is no instant", hint="write 2026-03-10, 2026-03-10T08:00Z, or a span such as 7d"
        ) from None
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise UsageError(f"{text!r} is outside the years {FIRST_YEAR} to {LAST_YEAR}")
    return at


@contextmanager
def _reading(options: Options) -> Iterator[Any]:
    from aggregator.archive import reading

    with reading(options.archive) as conn:
        yield conn


def _print_view(view: object) -> None:
    from aggregator.text.plain import as_plain

    print_json(as_plain(view))


# A word that begins with `-` is one to do without, also where a shell makes it an argument of its own; hence no `-h`.
@click.command("search", context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]})
@click.argument("query", nargs=-1, required=True)
@click.option(
    "--order", type=click.Choice(["new", "best"]), default="new", show_default=True, help="Newest or best first."
)
@click.option("--limit", type=click.IntRange(1, 1000), default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@pass_options
def search_command(options: Options, /, query: tuple[str, ...], order: Any, limit: int, as_json: bool) -> None:
    """Find entries by their words: QUERY may hold "phrases", -words, OR, feed: lang: topic: after: before: and prefix*."""
    from aggregator.archive import search

    unknown = next((word for word in query if word.startswith("--")), None)
    if unknown is not None:
        raise UsageError(f"there is no option {unknown}", hint="`aggregator search --help` lists them")
    with _reading(options) as conn:
        view = search.search(conn, " ".join(query), order=order, limit=limit)
    if as_json:
        _print_view(view)
        return
    for hit in view.hits:
        line = hit.line
        click.echo(
            f"{line.id}\t{_day(line.at)}\t{plain(line.source.publisher or line.source.feed)}\t{plain(line.title)}"
        )
        click.echo(f"\t{plain(''.join(piece.text for piece in hit.snippet))}")
    click.echo(f"{'more than ' if view.more else ''}{view.total} found", err=True)
    if view.notes:
        from aggregator.web.pages import read_catalog

        catalog = read_catalog("en")
        for note in view.notes:
            click.echo(plain(catalog[note.code].format(value=note.value)), err=True)


def _day(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"


@click.command("stories")
@click.option("--topic", help="Only stories with an entry of this topic.")
@click.option("--since", help="Only stories with an entry since then: a date, or a span such as 7d.")
@click.option("--lang", "language", help="Only stories told in this language.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=30, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@pass_options
def stories_command(
    options: Options, /, topic: str | None, since: str | None, language: str | None, limit: int, as_json: bool
) -> None:
    """List stories, the one with the newest entry first."""
    from aggregator.archive import queries

    with _reading(options) as conn:
        cards, _ = queries.stories(conn, limit=limit, topic=topic, since=instant_since(since), language=language)
    if as_json:
        _print_view(cards)
        return
    rows = [
        {
            "id": card.id,
            "last": _day(card.last_seen),
            "entries": card.size,
            "outlets": len(card.sources),
            "languages": card.languages,
            "title": card.title,
        }
        for card in cards
    ]
    table(rows, ["id", "last", "entries", "outlets", "languages", "title"])


class _ById(click.Group):
    """A group that shows the thing whose id stands where a command's name would."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        return super().resolve_command(ctx, ["show", *args] if args and args[0].isdecimal() else args)


@click.group("story", cls=_ById, subcommand_metavar="ID | COMMAND [ARGS]...")
def story_command() -> None:
    """Show the story ID; or rename it, or say which entries belong together and which never do."""


@story_command.command("rename")
@click.argument("story", type=ID)
@click.argument("title")
@pass_options
def story_rename(options: Options, /, story: int, title: str) -> None:
    """Give the STORY a TITLE that no rebuild takes away."""
    click.echo(act(options, "rename", {"story": story, "title": plain(title)}))


@story_command.command("together")
@click.argument("a", type=ID)
@click.argument("b", type=ID)
@pass_options
def story_together(options: Options, /, a: int, b: int) -> None:
    """Say that the entries A and B tell of one event: the one in the smaller event moves. This wins over every measure."""
    click.echo(act(options, "together", {"a": a, "b": b}))


@story_command.command("never")
@click.argument("a", type=ID)
@click.argument("b", type=ID)
@pass_options
def story_never(options: Options, /, a: int, b: int) -> None:
    """Say that the entries A and B never belong to one story: A leaves it. This wins over every measure."""
    click.echo(act(options, "never", {"a": a, "b": b}))


@story_command.command("show")
@click.argument("story", type=ID)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@pass_options
def story_show(options: Options, /, story: int, as_json: bool) -> None:
    """Show one story: who told what when, and why it is here."""
    from aggregator.archive import queries
    from aggregator.views import Moved

    with _reading(options) as conn:
        view = queries.story(conn, story)
        while isinstance(view, Moved):
            click.echo(f"story {story} is now story {view.to}: {view.because}", err=True)
            view = queries.story(conn, view.to)
    if view is None:
        raise UsageError(f"there is no story {story}", hint="`aggregator stories` lists them")
    if as_json:
        _print_view(view)
        return
    click.echo(f"{plain(view.title)}\n{view.size} entries, {_day(view.first_seen)} to {_day(view.last_seen)}")
    if view.names:
        click.echo(f"names: {plain(', '.join(f'{one.name} ({one.entries})' for one in view.names))}")
    for other in view.previously:
        click.echo(f"previously: {other.id} {plain(other.title)}")
    for event in view.events:
        click.echo("")
        for item in event.entries:
            line = item.line
            click.echo(
                f"{_day(line.at)}  {item.why.role:14} {plain(line.source.publisher or line.source.feed):16} {plain(line.title)}"
                f"  [entry {line.id}]"
            )
            click.echo(f"{'':34}{plain(', '.join(item.why.because))}")
            for copy in item.also_in:
                click.echo(f"{'':18}also in {_copied(copy)}")
    for other in view.languages:
        click.echo(f"in other languages: {other.id} [{other.language}] {plain(other.title)}")


def _copied(copy: Any) -> str:
    """Who carries a text as well, how much of it, and how much later or earlier."""
    line, minutes = copy.line, round(copy.after.total_seconds() / 60)
    share = "" if line.containment is None else f"{round(100 * line.containment)} % of the text, "
    when = f"{abs(minutes)} min {'earlier' if minutes < 0 else 'later'}{', the earliest' if copy.earliest else ''}"
    return f"{plain(line.source.publisher or line.source.feed)} ({share}{when}): {plain(line.title)}  [entry {line.id}]"


@click.group("entry", cls=_ById, subcommand_metavar="ID | COMMAND [ARGS]...")
def entry_command() -> None:
    """Show the entry ID with every wording it had; or merge two entries, or split them again."""


@entry_command.command("merge")
@click.argument("entry", type=ID)
@click.argument("into", type=ID)
@pass_options
def entry_merge(options: Options, /, entry: int, into: int) -> None:
    """Let ENTRY be known as INTO: both rows stay, lists show one, and `split` takes it back."""
    click.echo(act(options, "merge", {"entry": entry, "into": into}))


@entry_command.command("split")
@click.argument("entry", type=ID)
@pass_options
def entry_split(options: Options, /, entry: int) -> None:
    """Take a merge of ENTRY back."""
    click.echo(act(options, "split", {"entry": entry}))


@entry_command.command("show")
@click.argument("entry", type=ID)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@pass_options
def entry_show(options: Options, /, entry: int, as_json: bool) -> None:
    """Show one entry with every wording it had."""
    from aggregator.archive import queries

    with _reading(options) as conn:
        view = queries.entry(conn, entry)
    if view is None:
        raise UsageError(f"there is no entry {entry}", hint="`aggregator search` finds entries by their words")
    if as_json:
        _print_view(view)
        return
    line = view.line
    click.echo(
        f"{plain(line.title)}\n{plain(line.source.publisher or line.source.feed)}, {_day(line.at)}\n{plain(line.url)}\n"
    )
    click.echo(printable(view.article.text if view.article else view.text))
    for wording in view.wordings[:-1]:
        silent = ", silently" if wording.silent else ""
        click.echo(f"\n--- until {_day(wording.replaced) if wording.replaced else ''} ({wording.change}{silent})")
        click.echo(f"{plain(wording.title)}\n\n{printable(wording.text)}")


@click.command("edits")
@click.option("--since", help="Replaced since then: a date, or a span such as 7d.")
@click.option("--class", "change", type=click.Choice(CHANGES), help="Only this class of change.")
@click.option("--feed", help="Only this feed or publisher.")
@click.option("--silent", is_flag=True, help="Only changes that the feed does not admit.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=50, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@pass_options
def edits_command(
    options: Options,
    /,
    since: str | None,
    change: str | None,
    feed: str | None,
    silent: bool,
    limit: int,
    as_json: bool,
) -> None:
    """List what was changed after publication, newest first."""
    from aggregator.archive import queries
    from aggregator.archive.rows import stamp_or_none

    with _reading(options) as conn:
        view = queries.edits(
            conn, change=change, feed=feed, silent=silent, since=stamp_or_none(instant_since(since)), limit=limit
        )
    if as_json:
        _print_view(view.edits)
        return
    rows = [
        {
            "replaced": _day(edit.replaced),
            "entry": edit.line.id,
            "outlet": edit.line.source.publisher or edit.line.source.feed,
            "class": f"{edit.change}, silently" if edit.silent else edit.change,
            "before": edit.before,
            "after": edit.after if edit.after != edit.before else "",
            "changed": edit.changed,
        }
        for edit in view.edits
    ]
    table(rows, ["replaced", "entry", "outlet", "class", "before", "after", "changed"])


@click.command("front")
@click.option("--at", help="The instant, such as 2026-11-22T14:05.  [default: now]")
@click.option("--feed", help="Only this feed, whole.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@pass_options
def front_command(options: Options, /, at: str | None, feed: str | None, as_json: bool) -> None:
    """Show what each feed showed at an instant, in its order."""
    from aggregator.archive import queries

    with _reading(options) as conn:
        view = queries.front(conn, instant_at(at) if at else None, feed=feed)
    if as_json:
        _print_view(view)
        return
    for shown in view.feeds:
        click.echo(f"\n{shown.source.feed}" + (f" as of {_day(shown.document)}" if shown.document else ": nothing"))
        for item in shown.shown:
            click.echo(f"{item.rank:4} {plain(item.title)}  [entry {item.entry}]")
        if shown.more:
            click.echo(f"     and {shown.more} more")


@click.command("digest")
@click.option("--period", type=click.Choice(["day", "week"]), default="day", show_default=True)
@click.option("--topic", "topics", multiple=True, help="Only this topic; may be repeated.")
@click.option("--as-of", help="The end of the period: a date or an instant.  [default: now]")
@click.option("--lang", "language", type=click.Choice(["fr", "en"]), default="en", show_default=True)
@click.option("--format", "form", type=click.Choice(["html", "md", "json", "atom"]), default="md", show_default=True)
@pass_options
def digest_command(
    options: Options, /, period: Any, topics: tuple[str, ...], as_of: str | None, language: str, form: str
) -> None:
    """Print the stories of a day or a week, best first; the same archive and --as-of give the same bytes."""
    from aggregator.engine import digests
    from aggregator.records import DigestSpec
    from aggregator.stages import digest

    end = instant_at(as_of) if as_of else now()
    spec = DigestSpec(name=period, period=period, topics=topics, language=language)
    with _reading(options) as conn:
        composed = digests.compose(conn, spec, end.replace(microsecond=0))
    click.echo(digest.render(composed, form), nl=False)
