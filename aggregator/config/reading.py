"""feeds.yaml to Config: reading it, and what has to fit together across its parts."""

import codecs
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from aggregator.config import shape, values
from aggregator.config.names import name_from_url
from aggregator.config.rules import in_every_language
from aggregator.config.source import Node, Reader, compose, suggest
from aggregator.errors import ConfigError
from aggregator.records import Config, DigestSpec, FeedSpec, Publisher, Rule, Topic

DEFAULT = "feeds.yaml"


def find(path: str | Path | None = None) -> Path:
    """The feeds.yaml to use: `path`, or the one in the current folder.

    Raises:
        ConfigError: there is none.
    """
    found = Path(path) if path is not None else Path(DEFAULT)
    if found.is_dir():
        found = found / DEFAULT
    if not found.is_file():
        raise ConfigError(
            f"{found}: there is no such file",
            hint="name another with `--config`, or begin one with `aggregator add https://example.org/feed.xml`",
        )
    return found


def load(path: str | Path) -> Config:
    """The configuration in the file at `path`, whole and checked.

    Raises:
        ConfigError: the first thing in it that cannot be used, with its place; `check` tells all of them.
    """
    config, errors = parse(read_text(path), str(path))
    if errors:
        raise errors[0]
    return config


def check(path: str | Path) -> tuple[ConfigError, ...]:
    """Everything in the file at `path` that cannot be used, in its order.

    A file that follows nothing is told too, though `load` accepts it: it is how an archive begins, not how one goes on.
    """
    try:
        config, errors = parse(read_text(path), str(path))
    except ConfigError as error:
        return (error,)
    if not errors and not config.feeds:
        hint = "add the first with `aggregator add https://example.org/`"
        return (ConfigError("no feed is followed yet", where=str(path), hint=hint),)
    return errors


def read_text(path: str | Path) -> str:
    """The text of the file at `path`, UTF-8 with or without a mark.

    Raises:
        ConfigError: it is absent, unreadable or not UTF-8.
    """
    try:
        raw = Path(path).read_bytes()
    except FileNotFoundError as error:
        raise ConfigError(f"{path}: there is no such file", hint="name another with `--config`") from error
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})", hint="check its owner and mode") from error
    raw = raw.removeprefix(codecs.BOM_UTF8)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        column = error.start - raw.rfind(b"\n", 0, error.start)
        raise ConfigError(
            f"byte 0x{raw[error.start]:02X} is not UTF-8",
            where=f"{path}:{line}:{column}",
            hint="save the file as UTF-8",
        ) from error


def parse(text: str, path: str) -> tuple[Config, tuple[ConfigError, ...]]:
    """The configuration in `text`, and everything in it that cannot be used, in the order of the file.

    Raises:
        ConfigError: it is not YAML at all.
    """
    reader = Reader(path)
    root = compose(text, path)
    try:
        found = reader.mapping(root, shape.TOP, "feeds.yaml", aside=shape.ASIDE) if root is not None else {}
        config = _Assembly(reader, found).config(path)
    except RecursionError as error:
        raise ConfigError("nested too deeply to be read", where=path, hint="write it flatter") from error
    return config, tuple(sorted(reader.errors, key=_place))


def _place(error: ConfigError) -> tuple[int, ...]:
    return tuple(int(part) for part in (error.where or "").split(":")[-2:] if part.isdigit())


class _Assembly:
    """The parts of one file, and what they say of each other."""

    def __init__(self, reader: Reader, found: dict[str, Any]) -> None:
        self.reader = reader
        self.found = found
        self.publishers: dict[str, Publisher] = dict(found.pop("publishers", {}))
        self.declared: dict[str, tuple[Topic, Node, bool]] = found.pop("topics", {})
        self.digests: dict[str, tuple[DigestSpec, Node]] = found.pop("digests", {})
        self.listed: list[tuple[dict[str, Any], Node]] = found.pop("feeds", [])

    def config(self, path: str) -> Config:
        feeds = self._feeds()
        self._publishers_exist()
        feeds = [self._with_language(feed) for feed in feeds]
        topics = self._topics(feeds)
        self._rules_name_feeds(feeds)
        self._digests_fit({topic.slug for topic in topics})
        return Config(
            path=path,
            feeds=tuple(feeds),
            publishers=tuple(self.publishers.values()),
            topics=tuple(topics),
            digests=tuple(digest for digest, _ in self.digests.values()),
            **self.found,
        )

    def _feeds(self) -> list[FeedSpec]:
        """The feeds in their order; an address or a name that stands twice is trouble."""
        addresses: dict[str, int] = {}
        names: dict[str, int] = {}
        for fields, node in self.listed:
            line = node.start_mark.line + 1
            key = values.same_address(fields["url"])
            if key in addresses:
                self.reader.trouble(
                    node, f"{fields['url']} stands twice; the first is on line {addresses[key]}", "keep one of them"
                )
            elif fields.get("name", key) in names:
                message = f"two feeds are named `{fields['name']}`; the first is on line {names[fields['name']]}"
                self.reader.trouble(node, message, "give one of them another name")
            addresses.setdefault(key, line)
            names.setdefault(fields.get("name", key), line)
        taken = {fields["name"] for fields, _ in self.listed if "name" in fields}
        feeds = []
        for fields, _ in self.listed:
            if "name" not in fields:
                fields["name"] = name_from_url(fields["url"], taken)
                taken.add(fields["name"])
            feeds.append(FeedSpec(**fields))
        return feeds

    def _publishers_exist(self) -> None:
        """A publisher that nobody declared is made from its name, unless it looks like a slip of a declared one."""
        declared = tuple(self.publishers)
        for fields, node in self.listed:
            name = fields.get("publisher")
            if name is None or name in self.publishers:
                continue
            # Numbered names (p1, p2) are alike and no slips.
            close = None if any(digit in name for digit in "0123456789") else suggest(name, declared)
            if close:
                self.reader.trouble(
                    node, f"there is no publisher `{name}`", f"{close} Otherwise add it to `publishers`"
                )
            self.publishers[name] = Publisher(name=name, title=name)

    def _with_language(self, feed: FeedSpec) -> FeedSpec:
        publisher = self.publishers.get(feed.publisher or "")
        if feed.language is None and publisher is not None and publisher.language:
            return replace(feed, language=publisher.language)
        return feed

    def _topics(self, feeds: list[FeedSpec]) -> list[Topic]:
        """Declared topics, to which the feeds that name them belong whole; then those that only feeds name."""
        by_feed: dict[str, list[str]] = {}
        for feed in feeds:
            for slug in feed.topics:
                by_feed.setdefault(slug, []).append(feed.name)
        topics = []
        for slug, (topic, node, whole) in self.declared.items():
            belonging = tuple(Rule(feed=name) for name in by_feed.pop(slug, []))
            if whole and topic.rule is None and not belonging and not self._has_children(slug):
                self.reader.trouble(node, f"topic `{slug}` has no rule", "write `any: [word, another]` under it")
            if belonging:
                topic = replace(topic, rule=Rule(any=(*([topic.rule] if topic.rule else []), *belonging)))
            self._parent_exists(topic, node)
            topics.append(topic)
        for slug, names in by_feed.items():
            rule = Rule(any=tuple(Rule(feed=name) for name in names))
            topics.append(Topic(slug=slug, labels=in_every_language(slug), kind="feed", rule=rule))
        return topics

    def _has_children(self, slug: str) -> bool:
        return any(topic.parent == slug for topic, _, _ in self.declared.values())

    def _parent_exists(self, topic: Topic, node: Node) -> None:
        seen = {topic.slug}
        parent = topic.parent
        while parent is not None:
            if parent in seen:
                self.reader.trouble(node, f"topic `{topic.slug}` is its own ancestor", "remove one `parent`")
                return
            seen.add(parent)
            if parent not in self.declared:
                if not is_builtin(parent):
                    hint = suggest(parent, self.declared) or "declare it under `topics`"
                    self.reader.trouble(node, f"there is no topic `{parent}`", hint)
                return
            parent = self.declared[parent][0].parent

    def _rules_name_feeds(self, feeds: list[FeedSpec]) -> None:
        known = {feed.name for feed in feeds} | self.publishers.keys()
        for topic, node, _ in self.declared.values():
            for name in _feeds_of(topic.rule):
                if name not in known:
                    hint = suggest(name, sorted(known)) or "write the `name` of a feed or of a publisher"
                    self.reader.trouble(node, f"topic `{topic.slug}` asks for `{name}`, which no feed is called", hint)

    def _digests_fit(self, slugs: set[str]) -> None:
        for digest, node in self.digests.values():
            for slug in digest.topics:
                if slug not in slugs and not is_builtin(slug):
                    hint = suggest(slug, sorted(slugs)) or "declare it under `topics`, or write `place:FR`"
                    self.reader.trouble(node, f"digest `{digest.name}` asks for `{slug}`, which is no topic", hint)
            if digest.mail_to and "mail" not in self.found:
                hint = "add `mail: {host: smtp.example.org, sender: news@example.org}`"
                self.reader.trouble(node, f"digest `{digest.name}` goes out by mail, but `mail` says nothing", hint)


def _feeds_of(rule: Rule | None) -> Iterator[str]:
    if rule is None:
        return
    if rule.feed:
        yield rule.feed
    for inner in (*rule.any, *rule.all, *rule.none):
        yield from _feeds_of(inner)


def is_builtin(slug: str) -> bool:
    """Whether `slug` is a topic that needs no rule: `place:KP`, `subject:politics`."""
    from aggregator.text.subjects import SUBJECTS
    from aggregator.text.territories import TERRITORIES

    kind, _, name = slug.partition(":")
    return (kind == "place" and name in TERRITORIES) or (kind == "subject" and name in SUBJECTS)
