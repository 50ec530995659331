"""What the parser is shown in place of words that it is known to misread.

The sentence keeps its own words; only the parser sees the stand-ins.  The words are data, in
`lexicon/<language>/parser.toml`.
"""

from __future__ import annotations

import tomllib
from importlib.resources.abc import Traversable

from msgspec import Struct

_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")


class WordTable(Struct, frozen=True):
    """Stand-ins for names the tagger misreads, and how hyphenated words are joined."""

    stand_ins: dict[str, str]
    name_particles: frozenset[str]
    joining_endings: frozenset[str]
    split_endings: frozenset[str]
    joining_beginnings: frozenset[str]
    joined_words: frozenset[str]
    lemmas: dict[str, str]


def read_words(folder: Traversable) -> WordTable:
    """Return the word table of a lexicon folder (`parser.toml`)."""
    data = tomllib.loads((folder / "parser.toml").read_text(encoding="utf-8"))
    return WordTable(
        stand_ins=dict(data["stand_ins"]),
        name_particles=frozenset(data["name_particles"]),
        joining_endings=frozenset(data["joining_endings"]),
        split_endings=frozenset(data["split_endings"]),
        joining_beginnings=frozenset(data["joining_beginnings"]),
        joined_words=frozenset(data["joined_words"]),
        lemmas=dict(data["lemmas"]),
    )


def join_hyphens(pieces: list[tuple[str, int]], table: WordTable) -> list[tuple[str, int]]:
    """Return `pieces` (word, offset) with the parts of hyphenated names and adjectives joined.

    "al", "-", "Abadi" become one word, and so do "Turkish", "-", "backed" and "Ki", "-", "moon"; words such
    as "mid", "-", "May" stay apart, as the pipelines were trained on them.
    """
    if not any(word == "-" for word, _ in pieces):
        return pieces
    joined: list[tuple[str, int]] = []
    index = 0
    while index < len(pieces):
        word, start = pieces[index]
        while index + 2 < len(pieces) and _joins(word, start, pieces[index + 1], pieces[index + 2], table):
            word = f"{word}-{pieces[index + 2][0]}"
            index += 2
        joined.append((word, start))
        index += 1
    return joined


def _joins(word: str, start: int, hyphen: tuple[str, int], after: tuple[str, int], table: WordTable) -> bool:
    if hyphen[0] != "-" or hyphen[1] != start + len(word) or after[1] != hyphen[1] + 1:
        return False
    right = after[0]
    low = word.lower()
    if (
        right.lower() in table.joining_endings
        or low in table.name_particles
        or low in table.joining_beginnings
    ):
        return True
    if f"{low}-{right.lower().rstrip('s')}" in table.joined_words:
        return True
    return word[0] in _LETTERS and right[0].isalpha() and right.lower() not in table.split_endings


def shown(words: list[str], table: WordTable) -> list[str]:
    """Return what the parser is shown for `words`: stand-ins for misread names, unless all is in capitals."""
    if not any("-" in word or word in table.stand_ins for word in words):
        return words
    if not any(word.islower() for word in words):
        return words
    return [_stand_in(word, table) for word in words]


def _stand_in(word: str, table: WordTable) -> str:
    particle, hyphen, name = word.partition("-")
    if hyphen and name and particle.lower() in table.name_particles:
        return name
    if hyphen and f"{particle}-{name.rstrip('s')}" in table.joined_words:
        return particle + name
    return table.stand_ins.get(word, word)
