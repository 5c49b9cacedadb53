"""The week whole: every piece of every outlet, and which happening continues which.

    visit     the Russian president in North Korea: announced, departed, arrived, treaty, reactions, aftermath
    strike    the port of Port-Alban stands still: called, blocked, talks, agreement, resumption
    volcano   Morne Cendré on Sainte-Aurore: alert, eruption, flights, toll, return

Everything else is a small event told by two outlets, a piece that has nothing to do with any other, or the weather.
"""

from aggregator.demo import (
    singles_fr,
    singles_ko,
    singles_world,
    strike,
    visit_fr,
    visit_ko,
    visit_world,
    volcano,
    weather,
)
from aggregator.demo.pieces import Piece

PIECES: tuple[Piece, ...] = (
    *visit_fr.PIECES,
    *visit_world.PIECES,
    *visit_ko.PIECES,
    *strike.PIECES,
    *volcano.PIECES,
    *singles_fr.PIECES,
    *singles_world.PIECES,
    *singles_ko.PIECES,
    *weather.PIECES,
)

# Event -> the earlier event that it continues.
FOLLOWS = {
    "visit/departure": "visit/announcement",
    "visit/arrival": "visit/departure",
    "visit/treaty": "visit/arrival",
    "visit/reactions": "visit/treaty",
    "visit/aftermath": "visit/treaty",
    "strike/blocked": "strike/called",
    "strike/talks": "strike/blocked",
    "strike/agreement": "strike/talks",
    "strike/resumption": "strike/agreement",
    "volcano/eruption": "volcano/alert",
    "volcano/flights": "volcano/eruption",
    "volcano/toll": "volcano/eruption",
    "volcano/return": "volcano/eruption",
}
