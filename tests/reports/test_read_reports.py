"""What comes in as a file comes out as reports, and what cannot is said with the reason."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.errors import DragomanError, ReportError
from dragoman.reports import READERS, jsonl, read_reports, txt
from dragoman.types import Rejection, Report

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Ferry workers walk out in Porto Claro</title>
<meta property="og:title" content="Ferry workers walk out in Porto Claro">
<meta property="article:published_time" content="2019-03-04T10:00:00Z">
<meta property="og:site_name" content="The Harbour Post">
<script>var secret = "tracking pixel";</script></head><body><nav><a href="/">Home</a></nav>
<article><h1>Ferry workers walk out in Porto Claro</h1>
<p>Ferry workers in Porto Claro walked out on Monday after the port authority refused to raise their pay.</p>
<script>document.write("inline advert")</script>
<p>The authority said that it would meet the union again on Thursday, and asked travellers for patience.</p>
</article></body></html>"""


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def only_report(
    path: Path, columns: Mapping[str, str] | None = None, published: date | None = None
) -> Report:
    found = list(read_reports(path, columns=columns, published=published))
    assert len(found) == 1
    assert isinstance(found[0], Report), found[0]
    return found[0]


def only_rejection(path: Path) -> Rejection:
    found = list(read_reports(path))
    assert len(found) == 1
    assert isinstance(found[0], Rejection), found[0]
    return found[0]


def from_stdin(content: bytes) -> list[Report | Rejection]:
    return list(read_reports("-", stdin=io.BytesIO(content)))


# Text files


def test_a_text_file_is_one_report_with_its_text_as_it_stands(tmp_path: Path) -> None:
    report = only_report(written(tmp_path, "a.txt", "Troops left Gao.\r\nThey went home.\n"))
    assert report.text == "Troops left Gao.\r\nThey went home.\n"
    assert report.path == str(tmp_path / "a.txt")


def test_the_date_that_the_user_gives_dates_a_text_file(tmp_path: Path) -> None:
    path = written(tmp_path, "a.txt", "Troops left Gao.")
    assert only_report(path, published=date(2020, 1, 2)).published == date(2020, 1, 2)


def test_the_id_depends_on_the_text_and_the_day_alone(tmp_path: Path) -> None:
    here, there = written(tmp_path, "a.txt", "Troops left."), written(tmp_path, "b.txt", "Troops left.")
    assert only_report(here).id == only_report(there).id
    assert only_report(here).id != only_report(here, published=date(2020, 1, 2)).id
    assert len(only_report(here).id) == len("r-") + 16


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"]
)  # utf-16 and utf-32 write their marks
@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.csv"])
def test_the_byte_order_mark_names_the_encoding(tmp_path: Path, encoding: str, name: str) -> None:
    text = "Café owners in Besançon protested."
    content = {
        "a.txt": text,
        "a.jsonl": json.dumps({"text": text}, ensure_ascii=False),
        "a.csv": f"text\n{text}\n",
    }
    path = written(tmp_path, name, content[name].encode(encoding))
    if encoding == "cp1252" and name != "a.txt":
        assert "not UTF-8" in only_rejection(path).reason
    else:
        assert only_report(path).text == text


def test_a_binary_file_is_rejected_with_the_byte_that_shows_it(tmp_path: Path) -> None:
    rejection = only_rejection(written(tmp_path, "a.txt", b"PNG\xff\x00\x01"))
    assert "byte offset 4 is 0x00" in rejection.reason
    assert rejection.path.endswith("a.txt")
    assert rejection.step == "reports"


def test_a_broken_utf_16_file_is_rejected_with_the_place(tmp_path: Path) -> None:
    assert "byte offset" in only_rejection(written(tmp_path, "a.txt", b"\xff\xfea\x00b")).reason


def test_nul_characters_stay_in_the_text_so_that_offsets_hold(tmp_path: Path) -> None:
    assert only_report(written(tmp_path, "a.txt", "Troops\0left.")).text == "Troops\0left."


@pytest.mark.parametrize("content", ["", "  \n\t ", "\ufeff"])
def test_an_empty_file_is_rejected(tmp_path: Path, content: str) -> None:
    assert only_rejection(written(tmp_path, "a.txt", content)).reason == "is empty"


def test_a_text_that_is_too_long_is_rejected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(txt, "LONGEST_REPORT_BYTES", 10)
    assert "longer than" in only_rejection(written(tmp_path, "a.txt", "Troops left Gao.")).reason


# JSON lines


def test_a_json_line_gives_every_field(tmp_path: Path) -> None:
    line = {
        "id": "x1", "text": "Troops left.", "title": "Troops leave", "published": "2015-05-21T23:30:00+03:00",
        "language": "en", "publisher": "The Post", "url": "https://post.example/1", "section": ["world"],
    }  # fmt: skip
    report = only_report(written(tmp_path, "a.jsonl", json.dumps(line)))
    assert report == Report(
        id="x1", text="Troops left.", title="Troops leave", published=date(2015, 5, 21), language="en",
        publisher="The Post", url="https://post.example/1", path=str(tmp_path / "a.jsonl"), line=1,
    )  # fmt: skip


def test_columns_rename_the_fields_of_json_lines_too(tmp_path: Path) -> None:
    path = written(tmp_path, "a.jsonl", '{"body": "Troops left.", "day": "2015-05-21"}')
    report = only_report(path, columns={"text": "body", "published": "day"})
    assert (report.text, report.published) == ("Troops left.", date(2015, 5, 21))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (
            '{"text": "A.", "published": "21.5.2015"}',
            'line 3: field "published" is "21.5.2015"; write YYYY-MM-DD',
        ),
        ('{"text": "A.", "published": "2015-02-30"}', 'field "published" is "2015-02-30"'),
        ('{"text": "A.", "published": "0015-02-03"}', "the year must be from 1600"),
        ('{"text": "A.", "published": 20150521}', 'field "published" is a number'),
        ('{"text": ["A."]}', 'field "text" is a list'),
        ('{"text": "A.", "title": {"en": "B"}}', 'field "title" is an object'),
        ('{"text": "A.", "id": true}', 'field "id" is true or false'),
        ('{"title": "A"}', 'field "text" is missing'),
        ('{"text": null}', 'field "text" is missing'),
        ('{"text": " "}', 'field "text" is empty'),
        ('["text"]', "is not a JSON object"),
        ('{"text": "A."', "is not JSON"),
        ("[" * 100_000, "nested too deep"),
        ('{"text": "A.", "n": ' + "1" * 5000 + "}", "a number too long"),
        ('{"text": "caf\xe9"}', "is not UTF-8: byte 14 of the line is 0xE9"),
    ],
)
def test_a_line_that_is_wrong_is_rejected_with_line_and_field(line: str, reason: str) -> None:
    good = b'{"text": "Troops left."}\n'
    first, rejection, last = from_stdin(good + b"\n" + line.encode("latin-1") + b"\n" + good)
    assert isinstance(rejection, Rejection)
    assert rejection.line == 3
    assert rejection.reason.startswith("line 3: ")
    assert reason in rejection.reason
    assert isinstance(first, Report)
    assert isinstance(last, Report)


def test_a_rejection_keeps_the_id_that_was_given() -> None:
    assert [rejection.id for rejection in from_stdin(b'{"id": "x1"}\n{"id": 7}\n{}')] == ["x1", "7", "-:3"]


def test_half_characters_are_replaced_one_for_one() -> None:
    (report,) = from_stdin(b'{"text": "a\\ud800b\\udc00c"}')
    assert isinstance(report, Report)
    assert report.text == "a\ufffdb\ufffdc"


def test_a_line_that_is_too_long_is_rejected_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonl, "LONGEST_REPORT_BYTES", 30)
    for mark in (b"", b"\xef\xbb\xbf"):
        long, short = from_stdin(mark + b'{"text": "' + b"a" * 100 + b'"}\n{"text": "Troops left."}')
        assert isinstance(long, Rejection)
        assert "longer than" in long.reason
        assert isinstance(short, Report)
        assert short.line == 2


def test_standard_input_is_read_one_line_at_a_time() -> None:
    class Endless(io.RawIOBase):
        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            line = b'{"text": "Troops left."}\n'
            buffer[: len(line)] = line
            return len(line)

    reports = read_reports("-", stdin=io.BufferedReader(Endless()))
    assert [next(reports).line for _ in range(5)] == [1, 2, 3, 4, 5]


def test_standard_input_has_to_be_handed_over() -> None:
    with pytest.raises(ReportError, match="no standard input"):
        list(read_reports("-"))


# CSV


def test_a_row_is_a_report_that_knows_its_line(tmp_path: Path) -> None:
    path = written(
        tmp_path, "a.csv", 'id,text,published\n1,"Troops\nleft, and ""won"".",2015-05-21\n2,They won.,\n'
    )
    first, second = read_reports(path)
    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert (first.id, first.text, first.line) == ("1", 'Troops\nleft, and "won".', 2)
    assert (second.text, second.published, second.line) == ("They won.", None, 4)


@pytest.mark.parametrize("between", [",", ";", "\t"])
def test_the_header_shows_what_stands_between_the_cells(tmp_path: Path, between: str) -> None:
    path = written(
        tmp_path, "a.csv", between.join(["date", "body"]) + "\n" + between.join(["2015-05-21", "Go."])
    )
    report = only_report(path, columns={"text": "body", "published": "date"})
    assert (report.text, report.published) == ("Go.", date(2015, 5, 21))


def test_a_csv_without_a_text_column_names_the_columns_there_are(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match=r'no column "text".*"Date", "Body"') as caught:
        list(read_reports(written(tmp_path, "a.csv", "Date,Body\n1,2\n")))
    assert "text=Body" in caught.value.hint


@pytest.mark.parametrize(
    ("content", "columns", "message"),
    [
        ("text,day\nA.,B\n", {"published": "date"}, 'no column "date"'),
        ("text,text\nA.,B\n", {}, '2 columns "text"'),
        ("", {}, "no header"),
        ('"text\n', {}, "header cannot be read"),
        ("text\nA.\n", {"body": "text"}, 'no field "body"'),
    ],
)
def test_a_csv_that_cannot_be_meant_is_an_error(
    tmp_path: Path, content: str, columns: dict[str, str], message: str
) -> None:
    with pytest.raises(ReportError, match=message):
        list(read_reports(written(tmp_path, "a.csv", content), columns=columns))


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Troops left, and won.,2015-05-21", "line 2: has 3 cells where the header has 2"),
        (",2015-05-21", 'field "text" is empty'),
        ("Go.,May", 'field "published" is "May"'),
        ('"Troops" left,', "cannot be read as CSV"),
        ('"Troops left', "a quote that is never closed"),
    ],
)
def test_a_row_that_is_wrong_is_rejected(tmp_path: Path, row: str, reason: str) -> None:
    assert reason in only_rejection(written(tmp_path, "a.csv", f"text,published\n{row}\n")).reason


def test_a_long_cell_is_read_and_the_limit_of_the_process_stays(tmp_path: Path) -> None:
    limit = csv.field_size_limit()
    assert len(only_report(written(tmp_path, "a.csv", "text\n" + "a" * 300_000)).text) == 300_000
    assert csv.field_size_limit() == limit


# Web pages


def test_a_page_gives_its_article_title_and_date(tmp_path: Path) -> None:
    report = only_report(written(tmp_path, "a.html", PAGE))
    assert "walked out on Monday" in report.text
    assert "patience" in report.text
    assert report.title == "Ferry workers walk out in Porto Claro"
    assert report.published == date(2019, 3, 4)
    assert report.publisher == "The Harbour Post"
    assert "tracking" not in report.text
    assert "advert" not in report.text


def test_a_page_in_an_older_encoding_is_read_as_it_says(tmp_path: Path) -> None:
    page = (
        PAGE.replace("<head>", '<head><meta charset="iso-8859-2">')
        .replace("travellers", "Łukasz")
        .encode("iso-8859-2")
    )
    assert "Łukasz" in only_report(written(tmp_path, "a.htm", page)).text


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<html></html>",
        "<script>alert('x y z')</script>",
        "<" * 5000,
        "<div>" * 5000,
        "\0" * 99,
        "<?xml?>",
    ],
)
def test_a_page_without_an_article_is_rejected(tmp_path: Path, page: str) -> None:
    assert "save" in only_rejection(written(tmp_path, "a.html", page)).reason


# Files and folders


def test_a_folder_reads_what_it_knows_in_the_order_of_names(tmp_path: Path) -> None:
    written(tmp_path, "b.txt", "Second.")
    written(tmp_path, "a.jsonl", '{"text": "First."}')
    written(tmp_path, "notes.docx", "Not read.")
    written(tmp_path, ".hidden.txt", "Not read.")
    (tmp_path / "c").mkdir()
    written(tmp_path / "c", "a.TXT", "Third.")
    found = list(read_reports(tmp_path))
    assert [report.text for report in found if isinstance(report, Report)] == ["First.", "Second.", "Third."]


def test_one_bad_file_in_a_folder_does_not_stop_the_others(tmp_path: Path) -> None:
    bad = written(tmp_path, "a.csv", "day\n1\n")
    written(tmp_path, "b.txt", "Second.")
    (tmp_path / "c.txt").symlink_to(tmp_path / "gone")
    first, second, third = read_reports(tmp_path)
    assert isinstance(first, Rejection)
    assert (first.path, "no column" in first.reason) == (str(bad), True)
    assert isinstance(second, Report)
    assert isinstance(third, Rejection)


def test_what_is_not_there_is_an_error_at_once(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="no file or folder"):
        read_reports(tmp_path / "gone.txt")
    with pytest.raises(ReportError, match="no reports in the folder"):
        list(read_reports(tmp_path))
    with pytest.raises(ReportError, match="ending") as caught:
        read_reports(written(tmp_path, "a.docx", ""))
    assert ".jsonl" in caught.value.hint
    with pytest.raises(ReportError):
        read_reports(Path("a\0b.txt"))
    with pytest.raises(ReportError):
        read_reports(Path("a" * 5000))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    ending=st.sampled_from(sorted(READERS)),
    content=st.binary(max_size=300)
    | st.text(max_size=200).map(lambda text: ("text,id\n" + text).encode("utf-8")),
)
def test_whatever_the_bytes_only_our_own_errors_come_out(tmp_path: Path, ending: str, content: bytes) -> None:
    try:
        for found in read_reports(written(tmp_path, f"a{ending}", content)):
            if isinstance(found, Report):
                assert found.text.encode("utf-8")
    except DragomanError:
        pass
