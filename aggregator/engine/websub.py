"""Hubs that tell us of news before we ask (WebSub): asked, confirmed, renewed; what they deliver is read like a poll.

Off unless feeds.yaml gives the public address of the pages (`web: {base_url: ...}`). A hub proves nothing about what was
missed, so the feed is polled all the same, only more slowly while its hub delivers.
"""

import logging
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from aggregator.archive import Connection, Stored, subscriptions
from aggregator.archive.subscriptions import Subscription
from aggregator.engine.absorb import absorb_delivery
from aggregator.engine.collect import read_whole
from aggregator.records import Collected, Failed, FeedId, Fetched, NotAFeed
from aggregator.stages import fetch, websub

if TYPE_CHECKING:
    from aggregator.engine import Engine

AGAIN = timedelta(days=1)  # a hub that did not answer, or said no, is asked again
LARGEST = 20_000_000  # bytes of a delivery
PATH = "/websub/"
log = logging.getLogger("aggregator.websub")


class Hubs:
    """Everything we say to hubs and hear from them."""

    def __init__(self, engine: "Engine") -> None:
        self._engine = engine

    async def renew(self) -> int:
        """Ask the hubs whose feeds are new or whose lease is four fifths over; returns how many were asked."""
        engine = self._engine
        if engine.config.web.base_url is None:
            return 0
        now = engine.world.now()
        wanted = subscriptions.wanting(engine.archive.reader, now)
        for feed, hub, topic in wanted:
            await self._ask(feed, websub.Hub(url=hub, topic=topic))
        return len(wanted)

    async def _ask(self, feed: FeedId, hub: websub.Hub) -> None:
        engine, now = self._engine, self._engine.world.now()
        former = subscriptions.of_feed(engine.archive.reader, feed)
        same = former is not None and (former.hub, former.topic) == (hub.url, hub.topic)
        # Renewed under the same address, else the hub would deliver to both. The row comes first: a hub may ask back
        # before it has answered.
        wanted = Subscription(
            feed=feed,
            hub=hub.url,
            topic=hub.topic,
            token=former.token if former and same else secrets.token_urlsafe(24),
            secret=former.secret if former and same else secrets.token_urlsafe(websub.SECRET_BYTES),
            state="asked",
            renew=now + AGAIN,
        )
        await engine.archive.submit(lambda conn: subscriptions.ask(conn, wanted, now))
        callback = f"{(engine.config.web.base_url or '').rstrip('/')}{PATH}{wanted.token}"
        request = websub.subscription(hub, callback, wanted.secret, agent=fetch.agent(engine.config.contact))
        reply = await engine.world.send(request)
        if isinstance(reply, Failed) or not 200 <= reply.status < 300:
            why = reply.message if isinstance(reply, Failed) else f"the hub answered {reply.status}"
            again = now + AGAIN
            await engine.archive.submit(
                lambda conn: subscriptions.settle(conn, wanted.token, "denied", now, renew=again, reason=why)
            )
            log.warning("hub-refused feed=%d hub=%s message=%r", feed, hub.url, why)

    async def verify(self, token: str, query: str) -> str | None:
        """The challenge to answer a hub with, or None when this is not what we asked for."""
        engine, now = self._engine, self._engine.world.now()
        known = subscriptions.with_token(engine.archive.reader, token)
        meant = websub.verify_intent(query, known.topic, "subscribe") if known is not None else None
        if isinstance(meant, websub.Confirmed):
            renew = websub.renew_at(now, meant.lease)
            await engine.archive.submit(lambda conn: subscriptions.settle(conn, token, "confirmed", now, renew=renew))
            return meant.challenge
        if isinstance(meant, websub.Denied):
            reason = meant.reason
            await engine.archive.submit(
                lambda conn: subscriptions.settle(conn, token, "denied", now, renew=now + AGAIN, reason=reason)
            )
            return ""
        return None

    async def deliver(self, token: str, headers: Mapping[str, str], body: bytes) -> bool:
        """Take what a hub delivers; False when there is no such subscription. What is not signed is thrown away silently.

        Args:
            headers: names in lower case.
        """
        engine, now = self._engine, self._engine.world.now()
        known = subscriptions.with_token(engine.archive.reader, token)
        if known is None:
            return False
        if not websub.verify_signature(known.secret, headers, body):
            log.warning("delivery-unsigned feed=%d", known.feed)
            return True
        feed = subscriptions.feed_of(engine.archive.reader, known.feed, {one.name: one for one in engine.config.feeds})
        if feed is None or feed.state == "paused" or not body.strip():
            return True
        response = websub.delivered(known.topic, headers, body, now)
        outcome = Fetched(
            response=response, validators=feed.validators, fresh_for=None, body_sha256=fetch.digest(body), delta=True
        )
        collected = await read_whole(feed, outcome, now, engine.config, engine.known_hashes)
        if isinstance(collected, NotAFeed):
            log.warning("delivery-unreadable feed=%s message=%r", feed.spec.name, collected.message)
            return True
        await self._keep(collected)
        return True

    async def _keep(self, collected: Collected) -> None:
        engine, feed = self._engine, collected.feed
        payload = collected.payload
        bodies = [Stored(payload=payload, sources=(f"feed:{feed.id}",), feed=feed.id)] if payload else []
        specs = {feed.spec.name: feed.spec}

        def write(conn: Connection) -> int:
            # As the feed is now: a poll may have ended while the delivery was read.
            current = subscriptions.feed_of(conn, feed.id, specs) or feed
            polled = absorb_delivery(conn, replace(collected, feed=current))
            subscriptions.delivered(conn, feed.id, collected.at)
            return polled.new

        new = await engine.archive.submit(write, bodies=bodies)
        log.info("delivered feed=%s new=%d", feed.spec.name, new)
