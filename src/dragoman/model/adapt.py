"""Adapting the decision to a user's own labelled sentences: a small linear layer over what model and rules say.

The encoder stays as it is.  What is learnt is a multinomial logistic regression (Cox 1966; ridge penalty) whose
inputs are the model's features, its log probabilities, and the rules' type by tier.  It needs numpy only, takes
seconds for a thousand sentences, and gives the same numbers from the same file.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import numpy
from msgspec import Struct
from numpy.typing import NDArray

from dragoman.errors import LexiconError
from dragoman.model.student import Judgement

Matrix = NDArray[numpy.float64]
TIERS = ("both", "strong", "weak", "guess", "none")
"""How well a rule's act fits two parties, the best first; tiers of events count as the first."""
PENALTIES = (0.001, 0.003, 0.01, 0.03)
_STEPS = 300
_LEAST = 1e-6
_UNLIKELY = 1e-3
_FILE = "adapter.json"


class Adapter(Struct, frozen=True, eq=False):
    """A trained layer: `types` in the order of its outputs, and how inputs are scaled before it."""

    types: tuple[str, ...]
    mean: Matrix
    scale: Matrix
    weights: Matrix
    bias: Matrix

    def probabilities(self, inputs: Matrix, before: Matrix) -> Matrix:
        """Return the probabilities (0 to 1) of each type, a row for each row of `inputs`.

        `before` has the log probabilities of the types without training, which the layer only corrects.
        """
        return _softmax(before + ((inputs - self.mean) / self.scale) @ self.weights + self.bias)

    def write(self, folder: Path) -> None:
        """Write the layer into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        content = {
            "types": list(self.types),
            **{
                name: numpy.round(getattr(self, name), 6).tolist()
                for name in ("mean", "scale", "weights", "bias")
            },
        }
        (folder / _FILE).write_text(json.dumps(content) + "\n", encoding="utf-8")


def read_adapter(folder: Traversable) -> Adapter:
    """Return the layer in `folder`; raise `LexiconError` when there is none or it cannot be read."""
    try:
        content = json.loads((folder / _FILE).read_text(encoding="utf-8"))
        arrays = {
            name: numpy.array(content[name], dtype=float) for name in ("mean", "scale", "weights", "bias")
        }
        return Adapter(tuple(content["types"]), **arrays)
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise LexiconError(
            f"{folder.name}/{_FILE} cannot be read: {error}", hint="make it with `dragoman train --gold FILE`"
        ) from error


def inputs_of(judgement: Judgement, types: Sequence[str], ruled: str, tier: str) -> Matrix:
    """Return the input row of a marked sentence: what the model says of it, and the rules' type by tier."""
    said = numpy.log(numpy.maximum(judgement.types.astype(float), _LEAST)) / 4
    by_rule = numpy.zeros((len(TIERS), len(types)))
    if ruled in types and tier != "none":
        by_rule[TIERS.index(tier) if tier in TIERS else 0, list(types).index(ruled)] = 1.0
    any_rule = by_rule.sum(axis=0)
    return numpy.concatenate([judgement.features.astype(float), said, by_rule.ravel(), any_rule])


def before_of(pooled: Mapping[str, float], types: Sequence[str]) -> Matrix:
    """Return the log probabilities of `types` without training.

    YIELD is CONCEDE or RETREAT; a type of the user's own is unlikely.
    """
    parts = {"YIELD": ("CONCEDE", "RETREAT")}
    sums = [sum(pooled.get(one, 0.0) for one in parts.get(name, (name,))) for name in types]
    known: Matrix = numpy.log(numpy.maximum(numpy.array(sums), _UNLIKELY))
    return known


def train_adapter(
    rows: Matrix, before: Matrix, labels: Sequence[str], types: tuple[str, ...], penalty: float
) -> Adapter:
    """Return the layer that fits `labels` best under a ridge penalty; full-batch, from zero, so always the same."""
    mean = rows.mean(axis=0)
    scale = numpy.full(rows.shape[1], float(max(rows.std(), _LEAST)))
    inputs = (rows - mean) / scale
    wanted = numpy.zeros((len(labels), len(types)))
    wanted[numpy.arange(len(labels)), [types.index(label) for label in labels]] = 1.0
    weights, bias = numpy.zeros((rows.shape[1], len(types))), numpy.zeros(len(types))
    moved_w, moved_b = numpy.zeros_like(weights), numpy.zeros_like(bias)
    # Nesterov's gradient with a step from the greatest curvature.
    curvature = 0.5 * numpy.linalg.norm(inputs, 2) ** 2 / len(labels) + penalty
    rate = 1.0 / curvature
    for step in range(_STEPS):
        pull = step / (step + 3)
        ahead_w, ahead_b = weights + pull * moved_w, bias + pull * moved_b
        gap = (_softmax(before + inputs @ ahead_w + ahead_b) - wanted) / len(labels)
        next_w = ahead_w - rate * (inputs.T @ gap + penalty * ahead_w)
        next_b = ahead_b - rate * gap.sum(axis=0)
        moved_w, moved_b = next_w - weights, next_b - bias
        weights, bias = next_w, next_b
    return Adapter(types, mean, scale, weights, bias)


def folds_of(labels: Sequence[str], many: int = 5) -> NDArray[numpy.int64]:
    """Return the fold of each row: rows of a label are dealt out in turn, so that folds are alike."""
    fold = numpy.zeros(len(labels), dtype=numpy.int64)
    seen: dict[str, int] = {}
    for at, label in enumerate(labels):
        fold[at] = seen.get(label, 0) % many
        seen[label] = seen.get(label, 0) + 1
    return fold


def cross_validated(
    rows: Matrix, before: Matrix, labels: Sequence[str], types: tuple[str, ...], penalty: float, many: int = 5
) -> list[str]:
    """Return what a layer that has not seen the row's fold says of each row."""
    fold = folds_of(labels, many)
    said: list[str] = [""] * len(labels)
    for one in range(many):
        inside = numpy.flatnonzero(fold != one)
        outside = numpy.flatnonzero(fold == one)
        layer = train_adapter(
            rows[inside], before[inside], [labels[int(at)] for at in inside], types, penalty
        )
        best = layer.probabilities(rows[outside], before[outside]).argmax(axis=1)
        for at, number in zip(outside, best, strict=True):
            said[int(at)] = layer.types[int(number)]
    return said


def best_penalty(rows: Matrix, before: Matrix, labels: Sequence[str], types: tuple[str, ...]) -> float:
    """Return the penalty that says most labels right in cross-validation."""
    right: Mapping[float, int] = {
        penalty: sum(
            a == b for a, b in zip(cross_validated(rows, before, labels, types, penalty), labels, strict=True)
        )
        for penalty in PENALTIES
    }
    return max(PENALTIES, key=lambda penalty: (right[penalty], penalty))


def _softmax(scores: Any) -> Matrix:
    powers = numpy.exp(scores - scores.max(axis=1, keepdims=True))
    whole: Matrix = powers / powers.sum(axis=1, keepdims=True)
    return whole
