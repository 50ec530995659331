"""dragoman reads news reports and writes down who did what to whom, with the words that prove it.

>>> import dragoman
>>> coded = dragoman.Coder().code("Rebels attacked soldiers near Gao.")
>>> coded.records[0].plover
'ASSAULT'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragoman.errors import DragomanError
from dragoman.settings import Settings
from dragoman.types import Document, Entity, Event, Mention, Report, Sentence, Span

if TYPE_CHECKING:
    from dragoman.coded import CodedReport
    from dragoman.coder import Coder
    from dragoman.records.flatten import Record

__all__ = [
    "CodedReport", "Coder", "Document", "DragomanError", "Entity", "Event", "Mention", "Record", "Report", "Sentence",
    "Settings", "Span",
]  # fmt: skip

_LATER = {
    "Coder": "dragoman.coder",
    "CodedReport": "dragoman.coded",
    "Record": "dragoman.records.flatten",
}


def __getattr__(name: str) -> Any:
    """Load what needs the lexicon or a parser only when it is asked for."""
    if name in _LATER:
        from importlib import import_module

        return getattr(import_module(_LATER[name]), name)
    raise AttributeError(f"module 'dragoman' has no attribute {name!r}")
