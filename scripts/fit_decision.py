"""Find the numbers of `model/decision.toml` by maximum likelihood on codebook examples that the model has not seen.

    python scripts/fit_decision.py HELD.json        # from `train_model.py ... --hold-out HELD.json`

HELD.json has, for each kept-aside example, its sentence, marks and type, and what a model trained without it says of
it, with and without the words of the act.  The rules' say is taken here, by coding the sentence.
"""

from __future__ import annotations

import argparse
import json
import math
from collections import defaultdict
from pathlib import Path

import numpy

from dragoman.coder import LEXICON, Coder
from dragoman.events.judge import NONE, STATEMENT
from dragoman.settings import Settings
from dragoman.types import Report, Span

PRIOR, PULL = 2.5, 0.5

Sample = tuple[numpy.ndarray, int, int]
"""What the model says, the type the rules say (-1 for none) and the right one."""


def samples_of(held: list[dict], types: list[str]) -> dict[str, list[Sample]]:
    coder = Coder(Settings(use_model=False))
    at = {name: number for number, name in enumerate(types)}
    found: dict[str, list[Sample]] = defaultdict(list)
    whole = [row for row in held if row["type"] not in (NONE, STATEMENT) and row["source"] and row["target"]]
    spans = [(Span(*row["source"]), Span(*row["target"])) for row in whole]
    relations = coder.relate_many(
        (Report(str(n), row["text"]), *pair) for n, (row, pair) in enumerate(zip(whole, spans, strict=True))
    )
    for row, relation in zip(whole, relations, strict=True):
        tier = relation.tier
        ruled = at[relation.plover] if relation.plover and tier != "none" else -1
        found[tier].append((numpy.array(row["bare"]), ruled, at[row["type"]]))
    for row, (source, target), one in zip(
        whole, spans, coder.code_many(Report(str(n), row["text"]) for n, row in enumerate(whole)), strict=True
    ):
        for record, event in zip(one.records, one.events, strict=True):
            if record.plover and over(record.source, source) and over(record.target, target):
                tier = event.tier
                found[tier].append((numpy.array(row["shown"]), at[record.plover], at[row["type"]]))
    return found


def over(parties: list, span: Span) -> bool:
    return any(party.start < span.end and span.start < party.end for party in parties)


def loss(samples: list[Sample], heat: float, bonus: float, without: list[int]) -> float:
    total = 0.0
    for says, ruled, right in samples:
        scores = heat * numpy.log(numpy.maximum(says, 1e-6))
        scores[without] = -1e9
        if ruled >= 0:
            scores[ruled] = heat * math.log(max(float(says[ruled]), 1e-6)) + bonus
        top = scores.max()
        total += top + math.log(numpy.exp(scores - top).sum()) - scores[right]
    return total


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("held", type=Path)
    arguments = parser.parse_args()
    content = json.loads(arguments.held.read_text(encoding="utf-8"))
    types = content["types"]
    without = [types.index(NONE), types.index(STATEMENT)]
    found = samples_of(content["rows"], types)
    best = (math.inf, 0.0, {})
    for heat in numpy.arange(0.4, 1.61, 0.1):
        bonus = {}
        total = 0.0
        for tier, samples in sorted(found.items()):
            # A few dozen examples say little: each bonus is drawn towards PRIOR as if by PULL examples.
            losses = [
                (loss(samples, heat, b, without) + PULL * (b - PRIOR) ** 2, b)
                for b in numpy.arange(0.0, 6.1, 0.25)
            ]
            least, bonus[tier] = min(losses)
            total += least
        if total < best[0]:
            best = (total, float(heat), bonus)
    _, heat, bonus = best
    bonus["none"] = 0.0
    print({tier: len(samples) for tier, samples in found.items()})
    for tier, samples in sorted(found.items()):
        ruled = sum(r == right for _, r, right in samples) / len(samples)
        model = 0.0
        for says, _, right in samples:
            says = says.copy()
            says[without] = 0
            model += int(says.argmax()) == right
        print(f"{tier:10} {len(samples):4}  rules right {ruled:.3f}  model right {model / len(samples):.3f}")
    path = LEXICON / "en" / "model" / "decision.toml"
    lines = [
        "# How rules and model are weighed; found by scripts/fit_decision.py, see src/dragoman/events/judge.py.",
        f"heat = {heat:.2f}",
        "# From which the model alone makes an event; under which (pooled) a rule's event is dropped.",
        "alone = 0.97",
        "drop = 0.15",
        "# Pooled probability from which a rule's event gets another type.",
        "override = 0.90",
        "# From which a party that no slot of the rule names becomes the target.",
        "target = 0.80",
        "",
        "[bonus]",
        *(f"{tier} = {value:.2f}" for tier, value in sorted(bonus.items())),
        "",
        "# Tiers of which the model is not asked, and how often they were right on the examples kept aside.",
        "[trust]",
        f"rule = {sum(r == right for _, r, right in found['rule']) / len(found['rule']):.2f}",
    ]
    Path(str(path)).write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
