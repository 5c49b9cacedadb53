"""What kind of page a headline announces; series; agencies; furniture of outlets."""

import pytest

from aggregator.stages.stories import cues
from aggregator.stages.stories.series import SeriesGuard, skeleton
from aggregator.stages.stories.sources import LEAST, Sources

DAY = 86_400.0


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("EN DIRECT - Guerre en Ossalie : le point", "live page"),
        ("Ossalia live: troops cross the river", "live page"),
        ("Tempête sur la côte | Direct", "live page"),
        ("실시간 | 태풍 나래", "live page"),
        ("Sturm über Kortau – Liveticker", "live page"),
        ("People live longer in Westmere", None),
        ("Baisse de l'investissement direct étranger", None),
        ("Where to hear live music this week", None),
        ("L’essentiel de l’actualité ce mercredi", "round-up"),
        ("Evening briefing: quake, strike, ferry", "round-up"),
        ("오늘의 주요 뉴스", "round-up"),
        ("Correction: Quilcamayo strike", "correction"),
        ("Pourquoi le procès a tant tardé", "analysis"),
        ("Opposition reagiert auf Rücktritt", "reaction"),
        ("ردود فعل على الاستقالة", "reaction"),
        ("Le ferry a coulé au large de la Crète", None),
    ],
)
def test_a_headline_tells_the_kind_of_page(title, kind):
    assert cues.kind(title) == kind


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        ("ATHÈNES (AFP) - Le ferry a coulé.", "AFP"),
        ("(Reuters) - The ferry sank.", "Reuters"),
        ("Athen (dpa) - Die Fähre ist gesunken.", "dpa"),
        ("MADRID, 3 mar (EFE).- El ferri", "EFE"),
        ("(서울=연합뉴스) 여객선이 침몰했다.", "Yonhap"),
        ("الرباط (أ ف ب) - غرقت العبارة", "AFP"),
        ("Le ferry a coulé.\nLe Phare avec AFP", "AFP"),
        ("Un ferry a coulé, rapporte un témoin.", None),
        ("What happened at the AP exam", None),
    ],
)
def test_an_agency_is_recognized_by_its_credit(text, agency):
    assert cues.agency(text) == agency


@pytest.mark.parametrize(
    ("title", "spoken"),
    [
        ("Kervaz : la météo du mardi 4 mars 2031", "fr"),
        ("Horoscope du vendredi 10 janvier", "fr"),
        ("Wetter in Auental am Mittwoch, 5. März", "de"),
        ("Lotería: resultados del sorteo del lunes 3 de marzo", "es"),
        ("오늘의 운세 (3월 4일)", "ko"),
        ("حالة الطقس اليوم الثلاثاء", "ar"),
        ("Weather forecast for Tuesday", "en"),
    ],
)
def test_template_pages_are_known_at_first_sight(title, spoken):
    assert skeleton(title, spoken).template


@pytest.mark.parametrize(
    ("title", "spoken"),
    [
        ("La tempête Zélie va frapper la Bretagne mardi, prévient la météo nationale", "fr"),
        ("Apple TV also got an update today", "en"),
        ("Séisme au Maroc : le bilan monte à 31 morts", "fr"),
        ("Results of the inquiry into the 1998 sinking shock families", "en"),
    ],
)
def test_reports_with_a_template_word_stay_reports(title, spoken):
    assert not skeleton(title, spoken).template


def test_the_fifth_headline_of_one_template_shows_the_four_before():
    guard = SeriesGuard()
    towns = ["Kervaz", "Lumio", "Tolvec", "Orsanne", "Sarzan"]

    said = [
        guard.judge(1, f"Les brocantes près de chez vous à {town}", "fr", n * 60.0, n) for n, town in enumerate(towns)
    ]

    assert said[:4] == [(False, ())] * 4
    assert said[4] == (True, (0, 1, 2, 3))


def test_a_rising_toll_is_no_series():
    guard = SeriesGuard()

    said = [guard.judge(1, f"Séisme : le bilan monte à {n} morts", "fr", n * 60.0, n) for n in range(12, 19)]

    assert not any(series for series, _ in said)


def test_a_template_counts_within_a_week_and_one_outlet():
    guard = SeriesGuard()
    towns = ["Kervaz", "Lumio", "Tolvec", "Orsanne", "Sarzan"]

    slow = [guard.judge(1, f"Les brocantes à voir à {town}", "fr", n * 2 * DAY, n)[0] for n, town in enumerate(towns)]
    spread = [guard.judge(10 + n, f"Les marchés à voir à {town}", "fr", n * 60.0, n)[0] for n, town in enumerate(towns)]

    assert not any(slow)
    assert not any(spread)


def test_what_the_guard_knows_survives_a_restart():
    guard, other = SeriesGuard(), SeriesGuard()
    for n, town in enumerate(["Kervaz", "Lumio", "Tolvec", "Orsanne"]):
        guard.judge(1, f"Les brocantes près de chez vous à {town}", "fr", n * 60.0, n)

    other.load(guard.rows())

    assert other.judge(1, "Les brocantes près de chez vous à Sarzan", "fr", 300.0, 4) == (True, (0, 1, 2, 3))


def test_a_sentence_on_every_page_of_an_outlet_is_furniture():
    sources = Sources()
    for n in range(LEAST):
        assert sources.furniture(1) == frozenset()
        sources.learn(1, (7, 100 + n))

    assert sources.furniture(1) == {7}
    assert sources.furniture(2) == frozenset()


def test_furniture_is_forgotten_when_the_outlet_drops_it():
    sources = Sources()
    for n in range(20):
        sources.learn(1, (7, 100 + n))
    for n in range(60):
        sources.learn(1, (1_000 + n,))

    assert sources.furniture(1) == frozenset()
