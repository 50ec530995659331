"""The verbs of the command line: each reads arguments, calls one function and shows the result."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
import msgspec

from dragoman.errors import DragomanError, ReportError
from dragoman.settings import DEFAULT_PIPELINE, Settings

if TYPE_CHECKING:
    from dragoman.coder import Coder

REJECTED = 3
"""The exit code when some reports were rejected and the rest was coded."""

Command = TypeVar("Command", bound=Callable[..., Any])


class Day(click.ParamType):
    """A day, written YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day that is written, or fail with what to write instead."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f'"{value}" is no day; write YYYY-MM-DD', param, ctx)


def common_options(command: Command) -> Command:
    """Give a command the options that all that code have."""
    for option in (
        click.option("--rules", type=click.Path(path_type=Path), multiple=True, help="A file of your own rules (TOML)."),
        click.option("--actors", type=click.Path(path_type=Path), multiple=True, help="A file of your own actors (CSV)."),
        click.option("--pipeline", default=DEFAULT_PIPELINE, show_default=True, help="An installed spaCy pipeline."),
        click.option("--published", type=Day(), help="The day of reports that do not give one."),
    ):
        command = option(command)
    return command


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="dragoman")
def cli() -> None:
    """Read news reports and write down who did what to whom, with the words that prove it.

    \b
    Examples:
      dragoman code report.txt --published 2015-05-21
      dragoman explain report.txt --published 2015-05-21
      cat reports.jsonl | dragoman code - --format jsonl > events.jsonl

    Exit codes: 0 all went well, 1 an error (said on stderr), 2 a command that was not understood, 3 some reports
    were rejected (listed on stderr) and the rest was coded.
    """


@cli.command()
@click.argument("paths", nargs=-1, required=True)
@click.option("--format", "shape", type=click.Choice(["table", "jsonl", "json", "csv"]), default=None,
              help="How to write the events; a table on a terminal, JSON lines in a pipe.")  # fmt: skip
@click.option("--column", "columns", multiple=True, metavar="FIELD=NAME", help="For CSV: which column holds a field, as text=body.")
@click.option("--rejected", type=click.Path(path_type=Path), help="Write what could not be coded here, as JSON lines.")
@click.option("--require-target", is_flag=True, help="Leave out events that are done to nobody.")
@click.option("--batch", type=click.IntRange(1, 4096), default=32, show_default=True,
              help="Reports parsed together; 1 writes each report's events at once.")  # fmt: skip
@common_options
def code(
    paths: tuple[str, ...], shape: str | None, columns: tuple[str, ...], rejected: Path | None, require_target: bool,
    batch: int, published: date | None, pipeline: str, actors: tuple[Path, ...], rules: tuple[Path, ...],
) -> None:  # fmt: skip
    """Code the reports in PATHS (.txt, .jsonl, .csv, .html, folders, or - for JSON lines on standard input).

    \b
    Examples:
      dragoman code report.txt --published 2015-05-21
      dragoman code reports/ --format csv > events.csv
      dragoman code archive.csv --column text=body --column published=date
      cat reports.jsonl | dragoman code - --format jsonl > events.jsonl
    """
    from dragoman.cli import show
    from dragoman.cli.work import code_paths

    settings = Settings(
        pipeline=pipeline, published=published, require_target=require_target, actors=actors, rules=rules, batch=batch
    )
    writer = show.writer(shape or ("table" if sys.stdout.isatty() else "jsonl"), sys.stdout)
    summary = code_paths(paths, settings, columns_of(columns), writer, rejected)
    click.echo(summary.told(), err=True)
    if summary.rejections:
        sys.exit(REJECTED)


@cli.command()
@click.argument("path")
@common_options
def explain(
    path: str, published: date | None, pipeline: str, actors: tuple[Path, ...], rules: tuple[Path, ...]
) -> None:
    """Show why each event of PATH was coded, and what was tried on every sentence without one.

    PATH is a file, - for JSON lines on standard input, or the words of a report in quotes.

    \b
    Examples:
      dragoman explain report.txt --published 2015-05-21
      dragoman explain "Rebels opened fire on soldiers near Gao."
    """
    from dragoman.cli.show import explain_report
    from dragoman.cli.work import read_all
    from dragoman.types import Rejection

    coder = coder_with(Settings(pipeline=pipeline, published=published, actors=actors, rules=rules))
    rejected = False
    for report in read_all((path,), {}, published):
        if isinstance(report, Rejection):
            rejected = True
            click.echo(f"rejected: {report.reason} ({report.path}:{report.line})", err=True)
        else:
            click.echo(explain_report(coder.code(report), coder))
    if rejected:
        sys.exit(REJECTED)


@cli.command()
@click.argument("path", default="-")
@common_options
def relate(
    path: str, published: date | None, pipeline: str, actors: tuple[Path, ...], rules: tuple[Path, ...]
) -> None:
    """Say what the source did to the target, for JSON lines with id, text, source [start,end], target [start,end].

    There is always an answer, with its confidence and reason: you have said that there is a relation.

    \b
    Example:
      echo '{"id": "1", "text": "Iran freed two French hostages.", "source": [0,4], "target": [15,30]}' | dragoman relate
    """
    from dragoman.cli.work import relate_lines

    coder = coder_with(Settings(pipeline=pipeline, published=published, actors=actors, rules=rules))
    rejected = 0
    for answer in relate_lines(path, coder):
        if isinstance(answer, str):
            rejected += 1
            click.echo(f"rejected: {answer}", err=True)
        else:
            click.echo(msgspec.json.encode(answer))
    if rejected:
        sys.exit(REJECTED)


@cli.command()
@click.argument("gold", type=click.Path(path_type=Path))
@click.option("--errors", type=click.Path(path_type=Path), help="Write the list of errors here, as JSON lines.")
@common_options
def evaluate(
    gold: Path, errors: Path | None, published: date | None, pipeline: str, actors: tuple[Path, ...], rules: tuple[Path, ...]
) -> None:  # fmt: skip
    """Measure coding on the sentences of GOLD (JSON lines): precision, recall and F1, with intervals, by type.

    A line has `text` and either `events` (each with source, target, plover and, if you like, status: texts or
    actor codes) or one relation: `source` [start,end], `target` [start,end] and `plover`.

    \b
    Example:
      dragoman evaluate gold.jsonl --errors errors.jsonl
    """
    from dragoman.cli.measure import evaluate_file

    coder = coder_with(Settings(pipeline=pipeline, published=published, actors=actors, rules=rules))
    click.echo(evaluate_file(gold, coder, errors))


@cli.command("actors")
@click.argument("name")
@click.option("--on", type=Day(), help="The day on which the name is used.")
@click.option("--actors", type=click.Path(path_type=Path), multiple=True, help="A file of your own actors (CSV).")
def look_up(name: str, on: date | None, actors: tuple[Path, ...]) -> None:
    """Look NAME up in the actor table and show its rows, and who it is on a day.

    \b
    Examples:
      dragoman actors "Barack Obama" --on 2015-05-21
      dragoman actors Kremlin
    """
    from dragoman.cli.show import show_actor

    found = show_actor(name, on, actors)
    click.echo(found)


@cli.command()
def schema() -> None:
    """Print the JSON Schema of a record.

    \b
    Example:
      dragoman schema > record.schema.json
    """
    from dragoman.records.flatten import schema as made

    click.echo(msgspec.json.format(msgspec.json.encode(made(), order="deterministic"), indent=2))


@cli.command()
@click.option("--pipeline", default=DEFAULT_PIPELINE, show_default=True, help="An installed spaCy pipeline.")
def doctor(pipeline: str) -> None:
    """Check what is installed, which model, which lexicon, and whether the sample is coded right.

    \b
    Example:
      dragoman doctor
    """
    from dragoman.cli.work import examine

    healthy = True
    for line, well in examine(pipeline):
        healthy = healthy and well
        click.echo(f"{'ok ' if well else 'BAD'}  {line}")
    if not healthy:
        raise click.exceptions.Exit(1)


@cli.command()
def demo() -> None:
    """Code the bundled sample reports and print each report's events as a table."""
    from dragoman.cli.show import table_of
    from dragoman.cli.work import samples

    coder = coder_with(Settings())
    for report in samples():
        coded = coder.code(report)
        click.echo(f"\n{report.path}, published {report.published}: {len(coded.records)} events")
        click.echo(table_of(coded.records))


def coder_with(settings: Settings) -> Coder:
    """Return a coder, loading what it needs only now."""
    from dragoman.coder import Coder

    return Coder(settings)


def columns_of(pairs: tuple[str, ...]) -> dict[str, str]:
    """Return the mapping of fields to columns that FIELD=NAME options give."""
    columns: dict[str, str] = {}
    for pair in pairs:
        field, equals, name = pair.partition("=")
        if not equals or not field or not name:
            raise ReportError(f'"--column {pair}" cannot be read', hint="write FIELD=NAME, as --column text=body")
        columns[field] = name
    return columns


def run() -> None:
    """Run the command line; say errors the user can put right in plain words."""
    try:
        cli(standalone_mode=False)
    except click.exceptions.Exit as done:
        sys.exit(done.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except DragomanError as error:
        click.echo(f"error: {error}", err=True)
        sys.exit(1)
    except BrokenPipeError:
        # The reader of our output has had enough, as `| head` does.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)

