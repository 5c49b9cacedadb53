"""Whom the demo week names, from entries as they came to the story page, and once more after a rebuild."""

import asyncio

import pytest

from aggregator import config as configuration
from aggregator.archive import queries, read
from aggregator.engine import engine_for
from aggregator.views import StoryView

pytestmark = pytest.mark.journey


def names_of_the_largest_story(folder):
    conn = read(folder)
    largest = conn.execute("SELECT id FROM stories WHERE language = 'fr' ORDER BY size DESC, id LIMIT 1").fetchone()[0]
    view = queries.story(conn, largest)
    assert isinstance(view, StoryView)
    rows = [tuple(row) for row in conn.execute("SELECT entry_id, name, kind, times FROM mentions ORDER BY 1, 2")]
    conn.close()
    return {(one.name, one.kind) for one in view.names}, rows


def test_people_are_named_by_the_story_and_found_again_by_a_rebuild(own_week):
    names, rows = names_of_the_largest_story(own_week)

    assert {("Vladimir Poutine", "person"), ("Kim Jong Un", "person")} <= names

    config = configuration.load(own_week / "feeds.yaml")

    async def forget_and_rebuild():
        async with engine_for(config, own_week) as engine:
            await engine.start()
            await engine.archive.submit(lambda conn: conn.execute("DELETE FROM mentions"))
            await engine.act("rebuild", {"what": "topics"})
            await engine.close()

    asyncio.run(forget_and_rebuild())

    assert names_of_the_largest_story(own_week) == (names, rows)
    assert len(rows) > 100
