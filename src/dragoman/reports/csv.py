"""CSV -> reports: one report a row, columns by name."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from typing import BinaryIO, Protocol

from dragoman.errors import ReportError
from dragoman.reports.fields import make_report
from dragoman.reports.source import FIELDS, LONGEST_REPORT_BYTES, Source, encoding_by_mark, quoted
from dragoman.types import Rejection, Report


class Rows(Protocol):
    """The rows of a CSV file, and how many lines of it were read."""

    @property
    def line_num(self) -> int:
        """The number of lines read so far."""

    def __next__(self) -> list[str]: ...

    def __iter__(self) -> Iterator[list[str]]: ...


# What `surrogateescape` makes of a byte that is not UTF-8.
BROKEN_BYTE = re.compile("[\udc80-\udcff]")


def read_csv(stream: BinaryIO, source: Source) -> Iterator[Report | Rejection]:
    """Yield a report or a rejection for each row under the header; raise when there is no text column."""
    first = stream.readline(LONGEST_REPORT_BYTES)
    stream.seek(0)
    encoding = encoding_by_mark(first)
    errors = "surrogateescape" if encoding in ("utf-8", "utf-8-sig") else "replace"
    header = first.decode(encoding, errors="replace")
    with io.TextIOWrapper(stream, encoding=encoding, errors=errors, newline="") as lines:
        reader = csv.reader(lines, delimiter=_delimiter(header), strict=True)
        names = _column_names(reader, source)
        yield from _read_rows(reader, names, source)


def _delimiter(header: str) -> str:
    """Return what stands between the names of the header: a comma, or what Excel writes elsewhere."""
    return max(",;\t", key=header.count)


def _column_names(reader: Rows, source: Source) -> list[str]:
    """Return the names in the header; raise when a column that the user means is not there."""
    try:
        names = [name.strip() for name in _next_row(reader) or ()]
    except csv.Error as error:
        raise ReportError(
            f"the header cannot be read: {error}", where=source.place(1), hint="save the table again as CSV"
        ) from error
    if not any(names):
        raise ReportError(
            "the CSV file has no header", where=source.place(), hint=f"name the columns: {','.join(FIELDS)}"
        )
    for field in ("text", *source.columns):
        _check_column(source.column(field), field, names, source)
    return names


def _check_column(column: str, field: str, names: Sequence[str], source: Source) -> None:
    columns = ", ".join(quoted(name) for name in names)
    if column not in names:
        raise ReportError(
            f"there is no column {quoted(column)} to take the {field} from; the columns are {columns}",
            where=source.place(1),
            hint=f"say which column holds the {field}, for example {field}={_likeliest(field, names)}",
        )
    if names.count(column) > 1:
        raise ReportError(
            f"there are {names.count(column)} columns {quoted(column)}",
            where=source.place(1),
            hint="give each column a name of its own",
        )


def _likeliest(field: str, names: Sequence[str]) -> str:
    """Return the column that is most like `field` in its name, for a hint."""
    for name in names:
        if field in name.lower():
            return name
    return next(
        (name for name in names if name.lower() in ("body", "content", "story", "article")), names[-1]
    )


def _read_rows(reader: Rows, names: Sequence[str], source: Source) -> Iterator[Report | Rejection]:
    while True:
        line = reader.line_num + 1
        try:
            row = _next_row(reader)
        except csv.Error as error:
            reason, is_last = _misfortune(error, line, reader.line_num)
            yield source.reject(reason, line=line)
            if is_last:
                return
            continue
        if row is None:
            return
        if any(cell.strip() for cell in row):
            yield _read_row(row, names, source, line)


def _read_row(row: Sequence[str], names: Sequence[str], source: Source, line: int) -> Report | Rejection:
    if len(row) > len(names):
        return source.reject(
            f"has {len(row)} cells where the header has {len(names)}; put quotes around a text with commas",
            line=line,
        )
    values = dict(zip(names, row, strict=False))
    for field in FIELDS:
        broken = BROKEN_BYTE.search(values.get(source.column(field), ""))
        if broken:
            byte = ord(broken.group()) - 0xDC00
            return source.reject(
                f"field {quoted(source.column(field))} is not UTF-8 (0x{byte:02X}); save the file as UTF-8",
                line=line,
            )
    return make_report(values, source, line)


def _next_row(reader: Rows) -> list[str] | None:
    """Return the next row, or None at the end; a cell may be as long as the longest report."""
    # The limit belongs to the whole process, so it is put back at once.
    limit = csv.field_size_limit(LONGEST_REPORT_BYTES)
    try:
        return next(reader, None)
    finally:
        csv.field_size_limit(limit)


def _misfortune(error: csv.Error, first: int, last: int) -> tuple[str, bool]:
    """Return what is wrong with a row, and whether nothing can be read after it."""
    if "field larger" in str(error):
        size = LONGEST_REPORT_BYTES // 1024**2
        return (
            f"has a cell longer than {size} MB, often a quote never closed; nothing after it was read",
            True,
        )
    if "unexpected end" in str(error):
        return f"opens a quote that is never closed; lines {first} to {last} were not read", True
    return f'cannot be read as CSV: {error}; write "" for a quote inside quotes', False
