"""What nobody sends on purpose, and what somebody might: rejected with a reason, or coded and inert."""

from __future__ import annotations

import copy
import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from time import perf_counter
from typing import Any

import pytest

from dragoman.cli.show import json_of, table_of, writer
from dragoman.coded import CodedReport
from dragoman.coder import Coder
from dragoman.documents import clean, split_sentences
from dragoman.errors import DragomanError
from dragoman.reports import read_reports
from dragoman.settings import Settings
from dragoman.types import Rejection, Report

ATTACK = "Rebels attacked soldiers near Gao."


def read(path: Path, content: bytes | str) -> list[Report | Rejection]:
    """Return what is read from a file with that content."""
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
    return list(read_reports(path))


def seconds(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return perf_counter() - began


# Files


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.csv", "a.html"])
@pytest.mark.parametrize(
    "content",
    [b"", b"\0", bytes(range(256)) * 40, b"\x7fELF\x02\x01\x01" + b"\0" * 60, b"\xff\xfe", b"\xef\xbb\xbf"],
    ids=["empty", "nul", "all bytes", "program", "mark of UTF-16", "mark of UTF-8"],
)
def test_a_file_that_is_no_text_gives_no_report_and_no_traceback(
    tmp_path: Path, name: str, content: bytes
) -> None:
    try:
        found = read(tmp_path / name, content)
    except DragomanError as error:
        assert name in str(error)
        return
    for one in found:
        # NULs and the like are UTF-8 too: such a text has nothing to code.
        assert isinstance(one, Rejection) or not one.text.strip().isprintable()


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.csv", "a.html"])
def test_broken_utf_8_is_rejected_or_read_as_an_older_encoding(tmp_path: Path, name: str) -> None:
    header = b"text\n" if name == "a.csv" else b""
    content = (
        b'{"text": "caf\xe9 attacked"}'
        if name == "a.jsonl"
        else header + b"Rebels attacked a caf\xe9 in Gao."
    )
    for one in read(tmp_path / name, content):
        assert isinstance(one, Rejection) or "caf\xe9" in one.text or "caf\ufffd" in one.text


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ('{"id": "1"}', 'field "text" is missing'),
        ('{"text": ""}', 'field "text" is empty'),
        ('{"text": 5}', 'field "text" is a number'),
        ('{"text": ["x"]}', 'field "text" is a list'),
        ('{"text": {"x": 1}}', 'field "text" is an object'),
        ('{"text": "x", "published": "yesterday"}', "write YYYY-MM-DD"),
        ('{"text": "x", "published": 2015}', "write it as text in quotes"),
        ('{"text": "x", "published": "9999-12-31"}', "the year must be from"),
        ('{"text": "x", "title": false}', "true or false"),
        ('["text"]', "is not a JSON object"),
        ("null", "is not a JSON object"),
        ("NaN", "is not a JSON object"),
        ('{"text": "x"', "is not JSON"),
        ('{"text": "\ud800"', "is not"),
        ("[" * 200_000 + "]" * 200_000, "nested too deep"),
        ('{"text": ' + "9" * 10_000 + "}", "number too long"),
    ],
    ids=range(16),
)
def test_a_json_line_with_a_fault_is_rejected_with_its_number(tmp_path: Path, line: str, reason: str) -> None:
    good = json.dumps({"text": ATTACK, "extra": {"deep": [1]}})
    first, bad, last = read(tmp_path / "a.jsonl", f"{good}\n{line}\n{good}\n")
    assert isinstance(first, Report) and isinstance(last, Report)
    assert isinstance(bad, Rejection)
    assert reason in bad.reason
    assert (bad.line, bad.path) == (2, str(tmp_path / "a.jsonl"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("id,body\n1,x\n", 'there is no column "text"'),
        ("text,text\nx,y\n", '2 columns "text"'),
        ("\n\n", "has no header"),
        (",,\nx,y,z\n", "has no header"),
    ],
)
def test_a_csv_file_with_bad_columns(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(DragomanError) as caught:
        read(tmp_path / "a.csv", content)
    assert said in str(caught.value)
    assert "a.csv" in str(caught.value)
    assert caught.value.hint


def test_a_csv_row_with_a_fault_is_rejected_with_its_line(tmp_path: Path) -> None:
    first, bad, never = read(tmp_path / "a.csv", f'text\n"{ATTACK}"\na,b\n"never closed\n')
    assert isinstance(first, Report)
    assert isinstance(bad, Rejection) and bad.line == 3
    assert isinstance(never, Rejection) and "never closed" in never.reason


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><p>" + ATTACK,
        "<p" * 5_000,
        "<div>" * 20_000 + ATTACK,
        "<!--" + ATTACK,
        "<script>" + ATTACK,
        f"<article><p>{ATTACK}<script>alert('France attacked Iran.')</script></p>" + f"<p>{ATTACK}</p>" * 4,
        "<![CDATA[" + ATTACK,
        "&#0;&#xD800;&#99999999;" + ATTACK,
    ],
    ids=["unclosed", "tags", "deep", "comment", "script", "script inside", "cdata", "entities"],
)
def test_a_page_that_never_ends_is_read_or_rejected(tmp_path: Path, page: str) -> None:
    for one in read(tmp_path / "a.html", page):
        assert isinstance(one, Report | Rejection)
        if isinstance(one, Report):
            assert "alert" not in one.text


# A user's own rules and actors


RULE = '[[rule]]\nid = "own.one"\ncameo = "190"\nverb = ["zap"]\n'
COLUMNS = "id,name,aliases,demonyms,code,country,sector,kind,acts_as,start,end,office,caseful,source\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (RULE.replace("190", "19O"), '"19O"'),
        (RULE + 'object = ["@nosuch"]\n', "@nosuch"),
        (RULE + 'colour = "red"\n', "colour"),
        (RULE + RULE, "own.one"),
        (RULE.replace('["zap"]', '"zap"'), "own.one"),
        (RULE.replace('["zap"]', "[]"), "own.one"),
        ("[[rule]\n", "line 1"),
        ("rule = 5\n", "rule"),
        ("[[rule]]\n", "id"),
        ("\0", "own.toml"),
    ],
    ids=[
        "code", "class", "field", "twice", "type", "no word", "no TOML", "no list", "no id", "nul",
    ],
)  # fmt: skip
def test_a_rule_with_a_fault_names_its_file(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(content, "utf-8")
    with pytest.raises(DragomanError) as caught:
        Coder(Settings(rules=(path,)), parser=NoParser())
    assert said in str(caught.value)
    assert "own.toml" in str(caught.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("id,name\nx,X\n", "line 1"),
        (COLUMNS + "x,X,,,XX!,,,state,,,,,,own\n", "line 2"),
        (COLUMNS + "x,X,,,usagov,,,state,,,,,,own\n", "line 2"),
        (COLUMNS + "x,X,,,USA,USA,,frob,,,,,,own\n", "line 2"),
        (COLUMNS + "x,X,,,USA,USA,,state,,2015-13-01,,,,own\n", "line 2"),
        (COLUMNS + "x,X,,,USA,USA\n", "line 2"),
        (COLUMNS + "x,,,,USA,USA,,state,,,,,,own\n", "line 2"),
    ],
    ids=["columns", "code", "small code", "kind", "day", "cells", "no name"],
)
def test_an_actor_with_a_fault_names_its_file_and_line(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "own.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(DragomanError) as caught:
        Coder(Settings(actors=(path,)), parser=NoParser())
    assert said in str(caught.value)
    assert "own.csv" in str(caught.value)
    assert caught.value.hint


class NoParser:
    """Stands in where the lexicon is at fault before anything is parsed."""

    name = "none"

    def parse(self, documents: Any) -> Iterator[Any]:
        raise NotImplementedError


# Texts


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\t ",
        "\0\0",
        "\ud800",
        "Rebels \ud83dattacked\ude00 soldiers.",
        "\u202eRebels attacked soldiers near Gao.\u202c",
        "\u200fRebels\u200f attacked\u200e soldiers\u2066.",
        "Rebels\0attacked\0soldiers.",
        "Rebels\u0301\u0301\u0301 attacked soldiers." + "\u0301" * 500,
        "a" * 20_000,
        "attacked " * 2_000,
        "\"'" * 2_000,
        "(" * 2_000 + ATTACK + ")" * 2_000,
        "- " * 2_000,
        "." * 5_000,
        "\n" * 5_000 + ATTACK,
        "and " * 1_500 + ATTACK,
        "Monday " * 1_000,
        "the president of " * 700 + "Mali attacked Gao.",
        "France, " * 1_000 + "and Iran met.",
        "\U0001f600 " * 500 + ATTACK,
        "A\u0130\u0131\u00df\ufb01 attacked \u1e9e.",
    ],
    ids=range(22),
)
def test_no_text_breaks_the_coder(coder: Coder, text: str) -> None:
    coded = coder.code(text)
    assert coded.rejection is None or coded.rejection.reason
    for record in coded.records:
        json.loads(json_of(record))
    assert repr(coded)
    assert coded._repr_html_()


HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "=HYPERLINK(1)",
    "+cmd calc",
    "@SUM(A1)",
    "\x1b]0;owned\x07\x1b[31m",
    "\x9b31m",
    "\u202egnp.exe",
    "../../etc/passwd",
    "'; DROP TABLE records; --",
    "{{7*7}} ${7*7} %s %n",
]


def coded_with(coder: Coder, words: str) -> CodedReport:
    """Return a report whose parties, title and id hold hostile words."""
    told = f"France condemned the {words} group. Iran freed '{words}' hostages. Rebels attacked {words}."
    return coder.code(Report(id=words, text=f"{words}\n\n{told}", title=words))


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_escaped_in_a_notebook(coder: Coder, words: str) -> None:
    page = coded_with(coder, words)._repr_html_()
    tags = set(re.findall(r"<[^>]*>", page))
    assert all(re.match(r"</?(div|mark|table|tr|th|td|p)\b", tag) for tag in tags)
    assert not re.search(r"<[^>]*\bon\w+=", page)
    assert not {"\x1b", "\x9b", "\u202e", "\x07"} & set(page)
    assert page.count("<mark") == page.count("</mark>") > 0


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("shape", ["table", "jsonl", "json", "csv"])
def test_hostile_words_are_inert_in_every_format(coder: Coder, words: str, shape: str) -> None:
    coded = coded_with(coder, words)
    out = io.StringIO()
    written = writer(shape, out)
    written.write(coded.document.report, coded.records)
    written.close()
    assert coded.records
    assert not {"\x1b", "\x9b", "\u202e", "\x07"} & set(out.getvalue())
    if shape == "csv":
        rows = list(csv.reader(io.StringIO(out.getvalue())))
        assert len({len(row) for row in rows}) == 1
        cells = [cell for row in rows[1:] for cell in row]
        assert not [cell for cell in cells if cell[:1] in "=+-@\t\r" and cell and not is_number(cell)]
    if shape == "jsonl":
        reports = {json.loads(line)["report"] for line in out.getvalue().splitlines()}
        assert reports == {words}
    assert not {"\x1b", "\x9b"} & set(repr(coded) + table_of(coded.records))


def is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


# Size


@pytest.mark.slow
def test_ten_megabytes_on_one_line_cost_no_more_than_their_share(tmp_path: Path) -> None:
    def lines(megabytes: int) -> bytes:
        return json.dumps({"text": f"{ATTACK} " * (megabytes * 1024**2 // 35)}).encode()

    small = seconds(lambda: read(tmp_path / "a.jsonl", lines(1)))
    large = seconds(lambda: read(tmp_path / "a.jsonl", lines(10)))
    assert large < 30 * small + 1


@pytest.mark.slow
@pytest.mark.parametrize(
    ("unit", "characters"),
    [
        (f"{ATTACK} ", 1_000_000),
        ("x", 200_000),
        ("- ", 200_000),
        ('" ', 200_000),
        ("a\n", 20_000),
        ("Mr. A. B. ", 50_000),
        ("(", 200_000),
        ("a, ", 200_000),
    ],
)
def test_cleaning_and_cutting_ten_times_as_much_costs_ten_times_as_much(
    coder: Coder, unit: str, characters: int
) -> None:
    def cut(many: int) -> None:
        document = clean(Report("r", unit * (many // len(unit))), coder.furniture)
        for _ in split_sentences(document, coder.abbreviations):
            pass

    small = min(seconds(lambda: cut(characters)) for _ in range(2))
    assert seconds(lambda: cut(10 * characters)) < 30 * small + 1


@pytest.mark.slow
def test_many_reports_are_coded_in_constant_memory_and_time(coder: Coder) -> None:
    import tracemalloc

    def reports(many: int) -> Iterator[Report]:
        for number in range(many):
            yield Report(str(number), f"Rebels attacked {number} soldiers near Gao.")

    shared = copy.copy(coder)
    list(shared.code_many(reports(200)))
    small = seconds(lambda: [None for _ in shared.code_many(reports(300))])
    tracemalloc.start()
    peaks = []
    for many in (100, 400):
        tracemalloc.reset_peak()
        before = tracemalloc.get_traced_memory()[0]
        assert sum(len(coded.records) for coded in shared.code_many(reports(many))) >= many
        peaks.append(tracemalloc.get_traced_memory()[1] - before)
    tracemalloc.stop()
    large = seconds(lambda: [None for _ in shared.code_many(reports(1_500))])
    assert peaks[1] < 2 * peaks[0] + 2 * 1024**2
    assert large < 15 * small + 1
