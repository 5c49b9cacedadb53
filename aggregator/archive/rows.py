"""Records to columns and back: instants as fixed-width text, lists as JSON."""

import functools
import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
from msgspec.structs import asdict

from aggregator.records import Category, Enclosure, Entry, Feed, FeedId, FeedSpec, Hints, Link, Person, Validators
from aggregator.text.plain import as_plain


@functools.lru_cache(maxsize=512)  # a poll writes the instant at which it came some sixty times
def stamp(at: datetime) -> str:
    """`at` as `YYYY-MM-DDTHH:MM:SSZ`: text order is time order."""
    return (at if at.tzinfo is UTC else at.astimezone(UTC)).isoformat()[:19] + "Z"


def stamp_or_none(at: datetime | None) -> str | None:
    """`stamp`, for an instant that may be absent."""
    return None if at is None else stamp(at)


def instant(text: str) -> datetime:
    """The instant that `stamp` wrote."""
    return datetime.fromisoformat(text)


def instant_or_none(text: str | None) -> datetime | None:
    """`instant`, for a column that may be null."""
    return None if text is None else datetime.fromisoformat(text)


def to_json(value: object) -> str:
    """Compact JSON, keys in order of insertion, every script as itself."""
    return _encode(value).decode()


_encode = msgspec.json.Encoder().encode  # once: `msgspec.json.encode` makes one a call, and `json` is ten times slower


def records_to_json(records: Sequence[Any]) -> str | None:
    """A JSON list of flat records without their absent fields; None when there is none."""
    if not records:
        return None
    rows = [
        {key: value for key in record.__struct_fields__ if (value := getattr(record, key)) is not None}
        for record in records
    ]
    return to_json(rows)


def hints_to_json(hints: Hints | None) -> str | None:
    """`hints` with spans in seconds; what is absent is left out."""
    if hints is None:
        return None
    values = {
        key: value.total_seconds() if isinstance(value, timedelta) else value
        for key, value in asdict(hints).items()
        if value not in (None, (), False)
    }
    return to_json(values) if values else None


def hints_from_json(text: str | None) -> Hints | None:
    """The hints that `hints_to_json` wrote."""
    if text is None:
        return None
    values = json.loads(text)
    for key in ("ttl", "update_period"):
        if key in values:
            values[key] = timedelta(seconds=values[key])
    for key in ("skip_hours", "skip_days"):
        if key in values:
            values[key] = tuple(values[key])
    return Hints(**values)


def feed_from_row(row: sqlite3.Row, spec: FeedSpec) -> Feed:
    """The feed of a row of `feeds`, asked for as `spec` says."""
    return Feed(
        id=FeedId(row["id"]),
        spec=spec,
        url=row["url"],
        title=row["title"],
        site_url=row["site_url"],
        state=row["state"],
        validators=Validators(etag=row["etag"], last_modified=row["last_modified"]),
        body_sha256=row["body_sha256"],
        items_sha256=row["items_sha256"],
        wire_sha256=row["wire_sha256"],
        failures=row["failures"],
        failing_since=instant_or_none(row["failing_since"]),
        next_due=instant_or_none(row["next_due"]),
        fresh_until=instant_or_none(row["fresh_until"]),
        retry_until=instant_or_none(row["retry_until"]),
        last_polled=instant_or_none(row["last_polled"]),
        last_good=instant_or_none(row["last_good"]),
        moved_to=row["moved_to"],
        moved_count=row["moved_count"],
        moved_since=instant_or_none(row["moved_since"]),
        hints=hints_from_json(row["hints"]),
        window=row["window"],
    )


def feed_to_columns(feed: Feed, before: Feed) -> dict[str, object]:
    """The columns of `feeds` in which `feed` differs from what it was `before` a poll."""
    columns: dict[str, object] = {}
    for name in _POLLED:
        value = getattr(feed, name)
        if value != getattr(before, name):
            columns |= _feed_columns(name, value)
    return columns


# What a poll may change of a feed; the columns have the same names, but for validators.
_POLLED = (
    "url", "title", "site_url", "state", "validators", "body_sha256", "items_sha256", "wire_sha256", "failures",
    "failing_since", "next_due", "fresh_until", "retry_until", "last_polled", "last_good", "moved_to", "moved_count",
    "moved_since", "hints", "window",
)  # fmt: skip


def _feed_columns(name: str, value: Any) -> dict[str, object]:
    match value:
        case Validators():
            return {"etag": value.etag, "last_modified": value.last_modified}
        case Hints():
            return {name: hints_to_json(value)}
        case datetime():
            return {name: stamp(value)}
        case _:
            return {name: value}


def entry_to_plain(entry: Entry) -> dict[str, Any]:
    """An entry as plain data for JSON: instants as text, hashes in hexadecimal, absent fields left out."""
    values = {key: value for key, value in as_plain(entry).items() if value not in (None, [])}
    for key in ("published", "updated"):
        if key in values:
            values[key] = stamp(getattr(entry, key))
    return values


def entry_from_plain(values: Mapping[str, Any]) -> Entry:
    """The entry that `entry_to_plain` wrote."""
    known: dict[str, Any] = {"guid": None, "url": None, "url_canonical": None, **values}
    for key in ("published", "updated"):
        known[key] = instant_or_none(known.get(key))
    for key in ("wording_hash", "raw_hash"):
        known[key] = bytes.fromhex(known[key])
    for key, record in (("authors", Person), ("categories", Category), ("enclosures", Enclosure), ("links", Link)):
        known[key] = tuple(record(**one) for one in known.get(key, ()))
    return Entry(**known)
