"""What may stand in feeds.yaml: one table per mapping, from which reading, the JSON Schema and the reference are made."""

from collections.abc import Callable, Mapping
from typing import Any

from aggregator.config import rules, values
from aggregator.config.source import Bad, Key, Node, Reader, is_null, suggest
from aggregator.records import DigestSpec, Limits, MailSpec, Publisher, Topic, WebSpec

_TEXT: Mapping[str, object] = {"type": "string"}
_URL: Mapping[str, object] = {"type": "string", "format": "uri", "pattern": "^[Hh][Tt][Tt][Pp][Ss]?://"}
_LANGUAGE: Mapping[str, object] = {"type": "string", "pattern": "^[A-Za-z]{2,3}([-_].*)?$"}
_DURATION: Mapping[str, object] = {"type": "string", "pattern": "^([0-9]+ *(min|[smhdwSMHDW]) *)+$"}
_SIZE: Mapping[str, object] = {"type": ["string", "integer"], "examples": ["20MB"]}
_FLAG: Mapping[str, object] = {"type": "boolean"}


def _of(convert: Callable[[str], Any], about: str, schema: Mapping[str, object] = _TEXT, **more: Any) -> Key:
    """A key that holds one scalar."""
    return Key(lambda reader, node: reader.scalar(node, convert), about, schema, **more)


def _list_of(convert: Callable[[str], Any], about: str, schema: Mapping[str, object] = _TEXT) -> Key:
    """A key that holds a list of scalars; one alone may stand without brackets."""

    def read(reader: Reader, node: Node) -> tuple[Any, ...]:
        found = [reader.scalar(item, convert) for item in reader.items(node)]
        return tuple(dict.fromkeys(value for value in found if value is not None))

    return Key(read, about, {"oneOf": [schema, {"type": "array", "items": schema}]})


def _record_of(make: Callable[..., Any], keys: Mapping[str, Key], what: str, about: str) -> Key:
    """A key that holds one mapping, read into a record."""

    def read(reader: Reader, node: Node) -> Any:
        found = reader.mapping(node, keys, f"`{what}`")
        if all(name in found for name, key in keys.items() if key.required):
            return make(**found)
        return None

    return Key(read, about, as_object(keys))


def as_object(keys: Mapping[str, Key]) -> dict[str, object]:
    """The JSON Schema of a mapping."""
    schema: dict[str, object] = {
        "type": "object",
        "additionalProperties": False,
        "properties": {name: {**key.schema, "description": key.about} for name, key in keys.items()},
    }
    required = [name for name, key in keys.items() if key.required]
    return {**schema, "required": required} if required else schema


LIMITS: Mapping[str, Key] = {
    "max_bytes": _of(values.size, "the largest document taken, after decompression", _SIZE),
    "max_wire_bytes": _of(values.size, "the most bytes taken from the wire", _SIZE),
    "deadline": _of(values.duration, "how long one exchange may last, redirects included", _DURATION),
}

FEED: Mapping[str, Key] = {
    "url": _of(values.url, "the address of the feed", _URL, required=True, example="https://example.org/feed.xml"),
    "name": _of(values.feed_name, "its name in commands and addresses; made from the address when absent"),
    "title": _of(values.plain, "what readers see; the feed's own title when absent"),
    "publisher": _of(
        values.feed_name, "who publishes it, a name of `publishers`; feeds of one publisher share entries"
    ),
    "language": _of(values.language, "what it is written in, when the feed does not say", _LANGUAGE),
    "topics": _list_of(values.slug, "topics that every entry of this feed belongs to"),
    "every": _of(values.duration, "how often to ask, instead of the rhythm observed", _DURATION),
    "weight": _of(
        values.weight,
        "2 is asked about twice as often as an ordinary feed of the same rhythm",
        {"type": "number", "minimum": 0.1, "maximum": 100, "default": 1},
    ),
    "full_text": _of(values.flag, "read the page of every entry; when absent, where the feed gives excerpts", _FLAG),
    "paused": _of(values.flag, "keep what was archived, ask no more", {**_FLAG, "default": False}),
    "timezone": _of(values.zone, "the zone of dates that name none, such as `Europe/Paris`"),
    "archive_pages": _of(
        values.whole(0, 10_000),
        "older pages (RFC 5005) walked at the first subscription and after a gap",
        {"type": "integer", "minimum": 0, "maximum": 10_000, "default": 10},
    ),
    "limits": _record_of(Limits, LIMITS, "limits", "bounds of one exchange with this server"),
}

PUBLISHER: Mapping[str, Key] = {
    "title": _of(values.plain, "what readers see"),
    "home": _of(values.url, "its front page", _URL),
    "language": _of(values.language, "the language of its feeds that name none", _LANGUAGE),
}


def _period(text: str) -> str:
    if text in ("day", "week"):
        return text
    raise Bad(f"`{text}` is not a period", suggest(text, ("day", "week")) or "write `day` or `week`")


DIGEST: Mapping[str, Key] = {
    "period": _of(_period, "`day` or `week`", {"enum": ["day", "week"], "default": "day"}),
    "at": _of(values.clock, "when it is made, local time of `timezone`", {"type": "string", "default": "07:00"}),
    "topics": _list_of(values.slug, "its sections; all topics when absent"),
    "language": _of(values.language, "the language of the words around the stories", _LANGUAGE),
    "stories": _of(
        values.whole(1, 500),
        "the most stories per topic",
        {"type": "integer", "minimum": 1, "maximum": 500, "default": 12},
    ),
    "mail_to": _list_of(values.mail_address, "who receives it by mail"),
}

WEB: Mapping[str, Key] = {
    "host": _of(values.host, "the address to listen on", {**_TEXT, "default": "127.0.0.1"}),
    "port": _of(
        values.whole(0, 65535),
        "the port to listen on; 0 takes a free one",
        {"type": "integer", "minimum": 0, "maximum": 65535, "default": 8400},
    ),
    "base_url": _of(values.url, "the public address of the pages, needed for WebSub and in mails", _URL),
    "token": _of(values.plain, "asked for on pages that change something"),
}

MAIL: Mapping[str, Key] = {
    "host": _of(values.host, "the SMTP server", required=True, example="smtp.example.org"),
    "sender": _of(values.mail_address, "the sender's address", required=True, example="news@example.org"),
    "port": _of(
        values.whole(1, 65535), "the server's port", {"type": "integer", "minimum": 1, "maximum": 65535, "default": 587}
    ),
    "user": _of(values.plain, "the login, when the server asks for one"),
    "password_env": _of(values.variable, "the environment variable that holds the password"),
    "tls": _of(values.flag, "encrypt the connection", {**_FLAG, "default": True}),
}


def _feeds(reader: Reader, node: Node) -> list[tuple[dict[str, Any], Node]]:
    found: list[tuple[dict[str, Any], Node]] = []
    for item in reader.items(node):
        if item.id == "scalar":
            address = reader.scalar(item, values.url)
            values_of_feed = {"url": address} if address else {}
        else:
            values_of_feed = reader.mapping(item, FEED, "a feed")
        if "url" in values_of_feed:
            found.append((values_of_feed, item))
    return found


def _publishers(reader: Reader, node: Node) -> dict[str, Publisher]:
    """Publishers by name, written as a mapping or as a list whose members say their `name`."""
    found: dict[str, Publisher] = {}
    if node.id == "sequence":
        for item in reader.items(node):
            fields = reader.mapping(item, {"name": _NAME, **PUBLISHER}, "a publisher")
            if fields.get("name") in found:
                reader.trouble(item, f"publisher `{fields['name']}` stands twice", "keep one of them")
            elif "name" in fields:
                found[fields["name"]] = Publisher(**{"title": fields["name"], **fields})
        return found
    for name, key_node, value in reader.pairs(node, "`publishers`"):
        if _named(reader, key_node, values.feed_name) is None:
            continue
        if value.id == "scalar":
            fields = {} if is_null(value) else {"title": reader.text(value)}
        else:
            fields = reader.mapping(value, PUBLISHER, f"publisher `{name}`")
        found[name] = Publisher(**{"name": name, "title": name, **fields})
    return found


_NAME = _of(values.feed_name, "its name", required=True, example="lemonde")


def _topics(reader: Reader, node: Node) -> dict[str, tuple[Topic, Node, bool]]:
    """Every declared topic, where it stands, and whether all of it could be read."""
    found: dict[str, tuple[Topic, Node, bool]] = {}
    for slug, key_node, value in reader.pairs(node, "`topics`"):
        if _named(reader, key_node, values.slug) is not None:
            topic, whole = rules.topic(reader, slug, value)
            found[slug] = (topic, key_node, whole)
    return found


def _digests(reader: Reader, node: Node) -> dict[str, tuple[DigestSpec, Node]]:
    found: dict[str, tuple[DigestSpec, Node]] = {}
    for name, key_node, value in reader.pairs(node, "`digests`"):
        if _named(reader, key_node, values.feed_name) is not None:
            found[name] = (DigestSpec(name=name, **reader.mapping(value, DIGEST, f"digest `{name}`")), value)
    return found


def _named(reader: Reader, node: Node, convert: Callable[[str], str]) -> str | None:
    name: str | None = reader.scalar(node, convert)
    return name


_NAMED: Mapping[str, object] = {"type": "object"}

TOP: Mapping[str, Key] = {
    "feeds": Key(
        _feeds,
        "what to follow: a list of addresses, or of mappings with `url`",
        {"type": ["array", "null"], "items": {"oneOf": [_URL, {"$ref": "#/$defs/feed"}]}},
    ),
    "publishers": Key(
        _publishers,
        "who publishes, by name; or a list of mappings with `name`",
        {
            "oneOf": [
                {**_NAMED, "additionalProperties": {"oneOf": [_TEXT, {"$ref": "#/$defs/publisher"}]}},
                {"type": "array", "items": as_object({"name": _NAME, **PUBLISHER})},
            ]
        },
    ),
    "topics": Key(
        _topics,
        "what entries can be about, by name, each with its rule",
        {
            **_NAMED,
            "additionalProperties": {
                "oneOf": [
                    {"$ref": "#/$defs/topic"},
                    {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/condition"}},
                ]
            },
        },
    ),
    "digests": Key(
        _digests,
        "summaries made every day or week, by name",
        {**_NAMED, "additionalProperties": {"$ref": "#/$defs/digest"}},
    ),
    "allow_networks": _list_of(
        values.network, "private networks that may be asked: `10.0.0.0/8`, `127.0.0.1/32:8401`, `[fd00::/8]:8080`"
    ),
    "budget": _of(values.budget, "the most requests in a span, all feeds together", {**_TEXT, "default": "2000/h"}),
    "page_quota": _of(
        values.size,
        "the most that pages as received may take in payloads.db, compressed; the least valuable go first, texts never do",
        {**_SIZE, "examples": ["20GB"]},
    ),
    "languages": _list_of(values.language, "languages to tell apart when a feed does not say", _LANGUAGE),
    "contact": _of(values.contact, "a URL or mail address that publishers can use; sent in User-Agent"),
    "timezone": _of(values.zone, "the zone of digests and pages", {**_TEXT, "default": "UTC"}),
    "web": _record_of(WebSpec, WEB, "web", "where the pages are served"),
    "mail": _record_of(MailSpec, MAIL, "mail", "how digests leave by mail"),
}

# Anchors that several feeds share have to stand somewhere; keys that begin so are read by nobody.
ASIDE = "x-"


def json_schema() -> dict[str, object]:
    """The JSON Schema (2020-12) of feeds.yaml, for completion and checks in editors."""
    condition = as_object(rules.CONDITION)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "feeds.yaml of aggregator",
        **as_object(TOP),
        "patternProperties": {f"^{ASIDE}": True},
        "$defs": {
            "feed": as_object(FEED),
            "publisher": as_object(PUBLISHER),
            "topic": as_object(rules.TOPIC),
            "condition": {"oneOf": [rules.WORD, {**condition, "minProperties": 1}]},
            "digest": as_object(DIGEST),
        },
    }
