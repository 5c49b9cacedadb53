"""What pages show: view records, made by archive/queries.py and archive/search.py, rendered by web/.

A page shows nothing that its view does not hold, so the JSON beside each page is the whole of it. Lists are bounded;
`next` is an opaque cursor to what follows, None at the end.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal

from msgspec import Struct, field

# ------------------------------------------------------------------------------------------------- small pieces


class Source(Struct, frozen=True, kw_only=True):
    """Who published something: a feed, and the publisher it belongs to."""

    feed: str  # name in feeds.yaml
    publisher: str | None = None  # key in feeds.yaml
    title: str | None = None  # of the feed
    outlet: str = ""  # who readers know: the publisher's title, else the feed's, else its name


class TopicRef(Struct, frozen=True, kw_only=True):
    """A topic with its labels by language."""

    slug: str
    labels: Mapping[str, str] = field(default_factory=dict)
    kind: str = "rule"  # rule, place, subject, feed
    entries: int = 0  # that belong to it, here or in all


class Line(Struct, frozen=True, kw_only=True):
    """An entry as a list shows it."""

    id: int
    title: str
    url: str | None
    language: str | None
    source: Source
    at: datetime  # published where that can be trusted, else first seen
    first_seen: datetime
    story: int | None = None
    event: int | None = None
    role: str | None = None
    copy_of: int | None = None  # the earliest entry with this text
    containment: float | None = None  # how much of the shorter text a copy shares, 0 to 1
    edits: int = 0
    gone_at: datetime | None = None


class Segment(Struct, frozen=True, kw_only=True):
    """A piece of a line or snippet; `hit` marks what the search found."""

    text: str
    hit: bool = False


# ------------------------------------------------------------------------------------------------------- stories


class StoryCard(Struct, frozen=True, kw_only=True):
    """A story as a list shows it: its head, then its latest follow-ups."""

    id: int
    title: str
    language: str | None
    first_seen: datetime
    last_seen: datetime
    size: int
    lead: str  # first sentences of the first report
    sources: tuple[Source, ...]  # one per outlet, earliest first
    languages: tuple[str, ...]
    lines: tuple[Line, ...]  # the opening entry, then the newest ones, oldest first
    edits: int = 0
    topics: tuple[TopicRef, ...] = ()
    score: float = 0.0  # how much the story is told at the moment, for the order on the first page


class LastFailure(Struct, frozen=True, kw_only=True):
    """What a feed answered when nothing could be read."""

    feed: str
    code: str
    message: str
    at: datetime


class Nothing(Struct, frozen=True, kw_only=True):
    """Why there is nothing to show yet."""

    reason: Literal["no-feeds", "not-polled", "unreachable", "no-entries", "not-grouped"]
    feeds: int = 0
    failing: int = 0
    failures: tuple[LastFailure, ...] = ()  # examples


class TodayView(Struct, frozen=True, kw_only=True):
    """The first page: the stories most told in the newest day, then all others by time."""

    as_of: datetime | None  # the newest entry
    top: tuple[StoryCard, ...]
    stories: tuple[StoryCard, ...]
    lines: tuple[Line, ...] = ()  # newest entries, while nothing is grouped
    topics: tuple[TopicRef, ...] = ()
    entries: int = 0
    feeds: int = 0
    next: str | None = None
    nothing: Nothing | None = None
    troubled: int = 0  # feeds that fail


class Moved(Struct, frozen=True, kw_only=True):
    """An id that answers elsewhere."""

    to: int
    because: str


class Neighbour(Struct, frozen=True, kw_only=True):
    """An earlier entry that spoke for a placement."""

    entry: int
    title: str
    language: str | None
    similarity: float  # of the texts, 0 to 1
    time: float  # what the time between them leaves of it, 0 to 1


class EntryRef(Struct, frozen=True, kw_only=True):
    """An entry that a reason speaks of."""

    entry: int
    title: str
    language: str | None


# What decided: copy, event, hand ... ; "same-event" joined an event, "follow-up" continues one, "new" did neither.
Level = Literal["copy", "same-event", "follow-up", "new", "hand", "series", "round-up"]


class Why(Struct, frozen=True, kw_only=True):
    """Why an entry sits where it sits."""

    relation: str
    role: str
    level: Level | None = None
    score: float
    because: tuple[str, ...]
    shared: float | None = None  # of a copy: its share of the text, 0 to 1
    of: EntryRef | None = None  # the text that a copy carries; the first report of what a follow-up continues
    neighbours: tuple[Neighbour, ...] = ()
    terms: tuple[tuple[str, float], ...] = ()  # words shared with them, and what each adds to the similarity
    evidence: Mapping[str, object] = field(default_factory=dict)  # everything the method kept, as it kept it
    made_by: str = ""


class CopyLine(Struct, frozen=True, kw_only=True):
    """An entry that carries a text which stands elsewhere too."""

    line: Line
    after: timedelta  # after the text under which it is listed; less than zero: it came first
    headline: bool  # whether it has a headline of its own
    earliest: bool  # of all entries with this text


class TimelineEntry(Struct, frozen=True, kw_only=True):
    """An entry in a story's timeline, with the copies of its text beneath."""

    line: Line
    why: Why
    lead: str = ""
    also_in: tuple[CopyLine, ...] = ()
    agency: str | None = None  # that is credited in the text or in a copy of it
    after_first: timedelta | None = None  # since the first report of the event, by the same clock


class EventView(Struct, frozen=True, kw_only=True):
    """One happening of a story."""

    id: int
    first_seen: datetime
    last_seen: datetime
    size: int
    follows: int | None
    entries: tuple[TimelineEntry, ...]
    more: int = 0  # entries not shown


class StoryRef(Struct, frozen=True, kw_only=True):
    """Another story, and why it is named here."""

    id: int
    title: str
    language: str | None
    last_seen: datetime
    size: int
    because: tuple[str, ...] = ()
    score: float = 0.0


class OutletTime(Struct, frozen=True, kw_only=True):
    """When an outlet first told a story."""

    source: Source
    at: datetime
    entries: int
    behind: timedelta  # the first outlet


class NameView(Struct, frozen=True, kw_only=True):
    """A person or an organisation of a story."""

    name: str  # the fullest spelling
    kind: str  # person, organisation, unknown
    entries: int  # that name it
    mentions: int
    spellings: tuple[str, ...] = ()


class StoryView(Struct, frozen=True, kw_only=True):
    """A story with its timeline and its neighbours."""

    id: int
    title: str
    language: str | None
    first_seen: datetime
    last_seen: datetime
    size: int
    events: tuple[EventView, ...]  # oldest first
    outlets: tuple[OutletTime, ...] = ()
    previously: tuple[StoryRef, ...] = ()
    continued: tuple[StoryRef, ...] = ()
    languages: tuple[StoryRef, ...] = ()
    related: tuple[StoryRef, ...] = ()
    topics: tuple[TopicRef, ...] = ()
    names: tuple[NameView, ...] = ()  # people and organisations, the most named first
    edits: int = 0
    renamed: bool = False


# ------------------------------------------------------------------------------------------------------- entries


class Wording(Struct, frozen=True, kw_only=True):
    """One wording of an entry; `id` is `rN` for a former one, `now` for the latest of the feed, `page` of the page."""

    id: str
    seen: datetime
    replaced: datetime | None
    change: str | None  # class of the step that replaced it
    silent: bool
    title: str
    text: str
    origin: str = "feed"  # feed, page
    source: Source | None = None
    changed: tuple[str, ...] = ()


Mark = Literal["same", "old", "new"]


class Comparison(Struct, frozen=True, kw_only=True):
    """Two wordings side by side: title, then paragraphs, as runs of kept, removed and added text."""

    old: Wording
    new: Wording
    title: tuple[tuple[Mark, str], ...]
    blocks: tuple[tuple[tuple[Mark, str], ...], ...]
    change: str
    changed: tuple[str, ...] = ()


class SightingView(Struct, frozen=True, kw_only=True):
    """When a feed showed an entry, and where in the document."""

    source: Source
    first_seen: datetime
    last_seen: datetime
    rank: int
    open: bool


class AliasView(Struct, frozen=True, kw_only=True):
    """A key the entry answered to."""

    kind: str
    value: str
    reason: str
    first_seen: datetime
    last_seen: datetime


class TagView(Struct, frozen=True, kw_only=True):
    """A topic of an entry, with its reason."""

    topic: TopicRef
    score: float
    because: tuple[str, ...]
    made_by: str


class Picture(Struct, frozen=True, kw_only=True):
    """A picture as the publisher describes it."""

    url: str
    alt: str | None = None
    caption: str | None = None
    credit: str | None = None


class FileView(Struct, frozen=True, kw_only=True):
    """An enclosure."""

    url: str
    type: str | None = None
    length: int | None = None
    title: str | None = None


class ArticleView(Struct, frozen=True, kw_only=True):
    """What the entry's page said."""

    url: str
    title: str | None
    text: str
    byline: tuple[str, ...]
    agency: str | None
    dateline: str | None
    flags: tuple[str, ...]
    at: datetime
    made_by: str


class EntryView(Struct, frozen=True, kw_only=True):
    """An entry with everything known of it."""

    line: Line
    text: str
    content_html: str  # as sanitized when it arrived; pages sanitize it again
    summary: str
    authors: tuple[str, ...]
    published: datetime | None
    published_raw: str | None
    published_from: str | None
    date_quality: str | None
    updated: datetime | None
    last_seen: datetime
    guid: str | None
    rights: str | None
    categories: tuple[str, ...]
    picture: Picture | None
    files: tuple[FileView, ...]
    article: ArticleView | None
    wordings: tuple[Wording, ...]  # oldest first, the latest last
    sightings: tuple[SightingView, ...]
    aliases: tuple[AliasView, ...]
    tags: tuple[TagView, ...]
    why: Why | None
    also_in: tuple[Line, ...] = ()
    merged_into: int | None = None
    merged: tuple[Line, ...] = ()  # entries that are known as this one
    gone_why: str | None = None
    starred: bool = False
    comparison: Comparison | None = None


# --------------------------------------------------------------------------------------------- topics and sources


class DayCount(Struct, frozen=True, kw_only=True):
    """How many entries a day has."""

    day: str  # YYYY-MM-DD, UTC
    entries: int


class TopicsView(Struct, frozen=True, kw_only=True):
    """Every topic that was ever assigned."""

    topics: tuple[TopicRef, ...]


class TopicView(Struct, frozen=True, kw_only=True):
    """A topic: its volume over time and its entries, newest first."""

    topic: TopicRef
    parent: TopicRef | None
    volume: tuple[DayCount, ...]  # every day of the span, oldest first
    whole: bool  # the volume covers every entry, not only the newest
    lines: tuple[Line, ...]
    next: str | None = None


class SourceRow(Struct, frozen=True, kw_only=True):
    """A feed in the list of sources."""

    source: Source
    url: str
    site_url: str | None
    language: str | None
    state: str
    failures: int
    failing_since: datetime | None
    last_polled: datetime | None
    last_good: datetime | None
    next_due: datetime | None
    entries: int
    trouble: str | None = None  # what the last poll said, when it failed


class SourcesView(Struct, frozen=True, kw_only=True):
    """All feeds, by name."""

    sources: tuple[SourceRow, ...]
    states: Mapping[str, int]
    next: str | None = None


class PollView(Struct, frozen=True, kw_only=True):
    """One exchange with a feed."""

    at: datetime
    url: str
    status: int | None
    code: str
    message: str | None
    bytes: int
    ms: int
    new: int
    revised: int
    parser: str | None
    gap: bool
    next_due: datetime | None
    why: str | None
    hops: int = 0


class ProblemView(Struct, frozen=True, kw_only=True):
    """Something odd about a feed that did not stop us."""

    code: str
    message: str
    first_seen: datetime
    last_seen: datetime
    times: int


class SourceView(Struct, frozen=True, kw_only=True):
    """A feed: its health, its rhythm and its entries."""

    row: SourceRow
    spec_url: str
    added: datetime
    window: int  # entries in the last document
    hints: Mapping[str, object]
    former_urls: tuple[tuple[str, datetime, str], ...]  # address, until, reason
    polls: tuple[PollView, ...]  # newest first
    gaps: tuple[datetime, ...]  # polls before which items may have been missed
    problems: tuple[ProblemView, ...]
    volume: tuple[DayCount, ...]
    lines: tuple[Line, ...]
    next: str | None = None
    moved_to: str | None = None
    moved_count: int = 0


# -------------------------------------------------------------------------------------------------------- search


class Hit(Struct, frozen=True, kw_only=True):
    """An entry that a search found."""

    line: Line
    title: tuple[Segment, ...]
    snippet: tuple[Segment, ...]


class Note(Struct, frozen=True, kw_only=True):
    """Something a person should know about how a query was read; `code` is a key of the message catalog."""

    code: str
    value: str = ""


class SearchView(Struct, frozen=True, kw_only=True):
    """What a query found."""

    query: str
    order: Literal["new", "best"]
    hits: tuple[Hit, ...] = ()
    total: int = 0
    more: bool = False  # there are more than `total`
    bounded: bool = False  # only the newest matches were looked at
    bound: int = 0  # how many
    everything: bool = False  # the bound was lifted
    notes: tuple[Note, ...] = ()
    next: str | None = None


# ----------------------------------------------------------------------------------------- edits, front, health


class Edit(Struct, frozen=True, kw_only=True):
    """A wording that was replaced."""

    revision: int
    line: Line
    before: str  # title
    after: str  # title of the wording that followed
    seen: datetime
    replaced: datetime
    change: str
    silent: bool
    origin: str
    changed: tuple[str, ...] = ()


class EditsView(Struct, frozen=True, kw_only=True):
    """What was changed after publication, newest first."""

    edits: tuple[Edit, ...]
    change: str | None = None  # the class asked for
    feed: str | None = None
    silent: bool = False
    bounded: bool = False  # a filter looked at the newest ones only
    next: str | None = None


class Shown(Struct, frozen=True, kw_only=True):
    """An entry as a feed showed it at some instant."""

    rank: int
    entry: int
    title: str  # as worded then
    url: str | None
    language: str | None
    since: datetime
    reworded: bool  # today's wording is another


class FrontFeed(Struct, frozen=True, kw_only=True):
    """What one feed showed at some instant."""

    source: Source
    document: datetime | None  # the answer in force then
    shown: tuple[Shown, ...]
    more: int = 0


class FrontView(Struct, frozen=True, kw_only=True):
    """What each feed showed at `at`."""

    at: datetime | None
    feeds: tuple[FrontFeed, ...]
    feed: str | None = None
    earliest: datetime | None = None
    next: str | None = None


class DaemonStatus(Struct, frozen=True, kw_only=True):
    """What the process that polls says of itself."""

    started: datetime
    now: datetime
    version: str = ""
    polling: int = 0  # exchanges under way
    waiting: int = 0  # feeds that are due
    requests_last_hour: int = 0
    budget: int = 0  # requests an hour
    price: float = 1.0
    config_error: str | None = None  # what a person has to end: feeds.yaml, a full disk, a failing job
    outage_since: datetime | None = None  # no feed can be reached since then


class HealthView(Struct, frozen=True, kw_only=True):
    """How the archive and its feeds are."""

    ok: bool
    entries: int
    feeds: Mapping[str, int]  # by state
    failing: int
    last_poll: datetime | None
    last_entry: datetime | None
    codes: Mapping[str, int]  # of the newest polls
    polls: int  # how many those are
    troubled: tuple[SourceRow, ...]
    todo: Mapping[str, int]  # by stage, at most 10,000 each
    bytes: Mapping[str, int]  # by file
    daemon: DaemonStatus | None = None


class DigestFile(Struct, frozen=True, kw_only=True):
    """A digest that was written, in its forms."""

    stem: str
    forms: tuple[str, ...]


class DigestsView(Struct, frozen=True, kw_only=True):
    """Digests that were written, newest first."""

    digests: tuple[DigestFile, ...]
    names: tuple[str, ...] = ()  # those that feeds.yaml asks for
