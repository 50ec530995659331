"""What the model is shown: a sentence whose two parties are covered by marks, and the act between marks.

It never sees who the parties are, so it cannot learn that some country always threatens another.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from dragoman.model.pieces import Pieces
from dragoman.types import Span

LONGEST = 96
"""The most pieces of an input; of a longer sentence the middle around parties and act is kept."""
SOURCE, TARGET, OPEN, CLOSE = "[unused1]", "[unused2]", "[unused3]", "[unused4]"


class Marked(Struct, frozen=True):
    """A sentence with the two parties and the words of the act; spans count characters of `text`."""

    text: str
    source: Span | None
    target: Span | None
    action: Span | None = None


def input_ids(marked: Marked, pieces: Pieces) -> list[int]:
    """Return the pieces of a marked sentence, a party's words replaced by its mark."""
    cuts: list[tuple[int, int, str]] = []
    for span, mark in ((marked.source, SOURCE), (marked.target, TARGET)):
        if span is not None and not any(span.start < end and start < span.end for start, end, _ in cuts):
            cuts.append((span.start, span.end, mark))
    if marked.action is not None:
        for start, end in _outside(marked.action, cuts)[:1]:
            cuts += [(start, start, OPEN), (end, end, CLOSE)]
    ids: list[int] = []
    marks: list[int] = []
    at = 0
    for start, end, mark in sorted(cuts, key=lambda cut: (cut[0], cut[1], cut[2] != CLOSE)):
        ids += pieces.ids(marked.text[at:start])
        marks.append(len(ids))
        ids.append(pieces.index[mark])
        at = max(at, end)
    ids += pieces.ids(marked.text[at:])
    return [pieces.start, *_window(ids, marks, LONGEST - 2), pieces.end]


def _outside(span: Span, cuts: Sequence[tuple[int, int, str]]) -> list[tuple[int, int]]:
    """Return the stretches of `span` that no party covers."""
    found, at = [], span.start
    for start, end, _ in sorted(cuts):
        if start < span.end and end > at:
            if start > at:
                found.append((at, start))
            at = end
    if at < span.end:
        found.append((at, span.end))
    return found


def _window(ids: list[int], marks: Sequence[int], length: int) -> list[int]:
    if len(ids) <= length:
        return ids
    middle = (min(marks) + max(marks)) // 2 if marks else 0
    start = max(0, min(middle - length // 2, len(ids) - length))
    if marks and min(marks) < start:
        start = min(marks)
    return ids[start : start + length]
