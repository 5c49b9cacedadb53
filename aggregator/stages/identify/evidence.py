"""What can be said of an entry and a known one before anything is decided: keys, instants, files, pages.

The document is a witness: a key that names two texts in it is no key there, and what stands in it is not "gone".
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import cached_property
from typing import Literal
from urllib.parse import parse_qsl, urlsplit

from msgspec import Struct

from aggregator.records import Enclosure, Entry, Feed, Known, SeenIn
from aggregator.stages.identify.likeness import Likeness, Traits
from aggregator.text import urls

DAY_APART = timedelta(hours=20)  # from here on, dates name two days' issues rather than one bumped date
STRONG_GUID = 16  # characters of a guid that nobody gives twice by chance

GuidRelation = Literal["same", "canonical", "counter", "shared", "other", "none"]
LinkRelation = Literal["same", "loose", "shared", "other", "none"]
When = Literal["same", "near", "far", "unknown"]
Media = Literal["same", "other", "none"]

_DIGITS = re.compile(r"\d{3,}")
_YEAR = re.compile(r"(?:19|20)\d\d")
_DATED = re.compile(r"(?:19|20)\d\d[-/_.]?(?:0[1-9]|1[0-2])[-/_.]?(?:0[1-9]|[12]\d|3[01])(?!\d)")
_LONG_NUMBER = re.compile(r"\d{5,}")
_TOKEN = re.compile(r"(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{6,}|[0-9a-f]{8,}")
_SLUG_WORD = re.compile(r"[^\W\d_]{3,}")
_COUNTER = re.compile(r"\d{1,4}")
_MEDIA = re.compile(
    r"\.(?:mp3|m4a|m4b|aac|ogg|oga|opus|flac|wav|mp4|m4v|mov|webm|mkv|avi|m3u8|pdf|epub)(?:$|[?&#;/])", re.IGNORECASE
)
_PLACE = re.compile(r"(?:[^\W\d]*[-_:#. ]?\d{1,2}|[^\d]{1,24})")
# Parameters dropped by canonical form that may, on some sites, name a page after all.
_SURE_TRACKER = re.compile(
    r"(?:utm|at|mtm|pk|ns|wt)[_.]|xtor|fbclid|gclid|msclkid|mc_[ce]id|cmp|_ga|igshid|xts|dclid|yclid", re.IGNORECASE
)


class Link:
    """One address, read for comparing."""

    __slots__ = ("canonical", "extra", "home", "literal", "specific")

    def __init__(self, literal: str, canonical: str | None = None) -> None:
        self.literal = literal
        self.canonical = canonical or urls.canonical(literal)
        self.home = urls.is_home_page(self.canonical)
        self.extra = _extra(literal)
        self.specific = _is_specific(self.canonical)

    @property
    def exact(self) -> tuple[str, tuple[str, ...]]:
        """The canonical form with what it dropped and a site may mean."""
        return (self.canonical, self.extra)

    @property
    def path(self) -> str:
        """The path and query, without the host."""
        parts = urlsplit(self.canonical)
        return parts.path + ("?" + parts.query if parts.query else "")

    @property
    def long_numbers(self) -> frozenset[str]:
        """Numbers of five digits and more that are no dates."""
        return frozenset(_LONG_NUMBER.findall(_DATED.sub(" ", self.canonical)))


def _extra(literal: str) -> tuple[str, ...]:
    if "?" not in literal and "#" not in literal:
        return ()
    try:
        parts = urlsplit(literal)
        pairs = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return ()
    kept = [
        f"{name}={value}"
        for name, value in pairs
        if value and not _SURE_TRACKER.match(name) and not value.lower().startswith(("rss", "feed", "flux"))
    ]
    return tuple(sorted(kept)) + ((f"#{parts.fragment}",) if parts.fragment else ())


def _is_specific(canonical: str) -> bool:
    """Whether an address looks like one article's page rather than a rubric's, a programme's or a live page."""
    try:
        parts = urlsplit(canonical)
    except ValueError:
        return False
    path = parts.path
    if _DATED.search(path) or any(not _YEAR.fullmatch(number) for number in _DIGITS.findall(path)):
        return True
    values = parts.query.split("&") if parts.query else []
    if any(any(letter.isdigit() for letter in value.partition("=")[2] or value) for value in values):
        return True
    last = path.rsplit("/", 1)[-1]
    return bool(_TOKEN.fullmatch(last)) or len(_SLUG_WORD.findall(last)) >= 5


def guid_key(guid: str) -> str:
    """The canonical form of a guid: of an address as `urls.canonical`, else composed, folded and trimmed."""
    text = guid.strip()
    if text[:4].lower() == "http" and "://" in text[:9]:
        return urls.canonical(text)
    return text.lower() if text.isascii() else unicodedata.normalize("NFC", text).casefold()


def is_strong(guid: str) -> bool:
    """Whether a guid is of a kind that is not given twice by chance: long, or the address of a page of its own."""
    text = guid.strip()
    if "://" in text:
        key = guid_key(text)
        return not urls.is_home_page(key) and _is_specific(key)
    return len(text) >= STRONG_GUID or any(not _YEAR.fullmatch(n) and len(n) >= 4 for n in _DIGITS.findall(text))


def is_place(guid: str) -> bool:
    """Whether a guid rather names a place in the feed or a rubric: a small number, `slot-2`, a word without digits."""
    text = guid.strip()
    return "://" not in text and _PLACE.fullmatch(text) is not None


def media_names(enclosures: Iterable[Enclosure] | Iterable[str]) -> frozenset[str]:
    """The sound, video and document files among enclosures, without the prefixes that count downloads."""
    found: set[str] = set()
    for item in enclosures:
        address = item if isinstance(item, str) else item.url
        typed = not isinstance(item, str) and (item.type or "").startswith(("audio/", "video/", "application/pdf"))
        if typed or _MEDIA.search(address):
            key = urls.canonical(address)
            parts = [part for part in urlsplit(key).path.split("/") if part]
            found.add("/".join(parts[-2:]) or key)
    return frozenset(found)


class Slot(Struct, frozen=True):
    """A known entry as one feed last showed it: what an entry of the document may take the place of."""

    known: Known
    seen: SeenIn | None  # in this feed; None: never seen here

    @property
    def order(self) -> tuple[int, int]:
        """A stable place among others, newest last."""
        return (self.known.id, self.seen.rank if self.seen else 0)


class Candidate:
    """A slot with what is read out of it once."""

    def __init__(self, slot: Slot, *, here: bool) -> None:
        self.slot = slot
        self.known = slot.known
        self.seen = slot.seen
        self.here = here  # this feed has shown it
        self.hashes = (
            self.known.former_hashes | {self.known.wording_hash} | {s.wording_hash for s in self.known.seen_in}
        )

    @cached_property
    def guids(self) -> frozenset[str]:
        """Every guid it answered to, as served; no home pages."""
        own = {(guid or "").strip() for guid in (self.known.guid, *(seen.guid for seen in self.known.seen_in))}
        own |= {alias.value for alias in self.known.aliases if alias.kind == "guid"}
        return frozenset(guid for guid in own if guid and not urls.is_home_page(guid))

    @cached_property
    def guid_keys(self) -> frozenset[str]:
        """The same in canonical form."""
        return frozenset(map(guid_key, self.guids))

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Every address it answered to, the latest first; no home pages."""
        literals: dict[str, None] = {}
        for address in (self.seen.url if self.seen else None, self.known.url, *(s.url for s in self.known.seen_in)):
            if address:
                literals.setdefault(address)
        for alias in self.known.aliases:
            if alias.kind == "link":
                literals.setdefault(alias.value)
        links = [link for link in map(Link, literals) if not link.home]
        # The canonical form speaks only where no literal one does: it has lost what a site may mean by `?ref=`.
        keys = {link.canonical for link in links}
        canonical = {a.value for a in self.known.aliases if a.kind == "link-canonical"} - keys
        return (*links, *(Link(value, value) for value in sorted(canonical)))

    @cached_property
    def link_keys(self) -> frozenset[str]:
        """Their canonical forms."""
        return frozenset(link.canonical for link in self.links)

    @cached_property
    def traits(self) -> Traits:
        """Its wording here, else the standing one."""
        shown = self.seen or self.known
        return Traits(shown.title, shown.text)

    @cached_property
    def media(self) -> frozenset[str]:
        """The files it came with."""
        return media_names(self.known.enclosures)


class Item:
    """An entry of the document with what is read out of it once."""

    def __init__(self, entry: Entry, index: int) -> None:
        self.entry = entry
        self.index = index
        self.twins: list[Entry] = []  # the same article once more in this document

    @cached_property
    def guid(self) -> str | None:
        """The guid as served, unless it is a home page."""
        guid = (self.entry.guid or "").strip()
        return guid if guid and not urls.is_home_page(guid) else None

    @cached_property
    def guid_key(self) -> str | None:
        """The canonical form of the guid."""
        return guid_key(self.guid) if self.guid else None

    @cached_property
    def link(self) -> Link | None:
        """The address, unless it is a home page."""
        if not self.entry.url:
            return None
        link = Link(self.entry.url, self.entry.url_canonical)
        return None if link.home else link

    @cached_property
    def traits(self) -> Traits:
        """The wording."""
        return Traits(self.entry.title, self.entry.text, titled=self.entry.title_given)

    @cached_property
    def media(self) -> frozenset[str]:
        """The files it comes with."""
        return media_names(self.entry.enclosures) if self.entry.enclosures else frozenset()

    @property
    def keyless(self) -> bool:
        """Whether it carries neither guid nor a link to a page."""
        return self.guid is None and self.link is None

    @cached_property
    def stable(self) -> tuple[str, str, bytes, str]:
        """A key that does not depend on where it stands in the document."""
        entry = self.entry
        return (entry.guid or "", entry.url or "", entry.wording_hash, str(entry.published))

    @property
    def weak_instant(self) -> bool:
        """Whether the date names a day, or a nightly job, rather than a moment."""
        at = self.entry.published
        if at is None or self.entry.date_quality in ("date-only", "guessed", "none"):
            return True
        return at.second == 0 and at.minute == 0 and at.hour in (0, 22, 23)


class Document:
    """The entries of one document, twins put together, and what its keys are worth."""

    def __init__(self, feed: Feed, entries: Sequence[Entry], standing: Sequence[Candidate]) -> None:
        self.feed = feed
        self.items = _without_twins(entries)
        self.standing = standing

    @cached_property
    def _guids(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for item in self.items:
            found.update({key for key in (item.guid, item.guid_key) if key})
        for candidate in self.standing:
            if candidate.seen and candidate.seen.guid:
                found.update({candidate.seen.guid, guid_key(candidate.seen.guid)})
        return found

    @cached_property
    def shared_guids(self) -> frozenset[str]:
        """Guids, literal and canonical, that name more than one entry here."""
        return frozenset(key for key, count in self._guids.items() if count > 1)

    @cached_property
    def guid_keys(self) -> frozenset[str]:
        """Every guid here, literal and canonical."""
        return frozenset(self._guids)

    @cached_property
    def shared_links(self) -> frozenset[tuple[str, tuple[str, ...]]]:
        """Addresses that name more than one entry here."""
        found = Counter(item.link.exact for item in self.items if item.link)
        found.update(Link(c.seen.url).exact for c in self.standing if c.seen and c.seen.url)
        return frozenset(key for key, count in found.items() if count > 1)

    @cached_property
    def sites(self) -> frozenset[str]:
        """The sites the feed belongs to."""
        return feed_sites((self.feed.url, self.feed.site_url))


def _without_twins(entries: Sequence[Entry]) -> tuple[Item, ...]:
    items: list[Item] = []
    groups: dict[tuple[bytes, object], list[Item]] = {}
    for index, entry in enumerate(entries):
        item = Item(entry, index)
        same = groups.setdefault((entry.wording_hash, entry.published), [])
        twin = next((other for other in same if _is_twin(other, item)), None)
        if twin is not None:
            twin.twins.append(entry)
        else:
            same.append(item)
            items.append(item)
    return tuple(items)


def _is_twin(one: Item, other: Item) -> bool:
    """Whether two entries with the same words and date are one article that stands twice in the document."""
    if one.media != other.media:
        return False
    if one.link and other.link:
        return one.link.canonical == other.link.canonical and one.link.extra == other.link.extra
    if one.link or other.link:
        return one.guid is not None and one.guid == other.guid
    return one.guid == other.guid


def is_twin_of(item: Item, candidate: Candidate) -> bool:
    """Whether an entry is one more copy of what stands untouched in its document."""
    seen = candidate.seen
    if seen is None or (seen.wording_hash, candidate.known.published) != (
        item.entry.wording_hash,
        item.entry.published,
    ):
        return False
    if item.media != candidate.media:
        return False
    link = Link(seen.url) if seen.url else None
    if item.link and link:
        return item.link.canonical == link.canonical and item.link.extra == link.extra
    if item.link or (link and not link.home):
        return item.guid is not None and item.guid == seen.guid
    return item.guid == seen.guid


def feed_sites(addresses: Iterable[str | None]) -> frozenset[str]:
    """The sites a feed belongs to, as domains that one publisher registers; hosting services name no publisher."""
    found = {_domain(urls.site(address)) for address in addresses if address}
    return frozenset(found - _HOSTING - {""})


_HOSTING = frozenset(
    """
    feedburner.com blogspot.com wordpress.com medium.com substack.com tumblr.com github.io gitlab.io google.com
    youtube.com reddit.com over-blog.com canalblog.com free.fr orange.fr bsky.app mastodon.social acast.com
    libsyn.com podbean.com ausha.co megaphone.fm simplecast.com anchor.fm spotify.com soundcloud.com rss.app
    feedblitz.com typepad.com livejournal.com ghost.io netlify.app vercel.app pages.dev hatenablog.com naver.com
    tistory.com wixsite.com squarespace.com
    """.split()  # noqa: SIM905 - a table, not code
)
_SECOND_LEVEL = frozenset({"co", "com", "org", "net", "gov", "gouv", "ac", "edu", "or", "ne", "go", "asso", "gob"})


def _domain(host: str) -> str:
    labels = host.split(".")
    if labels[-1].isdigit() or ":" in host:  # an IP address
        return host
    keep = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL else 2
    return ".".join(labels[-keep:])


class Pair:
    """An entry of the document beside a candidate: everything the rules ask."""

    def __init__(self, document: Document, item: Item, candidate: Candidate) -> None:
        self.document = document
        self.item = item
        self.candidate = candidate

    @cached_property
    def guid(self) -> GuidRelation:
        """How the guids stand to one another."""
        guid, key = self.item.guid, self.item.guid_key
        if guid is None or key is None or not self.candidate.guids:
            return "none"
        if guid in self.candidate.guids:
            return "shared" if guid in self.document.shared_guids else "same"
        if key not in self.candidate.guid_keys:
            return "other"
        if key in self.document.shared_guids:
            return "shared"
        extras = {_extra(other) for other in self.candidate.guids if guid_key(other) == key}
        return "canonical" if _extra(guid) in extras else "counter"

    @cached_property
    def link(self) -> LinkRelation:
        """How the addresses stand to one another."""
        link = self.item.link
        if link is None or not self.candidate.links:
            return "none"
        if link.canonical not in self.candidate.link_keys:
            return "other"
        if all(other.exact != link.exact for other in self.candidate.links):
            return "loose"
        return "shared" if link.exact in self.document.shared_links else "same"

    @cached_property
    def when(self) -> When:
        """How the dates stand to one another."""
        new, old = self.item.entry.published, self.candidate.known.published
        if new is None or old is None:
            return "unknown"
        if new == old:
            return "same"
        return "near" if abs(new - old) < DAY_APART else "far"

    @cached_property
    def media(self) -> Media:
        """How the files stand to one another."""
        new, old = self.item.media, self.candidate.media
        if not new or not old:
            return "none"
        return "same" if new & old else "other"

    @cached_property
    def equal(self) -> bool:
        """Whether the entry says what the known one said, here or in another feed, now or before."""
        return self.item.entry.wording_hash in self.candidate.hashes

    @cached_property
    def like(self) -> Likeness:
        """How much the wordings share."""
        return Likeness(self.candidate.traits, self.item.traits)

    @property
    def specific(self) -> bool:
        """Whether the entry's address looks like one article's own page."""
        return self.item.link is not None and self.item.link.specific

    @property
    def foreign(self) -> bool:
        """Whether the entry's address leads to another site than the feed's: a link blog's entry."""
        link = self.item.link
        return bool(link and self.document.sites and not feed_sites((link.literal,)) & self.document.sites)

    @property
    def old_guid_left(self) -> bool:
        """Whether no guid of the candidate stands in the document any more."""
        return not self.candidate.guid_keys & self.document.guid_keys

    @cached_property
    def any_same_path(self) -> bool:
        """Whether the addresses differ in the host alone."""
        link = self.item.link
        return bool(link and any(link.path == other.path for other in self.candidate.links))

    @property
    def same_path(self) -> bool:
        """Whether the addresses differ in the host alone and the path looks like one article's."""
        return self.specific and self.any_same_path

    @cached_property
    def shared_number(self) -> bool:
        """Whether the addresses, or the guids, share a number of five digits or more that is no date."""
        link = self.item.link
        return bool(link and any(link.long_numbers & other.long_numbers for other in self.candidate.links))
