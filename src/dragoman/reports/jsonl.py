"""JSON lines -> reports: one object a line, read one line at a time."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

from msgspec import Struct

from dragoman.reports.fields import make_report
from dragoman.reports.source import LONGEST_REPORT_BYTES, Source, encoding_by_mark
from dragoman.types import Rejection, Report

NEXT_STEP = 'write one object a line: {"text": "...", "published": "YYYY-MM-DD"}'


class Line(Struct, frozen=True):
    """A line of a file as it came in; `cut` tells that it was longer than a report may be."""

    number: int
    content: bytes | str
    cut: bool = False


def read_jsonl(stream: BinaryIO, source: Source) -> Iterator[Report | Rejection]:
    """Yield a report or a rejection for each line of `stream` that is not blank.

    Fields that a report does not have are allowed and left alone.
    """
    for line in read_lines(stream, LONGEST_REPORT_BYTES):
        if line.cut:
            size = LONGEST_REPORT_BYTES // 1024**2
            yield source.reject(f"is longer than {size} MB; split it into several reports", line=line.number)
        elif line.content.strip():
            yield _read_line(line, source)


def read_lines(stream: BinaryIO, longest: int) -> Iterator[Line]:
    """Yield the lines of `stream`, of each no more than `longest` bytes, and never two at once."""
    # A pipe may hand over fewer bytes than it was asked for, so the mark is looked for in the first line.
    first = stream.readline(longest + 1)
    encoding = encoding_by_mark(first)
    if encoding in ("utf-8", "utf-8-sig"):
        start = first.removeprefix(b"\xef\xbb\xbf")
        yield from _numbered(start, stream, longest)
        return
    rejoined = io.BufferedReader(_Rejoined(first, stream))
    wide = io.TextIOWrapper(rejoined, encoding=encoding, errors="replace", newline="\n")
    yield from _numbered(wide.readline(longest + 1), wide, longest)


def _numbered(line: bytes | str, stream: BinaryIO | io.TextIOWrapper, longest: int) -> Iterator[Line]:
    number = 1
    while line:
        cut = _skip_rest(line, stream, longest) or len(line) > longest
        yield Line(number, line[:0] if cut else line, cut)
        line = stream.readline(longest + 1)
        number += 1


def _skip_rest(line: bytes | str, stream: BinaryIO | io.TextIOWrapper, longest: int) -> bool:
    """Read on to the end of the line that `line` begins, and tell whether there was more of it."""
    skipped = False
    while line and line[-1:] not in (b"\n", "\n"):
        line = stream.readline(longest + 1)
        skipped = skipped or bool(line)
    return skipped


class _Rejoined(io.RawIOBase):
    """A stream whose first bytes were already read."""

    def __init__(self, first: bytes, rest: BinaryIO) -> None:
        self._first = first
        self._rest = rest

    def readable(self) -> bool:
        """Tell that the stream can be read."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer` with the first bytes and then with the others; return how many there were."""
        content = self._first[: len(buffer)] or self._rest.read(len(buffer))
        self._first = self._first[len(buffer) :]
        buffer[: len(content)] = content
        return len(content)


def _read_line(line: Line, source: Source) -> Report | Rejection:
    try:
        text = line.content if isinstance(line.content, str) else line.content.decode("utf-8")
    except UnicodeDecodeError as error:
        broken = f"is not UTF-8: byte {error.start + 1} of the line is 0x{error.object[error.start]:02X}"
        return source.reject(f"{broken}; save the file as UTF-8", line=line.number)
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        return source.reject(
            f"is not JSON: {error.msg} at column {error.colno}; {NEXT_STEP}", line=line.number
        )
    except (RecursionError, ValueError):
        return source.reject(
            f"is JSON that is nested too deep or has a number too long; {NEXT_STEP}", line=line.number
        )
    if not isinstance(value, dict):
        return source.reject(f"is not a JSON object; {NEXT_STEP}", line=line.number)
    return make_report(value, source, line.number)
