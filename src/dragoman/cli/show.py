"""How the verbs show what was found: tables, JSON, CSV and explanations, in plain text."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import msgspec

from dragoman.cli.work import Writer
from dragoman.coded import CodedReport, names
from dragoman.types import Attempt, Event, Mention, Report

if TYPE_CHECKING:
    from dragoman.coder import Coder
    from dragoman.records.flatten import PartyRecord, Record

_COLUMNS = (
    "report", "id", "sentence", "plover", "mode", "contexts", "cameo", "goldstein", "quad_plover", "quad_gdelt",
    "status", "source", "source_text", "target", "target_text", "date_start", "date_end", "date_basis", "action",
    "action_start", "action_end", "rule", "confidence",
)  # fmt: skip
_WIDEST = 34


def writer(shape: str, out: TextIO) -> Writer:
    """Return the writer for a format: "table", "jsonl", "json" or "csv"."""
    return {"table": TableWriter, "jsonl": LinesWriter, "json": ListWriter, "csv": CsvWriter}[shape](out)


class LinesWriter:
    """Writes a JSON object a line."""

    def __init__(self, out: TextIO) -> None:
        self.out = out

    def write(self, report: Report, records: Sequence[Record]) -> None:
        """Write the records of a report at once."""
        self.out.writelines(msgspec.json.encode(record).decode() + "\n" for record in records)
        self.out.flush()

    def close(self) -> None:
        """Leave nothing unwritten."""
        self.out.flush()


class ListWriter:
    """Writes one JSON list, element by element."""

    def __init__(self, out: TextIO) -> None:
        self.out = out
        self.begun = False

    def write(self, report: Report, records: Sequence[Record]) -> None:
        """Write the records of a report as further elements."""
        for record in records:
            self.out.write(",\n" if self.begun else "[\n")
            self.out.write(msgspec.json.encode(record).decode())
            self.begun = True

    def close(self) -> None:
        """End the list."""
        self.out.write("\n]\n" if self.begun else "[]\n")


class CsvWriter:
    """Writes a row an event; codes are text, lists are joined by |.

    A cell that a spreadsheet would take for a formula is given an apostrophe.
    """

    def __init__(self, out: TextIO) -> None:
        self.rows = csv.writer(out, lineterminator="\n")
        self.rows.writerow(_COLUMNS)

    def write(self, report: Report, records: Sequence[Record]) -> None:
        """Write the records of a report."""
        for record in records:
            self.rows.writerow([_cell(value) for value in _row(record)])

    def close(self) -> None:
        """Do nothing: each row was written whole."""


class TableWriter:
    """Writes a table for each report."""

    def __init__(self, out: TextIO) -> None:
        self.out = out

    def write(self, report: Report, records: Sequence[Record]) -> None:
        """Write the events of a report as a table under its name."""
        published = f", published {report.published}" if report.published else ""
        many = f"{len(records)} event{'s' if len(records) != 1 else ''}"
        self.out.write(f"{printable(report.path or report.id)}{published}: {many}\n{table_of(records)}\n\n")

    def close(self) -> None:
        """Leave nothing unwritten."""
        self.out.flush()


def _row(record: Record) -> list[object]:
    return [
        record.report, record.id, record.sentence.index, record.plover or "", record.mode, "|".join(record.contexts),
        record.cameo, record.goldstein, record.quad_plover, record.quad_gdelt, record.status, _codes(record.source),
        _texts(record.source), _codes(record.target), _texts(record.target), record.date.start or "",
        record.date.end or "", record.date.basis, record.action.text, record.action.start, record.action.end,
        record.rule, record.confidence,
    ]  # fmt: skip


def _codes(parties: Iterable[PartyRecord]) -> str:
    return "|".join(one.code for one in parties)


def _texts(parties: Iterable[PartyRecord]) -> str:
    return "|".join(dict.fromkeys(one.text for one in parties))


def _cell(value: object) -> object:
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return "" if value is None else value


def table_of(records: Sequence[Record]) -> str:
    """Return records as a table of plain text: when, who, what, to whom, and the words that say so."""
    if not records:
        return "  (no events)"
    rows = [("date", "source", "event", "target", "status", "words")]
    rows += [
        (
            record.date.start if record.date.start == record.date.end and record.date.start else _days(record),
            names(record, "source"),
            f"{record.plover or 'statement'} {record.cameo}{f' {record.mode}' if record.mode else ''}",
            names(record, "target"),
            record.status,
            record.action.text,
        )
        for record in records
    ]
    cells = [[_short(cell) for cell in row] for row in rows]
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    return "\n".join("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells)


def _days(record: Record) -> str:
    if record.date.start is None and record.date.end is None:
        return "?"
    return f"{record.date.start or '?'}/{record.date.end or '?'}"


def _short(text: str | None) -> str:
    plain = printable(" ".join((text or "").split()))
    return plain if len(plain) <= _WIDEST else plain[: _WIDEST - 1] + "…"


def printable(text: str) -> str:
    """Return `text` without control characters, which could steer the terminal it is shown on."""
    return "".join(mark if mark.isprintable() or mark == "\n" else "·" for mark in text)


def explain_report(coded: CodedReport, coder: Coder) -> str:
    """Return why each event was coded, and for each sentence without one what was tried."""
    lines = [f"report {printable(coded.document.report.id)}"]
    for block in coded.document.blocks:
        if block.kind not in ("prose", "title"):
            lines.append(f'  {block.kind}, not read: "{_short(block.span.of(coded.document.text))}"')
    by_sentence: dict[int, list[Event]] = {}
    for event in coded.events:
        by_sentence.setdefault(event.sentence, []).append(event)
    for sentence in coded.sentences:
        kind = " (title)" if sentence.kind == "title" else ""
        lines.append(f"\n{sentence.index}{kind}: {printable(sentence.text)}")
        found = by_sentence.get(sentence.index, [])
        for event in found:
            lines += _explained(event, coded, coder)
        tried = [attempt for attempt in coded.attempts if attempt.sentence == sentence.index]
        lines += _tried(tried, sentence_has_events=bool(found))
        if not found:
            lines += _present([mention for mention in coded.mentions if mention.sentence == sentence.index])
    return "\n".join(lines)


def _explained(event: Event, coded: CodedReport, coder: Coder) -> list[str]:
    code = coder.codebook[event.cameo]
    words = event.action.of(coded.document.text)
    lines = [
        f"  {code.plover or 'statement'} {event.cameo} {code.name}"
        f'{f" [{event.status}]" if event.status != "actual" else ""}  "{printable(words)}"',
        f"     because  {'; '.join(printable(step) for step in event.steps)}",
    ]
    for role, mention in (("source", event.source), ("target", event.target)):
        lines.append(f"     {role:8} {_party(mention)}")
    when = event.when
    if when.start or when.end:
        said = f' "{printable(when.text)}"' if when.text else ""
        lines.append(f"     date     {when.start or '?'} to {when.end or '?'} ({when.basis}{said})")
    lines.append(f"     sure     {event.confidence}")
    return lines


def _party(mention: Mention | None) -> str:
    if mention is None:
        return "-  nobody is named"
    if not mention.entities:
        return f'?  "{printable(mention.text)}"  ({mention.kind}: nobody that is known)'
    return "; ".join(
        f'{entity.code or "?"}  "{printable(mention.text)}"  {printable(entity.name)}  ({printable(entity.basis)})' for entity in mention.entities
    )


def _tried(attempts: Sequence[Attempt], *, sentence_has_events: bool) -> list[str]:
    lines = [] if sentence_has_events or attempts else ["  nothing was tried: no word starts a rule"]
    for attempt in attempts:
        rule = f"  [{attempt.rule}]" if attempt.rule else ""
        lines.append(f"  not coded: {attempt.reason}: {printable(attempt.detail)}{rule}")
    return list(dict.fromkeys(lines))


def _present(mentions: Sequence[Mention]) -> list[str]:
    named = [f'"{printable(one.text)}" {"/".join(e.code or "?" for e in one.entities) or "?"}' for one in mentions if not one.part]
    return [f"  parties named: {', '.join(named)}" if named else "  no actor is named"]


def show_actor(name: str, on: date | None, extra: Sequence[Path]) -> str:
    """Return the rows of the actor table for a name, and who it is on a day."""
    from dragoman.coder import LEXICON
    from dragoman.mentions.tables import ActorTable

    table = ActorTable.read(LEXICON / "en", extra=list(extra))
    rows = table.rows_for(name)
    if not rows:
        near = table.suggest(name)
        hint = f"; near it: {', '.join(near)}" if near else ""
        return f'"{printable(name)}" is not in the actor table{hint}'
    lines = [f'"{printable(name)}"']
    for row in rows:
        period = f"{row.start or '…'} to {row.end or '…'}" if row.start or row.end else "at any time"
        office = f", {row.office}" if row.office else ""
        lines.append(f"  {row.code:10} {row.name}{office}, {period}  ({row.kind}, {row.id}, source {row.source})")
    for entity in table.lookup(name, on):
        when = f"on {on}" if on else "with no day given"
        lines.append(f"  {when}: {entity.code} {entity.name}, sector {entity.sector or '-'} ({entity.basis})")
    return "\n".join(lines)
