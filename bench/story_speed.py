"""Measure what grouping costs with a full window: entries a second of CPU, memory, and the time of a restart.

    python -m bench.story_speed [--live 100000] [--timed 4000] [--full 0.4] [--keep FOLDER] [--profile]

An invented stream (`newsstream`) fills the window once and is stored as the archive stores it, fingerprint by fingerprint.
A fresh process restores it, as the daemon does at start, and places the articles that come next, a batch at a time with a
merge pass now and then. Times are CPU seconds of that process; a busy machine still makes them longer, because the caches
are shared. `--keep` saves the full window for the next run.
"""

import argparse
import cProfile
import gc
import json
import pickle
import pstats
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from msgspec.structs import replace

from aggregator.records import EntryId, EventId, Placement, StoryArticle, StoryId
from aggregator.stages.stories import Stored, Window
from bench import newsstream
from bench.stories import Record

BATCH = 200  # as the engine
MERGE_EVERY = 5  # batches
MONTH = timedelta(days=28)
WARM = 1_000  # articles placed before the clock starts


def build(folder: Path, live: int, full: float) -> None:
    """Fill a window and store it, as the archive would after `live` articles."""
    window, record, last = Window(next_event=1, next_story=1), Record(), dict[int, Placement]()
    titles: dict[int, str] = {}
    stream = newsstream.articles(live, full=full)
    started, number = time.process_time(), 0
    while batch := list(islice(stream, BATCH)):
        titles |= {article.entry: article.title for article in batch}
        number += 1
        parts = [window.place(batch)]
        if window.ready_to_replace:
            parts.append(window.replace_cold())
        if number % MERGE_EVERY == 0:
            parts.append(window.merge_pass(batch[-1].at))
            window.expire(batch[-1].at)
        for placed in parts:
            record.take(placed)
            last |= {one.entry: one for one in placed.placements}
    sys.stderr.write(f"built in {time.process_time() - started:.0f} s of CPU, the making of the stream included\n")
    with (folder / "rows").open("wb") as rows:
        for entry in range(1, live + 1):
            pickle.dump(_stored(window, record, last[entry], titles[entry]), rows)
    (folder / "state").write_bytes(window.state())


def _stored(window: Window, record: Record, placed: Placement, title: str) -> Stored:
    follows = record.now("event", placed.follows)
    return Stored(
        entry=placed.entry,
        fingerprint=window.fingerprint(placed.entry),
        event=EventId(record.now("event", placed.event) or 0),
        story=StoryId(record.now("story", placed.story) or 0),
        follows=None if follows is None else EventId(follows),
        relation=placed.relation,
        role=placed.role,
        score=placed.score,
        because=placed.because,
        title=title,
        original=EntryId(record.original[placed.entry]) if placed.entry in record.original else None,
        evidence=json.dumps(placed.evidence, ensure_ascii=False),
    )


def _rows(file: BinaryIO, sizes: list[int]) -> Iterator[Stored]:
    while True:
        try:
            row: Stored = pickle.load(file)
        except EOFError:
            return
        sizes.append(len(row.fingerprint))
        yield row


def measure(
    folder: Path, live: int, timed: int, full: float, profile: Path | None = None
) -> Iterator[tuple[str, float]]:
    """Restart, speed and memory of a window of `live` stored articles."""
    coming = [
        replace(article, entry=EntryId(live + article.entry), at=article.at + MONTH, first_seen=article.at + MONTH)
        for article in newsstream.articles(WARM + timed, days=1, full=full, seed=1)
    ]
    made = _resident()
    sizes: list[int] = []
    started = time.process_time()
    window = Window(next_event=1, next_story=1)
    with (folder / "rows").open("rb") as file:
        window.restore(_rows(file, sizes), (folder / "state").read_bytes())
    yield "restart_seconds", time.process_time() - started
    yield "megabytes_after_restart", _resident() - made
    for start in range(0, WARM, BATCH):  # a daemon that runs knows the words of the day
        _place(window, coming[start : start + BATCH])
    yield from _timed(window, coming[WARM:], profile)
    yield "megabytes", _resident() - made
    yield "megabytes_at_most", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - made
    yield "fingerprint_bytes", sum(sizes) / len(sizes)


def _timed(window: Window, coming: Sequence[StoryArticle], profile: Path | None) -> Iterator[tuple[str, float]]:
    watch = cProfile.Profile() if profile else None
    if watch:
        watch.enable()
    started, longest = time.process_time(), 0.0
    for number, start in enumerate(range(0, len(coming), BATCH), 1):
        before = time.process_time()
        _place(window, coming[start : start + BATCH])
        if number % MERGE_EVERY == 0:
            window.merge_pass(coming[start].at)
        longest = max(longest, time.process_time() - before)
    spent = time.process_time() - started
    if watch and profile:
        watch.disable()
        with profile.open("w", encoding="utf-8") as out:
            pstats.Stats(watch, stream=out).sort_stats("tottime").print_stats(60)
    yield "entries_per_second", len(coming) / spent
    yield "slowest_batch_milliseconds", longest * 1000


def _place(window: Window, batch: Sequence[StoryArticle]) -> None:
    placed = window.place(batch)
    for one in placed.placements:
        window.fingerprint(one.entry)


def _resident() -> float:
    """Megabytes of this process in memory now."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--live", type=int, default=100_000)
    parser.add_argument("--timed", type=int, default=4_000)
    parser.add_argument("--full", type=float, default=0.4, help="share of full texts, 0 to 1")
    parser.add_argument("--keep", type=Path, help="a folder for the full window; used again when it is there")
    parser.add_argument("--profile", type=Path, help="where to write what took the time")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args(argv)
    if asked.measure:
        gc.set_threshold(20_000, 20, 20)  # as the daemon
        for name, value in measure(asked.measure, asked.live, asked.timed, asked.full, asked.profile):
            sys.stdout.write(f"{name} {value:.2f}\n")
            sys.stdout.flush()
        return 0
    with tempfile.TemporaryDirectory() as passing:
        folder = asked.keep or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "state").exists():
            build(folder, asked.live, asked.full)
        arguments = [*(argv if argv is not None else sys.argv[1:]), "--measure", str(folder)]
        return subprocess.run([sys.executable, "-m", "bench.story_speed", *arguments], check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
