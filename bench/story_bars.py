"""Measure grouping against its bars, on the development data beside the checkout and on the stream of our own.

    python bench/story_bars.py [cold] [warm] [own] [edits] [languages] [--check]

Prints one line a measure; with `--check`, fails when one falls below its floor in `floors.json` (only for data with the
digest that the floor was measured on). Nothing from the development data is kept.
"""

import argparse
import hashlib
import importlib.util
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType
from typing import Any

from msgspec.structs import replace

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent / ".." / "shared"
DATA = SHARED / "data" / "stories"
OWN = HERE.parent / "tests" / "corpus" / "stories" / "stream.jsonl"
SETS = ("uci", "fr_hand", "allsides", "triples", "basil", "g5w1h", "ecb")
sys.path.insert(0, str(HERE.parent))

from aggregator.records import EntryId, FeedId, StoryArticle  # noqa: E402 - a script beside the package
from aggregator.stages.stories import Window, across, crossing  # noqa: E402
from bench import stories as stream  # noqa: E402


def load(path: Path) -> list[dict[str, Any]]:
    """All keys of a file, the labels too: only for scoring."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("cluster_eval", SHARED / "tools" / "cluster_eval.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def predict(path: Path, warm: Sequence[Path] = ()) -> tuple[list[int | None], stream.Record]:
    read = list(stream.rows(path))
    _, record = stream.group(stream.articles(read), (row for other in warm for row in stream.rows(other)))
    return [record.now("event", record.event[number]) for number in range(1, len(read) + 1)], record


# ---------------------------------------------------------------------------------------------------------- the sets


def sets(mode: str, names: Sequence[str] = SETS) -> Iterator[tuple[str, float]]:
    """BCubed F1 and pair F1 of each set, and their means over all; warm counts the words of all other sets first."""
    score = scorer().score
    totals = []
    for name in names:
        others = [
            DATA / f"{other}.jsonl"
            for other in (*SETS, "fr_day")
            if other != name and not (name == "fr_hand" and other == "fr_day")
        ]
        gold = [row["story"] for row in load(DATA / f"{name}.jsonl")]
        events, _ = predict(DATA / f"{name}.jsonl", others if mode == "warm" else ())
        result = score(gold, events)
        totals.append((result["bcubed_f1"], result["pair_f1"]))
        yield f"{mode}.{name}.bcubed", result["bcubed_f1"]
        yield f"{mode}.{name}.pair", result["pair_f1"]
    if len(names) == len(SETS):
        yield f"{mode}.mean.bcubed", sum(b for b, _ in totals) / len(totals)
        yield f"{mode}.mean.pair", sum(p for _, p in totals) / len(totals)
    if mode == "cold":
        events, _ = predict(DATA / "fr_series.jsonl")
        yield "cold.fr_series.false_pairs", float(sum(n * (n - 1) // 2 for n in Counter(events).values()))


# ------------------------------------------------------------------------------------------------------ the own stream


def own(path: Path = OWN) -> Iterator[tuple[str, float]]:
    """Events, stories, follow-ups, copies, series and links across languages of our own stream."""
    gold = load(path)
    found, record = predict(path)
    numbers = range(len(gold))
    where = [event or 0 for event in found]
    yield "own.event.pair", _pair_f1([row["event"] for row in gold], where)
    yield (
        "own.story.pair",
        _pair_f1([row["story"] for row in gold], [record.now("story", record.story[n + 1]) for n in numbers]),
    )
    members = defaultdict(list)
    for number, event in enumerate(where):
        members[event].append(gold[number]["event"])
    stands = {event: Counter(names).most_common(1)[0][0] for event, names in members.items()}
    yield from _follows(gold, where, stands, record)
    copies = {(a, b) for a in numbers for b in range(a) if gold[a]["copy"] and gold[a]["copy"] == gold[b]["copy"]}
    original = [record.original.get(n + 1, n + 1) for n in numbers]
    grouped = {(a, b) for a in numbers for b in range(a) if original[a] == original[b]}
    yield from _precision_recall("own.copies", len(copies & grouped), len(grouped), len(copies))
    series = {n for n in numbers if gold[n].get("series")}
    together = sum(where[a] == where[b] for a in numbers for b in range(a) if a in series or b in series)
    yield "own.series.false_pairs", float(together)
    yield from _links(gold, stands, record)


def _pair_f1(gold: Sequence[object], found: Sequence[object]) -> float:
    def pairs(labels: Sequence[object]) -> int:
        return sum(n * (n - 1) // 2 for n in Counter(labels).values())

    both, mine, right = pairs(list(zip(gold, found, strict=True))), pairs(found), pairs(gold)
    return 2 * both / (mine + right) if mine + right else 1.0


def _precision_recall(name: str, hits: int, found: int, wanted: int) -> Iterator[tuple[str, float]]:
    yield f"{name}.precision", hits / found if found else 1.0
    yield f"{name}.recall", hits / wanted if wanted else 1.0


def _follows(
    gold: Sequence[Mapping[str, Any]], where: Sequence[int], stands: Mapping[int, str], record: stream.Record
) -> Iterator[tuple[str, float]]:
    """Strict: the very event that is followed, not another of its story."""
    wanted = {row["event"]: row["follows"] for row in gold if row["follows"]}
    said = {}
    for number, event in enumerate(where, 1):
        earlier = record.now("event", record.follows[number])
        if earlier is not None:
            said[event] = earlier
    right = [stands[event] for event, earlier in said.items() if wanted.get(stands[event]) == stands.get(earlier)]
    yield "own.follows.precision", len(right) / len(said) if said else 1.0
    yield "own.follows.recall", len(set(right)) / len(wanted)


def _links(
    gold: Sequence[Mapping[str, Any]], stands: Mapping[int, str], record: stream.Record
) -> Iterator[tuple[str, float]]:
    happening = {row["event"]: row["happening"] for row in gold}
    told = defaultdict(set)
    for row in gold:
        told[row["happening"]].add(row["event"])
    links = {(record.now("event", a), record.now("event", b)) for a, b, kind in record.links if kind == "language"}
    pairs = {frozenset((stands[a or 0], stands[b or 0])) for a, b in links if a in stands and b in stands}
    right = [pair for pair in pairs if len({happening[event] for event in pair}) == 1 and len(pair) == 2]
    wanted = sum(len(events) * (len(events) - 1) // 2 for events in told.values())
    yield from _precision_recall("own.links", len(right), len(pairs), wanted)


# ---------------------------------------------------------------------------------------------------------- copies

_FILL = "alors encore toujours demain ville rouge table jamais fort maison".split()  # noqa: SIM905 - filler words


def edits(text: str) -> Iterator[tuple[str, str]]:
    """The eight things that happen to a text between two sites."""
    words = text.split()
    n = len(words)
    chrome = "Share this article Facebook Twitter Mail. Subscribe to our newsletter. "
    yield "chrome", chrome + text + " Read more stories like this. All rights reserved."
    yield "cut60", " ".join(words[: int(n * 0.6)])
    yield "cut30", " ".join(words[: int(n * 0.3)])
    yield "excerpt45", " ".join(words[:45])
    yield "middle", " ".join(words[: n // 3] + words[2 * n // 3 :])
    yield "update25", text + " " + " ".join(_FILL[_chance(f"u{i}", 10)] for i in range(n // 4))
    for share in (10, 25):
        yield (
            f"words{share}",
            " ".join(
                _FILL[_chance(f"w{i}", 10)] if _chance(f"{share}:{i}:{w}", 100) < share else w
                for i, w in enumerate(words)
            ),
        )


def _chance(seed: str, below: int) -> int:
    return int.from_bytes(hashlib.blake2b(seed.encode(), digest_size=4).digest(), "big") % below


def near_copies() -> Iterator[tuple[str, float]]:
    """Recall of each edit, headline kept and headline changed; and same-event pairs of different articles called copies."""
    rows = [row for name in ("basil", "g5w1h") for row in load(DATA / f"{name}.jsonl")]
    at = datetime(2031, 1, 1, tzinfo=UTC)
    base = [
        StoryArticle(
            entry=EntryId(n), feed=FeedId(1), outlet=f"o{n % 7}", language="en", title=row["title"], text=row["body"], url=None,
            at=at, first_seen=at, date_trusted=True,
        )
        for n, row in enumerate(rows, 1)
    ]  # fmt: skip
    for title in ("same", "other"):
        window, group = Window(next_event=1, next_story=1), {}
        placed = window.place(base)
        group.update({copy.entry: copy.original for copy in placed.copies})
        if title == "same":
            yield "edits.grouped_originals", float(len(placed.copies))
        hits: Counter[str] = Counter()
        number = len(base)
        for article in base:
            for kind, text in edits(article.text):
                number += 1
                changed = replace(
                    article, entry=EntryId(number), outlet=f"x{number % 5}", text=text, at=at + timedelta(hours=1),
                    title=article.title if title == "same" else f"Dispatch {number} from the desk",
                )  # fmt: skip
                copies = window.place([changed]).copies
                hits[kind] += bool(copies) and copies[0].original == group.get(article.entry, article.entry)
        for kind in sorted(hits | Counter({"words25": 0})):
            yield f"edits.{title}.{kind}", hits[kind] / len(base)
        yield f"edits.{title}.mean", sum(hits.values()) / len(base) / 8


# -------------------------------------------------------------------------------------------------------- languages


def languages() -> Iterator[tuple[str, float]]:
    """Area under the curve of headline pairs of two languages, by their addresses alone."""
    rows = [row for row in load(DATA / "semeval_pairs.jsonl") if row["a"]["lang"] != row["b"]["lang"]]
    read = {
        (row["id"], side): across.read(row[side]["title"], "", row[side]["lang"], letters=True)
        for row in rows
        for side in ("a", "b")
    }
    counts = Counter(key for keys in read.values() for key in keys.found)
    rarity = crossing.rarities(counts, len(read))
    scores = [crossing.similarity(read[row["id"], "a"], read[row["id"], "b"], rarity) for row in rows]
    yield "languages.auc", scorer().score_pairs([bool(row["same"]) for row in rows], scores)["auc"]


MEASURES = {
    "cold": lambda: sets("cold"),
    "warm": lambda: sets("warm"),
    "own": own,
    "edits": near_copies,
    "languages": languages,
}


def digest() -> str:
    """What the floors were measured on."""
    seen = hashlib.blake2b(digest_size=8)
    for path in [OWN, *sorted(DATA.glob("*.jsonl"))]:
        seen.update(path.read_bytes())
    return seen.hexdigest()


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("measures", nargs="*", choices=[*MEASURES, []], default=[])
    parser.add_argument("--check", action="store_true")
    asked = parser.parse_args(argv)
    floors = json.loads((HERE / "floors.json").read_text(encoding="utf-8")).get("stories", {}) if asked.check else {}
    if asked.check and floors.get("digest") != digest():
        sys.stdout.write("the floors were measured on other data; nothing was checked\n")
        return 0
    failed = 0
    for measure in asked.measures or ["cold", "own", "edits", "languages"]:
        for name, value in MEASURES[measure]():
            least, most = floors.get("floors", {}).get(name), floors.get("ceilings", {}).get(name)
            bad = (least is not None and value < least) or (most is not None and value > most)
            failed += bad
            sys.stdout.write(f"{name} {value:.4f}{'  BELOW ITS FLOOR' if bad else ''}\n")
            sys.stdout.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
