"""Every record that crosses a module boundary.

All are frozen, slotted and keyword-only. Instants are aware and in UTC, spans are `timedelta`, sizes are bytes, absence
is `None`. Hashes are 16 bytes (BLAKE2b) unless the field says sha256. A guess carries its evidence (`because`, `score`)
and its maker (`made_by`); a fact carries neither and is never rewritten.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal, NamedTuple, NewType

from msgspec import Struct, field

FeedId = NewType("FeedId", int)
EntryId = NewType("EntryId", int)
EventId = NewType("EventId", int)
StoryId = NewType("StoryId", int)

# ---------------------------------------------------------------------------------------------- what feeds.yaml asks


class Limits(Struct, frozen=True, kw_only=True):
    """Bounds of one exchange; `None` means the default of `edge/http.py`."""

    max_bytes: int | None = None  # after decompression
    max_wire_bytes: int | None = None  # as received
    deadline: timedelta | None = None  # the whole exchange, hops included


class FeedSpec(Struct, frozen=True, kw_only=True):
    """One line of `feeds:` as a person wrote it."""

    url: str
    name: str  # unique; made from the URL when feeds.yaml gives none
    title: str | None = None
    publisher: str | None = None  # feeds of one publisher share entries
    language: str | None = None  # BCP 47 primary tag, lower case
    topics: tuple[str, ...] = ()
    every: timedelta | None = None  # replaces the rhythm, not what the server asks
    weight: float = 1.0  # > 1: asked more often at the same rhythm
    full_text: bool | None = None  # None: when the feed's own text is an excerpt
    paused: bool = False
    timezone: str | None = None  # IANA name for dates without a zone
    archive_pages: int = 10  # older pages (RFC 5005) walked at first subscription and after a gap
    limits: Limits = field(default_factory=Limits)


FeedState = Literal["active", "paused", "gone", "removed"]


class Validators(Struct, frozen=True, kw_only=True):
    """ETag and Last-Modified as the server spelled them: opaque, replaced as a pair (RFC 9110 section 8.8)."""

    etag: str | None = None
    last_modified: str | None = None


class Feed(Struct, frozen=True, kw_only=True):
    """A feed as the archive knows it at one instant."""

    id: FeedId
    spec: FeedSpec
    url: str  # differs from spec.url after an adopted permanent redirect
    title: str | None = None
    site_url: str | None = None
    state: FeedState = "active"
    validators: Validators = field(default_factory=Validators)
    body_sha256: bytes | None = None  # of the last document that was taken, decompressed
    items_sha256: bytes | None = None  # of the same from its first entry on
    wire_sha256: bytes | None = None  # of the same as received, compressed
    failures: int = 0  # consecutive
    failing_since: datetime | None = None
    next_due: datetime | None = None  # None: at once
    fresh_until: datetime | None = None  # what Cache-Control or Expires asked
    retry_until: datetime | None = None  # what Retry-After asked
    last_polled: datetime | None = None
    last_good: datetime | None = None  # last answer that was a feed, or "unchanged"
    moved_to: str | None = None  # target of a permanent redirect on probation
    moved_count: int = 0
    moved_since: datetime | None = None
    hints: "Hints | None" = None  # of the last document
    window: int = 0  # entries in the last document


# ------------------------------------------------------------------------------------------------- one exchange


class Request(Struct, frozen=True, kw_only=True):
    """What to ask a server. Headers are sent as given; the edge adds nothing that is not named here."""

    url: str
    method: Literal["GET", "HEAD", "POST"] = "GET"
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    deadline: timedelta = timedelta(seconds=60)
    max_bytes: int = 20_000_000  # decompressed
    max_wire_bytes: int = 20_000_000
    purpose: Literal["feed", "page", "robots", "hub", "archive", "discover"] = "feed"
    unless: bytes | None = None  # SHA-256 of a body as received: when it comes again, it is not unpacked


class Hop(Struct, frozen=True, kw_only=True):
    """One redirect that was followed."""

    url: str  # asked
    status: int
    location: str  # absolute


class Response(Struct, frozen=True, kw_only=True):
    """A whole answer, decompressed; `complete` says whether it arrived to its end."""

    url: str  # that answered, after the hops
    status: int
    headers: tuple[tuple[str, str], ...]  # names lower case, order and repeats kept
    body: bytes  # decompressed
    received: datetime
    elapsed: timedelta
    hops: tuple[Hop, ...] = ()
    wire_bytes: int = 0
    complete: bool = True
    request_headers: tuple[tuple[str, str], ...] = ()
    wire_sha256: bytes | None = None  # of the body as received
    same: bool = False  # that is `Request.unless`; `body` is empty

    def header(self, name: str) -> str | None:
        """The first value of the header `name` (lower case), or None."""
        return next((value for key, value in self.headers if key == name), None)


class Failed(Struct, frozen=True, kw_only=True):
    """The world did not give what was asked.

    `code` is one of a documented few: dns, connect, tls, timeout, reset, too-large, refused-address, bad-scheme,
    redirect-loop, held (the host shall be left alone; nothing was sent), http-NNN, html, empty, not-a-feed, incomplete,
    too-costly, internal (our own program failed on the answer).
    """

    code: str
    message: str
    status: int | None = None
    retry_after: timedelta | None = None
    hops: tuple[Hop, ...] = ()
    elapsed: timedelta = timedelta(0)
    wire_bytes: int = 0
    body: bytes | None = None  # kept as evidence when the answer was whole but wrong


class Fetched(Struct, frozen=True, kw_only=True):
    """A document worth parsing."""

    response: Response
    validators: Validators
    fresh_for: timedelta | None
    body_sha256: bytes
    items_sha256: bytes | None = None  # from the first entry on; None: not worked out yet
    delta: bool = False  # 226 IM Used: only what is new (RFC 3229)


class NotModified(Struct, frozen=True, kw_only=True):
    """304, or a 200 that says the same as before."""

    response: Response
    validators: Validators
    fresh_for: timedelta | None
    same_body: bool = False  # a 200 whose bytes, or whose entries, equal the last


class Gone(Struct, frozen=True, kw_only=True):
    """410: the publisher says that the feed has ended."""

    message: str
    hops: tuple[Hop, ...] = ()
    elapsed: timedelta = timedelta(0)


Outcome = Fetched | NotModified | Gone | Failed


class Problem(Struct, frozen=True, kw_only=True):
    """Something odd that did not stop us; `code` is stable, `message` is one sentence."""

    code: str
    message: str
    hint: str | None = None


# --------------------------------------------------------------------------------------------- a parsed document


class Hints(Struct, frozen=True, kw_only=True):
    """What a feed says about itself as a source; all of it optional."""

    ttl: timedelta | None = None
    update_period: timedelta | None = None  # sy:updatePeriod / sy:updateFrequency
    skip_hours: tuple[int, ...] = ()  # 0..23, GMT
    skip_days: tuple[int, ...] = ()  # Monday is 0
    self_url: str | None = None
    hub: str | None = None
    prev_archive: str | None = None  # RFC 5005
    next_page: str | None = None
    complete: bool = False  # fh:complete: the document is the whole feed
    generator: str | None = None


class Person(Struct, frozen=True, kw_only=True):
    """An author as spelled."""

    name: str | None = None
    email: str | None = None
    url: str | None = None


class Category(Struct, frozen=True, kw_only=True):
    """A category as the publisher gave it."""

    term: str
    scheme: str | None = None
    label: str | None = None


class Enclosure(Struct, frozen=True, kw_only=True):
    """A file that comes with an entry: image, audio, video."""

    url: str
    type: str | None = None
    length: int | None = None
    role: str = "enclosure"  # enclosure | thumbnail | media | image
    width: int | None = None
    height: int | None = None
    title: str | None = None
    credit: str | None = None
    caption: str | None = None


class Link(Struct, frozen=True, kw_only=True):
    """A further link of an entry."""

    url: str
    rel: str
    type: str | None = None
    title: str | None = None


class Markup(Struct, frozen=True, kw_only=True):
    """Text as the document carried it, with what is needed to read it later."""

    value: str
    type: Literal["text", "html", "xhtml"] = "html"
    base: str | None = None  # xml:base in force
    language: str | None = None  # xml:lang in force


class ParsedEntry(Struct, frozen=True, kw_only=True):
    """An entry as spelled: nothing resolved, cleaned or guessed yet."""

    guid: str | None = None
    guid_is_permalink: bool | None = None
    link: str | None = None  # absolute where xml:base or the channel gives a base
    title: Markup | None = None
    summary: Markup | None = None
    content: Markup | None = None
    published: str | None = None
    updated: str | None = None
    authors: tuple[Person, ...] = ()
    authors_inherited: bool = False
    categories: tuple[Category, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    links: tuple[Link, ...] = ()
    language: str | None = None
    rights: str | None = None
    geo: tuple[float, float] | None = None  # latitude, longitude
    source_title: str | None = None
    source_url: str | None = None
    raw_hash: bytes = b""  # of the entry's own bytes or fields: equal means nothing to do


ParsePath = Literal["strict", "repaired", "feedparser", "json"]


class ParsedFeed(Struct, frozen=True, kw_only=True):
    """A document as spelled."""

    format: str  # rss20, rss10, rss09x, atom10, atom03, json11 ...
    path: ParsePath
    title: str | None = None
    site_url: str | None = None
    language: str | None = None
    hints: Hints = field(default_factory=Hints)
    entries: tuple[ParsedEntry, ...] = ()
    problems: tuple[Problem, ...] = ()
    whole: bool = True  # the root element was closed: validators may be stored


class NeedsFallback(Struct, frozen=True, kw_only=True):
    """The fast path cannot vouch for this document; feedparser shall read it in a child process."""

    reason: str
    body: bytes
    content_type: str | None
    url: str


class NotAFeed(Struct, frozen=True, kw_only=True):
    """The document is something else."""

    code: Literal["html", "empty", "not-a-feed", "too-costly"]
    message: str


# ------------------------------------------------------------------------------------------------------ entries

DateQuality = Literal["exact", "no-zone", "date-only", "guessed", "future", "none"]


class Entry(Struct, frozen=True, kw_only=True):
    """An entry ready to be compared with the archive.

    `wording_hash` covers title and text as a reader reads them (`text/diff.py: wording`), so that markup, addresses
    and typography do not count. `text` is plain, paragraphs separated by a blank line.
    """

    feed: FeedId
    guid: str | None
    guid_is_permalink: bool | None = None
    url: str | None  # absolute http(s)
    url_canonical: str | None  # text/urls.py: canonical
    title: str  # plain; the first sentence of the text where the feed gives none
    title_given: bool = True
    summary: str = ""  # plain, when content is something else
    content_html: str = ""  # sanitized
    text: str = ""
    language: str | None = None
    language_from: Literal["entry", "feed", "config", "detected"] | None = None
    authors: tuple[Person, ...] = ()
    published: datetime | None = None
    published_raw: str | None = None
    published_from: Literal["feed", "page", "url"] | None = None
    date_quality: DateQuality = "none"
    updated: datetime | None = None
    categories: tuple[Category, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()
    links: tuple[Link, ...] = ()
    rights: str | None = None
    wording_hash: bytes = b""
    raw_hash: bytes = b""
    rank: int = 0  # position in the document, from 1


class Alias(Struct, frozen=True, kw_only=True):
    """A key an entry answered to."""

    kind: str  # guid | guid-canonical | link | link-canonical | words | hand
    value: str
    reason: str = ""  # why it is believed, as a reader would say it


class SeenIn(Struct, frozen=True, kw_only=True):
    """How one feed last showed a known entry."""

    feed: FeedId
    open: bool  # stood in the last document of that feed
    rank: int
    guid: str | None
    url: str | None
    wording_hash: bytes
    title: str
    text: str
    since: datetime | None = None  # when this feed first showed this wording


class Standing(NamedTuple):
    """An entry as it stands in the last document of a feed, as far as it takes to see that nothing changed."""

    id: EntryId
    guid: str | None
    url: str | None
    wording_hash: bytes
    published: datetime | None  # of the entry


class Known(Struct, frozen=True, kw_only=True):
    """An entry of the archive that may be the one just read."""

    id: EntryId
    feed: FeedId  # that gave the wording in `entries`
    publisher: str | None
    guid: str | None
    url: str | None
    url_canonical: str | None
    title: str
    text: str
    published: datetime | None
    updated: datetime | None
    first_seen: datetime
    wording_hash: bytes
    former_hashes: frozenset[bytes] = frozenset()  # wordings in `revisions` and of other feeds
    enclosures: tuple[str, ...] = ()  # URLs
    aliases: tuple[Alias, ...] = ()
    seen_in: tuple[SeenIn, ...] = ()
    pinned: bool = False  # a hand decision (merge, split) speaks of it
    sites: tuple[str, ...] = ()  # addresses of `feed` and of its site: whose it is when no publisher is named
    kept: frozenset[bytes] = frozenset()  # wordings in `revisions`: safe whatever happens to the others
    kept_titles: frozenset[str] = frozenset()  # of those wordings
    witness: bool = False  # only its place is told: it shares no key and no instant with what it was looked up for


Change = Literal["typography", "headline", "correction", "addition", "rewrite", "removal", "edit"]


class Revision(Struct, frozen=True, kw_only=True):
    """A former wording, and the step that replaced it."""

    origin: Literal["feed", "page"]
    feed: FeedId | None
    wording_hash: bytes
    title: str
    text: str
    seen: datetime  # first
    replaced: datetime
    change: Change
    silent: bool  # the words changed, `updated` did not
    changed: tuple[str, ...] = ()  # numbers, names and quotes: "-12", "+14", ...


class New(Struct, frozen=True, kw_only=True):
    """The entry was not in the archive."""

    entry: Entry
    aliases: tuple[Alias, ...]
    reason: str


class Same(Struct, frozen=True, kw_only=True):
    """The entry is known and says what it said."""

    entry: Entry
    id: EntryId
    aliases: tuple[Alias, ...] = ()  # new ones only
    reason: str = ""
    current: bool = False  # its wording shall stand in `entries` (a richer wording of another feed)


class Revised(Struct, frozen=True, kw_only=True):
    """The entry is known and its words changed."""

    entry: Entry
    id: EntryId
    revision: Revision
    aliases: tuple[Alias, ...] = ()
    reason: str = ""
    current: bool = True  # its wording shall stand in `entries`


Verdict = New | Same | Revised


class Untouched(Struct, frozen=True, kw_only=True):
    """An entry whose own bytes equal those in the feed's last document: only its rank can have changed."""

    raw_hash: bytes
    rank: int


class Payload(Struct, frozen=True, kw_only=True):
    """A body as received, for payloads.db."""

    kind: Literal["feed", "page", "archive"]
    url: str
    final_url: str
    at: datetime
    status: int
    request_headers: tuple[tuple[str, str], ...]
    response_headers: tuple[tuple[str, str], ...]
    hops: tuple[Hop, ...]
    elapsed: timedelta
    body: bytes
    sha256: bytes


class Collected(Struct, frozen=True, kw_only=True):
    """What one poll brought home; made without an archive."""

    feed: Feed
    at: datetime
    outcome: Outcome
    parsed: ParsedFeed | None = None
    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    payload: Payload | None = None
    untouched: tuple["Untouched", ...] = ()  # entries whose own bytes equal those of the last document


class ChangeSet(Struct, frozen=True, kw_only=True):
    """One poll as one transaction."""

    feed: Feed  # as it is after the poll: validators, failures, next_due ...
    before: Feed  # as it was asked
    at: datetime
    asked: str  # the URL
    outcome_code: str  # "ok", "unchanged", "gone", or Failed.code
    message: str
    status: int | None
    wire_bytes: int
    elapsed: timedelta
    hops: tuple[Hop, ...]
    untouched: tuple[Untouched, ...]
    verdicts: tuple[Verdict, ...]  # empty unless a document was read
    document: bool  # a document was read
    whole: bool  # to its end: what is neither in `untouched` nor in `verdicts` has left it
    seen_until: datetime  # the last good answer before this one: until then the former document stood
    why: str  # why the next poll is when it is
    gap: bool = False  # items may have been missed
    problems: tuple[Problem, ...] = ()
    payload_sha256: bytes | None = None
    parse_path: str | None = None


# -------------------------------------------------------------------------------------------------- derived rows


class Image(Struct, frozen=True, kw_only=True):
    """The picture that leads an article."""

    url: str
    caption: str | None = None
    credit: str | None = None
    alt: str | None = None


WALLED = frozenset({"paywall", "consent", "soft-404", "js-shell"})  # flags of a page that is never a new wording


class Article(Struct, frozen=True, kw_only=True):
    """The article of a page, as `stages/extract.py` read it."""

    url: str
    headline: str | None
    text: str
    byline: tuple[str, ...] = ()
    byline_raw: str | None = None
    agency: str | None = None
    dateline: str | None = None
    published: datetime | None = None
    published_raw: str | None = None
    updated: datetime | None = None
    language: str | None = None
    lead_image: Image | None = None
    captions: tuple[str, ...] = ()
    canonical_url: str | None = None
    site_name: str | None = None
    flags: tuple[str, ...] = ()  # paywall, consent, soft-404, js-shell, amp, truncated ...
    words: int = 0
    made_by: str = ""


class Topic(Struct, frozen=True, kw_only=True):
    """Something an entry can be about; `rule` is the parsed expression of feeds.yaml, None for built-in ones."""

    slug: str
    labels: Mapping[str, str] = field(default_factory=dict)  # by language
    parent: str | None = None
    kind: Literal["rule", "place", "subject", "feed"] = "rule"
    rule: "Rule | None" = None


class Rule(Struct, frozen=True, kw_only=True):
    """A boolean expression over an entry; exactly one field is set, except in a conjunction written as one mapping."""

    any: tuple["Rule", ...] = ()
    all: tuple["Rule", ...] = ()
    none: tuple["Rule", ...] = ()
    words: tuple[str, ...] = ()  # any of them, folded, whole words or phrases
    regex: str | None = None
    feed: str | None = None  # feed name or publisher
    language: str | None = None
    category: str | None = None  # the publisher's own category, folded


class Subject(Struct, frozen=True, kw_only=True):
    """What tagging looks at: one entry with its best text."""

    entry: EntryId
    title: str
    text: str = ""
    language: str | None = None
    feed: str = ""  # its name
    publisher: str | None = None
    categories: tuple[Category, ...] = ()


class Tag(Struct, frozen=True, kw_only=True):
    """Why an entry belongs to a topic."""

    entry: EntryId
    topic: str
    score: float  # 0..1
    because: tuple[str, ...]
    made_by: str
    kind: Literal["rule", "place", "subject", "feed"] = "rule"
    label: str | None = None


Relation = Literal["opens", "copy", "same-event", "follow-up"]
Role = Literal["first report", "copy", "report", "follow-up", "reaction", "analysis", "live page", "correction"]


class StoryArticle(Struct, frozen=True, kw_only=True):
    """What grouping looks at: one entry with its best text."""

    entry: EntryId
    feed: FeedId
    outlet: str  # publisher, or the feed's host: copies and series are judged per outlet
    language: str | None
    title: str
    text: str
    url: str | None
    at: datetime  # published when trusted, else first seen
    first_seen: datetime
    date_trusted: bool
    agency: str | None = None


class Placement(Struct, frozen=True, kw_only=True):
    """Why an entry sits in an event and a story."""

    entry: EntryId
    event: EventId
    story: StoryId
    follows: EventId | None
    relation: Relation
    role: Role
    score: float
    because: tuple[str, ...]  # words a reader can check
    evidence: Mapping[str, object] = field(default_factory=dict)  # neighbours, terms, time factor, level
    made_by: str = ""


class Copy(Struct, frozen=True, kw_only=True):
    """An entry that carries the text of an earlier one."""

    entry: EntryId
    original: EntryId  # the earliest of the group; the group's id
    containment: float  # shared shingles / shingles of the shorter text
    because: tuple[str, ...]


class StoryLink(Struct, frozen=True, kw_only=True):
    """Two events that speak of one another without being one story."""

    event: EventId
    other: EventId
    kind: Literal["language", "round-up", "related"]
    score: float
    because: tuple[str, ...]


class Merged(Struct, frozen=True, kw_only=True):
    """An id that now answers elsewhere; `old` leaves a redirect."""

    kind: Literal["event", "story"]
    old: int
    new: int
    because: str


class Placed(Struct, frozen=True, kw_only=True):
    """What one batch of grouping changed, whole: the archive applies it in one transaction."""

    placements: tuple[Placement, ...]  # new ones, and every earlier one that moved
    copies: tuple[Copy, ...] = ()
    links: tuple[StoryLink, ...] = ()
    merged: tuple[Merged, ...] = ()
    unlinked: tuple[tuple[EventId, EventId], ...] = ()  # pairs whose earlier links no longer hold, in either order
    made_by: str = ""


class Constraint(Struct, frozen=True, kw_only=True):
    """A hand decision about two entries; it always wins."""

    kind: Literal["together", "never"]
    a: EntryId
    b: EntryId


# ------------------------------------------------------------------------------------------------------- digests


class DigestSpec(Struct, frozen=True, kw_only=True):
    """One digest of feeds.yaml."""

    name: str
    period: Literal["day", "week"] = "day"
    at: str = "07:00"  # local time of `timezone`
    topics: tuple[str, ...] = ()  # empty: all
    language: str | None = None  # of the words around the stories
    stories: int = 12  # at most, per topic
    mail_to: tuple[str, ...] = ()


class DigestEntry(Struct, frozen=True, kw_only=True):
    """One article of a story in a digest."""

    entry: EntryId
    title: str
    url: str | None
    outlet: str
    at: datetime
    language: str | None
    role: str
    new: bool  # first seen in the period


class DigestStory(Struct, frozen=True, kw_only=True):
    """One story of a digest, with what stage digest ranks it by."""

    story: StoryId
    title: str
    language: str | None
    first_seen: datetime
    last_seen: datetime
    topics: tuple[str, ...]
    entries: tuple[DigestEntry, ...]
    edits: int = 0  # revisions in the period
    lead: str = ""  # plain text, the first sentences of the first report
    score: float = 0.0
    why: tuple[str, ...] = ()


class DigestSection(Struct, frozen=True, kw_only=True):
    """The stories of one topic."""

    topic: str
    label: str
    stories: tuple[DigestStory, ...]


class SourceNote(Struct, frozen=True, kw_only=True):
    """A source that a reader should know to be in trouble."""

    feed: str
    code: str
    since: datetime
    message: str


class Digest(Struct, frozen=True, kw_only=True):
    """Stories of a period, best first; the same archive and `as_of` give the same bytes."""

    name: str
    title: str
    period: Literal["day", "week"]
    since: datetime
    as_of: datetime
    language: str
    sections: tuple[DigestSection, ...]
    entries: int  # new in the period
    sources: int  # that published in the period
    notes: tuple[SourceNote, ...] = ()


# -------------------------------------------------------------------------------------------------- configuration


class WebSpec(Struct, frozen=True, kw_only=True):
    """Where the pages are served; `base_url` is the public address, needed for WebSub."""

    host: str = "127.0.0.1"
    port: int = 8400
    base_url: str | None = None
    token: str | None = None  # asked for on pages that change something


class MailSpec(Struct, frozen=True, kw_only=True):
    """How digests leave by mail."""

    host: str
    sender: str
    port: int = 587
    user: str | None = None
    password_env: str | None = None  # the name of an environment variable, never the password
    tls: bool = True


class Publisher(Struct, frozen=True, kw_only=True):
    """One publisher with many feeds."""

    name: str  # the key in feeds.yaml
    title: str
    home: str | None = None
    language: str | None = None


class Config(Struct, frozen=True, kw_only=True):
    """feeds.yaml, checked."""

    path: str
    feeds: tuple[FeedSpec, ...]
    publishers: tuple[Publisher, ...] = ()
    topics: tuple[Topic, ...] = ()
    digests: tuple[DigestSpec, ...] = ()
    allow_networks: tuple[str, ...] = ()  # CIDR or CIDR:port, IPv6 in brackets
    budget: int = 2000  # requests an hour
    page_quota: int | None = None  # bytes that pages as received may take; None: no bound
    languages: tuple[str, ...] = ()  # to tell apart when a feed does not say
    contact: str | None = None  # URL or mail in User-Agent
    timezone: str = "UTC"
    web: WebSpec = field(default_factory=WebSpec)
    mail: MailSpec | None = None
