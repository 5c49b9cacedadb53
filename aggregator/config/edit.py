"""Changes to feeds.yaml by commands; everything that a person wrote stays where it is.

The text is changed in place, at the position that the parser reports, instead of being written anew: comments, order,
quotes and spacing of the rest cannot change because they are never touched. What comes out is read again before it
replaces the file.
"""

import os
import re
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from msgspec import structs

from aggregator.config import values
from aggregator.config.names import name_from_url
from aggregator.config.reading import parse, read_text
from aggregator.config.source import Bad, Node, compose, is_null
from aggregator.errors import ConfigError
from aggregator.records import Config, FeedSpec, Limits

_DEFAULTS = {field.name: field.default for field in structs.fields(FeedSpec)}


def add_feed(path: str | Path, url: str, **asked: Any) -> FeedSpec:
    """The feed at `url`, added at the end of `feeds:`; the file is begun when there is none.

    Args:
        asked: further fields of FeedSpec (`name`, `title`, `publisher`, `language`, `topics`, `every` ...).

    Raises:
        ConfigError: the file cannot be used, the address or the name is there already, or a value is wrong.
    """
    spec = FeedSpec(**{"url": url, "name": asked.pop("name", None) or "", **asked})
    added = add_feeds(path, [spec])
    if not added:
        raise ConfigError(
            f"{url} is already followed", where=str(path), hint="`aggregator feeds` lists what is followed"
        )
    return added[0]


def add_feeds(path: str | Path, specs: Sequence[FeedSpec]) -> tuple[FeedSpec, ...]:
    """Those of `specs` that were not followed yet, added at the end of `feeds:` in one step.

    A feed without a name is called after its address and its name is not written, so that the file stays short.

    Raises:
        ConfigError: the file cannot be used, or would not be usable afterwards; then it is left as it was.
    """
    target = Path(path)
    text = read_text(target) if target.exists() else "feeds:\n"
    config = _usable(text, str(path))
    known = {values.same_address(feed.url) for feed in config.feeds}
    fresh = []
    for spec in specs:
        address = values.same_address(_converted(values.url, spec.url, str(path)))
        if address not in known:
            known.add(address)
            fresh.append(spec)
    if not fresh:
        return ()
    changed = _with_feeds(text, str(path), fresh)
    after = {feed.url: feed for feed in _usable(changed, str(path)).feeds}
    if len(after) != len(config.feeds) + len(fresh):
        raise ConfigError(
            "the list of feeds is written in a way that cannot be added to", where=str(path), hint=_BY_HAND
        )
    write_text(target, changed)
    return tuple(after[spec.url] for spec in fresh)


_BY_HAND = "write feeds one below the other, each after `- `"


def update_feed_url(path: str | Path, old: str, new: str) -> None:
    """`new` where feeds.yaml says `old`; nothing else changes.

    A feed that had no name of its own is still called after its address, so its name changes with it.

    Raises:
        ConfigError: no feed has that address, `new` is taken or no address.
    """
    text = read_text(path)
    root = compose(text, str(path))
    _converted(values.url, new, str(path))
    node = _address_node(root, old)
    if node is None:
        raise ConfigError(
            f"no feed has the address {old}", where=str(path), hint="`aggregator feeds` lists what is followed"
        )
    start, end = (_offset(text, mark) for mark in (node.start_mark, node.end_mark))
    changed = f"{text[:start]}{_scalar(new)}{text[end:]}"
    _usable(changed, str(path))
    write_text(Path(path), changed)


def write_text(path: Path, text: str) -> None:
    """`text` in the file at `path`, whole or not at all; a link is followed, the mode is kept."""
    import tempfile

    real = path.resolve()
    try:
        real.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name}.")
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written ({error.strerror})", hint="check owner and room") from error
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(real.stat().st_mode & 0o7777 if real.exists() else 0o644)
        Path(name).replace(real)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise ConfigError(f"{path}: cannot be written ({error.strerror})", hint="check owner and room") from error


def _usable(text: str, path: str) -> Config:
    config, errors = parse(text, path)
    if errors:
        raise errors[0]
    return config


def _converted(convert: Any, text: str, path: str) -> str:
    try:
        return str(convert(text))
    except Bad as bad:
        raise ConfigError(bad.message, where=path, hint=bad.hint) from bad


def _with_feeds(text: str, path: str, specs: Sequence[FeedSpec]) -> str:
    """`text` with `specs` at the end of its `feeds:`."""
    newline = "\r\n" if "\r\n" in text else "\n"
    root = compose(text, path)
    node = _feeds_node(root)
    if node is None or is_null(node):
        return _begun(text, root, specs, newline)
    if node.id == "sequence" and node.flow_style:
        close = _offset(text, node.end_mark) - 1
        before = text[:close].rstrip()
        comma = "" if before.endswith((",", "[")) else ","
        return before + comma + " " + ", ".join(_in_braces(spec) for spec in specs) + text[close:]
    if node.id == "scalar":
        raise ConfigError("`feeds` is a single value", where=path, hint=_BY_HAND)
    at, indent = _line_after(text, node), node.start_mark.column
    lead = "" if at == 0 or text[at - 1] == "\n" else newline
    return text[:at] + lead + "".join(_in_lines(spec, indent, newline) for spec in specs) + text[at:]


def _begun(text: str, root: Node | None, specs: Sequence[FeedSpec], newline: str) -> str:
    """`text` whose `feeds:` is absent or empty, with `specs`."""
    lines = "".join(_in_lines(spec, 2, newline) for spec in specs)
    pairs = root.value if root is not None and root.id == "mapping" else []
    for key, value in pairs:
        if key.value == "feeds":
            start, end = _offset(text, key.end_mark), _offset(text, value.end_mark)
            colon = text.index(":", start) + 1
            rest = text[max(colon, end) :]
            eol = rest.find("\n") + 1 or len(rest)
            lead = "" if rest[:eol].endswith("\n") else newline
            return text[:colon] + rest[:eol] + lead + lines + rest[eol:]
    lead = "" if not text or text.endswith("\n") else newline
    return f"{text}{lead}feeds:{newline}{lines}"


def _feeds_node(root: Node | None) -> Node | None:
    if root is None or root.id != "mapping":
        return None
    return next((value for key, value in root.value if key.value == "feeds"), None)


def _address_node(root: Node | None, url: str) -> Node | None:
    """The scalar under `feeds:` that holds `url`, as spelled or as another spelling of the same address."""
    listed = _feeds_node(root)
    nodes = [_url_of(item) for item in listed.value] if listed is not None and listed.id == "sequence" else []
    exact = [node for node in nodes if node is not None and node.value == url]
    wanted = values.same_address(url)
    alike = [node for node in nodes if node is not None and values.same_address(node.value) == wanted]
    return next(iter([*exact, *alike]), None)


def _url_of(item: Node) -> Node | None:
    if item.id == "scalar":
        return item
    return next((value for key, value in item.value if key.value == "url"), None)


def _line_after(text: str, node: Node) -> int:
    """The offset of the line that follows the last value under `node`, its trailing comment included."""
    end = _offset(text, _last(node).end_mark)
    eol = text.find("\n", end)
    # A block scalar ends after its own line break.
    if end and text[end - 1] == "\n":
        return end
    return len(text) if eol < 0 else eol + 1


def _last(node: Node) -> Node:
    while node.id in ("sequence", "mapping") and node.value and not node.flow_style:
        inner = node.value[-1]
        node = inner[1] if isinstance(inner, tuple) else inner
    return node


def _offset(text: str, mark: Any) -> int:
    return int(mark.index)


def _in_lines(spec: FeedSpec, indent: int, newline: str) -> str:
    """`spec` in block style, its dash at column `indent`."""
    written = [f"{name}: {value}" for name, value in _written(spec)]
    pad = " " * indent
    return f"{pad}- " + f"{newline}{pad}  ".join(written) + newline


def _in_braces(spec: FeedSpec) -> str:
    return "{" + ", ".join(f"{name}: {value}" for name, value in _written(spec, flow=True)) + "}"


def _written(spec: FeedSpec, *, flow: bool = False) -> list[tuple[str, str]]:
    """The fields of `spec` that say something, as YAML values."""
    given = [(name, getattr(spec, name)) for name in _DEFAULTS]
    return [
        (name, _value(value, flow=flow))
        for name, value in given
        if value != _DEFAULTS[name]
        and value not in ("", None, (), Limits())
        and not (name == "name" and value == name_from_url(spec.url))
    ]


def _value(value: Any, *, flow: bool) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case timedelta():
            return _span(value)
        case tuple():
            return "[" + ", ".join(_scalar(str(item), flow=True) for item in value) + "]"
        case Limits():
            told = [(field.name, getattr(value, field.name)) for field in structs.fields(Limits)]
            return "{" + ", ".join(f"{name}: {_value(v, flow=True)}" for name, v in told if v is not None) + "}"
        case _:
            return _scalar(str(value), flow=flow)


def _span(value: timedelta) -> str:
    seconds = int(value.total_seconds())
    for unit, length in (("d", 86400), ("h", 3600), ("m", 60)):
        if seconds % length == 0 and seconds >= length:
            return f"{seconds // length}{unit}"
    return f"{seconds}s"


def _scalar(text: str, *, flow: bool = False) -> str:
    """`text` plain where YAML reads it back as it is, in double quotes otherwise."""
    hostile = r"^[\s\-?:,\[\]{}#&*!|>'\"%@`~]|:\s|\s#|:$|[\x00-\x1f\x7f-\x9f\ufeff\u2028\u2029]|\s$"
    if text and not re.search(hostile, text) and not (flow and re.search(r"[,\[\]{}]", text)) and text != "null":
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + re.sub(r"[\x00-\x1f\x7f-\x9f\ufeff\u2028\u2029]", lambda m: f"\\u{ord(m.group()):04x}", escaped) + '"'
