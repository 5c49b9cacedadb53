"""Entries side by side: copies of one text, events, stories; each with its reason.

`Window` holds the articles of the last month and decides; the engine stores what it says and restores it at start. The
method and its numbers: docs/concepts/stories.md.
"""

from aggregator.stages.stories.shelf import MADE_BY
from aggregator.stages.stories.window import WINDOW_DAYS, Stored, Window

__all__ = ["MADE_BY", "WINDOW_DAYS", "Stored", "Window"]
