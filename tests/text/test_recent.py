"""Computing once what is asked for often."""

from hypothesis import given
from hypothesis import strategies as st

from aggregator.text.recent import Recent


@given(st.lists(st.integers(0, 20), max_size=200), st.integers(1, 6))
def test_what_is_remembered_is_what_would_be_computed(keys, most):
    def square(key: int) -> int:
        return key * key

    subject = Recent(square, most)

    assert [subject[key] for key in keys] == [key * key for key in keys]
    assert len(subject) <= most


def test_a_key_that_keeps_coming_is_computed_once():
    made = []

    def compute(key):
        made.append(key)
        return str(key)

    subject = Recent(compute, 4)
    for number in range(100):
        assert subject[0] == "0"
        assert subject[number] == str(number)

    assert made.count(0) == 1


def test_what_is_not_worth_keeping_is_computed_each_time():
    asked: list[str] = []

    def length(key: str) -> int:
        asked.append(key)
        return len(key)

    subject = Recent(length, 10, keep=lambda key: len(key) < 3)

    assert [subject[key] for key in ("ab", "abc", "ab", "abc")] == [2, 3, 2, 3]
    assert asked == ["ab", "abc", "abc"]
