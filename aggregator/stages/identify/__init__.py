"""Which entry of the archive is this one: new, known, or a later wording; decided from values, with its reason.

The order of decisions, strongest first: the same keys in the same feed; one key with a second witness; the same page in
another feed of the publisher; likeness with what has left the document; a whole feed that came back under other keys.
Whatever remains is new. Nothing here deletes, and two publishers never share an entry.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from aggregator.records import Alias, Entry, EntryId, Feed, Known, New, Same, Standing, Verdict
from aggregator.stages.identify import rules, wordings
from aggregator.stages.identify.evidence import Candidate, Document, Item, Pair, Slot, feed_sites, guid_key, is_twin_of
from aggregator.text import urls

__all__ = ["compare", "keys", "unchanged"]

CROWD = 40  # candidates of one key or instant beyond which only telling ones are looked at

Chosen = dict[int, tuple[Candidate, str]]  # by the index of an item: what it is, and why


def keys(entry: Entry) -> tuple[Alias, ...]:
    """The keys under which `entry` can be found again, literal and canonical; home pages are none.

    The words are a key only for what has no address: that is how an entry without guid and link is found.
    """
    found: list[Alias] = []
    guid = (entry.guid or "").strip()
    if guid and not urls.is_home_page(guid):
        found.append(Alias(kind="guid", value=guid))
        canonical = guid_key(guid)
        if canonical != guid or "://" in guid:
            found.append(Alias(kind="guid-canonical", value=canonical))
    page = False
    if entry.url:
        canonical = entry.url_canonical or urls.canonical(entry.url)
        page = not urls.is_home_page(canonical)
        if page:
            if canonical != entry.url:
                found.append(Alias(kind="link", value=entry.url))
            found.append(Alias(kind="link-canonical", value=canonical))
    if not page and entry.wording_hash:
        found.append(Alias(kind="words", value=entry.wording_hash.hex()))
    return tuple(found)


_LITERALLY = "same guid and link, word for word the same"


def unchanged(entries: Sequence[Entry], standing: Iterable[Standing]) -> dict[int, Same]:
    """The verdict on entries that stand in the feed's last document under the same keys, words and date, by their index.

    What `compare` would say of them too, for the price of a look-up: nearly every entry whose bytes changed and words did
    not. Whatever is not the only one of its kind, there or here, is left to `compare`.

    Args:
        standing: without those that stand untouched in the same document: their places are taken.
    """
    places: dict[object, list[EntryId]] = defaultdict(list)
    for one in standing:
        places[one.guid, one.url, one.wording_hash, one.published].append(one.id)
    words = Counter(entry.wording_hash for entry in entries)
    found = {}
    for index, entry in enumerate(entries):
        ids = places.get((entry.guid, entry.url, entry.wording_hash, entry.published), ())
        keyed = entry.guid is not None or entry.url is not None
        if keyed and len(ids) == 1 and words[entry.wording_hash] == 1:
            found[index] = Same(entry=entry, id=ids[0], reason=_LITERALLY)
    return found


def compare(
    feed: Feed, entries: Sequence[Entry], known: Sequence[Known], present: frozenset[EntryId], now: datetime
) -> tuple[Verdict, ...]:
    """One verdict for each article among `entries`, in the order of the document.

    An article that stands twice in the document, word for word, gets one verdict, with the keys of both. The same
    document again gives only `Same`; the order of its entries changes nothing but the order of the verdicts.

    Args:
        entries: of one document of `feed`, without those whose bytes are as they were.
        known: every entry of the archive that may be one of them: found by `keys`, by the same instant in this
            feed, or standing in its last document.
        present: entries that stand untouched in the same document: witnesses, and taken.
        now: the end of the poll, UTC.
    """
    candidates = [
        candidate
        for one in sorted(known, key=lambda k: k.id)
        if _shares_publisher(feed, one)
        for candidate in _slots(feed, one)
    ]
    standing = [candidate for candidate in candidates if candidate.known.id in present and candidate.here]
    document = Document(feed, entries, standing)
    chosen = _choose(document, candidates, present) if candidates else {}
    return tuple(_verdict(feed, item, chosen.get(item.index), now) for item in document.items)


def _slots(feed: Feed, known: Known) -> Iterator[Candidate]:
    """What `known` offers to this feed: a place for each of its last sightings there, or one where it has none."""
    here = [seen for seen in known.seen_in if seen.feed == feed.id]
    if here:
        for seen in here:
            yield Candidate(Slot(known, seen), here=True)
    else:
        yield Candidate(Slot(known, None), here=known.feed == feed.id)


def _shares_publisher(feed: Feed, known: Known) -> bool:
    if known.feed == feed.id or any(seen.feed == feed.id for seen in known.seen_in):
        return True
    if feed.spec.publisher is not None or known.publisher is not None:
        return feed.spec.publisher == known.publisher
    return bool(feed_sites((feed.url, feed.site_url)) & feed_sites(known.sites))


# ---------------------------------------------------------------------------------------------------- the choice


def _choose(document: Document, candidates: Sequence[Candidate], present: frozenset[EntryId]) -> Chosen:
    index = _Index(candidates)
    chosen: Chosen = {}
    taken = {id(candidate) for candidate in candidates if candidate.here and candidate.known.id in present}
    _unchanged(document, index, chosen, taken)
    _standing_twins(document, candidates, present, chosen)
    rest = [item for item in document.items if item.index not in chosen]
    if rest:
        _settle(_key_pairs(document, rest, index, taken), chosen, taken)
        rest = [item for item in rest if item.index not in chosen]
    if rest:
        _settle(_likeness_pairs(document, rest, index, taken), chosen, taken)
        rest = [item for item in rest if item.index not in chosen]
    if len(rest) > 1:
        for moved in rules.migrated(_word_twins(document, rest, index, taken), len(rest)):
            chosen[moved.pair.item.index] = (moved.pair.candidate, moved.match.reason)
    return chosen


class _Index:
    """Candidates by what they can be found by."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self.all = candidates
        self.literal: dict[tuple[str | None, str | None, bytes], list[Candidate]] = defaultdict(list)
        for candidate in candidates:
            if (seen := candidate.seen) is not None:
                self.literal[seen.guid, seen.url, seen.wording_hash].append(candidate)
        self._by_key: dict[tuple[str, str], list[Candidate]] | None = None
        self._by_words: set[tuple[bytes, datetime | None]] | None = None

    @property
    def by_key(self) -> dict[tuple[str, str], list[Candidate]]:
        """Candidates by canonical guid and link; made when first asked for, as most polls never ask."""
        if self._by_key is None:
            self._by_key = defaultdict(list)
            for candidate in self.all:
                if candidate.known.witness:
                    continue
                for key in candidate.guid_keys:
                    self._by_key["guid", key].append(candidate)
                for key in candidate.link_keys:
                    self._by_key["link", key].append(candidate)
        return self._by_key

    def stood_elsewhere(self, item: Item) -> bool:
        """Whether the feed's last document showed these words under this date."""
        entry = item.entry
        if self._by_words is None:
            self._by_words = {(c.seen.wording_hash, c.known.published) for c in self.all if c.seen and c.seen.open}
        return entry.published is not None and (entry.wording_hash, entry.published) in self._by_words

    def holders(self, kind: str, key: str | None) -> int:
        """How many entries this feed has shown under a key."""
        if key is None:
            return 0
        return len({c.known.id for c in self.by_key.get((kind, key), ()) if c.here})


def _unchanged(document: Document, index: _Index, chosen: Chosen, taken: set[int]) -> None:
    """Take what has the same guid, link and words as before: nearly everything, at the price of a look-up."""
    redated = [
        item for item in document.items if not _take_literal(document, item, index, chosen, taken, redated=False)
    ]
    for item in redated:  # only now: an entry under its own date goes first
        _take_literal(document, item, index, chosen, taken, redated=True)


def _take_literal(
    document: Document, item: Item, index: _Index, chosen: Chosen, taken: set[int], *, redated: bool
) -> bool:
    entry = item.entry
    if entry.guid is None and entry.url is None:
        return False
    for candidate in index.literal.get((entry.guid, entry.url, entry.wording_hash), ()):
        same = _same_occasion(document, item, candidate) if redated else candidate.known.published == entry.published
        if same and id(candidate) not in taken:
            taken.add(id(candidate))
            chosen[item.index] = (candidate, _LITERALLY)
            return True
    return False


def _standing_twins(
    document: Document, candidates: Iterable[Candidate], present: frozenset[EntryId], chosen: Chosen
) -> None:
    """Know the second copy of what stands untouched in the same document: it takes no place of its own."""
    standing = [c for c in candidates if c.seen and c.known.id in present]
    for item in document.items:
        if item.index in chosen:
            continue
        for candidate in standing:
            if is_twin_of(item, candidate):
                chosen[item.index] = (candidate, "stands twice in the document, word for word the same")
                break


def _same_occasion(document: Document, item: Item, candidate: Candidate) -> bool:
    """Whether another date under the same keys and words is no new occasion: another file would be one."""
    pair = Pair(document, item, candidate)
    if pair.when == "far" and pair.media == "other":
        return False
    return pair.guid == "same" or (candidate.seen is not None and candidate.seen.open)


Found = tuple[tuple[object, ...], Item, Candidate, str]


def _key_pairs(document: Document, items: Iterable[Item], index: _Index, taken: set[int]) -> list[Found]:
    found: list[Found] = []
    for item in items:
        link = item.link.canonical if item.link else None
        slot_guid = index.holders("guid", item.guid_key) > 1
        slot_link = index.holders("link", link) > 1
        near: dict[int, Candidate] = {}
        for kind, key in (("guid", item.guid_key), ("link", link)):
            near.update((id(c), c) for c in _narrowed(item, index.by_key.get((kind, key or ""), ()), taken))
        moved = index.stood_elsewhere(item)
        for candidate in near.values():
            pair = Pair(document, item, candidate)
            if moved and not pair.equal:
                continue  # its keys changed hands: word for word, to the second, it stood here under others
            if candidate.here:
                match = rules.by_keys(pair, slot_guid=slot_guid, slot_link=slot_link)
            else:
                match = rules.across_feeds(pair, slot_link=slot_link)
            if match is not None:
                found.append(_found(pair, match))
    return found


def _narrowed(item: Item, candidates: Sequence[Candidate], taken: set[int]) -> list[Candidate]:
    """Candidates that are free; of a crowd only those with the same words or, a few, the same instant."""
    free = [candidate for candidate in candidates if id(candidate) not in taken]
    if len(free) <= CROWD:
        return free
    entry = item.entry
    same = [candidate for candidate in free if entry.wording_hash in candidate.hashes]
    instant = [candidate for candidate in free if candidate.known.published == entry.published]
    return same[:CROWD] + instant[-CROWD:]


def _likeness_pairs(document: Document, items: Iterable[Item], index: _Index, taken: set[int]) -> list[Found]:
    """Pairs without a common key: with what this feed has shown and its document does not show any more."""
    by_instant: dict[datetime | None, list[Candidate]] = defaultdict(list)
    by_words: dict[bytes, list[Candidate]] = defaultdict(list)
    for candidate in index.all:
        if id(candidate) not in taken:
            by_instant[candidate.known.published].append(candidate)
            for words in candidate.hashes:
                by_words[words].append(candidate)
    found: list[Found] = []
    for item in items:
        near = {id(c): c for c in by_words.get(item.entry.wording_hash, ())[-CROWD:]}
        if item.entry.published is not None or item.keyless:
            near |= {id(c): c for c in _narrowed(item, by_instant.get(item.entry.published, ()), taken) if c.here}
        for candidate in near.values():
            pair = Pair(document, item, candidate)
            match = rules.by_likeness(pair) if candidate.here else rules.across_feeds(pair, slot_link=False)
            if match is not None:
                found.append(_found(pair, match))
    return found


def _found(pair: Pair, match: rules.Match) -> Found:
    candidate = pair.candidate
    rank = (
        -match.strength,
        not pair.equal,
        pair.when != "same",
        not (candidate.seen and candidate.seen.open),
        -round(pair.like.text + pair.like.title, 6) if not pair.equal else 0,
        -candidate.known.id,
        candidate.slot.order,
        pair.item.stable,
    )
    return (rank, pair.item, candidate, match.reason)


def _settle(found: list[Found], chosen: Chosen, taken: set[int]) -> None:
    """Give each entry its strongest candidate and each candidate one entry, the strongest pair first."""
    for _, item, candidate, reason in sorted(found, key=lambda one: one[0]):
        if item.index not in chosen and id(candidate) not in taken:
            chosen[item.index] = (candidate, reason)
            taken.add(id(candidate))


def _word_twins(document: Document, items: Sequence[Item], index: _Index, taken: set[int]) -> list[Pair]:
    """Unmatched entries beside the one entry of the last document that has the same words."""
    by_words: dict[bytes, list[Candidate]] = defaultdict(list)
    for candidate in index.all:
        if candidate.seen and candidate.seen.open and id(candidate) not in taken:
            by_words[candidate.seen.wording_hash].append(candidate)
    mine: dict[bytes, list[Item]] = defaultdict(list)
    for item in items:
        mine[item.entry.wording_hash].append(item)
    return [
        Pair(document, same[0], by_words[words][0])
        for words, same in mine.items()
        if len(same) == 1 and len(by_words.get(words, ())) == 1
    ]


# --------------------------------------------------------------------------------------------------- the verdict


def _verdict(feed: Feed, item: Item, choice: tuple[Candidate, str] | None, now: datetime) -> Verdict:
    if choice is None:
        return New(entry=item.entry, aliases=_aliases(item, (), "first seen with it"), reason="not known before")
    candidate, reason = choice
    slot = candidate.slot
    seen = slot.seen
    unmoved = seen is not None and (seen.guid, seen.url) == (item.entry.guid, item.entry.url) and not item.twins
    aliases = () if unmoved else _aliases(item, slot.known.aliases, reason)
    return wordings.verdict(feed, item.entry, slot, aliases, reason, now)


def _aliases(item: Item, known: Iterable[Alias], reason: str) -> tuple[Alias, ...]:
    had = {(alias.kind, alias.value) for alias in known}
    found: dict[tuple[str, str], Alias] = {}
    for entry in (item.entry, *item.twins):
        for alias in keys(entry):
            if (alias.kind, alias.value) not in had:
                found.setdefault((alias.kind, alias.value), Alias(kind=alias.kind, value=alias.value, reason=reason))
    return tuple(found.values())
