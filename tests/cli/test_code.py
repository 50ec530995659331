"""`dragoman code`: what goes in, what comes out, and what is said of what could not be read."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import jsonschema
import pytest

from dragoman.records.flatten import schema

from .conftest import ATTACK, Run


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(ATTACK, "utf-8")
    return path


def lines(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def test_a_report_in_a_pipe_gives_json_lines(run: Run, report: Path) -> None:
    result = run("code", "report.txt")
    assert result.exit_code == 0
    (record,) = lines(result.stdout)
    assert (record["plover"], record["cameo"]) == ("ASSAULT", "190")
    assert result.stderr == "read 1 report: coded 1, rejected 0; 1 event\n"


def test_every_record_is_as_the_schema_says(run: Run) -> None:
    from dragoman.cli.work import SAMPLES

    result = run("code", str(SAMPLES), "--published", "2015-05-21")
    assert result.exit_code == 0
    validator = jsonschema.Draft202012Validator(schema())
    records = lines(result.stdout)
    assert len(records) > 20
    assert [error.message for record in records for error in validator.iter_errors(record)] == []


def test_the_day_of_publication_dates_what_has_no_day(run: Run, report: Path) -> None:
    (record,) = lines(run("code", "report.txt", "--published", "2015-05-21").stdout)
    assert record["date"] == {"start": "2015-05-21", "end": "2015-05-21", "text": "", "basis": "publication"}


def test_a_json_list_is_one_value(run: Run, report: Path) -> None:
    assert len(json.loads(run("code", "report.txt", "report.txt", "--format", "json").stdout)) == 2


def test_a_json_list_of_nothing_is_empty(run: Run, tmp_path: Path) -> None:
    (tmp_path / "rain.txt").write_text("It rained.", "utf-8")
    assert json.loads(run("code", "rain.txt", "--format", "json").stdout) == []


def test_csv_keeps_the_zeros_of_codes(run: Run, tmp_path: Path) -> None:
    (tmp_path / "thanks.txt").write_text("Germany thanked Oman.", "utf-8")
    (row,) = csv.DictReader(io.StringIO(run("code", "thanks.txt", "--format", "csv").stdout))
    assert (row["cameo"], row["source"], row["target"]) == ("051", "DEU", "OMN")


def test_a_table_fits_a_page(run: Run) -> None:
    from dragoman.cli.work import SAMPLES

    result = run("code", str(SAMPLES), "--format", "table")
    assert "clash.txt: " in result.stdout
    assert max(len(line) for line in result.stdout.splitlines() if line.startswith("  ")) <= 110


def test_json_lines_on_standard_input(run: Run) -> None:
    result = run("code", "-", stdin=json.dumps({"id": 7, "text": ATTACK}).encode())
    assert [record["report"] for record in lines(result.stdout)] == ["7"]


def test_files_of_all_kinds_in_a_folder(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text(ATTACK, "utf-8")
    (folder / "b.jsonl").write_text(json.dumps({"text": ATTACK}), "utf-8")
    (folder / "c.csv").write_text(f'id,text\n8,"{ATTACK}"\n', "utf-8")
    (folder / "d.html").write_text(f"<html><body><article><p>{ATTACK} " * 3 + "</p></article>", "utf-8")
    (folder / "notes.pdf").write_text("not read", "utf-8")
    result = run("code", "news")
    assert result.exit_code == 0
    assert result.stderr.startswith("read 4 reports: coded 4, rejected 0;")


def test_a_column_with_another_name(run: Run, tmp_path: Path) -> None:
    (tmp_path / "archive.csv").write_text(f'body,day\n"{ATTACK}",2015-05-21\n', "utf-8")
    result = run("code", "archive.csv", "--column", "text=body", "--column", "published=day")
    (record,) = lines(result.stdout)
    assert record["date"]["basis"] == "publication"  # type: ignore[index]


def test_what_is_done_to_nobody_can_be_left_out(run: Run, tmp_path: Path) -> None:
    (tmp_path / "strike.txt").write_text("Dock workers went on strike.", "utf-8")
    assert len(lines(run("code", "strike.txt").stdout)) == 1
    assert lines(run("code", "strike.txt", "--require-target").stdout) == []


def test_rejected_lines_are_told_and_kept_and_the_rest_is_coded(run: Run, tmp_path: Path) -> None:
    good = json.dumps({"text": ATTACK})
    french = json.dumps(
        {"text": "Le président a condamné les attaques contre les soldats à Gao mardi matin."}
    )
    (tmp_path / "mixed.jsonl").write_text(f"{good}\n{{broken\n{french}\n{good}\n", "utf-8")
    result = run("code", "mixed.jsonl", "--rejected", "rejected.jsonl")
    assert result.exit_code == 3
    assert len(lines(result.stdout)) == 2
    assert "rejected mixed.jsonl, line 2: is not JSON" in result.stderr
    assert 'the language is "fr"' in result.stderr
    assert result.stderr.endswith("read 4 reports: coded 2, rejected 2; 2 events\n")
    kept = lines((tmp_path / "rejected.jsonl").read_text("utf-8"))
    assert [(one["line"], one["step"]) for one in kept] == [(2, "reports"), (3, "documents")]


def test_many_rejections_are_counted_and_only_the_first_are_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "broken.jsonl").write_text("{\n" * 60, "utf-8")
    result = run("code", "broken.jsonl")
    assert result.stderr.count("rejected broken.jsonl, line") == 50
    assert "… and 10 more; --rejected FILE writes them all" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("nosuch.txt",), "there is no file or folder nosuch.txt"),
        (("report.txt", "nosuch.txt"), "there is no file or folder nosuch.txt"),
        (("",), "the name of a file is empty"),
        (("report.pdf",), "no reader knows the ending of report.pdf"),
        (("report.txt", "--column", "body"), '"--column body" cannot be read'),
        (("report.txt", "--column", "author=body"), 'a report has no field "author"'),
        (("archive.csv",), 'there is no column "text"'),
        (("report.txt", "--pipeline", "nosuch"), "the spaCy pipeline `nosuch` is not installed"),
        (("report.txt", "--rejected", "nosuch/rejected.jsonl"), "nosuch/rejected.jsonl cannot be written"),
        (("\x1b[31m.txt",), "there is no file or folder ·[31m.txt"),
    ],
)
def test_an_error_says_what_to_do_next(
    run: Run, report: Path, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    (tmp_path / "report.pdf").write_text("x", "utf-8")
    (tmp_path / "archive.csv").write_text("id,body\n1,x\n", "utf-8")
    result = run("code", *arguments)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("error: ")
    assert said in result.stderr
    assert "hint: " in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("report.txt", "--published", "2015"),
        ("report.txt", "--published", "20150521"),
        ("report.txt", "--format", "xml"),
        ("report.txt", "--batch", "0"),
        ("report.txt", "--rules", "nosuch.toml"),
        ("report.txt", "--actors", "nosuch.csv"),
        ("report.txt", "--frob"),
    ],
)
def test_a_command_that_is_not_understood(run: Run, report: Path, arguments: tuple[str, ...]) -> None:
    result = run("code", *arguments)
    assert result.exit_code == 2
    assert "Try 'cli code --help' for help." in result.stderr


def test_a_rule_of_the_users_own_is_used(run: Run, report: Path, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(
        '[[rule]]\nid = "own.attack"\ncameo = "195"\nverb = ["attack"]\nobject = ["soldier"]\n'
        'subject = ["rebel"]\nargs = {near = ["*"]}\n',
        "utf-8",
    )
    (record,) = lines(run("code", "report.txt", "--rules", "own.toml").stdout)
    assert (record["rule"], record["cameo"]) == ("own.attack", "195")
