"""What grouping sees of an article."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from aggregator.records import EntryId, FeedId, StoryArticle
from aggregator.stages.stories import features
from aggregator.text import fingerprint

AT = datetime(2031, 3, 1, tzinfo=UTC)
words = st.sampled_from(
    ["Kervaz", "port", "grève", "52", "l'accord", "OTAN", "le", "une.", "Deux", "!", "東京都", "한울", "\n"]
)
texts = st.lists(words, max_size=40).map(" ".join)


def article(title, text, spoken="fr"):
    return StoryArticle(
        entry=EntryId(1), feed=FeedId(1), outlet="o", language=spoken, title=title, text=text, url=None,
        at=AT, first_seen=AT, date_trusted=True,
    )  # fmt: skip


@given(st.lists(st.tuples(texts, texts, st.sampled_from(["fr", "ja", "en"])), min_size=1, max_size=5))
def test_reading_many_articles_at_once_is_reading_each(rows):
    articles = [article(*row) for row in rows]

    for at_once, alone in zip(features.read_many(articles), map(features.read, articles), strict=True):
        assert at_once.ids.tolist() == alone.ids.tolist()
        assert at_once.counts.tolist() == alone.counts.tolist()
        assert at_once.sizes == alone.sizes
        assert at_once.shingles.tolist() == alone.shingles.tolist()
        assert at_once.spellings(at_once.ids.tolist()) == alone.spellings(alone.ids.tolist())


def test_shingles_are_those_of_the_text():
    text = "Les dockers du port de Kervaz ont voté la grève mercredi. L'armateur n'a rien dit."

    seen = features.read(article("Grève à Kervaz", text))

    assert set(seen.shingles.tolist()) == fingerprint.shingles(text)
    assert features.read(article("x", "un deux")).shingles.tolist() == sorted(fingerprint.shingles("un deux"))


def test_a_sentence_that_is_left_out_leaves_no_trace():
    text = "Le port est bloqué. Abonnez-vous à notre lettre."

    seen = features.read(article("Grève", text), boilerplate={fingerprint.term("Abonnez-vous à notre lettre.")})

    assert seen.shingles.tolist() == features.read(article("Grève", "Le port est bloqué.")).shingles.tolist()
    assert len(seen.sentences) == 2


def test_names_are_read_as_far_as_words_are():
    filler = " ".join(f"mot{number}" for number in range(130))

    seen = features.read(article("Grève", f"Hier Jutta parlait. Le {filler} de Kervaz. Puis Lindquist vint."))

    shown = {seen.shown[one] for one in seen.ids[seen.sizes[0] : seen.sizes[0] + seen.sizes[1]].tolist()}
    assert shown >= {"Jutta", "Kervaz"}
    assert "Lindquist" not in shown
