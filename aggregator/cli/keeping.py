"""Commands that keep an archive: verify, backup, restore, rebuild."""

import sys
from pathlib import Path

import click

from aggregator.cli import Options, pass_options, print_json
from aggregator.cli.acting import act
from aggregator.errors import ArchiveError


@click.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@pass_options
def verify_command(options: Options, /, as_json: bool) -> None:
    """Hash every body again, follow every reference, check the search index; name what is damaged."""
    from aggregator.archive import copies

    found = list(copies.verify(options.archive))
    if as_json:
        print_json(found)
    else:
        for text in found:
            click.echo(text)
        if not found:
            click.echo("all is well")
    if found:
        sys.exit(ArchiveError.exit_code)


@click.command("backup")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@pass_options
def backup_command(options: Options, /, folder: Path) -> None:
    """Copy the archive to FOLDER, consistent as of now, also while the daemon writes."""
    from aggregator.archive import copies

    for path in copies.backup(options.archive, folder):
        click.echo(str(path))


@click.command("restore")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@click.option("--verify", "check", is_flag=True, help="Verify what was restored.")
@pass_options
@click.pass_context
def restore_command(context: click.Context, options: Options, /, folder: Path, check: bool) -> None:
    """Put the backup in FOLDER where --archive says; nothing is ever overwritten."""
    from aggregator.archive import copies

    copies.restore(folder, options.archive)
    click.echo(str(options.archive))
    if check:
        context.invoke(verify_command)


@click.command("rebuild")
@click.argument("what", type=click.Choice(["topics", "stories", "search"]))
@pass_options
def rebuild_command(options: Options, /, what: str) -> None:
    """Make derived rows again: topics by today's rules, stories by today's method, the search index."""
    click.echo(act(options, "rebuild", {"what": what}))
