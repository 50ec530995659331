"""The trained model at work: what it says of two marked parties, and the codebook's examples nearest to them.

It is a small encoder (MiniLM-L6, int8, ONNX) with two heads, one over PLOVER types and one over CAMEO codes, trained
by `scripts/train_model.py` on the codebook's examples.  Every input is run alone: int8 scales depend on what
stands in a batch, and the same sentence must give the same bytes in any company.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from importlib.resources.abc import Traversable
from typing import Any

import numpy
from msgspec import Struct
from numpy.typing import NDArray

from dragoman.model.inputs import Marked, input_ids
from dragoman.model.pieces import Pieces

Numbers = NDArray[numpy.float32]
_REMEMBERED = 64


class Judgement(Struct, frozen=True, eq=False):
    """What the model says of one input: probabilities (0 to 1) in the order of the student's types and codes."""

    types: Numbers
    codes: Numbers
    features: Numbers


class Neighbour(Struct, frozen=True):
    """An example of the codebook that the model holds for like; `nearness` is the cosine, -1 to 1."""

    text: str
    code: str
    nearness: float


class Student:
    """The model in a folder of the lexicon; its files are read when it is first asked."""

    def __init__(self, folder: Traversable) -> None:
        self.folder = folder
        self._known: dict[Marked, Judgement] = {}

    @cached_property
    def labels(self) -> Mapping[str, Any]:
        """The lists "types" and "codes", and what the weights were made of."""
        found: Mapping[str, Any] = json.loads((self.folder / "labels.json").read_text(encoding="utf-8"))
        return found

    @cached_property
    def types(self) -> tuple[str, ...]:
        """The PLOVER types, with "STATEMENT" and "NONE", in the order of their probabilities."""
        return tuple(self.labels["types"])

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The CAMEO codes, with "NONE", in the order of their probabilities."""
        return tuple(self.labels["codes"])

    @cached_property
    def pieces(self) -> Pieces:
        """The vocabulary of word pieces."""
        return Pieces((self.folder / "vocab.txt").read_text(encoding="utf-8").splitlines())

    @cached_property
    def _session(self) -> Any:
        # The run-time library would otherwise write an identity of the machine into the user's folder.
        os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
        import onnxruntime

        onnxruntime.disable_telemetry_events()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(
            (self.folder / "model.onnx").read_bytes(), options, providers=["CPUExecutionProvider"]
        )

    @cached_property
    def _examples(self) -> tuple[list[list[str]], Numbers]:
        rows = json.loads((self.folder / "examples.json").read_text(encoding="utf-8"))
        packed = numpy.frombuffer((self.folder / "examples.bin").read_bytes(), dtype=numpy.int8)
        matrix = packed.reshape(len(rows), -1).astype(numpy.float32)
        return rows, matrix / numpy.linalg.norm(matrix, axis=1, keepdims=True)

    def judge(self, marked: Marked) -> Judgement:
        """Return what the model says of a marked sentence."""
        known = self._known.get(marked)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[marked] = self._judge(marked)
        return known

    def _judge(self, marked: Marked) -> Judgement:
        ids = numpy.array([input_ids(marked, self.pieces)], dtype=numpy.int64)
        types, codes, features = self._session.run(None, {"ids": ids, "mask": numpy.ones_like(ids)})
        return Judgement(softmax(types[0]), softmax(codes[0]), features[0])

    def nearest(self, judgement: Judgement, many: int = 3) -> list[Neighbour]:
        """Return the `many` examples of the codebook whose features are nearest to the judgement's."""
        rows, matrix = self._examples
        nearness = matrix @ (judgement.features / (numpy.linalg.norm(judgement.features) or 1.0))
        best = numpy.lexsort((numpy.arange(len(rows)), -nearness))[:many]
        return [Neighbour(rows[at][1], rows[at][0], round(float(nearness[at]), 3)) for at in best]


def softmax(logits: Numbers) -> Numbers:
    """Return probabilities of logits."""
    powers = numpy.exp(logits - logits.max())
    return powers / powers.sum()  # type: ignore[no-any-return]


def best_code(judgement: Judgement, codes: Sequence[str], type_of: Mapping[str, str], wanted: str) -> str:
    """Return the likeliest code of the type `wanted`; "" when it has none."""
    best, sure = "", -1.0
    for at, code in enumerate(codes):
        if type_of.get(code, "") == wanted and float(judgement.codes[at]) > sure:
            best, sure = code, float(judgement.codes[at])
    return best
