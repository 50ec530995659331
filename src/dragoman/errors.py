"""What can go wrong, said to the person who can put it right.

`DragomanError` is all that the command line catches; anything else is our bug and shows its traceback.
"""

from __future__ import annotations


class DragomanError(Exception):
    """Something the user can put right: what is wrong, where, and what to do next."""

    def __init__(self, message: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        lines = [self.message]
        if self.where:
            lines.append(f"  {self.where}")
        if self.hint:
            lines.append(f"\nhint: {self.hint}")
        return "\n".join(lines)


class ReportError(DragomanError):
    """A report, or the file that holds it, cannot be read."""


class LexiconError(DragomanError):
    """A table or a rule of the lexicon is wrong."""


class ParserError(DragomanError):
    """The parser is missing, or is not the one that was pinned."""


class MissingExtraError(DragomanError):
    """A package that an optional part needs is not installed."""

    def __init__(self, package: str, *, extra: str) -> None:
        super().__init__(
            f"`{package}` is not installed, and this needs it", hint=f"pip install 'dragoman[{extra}]'"
        )


class SettingsError(DragomanError):
    """A choice of the user's cannot be honoured."""
