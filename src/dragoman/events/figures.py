"""How many were killed, hurt, arrested or marched: the numbers of a sentence, with their words.

Words are in `figures.toml`.  A number that is only a word for many ("dozens") is no figure and is left alone.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources.abc import Traversable

from msgspec import Struct
from msgspec.structs import replace

from dragoman.errors import LexiconError
from dragoman.events.tree import Tree
from dragoman.types import Event, Figure, FigureKind, Span

KINDS: tuple[FigureKind, ...] = ("dead", "injured", "arrested", "protesters")
_DIGITS = re.compile(r"^\d{1,3}(?:,\d{3})+$|^\d{1,9}$")
_YEARS = range(1900, 2100)
_PEOPLE_DEPS = ("nummod", "quantmod", "compound", "nmod")


class FigureWords(Struct, frozen=True):
    """The words of one kind of figure."""

    patient: frozenset[str]
    subject: frozenset[str]
    adjective: frozenset[str]
    noun: frozenset[str]


class FigureTable(Struct, frozen=True):
    """All words of figures: by kind, the event types that have them, bounds, and numbers in words."""

    kinds: Mapping[str, FigureWords]
    types: Mapping[str, frozenset[str]]
    bounds: Mapping[str, str]
    numbers: Mapping[str, float]


def read_figures(folder: Traversable) -> FigureTable:
    """Return the table in `figures.toml`; raise `LexiconError` when it cannot be read."""
    try:
        content = tomllib.loads((folder / "figures.toml").read_text(encoding="utf-8"))
        return FigureTable(
            {
                kind: FigureWords(**{name: frozenset(words) for name, words in content[kind].items()})
                for kind in KINDS
            },
            {kind: frozenset(types) for kind, types in content["types"].items()},
            {phrase: bound for bound, phrases in content["bounds"].items() for phrase in phrases},
            {word: float(value) for word, value in content["numbers"].items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError, tomllib.TOMLDecodeError) as error:
        raise LexiconError(f"figures.toml cannot be read: {error}", hint="restore the file") from error


def find_figures(tree: Tree, table: FigureTable) -> list[Figure]:
    """Return the figures of a sentence in the order of their words."""
    if not any(token.tag == "CD" or token.lemma == "half" for token in tree.tokens):
        return []
    found: dict[Span, Figure] = {}
    for kind in KINDS:
        for at in sorted(set(_counted(tree, table.kinds[kind]))):
            figure = _figure(tree, at, kind, table)
            if figure is not None:
                found.setdefault(figure.span, figure)
    return sorted(found.values(), key=lambda one: one.span)


def _counted(tree: Tree, words: FigureWords) -> Iterator[int]:
    """Yield the tokens whose number tells how many: what was killed, who died, who marched."""
    for token in tree.tokens:
        lemma = tree.lemma(token.index)
        if token.tag.startswith("VB"):
            particle = {
                f"{token.lemma} {tree.tokens[one].text.lower()}" for one in tree.children[token.index]
            }
            if lemma in words.patient or particle & words.patient:
                yield from tree.objects(token.index)
                if tree.is_passive(token.index):
                    yield from tree.children_of(token.index, "nsubjpass")
            if lemma in words.subject or particle & words.subject:
                yield from tree.subjects(token.index)
        elif token.lemma.lower() in words.noun:
            yield token.index
        if token.text.lower() in words.adjective and token.dep in (
            "oprd",
            "acomp",
            "amod",
            "ccomp",
            "xcomp",
            "dobj",
        ):
            yield from tree.objects(token.head)
            yield from tree.children_of(token.index, "nsubj", "nummod", "npadvmod")
            yield token.index


def _figure(tree: Tree, at: int, kind: FigureKind, table: FigureTable) -> Figure | None:
    numbers = [at] if tree.tokens[at].tag == "CD" else []
    numbers += [child for child in tree.children[at] if tree.tokens[child].tag == "CD"]
    for number in numbers:
        first = last = number
        while first > 0 and tree.tokens[first - 1].head == number and tree.tokens[first - 1].tag == "CD":
            first -= 1
        while last + 1 < len(tree.tokens) and tree.tokens[last + 1].tag == "CD" and last + 1 != at:
            last += 1
        count = _value([tree.tokens[one].text.lower() for one in range(first, last + 1)], table)
        if count is None or (count in _YEARS and tree.tokens[number].dep != "nummod"):
            continue
        bound, first = _bound(tree, first, table)
        return Figure(kind, count, bound, tree.sentence.span_of(first, last))
    return None


def _value(words: Sequence[str], table: FigureTable) -> int | None:
    """Return the number that the words are: digits with commas, or number words."""
    total, part = 0.0, 0.0
    for word in (piece for one in words for piece in one.split("-")):
        if _DIGITS.match(word):
            part += float(word.replace(",", ""))
        elif word in table.numbers:
            value = table.numbers[word]
            if value >= 100:
                part = (part or 1.0) * value
                if value >= 1000:
                    total, part = total + part, 0.0
            else:
                part += value
        else:
            return None
    whole = total + part
    return int(whole) if whole >= 1 else None


def _bound(tree: Tree, first: int, table: FigureTable) -> tuple[str, int]:
    """Return what bounds the number before which `first` stands, and where its words begin."""
    for many in (3, 2, 1):
        if first - many >= 0:
            before = " ".join(token.text.lower() for token in tree.tokens[first - many : first])
            if before in table.bounds:
                return table.bounds[before], first - many
    return "", first


def with_figures(
    events: Sequence[Event], tree: Tree, table: FigureTable, type_of: Mapping[str, str]
) -> list[Event]:
    """Return `events`, each figure given to the events of a fitting type whose act stands nearest to it."""
    figures = find_figures(tree, table) if events else []
    given: dict[int, list[Figure]] = {}
    for figure in figures:
        fitting = [
            at for at, event in enumerate(events) if type_of.get(event.cameo, "") in table.types[figure.kind]
        ]
        if fitting:
            nearest = min(_distance(events[at].action, figure.span) for at in fitting)
            for at in fitting:
                if _distance(events[at].action, figure.span) == nearest:
                    given.setdefault(at, []).append(figure)
    return [
        replace(event, figures=tuple(given[at])) if at in given else event for at, event in enumerate(events)
    ]


def _distance(action: Span, figure: Span) -> int:
    return max(figure.start - action.end, action.start - figure.end, 0)
