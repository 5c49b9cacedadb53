"""Commands that look: how a document is read, whether feeds.yaml is right, whether all is well."""

import sys
from pathlib import Path

import click

from aggregator import config as configuration
from aggregator.cli import Options, pass_options, print_json
from aggregator.cli.output import plain
from aggregator.errors import ConfigError, Refused


@click.command("parse")
@click.argument("file", default="-", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--url",
    default="https://example.invalid/feed",
    help="Where the document comes from; links are resolved against it.",
)
@click.option("--content-type", help="The Content-Type header it came with.")
def parse_command(file: Path, url: str, content_type: str | None) -> None:
    """Print feed and entries of FILE (or standard input) as JSON, as they would be archived.

    Takes at most 10 s of CPU time and 500 MB of memory, whatever FILE is; what would need more is refused.
    """
    from aggregator.edge.clock import system_clock
    from aggregator.engine import document
    from aggregator.records import NotAFeed

    body = _read(file, at_most=document.LARGEST + 1)
    read = document.printed(body, content_type, url, system_clock().now())
    if isinstance(read, NotAFeed):
        raise Refused(f"{file}: {read.message}", hint="`aggregator add` finds the feed that a page announces")
    click.echo(read)


@click.command("extract")
@click.argument("file", default="-", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--url", default="https://example.invalid/article", help="Where the page comes from.")
@click.option("--content-type", help="The Content-Type header it came with.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON; else the text with its head.")
def extract_command(file: Path, url: str, content_type: str | None, as_json: bool) -> None:
    """Print the article of the page in FILE (or standard input), as it would be archived."""
    from aggregator.stages import extract
    from aggregator.text import html
    from aggregator.text.plain import as_plain

    article = extract.extract(html.decode(_read(file), content_type), url)
    date = article.published.strftime("%Y-%m-%dT%H:%M:%SZ") if article.published else None
    if as_json:
        print_json(
            {
                "text": article.text,
                "title": article.headline,
                "author": list(article.byline),
                "agency": article.agency,
                "dateline": article.dateline,
                "date": date,
                "language": article.language,
                "lead_image": as_plain(article.lead_image),
                "caption": article.captions[0] if article.captions else None,
                "flags": list(article.flags),
            }
        )
        return
    for label, value in (
        ("title", article.headline),
        ("author", ", ".join(article.byline)),
        ("agency", article.agency),
        ("dateline", article.dateline),
        ("date", date),
        ("flags", ", ".join(article.flags)),
    ):
        if value:
            click.echo(f"{label}: {plain(value)}")
    click.echo(f"\n{article.text}")


def _read(file: Path, at_most: int = -1) -> bytes:
    if str(file) == "-":
        return sys.stdin.buffer.read(at_most)
    try:
        with file.open("rb") as opened:
            return opened.read(at_most)
    except OSError as error:
        raise Refused(
            f"{file} cannot be read: {error.strerror}", hint="give a file, or - for standard input"
        ) from error


@click.group("config")
def config_command() -> None:
    """Check feeds.yaml, or print its JSON Schema."""


@config_command.command("check")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@pass_options
def config_check(options: Options, /, as_json: bool) -> None:
    """Say everything that is wrong with feeds.yaml, each with its line."""
    path = configuration.find(options.config)
    errors = configuration.check(path)
    if as_json:
        print_json([{"message": error.message, "where": error.where, "hint": error.hint} for error in errors])
    elif not errors:
        loaded = configuration.load(path)
        click.echo(f"{path}: {len(loaded.feeds)} feeds, {len(loaded.topics)} topics, {len(loaded.digests)} digests")
    else:
        for error in errors:
            click.echo(error.message, err=True)
            if error.hint:
                click.echo(f"hint: {error.hint}\n", err=True)
    if errors:
        sys.exit(ConfigError.exit_code)


@config_command.command("schema")
def config_schema() -> None:
    """Print the JSON Schema of feeds.yaml, for completion in editors."""
    print_json(configuration.json_schema())


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@pass_options
def doctor_command(options: Options, /, as_json: bool) -> None:
    """Look for trouble in the installation, feeds.yaml and the archive; changes nothing."""
    from aggregator import ops
    from aggregator.text.plain import as_plain

    findings = ops.doctor(options.config, options.archive)
    if as_json:
        print_json(as_plain(findings))
    else:
        for finding in findings:
            click.echo(f"{finding.state:8} {finding.what}: {finding.message}")
            if finding.hint:
                click.echo(f"         hint: {finding.hint}")
    if any(finding.state == "trouble" for finding in findings):
        sys.exit(1)
