"""Measure two files of sentences whose labels are kinds of events: protest or not, and ACLED's event types.

    python scripts/measure_types.py protest glocon_protest_sentences.jsonl   # F1 of PROTEST
    python scripts/measure_types.py acled case2021_acled_types.jsonl         # weighted F1 through MAPPING
    ... --errors

protest: a sentence counts as one of protest when a record of it is PROTEST, of any status but "negated".  The file's
label is wider, "contentious politics events", and holds armed attacks too: the second figure counts PROTEST, ASSAULT,
THREATEN and COERCE.
acled: a sentence gets the label of the first row of MAPPING that one of its records fits; "OTHER" when none does.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from dragoman.coder import Coder
from dragoman.records.flatten import Record
from dragoman.types import Report

MAPPING = (
    ("CHEM_WEAP", ("204",), ("unconventional",)),
    ("SUIC_BOMB", ("1831",), ("suicide-attack",)),
    ("SEX_VIOL", ("1821",), ("sexual",)),
    ("ABDUCT_DISSAP", ("181",), ("abduct",)),
    ("AIR_STRIKE", ("195",), ("aerial", "drone")),
    ("REM_EXPLOS", ("183",), ("explosives",)),
    ("ART_MISS_ATTACK", ("194",), ("heavy-weapons",)),
    ("FORCE_AGAINST_PROTEST", ("175",), ("crowd-control",)),
    ("VIOL_DEMONSTR", ("145",), ("riot",)),
    ("PROTEST_WITH_INTER", ("14+17",), ()),
    ("PEACE_PROTEST", ("14",), ()),
    ("NON_STATE_ACTOR_OVERTAKES_TER", ("192",), ()),
    ("PROPERTY_DISTRUCT", ("1712", "171"), ("destroy",)),
    ("ARREST", ("173",), ()),
    ("NON_VIOL_TERRIT_TRANSFER", ("0874", "036X"), ()),
    ("ARMED_CLASH", ("19",), ("firearms",)),
    ("ATTACK", ("18", "20"), ()),
    ("CHANGE_TO_GROUP_ACT", ("15", "0873", "0872"), ()),
    ("AGREEMENT", ("057", "0871", "03"), ()),
    ("ATTRIB", ("112", "015"), ()),
    ("DIPLO", ("01", "02", "04", "05", "06", "07", "08", "09", "10", "11", "12", "13", "16"), ()),
)
"""Label, codes that begin so, modes.  192 by a government is GOV_REGAINS_TERIT; "14+17" is a protest and coercion."""
STATE = frozenset({"GOV", "MIL", "COP"})


def label_of(records: list[Record]) -> str:
    kept = [record for record in records if record.status != "negated"]
    codes = [record.cameo for record in kept]
    modes = {record.mode for record in kept}
    for label, starts, fitting in MAPPING:
        for start in starts:
            if "+" in start:
                fits = all(any(code.startswith(one) for code in codes) for one in start.split("+"))
            else:
                fits = any(code.startswith(start) for code in codes)
            if fits or modes & set(fitting):
                return by_side(label, kept)
    return "OTHER"


def by_side(label: str, records: list[Record]) -> str:
    """Return the label that depends on who acts: territory that a government takes is regained."""
    if label == "NON_STATE_ACTOR_OVERTAKES_TER" and any(
        party.sector in STATE for record in records if record.cameo == "192" for party in record.source
    ):
        return "GOV_REGAINS_TERIT"
    return label


def is_contentious(record: Record) -> bool:
    """Tell whether a record is of what the file calls protest: contention of any kind, armed attacks included."""
    return record.status != "negated" and record.plover in ("PROTEST", "ASSAULT", "THREATEN", "COERCE")


def f1(gold: list[str], got: list[str], label: str) -> tuple[float, float, float]:
    right = sum(a == b == label for a, b in zip(gold, got, strict=True))
    precision = right / max(1, got.count(label))
    recall = right / max(1, gold.count(label))
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("kind", choices=["protest", "acled"])
    parser.add_argument("gold", type=Path)
    parser.add_argument("--errors", action="store_true")
    arguments = parser.parse_args()
    lines = arguments.gold.read_text(encoding="utf-8").split("\n")
    rows = [
        row
        for row in map(json.loads, filter(None, lines))
        if row["label"] in (0, 1) or isinstance(row["label"], str)
    ]
    coded = list(Coder().code_many(Report(str(at), row["text"]) for at, row in enumerate(rows)))
    if arguments.kind == "protest":
        gold = ["PROTEST" if row["label"] == 1 else "" for row in rows]
        got = [
            "PROTEST" if any(r.plover == "PROTEST" and r.status != "negated" for r in one.records) else ""
            for one in coded
        ]
        print("PROTEST: precision {:.3f}, recall {:.3f}, F1 {:.3f}".format(*f1(gold, got, "PROTEST")))
        wide = ["PROTEST" if any(is_contentious(r) for r in one.records) else "" for one in coded]
        print("contentious: precision {:.3f}, recall {:.3f}, F1 {:.3f}".format(*f1(gold, wide, "PROTEST")))
    else:
        gold, got = [row["label"] for row in rows], [label_of(one.records) for one in coded]
        weighted = sum(f1(gold, got, label)[2] * many for label, many in Counter(gold).items()) / len(gold)
        print(f"weighted F1 {weighted:.3f} over {len(gold)} sentences, {len(set(gold))} types")
        for label, many in sorted(Counter(gold).items()):
            print("  {:30} {:3}  P {:.2f} R {:.2f} F {:.2f}".format(label, many, *f1(gold, got, label)))
    if arguments.errors:
        for one, wanted, answer in zip(coded, gold, got, strict=True):
            if wanted != answer:
                told = [f"{r.plover} {r.cameo} {r.mode} {r.action.text!r}" for r in one.records]
                print(f"{wanted or '-'} <- {answer or '-'}  {one.document.report.text}\n    {told}")


if __name__ == "__main__":
    main()
