"""`dragoman codebook`, `errors` and `train`: what they print, and what they say of what cannot be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .conftest import Run

PAIRS = (
    ("Russia attacked Ukraine on Monday.", "Russia", "Ukraine", "ASSAULT"),
    ("France condemned Syria over the raid.", "France", "Syria", "ACCUSE"),
    ("Japan sent food aid to Nepal.", "Japan", "Nepal", "AID"),
)


def gold(path: Path, many: int = 33) -> Path:
    rows = []
    for at in range(many):
        text, source, target, plover = PAIRS[at % len(PAIRS)]
        start, end = text.index(source), text.index(target)
        rows.append(
            {
                "text": text,
                "source": [start, start + len(source)],
                "target": [end, end + len(target)],
                "plover": plover,
            }
        )
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_the_codebook_lists_types_codes_and_examples(run: Run) -> None:
    assert "ACCUSE" in run("codebook").output
    assert "1243" in run("codebook", "reject").output
    page = run("codebook", "1243", "--all").output
    assert "Refuse to release" in page
    assert "[source" in page and "[action" in page and "more: --all" not in page


def test_a_code_that_does_not_exist_is_an_error(run: Run) -> None:
    told = run("codebook", "999")
    assert told.exit_code == 1
    assert "is no type and no code" in told.output


def test_errors_are_grouped_by_cause(run: Run, tmp_path: Path) -> None:
    rows = [
        {"text": "Russia attacked Ukraine.", "source": [16, 23], "target": [0, 6], "plover": "ASSAULT"},
        {"text": "Russia attacked Ukraine.", "source": [0, 6], "target": [16, 23], "plover": "AID"},
        {"text": "Russia attacked Ukraine.", "events": []},
        {"text": "Russia attacked Ukraine.", "source": [0, 6], "target": [16, 23], "plover": "ASSAULT"},
    ]
    (tmp_path / "gold.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    told = run("errors", "gold.jsonl").output
    assert "4 sentences, 3 errors" in told
    for cause in ("direction", "wrong type", "false event"):
        assert f"\n{cause}\n" in told
    assert "wanted  AID" in told
    assert "is no cause" in run("errors", "gold.jsonl", "--cause", "weather").output


def test_training_tells_what_it_gained_and_is_used(run: Run, tmp_path: Path) -> None:
    gold(tmp_path / "gold.jsonl")
    told = run("train", "--gold", "gold.jsonl", "--out", "mine")
    assert told.exit_code == 0, told.output
    assert "F1 before" in told.output and "all, macro" in told.output
    assert (tmp_path / "mine" / "adapter.json").is_file()
    line = json.dumps({"text": PAIRS[0][0], "source": [0, 6], "target": [16, 23]}).encode()
    answer = json.loads(run("relate", "--model", "mine", stdin=line).output)
    assert answer["plover"] == "ASSAULT"
    assert "your own training" in answer["reason"]


@pytest.mark.parametrize("many", [0, 3])
def test_training_wants_enough_sentences(run: Run, tmp_path: Path, many: int) -> None:
    gold(tmp_path / "gold.jsonl", many)
    assert run("train", "--gold", "gold.jsonl").exit_code == 1


def test_rules_alone_can_be_asked_for(run: Run) -> None:
    line = json.dumps({"text": PAIRS[0][0], "source": [0, 6], "target": [16, 23]}).encode()
    answer = json.loads(run("relate", "--no-model", stdin=line).output)
    assert (answer["plover"], answer["by"]) == ("ASSAULT", "rule")
    assert "the model" not in answer["reason"]
