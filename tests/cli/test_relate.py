"""`dragoman relate`: an answer for each pair, and a reason for each line that has none."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import Run

FREED: dict[str, Any] = {
    "id": "1",
    "text": "Iran freed two French hostages.",
    "source": [0, 4],
    "target": [15, 30],
}
THANKED = {"id": 2, "text": "Germany thanked Oman.", "source": [0, 7], "target": [16, 20]}


def written(*rows: object) -> bytes:
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def test_each_pair_gets_its_answer_in_order(run: Run) -> None:
    result = run("relate", stdin=written(FREED, THANKED))
    assert result.exit_code == 0
    assert result.stderr == ""
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(one["id"], one["plover"]) for one in answers] == [("1", "RETREAT"), ("2", "SUPPORT")]
    action = answers[0]["action"]
    assert action["text"] == FREED["text"][action["start"] : action["end"]]
    assert action["text"].startswith("freed")


def test_pairs_in_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "pairs.jsonl").write_bytes(written(THANKED))
    assert json.loads(run("relate", "pairs.jsonl").stdout)["cameo"] == "051"


def test_offsets_count_characters_before_anything_is_cleaned(run: Run) -> None:
    row = {"text": "\ufeff“Germany” thanked  Oman.", "source": [2, 9], "target": [20, 24]}
    assert json.loads(run("relate", stdin=written(row)).stdout)["plover"] == "SUPPORT"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (b"not json", "is not JSON"),
        (b"[1, 2]", "is not a JSON object"),
        (b"\xff\xfe\xfa", "is not"),
        (b"[" * 200_000, "nested too deep"),
        (b'{"text": 5, "source": [0,1], "target": [0,1]}', 'field "text" is missing or no text'),
        (b'{"text": "Oman", "source": [0,9], "target": [0,1]}', 'field "source" is "[0, 9]"'),
        (b'{"text": "Oman", "source": [0,1]}', 'field "target" is missing'),
        (b'{"text": "Oman", "source": [true,2], "target": [0,1]}', 'field "source" is'),
        (
            b'{"text": "Oman", "source": [0,1], "target": [0,1], "published": "May"}',
            'field "published" is "May"',
        ),
        (b'{"text": "Oman", "source": [0,1], "target": [0,1], "id": []}', 'field "id" is no text'),
    ],
)
def test_a_line_that_cannot_be_read_is_told_and_the_others_are_answered(
    run: Run, line: bytes, said: str
) -> None:
    result = run("relate", stdin=written(FREED) + line + b"\n" + written(THANKED))
    assert result.exit_code == 3
    assert [json.loads(answer)["id"] for answer in result.stdout.splitlines()] == ["1", "2"]
    assert result.stderr.startswith("rejected standard input, line 2: ")
    assert said in result.stderr


def test_a_file_that_is_not_there(run: Run) -> None:
    result = run("relate", "nosuch.jsonl")
    assert result.exit_code == 1
    assert "nosuch.jsonl cannot be read" in result.stderr
