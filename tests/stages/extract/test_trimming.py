import pytest
from lxml.html import document_fromstring

from aggregator.stages import extract
from aggregator.stages.extract import byline, chrome, trimming, weights
from aggregator.stages.extract.blocks import blocks

URL = "https://journal.example/2024/06/17/la-digue"
PARAGRAPHS = (
    "La digue de Port-Alban a été fermée mardi soir, après que deux fissures ont été découvertes au pied de l'écluse nord.",
    "Le maire a demandé aux habitants du quai de passer la nuit ailleurs. Une salle a été ouverte, avec cent lits.",
    "Les ingénieurs sont attendus mercredi matin. Ils diront s'il faut vider le bassin, ou si un batardeau suffit.",
    "La dernière fermeture remonte à 1987. Elle avait duré onze jours, et coûté au port la moitié de sa saison de pêche.",
)


def text_of(*parts, head=""):
    body = "".join(part if part.startswith("<") else f"<p>{part}</p>" for part in parts)
    head = f'<html lang="fr"><head><title>Une digue fermée</title>{head}</head>'
    html = f"{head}<body><h1>Une digue fermée</h1>{body}</body></html>"
    return extract.extract(html, URL, language="fr", languages=("fr", "en")).text


@pytest.mark.parametrize(
    "line",
    [
        "<p>UNE DIGUE FERMÉE</p>",
        "<p><a href='/x'>LE PORT DE VALMER ROUVRE APRÈS LES TRAVAUX</a></p>",
        "<p>2024-06-17T08:30:00+02:00</p>",
        "<p>https://journal.example/img/logo-1200.png</p>",
        "<p>Crédit photo : Ann Lee / AFP</p>",
        "<div style='display: none'><div>digue, port, écluse</div><div>Le Journal</div></div>",
    ],
)
def test_a_line_that_is_no_sentence_of_the_article_goes_wherever_it_stands(line):
    for place in range(1, 5):
        parts = [*PARAGRAPHS[:place], line, *PARAGRAPHS[place:]]

        assert text_of(*parts) == "\n\n".join(PARAGRAPHS), place


def test_words_for_screen_readers_are_not_shown_within_a_sentence():
    first, rest = PARAGRAPHS[1].split(" Une salle")
    told = f"<p>{first} <a href='/s'>Une salle<span class='sr-only'> (nouvelle fenêtre)</span></a>{rest}</p>"
    card = "<span class='rollover-people-block'><a href='/m'>Le maire</a> <a href='/n'>Ses dix derniers articles</a></span>"

    text = text_of(PARAGRAPHS[0], told, f"<p>{PARAGRAPHS[2][:3]}{card}{PARAGRAPHS[2][3:]}</p>", PARAGRAPHS[3])

    assert text == "\n\n".join(PARAGRAPHS)


def test_a_text_hidden_under_an_odd_name_is_kept():
    long = " ".join(PARAGRAPHS * 6)
    root = document_fromstring(f"<html><body><p><span class='tooltip'>{long}</span></p></body></html>")

    assert [block.text for block in blocks(root)] == [long]


def test_hidden_lines_go_unless_a_paragraph_stands_beside_them():
    lines = "<div>digue, port</div><div>L'auteur de la digue.</div>"
    alone = f"<div style='display: none'>{lines}</div>"
    beside = f"<div hidden><div>Une nuit ailleurs</div><div>{PARAGRAPHS[3]}</div></div>"
    root = document_fromstring(f"<html><body><div><p>{PARAGRAPHS[0]}</p></div>{alone}{beside}</body></html>")
    found = blocks(root)

    chosen = trimming.trim(found, [True] * len(found), "Une digue fermée", ())

    assert [block.text for block in chosen] == [PARAGRAPHS[0], "Une nuit ailleurs", PARAGRAPHS[3]]


def test_the_second_half_that_opens_on_a_click_is_text():
    hidden = "<div style='display:none'>" + "".join(f"<p>{text}</p>" for text in PARAGRAPHS[2:]) + "</div>"

    assert text_of(*PARAGRAPHS[:2], hidden) == "\n\n".join(PARAGRAPHS)


def test_a_standfirst_in_a_box_of_its_own_opens_the_text():
    long = (
        "Deux fissures au pied de l'écluse, cent lits dans une salle, et des ingénieurs qui ne viendront que mercredi. "
        * 2
    )

    assert text_of(f"<div class='x1'><div>{long}</div></div>", *PARAGRAPHS).startswith(long.strip())


def test_a_heading_between_two_paragraphs_is_text_and_one_above_links_is_not():
    links = "<h2>Notre dossier</h2><ul><li><a href='/a'>Le port en chiffres</a></li><li><a href='/b'>Les écluses</a></li></ul>"

    text = text_of(*PARAGRAPHS[:2], "<h2>Une nuit ailleurs</h2>", *PARAGRAPHS[2:], links)

    assert "\n\nUne nuit ailleurs\n\n" in text
    assert "Notre dossier" not in text


@pytest.mark.parametrize("line", ["Ann Lee", "Ann Lee, à Port-Alban", "Par Ann Lee (avec AFP)"])
def test_a_line_that_is_the_author_is_no_text(line):
    head = '<meta name="author" content="Ann Lee">'

    assert text_of(line, *PARAGRAPHS, head=head) == "\n\n".join(PARAGRAPHS)
    assert text_of(*PARAGRAPHS, line, head=head) == "\n\n".join(PARAGRAPHS)


def test_a_sentence_about_the_author_is_text():
    told = "Ann Lee a vu la digue."

    assert told in text_of(*PARAGRAPHS[:2], told, *PARAGRAPHS[2:], head='<meta name="author" content="Ann Lee">')


def test_a_paragraph_beside_an_advertisement_is_kept():
    boxes = [f"<div><div>Publicité</div><p>{text}</p></div>" for text in PARAGRAPHS[1:3]]

    assert text_of(PARAGRAPHS[0], *boxes, PARAGRAPHS[3], PARAGRAPHS[0] * 2).startswith("\n\n".join(PARAGRAPHS))


def test_an_article_inside_a_menu_that_was_never_closed_is_read():
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    root = document_fromstring(f"<html><body><nav><a href='/'>Accueil</a><h1>Une digue fermée</h1>{body}</body></html>")

    assert [block.text for block in blocks(root)][2:] == list(PARAGRAPHS)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Josephine Martin, à Lyon", ("Josephine Martin",)),
        ("Josephine Martin aus Berlin", ("Josephine Martin",)),
        ("Par Josephine Martin et Ann Lee", ("Josephine Martin", "Ann Lee")),
        ("Grève des trains, à Lyon", None),
        ("Le Tour de France à Lyon", None),
        ("Made in China", None),
    ],
)
def test_a_byline_without_by_is_believed_beside_a_city_only(line, names):
    who = byline.signed(line)

    assert (who.names if who else None) == names


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Lundi 17 juin 2024, 8h30 - Mis à jour à 9h12", "dated"),
        ("Monday, June 17, 2024 8:30 a.m. - Updated 9:12 a.m.", "dated"),
        ("Montag, 17. Juni 2024, 8:30 Uhr, aktualisiert um 9:12 Uhr", "dated"),
        ("Lecture 3 min.", "reading-time"),
        ("3 minuti di lettura", "reading-time"),
        ("- in Regions", "crumb"),
        ("- dans", "crumb"),
        ("Suscribirse al boletín", "account"),
    ],
)
def test_a_line_is_known_for_what_it_is(line, kind):
    assert kind in chrome.kinds(line)


@pytest.mark.parametrize(
    "line",
    ["Le 17 juin 2024, la digue a été fermée.", "Tout a commencé le 3 mai 2019 avec une fissure dans le mur nord"],
)
def test_a_sentence_with_a_date_is_no_date_line(line):
    assert "dated" not in chrome.kinds(line)


def test_a_score_does_not_depend_on_the_order_of_its_facts():
    facts = sorted(weights.WEIGHTS)
    other = sorted(facts, key=lambda fact: fact[::-1])

    assert sum(weights.WEIGHTS[fact] for fact in facts) == sum(weights.WEIGHTS[fact] for fact in other)
    assert all(type(weight) is int for weight in weights.WEIGHTS.values())
