"""Named values -> Report, with a check of each field."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import date, datetime

from dragoman.reports.source import Source, quoted
from dragoman.types import Rejection, Report

LONE_SURROGATE = re.compile("[\ud800-\udfff]")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# Outside these years a date is a slip of the pen, and "last month" could leave the calendar.
FIRST_YEAR, LAST_YEAR = 1600, 2199


class FieldError(ValueError):
    """A field of one report is wrong; the message says which and how to write it."""


def make_report(values: Mapping[str, object], source: Source, line: int = 0) -> Report | Rejection:
    """Return the report that `values` describe, or a rejection that names the field that is wrong.

    `values` are keyed by the names used in the file, and `source.columns` says which is which.
    """
    given_id = ""
    try:
        given_id = _identifier(values, source)
        text = _words(values, source, "text")
        if not text.strip():
            raise FieldError(_nothing_in(values, source.column("text")))
        published = _day(values, source) or source.published
        return Report(
            id=given_id or content_id(text, published),
            text=text,
            title=_words(values, source, "title").strip(),
            published=published,
            language=_words(values, source, "language").strip(),
            publisher=_words(values, source, "publisher").strip(),
            url=_words(values, source, "url").strip(),
            path=source.path,
            line=line,
        )
    except FieldError as error:
        return source.reject(str(error), line=line, report_id=given_id)


def content_id(text: str, published: date | None) -> str:
    """Return an id that the same text of the same day always has."""
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass"))
    if published:
        digest.update(f"\n{published.isoformat()}".encode())
    return f"r-{digest.hexdigest()[:16]}"


def whole_characters(text: str) -> str:
    """Return `text` with halves of characters replaced one for one, so that offsets stay."""
    return LONE_SURROGATE.sub("\ufffd", text)


def _nothing_in(values: Mapping[str, object], column: str) -> str:
    if values.get(column) is None:
        return f'field "{column}" is missing; every report needs a text'
    return f'field "{column}" is empty; every report needs a text'


def _identifier(values: Mapping[str, object], source: Source) -> str:
    value = values.get(source.column("id"))
    if isinstance(value, int) and not isinstance(value, bool):
        # A number of more than 4,300 digits cannot be written out.
        return f"{value}" if value.bit_length() < 512 else ""
    return _words(values, source, "id").strip()


def _words(values: Mapping[str, object], source: Source, field: str) -> str:
    column = source.column(field)
    value = values.get(column)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise FieldError(f"field {quoted(column)} is {_kind(value)}; write it as text in quotes")
    return whole_characters(value)


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    return "a list" if isinstance(value, list) else "an object"


def _day(values: Mapping[str, object], source: Source) -> date | None:
    written = _words(values, source, "published").strip()
    if not written:
        return None
    day = parse_day(written)
    if day is None:
        raise FieldError(f"field {quoted(source.column('published'))} is {quoted(written)}; write YYYY-MM-DD")
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise FieldError(
            f"field {quoted(source.column('published'))} is {quoted(written)}; "
            f"the year must be from {FIRST_YEAR} to {LAST_YEAR}"
        )
    return day


def parse_day(written: str) -> date | None:
    """Return the day of a date (YYYY-MM-DD) or of a full ISO timestamp, in the time zone it is written in."""
    if not DAY.match(written):
        return None
    try:
        return date.fromisoformat(written) if len(written) == 10 else datetime.fromisoformat(written).date()
    except ValueError:
        return None
