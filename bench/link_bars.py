"""Measure links between languages where most of what is near in time has nothing to do with one another.

    python -m bench.link_bars

The demo newsroom and the stream of our own, each in several languages, and the French and English sets beside the checkout
are laid over one and the same week: a link within one happening is right, every other one is wrong. Some of the wrong ones
are about the same person or country on days that were years apart.
"""

import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from aggregator.demo import play  # noqa: E402 - a script beside the package
from aggregator.demo.newsroom import Newsroom  # noqa: E402
from bench import stories as stream  # noqa: E402
from bench import story_bars  # noqa: E402

OTHERS = {"fr_day": 900, "allsides": 586, "basil": 132, "g5w1h": 150, "triples": 800, "uci": 500}  # rows taken at most
Row = dict[str, Any]


def demo() -> list[Row]:
    """The week of the demo newsroom as a stream."""
    told = sorted(Newsroom(play.WEEK_START).gold(), key=lambda one: one.published)
    return [
        {
            "id": one.slug, "ts": one.published.timestamp(), "outlet": one.publisher, "lang": one.language,
            "title": one.title, "body": one.text, "url": one.url, "happening": one.event,
        }
        for one in told
    ]  # fmt: skip


def overlaid() -> list[Row]:
    """All of them in one week, in order of time."""
    week = demo()
    first, last = week[0]["ts"], week[-1]["ts"]
    rows = [row | {"happening": f"demo {row['happening']}"} for row in week]
    rows += _moved(story_bars.load(story_bars.OWN), "own", first, last)
    chance = random.Random(5)
    for name, most in OTHERS.items():
        path = story_bars.DATA / f"{name}.jsonl"
        if path.exists():
            found = story_bars.load(path)
            rows += _moved(chance.sample(found, min(most, len(found))), name, first, last)
    return sorted(rows, key=lambda row: float(row["ts"]))


def _moved(rows: Sequence[Row], name: str, first: float, last: float) -> Iterator[Row]:
    """Rows stretched over the week, those without a date anywhere in it."""
    chance = random.Random(3)
    dates = [row["ts"] for row in rows if isinstance(row["ts"], int | float)]
    begin, span = (min(dates), max(dates) - min(dates)) if dates else (0.0, 0.0)
    for row in rows:
        dated = span and isinstance(row["ts"], int | float)
        at = (row["ts"] - begin) / span if dated else chance.random()
        happening = row.get("happening") or row.get("story") or row["id"]
        yield row | {"ts": first + (last - first) * at, "happening": f"{name} {happening}"}


def measure(rows: Sequence[Row]) -> tuple[int, int, int]:
    """Links that are right, links that are wrong, and pairs of languages in which a happening is told."""
    _, record = stream.group(stream.articles(rows))
    members: dict[int | None, set[str]] = defaultdict(set)
    for number, row in enumerate(rows, 1):
        members[record.now("event", record.event[number])].add(row["happening"])
    pairs = {
        frozenset((record.now("event", a), record.now("event", b))) for a, b, kind in record.links if kind == "language"
    }
    right = sum(len(set.intersection(*(members[event] for event in pair))) > 0 for pair in pairs if len(pair) == 2)
    told = defaultdict(set)
    for row in rows:
        told[row["happening"]].add(row["lang"])
    wanted = sum(len(spoken) * (len(spoken) - 1) // 2 for spoken in told.values())
    return right, sum(len(pair) == 2 for pair in pairs) - right, wanted


def main() -> int:
    for name, rows in (("demo", demo()), ("overlaid", overlaid())):
        right, wrong, wanted = measure(rows)
        sys.stdout.write(
            f"links.{name} {len(rows)} articles: {right + wrong} links, precision {right / max(1, right + wrong):.4f},"
            f" recall {right / wanted:.4f}\n"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
