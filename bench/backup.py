"""A backup beside a writer: seconds per gigabyte, and how long the writer waits at worst while it is taken.

    python -m bench.backup [--megabytes 300] [--folder DIR]

Makes an archive of that size (kept in DIR when it is given, and used again), lets a thread commit a poll every 20 ms, first
alone and then beside `aggregator backup` in a process of its own, and compares how long a commit takes. Then restores and
verifies.
"""

import argparse
import hashlib
import subprocess
import sys
import tempfile
import threading
import time
from datetime import timedelta
from pathlib import Path

from aggregator.archive import Archive, Stored, facts, open_archive
from aggregator.records import FeedId, New, Payload
from aggregator.text import diff
from bench.payloads import AT, generated
from tests.archive.conftest import Press

EVERY = 0.02  # seconds between two polls of the writer


def fill(archive: Archive, megabytes: int) -> int:
    """Entries of about 6 kB until archive.db is that large; returns how many there are."""
    press = archive.do(Press)
    texts = [body.decode()[:6_000] for body in generated(1, documents=40)]
    number: int = archive.reader.execute("SELECT coalesce(max(id), 0) FROM entries").fetchone()[0]
    while (archive.folder / "archive.db").stat().st_size < megabytes * 1_000_000:
        number = poll(archive, press, texts, number, 200)
    return number


def poll(archive: Archive, press: Press, texts: list[str], number: int, entries: int) -> int:
    body = (texts[number % len(texts)] + str(number)).encode() * 4

    def write(conn) -> None:
        press.conn = conn
        verdicts = []
        for one in range(number, number + entries):
            text = f"{one} {texts[one % len(texts)]}"
            entry = press.entry(
                one, text=text, wording=diff.wording_hash(f"Titre {one}", text), raw=one.to_bytes(8, "big")
            )
            verdicts.append(New(entry=entry, aliases=(), reason="new"))
        facts.apply(conn, press.change(*verdicts))

    payload = Payload(
        kind="feed", url="https://courrier.example/une.xml", final_url="https://courrier.example/une.xml", at=AT, status=200,
        request_headers=(), response_headers=(), hops=(), elapsed=timedelta(0), body=body, sha256=hashlib.sha256(body).digest(),
    )  # fmt: skip
    archive.do(write, bodies=[Stored(payload=payload, sources=("feed:1",), feed=FeedId(1))])
    return number + entries


class Busy:
    """A thread that commits a poll of one entry every 20 ms and remembers how long each took."""

    def __init__(self, archive: Archive, number: int) -> None:
        self.took: list[float] = []
        self._archive, self._number = archive, number
        self._press = archive.do(Press)
        self._texts = [body.decode()[:6_000] for body in generated(2, documents=10)]
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run)
        self._thread.start()

    def _run(self) -> None:
        while not self._stop.wait(EVERY):
            before = time.perf_counter()
            self._number = poll(self._archive, self._press, self._texts, self._number, 1)
            self.took.append(time.perf_counter() - before)

    def end(self) -> int:
        self._stop.set()
        self._thread.join()
        return self._number


def told(name: str, took: list[float]) -> None:
    took = sorted(took)
    print(
        f"{name:24} {len(took):5} commits  median {1000 * took[len(took) // 2]:6.1f} ms"
        f"  99 % {1000 * took[len(took) * 99 // 100]:6.1f} ms  worst {1000 * took[-1]:6.1f} ms"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=int, default=300)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary) / "archive"
        archive = open_archive(folder, since="now")
        number = fill(archive, given.megabytes)
        alone = Busy(archive, number)
        time.sleep(5)
        number = alone.end()
        beside = Busy(archive, number)
        copy = Path(temporary) / "copy"
        command = [sys.executable, "-m", "aggregator", "--archive", str(folder)]
        before = time.perf_counter()
        subprocess.run([*command, "backup", str(copy)], check=True, stdout=subprocess.DEVNULL)
        seconds = time.perf_counter() - before
        beside.end()
        archive.close()
        size = sum((copy / name).stat().st_size for name in ("archive.db", "payloads.db"))
        print(f"backup of {size / 1e6:.0f} MB: {seconds:.1f} s, {seconds / size * 1e9:.1f} s per GB")
        told("writer alone", alone.took)
        told("writer beside a backup", beside.took)
        before = time.perf_counter()
        again = [sys.executable, "-m", "aggregator", "--archive", str(Path(temporary) / "again")]
        subprocess.run([*again, "restore", str(copy)], check=True, stdout=subprocess.DEVNULL)
        print(f"restore: {(time.perf_counter() - before) / size * 1e9:.1f} s per GB")
        before = time.perf_counter()
        subprocess.run([*again, "verify"], check=True)
        print(f"verify: {(time.perf_counter() - before) / size * 1e9:.1f} s per GB")


if __name__ == "__main__":
    main()
