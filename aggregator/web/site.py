"""What each address shows: a request in, a page or a redirect out; no HTML and no SQL here."""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct, field

from aggregator.archive import Connection, queries, search
from aggregator.records import Config
from aggregator.views import DaemonStatus, DigestFile, DigestsView, Line, Moved, StoryCard
from aggregator.web import feeds
from aggregator.web.feeds import AtomEntry
from aggregator.web.pages import Pages, label, safe_html, translate, zone_of

CHANGES = ("headline", "correction", "addition", "rewrite", "removal", "edit", "typography")
DIGESTS = 400  # listed at most


class Ask(Struct, frozen=True, kw_only=True):
    """A request for a page."""

    conn: Connection
    archive_dir: Path
    config: Config
    status: DaemonStatus | None
    pages: Pages
    name: str  # the last part of the path, without its form
    given: Mapping[str, str]  # the query string
    language: str
    root: str  # public address, without a final slash

    def t(self, key: str, **values: object) -> str:
        """A message in the language of the page."""
        return translate(self.pages.catalogs[self.language], self.language, key, **values)


class Page(Struct, frozen=True, kw_only=True):
    """What to show."""

    template: str
    view: Any
    title: str = ""
    entries: Sequence[AtomEntry] | None = None  # None: no Atom here
    context: Mapping[str, Any] = field(default_factory=dict)


class Redirect(Struct, frozen=True, kw_only=True):
    """Where it went, for good."""

    path: str


Answer = Page | Redirect | None
Handler = Callable[[Ask], Answer]


def index(ask: Ask) -> Answer:
    """The first page."""
    view = queries.today(ask.conn, before=ask.given.get("before"))
    entries = [_of_story(ask, card) for card in (*view.top, *view.stories)] or _of_lines(ask, view.lines)
    return Page(template="today.html", view=view, title=ask.t("today.title"), entries=entries)


def story(ask: Ask) -> Answer:
    """One story."""
    wanted = _number(ask.name)
    view = queries.story(ask.conn, wanted) if wanted is not None else None
    if view is None:
        return None
    if isinstance(view, Moved):
        return Redirect(path=f"/story/{view.to}")
    shown = [entry for event in view.events for entry in event.entries]
    listed = [line for entry in shown for line in (entry.line, *(copy.line for copy in entry.also_in))]
    return Page(
        template="story.html",
        view=view,
        title=view.title,
        entries=_of_lines(ask, sorted(listed, key=lambda line: (line.at, line.id), reverse=True)),
    )


def entry(ask: Ask) -> Answer:
    """One entry with its wordings."""
    wanted = _number(ask.name)
    if wanted is None:
        return None
    view = queries.entry(ask.conn, wanted, old=ask.given.get("old"), new=ask.given.get("new"))
    if view is None:
        return None
    safe = safe_html(view.content_html, view.line.url) if view.content_html else ""
    return Page(template="entry.html", view=view, title=view.line.title, context={"content": safe})


def topics(ask: Ask) -> Answer:
    """All topics."""
    return Page(template="topics.html", view=queries.topics(ask.conn), title=ask.t("topics.title"))


def topic(ask: Ask) -> Answer:
    """One topic."""
    view = queries.topic(ask.conn, ask.name, before=ask.given.get("before"))
    if view is None:
        return None
    title = label(view.topic, ask.language)
    return Page(template="topic.html", view=view, title=title, entries=_of_lines(ask, view.lines))


def sources(ask: Ask) -> Answer:
    """All feeds."""
    view = queries.sources(ask.conn, state=ask.given.get("state"), after=ask.given.get("after"))
    return Page(
        template="sources.html",
        view=view,
        title=ask.t("sources.title"),
        context={"state": ask.given.get("state", "")},
    )


def source(ask: Ask) -> Answer:
    """One feed."""
    view = queries.source(ask.conn, ask.name, before=ask.given.get("before"))
    if view is None:
        return None
    title = view.row.source.title or view.row.source.feed
    return Page(template="source.html", view=view, title=title, entries=_of_lines(ask, view.lines))


def find(ask: Ask) -> Answer:
    """A search; without a query, how to search."""
    asked = ask.given.get("q", "")
    order: Literal["new", "best"] = "best" if ask.given.get("order") == "best" else "new"
    view = search.search(
        ask.conn, asked, order=order, cursor=ask.given.get("after"), everything=ask.given.get("everything") == "1"
    )
    title = ask.t("search.results", query=asked) if asked else ask.t("search.title")
    return Page(template="search.html", view=view, title=title, entries=_of_lines(ask, [hit.line for hit in view.hits]))


def edits(ask: Ask) -> Answer:
    """What was changed after publication."""
    view = queries.edits(
        ask.conn,
        change=ask.given.get("class") if ask.given.get("class") in CHANGES else None,
        feed=ask.given.get("feed") or None,
        silent=ask.given.get("silent") == "1",
        before=ask.given.get("before"),
    )
    entries = [
        AtomEntry(
            id=f"{ask.root}/entry/{edit.line.id}?old=r{edit.revision}",
            title=f"{ask.t('change.' + edit.change)} · {edit.after}",
            url=f"{ask.root}/entry/{edit.line.id}?old=r{edit.revision}",
            updated=edit.replaced,
            author=edit.line.source.outlet,
            via=edit.line.url,
            language=edit.line.language,
        )
        for edit in view.edits
    ]
    return Page(
        template="edits.html", view=view, title=ask.t("edits.title"), entries=entries, context={"changes": CHANGES}
    )


def front(ask: Ask) -> Answer:
    """What the feeds showed at some instant."""
    wrong = False
    at = None
    if ask.given.get("at"):
        try:
            at = moment(ask.given["at"], zone_of(ask.config.timezone))
        except ValueError:
            wrong = True
    view = queries.front(ask.conn, at, feed=ask.given.get("feed") or None, after=ask.given.get("after"))
    steps = {name: view.at + step for name, step in _STEPS.items()} if view.at else {}
    return Page(template="front.html", view=view, title=ask.t("front.title"), context={"wrong": wrong, "steps": steps})


_STEPS = {
    "front.day-back": timedelta(days=-1),
    "front.hour-back": timedelta(hours=-1),
    "front.hour-on": timedelta(hours=1),
    "front.day-on": timedelta(days=1),
}


def health(ask: Ask) -> Answer:
    """How the archive and its feeds are."""
    files = ("archive.db", "archive.db-wal", "payloads.db", "payloads.db-wal")
    sizes = {name: (ask.archive_dir / name).stat().st_size for name in files if (ask.archive_dir / name).exists()}
    view = queries.health(ask.conn, sizes=sizes, daemon=ask.status)
    return Page(template="health.html", view=view, title=ask.t("health.title"))


def digests(ask: Ask) -> Answer:
    """Digests that were written."""
    view = DigestsView(digests=_written(ask.archive_dir), names=tuple(digest.name for digest in ask.config.digests))
    return Page(template="digests.html", view=view, title=ask.t("digests.title"))


def _written(archive_dir: Path) -> tuple[DigestFile, ...]:
    forms: dict[str, list[str]] = {}
    folder = archive_dir / "digests"
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.suffix in DIGEST_TYPES and not path.name.startswith("."):
            forms.setdefault(path.stem, []).append(path.suffix[1:])
    newest = sorted(forms, reverse=True)[:DIGESTS]
    return tuple(DigestFile(stem=stem, forms=tuple(sorted(forms[stem]))) for stem in newest)


DIGEST_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".md": "text/plain; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".atom": "application/atom+xml; charset=utf-8",
}


# ----------------------------------------------------------------------------------------------------------- Atom


def _of_lines(ask: Ask, lines: Sequence[Line]) -> list[AtomEntry]:
    return [feeds.of_line(line, ask.root) for line in lines]


def _of_story(ask: Ask, card: StoryCard) -> AtomEntry:
    page = f"{ask.root}/story/{card.id}"
    rows = ask.pages.render(
        "story_content.html",
        language=ask.language,
        zone=ask.config.timezone,
        card=card,
        root=ask.root,
    )
    return AtomEntry(
        id=page,
        title=card.title,
        url=page,
        updated=card.last_seen,
        published=card.first_seen,
        author=", ".join(source.outlet for source in card.sources[:5]) or "aggregator",
        html=rows,
        language=card.language,
        categories=tuple((topic.slug, label(topic, ask.language)) for topic in card.topics),
    )


def moment(text: str, zone: tzinfo) -> datetime:
    """`text` as an instant: ISO 8601; in `zone` when it names none.

    Raises:
        ValueError: it is no instant that the archive could hold.
    """
    at = datetime.fromisoformat(text.strip().replace(" ", "T"))
    if not 1970 <= at.year <= 9998:
        raise ValueError(text)
    return (at.replace(tzinfo=zone) if at.tzinfo is None else at).astimezone(UTC)


def _number(text: str) -> int | None:
    """The id in a path; None for what is not a plain number that SQLite can hold."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 18 else None
