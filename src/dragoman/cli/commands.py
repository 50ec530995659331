"""The verbs of the command line: each reads arguments, calls one function and shows the result."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from datetime import date
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar, cast

import click
from msgspec.structs import replace

from dragoman.errors import DragomanError, SettingsError
from dragoman.settings import DEFAULT_PIPELINE, Settings

if TYPE_CHECKING:
    from dragoman.coder import Coder

REJECTED = 3
"""The exit code when some reports were rejected and the rest was coded."""

INTERRUPTED = 130

Command = TypeVar("Command", bound=Callable[..., Any])


class Day(click.ParamType):  # type: ignore[type-arg]
    """A day, written YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Return the day that is written, or fail with what to write instead."""
        if isinstance(value, date):
            return value
        try:
            if len(value) != len("2015-05-21"):
                raise ValueError(value)
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f'"{value}" is no day; write YYYY-MM-DD, as 2015-05-21', param, ctx)


FILE = click.Path(path_type=Path)
READABLE = click.Path(path_type=Path, exists=True, dir_okay=False, readable=True)
pipeline_option = click.option(
    "--pipeline", default=DEFAULT_PIPELINE, show_default=True, help="An installed spaCy pipeline."
)
actors_option = click.option(
    "--actors", type=READABLE, multiple=True, help="A file of your own actors (CSV), laid over ours."
)
codebook_option = click.option(
    "--codebook", type=READABLE, multiple=True, help="A codebook of your own (TOML), laid over ours."
)
batch_option = click.option(
    "--batch",
    type=click.IntRange(1, 4096),
    default=32,
    show_default=True,
    help="Texts parsed together; 1 answers each at once.",
)


def common_options(command: Command) -> Command:
    """Give a command the options that all that code have; it gets them as one `settings`."""

    @wraps(command)
    def with_settings(*args: Any, **given: Any) -> Any:
        chosen = {name: given.pop(name) for name in _COMMON}
        return command(*args, settings=Settings(**chosen, use_model=not given.pop("no_model")), **given)

    made: Any = with_settings
    for option in (
        click.option("--no-model", is_flag=True, help="Code by rules alone, without the trained model."),
        click.option(
            "--model",
            type=click.Path(path_type=Path, exists=True, file_okay=False),
            help="A folder that `dragoman train` wrote.",
        ),
        codebook_option,
        click.option(
            "--rules", type=READABLE, multiple=True, help="A file of your own rules (TOML), laid over ours."
        ),
        actors_option,
        pipeline_option,
        click.option("--published", type=Day(), help="The day of reports that do not give one."),
    ):
        made = option(made)
    return cast(Command, made)


_COMMON = ("published", "pipeline", "actors", "rules", "codebook", "model")


class Verbs(click.Group):
    """The verbs, and what is done when one of them ends before its end."""

    def main(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Run a verb and exit; say errors that the user can put right in plain words."""
        try:
            code = super().main(*args, **{**kwargs, "standalone_mode": False})
        except click.ClickException as error:
            error.show()
            sys.exit(error.exit_code)
        except click.Abort:
            sys.exit(INTERRUPTED)
        except DragomanError as error:
            say_error(str(error))
        except OSError as error:
            # Errors in reading files name the file, where it is opened; what is left is the output.
            leave_output_unwritten()
            say_error(f"the output cannot be written: {error.strerror or error}")
        sys.exit(code if isinstance(code, int) else 0)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a verb; a reader of our output who has had enough, as `| head` has, ends it without a word."""
        try:
            done = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            leave_output_unwritten()
            ctx.exit(0)
        return done


@click.group(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog="`dragoman COMMAND --help` tells more of each.",
)
@click.version_option(package_name="dragoman")
def cli() -> None:
    """Read news reports and write down who did what to whom, with the words that prove it.

    \b
    Examples:
      dragoman code report.txt --published 2015-05-21
      dragoman explain report.txt --published 2015-05-21
      cat reports.jsonl | dragoman code - --format jsonl > events.jsonl

    Data goes to standard output, messages to standard error.

    Exit codes: 0 all went well; 1 an error, said on standard error; 2 a command that was not understood;
    3 some reports were rejected, and the rest was coded.
    """


@cli.command(short_help="Code reports: files, folders or standard input.")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option(
    "--format",
    "shape",
    type=click.Choice(["table", "jsonl", "json", "csv"]),
    default=None,
    help="How to write the events; a table on a terminal, JSON lines in a pipe.",
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="FIELD=NAME",
    help="Which column, or field of JSON lines, holds a field of a report: text=body.",
)
@click.option("--rejected", type=FILE, help="Write what could not be coded here, as JSON lines.")
@click.option("--require-target", is_flag=True, help="Leave out events that are done to nobody.")
@batch_option
@common_options
def code(
    paths: tuple[str, ...],
    shape: str | None,
    columns: tuple[str, ...],
    rejected: Path | None,
    require_target: bool,
    batch: int,
    settings: Settings,
) -> None:
    """Code the reports in each PATH and write their events.

    PATH is a file (.txt, .jsonl, .csv, .html), a folder of such files, or - for JSON lines on standard input.
    In JSON lines and CSV a report has a `text`, and may have an `id`, a `title` and the day `published`.

    \b
    Examples:
      dragoman code report.txt --published 2015-05-21
      dragoman code reports/ more/page.html --format csv > events.csv
      dragoman code archive.csv --column text=body --column published=date --rejected rejected.jsonl
      cat reports.jsonl | dragoman code - --format jsonl > events.jsonl
    """
    from dragoman.cli import show
    from dragoman.cli.work import code_paths
    from dragoman.coded import printable

    settings = replace(settings, require_target=require_target, batch=batch)
    named = columns_of(columns)
    writer = show.writer(shape or ("table" if sys.stdout.isatty() else "jsonl"), sys.stdout)
    summary = code_paths(paths, settings, named, writer, rejected)
    click.echo(printable(summary.told()), err=True)
    if summary.rejected:
        sys.exit(REJECTED)


@cli.command(short_help="Show why events were coded, and what was tried.")
@click.argument("path")
@click.option("--all", "everything", is_flag=True, help="Tell of every rule that was tried and did not fit.")
@common_options
def explain(
    path: str,
    everything: bool,
    settings: Settings,
) -> None:
    """Show why each event of PATH was coded, and what was tried on every sentence without one.

    PATH is a file, a folder, - for JSON lines on standard input, or the words of a report in quotes.

    \b
    Examples:
      dragoman explain report.txt --published 2015-05-21
      dragoman explain "Rebels opened fire on soldiers near Gao."
      dragoman explain --all "The museum opened fire exits."
    """
    from dragoman.cli.show import explain_report
    from dragoman.cli.work import read_words_or, told_rejection
    from dragoman.coded import printable
    from dragoman.types import Rejection

    incoming = read_words_or(path, settings.published)
    coder = coder_with(settings)
    rejected = False
    for number, report in enumerate(incoming):
        coded = None if isinstance(report, Rejection) else coder.code(report)
        rejection = report if isinstance(report, Rejection) else coded.rejection if coded else None
        if rejection is not None:
            rejected = True
            click.echo(printable(f"rejected {told_rejection(rejection)}"), err=True)
        elif coded is not None:
            click.echo(("\n" if number else "") + explain_report(coded, coder, everything=everything))
    if rejected:
        sys.exit(REJECTED)


@cli.command(short_help="Say what one party did to another.")
@click.argument("path", default="-")
@batch_option
@common_options
def relate(
    path: str,
    batch: int,
    settings: Settings,
) -> None:
    """Say what the source did to the target, for the JSON lines in PATH, or on standard input.

    A line has `text`, `source` [start,end] and `target` [start,end], which count characters of the text, and
    may have an `id` and the day `published`.  There is always an answer, with its confidence and reason: you
    have said that there is a relation.

    \b
    Examples:
      echo '{"text": "Iran freed two hostages.", "source": [0,4], "target": [11,23]}' | dragoman relate
      dragoman relate pairs.jsonl > relations.jsonl
    """
    from dragoman.cli.show import json_of
    from dragoman.cli.work import relate_lines, told_rejection
    from dragoman.coded import printable
    from dragoman.types import Rejection

    coder = coder_with(replace(settings, batch=batch))
    rejected = 0
    for answer in relate_lines(path, coder):
        if isinstance(answer, Rejection):
            rejected += 1
            click.echo(printable(f"rejected {told_rejection(answer)}"), err=True)
        else:
            click.echo(json_of(answer))
    if rejected:
        sys.exit(REJECTED)


@cli.command(short_help="Measure coding on your own gold sentences.")
@click.argument("gold", type=FILE)
@click.option("--errors", type=FILE, help="Write the list of errors here, as JSON lines.")
@common_options
def evaluate(
    gold: Path,
    errors: Path | None,
    settings: Settings,
) -> None:
    """Measure coding on the sentences of GOLD: precision, recall and F1 by type, with 95 % intervals.

    A line of JSON has `text` and either `events` or one relation.  An event has `source` and `target` (words
    of the text, an actor code, null for nobody, or a list of what is right), `plover` (a type or a list) and,
    if you like, `status`.  A relation has `source` [start,end], `target` [start,end] and `plover`.

    \b
    Examples:
      dragoman evaluate gold.jsonl --errors errors.jsonl
    \b
    Lines of a gold file:
      {"text": "Rebels attacked Malian troops.",
       "events": [{"source": "REB", "target": ["MLIMIL", "Malian troops"], "plover": "ASSAULT"}]}
      {"text": "Iran freed two hostages.", "source": [0,4], "target": [11,23], "plover": "RETREAT"}
    """
    from dragoman.cli.measure import evaluate_file

    coder = coder_with(settings)
    click.echo(evaluate_file(gold, coder, errors))


@cli.command("actors", short_help="Look a name up in the actor table.")
@click.argument("name")
@click.option("--on", type=Day(), help="The day on which the name is used.")
@actors_option
def look_up(name: str, on: date | None, actors: tuple[Path, ...]) -> None:
    """Look NAME up in the actor table: its rows, and who it is on a day.

    \b
    Examples:
      dragoman actors "Barack Obama" --on 2015-05-21
      dragoman actors "United Nations"
    """
    from dragoman.cli.show import show_actor

    click.echo(show_actor(name, on, actors))


@cli.command("errors", short_help="Read the errors on your gold sentences, by cause.")
@click.argument("gold", type=FILE)
@click.option("--cause", default="", help='Only errors of this cause, as "no rule".')
@click.option("--type", "type_name", default="", help="Only errors where this type was wanted.")
@click.option(
    "--most", type=click.IntRange(0), default=5, show_default=True, help="How many to show of each."
)
@common_options
def errors_of(
    gold: Path,
    cause: str,
    type_name: str,
    most: int,
    settings: Settings,
) -> None:
    """Group what is coded wrong in GOLD by its cause, and show the sentences with what was tried.

    GOLD is a file as `dragoman evaluate` reads it.  The causes are: no actor, wrong actor, direction, no rule,
    rejected, wrong type, status, false event.

    \b
    Examples:
      dragoman errors gold.jsonl
      dragoman errors gold.jsonl --cause "no rule" --type AID --most 50
    """
    from dragoman.cli.causes import CAUSES, read_errors

    if cause and cause not in CAUSES:
        raise SettingsError(f'"{cause}" is no cause', hint=f"write one of {', '.join(CAUSES)}")
    coder = coder_with(settings)
    click.echo(read_errors(gold, coder, cause, type_name, most))


@cli.command(short_help="Train the decision on your own gold relations.")
@click.option(
    "--gold", type=FILE, required=True, help="A file of relations, as `dragoman evaluate` reads it."
)
@click.option("--out", type=FILE, help="The folder to write the trained layer to.")
@common_options
def train(
    gold: Path,
    out: Path | None,
    settings: Settings,
) -> None:
    """Adapt the decision between rules and model to your own labelled relations, on your machine.

    Prints what was gained, in cross-validation.  With --out the trained layer is written to a folder, which the
    other commands take with --model.  Types may be those of your own codebook.

    \b
    Examples:
      dragoman train --gold gold.jsonl
      dragoman train --gold gold.jsonl --out my-model
      dragoman code report.txt --model my-model
    """
    from dragoman.cli.train import train_on

    click.echo(train_on(gold, coder_with(settings), out))


@cli.command("codebook", short_help="Browse the codebook: types, codes, examples.")
@click.argument("code", default="")
@click.option("--all", "everything", is_flag=True, help="Show every example of a code.")
@codebook_option
def browse(code: str, everything: bool, codebook: tuple[Path, ...]) -> None:
    """Print what CODE means: definition, what it is confused with, and examples.

    CODE is a CAMEO code (1243), a PLOVER type (REJECT), or nothing for the list of types.

    \b
    Examples:
      dragoman codebook
      dragoman codebook REJECT
      dragoman codebook 1243 --all
    """
    from dragoman.cli.book import show_codebook

    click.echo(show_codebook(code, codebook, everything=everything))


@cli.command(short_help="Print the JSON Schema of a record.")
def schema() -> None:
    """Print the JSON Schema of a record.

    \b
    Example:
      dragoman schema > record.schema.json
    """
    import msgspec

    from dragoman.records.flatten import schema as made

    click.echo(msgspec.json.format(msgspec.json.encode(made(), order="deterministic"), indent=2))


@cli.command(short_help="Check that everything is installed and works.")
@pipeline_option
def doctor(pipeline: str) -> None:
    """Check what is installed, which model, which lexicon, and whether a sample sentence is coded right.

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
        sys.exit(1)


@cli.command(short_help="Code the bundled sample reports.")
def demo() -> None:
    """Code the bundled sample reports and print each report's events as a table.

    \b
    Example:
      dragoman demo
    """
    from dragoman.cli.show import headed_table
    from dragoman.cli.work import samples

    coder = coder_with(Settings())
    for coded in coder.code_many(samples()):
        click.echo(headed_table(coded.document.report, coded.records) + "\n")


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
            raise SettingsError(
                f'"--column {pair}" cannot be read', hint="write FIELD=NAME, as --column text=body"
            )
        columns[field] = name
    return columns


def say_error(told: str) -> NoReturn:
    """Write an error on standard error, and exit with 1."""
    from dragoman.coded import printable

    click.echo(printable(f"error: {told}"), err=True)
    sys.exit(1)


def leave_output_unwritten() -> None:
    """Turn standard output to nowhere, so that nothing is written to it when Python ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
