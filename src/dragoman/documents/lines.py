"""Lines that a wire or a mail program broke are joined to paragraphs again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from dragoman.documents.characters import PlainText
from dragoman.types import Span

# Wires wrap at 60 to 80 characters; a line much longer than this is a paragraph by itself.
WIDEST_WRAP = 130
NARROWEST_WRAP = 30
# A line is full when the first word of the next would not have fitted, give or take a little.
NEARLY_FULL = 0.85
SENTENCE_END = re.compile(r"""[.!?:…]["')\]]*\Z""")


def join_wrapped_lines(plain: PlainText) -> PlainText:
    """Return the text with the lines of each wrapped paragraph joined by a space.

    A line that was broken after a hyphen is joined without one: "U.S.-" and "led" are "U.S.-led".
    """
    spaces: list[int] = []
    gaps: list[int] = []
    paragraphs = [lines for lines in _lines_in_a_row(plain.text) if len(lines) > 1]
    widths = [_width(lines) for lines in paragraphs if _is_surely_wrapped(plain.text, lines)]
    for lines in paragraphs if widths else ():
        for line in _broken_lines(plain.text, lines, max(widths)):
            hyphenated = plain.text[max(line.end - 2, 0) : line.end]
            broken_word = hyphenated.endswith("-") and hyphenated[:1] not in (" ", "-")
            (gaps if broken_word else spaces).append(line.end)
    return plain.with_changes(spaces, gaps)


def _lines_in_a_row(text: str) -> Iterator[list[Span]]:
    """Yield the lines that stand together without an empty line between them."""
    start = 0
    for block in text.split("\n\n"):
        lines = []
        for line in block.split("\n"):
            lines.append(Span(start, start + len(line)))
            start += len(line) + 1
        yield lines
        start += 1


def _width(lines: Sequence[Span]) -> int:
    return max(line.end - line.start for line in lines)


def _is_surely_wrapped(text: str, lines: Sequence[Span]) -> bool:
    """Tell whether nearly all lines that end no sentence are full, and one is followed by a small letter."""
    width = _width(lines)
    if not NARROWEST_WRAP <= width <= WIDEST_WRAP:
        return False
    pairs = [pair for pair in pairwise(lines) if not _ends_sentence(text, pair[0])]
    full = [pair for pair in pairs if _is_full(text, *pair, NEARLY_FULL * width)]
    return len(full) >= 0.8 * len(pairs) and any(text[following.start].islower() for _, following in full)


def _broken_lines(text: str, lines: Sequence[Span], wrap: int) -> list[Span]:
    """Return the lines whose end is no end of a paragraph, in a text that is wrapped at `wrap` characters.

    Before a capital, a line must have been too full for the next word, or it may be a headline.
    """
    if _width(lines) > wrap:
        return []
    width = _width(lines) if _is_surely_wrapped(text, lines) else wrap
    broken = []
    for line, following in pairwise(lines):
        is_small = text[following.start].islower()
        fullness = NEARLY_FULL * width if is_small else width
        if (is_small or not _ends_sentence(text, line)) and _is_full(text, line, following, fullness):
            broken.append(line)
    return broken


def _is_full(text: str, line: Span, following: Span, width: float) -> bool:
    word_end = text.find(" ", following.start, following.end)
    word_length = (word_end if word_end >= 0 else following.end) - following.start
    return line.end - line.start + 1 + word_length > width


def _ends_sentence(text: str, line: Span) -> bool:
    return SENTENCE_END.search(text, max(line.start, line.end - 12), line.end) is not None
