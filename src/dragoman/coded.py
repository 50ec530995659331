"""What coding a report gives: one value that the command line, a notebook and a test all show."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import Any

import msgspec

from dragoman.records.flatten import Record
from dragoman.types import Attempt, Document, Event, Mention, Rejection, Sentence

_STYLE = {"source": "#d7e8ff", "target": "#ffe3d3", "action": "#e9e3ff"}


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
        lines = [
            f"<CodedReport {self.document.report.id}: {len(self.sentences)} sentences, "
            f"{len(self.mentions)} mentions, {len(self.events)} events>"
        ]
        lines += [f"  {summary(record)}" for record in self.records]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        """Return the report with the words of its events marked, for notebooks; all text is escaped."""
        text = self.document.report.text
        marks = _marks(self.records)
        made: list[str] = []
        at = 0
        for start, end, role, title in marks:
            if start < at:
                continue
            made.append(escape(text[at:start]))
            made.append(
                f'<mark style="background:{_STYLE[role]}" title="{escape(title)}">{escape(text[start:end])}</mark>'
            )
            at = end
        made.append(escape(text[at:]))
        rows = "".join(
            f"<tr><td>{escape(record.plover or '-')}</td><td>{escape(record.cameo)}</td>"
            f"<td>{escape(names(record, 'source'))}</td><td>{escape(names(record, 'target'))}</td>"
            f"<td>{escape(record.status)}</td><td>{escape(record.action.text)}</td></tr>"
            for record in self.records
        )
        head = "<tr><th>PLOVER</th><th>CAMEO</th><th>source</th><th>target</th><th>status</th><th>action</th></tr>"
        return f'<div dir="auto" style="white-space:pre-wrap">{"".join(made)}</div><table>{head}{rows}</table>'


def _marks(records: list[Record]) -> list[tuple[int, int, str, str]]:
    marks: set[tuple[int, int, str, str]] = set()
    for record in records:
        told = f"{record.plover or 'CAMEO'} {record.cameo} ({record.rule})"
        marks.add((record.action.start, record.action.end, "action", told))
        for role, found in (("source", record.source), ("target", record.target)):
            marks.update((one.start, one.end, role, f"{role} of {told}: {one.code or one.text}") for one in found)
    return sorted(marks)


def names(record: Record, role: str) -> str:
    """Return the parties of one side of a record in a few words: their codes, or their words in quotes."""
    found = record.source if role == "source" else record.target
    return ", ".join(one.code or f'"{one.text}"' for one in found) or "-"


def summary(record: Record) -> str:
    """Return a record in a line."""
    status = "" if record.status == "actual" else f" [{record.status}]"
    return (
        f"{record.plover or 'STATEMENT'} {record.cameo}{status}: {names(record, 'source')} -> "
        f"{names(record, 'target')}  \"{record.action.text}\""
    )
