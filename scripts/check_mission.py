"""Check how the mission report is coded against what a careful reader takes from it.

    python scripts/check_mission.py FOLDER      # the folder with report.txt and expected.json

Prints each wanted event as found or missing, the events that nobody asked for, what must not have happened, how the
title and the caption were treated, and how the actors were coded.  Exits 1 when something is not as it should be.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from dragoman.coded import CodedReport, summary
from dragoman.coder import Coder
from dragoman.records.flatten import PartyRecord, Record
from dragoman.types import Mention, Report

MOST_OTHERS = 2


def main() -> int:
    folder = Path(sys.argv[1])
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    text = (folder / "report.txt").read_text(encoding="utf-8")
    coded = Coder().code(Report("mission", text), published=date.fromisoformat(expected["published"]))
    failures = [*check_events(coded, expected), *check_text(coded), *check_actors(coded, expected["actors"])]
    print(f"{len(failures)} failures")
    return 1 if failures else 0


def check_events(coded: CodedReport, expected: dict[str, Any]) -> Iterable[str]:
    taken: set[str] = set()
    for wanted in expected["events"]:
        found = [
            record
            for record in coded.records
            if at(wanted["sentence"], record, coded) and fits(record, wanted)
        ]
        taken |= {record.id for record in found}
        mark = "ok     " if found else "missing"
        optional = " (optional)" if wanted.get("optional") else ""
        codes = ", ".join(
            f"{one.cameo}{'' if one.cameo in wanted['cameo'] else ' (other CAMEO code)'}" for one in found
        )
        print(f"{mark} {wanted['id']}{optional} {codes}")
        if not found and not wanted.get("optional"):
            yield wanted["id"]
    others = [record for record in coded.records if record.id not in taken]
    for record in others:
        print(f"other   {summary(record)}  [{record.rule}] {record.sentence.text[:90]}")
    if len(others) > MOST_OTHERS:
        yield f"{len(others)} other events"
    for unwanted in expected["not_events"]:
        wrong = [
            record
            for record in others
            if record.status == "actual" and at(unwanted["sentence"], record, coded)
        ]
        for record in wrong:
            print(f"WRONG   {unwanted['sentence']}: {summary(record)}")
            yield unwanted["sentence"]


def at(quoted: str, record: Record, coded: CodedReport) -> bool:
    """Tell whether the action stands in the quoted words, or in a longer quotation in the same sentence."""
    start = coded.document.report.text.find(quoted)
    return start <= record.action.start < start + len(quoted) or (
        start <= record.action.end <= start + len(quoted) and start >= 0
    )


def fits(record: Record, wanted: dict[str, Any]) -> bool:
    plover = wanted["plover"] if isinstance(wanted["plover"], list) else [wanted["plover"]]
    return (
        record.plover in plover
        and record.status == wanted["status"]
        and party_fits(record.source, wanted["source"])
        and party_fits(record.target, wanted["target"])
    )


def party_fits(found: Sequence[PartyRecord], wanted: Any) -> bool:
    choices = wanted if isinstance(wanted, list) else [wanted]
    if not found:
        return None in choices
    names = {one.code for one in found} | {one.name for one in found}
    return any(choice in names for choice in choices if choice)


def check_text(coded: CodedReport) -> Iterable[str]:
    titles = [sentence for sentence in coded.sentences if sentence.kind == "title"]
    first = next(sentence for sentence in coded.sentences if sentence.kind != "title")
    right = len(titles) == 1 and first.text.startswith("Iraqi Prime Minister")
    print("ok     " if right else "WRONG  ", "title and caption")
    if not right:
        yield "title and caption"


def check_actors(coded: CodedReport, actors: list[dict[str, Any]]) -> Iterable[str]:
    for actor in actors:
        codes = actor["code"] if isinstance(actor["code"], list) else [actor["code"]]
        for words in [actor["text"], *actor.get("also", [])]:
            found = [mention for mention in coded.mentions if same_words(mention, words)]
            wrong = [m for m in found if not any(entity.code in codes for entity in m.entities)]
            if words == "Moscow":
                wrong = [m for m in wrong if m.kind != "place"]
            if not found or wrong:
                print(
                    f"actor   {words}: wanted {codes}, found {[(m.text, [e.code for e in m.entities]) for m in wrong]}"
                )
                yield words


def same_words(mention: Mention, words: str) -> bool:
    text = mention.text.removeprefix("the ")
    return text == words.removeprefix("the ") or (len(words) > 4 and text.endswith(words))


if __name__ == "__main__":
    sys.exit(main())
