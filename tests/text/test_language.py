"""Languages: detection, folding, words, stems."""

import json
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aggregator.text import language

SENTENCES = {
    "fr": "Le président est arrivé dans la capitale pour une visite de deux jours avec ses ministres.",
    "en": "The president has arrived in the capital for a visit of two days with his ministers.",
    "de": "Der Präsident ist in der Hauptstadt zu einem Besuch von zwei Tagen mit seinen Ministern eingetroffen.",
    "es": "El presidente llegó a la capital para una visita de dos días con sus ministros, según dijo el gobierno.",
    "it": "Il presidente è arrivato nella capitale per una visita di due giorni con i suoi ministri.",
    "pt": "O presidente chegou à capital para uma visita de dois dias com os seus ministros, disse o governo.",
    "nl": "De president is in de hoofdstad aangekomen voor een bezoek van twee dagen met zijn ministers.",
    "pl": "Prezydent przyjechał do stolicy na dwudniową wizytę, która jest pierwsza od dziesięciu lat.",
    "tr": "Cumhurbaşkanı iki günlük bir ziyaret için başkente geldi ve bakanlar ile görüştü.",
    "ru": "Президент прибыл в столицу с двухдневным визитом, сообщил журналистам его представитель.",
    "uk": "Президент прибув до столиці з дводенним візитом, повідомив його речник, і це вже третя зустріч.",
    "ar": "وصل الرئيس إلى العاصمة في زيارة تستمر يومين مع عدد من الوزراء",
    "fa": "رئیس جمهور برای یک سفر دو روزه با وزیران خود وارد پایتخت شد و گفت",
    "ko": "대통령이 장관들과 함께 이틀간의 방문을 위해 수도에 도착했다",
    "ja": "大統領は二日間の訪問のため首都に到着した。",
    "zh": "总统抵达首都，开始为期两天的访问",
    "el": "Ο πρόεδρος έφτασε στην πρωτεύουσα για επίσκεψη δύο ημερών",
    "he": "הנשיא הגיע לבירה לביקור של יומיים עם שריו",
    "hi": "राष्ट्रपति दो दिन की यात्रा पर राजधानी पहुंचे और उन्होंने कहा",
    "th": "ประธานาธิบดีเดินทางถึงเมืองหลวง",
}


@pytest.mark.parametrize(("code", "sentence"), SENTENCES.items())
def test_a_sentence_tells_its_language(code, sentence):
    assert language.detect(sentence, (), None) == code


def test_the_feeds_own_word_decides_for_a_headline_too_short_to_judge():
    assert language.detect("Macron – Merkel", (), "fr") == "fr"
    assert language.detect("Macron – Merkel", (), "de-AT") == "de"


def test_words_that_speak_clearly_overrule_the_feed():
    assert language.detect(SENTENCES["fr"], (), "en") == "fr"


def test_the_answer_is_one_of_the_allowed_languages_or_none():
    assert language.detect(SENTENCES["es"], ("fr", "es"), None) == "es"
    assert language.detect(SENTENCES["ko"], ("fr", "en"), None) is None
    assert language.detect("", (), None) is None


def test_english_with_one_korean_name_stays_english():
    assert (
        language.detect("The company 한울 said that it will open a plant in the north of the country", (), None) == "en"
    )


# Letters that fold to several, marks alone, surrogates, the Turkish dot, and CJK beside everything.
hostile = st.text("aÀœßİıŁ한국東京かカ가ا إةيںٱ\u0301\u0640\u200b\ud800'’. 1٣", max_size=40)


@given(hostile)
@example("İstanbul")
@example("\ud800")
def test_folding_twice_changes_nothing(text):
    once = language.fold(text)

    assert language.fold(once).split() == once.split()


@settings(deadline=None)  # the model of a close vote is loaded once
@given(hostile, st.sampled_from([None, "fr", "ar", "ko", "ja", "xx"]))
def test_nothing_a_text_can_hold_raises(text, code):
    assert all(language.tokens(text, code))
    language.detect(text, (), code)
    language.stem(text, code)


def test_folding_spells_out_what_a_keyboard_lacks():
    assert language.fold("Œuvre ÆON Straße") == "oeuvre aeon strasse"
    assert language.fold("أحمد إلى مكتبة").split() == ["احمد", "الي", "مكتبه"]
    assert language.fold("soft\u00adhyphen zero\u200bwidth") == "softhyphen zerowidth"


def test_unspaced_scripts_become_pairs_that_a_query_finds():
    assert language.fold("東京都").split() == ["東京", "京都"]
    assert language.fold("北").split() == ["北"]
    assert set(language.fold("북한").split()) <= set(language.fold("북한이 발사").split())
    assert language.fold("AI技術者").split() == ["ai", "技術", "術者"]


@given(st.text("aé'’ .,1U東\u0301\u00a0\n", max_size=60))
def test_the_words_of_a_text_are_those_of_its_pieces_between_spaces(text):
    assert language.words(text) == [word for piece in text.split(" ") for word in language.words(piece)]


def test_clitics_do_not_hide_the_word():
    assert language.words("l'Ukraine, qu’il n'a aujourd'hui") == ["Ukraine", "il", "a", "aujourd", "hui"]
    assert language.words("Biden's don't U.S.") == ["Biden", "don", "US"]
    assert language.words("dell’Italia") == ["Italia"]


def test_inflected_words_meet_in_their_stem():
    assert language.tokens("les grèves", "fr") == language.tokens("la grève", "fr")
    assert language.tokens("elections were held", "en")[0] == language.tokens("an election", "en")[0]
    assert language.tokens("북한이", "ko") == language.tokens("북한은", "ko")


STREAM = Path(__file__).parents[1] / "corpus" / "stories" / "stream.jsonl"


@pytest.mark.parametrize(("code", "name"), sorted(language._SNOWBALL.items()))
def test_the_stemmer_in_python_gives_the_stems_of_the_one_in_c(code, name):
    fast, slow = language._fast_stemmer(name), language._slow_stemmer(name)
    assert fast is not None
    assert slow is not None
    rows = map(json.loads, STREAM.read_text(encoding="utf-8").splitlines())
    told = " ".join(f"{row['title']} {row['body']}" for row in rows if row["lang"] == code)
    words = {
        *language.words(told.lower()),
        *language.stop_words(code),
        *SENTENCES.get(code, "").lower().split(),
    }

    assert {word: slow(word) for word in words} == {word: fast(word) for word in words}


def test_numbers_have_one_spelling():
    assert language.number("1.000,5") == language.number("1,000.5") == "1000.5"
    assert language.number("3\u202f200") == "3200"
    assert language.number("5,9") == language.number("5.9") == "5.9"


def test_stop_words_are_left_out_also_without_their_accents():
    assert language.tokens("à été où après", "fr") == []
    assert language.tokens("the of and", "en") == []


def test_scripts_without_capitals_are_known():
    assert language.has_capitals("fr")
    assert language.has_capitals(None)
    assert not any(language.has_capitals(code) for code in ("ar", "ko", "ja", "zh", "hi", "he"))
