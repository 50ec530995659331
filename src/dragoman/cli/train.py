"""Training on a user's own gold: what is learnt, and a report of what it gained."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy

from dragoman.cli.gold import Gold, read_gold
from dragoman.cli.measure import Tally, add_label, joined_types, type_of
from dragoman.errors import ReportError
from dragoman.events.judge import marked_in
from dragoman.model.adapt import (
    Matrix,
    before_of,
    best_penalty,
    cross_validated,
    inputs_of,
    train_adapter,
)
from dragoman.reports.read import shown_path

if TYPE_CHECKING:
    from dragoman.coder import Coder

FOLDS = 5
LEAST_LINES = 30
LEAST_OF_TYPE = 2


def train_on(gold: Path, coder: Coder, out: Path | None) -> str:
    """Train on the relations of a gold file, write the layer to `out` if given, and return what it gained."""
    types = frozenset(coder.codebook.quad_plover) | coder.own_types
    lines = [line for line in read_gold(gold, types) if line.pair is not None]
    if len(lines) < LEAST_LINES:
        raise ReportError(
            f"{shown_path(gold)} has {len(lines)} relations, and training wants {LEAST_LINES}",
            hint='a relation: {"text": "...", "source": [0,4], "target": [11,23], "plover": "RETREAT"}',
        )
    rows, pooled, answers, labels = _rows(lines, coder)
    names = tuple(sorted(set(labels)))
    before = numpy.stack([before_of(one, names) for one in pooled])
    penalty = best_penalty(rows, before, labels, names)
    after = cross_validated(rows, before, labels, names, penalty, FOLDS)
    told = list(_gains(labels, answers, after))
    if out is not None:
        train_adapter(rows, before, labels, names, penalty).write(out)
        told.append(f"written to {shown_path(out)}: use it with --model {shown_path(out)}")
    head = f"{shown_path(gold)}: {len(lines):,} relations, {len(set(labels))} types, ridge penalty {penalty}"
    return "\n".join([head, *told])


def _rows(lines: Sequence[Gold], coder: Coder) -> tuple[Matrix, list[dict[str, float]], list[str], list[str]]:
    """Return the inputs of each relation, its probabilities and answer without training, and what is right."""
    pairs = [(line, line.pair) for line in lines if line.pair is not None]
    joined = joined_types(pair for _, pair in pairs)
    labels = [pair.plover[0] for _, pair in pairs]
    relations = list(
        coder.relate_many((line.report, pair.sources[0], pair.targets[0]) for line, pair in pairs)
    )
    judge = coder.model()
    plain = list(
        coder.without_model().relate_many(
            (line.report, pair.sources[0], pair.targets[0]) for line, pair in pairs
        )
    )
    rows, pooled = [], []
    for (line, pair), ruled in zip(pairs, plain, strict=True):
        said = judge.ask(marked_in(line.report.text, 0, pair.sources[0], pair.targets[0], None))
        rows.append(inputs_of(said, judge.student.types, ruled.plover or "", ruled.tier))
        pooled.append(judge.pooled(said, ruled.plover or "" if ruled.tier != "none" else "", ruled.tier))
    return numpy.stack(rows), pooled, [type_of(one.plover, joined) for one in relations], labels


def _gains(labels: Sequence[str], before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """Yield the scores without and with training, the latter in cross-validation."""
    tallies = []
    for answers in (before, after):
        tally = Tally()
        for label, answer in zip(labels, answers, strict=True):
            add_label(tally, (label,), answer)
        tallies.append(tally)
    old, new = tallies
    yield f"{'':12} {'wanted':>6}   F1 before   F1 after ({FOLDS}-fold cross-validation)"
    old_scores, new_scores = old.by_type(), new.by_type()
    for name in sorted(set(labels)):
        note = "   few examples" if labels.count(name) < LEAST_OF_TYPE * FOLDS else ""
        yield (
            f"{name:12} {labels.count(name):6,}   {old_scores[name].f1:9.3f}   {new_scores[name].f1:8.3f}{note}"
        )
    yield f"{'all, macro':12} {len(labels):6,}   {old.macro().f1:9.3f}   {new.macro().f1:8.3f}"
    yield f"{'all, micro':12} {len(labels):6,}   {old.micro().f1:9.3f}   {new.micro().f1:8.3f}"
