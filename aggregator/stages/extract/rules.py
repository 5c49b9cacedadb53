"""Site rules in the format of fivefilters' ftr-site-config, read from text.

One directive a line, `name: value`, `#` begins a comment; the body and title directives are tried in order, all strip
directives apply. Expressions are XPath 1.0, which lxml runs. What is not understood is reported, never guessed.
(Format: github.com/fivefilters/ftr-site-config, README.)
"""

from collections.abc import Iterable

from lxml import etree
from lxml.html import HtmlElement
from msgspec import Struct

from aggregator.records import Problem
from aggregator.stages.extract.blocks import blocks

MAX_RULES = 200  # directives of one site
SHRINKS = 0.5  # a rule that leaves less than this share of the text is ignored

_LISTS = ("title", "body", "author", "date", "strip", "strip_id_or_class", "strip_image_src", "test_url")
_IGNORED = frozenset(
    """
    prune tidy autodetect_on_failure single_page_link next_page_link http_header convert_double_br_tags requires_login
    login_uri login_username_field login_password_field login_extra_fields not_logged_in_xpath parser skip_json_ld
    native_ad_clue insert_detected_image strip_attr src_lazy_load_attr if_page_contains replace_string find_string move_into
    wrap_in dissolve footnotes test_contains single_page_link_in_feed strip_comments post_strip_attr remove
    """.split()  # noqa: SIM905 - a table, not code
)


class Rules(Struct, frozen=True, kw_only=True):
    """What a site's file says, in order."""

    title: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    date: tuple[str, ...] = ()
    strip: tuple[str, ...] = ()
    strip_id_or_class: tuple[str, ...] = ()
    strip_image_src: tuple[str, ...] = ()
    test_url: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def parse_rules(text: str) -> Rules:
    """The directives of one file. A line that cannot be used becomes a problem with its number; the rest still counts."""
    found: dict[str, list[str]] = {name: [] for name in _LISTS}
    problems: list[Problem] = []
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), 1):
        name, colon, value = line.partition(":")
        name, value = name.strip().lower(), value.strip()
        if not line.strip() or line.lstrip().startswith("#") or not value:
            continue
        if not colon or name.partition("(")[0] in _IGNORED:
            continue
        if name not in found:
            problems.append(_problem(number, f"`{name}` is no directive we know"))
        elif len(found[name]) >= MAX_RULES:
            problems.append(_problem(number, f"more than {MAX_RULES} `{name}`"))
        elif name in ("title", "body", "author", "date", "strip") and _compiled(value) is None:
            problems.append(_problem(number, f"`{value[:80]}` is not XPath 1.0"))
        else:
            found[name].append(value)
    return Rules(**{name: tuple(values) for name, values in found.items()}, problems=tuple(problems))


def merged(rules: Iterable[Rules]) -> Rules:
    """Several files as one: the first that speaks of a field is tried first."""
    many = list(rules)
    return Rules(
        **{name: tuple(value for one in many for value in getattr(one, name)) for name in _LISTS},
        problems=tuple(problem for one in many for problem in one.problems),
    )


def body_of(root: HtmlElement, rules: Rules) -> str:
    """The text the rules point at, stripped as they ask; empty when they match nothing. The tree stays as it is."""
    for expression in rules.body:
        matches = [part for part in _run(root, expression) if isinstance(part, HtmlElement)]
        text = "\n\n".join(filter(None, (_text(part, rules) for part in _outermost(matches))))
        if text:
            return text
    return ""


def field_of(root: HtmlElement, expressions: Iterable[str]) -> str | None:
    """The first non-empty value that one of the expressions finds: an element's text, an attribute, a string."""
    for expression in expressions:
        for part in _run(root, expression):
            said = " ".join((part.text_content() if isinstance(part, HtmlElement) else str(part)).split())
            if said:
                return said
    return None


def _text(part: HtmlElement, rules: Rules) -> str:
    stripped = _stripped_elements(part, rules)
    kept = []
    for block in blocks(part):
        node: HtmlElement | None = block.element
        while node is not None and node is not part and node not in stripped:
            node = node.getparent()
        if node is None or node not in stripped:
            kept.append(block.text)
    return "\n\n".join(kept)


def _stripped_elements(part: HtmlElement, rules: Rules) -> set[HtmlElement]:
    found: set[HtmlElement] = set()
    for expression in rules.strip:
        found.update(node for node in _run(part, expression) if isinstance(node, HtmlElement))
    for name in rules.strip_id_or_class:
        name = name.strip("'\" ")
        if name:
            found.update(
                node for node in part.iter() if name in (node.get("class") or "") or name in (node.get("id") or "")
            )
    found.discard(part)
    return found


def _outermost(matches: list[HtmlElement]) -> list[HtmlElement]:
    chosen = set(matches)
    return [part for part in matches if not any(parent in chosen for parent in part.iterancestors())]


def _run(root: HtmlElement, expression: str) -> list[object]:
    compiled = _compiled(expression)
    if compiled is None:
        return []
    try:
        result: object = compiled(root)
    except etree.XPathError:
        return []
    if isinstance(result, list):
        return list(result[:5000])
    return [result] if isinstance(result, str) and result.strip() else []


def _compiled(expression: str) -> etree.XPath | None:
    if len(expression) > 1000:
        return None
    try:
        return etree.XPath(expression)
    except etree.XPathError:
        return None


def _problem(number: int, message: str) -> Problem:
    return Problem(code="site-rule", message=f"line {number}: {message}")
