"""A coded report as a user sees it in Python and in a notebook."""

from __future__ import annotations

import re

import msgspec
import pytest

from dragoman.coded import days, one_line, printable, summary
from dragoman.coder import Coder
from dragoman.records.flatten import DateRecord, PartyRecord, Record
from dragoman.types import Report

TEXT = "Iraqi troops attacked rebels near Mosul. Germany thanked Oman."


@pytest.fixture(scope="module")
def attack(coder: Coder) -> Record:
    return coder.code(TEXT).records[0]


def party(start: int, end: int, code: str) -> PartyRecord:
    return PartyRecord(TEXT[start:end], start, end, "", code, "", "", "words")


def test_its_repr_tells_what_was_found(coder: Coder) -> None:
    told = repr(coder.code(Report("r1", TEXT)))
    assert told.startswith("<CodedReport r1: 2 sentences, ")
    assert ", 2 events>" in told
    assert 'SUPPORT 051: DEU -> OMN "thanked' in told


def test_its_repr_tells_why_it_was_not_read(coder: Coder) -> None:
    assert "not read: no text is left after cleaning" in repr(coder.code(Report("r1", " ")))


def test_its_dicts_are_the_records(coder: Coder) -> None:
    coded = coder.code(TEXT)
    assert msgspec.convert(coded.to_dicts(), list[Record]) == coded.records


def test_its_page_has_the_whole_text_and_marks_the_words_of_events(coder: Coder) -> None:
    page = coder.code(TEXT)._repr_html_()
    body = page.split("<table>")[0]
    assert re.sub("<[^>]*>", "", body) == TEXT
    assert '">Germany</mark>' in body
    assert 'title="SUPPORT 051 (en.support.praise)">thanked' in body
    assert "<td>DEU</td><td>OMN</td>" in page


def test_marks_that_stand_in_one_another_and_cross_make_whole_html(coder: Coder, attack: Record) -> None:
    inside = msgspec.structs.replace(
        attack, source=[party(0, 12, "IRQMIL"), party(0, 5, "IRQ")], target=[party(6, 28, "REB")]
    )
    coded = coder.code(TEXT)
    crossed = type(coded)(coded.document, coded.sentences, coded.mentions, coded.events, [inside])
    body = crossed._repr_html_().split("<table>")[0]
    assert re.sub("<[^>]*>", "", body) == TEXT
    depth = 0
    for tag in re.findall(r"</?mark", body):
        depth += 1 if tag == "<mark" else -1
        assert 0 <= depth <= 1
    iraqi = re.search(r'title="([^"]*)">Iraqi</mark>', body)
    assert iraqi
    assert "IRQMIL" in iraqi.group(1) and ": IRQ\n" in f"{iraqi.group(1)}\n"


def test_a_report_without_events_says_so(coder: Coder) -> None:
    assert "no events" in coder.code("It rained.")._repr_html_()


@pytest.mark.parametrize(
    ("start", "end", "basis", "told"),
    [
        ("2015-05-21", "2015-05-21", "text", "2015-05-21"),
        ("2015-05-21", "2015-05-21", "publication", "2015-05-21*"),
        ("2015-05-01", "2015-05-31", "text", "2015-05"),
        ("2016-02-01", "2016-02-29", "text", "2016-02"),
        ("2015-01-01", "2015-12-31", "text", "2015"),
        ("1990-01-01", "1999-12-31", "text", "1990/1999"),
        ("2015-05-18", "2015-05-24", "text", "2015-05-18/2015-05-24"),
        (None, "2015-05-21", "text", "?/2015-05-21"),
        ("2015-05-01", None, "text", "2015-05-01/?"),
        (None, None, "unknown", "?"),
    ],
)
def test_days_are_told_as_short_as_may_be(
    attack: Record, start: str | None, end: str | None, basis: str, told: str
) -> None:
    record = msgspec.structs.replace(attack, date=DateRecord(start, end, "", basis))
    assert days(record) == told


def test_a_summary_is_one_line_that_steers_nothing(attack: Record) -> None:
    nobody = msgspec.structs.replace(party(0, 0, ""), text="a\x1b[31m\nb\u202e")
    odd = msgspec.structs.replace(attack, target=[nobody])
    assert '-> "a·[31m b·" "attacked' in summary(odd)


def test_what_is_printable_keeps_its_length() -> None:
    text = "“Gao”\u00a0\x9b\x00\u200b\n\t\ud800é漢\U0001f600"
    assert len(printable(text)) == len(text)
    assert printable(text) == "“Gao” ···\n ·é漢\U0001f600"
    assert one_line(" a\n\tb ") == "a b"
