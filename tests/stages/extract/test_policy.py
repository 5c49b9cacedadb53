from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aggregator.stages.extract import policy

BORN = datetime(2024, 6, 17, 8, 0, tzinfo=UTC)
LINE = (
    "La digue de Port-Alban a été fermée mardi soir, après que deux fissures ont été découvertes au pied de l'écluse. "
)


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("", True),
        (LINE, True),
        (LINE * 12, False),
        ("\n\n".join([LINE * 2] * 3), False),
        ("Un.\n\nDeux.\n\nTrois.", True),
        (LINE * 12 + "…", True),
        (LINE * 12 + "[…]", True),
        (LINE * 12 + "\n\nLire la suite sur journal.example", True),
        (LINE * 3 + "\n\nThe post Une digue fermée appeared first on Le Journal.", True),
        (LINE * 40 + "\n\nThe post Une digue fermée appeared first on Le Journal.", False),
        ("港の堤防は火曜日の夜、北水門の下部に二つの亀裂が見つかったため閉鎖された。" * 18, False),
    ],
)
def test_a_page_is_fetched_when_the_feed_gives_an_excerpt(text, needed):
    assert policy.needs_page(text) is needed


def test_looks_come_minutes_apart_at_first_and_weeks_apart_at_last():
    looks = [BORN]
    while (due := policy.next_look(BORN, looks[-1])) is not None:
        looks.append(due)
    gaps = [later - earlier for earlier, later in pairwise(looks)]

    assert gaps[0] == policy.FIRST
    assert sorted(gaps) == gaps
    assert gaps[-1] == policy.LONGEST
    assert 30 < len(looks) < 70
    assert sum(look - BORN < timedelta(days=1) for look in looks) > 12


@given(st.integers(0, 10**8), st.integers(-(10**6), 10**8))
def test_a_look_is_never_in_the_past_nor_further_off_than_a_month(age, last):
    at = BORN + timedelta(seconds=last)

    due = policy.next_look(BORN, at)

    assert due is None or timedelta(0) < due - max(at, BORN) <= policy.LONGEST
