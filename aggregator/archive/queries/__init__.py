"""Reads: a read-only connection and what is asked for in, view records out.

Every list is read by an index and bounded; a page that follows is found by where the last one ended (keyset), never by
counting rows from the start. Entries of a list are looked up one by one by their id: in SQLite that is a few
microseconds each, and there is one place that says what a line is.
"""

from aggregator.archive.queries.edits import edits
from aggregator.archive.queries.entries import entry
from aggregator.archive.queries.front import front
from aggregator.archive.queries.health import health
from aggregator.archive.queries.lines import newest
from aggregator.archive.queries.sources import source, sources
from aggregator.archive.queries.stories import stories, story, today
from aggregator.archive.queries.topics import topic, topics

__all__ = [
    "edits", "entry", "front", "health", "newest", "source", "sources", "stories", "story", "today", "topic", "topics",
]  # fmt: skip
