"""Words of headlines that tell what kind of page an entry is: our own lists, folded as `text/language.py: plain` does."""

import re
from dataclasses import dataclass
from typing import Literal

from aggregator.text import language

Kind = Literal["live page", "round-up", "correction", "analysis", "reaction"]


_DENSE = re.compile("[\u3040-\u9fff\uac00-\ud7a3\u0e00-\u0e7f]")


@dataclass(frozen=True, slots=True)
class _Phrases:
    """Phrases to look for: whole words in scripts with spaces, anywhere in the others."""

    spaced: re.Pattern[str]
    dense: re.Pattern[str]
    heads: frozenset[str]  # first words: one of them must occur

    def search(self, plain: str, words: frozenset[str]) -> bool:
        if not self.heads.isdisjoint(words) and self.spaced.search(plain):
            return True
        return _DENSE.search(plain) is not None and self.dense.search(plain) is not None


def _any(*phrases: str) -> _Phrases:
    plain = [language.plain(phrase) for phrase in phrases]
    spaced = [phrase for phrase in plain if not _DENSE.search(phrase)]
    dense = [phrase for phrase in plain if _DENSE.search(phrase)]
    return _Phrases(
        re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, spaced))})(?!\w)"),
        re.compile("|".join(map(re.escape, dense))),
        frozenset(_WORD.findall(phrase)[0] for phrase in spaced),
    )


_WORD = re.compile(r"\w+")

_ROUND_UP = _any(
    "l'essentiel", "l'essentiel de l'actualite", "l'actu en bref", "en bref", "les titres", "a la une",
    "ce qu'il faut retenir", "ce qu'il faut savoir ce", "revue de presse", "le recap", "matinale", "le brief",
    "morning briefing", "evening briefing", "briefing", "news in brief", "in brief", "top stories", "the week in",
    "week in review", "what you need to know today", "newsletter", "roundup", "round-up", "die wichtigsten",
    "das wichtigste", "nachrichten am morgen", "kurz und knapp", "kurznachrichten", "kompakt", "tagesuberblick",
    "las claves del dia", "lo mas importante", "resumen del dia", "resumen de noticias", "noticias breves",
    "breves", "오늘의 주요 뉴스", "주요 뉴스", "주요뉴스", "뉴스 브리핑", "브리핑", "간추린", "모닝 브리핑",
    "أبرز الأخبار", "موجز", "موجز الأنباء", "نشرة", "عناوين الأخبار", "أهم الأخبار", "главное за день",
    "главные новости", "итоги дня", "主なニュース", "今日のニュース", "新闻早餐", "要闻",
)  # fmt: skip
_CORRECTION = _any(
    "correction", "correctif", "rectificatif", "rectification", "erratum", "corrige", "corrected", "clarification",
    "korrektur", "berichtigung", "richtigstellung", "correccion", "fe de errores", "fe de erratas", "rectificacion",
    "rettifica", "errata", "correcao", "정정", "바로잡습니다", "정정보도", "تصحيح", "تصويب", "исправление", "訂正",
    "更正",
)  # fmt: skip
_ANALYSIS = _any(
    "analyse", "decryptage", "eclairage", "edito", "editorial", "tribune", "chronique", "opinion", "pourquoi",
    "comment expliquer", "que veut dire", "que signifie", "ce que change", "ce que l'on sait", "ce qu'on sait",
    "que sait-on", "what we know", "was wir wissen", "was bedeutet", "lo que se sabe", "que significa",
    "analysis", "explainer", "explained", "why", "what it means", "commentary", "comment",
    "op-ed", "hintergrund", "kommentar", "warum", "einordnung", "leitartikel", "analisis", "por que", "claves",
    "las claves", "opinion", "analisi", "perche", "analise", "entenda", "분석", "해설", "왜", "사설", "칼럼",
    "تحليل", "لماذا", "رأي", "анализ", "почему", "мнение", "解説", "社説", "分析", "评论",
)  # fmt: skip
_REACTION = _any(
    "reagit", "reagissent", "reaction", "reactions", "denonce", "denoncent", "condamne", "condamnent", "salue",
    "saluent", "reacts", "react", "reacted", "condemns", "condemn", "welcomes", "welcome", "praises", "slams",
    "criticizes", "criticises", "reagiert", "reagieren", "reaktionen", "kritisiert", "kritisieren", "begrusst",
    "begrussen", "verurteilt", "verurteilen", "reacciona", "reaccionan", "reacciones", "condena", "condenan",
    "celebra", "critica", "critican", "reagisce", "reazioni", "reacoes", "반응", "규탄", "환영", "비판", "ردود",
    "ردود فعل", "يدين", "تدين", "يرحب", "ترحب", "отреагировал", "реакция", "осудил", "反応", "回应",
)  # fmt: skip


def kind(title: str) -> Kind | None:
    """What the headline says the page is, or None for a plain report."""
    plain = language.plain(title)
    words = frozenset(_WORD.findall(plain))
    if (not _LIVE_HEADS.isdisjoint(words) or _DENSE.search(plain)) and _LIVE.search(plain):
        return "live page"
    found = (name for name, phrases in _KINDS if phrases.search(plain, words))
    return next(found, None)


_KINDS: tuple[tuple[Kind, _Phrases], ...] = (
    ("round-up", _ROUND_UP),
    ("correction", _CORRECTION),
    ("analysis", _ANALYSIS),
    ("reaction", _REACTION),
)

# "Live" is a verb and "direct" an adjective: these words count at the start or end, before or after a mark.
_LIVE_WORD = "|".join((
    "en direct", "direct", "live", "suivez",
    "ticker", "en vivo", "ao vivo", "diretta", "in diretta", "مباشر", "онлайн", "실시간",
    "라이브", "ライブ", "直播", "速報中",
))  # fmt: skip
_LIVE = re.compile(
    rf"^\W*(?:{_LIVE_WORD})\s*[:|\-–—\])•]"
    rf"|(?<!\w)(?:{_LIVE_WORD})\s*[:|–—]"
    rf"|[|:\-–—(\[]\s*(?:{_LIVE_WORD})\s*[\])]?\s*$"
    r"|(?<!\w)(?:live ?blog|live updates|live-?ticker|newsblog|minute par minute|minuto a minuto|as it happened)(?!\w)"
    r"|(?<!\w)(?:suivez (?:notre|en|le) direct|en direct de|in diretta)(?!\w)|لحظة بلحظة|прямая трансляция|실시간 중계"
)

_LIVE_HEADS = frozenset((
    "en", "direct", "live", "suivez", "ticker", "ao", "diretta", "in", "مباشر", "онлайн", "liveblog", "liveticker", "newsblog",
    "minute", "minuto", "as", "لحظة", "прямая",
))  # fmt: skip

_AGENCIES = (
    ("AFP", "afp|agence france[- ]presse|فرانس برس|أ ف ب|أ\\.ف\\.ب"),
    ("Reuters", "reuters|رويترز|로이터|ロイター|路透"),
    ("AP", "ap|associated press|أسوشيتد برس"),
    ("dpa", "dpa"),
    ("EFE", "efe|agencia efe"),
    ("Yonhap", "yonhap|연합뉴스"),
    ("ANSA", "ansa"),
    ("Lusa", "lusa"),
    ("Xinhua", "xinhua|新华社|新華社|신화통신"),
    ("Kyodo", "kyodo|共同通信|共同|교도통신"),
    ("Jiji", "jiji|時事"),
    ("TASS", "tass|тасс"),
    ("Interfax", "interfax|интерфакс"),
    ("Belga", "belga"),
    ("ATS", "ats|keystone-ats"),
    ("APA", "apa"),
    ("PA", "pa media|press association"),
    ("Anadolu", "anadolu|anadolu agency|الأناضول"),
    ("SID", "sid"),
    ("KCNA", "kcna|조선중앙통신"),
    ("Europa Press", "europa press"),
    ("PTI", "pti"),
    ("Newsis", "뉴시스"),
    ("MENA", "أ ش أ"),
    ("SPA", "واس"),
)
_CREDITS = tuple(
    (
        name,
        re.compile(
            # In brackets, as dateline ("SÉOUL (AFP) -", "PARIS, 3 mars (AFP)"), as signature, or "avec AFP".
            rf"[(\[/]\s*(?:avec\s+|with\s+|mit\s+|con\s+)?(?:{spelled})\s*[)\]/,;]"
            rf"|(?:\b(?:avec|with|mit|con|source|quelle|fuente)\s*:?\s+(?:l'|la |die )?(?:{spelled})\b)"
            rf"|(?:^|\n)\s*(?:©\s*)?(?:{spelled})\s*(?:[-–—:]|$|\n)"
            rf"|[-–—=]\s*(?:{spelled})\s*(?:$|\n)"
            rf"|\w\s*=\s*(?:{spelled})\b",
            re.IGNORECASE | re.MULTILINE,
        ),
        frozenset(one for one in spelled.split("|") if re.fullmatch("[a-zа-я]+", one)),
        tuple(re.split(r"[\[\\]", one)[0] for one in spelled.split("|") if not re.fullmatch("[a-zа-я]+", one)),
    )
    for name, spelled in _AGENCIES
)
_CREDIT_PLACE = 160  # characters from either end of a text; further inside a name is talked about


def agency(text: str) -> str | None:
    """The news agency that a text credits at its beginning or end, or None."""
    for part in (text[:_CREDIT_PLACE], text[-_CREDIT_PLACE:]):
        low = part.lower()
        words = _WORD.findall(low)
        plain = low.isascii()
        if _SINGLES.isdisjoint(words) and not any(one in low for one in (_LATIN if plain else _OTHERS)):
            continue
        for name, pattern, singles, others in _CREDITS:
            if (not singles.isdisjoint(words) or any(one in low for one in others)) and pattern.search(part):
                return name
    return None


_SINGLES = frozenset(one for _, _, singles, _ in _CREDITS for one in singles)
_OTHERS = tuple(one for _, _, _, others in _CREDITS for one in others)
_LATIN = tuple(one for one in _OTHERS if one.isascii())
