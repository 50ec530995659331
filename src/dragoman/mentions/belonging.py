"""Of which country or body a noun phrase is: by the names in it, its possessor, and what follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from dragoman.mentions.left import Left
from dragoman.mentions.phrases import Draft, Phrases
from dragoman.mentions.tables import MentionWords, RoleRow
from dragoman.mentions.words import singular

LANDS = frozenset(("state", "city", "region"))
BODIES = frozenset(("igo", "group", "seat", "company", "media", "party", "agency", "ngo"))
PEOPLES = frozenset(("ethnic", "religion"))


class Country:
    """A country that a phrase names, and how; a region has a prefix for the code and no country."""

    __slots__ = ("basis", "code", "prefix")

    def __init__(self, code: str, basis: str, prefix: str = "") -> None:
        self.code = code
        self.basis = basis
        self.prefix = prefix or code


class Belonging:
    """Answers for the phrases of one sentence; `compose` fills in a draft before it is asked."""

    def __init__(self, phrases: Phrases, compose: Callable[[Draft], None]) -> None:
        self._phrases = phrases
        self._table = phrases.table
        self._compose = compose

    def countries(self, draft: Draft, role: RoleRow | None, left: Left) -> tuple[list[Country], Draft | None]:
        """Return the countries that the phrase names, and the body that it belongs to."""
        found: list[Country] = []
        body: Draft | None = None
        peoples: list[Draft] = []
        for part in draft.inner:
            name = part.name
            if name is None:
                body = body or (part if part.entities else None)
            elif part.row_kind in LANDS or part.row_kind == "person":
                if name.relation != "led" or not found:
                    found.extend(self.lands_of(part, found))
            elif part.row_kind in PEOPLES:
                peoples.append(part)
            elif part.row_kind in BODIES and part.entities:
                body = part
        owner = draft.possessor
        if owner is not None and owner.kind != "pronoun" and not found and body is None:
            if self._is_land(owner) or (owner.name is not None and owner.row_kind == "person"):
                found.extend(self.lands_of(owner, found))
            elif owner.entities:
                body = owner
        if not found and body is None:
            found, body = self._after(draft, role, left)
        for part in peoples:
            entity = part.entities[0] if part.entities else None
            if entity is not None:
                left.codes.append((part.row_kind, entity.code[len(entity.country) :] or entity.code))
                if entity.country and not found:
                    found.append(Country(entity.country, entity.basis))
        return found, body

    def _is_land(self, part: Draft) -> bool:
        return part.row_kind in LANDS or (part.kind == "place" and bool(part.entities))

    def lands_of(self, part: Draft, before: Sequence[Country]) -> list[Country]:
        """Return the countries of a name; a second one in the phrase counts only when joined to the first."""
        if before and not (
            part.name is not None
            and (
                part.name.relation == "both"
                or (part.token.dep in ("conj", "appos", "amod") and self._is_joined(part))
            )
        ):
            return []
        known = {country.prefix for country in before}
        return [
            Country(entity.country, entity.basis, "" if entity.country else entity.code)
            for entity in part.entities
            if (entity.country or part.row_kind == "region") and (entity.country or entity.code) not in known
        ]

    def _is_joined(self, part: Draft) -> bool:
        return part.first > 0 and self._phrases.keys[part.first - 1] in ("and", ",", "or", "/", "-")

    def _after(self, draft: Draft, role: RoleRow | None, left: Left) -> tuple[list[Country], Draft | None]:
        """Read "government of Iraq", "militants in Basra", "a spokeswoman for the Nigerian army"."""
        words = self._table.words
        for preposition, governed in self._phrases.objects(draft.head):
            if preposition not in words.belonging_prepositions:
                continue
            self._compose(governed)
            if not governed.entities:
                continue
            land = self._is_land(governed)
            dwelling = preposition in words.dwelling_prepositions
            if land:
                if dwelling and preposition != "from" and not self._may_dwell(draft, role, left):
                    continue
                if preposition in ("for", "with") and not (role and speaks_for(role, words)):
                    continue
                if dwelling and self._is_between(draft):
                    continue
                countries = self._lands_joined(governed) if preposition in ("of", "from") else []
                if not countries:
                    countries = [
                        Country(entity.country, entity.basis)
                        for entity in governed.entities[:1]
                        if entity.country
                    ]
                if countries:
                    if dwelling or preposition == "of":
                        governed.outer = governed.outer or draft
                    return countries, None
            elif (
                preposition in ("of", "for", "from", "with", "at", "in")
                and role is not None
                and governed.kind != "pronoun"
            ):
                if singular(role.noun) in words.opposed:
                    continue
                speaks = speaks_for(role, words) or role.kind == "generic" or not role.code
                if speaks or governed.row_kind in BODIES:
                    if preposition == "in" and governed.row_kind not in BODIES and governed.kind != "role":
                        continue
                    governed.outer = governed.outer or draft
                    return [], governed
        return self._beside(draft, role, left), None

    def _beside(self, draft: Draft, role: RoleRow | None, left: Left) -> list[Country]:
        """Read "the government in Bujumbura" also where the parser has the place with the verb."""
        at = draft.last + 1
        keys = self._phrases.keys
        if (
            role is None
            or role.code != "GOV"
            or role.kind != "body"
            or not self._may_dwell(draft, role, left)
        ):
            return []
        if draft.first != draft.role_first - 1 or keys[draft.first] != "the" or keys[at : at + 1] != ["in"]:
            return []
        place = next((part for part in self._phrases.at.values() if part.first == at + 1), None)
        if place is None or self._is_between(draft):
            return []
        self._compose(place)
        if not self._is_land(place):
            return []
        return [Country(entity.country, entity.basis) for entity in place.entities[:1] if entity.country]

    def _lands_joined(self, governed: Draft) -> list[Country]:
        """Return the countries of "of Kenya and Ethiopia", all of them, when each is a state."""
        found: list[Country] = []
        tokens = self._phrases.tokens
        for part in [governed, *(self._phrases.at.get(at) for at in self._joined_to(governed.head))]:
            if part is None:
                return []
            self._compose(part)
            if part.row_kind != "state" or not part.entities or tokens[part.head].dep not in ("pobj", "conj"):
                return []
            found.append(Country(part.entities[0].country, part.entities[0].basis))
        return list({country.code: country for country in found if country.code}.values())

    def _joined_to(self, head: int) -> list[int]:
        """Return the tokens joined to one by "and", and those joined to them."""
        found: list[int] = []
        for token in self._phrases.tokens:
            if token.dep == "conj" and token.head in (head, *found):
                found.append(token.index)
        return found

    def _is_between(self, draft: Draft) -> bool:
        """Tell whether a party of "talks between A and B in Oslo": the place is that of the talks."""
        tokens = self._phrases.tokens
        token = draft.token
        while token.dep == "conj" and token.head != token.index:
            token = tokens[token.head]
        return token.dep == "pobj" and tokens[token.head].text.lower() == "between"

    def _may_dwell(self, draft: Draft, role: RoleRow | None, left: Left) -> bool:
        """Tell whether the place of these people says whose they are; that of troops does not."""
        if left.foreign or role is None:
            return False
        if (
            role.code == "MIL"
            or any(code == "MIL" for _, code in left.codes)
            or any(row.code == "MIL" for row in left.roles)
        ):
            return False
        title = self._table.titles.get(role.noun)
        return title is None or not title.office


def speaks_for(role: RoleRow, words: MentionWords) -> bool:
    """Tell whether spokesmen, members and the like take the code of the body they belong to."""
    return role.noun in words.speakers_for or singular(role.noun) in words.speakers_for
