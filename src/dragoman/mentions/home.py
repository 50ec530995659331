"""The country that a report is about, lent to "the police" and "the government" that name none.

A report that is plainly about one country means that country's police when it says "police".  Where no country
stands out, or the sentence names another, the country stays open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from msgspec.structs import replace

from dragoman.types import Entity, Mention

FEWEST_MENTIONS = 4
"""Fewer mentions of countries than these say nothing about what a report is about."""

CLEAR_SHARE = 0.6
"""The share of a report's mentions of countries that its own country must have."""

_DOMESTIC = frozenset(
    {"COP", "GOV", "MIL", "JUD", "LEG", "OPP", "CVL", "EDU", "LAB", "MED", "AGR", "REB", "PTY"}
)
_NOT_COUNTRIES = frozenset({"IGO", "NGO", "ISM", "IMG", "MNC", "UNO", "EUR"})


def lend_country(mentions: Sequence[Mention]) -> list[Mention]:
    """Return `mentions` with the report's country on roles that name none; `basis` says that it was lent."""
    home = home_country(mentions)
    if not home:
        return list(mentions)
    lent: list[Mention] = []
    for _, present in groupby(mentions, key=lambda mention: mention.sentence):
        here = list(present)
        others = set(countries(here)) - {home}
        lent += here if others else [_at_home(mention, home) for mention in here]
    return lent


def home_country(mentions: Iterable[Mention]) -> str:
    """Return the code of the country that most mentions belong to, or "" when none stands out."""
    counted = Counter(countries(mentions))
    if not counted:
        return ""
    (country, many), *_ = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    total = sum(counted.values())
    return country if total >= FEWEST_MENTIONS and many / total >= CLEAR_SHARE else ""


def countries(mentions: Iterable[Mention]) -> list[str]:
    """Return the country of each mention that has one, pronouns not counted."""
    return [
        entity.country
        for mention in mentions
        if mention.kind != "pronoun"
        for entity in mention.entities
        if entity.country and entity.country not in _NOT_COUNTRIES
    ]


def _at_home(mention: Mention, home: str) -> Mention:
    if mention.kind not in ("role", "description", "pronoun"):
        return mention
    if not any(not entity.country and entity.sector in _DOMESTIC for entity in mention.entities):
        return mention
    return replace(mention, entities=tuple(_lent(entity, home) for entity in mention.entities))


def _lent(entity: Entity, home: str) -> Entity:
    if entity.country or entity.sector not in _DOMESTIC or not entity.code:
        return entity
    return replace(entity, code=home + entity.code, country=home, basis=f"{entity.basis}+report:{home}")
