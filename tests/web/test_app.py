"""The whole site in memory: every page in every form, safe headers, languages, redirects, decisions."""

import json
import re
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
from lxml import html
from starlette.testclient import TestClient

from aggregator.views import DaemonStatus
from aggregator.web.app import create_app
from tests.web.conftest import config
from tests.web.newsstand import HOSTILE, Newsstand

ATOM = "{http://www.w3.org/2005/Atom}"
LISTS = ("/index", "/story/1", "/topic/place:kp", "/source/courrier-une", "/search?q=accord", "/edits")
OTHERS = ("/entry/1", "/topics", "/sources", "/front", "/health", "/digests")
ADDRESSES = (
    "/", *LISTS, *OTHERS, "/story/7", "/entry/1?old=r1&new=now", "/sources?state=failing", "/search", "/search?q=rien",
    "/search?q=accord&order=best", "/edits?class=correction&silent=1", "/front?at=2026-03-09T14:00", "/front?at=hier",
    "/front?feed=courrier-une", "/source/gazette-muette", "/source/vieux-phare", "/topic/mer",
    "/?before=2026-03-12T00:00:00Z_99",
)  # fmt: skip


def tree(page: str) -> Any:
    return html.document_fromstring(page)


def other(address, form):
    path, _, query = address.partition("?")
    return f"{'/index' if path == '/' else path}.{form}" + (f"?{query}" if query else "")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_answers_in_both_languages_and_is_whole(reader, address, language):
    answer = reader.get(address, headers={"accept-language": language})

    assert answer.status_code == 200
    page = tree(answer.text)
    assert page.get("lang") == language
    assert len(page.xpath("//h1")) == 1
    assert page.xpath("//title/text()")[0].strip()
    assert not page.xpath("//script | //*[@style] | //*[starts-with(name(@*), 'on')]")
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page_answers_in_json_too(reader, address):
    answer = reader.get(other(address, "json"))

    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/json")
    assert isinstance(json.loads(answer.text), dict)


@pytest.mark.parametrize("address", LISTS)
def test_every_list_of_entries_is_an_atom_feed_that_a_reader_can_follow(reader, address):
    answer = reader.get(other(address, "atom"))

    root = ET.fromstring(answer.content)
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.iter(f"{ATOM}entry")):
        # RFC 4287 sections 4.1.1 and 4.1.2: exactly one id, title and updated.
        for name in ("id", "title", "updated"):
            assert len(element.findall(ATOM + name)) == 1, name
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", element.findtext(f"{ATOM}updated") or "")
    ids = [entry.findtext(f"{ATOM}id") for entry in root.iter(f"{ATOM}entry")]
    assert len(ids) == len(set(ids)) > 0
    assert all(one and one.startswith("http://127.0.0.1:8400/") for one in ids)
    parsed = feedparser.parse(answer.content)
    assert not parsed.bozo
    assert parsed.feed.links[0].href == f"http://127.0.0.1:8400{other(address, 'atom')}"


@pytest.mark.parametrize("address", OTHERS)
def test_what_lists_no_entries_has_no_atom(reader, address):
    assert reader.get(other(address, "atom")).status_code == 404


def test_atom_carries_the_public_address_when_feeds_yaml_names_one(folder):
    app = create_app(folder, config=lambda: config(base_url="https://news.example/"))

    feed = TestClient(app).get("/story/1.atom")

    assert b"<id>https://news.example/story/1</id>" in feed.content


def test_every_link_on_every_page_leads_somewhere(reader):
    seen: set[str] = set()
    for address in ADDRESSES:
        page = tree(reader.get(address).text)
        seen |= {link.split("#")[0] for link in page.xpath("//a/@href | //link/@href") if link.startswith("/")}
    broken = [link for link in sorted(seen - {"/db/", ""}) if reader.get(link).status_code != 200]

    assert len(seen) > 80
    assert broken == []


def test_links_within_a_page_have_a_target(reader):
    for address in ADDRESSES:
        page = tree(reader.get(address).text)
        targets = set(page.xpath("//@id"))
        path = address.split("?")[0]
        inside = {
            link.split("#")[1]
            for link in page.xpath("//a/@href")
            if "#" in link and link.split("#")[0].split("?")[0] in ("", path)
        }
        assert inside <= targets, address


# -------------------------------------------------------------------------------------------------------- safety


@pytest.mark.parametrize(
    "address", ["/", "/entry/1", "/story/1.json", "/index.atom", "/nothing", "/static/style.css", "/db/"]
)
def test_every_answer_bounds_what_a_browser_may_do(reader, address):
    headers = reader.get(address).headers

    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "base-uri 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    if not address.startswith("/db"):
        assert "script-src" not in policy
        assert "unsafe-inline" not in policy


def test_pictures_of_publishers_load_on_the_page_of_an_entry_only(reader):
    assert "img-src 'self';" in reader.get("/").headers["content-security-policy"]
    assert "img-src 'self' https: http:;" in reader.get("/entry/1").headers["content-security-policy"]


def test_markup_in_a_headline_is_shown_as_text(reader):
    for address in ("/", "/story/50", "/source/radio-estran", "/search?q=gras"):
        page = reader.get(address).text
        assert "<script>" not in page
        assert HOSTILE in tree(page).text_content()


def test_markup_of_a_feed_is_sanitized_again_when_it_is_shown(reader):
    page = reader.get("/entry/1").text

    assert "alert(1)" not in page
    assert "onclick" not in page
    assert "<p>suite</p>" in page


@pytest.mark.parametrize(
    "query",
    ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{7*7}}", "javascript:alert(1)", "\u202ex"],
)
def test_what_is_typed_comes_back_as_text(reader, query):
    page = reader.get("/search", params={"q": query})

    assert page.status_code == 200
    shown = tree(page.text)
    assert not shown.xpath("//script | //img | //@onerror | //a[starts-with(@href, 'javascript')]")
    assert shown.xpath("//input[@id='q']/@value") == [query]


def test_a_link_out_is_http_or_no_link(tmp_path):
    stand = Newsstand(tmp_path)
    stand.feed("une", None, None, "fr")
    stand.entry("une", 1, "Titre", "Texte", url="javascript:alert(1)", enclosures='[{"url": "data:text/html,x"}]')
    client = TestClient(create_app(tmp_path, config=config))

    page = client.get("/entry/1").text

    assert "javascript:" not in page
    assert "data:text" not in page


@pytest.mark.parametrize(
    "address",
    ["/story/0", "/story/x", "/story/-1", "/story/1e3", "/story/²", "/story/99999999999999999999", "/entry/99", "/entry/",
     "/topic/nothing", "/source/nobody", "/source/../../etc/passwd", "/digests/..%2farchive.db", "/digests/x.html",
     "/digests/.hidden.html", "/static/../app.py", "/act", "/index.rss", "/story/1.exe"],
)  # fmt: skip
def test_an_address_that_shows_nothing_is_a_page_that_says_so(reader, address):
    answer = reader.get(address)

    assert answer.status_code in (404, 405)
    assert len(answer.text) < 5000


@pytest.mark.parametrize("value", ["²", "2026-03-09T00:00:00Z_1; DROP TABLE entries", "\x00" + "a" * 3000])
@pytest.mark.parametrize("name", ["before", "after", "q", "old", "at", "class", "feed", "state", "lang", "order"])
def test_no_query_string_is_an_error(reader, name, value):
    for address in (
        "/",
        "/search?q=accord",
        "/entry/1",
        "/front",
        "/edits",
        "/sources",
        "/topic/mer",
        "/source/courrier-une",
    ):
        assert reader.get(address, params={name: value}).status_code == 200


# ----------------------------------------------------------------------------------------- freshness and redirects


def test_a_topic_shows_its_volume_over_time(reader):
    page = reader.get("/topic/mer", params={"lang": "en"}).text
    told = reader.get("/topic/mer.json").json()

    drawn = [int(entries) for entries in re.findall(r"<rect [^>]*><title>[^<]* : (\d+)</title>", page)]
    assert sum(drawn) == sum(day["entries"] if isinstance(day, dict) else day[1] for day in told["volume"]) > 0


@pytest.mark.parametrize("address", ["/", "/story/1", "/story/1.json", "/index.atom"])
def test_a_page_that_did_not_change_is_not_sent_again(reader, address):
    first = reader.get(address)

    again = reader.get(address, headers={"if-none-match": first.headers["etag"]})

    assert (again.status_code, again.content) == (304, b"")


def test_a_page_that_changed_is_sent_again(tmp_path):
    stand = Newsstand(tmp_path)
    stand.feed("une", None, None, "fr")
    stand.entry("une", 1, "Premier", "Texte")
    client = TestClient(create_app(tmp_path, config=config))
    first = client.get("/")

    stand.entry("une", 2, "Second", "Texte")
    again = client.get("/", headers={"if-none-match": first.headers["etag"]})

    assert again.status_code == 200
    assert "Second" in again.text


@pytest.mark.parametrize("form", ["", ".json", ".atom"])
def test_a_merged_story_leads_to_where_it_went_for_good(reader, form):
    answer = reader.get(f"/story/90{form}", follow_redirects=False)

    assert answer.status_code == 301
    assert answer.headers["location"] == f"/story/1{form}"


@pytest.mark.parametrize(
    ("accept", "language"),
    [("fr", "fr"), ("fr-CA,en;q=0.5", "fr"), ("en-GB", "en"), ("de,fr;q=0.3,en;q=0.2", "fr"), ("de", "en"), ("*", "fr"),
     ("", "fr"), ("en;q=0,fr", "fr"), ("fr;q=0.1,en;q=0.9", "en"), (";;q=x,,", "en")],
)  # fmt: skip
def test_the_browser_chooses_the_language(reader, accept, language):
    answer = reader.get("/topics", headers={"accept-language": accept})

    assert answer.headers["content-language"] == language
    assert "Accept-Language" in answer.headers["vary"]


def test_a_language_chosen_once_stays_chosen(reader):
    reader.get("/topics?lang=en", headers={"accept-language": "fr"})

    assert reader.get("/topics", headers={"accept-language": "fr"}).headers["content-language"] == "en"


# ----------------------------------------------------------------------------------------------------- what it says


def test_times_are_written_in_the_zone_of_feeds_yaml(reader):
    # 06:00 UTC plus one hour, in winter: 08:00 in Paris.
    assert '<time datetime="2026-03-09T07:00:00Z">08:00</time>' in reader.get("/story/1").text


def test_text_in_other_languages_says_so_and_runs_its_own_way(reader):
    page = tree(reader.get("/story/5").text)

    assert page.xpath("//h1/@lang") == ["ar"]
    assert page.xpath("//h1/@dir") == ["rtl"]


def test_an_outlet_is_called_by_its_publisher_and_a_feed_by_its_own_title(reader):
    story, feed = reader.get("/story/1").text, reader.get("/source/courrier-monde").text

    assert ">Le Courrier du Ponant</a>" in story
    assert "Le Courrier du Ponant - Monde" not in story
    assert '<h1 dir="auto">Le Courrier du Ponant - Monde</h1>' in feed


@pytest.mark.parametrize("language", ["fr", "en"])
def test_where_no_feed_can_be_reached_the_first_page_says_so_names_the_reason_and_offers_the_demo(tmp_path, language):
    stand = Newsstand(tmp_path)
    stand.feed("une", None, None, "fr", "active", 2)
    stand.poll("une", 1, code="dns", status=None, message="une.example has no address")
    client = TestClient(create_app(tmp_path, config=config))

    page = client.get("/", headers={"accept-language": language}).text

    assert "une.example has no address" in page
    assert "make demo" in page
    assert "aggregator demo" in page


def test_without_an_archive_every_page_says_what_to_do(tmp_path):
    client = TestClient(create_app(tmp_path, config=config))

    page, data, explorer = client.get("/"), client.get("/index.json"), client.get("/db/")

    assert (page.status_code, data.status_code, explorer.status_code) == (503, 503, 503)
    assert "aggregator run" in page.text
    assert "there is no archive" in data.json()["message"]


def test_health_shows_what_the_daemon_says(folder):
    status = DaemonStatus(
        started=datetime(2026, 3, 9, tzinfo=UTC),
        now=datetime(2026, 3, 11, tzinfo=UTC),
        config_error="feeds.yaml:14: `every: 5` has no unit",
        outage_since=datetime(2026, 3, 10, tzinfo=UTC),
    )
    client = TestClient(create_app(folder, config=config, status=lambda: status))

    page = client.get("/health", headers={"accept-language": "en"}).text

    assert "feeds.yaml:14: `every: 5` has no unit" in page
    assert "2\u00a0d" in page
    assert not client.get("/health.json").json()["ok"]


def test_a_written_digest_is_served_and_can_do_nothing(reader):
    assert 'href="/digests/2026-03-10-matin.html"' in reader.get("/digests").text
    answer = reader.get("/digests/2026-03-10-matin.html")
    assert "La revue" in answer.text
    assert "sandbox" in answer.headers["content-security-policy"]
    assert reader.get("/digests/2026-03-10-matin.md").headers["content-type"].startswith("text/plain")


# ---------------------------------------------------------------------------------------------------- decisions

OURS = {"origin": "http://127.0.0.1:8400"}


def test_pages_without_a_writer_offer_nothing_to_decide(reader):
    assert '<form class="act"' not in reader.get("/entry/1").text
    assert reader.post("/act", data={"kind": "star", "entry": "1"}, headers=OURS).status_code == 403


def test_every_form_on_every_page_is_understood_as_it_stands(writer, desk):
    kinds = set()
    for address in ("/entry/1", "/entry/6", "/story/1", "/source/courrier-une", "/search?q=conseil"):
        page = tree(writer.get(address).text)
        for form in page.xpath("//form[@class='act']"):
            data = {one.get("name"): one.get("value") or "7" for one in form.xpath(".//input")}
            answer = writer.post(form.get("action"), data=data, headers=OURS, follow_redirects=False)
            assert answer.status_code in (200, 303), data
            kinds.add(data["kind"])

    assert kinds >= {"star", "unstar", "merge", "together", "never", "rename", "poll"}
    assert ("rename", {"story": 1, "title": "Le président attendu à Pyongyang mardi"}) in desk.wishes


def test_each_article_of_a_story_but_the_one_that_opens_it_can_be_sent_out_of_it_with_one_press(writer, desk):
    page = tree(writer.get("/story/1?lang=en").text)

    (opening, *rest) = page.xpath("//li[contains(@class, 'told')]")
    assert not opening.xpath(".//form")
    for one in rest:
        (form,) = one.xpath(".//form")
        asked = {field.get("name"): field.get("value") for field in form.xpath(".//input")}
        assert (asked["kind"], asked["b"]) == ("never", "1")
        assert one.xpath(".//a[@href=$entry]", entry=f"/entry/{asked['a']}")
        assert words(form.xpath(".//button")[0]) == "Not part of this story"


def test_a_star_leads_back_to_the_page_it_was_given_on(writer, desk):
    answer = writer.post(
        "/act", data={"kind": "star", "entry": "3", "back": "/entry/3"}, headers=OURS, follow_redirects=False
    )

    assert (answer.status_code, answer.headers["location"]) == (303, "/entry/3")
    assert desk.wishes == [("star", {"entry": 3})]


def test_what_came_of_a_wish_is_said(writer):
    page = writer.post("/act", data={"kind": "merge", "entry": "3", "into": "4", "back": "/entry/3"}, headers=OURS)

    assert "merge was done" in page.text
    assert 'href="/entry/3"' in page.text


def test_a_wish_that_makes_no_sense_is_refused_with_a_hint(writer):
    page = writer.post("/act", data={"kind": "merge", "entry": "404", "into": "4"}, headers=OURS)

    assert page.status_code == 400
    assert "there is no entry 404" in page.text
    assert "aggregator search" in page.text


@pytest.mark.parametrize(
    "headers",
    [{}, {"origin": "https://evil.example"}, {"origin": "null"}, {"origin": "http://127.0.0.1:9999"},
     {"sec-fetch-site": "cross-site", "origin": "http://127.0.0.1:8400"}, {"sec-fetch-site": "same-site"},
     {"sec-fetch-site": "none"}, {"host": "evil.example:8400", "origin": "http://evil.example:8400"},
     {"host": "evil.example:8400", "sec-fetch-site": "same-origin"}, {"host": "[", "origin": "http://["}],
)  # fmt: skip
def test_a_form_from_elsewhere_is_refused(writer, desk, headers):
    answer = writer.post("/act", data={"kind": "star", "entry": "3"}, headers=headers)

    assert answer.status_code == 403
    assert desk.wishes == []


@pytest.mark.parametrize(
    "headers",
    [OURS, {"sec-fetch-site": "same-origin"}, {"host": "localhost:8400", "origin": "http://localhost:8400"},
     {"host": "192.168.1.4:8400", "origin": "http://192.168.1.4:8400"}, {"host": "[::1]:8400", "origin": "http://[::1]:8400"}],
)  # fmt: skip
def test_a_form_of_our_own_is_believed_under_every_name_that_is_ours(writer, desk, headers):
    assert (
        writer.post("/act", data={"kind": "star", "entry": "3"}, headers=headers, follow_redirects=False).status_code
        == 303
    )


@pytest.mark.parametrize(
    "body",
    [b"", b"kind=star", b"kind=delete&entry=1", b"kind=star&entry=x", b"kind=star&entry=%C2%B2", b"kind=star&entry=-1",
     b"kind=rename&story=1&title=", b"kind=rename&story=1&title=%20", b"\xff\xfe", b"kind=star&entry=" + b"1" * 40,
     b"kind=star&" * 50 + b"entry=1", b"kind=rename&story=1&title=" + b"x" * 400, b"x" * 100_000],
)  # fmt: skip
def test_a_form_that_is_not_ours_changes_nothing(writer, desk, body):
    answer = writer.post("/act", content=body, headers=OURS | {"content-type": "application/x-www-form-urlencoded"})

    assert answer.status_code == 400
    assert desk.wishes == []


@pytest.mark.parametrize(
    "back", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "\r\nx: y"]
)
def test_no_form_leads_elsewhere(writer, back):
    answer = writer.post(
        "/act", data={"kind": "star", "entry": "3", "back": back}, headers=OURS, follow_redirects=False
    )

    assert answer.headers["location"] == "/"


def test_a_token_is_asked_once_per_browser(folder, desk):
    app = create_app(folder, config=lambda: config(token="sésame"), act=desk.act)
    client = TestClient(app, base_url="http://127.0.0.1:8400")
    form = {"kind": "star", "entry": "3"}

    assert 'name="token"' in client.get("/entry/1").text
    assert client.post("/act", data=form, headers=OURS).status_code == 403
    assert client.post("/act", data=form | {"token": "faux"}, headers=OURS).status_code == 403
    assert desk.wishes == []
    given = client.post("/act", data=form | {"token": "sésame"}, headers=OURS, follow_redirects=False)
    assert given.status_code == 303
    assert "httponly" in given.headers["set-cookie"].lower()
    assert "sésame" not in given.headers["set-cookie"]
    assert client.post("/act", data=form, headers=OURS, follow_redirects=False).status_code == 303
    assert 'name="token"' not in client.get("/entry/1").text


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


@pytest.mark.parametrize(
    ("language", "same", "copy", "follows"),
    [
        ("fr", "Même histoire : pyongyang, visite, accord", "Reprise : 94 % du texte", "Suite de"),
        ("en", "Same story: pyongyang, visite, accord", "Copy: 94% of the text", "Continues"),
    ],
)
def test_why_here_is_a_sentence_that_a_reader_can_check(reader, language, same, copy, follows):
    told = [words(one) for one in tree(reader.get(f"/story/1?lang={language}").text).xpath("//p[@class='sentence']")]
    (copied,) = tree(reader.get(f"/entry/2?lang={language}").text).xpath("//p[@class='sentence']")

    assert any(one.startswith(same) for one in told)
    assert any(one.startswith(f"{follows} Le président attendu à Pyongyang mardi") for one in told)
    assert words(copied).startswith(copy)
    assert copied.xpath("a/@href") == ["/entry/1"]


def test_neighbours_are_told_with_title_link_likeness_and_time(reader):
    (near,) = tree(reader.get("/entry/2?lang=en").text).xpath("//ul[@class='near']/li")

    assert near.xpath("a/@href") == ["/entry/1"]
    assert words(near) == "Le président attendu à Pyongyang mardi text 61%, time 98%"


def test_a_story_shows_whom_it_names_on_the_page_and_in_its_json(reader):
    page, data = reader.get("/story/1?lang=fr").text, reader.get("/story/1.json").json()

    assert "Kim &lt;b&gt;Jong&lt;/b&gt; Un" in page
    assert ">Personnes</p>" in page
    assert data["names"] == [
        {
            "name": "Kim <b>Jong</b> Un",
            "kind": "person",
            "entries": 2,
            "mentions": 4,
            "spellings": ["Kim <b>Jong</b> Un"],
        }
    ]
