"""Measure `find_times` on files of texts with TIMEX3 annotations.

    python scripts/measure_times.py timebank.jsonl aquaint.jsonl [--errors]

Each line of a file is an object with `text`, `dct` (the day of publication) and `timexes` (start, end, type,
value, mod).  Only DATE and TIME are counted; what we find on a DURATION or a SET counts as wrong.  Printed
are the relaxed F1 (the spans overlap), and the value F1 (the spans overlap and the days are the same).
References to a vague present, past or future ("now", "recently") are told apart, as they name no days.
"""

from __future__ import annotations

import argparse
import json
import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any

import spacy

from dragoman.mentions.times import TimeTable, find_times, read_times
from dragoman.types import Sentence, Span, Token, When

VAGUE = frozenset({"PRESENT_REF", "PAST_REF", "FUTURE_REF", ""})
SEASONS = {"SP": (3, 5), "SU": (6, 8), "FA": (9, 11), "WI": (12, 14)}
QUARTERS = {"Q1": (1, 3), "Q2": (4, 6), "Q3": (7, 9), "Q4": (10, 12), "H1": (1, 6), "H2": (7, 12)}


def main() -> None:
    """Print the figures for the files that the arguments name."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--model", default="", help="a spaCy pipeline whose tags and tree to use")
    parser.add_argument("--errors", action="store_true", help="list what was missed, wrong or too much")
    arguments = parser.parse_args()
    table = read_times(files("dragoman") / "lexicon" / "en")
    pipeline = load(arguments.model)
    for path in arguments.files:
        counts: Counter[str] = Counter()
        for line in path.read_text(encoding="utf-8").splitlines():
            compare(json.loads(line), pipeline, table, counts, arguments.errors)
        print_figures(path.name, counts)


def load(model: str) -> Any:
    """Return the pipeline, or one that only cuts words and sentences."""
    if model:
        return spacy.load(model)
    pipeline = spacy.blank("en")
    pipeline.add_pipe("sentencizer")
    return pipeline


def compare(
    row: dict[str, Any], pipeline: Any, table: TimeTable, counts: Counter[str], lists_errors: bool
) -> None:
    """Count how the times found in one text agree with those that were marked."""
    published = date.fromisoformat(row["dct"][:10])
    whens = [
        when
        for sentence in sentences(row["text"], pipeline)
        for when in find_times(sentence, published, table)
    ]
    gold = [timex for timex in row["timexes"] if timex["type"] in {"DATE", "TIME"}]
    matched: set[int] = set()
    for timex in gold:
        span = Span(timex["start"], timex["end"])
        is_vague = (timex["value"] or "") in VAGUE
        index = next(
            (
                at
                for at, when in enumerate(whens)
                if at not in matched and when.span and when.span.overlaps(span)
            ),
            None,
        )
        counts["gold"] += 1
        counts["gold vague"] += is_vague
        if index is None:
            counts["missed vague"] += is_vague
            if lists_errors and not is_vague:
                show("missed", row, span, timex["value"], "")
            continue
        matched.add(index)
        counts["relaxed"] += 1
        counts["relaxed vague"] += is_vague
        if is_same(whens[index], timex, published):
            counts["value"] += 1
        elif lists_errors and not is_vague:
            show(
                "value",
                row,
                span,
                timex["value"],
                f"{whens[index].text!r} {whens[index].start} {whens[index].end}",
            )
    counts["found"] += len(whens)
    others = [timex for timex in row["timexes"] if timex["type"] not in {"DATE", "TIME"}]
    for at, when in enumerate(whens):
        if at in matched or when.span is None:
            continue
        on = next((timex for timex in others if when.span.overlaps(Span(timex["start"], timex["end"]))), None)
        counts["on a duration" if on else "too much"] += 1
        if lists_errors:
            show(
                "on a duration" if on else "too much",
                row,
                when.span,
                on["value"] if on else "",
                f"{when.start} {when.end}",
            )


def sentences(text: str, pipeline: Any) -> Iterator[Sentence]:
    """Yield the sentences of a text."""
    for index, found in enumerate(pipeline(text).sents):
        tokens = tuple(
            Token(
                at,
                token.text,
                token.lemma_,
                token.tag_,
                token.dep_,
                token.head.i - found.start,
                token.idx,
                token.idx + len(token),
            )
            for at, token in enumerate(found)
        )
        yield Sentence(index, "prose", Span(found.start_char, found.end_char), tokens, found.text)


def is_same(when: When, timex: dict[str, Any], published: date) -> bool:
    """Tell whether we mean the days of the TIMEX3 value; "since" and "until" leave one end to compare."""
    days = days_of(timex["value"] or "")
    if days is None:
        return False
    if (when.start, when.end) == days:
        return True
    word = when.text.lower().split()[0] if when.text else ""
    if word in {"since", "ever"}:
        return when.start == days[0]
    if word == "after":
        return when.start == days[1] + timedelta(days=1)
    if word in {"by", "until", "till"}:
        return when.end == days[1]
    if word in {"before", "prior"}:
        return when.end == days[0] - timedelta(days=1)
    is_part = re.match(
        r"(?:the )?(?:early|earlier|mid|middle|late|later|beginning|start|end|so)\b", when.text.lower()
    )
    return bool(is_part and when.start and when.end and days[0] <= when.start and when.end <= days[1])


def days_of(value: str) -> tuple[date, date] | None:
    """Return the first and the last day of a TIMEX3 value, `None` when it names none."""
    value = value.partition("T")[0]
    try:
        if found := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", value):
            day = date.fromisoformat(value)
            return day, day
        if found := re.fullmatch(r"(\d{4})-(\d\d)", value):
            return months(int(found[1]), int(found[2]), int(found[2]))
        if found := re.fullmatch(r"\d{4}", value):
            return months(int(value), 1, 12)
        if found := re.fullmatch(r"(\d{3})X?", value):
            return months(int(found[1]) * 10, 1, 12)[0], months(int(found[1]) * 10 + 9, 1, 12)[1]
        if found := re.fullmatch(r"(\d{2})(?:XX)?", value):
            return date(int(found[1]) * 100 + 1, 1, 1), date(int(found[1]) * 100 + 100, 12, 31)
        if found := re.fullmatch(r"(\d{4})-W(\d\d)(-WE)?", value):
            monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
            return monday + timedelta(days=5 if found[3] else 0), monday + timedelta(days=6)
        if found := re.fullmatch(r"(\d{4})-(SP|SU|FA|WI|Q\d|H\d)", value):
            return months(int(found[1]), *(SEASONS | QUARTERS)[found[2]])
    except (ValueError, KeyError):
        return None
    return None


def months(year: int, first: int, last: int) -> tuple[date, date]:
    """Return the days from the first to the last month, which may lie in the next year."""
    end_year, end_month = (year, last) if last <= 12 else (year + 1, last - 12)
    return date(year, first, 1), date(end_year, end_month, monthrange(end_year, end_month)[1])


def show(kind: str, row: dict[str, Any], span: Span, value: str, ours: str) -> None:
    """Print one disagreement with the words around it."""
    around = row["text"][max(0, span.start - 45) : span.end + 30].replace("\n", " ")
    words = row["text"][span.start : span.end].replace("\n", " ")
    print(f"{kind:14} {row['dct'][:10]} {words!r:32} {value:14} {ours:32} ...{around}...")


def print_figures(name: str, counts: Counter[str]) -> None:
    """Print precision, recall and F1 of one file."""
    for title, gold, right in (
        ("all DATE and TIME", counts["gold"], counts["relaxed"]),
        (
            "without now, recently ...",
            counts["gold"] - counts["gold vague"],
            counts["relaxed"] - counts["relaxed vague"],
        ),
    ):
        found = counts["found"]
        precision, recall, accuracy = right / found, right / gold, counts["value"] / right
        print(
            f"{name:16} {title:26} relaxed P {precision:.3f} R {recall:.3f} F1 {f1(right, found, gold):.3f}",
            end="",
        )
        print(f"  value F1 {f1(counts['value'], found, gold):.3f} accuracy {accuracy:.3f}")
    print(
        f"{name:20} gold {counts['gold']} (vague {counts['gold vague']}), found {counts['found']}, "
        f"on a duration {counts['on a duration']}, too much {counts['too much']}"
    )


def f1(right: int, found: int, gold: int) -> float:
    """Return the harmonic mean of precision and recall."""
    return 2 * right / (found + gold)


if __name__ == "__main__":
    main()
