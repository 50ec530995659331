"""Where reports are read from, and what the user said about them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Literal

from msgspec import Struct

from dragoman.errors import ReportError
from dragoman.types import Rejection

FIELDS = ("id", "text", "title", "published", "language", "publisher", "url")

# A news report is some kilobytes; what is longer than this is a mistake, and must not fill the memory.
LONGEST_REPORT_BYTES = 64 * 1024 * 1024

Encoding = Literal["utf-8", "utf-8-sig", "utf-16", "utf-32"]


class Source(Struct, frozen=True):
    """A file or standard input, with the user's names for the fields and the date of reports that have none.

    `path` is as the user gave it, "-" for standard input.  `columns` says which column or JSON field holds
    which field of a report; a field that it does not name is looked for under its own name.
    """

    path: str
    columns: Mapping[str, str] = {}
    published: date | None = None

    def column(self, field: str) -> str:
        """Return the name that `field` has in the file."""
        return self.columns.get(field, field)

    def place(self, line: int = 0) -> str:
        """Return the file, and the line if there is one, as messages name it."""
        name = "standard input" if self.path == "-" else self.path
        return f"{name}, line {line}" if line else name

    def reject(self, reason: str, *, line: int = 0, report_id: str = "") -> Rejection:
        """Return a rejection of the whole file, or of what begins at `line`."""
        where = f"{self.path}:{line}" if line else self.path
        told = f"line {line}: {reason}" if line else reason
        return Rejection(id=report_id or where, step="reports", reason=told, path=self.path, line=line)


def checked_columns(columns: Mapping[str, str] | None) -> Mapping[str, str]:
    """Return `columns`, or raise when it names a field that no report has."""
    columns = columns or {}
    unknown = [field for field in columns if field not in FIELDS]
    if unknown:
        raise ReportError(
            f"a report has no field {quoted(unknown[0])}",
            hint=f"the fields are {', '.join(FIELDS)}; write the field, then its column: text=body",
        )
    return columns


def encoding_by_mark(beginning: bytes) -> Encoding:
    """Return the encoding that a byte order mark at the beginning of a file names; UTF-8 without one."""
    if beginning.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    if beginning.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return "utf-32"
    if beginning.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    return "utf-8"


def quoted(value: object) -> str:
    """Return `value` in quotes, short enough and safe enough for a message."""
    text = value if isinstance(value, str) else repr(value)
    text = text if len(text) <= 60 else text[:57] + "..."
    return '"' + "".join(character if character.isprintable() else "\ufffd" for character in text) + '"'
