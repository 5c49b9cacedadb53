"""The command line as a person types it: exit codes, one clear sentence, data on stdout."""

import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import get_args

import pytest

from aggregator import cli, errors
from aggregator.archive import open_archive, schema
from aggregator.cli import output, reading
from aggregator.records import Change

ROOT = Path(__file__).parents[2]
QUICK = {"PYTHONDONTWRITEBYTECODE": "1"}


def aggregator(*arguments, cwd, check=False, stdin=None, **environment):
    """Run the command in a process of its own, with nothing of this user's environment."""
    kept = {key: os.environ[key] for key in ("PATH", "LANG") if key in os.environ}
    return subprocess.run(
        [sys.executable, "-m", "aggregator", *arguments],
        cwd=cwd,
        env=kept | QUICK | {"HOME": str(cwd), "PYTHONPATH": str(ROOT)} | environment,
        input=stdin,
        capture_output=True,
        timeout=60,
        check=check,
    )


@pytest.fixture
def site(tmp_path):
    (tmp_path / "feeds.yaml").write_text(
        "# What I read.\nfeeds:\n  - url: http://127.0.0.1:9/feed.xml # refused\n    name: closed\n", encoding="utf-8"
    )
    return tmp_path


def test_help_names_every_command_and_imports_next_to_nothing(tmp_path):
    code = (
        "import sys\nfrom aggregator.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "print(*sorted(sys.modules), file=sys.stderr)"
    )

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)

    assert all(f"  {name} " in done.stdout for name in cli.COMMANDS)
    heavy = {
        "httpx",
        "sqlite3",
        "lxml",
        "starlette",
        "datasette",
        "rich",
        "numpy",
        "yaml",
        "apscheduler",
        "asyncio",
        "babel",
    }
    assert heavy & {name.split(".")[0] for name in done.stderr.split()} == set()


def test_an_unknown_command_is_refused_with_the_nearest_name(tmp_path):
    done = aggregator("serch", "x", cwd=tmp_path)

    assert done.returncode == 2
    assert b"Did you mean 'search'?" in done.stderr


def test_a_broken_feeds_yaml_is_named_with_line_and_hint(tmp_path):
    (tmp_path / "feeds.yaml").write_text("feeds:\n  - url: https://a.example/rss\n    evry: 5m\n", encoding="utf-8")

    done = aggregator("poll", cwd=tmp_path)

    assert done.returncode == errors.ConfigError.exit_code
    assert re.search(rb"feeds\.yaml:3(:\d+)?: ", done.stderr)
    assert b"every" in done.stderr
    assert done.stdout == b""


def test_a_missing_feeds_yaml_is_one_sentence(tmp_path):
    done = aggregator("poll", cwd=tmp_path)

    assert done.returncode == errors.ConfigError.exit_code
    assert b"feeds.yaml" in done.stderr
    assert b"Traceback" not in done.stderr


def test_an_unknown_feed_is_refused_with_the_nearest_name(site):
    done = aggregator("poll", "closd", cwd=site)

    assert done.returncode == errors.UsageError.exit_code
    assert b"did you mean closed?" in done.stderr


def test_no_network_at_all_is_said_and_archived(site):
    (site / "feeds.yaml").write_text(
        "allow_networks: ['127.0.0.1/32']\nfeeds:\n  - {url: 'http://127.0.0.1:9/feed.xml', name: closed}\n",
        encoding="utf-8",
    )

    done = aggregator("poll", cwd=site)

    assert done.returncode == errors.NoNetwork.exit_code
    assert b"aggregator demo" in done.stderr
    polls = sqlite3.connect(site / "archive" / "archive.db").execute("SELECT code FROM polls").fetchall()
    assert polls == [("connect",)]


def test_an_archive_from_a_newer_version_is_left_alone(site):
    open_archive(site / "archive", since="now").close()
    raw = sqlite3.connect(site / "archive" / "archive.db")
    raw.execute(f"PRAGMA user_version = {schema.VERSION + 1}")
    raw.close()

    for command in (["poll"], ["stories"], ["doctor"]):
        done = aggregator(*command, cwd=site)
        assert done.returncode in (errors.ArchiveTooNew.exit_code, 1), command
        assert b"newer aggregator" in done.stderr + done.stdout


def test_a_damaged_archive_is_one_sentence(site):
    (site / "archive").mkdir()
    (site / "archive" / "archive.db").write_bytes(b"garbage" * 1000)

    done = aggregator("poll", cwd=site)

    assert done.returncode == errors.ArchiveError.exit_code
    assert b"Traceback" not in done.stderr
    assert b"hint: " in done.stderr


def test_no_archive_yet_is_one_sentence(site):
    done = aggregator("stories", cwd=site)

    assert done.returncode == errors.ArchiveError.exit_code
    assert b"there is no archive" in done.stderr


def test_a_second_daemon_is_refused_while_the_first_writes(site):
    archive = open_archive(site / "archive", since="2026-03-10T08:00:00Z")

    done = aggregator("run", "--no-web", cwd=site)

    archive.close()
    assert done.returncode == errors.ArchiveLocked.exit_code
    assert f"pid {os.getpid()}".encode() in done.stderr


def test_a_port_in_use_is_named_before_anything_is_polled(site):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        done = aggregator("run", "--port", str(port), cwd=site)

    assert done.returncode == errors.PortInUse.exit_code
    assert str(port).encode() in done.stderr
    assert b"--port" in done.stderr


def test_the_schema_of_feeds_yaml_is_json(tmp_path):
    done = aggregator("config", "schema", cwd=tmp_path, check=True)

    assert "feeds" in json.loads(done.stdout)["properties"]


def test_config_check_counts_what_is_there(site):
    done = aggregator("config", "check", cwd=site, check=True)

    assert b"1 feeds" in done.stdout


def test_options_are_understood_before_and_after_the_command_and_from_the_environment(site, tmp_path):
    other = tmp_path / "other.yaml"
    other.write_text("feeds: [https://a.example/rss, https://b.example/rss]\n", encoding="utf-8")

    before = aggregator("--config", str(other), "config", "check", cwd=site)
    after = aggregator("config", "check", "--config", str(other), cwd=site)
    variable = aggregator("config", "check", cwd=site, AGGREGATOR_CONFIG=str(other))

    assert b"2 feeds" in before.stdout
    assert before.stdout == after.stdout == variable.stdout


def test_parse_reads_standard_input_and_refuses_what_is_no_feed(tmp_path):
    feed = (
        "<rss version='2.0'><channel><title>Courrier</title><item><title>Été</title>"
        "<pubDate>lun., 17 juin 2024 08:00:00 +0200</pubDate></item></channel></rss>"
    )

    good = aggregator("parse", "-", cwd=tmp_path, stdin=feed.encode(), check=True)
    bad = aggregator("parse", "-", cwd=tmp_path, stdin=b"<html><body>Bonjour</body></html>")

    read = json.loads(good.stdout)
    assert [entry["title"] for entry in read["entries"]] == ["Été"]
    assert read["entries"][0]["published"].startswith("2024-06-17T06:00:00")
    assert bad.returncode == errors.Refused.exit_code


def test_import_and_export_of_opml_keep_the_comments_of_feeds_yaml(site):
    (site / "reader.opml").write_text(
        '<opml version="2.0"><body><outline text="Le Courrier" type="rss" xmlUrl="https://courrier.example/rss"/></body></opml>',
        encoding="utf-8",
    )

    aggregator("import", "reader.opml", cwd=site, check=True)
    out = aggregator("export", "opml", cwd=site, check=True)

    text = (site / "feeds.yaml").read_text(encoding="utf-8")
    assert "# What I read." in text
    assert "# refused" in text
    assert b"https://courrier.example/rss" in out.stdout


def test_doctor_finds_nothing_wrong_with_a_fresh_installation(site):
    done = aggregator("doctor", "--json", cwd=site)

    found = json.loads(done.stdout)
    assert done.returncode == 0, found
    assert {"packages", "feeds.yaml", "archive", "disk"} <= {finding["what"] for finding in found}


def test_every_package_that_is_needed_is_declared():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    names = {re.split(r"[<>=!~ \[]", line)[0].lower().replace("-", "_") for line in declared}

    assert "lxml_html_clean" in names
    assert "datasette==1.0a41" in declared


def test_aggregator_now_moves_the_clock(site):
    (site / "feeds.yaml").write_text(
        "allow_networks: ['127.0.0.1/32']\nfeeds:\n  - {url: 'http://127.0.0.1:9/feed.xml', name: closed}\n",
        encoding="utf-8",
    )

    aggregator("poll", cwd=site, AGGREGATOR_NOW="2031-05-06T07:08:09Z")

    at = sqlite3.connect(site / "archive" / "archive.db").execute("SELECT at FROM polls").fetchone()[0]
    assert at.startswith("2031-05-06T07:08")


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["poll", "--archive", "feeds.yaml"], errors.ArchiveError.exit_code, b"cannot hold an archive"),
        (["poll", "--archive", "feeds.yaml/below"], errors.ArchiveError.exit_code, b"cannot hold an archive"),
        (["doctor", "--archive", "feeds.yaml"], 1, b"is no folder"),
        (["story", "99999999999999999999999"], errors.UsageError.exit_code, b"not in the range"),
        (["digest", "--as-of", "0001-01-01"], errors.UsageError.exit_code, b"outside the years"),
        (["digest", "--as-of", "9999-12-31T23:59-12:00"], errors.UsageError.exit_code, b"no instant"),
        (["search", "port", "--jsn"], errors.UsageError.exit_code, b"no option --jsn"),
        (["import", "empty.opml"], errors.Refused.exit_code, b"names no feed"),
        (["add", "ftp://example.org/feed"], errors.Refused.exit_code, b"not an http or https address"),
    ],
)
def test_nothing_a_person_types_ends_in_a_traceback(site, arguments, code, says):
    (site / "empty.opml").write_text("<opml", encoding="utf-8")

    done = aggregator(*arguments, cwd=site)

    assert done.returncode == code, done.stderr.decode()
    assert says in done.stderr + done.stdout
    assert b"Traceback" not in done.stderr


def test_a_word_to_do_without_needs_no_quotes(site):
    open_archive(site / "archive", since="now").close()

    done = aggregator("search", "port", "-hiver", cwd=site)

    assert done.returncode == 0, done.stderr
    assert b"0 found" in done.stderr


def test_a_feeds_yaml_that_follows_nothing_is_said_when_it_is_polled(site):
    (site / "feeds.yaml").write_text("feeds: []\n", encoding="utf-8")

    done = aggregator("poll", cwd=site)

    assert done.returncode == 0
    assert b"no feed is followed yet" in done.stderr


def test_a_text_cannot_steer_the_terminal_it_is_printed_on():
    hostile = "un\x1b[2J \x9b31m\u202e deux\u00a0: می\u200cخواهم\ntrois\x07"

    assert output.printable(hostile) == "un[2J 31m deux\u00a0: می\u200cخواهم\ntrois"


def test_the_classes_of_changes_that_may_be_asked_for_are_those_there_are():
    assert set(reading.CHANGES) == set(get_args(Change))


def test_a_class_of_changes_that_there_is_not_is_named_with_those_there_are(site):
    done = aggregator("edits", "--class", "nonsense", cwd=site)

    assert done.returncode == 2
    assert b"headline" in done.stderr
