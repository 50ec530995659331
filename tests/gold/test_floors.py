"""Figures on our own sentences that must not fall: direction, false events, and the codebook's examples."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dragoman.codebook.entries import NO_EVENT, STATEMENT, read_entries
from dragoman.coder import LEXICON, Coder
from dragoman.records.flatten import PartyRecord
from dragoman.types import Report, Span

HERE = Path(__file__).parent
MARK = re.compile(r"\[(source|target|bystander) ([^\[\]]*)\]")
RIGHT_WAY_ROUND = 0.95
FALSE_EVENTS = 0.04
RELATED = 0.85
EVERY = 8
"""Of the codebook's examples every eighth is read here; the whole takes a minute."""


def lines_of(name: str) -> list[str]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def unmarked(raw: str) -> tuple[str, dict[str, Span]]:
    text, at, spans = "", 0, {}
    for mark in MARK.finditer(raw):
        text += raw[at : mark.start()]
        spans[mark.group(1)] = Span(len(text), len(text) + len(mark.group(2)))
        text += mark.group(2)
        at = mark.end()
    return text + raw[at:], spans


def over(parties: list[PartyRecord], span: Span) -> bool:
    return any(party.start < span.end and span.start < party.end for party in parties)


@pytest.mark.slow
def test_events_are_the_right_way_round(coder: Coder) -> None:
    lines = [line for line in lines_of("direction.txt") if not line.startswith("both | ")]
    rows = [unmarked(line) for line in lines]
    right = wrong = 0
    for (_, spans), one in zip(
        rows, coder.code_many(Report(str(n), t) for n, (t, _) in enumerate(rows)), strict=True
    ):
        source, target = spans["source"], spans["target"]
        forward = any(over(r.source, source) and over(r.target, target) for r in one.records)
        backward = any(over(r.source, target) and over(r.target, source) for r in one.records)
        right += forward and not backward
        wrong += backward
    assert right + wrong > len(lines) / 2
    assert right / (right + wrong) >= RIGHT_WAY_ROUND


@pytest.mark.slow
def test_sport_and_weather_give_hardly_an_event(coder: Coder) -> None:
    lines = lines_of("quiet.txt")
    coded = coder.code_many(Report(str(n), line) for n, line in enumerate(lines))
    assert sum(bool(one.records) for one in coded) / len(lines) <= FALSE_EVENTS


@pytest.mark.slow
def test_the_examples_of_the_codebook_are_related_rightly(coder: Coder) -> None:
    entries = read_entries(LEXICON / "en" / "codebook")
    whole = [
        (one, one.source, one.target)
        for one in entries.examples()
        if one.type not in (NO_EVENT, STATEMENT) and one.source and one.target
    ][::EVERY]
    answers = coder.relate_many(
        (Report(str(n), one.text), a, b) for n, (one, a, b) in enumerate(whole) if a and b
    )
    right = sum(answer.plover == one.type for (one, _, _), answer in zip(whole, answers, strict=True))
    assert right / len(whole) >= RELATED
