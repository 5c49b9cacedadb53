"""When an entry of a document is one that is known: each rule with its reason, strongest first.

A key never suffices alone; it needs a second witness: another key, the instant, the words. Words alone suffice only inside
one feed and for what has left its document. All thresholds stand here. They were set on scenarios of our own
(tests/corpus/identity) and err towards a new entry: a duplicate can be merged, a false merge hides an article.
"""

from msgspec import Struct

from aggregator.stages.identify.evidence import Pair, is_place, is_strong

TITLE = 0.5  # headlines with this much in common are one headline, edited
TITLE_NEAR = 0.8  # headlines that a key without a second witness may rely on
TEXT = 0.3  # texts with this much in common are one text, edited
TEXT_TITLED = 0.4  # the same below one headline
TEXT_KEPT = 0.6  # texts with less in common, and other numbers, are one form filled in twice
TEXT_NEAR = 0.8
NUMBERS = 0.5  # share of the numbers that an edit leaves in place
CONTAINED = 0.6  # a short wording this much inside a long one is its summary
CONTAINED_WHOLE = 0.95  # a wording inside another, with nothing put in the place of anything
DISJOINT = 0.15  # share of the longer words; below it two wordings have nothing but their genre in common
TELLING = 12  # words from which word-for-word equality is no chance
HEADLINE = 5  # words of a title from which it is a headline; "Avis de décès" names a rubric
SHORT = 4  # words of a headline that is no rubric's name


class Match(Struct, frozen=True):
    """A rule that holds, how strong it is (0..100), and its reason in a reader's words."""

    strength: int
    reason: str


def by_keys(pair: Pair, *, slot_guid: bool, slot_link: bool) -> Match | None:
    """The match of an entry with one of its own feed that shares a key, or None.

    Args:
        slot_guid: the guid has named several entries before, so it names a place in the feed, not an article.
        slot_link: the same of the address.
    """
    if pair.media == "other" and pair.when != "same" and pair.guid != "same":
        return None  # another episode of one programme
    if pair.media == "other" and pair.when == "far":
        return None
    match pair.guid:
        case "same" | "canonical":
            return _guid(pair, slot_guid=slot_guid, slot_link=slot_link)
        case "counter":
            return _counted_guid(pair)
        case "shared":
            return _shared_key(pair, "guid")
        case "other" | "none":
            return _link(pair, slot_link=slot_link)


# --------------------------------------------------------------------------------------------------- the same guid


def _guid(pair: Pair, *, slot_guid: bool, slot_link: bool) -> Match | None:
    guid = "same guid" if pair.guid == "same" else "same guid in another spelling"
    bonus = 5 if pair.guid == "same" else 0
    if pair.equal:
        where = {"same": "same link", "loose": "same page"}.get(pair.link, "")
        return Match(90 + bonus, f"{guid}, {where + ', ' if where else ''}word for word the same")
    if pair.link in ("same", "loose"):
        return _guid_and_link(pair, guid, bonus, slot=slot_guid or slot_link)
    weak = slot_guid or not is_strong(pair.item.guid or "")
    if pair.link == "other":
        return _guid_other_link(pair, guid, weak=weak)
    return _guid_alone(pair, guid, weak=weak)


def _guid_and_link(pair: Pair, guid: str, bonus: int, *, slot: bool) -> Match | None:
    if _another_issue(pair, slot=slot):
        return None
    return Match(80 + bonus, f"{guid} and same link")


def _another_issue(pair: Pair, *, slot: bool) -> bool:
    """Whether a rubric's page shows its next issue: the same keys under another date, with other words or other numbers.

    A page and a guid of its own mean one article however much is rewritten; `/horoscope` with guid `belier` does not.
    Within a day it is rather a live page, unless a form was filled in anew.
    """
    if pair.when == "same":
        return False
    if _own_page(pair, slot=slot):
        return pair.when == "far" and slot and _nothing_in_common(pair)
    like = pair.like
    place = slot or is_place(pair.item.guid or "")
    if pair.when == "far":
        kept = like.text > TEXT_KEPT or like.contained > TEXT_NEAR or (like.textless and like.title > TITLE_NEAR)
        return not (kept and like.title > TITLE and like.numbers_kept >= NUMBERS and not like.title_numbers_differ)
    form = like.text < TEXT_KEPT and like.numbers_kept < NUMBERS
    if pair.when == "unknown":
        return _nothing_in_common(pair) or (form and not like.textless)
    if place and (form or like.contained < TEXT):
        return not like.textless
    filled = form and like.contained > DISJOINT
    return _nothing_in_common(pair) or filled or (like.title_numbers_differ and like.text < TEXT_NEAR)


def _own_page(pair: Pair, *, slot: bool) -> bool:
    return not slot and (pair.specific or is_strong(pair.item.guid or ""))


def _nothing_in_common(pair: Pair) -> bool:
    like = pair.like
    return like.title < TITLE and like.contained < TEXT and like.vocabulary < DISJOINT


def _guid_other_link(pair: Pair, guid: str, *, weak: bool) -> Match | None:
    like = pair.like
    if weak:
        kept = like.text > TEXT and like.title > TITLE
        if pair.when == "same":
            kept = kept or like.text > TEXT_NEAR or (like.title > TITLE_NEAR and like.contained > TEXT)
        elif pair.when == "far":
            kept = kept and like.same_words
        else:
            kept = kept and like.same_numbers and not like.title_numbers_differ
        return Match(66, f"{guid}, much the same title and text; the link changed") if kept else None
    if pair.when == "far" and not like.same_numbers and like.text < TEXT_NEAR:
        return None
    if like.text > TEXT or (like.textless and like.title > TITLE):
        return Match(70, f"{guid}, much the same text; the link changed")
    if like.title > TITLE_NEAR and _headline(pair) and (pair.when != "far" or like.contained > TEXT):
        return Match(68, f"{guid}, much the same title; the link changed")
    if pair.when == "same" and ((like.title > TITLE and _headline(pair)) or like.contained > TEXT):
        return Match(66, f"{guid} and same instant; the link changed")
    return None


def _guid_alone(pair: Pair, guid: str, *, weak: bool) -> Match | None:
    like = pair.like
    if pair.when == "far" and weak and not (like.same_numbers and like.text > TEXT and like.title > TITLE):
        return None
    if weak and pair.when != "same" and (not like.same_numbers or like.title_numbers_differ) and like.title < 1:
        return None
    if (
        weak
        and pair.when in ("near", "unknown")
        and like.text <= TEXT
        and like.vocabulary < TITLE
        and not like.textless
    ):
        return None
    if like.text > TEXT or like.contained > CONTAINED:
        return Match(72, f"{guid}, much the same text")
    if like.title > TITLE and (pair.when != "far" or not weak):
        return Match(70, f"{guid}, much the same title")
    if not weak and pair.when == "same":
        return Match(64, f"{guid} and same instant")
    return None


def _headline(pair: Pair) -> bool:
    """Whether the title is long enough to be a headline rather than the name of a rubric."""
    return pair.item.entry.title_given and len(pair.item.traits.title_words) >= HEADLINE


def _filled_form(pair: Pair) -> bool:
    """Whether two texts may be one form filled in twice: below a rubric's name, something stands in the place of something."""
    like = pair.like
    return not (_headline(pair) or like.contained > CONTAINED_WHOLE or like.textless or like.half_textless)


def _counted_guid(pair: Pair) -> Match | None:
    """A guid that differs after `#` or in a parameter: a publication counter, or another part of one page."""
    like = pair.like
    if pair.equal and pair.when != "far":
        return Match(84, "the guid counts publications, word for word the same")
    if pair.when == "far" and not pair.specific:
        return None
    if like.text > TEXT and like.title > TITLE and (pair.link != "other" or pair.when == "same"):
        return Match(62, "the guid counts publications, much the same title and text")
    if pair.when == "same" and (like.title > TITLE_NEAR or like.contained > TEXT_NEAR) and pair.link == "same":
        return Match(60, "the guid counts publications, same link and instant")
    return None


def _shared_key(pair: Pair, key: str) -> Match | None:
    """A key that names two texts in this document: what is left is the words."""
    if pair.equal and pair.when != "far":
        return Match(82, f"same {key}, word for word the same")
    if pair.guid == "shared" and pair.link == "same":
        return _link(pair, slot_link=True)
    like = pair.like
    if pair.when != "same" or pair.link == "other":
        return None
    headline = like.same_title and len(pair.item.traits.title_words) >= SHORT and not pair.item.weak_instant
    holds = like.title > TITLE_NEAR and like.contained > CONTAINED_WHOLE and like.same_numbers
    if (headline and (like.text > TEXT or like.half_textless)) or holds:
        return Match(54, f"same {key} and instant, much the same title and text")
    return None


# --------------------------------------------------------------------------------------------------- the same page


def _link(pair: Pair, *, slot_link: bool) -> Match | None:
    match pair.link:
        case "shared":
            return _shared_key(pair, "link")
        case "loose":
            return _loose_link(pair)
        case "same" if pair.guid == "none":
            return _link_without_guid(pair, own=pair.specific and not slot_link)
        case "same":
            return _link_other_guid(pair, own=pair.specific and not slot_link)
        case "other" | "none":
            return None


def _loose_link(pair: Pair) -> Match | None:
    """Addresses that differ in a part which names a page on some sites and nothing on others (`?ref=`, `#part`)."""
    like = pair.like
    if pair.equal and pair.when in ("same", "unknown") and pair.candidate.traits.length >= SHORT:
        return Match(76, "same page but for a parameter, word for word the same")
    if pair.when == "same" and like.title > TITLE_NEAR and like.contained > CONTAINED_WHOLE and like.same_numbers:
        return Match(56, "same page but for a parameter, same instant, one text holds the other")
    return None


def _link_without_guid(pair: Pair, *, own: bool) -> Match | None:
    like = pair.like
    if pair.equal:
        return Match(80, "same link, word for word the same")
    alike = like.text > TEXT or like.contained > CONTAINED or (like.title > TITLE and not pair.foreign)
    if pair.when == "same":
        return Match(64, "same link and instant") if own or (alike and not _filled_form(pair)) else None
    if own:
        if pair.when == "far" and not (like.text > TEXT and like.title > TITLE):
            return None
        return Match(62, "same link, much the same words") if alike else None
    if pair.when == "far":
        kept = like.text > TEXT_NEAR and like.title > TITLE_NEAR and like.same_numbers and like.same_names
    else:
        edited = like.text > TEXT_KEPT and like.numbers_kept >= NUMBERS
        kept = like.title > TITLE and (edited or (like.text > TEXT and like.same_numbers))
        kept = kept and not (pair.when == "near" and like.title_numbers_differ)
    return Match(58, "same link, much the same words and the same numbers") if kept else None


def _link_other_guid(pair: Pair, *, own: bool) -> Match | None:
    like = pair.like
    if pair.equal and pair.when in ("same", "unknown"):
        return Match(78, "the guid changed; same link, word for word the same")
    if pair.when == "same":
        alike = like.text > TEXT_NEAR or like.contained > TEXT_NEAR or (like.textless and like.title > TITLE_NEAR)
        if own:
            alike = alike or like.title > TITLE or like.text > TEXT or like.contained > CONTAINED
        else:
            named = like.title > TITLE_NEAR and not pair.item.weak_instant
            alike = (alike or named) and not _filled_form(pair)
        return Match(60, "the guid changed; same link and instant, much the same words") if alike else None
    if not pair.old_guid_left:
        return None
    if pair.equal and pair.media == "same":
        return Match(74, "the guid changed; same link and file, word for word the same")
    if pair.equal and own and pair.when == "near":
        return Match(72, "the guid and the hour changed; same link, word for word the same")
    if own and pair.when == "unknown" and like.title > TITLE_NEAR and like.contained > CONTAINED:
        return Match(52, "the guid changed; same link, much the same title and text")
    return None


# ----------------------------------------------------------------------------------- another feed of one publisher


def across_feeds(pair: Pair, *, slot_link: bool) -> Match | None:
    """The match of an entry with one that only other feeds of its publisher have shown, or None."""
    if pair.media == "other":
        return None
    if pair.link == "same":
        return _page_across(pair, own=pair.specific and not slot_link)
    if pair.guid in ("same", "canonical"):
        return _guid_across(pair)
    if pair.equal and pair.when == "same" and pair.shared_number:
        return Match(40, "two feeds of one publisher: word for word the same, same instant, same number in the link")
    if pair.link == "loose" and pair.equal and pair.when in ("same", "unknown"):
        return Match(38, "two feeds of one publisher: same page but for a parameter, word for word the same")
    return None


def _page_across(pair: Pair, *, own: bool) -> Match | None:
    like = pair.like
    if pair.equal and (own or pair.when != "far"):
        return Match(50, "two feeds of one publisher: same link, word for word the same")
    summary = like.contained > CONTAINED or (like.half_textless and like.title > TITLE)
    if own:
        if summary or (like.title > TITLE and pair.when != "far") or like.text > TEXT:
            return Match(48, "two feeds of one publisher: same link, much the same words")
        if pair.when == "same" and (like.contained > TEXT or like.vocabulary > TEXT):
            return Match(44, "two feeds of one publisher: same link and instant")
        return None
    named = like.title > TITLE_NEAR and (_headline(pair) or like.textless)
    if pair.when in ("same", "unknown") and (summary or named) and like.same_numbers:
        return Match(46, "two feeds of one publisher: same link, much the same words, no other date")
    return None


def _guid_across(pair: Pair) -> Match | None:
    like = pair.like
    strong = is_strong(pair.item.guid or "")
    if pair.equal and pair.when != "far" and (strong or pair.when == "same") and (pair.link != "other" or strong):
        return Match(46, "two feeds of one publisher: same guid, word for word the same")
    if not strong or pair.when in ("far", "near"):
        return None
    if like.title > TITLE_NEAR and (like.contained > CONTAINED or like.half_textless or like.textless):
        return Match(42, "two feeds of one publisher: same guid, much the same title and text")
    return None


# -------------------------------------------------------------------------------------------- no key in common


def by_likeness(pair: Pair) -> Match | None:
    """The match of an entry with one of its feed that has left the document and shares no key, or None."""
    if pair.media == "other":
        return None
    if pair.item.keyless and not pair.candidate.guids and not pair.candidate.links:
        return _keyless(pair)
    if pair.when == "same":
        return _renamed(pair)
    words = pair.candidate.traits.length
    if not pair.equal or pair.when == "far":
        return None
    if (pair.same_path and words >= TELLING) or (pair.any_same_path and words >= 2 * TELLING):
        return Match(34, "same path on another host, word for word the same")
    place = is_place(pair.item.guid or "")
    standing = pair.candidate.seen is not None and pair.candidate.seen.open
    if pair.when == "unknown" and pair.link == "none" and standing and words >= (SHORT if place else TELLING):
        return Match(33, "the guid changed, neither has a link or a date; word for word the same")
    return None


def _keyless(pair: Pair) -> Match | None:
    like = pair.like
    telling = pair.item.traits.length >= TELLING
    if pair.equal and (telling or pair.when in ("same", "near", "unknown")):
        return Match(36, "neither has a key; word for word the same")
    dated = pair.when == "same" and (not pair.item.weak_instant or like.same_numbers)
    undated = pair.when == "unknown" and like.same_numbers and len(pair.item.traits.title_words) >= SHORT
    titled = (dated or undated) and like.same_title and pair.item.entry.title_given
    if _filled_form(pair):
        return None
    if titled and (like.text > TEXT_TITLED or like.contained > CONTAINED or like.half_textless):
        return Match(32, "neither has a key; same title and date, much the same text")
    if (
        dated
        and like.text > TEXT_NEAR
        and like.same_numbers
        and (like.title > TITLE or not pair.item.entry.title_given)
    ):
        return Match(30, "neither has a key; same date, much the same text")
    return None


def _renamed(pair: Pair) -> Match | None:
    """Guid and link moved together: the same feed, the same instant, and the old entry is gone from the document."""
    like = pair.like
    related = pair.same_path or pair.shared_number
    words = pair.item.traits.length
    if pair.equal and (related or words >= TELLING or (words >= SHORT and not pair.item.weak_instant)):
        reason = "keys changed together; same instant, word for word the same, the former is gone"
        return Match(34 if related else 33, reason)
    if not (like.same_numbers and like.same_names):
        return None
    if related and like.text > TEXT_NEAR and like.title > TITLE:
        return Match(31, "keys changed together; same instant, same path or number, much the same words")
    if related and like.title > TITLE_NEAR and like.contained > TEXT_NEAR:
        return Match(31, "keys changed together; same instant, same path or number, much the same words")
    extended = like.contained > CONTAINED_WHOLE and like.same_title and len(pair.item.traits.title_words) >= SHORT
    if extended and not pair.item.weak_instant:
        return Match(30, "keys changed together; same title and instant, one text holds the other")
    return None


# ------------------------------------------------------------------------------------------- a whole feed replaced


class Moved(Struct, frozen=True):
    """An entry and the one it was before the whole feed came back under other keys."""

    pair: Pair
    match: Match


def migrated(pairs: list[Pair], unmatched: int) -> list[Moved]:
    """The matches of a feed that came back word for word with new keys and one common shift of its dates.

    Args:
        pairs: unmatched entries beside the only entry of the last document with the same words.
        unmatched: entries of the document that no other rule knew.
    """
    by_shift: dict[object, list[Pair]] = {}
    for pair in pairs:
        new, old = pair.item.entry.published, pair.candidate.known.published
        by_shift.setdefault(new - old if new and old else None, []).append(pair)
    if not by_shift:
        return []
    group = max(by_shift.values(), key=len)
    if len(group) < 2 or len(group) < unmatched:
        return []
    if _next_issue(group):
        return []
    match = Match(28, "the whole feed came back word for word with other keys and one shift of dates")
    return [Moved(pair, match) for pair in group]


def _next_issue(group: list[Pair]) -> bool:
    """Whether the feed rather issues the same notices again: days later to the minute, short, under other paths."""
    new, old = group[0].item.entry.published, group[0].candidate.known.published
    if new is None or old is None or new == old:
        return False
    daily = abs(new - old).total_seconds() % 86400 == 0
    related = all(pair.same_path or pair.shared_number or pair.link == "same" for pair in group)
    words = sum(pair.item.traits.length for pair in group) / len(group)
    return words < TELLING / 2 or (daily and not related and words < 2 * TELLING)
