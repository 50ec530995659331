"""Measure direction and false events on our own sentences.

    python scripts/measure_direction.py tests/gold/direction.txt    # pairs the right way round
    python scripts/measure_direction.py tests/gold/quiet.txt        # sentences in which nothing happens
    ... --errors                                                    # and the sentences that are wrong

A line is a sentence; [source ...] and [target ...] are the parties of an event, [bystander ...] has no part in it;
`both | ` before it: each did it to the other.  A file without marks is of sentences that tell of no event.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

from dragoman.coder import Coder
from dragoman.types import Report, Span

_MARK = re.compile(r"\[(source|target|bystander) ([^\[\]]*)\]")


def unmarked(raw: str) -> tuple[str, dict[str, Span]]:
    text, at, spans = "", 0, {}
    for mark in _MARK.finditer(raw):
        text += raw[at : mark.start()]
        spans[mark.group(1)] = Span(len(text), len(text) + len(mark.group(2)))
        text += mark.group(2)
        at = mark.end()
    return text + raw[at:], spans


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--errors", action="store_true")
    arguments = parser.parse_args()
    lines = [
        line
        for line in arguments.file.read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    ]
    rows = [(line.startswith("both | "), *unmarked(line.removeprefix("both | "))) for line in lines]
    coded = Coder().code_many([Report(str(at), text) for at, (_, text, _) in enumerate(rows)])
    right = wrong = missed = bystander = quiet = 0
    for (both, text, spans), one in zip(rows, coded, strict=True):
        if not spans:
            quiet += bool(one.records)
            if one.records and arguments.errors:
                print(f"{text}\n    {told(one.records)}")
            continue
        pairs = {(place(r.source, spans), place(r.target, spans)) for r in one.records}
        forward, backward = ("source", "target") in pairs, ("target", "source") in pairs
        part = any("bystander" in pair for pair in pairs)
        bystander += part
        if forward and (both or not backward):
            right += 1
        elif forward or backward:
            wrong += 1
        else:
            missed += 1
        if arguments.errors and (part or not forward or (backward and not both)):
            print(f"{text}\n    {told(one.records)}")
    if any(spans for _, _, spans in rows):
        print(
            f"{len(rows)} pairs: coded {right + wrong}, right way round {right} ({right / max(1, right + wrong):.3f}), "
            f"wrong {wrong}, no event of the two {missed}; bystanders taken for parties {bystander}"
        )
    else:
        print(f"{len(rows)} sentences: {quiet} with an event ({quiet / len(rows):.3f})")


def place(parties: list, spans: dict[str, Span]) -> str:
    for name, span in spans.items():
        if any(party.start < span.end and span.start < party.end for party in parties):
            return name
    return ""


def told(records: list) -> str:
    return (
        "; ".join(
            f"{r.plover} {r.cameo} {r.status} {[p.text for p in r.source]} -> {[p.text for p in r.target]} ({r.rule})"
            for r in records
        )
        or "nothing"
    )


if __name__ == "__main__":
    main()
