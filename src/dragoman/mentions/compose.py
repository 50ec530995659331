"""Codes from parts: "the Iraqi military" is IRQ and MIL, "police in Lagos" NGA and COP."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.mentions.belonging import BODIES, LANDS, PEOPLES, Belonging, Country, speaks_for
from dragoman.mentions.left import Left, read_left
from dragoman.mentions.phrases import Draft, Introduced, Name, Phrases, Seen
from dragoman.mentions.tables import (
    ActorRow,
    ActorTable,
    OrganisationRow,
    RoleRow,
    best_row,
    entity_of,
    former,
    sector_of,
)
from dragoman.mentions.words import fold_word, singular
from dragoman.types import Entity

_STRONG = frozenset(
    ("MIL", "COP", "REB", "SPY", "OPP", "CRM", "JUD", "LEG", "UAF", "INS", "SEP", "PRM", "PTY")
)
_SECONDARY = frozenset(("LEG", "CVL", "BUS", "LAB", "MED", "EDU", "HLH", "REL", "AGR", "JUD"))
_REBELS = frozenset(("REB", "INS", "SEP", "UAF"))
_SUBJECTS = frozenset(("nsubj", "nsubjpass", "agent"))
_NATIONAL = frozenset(("agency", "party", "media"))
_DEFINITE = frozenset(("the", "this", "that", "these", "those", "both", "two"))
_OFFICES_OF_STATE = ("head of state", "head of government")


class Composer:
    """Gives the phrases of one sentence their entities."""

    def __init__(self, phrases: Phrases, table: ActorTable, seen: Seen) -> None:
        self.phrases = phrases
        self.table = table
        self.seen = seen
        self.day = seen.day
        self.belonging = Belonging(phrases, self.compose)

    def compose_all(self) -> list[Draft]:
        """Return the drafts of the sentence with all that the sentence itself says about them."""
        drafts = self.phrases.drafts
        for draft in drafts:
            self.compose(draft)
        for draft in drafts:
            self._take_from_apposition(draft)
        for draft in drafts:
            self._introduce(draft)
        return drafts

    def _introduce(self, draft: Draft) -> None:
        """Remember a person's family name, and the acronym in "Movement for Democratic Change (MDC)"."""
        if not draft.entities:
            return
        if draft.kind == "person" and " " in draft.proper:
            key = self.table.surname_of(draft.proper)
            for form in dict.fromkeys((key, key.removeprefix("al-"))):
                self.seen.introduce(form, Introduced(draft.entities[0], "person", "person"))
        keys, tokens = self.phrases.keys, self.phrases.tokens
        at = draft.last + 1
        if (
            at + 2 < len(tokens)
            and tokens[at].text == "("
            and tokens[at + 2].text == ")"
            and tokens[at + 1].text.isupper()
            and draft.kind in ("organisation", "actor", "role")
            and draft.row_kind != "person"
        ):
            known = Introduced(draft.entities[0], draft.kind, draft.row_kind)
            self.seen.names.setdefault(keys[at + 1], known)
            short = self.phrases.at.get(at + 1)
            if short is not None and short.name is None:
                short.entities = (led_back(known.entity, draft.text),)
                short.kind, short.row_kind = draft.kind, draft.row_kind

    def compose(self, draft: Draft) -> None:
        """Fill in the entities of a draft, those of its parts first."""
        if draft.composed:
            return
        draft.composed = True
        for inner in draft.inner:
            self.compose(inner)
        if draft.possessor is not None:
            self.compose(draft.possessor)
        if draft.source is not None:
            self._stand_for(draft, draft.source)
        elif draft.name is not None:
            self._name(draft, draft.name)
        elif draft.proper:
            self._proper(draft)
        elif draft.role is not None:
            self._role(draft, draft.role)
        elif draft.kind == "description":
            self._described(draft)
        elif draft.kind == "place":
            self._place_with_country(draft)

    def _office_of(self, noun: str) -> str:
        title = self.table.titles.get(noun)
        return title.office if title is not None else ""

    # Names

    def _name(self, draft: Draft, name: Name) -> None:
        left = read_left(self.phrases, draft, name.first)
        draft.title = left.title
        self._set_gender(draft, left)
        if name.introduced is not None:
            self._check_title(name, left)
        if name.introduced is not None:
            known = name.introduced
            draft.row_kind, draft.kind = known.row_kind, known.kind
            draft.entities = (led_back(known.entity, known.entity.name),)
            return
        if name.surname:
            self._surname(draft, name, left)
            return
        if name.relation == "both":
            draft.row_kind = name.meanings[0].row.kind
            draft.entities = tuple(
                dict.fromkeys(entity_of(meaning.row, self.day) for meaning in name.meanings)
            )
            return
        row = self._choose(draft, name, left)
        draft.row_kind = row.kind
        entity = entity_of(row, self.day)
        if row.kind == "person":
            if left.former and not entity.code.endswith("ELI"):
                entity = former(row)
            elif entity.sector == "ELI" and row.sector != "ELI" and not left.former:
                entity = self._by_title(entity, left)
            self._remember_person(row, entity)
        elif row.kind in _NATIONAL:
            entity = self._of_another_state(draft, row, entity, left)
        draft.entities = (entity,)
        if entity.country and row.kind in ("state", "city", "seat"):
            self.seen.countries.add(entity.country)
        if row.kind in ("state", "city", "region"):
            self._as_place(draft, row, name)
        elif row.kind in PEOPLES:
            self._people(draft, row, left)
        draft.plural = draft.plural or (
            row.kind in ("state", "ethnic", "religion") and draft.token.tag in ("NNS", "NNPS")
        )

    def _of_another_state(self, draft: Draft, row: ActorRow, entity: Entity, left: Left) -> Entity:
        """Read "Chile's Defense Department" as Chile's, whoever else has one by that name."""
        if row.country not in self.table.states or (not draft.inner and draft.possessor is None):
            return entity
        countries, _ = self.belonging.countries(draft, None, left)
        if not countries or not countries[0].code or countries[0].code == row.country:
            return entity
        country = countries[0]
        code = country.code + row.code[3:]
        return Entity(self._plain(draft), code, country.code, row.sector, f"{entity.basis}+{country.basis}")

    def _by_title(self, entity: Entity, left: Left) -> Entity:
        """Trust "Foreign Minister Sergei Lavrov" when the table has no term for that day."""
        title = left.title
        if title is None or not title.code or left.beside:
            return entity
        code = entity.country + title.code
        return Entity(
            entity.name, code, entity.country, sector_of(title.code), f"titles:{title.title}+{entity.basis}"
        )

    def _check_title(self, name: Name, left: Left) -> None:
        """Take "President Clinton" for the president of that name, not for another Clinton."""
        known = name.introduced
        if known is None or left.title is None or not left.title.office:
            return
        key = self.phrases.keys[name.last]
        rows = [row for row in self.table.surnames.get(key, ()) if row.office == left.title.office]
        if rows and known.row_kind == "person" and all(row.name != known.entity.name for row in rows):
            name.introduced, name.surname = None, rows

    def _choose(self, draft: Draft, name: Name, left: Left) -> ActorRow:
        """Return the row that a name means here, by its title, the country beside it and the day."""
        rows = [meaning.row for meaning in name.meanings]
        if len(rows) > 1:
            countries = {
                entity.country for part in draft.inner for entity in part.entities if part.row_kind == "state"
            }
            if countries and any(row.country in countries for row in rows):
                rows = [row for row in rows if row.country in countries]
            if left.titles and any(row.kind == "person" for row in rows):
                rows = [row for row in rows if row.kind == "person"]
            if left.title is not None and left.title.office:
                in_office = [
                    row
                    for row in rows
                    if row.office == left.title.office and (not self.day or row.holds(self.day))
                ]
                rows = in_office or rows
        return best_row(rows, self.day)

    def _surname(self, draft: Draft, name: Name, left: Left) -> None:
        """Decide whose family name stands alone: the holder of its title, or a leader in office."""
        text = self.phrases.tokens[name.last].text
        countries, _ = self.belonging.countries(draft, None, left)
        rows = name.surname
        if countries:
            rows = [row for row in rows if row.country == countries[0].code]
        if left.title is not None and left.title.office:
            rows = [row for row in rows if row.office == left.title.office] or [
                row
                for row in rows
                if left.title.office in _OFFICES_OF_STATE and row.office in _OFFICES_OF_STATE
            ]
        holding = [row for row in rows if row.holds(self.day)] if self.day else rows
        people = {row.name for row in holding}
        titled = left.title is not None and bool(left.title.office or left.title.code)
        if len(people) > 1:
            near = [row for row in holding if row.country in self.seen.countries]
            if len({row.name for row in near}) == 1:
                holding, people = near, {near[0].name}
        if len(people) == 1 and (titled or countries or self._is_clear(holding[0], name, draft)):
            row = best_row(holding, self.day)
            entity = entity_of(row, self.day)
            if left.former:
                entity = former(row)
            draft.row_kind = "person"
            draft.entities = (entity,)
            self._remember_person(row, entity)
            return
        if (
            titled
            and not holding
            and len({row.name for row in rows}) == 1
            and left.title is not None
            and left.title.office
        ):
            draft.row_kind = "person"
            draft.entities = (former(rows[0]),)
            return
        draft.kind, draft.proper, draft.role_first, draft.name = "person", text, name.first, None
        draft.key = self.phrases.keys[name.last]
        if draft.key in self.table.words.not_names:
            draft.kind = "words"
            return
        self._proper(draft)

    def _is_clear(self, row: ActorRow, name: Name, draft: Draft) -> bool:
        """Tell whether a bare family name may be read as the leader's: it is no common word or name."""
        if not row.office:
            return False
        if draft.outer is not None and draft.outer.role is not None:
            return True
        key = self.phrases.keys[name.last]
        common = (
            key in self.table.words.common_surnames
            or key in self.table.roles
            or bool(self.table.names.meanings([key]))
        )
        if common or self.phrases.tokens[name.last].dep in ("compound", "nmod"):
            return row.country in self.seen.countries
        if not self.day and row.end and row.source != "own":
            # Nobody says when this was written: one of all who ever led a country is a guess.
            return row.country in self.seen.countries
        return True

    def _remember_person(self, row: ActorRow, entity: Entity) -> None:
        key = self.table.surname_of(row.name, row.country)
        for form in dict.fromkeys((key, key.removeprefix("al-"))):
            self.seen.introduce(form, Introduced(entity, "actor", "person"))
        if entity.country:
            self.seen.countries.add(entity.country)

    def _as_place(self, draft: Draft, row: ActorRow, name: Name) -> None:
        """Decide whether a town or state is a place here, or its government."""
        token = draft.token
        tokens = self.phrases.tokens
        words = self.table.words
        demonym = bool(name.meanings) and name.meanings[0].demonym
        governor = tokens[token.head]
        if token.dep == "conj":
            governor = tokens[governor.head] if governor.dep != "conj" else governor
        place = False
        if governor.tag in ("IN", "TO", "RB", "RP") and token.dep in ("pobj", "conj", "pcomp"):
            word = governor.text.lower()
            place = word in (words.state_prepositions if row.kind == "state" else words.place_prepositions)
        if row.kind == "state":
            if place and not demonym:
                draft.kind = "place"
            return
        if row.kind == "region" and demonym:
            return
        acts = (
            token.dep in _SUBJECTS
            or token.dep == "poss"
            or (
                token.dep in ("pobj", "dobj", "conj", "dative", "iobj", "compound")
                and not place
                and governor.lemma.lower() not in words.place_verbs
            )
        )
        draft.kind = "place"
        if token.dep == "nsubjpass" and governor.lemma.lower() in words.place_verbs:
            acts = False
        if acts and row.acts_as and draft.outer is None:
            old = draft.entities[0]
            draft.entities = (
                Entity(old.name, row.acts_as, old.country, row.acts_as[3:6], f"{old.basis}(acting)"),
            )

    def _people(self, draft: Draft, row: ActorRow, left: Left) -> None:
        """Give a people or the faithful of a religion the country beside them: "Rakhine Buddhists"."""
        role = RoleRow(row.name.lower(), row.code, row.sector, "crowd")
        countries, _ = self.belonging.countries(draft, role, left)
        entity = draft.entities[0]
        if countries and not entity.country:
            draft.entities = tuple(
                Entity(
                    self._plain(draft),
                    country.code + row.code,
                    country.code,
                    row.sector,
                    f"{entity.basis}+{country.basis}",
                )
                for country in countries
            )

    # Roles

    def _role(self, draft: Draft, role: RoleRow) -> None:
        left = read_left(self.phrases, draft, draft.role_first)
        people = self.table.modifiers.get(fold_word(singular(draft.key)))
        if people is not None and role.kind == "generic" and people.kind in PEOPLES:
            left.codes.append((people.kind, people.code))
        self._set_gender(draft, left)
        first = self.phrases.keys[draft.first]
        draft.definite = first in _DEFINITE or draft.possessor is not None
        draft.plural = draft.plural or role.plural == "1"
        countries, body = self.belonging.countries(draft, role, left)
        if body is not None and singular(role.noun) not in self.table.words.opposed:
            self._role_in_body(draft, role, left, body)
            return
        if not countries:
            countries = self._shared_country(draft)
        draft.open_country = not any(country.code for country in countries)
        draft.entities = self.role_entities(draft, role, left, countries)
        words = self.table.words
        if (
            not draft.entities
            and draft.definite
            and role.kind == "generic"
            and (
                draft.key in words.anaphors
                or draft.key in words.pairs.state
                or draft.key in words.pairs.person
            )
        ):
            draft.kind = "description"

    def _shared_country(self, draft: Draft) -> list[Country]:
        """Return the country of "Iraqi soldiers and police" for the police."""
        token = draft.token
        if token.dep != "conj" or draft.first != draft.role_first or draft.possessor is not None:
            return []
        before = self.phrases.at.get(token.head)
        if before is None or before.role is None or before.kind != "role":
            return []
        self.compose(before)
        if before.open_country or not before.inner or not before.entities:
            return []
        entity = before.entities[0]
        return [Country(entity.country, f"{entity.basis}(shared)")] if entity.country else []

    def role_entities(
        self, draft: Draft, role: RoleRow, left: Left, countries: Sequence[Country]
    ) -> tuple[Entity, ...]:
        """Return the entities of a role, one for each country; nobody when nothing gives the noun a code."""
        if not countries:
            entity = self._role_entity(draft, role, left, Country("", ""))
            return (entity,) if entity is not None else ()
        office = self._office_of(role.noun)
        found = []
        for country in countries:
            holder = self._holder(draft, role, left, country.code, office) if office else None
            entity = holder or self._role_entity(draft, role, left, country)
            if entity is not None:
                found.append(entity)
        return tuple(found)

    def _holder(self, draft: Draft, role: RoleRow, left: Left, country: str, office: str) -> Entity | None:
        """Return who holds the office that the phrase names, unless it speaks of a deputy, or of just any."""
        if left.beside or left.indefinite or left.former or draft.plural or draft.proper:
            return None
        row = self.table.holder(country, office, self.day)
        if row is None:
            return None
        entity = entity_of(row, self.day)
        self._remember_person(row, entity)
        draft.row_kind = "person"
        return Entity(
            entity.name, entity.code, entity.country, entity.sector, f"titles:{role.noun}+{entity.basis}"
        )

    def _role_entity(self, draft: Draft, role: RoleRow, left: Left, country: Country) -> Entity | None:
        code, sector = self._role_code(role, left)
        if not code and country.prefix:
            code = self._code_with_country(draft, role)
            sector = sector_of(code) if code else ""
        between = "".join(
            dict.fromkeys(part for kind, part in left.codes if kind in ("ethnic", "religion", "region"))
        )
        if left.former:
            code, sector = "ELI", "ELI"
        elif role.kind == "generic" and not country.prefix and not between and code == role.code:
            return None
        prefix = country.prefix or next((part for kind, part in left.codes if kind == "international"), "")
        if code == "IGO" and country.code:
            code, sector = "", ""
        whole = code if code.startswith("IGO") else prefix + between + code
        if not whole:
            return None
        land = "IGO" if code.startswith("IGO") else country.code
        basis = f"roles:{role.noun}"
        if country.basis:
            basis = f"{basis}+{country.basis}"
        for word in left.modifiers:
            basis = f"{basis}+modifiers:{word}"
        return Entity(draft.proper or self._plain(draft), whole, land, sector, basis)

    def _code_with_country(self, draft: Draft, role: RoleRow) -> str:
        """Return what a noun says with a country only; agencies that speak are of the press."""
        words = self.table.words
        noun = singular(role.noun)
        if noun in words.reporters and self._speaks(draft):
            return "MED"
        return words.with_country.get(noun, "") or words.with_country.get(noun.rsplit(" ", 1)[-1], "")

    def _speaks(self, draft: Draft) -> bool:
        """Tell whether a phrase is the subject of a verb of saying, or follows its "by"."""
        tokens = self.phrases.tokens
        above = tokens[draft.token.head]
        if draft.token.dep == "pobj" and above.text.lower() in ("by", "to") and above.head != above.index:
            above = tokens[above.head]
        return above.lemma.lower() in self.table.words.saying or above.text.lower() == "according"

    def _role_code(self, role: RoleRow, left: Left) -> tuple[str, str]:
        """Return the code and sector of a role with the roles and modifiers before it."""
        code, sector = role.code, role.sector
        weak = role.kind == "generic" or not code or speaks_for(role, self.table.words)
        for before in left.roles:
            if (
                before.code
                and before.kind != "generic"
                and (weak or (role.kind != "body" and before.code in _STRONG and code not in _STRONG))
            ):
                code, sector = before.code, before.sector
        for kind, word_code in left.codes:
            if kind not in ("armed", "role"):
                continue
            if (
                weak
                or code in ("MIL", "GOV", "")
                or (word_code in _STRONG and code not in _STRONG and code not in _SECONDARY)
            ):
                code, sector = word_code, sector_of(word_code)
                weak = False
            elif word_code in _STRONG and code in _SECONDARY and word_code != code:
                code = word_code + code
        return code, sector

    def _role_in_body(self, draft: Draft, role: RoleRow, left: Left, body: Draft) -> None:
        """Give "IS fighters", "White House official" the code of the body they belong to."""
        draft.row_kind = body.row_kind
        entities = []
        for entity in body.entities:
            code, sector, name = entity.code, entity.sector, entity.name
            if (
                left.former
                and role.kind != "crowd"
                and entity.country
                and body.row_kind not in ("group", "igo", "ngo")
            ):
                code, sector = entity.country + "ELI", "ELI"
            elif body.row_kind == "igo" and role.code in _STRONG and role.code not in code:
                code, sector = code + role.code, role.sector
            elif (
                body.name is None
                and body.role is not None
                and not speaks_for(role, self.table.words)
                and role.code
                and not (role.code == "MIL" and entity.sector in _REBELS)
            ):
                code, sector = entity.country + role.code, role.sector
            if body.row_kind not in ("group", "party"):
                name = draft.proper or self._plain(draft)
            entities.append(Entity(name, code, entity.country, sector, f"roles:{role.noun}+{entity.basis}"))
        draft.open_country = not any(entity.country for entity in entities)
        draft.entities = tuple(entities)

    # Proper names that the table does not know

    def _proper(self, draft: Draft) -> None:
        left = read_left(self.phrases, draft, draft.role_first)
        self._set_gender(draft, left)
        draft.title = left.title
        words = draft.proper.split()
        organisation = self._organisation_word(draft)
        if organisation is not None:
            draft.kind = "organisation"
            role = RoleRow(draft.proper, organisation.code, organisation.sector, "body")
            countries, _ = self.belonging.countries(draft, role, left)
            draft.row_kind = {"PTY": "party", "BUS": "company", "GOV": "agency", "MED": "media"}.get(
                organisation.code, "group"
            )
            country = countries[0] if countries else Country("", "")
            basis = f"organisations:{organisation.word}" + (f"+{country.basis}" if country.basis else "")
            draft.entities = (
                Entity(
                    draft.proper, country.code + organisation.code, country.code, organisation.sector, basis
                ),
            )
            return
        if (len(words) == 1 and words[0].isupper() and len(words[0]) > 1) or (
            not left.titles and self.phrases.keys[draft.first] in ("the", "a", "an")
        ):
            draft.kind = "organisation"
            draft.row_kind = "group"
        elif draft.token.dep == "pobj" and self._is_place_preposition(draft):
            draft.kind = "place"
            return
        if draft.kind == "person":
            self._unknown_person(draft, left)
        if not draft.entities:
            draft.entities = (Entity(draft.proper),)

    def _organisation_word(self, draft: Draft) -> OrganisationRow | None:
        key = self.phrases.keys[draft.head]
        row = self.table.organisations.get(key)
        if row is None or (
            len(draft.proper.split()) == 1 and draft.first == draft.head and key in ("co", "news", "times")
        ):
            return None
        return row

    def _is_place_preposition(self, draft: Draft) -> bool:
        governor = self.phrases.tokens[draft.token.head]
        return governor.text.lower() in self.table.words.state_prepositions

    def _unknown_person(self, draft: Draft, left: Left) -> None:
        """Give an unknown person what the words before the name say: "Nigerian army spokesman John Doe"."""
        draft.row_kind = "person"
        role = left.roles[-1] if left.roles else None
        if role is None:
            countries = self._lands_before(draft)
            if countries:
                draft.entities = (
                    Entity(
                        draft.proper, countries[0].code, countries[0].code, "", f"words+{countries[0].basis}"
                    ),
                )
            return
        left.roles.pop()
        countries, body = self.belonging.countries(draft, role, left)
        if body is not None:
            self._role_in_body(draft, role, left, body)
            draft.row_kind = "person"
            draft.entities = tuple(
                Entity(draft.proper, e.code, e.country, e.sector, e.basis) for e in draft.entities
            )
        else:
            draft.entities = self.role_entities(draft, role, left, countries)

    def _lands_before(self, draft: Draft) -> list[Country]:
        for part in draft.inner:
            if part.row_kind == "state" and part.name is not None and part.name.relation != "led":
                return self.belonging.lands_of(part, ())
        return []

    # Phrases that lean on another

    def _stand_for(self, draft: Draft, source: Draft) -> None:
        self.compose(source)
        draft.row_kind = source.row_kind
        draft.role = source.role
        draft.open_country = source.open_country
        entities = source.entities
        if draft.kind == "place":
            entities = tuple(
                Entity(e.name, e.country, e.country, "", e.basis) if e.country else e for e in entities
            )
            if not entities:
                self._place_with_country(draft)
                return
        elif self._own_country(draft):
            country = self._own_country(draft)[0]
            entities = tuple(
                Entity(e.name, country.code + e.code, country.code, e.sector, f"{e.basis}+{country.basis}")
                if not e.country
                else e
                for e in entities
            )
        draft.entities = entities
        if source.kind != "description" and draft.kind != "place":
            draft.kind = source.kind

    def _own_country(self, draft: Draft) -> list[Country]:
        for part in draft.inner:
            if part.row_kind in LANDS:
                return self.belonging.lands_of(part, ())
        return []

    def _place_with_country(self, draft: Draft) -> None:
        countries, _ = self.belonging.countries(draft, None, Left())
        if countries:
            draft.row_kind = "city"
            draft.entities = (
                Entity(
                    self._plain(draft),
                    countries[0].code,
                    countries[0].code,
                    "",
                    f"words+{countries[0].basis}",
                ),
            )

    def _described(self, draft: Draft) -> None:
        """Read "the Islamic State group": the name before it says who; otherwise the report may."""
        first = self.phrases.keys[draft.first]
        draft.definite = first in _DEFINITE or draft.possessor is not None
        for part in draft.inner:
            if part.entities and part.row_kind in BODIES:
                draft.entities, draft.row_kind, draft.kind = part.entities, part.row_kind, "actor"
                return

    def _take_from_apposition(self, draft: Draft) -> None:
        """Share what is said once of "Jane Doe, a spokeswoman for the Nigerian army"."""
        for other in self.phrases.appositions(draft.head):
            if not self._is_set_off(draft, other):
                continue
            named, telling = (draft, other) if draft.kind == "person" else (other, draft)
            if (
                named.kind == "person"
                and telling.role is not None
                and telling.entities
                and not _is_known(named)
            ):
                entity = telling.entities[0]
                named.entities = (
                    Entity(
                        named.proper or self._plain(named),
                        entity.code,
                        entity.country,
                        entity.sector,
                        f"apposition:{entity.basis}",
                    ),
                )
                named.gender = named.gender or telling.gender
            if (
                telling.role is not None
                and named.kind in ("person", "actor")
                and named.row_kind == "person"
                and named.entities
            ):
                entity = named.entities[0]
                telling.entities = (
                    Entity(entity.name, entity.code, entity.country, entity.sector, entity.basis),
                )

    def _is_set_off(self, draft: Draft, other: Draft) -> bool:
        """Tell whether an apposition is beside its noun or behind a comma; parsers see too many."""
        return other.first == draft.last + 1 or self.phrases.keys[other.first - 1] in (
            ",",
            "-",
            "--",
            "(",
            "–",
            "—",
        )

    def _set_gender(self, draft: Draft, left: Left) -> None:
        gender = self.table.words.gender
        words = [word.rstrip(".") for word in left.titles]
        if draft.role is not None:
            words.append(draft.role.noun)
        words.append(draft.key)
        for word in words:
            if word in gender.he:
                draft.gender = "he"
            elif word in gender.she:
                draft.gender = "she"
        if not draft.gender and (draft.proper or draft.name is not None):
            draft.gender = self.table.given_names.get(self._given_name(draft), "")

    def _given_name(self, draft: Draft) -> str:
        """Return the first word of a name, folded."""
        first, last = draft.role_first, draft.last
        if draft.name is not None:
            first, last = draft.name.first, draft.name.last
        return self.phrases.keys[first] if first <= last else ""

    def _plain(self, draft: Draft) -> str:
        """Return the words of a phrase without the article."""
        first = draft.first
        if self.phrases.keys[first] in ("the", "a", "an", "this", "these") and first < draft.last:
            first += 1
        sentence = draft.sentence
        start = sentence.span.start
        return sentence.text[sentence.tokens[first].start - start : sentence.tokens[draft.last].end - start]


def led_back(entity: Entity, text: str) -> Entity:
    """Return an entity as known from earlier words of the report, which the basis names."""
    basis = entity.basis
    if basis.startswith("coreference:"):
        basis = basis.partition("+")[2] or "words"
    return Entity(entity.name, entity.code, entity.country, entity.sector, f"coreference:{text}+{basis}")


def _is_known(draft: Draft) -> bool:
    return bool(draft.entities) and bool(draft.entities[0].code)
