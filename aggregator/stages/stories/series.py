"""Pages that repeat a template: weather, horoscope, lottery, bulletins by the hour. They look alike and mean nothing.

A page is of a series when its headline is a template word with nothing but dates, numbers and names around it, or when
one outlet published five headlines within a week that differ in nothing but those.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from struct import Struct

from aggregator.text import fingerprint, language

REPEATS = 5  # distinct headlines of one template
WITHIN = 7 * 86_400.0  # seconds

_WEEKDAYS_AND_MONTHS = """
    lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier mars avril mai juin juillet aout septembre
    octobre novembre decembre monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun
    january february march april may june july august september october november december jan feb apr jun jul aug sep
    sept oct nov dec montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag januar februar marz juni
    juli oktober dezember lunes martes miercoles jueves viernes sabado domingo enero febrero marzo abril mayo junio
    julio agosto septiembre octubre noviembre diciembre lunedi martedi mercoledi giovedi venerdi sabato domenica
    gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre segunda terca quarta quinta sexta feira
    janeiro fevereiro marco maio junho julho setembro outubro novembro dezembro maandag dinsdag woensdag donderdag
    vrijdag zaterdag zondag januari februari maart mei augustus понедельник вторник среда среду четверг пятница
    пятницу суббота субботу воскресенье января февраля марта апреля мая июня июля августа сентября октября ноября
    декабря الاثنين الثلاثاء الاربعاء الخميس الجمعه السبت الاحد يناير فبراير مارس ابريل مايو يونيو يوليو اغسطس سبتمبر
    اكتوبر نوفمبر ديسمبر aujourd demain hier matin midi soir nuit semaine weekend week end today tomorrow yesterday
    morning noon evening tonight night daily heute morgen gestern abend nacht mittag woche tag hoy manana ayer noche
    tarde dia semana oggi domani ieri sera notte giorno hoje amanha ontem noite اليوم غدا امس مساء صباح сегодня завтра
    вчера утром вечером h heures heure uhr am pm horas ore janv fevr juil nr no
"""
_DATES = frozenset(_WEEKDAYS_AND_MONTHS.split())
_CJK_DATE = re.compile(
    "[0-9０-９]+ ?[年月日時分時号号회차년월일시분]|[월화수목금토일](?:요일)"
    "|[月火水木金土日]曜日?|星期[一二三四五六日天]|周[一二三四五六日]"
    "|오늘|내일|어제|아침|오전|오후|저녁|밤|今日|明日|昨日|今天|明天|早上|晚上|朝|夜"
)

_TEMPLATES = """
    meteo previsions bulletin horoscope astro loto euromillions keno tirage tirages resultats resultat numeros
    ephemeride marees programme programmes tv tele grille mots croises sudoku trafic info infos flash journal jt
    flashs bouchons pollens cotations cours bourse cloture ouverture taux change menu recette blague citation proverbe
    quiz saint weather forecast horoscopes lottery powerball megamillions results winning numbers bulletin bulletins
    headlines schedule listings crossword traffic tides pollen markets market exchange rate rates quote recipe puzzle
    wordle answer hints listen podcast wetter wettervorhersage vorhersage wetterbericht horoskop lotto lottozahlen
    gewinnzahlen eurojackpot ziehung tv programm fernsehprogramm verkehr stau nachrichten kurse wechselkurs
    kreuzwortratsel ratsel tagesschau tiempo pronostico prevision clima horoscopo loteria primitiva quiniela sorteo
    bonoloto once cuponazo programacion trafico boletin noticias cotizacion dolar crucigrama santoral meteo previsioni
    oroscopo lotto superenalotto estrazione estrazioni oroscopi palinsesto traffico previsao tempo horoscopo loterias
    mega sena sorteio programacao transito погода прогноз гороскоп лотерея курс валют طقس الطقس حاله الارصاد الابراج
    حظك برجك يانصيب سحب اسعار الصرف نشره مواقيت الصلاه 날씨 운세 로또 당첨번호 편성표 교통정보 환율 증시 시황 오늘의
    별자리 띠별 天気 予報 占い 運勢 宝くじ 番組表 星座 天气 天气预报 运势 彩票 双色球 开奖
"""
_TEMPLATE_WORDS = frozenset(language.plain(word) for word in _TEMPLATES.split())
# Words of ordinary headlines too: around these, one other word already makes a report.
_WEAK = frozenset(
    """
    tv change taux once saint programme programmes resultat resultats results info infos tele cours menu rate rates market
    markets quote tag tiempo clima noticias tempo stau verkehr trafic traffic recette recipe answer hints ouverture cloture
    nachrichten flash trafico transito winning numbers programacion programacao puzzle quiz journal schedule blague
    """.split()  # noqa: SIM905 - a list of a hundred quoted words reads worse
)
_CJK_TEMPLATE = re.compile(
    "|".join(word for word in _TEMPLATES.split() if re.match("[\u3040-\u9fff\uac00-\ud7a3]", word))
)
_BEFORE_MARK = re.compile(r"(\w+)\s*[:–—|]")
_MARK = re.compile(r"[#DN]")


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A headline with its slots emptied: # a number, D a date word, N a name."""

    shape: str
    kept: int  # words that are left and mean something
    template: bool  # one of them is a template word, and dates, numbers or names stand around it
    dated: bool
    names: str  # what stands in the slots for names


def skeleton(title: str, spoken: str | None) -> Skeleton:
    """The template that a headline would have come from."""
    if not title.isascii():
        title = _CJK_DATE.sub(" 0day ", title)
    words = language.words(title)
    telling = not fingerprint.is_headline_case(words)
    colon_after = set(_BEFORE_MARK.findall(title))
    parts = [_part(word, at, telling=telling, colon_after=colon_after, spoken=spoken) for at, word in enumerate(words)]
    shape = re.sub(r"(\S)(?: \1)+(?= |$)", r"\1", " ".join(parts)) if parts else ""
    left = [part for part in parts if part not in "#DN"]
    known = [part for part in left if part in _TEMPLATE_WORDS or (not part.isascii() and _CJK_TEMPLATE.search(part))]
    meaning = [part for part in left if part not in language.plain_stop_words(spoken)]
    dated = "D" in parts or "#" in parts
    return Skeleton(
        shape=shape,
        kept=len(meaning),
        template=bool(known) and dated and len(meaning) - len(known) <= (0 if _WEAK.issuperset(known) else 1),
        dated="D" in parts,
        names=" ".join(word for word, part in zip(words, parts, strict=True) if part == "N"),
    )


def _part(word: str, at: int, *, telling: bool, colon_after: set[str], spoken: str | None) -> str:
    part, plain = _plain_part(word)
    if not plain and telling and word[0].isupper() and (at > 0 or word in colon_after):
        return "N" if part not in language.plain_stop_words(spoken) else part
    return part


@lru_cache(maxsize=20_000)
def _plain_part(word: str) -> tuple[str, bool]:
    """What stands for a word, and whether it does so however the word is written."""
    plain = language.plain(word)
    if word[0].isdigit():
        return "D" if word == "0" else "#", True
    if plain == "day" or plain in _DATES:
        return "D", True
    return plain, plain in _TEMPLATE_WORDS


_SEEN = Struct("<dIIq")  # when, hash of the headline, hash of the names in it, entry


class SeriesGuard:
    """The templates of each outlet within the last week.

    Most headlines are a template that is met once: what is kept of one is a few bytes.
    """

    def __init__(self) -> None:
        self._seen: dict[int, bytes] = {}  # by outlet and shape

    def judge(self, outlet: int, title: str, spoken: str | None, at: float, entry: int) -> tuple[bool, tuple[int, ...]]:
        """Whether this headline is of a series, and the earlier entries that it shows to be of it too."""
        bones = skeleton(title, spoken)
        if bones.template:
            return True, ()
        if not bones.kept or not _MARK.search(bones.shape):
            return False, ()
        # A toll that rises ("Séisme en Turquie : 12 morts") repeats a headline about one thing: no date, and one name.
        key = outlet << 32 | fingerprint.term(bones.shape)
        held = self._seen.get(key, b"")
        while held and _SEEN.unpack_from(held)[0] < at - WITHIN:
            held = held[_SEEN.size :]
        held += _SEEN.pack(at, fingerprint.term(title), fingerprint.term(bones.names), entry)
        self._seen[key] = held
        titles = list(_SEEN.iter_unpack(held))
        told = {names if not bones.dated else headline for _, headline, names, _ in titles}
        if len(told) < REPEATS:
            return False, ()
        return True, tuple(one for *_, one in titles if one != entry)

    def forget(self, now: float) -> None:
        """Drop templates that were last seen more than a week before this instant (seconds)."""
        self._seen = {
            key: held
            for key, held in self._seen.items()
            if _SEEN.unpack_from(held, len(held) - _SEEN.size)[0] >= now - WITHIN
        }

    def rows(self) -> list[tuple[int, str]]:
        """What is remembered, for storing."""
        return [(key, held.hex()) for key, held in self._seen.items()]

    def load(self, rows: Iterable[tuple[int, str]]) -> None:
        """The reverse of `rows`."""
        self._seen = {int(key): bytes.fromhex(held) for key, held in rows}
