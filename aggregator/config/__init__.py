"""feeds.yaml, topic rules and OPML to and from Config.

Nothing heavy is imported before it is needed: the YAML parser inside `source.compose`, the XML parser inside
`opml.read_opml`, so that commands which read no configuration start at once.
"""

from aggregator.config.edit import add_feed, add_feeds, update_feed_url
from aggregator.config.names import name_from_url
from aggregator.config.opml import read_opml, write_opml
from aggregator.config.reading import check, find, is_builtin, load, parse
from aggregator.config.shape import json_schema

__all__ = [
    "add_feed",
    "add_feeds",
    "check",
    "find",
    "is_builtin",
    "json_schema",
    "load",
    "name_from_url",
    "parse",
    "read_opml",
    "update_feed_url",
    "write_opml",
]
