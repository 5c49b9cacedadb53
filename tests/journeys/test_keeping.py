"""Keeping an archive while its daemon runs: what reads does so beside it, what writes is done by it."""

import sqlite3
import subprocess
import sys

import pytest

from tests.journeys.press import rss, serving
from tests.journeys.test_daemon import daemon, environment, eventually, rows, titles, write_config

pytestmark = pytest.mark.journey


def command(home, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "aggregator", *arguments],
        cwd=home, env=environment(home), capture_output=True, text=True, timeout=60,
    )  # fmt: skip


def test_reparse_verify_and_backup_beside_a_running_daemon(tmp_path):
    with serving() as press:
        press.documents = {"/une": rss(("1", "Grève au port", "Les dockers."), ("2", "Un traité", "Signé."))}
        write_config(tmp_path, press, "/une")

        with daemon(tmp_path, "--no-web"):
            eventually(lambda: titles(tmp_path), ["Grève au port", "Un traité"], "the first poll")
            eventually(lambda: rows(tmp_path, "SELECT count(*) FROM todo"), [(0,)], "thinking")
            misread = sqlite3.connect(tmp_path / "archive" / "archive.db", timeout=10)
            misread.execute("UPDATE entries SET rights = '&copy;' WHERE guid = '2'")
            misread.commit()
            misread.close()

            corrected = command(tmp_path, "reparse")
            verified = command(tmp_path, "verify")
            copied = command(tmp_path, "backup", "copy")

        assert corrected.returncode == 0, corrected.stderr
        assert "asking it" in corrected.stderr
        assert rows(tmp_path, "SELECT rights FROM entries WHERE guid = '2'") == [(None,)]
        assert rows(tmp_path, "SELECT kind, argument, answer FROM requests") == [
            ("mend", None, "1 readings were corrected")
        ]
        assert verified.stdout == "all is well\n", verified.stdout + verified.stderr
        assert copied.returncode == 0, copied.stderr
