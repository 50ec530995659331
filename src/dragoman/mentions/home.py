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

LEAD_WEIGHT = 2
"""How much a country counts in the title and in the lead, which say what a report is about."""

CLEAR_SHARE = 0.6
"""The share of a report's mentions of countries that its own country must have."""

_DOMESTIC = frozenset(
    {"COP", "GOV", "MIL", "JUD", "LEG", "OPP", "CVL", "EDU", "LAB", "MED", "AGR", "REB", "PTY"}
)
_ABROAD = (
    "INT",
    "EUR",
    "WST",
    "AFR",
    "ASA",
    "MEA",
    "LAM",
    "SAM",
    "NAM",
    "WAF",
    "EAF",
    "CAF",
    "NAF",
    "SAF",
    "SEA",
    "SAS",
    "CAS",
)
"""How the codes of "foreign troops" and "European diplomats" begin: they are of no one country, and not of this."""

_NOT_COUNTRIES = frozenset({"IGO", "NGO", "ISM", "IMG", "MNC", "UNO", "EUR"})


def lend_country(mentions: Sequence[Mention]) -> list[Mention]:
    """Return `mentions` with the report's country on roles that name none; `basis` says that it was lent."""
    home = home_country(mentions)
    if not home:
        return list(mentions)
    lent: list[Mention] = []
    known: set[tuple[str, str]] = set()
    for _, present in groupby(mentions, key=lambda mention: mention.sentence):
        here = list(present)
        others = set(countries(here)) - {home}
        for mention in here:
            mine = mention if others and not _is_known(mention, known) else _at_home(mention, home)
            if mine is not mention:
                known.update((entity.name.casefold(), entity.sector) for entity in mention.entities)
            lent.append(mine)
    return lent


def home_country(mentions: Iterable[Mention]) -> str:
    """Return the code of the country that most sentences name, or "" when none stands out.

    A sentence counts once for each country in it; the first two with any, the title and the lead, count twice.
    """
    counted: Counter[str] = Counter()
    weights = [LEAD_WEIGHT, LEAD_WEIGHT]
    for _, present in groupby(mentions, key=lambda mention: mention.sentence):
        here = set(countries(present))
        weight = weights.pop() if here and weights else 1
        counted.update(dict.fromkeys(here, weight))
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


def _is_known(mention: Mention, known: set[tuple[str, str]]) -> bool:
    """Tell whether a mention speaks of somebody whom the report has spoken of as of its own country."""
    definite = mention.kind in ("person", "pronoun") or mention.text.lower().startswith("the ")
    return definite and any((entity.name.casefold(), entity.sector) in known for entity in mention.entities)


def _at_home(mention: Mention, home: str) -> Mention:
    if mention.kind not in ("role", "description", "pronoun", "person"):
        return mention
    if not any(not entity.country and entity.sector in _DOMESTIC for entity in mention.entities):
        return mention
    return replace(mention, entities=tuple(_lent(entity, home) for entity in mention.entities))


def _lent(entity: Entity, home: str) -> Entity:
    if entity.country or entity.sector not in _DOMESTIC or not entity.code or entity.code.startswith(_ABROAD):
        return entity
    return replace(entity, code=home + entity.code, country=home, basis=f"{entity.basis}+report:{home}")
