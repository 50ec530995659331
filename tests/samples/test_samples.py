"""The bundled samples, coded, beside what a careful reader takes from them.

`floors.json` holds what was reached; `scripts/raise_floors.py` raises it.  `pytest -s` prints what is missed.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dragoman.cli.match import compare_report, told_comparison
from dragoman.cli.work import expected_of_samples, samples
from dragoman.coder import Coder
from dragoman.types import Report

FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text("utf-8"))
EXPECTED = expected_of_samples()
REPORTS = {report.id: report for report in samples()}


def test_every_sample_has_a_floor() -> None:
    assert set(FLOORS) == set(EXPECTED) == set(REPORTS)


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_every_quoted_sentence_stands_in_its_report(name: str) -> None:
    rows = EXPECTED[name]["events"] + EXPECTED[name]["not_events"]
    assert [row["sentence"] for row in rows if row["sentence"] not in REPORTS[name].text] == []


@pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)
def test_a_sample_is_coded_no_worse_than_before(report: Report, coder: Coder) -> None:
    compared = compare_report(coder.code(report), EXPECTED[report.id])
    told = told_comparison(report.id, compared)
    print(told)  # noqa: T201
    floor = FLOORS[report.id]
    assert compared.wanted == floor["wanted"], (
        "expected.json has changed: run scripts/raise_floors.py --lower"
    )
    assert len(compared.found) >= floor["found"], told
    assert len(compared.false) <= floor["false"], told
