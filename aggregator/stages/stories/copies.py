"""Copy groups: the same text elsewhere. Agency copy, syndication, an excerpt of a full text.

The measure is containment of shingles in the shorter text (`text/fingerprint.py`): of eight kinds of edits (cuts,
excerpts, page chrome, updates, replaced words) resemblance and simhash miss most, containment none but heavy rewording.
"""

from dataclasses import dataclass

SURE = 0.60  # of the shorter text: a copy whatever else
WITNESSED = 0.40  # with the same agency or a like headline
SAME_HEADLINE = 0.30  # with the very same headline
SHORT = 30  # words; a shorter text is a copy only with a witness, or whole
HOLDS = 1.5  # times as long: a page that may hold other texts beside this one
LEAST = 8  # words; a shorter text is no text, its headline speaks
HEADLINE_WINDOW = 48 * 3600.0  # seconds, for texts that have only a headline
LIKE_HEADLINE = 0.5  # cosine of headlines, by letters
EQUAL_HEADLINE = 0.9
# Nearly all of a short text, and an article that is like the other one: a teaser under a headline of one's own.
WHOLE, TEASER, ALIKE = 0.90, 12, 0.30
REWORDED, LONG = 0.50, 80  # similarity of the whole, words: a long text whose words were exchanged one by one


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What two texts share, to judge whether one is a copy of the other."""

    contained: float  # share of the shorter text's shingles
    shorter: int  # words of the shorter text
    headline: float  # cosine of headlines
    same_agency: bool
    seconds: float  # between them
    same_numbers: bool  # in the headlines
    similar: float = 0.0  # of the two articles as a whole


def is_copy(pair: Pair) -> bool:
    """Whether one of the two carries the other's text."""
    if pair.shorter < LEAST:
        return pair.headline >= EQUAL_HEADLINE and pair.same_numbers and pair.seconds <= HEADLINE_WINDOW
    witness = pair.same_agency or pair.headline >= LIKE_HEADLINE
    reworded = pair.similar >= REWORDED and pair.shorter >= LONG
    if pair.contained >= SURE:
        whole = pair.contained >= WHOLE and pair.shorter >= TEASER and pair.similar >= ALIKE
        return witness or whole or pair.shorter >= SHORT
    if pair.headline >= EQUAL_HEADLINE and pair.shorter >= SHORT:
        return pair.contained >= SAME_HEADLINE
    return (witness or reworded) and pair.contained >= WITNESSED and pair.shorter >= SHORT
