"""What becomes of a known entry that was read again: it says the same, or its words changed.

Wordings are compared feed by feed, so that a short one in a section and a long one on the front page do not take turns. A
wording seen before is nothing new, and one that only breaks off a known one says nothing else.
"""

from datetime import datetime

from aggregator.records import Alias, Entry, Feed, Known, Revised, Revision, Same, SeenIn
from aggregator.stages.identify.evidence import Slot
from aggregator.stages.identify.likeness import Likeness, Traits
from aggregator.text import diff

INSIDE = 0.9  # of an excerpt's runs of words that the whole has


def verdict(
    feed: Feed, entry: Entry, slot: Slot, aliases: tuple[Alias, ...], reason: str, now: datetime
) -> Same | Revised:
    """Same or Revised for `entry`, which is the one in `slot`."""
    known, seen = slot.known, slot.seen
    if seen is None:
        return _first_here(feed, entry, known, aliases, reason, now)
    if entry.wording_hash == seen.wording_hash:
        return Same(entry=entry, id=known.id, aliases=aliases, reason=reason)
    return _changed_here(feed, entry, slot, aliases, reason, now)


def _first_here(
    feed: Feed, entry: Entry, known: Known, aliases: tuple[Alias, ...], reason: str, now: datetime
) -> Same | Revised:
    """The feed shows for the first time what other feeds have shown."""
    same = Same(entry=entry, id=known.id, aliases=aliases, reason=reason)
    hashes = known.former_hashes | {known.wording_hash} | {seen.wording_hash for seen in known.seen_in}
    if entry.wording_hash in hashes or _is_part(entry.title, entry.text, known.title, known.text):
        return same
    if _is_part(known.title, known.text, entry.title, entry.text):
        return Same(entry=entry, id=known.id, aliases=aliases, reason=reason, current=True)
    if any(seen.open for seen in known.seen_in) or not known.seen_in:
        return same  # two feeds word it differently at the same time
    former = _former(entry, known, known.feed, (known.title, known.text), known.wording_hash, known.first_seen, now)
    return Revised(entry=entry, id=known.id, revision=former, aliases=aliases, reason=reason)


def _changed_here(
    feed: Feed, entry: Entry, slot: Slot, aliases: tuple[Alias, ...], reason: str, now: datetime
) -> Same | Revised:
    """The feed words an entry otherwise than it did last."""
    known, seen = slot.known, slot.seen
    assert seen is not None
    if known.wording_hash == seen.wording_hash:
        current = not _breaks_off(entry, seen)
        new = current and not _seen_before(entry, known, feed) and not _grows(seen, entry)
        shown = (seen.title, seen.text)
    else:
        new, current, shown = _beside_standing(feed, entry, known, seen)
    if not new:
        return Same(entry=entry, id=known.id, aliases=aliases, reason=reason, current=current)
    since = seen.since or known.first_seen
    digest = seen.wording_hash if shown == (seen.title, seen.text) else known.wording_hash
    former = _former(entry, known, feed.id, shown, digest, since, now)
    return Revised(entry=entry, id=known.id, revision=former, aliases=aliases, reason=reason, current=current)


def _beside_standing(feed: Feed, entry: Entry, known: Known, seen: SeenIn) -> tuple[bool, bool, tuple[str, str]]:
    """What to make of a change in a feed whose last wording is not the standing one.

    Returns:
        Whether it is a new wording, whether it shall stand, and which wording it leaves behind. Two wordings may leave at
        once, the feed's last and the standing one, and a revision keeps one: then the new one waits beside them.
    """
    leaving, standing = (seen.title, seen.text), (known.title, known.text)
    elsewhere = any(other.feed != feed.id and other.wording_hash == known.wording_hash for other in known.seen_in)
    safe = _is_safe(seen, known, feed) or _is_part(*leaving, *standing)
    if _catches_up(entry, seen, known):
        # The headline it leaves is nothing new where another feed left it before; else nobody would have kept it.
        known_before = any(_same_title(seen.title, title) for title in known.kept_titles)
        return not (safe or known_before), elsewhere and _is_part(*standing, entry.title, entry.text), leaving
    if entry.wording_hash == known.wording_hash or _is_part(entry.title, entry.text, *standing):
        return not safe, False, leaving
    if _seen_before(entry, known, feed):
        return not safe, False, leaving
    if elsewhere or known.wording_hash in known.kept:
        return True, True, leaving
    return True, safe, standing if safe else leaving


def _is_safe(seen: SeenIn, known: Known, feed: Feed) -> bool:
    """Whether a wording stands in `revisions`, or in another feed, too."""
    if seen.wording_hash in known.kept:
        return True
    return any(other.feed != feed.id and other.wording_hash == seen.wording_hash for other in known.seen_in)


def _seen_before(entry: Entry, known: Known, feed: Feed) -> bool:
    """Whether the wording is a former one; one that only another feed shows is new in this feed."""
    if entry.wording_hash in known.kept:
        return True
    if any(other.feed != feed.id and entry.wording_hash == other.wording_hash for other in known.seen_in):
        return False
    return entry.wording_hash == known.wording_hash or entry.wording_hash in known.former_hashes


def _grows(seen: SeenIn, entry: Entry) -> bool:
    """Whether the former wording was the beginning of this one, broken off: nothing of it is lost."""
    return _same_title(seen.title, entry.title) and diff.is_excerpt(seen.text, entry.text)


def _breaks_off(entry: Entry, seen: SeenIn) -> bool:
    return _same_title(entry.title, seen.title) and diff.is_excerpt(entry.text, seen.text)


def _catches_up(entry: Entry, seen: SeenIn, known: Known) -> bool:
    """Whether a feed takes over a headline that another feed of the publisher has shown already, and nothing else."""
    return _same_title(entry.title, known.title) and diff.wording("", entry.text) == diff.wording("", seen.text)


def _is_part(title: str, text: str, whole_title: str, whole_text: str) -> bool:
    """Whether a wording has the same headline as another and no text, or a text that lies inside the other's."""
    if not _same_title(title, whole_title):
        return False
    if not text:
        return bool(whole_text)
    if len(text) >= len(whole_text):
        return False
    like = Likeness(Traits(title, text), Traits(whole_title, whole_text))
    return diff.is_excerpt(text, whole_text) or like.contained >= INSIDE


def _same_title(one: str, other: str) -> bool:
    return one == other or diff.wording(one, "") == diff.wording(other, "")


def _former(
    entry: Entry, known: Known, feed_id: object, wording: tuple[str, str], digest: bytes, seen: datetime, now: datetime
) -> Revision:
    difference = diff.compare(wording, (entry.title, entry.text))
    stamped = entry.updated is not None and entry.updated != known.updated
    redated = entry.published is not None and known.published is not None and entry.published > known.published
    return Revision(
        origin="feed",
        feed=feed_id,  # type: ignore[arg-type]
        wording_hash=digest,
        title=wording[0],
        text=wording[1],
        seen=seen,
        replaced=now,
        change=difference.change,
        silent=not stamped and not redated,
        changed=difference.changed,
    )
