"""Bodies as received: content-addressed, zstd, against one whole base per source (chain depth 1).

The first body of a feed is stored whole and becomes its base; later ones are compressed with the base as a raw
dictionary. When a delta grows past a quarter of what the body would take whole, that body is stored whole and becomes
the new base: measured, a quarter is where a window of entries that rolls on costs least. A base is never removed while a
delta needs it.

Pages of one site share little more than their frame, and a site has several frames: articles, galleries, live pages. So
the last few whole pages of a site stand as its bases, the one that served last first, and a quick trial finds which suits
a page. There any delta counts that spares a tenth; one that spares little against a base that many stand on already says
that the frame has changed, and that page is kept whole and becomes a base. A second body of one address, which the
frame of the site does not help, is kept whole, and the one before is kept again against it: so a page and all its later
versions cost hardly more than the page.

A body that was pruned leaves its row as a tombstone: hash and size, when and why, no bytes.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterator
from functools import cache

import zstandard
from msgspec import Struct

from aggregator.archive.rows import records_to_json, stamp, to_json
from aggregator.errors import ArchiveError
from aggregator.records import EntryId, FeedId, Payload

LEVEL = 3  # of zstd: at 9 half a per cent less of a feed's bodies is kept, at twice the time
PAGE_LEVEL = 12  # pages come seldom and share little: there it pays, at 20 ms a page instead of 6
TRIAL_LEVEL = 3  # tells which base suits
RENEW = 0.25  # a delta larger than this share of the whole body makes that body the new base
FRAMES = 3  # whole pages of a site that later ones are tried against
SPARES = 0.9  # of the whole page: what a delta against another page of the site may take
POOR = 0.67  # of the whole page: past this the frame may have changed ...
MANY = 8  # ... and when so many stand on that base already, it has
PRUNED = "pruned"  # codec of a tombstone; `data` says in words when and why


class Stored(Struct, frozen=True, kw_only=True):
    """A payload and what it belongs to; `sources` name the bases to try: its own, then that of its family."""

    payload: Payload
    sources: tuple[str, ...]
    feed: FeedId | None = None
    entry: EntryId | None = None


def store(conn: sqlite3.Connection, stored: Stored) -> None:
    """Keep a body (once) and the exchange that brought it (always)."""
    payload = stored.payload
    known = conn.execute("SELECT codec FROM bodies WHERE sha256 = ?", (payload.sha256,)).fetchone()
    if known is None or known[0] == PRUNED:
        _store_body(conn, payload, stored.sources)
    conn.execute(
        """
        INSERT INTO captures (kind, feed_id, entry_id, url, final_url, at, status, ms, request_headers, response_headers,
            hops, sha256)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        (
            payload.kind,
            stored.feed,
            stored.entry,
            payload.url,
            payload.final_url,
            stamp(payload.at),
            payload.status,
            round(payload.elapsed.total_seconds() * 1000),
            to_json(payload.request_headers),
            to_json(payload.response_headers),
            records_to_json(payload.hops) or "[]",
            payload.sha256,
        ),
    )


def load(conn: sqlite3.Connection, sha256: bytes) -> bytes:
    """The body with this hash.

    Raises:
        ArchiveError: it is not there, or cannot be decompressed.
    """
    row = conn.execute("SELECT codec, base, size, data FROM bodies WHERE sha256 = ?", (sha256,)).fetchone()
    if row is None:
        raise ArchiveError(f"payload {sha256.hex()} is missing", hint="`aggregator verify` names all that is damaged")
    if row["codec"] == PRUNED:
        raise ArchiveError(
            f"payload {sha256.hex()} was pruned on {bytes(row['data']).decode()}", hint="its text is kept"
        )
    base = load(conn, row["base"]) if row["base"] else None
    try:
        return _decompressor(base).decompress(row["data"], max_output_size=max(row["size"], 1))
    except zstandard.ZstdError as error:
        raise ArchiveError(
            f"payload {sha256.hex()} cannot be decompressed: {error}", hint="restore payloads.db from a backup"
        ) from error


def _store_body(conn: sqlite3.Connection, payload: Payload, sources: tuple[str, ...]) -> None:
    before = _delta_of_same_address(conn, payload.url) if len(sources) > 1 else None
    if before is not None:
        _insert(conn, payload, "zstd", None, _compressor(payload).compress(payload.body))
        _store_against(conn, before, payload)
        _let_stand(conn, sources[:1], payload.sha256)
        return
    whole = cache(lambda: _compressor(payload).compress(payload.body))
    own, *site = sources
    if _against_own(conn, payload, own, whole) or (site and _against_site(conn, payload, site[0], whole)):
        return
    _insert(conn, payload, "zstd", None, whole())
    _let_stand(conn, (own,), payload.sha256)
    if site:
        _to_front(conn, site[0], payload.sha256)


def _against_own(conn: sqlite3.Connection, payload: Payload, source: str, whole: Callable[[], bytes]) -> bool:
    """Keep a body against the base of its own source, where that pays."""
    base_sha, base = _base(conn, source)
    if base is None:
        return False
    delta = _compressor(payload, base).compress(payload.body)
    if _is_small(delta, payload) or len(delta) <= RENEW * len(whole()):
        _insert(conn, payload, "zstd+base", base_sha, delta)
        return True
    return False


def _is_small(delta: bytes, payload: Payload) -> bool:
    # A body shrinks to a tenth or so by itself; only a delta that is not far below pays for the exact comparison.
    return len(delta) <= RENEW * len(payload.body) / 10


def _against_site(conn: sqlite3.Connection, payload: Payload, source: str, whole: Callable[[], bytes]) -> bool:
    """Keep a page against the page of its site that suits it best, where that pays."""
    found = _best_frame(conn, payload, source)
    if found is None:
        return False
    base_sha, base = found
    delta = _compressor(payload, base).compress(payload.body)
    if not _is_small(delta, payload) and not _pays(conn, len(delta) / len(whole()), base_sha):
        return False
    _insert(conn, payload, "zstd+base", base_sha, delta)
    _to_front(conn, source, base_sha)
    return True


def _best_frame(conn: sqlite3.Connection, payload: Payload, source: str) -> tuple[bytes, bytes] | None:
    """Hash and body of the base of a site that a quick trial finds to suit; None when the site has none."""
    best: tuple[int, bytes, bytes] | None = None
    for slot in _slots(source):
        sha256, base = _base(conn, slot)
        if sha256 is None or base is None:
            continue
        tried = _compressor(payload, base, TRIAL_LEVEL).compress(payload.body)
        if best is None or len(tried) < best[0]:
            best = len(tried), sha256, base
        if _is_small(tried, payload):
            break
    return best and best[1:]


def _slots(source: str) -> tuple[str, ...]:
    """The names under which the bases of a site stand, the one that served last first."""
    return (source, *(f"{source}#{place}" for place in range(1, FRAMES)))


def _to_front(conn: sqlite3.Connection, source: str, sha256: bytes) -> None:
    slots = _slots(source)
    marks = ", ".join("?" for _ in slots)
    rows = conn.execute(f"SELECT source, sha256 FROM bases WHERE source IN ({marks})", slots)  # noqa: S608 - only marks
    stood = {row["source"]: row["sha256"] for row in rows}
    others = [stood[slot] for slot in slots if slot in stood and stood[slot] != sha256]
    for slot, base in zip(slots, [sha256, *others], strict=False):
        if stood.get(slot) != base:
            _let_stand(conn, (slot,), base)


def _pays(conn: sqlite3.Connection, share: float, base: bytes) -> bool:
    """Whether a delta that takes this share of the whole page is worth keeping against the base of a site."""
    if share <= POOR:
        return True
    under = conn.execute("SELECT 1 FROM bodies WHERE base = ? LIMIT ?", (base, MANY)).fetchall()
    return share <= SPARES and len(under) < MANY


def _let_stand(conn: sqlite3.Connection, sources: tuple[str, ...], sha256: bytes) -> None:
    conn.executemany(
        "INSERT INTO bases VALUES (?, ?) ON CONFLICT (source) DO UPDATE SET sha256 = excluded.sha256",
        [(source, sha256) for source in sources],
    )


def _delta_of_same_address(conn: sqlite3.Connection, url: str) -> bytes | None:
    """The latest body of `url` where it stands against a page of another address."""
    row = conn.execute(
        """
        SELECT b.sha256, b.codec, b.base FROM captures c
        JOIN bodies b ON b.sha256 = c.sha256
        WHERE c.url = ? AND c.kind = 'page' AND NOT EXISTS (SELECT 1 FROM bases WHERE source = ?)
        ORDER BY c.at DESC, c.id DESC
        LIMIT 1
        """,
        (url, f"url:{url}"),
    ).fetchone()
    return row["sha256"] if row is not None and row["codec"] == "zstd+base" else None


def _store_against(conn: sqlite3.Connection, sha256: bytes, base: Payload) -> None:
    """Keep the body `sha256` against `base`, where that is shorter than how it is kept."""
    try:
        body = load(conn, sha256)
    except ArchiveError:
        return  # `verify` names it; what is left of it is left as it is
    delta = _compressor(base, base.body).compress(body) if base.body else b""
    if delta and _decompressor(base.body).decompress(delta, max_output_size=max(len(body), 1)) == body:
        conn.execute(
            "UPDATE bodies SET codec = 'zstd+base', base = ?, data = ? WHERE sha256 = ? AND length(data) > ?",
            (base.sha256, delta, sha256, len(delta)),
        )


def _base(conn: sqlite3.Connection, source: str) -> tuple[bytes | None, bytes | None]:
    """The whole body that stands for `source`; none when there is none yet, or an empty or damaged one."""
    row = conn.execute("SELECT sha256 FROM bases WHERE source = ?", (source,)).fetchone()
    if row is None:
        return None, None
    try:
        return row[0], load(conn, row[0]) or None
    except ArchiveError:
        # `verify` names it. What arrives today is kept whole, so that one damaged body does not stop its feed.
        return None, None


def _insert(conn: sqlite3.Connection, payload: Payload, codec: str, base: bytes | None, data: bytes) -> None:
    conn.execute(
        """
        INSERT INTO bodies (sha256, codec, base, size, data) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (sha256) DO UPDATE SET codec = excluded.codec, base = excluded.base, data = excluded.data
        """,
        (payload.sha256, codec, base, len(payload.body), data),
    )


def _compressor(payload: Payload, base: bytes | None = None, level: int | None = None) -> zstandard.ZstdCompressor:
    if level is None:
        level = PAGE_LEVEL if payload.kind == "page" else LEVEL
    # Without its checksum a frame with a flipped byte decompresses to other bytes and says nothing.
    return zstandard.ZstdCompressor(level=level, dict_data=_dictionary(base) if base else None, write_checksum=True)


def _decompressor(base: bytes | None) -> zstandard.ZstdDecompressor:
    return zstandard.ZstdDecompressor(dict_data=_dictionary(base)) if base else zstandard.ZstdDecompressor()


def _dictionary(base: bytes) -> zstandard.ZstdCompressionDict:
    return zstandard.ZstdCompressionDict(base, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


def verify(conn: sqlite3.Connection) -> Iterator[str]:
    """What is wrong with the bodies, one sentence each: decompressed and hashed one by one, every reference followed."""
    rows = conn.execute("SELECT sha256 FROM bodies WHERE codec != ? ORDER BY sha256", (PRUNED,)).fetchall()
    for (sha256,) in rows:
        try:
            body = load(conn, sha256)
        except ArchiveError as error:
            yield error.message
            continue
        if hashlib.sha256(body).digest() != sha256:
            yield f"payload {sha256.hex()} holds other bytes than it should"
    for row in conn.execute(
        """
        SELECT c.id, c.url, c.sha256 FROM captures c
        LEFT JOIN bodies b ON b.sha256 = c.sha256
        WHERE b.sha256 IS NULL
        """
    ):
        yield f"capture {row['id']} of {row['url']} names the missing payload {row['sha256'].hex()}"
    for row in conn.execute(
        """
        SELECT d.sha256 FROM bodies d
        JOIN bodies b ON b.sha256 = d.base
        WHERE b.base IS NOT NULL
        """
    ):
        yield f"payload {row['sha256'].hex()} stands on a delta; it should stand on a whole body"


def savings(conn: sqlite3.Connection) -> tuple[int, int]:
    """Bytes of all captures as received (decompressed), and bytes kept for them."""
    row = conn.execute(
        """
        SELECT coalesce((SELECT sum(b.size) FROM captures c JOIN bodies b ON b.sha256 = c.sha256), 0),
            coalesce((SELECT sum(length(data)) FROM bodies), 0)
        """
    ).fetchone()
    return row[0], row[1]
