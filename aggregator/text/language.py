"""Languages: which one a text is in; folding for the search index; words, stems and stop words.

Latin, Arabic and Cyrillic words are stemmed by Snowball (Porter 2001); Chinese, Japanese, Korean and Thai, which do not
put spaces where we would need them, are cut into overlapping pairs of characters (Nie and Ren 1999).
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache

from aggregator.text.stopwords import STOP_WORDS_AS_WRITTEN

FOLD_VERSION = "fold/1"  # stored beside the search index; a new number asks for a rebuild

# ------------------------------------------------------------------------------------------------------- folding

# Letters that Unicode does not decompose and a keyboard may lack; Arabic letters written several ways (Unicode 6.3
# "Arabic shaping classes"; what Lucene's ArabicNormalizer does); vowel signs and the stretching bar mean nothing.
_SAME_LETTER = str.maketrans(
    {
        "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ħ": "h", "ı": "i", "ŀ": "l", "ё": "е",
        "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ک": "ك", "ة": "ه",
        "’": "'", "‘": "'", "ʼ": "'", "`": "'",
        "\u00ad": None, "\u200b": None, "\u200c": None, "\u200d": None, "\u200e": None, "\u200f": None, "\u2060": None,
        "\ufeff": None, "\u0640": None, "\u0670": None, "\u0307": None,
        **{chr(point): None for point in range(0x064B, 0x0660)},
        **{chr(point): None for point in range(0x05B0, 0x05C8)},
    }
)  # fmt: skip

_HAN = "\u3005\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KANA = "\u3041-\u309f\u30a0-\u30ff\u31f0-\u31ff"
_HANGUL = "\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3"
_SOUTH_EAST = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_CJK_RUN = re.compile(f"[{_HAN}{_KANA}{_HANGUL}]+")


def fold(text: str) -> str:
    """`text` as the search index and queries spell it.

    NFKC, casefold, œ and æ and ß spelled out, one letter for the variants of an Arabic letter, invisible characters
    removed; runs of Han, kana and Hangul become pairs of characters: 東京都 -> "東京 京都" (a lone character stays).
    Accents stay: the index drops them itself.
    """
    if text.isascii():
        return text.lower()
    return _CJK_RUN.sub(_as_pairs, _folded(text))


def plain(text: str) -> str:
    """`text` lower case and without accents, its words in place: for comparing, not for showing.

    Hangul stays composed; Japanese voicing marks stay (か is not が).
    """
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFD", _folded(text))))


def _folded(text: str) -> str:
    # Folding case takes letters apart (ß) beside a mark, and dropping a mark lets others meet: compose once more.
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).translate(_SAME_LETTER)
    return unicodedata.normalize("NFKC", text)


_ACCENTS = re.compile("[\u0300-\u036f]")


def _as_pairs(match: re.Match[str]) -> str:
    run = match[0]
    pairs = [run[at : at + 2] for at in range(len(run) - 1)] or [run]
    return " " + " ".join(pairs) + " "


# --------------------------------------------------------------------------------------------------------- words

_MARKS = "\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963"
_LETTERS = rf"(?:[^\W\d_]+|[{_MARKS}]+)+"
_TOKEN = re.compile(rf"(?:[A-Z]\.){{2,}}|{_LETTERS}(?:['’ʼ]{_LETTERS})*|\d+(?:[.,'\u00a0\u202f]\d+)*")
_ACRONYM = re.compile(r"[A-Z]\.[A-Z]\.")
_WORD = re.compile(_LETTERS)
_UNSPACED = re.compile(f"[{_HAN}{_KANA}{_HANGUL}{_SOUTH_EAST}]")
_RUN = re.compile(
    f"[{_HAN}]+|[\u3041-\u309f]+|[\u30a0-\u30ff\u31f0-\u31ff]+|[{_HANGUL}]+|[{_SOUTH_EAST}]+|[^{_HAN}{_KANA}{_HANGUL}{_SOUTH_EAST}]+"
)
_GROUPED = re.compile(r"\d{1,3}(?:[.,'\u00a0\u202f]\d{3})+")

_BEFORE_APOSTROPHE = frozenset(
    # French, Italian, Catalan: an article or pronoun that lost its vowel.
    (
        *(
            "l",
            "d",
            "j",
            "m",
            "n",
            "s",
            "t",
            "c",
            "qu",
            "lorsqu",
            "puisqu",
            "jusqu",
            "quoiqu",
            "quelqu",
            "presqu",
            "entr",
        ),
        *("un", "dell", "all", "nell", "dall", "sull", "dev", "quest"),
    )
)
_AFTER_APOSTROPHE = frozenset(("s", "t", "d", "m", "re", "ve", "ll"))  # English


def words(text: str) -> list[str]:
    """The words of `text` in order, as spelled but for composition (NFC), clitics split off and dropped.

    "l'Ukraine" -> "Ukraine", "don't" -> "don", "U.S." -> "US", "1 000,5" stays one number; CJK runs stay whole.
    """
    return _clean(_TOKEN.findall(_composed(text)), text)


def _composed(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def _clean(found: list[str], text: str) -> list[str]:
    if "'" in text or "’" in text or "ʼ" in text or ("." in text and _ACRONYM.search(text)):
        cleaned: list[str] = []
        for word in found:
            if word.isalnum():
                cleaned.append(word)
            else:
                cleaned += _split(word)
        return cleaned
    return found


def _split(word: str) -> Sequence[str]:
    if "." in word and word[0].isalpha():
        return (word.replace(".", ""),)
    if word[0].isdigit() or ("'" not in word and "’" not in word and "ʼ" not in word):
        return (word,)
    parts = re.split("['’ʼ]", word)
    while len(parts) > 1 and parts[0].lower() in _BEFORE_APOSTROPHE:
        parts = parts[1:]
    while len(parts) > 1 and parts[-1].lower() in _AFTER_APOSTROPHE:
        parts = parts[:-1]
    return parts


def number(word: str) -> str:
    """A number in one spelling: thousands joined, a point for the decimals. "1.000,5" -> "1000.5", "52" -> "52"."""
    whole = _GROUPED.fullmatch(word)
    if whole:
        return re.sub(r"\D", "", word)
    head = re.match(r"((?:\d+[.,'\u00a0\u202f])*\d+)[.,](\d+)$", word)
    if head is None:
        return word
    return re.sub(r"\D", "", head[1]) + "." + head[2]


def tokens(text: str, language: str | None) -> list[str]:
    """What `text` speaks of, in order: stems without accents, stop words left out, CJK as pairs.

    Two texts of one language that share tokens share words; `language` chooses stemmer and stop words, None uses
    neither but the lists all languages agree on.
    """
    return [token for word in words(text) for token in content(word, language)]


@lru_cache(maxsize=20_000)
def content(word: str, language: str | None) -> tuple[str, ...]:
    """The tokens of one word out of `words()`: none for a stop word, several for a CJK run."""
    if word[0].isdigit():
        return (number(word),)
    if not word.isascii() and _UNSPACED.search(word):
        return tuple(token for run in _RUN.findall(plain(word)) for token in _run_tokens(run, language))
    low = word.lower()
    if low in stop_words(language):
        return ()
    token = plain(stem(low, language))
    if len(token) < 2 or token in plain_stop_words(language):
        return ()
    return (token,)


def _run_tokens(run: str, language: str | None) -> list[str]:
    first = run[0]
    if not _UNSPACED.match(first):
        return list(content(run, language))
    if "\u3041" <= first <= "\u309f":  # hiragana: grammar, nearly always
        return []
    if "\u30a0" <= first <= "\u30ff":  # katakana: a foreign word, whole
        return [run] if len(run) > 1 else []
    if "\uac00" <= first <= "\ud7a3":
        run = _KOREAN_ENDING.sub("", run)
    pairs = [run[at : at + 2] for at in range(len(run) - 1)] or [run]
    stop = stop_words(language)
    return [pair for pair in pairs if pair not in stop]


# Case and quotation endings of Korean words: 북한이, 북한은 and 북한 shall meet.
_KOREAN_ENDING = re.compile(
    "(?<=..)(?:에서|으로|까지|부터|에게|다고|라고|했다|한다|됐다|였다|이다|[은는이가을를의에와과도로만])$"
)


def stem(word: str, language: str | None) -> str:
    """The stem of a lower-case word, accents kept where the algorithm keeps them; the word itself where we have none."""
    make = _stemmer(language or "")
    if make is None or _SURROGATE.search(word):  # half a character cannot be handed to C
        return word
    return make(word)


_SURROGATE = re.compile("[\ud800-\udfff]")


_SNOWBALL = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english",
    "es": "spanish", "et": "estonian", "eu": "basque", "fa": "persian", "fi": "finnish", "fr": "french", "ga": "irish",
    "hi": "hindi", "hu": "hungarian", "hy": "armenian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "nb": "norwegian", "ne": "nepali", "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "ta": "tamil",
    "tr": "turkish", "yi": "yiddish",
}  # fmt: skip


@lru_cache(maxsize=64)
def _stemmer(language: str) -> Callable[[str], str] | None:
    name = _SNOWBALL.get(language)
    if name is None:
        return None
    try:
        return _fast_stemmer(name)
    except ImportError:
        return _slow_stemmer(name)


def _fast_stemmer(name: str) -> Callable[[str], str] | None:
    import Stemmer  # the C library: 40 times faster

    if name not in Stemmer.algorithms():
        return None
    # Its own cache is shared state that it prunes while it runs; `content` keeps the stems instead.
    made: Callable[[str], str] = Stemmer.Stemmer(name, 0).stemWord
    return made


def _slow_stemmer(name: str) -> Callable[[str], str] | None:
    import snowballstemmer  # the same algorithms in Python

    if name not in snowballstemmer.algorithms():
        return None
    made: Callable[[str], str] = snowballstemmer.stemmer(name).stemWord
    return made


@lru_cache(maxsize=256)  # a feed may declare any language
def stop_words(language: str | None) -> frozenset[str]:
    """The words of `language` that carry grammar, as written; none where we have no list."""
    return frozenset(STOP_WORDS_AS_WRITTEN.get(language or "", "").split())


@lru_cache(maxsize=256)
def plain_stop_words(language: str | None) -> frozenset[str]:
    """The same as `plain` spells them."""
    return frozenset(map(plain, stop_words(language)))


@cache
def _languages_of() -> Mapping[str, frozenset[str]]:
    """The languages in which a word is a stop word; as sets, because they know their hashes."""
    found: dict[str, list[str]] = defaultdict(list)
    for code in STOP_WORDS_AS_WRITTEN:
        for word in stop_words(code):
            found[word].append(code)
    return {word: frozenset(codes) for word, codes in found.items()}


# ----------------------------------------------------------------------------------------------------- detection

_LATIN_ONLY_IN = {
    "ß": "de", "ã": "pt", "õ": "pt", "ñ": "es", "¿": "es", "¡": "es", "ł": "pl", "ż": "pl", "ř": "cs", "ě": "cs", "ů": "cs",
    "ğ": "tr", "ı": "tr", "ő": "hu", "ű": "hu", "ș": "ro", "ț": "ro", "ă": "ro", "œ": "fr", "ê": "fr", "ệ": "vi", "ả": "vi",
}  # fmt: skip
_ONLY_IN = {
    "cyrillic": {"uk": "іїєґ", "ru": "ыэё", "sr": "ђјљњћџ", "be": "ў", "bg": "ъ"},
    "arabic": {"fa": "پچژگ", "ur": "ٹڈڑںے", "ar": "ةىئأإ"},
    "devanagari": {"hi": "ड़ढ़", "mr": "ळ"},
}
_SCRIPTS = (
    ("latin", "[A-Za-z\u00c0-\u024f\u1e00-\u1eff]"),
    ("cyrillic", "[\u0400-\u04ff]"),
    ("arabic", "[\u0620-\u06d3]"),
    ("han", f"[{_HAN}]"),
    ("kana", f"[{_KANA}]"),
    ("ko", f"[{_HANGUL}]"),
    ("el", "[\u0370-\u03ff]"),
    ("he", "[\u05d0-\u05ea]"),
    ("devanagari", "[\u0900-\u097f]"),
    ("th", "[\u0e00-\u0e7f]"),
    ("lo", "[\u0e80-\u0eff]"),
    ("my", "[\u1000-\u109f]"),
    ("km", "[\u1780-\u17ff]"),
    ("ka", "[\u10a0-\u10ff]"),
    ("hy", "[\u0530-\u058f]"),
    ("bn", "[\u0980-\u09ff]"),
    ("pa", "[\u0a00-\u0a7f]"),
    ("gu", "[\u0a80-\u0aff]"),
    ("ta", "[\u0b80-\u0bff]"),
    ("te", "[\u0c00-\u0c7f]"),
    ("kn", "[\u0c80-\u0cff]"),
    ("ml", "[\u0d00-\u0d7f]"),
    ("si", "[\u0d80-\u0dff]"),
    ("am", "[\u1200-\u137f]"),
)
_SCRIPT_OF = {
    **dict.fromkeys(("ru", "uk", "bg", "be", "mk", "kk", "ky", "mn", "tg"), "cyrillic"),
    **dict.fromkeys(("ar", "fa", "ur", "ps", "ckb", "ug", "sd"), "arabic"),
    **dict.fromkeys(("hi", "mr", "ne"), "devanagari"),
    "zh": "han", "yue": "han", "ja": "kana", "yi": "he",
    **{code: code for code in ("ko", "el", "he", "th", "lo", "my", "km", "ka", "hy", "bn", "pa", "gu", "ta", "te", "kn")},
    "ml": "ml", "si": "si", "am": "am",
}  # fmt: skip

# What py3langid may answer beyond the languages with stop words here: without a bound, short English headlines come
# back as Nigerian Pidgin and short French ones as Occitan (22 of 1,732 headlines that we tried).
_ALSO_KNOWN = frozenset((
    "et", "lv", "lt", "sk", "sl", "is", "ga", "cy", "sq", "eu", "gl", "mt", "az", "uz", "sw", "ms", "tl", "af",
    "be", "mk", "kk", "ky", "mn", "tg", "ps", "ckb", "mr", "ne",
))  # fmt: skip
_KNOWN = frozenset(STOP_WORDS_AS_WRITTEN) | _ALSO_KNOWN
_NO_CAPITALS = frozenset(
    ("han", "kana", "arabic", "devanagari", "he", "ko", "th", "lo", "my", "km", "ka", "bn", "pa", "gu", "ta")
)
_TOUCHING = "',.:;()-\""
_TOUCHING_ALL = _TOUCHING + "’«»“”"
_CLEAR_FROM = 300  # characters that say it ...
_CLEAR = 7.0  # ... with so many stop words of one language, and half as many of any other
_LOOKED_AT = 1_200  # characters; more changes no vote
_SCRIPT_SEEN_IN = 500  # characters
_PRIOR_VOTES = 1.5  # what the feed's own word for its language is worth, in stop words


def detect(text: str, allowed: Sequence[str], prior: str | None) -> str | None:
    """The language of `text` as a primary tag, or None when nothing speaks for one.

    The script decides where it can, then the votes of stop words; a close vote asks py3langid. `allowed` bounds the
    answer (empty: any language); `prior` is what the feed or the entry says, believed unless the words speak clearly
    against it, and answered for texts too short to judge.
    """
    prior = _primary(prior) if prior else None
    among = tuple(dict.fromkeys(_primary(code) for code in allowed))
    text = text[:_LOOKED_AT]
    counts = _script_counts(text)
    fallback = prior if prior and (not among or prior in among) else None
    if not counts or sum(counts.values()) < 3:
        return fallback
    script = _dominant(counts)
    fits = [code for code in among if _script_of(code) == script or (code == "sr" and script in ("latin", "cyrillic"))]
    if script == "han" and "ja" in among:
        fits.append("ja")
    if among and not fits:
        return None
    found = _in_script(script, text, fits, fallback)
    return found if found is None or not among or found in among else fallback


def has_capitals(language: str | None) -> bool:
    """Whether the script of this language tells names by a capital letter; true for an unknown one."""
    return language is None or _script_of(language) not in _NO_CAPITALS


def _script_counts(text: str) -> dict[str, int]:
    if text.isascii():
        return {"latin": sum(map(str.isalpha, text[:100]))}
    counts: Counter[str] = Counter()
    for char, times in Counter(text[:_SCRIPT_SEEN_IN]).items():
        script = _script(char)
        if script is not None:
            counts[script] += times
    return counts


@lru_cache(maxsize=8_192)
def _script(char: str) -> str | None:
    if not char.isalpha():
        return None
    return next((name for name, pattern in _scripts() if pattern.match(char)), None)


@cache
def _scripts() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(letters)) for name, letters in _SCRIPTS)


@lru_cache(maxsize=1_024)
def _primary(tag: str) -> str:
    code = tag.lower().replace("_", "-").split("-")[0]
    return {
        "nb": "no",
        "nn": "no",
        "iw": "he",
        "in": "id",
        "ji": "yi",
        "cmn": "zh",
        "sh": "sr",
        "hr": "sr",
        "bs": "sr",
    }.get(code, code)


def _script_of(code: str) -> str:
    return _SCRIPT_OF.get(code, "latin")


def _dominant(counts: Mapping[str, int]) -> str:
    """The script a reader would name: kana make Han Japanese, and a word of Han weighs more than one of letters."""
    weighed = {
        name: count * (1 if name in ("latin", "cyrillic", "arabic", "el", "he") else 2.5)
        for name, count in counts.items()
    }
    han, kana = counts.get("han", 0), counts.get("kana", 0)
    if kana and kana * 12 >= han:
        weighed["kana"] = weighed.get("kana", 0) + weighed.pop("han", 0)
    return max(sorted(weighed), key=weighed.__getitem__)


def _in_script(script: str, text: str, fits: Sequence[str], prior: str | None) -> str | None:
    match script:
        case "latin" | "cyrillic" | "arabic" | "devanagari":
            return fits[0] if len(fits) == 1 and fits[0] != "sr" else _by_votes(script, text, fits, prior)
        case "han":
            return "ja" if prior == "ja" or (fits and "zh" not in fits) else "zh"
        case "kana":
            return "ja"
        case _:
            return script


def _by_votes(script: str, text: str, fits: Sequence[str], prior: str | None) -> str | None:
    prior = prior if prior and _script_of(prior) == script else None
    if len(text) > _CLEAR_FROM:
        # Most articles say what they are in their first lines; the others are read on.
        votes = _votes(script, text[:_CLEAR_FROM], fits)
        (best, score), (_, second) = _first_two(votes)
        if score >= _CLEAR and score >= 2 * second and _may_be(best, prior):
            return best
    votes = _votes(script, text, fits)
    if prior:
        votes[prior] = votes.get(prior, 0.0) + _PRIOR_VOTES
    (best, score), (_, second) = _first_two(votes)
    if score >= 2 and score >= 1.25 * second + 1 and _may_be(best, prior):
        return best
    # No clear vote. What is declared decides; where nothing is, a model of letters does (its loading takes half a second
    # and 95 MB, once).
    return prior or _by_letters(text, fits, script) or best


def _may_be(best: str | None, prior: str | None) -> bool:
    """Whether votes can speak against `prior`: not for a neighbour that has stop words, against one that has none here."""
    return prior is None or best == prior or prior in STOP_WORDS_AS_WRITTEN


def _first_two(votes: Mapping[str, float]) -> tuple[tuple[str | None, float], tuple[str | None, float]]:
    ranked = sorted(votes.items(), key=lambda item: (-item[1], item[0]))
    first, second, *_ = (*ranked, (None, 0.0), (None, 0.0))
    return first, second


def _votes(script: str, text: str, fits: Sequence[str]) -> dict[str, float]:
    candidates = fits or _candidates(script)
    low = text.lower()
    found: Counter[str] = Counter()
    for codes, times in Counter(map(_languages_of().get, _apart(low).split())).items():
        for code in codes or ():
            found[code] += times
    votes: dict[str, float] = {code: found[code] for code in candidates if code in found}
    if not low.isascii():
        for code, more in _letter_votes(script, low).items():
            if more and code in candidates:
                votes[code] = votes.get(code, 0.0) + more
    return votes


def _apart(text: str) -> str:
    """`text` with spaces for the marks that touch words."""
    for mark in _TOUCHING if text.isascii() else _TOUCHING_ALL:
        text = text.replace(mark, " ")
    return text


@cache
def _candidates(script: str) -> tuple[str, ...]:
    """The languages with stop words here that are written in this script."""
    return tuple(code for code in STOP_WORDS_AS_WRITTEN if _script_of(code) == script or code == "sr")


def _letter_votes(script: str, low: str) -> dict[str, float]:
    """Letters that one language of a script has and its neighbours lack."""
    if script != "latin":
        return {code: min(sum(map(low.count, letters)), 4) for code, letters in _ONLY_IN.get(script, {}).items()}
    votes: dict[str, float] = defaultdict(float)
    for letter, code in _LATIN_ONLY_IN.items():
        if letter in low:
            votes[code] += min(low.count(letter), 3) * 0.7
    return votes


def _by_letters(text: str, fits: Sequence[str], script: str) -> str | None:
    """py3langid's best language in this script."""
    from py3langid import langid

    for code, _score in langid.rank(text):
        code = _primary(code)
        if (_script_of(code) == script or code == "sr") and code in (fits or _KNOWN):
            return str(code)
    return None
