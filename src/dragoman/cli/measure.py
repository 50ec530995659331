"""Measuring: gold sentences beside what was coded, counted by type, with intervals and a list of errors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from dragoman.cli.gold import Gold, Pair, Wanted, read_gold
from dragoman.cli.match import match
from dragoman.cli.work import created
from dragoman.coded import CodedReport
from dragoman.reports.read import shown_path
from dragoman.types import Span

if TYPE_CHECKING:
    from dragoman.coder import Coder
    from dragoman.records.flatten import PartyRecord, Record, RelationRecord

RESAMPLES = 1000
SEED = 20150521
ONE_TYPE = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
"""What PLOVER's first version called YIELD is two types in its second."""


class Scores(Struct, frozen=True):
    """Precision, recall and F1."""

    precision: float
    recall: float
    f1: float


@dataclass
class Tally:
    """How many events of each type were right, coded and wanted, sentence by sentence."""

    sentences: list[dict[str, list[int]]] = field(default_factory=list)

    def add(self, right: Iterable[str], coded: Iterable[str], wanted: Iterable[str]) -> None:
        """Count a sentence: the types that were right, those that were coded, those that were wanted."""
        counts: dict[str, list[int]] = {}
        for place, types in enumerate((right, coded, wanted)):
            for plover in types:
                counts.setdefault(plover, [0, 0, 0])[place] += 1
        self.sentences.append(counts)

    def types(self) -> list[str]:
        """Return the types that were wanted or coded, in order."""
        return sorted({plover for counts in self.sentences for plover in counts})

    def total(self, plover: str) -> tuple[int, int, int]:
        """Return how many events of a type were right, coded and wanted."""
        found = [counts[plover] for counts in self.sentences if plover in counts]
        return sum(one[0] for one in found), sum(one[1] for one in found), sum(one[2] for one in found)

    def by_type(self) -> dict[str, Scores]:
        """Return the scores of each type."""
        return {plover: scores(*self.total(plover)) for plover in self.types()}

    def macro(self) -> Scores:
        """Return the mean of the scores over the types that were wanted."""
        made = [scores(*total) for total in map(self.total, self.types()) if total[2]]
        return _mean(made)

    def micro(self) -> Scores:
        """Return the scores over all events together."""
        totals = [self.total(plover) for plover in self.types()]
        return scores(*(sum(one[place] for one in totals) for place in range(3)))

    def table(self) -> str:
        """Return the scores by type and in all, with their intervals, as a table of plain text."""
        types = self.types()
        spread = self.intervals()
        lines = [
            f"{'':12} {'wanted':>6} {'coded':>6} {'right':>6}   "
            f"{'precision':17}   {'recall':17}   {'F1':17}".rstrip()
        ]
        for plover in types:
            right, coded, wanted = self.total(plover)
            told = _told(scores(right, coded, wanted), spread[plover], coded, wanted)
            lines.append(f"{plover:12} {wanted:6,} {coded:6,} {right:6,}   {told}")
        right, coded, wanted = (sum(self.total(plover)[place] for plover in types) for place in range(3))
        for name, found, numbers in (
            ("all, micro", self.micro(), f"{wanted:6,} {coded:6,} {right:6,}"),
            ("all, macro", self.macro(), f"{'':20}"),
        ):
            lines.append(f"{name:12} {numbers}   {_told(found, spread[name], 1, 1)}")
        return "\n".join(line.rstrip() for line in lines)

    def intervals(self) -> dict[str, tuple[Scores, Scores]]:
        """Return the 95 % intervals of all scores: low and high ends over resamples of the sentences."""
        import numpy as np

        types = self.types()
        none = [0, 0, 0]
        counts = np.array(
            [[one.get(plover, none) for plover in types] for one in self.sentences], dtype=float
        )
        many = len(self.sentences)
        counts = counts.reshape(many, -1)
        chance = np.random.default_rng(SEED)
        drawn = np.empty((RESAMPLES, counts.shape[1]))
        for at in range(RESAMPLES):
            drawn[at] = np.bincount(chance.integers(0, many, many), minlength=many) @ counts
        sums = drawn.reshape(RESAMPLES, len(types), 3)
        each = _scores_of(sums)
        wanted = (sums[:, :, 2] > 0)[:, :, None]
        macro = np.where(wanted, np.nan_to_num(each), 0).sum(axis=1) / np.maximum(wanted.sum(axis=1), 1)
        rows = {plover: each[:, at] for at, plover in enumerate(types)}
        rows |= {"all, micro": _scores_of(sums.sum(axis=1)), "all, macro": macro}
        return {name: _ends(values) for name, values in rows.items()}


def scores(right: int, coded: int, wanted: int) -> Scores:
    """Return precision, recall and F1; each is 0 where there is nothing to count."""
    return Scores(
        right / coded if coded else 0.0,
        right / wanted if wanted else 0.0,
        2 * right / (coded + wanted) if coded + wanted else 0.0,
    )


def _scores_of(sums: Any) -> Any:
    """Return precision, recall and F1 along the last axis: right, coded, wanted; NaN for nothing."""
    import numpy as np

    right, coded, wanted = sums[..., 0], sums[..., 1], sums[..., 2]
    with np.errstate(invalid="ignore"):
        return np.stack([right / coded, right / wanted, 2 * right / (coded + wanted)], axis=-1)


def _ends(values: Any) -> tuple[Scores, Scores]:
    """Return the low and high ends of resampled scores, of those resamples that had something to count."""
    import numpy as np

    columns = [column[~np.isnan(column)] for column in values.T]
    ends = [np.percentile(column, [2.5, 97.5]) if len(column) else (0.0, 0.0) for column in columns]
    return Scores(*(float(low) for low, _ in ends)), Scores(*(float(high) for _, high in ends))


def _mean(made: Sequence[Scores]) -> Scores:
    many = max(1, len(made))
    return Scores(
        sum(one.precision for one in made) / many,
        sum(one.recall for one in made) / many,
        sum(one.f1 for one in made) / many,
    )


def _told(found: Scores, ends: tuple[Scores, Scores], coded: int, wanted: int) -> str:
    low, high = ends
    cells = (
        f"{found.precision:.2f} ({low.precision:.2f}-{high.precision:.2f})" if coded else "-",
        f"{found.recall:.2f} ({low.recall:.2f}-{high.recall:.2f})" if wanted else "-",
        f"{found.f1:.2f} ({low.f1:.2f}-{high.f1:.2f})",
    )
    return "   ".join(f"{cell:17}" for cell in cells)


def evaluate_file(gold: Path, coder: Coder, errors: Path | None) -> str:
    """Return the figures of coding the sentences of a gold file; write the errors to `errors`, if given."""
    lines = read_gold(gold, frozenset(coder.codebook.quad_plover))
    with ExitStack() as opened:
        out = opened.enter_context(created(errors)) if errors else None

        def note(error: dict[str, Any]) -> None:
            if out is not None:
                out.write(msgspec.json.encode(error) + b"\n")

        told = []
        events = [line for line in lines if line.pair is None]
        pairs = [line for line in lines if line.pair is not None]
        if events:
            told.append(measure_events(events, coder, note))
        if pairs:
            told.append(measure_pairs(pairs, coder, note))
    name = shown_path(gold)
    told.append(f"95 % intervals: {RESAMPLES:,} resamples of the sentences")
    return f"{name}: {len(lines):,} sentence{'s' if len(lines) != 1 else ''}\n\n" + "\n\n".join(told)


def measure_events(lines: Sequence[Gold], coder: Coder, note: Callable[[dict[str, Any]], None]) -> str:
    """Return how the events of `lines` were coded; hand every error to `note`."""
    joined = joined_types(line.events for line in lines)
    tally = Tally()
    for line, coded in zip(lines, coder.code_many(line.report for line in lines), strict=True):
        records = [record for record in coded.records if record.plover]
        found = match(line.events, records, line.report.text, joined)
        got = [joined.get(record.plover or "", record.plover or "") for _, record in found.right]
        missed = [wanted.plover[0] for _, wanted, _ in found.errors if wanted is not None]
        tally.add(got, (joined.get(one.plover or "", one.plover or "") for one in records), got + missed)
        for kind, wanted, record in found.errors:
            note(_error("events", line, kind, msgspec.to_builtins(wanted), _brief(record), coded))
    return "events (source, target, type and, where gold gives it, status are right)\n" + tally.table()


def measure_pairs(lines: Sequence[Gold], coder: Coder, note: Callable[[dict[str, Any]], None]) -> str:
    """Return how the relations of `lines` were coded; hand every error to `note`."""
    pairs = [(line, line.pair) for line in lines if line.pair is not None]
    joined = joined_types(pair for _, pair in pairs)
    relate, dyad = Tally(), Tally()
    coded_reports = coder.code_many(line.report for line in lines)
    relations = coder.relate_many((line.report, pair.sources[0], pair.targets[0]) for line, pair in pairs)
    on_actors = 0
    for (line, pair), coded, relation in zip(pairs, coded_reports, relations, strict=True):
        record = dyad_of(coded.records, pair.sources, pair.targets)
        on_actors += record is not None
        for name, tally, answer in (("relate", relate, relation), ("dyad", dyad, record)):
            got = type_of(answer.plover, joined) if answer is not None else ""
            is_right = add_label(tally, pair.plover, got)
            if not is_right:
                kind = "wrong type" if got else "missing"
                wanted = {"source": _words(line, pair.sources), "target": _words(line, pair.targets)}
                note(_error(name, line, kind, {**wanted, "plover": pair.plover}, _brief(answer), coded))
    precision = dyad.micro().precision
    return (
        "relate (told of the two, which type)\n"
        f"{relate.table()}\n\n"
        "dyad (an event on those two, right way round, of that type)\n"
        f"{dyad.table()}\n"
        f"an event on the two in {on_actors:,} of {len(pairs):,} sentences, "
        f"of the right type in {precision:.3f} of these"
    )


def add_label(tally: Tally, wanted: Sequence[str], got: str) -> bool:
    """Count a sentence that has one type; "" stands for no answer.  Tell whether it is right."""
    is_right = got in wanted
    label = got if is_right else wanted[0]
    tally.add([label] if is_right else [], [got] if got else [], [label])
    return is_right


def type_of(plover: str | None, joined: Mapping[str, str]) -> str:
    """Return the type of an answer, a statement (01) being one of its own."""
    return joined.get(plover or "", plover or "STATEMENT")


def dyad_of(records: Sequence[Record], sources: Sequence[Span], targets: Sequence[Span]) -> Record | None:
    """Return the surest event between two parties, right way round; one that happened comes first."""
    found = [
        record
        for record in records
        if record.plover
        and overlaps(record.source, sources)
        and (not targets or overlaps(record.target, targets))
    ]
    return max(found, key=lambda record: (record.status == "actual", record.confidence), default=None)


def overlaps(parties: Sequence[PartyRecord], spans: Sequence[Span]) -> bool:
    """Tell whether one of the parties shares a character with one of the spans."""
    return any(one.start < span.end and span.start < one.end for one in parties for span in spans)


def joined_types(gold: Iterable[Pair | Sequence[Wanted]]) -> Mapping[str, str]:
    """Return which types count as one: those of YIELD, where gold speaks of YIELD."""
    for one in gold:
        for wanted in [one] if isinstance(one, Pair) else one:
            if "YIELD" in wanted.plover:
                return ONE_TYPE
    return {}


def _words(line: Gold, spans: Sequence[Span]) -> list[str]:
    return [span.of(line.report.text) for span in spans]


def _error(
    measure: str, line: Gold, kind: str, wanted: Any, coded: dict[str, Any] | None, report: CodedReport
) -> dict[str, Any]:
    return {
        "line": line.report.line,
        "text": line.report.text,
        "measure": measure,
        "kind": kind,
        "wanted": wanted,
        "coded": coded,
        "tried": [msgspec.to_builtins(attempt) for attempt in report.attempts],
    }


def _brief(answer: Record | RelationRecord | None) -> dict[str, Any] | None:
    """Return the fields of an answer that gold speaks of, and what made it."""
    if answer is None:
        return None
    whole: dict[str, Any] = msgspec.to_builtins(answer)
    brief = {name: whole[name] for name in ("plover", "cameo", "status", "rule", "confidence")}
    brief["action"] = whole["action"]["text"] if whole["action"] else ""
    for role in ("source", "target"):
        if role in whole:
            brief[role] = [{"text": one["text"], "code": one["code"]} for one in whole[role]]
    if "reason" in whole:
        brief["reason"] = whole["reason"]
    return brief
