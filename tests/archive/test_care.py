"""Care of an archive: what is old is summed up and nothing that matters is lost; damage is seen."""

import asyncio
import hashlib
from datetime import timedelta

import pytest

from aggregator import ops
from aggregator.archive import care, facts, fts, open_archive, queries
from aggregator.archive.payloads import Stored
from aggregator.records import New, Payload, Same
from aggregator.text import language
from tests.archive.conftest import START, Press

HOUR = timedelta(hours=1)
LATER = START + timedelta(days=401)


def shown_again(press, *ids, at, seen_until=None):
    """The feed shows these entries, in this order, and no others."""
    verdicts = [
        Same(entry=press.entry(number, rank=rank), id=entry_id) for rank, (number, entry_id) in enumerate(ids, 1)
    ]
    facts.apply(press.conn, press.change(*verdicts, at=at, seen_until=seen_until or at - HOUR))


def joined(press, now=LATER):
    return care.join_sightings(press.conn, press.feed().id, "", care.detail_ends(now))


def intervals(press, entry_id):
    return press.rows(
        "SELECT substr(first_seen, 12, 2), substr(last_seen, 12, 2), rank, open FROM sightings WHERE entry_id = ? ORDER BY id",
        entry_id,
    )


def test_an_entry_that_wanders_in_its_feed_becomes_one_interval_with_its_best_rank(press):
    first, second = press.new(1, 2)
    shown_again(press, (2, second), (1, first), at=START + HOUR)
    shown_again(press, (1, first), (2, second), at=START + 2 * HOUR)
    shown_again(press, at=START + 3 * HOUR)

    assert len(intervals(press, second)) == 2
    assert joined(press) == 2

    assert intervals(press, first) == [("08", "10", 1, 0)]
    assert intervals(press, second) == [("08", "10", 1, 0)]


def test_an_entry_that_left_and_came_back_keeps_two_intervals(press):
    first, second = press.new(1, 2)
    shown_again(press, (2, second), at=START + HOUR)
    shown_again(press, (2, second), (1, first), at=START + 2 * HOUR)
    shown_again(press, at=START + 3 * HOUR)

    joined(press)

    assert intervals(press, first) == [("08", "08", 1, 0), ("10", "10", 2, 0)]


def test_a_changed_wording_keeps_its_own_interval(press):
    (entry_id,) = press.new(1)
    other = press.entry(1, title="Un autre titre")
    facts.apply(press.conn, press.change(Same(entry=other, id=entry_id), at=START + HOUR, seen_until=START))
    shown_again(press, (1, entry_id), at=START + 2 * HOUR)
    shown_again(press, at=START + 3 * HOUR)

    assert joined(press) == 0
    assert len(intervals(press, entry_id)) == 3


def test_what_is_younger_than_400_days_or_still_shown_keeps_every_interval(press):
    first, second = press.new(1, 2)
    shown_again(press, (2, second), (1, first), at=START + HOUR)

    assert joined(press, now=START + timedelta(days=399)) == 0
    assert joined(press) == 0
    assert (len(intervals(press, first)), len(intervals(press, second))) == (1, 2)


def test_polls_older_than_400_days_are_summed_per_feed_and_day(press):
    press.new(1, 2)
    press.new(3, at=START + HOUR)
    facts.apply(press.conn, press.change(at=START + timedelta(days=399)))

    assert care.sum_up_polls(press.conn, LATER) == 2
    assert care.sum_up_polls(press.conn, LATER) == 0

    assert press.rows("SELECT day, polls, good, bytes, new, gaps FROM polls_daily") == [("2026-03-10", 2, 2, 200, 3, 0)]
    assert press.rows("SELECT count(*) FROM polls") == [(1,)]


def test_upkeep_joins_before_it_sums_up_and_once_a_day(tmp_path):
    archive = open_archive(tmp_path, since="now")

    def weeks(conn):
        press = Press(conn)
        first, second = press.new(1, 2)
        shown_again(press, (2, second), at=START + HOUR)
        shown_again(press, (1, first), (2, second), at=START + 2 * HOUR)
        shown_again(press, at=START + 3 * HOUR)

    archive.do(weeks)

    for _ in range(2):
        asyncio.run(ops.upkeep(archive, LATER))

    rows = archive.reader.execute("SELECT entry_id, count(*) FROM sightings GROUP BY entry_id").fetchall()
    assert [tuple(row) for row in rows] == [(1, 2), (2, 1)]
    assert archive.reader.execute("SELECT sum(polls) FROM polls_daily").fetchone()[0] == 4
    archive.close()


def test_the_time_machine_still_shows_what_stood_there_after_ranks_were_joined(press):
    first, second = press.new(1, 2)
    shown_again(press, (2, second), (1, first), at=START + HOUR)
    shown_again(press, (2, second), at=START + 2 * HOUR)

    joined(press)

    def at(instant):
        return {item.entry for feed in queries.front(press.conn, instant).feeds for item in feed.shown}

    assert at(START + HOUR) == {first, second}
    assert at(START + 2 * HOUR) == {second}


# -------------------------------------------------------------------------------------------------- the index


def found(conn, words):
    return [row[0] for row in conn.execute("SELECT rowid FROM search WHERE search MATCH ?", (language.fold(words),))]


def test_an_index_of_another_folding_is_made_again_before_anything_is_written(tmp_path):
    archive = open_archive(tmp_path, since="now")

    def old_folding(conn):
        Press(conn).new(1)
        conn.execute("INSERT INTO search (search) VALUES ('delete-all')")
        conn.execute("INSERT INTO search (rowid, title, text) VALUES (1, 'OLDFOLD', 'oldfold')")
        conn.execute("UPDATE state SET value = 'fold/0' WHERE key = 'fold_version'")

    archive.do(old_folding)
    archive.close()
    archive = open_archive(tmp_path, since="now")

    assert found(archive.reader, "oldfold") == []
    assert found(archive.reader, "depeche") == [1]
    assert not fts.outdated(archive.reader)
    archive.close()


def test_a_new_archive_knows_its_folding(tmp_path):
    archive = open_archive(tmp_path, since="now")

    rows = archive.reader.execute("SELECT value FROM state WHERE key = 'fold_version'").fetchall()

    assert [row[0] for row in rows] == [language.FOLD_VERSION]
    archive.close()


def test_the_index_follows_the_feeds_title_where_the_page_gave_only_text(press):
    from aggregator.archive import derived
    from aggregator.records import Article

    (entry_id,) = press.new(1)
    page = Article(
        url="https://courrier.example/1", headline=None, text="Le texte entier de la page.", made_by="extract/1"
    )
    derived.save_article(press.conn, entry_id, page, b"h" * 16, START)

    later = press.entry(1, title="Quatorze blessés")
    facts.apply(press.conn, press.change(Same(entry=later, id=entry_id, current=True), at=START + HOUR))

    assert found(press.conn, "quatorze") == [entry_id]
    assert found(press.conn, "titre") == []
    assert found(press.conn, "entier") == [entry_id]


def test_the_index_goes_back_to_the_feeds_text_when_the_page_turns_into_a_wall(press):
    from aggregator.archive import derived
    from aggregator.records import Article

    (entry_id,) = press.new(1)
    page = Article(url="https://courrier.example/1", headline="La page", text="Le texte entier.", made_by="extract/1")
    wall = Article(
        url="https://courrier.example/1",
        headline="Bienvenue",
        text="Acceptez.",
        flags=("consent",),
        made_by="extract/1",
    )
    derived.save_article(press.conn, entry_id, page, b"h" * 16, START)
    derived.save_article(press.conn, entry_id, wall, b"h" * 16, START + HOUR)

    assert found(press.conn, "entier") == []
    assert found(press.conn, "acceptez") == []
    assert found(press.conn, "depeche") == [entry_id]


@pytest.mark.parametrize("column", ["title", "text"])
def test_a_word_that_stands_in_the_index_alone_is_named(press, column):
    press.new(1)
    press.conn.execute(f"UPDATE entries SET {column} = replace({column}, '1', 'zweiundzwanzig')")

    (sentence,) = care.search_index_damage(press.conn)

    assert "zweiundzwanzig" in sentence


def test_an_untouched_archive_has_no_damage(press):
    press.new(1, 2)
    facts.apply(
        press.conn, press.change(New(entry=press.entry(7, title="港の스트", text="东京"), aliases=(), reason="new"))
    )

    assert list(care.search_index_damage(press.conn)) == []
    assert list(care.list_damage(press.conn)) == []
    assert list(care.shape_damage(press.conn)) == []


def test_pages_are_kept_within_their_quota_once_a_day(tmp_path):
    archive = open_archive(tmp_path, since="2026-03-10T08:00:00Z")
    for number in range(20):
        archive.do(lambda _: None, bodies=[_page(number)])

    def keep(quota, at):
        return asyncio.run(ops.keep_pages_within(archive, quota, at))

    assert keep(None, LATER) == 0
    first = keep(5_000, LATER)
    archive.do(lambda _: None, bodies=[_page(number) for number in range(20, 40)])
    same_day = keep(5_000, LATER + HOUR)
    next_day = keep(5_000, LATER + 25 * HOUR)
    archive.close()

    assert (first > 0, same_day, next_day > 0) == (True, 0, True)


def _page(number):
    body = b"".join(hashlib.sha256(b"%d %d" % (number, n)).digest() for n in range(20))
    url = f"https://site{number}.example/"
    payload = Payload(
        kind="page", url=url, final_url=url, at=START, status=200, request_headers=(), response_headers=(), hops=(),
        elapsed=timedelta(0), body=body, sha256=hashlib.sha256(body).digest(),
    )  # fmt: skip
    return Stored(payload=payload, sources=(f"url:{url}",))
