"""Measure relate and dyad on a file of marked PLOVER sentences (JSON lines).

    python scripts/measure_plv.py GOLD.jsonl             # figures
    python scripts/measure_plv.py GOLD.jsonl --errors relate|dyad [--type AID]

relate: the type of what the marked source did to the marked target; macro-F1.
dyad:   the sentence is coded as any text; an event on the two, right way round, with the type; macro-F1, where no
        event counts as wrong.  Precision on the actors: of pairs that got an event, how many have the right type.
YIELD is CONCEDE or RETREAT.  Figures are given twice: as they are, and with the file's conventions mapped
(imposed sanctions counted as COERCE and convictions as ACCUSE, which the PLOVER manual calls SANCTION; cyber attacks
as ASSAULT or COERCE, whichever the file says: it has both).  Calibration is the expected calibration error of
`confidence` in ten bins, with its reliability table.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from dragoman.cli.measure import ONE_TYPE, Tally, add_label, dyad_of
from dragoman.coder import Coder
from dragoman.types import Report, Span

_TAG = re.compile(r"</?[st]>")


class Marked(Struct):
    """A sentence with its marked parties and its type."""

    id: str
    text: str
    sources: list[Span]
    targets: list[Span]
    label: str


def read_marked(path: Path) -> list[Marked]:
    rows = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text, spans = unmark(row["marked"])
        if not spans["t"] and row.get("target"):
            at = text.find(row["target"])
            spans["t"] = [Span(at, at + len(row["target"]))] if at >= 0 else []
        rows.append(Marked(row["id"], text, spans["s"], spans["t"], row["label"]))
    return rows


def unmark(marked: str) -> tuple[str, dict[str, list[Span]]]:
    text, spans, at = "", {"s": [], "t": []}, 0  # type: tuple[str, dict[str, list[Span]], int]
    opened = {}
    for tag in _TAG.finditer(marked):
        text += marked[at : tag.start()]
        at = tag.end()
        name = tag.group().strip("</>")
        if tag.group()[1] == "/":
            spans[name].append(trimmed(text, opened.pop(name, len(text)), len(text)))
        else:
            opened[name] = len(text)
    return text + marked[at:], spans


def trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def type_of(plover: str | None, cameo: str, mapped: bool, gold: str = "") -> str:
    if mapped and cameo.startswith("163"):
        return "COERCE"
    if mapped and cameo == "116":
        return "ACCUSE"
    if mapped and cameo == "176" and gold in ("ASSAULT", "COERCE"):
        return gold
    return ONE_TYPE.get(plover or "NONE", plover or "NONE")


def type_counts(pairs: Sequence[tuple[str, str]]) -> Tally:
    """Return the counts of gold types and coded types; "NONE" stands for no answer."""
    tally = Tally()
    for gold, got in pairs:
        add_label(tally, (gold,), "" if got == "NONE" else got)
    return tally


def told_table(sure: Sequence[float], right: Sequence[bool], name: str) -> None:
    """Print how often answers of each confidence are right, and the expected calibration error."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for confidence, is_right in zip(sure, right, strict=True):
        bins.setdefault(min(9, int(confidence * 10)), []).append((confidence, is_right))
    error = 0.0
    cells = []
    for number, found in sorted(bins.items()):
        said = sum(one[0] for one in found) / len(found)
        was = sum(one[1] for one in found) / len(found)
        error += abs(said - was) * len(found) / len(sure)
        cells.append(f"{number / 10:.1f}: {len(found)} say {said:.2f} are {was:.2f}")
    print(f"  calibration of {name}: error {error:.3f}  ({'; '.join(cells)})")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", type=Path)
    parser.add_argument("--errors", choices=["relate", "dyad"])
    parser.add_argument("--type", default="")
    parser.add_argument("--limit", type=int, default=10_000)
    arguments = parser.parse_args()
    coder = Coder()
    rows = read_marked(arguments.gold)
    coded = list(coder.code_many([Report(row.id, row.text) for row in rows]))
    relations = list(
        coder.relate_many(
            (
                Report(row.id, row.text),
                row.sources[0] if row.sources else Span(0, 1),
                (row.targets or row.sources)[0],
            )
            for row in rows
        )
    )
    dyads = [dyad_of(one.records, row.sources, row.targets) for one, row in zip(coded, rows, strict=True)]
    if arguments.errors:
        shown = 0
        for row, one, relation, dyad in zip(rows, coded, relations, dyads, strict=True):
            got = (
                type_of(relation.plover, relation.cameo, True)
                if arguments.errors == "relate"
                else type_of(dyad.plover, dyad.cameo, True)
                if dyad
                else "NONE"
            )
            if got != row.label and arguments.type in ("", row.label) and shown < arguments.limit:
                shown += 1
                source = [span.of(row.text) for span in row.sources]
                target = [span.of(row.text) for span in row.targets]
                print(f"{row.label} <- {got}  {source} -> {target}\n    {row.text}")
                if arguments.errors == "relate":
                    print(f"    {relation.cameo} {relation.rule} {relation.confidence} {relation.reason}")
                for record in one.records:
                    source = [party.text for party in record.source]
                    target = [party.text for party in record.target]
                    told = f"{record.plover} {record.cameo} {record.status} {source} -> {target}"
                    print(f"    {told} {record.rule} {record.outer}")
        return
    for mapped in (False, True):
        print("with the file's conventions mapped" if mapped else "as they are")
        relate_pairs = [
            (row.label, type_of(one.plover, one.cameo, mapped, row.label))
            for row, one in zip(rows, relations, strict=True)
        ]
        dyad_pairs = [
            (row.label, type_of(one.plover, one.cameo, mapped, row.label) if one else "NONE")
            for row, one in zip(rows, dyads, strict=True)
        ]
        relate, dyad = type_counts(relate_pairs), type_counts(dyad_pairs)
        on_actors = [(gold, got) for gold, got in dyad_pairs if got != "NONE"]
        right = sum(gold == got for gold, got in on_actors)
        accuracy = sum(gold == got for gold, got in relate_pairs) / len(rows)
        print(f"  relate macro-F1 {relate.macro().f1:.3f}, accuracy {accuracy:.3f}")
        print(
            f"  dyad   macro-F1 {dyad.macro().f1:.3f}, coded on the actors {len(on_actors)} of {len(rows)}, "
            f"of these right {right / max(1, len(on_actors)):.3f}"
        )
        relate_scores, dyad_scores = relate.by_type(), dyad.by_type()
        for label in sorted({row.label for row in rows}):
            one, other = relate_scores[label], dyad_scores[label]
            print(
                f"    {label:10} n {relate.total(label)[2]:4}"
                f"  relate P {one.precision:.2f} R {one.recall:.2f} F {one.f1:.2f}"
                f"   dyad P {other.precision:.2f} R {other.recall:.2f} F {other.f1:.2f}"
            )
        sure = [one.confidence for one in relations]
        told_table(sure, [gold == got for gold, got in relate_pairs], "relate")
        coded_sure = [one.confidence for one in dyads if one]
        told_table(coded_sure, [gold == got for gold, got in on_actors], "dyad")
        confusion = Counter((gold, got) for gold, got in relate_pairs if gold != got).most_common(12)
        print("   ", ", ".join(f"{gold} as {got} {count}" for (gold, got), count in confusion))


if __name__ == "__main__":
    main()
