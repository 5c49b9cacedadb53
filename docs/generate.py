"""Makes the generated pages of docs/reference: `python docs/generate.py`; with `--check` it only says what is stale.

archive.md comes from the comments of archive/schema.py, commands.md from `--help`, exit-codes.md from errors.py.
"""

import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from aggregator import cli, errors
from aggregator.archive import schema

REFERENCE = Path(__file__).parent / "reference"
MADE = "<!-- made by docs/generate.py; edit the source it names -->\n"


def archive_page() -> str:
    """Tables, columns and views, from the comments in the schema."""
    parts = [
        "# The archive",
        MADE,
        "`archive.db` is an ordinary SQLite file in WAL mode; any tool can read it while the daemon writes. Instants are UTC",
        "text, `YYYY-MM-DDTHH:MM:SSZ`, so text order is time order. Ids are never reused.",
        "Source: `aggregator/archive/schema.py`.",
        "",
    ]
    for heading, sql in (
        ("Facts", schema.FACTS),
        ("Derived, can be made again", schema.DERIVED),
        ("Marks and requests", schema.MARKS),
        ("Views for reading", schema.VIEWS),
        ("payloads.db", schema.PAYLOADS),
    ):
        parts += [f"## {heading}", ""]
        parts += list(_tables(sql))
    return "\n".join(parts) + "\n"


_TABLE = re.compile(
    r"(?P<doc>(?:-- [^\n]*\n)+)CREATE (?P<kind>TABLE|VIEW|VIRTUAL TABLE) (?P<name>\w+)(?P<body>.*?)(?:;\n|;$)",
    re.DOTALL,
)
_COLUMN = re.compile(
    r"^    (?P<name>[a-z_0-9]+) (?P<type>TEXT|INTEGER|REAL|BLOB)(?P<rest>[^\n]*?),?(?:\s*-- (?P<doc>.*))?$",
    re.MULTILINE,
)


def _tables(sql: str) -> Iterator[str]:
    for match in _TABLE.finditer(sql):
        doc = " ".join(line.removeprefix("-- ") for line in match["doc"].splitlines())
        yield f"### {match['name']}\n\n{doc}\n"
        columns = list(_COLUMN.finditer(match["body"]))
        if match["kind"] == "TABLE" and columns:
            yield "| column | type | what it is |\n|---|---|---|"
            for column in columns:
                yield f"| `{column['name']}` | {column['type'].lower()} | {_escape(column['doc'] or '')} |"
            yield ""


def _escape(text: str) -> str:
    return text.replace("|", "\\|")


def commands_page() -> str:
    """Every command with its `--help`."""
    parts = ["# Commands", MADE, _help(cli.cli, "aggregator")]
    context = click.Context(cli.cli, info_name="aggregator")
    for name in cli.COMMANDS:
        command = cli.cli.get_command(context, name)
        assert command is not None
        parts.append(f"## aggregator {name}\n")
        parts.append(_help(command, f"aggregator {name}"))
        if isinstance(command, click.Group):
            for inner_name, inner in sorted(command.commands.items()):
                parts.append(f"### aggregator {name} {inner_name}\n")
                parts.append(_help(inner, f"aggregator {name} {inner_name}"))
    return "\n".join(parts)


def _help(command: click.Command, name: str) -> str:
    context = click.Context(command, info_name=name, terminal_width=100, max_content_width=100)
    return f"```text\n{command.get_help(context)}\n```\n"


def exit_codes_page() -> str:
    """The exit codes, from the exceptions that carry them."""
    rows = sorted(
        (
            value
            for _, value in inspect.getmembers(errors, inspect.isclass)
            if issubclass(value, errors.AggregatorError)
        ),
        key=lambda value: value.exit_code,
    )
    lines = [
        "# Exit codes",
        MADE,
        "Data goes to stdout, everything else to stderr. A failure is one sentence, a hint, and one of these codes.",
        "",
        "| code | name | when |",
        "|---|---|---|",
        "| 0 | | it worked |",
    ]
    lines += [f"| {value.exit_code} | {value.__name__} | {_first_line(value)} |" for value in rows]
    lines += ["| 130 | | stopped by Ctrl-C |", ""]
    return "\n".join(lines)


def _first_line(value: type) -> str:
    return (inspect.getdoc(value) or "").splitlines()[0]


PAGES = {"archive.md": archive_page, "commands.md": commands_page, "exit-codes.md": exit_codes_page}


def main() -> None:
    """Write the pages, or with `--check` leave with 1 when one is stale."""
    stale = [name for name, make in PAGES.items() if not _matches(name, make())]
    if "--check" in sys.argv:
        for name in stale:
            print(f"docs/reference/{name} is stale: run `python docs/generate.py`", file=sys.stderr)
        sys.exit(1 if stale else 0)
    for name in stale:
        (REFERENCE / name).write_text(PAGES[name](), encoding="utf-8")
        print(f"wrote docs/reference/{name}")


def _matches(name: str, text: str) -> bool:
    path = REFERENCE / name
    return path.exists() and path.read_text(encoding="utf-8") == text


if __name__ == "__main__":
    main()
