"""Gold: what a careful reader takes from a sentence, read from JSON lines with an error for every fault."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, TypeVar, get_args

from msgspec import Struct

from dragoman.cli.work import day_of, read_object, span_of, text_of
from dragoman.errors import ReportError
from dragoman.reports.jsonl import read_lines
from dragoman.reports.read import shown_path
from dragoman.reports.source import LONGEST_REPORT_BYTES, quoted
from dragoman.types import Report, Span, Status

T = TypeVar("T")

_EVENT_FIELDS = frozenset({"source", "target", "plover", "status"})
_EXAMPLE = (
    'write one object a line: {"text": "Rebels attacked troops.", '
    '"events": [{"source": "Rebels", "target": "troops", "plover": "ASSAULT"}]}'
)


class Wanted(Struct, frozen=True):
    """An event that gold asks for; each side is a choice of names and codes, None among them for nobody.

    No `status` means that gold does not say.
    """

    source: tuple[str | None, ...]
    target: tuple[str | None, ...]
    plover: tuple[str, ...]
    status: str = ""


class Pair(Struct, frozen=True):
    """A relation that gold marks: its parties, where they stand, and its types."""

    sources: tuple[Span, ...]
    targets: tuple[Span, ...]
    plover: tuple[str, ...]


class Gold(Struct, frozen=True):
    """A line of a gold file: a report with its events, or with one relation."""

    report: Report
    events: tuple[Wanted, ...] = ()
    pair: Pair | None = None


def read_gold(path: Path, types: frozenset[str]) -> list[Gold]:
    """Return the lines of a gold file; raise `ReportError` naming the first line that cannot be read."""
    try:
        with path.open("rb") as stream:
            found = list(_gold_lines(stream, path, types | {"YIELD"}))
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise ReportError(
            f"{shown_path(path)} cannot be read: {reason}", hint="name a file of JSON lines"
        ) from error
    if not found:
        raise ReportError(f"{shown_path(path)} has no sentences", hint=_EXAMPLE)
    return found


def _gold_lines(stream: BinaryIO, path: Path, types: frozenset[str]) -> Iterator[Gold]:
    for line in read_lines(stream, LONGEST_REPORT_BYTES):
        if not line.cut and not line.content.strip():
            continue
        try:
            yield _gold(read_object(line), path, line.number, types)
        except ReportError as error:
            where = f"{shown_path(path)}, line {line.number}"
            raise ReportError(
                f"the line {error.message}", where=where, hint=error.hint or _EXAMPLE
            ) from error


def _gold(row: dict[str, Any], path: Path, number: int, types: frozenset[str]) -> Gold:
    text = _in_line(text_of, row)
    report = Report(str(number), text, published=_in_line(day_of, row), path=shown_path(path), line=number)
    if "events" in row:
        if not isinstance(row["events"], list):
            raise ReportError(f'has {quoted(row["events"])} for "events"; write a list, [] for none')
        return Gold(report, events=tuple(_wanted(one, types) for one in row["events"]))
    if "plover" not in row:
        raise ReportError('has neither "events" nor a relation ("source", "target", "plover")')
    source = _in_line(lambda one: span_of(one, "source", text), row)
    target = _in_line(lambda one: span_of(one, "target", text), row)
    return Gold(report, pair=Pair((source,), (target,), _types(row["plover"], types)))


def _in_line(read: Callable[[dict[str, Any]], T], row: dict[str, Any]) -> T:
    """Return what `read` reads in a row; its errors are made to follow "the line"."""
    try:
        return read(row)
    except ReportError as error:
        raise ReportError(f"has a fault: {error.message}") from error


def _wanted(event: Any, types: frozenset[str]) -> Wanted:
    if not isinstance(event, dict):
        raise ReportError(f"has {quoted(event)} for an event; write an object")
    unknown = sorted(set(event) - _EVENT_FIELDS)
    if unknown:
        raise ReportError(
            f"has an event with the field {quoted(unknown[0])}",
            hint=f"the fields of an event are {', '.join(sorted(_EVENT_FIELDS))}",
        )
    for name in ("source", "target", "plover"):
        if name not in event:
            raise ReportError(f'has an event without "{name}"; write null for nobody')
    status = event.get("status", "")
    if status not in ("", *get_args(Status)):
        raise ReportError(
            f"has an event with the status {quoted(status)}",
            hint=f"write one of {', '.join(get_args(Status))}",
        )
    return Wanted(
        choices_of(event["source"], "source"),
        choices_of(event["target"], "target"),
        _types(event["plover"], types),
        status,
    )


def choices_of(written: Any, name: str) -> tuple[str | None, ...]:
    """Return who is right for one side of an event: a text, a code, nobody, or a choice of these."""
    choices = written if isinstance(written, list) else [written]
    if not choices or not all(one is None or (isinstance(one, str) and one.strip()) for one in choices):
        raise ReportError(
            f'has an event with {quoted(written)} for "{name}"',
            hint="write words of the text, an actor code, null for nobody, or a list of what is right",
        )
    return tuple(choices)


def _types(written: Any, types: frozenset[str]) -> tuple[str, ...]:
    found = written if isinstance(written, list) else [written]
    for one in found or [written]:
        if not isinstance(one, str) or one not in types:
            raise ReportError(
                f'has {quoted(one)} for "plover"', hint=f"write one of {', '.join(sorted(types))}, or a list"
            )
    return tuple(found)
