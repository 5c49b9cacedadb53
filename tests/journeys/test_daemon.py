"""The daemon as a process: started, asked, told, stopped and killed."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.journeys.press import rss, serving

pytestmark = pytest.mark.journey
ROOT = Path(__file__).parents[2]
PATIENCE = 30.0  # seconds


def environment(home):
    kept = {key: os.environ[key] for key in ("PATH", "LANG") if key in os.environ}
    return kept | {"HOME": str(home), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}


def write_config(home, press, *paths):
    feeds = "".join(f"  - {{url: '{press.url(path)}', name: {path.strip('/')}, full_text: false}}\n" for path in paths)
    (home / "feeds.yaml").write_text(f"allow_networks: ['127.0.0.0/8']\nfeeds:\n{feeds}", encoding="utf-8")


@contextmanager
def daemon(home, *arguments):
    process = subprocess.Popen(
        [sys.executable, "-m", "aggregator", "run", "--port", "0", *arguments],
        cwd=home,
        env=environment(home),
        stderr=subprocess.PIPE,
        text=True,
    )
    lines: list[str] = []
    try:
        assert process.stderr is not None
        for line in process.stderr:
            lines.append(line)
            if "pages at " in line or ("started" in line and "--no-web" in arguments):
                break
        yield process, next((line.split()[2] for line in lines if "pages at" in line), "")
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def rows(home, sql):
    path = home / "archive" / "archive.db"
    if not path.exists():
        return []
    conn = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return conn.execute(sql).fetchall()
    except sqlite3.OperationalError:
        return []
    finally:
        conn.close()


def eventually(look, wanted, what):
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if look() == wanted:
            return
        time.sleep(0.05)
    pytest.fail(f"{what}: {look()!r} is not {wanted!r} after {PATIENCE} s")


def titles(home):
    return sorted(row[0] for row in rows(home, "SELECT title FROM entries"))


def test_the_daemon_polls_serves_reloads_and_leaves_in_time(tmp_path):
    with serving() as press:
        press.documents = {
            "/une": rss(("1", "Grève au port", "Les dockers.")),
            "/monde": rss(("2", "Un traité", "Signé.")),
        }
        write_config(tmp_path, press, "/une")

        with daemon(tmp_path) as (process, address):
            eventually(lambda: titles(tmp_path), ["Grève au port"], "the first poll")
            page = urllib.request.urlopen(address + "/?lang=fr", timeout=10).read().decode()
            eventually(lambda: len(rows(tmp_path, "SELECT * FROM placements")), 1, "grouping")

            write_config(tmp_path, press, "/une", "/monde")
            eventually(lambda: titles(tmp_path), ["Grève au port", "Un traité"], "the changed feeds.yaml")

            (tmp_path / "feeds.yaml").write_text("feeds: [{url: 5}]\n", encoding="utf-8")
            process.send_signal(signal.SIGHUP)
            health = None
            until = time.monotonic() + PATIENCE
            while time.monotonic() < until and not health:
                answer = urllib.request.urlopen(address + "/health.json", timeout=10)
                health = json.load(answer)["daemon"]["config_error"]
                time.sleep(0.1)
            assert health
            assert "feeds.yaml" in health

            asked_to_leave = time.monotonic()
            process.send_signal(signal.SIGTERM)
            assert process.wait(10) == 0
            assert time.monotonic() - asked_to_leave < 5

        assert "Aggregator" in page
        assert rows(tmp_path, "PRAGMA integrity_check") == [("ok",)]


def test_a_command_beside_the_daemon_is_done_by_the_daemon(tmp_path):
    with serving() as press:
        press.documents = {"/une": rss(("1", "Grève au port", "Les dockers."))}
        write_config(tmp_path, press, "/une")

        with daemon(tmp_path, "--no-web"):
            eventually(lambda: titles(tmp_path), ["Grève au port"], "the first poll")
            press.documents["/une"] = rss(
                ("2", "Accord au port", "Le travail reprend."), ("1", "Grève au port", "Les dockers.")
            )

            done = subprocess.run(
                [sys.executable, "-m", "aggregator", "poll", "une", "--force"],
                cwd=tmp_path, env=environment(tmp_path), capture_output=True, text=True, timeout=60,
            )  # fmt: skip

        assert done.returncode == 0, done.stderr
        assert "1 new entries" in done.stdout
        assert titles(tmp_path) == ["Accord au port", "Grève au port"]


def test_a_killed_daemon_loses_nothing_and_doubles_nothing(tmp_path):
    with serving() as press:
        everything = [
            (str(n), f"Dépêche numéro {n} du matin", f"Le texte numéro {n}, assez long pour être lu.")
            for n in range(300)
        ]
        press.documents = {"/une": rss(*everything)}
        write_config(tmp_path, press, "/une")

        for moment in (0.0, 0.02, 0.1, 0.3):
            with daemon(tmp_path, "--no-web") as (process, _):
                time.sleep(moment)
                process.kill()
        with daemon(tmp_path, "--no-web"):
            eventually(lambda: len(titles(tmp_path)), 300, "the poll after the kills")

        assert len(set(titles(tmp_path))) == 300
        assert rows(tmp_path, "PRAGMA integrity_check") == [("ok",)]
        assert rows(tmp_path, "PRAGMA foreign_key_check") == []


def test_a_wish_that_nobody_can_grant_is_answered_and_holds_nothing_up(tmp_path):
    with serving() as press:
        press.documents = {"/une": rss(("1", "Grève au port", "Les dockers."))}
        write_config(tmp_path, press, "/une")

        with daemon(tmp_path, "--no-web"):
            eventually(lambda: titles(tmp_path), ["Grève au port"], "the first poll")
            conn = sqlite3.connect(tmp_path / "archive" / "archive.db", timeout=10)
            for kind, argument in (
                ("merge", "{}"),
                ("dance", "{}"),
                ("star", '{"entry": "x"}'),
                ("star", '{"entry": 1}'),
            ):
                conn.execute(
                    "INSERT INTO requests (kind, argument, at) VALUES (?, ?, '2026-03-10T08:00:00Z')", (kind, argument)
                )
            conn.commit()
            conn.close()
            eventually(
                lambda: len(rows(tmp_path, "SELECT 1 FROM requests WHERE finished IS NOT NULL")), 4, "four answers"
            )

        answers = [row[0] for row in rows(tmp_path, "SELECT answer FROM requests ORDER BY id")]
        assert [answer.startswith("error: ") for answer in answers] == [True, True, True, False]


def test_a_network_that_feeds_yaml_allows_later_is_asked_then(tmp_path):
    with serving() as press:
        press.documents = {"/une": rss(("1", "Grève au port", "Les dockers."))}
        write_config(tmp_path, press, "/une")
        allowed = (tmp_path / "feeds.yaml").read_text(encoding="utf-8")
        (tmp_path / "feeds.yaml").write_text(allowed.replace("127.0.0.0/8", "10.0.0.0/8"), encoding="utf-8")

        with daemon(tmp_path, "--no-web"):
            eventually(lambda: rows(tmp_path, "SELECT code FROM polls"), [("refused-address",)], "a refusal")
            (tmp_path / "feeds.yaml").write_text(allowed, encoding="utf-8")
            time.sleep(1.5)
            done = subprocess.run(
                [sys.executable, "-m", "aggregator", "poll", "une", "--force"],
                cwd=tmp_path, env=environment(tmp_path), capture_output=True, text=True, timeout=60,
            )  # fmt: skip

        assert done.returncode == 0, done.stderr
        assert titles(tmp_path) == ["Grève au port"]


def test_the_daemon_leaves_in_time_in_the_middle_of_its_work(tmp_path):
    with serving() as press:
        paths = [f"/f{number}" for number in range(8)]
        press.documents = {
            path: rss(
                *(
                    (f"{path}-{n}", f"Dépêche {n} de {path}", f"Le texte {n} de {path}. " + "Les dockers votent. " * 30)
                    for n in range(400)
                )
            )
            for path in paths
        }
        write_config(tmp_path, press, *paths)

        with daemon(tmp_path) as (process, _):
            eventually(lambda: len(rows(tmp_path, "SELECT 1 FROM placements LIMIT 1")), 1, "grouping to begin")
            asked_to_leave = time.monotonic()
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0
            took = time.monotonic() - asked_to_leave

        assert took < 5
        assert rows(tmp_path, "PRAGMA integrity_check") == [("ok",)]
        assert rows(tmp_path, "SELECT count(*) FROM todo") > [(0,)], "it was busy when it was asked to leave"
