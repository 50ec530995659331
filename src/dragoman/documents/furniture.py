"""What stands in a report and is not the report: datelines, bylines, captions, links."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib.resources.abc import Traversable
from typing import Literal

from msgspec import Struct, ValidationError, convert

from dragoman.errors import LexiconError
from dragoman.types import BlockKind, Span

FILE = "furniture.toml"
Where = Literal["head", "whole", "begins", "tail"]

# A pattern sees no more than this of a paragraph, so that none can take long.
HEAD_CHARACTERS = 200
WHOLE_CHARACTERS = 300
PIECE = re.compile(r"\{([a-z_]+)\}")


class FurnitureRule(Struct, frozen=True, forbid_unknown_fields=True):
    """A way to tell furniture, as the lexicon writes it.

    `where` says what of a paragraph must fit `pattern`: its `head` or its `tail` in brackets, which is then
    cut off; the `whole` of it; or, with `begins`, its beginning, and all of the paragraph is furniture.
    """

    id: str
    kind: BlockKind
    where: Where
    pattern: str
    matches: tuple[str, ...]
    rejects: tuple[str, ...] = ()


class FurnitureFile(Struct, frozen=True, forbid_unknown_fields=True):
    """The lexicon's file of furniture; `pieces` are named parts of patterns."""

    pieces: dict[str, str]
    rule: tuple[FurnitureRule, ...]


class Cue(Struct, frozen=True):
    """A furniture rule, ready to be used."""

    rule: FurnitureRule
    pattern: re.Pattern[str]


class Furniture(Struct, frozen=True):
    """The cues of a language, by the part of a paragraph that they look at."""

    head: tuple[Cue, ...] = ()
    whole: tuple[Cue, ...] = ()
    begins: tuple[Cue, ...] = ()
    tail: tuple[Cue, ...] = ()

    def rules(self) -> Iterator[FurnitureRule]:
        """Yield every rule, for the tests that run its examples and for tables of rules."""
        for cue in (*self.head, *self.whole, *self.begins, *self.tail):
            yield cue.rule


def read_furniture(folder: Traversable) -> Furniture:
    """Return the furniture of the language whose lexicon is in `folder`."""
    path = folder / FILE
    try:
        content = convert(tomllib.loads(path.read_text("utf-8")), FurnitureFile)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError, ValidationError) as error:
        raise LexiconError(
            f"the words for datelines, bylines and links cannot be read: {error}",
            where=str(path),
            hint="see lexicon/en/furniture.toml for how they are written",
        ) from error
    cues: dict[Where, list[Cue]] = {"head": [], "whole": [], "begins": [], "tail": []}
    for rule in content.rule:
        cues[rule.where].append(Cue(rule, _compile(rule, content.pieces, str(path))))
    return Furniture(**{where: tuple(found) for where, found in cues.items()})


def _compile(rule: FurnitureRule, pieces: Mapping[str, str], where: str) -> re.Pattern[str]:
    try:
        return re.compile(_filled_in(rule.pattern, pieces))
    except KeyError as error:
        raise LexiconError(
            f"furniture rule `{rule.id}` uses the piece {error}, which is not there",
            where=where,
            hint=f"the pieces are {', '.join(pieces)}",
        ) from error
    except re.error as error:
        raise LexiconError(
            f"the pattern of furniture rule `{rule.id}` is wrong: {error}",
            where=where,
            hint="patterns are regular expressions of Python",
        ) from error


def _filled_in(pattern: str, pieces: Mapping[str, str]) -> str:
    """Return `pattern` with each `{piece}` written out; pieces may use pieces that stand before them."""
    written: dict[str, str] = {}
    for name, piece in pieces.items():
        written[name] = PIECE.sub(lambda found: f"(?:{written[found.group(1)]})", piece)
    return PIECE.sub(lambda found: f"(?:{written[found.group(1)]})", pattern)


def find_head(text: str, paragraph: Span, furniture: Furniture) -> tuple[BlockKind, Span] | None:
    """Return the furniture that the paragraph begins with, without the spaces after it."""
    window = text[paragraph.start : min(paragraph.end, paragraph.start + HEAD_CHARACTERS)]
    for cue in furniture.head:
        found = cue.pattern.match(window)
        if found and found.end():
            length = len(found.group().rstrip())
            return cue.rule.kind, Span(paragraph.start, paragraph.start + length)
    return None


def find_tail(text: str, paragraph: Span, furniture: Furniture) -> tuple[BlockKind, Span] | None:
    """Return the furniture in brackets that the paragraph ends with."""
    if text[paragraph.end - 1] not in ")]":
        return None
    first = max(paragraph.start, paragraph.end - WHOLE_CHARACTERS)
    start = max(text.rfind("(", first, paragraph.end), text.rfind("[", first, paragraph.end))
    if start < 0:
        return None
    for cue in furniture.tail:
        if cue.pattern.match(text[start : paragraph.end]):
            return cue.rule.kind, Span(start, paragraph.end)
    return None


def kind_of_whole(text: str, paragraph: Span, furniture: Furniture) -> BlockKind | None:
    """Return the kind of furniture that all of the paragraph is, or None."""
    length = paragraph.end - paragraph.start
    window = text[paragraph.start : paragraph.start + min(length, WHOLE_CHARACTERS)]
    for cue in furniture.begins:
        if cue.pattern.match(window):
            return cue.rule.kind
    if length > WHOLE_CHARACTERS:
        return None
    for cue in furniture.whole:
        if cue.pattern.fullmatch(window):
            return cue.rule.kind
    return None
