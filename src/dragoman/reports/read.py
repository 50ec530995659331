"""The reader of each kind of file, and the one function that chooses among them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import BinaryIO, Literal

from dragoman.errors import ReportError
from dragoman.reports.csv import read_csv
from dragoman.reports.html import read_html
from dragoman.reports.jsonl import read_jsonl
from dragoman.reports.source import Source, checked_columns
from dragoman.reports.txt import read_txt
from dragoman.types import Rejection, Report

Reader = Callable[[BinaryIO, Source], Iterator[Report | Rejection]]

READERS: Mapping[str, Reader] = {
    ".txt": read_txt,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".csv": read_csv,
    ".html": read_html,
    ".htm": read_html,
}


def read_reports(
    path: Path | Literal["-"],
    *,
    columns: Mapping[str, str] | None = None,
    published: date | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[Report | Rejection]:
    """Yield the reports of a file, a folder or standard input, and a rejection for each that cannot be read.

    The ending of the file chooses the reader; `-` is JSON lines on `stdin`.  `columns` says which column or
    JSON field holds which field of a report, and `published` dates reports without a date.
    """
    columns = checked_columns(columns)
    if path == "-":
        return _read_stdin(stdin, Source("-", columns, published))
    if _is_folder(path):
        return _read_folder(path, columns, published)
    return _read_file(path, _reader_of(path), Source(shown_path(path), columns, published))


def _is_folder(path: Path) -> bool:
    try:
        if path.is_dir():
            return True
        if path.exists():
            return False
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    raise ReportError(
        f"there is no file or folder {shown_path(path)}",
        hint=f"check the name from {Path.cwd()}, or write - to read JSON lines from standard input",
    )


def _reader_of(path: Path) -> Reader:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise ReportError(
            f"no reader knows the ending of {shown_path(path)}",
            hint=f"dragoman reads {', '.join(READERS)}; rename the file after what it holds",
        )
    return reader


def _read_stdin(stdin: BinaryIO | None, source: Source) -> Iterator[Report | Rejection]:
    if stdin is None:
        raise ReportError("there is no standard input to read", hint="name a file or a folder instead of -")
    try:
        yield from read_jsonl(stdin, source)
    except OSError as error:
        raise _unreadable("-", error) from error


def _read_file(path: Path, reader: Reader, source: Source) -> Iterator[Report | Rejection]:
    try:
        with path.open("rb") as stream:
            yield from reader(stream, source)
    except OSError as error:
        raise _unreadable(path, error) from error


def _read_folder(
    path: Path, columns: Mapping[str, str], published: date | None
) -> Iterator[Report | Rejection]:
    """Yield what the files of known kinds in a folder and below hold, in the order of their names.

    One file that cannot be read is one rejection, so that it does not stop the others.
    """
    files = _files_of(path)
    if not files:
        raise ReportError(
            f"there are no reports in the folder {shown_path(path)}",
            hint=f"dragoman reads {', '.join(READERS)}",
        )
    for file in files:
        source = Source(shown_path(file), columns, published)
        try:
            yield from _read_file(file, _reader_of(file), source)
        except ReportError as error:
            yield source.reject(error.message)


def _files_of(folder: Path) -> list[Path]:
    files: list[Path] = []
    for parent, _, names in os.walk(folder, onerror=_raise_unreadable):
        files += [Path(parent) / name for name in names if not name.startswith(".")]
    return sorted(file for file in files if file.suffix.lower() in READERS)


def _raise_unreadable(error: OSError) -> None:
    raise _unreadable(error.filename or "the folder", error) from error


def _unreadable(path: Path | str, error: OSError | ValueError) -> ReportError:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return ReportError(
        f"{shown_path(path)} cannot be read: {reason}", hint="check that the file is there and yours to read"
    )


def shown_path(path: Path | str) -> str:
    """Return `path` for a message, with bytes that are no characters replaced."""
    return str(path).encode("utf-8", errors="replace").decode("utf-8")
