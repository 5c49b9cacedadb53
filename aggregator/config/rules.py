"""Topic rules of feeds.yaml, as written by a person, to `Rule` records."""

import re
from collections.abc import Mapping
from typing import Any

from aggregator.config import values
from aggregator.config.source import Bad, Key, Node, Reader, is_null
from aggregator.records import Rule, Topic
from aggregator.text import patterns

_TEXT: Mapping[str, object] = {"type": "string"}
WORD: Mapping[str, object] = {"type": ["string", "number"]}
_LIST: Mapping[str, object] = {
    "oneOf": [
        {"$ref": "#/$defs/condition"},
        {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/condition"}},
    ]
}


def _word(text: str) -> str:
    """A word or phrase: `grève`, `Corée du Nord`, `diplomat*` (begins so), `=PS` (exactly so)."""
    bare = text.removeprefix("=").removesuffix("*").strip()
    if not re.search(r"\w", bare):
        raise Bad(f"`{text}` holds no letter or digit to look for", "write a word, a phrase, or `begin*`")
    if "*" in bare:
        raise Bad(f"`{text}`: a star can stand at the end only", "use `regex:` for more")
    if text.endswith("*") and len(bare) < 2:
        raise Bad(f"`{text}` would match nearly everything", "write at least two letters before the star")
    return text


def _regex(text: str) -> str:
    try:
        re.compile(text, re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        raise Bad(f"not a regular expression: {error}", "put it in single quotes: regex: '\\bG(7|20)\\b'") from error
    try:
        slow = patterns.steps(text) > patterns.MOST
    except patterns.Unclear as error:
        raise Bad(f"`{text}` uses a verbose flag or a conditional group", "write it without") from error
    if slow:
        raise Bad(
            f"`{text}` can take hours on some texts: one of its repetitions repeats another, or can stand for the next",
            "bound them: `.{0,60}` for `.*`, `(a|b){1,3}` for `(a|b)+`, `a+` for `(a+)+`",
        )
    return text


def _words(reader: Reader, node: Node) -> tuple[str, ...] | None:
    found = [reader.scalar(item, _word) for item in reader.items(node)]
    if not found:
        reader.trouble(node, "an empty list matches nothing", "write at least one word")
    return tuple(word for word in found if word is not None) or None


def _conditions(reader: Reader, node: Node) -> "tuple[Rule, ...] | None":
    if node.id == "mapping":
        return tuple(rule for rule in [condition(reader, node)] if rule)
    rules: list[Rule] = []
    words: list[str] = []
    nodes = reader.items(node)
    if not nodes and node.id != "mapping":
        reader.trouble(node, "an empty list matches nothing", "write at least one word")
    for item in nodes:
        if item.id == "scalar":
            word = reader.scalar(item, _word)
            words += [word] if word else []
        elif rule := condition(reader, item):
            rules.append(rule)
    return (*([Rule(words=tuple(words))] if words else []), *rules) or None


def _every_condition(reader: Reader, node: Node) -> "tuple[Rule, ...] | None":
    """Like `_conditions`, but each word is a condition of its own."""
    rules = _conditions(reader, node) or ()
    return tuple(part for rule in rules for part in _apart(rule)) or None


def _apart(rule: Rule) -> tuple[Rule, ...]:
    if rule == Rule(words=rule.words):
        return tuple(Rule(words=(word,)) for word in rule.words)
    return (rule,)


CONDITION: Mapping[str, Key] = {
    "any": Key(_conditions, "at least one of these holds: words, or conditions of their own", _LIST),
    "all": Key(_every_condition, "every one of these holds", _LIST),
    "none": Key(_conditions, "not one of these holds", _LIST),
    "words": Key(
        _words,
        "one of these words or phrases stands in title or text; case and accents do not count. "
        "`diplomat*` is the beginning of a word, `=PS` counts case and accents",
        {"oneOf": [WORD, {"type": "array", "minItems": 1, "items": WORD}]},
    ),
    "regex": Key(
        lambda r, n: r.scalar(n, _regex),
        "this regular expression (Python's) is found in the title or the first 5,000 letters of the text; case does not count, "
        "and what could take too long on some texts is refused",
        {"type": "string", "format": "regex"},
    ),
    "feed": Key(
        lambda r, n: r.scalar(n, values.plain), "the entry comes from this feed or publisher (its name)", _TEXT
    ),
    "language": Key(lambda r, n: r.scalar(n, values.language), "the entry is in this language", _TEXT),
    "category": Key(
        lambda r, n: r.scalar(n, values.plain), "the publisher filed it under this category; case does not count", _TEXT
    ),
}


def condition(reader: Reader, node: Node) -> Rule | None:
    """One condition; a mapping with several keys asks that all of them hold."""
    if node.id == "scalar" and not is_null(node):
        word = reader.scalar(node, _word)
        return Rule(words=(word,)) if word else None
    found = reader.mapping(node, CONDITION, "a condition")
    if not found:
        if node.id == "mapping" and not reader.errors:
            reader.trouble(node, "an empty condition matches nothing", "write `any: [word, another]`")
        return None
    return Rule(**found)


def labels(reader: Reader, node: Node) -> dict[str, str] | None:
    """`label: Diplomatie` or `label: {fr: Diplomatie, en: Diplomacy}`."""
    if node.id == "scalar":
        text = reader.scalar(node, values.plain)
        return in_every_language(text) if text else None
    found: dict[str, str] = {}
    for name, key_node, value in reader.pairs(node, "a label"):
        try:
            language = values.language(name)
        except Bad as bad:
            reader.trouble(key_node, bad.message, bad.hint)
            continue
        text = reader.scalar(value, values.plain)
        if text:
            found[language] = text
    return found or None


def in_every_language(text: str) -> dict[str, str]:
    """One label for the languages of the pages, when a person gave a single one."""
    return {"fr": text, "en": text}


TOPIC: Mapping[str, Key] = {
    "label": Key(
        labels,
        "what readers see, one text or one per language",
        {"oneOf": [_TEXT, {"type": "object", "additionalProperties": _TEXT}]},
    ),
    "parent": Key(lambda r, n: r.scalar(n, values.slug), "the wider topic, by its name", _TEXT),
    **CONDITION,
}


def topic(reader: Reader, slug: str, node: Node) -> tuple[Topic, bool]:
    """One topic of `topics:`, and whether all of it could be read; a plain list means `any:`."""
    before = len(reader.errors)
    if node.id == "sequence":
        anything = _conditions(reader, node)
        found: dict[str, Any] = {"any": anything} if anything else {}
    else:
        found = reader.mapping(node, TOPIC, f"topic `{slug}`")
    label = found.pop("label", None) or in_every_language(slug)
    parent = found.pop("parent", None)
    made = Topic(slug=slug, labels=label, parent=parent, rule=Rule(**found) if found else None)
    return made, len(reader.errors) == before
