"""`dragoman explain`: every event with its reasons, every other sentence with what was tried."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import ATTACK, Run


def test_an_event_is_told_with_its_rule_and_its_words(run: Run) -> None:
    result = run("explain", "Rebels opened fire on soldiers near Gao.", "--published", "2015-05-21")
    assert result.exit_code == 0
    assert result.stderr == ""
    told = result.stdout
    assert "0. Rebels opened fire on soldiers near Gao." in told
    assert "en.assault.open-fire reads 19" in told
    assert 'source  REB "Rebels" (roles:rebels)' in told
    assert 'target  MIL "soldiers" (roles:soldiers)' in told
    assert "date    2015-05-21 (the day of publication: the text gives none)" in told


def test_a_rule_that_almost_fits_is_told_with_what_stops_it(run: Run) -> None:
    told = run("explain", "The museum opened fire exits.").stdout
    assert "no event" in told
    assert 'en.assault.open-fire: the object is "exits"' in told


def test_all_tells_of_every_rule_that_was_tried(run: Run) -> None:
    few = run("explain", "The museum opened fire exits.").stdout
    every = run("explain", "--all", "The museum opened fire exits.").stdout
    assert "(--all tells of them)" in few
    assert "(--all tells of them)" not in every
    assert len(every.splitlines()) > len(few.splitlines())


def test_a_sentence_without_words_of_a_rule(run: Run) -> None:
    told = run("explain", "The weather in Gao was mild.").stdout
    assert "no word of this sentence starts a rule" in told or "rules that do not fit" in told


def test_a_file_and_its_furniture(run: Run, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(f"GAO, Mali (Reuters) - {ATTACK}\n", "utf-8")
    told = run("explain", "report.txt").stdout
    assert told.startswith("report.txt, with no day of publication\n")
    assert 'dateline, not read: "GAO, Mali (Reuters) -"' in told


def test_a_report_in_another_language_is_rejected(run: Run) -> None:
    result = run("explain", "Le président a condamné les attaques contre les soldats à Gao mardi matin.")
    assert result.exit_code == 3
    assert result.stdout == ""
    assert 'the language is "fr", and only English ("en") is read' in result.stderr


@pytest.mark.parametrize("path", ["", "  ", "nosuch", "nosuch.txt", "my nosuch report.txt"])
def test_a_name_of_no_file_is_not_taken_for_a_report(run: Run, path: str) -> None:
    result = run("explain", path)
    assert result.exit_code == 1
    assert result.stderr.startswith("error: ")


def test_no_line_is_wider_than_a_page(run: Run) -> None:
    from dragoman.cli.work import SAMPLES

    told = run("explain", "--all", str(SAMPLES / "clash.txt"), "--published", "2015-06-17").stdout
    assert max(map(len, told.splitlines())) <= 110
