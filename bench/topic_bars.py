"""Measure the subjects of entries against labels: how many that are assigned are right.

    python -m bench.topic_bars

`tests/corpus/topics/elsewhere.jsonl` names entries of the demo newsroom and, by id, of the development data beside the
checkout, each with the subjects that a reader accepts for it. Sets that are not there are left out; nothing of them is kept.
"""

import json
import sys
import tarfile
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent / ".." / "shared" / "data"
LABELS = HERE.parent / "tests" / "corpus" / "topics" / "elsewhere.jsonl"
sys.path.insert(0, str(HERE.parent))

from aggregator.demo.newsroom import Newsroom  # noqa: E402 - a script beside the package
from aggregator.records import ParsedFeed  # noqa: E402
from aggregator.stages import parse  # noqa: E402
from aggregator.text import html  # noqa: E402
from aggregator.text.subjects import classify  # noqa: E402
from aggregator.text.words import Words  # noqa: E402


class Labelled(NamedTuple):
    """An entry and the subjects that are right for it."""

    title: str
    text: str
    language: str | None
    categories: tuple[str, ...]
    right: frozenset[str]


def labelled() -> Iterator[tuple[str, Labelled]]:
    """Name of a set and an entry of it, for all sets that are there."""
    wanted: dict[str, dict[str, frozenset[str]]] = {}
    for line in LABELS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        wanted.setdefault(row["set"], {})[str(row["id"])] = frozenset(row["right"])
    for name, labels in wanted.items():
        if name == "demo":
            found = _demo(labels)
        elif name == "feeds":
            found = _feeds(labels)
        else:
            found = _stories(name, labels)
        for one in found:
            yield name, one


def measure() -> tuple[float, Counter[str], Counter[str]]:
    """The share of assigned subjects that are right; how many were assigned and how many were wrong, by set."""
    assigned: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for name, one in labelled():
        for found in classify(Words(one.title, one.text), one.language, one.categories):
            assigned[name] += 1
            wrong[name] += found.slug not in one.right
    return 1 - wrong.total() / max(1, assigned.total()), assigned, wrong


def _demo(labels: dict[str, frozenset[str]]) -> Iterator[Labelled]:
    for one in Newsroom(datetime(2030, 1, 7, tzinfo=UTC)).gold():
        if one.slug in labels:
            yield Labelled(one.title, one.text, one.language, (), labels[one.slug])


def _stories(name: str, labels: dict[str, frozenset[str]]) -> Iterator[Labelled]:
    path = SHARED / "stories" / f"{name}.jsonl"
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else ():
        row = json.loads(line)
        if str(row["id"]) in labels:
            yield Labelled(row["title"], row["body"] or "", row["lang"], (), labels[str(row["id"])])


def _feeds(labels: dict[str, frozenset[str]]) -> Iterator[Labelled]:
    """Entries of feed documents, named `path#number`."""
    packed = SHARED / "feeds" / "feeds.tar.gz"
    if not packed.exists():
        return
    languages = {one.partition("#")[0]: "" for one in labels}
    languages |= _languages(set(languages))
    with tarfile.open(packed) as archive:
        for member in archive:
            opened = archive.extractfile(member) if member.name in languages else None
            read = parse.parse(opened.read(), "application/xml", "https://example.invalid/") if opened else None
            for number, entry in enumerate(read.entries if isinstance(read, ParsedFeed) else ()):
                right = labels.get(f"{member.name}#{number}")
                if right is not None:
                    text = entry.summary or entry.content
                    yield Labelled(
                        html.to_text(entry.title.value if entry.title else ""),
                        html.to_text(text.value if text else ""),
                        languages[member.name][:2] or None,
                        tuple(one.term for one in entry.categories),
                        right,
                    )


def _languages(files: set[str]) -> dict[str, str]:
    import gzip

    with gzip.open(SHARED / "feeds" / "manifest.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = map(json.loads, lines)
        return {row["file"]: row["lang"] for row in rows if row["file"] in files}


def main() -> int:
    precision, assigned, wrong = measure()
    for name, count in assigned.items():
        sys.stdout.write(f"topics.{name} {count} assigned, {wrong[name]} wrong\n")
    sys.stdout.write(f"topics.precision {precision:.4f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
