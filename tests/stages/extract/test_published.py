import pytest
from lxml.html import document_fromstring

from aggregator.stages.extract import published
from aggregator.stages.extract.blocks import blocks, key_of

URL = "https://journal.example/la-digue"
TEXT = (
    "La digue de Port-Alban a été fermée mardi soir, après que deux fissures ont été découvertes au pied de l'écluse."
)


def printed(body, head="<title>Une digue fermée</title>", url=URL):
    root = document_fromstring(f"<html><head>{head}</head><body>{body}</body></html>")
    found = blocks(root)
    start = next((at for at, block in enumerate(found) if block.key == key_of(TEXT)), 0)
    return published.printed(root, found, start, "Une digue fermée", url)


@pytest.mark.parametrize(
    ("metas", "said"),
    [
        ({"article:published:time": ["2024-06-17T08:30:00Z"]}, "2024-06-17T08:30:00Z"),
        ({"x-first-published": ["2024-06-17"]}, "2024-06-17"),
        ({"publisher": ["Le Journal"], "datepublished": ["17 juin 2024"]}, "17 juin 2024"),
        ({"article:published_time": ["0001-01-01T00:00:00Z"], "date": ["2024-06-17"]}, "2024-06-17"),
        ({"article:published_time": ["1970-01-01T00:00:00Z"]}, None),
        ({"publisher": ["Le Journal"]}, None),
    ],
)
def test_a_date_declared_for_machines_is_found_under_many_names(metas, said):
    assert published.declared(metas, (), ()) == said


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("<h1>Une digue fermée</h1><div>Lu 17.06.24 | 14:07 Uhr | Von Ann Lee</div>", "17.06.24"),
        ("<h1>Une digue fermée</h1><p>Publié le 17 juin 2024 à 8h30</p>", "17 juin 2024"),
        ("<h1>Une digue fermée</h1><p><a href='/la-digue'>17 juin 2024</a></p>", "17 juin 2024"),
        ("<h1>Une digue fermée</h1><p>Von Ann Lee</p><p>June 17, 2024 8:30 a.m.</p>", "June 17, 2024"),
        ("<nav><p>1er mai 2031</p></nav><h1>Une digue fermée</h1><p>2024年6月17日</p>", "2024年6月17日"),
        ("<time>Lundi 17 juin 2024</time>", "17 juin 2024"),
        ("<span itemprop='datePublished' content='2024-06-17'>lundi</span>", "2024-06-17"),
        (
            "<a href='/b'><time datetime='2031-05-01'>hier</time></a><time>ce matin</time><i class='date'>17.06.2024</i>",
            "17.06.2024",
        ),
        ("<time datetime='2024-06-17T08:30'>lundi</time>", "2024-06-17T08:30"),
    ],
)
def test_a_date_is_read_between_headline_and_text(body, said):
    assert printed(f"{body}<p>{TEXT}</p>") == said


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{TEXT}</p><ul><li><a href='/b'><span class='date'>18.06.2024</span> Le port rouvre</a></li></ul>",
        f"<h1>Une digue fermée</h1><figure><figcaption>La digue, 3 mai 2019</figcaption></figure><p>{TEXT}</p>",
        f"<aside><p>18 juin 2024</p></aside><p>{TEXT}</p>",
        f"<h1>Une digue fermée</h1><p>Le 3 mai 2019, {TEXT} {TEXT}</p>",
    ],
)
def test_the_date_of_something_else_is_none(body):
    assert printed(body) is None


@pytest.mark.parametrize(
    "title", ["Une digue fermée | Le Journal | 17.06.2024", "17.06.2024 - Une digue fermée - Le Journal"]
)
def test_a_date_in_the_title_of_the_tab_is_read(title):
    assert printed(f"<p>{TEXT}</p>", head=f"<title>{title}</title>") == "17.06.2024"


@pytest.mark.parametrize("name", ["deployDt", "publishedAt", "publication_date", "firstPublishDate", "pubDate"])
def test_a_date_kept_for_the_scripts_of_a_page_is_read(name):
    plain, escaped = f'{{"{name}":"2024.06.17 18:40"}}', f'"{{\\"{name}\\":\\"2024-06-17T18:40\\"}}"'

    assert printed(f"<p>{TEXT}</p><script>x={plain}</script>") == "2024.06.17 18:40"
    assert printed(f"<p>{TEXT}</p><script>x={escaped}</script>") == "2024-06-17T18:40"


@pytest.mark.parametrize("path", ["/2024/06/17/la-digue", "/monde/2024-06-17/la-digue", "/20240617-la-digue"])
def test_an_address_names_the_day(path):
    assert printed(f"<p>{TEXT}</p>", url="https://journal.example" + path) == "2024-06-17"
