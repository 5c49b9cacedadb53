"""The rules without the machinery: copies, events, chains, fingerprints as bytes, languages."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.stages.stories import across, chains, copies, crossing, events, store
from aggregator.stages.stories.chains import Candidate
from aggregator.stages.stories.memory import sampled

PAIR = copies.Pair(contained=0.45, shorter=60, headline=0.2, same_agency=False, seconds=3_600.0, same_numbers=True)


@pytest.mark.parametrize(
    ("changed", "copy"),
    [
        ({}, False),
        ({"contained": 0.7}, True),
        ({"same_agency": True}, True),
        ({"headline": 0.6}, True),
        ({"contained": 0.35, "headline": 0.95}, True),
        ({"contained": 0.35, "headline": 0.6}, False),
        ({"contained": 0.7, "shorter": 20}, False),
        ({"contained": 0.7, "shorter": 20, "same_agency": True}, True),
        ({"contained": 0.95, "shorter": 20, "similar": 0.4}, True),
        ({"contained": 0.95, "shorter": 20, "similar": 0.1}, False),
        ({"contained": 0.95, "shorter": 10, "similar": 0.9}, False),
        ({"contained": 0.41, "shorter": 200, "similar": 0.6}, True),
        ({"contained": 0.41, "shorter": 60, "similar": 0.6}, False),
        ({"contained": 0.39, "shorter": 200, "similar": 0.6}, False),  # long quotations are as much
        ({"contained": 0.0, "shorter": 0, "headline": 0.99}, True),
        ({"contained": 0.0, "shorter": 0, "headline": 0.99, "seconds": 3 * 86_400.0}, False),
        ({"contained": 0.0, "shorter": 0, "headline": 0.95, "same_numbers": False}, False),
    ],
)
def test_what_makes_a_copy(changed, copy):
    assert copies.is_copy(dataclasses.replace(PAIR, **changed)) is copy


@given(st.integers(0, 300), st.integers(0, 100_000))
def test_less_to_compare_asks_for_more(words, undated):
    assert events.bar(words, undated=undated) >= events.bar(words + 10, undated=undated) > 0
    assert events.bar(words, undated=undated) <= events.bar(words, undated=undated * 10 + 30)
    assert events.bar(words, coldness=1.0) > events.bar(words)


@given(st.floats(0, 1e8), st.booleans())
def test_time_takes_away_but_not_everything(seconds, same):
    later, earlier = events.time_factors(np.array([seconds, -seconds]), np.zeros(2), np.array([same, same]))

    assert 0.25 < later <= 1.0
    assert earlier == later


def test_three_good_members_speak_for_a_large_event():
    assert events.likeness_of([1.5, 1.2, 0.9, 0.1, 0.1], weight=5) == pytest.approx(1.2)
    assert events.likeness_of([1.5], weight=2) == pytest.approx(0.75)
    assert events.likeness_of([], weight=3) == 0.0


def test_ties_between_events_go_to_the_newest():
    assert events.choose({3: 1.2, 8: 1.2, 5: 0.9}) == (8, 1.2)
    assert events.choose({3: 0.99}) is None


def test_one_bridge_does_not_join_two_large_events():
    assert events.joined([[1.4]], 10, 10) < 1.0
    assert events.joined([[1.4] * 3] * 8, 10, 10) >= 1.0
    assert events.joined([[1.1]], 1, 1) >= 1.0


def test_distant_articles_of_a_large_event_do_not_keep_two_events_apart():
    close = [[1.1, 1.05, 1.0, 0.6, 0.6, 0.6, 0.6]] * 4

    assert events.joined(close, 4, 40) >= 1.0


@given(
    st.lists(st.lists(st.floats(0.6, 3.0), min_size=1, max_size=12), max_size=9), st.integers(0, 3), st.integers(0, 9)
)
def test_what_would_be_joined_is_always_promising(values, alone, more):
    smaller = len(values) + alone
    larger = max([smaller, *map(len, values)]) + more

    if events.joined(values, smaller, larger) >= 1.0:
        assert events.promising(sum(map(sum, values)), smaller, larger)


def candidate(event, likeness, *, story=1, keys=3, days=1.0):
    return Candidate(event=event, story=story, likeness=likeness, keys=keys, days=days)


def test_a_follow_up_continues_the_last_part_of_the_chain_that_is_near():
    chain = [candidate(1, 1.0, days=6.0), candidate(2, 0.9, days=2.0)]

    found = chains.continued(chain)

    assert found is not None
    assert found.event == 2


def test_likeness_without_rare_names_is_no_follow_up():
    assert chains.continued([candidate(1, 0.9, keys=1)]) is None


def test_an_event_near_one_end_of_a_long_story_does_not_join_it():
    near_one = [candidate(4, 0.8)]

    assert not chains.belongs(near_one, 1, {1: 5})
    assert chains.belongs(near_one, 1, {1: 1})


def test_samples_of_two_texts_keep_the_same_shingles():
    rng = np.arange(5_000, dtype=np.uint32) * np.uint32(2_654_435_761)
    long, short = sampled(np.sort(rng)), sampled(np.sort(rng[:100]))

    assert len(long.hashes) < 400
    assert set(long.hashes.tolist()) >= {one for one in short.hashes.tolist() if one % long.rate == 0}


PRINT = store.Print(
    at=1.5, language=3, outlet=4, agency=0, flags=1, rate=2, length=60, sizes=(2, 1, 0, 0), ids=np.array([1, 2, 3], np.uint32),
    weights=np.array([0.5, 0.25, 1.0], np.float16), shingles=np.array([9], np.uint32), near=np.array([77], np.int64),
    near_likeness=np.array([0.75], np.float16), keys=np.zeros(0, np.uint32), keys_language=3,
)  # fmt: skip


def test_a_fingerprint_survives_its_bytes():
    back = store.unpack(store.pack(PRINT))

    assert back is not None
    assert back.sizes == PRINT.sizes
    assert back.ids.tolist() == [1, 2, 3]
    assert back.near.tolist() == [77]
    assert back.at == 1.5


@given(st.integers(0, 200), st.binary(max_size=6))
def test_damaged_bytes_are_refused_and_never_raise(cut, noise):
    data = store.pack(PRINT)

    store.unpack(data[:cut] + noise)

    assert store.unpack(b"\x02" + data[1:]) is None
    assert store.unpack(data[:-5]) is None


@pytest.mark.parametrize(
    "spelled",
    ["Anemos", "Анемос", "أنيموس", "아네모스", "アネモス", "Άνεμος"],
)
def test_a_name_has_the_same_bones_in_every_script(spelled):
    from aggregator.text import language

    assert across.skeleton(across.romanized(language.plain(spelled))) == "nms"


def test_common_words_meet_their_translation():
    french = across.read("Grève des mineurs", "", "fr")
    german = across.read("Streik der Bergleute", "", "de")
    korean = across.read("광산 파업", "", "ko")

    concepts = [{key for key in keys.found if key[0] == "g"} for keys in (french, german, korean)]

    assert concepts[0] == concepts[1] == concepts[2]


def test_texts_that_share_nothing_are_strangers():
    one = across.read("La piscine de Lumio ferme", "", "fr")
    two = across.read("Storchenpaar brütet auf Kirchturm", "", "de")

    assert crossing.similarity(one, two, {}) == 0.0
    assert crossing.similarity(one, one, {}) == pytest.approx(1.0)
