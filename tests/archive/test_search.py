"""What people type, and what it finds."""

import sqlite3

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aggregator.archive import fts, search, snippets
from aggregator.archive.writer import connect_readonly
from aggregator.views import Segment
from tests.web import newsstand
from tests.web.newsstand import Newsstand


@pytest.fixture(scope="module")
def conn(tmp_path_factory):
    folder = tmp_path_factory.mktemp("archive")
    newsstand.build(folder).conn.close()
    conn = connect_readonly(folder / "archive.db")
    yield conn
    conn.close()


def titles(conn, query, **how):
    return [hit.line.title for hit in search.search(conn, query, **how).hits]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("pyongyang accord mardi ministres", 2),  # all the words
        ('"accord de partenariat"', 3),  # together
        ('"partenariat de accord"', 0),
        ("port -médiation -navires", 2),  # not these
        ("navires OR médiatrice", 2),
        ("navires OU médiatrice", 2),
        ("port navires OR médiatrice", 2),  # OR binds closer than AND
        ("protest*", 1),
        ("protest", 0),
        ("SÉOUL", 3),
        ("seoul", 3),
        ("coeur", 1),  # œ
        ("cœur", 1),
        ("hauptstrasse", 1),  # ß
        ("l’accord", 5),  # an elided article is no word to find
        ("l'accord", 5),
        ("북한", 1),
        ("조약 서명", 1),
        ("조", 1),  # one character
        ("الزيارة", 1),
        ("titre:accord", 3),
        ("title:partenariat", 1),
        ("lang:de", 1),
        ("langue:ko 북한", 1),
        ("feed:radio-estran pyongyang", 2),
        ("source:courrier pyongyang", 2),  # a publisher
        ("feed:ponant pyongyang", 2),  # part of a title
        ("feed:courrier-monde mardi", 1),  # shown there, at home in another feed of the publisher
        ("feed:courrier-monde", 2),
        ("topic:mer port", 4),
        ('sujet:"Corée du Nord" visite', 2),
        ('topic:"North Korea" visite', 2),
        ("topic:북한 visite", 2),
        ("avant:2026-03-10 pyongyang", 3),
        ("after:2026-03-10 before:2026-03-12 pyongyang", 2),
        ("depuis:2026-03-13", 7),
        ("is:starred", 1),
        ("is:starred accord", 1),
        ("is:starred navires", 0),
    ],
)
def test_what_is_typed_finds_what_is_meant(conn, query, found):
    assert len(titles(conn, query)) == found


@pytest.mark.parametrize("order", ["new", "best"])
@pytest.mark.parametrize("query", ["accord", "port -grève", "pyongyang lang:fr", "meteo OR météo"])
def test_both_orders_find_the_same_entries(conn, query, order):
    assert sorted(titles(conn, query, order=order)) == sorted(titles(conn, query))


def test_newest_arrivals_come_first_and_the_best_match_when_asked(conn):
    assert titles(conn, "pyongyang accord")[0] == "Pyongyang : un accord de partenariat signé"
    best = titles(conn, "accord", order="best")
    assert set(best[:3]) == {
        "Ce que change l'accord",
        "Séoul et Tokyo condamnent l'accord",
        "Pyongyang : un accord de partenariat signé",
    }


def test_an_entry_merged_into_another_is_not_found(conn):
    for order in ("new", "best"):
        view = search.search(conn, "budget", order=order)
        assert [hit.line.title for hit in view.hits] == ["Conseil municipal : le budget voté"]
        assert view.total == 1


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("after:demain accord", "search.note.date"),
        ("after:2026-02-30", "search.note.date"),
        ("after:0000 accord", "search.note.date"),
        ("-accord", "search.note.only-without"),
        ("feed:inconnu accord", "search.note.feed"),
        ("topic:inconnu accord", "search.note.topic"),
        ("ab* accord", "search.note.prefix"),
        ("!!! accord", "search.note.ignored"),
        ("is:lu accord", "search.note.ignored"),
        ("mot " * 60, "search.note.ignored"),
        ("x" * 900, "search.note.long"),
    ],
)
def test_what_could_not_be_used_is_said(conn, query, code):
    assert code in {note.code for note in search.search(conn, query).notes}


def test_words_before_a_colon_that_are_no_filter_are_words(conn):
    assert titles(conn, "https://pyongyang") == []
    assert len(titles(conn, "pyongyang:mardi")) == 2


PIECES = (
    "AND", "OR", "NOT", "NEAR(", "NEAR/2", ")", "(", '"', '""', "*", "^accord", "title:", "text", "--", "-", "-*", "a*",
    "accord", "{title}", "feed:", "lang:", "after:", "before:2026-13", "after:9999", "is:", "topic:", "OU", "|", "rowid:1",
    "search:x", "%", "²", "１２", "ǅ", "ﬁn", "\U0001f600", "\ufeff", "\u202e", "'; DROP TABLE entries; --", "\x00",
)  # fmt: skip
hostile = st.one_of(
    st.text(max_size=40),
    st.text("\"'()*:^-+~{}[]|\\/%;,.«»“”‘’ abéœ漢북ا\x00\n\ufeff\u202e", max_size=40),
    st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join),
)  # fmt: skip


@given(query=hostile, order=st.sampled_from(["new", "best"]), everything=st.booleans())
@example(query='"', order="new", everything=False)
@example(query='a" OR "b', order="best", everything=False)
@example(query="after:9999 accord", order="new", everything=False)
@example(query="feed:%", order="new", everything=False)
@settings(max_examples=300, deadline=None)
def test_nothing_a_person_can_type_is_an_error(conn, query, order, everything):
    view = search.search(conn, query, order=order, everything=everything)

    assert view.total >= len(view.hits)


@given(cursor=st.text("0123456789²-x_", max_size=25))
@settings(max_examples=50, deadline=None)
def test_no_cursor_is_an_error(conn, cursor):
    assert search.search(conn, "accord", cursor=cursor).total == 5


def test_nothing_typed_finds_nothing(conn):
    for query in ("", "   ", "***", '""'):
        assert search.search(conn, query).hits == ()


# ---------------------------------------------------------------------------------------------- a larger archive


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """12,000 entries that say "fréquent"; one in a thousand says "rare" as well."""
    stand = Newsstand(tmp_path_factory.mktemp("many"))
    stand.feed("une", None, None, "fr")
    stand.conn.execute("BEGIN")
    for number in range(12_000):
        text = f"fréquent numéro {number}" + (" rare" if number % 1000 == 0 else "")
        entry = stand.conn.execute(
            """
            INSERT INTO entries (feed_id, title, text, language, first_seen, last_seen, sort_at, wording_hash)
            VALUES (1, 'fréquent', ?, 'fr', ?, ?, ?, x'00')
            """,
            (text, *[f"2026-03-{1 + number // 600:02}T{number % 600 // 30:02}:{number % 30:02}:00Z"] * 3),
        ).lastrowid
        assert entry is not None
        fts.index_new(stand.conn)
    stand.conn.execute("COMMIT")
    return stand.conn


def test_counting_stops_where_nobody_reads_on(many):
    view = search.search(many, "frequent")

    assert (view.total, view.more, view.bounded) == (search.COUNTED, True, False)


def test_ranking_looks_at_the_newest_matches_says_so_and_can_be_told_to_look_at_all(many):
    bounded = search.search(many, "frequent", order="best")
    whole = search.search(many, "frequent", order="best", everything=True)

    assert (bounded.bounded, bounded.bound) == (True, search.RANKED)
    assert not whole.bounded
    assert min(hit.line.id for hit in bounded.hits) > 12_000 - search.RANKED - 1


def test_a_filter_looks_at_the_newest_matches_and_says_so(many):
    # The seventh month has nothing, the first days are beyond the newest matches.
    view = search.search(many, "frequent before:2026-03-02")
    whole = search.search(many, "frequent before:2026-03-02", everything=True)

    assert (view.total, view.bounded) == (0, True)
    assert (whole.total, whole.bounded) == (600, False)


def test_a_start_date_bounds_the_search_by_itself(many):
    view = search.search(many, "frequent after:2026-03-20")

    assert (view.total, view.bounded) == (600, False)


def test_paging_through_results_shows_each_once_in_both_orders(many):
    for order in ("new", "best"):
        seen: list[int] = []
        cursor = None
        while True:
            view = search.search(many, "rare", order=order, cursor=cursor, limit=5)
            seen += [hit.line.id for hit in view.hits]
            cursor = view.next
            if cursor is None:
                break
        assert len(seen) == len(set(seen)) == 12


def test_the_work_of_ranking_is_bounded(many):
    def steps(query, **how):
        count = 0

        def step():
            nonlocal count
            count += 1

        many.set_progress_handler(step, 10)
        search.search(many, query, **how)
        many.set_progress_handler(None, 0)
        return count

    # In proportion to the matches that are ranked, never to all there are.
    everything = steps("frequent", order="best", everything=True)
    assert steps("frequent", order="best") < everything * (search.RANKED / 12_000 + 0.15)
    assert steps("frequent") < everything / 4


# --------------------------------------------------------------------------------------------------------- snippets


def marked(text, *terms, prefix=False):
    needles = [snippets.needle(term, prefix=prefix) for term in terms]
    return "".join(f"[{piece.text}]" if piece.hit else piece.text for piece in snippets.snippet(text, needles))


@pytest.mark.parametrize(
    ("text", "terms", "shown"),
    [
        ("L'œuvre du cœur", ["coeur"], "L'œuvre du [cœur]"),
        ("ÉLYSÉE, à Paris", ["élysee"], "[ÉLYSÉE], à Paris"),
        ("die Straße lang", ["strasse"], "die [Straße] lang"),
        ("un accord, deux accords", ["accord"], "un [accord], deux accords"),
        ("un accord de paix et un accord", ["accord de paix"], "un [accord de paix] et un accord"),
        ("porte-avions et avions", ["porte-avions"], "[porte-avions] et avions"),
        ("北朝鮮の核問題", ["核問"], "北朝鮮の[核問]題"),
        ("북한은 오늘", ["북한"], "[북한]은 오늘"),
        ("زيارة الرئيس", ["الرئيس"], "زيارة [الرئيس]"),
        ("e\u0301tat d'urgence", ["état"], "[e\u0301tat] d'urgence"),
        ("rien ici", ["absent"], "rien ici"),
        ("", ["absent"], ""),
    ],
)
def test_a_snippet_marks_what_was_found_as_it_is_spelled(text, terms, shown):
    assert marked(text, *terms) == shown


def test_a_snippet_marks_words_that_begin_so():
    assert (
        marked("ministre, ministère, administration", "minist", prefix=True)
        == "[ministre], [ministère], administration"
    )


def test_a_snippet_shows_the_densest_place_and_not_more():
    text = "accord " + "rien " * 200 + "accord visite accord " + "rien " * 200

    shown = marked(text, "accord", "visite")

    assert "[accord] [visite] [accord]" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 2.5 * snippets.AROUND + 20


@given(
    text=st.text("aéœß 漢字북한ا\n.-'\u0301\u200b", max_size=300),
    terms=st.lists(st.text("aéœß漢字북한ا\u0301", min_size=1, max_size=4), max_size=4),
    prefix=st.booleans(),
)
@settings(max_examples=200, deadline=None)
def test_a_snippet_is_the_text_itself_with_nothing_lost_or_added(text, terms, prefix):
    needles = [snippets.needle(term, prefix=prefix) for term in terms]

    whole = snippets.title(text, needles)

    assert "".join(piece.text for piece in whole).split() == text.split()
    assert all(isinstance(piece, Segment) for piece in whole)


def test_no_syntax_reaches_the_index():
    expression = search.expression(search.read('a" OR b) NEAR(c -d* title:e"f'))

    memory = sqlite3.connect(":memory:")
    memory.execute("CREATE VIRTUAL TABLE search USING fts5 (title, text)")
    assert memory.execute("SELECT count(*) FROM search WHERE search MATCH ?", (expression,)).fetchone() == (0,)
