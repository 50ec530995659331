"""What a user sees before coding anything: help, schema, doctor, actors, demo; and dragoman as a process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import jsonschema
import pytest

from dragoman.cli.commands import cli

from .conftest import ATTACK, Run

COMMAND = (sys.executable, "-c", "from dragoman.cli import main; main()")
VERBS = sorted(cli.commands)


def dragoman(
    *arguments: str, stdin: bytes = b"", cwd: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([*COMMAND, *arguments], input=stdin, capture_output=True, timeout=120, cwd=cwd)


def pipeline(command: str, cwd: Path) -> subprocess.CompletedProcess[bytes]:
    """Run a line of shell in which `dragoman` is the program under test."""
    program = "from dragoman.cli import main; main()"
    run = f"""dragoman() {{ '{sys.executable}' -c '{program}' "$@"; }}; set -o pipefail; """
    return subprocess.run(["bash", "-c", run + command], capture_output=True, timeout=120, cwd=cwd)


def quickest(command: Sequence[str]) -> float:
    """Return the processor's seconds in the shortest of a few runs, so that a busy machine fails no test."""
    taken = []
    for _ in range(5):
        before = os.times()
        subprocess.run(command, check=True, capture_output=True)
        after = os.times()
        used = after.children_user - before.children_user + after.children_system - before.children_system
        taken.append(used)
    return min(taken)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example(run: Run, verb: str) -> None:
    result = run(verb, "--help")
    assert result.exit_code == 0
    assert f"dragoman {verb}" in result.stdout.split("Example", 1)[1]
    assert max(map(len, result.stdout.splitlines())) <= 110


def test_the_list_of_verbs_is_told_in_whole_sentences(run: Run) -> None:
    told = run("--help").stdout
    assert "..." not in told.split("Commands:")[1]
    assert all(f"  {verb} " in told for verb in VERBS)
    assert "Exit codes" in told


def test_help_is_there_at_once() -> None:
    assert quickest([*COMMAND, "--help"]) < 0.5


def test_importing_dragoman_loads_no_model() -> None:
    bare = quickest([sys.executable, "-c", "pass"])
    assert quickest([sys.executable, "-c", "import dragoman"]) - bare < 0.3
    loaded = "import dragoman, sys; assert not {'spacy', 'numpy', 'click', 'trafilatura'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", loaded], check=True)


def test_the_schema_is_a_json_schema(run: Run) -> None:
    result = run("schema")
    made = json.loads(result.stdout)
    jsonschema.Draft202012Validator.check_schema(made)
    assert "dragoman event record" in made["title"]


def test_the_doctor_finds_all_well(run: Run) -> None:
    result = run("doctor")
    assert result.exit_code == 0, result.stdout
    assert "BAD" not in result.stdout
    assert "actor rows" in result.stdout


def test_the_doctor_names_what_is_missing(run: Run) -> None:
    result = run("doctor", "--pipeline", "nosuch")
    assert result.exit_code == 1
    assert "BAD  the spaCy pipeline `nosuch` is not installed" in result.stdout


def test_the_demo_shows_a_table_for_each_sample(run: Run) -> None:
    result = run("demo")
    assert result.exit_code == 0
    assert result.stdout.count(", published ") == 8
    assert "ASSAULT" in result.stdout


def test_an_actor_on_a_day(run: Run) -> None:
    result = run("actors", "United Nations", "--on", "2015-05-21")
    assert result.exit_code == 0
    assert "on 2015-05-21: " in result.stdout


def test_an_actor_that_is_not_known_is_an_error_with_names_near_it(run: Run) -> None:
    result = run("actors", "Kremln")
    assert (result.exit_code, result.stdout) == (1, "")
    assert '"Kremln" is not in the actor table' in result.stderr
    assert "hint: near it: " in result.stderr


# As a process: exit codes, pipes, and what is written where


def test_data_and_messages_go_their_own_ways(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(ATTACK, "utf-8")
    result = dragoman("code", "report.txt", cwd=tmp_path)
    assert result.returncode == 0
    assert json.loads(result.stdout)["plover"] == "ASSAULT"
    assert result.stderr == b"read 1 report: coded 1, rejected 0; 1 event\n"


@pytest.mark.parametrize(
    ("arguments", "code"), [(("code", "nosuch.txt"), 1), (("code",), 2), (("frob",), 2), (("code", "-"), 3)]
)
def test_exit_codes(tmp_path: Path, arguments: tuple[str, ...], code: int) -> None:
    result = dragoman(*arguments, stdin=b"{broken\n", cwd=tmp_path)
    assert result.returncode == code
    assert result.stdout == b""
    assert result.stderr
    assert b"Traceback" not in result.stderr


@pytest.mark.skipif(not Path("/bin/bash").exists(), reason="needs a shell")
def test_a_reader_who_has_had_enough_is_no_error(tmp_path: Path) -> None:
    result = pipeline("dragoman demo | head -1", tmp_path)
    assert (result.returncode, result.stderr) == (0, b"")
    assert result.stdout.startswith(b"aid.txt, published")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_a_full_disk_is_said_in_words(tmp_path: Path) -> None:
    result = pipeline("dragoman schema > /dev/full", tmp_path)
    assert result.returncode == 1
    assert result.stderr == b"error: the output cannot be written: No space left on device\n"


def test_with_a_batch_of_one_each_report_is_answered_before_the_next_is_read() -> None:
    with subprocess.Popen(
        [*COMMAND, "code", "-", "--batch", "1"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin and process.stdout
        for _ in range(2):
            process.stdin.write(json.dumps({"text": ATTACK}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["plover"] == "ASSAULT"
        process.stdin.close()
    assert process.returncode == 0


@pytest.mark.slow
def test_output_is_utf_8_and_safe_for_a_terminal_in_any_locale(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text("Rebels attacked \x1b “\x9bsoldiers”\u202e near Gao.\n", "utf-8")
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for arguments in (
        ("explain", "report.txt"),
        ("code", "report.txt"),
        ("code", "report.txt", "--format", "csv"),
    ):
        result = subprocess.run(
            [*COMMAND, *arguments], capture_output=True, timeout=120, cwd=tmp_path, env=environment
        )
        assert result.returncode == 0, result.stderr.decode()
        assert "soldiers" in result.stdout.decode()
        assert not {"\x1b", "\x9b", "\u202e"} & set(result.stdout.decode())
