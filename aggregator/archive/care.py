"""Care of the files: checks, counts, what upkeep sums up. Nothing here removes an entry or a wording."""

import json
import sqlite3
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby

import zstandard

from aggregator.archive import fts
from aggregator.archive.rows import stamp
from aggregator.text import diff

KEPT = timedelta(days=400)  # polls, and ranks within a feed, in detail
NAMED = 20  # damaged rows of one kind that are named; of the others, how many


def sqlite_version() -> tuple[int, ...]:
    """The version of the SQLite library in use."""
    return sqlite3.sqlite_version_info


def damage(conn: sqlite3.Connection, *, whole: bool = False) -> tuple[str, ...]:
    """What is wrong with the file: page structure, references, search index; empty when all is well.

    Args:
        whole: compare every index with its table, too, which takes several times as long.
    """
    found = list(structure_damage(conn, whole=whole))
    found += [
        f"{row['table']} row {row['rowid']} refers to a missing row of {row['parent']}"
        for row in conn.execute("PRAGMA foreign_key_check").fetchmany(NAMED)
    ]
    lost = conn.execute(
        """
        SELECT count(*) FROM entries e
        LEFT JOIN search_state s ON s.entry_id = e.id
        WHERE s.entry_id IS NULL
        """
    ).fetchone()[0]
    if lost:
        found.append(f"{lost} entries are not in the search index")
    if fts.outdated(conn):
        found.append("the search index was folded by an older version; the next `aggregator run` makes it again")
    return tuple(found)


def structure_damage(conn: sqlite3.Connection, *, whole: bool = True) -> tuple[str, ...]:
    """What SQLite finds wrong with the pages of a file and, when `whole`, with its indexes beside their tables."""
    rows = conn.execute(f"PRAGMA {'integrity_check' if whole else 'quick_check'}({NAMED})")
    return tuple(line for row in rows if row[0] != "ok" for line in row[0].splitlines() if line)


def wording_damage(conn: sqlite3.Connection) -> Iterator[str]:
    """Wordings whose title and text do not give the hash that was stored beside them."""
    for table, sql in _WORDINGS.items():
        wrong: list[int] = []
        count = total = 0
        for row in conn.execute(sql):
            total += 1
            if diff.wording_hash(row["title"], row["text"]) != row["wording_hash"]:
                count += 1
                wrong = [*wrong, row["id"]] if len(wrong) < NAMED else wrong
        if count > NAMED and count > total / 2:
            yield f"{table}: {count} of {total} wordings were hashed by another version; `aggregator reparse` corrects them"
        elif count:
            more = f" and {count - len(wrong)} more" if count > len(wrong) else ""
            yield f"{table}: other words than were stored, in rows {', '.join(map(str, wrong))}{more}"


_WORDINGS = {
    "entries": "SELECT id, title, text, wording_hash FROM entries",
    "wordings": "SELECT entry_id AS id, title, text, wording_hash FROM wordings",
    "revisions": "SELECT id, title, text, wording_hash FROM revisions WHERE origin = 'feed'",
    "articles": "SELECT entry_id AS id, coalesce(title, '') AS title, text, wording_hash FROM articles",
}


def list_damage(conn: sqlite3.Connection) -> Iterator[str]:
    """Columns that hold JSON and cannot be read any more."""
    for table, columns in _LISTS.items():
        if not conn.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone():
            continue
        wrong = " OR ".join(f"{column} IS NOT NULL AND json_valid({column}) = 0" for column in columns)
        for row in conn.execute(f"SELECT {_key(table)} AS id FROM {table} WHERE {wrong} LIMIT {NAMED}"):  # noqa: S608 - below
            yield f"{table} row {row['id']} holds a list that is none"


def rest_damage(conn: sqlite3.Connection) -> Iterator[str]:
    """Former wordings that have lost what was kept beside title and text."""
    for row in conn.execute("SELECT id, rest FROM revisions WHERE rest IS NOT NULL"):
        try:
            json.loads(zstandard.decompress(row["rest"]))
        except (zstandard.ZstdError, ValueError):
            yield f"revisions row {row['id']} has lost what it kept beside title and text"


def _key(table: str) -> str:
    return "entry_id" if table == "tags" else "rowid"


_LISTS = {
    "entries": ("authors", "categories", "enclosures", "links"),
    "revisions": ("changed",),
    "polls": ("hops",),
    "pages": ("flags",),
    "articles": ("byline", "lead_image", "captions", "flags"),
    "tags": ("because",),
    "placements": ("because", "evidence"),
    "captures": ("request_headers", "response_headers", "hops"),
}


def shape_damage(conn: sqlite3.Connection) -> Iterator[str]:
    """Instants that are none, ends before beginnings, hashes of a wrong length."""
    for table, wrong in _SHAPES.items():
        if conn.execute("SELECT 1 FROM sqlite_master WHERE name = ?", (table,)).fetchone():
            for row in conn.execute(f"SELECT rowid AS id FROM {table} WHERE {wrong} LIMIT {NAMED}"):  # noqa: S608 - below
                yield f"{table} row {row['id']} holds an instant or a hash that is none"


_DIGITS = "[0-9][0-9]"
_INSTANT = f"'{_DIGITS}{_DIGITS}-{_DIGITS}-{_DIGITS}T{_DIGITS}:{_DIGITS}:{_DIGITS}Z'"
_SHAPES = {
    "entries": f"""
        NOT (first_seen GLOB {_INSTANT} AND last_seen GLOB {_INSTANT} AND sort_at GLOB {_INSTANT})
        OR last_seen < first_seen OR NOT coalesce(published, first_seen) GLOB {_INSTANT} OR length(wording_hash) != 16
        """,
    "sightings": f"""
        NOT (first_seen GLOB {_INSTANT} AND last_seen GLOB {_INSTANT}) OR last_seen < first_seen OR length(wording_hash) != 16
        OR rank < 1 OR open NOT IN (0, 1)
        """,
    "revisions": f"NOT (seen GLOB {_INSTANT} AND replaced GLOB {_INSTANT}) OR length(wording_hash) != 16",
    "polls": f"NOT at GLOB {_INSTANT} OR length(coalesce(payload, zeroblob(32))) != 32",
    "bodies": "codec NOT IN ('zstd', 'zstd+base', 'pruned') OR (codec = 'zstd+base') != (base IS NOT NULL) OR size < 0",
    "captures": f"NOT at GLOB {_INSTANT} OR NOT (url LIKE 'http%' AND final_url LIKE 'http%')",
}


def sizes(conn: sqlite3.Connection) -> dict[str, int]:
    """How many rows the tables hold that people ask about, and what is pending."""
    tables = ("feeds", "entries", "revisions", "stories", "polls")
    counts = {table: conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}  # noqa: S608 - names above
    return counts | {"pending": conn.execute("SELECT count(DISTINCT entry_id) FROM todo").fetchone()[0]}


def sum_up_polls(conn: sqlite3.Connection, now: datetime) -> int:
    """Replace exchanges older than 400 days by one row per feed and day; returns how many were replaced.

    2,000 feeds would otherwise write 17 million rows a year.
    """
    limit = detail_ends(now)
    conn.execute(
        """
        INSERT INTO polls_daily
        SELECT feed_id, substr(at, 1, 10), count(*), sum(code IN ('ok', 'unchanged')), sum(bytes), sum(new), sum(revised),
            sum(gap)
        FROM polls
        WHERE at < ?
        GROUP BY feed_id, substr(at, 1, 10)
        ON CONFLICT (feed_id, day) DO UPDATE
        SET polls = polls + excluded.polls, good = good + excluded.good, bytes = bytes + excluded.bytes,
            new = new + excluded.new, revised = revised + excluded.revised, gaps = gaps + excluded.gaps
        """,
        (limit,),
    )
    return conn.execute("DELETE FROM polls WHERE at < ?", (limit,)).rowcount


# -------------------------------------------------------------------------------------------- sightings, joined


def detail_ends(now: datetime) -> str:
    """The day before which polls and ranks are summed up, `YYYY-MM-DD`."""
    return stamp(now - KEPT)[:10]


def join_sightings(conn: sqlite3.Connection, feed: int, since: str, until: str) -> int:
    """Join intervals of a feed that differ in their place alone; returns how many rows went.

    An entry that changes its order among the others leaves an interval at each place: a front page that is rearranged all
    day, times 2,000, writes more than anybody reads after a year. What remains says from when to when it was shown, in
    which wording and under which keys, and the best rank it had. An entry that left its feed and came back keeps two
    intervals: between them the feed answered without it.

    It comes before `sum_up_polls`, which takes away the answers that tell the two apart.

    Args:
        since: where the last run ended; what began before it is joined already.
        until: days that began before this one, as `detail_ends` gives it.
    """
    rows = conn.execute(
        """
        SELECT * FROM sightings
        WHERE feed_id = ? AND first_seen >= ? AND first_seen < ? AND open = 0
        ORDER BY entry_id, first_seen, id
        """,
        (feed, since, until),
    ).fetchall()
    answers = [row[0] for row in conn.execute(_ANSWERS, (feed, since, until))]
    return sum(_join(conn, run) for run in _runs(rows, answers))


_ANSWERS = """
SELECT at FROM polls
WHERE feed_id = ? AND at >= ? AND at < ? AND code IN ('ok', 'unchanged')
ORDER BY at
"""


def _runs(rows: Iterable[sqlite3.Row], answers: Sequence[str]) -> Iterator[list[sqlite3.Row]]:
    """Intervals that follow one another without an answer of the feed between them."""
    for _, same in groupby(rows, key=lambda row: [row[name] for name in ("entry_id", "wording_hash", "guid", "url")]):
        run: list[sqlite3.Row] = []
        for row in same:
            if run and not _follows(run[-1], row, answers):
                yield run
                run = []
            run.append(row)
        yield run


def _follows(one: sqlite3.Row, other: sqlite3.Row, answers: Sequence[str]) -> bool:
    """Whether no answer lies between the last that showed `one` and the first that showed `other`."""
    place = bisect_right(answers, one["last_seen"])
    return place < len(answers) and answers[place] == other["first_seen"]


def _join(conn: sqlite3.Connection, run: Sequence[sqlite3.Row]) -> int:
    if len(run) < 2:
        return 0
    best = min(row["rank"] for row in run)
    conn.execute(
        "UPDATE sightings SET last_seen = ?, rank = ?, raw_hash = ? WHERE id = ?",
        (run[-1]["last_seen"], best, run[-1]["raw_hash"], run[0]["id"]),
    )
    conn.executemany("DELETE FROM sightings WHERE id = ?", [(row["id"],) for row in run[1:]])
    return len(run) - 1


def feed_ids(conn: sqlite3.Connection) -> tuple[int, ...]:
    """Every feed of the archive."""
    return tuple(row[0] for row in conn.execute("SELECT id FROM feeds ORDER BY id"))


def refresh_statistics(conn: sqlite3.Connection) -> None:
    """Let the query planner know how the tables have grown (bounded work, see `PRAGMA optimize`)."""
    conn.execute("PRAGMA analysis_limit = 400")
    conn.execute("PRAGMA optimize")


def missing_payloads(conn: sqlite3.Connection, payloads: sqlite3.Connection) -> tuple[str, ...]:
    """Polls and pages whose body should be in payloads.db and is not there."""
    rows = conn.execute(
        """
        SELECT 'poll' AS what, id, payload FROM polls WHERE payload IS NOT NULL
        UNION ALL SELECT 'page', id, payload FROM pages WHERE payload IS NOT NULL
        """
    )
    return tuple(
        f"{row['what']} {row['id']} names the missing payload {row['payload'].hex()}"
        for row in rows
        if payloads.execute("SELECT 1 FROM bodies WHERE sha256 = ?", (row["payload"],)).fetchone() is None
    )


def search_index_damage(conn: sqlite3.Connection) -> Iterator[str]:
    """Words that are in the search index and in no entry, or the other way round: the index is made again and compared.

    Args:
        conn: need not be able to write the archive; the second index is a temporary table.
    """
    conn.execute("BEGIN")
    conn.execute(
        f"CREATE VIRTUAL TABLE temp.fresh USING fts5 (title, text, content='', detail=none, columnsize=0, {_TOKENS})"
    )
    for (entry,) in conn.execute("SELECT entry_id FROM search_state ORDER BY entry_id").fetchall():
        fts.insert_text(conn, "temp.fresh", entry, fts.indexed_text(conn, entry))
    conn.execute("CREATE VIRTUAL TABLE temp.stored_words USING fts5vocab('main', 'search', 'row')")
    conn.execute("CREATE VIRTUAL TABLE temp.fresh_words USING fts5vocab('temp', 'fresh', 'row')")
    rows = conn.execute(
        """
        SELECT DISTINCT term FROM (
            SELECT * FROM (SELECT term, doc FROM temp.stored_words EXCEPT SELECT term, doc FROM temp.fresh_words)
            UNION ALL
            SELECT * FROM (SELECT term, doc FROM temp.fresh_words EXCEPT SELECT term, doc FROM temp.stored_words)
        )
        ORDER BY term
        """
    ).fetchall()
    conn.execute("ROLLBACK")
    if rows:
        names = ", ".join(repr(row["term"]) for row in rows[:5])
        yield f"the search index differs from the entries in {len(rows)} words, such as {names}; `aggregator rebuild search`"


_TOKENS = 'tokenize="unicode61 remove_diacritics 2"'


def copy_into(conn: sqlite3.Connection, target: str) -> None:
    """Write a consistent copy of the whole file to `target`, which must not exist; the writer goes on meanwhile."""
    conn.execute("PRAGMA query_only = OFF")  # it forbids writing the copy; the file itself was opened read-only
    conn.execute("VACUUM INTO ?", (target,))
