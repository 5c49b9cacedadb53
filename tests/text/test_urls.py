"""Claims about addresses."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from aggregator.text import urls

HOSTILE = st.text("htps:/\\?#&=%[]@.;,!~+ aZé%2fF0\x00\t\nİßǅ한\ud800", max_size=40)
NEARLY = HOSTILE.map(lambda tail: "https://exemple.fr/" + tail) | HOSTILE.map(lambda tail: "http://" + tail)


@pytest.mark.parametrize(
    ("url", "base", "expected"),
    [
        (" \n https://exemple.fr/a\n", None, "https://exemple.fr/a"),
        ("/a?b=1", "https://exemple.fr/rss/une.xml", "https://exemple.fr/a?b=1"),
        ("a.html", "https://exemple.fr/rss/une.xml", "https://exemple.fr/rss/a.html"),
        ("//media.exemple.fr/x", "https://exemple.fr/", "https://media.exemple.fr/x"),
        ("https://exemple.fr/un titre", None, "https://exemple.fr/un%20titre"),
        ("https://exemple.fr/l\u200bong\r\nue", None, "https://exemple.fr/longue"),
        ("www.exemple.fr/a", "https://autre.fr/rss", "https://www.exemple.fr/a"),
        ("http:\\\\exemple.fr\\a", None, "http://exemple.fr/a"),
        ("https://exemple.fr/été", None, "https://exemple.fr/été"),
        ("?p=12", "https://exemple.fr/", "https://exemple.fr/?p=12"),
        ("HTTPS://Exemple.fr/A", None, "HTTPS://Exemple.fr/A"),
        ("javascript:alert(1)", "https://exemple.fr/", None),
        ("mailto:a@exemple.fr", "https://exemple.fr/", None),
        ("data:text/html,x", "https://exemple.fr/", None),
        ("tag:exemple.fr,2026:1", "https://exemple.fr/", None),
        ("/a", None, None),
        ("", "https://exemple.fr/", None),
        ("http://[bad/a", None, None),
        ("http://exemple.fr:port/a", None, None),
        ("https:///a", None, None),
    ],
)
def test_an_address_is_made_absolute_as_a_browser_would(url, base, expected):
    assert urls.absolute(url, base) == expected


@pytest.mark.parametrize(
    "spelling",
    [
        "http://www.exemple.fr/Economie/budget-2027",
        "https://exemple.fr:443/economie/budget-2027/",
        "https://exemple.fr/economie//budget-2027",
        "https://exemple.fr/economie/./sport/../budget-2027",
        "https://exemple.fr/economie/budget-2027?utm_source=rss&utm_medium=feed",
        "https://exemple.fr/economie/budget-2027?xtor=RSS-3208",
        "https://exemple.fr/economie/budget-2027?at_medium=RSS&at_campaign=une",
        "https://exemple.fr/economie/budget-2027#commentaires",
        "https://exemple.fr/economie%2Fbudget-2027",
        "https://exemple.fr/%65conomie/budget%2D2027",
        "https://m.exemple.fr/economie/budget-2027",
        "https://amp.exemple.fr/economie/budget-2027/amp",
        "https://exemple.fr/economie/budget-2027/index.html",
        "https://exemple.fr/economie/budget-2027;jsessionid=AB12",
        "https://user:pw@EXEMPLE.fr/economie/budget-2027",
        "https://www.google.com/amp/s/exemple.fr/economie/budget-2027",
        "https://exemple-fr.cdn.ampproject.org/c/s/exemple.fr/economie/budget-2027",
        " https://exemple.fr/economie/budget-2027\n",
    ],
)
def test_spellings_of_one_page_share_a_key(spelling):
    assert urls.canonical(spelling) == "https://exemple.fr/economie/budget-2027"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://exemple.fr/a?id=1", "https://exemple.fr/a?id=2"),
        ("https://exemple.fr/?p=12", "https://exemple.fr/?p=13"),
        ("https://exemple.fr/article.php?1201", "https://exemple.fr/article.php?1202"),
        ("https://exemple.fr/a", "https://exemple.fr:8080/a"),
        ("https://exemple.fr/#!/2026/a", "https://exemple.fr/#!/2026/b"),
        ("https://exemple.fr/%E9t%E9", "https://exemple.fr/%E8t%E8"),
        ("https://exemple.fr/v?v=aB", "https://exemple.fr/v?v=Ab"),
        ("https://fr.exemple.org/a", "https://en.exemple.org/a"),
        ("https://exemple.fr/amphitheatre", "https://exemple.fr/"),
    ],
)
def test_different_pages_keep_different_keys(one, other):
    assert urls.canonical(one) != urls.canonical(other)


def test_parameters_are_compared_in_any_order_and_encoding():
    assert urls.canonical("https://e.fr/a?b=%C3%A9+x&a=1") == urls.canonical("https://e.fr/a?a=1&b=é%20x")


def test_an_international_host_is_one_host_in_both_spellings():
    assert urls.canonical("https://médias.fr/a") == urls.canonical("https://xn--mdias-bsa.fr/a")


@given(HOSTILE | NEARLY)
@example("http://0/%25%32%35%34%31")
@example("https://e.fr/a/amp/index.html/")
@example("https://e.fr/İ")
@example("https://e.fr/a?&=&%")
@example("http://[")
def test_a_canonical_address_is_its_own_canonical_address(url):
    once = urls.canonical(url)

    assert urls.canonical(once) == once


@given(HOSTILE | NEARLY, st.none() | st.just("https://exemple.fr/rss") | HOSTILE)
def test_whatever_is_made_absolute_is_http_with_a_host(url, base):
    result = urls.absolute(url, base)

    assert result is None or (result.lower().startswith(("http://", "https://")) and urls.host(result))
    assert result is None or not set("\x00\t\n\ud800 ") & set(result)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://exemple.fr", True),
        ("http://www.exemple.fr/", True),
        ("https://exemple.fr/index.html", True),
        ("https://exemple.fr/fr/", True),
        ("https://exemple.fr/?utm_source=rss", True),
        ("https://exemple.fr/#rss", True),
        ("https://exemple.fr/?p=12", False),
        ("https://exemple.fr/a", False),
        ("https://exemple.fr/#!/a", False),
        ("", False),
        ("http://[", False),
    ],
)
def test_a_home_page_is_told_from_a_page(url, expected):
    assert urls.is_home_page(url) is expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://WWW.Exemple.fr:80/a", "www.exemple.fr"),
        ("https://exemple.fr.", "exemple.fr"),
        ("a/b", ""),
        ("http://[", ""),
    ],
)
def test_a_host_is_lower_case_and_bare(url, expected):
    assert urls.host(url) == expected


def test_the_hosts_of_one_site_are_one_site():
    assert {urls.site(u) for u in ("https://www.e.fr/a", "http://rss.e.fr/une", "https://m.e.fr")} == {"e.fr"}
    assert urls.site("https://m.fr/") == "m.fr"


def test_a_path_is_read_without_host_and_query():
    assert urls.path_of("https://www.e.fr/Monde/a/?x=1") == "/monde/a"
    assert urls.path_of("https://e.fr/") == ""


# Most addresses need no work and take a short way; it must lead where the long one leads.
_SEGMENTS = st.sampled_from(
    [
        "a",
        "B",
        "b-c",
        "2026",
        "index.html",
        "amp",
        "x.amp.html",
        "amp.html",
        "s",
        "c",
        "lemonde.fr",
        "..",
        ".",
        "",
        "é",
        "%41",
    ]
)
_NAMES = st.sampled_from(
    [
        "exemple.fr",
        "www.exemple.fr",
        "m.rss.exemple.fr",
        "EXEMPLE.fr",
        "x.cdn.ampproject.org",
        "news.google.com",
        "a..b",
        "-",
    ]
)
_ADDRESSES = st.builds(
    lambda scheme, name, path, end: f"{scheme}://{name}{''.join('/' + one for one in path)}{end}",
    st.sampled_from(["http", "https"]),
    _NAMES,
    st.lists(_SEGMENTS, max_size=4),
    st.sampled_from(["", "/", "?b=2&a=1", "#top", "?utm_source=x", "?"]),
)


@given(_ADDRESSES)
def test_a_default_port_makes_no_other_page(url):
    scheme, _, rest = url.partition("://")
    name, slash, path = rest.partition("/")
    if "?" in name or "#" in name:
        return

    explicit = f"{scheme}://{name}:{443 if scheme == 'https' else 80}{slash}{path}"

    assert urls.canonical(url) == urls.canonical(explicit)


@given(_ADDRESSES)
def test_white_space_around_an_address_changes_nothing(url):
    assert urls.absolute(url, None) == urls.absolute(f" {url}\n", None)
