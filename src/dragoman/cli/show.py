"""How the verbs show what was found: tables, JSON, CSV and explanations, in plain text."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING, TextIO

import msgspec

from dragoman.cli.work import Writer
from dragoman.coded import CodedReport, days, names, one_line, printable
from dragoman.errors import DragomanError
from dragoman.events.judge import marked_in
from dragoman.types import Attempt, Event, Figure, Mention, Report

if TYPE_CHECKING:
    from dragoman.coder import Coder
    from dragoman.records.flatten import PartyRecord, Record

_COLUMNS = (
    "report", "id", "sentence", "plover", "mode", "contexts", "cameo", "goldstein", "quad_plover",
    "quad_gdelt", "status", "source", "source_text", "target", "target_text", "date_start", "date_end",
    "date_basis", "action", "action_start", "action_end", "rule", "confidence",
)  # fmt: skip
WIDTH = 110
_TABLE = ("date", "source", "event", "target", "status", "words")
_NARROWEST = {"source": 10, "event": 22, "target": 10, "words": 12}
_MOST_MISSES = 6
# What JSON may hold as it is, but a terminal may obey: the later control characters, and marks of direction.
_OBEYED = re.compile("[\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def writer(shape: str, out: TextIO) -> Writer:
    """Return the writer for a format: "table", "jsonl", "json" or "csv"."""
    if shape == "table":
        return TableWriter(out)
    if shape == "csv":
        return CsvWriter(out)
    return ListWriter(out) if shape == "json" else LinesWriter(out)


def json_of(value: object) -> str:
    """Return `value` as JSON on one line, with all that could steer a terminal written as an escape."""
    return _OBEYED.sub(lambda found: f"\\u{ord(found.group()):04x}", msgspec.json.encode(value).decode())


class LinesWriter:
    """Writes a JSON object a line."""

    def __init__(self, out: TextIO) -> None:
        self.out = out

    def write(self, report: Report, records: Sequence[Record]) -> None:
        """Write the records of a report at once."""
        self.out.writelines(json_of(record) + "\n" for record in records)
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
            self.out.write((",\n" if self.begun else "[\n") + json_of(record))
            self.begun = True

    def close(self) -> None:
        """End the list."""
        self.out.write("\n]\n" if self.begun else "[]\n")
        self.out.flush()


class CsvWriter:
    """Writes a row an event; codes are text, lists are joined by |.

    Cells are for reading: white space is one space, control characters are dots, and what a spreadsheet would
    take for a formula is given an apostrophe.  The report's exact words are where the offsets say.
    """

    def __init__(self, out: TextIO) -> None:
        self.out = out
        self.rows = csv.writer(out, lineterminator="\n")
        self.rows.writerow(_COLUMNS)

    def write(self, report: Report, records: Sequence[Record]) -> None:
        """Write the records of a report."""
        for record in records:
            self.rows.writerow([_cell(value) for value in _row(record)])
        self.out.flush()

    def close(self) -> None:
        """Leave nothing unwritten."""
        self.out.flush()


class TableWriter:
    """Writes a table for each report."""

    def __init__(self, out: TextIO) -> None:
        self.out = out

    def write(self, report: Report, records: Sequence[Record]) -> None:
        """Write the events of a report as a table under its name."""
        self.out.write(f"{headed_table(report, records)}\n\n")
        self.out.flush()

    def close(self) -> None:
        """Leave nothing unwritten."""
        self.out.flush()


def _row(record: Record) -> list[object]:
    return [
        record.report, record.id, record.sentence.index, record.plover, record.mode,
        "|".join(record.contexts), record.cameo, record.goldstein, record.quad_plover, record.quad_gdelt,
        record.status, _codes(record.source), _texts(record.source), _codes(record.target),
        _texts(record.target), record.date.start, record.date.end, record.date.basis, record.action.text,
        record.action.start, record.action.end, record.rule, record.confidence,
    ]  # fmt: skip


def _codes(parties: Iterable[PartyRecord]) -> str:
    return "|".join(one.code for one in parties)


def _texts(parties: Iterable[PartyRecord]) -> str:
    return "|".join(dict.fromkeys(one.text for one in parties))


def _cell(value: object) -> object:
    if not isinstance(value, str):
        return "" if value is None else value
    plain = one_line(value)
    return "'" + plain if plain[:1] in ("=", "+", "-", "@") else plain


def headed_table(report: Report, records: Sequence[Record]) -> str:
    """Return the events of a report as a table under the report's name and day."""
    published = f", published {report.published}" if report.published else ""
    many = f"{len(records)} event{'s' if len(records) != 1 else ''}"
    return f"{_place(report)}{published}: {many}\n{table_of(records)}"


def _place(report: Report) -> str:
    """Return where a report was read, or its id when it came from no file."""
    if not report.path:
        return f"report {one_line(report.id)}"
    name = "standard input" if report.path == "-" else one_line(report.path)
    return f"{name}, line {report.line}" if report.line else name


def table_of(records: Sequence[Record]) -> str:
    """Return records as a table of plain text: when, who, what, to whom, and the words that say so.

    It is no wider than a page: long names and words are cut.
    """
    if not records:
        return "  (no events)"
    cells = [[one_line(cell) for cell in row] for row in [_TABLE, *map(_table_row, records)]]
    widths = _fitted([max(len(row[column]) for row in cells) for column in range(len(_TABLE))])
    lines = [
        "  ".join(_cut(cell, width).ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    ]
    if any(row[0].endswith("*") for row in cells):
        lines.append("* the day of publication: the text gives none")
    return "\n".join(f"  {line}" for line in lines)


def _table_row(record: Record) -> tuple[str, ...]:
    return (
        days(record),
        names(record.source),
        f"{record.plover or 'statement'} {record.cameo}{f' {record.mode}' if record.mode else ''}",
        names(record.target),
        record.status,
        record.action.text,
    )


def _fitted(widths: Sequence[int]) -> list[int]:
    """Return the widths of the columns, the widest made narrower until the line fits."""
    fitted = list(widths)
    spare = WIDTH - 2 - 2 * (len(fitted) - 1)
    while sum(fitted) > spare:
        can_shrink = [at for at, name in enumerate(_TABLE) if fitted[at] > _NARROWEST.get(name, WIDTH)]
        if not can_shrink:
            break
        fitted[max(can_shrink, key=lambda at: fitted[at])] -= 1
    return fitted


def _cut(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def explain_report(coded: CodedReport, coder: Coder, *, everything: bool = False) -> str:
    """Return why each event was coded, and for each sentence without one what was tried.

    With `everything`, all rules that did not fit are told, those of sentences with events included.
    """
    report = coded.document.report
    published = f", published {report.published}" if report.published else ", with no day of publication"
    lines = [f"{_place(report)}{published}"]
    for block in coded.document.blocks:
        if block.kind not in ("prose", "title"):
            words = _cut(one_line(block.span.of(coded.document.text)), 80)
            lines.append(f'{block.kind}, not read: "{words}"')
    for sentence in coded.sentences:
        mark = f"{sentence.index}." if sentence.kind != "title" else f"{sentence.index}. (title)"
        lines += ["", *_wrapped(sentence.text, f"{mark} ", " " * (len(mark) + 1))]
        events = [event for event in coded.events if event.sentence == sentence.index]
        attempts = [attempt for attempt in coded.attempts if attempt.sentence == sentence.index]
        mentions = [one for one in coded.mentions if one.sentence == sentence.index and not one.part]
        for event in events:
            lines += _explained(event, coded, coder)
        if not events:
            lines.append("   no event")
            lines += _wrapped(_present(mentions), "      ", "        ")
        lines += _tried(attempts, coded, shown=WIDTH if everything else 0 if events else _MOST_MISSES)
    return "\n".join(lines)


def _wrapped(text: str, first: str, rest: str) -> list[str]:
    return wrap(one_line(text), WIDTH, initial_indent=first, subsequent_indent=rest) or [first.rstrip()]


def _explained(event: Event, coded: CodedReport, coder: Coder) -> list[str]:
    code = coder.codebook[event.cameo]
    status = f" [{event.status}]" if event.status != "actual" else ""
    words = one_line(event.action.of(coded.document.text))
    head = f'{code.plover or "statement"} {event.cameo}{status}  "{words}"  ({code.name})'
    facts = [
        ("rule", "; ".join(event.steps)),
        ("source", _party(event.source)),
        ("target", _party(event.target)),
        ("date", _when(event)),
        *(("number", _figure(figure, coded)) for figure in event.figures),
        ("sure", f"{event.confidence:.2f}"),
        *(("like", told) for told in _nearest(event, coded, coder)),
    ]
    lines = _wrapped(head, "   ", "      ")
    for name, told in facts:
        lines += _wrapped(told, f"      {name:7} ", " " * 14)
    return lines


def _figure(figure: Figure, coded: CodedReport) -> str:
    words = one_line(figure.span.of(coded.document.text))
    return f'{figure.kind} {figure.bound + " " if figure.bound else ""}{figure.count}  ("{words}")'


def _nearest(event: Event, coded: CodedReport, coder: Coder) -> list[str]:
    """Return the codebook's examples nearest to an event whose type the model decided."""
    if coder.judge is None or event.by != "model":
        return []
    sentence = coded.sentences[event.sentence]
    marked = marked_in(
        sentence.text,
        sentence.span.start,
        event.source.span if event.source else None,
        event.target.span if event.target else None,
        event.action,
    )
    return [f'{one.code} {one.nearness:.2f}  "{_cut(one.text, 90)}"' for one in coder.judge.nearest(marked)]


def _when(event: Event) -> str:
    when = event.when
    if not (when.start or when.end):
        lacking = f'"{when.text}" is' if when.text else "the text gives no day; there is"
        return f"?  ({lacking} no date without the day of publication)"
    told = f'"{when.text}"' if when.basis == "text" else "the day of publication: the text gives none"
    start, end = when.start or "?", when.end or "?"
    return f"{start if start == end else f'{start} to {end}'}  ({told})"


def _party(mention: Mention | None) -> str:
    if mention is None:
        return "-  (nobody is named)"
    if not mention.entities:
        return f'?  "{mention.text}"  (nobody that is known)'
    return ";  ".join(f'{one.code or "?"}  "{mention.text}"  ({one.basis})' for one in mention.entities)


def _present(mentions: Sequence[Mention]) -> str:
    if not mentions:
        return "no party is named"
    named = (f'"{one.text}" {"/".join(who.code or "?" for who in one.entities) or "?"}' for one in mentions)
    return f"parties: {', '.join(named)}"


def _tried(attempts: Sequence[Attempt], coded: CodedReport, *, shown: int) -> list[str]:
    """Return what was tried: first what came near, then for each word the rules it could have started."""
    misses: dict[str, list[tuple[str, str]]] = {}
    lines: list[str] = []
    for attempt in attempts:
        word = one_line(attempt.span.of(coded.document.text)) if attempt.span else ""
        detail = one_line(attempt.detail)
        if attempt.reason == "rejected" and word and detail.startswith(f'"{word}": '):
            misses.setdefault(word, []).append((attempt.rule, detail.removeprefix(f'"{word}": ')))
        elif attempt.reason != "no trigger" or len(attempts) == 1:
            rule = f"  [{attempt.rule}]" if attempt.rule else ""
            head = "" if attempt.reason in detail or attempt.reason == "no trigger" else f"{attempt.reason}: "
            which = f'"{word}" ' if word and word not in detail else ""
            lines += _wrapped(f"not coded: {which}{head}{detail}{rule}", "      ", "        ")
    lines = list(dict.fromkeys(lines))
    for word, refused in misses.items():
        lines += _missed(word, list(dict.fromkeys(refused)), shown)
    return lines


def _missed(word: str, refused: Sequence[tuple[str, str]], shown: int) -> Iterator[str]:
    """Yield the rules that `word` could have started and what each asks for, the nearest first."""
    rules = "1 rule that does not fit" if len(refused) == 1 else f"{len(refused)} rules that do not fit"
    if not shown:
        yield f'      "{word}" could also start {rules}'
        return
    yield f'      "{word}" could start {rules}:'
    # A rule that an exception stops fitted in all else; "is not" found a word, "there is no" found none.
    nearest = sorted(refused, key=lambda one: (" is not " in one[1], one[1].startswith("there is no")))
    for rule, reason in nearest[:shown]:
        yield from _wrapped(f"{rule}: {_in_words(reason)}", "         ", "           ")
    if len(nearest) > shown:
        yield f"         … and {len(nearest) - shown} more (--all tells of them)"


def _in_words(reason: str) -> str:
    """Return a reason with the slots of the rule files in plain words."""
    slot, _, rest = reason.removeprefix("there is no ").partition(" ")
    plain = {"obj": "object", "subj": "subject", "mod": "modifier", "adv": "adverb"}.get(slot)
    if reason.startswith("there is no "):
        return f"there is no {plain} {rest}" if plain else f'there is no "{slot}" {rest}'
    if rest.startswith("is "):
        return f"the {plain} {rest}" if plain else f'what follows "{slot}" {rest}'
    return reason


def show_actor(name: str, on: date | None, extra: Sequence[Path]) -> str:
    """Return the rows of the actor table for a name, and who it is on a day."""
    from dragoman.coder import LEXICON
    from dragoman.mentions.tables import ActorTable

    table = ActorTable.read(LEXICON / "en", extra=list(extra))
    rows = table.rows_for(name)
    if not rows:
        near = ", ".join(f'"{one}"' for one in table.suggest(name))
        raise DragomanError(
            f'"{one_line(name)}" is not in the actor table',
            hint=f"near it: {near}" if near else "add it in a file of your own: --actors FILE",
        )
    lines = [f'"{one_line(name)}"']
    for row in rows:
        period = f"{row.start or '…'} to {row.end or '…'}" if row.start or row.end else "at any time"
        office = f", {row.office}" if row.office else ""
        lines.append(
            f"  {row.code:10} {row.name}{office}, {period}  ({row.kind}, row {row.id}, from {row.source})"
        )
    when = f"on {on}" if on else "with no day given"
    lines += [
        f"{when}: {entity.code} {entity.name}, sector {entity.sector or '-'} ({entity.basis})"
        for entity in table.lookup(name, on)
    ]
    return printable("\n".join(lines))
