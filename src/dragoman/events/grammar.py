"""The words of a language's grammar that the tree alone does not tell: light verbs, control, negation, modals.

They are data, in `lexicon/<language>/grammar.toml`.
"""

from __future__ import annotations

import tomllib
from importlib.resources.abc import Traversable

import msgspec
from msgspec import Struct

from dragoman.errors import LexiconError


class Grammar(Struct, frozen=True, forbid_unknown_fields=True):
    """Word lists that steer how arguments and status are read off a tree."""

    light_verbs: frozenset[str]
    reverse_light_verbs: frozenset[str]
    always_transitive: frozenset[str]
    empty_verbs: frozenset[str]
    object_control: frozenset[str]
    negative_determiners: frozenset[str]
    where_prepositions: frozenset[str]
    phrasal_verbs: frozenset[str]
    telling_particles: frozenset[str]
    unsure_prepositions: frozenset[str]
    negative_prepositions: frozenset[str]
    question_markers: frozenset[str]
    negative_pronouns: frozenset[str]
    future_modals: frozenset[str]
    reported_future_modals: frozenset[str]
    demand_modals: frozenset[str]
    appeal_modals: frozenset[str]
    conditional_markers: frozenset[str]
    adjunct_prepositions: frozenset[str]
    meeting_prepositions: frozenset[str]
    object_control_prepositions: frozenset[str]
    containers: frozenset[str]
    relative_words: frozenset[str]
    hypothetical_adverbs: frozenset[str]
    time_words: frozenset[str]
    speech_verbs: frozenset[str]


def read_grammar(folder: Traversable) -> Grammar:
    """Return the grammar of a lexicon folder (`grammar.toml`); raise `LexiconError` where it is wrong."""
    path = folder / "grammar.toml"
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Grammar)
    except (msgspec.ValidationError, tomllib.TOMLDecodeError) as error:
        raise LexiconError(f"the grammar cannot be read: {error}", where=str(path)) from error
