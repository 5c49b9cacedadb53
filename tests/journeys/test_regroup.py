"""Grouping everything anew: looked at first, then in force, with ids that stay and hand decisions that win."""

import asyncio

import pytest

from aggregator import config as configuration
from aggregator.archive import candidate, read
from aggregator.engine import engine_for

pytestmark = pytest.mark.journey
PAIRS = "SELECT a.entry_id, b.entry_id FROM TABLE a JOIN TABLE b ON a.event_id = b.event_id AND a.entry_id < b.entry_id"


def act(folder, *wishes):
    config = configuration.load(folder / "feeds.yaml")

    async def run():
        async with engine_for(config, folder) as engine:
            await engine.start()
            said = [await engine.act(kind, argument) for kind, argument in wishes]
            await engine.close()
            return said

    return asyncio.run(run())


def placed(folder):
    conn = read(folder)
    rows = {row["entry_id"]: (row["event_id"], row["story_id"]) for row in conn.execute("SELECT * FROM placements")}
    conn.close()
    return rows


def query(folder, sql):
    conn = read(folder)
    rows = [tuple(row) for row in conn.execute(sql)]
    conn.close()
    return rows


def test_a_dry_run_says_what_would_change_and_changes_nothing(own_week):
    before = placed(own_week)

    (said,) = act(own_week, ("rebuild", {"what": "stories", "dry_run": True}))

    assert said.startswith("123 entries in ")
    assert placed(own_week) == before
    assert query(own_week, "SELECT count(*) FROM placements_next") == [(123,)]


def test_after_a_rebuild_every_entry_is_placed_and_stories_keep_their_ids(own_week):
    before = placed(own_week)
    sizes = dict(query(own_week, "SELECT id, size FROM stories WHERE size >= 4"))

    act(own_week, ("rebuild", {"what": "stories"}))

    after = placed(own_week)
    assert after.keys() == before.keys()
    kept = [entry for entry in before if before[entry][1] == after[entry][1]]
    assert len(kept) >= 0.9 * len(before)
    redirected = {old for (old,) in query(own_week, "SELECT old FROM redirects WHERE kind = 'story'")}
    assert sizes.keys() <= {story for _, story in after.values()} | redirected
    assert query(own_week, "SELECT count(*) FROM placements_next") == [(0,)]
    assert query(own_week, "PRAGMA foreign_key_check") == []


def test_a_rebuild_of_a_rebuild_changes_nothing(own_week):
    act(own_week, ("rebuild", {"what": "stories"}))
    once = placed(own_week)

    (said,) = act(own_week, ("rebuild", {"what": "stories"}))

    assert placed(own_week) == once
    assert "0 pairs more in one event, 0 fewer" in said


def test_hand_decisions_win_before_and_after_a_rebuild(own_week):
    events = placed(own_week)
    (pair,) = query(
        own_week,
        """
        SELECT min(entry_id), max(entry_id) FROM placements
        GROUP BY event_id
        HAVING count(*) = 2 AND min(relation) != 'copy'
        LIMIT 1
        """,
    )
    strangers = [entry for entry in events if sum(event == events[entry][0] for event, _ in events.values()) == 1][:2]

    act(
        own_week,
        ("never", {"a": pair[0], "b": pair[1]}),
        ("together", {"a": strangers[0], "b": strangers[1]}),
        ("rename", {"story": events[pair[0]][1], "title": "Un titre donné"}),
    )
    by_hand = placed(own_week)
    act(own_week, ("rebuild", {"what": "stories"}))

    for now in (by_hand, placed(own_week)):
        assert now[pair[0]][0] != now[pair[1]][0]
        assert now[strangers[0]][0] == now[strangers[1]][0]
    assert query(own_week, "SELECT count(*) FROM stories WHERE title = 'Un titre donné'") == [(1,)]


def test_what_a_candidate_would_join_and_part_is_counted_in_pairs(own_week):
    act(own_week, ("rebuild", {"what": "stories", "dry_run": True}))
    conn = read(own_week)

    difference = candidate.compare(conn)

    old, new = (set(query(own_week, PAIRS.replace("TABLE", table))) for table in ("placements", "placements_next"))
    assert difference.joined == len(new - old)
    assert difference.parted == len(old - new)
    conn.close()
