"""Article pages in the five outlets' own layouts, with all that stands around an article on a real page.

Share bars, reading times, "Lire la suite", comment boxes, related headlines and legal lines are there on purpose: a
reader of pages has to find the article between them. One layout has hashed class names and no `article` element, one
separates its paragraphs by line breaks alone, one puts everything into JSON-LD as well.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from html import escape

from msgspec import Struct

from aggregator.demo.documents import Item, html, local
from aggregator.demo.outlets import Outlet
from aggregator.demo.pieces import is_list, weekday

# One line of every layout that is no part of any article: what tests look for on the pages, and never in a text.
CHROME = {
    "courrier": (
        "Temps de lecture",
        "Partager cet article",
        "Lire la suite",
        "Commentaires (0)",
        "Poster un commentaire",
    ),
    "gazette": ("Lecture", "Partagez sur vos réseaux", "Lire la suite", "Réagir à cet article", "Sur le même sujet"),
    "meridian": ("min read", "Share this story", "Read more", "Sign up for our newsletter", "Comments (0)"),
    "brueckenblatt": ("Lesedauer", "Artikel teilen", "Mehr zum Thema", "Kommentare (0)", "Zur Startseite"),
    "saebyeok": ("읽는 시간", "기사 공유하기", "관련 기사", "댓글 0", "무단 전재 및 재배포 금지"),
}
PAYWALL = "Cet article est réservé à nos abonnés"

_WORDS_A_MINUTE = 200


class Related(Struct, frozen=True, kw_only=True):
    """An older article of the same outlet, offered beside this one."""

    title: str
    url: str


class Page(Struct, frozen=True, kw_only=True):
    """All that a layout needs."""

    outlet: Outlet
    item: Item
    caption: str | None
    related: tuple[Related, ...]
    paywalled: bool
    feeds: tuple[tuple[str, str, str], ...]  # (title, type, URL), for autodiscovery

    @property
    def shown(self) -> tuple[str, ...]:
        """The paragraphs a visitor without a subscription sees."""
        return self.item.paragraphs[:1] if self.paywalled else self.item.paragraphs

    @property
    def minutes(self) -> int:
        """Reading time as the outlet prints it."""
        return max(1, round(sum(len(p.split()) for p in self.item.paragraphs) / _WORDS_A_MINUTE))


def article(page: Page) -> bytes:
    """The whole page in the outlet's encoding."""
    body = {
        "courrier": _courrier,
        "gazette": _gazette,
        "meridian": _meridian,
        "brueckenblatt": _brueckenblatt,
        "saebyeok": _saebyeok,
    }[page.outlet.layout](page)
    return _document(page.outlet, page.item.title, _head(page), body, page.feeds)


def home(outlet: Outlet, items: Sequence[Item], feeds: tuple[tuple[str, str, str], ...]) -> bytes:
    """The front page: the headlines of the moment, and the feeds announced in its head."""
    rows = "\n".join(f'<li><a href="{escape(item.url)}">{escape(item.title)}</a></li>' for item in items)
    body = f"<h1>{escape(outlet.title)}</h1>\n<p>{escape(outlet.about)}</p>\n<ul>\n{rows}\n</ul>"
    return _document(outlet, outlet.title, "", body, feeds)


def _document(outlet: Outlet, title: str, head: str, body: str, feeds: Sequence[tuple[str, str, str]]) -> bytes:
    links = "\n".join(
        f'<link rel="alternate" type="{kind}" title="{escape(name)}" href="{escape(url)}">' for name, kind, url in feeds
    )
    return f"""<!DOCTYPE html>
<html lang="{outlet.language}">
<head>
<meta charset="{outlet.encoding}">
<title>{escape(title)} | {escape(outlet.title)}</title>
{links}
{head}
<style>body{{max-width:42rem;margin:auto;font-family:serif}}nav,footer,aside{{color:#555;font-size:.9rem}}</style>
</head>
<body>
{body}
<footer class="pied"><p>{escape(outlet.copyright)}</p></footer>
</body>
</html>
""".encode(outlet.encoding, "xmlcharrefreplace")


def _head(page: Page) -> str:
    item, outlet = page.item, page.outlet
    lines = [
        f'<link rel="canonical" href="{escape(item.url)}">',
        f'<meta property="og:title" content="{escape(item.title)}">',
        '<meta property="og:type" content="article">',
        f'<meta property="og:site_name" content="{escape(outlet.title)}">',
        f'<meta property="article:published_time" content="{local(item.published, outlet).isoformat()}">',
    ]
    if item.picture:
        lines.append(f'<meta property="og:image" content="{escape(item.picture)}">')
    if outlet.layout in ("meridian", "gazette"):
        lines.append(f'<script type="application/ld+json">{_json_ld(page)}</script>')
    return "\n".join(lines)


def _json_ld(page: Page) -> str:
    item, outlet = page.item, page.outlet
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": item.title,
        "datePublished": local(item.published, outlet).isoformat(),
        "dateModified": local(item.updated, outlet).isoformat(),
        "publisher": {"@type": "Organization", "name": outlet.title},
        "isAccessibleForFree": not page.paywalled,
    }
    if item.byline:
        data["author"] = {"@type": "Person", "name": item.byline}
    return json.dumps(data, ensure_ascii=False).replace("</", "<\\/")


def _figure(page: Page, css: str) -> str:
    if not page.item.picture or not page.caption:
        return ""
    return (
        f'<figure class="{css}"><img src="{escape(page.item.picture)}" alt="">'
        f"<figcaption>{escape(page.caption)}</figcaption></figure>"
    )


def _links(page: Page) -> str:
    return "".join(f'<li><a href="{escape(each.url)}">{escape(each.title)}</a></li>' for each in page.related)


def _courrier(page: Page) -> str:
    item = page.item
    byline = f'<p class="auteur">Par {escape(item.byline)}</p>' if item.byline else ""
    agency = f'<p class="source">Avec {escape(item.agency)}</p>' if item.agency else ""
    return f"""<header class="bandeau"><a href="/">Le Courrier du Ponant</a>
<nav class="menu"><a href="/">Accueil</a> <a href="/">Port</a> <a href="/">Monde</a> <a href="/">Sports</a></nav></header>
<main>
<article class="article">
<p class="fil-ariane">Accueil &gt; {escape(item.section)}</p>
<h1 class="titre">{escape(item.title)}</h1>
<p class="temps-lecture">Temps de lecture : {page.minutes} minute{"s" if page.minutes > 1 else ""}</p>
{byline}
<p class="date">Publié le {_french_date(item.published, page.outlet)}</p>
<ul class="partage"><li><a href="#f">Facebook</a></li><li><a href="#m">Mastodon</a></li><li><a href="#c">Courriel</a></li></ul>
{_figure(page, "photo-principale")}
<div class="corps">
{html(page.shown)}
</div>
{agency}
<div class="suite"><strong>Lire la suite :</strong><ul>{_links(page)}</ul></div>
<div class="partage-bas">Partager cet article</div>
</article>
<section class="commentaires"><h2>Commentaires (0)</h2>
<form action="/commentaire"><label>Poster un commentaire <textarea name="texte"></textarea></label></form></section>
</main>"""


def _french_date(instant: datetime, outlet: Outlet) -> str:
    here = local(instant, outlet)
    return f"{weekday(here, 'fr')} {here:%d/%m/%Y} à {here:%H}h{here:%M}"


def _gazette(page: Page) -> str:
    item = page.item
    paragraphs = html(page.shown).replace("<p>", '<p class="Qz3_t">')
    wall = (
        f'<div class="k9Vw1"><p class="k9Vw2">{PAYWALL}.</p><a class="k9Vw3" href="/abonnement">S’abonner dès 1 €</a></div>'
        if page.paywalled
        else ""
    )
    byline = f'<span class="b7H2r">{escape(item.byline)}</span>' if item.byline else ""
    agency = f'<span class="b7H2s">{escape(item.agency)}</span>' if item.agency else ""
    return f"""<div class="x1Ab9"><a href="/">La Gazette de Valmarine</a> <a href="/abonnement">Abonnez-vous</a></div>
<div class="r4Ty0">
<div class="r4Ty1">
<span class="u8Pl2">{escape(item.section)}</span>
<h1 class="h0Tt7">{escape(item.title)}</h1>
<div class="m2Et4">{byline} {agency} <span>{local(item.published, page.outlet):%d.%m.%Y, %H:%M}</span> \
<span class="m2Et5">Lecture {page.minutes} min.</span></div>
<div class="s5Hr8">Partagez sur vos réseaux <button>Partager</button><button>Copier le lien</button></div>
{_figure(page, "f6Ig3")}
<div class="c0Rp5">
{paragraphs}
</div>
{wall}
<div class="l3Su1"><a href="#suite">Lire la suite</a></div>
<div class="v9Ou2">Réagir à cet article</div>
</div>
<div class="z2Re6"><h3>Sur le même sujet</h3><ul>{_links(page)}</ul></div>
</div>"""


def _meridian(page: Page) -> str:
    item = page.item
    paragraphs = html(page.shown).split("\n")
    middle = '<div class="newsletter-box"><p>Sign up for our newsletter</p><input type="email"></div>'
    text = "\n".join([*paragraphs[:2], middle, *paragraphs[2:]])
    author = f'<a rel="author" href="/authors">{escape(item.byline)}</a>' if item.byline else "Ledger staff"
    return f"""<header class="site-header"><a href="/">The Meridian Ledger</a></header>
<main id="content">
<article itemscope itemtype="https://schema.org/NewsArticle">
<header class="story-header">
<p class="kicker">{escape(item.section)}</p>
<h1 itemprop="headline">{escape(item.title)}</h1>
<p class="byline">By {author}</p>
<time datetime="{item.published:%Y-%m-%dT%H:%M:%SZ}">{item.published:%d %B %Y, %H:%M} GMT</time>
<span class="reading-time">{page.minutes} min read</span>
</header>
<div class="share-tools" role="toolbar">Share this story</div>
{_figure(page, "lead-image")}
<div class="story-body" itemprop="articleBody">
{text}
</div>
<div class="read-more"><h2>Read more</h2><ul>{_links(page)}</ul></div>
</article>
<div id="comments">Comments (0)</div>
</main>"""


def _brueckenblatt(page: Page) -> str:
    item = page.item
    blocks = "\n".join(f'<div class="absatz">{block}</div>' for block in html(page.shown).split("\n"))
    author = f'<div class="autor">Von {escape(item.byline)}</div>' if item.byline else ""
    here = local(item.published, page.outlet)
    return f"""<div class="kopf"><a href="/">Das Brückenblatt</a></div>
<div class="seite">
<div class="beitrag">
<div class="dachzeile">{escape(item.section)}</div>
<h1>{escape(item.title)}</h1>
<div class="stand">Stand: {here:%d.%m.%Y}, {here:%H:%M} Uhr</div>
{author}
<div class="lesezeit">Lesedauer: {page.minutes} Minute{"n" if page.minutes > 1 else ""}</div>
<div class="teilen">Artikel teilen</div>
{_figure(page, "aufmacher")}
{blocks}
<div class="thema"><h2>Mehr zum Thema</h2><ul>{_links(page)}</ul></div>
<div class="kommentare">Kommentare (0)</div>
<a class="zurueck" href="/">Zur Startseite</a>
</div>
</div>"""


def _saebyeok(page: Page) -> str:
    item = page.item
    text = "<br><br>\n".join(_plain(paragraph) for paragraph in page.shown)
    reporter = f"{escape(item.byline)} 기자" if item.byline else "편집국"
    here = local(item.published, page.outlet)
    return f"""<div id="top"><a href="/">새벽나루신문</a></div>
<div id="wrap">
<div class="section_name">{escape(item.section)}</div>
<h2 class="news_title">{escape(item.title)}</h2>
<div class="news_info">{reporter} | 입력 {here:%Y.%m.%d %H:%M} | 읽는 시간 {page.minutes}분</div>
<div class="sns">기사 공유하기</div>
{_figure(page, "pic")}
<div id="articleBodyContents">{text}</div>
<div class="related"><strong>관련 기사</strong><ul>{_links(page)}</ul></div>
<div class="reply">댓글 0</div>
</div>"""


def _plain(paragraph: str) -> str:
    lines = paragraph.split("\n") if is_list(paragraph) else [paragraph]
    return "<br>\n".join(escape(line) for line in lines)
