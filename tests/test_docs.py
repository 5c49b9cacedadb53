"""What the documentation promises is there, and what is there is documented."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from aggregator import cli
from aggregator.archive import schema

ROOT = Path(__file__).parent.parent
DOCS = sorted(ROOT.glob("*.md")) + sorted((ROOT / "docs").rglob("*.md")) + [ROOT / "archive" / "README.md"]


def test_the_generated_reference_is_what_the_source_says():
    done = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr


def test_every_name_in_where_is_exists():
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = text.partition("## Where is")[2].partition("\n## ")[0]
    claims = re.findall(r"`([a-z_./]+\.(?:py|md))(?:: ([a-z_A-Z]+))?`", table)
    folders = re.findall(r"`([a-z_/]+/)`", table)

    assert len(claims) >= 12
    for path, name in claims:
        found = [base / path for base in (ROOT, ROOT / "aggregator") if (base / path).exists()]
        assert found, path
        if name:
            assert re.search(
                rf"^(?:async )?(?:def|class) {name}\b", found[0].read_text(encoding="utf-8"), re.MULTILINE
            ), name
    for folder in folders:
        assert any((base / folder).is_dir() for base in (ROOT, ROOT / "aggregator")), folder
    for table_name in re.findall(r"table `([a-z_]+)`", table):
        assert f"CREATE TABLE {table_name} " in schema.SCHEMA


def test_every_link_between_pages_leads_somewhere():
    for page in DOCS:
        for target in re.findall(r"\]\((?!https?://|mailto:|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), (page, target)


def test_every_command_and_exit_code_is_documented():
    commands = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")

    for name in cli.COMMANDS:
        assert f"## aggregator {name}\n" in commands


def test_every_table_and_view_says_what_it_is():
    for kind, name in re.findall(r"CREATE (TABLE|VIEW|VIRTUAL TABLE) (\w+)", schema.SCHEMA + schema.PAYLOADS):
        before = (schema.SCHEMA + schema.PAYLOADS).partition(f"CREATE {kind} {name}")[0].rstrip("\n").splitlines()[-1]
        assert before.startswith("-- "), name


@pytest.mark.parametrize("command", ["make run", "make test", "make demo"])
def test_the_readme_names_its_commands_and_the_makefile_knows_them(command):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    assert command in readme
    assert re.search(rf"^{command.split()[1]}:", makefile, re.MULTILINE)


def test_the_example_queries_run_on_todays_tables():
    import sqlite3

    conn = sqlite3.connect(":memory:")
    conn.executescript(schema.SCHEMA)
    queries = re.findall(
        r"```sql\n(.*?)```", (ROOT / "docs" / "guides" / "querying.md").read_text(encoding="utf-8"), re.DOTALL
    )

    assert len(queries) >= 5
    for query in queries:
        conn.execute(query)
    conn.close()


def test_nothing_in_git_but_its_readme_lies_in_archive():
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()

    assert "/archive/*" in ignored
    assert "!/archive/README.md" in ignored
    listed = subprocess.run(["git", "check-ignore", "aggregator/archive/schema.py"], cwd=ROOT, capture_output=True)
    assert listed.returncode != 0
