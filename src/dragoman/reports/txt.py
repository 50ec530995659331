"""A text file -> one report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from dragoman.reports.fields import make_report
from dragoman.reports.source import LONGEST_REPORT_BYTES, Source, encoding_by_mark
from dragoman.types import Rejection, Report

# Bytes that no text in an 8-bit encoding has: control characters, and the five that Windows leaves open.
NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f\x81\x8d\x8f\x90\x9d]")


class BinaryFileError(ValueError):
    """A file is not text; the message says which byte shows it."""


def read_txt(stream: BinaryIO, source: Source) -> Iterator[Report | Rejection]:
    """Yield the one report that the file holds, or a rejection that says why it holds none."""
    content = stream.read(LONGEST_REPORT_BYTES + 1)
    if len(content) > LONGEST_REPORT_BYTES:
        size = LONGEST_REPORT_BYTES // 1024**2
        yield source.reject(f"is longer than {size} MB; split it into several reports")
        return
    try:
        text = decode(content)
    except BinaryFileError as error:
        yield source.reject(str(error))
        return
    if not text.strip():
        yield source.reject("is empty")
        return
    yield make_report({source.column("text"): text}, source)


def decode(content: bytes) -> str:
    """Return the text of a file: as its byte order mark says, else UTF-8, else Windows-1252."""
    encoding = encoding_by_mark(content)
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding != "utf-8":
            raise BinaryFileError(
                f"begins with the mark of {encoding.removesuffix('-sig').upper()} but breaks off "
                f"at byte offset {error.start}; save it again as UTF-8"
            ) from error
    found = NOT_TEXT.search(content)
    if found:
        raise BinaryFileError(
            f"is a binary file, not text: byte offset {found.start()} is 0x{content[found.start()]:02X}; "
            "save the report as UTF-8 text"
        )
    return content.decode("cp1252")
