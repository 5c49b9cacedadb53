"""The `aggregator` command. A command's module is imported when it is called, so that `--help` stays quick.

Data goes to stdout, logs and progress to stderr. Exit codes are those of `errors.py`; 130 after Ctrl-C.
"""

import errno
import gc
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import msgspec
from msgspec import Struct

from aggregator.errors import AggregatorError, DiskFull

# Command -> where it is, and its line in `--help`; the order is that of the help page.
COMMANDS: dict[str, tuple[str, str]] = {
    "run": ("running", "Poll, archive, group and serve the pages until stopped."),
    "poll": ("running", "Poll feeds once and end."),
    "web": ("running", "Serve the pages of an archive, read-only."),
    "demo": ("running", "An invented newsroom: stories to look at without any network."),
    "add": ("feeds", "Follow the feed of a site or an address."),
    "feeds": ("feeds", "List feeds; check or show them."),
    "import": ("feeds", "Follow the feeds of an OPML file; read a WARC file back."),
    "export": ("feeds", "Print feeds as OPML, entries as JSON Lines or CSV; write WARC or WACZ."),
    "search": ("reading", "Find entries by their words."),
    "stories": ("reading", "List stories, newest first."),
    "story": ("reading", "Show one story with its timeline; rename it, correct it."),
    "entry": ("reading", "Show one entry with every wording; merge or split."),
    "digest": ("reading", "Print the digest of a day or a week."),
    "edits": ("reading", "List what was changed after publication."),
    "front": ("reading", "Show what each feed showed at an instant."),
    "rebuild": ("keeping", "Make topics, stories or the search index again."),
    "reparse": ("keeping", "Read kept documents again with today's parser; correct what it reads otherwise."),
    "verify": ("keeping", "Look for damage in the archive, byte by byte."),
    "backup": ("keeping", "Copy the archive while the daemon writes."),
    "prune": ("warc", "Take old or large bodies out of the archive; texts stay."),
    "restore": ("keeping", "Put a backup into a new folder."),
    "parse": ("looking", "Print how a feed document is read."),
    "extract": ("looking", "Print how an article page is read."),
    "config": ("looking", "Check feeds.yaml, or print its JSON Schema."),
    "doctor": ("looking", "Look for trouble in the installation and the archive."),
}


class Options(Struct):
    """What every command may be told."""

    config: Path = Path("feeds.yaml")
    archive: Path = Path("archive")


pass_options = click.make_pass_decorator(Options, ensure=True)


def _remember(context: click.Context, parameter: click.Parameter, value: Path | None) -> None:
    if value is not None:
        assert parameter.name is not None
        setattr(context.ensure_object(Options), parameter.name, value)


def _global_options() -> list[click.Parameter]:
    """`--config` and `--archive`, understood before and after the command's name."""
    return [
        click.Option(
            ["--config"],
            type=click.Path(path_type=Path),
            envvar="AGGREGATOR_CONFIG",
            callback=_remember,
            expose_value=False,
            help="The feeds.yaml to use.  [env: AGGREGATOR_CONFIG; default: feeds.yaml]",
        ),
        click.Option(
            ["--archive"],
            type=click.Path(path_type=Path),
            envvar="AGGREGATOR_ARCHIVE",
            callback=_remember,
            expose_value=False,
            help="The folder of the archive.  [env: AGGREGATOR_ARCHIVE; default: archive]",
        ),
    ]


class _Lazy(click.Group):
    """A group that imports a command's module when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"aggregator.cli.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, f"{cmd_name}_command")
        _add_globals(command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            import difflib

            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            if near:
                raise click.UsageError(f"{error.message} Did you mean {near[0]!r}?", ctx) from error
            raise


def _add_globals(command: click.Command) -> None:
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            _add_globals(inner)
    if not any(parameter.name == "config" for parameter in command.params):
        command.params.extend(_global_options())


@click.group(cls=_Lazy, params=_global_options(), context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="aggregator")
def cli() -> None:
    """Follow news feeds and keep everything: every entry, every wording, grouped into stories, in one SQLite file."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with the documented exit code."""
    gc.set_threshold(20_000, 20, 20)  # hardly anything here goes in circles; looking for them takes a tenth of a poll
    try:
        cli.main(args=arguments, prog_name="aggregator", standalone_mode=False)
    except click.exceptions.Exit as leaving:
        sys.exit(leaving.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output (`head`) has left; the rest of it is not wanted.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except AggregatorError as error:
        say_error(error)
        sys.exit(error.exit_code)
    except OSError as error:
        told = _explained(error)
        say_error(told)
        sys.exit(told.exit_code)


def _explained(error: OSError) -> AggregatorError:
    """What a failing system call means for a person; which call it was, only a file's name tells."""
    where = f"{error.filename}: " if error.filename else ""
    message = f"{where}{error.strerror or error}"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(message, hint="make room and start again; what was committed before is safe")
    return AggregatorError(message, hint="check the file or folder, its owner and its permissions")


def say_error(error: AggregatorError) -> None:
    """Print what went wrong and what to do, to stderr."""
    click.echo(error.message, err=True)
    if error.hint:
        click.echo(f"\nhint: {error.hint}", err=True)


def print_json(value: Any) -> None:
    """Print data as JSON, every script as itself."""
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())
