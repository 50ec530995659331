"""Reading errors: what a gold file asks for and the coder got wrong, grouped by cause, each with its explanation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from dragoman.cli.gold import Gold, Pair, Wanted, read_gold
from dragoman.cli.match import match, party_fits
from dragoman.cli.measure import joined_types, overlaps, type_of
from dragoman.coded import CodedReport, one_line, summary
from dragoman.reports.read import shown_path
from dragoman.types import Span

if TYPE_CHECKING:
    from dragoman.coder import Coder
    from dragoman.records.flatten import Record

CAUSES = {
    "no actor": "a party of the event is no mention at all",
    "wrong actor": "the event is coded, on other parties",
    "direction": "the event is coded the wrong way round",
    "no rule": "no rule reads an event of these parties",
    "rejected": "a rule or the model was tried on the sentence and refused",
    "wrong type": "the parties have an event of another type",
    "status": "the event is coded with another status",
    "false event": "an event is coded where gold has none",
}
"""The causes of errors, in the order in which they are told."""


class Error(Struct, frozen=True):
    """An error: its cause, what was wanted, and the report as it was coded."""

    cause: str
    wanted: str
    coded: CodedReport


def read_errors(gold: Path, coder: Coder, cause: str = "", type_name: str = "", most: int = 5) -> str:
    """Return the errors of a gold file by cause, with `most` of each explained."""
    lines = read_gold(gold, frozenset(coder.codebook.quad_plover))
    joined = joined_types(line.pair if line.pair is not None else line.events for line in lines)
    errors: list[Error] = []
    for line, coded in zip(lines, coder.code_many(line.report for line in lines), strict=True):
        if line.pair is not None:
            error = _pair_error(line, line.pair, coded, joined)
            errors += (
                [error] if error is not None and (not type_name or type_name in line.pair.plover) else []
            )
        else:
            errors += [
                error
                for error in _event_errors(line, coded, joined)
                if not type_name or type_name in error.wanted
            ]
    told = [f"{shown_path(gold)}: {len(lines):,} sentences, {len(errors):,} errors"]
    told += [
        f"  {name:12} {sum(error.cause == name for error in errors):5,}  {meaning}"
        for name, meaning in CAUSES.items()
    ]
    for name in CAUSES:
        if cause in ("", name):
            told += _shown([error for error in errors if error.cause == name][:most], name)
    return "\n".join(told)


def _shown(errors: Sequence[Error], name: str) -> Iterator[str]:
    for number, error in enumerate(errors):
        if number == 0:
            yield f"\n{name}"
        yield f"- {one_line(error.coded.document.report.text)}"
        yield f"    wanted  {error.wanted}"
        for record in error.coded.records:
            yield f"    coded   {summary(record)}  by {record.rule}"
        for attempt in error.coded.attempts[:4]:
            yield f"    tried   {attempt.rule or '-'}: {attempt.reason}, {one_line(attempt.detail)}"


def _pair_error(line: Gold, pair: Pair, coded: CodedReport, types: Mapping[str, str]) -> Error | None:
    records = [record for record in coded.records if record.plover]
    forward = [r for r in records if overlaps(r.source, pair.sources) and overlaps(r.target, pair.targets)]
    wanted = f"{'/'.join(pair.plover)} {_words(line, pair.sources)!r} -> {_words(line, pair.targets)!r}"
    if any(type_of(r.plover, types) in pair.plover and r.status == "actual" for r in forward):
        return None
    if any(type_of(r.plover, types) in pair.plover for r in forward):
        return Error("status", wanted, coded)
    if forward:
        return Error("wrong type", wanted, coded)
    if any(overlaps(r.source, pair.targets) and overlaps(r.target, pair.sources) for r in records):
        return Error("direction", wanted, coded)
    if not all(_is_mentioned(coded, spans) for spans in (pair.sources, pair.targets)):
        return Error("no actor", wanted, coded)
    if any(type_of(r.plover, types) in pair.plover for r in records):
        return Error("wrong actor", wanted, coded)
    refused = any(attempt.reason == "rejected" for attempt in coded.attempts)
    return Error("rejected" if refused else "no rule", wanted, coded)


def _event_errors(line: Gold, coded: CodedReport, types: Mapping[str, str]) -> Iterator[Error]:
    records = [record for record in coded.records if record.plover]
    for kind, wanted, record in match(line.events, records, line.report.text, types).errors:
        if wanted is None:
            yield Error("false event", f"nothing like {summary(record) if record else ''}", coded)
            continue
        told = (
            f"{'/'.join(wanted.plover)} {_choice(wanted.source)} -> {_choice(wanted.target)} {wanted.status}"
        )
        yield Error(_cause(kind, wanted, records, coded, line), told, coded)


def _cause(kind: str, wanted: Wanted, records: Sequence[Record], coded: CodedReport, line: Gold) -> str:
    if kind in ("wrong type", "wrong status"):
        return kind.removeprefix("wrong ") if kind == "wrong status" else kind
    text = line.report.text
    if any(
        party_fits(r.source, wanted.target, text) and party_fits(r.target, wanted.source, text)
        for r in records
    ):
        return "direction"
    if kind in ("wrong source", "wrong target"):
        return "wrong actor"
    for side in (wanted.source, wanted.target):
        spans = tuple(
            Span(text.find(one), text.find(one) + len(one)) for one in side if one is not None and one in text
        )
        if spans and not _is_mentioned(coded, spans):
            return "no actor"
    return "rejected" if any(attempt.reason == "rejected" for attempt in coded.attempts) else "no rule"


def _is_mentioned(coded: CodedReport, spans: Sequence[Span]) -> bool:
    clean = [coded.document.clean_span(span) for span in spans]
    return any(mention.span.overlaps(span) for mention in coded.mentions for span in clean)


def _words(line: Gold, spans: Sequence[Span]) -> str:
    return " / ".join(span.of(line.report.text) for span in spans)


def _choice(side: Sequence[str | None]) -> str:
    return "/".join("nobody" if one is None else one for one in side)
