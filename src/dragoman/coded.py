"""What coding a report gives: one value that the command line, a notebook and a test all show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from typing import Any

import msgspec

from dragoman.records.flatten import PartyRecord, Record
from dragoman.types import Attempt, Document, Event, Mention, Rejection, Sentence

_COLOURS = {"action": "#e9e3ff", "source": "#d7e8ff", "target": "#ffe3d3"}
_HEAD = ("PLOVER", "CAMEO", "source", "target", "status", "date", "words")


@dataclass(frozen=True, slots=True)
class CodedReport:
    """A report with what was read in it, step by step; `attempts` is what was tried and came to nothing.

    `rejection` says why nothing of the report could be read, when that is so.
    """

    document: Document
    sentences: list[Sentence]
    mentions: list[Mention]
    events: list[Event]
    records: list[Record]
    attempts: list[Attempt] = field(default_factory=list)
    rejection: Rejection | None = None

    def to_dicts(self) -> list[dict[str, Any]]:
        """Return the records as plain dicts, as they are written to JSON."""
        made: list[dict[str, Any]] = msgspec.to_builtins(self.records)
        return made

    def __repr__(self) -> str:
        name = one_line(self.document.report.id)
        counts = (
            f"{_count(self.sentences, 'sentence')}, {_count(self.mentions, 'mention')}, "
            f"{_count(self.events, 'event')}"
        )
        lines = [f"<CodedReport {name}: {counts}>"]
        if self.rejection is not None:
            lines.append(f"  not read: {one_line(self.rejection.reason)}")
        return "\n".join([*lines, *(f"  {summary(record)}" for record in self.records)])

    def _repr_html_(self) -> str:
        """Return the report with the words of its events marked, and a table of the events, for notebooks.

        All text is escaped, and what could not be seen is shown as a dot.
        """
        text = printable(self.document.report.text)
        marked = "".join(
            _marked(text[start:end], marks) for start, end, marks in _stretches(text, self.records)
        )
        body = f'<div dir="auto" style="white-space:pre-wrap">{marked}</div>'
        if self.rejection is not None:
            return f"<p>not read: {escape(one_line(self.rejection.reason))}</p>{body}"
        return body + (_table(self.records) if self.records else "<p>no events</p>")


@dataclass(frozen=True, slots=True, order=True)
class _Mark:
    """Words of a report that an event is read from, and what they are to it."""

    start: int
    end: int
    role: str
    told: str


def _marks(records: Sequence[Record]) -> list[_Mark]:
    marks: set[_Mark] = set()
    for record in records:
        event = f"{record.plover or 'statement'} {record.cameo} ({record.rule})"
        marks.add(_Mark(record.action.start, record.action.end, "action", event))
        for role, found in (("source", record.source), ("target", record.target)):
            for party in found:
                told = f"{role} of {event}: {party.code or party.text}"
                marks.add(_Mark(party.start, party.end, role, told))
    return sorted(marks)


def _stretches(text: str, records: Sequence[Record]) -> Iterator[tuple[int, int, list[_Mark]]]:
    """Yield the text cut wherever a mark begins or ends, each part with the marks that lie over it.

    Parties stand in one another ("the Iraqi army") and marks of two events cross; HTML could not nest those.
    """
    marks = _marks(records)
    cuts = sorted({0, len(text), *(mark.start for mark in marks), *(mark.end for mark in marks)})
    waiting = marks[::-1]
    over: list[_Mark] = []
    for start, end in pairwise(cuts):
        while waiting and waiting[-1].start <= start:
            over.append(waiting.pop())
        over = [mark for mark in over if mark.end > start]
        yield start, end, over


def _marked(text: str, marks: Sequence[_Mark]) -> str:
    """Return escaped text, in the colour of the smallest mark over it, telling of all when pointed at."""
    if not marks:
        return escape(text)
    smallest = min(marks, key=lambda mark: (mark.end - mark.start, mark.role))
    told = escape("\n".join(dict.fromkeys(one_line(mark.told) for mark in marks)))
    return f'<mark style="background:{_COLOURS[smallest.role]}" title="{told}">{escape(text)}</mark>'


def _table(records: Sequence[Record]) -> str:
    head = "".join(f"<th>{name}</th>" for name in _HEAD)
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(one_line(cell))}</td>" for cell in _cells(record)) + "</tr>"
        for record in records
    )
    return f"<table><tr>{head}</tr>{rows}</table>"


def _cells(record: Record) -> tuple[str, ...]:
    return (
        record.plover or "-",
        record.cameo,
        names(record.source),
        names(record.target),
        record.status,
        days(record),
        record.action.text,
    )


def names(parties: Sequence[PartyRecord]) -> str:
    """Return the parties of one side of a record in a few words: their codes, or their words in quotes."""
    return ", ".join(one.code or f'"{one.text}"' for one in parties) or "-"


def days(record: Record) -> str:
    """Return the days of a record, as short as ISO 8601 allows: 2015-05-21, 2015-05, 2015, or start/end.

    A star marks the day of publication, which stands in where the text does not give a day.
    """
    star = "*" if record.date.basis == "publication" else ""
    return _period(record.date.start or "?", record.date.end or "?") + star


def _period(start: str, end: str) -> str:
    if start == end:
        return start
    if start[:4] == end[:4] and start[4:] == "-01-01" and end[4:] == "-12-31":
        return start[:4]
    if start[:8] == end[:8] and start[8:] == "01" and _is_last_of_month(end):
        return start[:7]
    if start[4:] == "-01-01" and end[4:] == "-12-31":
        return f"{start[:4]}/{end[:4]}"
    return f"{start}/{end}"


def _is_last_of_month(day: str) -> bool:
    from calendar import monthrange

    return day != "?" and int(day[8:]) == monthrange(int(day[:4]), int(day[5:7]))[1]


def summary(record: Record) -> str:
    """Return a record in a line."""
    status = "" if record.status == "actual" else f" [{record.status}]"
    parties = f"{names(record.source)} -> {names(record.target)}"
    return one_line(
        f'{record.plover or "statement"} {record.cameo}{status}: {parties} "{record.action.text}"'
    )


def printable(text: str) -> str:
    """Return `text`, as long as it is, without characters that could steer what it is shown on."""
    if text.isprintable():
        return text
    return "".join(
        mark if mark.isprintable() or mark == "\n" else " " if mark.isspace() else "·" for mark in text
    )


def one_line(text: str) -> str:
    """Return `text` on one line, without characters that could steer what it is shown on."""
    return printable(" ".join(text.split()))


def _count(things: Sequence[object], name: str) -> str:
    return f"{len(things):,} {name}{'' if len(things) == 1 else 's'}"
