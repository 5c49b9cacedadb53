import json
import time
from datetime import UTC, datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from aggregator.records import Article
from aggregator.stages import extract

URL = "https://journal.example/2024/06/17/la-digue"
PARAGRAPHS = (
    "La digue de Port-Alban a été fermée mardi soir, après que deux fissures ont été découvertes au pied de l'écluse nord.",
    "Le maire a demandé aux habitants du quai de passer la nuit ailleurs. Une salle a été ouverte, avec cent lits.",
    "Les ingénieurs sont attendus mercredi matin. Ils diront s'il faut vider le bassin, ou si un batardeau suffit.",
    "La dernière fermeture remonte à 1987. Elle avait duré onze jours, et coûté au port la moitié de sa saison de pêche.",
)
BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)


def page(body=BODY, head="", title="Une digue fermée", tail=""):
    return (
        f'<!DOCTYPE html><html lang="fr"><head><title>{title} - Le Journal</title>{head}</head>'
        f"<body><article><h1>{title}</h1>{body}</article>{tail}</body></html>"
    )


def read(html, **more):
    return extract.extract(html, more.pop("url", URL), language="fr", languages=("fr", "en", "de"), **more)


def test_a_plain_page_yields_its_paragraphs():
    article = read(page())

    assert article.text == "\n\n".join(PARAGRAPHS)
    assert article.headline == "Une digue fermée"
    assert article.made_by == extract.MADE_BY
    assert article.words > 70


def test_a_list_of_points_stays_and_a_list_of_links_goes():
    points = (
        "<p>Ce que l'on sait :</p><ul><li>Deux fissures au pied de l'écluse.</li><li>Aucun blessé au port.</li></ul>"
    )
    links = (
        '<ul><li><a href="/a">Le port en cinq chiffres</a></li><li><a href="/b">Nos articles sur la digue</a></li></ul>'
    )

    article = read(
        page(f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p>{points}<p>{PARAGRAPHS[2]}</p>{links}<p>{PARAGRAPHS[3]}</p>")
    )

    assert "Deux fissures au pied de l'écluse.\nAucun blessé au port." in article.text
    assert "cinq chiffres" not in article.text
    assert PARAGRAPHS[3] in article.text


def test_what_stands_below_the_share_bar_is_no_text():
    tail = (
        "<p>Partager cet article</p><p>Le port de Valmer rouvre après les travaux, lire notre récit de la semaine.</p>"
    )

    article = read(page(BODY + tail))

    assert article.text == "\n\n".join(PARAGRAPHS)


def test_lines_a_site_prints_under_every_article_are_learned_from_three():
    line = "Le Journal du port, chaque mercredi dans votre boîte."
    texts = [f"Texte {number}.\n\n{line}" for number in range(3)]

    assert extract.learn(texts[:2]) == frozenset()
    assert extract.learn([texts[0]] * 5) == frozenset()
    assert extract.learn(texts) == frozenset({line})
    assert line not in read(page(BODY + f"<p>{line}</p>" + BODY), chrome=extract.learn(texts)).text


def test_the_article_of_an_empty_page_is_taken_from_its_json():
    data = '{"@type": "NewsArticle", "headline": "Une digue fermée", "articleBody": "' + "\\n".join(PARAGRAPHS) + '"}'
    html = (
        f'<html><head><script type="application/ld+json">{data}</script></head><body><div id="app"></div></body></html>'
    )

    assert read(html).text == "\n\n".join(PARAGRAPHS)


def test_the_article_of_a_page_drawn_by_scripts_is_taken_from_its_data():
    inside = "".join(f"\\u003cp\\u003e{text}\\u003c/p\\u003e" for text in PARAGRAPHS * 2)
    html = f'<html><body><div id="app"></div><script>window.__data={{"contentHtml":"{inside}"}};</script></body></html>'

    assert read(html).text == "\n\n".join(PARAGRAPHS * 2)


def test_a_feed_that_gives_more_than_its_page_is_believed():
    feed_text = "\n\n".join(PARAGRAPHS * 2)

    assert read(page(f"<p>{PARAGRAPHS[0]}</p>"), feed_text=feed_text).text == feed_text


@pytest.mark.parametrize(
    ("language", "title", "text"),
    [
        (
            "ar",
            "إغلاق السد",
            "أغلقت السلطات المحلية السد مساء الثلاثاء بعد اكتشاف شقين في أسفل القفل الشمالي، ودعت السكان إلى مغادرة منازلهم. ",
        ),
        (
            "ja",
            "堤防が閉鎖",
            "港の堤防は火曜日の夜、北水門の下部に二つの亀裂が見つかったため閉鎖され、市長は住民に別の場所で夜を過ごすよう求めた。",
        ),
        (
            "ko",
            "방파제 폐쇄",
            "항구의 방파제가 화요일 저녁 북쪽 수문 아래에서 두 개의 균열이 발견된 뒤 폐쇄되었다. ",
        ),
        (
            "ru",
            "Дамба закрыта",
            "Дамба была закрыта во вторник вечером после обнаружения двух трещин у северного шлюза, жителей попросили уехать. ",
        ),
        (
            "de",
            "Damm gesperrt",
            "Der Damm wurde am Dienstagabend gesperrt, nachdem am Fuß der Nordschleuse zwei Risse entdeckt worden waren. ",
        ),
    ],
)
def test_every_language_is_ordinary(language, title, text):
    body = "".join(f"<p>{number}. {text * 2}</p>" for number in range(1, 5))
    html = (
        f'<html lang="{language}"><head><title>{title}</title></head><body><nav><a href="/">x</a></nav>'
        f"<h1>{title}</h1>{body}</body></html>"
    )

    article = extract.extract(html, URL, language=language, languages=(language, "en"))

    assert article.text.count("\n\n") == 3
    assert article.text.startswith("1. " + text.strip())
    assert article.headline == title
    assert article.language == language


# --------------------------------------------------------------------------------------------------------- metadata


def linked(**fields):
    return '<script type="application/ld+json">' + json.dumps({"@type": "NewsArticle", **fields}) + "</script>"


def test_json_speaks_before_meta_and_meta_before_print():
    head = (
        linked(author={"name": "Ann Lee"}, datePublished="2024-06-17T08:30:00+02:00")
        + '<meta name="author" content="Bo Kim">'
    )

    assert read(page(head=head)).byline == ("Ann Lee",)
    assert read(page(head='<meta name="author" content="Bo Kim">')).byline == ("Bo Kim",)
    assert read(page('<p class="byline">Par Cléo Marin</p>' + BODY)).byline == ("Cléo Marin",)


def test_dates_come_from_json_meta_time_or_the_address():
    at = datetime(2024, 6, 17, 6, 30, tzinfo=UTC)

    assert read(page(head=linked(datePublished="2024-06-17T08:30:00+02:00"))).published == at
    assert read(page(head='<meta property="article:published_time" content="2024-06-17T06:30:00Z">')).published == at
    assert read(page('<time datetime="2024-06-17T08:30+02:00">lundi</time>' + BODY)).published == at
    from_address = read(page())
    assert from_address.published == datetime(2024, 6, 17, tzinfo=UTC)
    assert from_address.published_raw == "2024-06-17"


def test_a_date_after_the_visit_is_refused():
    head = linked(datePublished="2031-01-01T00:00:00Z")

    assert read(page(head=head), observed=datetime(2024, 6, 18, tzinfo=UTC)).published is None


def test_the_title_most_witnesses_agree_on_is_taken():
    html = page(head='<meta property="og:title" content="Une digue fermée | Le Journal">', title="Une digue fermée")
    html = html.replace("<article>", "<h1>Le Journal</h1><article>")

    assert read(html).headline == "Une digue fermée"


@pytest.mark.parametrize(
    ("canonical", "kept"),
    [
        ("https://journal.example/la-digue", "https://journal.example/la-digue"),
        ("/la-digue", "https://journal.example/la-digue"),
        ("https://journal.example/", None),
        ("https://ailleurs.example/la-digue", None),
    ],
)
def test_a_canonical_address_is_believed_within_its_site(canonical, kept):
    assert read(page(head=f'<link rel="canonical" href="{canonical}">')).canonical_url == kept


def test_the_lead_picture_is_no_logo_and_keeps_its_credit():
    head = '<meta property="og:image" content="/img/logo.png"><meta property="og:image" content="/img/digue.jpg">'
    figure = '<figure><img src="/img/digue.jpg"><figcaption>La digue, mardi. © AFP / Ann Lee</figcaption></figure>'

    lead = read(page(figure + BODY, head=head)).lead_image

    assert lead is not None
    assert lead.url == "https://journal.example/img/digue.jpg"
    assert lead.caption == "La digue, mardi. © AFP / Ann Lee"
    assert lead.credit == "AFP / Ann Lee"


# ------------------------------------------------------------------------------------------------------------ flags

WALL = "<div class='paywall'><p>Cet article est réservé aux abonnés.</p><p>Déjà abonné ? Se connecter</p></div>"
COOKIES = (
    "<p>Avec votre accord, nos partenaires et nous utilisons des cookies pour traiter des données personnelles.</p>" * 3
)


@pytest.mark.parametrize(
    ("html", "more", "flag"),
    [
        (page(f"<p>{PARAGRAPHS[0]}</p>" + WALL), {}, "paywall"),
        (page(f"<p>{PARAGRAPHS[0]}</p>", head=linked(isAccessibleForFree=False)), {}, "paywall"),
        (page(f"<p>{PARAGRAPHS[0]}</p>", head=linked(isAccessibleForFree="False")), {}, "paywall"),
        (
            page(
                COOKIES + "<p>Accepter Tout refuser Continuer sans accepter Paramétrer les cookies</p>",
                title="Votre choix",
            ),
            {},
            "consent",
        ),
        (page(), {"url": "https://consent.journal.example/collect?to=x"}, "consent"),
        (
            page("<p>La page que vous cherchez n'existe plus.</p>", title="Erreur 404 : page introuvable"),
            {},
            "soft-404",
        ),
        (page("<p>Sorry, we moved things around.</p>", title="Page not found"), {}, "soft-404"),
        (page(), {"asked": URL, "url": "https://journal.example/"}, "soft-404"),
        (
            page(),
            {"asked": "https://journal.example/monde/la-digue", "url": "https://journal.example/monde"},
            "soft-404",
        ),
        (
            "<html><body><noscript>Please enable JavaScript to run this app.</noscript><div id=root></div></body></html>",
            {},
            "js-shell",
        ),
        ("<html><body><div id=root></div>" + "<script src=a.js></script>" * 4 + "</body></html>", {}, "js-shell"),
        ("", {}, "js-shell"),
        (page().replace("<html ", "<html amp "), {}, "amp"),
        (page(f"<p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]} […]</p>"), {}, "truncated"),
        (page(head=linked(wordCount=900)), {}, "truncated"),
        (page(BODY * 8).rpartition("fermeture remonte")[0], {}, "truncated"),
    ],
)
def test_what_keeps_a_page_from_being_the_article_is_said(html, more, flag):
    assert flag in read(html, **more).flags


@pytest.mark.parametrize(
    ("html", "more"),
    [
        (page(BODY * 8, head=linked(isAccessibleForFree=False)), {}),  # marked as paid, sent whole
        (page(BODY + "<p>Les cookies du boulanger du port, eux, se vendent bien.</p>"), {}),
        (page(BODY, title="Route 404 : la digue coupe la départementale"), {}),
        (page(), {"asked": "http://www.journal.example/2024/06/17/la-digue?utm_source=rss"}),
        (page(tail='<a href="/abo">Abonnez-vous</a>'), {}),
    ],
)
def test_an_ordinary_page_carries_no_flag(html, more):
    assert read(html, **more).flags == ()


def test_walled_pages_are_told_from_those_that_only_look_odd():
    assert {"paywall", "consent", "soft-404", "js-shell"} == extract.WALLED


# ------------------------------------------------------------------------------------------------------ site rules


def test_a_site_rule_points_at_the_text():
    rules = extract.parse_rules("body: //article\nstrip: //p[contains(., '1987')]\nstrip_id_or_class: share\n")

    text = read(page(BODY + '<p class="share-x">Partage</p>'), rules=rules).text

    assert PARAGRAPHS[2] in text
    assert "1987" not in text
    assert "Partage" not in text


def test_a_stale_site_rule_is_ignored_and_said():
    rules = extract.parse_rules("body: //div[@class='old']\n")
    small = extract.parse_rules("body: //h1\n")

    for rule in (rules, small):
        article = read(page(), rules=rule)
        assert article.text == "\n\n".join(PARAGRAPHS)
        assert article.flags == ("rule-ignored",)


# --------------------------------------------------------------------------------------------------------- hostile

PIECES = [*"<>&\"'=/", "<p>", "<div>", "</div>", "<ul><li>", "<table><tr><td>", "<a href=x>", "<br>",
"<script type=application/ld+json>", "{", "[", '"@type":"Article"',
          "</script>", "<meta property=og:title content=", "<h1>", "<!--", "\x00", "\ud800", "é", "<html amp>",
          "<svg>", "<time datetime=9999-99-99>", PARAGRAPHS[0]]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
@example("<html><head><script type=application/ld+json>[[[[[[]]]]]]</script>")
@example(
    '<script type=application/ld+json>{"@type":"Article","author":{"name":["x",{"name":3}]},"wordCount":"9","image":[[]]}'
)
@example('<html lang="fr"><body><a rel="author">x</a><link rel=canonical href="http://[">')
def test_no_page_raises(html):
    article = read(html)

    assert isinstance(article, Article)
    article.text.encode()


@pytest.mark.parametrize(
    "soup",
    [
        "<div>" * 10_000 + "mot",
        "<p>mot " * 4_000,
        "<table><tr><td>" * 4_000,
        "<a href=x>" * 10_000,
        "<ul><li>mot</li>" * 5_000,
        "<h1>titre</h1>" * 4_000,
        "<script type=application/ld+json>" + "[" * 100_000 + "</script>",
        "<script>" + '"<p>' + "a" * 500_000 + "</script>",
        "<p class='" + "x " * 200_000 + "'>mot",
        "<p>" + "A-" * 100_000,
        f"<h1>titre</h1><p>{PARAGRAPHS[0] * 3}</p>" * 300 + "<p>Partager cet article</p>" * 3_000,
    ],
    ids=range(11),
)
def test_no_soup_takes_long(soup):
    began = time.process_time()

    read(soup)

    assert time.process_time() - began < 8  # each takes about one; without bounds some take minutes
