"""Words that speak for the subjects of news, by language.

Our own lists. ``!`` marks words that speak clearly, ``_`` stands for a space in a phrase, a star ends the beginning of a
word. A word that several subjects share (`court`, `match`, `campagne`) is in none of them, or only as part of a phrase.
"""

from collections.abc import Mapping

from aggregator.text.profiles import ar, de, en, es, fr, it, ja, ko, pl, pt, ru, zh

PROFILES: Mapping[str, Mapping[str, str]] = {
    "fr": fr.PROFILE,
    "en": en.PROFILE,
    "de": de.PROFILE,
    "es": es.PROFILE,
    "ko": ko.PROFILE,
    "ja": ja.PROFILE,
    "ar": ar.PROFILE,
    "it": it.PROFILE,
    "pl": pl.PROFILE,
    "pt": pt.PROFILE,
    "ru": ru.PROFILE,
    "zh": zh.PROFILE,
}
