"""What commands and pages ask of the process that writes."""

import logging
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from aggregator.archive import Connection, derived, fts, marks, moving, placing, rereading
from aggregator.archive.marks import Asked
from aggregator.errors import AggregatorError, UsageError
from aggregator.records import EntryId, StoryId

if TYPE_CHECKING:
    from aggregator.engine import Engine


log = logging.getLogger("aggregator.requests")
REGROUPING = ("together", "never", "merge", "split")  # what the window of recent articles has to be told


async def perform(engine: "Engine", asked: Asked) -> str:
    """Do what was asked and say in one sentence what came of it; trouble is said too."""
    try:
        return await act(engine, asked.kind, asked.argument)
    except AggregatorError as error:
        return f"error: {error.message}"
    except Exception as error:
        # A wish that cannot be done must be answered, or it stands before all others for ever.
        log.exception("request-failed kind=%s", asked.kind)
        return f"error: {asked.kind} failed: {error!r}"


async def act(engine: "Engine", kind: str, argument: Mapping[str, Any]) -> str:
    """Do one thing that a person asked for.

    Raises:
        UsageError: it cannot be done: what it is about does not exist.
    """
    if kind == "poll":
        return await _poll(engine, argument)
    if kind == "rebuild":
        return await _rebuild(engine, str(argument.get("what")), dry_run=bool(argument.get("dry_run")))
    now = engine.world.now()

    def decide(conn: Connection) -> str:
        return _decide(conn, kind, argument, now)

    said = await engine.archive.submit(decide)
    if kind in REGROUPING:
        await engine.thinker.restart_grouping()
        await engine.think()
    return said


async def _poll(engine: "Engine", argument: Mapping[str, Any]) -> str:
    names = argument.get("feeds") or ([argument["feed"]] if argument.get("feed") else None)
    claimed = await engine.claim(argument.get("which") or "all", names=names)
    polled = [one async for one in engine.poll_all(claimed)]
    if not argument.get("facts"):
        await engine.read_pages()
        await engine.think()
    failed = [one for one in polled if one.code not in ("ok", "unchanged")]
    new = sum(one.new for one in polled)
    return f"polled {len(polled)} feeds: {new} new entries, {len(failed)} feeds in trouble"


async def _rebuild(engine: "Engine", what: str, *, dry_run: bool) -> str:
    if what == "search":
        return f"{await engine.archive.submit(fts.rebuild)} entries are indexed again"
    if what == "stories":
        return await engine.thinker.regroup(dry_run=dry_run)
    if what != "topics":
        raise UsageError(f"nobody knows how to rebuild {what}", hint="topics, stories or search")
    count = await engine.archive.submit(partial(derived.again, stage=what, now=engine.world.now()))
    await engine.think()
    return f"{count} entries were tagged again"


def _decide(conn: Connection, kind: str, argument: Mapping[str, Any], now: Any) -> str:
    match kind:
        case "merge":
            away, target = marks.merge(conn, EntryId(int(argument["entry"])), EntryId(int(argument["into"])), now)
            placing.unplace(conn, away, target, now)
            derived.postpone(conn, "stories", target, now, failed=False)  # decisions about `away` are about it now
            return f"entry {argument['entry']} is now known as entry {argument['into']}"
        case "split":
            entry = EntryId(int(argument["entry"]))
            target = marks.split(conn, entry, now)
            derived.postpone(conn, "stories", entry, now, failed=False)
            return f"entry {argument['entry']} stands by itself again, apart from {target}"
        case "mend":
            return f"{rereading.mend(conn, argument['mendings'], now)} readings were corrected"
        case "rename":
            marks.rename_story(conn, StoryId(int(argument["story"])), str(argument["title"]), now)
            return f"story {argument['story']} is now called {argument['title']!r}"
        case "together" | "never":
            a, b = EntryId(int(argument["a"])), EntryId(int(argument["b"]))
            marks.constrain(conn, kind, min(a, b), max(a, b), now)
            for entry in moving.to_move(conn, kind, a, b):
                derived.postpone(conn, "stories", entry, now, failed=False)
            return f"entries {a} and {b}: {kind}"
        case "star":
            marks.mark(conn, "star", int(argument["entry"]), now)
            return f"entry {argument['entry']} is starred"
        case "unstar":
            marks.unmark(conn, "star", int(argument["entry"]), now)
            return f"entry {argument['entry']} is not starred"
        case _:
            raise UsageError(f"nobody knows how to {kind}")
