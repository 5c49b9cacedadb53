"""Countries that texts name, in every language, and what only looks like one."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aggregator.text import demonyms, places
from aggregator.text.ambiguous import CAREFUL
from aggregator.text.demonyms_tables import ARABIC, ENGLISH, FRENCH, GERMAN, ITALIAN, PORTUGUESE, RUSSIAN, SPANISH
from aggregator.text.places import OURS, find, labels
from aggregator.text.territories import TERRITORIES
from aggregator.text.words import Words, fold, listed

STREAM = Path(__file__).parents[1] / "corpus" / "stories" / "stream.jsonl"
# In no newspaper's words are these named as the home of a people.
UNINHABITED = {"AQ", "BV", "HM", "TF", "GS", "UM", "IO", "CC", "CX", "NF", "PN", "SJ", "TK"}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Visite en Corée du Nord"),
        ("fr", "Des troupes nord-coréennes"),
        ("en", "A visit to North Korea"),
        ("en", "North Korean troops"),
        ("de", "Besuch in Nordkorea"),
        ("de", "Nordkoreanische Truppen"),
        ("es", "Visita a Corea del Norte"),
        ("it", "Soldati nordcoreani"),
        ("pt", "Tropas norte-coreanas"),
        ("ko", "북한을 방문한 대통령"),
        ("ja", "北朝鮮を訪問"),
        ("zh", "访问朝鲜"),
        ("zh", "訪問北韓"),
        ("ar", "زيارة إلى كوريا الشمالية"),
        ("ar", "القوات الكورية الشمالية"),
        ("ru", "Визит в Северную Корею"),
        ("ru", "северокорейских солдат"),
        ("pl", "Wizyta: Korea Północna"),
        ("tr", "Kuzey Kore'ye ziyaret"),
        ("vi", "Thăm Triều Tiên"),
        ("sv", "Nordkoreas ledare"),
        ("hi", "उत्तर कोरिया की यात्रा"),
        ("el", "Επίσκεψη στη Βόρεια Κορέα"),
        (None, "North Korea tests a rocket"),
        (None, "북한 방문"),
        (None, "北朝鮮を訪問"),
        (None, "В Северной Корее"),
        (None, "في كوريا الشمالية"),
        ("xx", "Corée du Nord"),
    ],
)
def test_one_country_is_one_code_in_every_language(language, text):
    assert list(places.places(text, language)) == ["KP"]


@pytest.mark.parametrize(
    ("language", "text", "codes"),
    [
        # the longest name wins
        ("fr", "Au Nigeria, pas au Niger", ["NG", "NE"]),
        ("fr", "La Guinée équatoriale et la Guinée-Bissau", ["GQ", "GW"]),
        ("fr", "En Guinée, le vote", ["GN"]),
        ("fr", "La Papouasie-Nouvelle-Guinée", ["PG"]),
        ("en", "Papua New Guinea and the Gulf of Guinea", ["PG"]),
        ("en", "South Sudan, not Sudan", ["SS", "SD"]),
        ("en", "Northern Ireland and Ireland", ["GB", "IE"]),
        ("en", "The Dominican Republic", ["DO"]),
        ("ja", "南スーダンとパプアニューギニア", ["SS", "PG"]),
        ("ko", "남수단과 적도기니, 인도네시아", ["SS", "GQ", "ID"]),
        ("zh", "印度尼西亚和几内亚比绍", ["ID", "GW"]),
        # the two Congos
        ("fr", "La RDC accuse le Rwanda", ["CD", "RW"]),
        ("fr", "Congo : combats près de Goma", ["CD"]),
        ("fr", "Congo : le scrutin à Brazzaville", ["CG"]),
        ("fr", "Le Congo en deuil", []),
        ("fr", "Le fleuve Congo", []),
        ("fr", "Un Congolais à Kinshasa", ["CD"]),
        ("en", "The Democratic Republic of the Congo", ["CD"]),
        ("de", "Die Republik Kongo und die Demokratische Republik Kongo", ["CG", "CD"]),
        # Korea alone says nothing
        ("fr", "La péninsule de Corée", []),
        ("fr", "Corée du Sud contre Corée du Nord", ["KR", "KP"]),
        ("de", "Südkorea", ["KR"]),
        # elisions, clitics, cases
        ("fr", "L’Ukraine, d'Ukraine et l'Égypte", ["UA", "EG"]),
        ("it", "dell'Ucraina e d'Egitto", ["UA", "EG"]),
        ("ar", "وروسيا والأردن", ["RU", "JO"]),
        ("ar", "للأردن", ["JO"]),
        ("ru", "Россией и Китаем", ["RU", "CN"]),
        ("de", "Russlands und Frankreichs Minister in der Türkei", ["RU", "FR", "TR"]),
        ("tr", "Fransa'nın ve Rusya'da", ["FR", "RU"]),
        # acronyms
        ("en", "The US and the U.K. said: tell us", ["US", "GB"]),
        ("en", "Tell us more about it", []),
        ("es", "EE.UU. y la UE", ["US"]),
        ("ru", "США и КНДР", ["US", "KP"]),
        ("fr", "La RDC, l'URSS et les USA", ["CD", "US"]),
        # the names of other things
        ("en", "Georgia votes: Senate race in Atlanta", []),
        ("en", "Protests in Tbilisi as Georgia votes", ["GE"]),
        ("en", "Georgia signs treaty with Armenia", ["GE", "AM"]),
        ("en", "Michael Jordan returns to the court", []),
        ("en", "Jordan Peterson speaks in Ohio", []),
        ("en", "Rep. Jim Jordan asks about Israel. Jordan was firm.", ["IL"]),
        ("en", "Refugees in Jordan wait for winter", ["JO"]),
        ("en", "A long winter in Jordan", ["JO"]),
        ("en", "He met Jordan Smithson in Syria", ["SY"]),
        ("ja", "アマリリスの花", []),
        ("ja", "チリソースのタイトル", []),
        ("en", "King of Jordan lands in Amman", ["JO"]),
        ("en", "Acting secretary Chad Wolf resigns", []),
        ("en", "Rebels cross from Sudan into Chad", ["SD", "TD"]),
        ("en", "Turkey sends troops to Syria", ["TR", "SY"]),
        ("en", "How to roast a turkey", []),
        ("en", "Turkey prices jump: a shortage pushed turkey prices up", []),
        ("en", "Thanksgiving Turkey Recipes for Beginners", []),
        ("en", "New Jersey, New Mexico, New England, New South Wales", []),
        ("en", "Latin America and the South American tour", []),
        ("en", "American Indians and the Indian Ocean", []),
        ("en", "guinea pigs in a china shop", []),
        ("en", "The deputy attorney general, Lisa Monaco, said no", []),
        ("fr", "La réunion est fixée à mardi", []),
        ("fr", "À La Réunion, le cyclone approche", ["RE"]),
        ("fr", "Maurice Genevoix et Dominique Voynet", []),
        ("fr", "L'île Maurice", ["MU"]),
        ("fr", "La Géorgie choisit l'Europe, manifestations à Tbilissi", ["GE"]),
        ("fr", "Géorgie : recomptage à Atlanta", []),
        ("fr", "Une grenade a explosé", []),
        ("fr", "Ouest-France, France Inter et Radio-Canada", []),
        ("fr", "Les pays sud-américains", []),
        ("fr", "François Hollande", []),
        ("fr", "Le canal Saint-Martin", []),
        ("fr", "Il parle en russe et en arabe", []),
        ("fr", "Un séjour en Suisse", ["CH"]),
        ("de", "Auf der Insel spricht man auf Deutsch", []),
        ("de", "Der Vulkan auf Island", ["IS"]),
        ("es", "La Alhambra de Granada", []),
        ("ja", "マリオとマリアの物語", []),
        ("ja", "中国電力の発表、インド洋の地震", []),
        ("ko", "인도적 지원을 위한 수단이 없다", []),
        ("ko", "하르툼에서 수단 반군이", ["SD"]),
        ("ko", "배달 로봇이 인도 위로 다닌다", []),
        ("ko", "인도 총리 모디", ["IN"]),
        ("ko", "부탄가스 폭발", []),
        ("zh", "发展中国家和欧美国家", []),
        ("zh", "内蒙古、马里兰", []),
        ("ar", "دعم مالي للمزارعين", []),
        ("ar", "تحدث بالفرنسية", []),
        ("ru", "Того не знали, ради того и пришли", []),
        ("ru", "Страны Латинской Америки", []),
        # two countries in one word
        ("ko", "북러 정상회담", ["KP", "RU"]),
        ("ja", "日韓首脳会談", ["JP", "KR"]),
        # demonyms
        ("fr", "Les Ukrainiennes et les soldats russes", ["UA", "RU"]),
        ("en", "Britons, Danes and Filipinos", ["GB", "DK", "PH"]),
        ("en", "A turkish bath, polish the silver", []),
        ("de", "Die Französin und der Brite", ["FR", "GB"]),
        ("es", "Los franceses y las marroquíes", ["FR", "MA"]),
        ("it", "I tedeschi, le turche", ["DE", "TR"]),
        ("pt", "Os alemães e as espanholas", ["DE", "ES"]),
        ("ru", "Американцев и украинскими", ["US", "UA"]),
        ("ar", "الأمريكيين والروس", ["US", "RU"]),
        # streets, towns and people called after countries
        ("fr", "Un incendie avenue de Suède, rue du Maroc et rue d'Angleterre", []),
        ("fr", "La rue algérienne se réveille", ["DZ"]),
        ("fr", "La place de la Chine dans le monde", ["CN"]),
        ("es", "Un apuñalado en la calle Bolivia y la avenida de Portugal", []),
        ("it", "In via Svizzera, in piazza di Spagna", []),
        ("pt", "Acidente na Rua Argentina", []),
        ("ar", "حريق في شارع فلسطين ببغداد", []),
        ("en", "A fire on Jamaica Avenue and Denmark Street", []),
        ("en", "Police in Lebanon, Tennessee, and in Poland, Maine", []),
        ("en", "Poland, Ukraine and Mexico, Texas said", ["PL", "UA", "MX"]),
        ("it", "Gol di Matteo Spagnolo contro i francesi", ["FR"]),
        ("es", "El alcalde Miguel Alemán habló con un alemán", ["DE"]),
        ("de", "Am Montag sagte Frau Ungar nichts", []),
        # water and clubs
        ("en", "Chad's army repels an attack near Lake Chad", ["TD"]),
        ("en", "Guinea's junta patrols the Gulf of Guinea", ["GN"]),
        ("fr", "Le fleuve Niger déborde au Mali", ["ML"]),
        ("fr", "L'AS Monaco recrute un Brésilien", ["BR"]),
        ("ja", "日中は晴れ、日本海側は雪", []),
        ("ko", "그리스도교 신자와 터키석", []),
        ("fr", "Sud-Soudan et îles Salomon", ["SS", "SB"]),
        ("fr", "La République du Congo et la République démocratique du Congo", ["CG", "CD"]),
        ("en", "Jordan's king flies to London", ["JO"]),
        ("en", "Georgian parliament passes the law", ["GE"]),
        # no capitals at all
        ("en", "north korea and iran trade words", ["KP", "IR"]),
        ("en", "turkey dinner for us", []),
    ],
)
def test_what_is_named_is_found_and_nothing_else(language, text, codes):
    assert list(places.places(text, language)) == codes


@pytest.mark.parametrize(
    ("language", "table"),
    [
        ("fr", FRENCH),
        ("en", ENGLISH),
        ("de", GERMAN),
        ("es", SPANISH),
        ("it", ITALIAN),
        ("pt", PORTUGUESE),
        ("ru", RUSSIAN),
        ("ar", ARABIC),
    ],
)
def test_every_sovereign_country_has_a_demonym_in_the_table(language, table):
    told = {part for entry in table.split() for part in entry.partition(":")[0].split("|")}

    assert told <= TERRITORIES
    # United Nations members, less those whose people newspapers of this language do not name in one word.
    members = listed(
        """AF AL DZ AO AR AM AU AT AZ BH BD BE BJ BO BA BW BR BG BF BI KH CM CA TD CL CN CO CR HR CU CY CZ DK DJ
        EC EG EE ET FI FR GA GM GE DE GH GR GT GN HT HN HU IS IN ID IR IQ IE IL IT JM JP JO KZ KE KW KG LA LV
        LB LR LY LT MG MY ML MR MX MN ME MA MZ NA NP NL NI NE NG NO OM PK PA PY PE PH PL PT QA RO RU RW SA SN
        RS SG SK SI SO ES SD SE CH SY TJ TZ TH TG TN TR TM UG UA GB US UY UZ VE VN YE ZM ZW"""
    )
    assert members - told <= {"ML", "NA", "GM"}


@pytest.mark.parametrize("language", ["ko", "ja", "zh"])
def test_a_name_and_its_suffix_for_people_is_found_where_the_script_writes_it_so(language):
    suffix = {"ko": "인들", "ja": "人たち", "zh": "人"}[language]
    missed = []
    for code in TERRITORIES - UNINHABITED:
        name = labels(code)[language]
        if fold(name) in CAREFUL[language] or "(" in name or "（" in name:
            continue
        if code not in places.places(f"{name}{suffix}", language):
            missed.append((code, name))

    assert missed == []


@pytest.mark.parametrize("language", OURS)
def test_every_name_of_the_language_leads_to_its_territory(language):
    careful = CAREFUL.get(language, {})
    missed = []
    for code in sorted(TERRITORIES):
        name = labels(code)[language]
        key = " ".join(re.findall(r"\w+", fold(name)))
        if key in careful or fold(name) in careful or name == "Congo":
            continue
        found = places.places(f"Abc {name}, abc.", language)
        if list(found) != [code]:
            missed.append((code, name, list(found)))

    assert missed == []


def test_a_place_says_where_it_stands_and_how_it_is_spelled():
    words = Words(
        "Poutine en Corée du Nord", "Le régime nord-coréen accueille le président russe. La Corée du Nord se tait."
    )

    korea, russia = find(words, "fr")

    assert (korea.code, korea.word, korea.count, korea.in_title) == ("KP", "Corée du Nord", 3, True)
    assert korea.words == ("Corée du Nord", "nord-coréen")
    assert (russia.code, russia.word, russia.in_title) == ("RU", "russe", False)


def test_every_territory_has_a_label_in_every_language():
    assert all(labels(code)[language] for code in TERRITORIES for language in OURS)
    assert places.label("KP", "sv") == "Nordkorea"
    assert places.label("KP", "xx") == "North Korea"
    assert places.label("KP", None) == "North Korea"


def test_the_forms_of_a_demonym_are_those_of_its_language():
    french, spanish, german = demonyms.forms("fr"), demonyms.forms("es"), demonyms.forms("de")

    assert {"ukrainien", "ukrainienne", "ukrainiens", "ukrainiennes"} <= french.keys()
    assert {"français", "française", "françaises"} <= french.keys()
    assert {"francés", "francesa", "franceses", "francesas"} <= spanish.keys()
    assert {"russisch", "russischem", "Russin", "Russinnen"} <= german.keys()
    assert demonyms.forms("sw") == {}


def test_countries_of_the_corpus_are_named_rightly_and_nearly_all():
    rows = [json.loads(line) for line in STREAM.read_text("utf-8").splitlines()]
    right = wrong = missed = 0
    for row in rows:
        found, told = set(places.places(f"{row['title']}\n{row['body']}", row["lang"])), set(row["places"])
        right += len(found & told)
        wrong += len(found - told)
        missed += len(told - found)

    assert right / (right + wrong) >= 0.97
    assert right / (right + missed) >= 0.85


pieces = st.sampled_from(
    [
        *sorted(listed("Jordan Congo en In US us l' ’ Georgia 북한 マリ 中国 - . İ ½ ß ﬁ وروسيا لل و Того Ирак")),
        *sorted(listed("Saint Michael 北 한 タイ É ™ Nouvelle Guinée")),
        "\u0301",
        "\u200f",
        "\n",
    ]
)


@given(
    parts=st.lists(pieces, max_size=14),
    glue=st.sampled_from(["", " "]),
    language=st.sampled_from([*OURS, None, "xx", "tr"]),
)
@example(parts=["Jordan"], glue="", language="en")
@example(parts=["½", "Congo"], glue=" ", language="fr")
@example(parts=["و"], glue="", language="ar")
@settings(max_examples=200, deadline=None)
def test_no_text_breaks_the_search_and_what_is_found_stands_in_it(parts, glue, language):
    text = glue.join(parts)

    found = places.places(text, language)

    assert set(found) <= TERRITORIES
    for word in found.values():
        assert all(part in fold(text) for part in fold(word).split())
