"""The daily weather of La Gazette de Valmarine: pages made from one template, alike in almost every word.

They are the classic trap of grouping: no two of them tell the same happening.
"""

from typing import NamedTuple

from aggregator.demo.pieces import Piece, piece


class _Day(NamedTuple):
    sky: str
    afternoon: str
    low: int  # °C
    high: int
    wind: str
    speed: int  # km/h
    sea: str
    tide: int  # coefficient, 20..120


_DAYS = {
    -2: _Day("un ciel couvert", "quelques gouttes", 11, 17, "ouest", 35, "agitée", 64),
    -1: _Day("des brumes", "de belles éclaircies", 10, 19, "nord-ouest", 20, "peu agitée", 58),
    0: _Day("un soleil voilé", "un temps sec", 12, 21, "nord", 15, "belle", 52),
    1: _Day("des nuages bas", "une lente amélioration", 12, 20, "nord-est", 25, "peu agitée", 49),
    2: _Day("un grand soleil", "une chaleur agréable", 13, 25, "est", 10, "belle", 55),
    3: _Day("un ciel laiteux", "un risque d’orage", 15, 27, "sud-est", 20, "belle", 66),
    4: _Day("des averses", "des trouées bleues", 14, 20, "ouest", 45, "agitée", 79),
    5: _Day("un ciel changeant", "des averses isolées", 12, 19, "nord-ouest", 40, "agitée", 88),
    6: _Day("un ciel dégagé", "un voile d’altitude", 11, 22, "nord", 15, "peu agitée", 93),
}


def _bulletin(day: int, facts: _Day) -> Piece:
    return piece(
        "gazette",
        f"{day} 05:00",
        f"meteo-jour-{day + 3}",
        f"Météo du {{date{day}}} à Valmarine et sur la côte",
        f"""
        Pour ce {{d{day}}}, Météo Valmarine annonce {facts.sky} en matinée sur la ville et la côte, puis {facts.afternoon}
        dans l’après-midi. Les températures iront de {facts.low} degrés au lever du jour à {facts.high} degrés au plus chaud.

        Le vent soufflera de {facts.wind}, avec des rafales à {facts.speed} km/h sur les caps. La mer sera {facts.sea} et le
        coefficient de marée atteindra {facts.tide}.

        Retrouvez les prévisions complètes, la qualité de l’air et l’état des plages sur notre page météo. Prochain
        bulletin demain à sept heures.
        """,
        section="Météo",
        series="weather",
    )


PIECES = tuple(_bulletin(day, facts) for day, facts in _DAYS.items())
