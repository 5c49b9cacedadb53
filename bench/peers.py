"""CPU time of polling, ours against other readers of feeds, in one run on one machine.

    python -m bench.peers [--feeds 300] [--repeat 3] [--plot docs/reference/peers.svg]

Invented feeds are served over loopback from a process of their own. Each reader is run as its users run it, one after the
other and again, so that whatever else the machine does hits all of them; what is measured is the CPU time of its process
and of the children it waited for (`wait4`), and its largest memory. Peers: lemon24/reader from PyPI (a venv is made for it
beside the work folder), newsboat and rss2email where Debian's packages are installed (`apt install newsboat rss2email`);
what is missing is left out. Read the ratios, not the numbers.
"""

import argparse
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from bench import plot
from bench.press import Press, Sizes, documents

ROOT = Path(__file__).parent.parent
READER = "reader==3.26"
SCENARIOS = ("cold", "all 304", "one in three changed", "200, same body")
BARS: dict[tuple[str, str], float] = {
    ("cold", "reader"): 3.5, ("cold", "reader with search"): 7.0, ("cold", "newsboat"): 1.3,
    ("all 304", "reader"): 8.0, ("all 304", "rss2email"): 5.0,
    ("one in three changed", "reader"): 12.0, ("200, same body", "reader"): 30.0,
}  # fmt: skip

READER_SCRIPT = """
import sys
from reader import make_reader
path, search, urls = sys.argv[1], sys.argv[2] == "1", sys.argv[3:]
reader = make_reader(path)
known = {feed.url for feed in reader.get_feeds()}
for url in open(urls[0]).read().split():
    if url not in known:
        reader.add_feed(url)
reader.update_feeds(scheduled=False)
if search:
    reader.enable_search()
    reader.update_search()
reader.close()
"""


@dataclass(slots=True)
class Cost:
    """What one run took."""

    cpu: float  # seconds
    megabytes: float


@dataclass(slots=True)
class Peer:
    """One reader of feeds: how it is prepared in an empty folder, and the command that polls everything."""

    name: str
    version: str
    prepare: Callable[[Path, Sequence[str]], None]
    command: Callable[[Path], list[str]]
    entries: Callable[[Path], int]
    costs: dict[str, list[Cost]] = field(default_factory=dict)

    def cpu(self, scenario: str) -> float:
        """Median seconds, start included."""
        return statistics.median(cost.cpu for cost in self.costs[scenario])


# --------------------------------------------------------------------------------------------------------- peers


def ours() -> Peer:
    def prepare(folder: Path, urls: Sequence[str]) -> None:
        lines = [f"  - {{url: '{url}', name: f{number}, full_text: false}}" for number, url in enumerate(urls)]
        (folder / "feeds.yaml").write_text("\n".join(["allow_networks: ['127.0.0.0/8']", "feeds:", *lines, ""]))

    return Peer(
        "aggregator",
        "this checkout",
        prepare,
        lambda _: [sys.executable, "-m", "aggregator", "poll", "--force", "--facts", "--json"],
        lambda folder: _count(folder / "archive" / "archive.db", "SELECT count(*) FROM entries"),
    )


def reader(work: Path, *, search: bool) -> Peer | None:
    python = work / "reader" / "bin" / "python"
    if not python.exists():
        print(f"making a venv for {READER} ...", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", work / "reader"], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", READER, "sgmllib3k"], check=False)
    found = subprocess.run(
        [python, "-c", "import reader; print(reader.__version__)"], capture_output=True, text=True, check=False
    )
    if found.returncode:
        return None

    def prepare(folder: Path, urls: Sequence[str]) -> None:
        (folder / "urls").write_text("\n".join(urls))
        (folder / "poll.py").write_text(READER_SCRIPT)

    return Peer(
        "reader with search" if search else "reader",
        found.stdout.strip(),
        prepare,
        lambda folder: [str(python), "poll.py", "db.sqlite", str(int(search)), str(folder / "urls")],
        lambda folder: _count(folder / "db.sqlite", "SELECT count(*) FROM entries"),
    )


def newsboat() -> Peer | None:
    program = shutil.which("newsboat")
    if program is None:
        return None
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout.split("\n")[0]

    def prepare(folder: Path, urls: Sequence[str]) -> None:
        (folder / "urls").write_text("\n".join(urls) + "\n")
        (folder / "config").write_text("reload-threads 8\ndownload-retries 1\n")

    return Peer(
        "newsboat",
        version,
        prepare,
        lambda _: [program, "-u", "urls", "-c", "cache.db", "-C", "config", "-x", "reload"],
        lambda folder: _count(folder / "cache.db", "SELECT count(*) FROM rss_item"),
    )


def rss2email() -> Peer | None:
    program = shutil.which("r2e")
    if program is None:
        return None
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=False).stdout.strip()

    def prepare(folder: Path, urls: Sequence[str]) -> None:
        feeds = [f"[feed.f{number}]\nurl = {url}\n" for number, url in enumerate(urls)]
        (folder / "r2e.cfg").write_text("[DEFAULT]\nto = nobody@example.org\nverbose = error\n" + "\n".join(feeds))

    return Peer(
        "rss2email",
        version,
        prepare,
        lambda _: [program, "-c", "r2e.cfg", "-d", "r2e.json", "run", "--no-send"],
        lambda folder: (folder / "r2e.json").read_text().count('"hash":'),
    )


def _count(path: Path, sql: str) -> int:
    conn = sqlite3.connect(path)
    try:
        return int(conn.execute(sql).fetchone()[0])
    finally:
        conn.close()


# ----------------------------------------------------------------------------------------------------- measuring


def run(command: Sequence[str], folder: Path) -> Cost:
    """CPU seconds and largest memory of a command and of the children it waited for."""
    environment = {**os.environ, "HOME": str(folder), "PYTHONPATH": str(ROOT), "XDG_DATA_HOME": str(folder)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # what pip installs is compiled once
    errors = (folder / "errors").open("ab")
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=errors)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    errors.close()
    if process.returncode:
        tail = (folder / "errors").read_text(errors="replace")[-2000:]
        raise SystemExit(f"{' '.join(command[:6])} ended with {process.returncode}\n{tail}")
    return Cost(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def measure(peers: Sequence[Peer], press: Press, sizes: Sizes, work: Path, repeat: int) -> None:
    urls = [press.url(feed) for feed in range(sizes.feeds)]
    for turn in range(repeat):
        folders = {}
        for peer in peers:
            folders[peer.name] = folder = work / f"{peer.name.replace(' ', '-')}-{turn}"
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            peer.prepare(folder, urls)
        # Some keep the validators of a feed only from the second document on: all are asked once more before "all 304".
        for scenario, round_, validators in (
            ("cold", 0, True), (None, 0, True), ("all 304", 0, True), ("one in three changed", 1, True),
            (None, 1, False), ("200, same body", 1, False),
        ):  # fmt: skip
            for peer in peers:
                press.now(round_, validators=validators)
                cost = run(peer.command(folders[peer.name]), folders[peer.name])
                asked = press.now(round_, validators=validators)
                if scenario is not None:
                    peer.costs.setdefault(scenario, []).append(cost)
                    print(
                        f"{turn} {scenario:22} {peer.name:20} {cost.cpu:7.2f} s {cost.megabytes:5.0f} MB  {asked}",
                        file=sys.stderr,
                    )
        for peer in peers:
            peer.costs.setdefault("start", []).append(_start(peer, press, work))
            wanted = sizes.feeds * sizes.entries + sum(1 for n in range(sizes.feeds) if n % sizes.changed == 1)
            print(f"{turn} {peer.name}: {peer.entries(folders[peer.name])} entries of {wanted}", file=sys.stderr)


def _start(peer: Peer, press: Press, work: Path) -> Cost:
    """The second poll of a single feed: starting, opening the archive, ending."""
    folder = work / f"start-{peer.name.replace(' ', '-')}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    peer.prepare(folder, [press.url(0)])
    press.now(0)
    run(peer.command(folder), folder)
    return run(peer.command(folder), folder)


def report(peers: Sequence[Peer], sizes: Sizes) -> str:
    lines = [f"{sizes.feeds} feeds of {sizes.entries} entries; feeds per CPU-second, start included (excluded)", ""]
    lines.append(f"{'':22}" + "".join(f"{peer.name:>24}" for peer in peers))
    for scenario in SCENARIOS:
        cells = []
        for peer in peers:
            whole = peer.cpu(scenario)
            rest = max(whole - peer.cpu("start"), 1e-3)
            cells.append(f"{sizes.feeds / whole:.0f} ({sizes.feeds / rest:.0f})")
        lines.append(f"{scenario:22}" + "".join(f"{cell:>24}" for cell in cells))
    memory = [max(cost.megabytes for costs in peer.costs.values() for cost in costs) for peer in peers]
    lines.append(f"{'peak memory, MB':22}" + "".join(f"{value:>24.0f}" for value in memory))
    lines.append(f"{'start, CPU ms':22}" + "".join(f"{peer.cpu('start') * 1000:>24.0f}" for peer in peers))
    lines += ["", f"{'times ours':22}" + "".join(f"{peer.name:>24}" for peer in peers[1:])]
    for scenario in SCENARIOS:
        cells = []
        for peer in peers[1:]:
            bar = BARS.get((scenario, peer.name))
            cells.append(f"{ratio(peers[0], peer, scenario):.1f}" + (f" (bar {bar:g})" if bar else ""))
        lines.append(f"{scenario:22}" + "".join(f"{cell:>24}" for cell in cells))
    lines += ["", "versions: " + ", ".join(f"{peer.name} {peer.version}" for peer in peers)]
    return "\n".join(lines)


def ratio(mine: Peer, peer: Peer, scenario: str) -> float:
    """How many times our CPU time a peer takes; for "all 304" without the start of either, else with it."""
    if scenario == "all 304":
        return (peer.cpu(scenario) - peer.cpu("start")) / max(mine.cpu(scenario) - mine.cpu("start"), 1e-3)
    return peer.cpu(scenario) / mine.cpu(scenario)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feeds", type=int, default=300)
    parser.add_argument("--entries", type=int, default=20)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--only", action="append", help="measure only these (aggregator is always measured)")
    parser.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "aggregator-peers")
    parser.add_argument("--plot", type=Path, help="write a plot (SVG) to this file")
    asked = parser.parse_args()
    asked.work.mkdir(parents=True, exist_ok=True)
    sizes = Sizes(asked.feeds, asked.entries)
    found = [ours(), reader(asked.work, search=False), reader(asked.work, search=True), newsboat(), rss2email()]
    peers = [p for p in found if p is not None and (not asked.only or p.name in (*asked.only, "aggregator"))]
    press = Press(partial(documents, sizes, rounds=2))
    try:
        measure(peers, press, sizes, asked.work, asked.repeat)
    finally:
        press.close()
    print(report(peers, sizes))
    if asked.plot:
        bars = {scenario: {peer.name: sizes.feeds / peer.cpu(scenario) for peer in peers} for scenario in SCENARIOS}
        asked.plot.write_text(plot.bars(bars, "feeds per CPU-second, start included"), encoding="utf-8")


if __name__ == "__main__":
    main()
