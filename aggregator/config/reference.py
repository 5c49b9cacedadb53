"""The reference page of feeds.yaml, made from the tables by which the file is read."""

from collections.abc import Mapping

from aggregator.config import rules, shape
from aggregator.config.source import Key

_INTRODUCTION = """# feeds.yaml

<!-- Made by `python -m aggregator.config.reference > docs/reference/feeds-yaml.md`; a test keeps the two alike. -->

One YAML file says what to follow. Every key is optional except the address of a feed. Unknown keys, repeated keys and
values that cannot be meant are refused with line and column, and nothing of the file is used until all of it is right:
a running daemon goes on with the file as it was.

`aggregator config check` tells everything that is wrong; `aggregator config schema` prints the JSON Schema that editors
use to complete keys.

Values are read by the key they stand under, so `language: no` is Norwegian and `at: 12:30` a time of day, with or without
quotes. Keys at the top that begin with `x-` are passed over: a place for anchors (`x-slow: &slow {every: 1d}`, then
`<<: *slow`).

| written | meant |
|---|---|
| `90s` `5m` `2h` `1d` `1w` `1h30m` | spans; a number without a unit is refused |
| `20MB` `512KiB` `1000000` | sizes in bytes |
| `2000/h` `30/min` `20000/d` | requests in a span |
| `true` `false` `yes` `no` `on` `off` | switches |
| `fr` `fr-CA` | languages (ISO 639); the region is dropped |
| `[a, b]` or `a` | lists; one value may stand without brackets |
"""

_SECTIONS: tuple[tuple[str, str, Mapping[str, Key]], ...] = (
    ("The file", "Keys at the top.", shape.TOP),
    ("A feed", "A member of `feeds`; the address alone may stand for it.", shape.FEED),
    ("limits", "Bounds of one exchange with a feed's server.", shape.LIMITS),
    ("A publisher", "`publishers: {lemonde: {...}}`, or `lemonde: Le Monde` for the title alone.", shape.PUBLISHER),
    (
        "A topic",
        "`topics: {diplomatie: {...}}`, or a list of words. When several conditions stand in one topic, all of them must "
        "hold. A topic that only feeds name (`topics:` of a feed) need not be declared.",
        rules.TOPIC,
    ),
    (
        "A digest",
        "`digests: {matin: {...}}`. Its topics are yours, those of feeds, countries (`place:KP`) and subjects "
        "(`subject:politics`).",
        shape.DIGEST,
    ),
    ("web", "Where the pages are served.", shape.WEB),
    ("mail", "How digests leave by mail. The password is never in this file.", shape.MAIL),
)


def reference() -> str:
    """The page, as Markdown."""
    return _INTRODUCTION + "".join(_section(*section) for section in _SECTIONS)


def _section(title: str, text: str, keys: Mapping[str, Key]) -> str:
    rows = "".join(f"| `{name}` | {_about(key)} | {_default(key)} |\n" for name, key in keys.items())
    return f"\n## {title}\n\n{text}\n\n| key | what it says | when absent |\n|---|---|---|\n{rows}"


def _about(key: Key) -> str:
    return key.about.replace("|", "\\|")


def _default(key: Key) -> str:
    if key.required:
        return "refused"
    default = key.schema.get("default")
    if default is None:
        return ""
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


if __name__ == "__main__":
    print(reference(), end="")  # noqa: T201 - the page is this module's output
