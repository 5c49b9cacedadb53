"""The YAML of feeds.yaml as a tree that remembers where everything stands.

Scalars are kept as spelled: what `no`, `12:30` or `0644` mean is decided by the key they stand under, never by YAML, so
that Norwegian is a language and a time of day is not a number of seconds.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Protocol

from msgspec import Struct, field

from aggregator.errors import ConfigError

# An alias costs nothing to write and may expand without end; no honest feeds.yaml comes near this many values.
MOST_NODES = 500_000

_NULLS = ("", "~", "null", "Null", "NULL")


class Node(Protocol):
    """A node of the tree, as PyYAML makes it."""

    id: str  # scalar, sequence, mapping
    value: Any  # text, list of nodes, list of pairs of nodes
    style: str | None  # of a scalar: None or empty when it has no quotes
    flow_style: bool  # of the others: in brackets
    start_mark: Any
    end_mark: Any


class Bad(Exception):
    """A value that cannot be used: one sentence, and a hint."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class Key(Struct, frozen=True):
    """What may stand under one key: how it is read, and what a person should know about it."""

    read: "Callable[[Reader, Node], Any]"
    about: str
    schema: Mapping[str, object]
    required: bool = False
    example: str | None = None


class Reader(Struct):
    """A walk over one document; trouble is gathered, so that one run tells all of it."""

    path: str
    errors: list[ConfigError] = field(default_factory=list)
    visited: int = 0

    def trouble(self, node: Node, message: str, hint: str | None = None) -> None:
        """Remember that `node` cannot be used."""
        mark = node.start_mark
        self.errors.append(ConfigError(message, where=f"{self.path}:{mark.line + 1}:{mark.column + 1}", hint=hint))

    def text(self, node: Node) -> str | None:
        """A scalar as spelled, or None after noting that something else stands there."""
        self._count(node)
        if node.id == "scalar":
            return str(node.value).strip()
        self.trouble(node, f"a single value is expected here, not a {_noun(node)}")
        return None

    def scalar(self, node: Node, convert: Callable[[str], Any]) -> Any:
        """A scalar through `convert`, which raises Bad; None after trouble."""
        text = self.text(node)
        if text is None:
            return None
        try:
            return convert(text)
        except Bad as bad:
            self.trouble(node, bad.message, bad.hint)
            return None

    def items(self, node: Node) -> Sequence[Node]:
        """The members of a list; a single value counts as a list of one, null as an empty list."""
        self._count(node)
        if node.id == "sequence":
            return list(node.value)
        if is_null(node):
            return []
        if node.id == "scalar":
            return [node]
        self.trouble(node, f"a list is expected here, not a {_noun(node)}")
        return []

    def pairs(self, node: Node, what: str) -> Iterator[tuple[str, Node, Node]]:
        """The (key, key node, value node) of a mapping, merge keys (`<<`) resolved, repeated keys refused."""
        self._count(node)
        if is_null(node):
            return
        if node.id != "mapping":
            self.trouble(node, f"{what} is written as `key: value` lines, not as a {_noun(node)}")
            return
        seen: dict[str, int] = {}
        for key_node, value in node.value:
            key = self.text(key_node)
            if key is None:
                continue
            if key == "<<":
                yield from self._merged(value, what, {str(k.value) for k, _ in node.value})
            elif key in seen:
                self.trouble(key_node, f"`{key}` stands twice; the first is on line {seen[key]}", "keep one of them")
            else:
                seen[key] = key_node.start_mark.line + 1
                yield key, key_node, value

    def mapping(self, node: Node, keys: Mapping[str, Key], what: str, *, aside: str | None = None) -> dict[str, Any]:
        """The values of a mapping with known keys; keys that are absent, null or in trouble are left out.

        Args:
            aside: keys that begin so belong to nobody and are passed over.
        """
        values: dict[str, Any] = {}
        for name, key_node, value in self.pairs(node, what):
            key = keys.get(name)
            if key is None and aside and name.startswith(aside):
                continue
            if key is None:
                self.trouble(key_node, f"{what} has no key `{name}`", suggest(name, keys) or _choice(keys))
            elif key.required or not is_null(value):
                values[name] = key.read(self, value)
        if node.id == "mapping":
            present = {str(k.value) for k, _ in node.value} | values.keys()
            for name, key in keys.items():
                if key.required and name not in present:
                    self.trouble(node, f"{what} lacks `{name}`", f"write `{name}: {key.example}`")
        return {name: value for name, value in values.items() if value is not None}

    def _merged(self, value: Node, what: str, own: set[str]) -> Iterator[tuple[str, Node, Node]]:
        for source in value.value if value.id == "sequence" else [value]:
            for key, key_node, inner in self.pairs(source, what):
                if key not in own:
                    own.add(key)
                    yield key, key_node, inner

    def _count(self, node: Node) -> None:
        self.visited += 1
        if self.visited > MOST_NODES:
            mark = node.start_mark
            raise ConfigError(
                f"aliases expand to more than {MOST_NODES} values",
                where=f"{self.path}:{mark.line + 1}:{mark.column + 1}",
                hint="write the values out",
            )


def compose(text: str, path: str) -> Node | None:
    """The tree of one YAML document, None when it is empty.

    Raises:
        ConfigError: the text is not YAML, with the place where reading stopped.
    """
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    root: Node | None = None
    try:
        root = yaml.compose(text, Loader=loader)  # type: ignore[assignment]
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        message = f"character U+{_code(error.character):04X} is not allowed in YAML"
        raise ConfigError(message, where=f"{path}:{line}", hint="remove it; it is usually invisible") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f"{path}:{mark.line + 1}:{mark.column + 1}" if mark else path
        raise ConfigError(
            f"not valid YAML: {error.problem}", where=where, hint=_yaml_hint(str(error.problem))
        ) from error
    except RecursionError as error:
        raise ConfigError("nested too deeply to be read", where=path, hint="write it flatter") from error
    return root


def is_null(node: Node) -> bool:
    """Whether nothing stands there (`key:` alone, `~` or `null`)."""
    return node.id == "scalar" and not (node.style and node.style in "'\"|>") and node.value in _NULLS


def suggest(name: str, known: Mapping[str, object] | Sequence[str]) -> str | None:
    """The hint "did you mean `every`?" when one of `known` is close to `name`."""
    close = get_close_matches(name.casefold(), list(known), n=1, cutoff=0.6)
    return f"did you mean `{close[0]}`?" if close else None


def _choice(keys: Mapping[str, object]) -> str:
    return "known keys: " + ", ".join(keys)


def _noun(node: Node) -> str:
    return {"scalar": "single value", "sequence": "list"}.get(node.id, "mapping")


def _code(character: object) -> int:
    if isinstance(character, int):
        return character
    return ord(str(character)[:1] or "\0")


def _yaml_hint(problem: str) -> str:
    if "cannot start any token" in problem:
        return "indent with spaces, not tabs, and put values with special characters in quotes"
    if "mapping values are not allowed" in problem:
        return "put a value that contains `: ` in quotes, or check the indentation"
    if "undefined alias" in problem:
        return "a value that begins with `*` must stand in quotes"
    return "check indentation, quotes and brackets just before this place"
