"""What the exchanges with a feed's server say about that server."""

import sqlite3

from aggregator.records import FeedId

LOOKED_AT = 40  # good exchanges, newest first ...
TELLING = 6  # ... of which this many, when nothing was new, show how a server answers a conditional request


def resends(conn: sqlite3.Connection, feed: FeedId) -> bool:
    """Whether the server of `feed` sends its whole document although there is nothing new in it.

    Told by the last exchanges without news: one 304 among them shows that conditional requests work. A server that nobody
    could catch yet has the benefit of the doubt.
    """
    rows = conn.execute(
        """
        SELECT status, new + revised
        FROM polls
        WHERE feed_id = ? AND code IN ('ok', 'unchanged') AND coalesce(message, '') = ''
        ORDER BY at DESC, id DESC
        LIMIT ?
        """,  # rows with a message are older pages, and what hubs delivered
        (feed, LOOKED_AT),
    )
    telling = 0
    for status, news in rows:  # read no further than needed: each row lies on a page of its own
        if status == 304:
            return False
        telling += not news
        if telling == TELLING:
            return True
    return telling > 0
