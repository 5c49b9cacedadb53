"""The pages as a browser shows them: on a phone, in the dark, by keyboard, without JavaScript."""

import pytest

PAGES = (
    "/", "/story/1", "/story/5", "/entry/1", "/topics", "/topic/place:kp", "/sources", "/source/gazette-muette",
    "/search?q=accord", "/search", "/edits", "/front?at=2026-03-09T14:00", "/health", "/digests", "/nothing-here",
)  # fmt: skip


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_no_page_is_wider_than_its_window_and_the_browser_complains_of_nothing(visit, width):
    visitor = visit(width=width)

    wide = {}
    for path in PAGES:
        page = visitor.go(path)
        inner = page.evaluate("document.documentElement.scrollWidth")
        if inner > width:
            wide[path] = inner

    assert wide == {}
    assert [text for text in visitor.complaints if "404" not in text] == []


def test_dark_is_dark_and_light_is_light(visit):
    def brightness(scheme):
        page = visit(color_scheme=scheme).go("/")
        colour = page.evaluate("getComputedStyle(document.body).backgroundColor")
        return sum(int(part) for part in colour[4:-1].split(","))

    assert brightness("dark") < 120
    assert brightness("light") > 700


def test_the_keyboard_reaches_the_content_first_and_shows_where_it_is(visit):
    page = visit().go("/story/1")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().width") > 20
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_the_reason_of_a_placement_opens_by_keyboard(visit):
    page = visit(java_script_enabled=False).go("/story/1")
    reasons = page.locator("details.why").nth(1)

    reasons.locator("summary").focus()
    page.keyboard.press("Enter")

    assert reasons.locator("ul").is_visible()
    assert "pyongyang, visite, accord" in reasons.inner_text()


def test_without_javascript_one_can_search_read_compare_and_go_back_in_time(visit):
    page = visit(java_script_enabled=False).go("/")

    page.fill("#q", "l’accord Tokyo capitales")
    page.press("#q", "Enter")
    assert page.locator("mark").count() >= 1
    page.locator(".hits a").first.click()
    assert page.locator("h1").inner_text() == "Séoul et Tokyo condamnent l'accord"

    page.goto(page.url.rsplit("/", 1)[0] + "/1")
    page.check("input[name=old][value=r1]")
    page.check("input[name=new][value=now]")
    page.click(".pick button")
    assert page.locator(".diff ins").count() >= 1

    page.click("nav >> text=Unes d’alors")
    page.fill("input[name=at]", "2026-03-09T11:00")
    page.click(".moment button")
    assert "Un voyage à Pyongyang" in page.locator("main").inner_text()


def test_a_star_is_given_by_a_form_from_a_real_browser(visit, site):
    page = visit(java_script_enabled=False).go("/entry/3")
    site.wishes.clear()

    page.click("text=Ajouter aux favoris")

    assert page.url.endswith("/entry/3")
    assert site.wishes == [("star", {"entry": 3})]


def test_a_refused_wish_says_why(visit):
    page = visit().go("/entry/1")

    page.fill("input[name=into]", "1")
    page.click("text=Fusionner")

    assert "entries 1 and 1 are one already" in page.inner_text("main")


def test_a_form_of_another_site_changes_nothing(visit, site):
    site.wishes.clear()
    page = visit().page
    page.set_content(
        f'<form method="post" action="{site.url}/act"><input name="kind" value="star"><input name="entry" value="3">'
        "<button>x</button></form>"
    )

    page.click("button")

    assert "403" in page.evaluate("String(performance.getEntriesByType('navigation')[0].responseStatus)")
    assert site.wishes == []


def test_the_language_of_the_pages_can_be_chosen(visit):
    page = visit().go("/topics")

    page.click("text=English")
    assert page.inner_text("h1") == "Topics"
    page.click("nav >> text=Sources")
    assert page.get_attribute("html", "lang") == "en"


def test_the_explorer_shows_tables_without_a_complaint_and_cannot_reach_our_forms(visit, site):
    visitor = visit()
    page = visitor.go("/db/archive/entries")
    site.wishes.clear()

    assert "Le président attendu à Pyongyang mardi" in page.inner_text("body")
    assert visitor.complaints == []
    outcome = page.evaluate(
        "fetch('/act', {method: 'POST', body: new URLSearchParams({kind: 'star', entry: '3'})})"
        ".then(() => 'sent', () => 'refused')"
    )
    assert outcome == "refused"
    assert site.wishes == []


def test_a_hostile_headline_runs_nothing(visit):
    visitor = visit()
    asked: list[str] = []

    def refuse(dialog):
        asked.append(dialog.message)
        dialog.dismiss()

    visitor.page.on("dialog", refuse)

    for path in ("/", "/story/50", "/search?q=gras", "/source/radio-estran", "/db/archive/entries", "/entry/1"):
        visitor.go(path)

    assert asked == []
