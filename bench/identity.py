"""Whether every article is one entry: identity scenarios through `aggregator poll --force` over loopback, as a table.

    python bench/identity.py [--unnamed] [FILE ...]

FILE is a book of scenarios (tests/corpus/identity/*.json by default): small feeds that change step by step, and what an
archive holds at the end. All scenarios share one archive; every step is one poll of every feed; after the last step there
is one poll more, which may change nothing. With --unnamed no publisher is named and feeds are related by their sites.

The table counts, for each group: scenarios, those as expected, articles lost (a text that no entry shows any more),
false merges (fewer articles than expected), duplicates (more), wrong revisions, sightings and stories. Exit code 1 when an
article is lost or merged.
"""

import argparse
import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import threading
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

OURS = Path(__file__).parents[1] / "tests" / "corpus" / "identity"
PASSED, LOST, MERGED, DOUBLED = "passed", "lost", "merged", "doubled"
REVISIONS, SIGHTINGS, STORIES = "revisions", "sightings", "stories"

Scenario = dict[str, Any]


@dataclass
class Newsstand:
    """A loopback server with the documents of the step in force, by host and path."""

    documents: dict[tuple[str, str], Any] = field(default_factory=dict)

    def open(self) -> int:
        """Serve until the process ends; returns the port."""
        documents = self.documents

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                name = self.headers.get("Host", "")
                found = documents.get((name.split(":")[0], self.path), {"status": 404})
                reply: dict[str, Any] = {"body": found} if isinstance(found, str) else found
                headers: dict[str, str] = {"Content-Type": "application/xml"} | reply.get("headers", {})
                body = reply.get("body", "").encode("utf-8", "surrogatepass")
                self.send_response(reply.get("status", 200))
                here = f"http://{name}{self.path.rsplit('/', 1)[0]}"
                for key, value in headers.items():
                    self.send_header(key, value.replace("{here}", here))
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        server = ThreadingHTTPServer(("0.0.0.0", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return server.server_address[1]


def host(index: int, publisher: int) -> str:
    """An address of its own for every publisher of every scenario."""
    return f"127.{10 + index // 200}.{1 + index % 200}.{publisher}"


def feed_name(scenario: Scenario, name: str) -> str:
    return f"{scenario['id']}.{name}"


def run(scenarios: list[Scenario], home: Path, *, named: bool) -> None:
    """Poll every step of all scenarios, and the last once more."""
    stand = Newsstand()
    port = stand.open()
    lines = ["allow_networks: ['127.0.0.0/8']", "feeds:"]
    for index, scenario in enumerate(scenarios):
        for each in scenario["feeds"]:
            address = f"http://{host(index, each['publisher'])}:{port}/{scenario['id']}/{each['name']}.xml"
            publisher = f", publisher: 'p{index}-{each['publisher']}'" if named else ""
            lines.append(
                f"- {{url: '{address}', name: '{feed_name(scenario, each['name'])}', full_text: false{publisher}}}"
            )
    (home / "feeds.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    last = max(len(one["steps"]) for one in scenarios)
    for step in range(last + 1):
        stand.documents.clear()
        for index, scenario in enumerate(scenarios):
            documents = scenario["steps"][min(step, len(scenario["steps"]) - 1)]
            for publisher in {each["publisher"] for each in scenario["feeds"]}:
                for name, document in documents.items():
                    stand.documents[host(index, publisher), f"/{scenario['id']}/{name}.xml"] = document
        # A day between two steps, after every date of the scenarios.
        poll(home, f"2026-03-{20 + step:02d}T10:00:00Z", facts=step < last)


def poll(home: Path, now: str, *, facts: bool) -> None:
    """One poll of everything by the command a person would use; not `facts`: stories are told as well."""
    command = [sys.executable, "-m", "aggregator", "poll", "--force", *(["--facts"] if facts else [])]
    environment = os.environ | {"AGGREGATOR_NOW": now, "PYTHONPATH": str(Path(__file__).parents[1])}
    done = subprocess.run(command, cwd=home, env=environment, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"aggregator poll ended with {done.returncode}\n{done.stderr[-2000:]}")


def judge(conn: sqlite3.Connection, scenario: Scenario) -> dict[str, str]:
    """What a scenario got wrong: kind -> what was found; empty when all is as expected."""
    names = json.dumps([feed_name(scenario, each["name"]) for each in scenario["feeds"]])
    rows = conn.execute(
        """
        SELECT DISTINCT e.id, e.title, e.text, coalesce(e.url, '') AS url FROM entries e
        JOIN sightings s ON s.entry_id = e.id
        JOIN feeds f ON f.id = s.feed_id
        WHERE e.merged_into IS NULL AND f.name IN (SELECT value FROM json_each(?))
        """,
        (names,),
    ).fetchall()
    expect, wrong = scenario["expect"], {}
    low, high = _range(expect.get("articles", [0, 10_000]))
    if len(rows) < low:
        wrong[MERGED] = f"{len(rows)} articles for {low}"
    elif len(rows) > high:
        wrong[DOUBLED] = f"{len(rows)} articles for {high}"
    for matcher in expect.get("present", ()):
        hits, (least, most) = sum(_fits(row, matcher) for row in rows), _range(matcher.get("n", 1))
        if not least <= hits <= most:
            wrong[LOST if hits < least else DOUBLED] = f"{hits} of {matcher}"
    marks = ",".join("?" * len(rows))
    query = f"SELECT count(*) FROM revisions WHERE entry_id IN ({marks})"
    revisions = conn.execute(query, [row["id"] for row in rows]).fetchone()[0]
    low, high = _range(expect.get("revisions", [0, 10_000]))
    if not low <= revisions <= high:
        wrong[REVISIONS] = f"{revisions} revisions for {expect['revisions']}"
    wrong |= _sightings(conn, scenario) | _stories(conn, rows, expect)
    return {kind: words for kind, words in wrong.items() if kind not in scenario.get("soft", ())}


def _sightings(conn: sqlite3.Connection, scenario: Scenario) -> dict[str, str]:
    query = """
        SELECT count(DISTINCT s.entry_id) FROM sightings s
        JOIN feeds f ON f.id = s.feed_id
        WHERE f.name = ?
        """
    for name, wanted in scenario["expect"].get("sightings", {}).items():
        low, high = _range(wanted)
        count = conn.execute(query, (feed_name(scenario, name),)).fetchone()[0]
        if not low <= count <= high:
            return {SIGHTINGS: f"{count} articles seen in {name} for {wanted}"}
    return {}


def _stories(conn: sqlite3.Connection, rows: list[sqlite3.Row], expect: dict[str, Any]) -> dict[str, str]:
    for pair in expect.get("must_share_story", ()):
        stories = [
            {
                story
                for row in rows
                if _fits(row, matcher)
                for (story,) in conn.execute("SELECT story_id FROM placements WHERE entry_id = ?", (row["id"],))
            }
            for matcher in pair
        ]
        if not set.intersection(*stories):
            return {STORIES: f"{pair} stand in stories {stories}"}
    return {}


def _range(wanted: Any) -> tuple[int, int]:
    return (wanted, wanted) if isinstance(wanted, int) else (wanted[0], wanted[1])


def _fits(row: sqlite3.Row, matcher: dict[str, Any]) -> bool:
    return all(_plain(matcher[name]) in _plain(row[name]) for name in ("title", "url", "text") if name in matcher)


def _plain(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKC", text).casefold() if letter.isalnum())


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("files", nargs="*", type=Path, default=sorted(OURS.glob("*.json")))
    parser.add_argument("--unnamed", action="store_true", help="name no publisher")
    options = parser.parse_args()
    scenarios = [one for path in options.files for one in json.loads(path.read_text(encoding="utf-8"))["scenarios"]]
    table: dict[str, Counter[str]] = {}
    with tempfile.TemporaryDirectory() as folder:
        run(scenarios, Path(folder), named=not options.unnamed)
        conn = sqlite3.connect(Path(folder) / "archive" / "archive.db")
        conn.row_factory = sqlite3.Row
        for scenario in scenarios:
            wrong = judge(conn, scenario)
            counts = table.setdefault(scenario["group"], Counter())
            counts.update({"scenarios": 1, PASSED: not wrong})
            counts.update(wrong.keys())
            for kind, words in wrong.items():
                print(f"{scenario['id']}: {kind}: {words}")
        conn.close()
    columns = ("scenarios", PASSED, LOST, MERGED, DOUBLED, REVISIONS, SIGHTINGS, STORIES)
    print(f"{'group':<14}" + "".join(f"{name:>11}" for name in columns))
    for group, counts in table.items():
        print(f"{group:<14}" + "".join(f"{counts[name]:>11}" for name in columns))
    total = sum(table.values(), Counter())
    print(f"{'all':<14}" + "".join(f"{total[name]:>11}" for name in columns))
    return int(bool(total[LOST] or total[MERGED]))


if __name__ == "__main__":
    sys.exit(main())
