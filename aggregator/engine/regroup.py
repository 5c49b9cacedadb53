"""Grouping everything again: a candidate beside the grouping in force, compared, and adopted when asked for.

The whole archive is played through a fresh window in the order of arrival, with the hand decisions as they stand, so that a
new version of the method can be looked at before it replaces the old one.
"""

import asyncio
import logging
from collections.abc import Iterator
from datetime import timedelta
from functools import partial

from aggregator.archive import Archive, Connection, candidate, derived, marks, placing
from aggregator.archive.candidate import Difference
from aggregator.edge import World
from aggregator.records import EntryId, Placed, StoryArticle, StoryLink
from aggregator.stages import stories
from aggregator.stages.stories import Window

log = logging.getLogger("aggregator.stories")


async def propose(
    archive: Archive, world: World
) -> tuple[Window, tuple[StoryLink, ...], dict[EntryId, tuple[str, ...]]]:
    """Group every entry anew into `placements_next`; nothing in force changes.

    Returns:
        The window at the end, the links between events, and what speaks for each copy.
    """
    await archive.submit(candidate.clear)
    window = Window(next_event=1, next_story=1, constraints=marks.constraints(archive.reader))
    links: dict[tuple[int, int, str], StoryLink] = {}
    copied: dict[EntryId, tuple[str, ...]] = {}
    conn = archive.connect()
    try:
        batches = candidate.every_article(conn)
        while placed := await asyncio.to_thread(_next, window, batches):
            _follow(links, placed)
            copied.update({copy.entry: copy.because for copy in placed.copies})
            await archive.submit(partial(candidate.save, placed=placed))
    finally:
        conn.close()
    for last in (await asyncio.to_thread(window.replace_cold), await asyncio.to_thread(window.merge_pass, world.now())):
        _follow(links, last)
        copied.update({copy.entry: copy.because for copy in last.copies})
        await archive.submit(partial(candidate.save, placed=last))
    return window, tuple(links.values()), copied


def _follow(links: dict[tuple[int, int, str], StoryLink], placed: Placed) -> None:
    """Take up what a batch says of links: those that no longer hold first, then the new ones."""
    for one, other in placed.unlinked:
        for pair in ((one, other), (other, one)):
            links.pop((*pair, "language"), None)
    links.update({(link.event, link.other, link.kind): link for link in placed.links})


def _next(window: Window, batches: Iterator[tuple[StoryArticle, ...]]) -> Placed | None:
    """What the next articles changed; None after the last."""
    articles = next(batches, None)
    if articles is None:
        return None
    arrived = max(article.first_seen for article in articles)
    parts = [window.place(articles), window.merge_pass(arrived)]
    window.expire(arrived)
    return Placed(
        placements=tuple({one.entry: one for part in parts for one in part.placements}.values()),
        copies=tuple(one for part in parts for one in part.copies),
        links=tuple(one for part in parts for one in part.links),
        unlinked=tuple(pair for part in parts for pair in part.unlinked),
        made_by=stories.MADE_BY,
    )


async def compare(archive: Archive, world: World) -> Difference:
    """What grouping everything anew would change."""
    await propose(archive, world)
    return candidate.compare(archive.reader)


async def adopt(archive: Archive, world: World) -> Difference:
    """Group everything anew and let that be in force; ids of stories stay where their entries stay."""
    window, links, copied = await propose(archive, world)
    difference = candidate.compare(archive.reader)
    now = world.now()
    since = now - timedelta(days=stories.WINDOW_DAYS)
    state = window.state()

    def write(conn: Connection) -> None:
        candidate.adopt(conn, links, stories.MADE_BY, now, copied)
        prints = [(entry, window.fingerprint(entry)) for entry in placing.recent(conn, since)]
        placing.save_fingerprints(conn, prints, stories.MADE_BY)
        marks.set_blob(conn, "stories", state)
        derived.settle_all(conn, "stories")

    await archive.submit(write)
    log.info("regrouped entries=%d joined=%d parted=%d", difference.entries, difference.joined, difference.parted)
    return difference


def in_words(difference: Difference) -> str:
    """One sentence about what changes."""
    return (
        f"{difference.entries} entries in {difference.events} events and {difference.stories} stories: "
        f"{difference.joined} pairs more in one event, {difference.parted} fewer; "
        f"{difference.joined_in_stories} pairs more in one story, {difference.parted_in_stories} fewer "
        f"({difference.made_by} against {', '.join(difference.in_force)})"
    )
