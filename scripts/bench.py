"""Sentences a second, from text to record, beside the same spaCy pipeline bare with all its components.

    python scripts/bench.py [FILE]      # FILE: one text a line; without it, the bundled sample reports, repeated

Both read the same text in the same run on one core, in turn, five times each; the ratio of each pair is what counts,
since these machines drift.  Prints the median and the range.
"""

from __future__ import annotations

import os
import statistics
import sys
from importlib.resources import files
from pathlib import Path
from time import perf_counter

os.environ["OMP_NUM_THREADS"] = "1"
os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

ROUNDS = 5
REPORTS = 160


def texts() -> list[str]:
    if len(sys.argv) > 1:
        return [line for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines() if line.strip()]
    folder = files("dragoman") / "samples"
    samples = [
        path.read_text(encoding="utf-8")
        for path in sorted(folder.iterdir(), key=str)
        if path.name.endswith(".txt")
    ]
    return [samples[index % len(samples)] for index in range(REPORTS)]


def main() -> None:
    import spacy

    from dragoman.coder import Coder
    from dragoman.settings import DEFAULT_PIPELINE
    from dragoman.types import Report

    reports = [Report(str(index), text) for index, text in enumerate(texts())]
    coder = Coder()
    bare = spacy.load(DEFAULT_PIPELINE)
    sentences = sum(len(coded.sentences) for coded in coder.code_many(reports))
    list(bare.pipe([report.text for report in reports[:20]]))
    ratios, ours, theirs = [], [], []
    for _ in range(ROUNDS):
        began = perf_counter()
        events = sum(len(coded.records) for coded in coder.code_many(reports))
        between = perf_counter()
        for document in bare.pipe([report.text for report in reports]):
            list(document.sents)
        ended = perf_counter()
        ours.append(sentences / (between - began))
        theirs.append(sentences / (ended - between))
        ratios.append(ours[-1] / theirs[-1])
    print(
        f"Python {sys.version.split()[0]}, {len(reports)} reports, {sentences} sentences, {events} events, one core"
    )
    print(f"dragoman, text to record   {statistics.median(ours):6.0f} sentences a second")
    print(f"{DEFAULT_PIPELINE}, bare {statistics.median(theirs):6.0f} sentences a second")
    print(f"ratio {statistics.median(ratios):.2f} (from {min(ratios):.2f} to {max(ratios):.2f})")


if __name__ == "__main__":
    main()
