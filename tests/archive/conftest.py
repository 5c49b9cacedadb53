"""An archive in memory and the values that go into it."""

import hashlib
import sqlite3
from datetime import UTC, datetime, timedelta

import pytest

from aggregator.archive import facts, feeds, fts, schema
from aggregator.records import ChangeSet, Entry, FeedSpec, New

START = datetime(2026, 3, 10, 8, tzinfo=UTC)


@pytest.fixture
def conn():
    conn = sqlite3.connect(":memory:", isolation_level=None)
    conn.row_factory = sqlite3.Row
    conn.executescript(schema.SCHEMA)
    conn.execute("PRAGMA foreign_keys = ON")
    yield conn
    conn.close()


def _hash(text):
    return hashlib.blake2b(text.encode(), digest_size=16).digest()


class Press:
    """Two feeds of one publisher, and polls of them as change sets."""

    def __init__(self, conn):
        self.conn = conn
        self.specs = {
            name: FeedSpec(url=f"https://courrier.example/{name}.xml", name=name, publisher="courrier")
            for name in ("une", "monde")
        }
        feeds.sync_feeds(conn, tuple(self.specs.values()), START)

    def feed(self, name="une"):
        return feeds.load_feeds(self.conn, [self.specs[name]])[0]

    def entry(self, number, *, feed="une", title=None, text=None, rank=1, wording=None, raw=None):
        title = title or f"Titre {number}"
        text = text or f"Le texte de la dépêche {number}."
        return Entry(
            feed=self.feed(feed).id,
            guid=f"guid-{number}",
            url=f"https://courrier.example/{number}",
            url_canonical=f"courrier.example/{number}",
            title=title,
            text=text,
            published=START - timedelta(hours=1),
            published_raw="Tue, 10 Mar 2026 07:00:00 GMT",
            published_from="feed",
            date_quality="exact",
            wording_hash=wording or _hash(title + text),
            raw_hash=raw or _hash(f"{number}{title}{text}")[:8],
            rank=rank,
        )

    def change(self, *verdicts, feed="une", at=START, untouched=(), document=True, whole=True, seen_until=None, **more):
        return ChangeSet(
            feed=self.feed(feed),
            before=self.feed(feed),
            at=at,
            asked=self.specs[feed].url,
            outcome_code="ok",
            message="",
            status=200,
            wire_bytes=100,
            elapsed=timedelta(milliseconds=20),
            hops=(),
            untouched=untouched,
            verdicts=verdicts,
            document=document,
            whole=whole,
            seen_until=seen_until or at,
            why="rhythm",
            **more,
        )

    def new(self, *numbers, feed="une", at=START):
        verdicts = [
            New(entry=self.entry(n, feed=feed, rank=i), aliases=(), reason="new") for i, n in enumerate(numbers, 1)
        ]
        entries = facts.apply(self.conn, self.change(*verdicts, feed=feed, at=at))
        fts.index_new(self.conn)  # as the writer does at the end of a transaction
        return entries

    def rows(self, sql, *values):
        return [tuple(row) for row in self.conn.execute(sql, values)]


@pytest.fixture
def press(conn):
    return Press(conn)
