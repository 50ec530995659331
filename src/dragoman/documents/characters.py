"""The characters of a report, made plain, each with the place it came from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import chain

from msgspec import Struct

# Stands for a character that is left out, while the text still has the length of the report.
LEFT_OUT = "\0"
ZERO_WIDTH = "\u200b"

SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\0-\x09\x0e-\x1b\x1f\x7f-\x84\x86-\x9f"
LINE_BREAKS = "\x0b-\x0d\x1c-\x1e\x85\u2028\u2029"
INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
HALF_CHARACTERS = "\ud800-\udfff"
# Marks of feet and minutes, and accents that stand alone, are used as quotes.
SINGLE_QUOTES = "‘’‚‛′ʼ´`＇"
DOUBLE_QUOTES = "“”„‟″«»＂"
HYPHENS = "‐‑"

# What does not stay as it stands: characters left out, spaces in a row or at an edge, blank lines in a row.
TO_THIN_OUT = re.compile(r"[\0 ]*+\n[\0 \n]*+|[\0 ]{2,}+|\0|\A | \Z")


class PlainText(Struct, frozen=True):
    """Text, and for each of its characters the offset in the report that it came from."""

    text: str
    origins: tuple[int, ...] | range

    def with_changes(self, spaces: list[int], gaps: list[int]) -> PlainText:
        """Return the text with the characters at `spaces` made spaces and those at `gaps` left out."""
        if not spaces and not gaps:
            return self
        characters = list(self.text)
        for place in spaces:
            characters[place] = " "
        if not gaps:
            return PlainText("".join(characters), self.origins)
        origins = list(self.origins)
        for place in reversed(gaps):
            del characters[place], origins[place]
        return PlainText("".join(characters), tuple(origins))


def make_plain(text: str) -> PlainText:
    """Return `text` with plain quotes and spaces, without what cannot be seen, lines ended by a line feed.

    Between two lines there is one line feed, or two where the report leaves a line empty.
    """
    marked = _mark(text)
    kept = _kept_stretches(marked)
    plain = "".join(marked[start:end] for start, end in kept)
    if len(kept) == 1:
        return PlainText(plain, range(*kept[0]))
    return PlainText(plain, tuple(chain.from_iterable(range(start, end) for start, end in kept)))


def _mark(text: str) -> str:
    """Return `text`, as long as it was, with each character made plain or marked as left out."""
    # Two small quotes are how some wires write a large one; it leads back to the outer of the two.
    marked = text.replace("\r\n", f"{ZERO_WIDTH}\n").replace("``", f'"{ZERO_WIDTH}').translate(PLAIN)
    return marked.replace("''", f'{LEFT_OUT}"')


def _kept_stretches(marked: str) -> list[tuple[int, int]]:
    """Return start and end of each stretch of `marked` that stays; two of them never touch."""
    kept: list[tuple[int, int]] = []
    start = 0
    for run in TO_THIN_OUT.finditer(marked):
        _keep(kept, start, run.start())
        if run.start() > 0 and run.end() < len(marked):
            for place in _kept_places(run):
                _keep(kept, place, place + 1)
        start = run.end()
    _keep(kept, start, len(marked))
    return kept


def _keep(kept: list[tuple[int, int]], start: int, end: int) -> None:
    if kept and kept[-1][1] == start:
        kept[-1] = (kept[-1][0], end)
    elif start < end:
        kept.append((start, end))


def _kept_places(run: re.Match[str]) -> list[int]:
    """Return the places in a run of spaces and line feeds that stay: two line feeds, or one, or a space."""
    characters = run.group()
    feed = characters.find("\n")
    if feed < 0:
        space = characters.find(" ")
        return [] if space < 0 else [run.start() + space]
    second = characters.find("\n", feed + 1)
    return [run.start() + place for place in (feed, second) if place >= 0]


def _plain_characters() -> dict[int, str]:
    """Return what each character becomes that does not stay as it is."""
    becomes = {
        SPACES: " ", LINE_BREAKS: "\n", INVISIBLE: LEFT_OUT, HALF_CHARACTERS: "\ufffd",
        SINGLE_QUOTES: "'", DOUBLE_QUOTES: '"', HYPHENS: "-",
    }  # fmt: skip
    return {code: plain for characters, plain in becomes.items() for code in _codes_of(characters)}


def _codes_of(characters: str) -> Iterator[int]:
    """Yield the code of each character; `a-z` is all from a to z."""
    for first, last in re.findall("(?s)(.)(?:-(.))?", characters):
        yield from range(ord(first), ord(last or first) + 1)


PLAIN: Mapping[int, str] = _plain_characters()
