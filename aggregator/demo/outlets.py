"""The five invented outlets: their voices, their feeds, and what goes wrong with them during the week.

Addresses end in `.invalid` (RFC 2606) until a server gives them one on the loopback network.
"""

from datetime import timedelta
from typing import Literal

from msgspec import Struct

from aggregator.demo.pieces import when

Format = Literal["rss", "rdf", "atom", "json"]
FaultKind = Literal["malformed", "cut", "unavailable"]


class Outlet(Struct, frozen=True, kw_only=True):
    """A publisher with its own address and its own way of making pages."""

    name: str
    title: str
    language: str
    zone: timedelta  # offset from UTC in which it writes its dates
    zone_name: str  # IANA
    address: str  # on the loopback network
    layout: str  # of its article pages, see demo/pages.py
    encoding: str
    about: str
    copyright: str

    @property
    def host(self) -> str:
        """The address it has as long as nobody serves it."""
        return f"{self.name}.invalid"


class Fault(Struct, frozen=True, kw_only=True):
    """A stretch of time in which a feed is not what it should be."""

    begin: timedelta
    end: timedelta  # the first instant at which it is well again
    kind: FaultKind


class Move(Struct, frozen=True, kw_only=True):
    """A feed that answers 301 at its former address from `after` on."""

    after: timedelta
    path: str  # the new one


class Channel(Struct, frozen=True, kw_only=True):
    """One feed of one outlet."""

    name: str
    outlet: str
    path: str  # as subscribed
    format: Format
    title: str
    full_text: bool  # else an excerpt
    etag: bool
    last_modified: bool
    section: str | None = None  # only pieces of this section
    window: int = 18  # entries in one document
    move: Move | None = None
    faults: tuple[Fault, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        """Every address the feed ever has, the subscribed one first."""
        return (self.path, self.move.path) if self.move else (self.path,)


OUTLETS = (
    Outlet(
        name="courrier",
        title="Le Courrier du Ponant",
        language="fr",
        zone=timedelta(hours=2),
        zone_name="Europe/Paris",
        address="127.20.24.1",
        layout="courrier",
        encoding="utf-8",
        about="Le quotidien de Port-Alban et de la côte",
        copyright="Le Courrier du Ponant, Port-Alban. Tous droits réservés.",
    ),
    Outlet(
        name="gazette",
        title="La Gazette de Valmarine",
        language="fr",
        zone=timedelta(hours=2),
        zone_name="Europe/Paris",
        address="127.20.24.2",
        layout="gazette",
        encoding="windows-1252",
        about="L’actualité de Valmarine, de la région et du monde",
        copyright="© La Gazette de Valmarine – mentions légales – cookies",
    ),
    Outlet(
        name="meridian",
        title="The Meridian Ledger",
        language="en",
        zone=timedelta(0),
        zone_name="UTC",
        address="127.20.24.3",
        layout="meridian",
        encoding="utf-8",
        about="World reporting, read slowly",
        copyright="Copyright The Meridian Ledger. All rights reserved.",
    ),
    Outlet(
        name="brueckenblatt",
        title="Das Brückenblatt",
        language="de",
        zone=timedelta(hours=2),
        zone_name="Europe/Berlin",
        address="127.20.24.4",
        layout="brueckenblatt",
        encoding="utf-8",
        about="Nachrichten aus Norddeutschland und der Welt",
        copyright="© Das Brückenblatt. Alle Rechte vorbehalten. Impressum",
    ),
    Outlet(
        name="saebyeok",
        title="새벽나루신문",
        language="ko",
        zone=timedelta(hours=9),
        zone_name="Asia/Seoul",
        address="127.20.24.5",
        layout="saebyeok",
        encoding="utf-8",
        about="새벽을 여는 신문",
        copyright="저작권자 © 새벽나루신문. 무단 전재 및 재배포 금지",
    ),
)

CHANNELS = (
    Channel(
        name="courrier-une",
        outlet="courrier",
        path="/rss/une.xml",
        format="rss",
        title="Le Courrier du Ponant - À la une",
        full_text=False,
        etag=True,
        last_modified=False,
    ),
    Channel(
        name="courrier-monde",
        outlet="courrier",
        path="/rss/monde.xml",
        format="rss",
        title="Le Courrier du Ponant - Monde",
        full_text=False,
        etag=True,
        last_modified=True,
        section="Monde",
        move=Move(after=when("2 05:00"), path="/flux/monde.xml"),
    ),
    Channel(
        name="gazette",
        outlet="gazette",
        path="/backend.rdf",
        format="rdf",
        title="La Gazette de Valmarine",
        full_text=False,
        etag=False,
        last_modified=True,
    ),
    Channel(
        name="meridian",
        outlet="meridian",
        path="/feed/atom",
        format="atom",
        title="The Meridian Ledger",
        full_text=True,
        etag=True,
        last_modified=True,
    ),
    Channel(
        name="brueckenblatt",
        outlet="brueckenblatt",
        path="/feed.json",
        format="json",
        title="Das Brückenblatt",
        full_text=True,
        etag=True,
        last_modified=True,
    ),
    Channel(
        name="saebyeok",
        outlet="saebyeok",
        path="/rss/all.xml",
        format="rss",
        title="새벽나루신문 전체기사",
        full_text=True,
        etag=True,
        last_modified=False,
        faults=(
            Fault(begin=when("3 01:00"), end=when("3 05:00"), kind="malformed"),
            Fault(begin=when("3 05:00"), end=when("3 08:00"), kind="cut"),
            Fault(begin=when("3 08:00"), end=when("3 14:00"), kind="unavailable"),
        ),
    ),
)


def outlet_named(name: str) -> Outlet:
    """The outlet of that name; there has to be one."""
    return next(each for each in OUTLETS if each.name == name)
