"""What commands print: tables and progress on a terminal, plain lines elsewhere. rich is imported only when it prints."""

import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import click

ID = click.IntRange(1, 2**63 - 1)  # what SQLite can hold


def table(rows: Sequence[Mapping[str, Any]], columns: Sequence[str]) -> None:
    """Print rows: a table on a terminal, tab-separated lines with a heading elsewhere."""
    if not sys.stdout.isatty():
        click.echo("\t".join(columns))
        for row in rows:
            click.echo("\t".join(plain(row.get(column)) for column in columns))
        return
    from rich.console import Console
    from rich.table import Table

    drawn = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        drawn.add_column(column.replace("_", " "), overflow="fold")
    for row in rows:
        drawn.add_row(*(_escape(plain(row.get(column))) for column in columns))
    Console().print(drawn)


def _escape(text: str) -> str:
    from rich.markup import escape

    return escape(text)


def plain(value: Any) -> str:
    """A value as one cell: controls removed, so that a title cannot steer a terminal."""
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        value = ", ".join(str(item) for item in value)
    return printable(" ".join(str(value).split()))


def printable(text: str) -> str:
    """A text of one or more lines without what could steer a terminal or turn its writing round."""
    return "".join(char for char in text if char in _KEPT or unicodedata.category(char) not in _STEERING)


_STEERING = frozenset({"Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"})
_KEPT = frozenset("\n\u200c\u200d")  # Persian and Hindi words, and emoji, need the joiners


@contextmanager
def progress(label: str, total: int) -> Iterator[Callable[[str], None]]:
    """A bar on stderr while something is counted; silent when stderr is no terminal."""
    if not sys.stderr.isatty() or total == 0:
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(label, total=total)

        def step(text: str) -> None:
            bars.update(task, advance=1, description=f"{label} {text}"[:60])

        yield step


def lines(texts: Iterable[str]) -> None:
    """Print one text per line."""
    for text in texts:
        click.echo(text)
