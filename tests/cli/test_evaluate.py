"""`dragoman evaluate`: the figures, the list of errors, and what is said of gold that cannot be read."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest

from dragoman.cli.gold import Wanted
from dragoman.cli.match import compare_report, match, told_comparison
from dragoman.cli.measure import Tally, evaluate_file
from dragoman.coder import Coder
from dragoman.types import Report

from .conftest import Run

TEXT = "Rebels attacked Malian troops."


def event(**changes: object) -> dict[str, object]:
    return {"source": "REB", "target": "MLIMIL", "plover": "ASSAULT", "status": "actual", **changes}


def gold(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def errors_of(tmp_path: Path, coder: Coder, *rows: object) -> list[dict[str, object]]:
    """Return the errors that measuring the rows of gold finds."""
    evaluate_file(gold(tmp_path / "gold.jsonl", *rows), coder, tmp_path / "errors.jsonl")
    return [json.loads(line) for line in (tmp_path / "errors.jsonl").read_text("utf-8").splitlines()]


# Figures


def test_precision_recall_and_f1_by_type_and_in_all() -> None:
    tally = Tally()
    tally.add(["AID"], ["AID", "REJECT"], ["AID"])
    tally.add([], [], ["AID"])
    assert tally.total("AID") == (1, 1, 2)
    assert tuple(getattr(tally.by_type()["AID"], name) for name in ("precision", "recall")) == (1.0, 0.5)
    assert tally.by_type()["AID"].f1 == pytest.approx(2 / 3)
    assert tally.micro().f1 == pytest.approx(0.5)
    assert tally.macro().f1 == pytest.approx(2 / 3), "a type that nobody wanted has no part in the mean"


def test_intervals_lie_around_the_figure_and_are_the_same_each_time() -> None:
    chance = random.Random(7)
    tally = Tally()
    for _ in range(200):
        right = chance.random() < 0.7
        tally.add(["AID"] if right else [], ["AID"], ["AID"])
    low, high = tally.intervals()["AID"]
    assert low.f1 < tally.by_type()["AID"].f1 < high.f1
    assert 0.08 < high.f1 - low.f1 < 0.18
    assert tally.intervals() == tally.intervals()


def test_the_table_of_a_file_with_events_and_relations(run: Run, tmp_path: Path) -> None:
    gold(
        tmp_path / "gold.jsonl",
        {"text": TEXT, "events": [event()]},
        {"text": "It rained.", "events": []},
        {"text": "Germany thanked Oman.", "source": [0, 7], "target": [16, 20], "plover": "SUPPORT"},
    )
    result = run("evaluate", "gold.jsonl")
    assert result.exit_code == 0
    assert result.stdout.startswith("gold.jsonl: 3 sentences\n\nevents (")
    assert "ASSAULT           1      1      1   1.00 (1.00-1.00)" in result.stdout
    assert "relate (told of the two, which type)" in result.stdout
    assert "an event on the two in 1 of 1 sentences, of the right type in 1.000 of these" in result.stdout
    assert "1,000 resamples" in result.stdout


# Errors


def test_what_is_right_is_no_error(tmp_path: Path, coder: Coder) -> None:
    assert errors_of(tmp_path, coder, {"text": TEXT, "events": [event()]}) == []


@pytest.mark.parametrize(
    ("wanted", "kind"),
    [
        ([event(plover="AID")], "wrong type"),
        ([event(source="ISR")], "wrong source"),
        ([event(source=None)], "wrong source"),
        ([event(target="ISR")], "wrong target"),
        ([event(status="negated")], "wrong status"),
        ([], "false"),
        ([event(), event()], "missing"),
    ],
)
def test_an_error_says_what_is_wrong(
    tmp_path: Path, coder: Coder, wanted: list[dict[str, object]], kind: str
) -> None:
    (error,) = errors_of(tmp_path, coder, {"text": TEXT, "events": wanted})
    assert (error["kind"], error["line"], error["text"]) == (kind, 1, TEXT)
    assert (error["coded"] is None) == (kind == "missing")
    assert (error["wanted"] is None) == (kind == "false")
    assert "tried" in error


@pytest.mark.parametrize(
    "side", ["MLIMIL", "Malian troops", "troops", ["ISR", "MLIMIL"], [None, "Malian troops"]]
)
def test_a_party_is_a_code_or_words_or_a_choice(tmp_path: Path, coder: Coder, side: object) -> None:
    assert errors_of(tmp_path, coder, {"text": TEXT, "events": [event(target=side)]}) == []


def test_no_status_means_any(tmp_path: Path, coder: Coder) -> None:
    wanted = event()
    del wanted["status"]
    assert errors_of(tmp_path, coder, {"text": TEXT, "events": [wanted]}) == []


def test_yield_is_what_two_types_are_now(tmp_path: Path, coder: Coder) -> None:
    freed = {"text": "Iran freed two hostages.", "source": [0, 4], "target": [11, 23], "plover": "YIELD"}
    assert errors_of(tmp_path, coder, freed) == []


def test_a_relation_of_another_type_is_an_error_of_both_measures(tmp_path: Path, coder: Coder) -> None:
    freed = {"text": "Iran freed two hostages.", "source": [0, 4], "target": [11, 23], "plover": "AID"}
    assert [(one["measure"], one["kind"]) for one in errors_of(tmp_path, coder, freed)] == [
        ("relate", "wrong type"),
        ("dyad", "wrong type"),
    ]


def test_the_wrong_way_round_is_no_event_on_the_two(tmp_path: Path, coder: Coder) -> None:
    freed = {"text": "Iran freed two hostages.", "source": [11, 23], "target": [0, 4], "plover": "RETREAT"}
    assert ("dyad", "missing") in [(one["measure"], one["kind"]) for one in errors_of(tmp_path, coder, freed)]


def test_nothing_wanted_and_nothing_coded_match() -> None:
    assert match([], [], "") == match((), (), "x")


def test_what_is_missing_is_missing_whoever_does_it() -> None:
    wanted = Wanted(("REB",), (None,), ("ASSAULT",))
    assert match([wanted], [], TEXT).errors == (("missing", wanted, None),)


# Gold that cannot be read


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{broken", "the line is not JSON"),
        ("[]", "the line is not a JSON object"),
        ("[" * 100_000, "nested too deep"),
        ('{"events": []}', 'field "text" is missing'),
        ('{"text": "Oman"}', 'neither "events" nor a relation'),
        ('{"text": "Oman", "events": {}}', 'for "events"; write a list'),
        ('{"text": "Oman", "events": ["x"]}', "for an event; write an object"),
        ('{"text": "Oman", "events": [{"source": null, "target": null}]}', 'without "plover"'),
        ('{"text": "Oman", "events": [{"source": null, "plover": "AID"}]}', 'without "target"'),
        ('{"text": "Oman", "events": [{"source": 1, "target": null, "plover": "AID"}]}', '"1" for "source"'),
        ('{"text": "Oman", "events": [{"source": [], "target": null, "plover": "AID"}]}', 'for "source"'),
        ('{"text": "Oman", "events": [{"source": null, "target": null, "plover": "FIGHT"}]}', "ASSAULT"),
        ('{"text": "Oman", "events": [{"source": null, "target": null, "plover": []}]}', "ASSAULT"),
        (
            '{"text": "Oman", "events": [{"source": null, "target": null, "plover": "AID", "status": "x"}]}',
            "hypothetical",
        ),
        (
            '{"text": "Oman", "events": [{"source": null, "target": null, "plover": "AID", "sorce": "x"}]}',
            'the field "sorce"',
        ),
        (
            '{"text": "Oman", "plover": "AID", "source": [0, 9], "target": [0, 1]}',
            'field "source" is "[0, 9]"',
        ),
        ('{"text": "Oman", "events": [], "published": "May"}', 'field "published" is "May"'),
    ],
)
def test_a_gold_line_with_a_fault_is_named_with_what_to_write(
    run: Run, tmp_path: Path, line: str, said: str
) -> None:
    (tmp_path / "gold.jsonl").write_text(json.dumps({"text": TEXT, "events": []}) + f"\n\n{line}\n", "utf-8")
    result = run("evaluate", "gold.jsonl")
    assert result.exit_code == 1
    assert result.stdout == ""
    assert said in result.stderr
    assert "gold.jsonl, line 3" in result.stderr
    assert "hint: " in result.stderr


@pytest.mark.parametrize("content", ["", "\n\n"])
def test_a_gold_file_without_sentences(run: Run, tmp_path: Path, content: str) -> None:
    (tmp_path / "gold.jsonl").write_text(content, "utf-8")
    assert "gold.jsonl has no sentences" in run("evaluate", "gold.jsonl").stderr


def test_a_gold_file_that_is_not_there(run: Run) -> None:
    result = run("evaluate", "nosuch.jsonl")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "nosuch.jsonl cannot be read" in result.stderr


# Whole reports


def test_a_report_beside_what_is_expected_of_it(coder: Coder) -> None:
    text = "Rebels attacked Malian troops. France did not condemn Iran. Germany thanked Oman."
    rows = [
        {**event(), "sentence": "Rebels attacked"},
        {
            "sentence": "Germany thanked",
            "source": "DEU",
            "target": "ISR",
            "plover": "SUPPORT",
            "status": "actual",
        },
        {
            "sentence": "France did not",
            "source": "FRA",
            "target": None,
            "plover": "ACCUSE",
            "status": "actual",
        },
    ]
    expected = {"events": rows, "not_events": [{"sentence": "thanked Oman"}, {"sentence": "condemn Iran"}]}
    compared = compare_report(coder.code(Report("r", text)), expected)
    assert (len(compared.found), compared.wanted, compared.near) == (1, 3, 1)
    assert [words for words, _ in compared.false] == ["thanked Oman"]
    told = told_comparison("r", compared)
    assert told.startswith("r: 1 of 3 events, 1 more but for a party, 1 false")
    assert "wanted SUPPORT [actual]: DEU -> ISR" in told
