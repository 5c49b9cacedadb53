"""The 17 top-level subjects of the IPTC Media Topics, with labels, and a classifier that says why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from aggregator.text.lookup import Lookup
from aggregator.text.profiles import PROFILES
from aggregator.text.words import Words, fold, listed

# slug: (IPTC medtop code, {language: label}); labels in English and French are IPTC's.
SUBJECTS: dict[str, tuple[str, dict[str, str]]] = {
    "arts": (
        "01000000",
        {"en": "Arts, culture, entertainment and media", "fr": "Arts, culture, divertissement et médias"},
    ),
    "conflict": ("16000000", {"en": "Conflict, war and peace", "fr": "Conflits, guerre et paix"}),
    "crime": ("02000000", {"en": "Crime, law and justice", "fr": "Criminalité, droit et justice"}),
    "disaster": (
        "03000000",
        {"en": "Disaster, accident and emergency incident", "fr": "Catastrophes, accidents et urgences"},
    ),
    "economy": ("04000000", {"en": "Economy, business and finance", "fr": "Économie, affaires et finance"}),
    "education": ("05000000", {"en": "Education", "fr": "Éducation"}),
    "environment": ("06000000", {"en": "Environment", "fr": "Environnement"}),
    "health": ("07000000", {"en": "Health", "fr": "Santé"}),
    "human": ("08000000", {"en": "Human interest", "fr": "Gens, animaux, insolite"}),
    "labor": ("09000000", {"en": "Labour", "fr": "Social"}),
    "lifestyle": ("10000000", {"en": "Lifestyle and leisure", "fr": "Vie quotidienne et loisirs"}),
    "politics": ("11000000", {"en": "Politics and government", "fr": "Politique et administration"}),
    "religion": ("12000000", {"en": "Religion", "fr": "Religion"}),
    "science": ("13000000", {"en": "Science and technology", "fr": "Science et technologie"}),
    "society": ("14000000", {"en": "Society", "fr": "Société"}),
    "sport": ("15000000", {"en": "Sport", "fr": "Sport"}),
    "weather": ("17000000", {"en": "Weather", "fr": "Météo"}),
}


# Points of a word; chosen on one half of tests/corpus/topics/labelled.jsonl and confirmed on the other.
CLEAR, ORDINARY = 3.0, 1.0
IN_TITLE = 2.0  # times
CATEGORY = 5.0  # the publisher filed it there
ENOUGH = 5.0
# A subject next to a stronger one is named when it has this share of its points, and at most this many are.
BESIDE = 0.6
MOST = 3
# A long text names a little of everything: what is asked grows with the square root of its length beyond this.
LONG = 120  # words

# What publishers call their sections.
SECTIONS: Mapping[str, frozenset[str]] = {
    "arts": listed(
        "culture cultures kultur cultura arts cinema musique music movies books livres film 문화 エンタメ ثقافة entertainment"
    ),
    "crime": listed("justice police-justice faits-divers crime polizei sucesos 사건 societe-police"),
    "economy": listed(
        "economie economy business wirtschaft economia finance markets 경제 経済 اقتصاد entreprises bourse money"
    ),
    "education": listed("education bildung educacion 교육 教育 campus ecole"),
    "environment": listed("environnement environment umwelt climat climate planete medioambiente klima 환경 環境 بيئة"),
    "health": listed("sante health gesundheit salud 건강 医療 صحة coronavirus covid-19"),
    "human": listed("insolite people kurioses panorama gente vermischtes insolites"),
    "labor": listed("emploi social travail"),
    "lifestyle": listed("gastronomie voyage voyages travel food lifestyle reise styles style m-styles cuisine viajes"),
    "politics": listed("politique politics politik politica 정치 政治 سياسة elections"),
    "religion": listed("religion religions religione 종교"),
    "science": listed(
        "sciences science wissen ciencia technologie technology tech tecnologia 과학 科学 IT it pixels digital netzwelt"
    ),
    "society": listed("societe society gesellschaft sociedad 사회"),
    "sport": listed("sport sports football deportes rugby tennis 스포츠 スポーツ رياضة fussball cyclisme"),
    "weather": listed("meteo weather wetter tiempo 날씨 天気 طقس"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A subject of a text, with the words that speak for it."""

    slug: str
    score: float  # 0..1
    because: tuple[str, ...]  # the strongest first


def classify(words: Words, language: str | None, categories: Sequence[str] = ()) -> tuple[Found, ...]:
    """The subjects of a text, the best first; none when nothing speaks clearly for one.

    A sum that a reader can check: each word of a profile counts once, clear ones three times, and twice in the title. One
    word alone is never enough, and what only comes up late in a text is not what it is about, unless the publisher's own
    category says the same. Languages without a profile have only that category.
    """
    points: dict[str, list[tuple[float, str]]] = {}
    early: set[str] = set()
    if language in PROFILES:
        lookup, weights = _profile(language)
        for word, match in lookup.find(words).items():
            for slug, weight in weights[word]:
                early |= {slug} if match.early else set()
                points.setdefault(slug, []).append((weight * (IN_TITLE if match.in_title else 1.0), match.spelled))
    for category in categories:
        for slug in _sections(category):
            early.add(slug)
            points.setdefault(slug, []).append((CATEGORY, f"category: {category}"))
    needed = ENOUGH * max(1.0, (len(words.folded) / LONG) ** 0.5)
    apart = {slug: _apart(told) for slug, told in points.items()}
    sums = {slug: sum(weight for weight, _ in told) for slug, told in apart.items() if len(told) > 1 and slug in early}
    best = max(sums.values(), default=0.0)
    ranked = sorted((-total, slug) for slug, total in sums.items() if total >= needed and total >= BESIDE * best)
    return tuple(
        Found(
            slug=slug,
            score=round(-total / (needed - total), 2),
            because=tuple(spelled for _, spelled in apart[slug]),
        )
        for total, slug in ranked[:MOST]
    )


def _apart(told: Sequence[tuple[float, str]]) -> list[tuple[float, str]]:
    """The points with their words, the most first; of words inside one another (`prime minister`, `minister`) the longest."""
    kept: list[tuple[float, str, str]] = []
    for weight, spelled in sorted(told, key=lambda pair: (-len(pair[1]), -pair[0], pair[1])):
        folded = fold(spelled)
        if not any(folded in longer for _, _, longer in kept):
            kept.append((weight, spelled, folded))
    return sorted(((weight, spelled) for weight, spelled, _ in kept), key=lambda pair: (-pair[0], pair[1]))


def _sections(category: str) -> list[str]:
    parts = {fold(part) for part in category.replace("/", " ").replace(",", " ").split()} | {fold(category)}
    return [slug for slug in SECTIONS if parts & _folded_sections(slug)]


@cache
def _folded_sections(slug: str) -> frozenset[str]:
    return frozenset(map(fold, SECTIONS[slug]))


@cache
def _profile(language: str) -> tuple[Lookup, Mapping[str, tuple[tuple[str, float], ...]]]:
    """The words of one language, ready to be found, and what each says."""
    lookup = Lookup()
    weights: dict[str, tuple[tuple[str, float], ...]] = {}
    for slug, text in PROFILES[language].items():
        for given in text.split():
            word = given.removeprefix("!").replace("_", " ")
            if word not in weights:
                lookup.add(word)
            weights[word] = (*weights.get(word, ()), (slug, CLEAR if given.startswith("!") else ORDINARY))
    return lookup, weights
