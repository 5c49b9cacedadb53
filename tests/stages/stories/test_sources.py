"""Claims about what outlets repeat."""

from aggregator.stages.stories.sources import Sources


def test_a_sentence_in_a_fifth_of_an_outlets_articles_is_furniture_and_others_are_not():
    sources = Sources()
    for number in range(10):
        sources.learn(1, [7, 100 + number] if number % 2 else [100 + number])

    assert sources.furniture(1) == {7}
    assert sources.furniture(2) == frozenset()


def test_an_outlet_of_headlines_without_text_has_no_furniture():
    sources = Sources()
    for number in range(8):
        sources.learn(1, [] if number else [5])

    assert sources.furniture(1) == frozenset()
