"""Whom "he", "the two countries", "the insurgents" and a quoted "we" stand for, where it is clear.

What is not clear stays open: a wrong name is worse than none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from dragoman.mentions.belonging import speaks_for
from dragoman.mentions.clauses import SUBJECTS, Clauses
from dragoman.mentions.compose import led_back
from dragoman.mentions.phrases import Draft
from dragoman.mentions.quotes import find_quote_spans
from dragoman.mentions.tables import ActorTable, entity_of
from dragoman.types import Entity, Sentence, Span, Token

_HE = frozenset(("he", "him", "his"))
_SHE = frozenset(("she", "her", "hers"))
_IT = frozenset(("it", "its"))
_THEY = frozenset(("they", "them", "their", "theirs"))
_FIRST = frozenset(("i", "me", "my", "mine", "we", "us", "our", "ours"))
_BODIES = frozenset(("state", "igo", "group", "company", "media", "party", "agency", "ngo", "seat"))
_ARMED = frozenset(("REB", "INS", "SEP", "UAF", "PRM"))
_OWNED = frozenset(("GOV", "MIL", "COP", "LEG", "JUD", "SPY"))
_NEAR = 3
_IN_QUESTION = 3
"""So many sentences must name each of two states for "the neighbours" to be those."""

LOOK_BACK = 600
"""Mentions before a description that are looked at for whom it means; nobody reads back farther."""


class Resolver:
    """Goes through the drafts of one report in order and fills in those that stand for another."""

    def __init__(
        self, sentences: Sequence[Sentence], drafts: Sequence[list[Draft]], table: ActorTable, day: str
    ) -> None:
        self.sentences = sentences
        self.drafts = drafts
        self.table = table
        self.day = day
        self.quotes = find_quote_spans(sentences)
        self.said: list[Draft] = []
        self.order = {id(sentence): at for at, sentence in enumerate(sentences)}
        self.heads: list[dict[int, Draft]] = []
        self.genders: dict[str, str] = {}
        self.trees: dict[int, Clauses] = {}
        for found in drafts:
            heads: dict[int, Draft] = {}
            for draft in found:
                if draft.outer is None or draft.head not in heads:
                    heads[draft.head] = draft
            self.heads.append(heads)

    def resolve(self) -> None:
        """Fill in the entities of pronouns, descriptions and bare roles; first-person words last."""
        first_person: list[tuple[int, Draft]] = []
        for at, found in enumerate(self.drafts):
            for draft in found:
                if draft.kind == "pronoun" and draft.key in _FIRST:
                    first_person.append((at, draft))
                    continue
                self._resolve(at, draft)
                self.said.append(draft)
                if draft.gender and draft.entities:
                    self.genders.setdefault(draft.entities[0].name, draft.gender)
        self._resolve_first_person(first_person)
        for found in self.drafts:
            for draft in found:
                if draft.possessor is not None and draft.possessor.key in _FIRST:
                    self._from_possessor(draft)
        self._link_headline_names()
        self._link_persons()

    def _resolve(self, at: int, draft: Draft) -> None:
        key = draft.key
        if draft.kind == "pronoun":
            if key in _HE or key in _SHE:
                self._take(draft, self._person(at, draft, "she" if key in _SHE else "he"))
                if draft.entities:
                    self.genders.setdefault(draft.entities[0].name, "she" if key in _SHE else "he")
            elif key in _IT:
                self._take(draft, self._body(at, draft))
            elif key in _THEY:
                self._they(at, draft)
        elif (
            draft.possessor is not None
            and not draft.name
            and draft.possessor.kind in ("pronoun", "description")
        ):
            self._from_possessor(draft)
        elif draft.source is not None:
            if not draft.entities:
                draft.entities = draft.source.entities
        elif draft.kind == "description" and not draft.entities:
            self._description(at, draft)
        elif draft.kind == "person" and [entity.code for entity in draft.entities] == ["GOV"]:
            self._official_of_last_state(at, draft)
        elif draft.role is not None and draft.kind == "role" and draft.definite and draft.open_country:
            self._definite_role(at, draft)

    def _official_of_last_state(self, at: int, draft: Draft) -> None:
        """Read "Chile condemned it. "..." a ministry spokesman, John Doe, said": he who is quoted is Chile's."""
        if at == 0 or self._who_says(at) is not draft:
            return
        quoted_first = self._is_quoted(self.sentences[at].tokens[0])
        subject = self._main_subject(at - 1)
        others = any(entity.country for other in self.drafts[at] for entity in other.entities)
        if not quoted_first or others or subject is None or subject.row_kind != "state":
            return
        old, state = draft.entities[0], subject.entities[0]
        whole = Entity(old.name, state.country + old.code, state.country, old.sector, old.basis)
        draft.entities = (led_back(whole, self._name_of(subject, state)),)

    def _take(self, draft: Draft, antecedent: Draft | None) -> None:
        """Let a draft mean what its antecedent means."""
        if antecedent is None or not antecedent.entities:
            return
        draft.entities = tuple(
            led_back(entity, self._name_of(antecedent, entity)) for entity in antecedent.entities
        )
        draft.row_kind = antecedent.row_kind
        draft.open_country = False

    def _name_of(self, antecedent: Draft, entity: Entity) -> str:
        if antecedent.kind == "pronoun" and entity.basis.startswith("coreference:"):
            return entity.basis.partition("+")[0].removeprefix("coreference:")
        return antecedent.text

    # Persons

    def _person(self, at: int, draft: Draft, gender: str) -> Draft | None:
        quote = self._quote_at(at, draft)
        tree = self._tree(at)
        doer = self._doer(at, draft)
        before = [
            other
            for other in self.drafts[at]
            if other.head < draft.head
            and (other.outer is None or other.kind == "pronoun")
            and self._is_person(other, gender)
            and self._quote_at(at, other) == quote
            and other.entities[0].name != doer
        ]
        named_so = [other for other in before if other.kind == "pronoun"]
        if named_so:
            return named_so[-1]
        for subject in tree.controllers(draft.head):
            found = self.heads[at].get(subject)
            if found is not None and found in before:
                return found
        same = [
            other for other in before if draft.token.dep == "poss" or other.token.head != draft.token.head
        ]
        owners = [
            other
            for other in self.drafts[at]
            if other.head < draft.head
            and other.outer is not None
            and other.token.dep == "poss"
            and other.kind != "pronoun"
            and self._is_person(other, gender)
            and self._quote_at(at, other) == quote
        ]
        if self._has_unnamed(at, draft, gender) or (owners and self._only([*owners, *same]) is None):
            return None
        if same:
            return self._only(same)
        if quote is not None:
            return None
        for back in range(at - 1, max(-1, at - 1 - _NEAR), -1):
            people = [
                before
                for before in self.drafts[back]
                if (before.outer is None or before.kind == "pronoun")
                and self._is_person(before, gender)
                and self._quote_at(back, before) is None
            ]
            if people:
                return self._most_salient(back, people)
        return None

    def _has_unnamed(self, at: int, draft: Draft, gender: str) -> bool:
        """Tell whether the sentence speaks of "his father" or "a woman" before the pronoun, who may be meant."""
        return any(
            other.head < draft.head
            and other.kind in ("role", "description")
            and not other.entities
            and not other.plural
            and (other.gender == gender or (not other.gender and self._is_human_subject(other)))
            and other.token.head != draft.token.head
            for other in self.drafts[at]
        )

    def _is_human_subject(self, draft: Draft) -> bool:
        """Tell whether a role such as "lawyer", which only a person can have, is the subject of a verb."""
        return draft.role is not None and draft.role.kind == "person" and draft.token.dep in SUBJECTS

    def _doer(self, at: int, draft: Draft) -> str:
        """Return the name of who does what is done to "him": he is somebody else."""
        if draft.token.dep == "poss" or draft.token.dep in SUBJECTS:
            return ""
        tree = self._tree(at)
        verb = tree.verb_above(draft.head)
        subject = None if verb is None else tree.subject_of(verb)
        found = None if subject is None else self.heads[at].get(subject)
        return found.entities[0].name if found is not None and found.entities else ""

    def _most_salient(self, at: int, people: list[Draft]) -> Draft | None:
        """Return the subject of the main clause, or the only person who is a subject, or the only one."""
        roots = [person for person in people if person.token.dep in SUBJECTS and self._is_main(at, person)]
        if roots:
            joined = [
                person
                for person in people
                if person.token.dep == "conj" and person.token.head == roots[-1].head
            ]
            return self._only([*joined, *roots])
        subjects = [person for person in people if person.token.dep in SUBJECTS]
        return self._only(subjects) or self._only(people)

    def _is_main(self, at: int, draft: Draft) -> bool:
        tokens = self.sentences[at].tokens
        verb = tokens[draft.token.head]
        return verb.head == verb.index

    def _only(self, drafts: Sequence[Draft]) -> Draft | None:
        """Return the last of `drafts` when all of them mean the same."""
        names = {draft.entities[0].name for draft in drafts if draft.entities}
        return drafts[-1] if len(names) == 1 else None

    def _is_person(self, draft: Draft, gender: str = "") -> bool:
        if len(draft.entities) != 1 or draft.plural:
            return False
        if draft.row_kind != "person" and not (
            draft.role is not None and draft.role.kind == "person" and draft.kind == "role"
        ):
            return False
        known = draft.gender or self.genders.get(draft.entities[0].name, "")
        return not gender or not known or known == gender

    # Bodies

    def _is_body(self, draft: Draft) -> bool:
        if len(draft.entities) != 1 or draft.plural or draft.kind == "description":
            return False
        if draft.name is not None and draft.name.meanings and draft.name.meanings[0].demonym:
            return False
        if draft.row_kind == "city":
            return len(draft.entities[0].code) > 3
        if draft.kind == "place":
            return False
        return (
            draft.row_kind in _BODIES
            or (draft.role is not None and draft.role.kind == "body" and draft.kind in ("role", "actor"))
            or (
                draft.kind == "role"
                and draft.role is not None
                and draft.role.plural != "1"
                and draft.role.kind == "generic"
            )
        )

    def _body(self, at: int, draft: Draft) -> Draft | None:
        quote = self._quote_at(at, draft)
        tree = self._tree(at)
        owner = draft.key == "its"
        if not owner and (draft.token.dep not in SUBJECTS or not self._is_willed(tree, draft)):
            return None
        met_person = met_any = False
        for subject in tree.controllers(draft.head):
            found = self.heads[at].get(subject)
            if owner and found is not None and found.plural and not self._is_body(found):
                continue
            met_any = True
            if found is None:
                return None
            if self._is_body(found) or (found.kind == "pronoun" and found.key in _IT):
                return found
            if not self._is_person(found):
                return None
            met_person = True
        if quote is not None:
            return None
        before = [
            found
            for found in self.drafts[at]
            if found.head < draft.head
            and self._is_body(found)
            and found.outer is None
            and found.kind != "pronoun"
        ]
        if met_person:
            agents = [found for found in before if found.token.dep in ("pobj", "agent", "poss", "dobj")]
            return self._only(agents) if agents and not owner else None
        if met_any or at == 0:
            return None
        if before and owner:
            return self._only(before)
        return self._main_subject(at - 1)

    def _is_willed(self, tree: Clauses, draft: Draft) -> bool:
        """Tell whether "it" does or is what only somebody can do or be."""
        words = self.table.words
        verb = tree.tokens[draft.token.head]
        if verb.lemma.lower() in words.acting or self._is_told_of_itself(tree, draft, verb):
            return True
        beside = [
            token
            for token in tree.tokens
            if token.head == verb.index and token.dep in ("acomp", "xcomp", "oprd")
        ]
        return any(
            token.lemma.lower() in words.willing
            or any(
                deed.head == token.index and deed.dep == "xcomp" and deed.lemma.lower() in words.acting
                for deed in tree.tokens
            )
            for token in beside
        )

    def _is_told_of_itself(self, tree: Clauses, draft: Draft, verb: Token) -> bool:
        """Tell whether a body says what "it" does: "the agency said it would feed", but not "it would rain"."""
        words = self.table.words
        above = tree.tokens[verb.head]
        if verb.dep not in ("ccomp", "conj") or above.lemma.lower() not in words.saying:
            return False
        if draft.token.dep != "nsubj" or verb.lemma.lower() in words.weather or not verb.tag.startswith("VB"):
            return False
        return above.index in tree.subjects and tree.subjects[above.index] < draft.head < verb.index

    def _main_subject(self, at: int) -> Draft | None:
        """Return the body that is the subject of a sentence's main clause."""
        for token in self.sentences[at].tokens:
            if token.dep in SUBJECTS and self.sentences[at].tokens[token.head].head == token.head:
                found = self.heads[at].get(token.index)
                return (
                    found
                    if found is not None and self._is_body(found) and self._quote_at(at, found) is None
                    else None
                )
        return None

    # They, the two, both sides

    def _they(self, at: int, draft: Draft) -> None:
        quote = self._quote_at(at, draft)
        tree = self._tree(at)
        for subject in tree.controllers(draft.head):
            found = self.heads[at].get(subject)
            group = self._joined(at, found) if found is not None else ()
            if (
                found is not None
                and (found.plural or len(group) > 1)
                and group
                and self._quote_at(at, found) == quote
            ):
                self._take_all(draft, group)
                return
            if found is None or not self._is_person(found):
                return
        if quote is not None or at == 0:
            return
        for token in self.sentences[at - 1].tokens:
            if token.dep in SUBJECTS and self.sentences[at - 1].tokens[token.head].head == token.head:
                found = self.heads[at - 1].get(token.index)
                group = self._joined(at - 1, found) if found is not None else ()
                if (
                    found is not None
                    and group
                    and (found.plural or len(group) > 1)
                    and self._quote_at(at - 1, found) is None
                ):
                    self._take_all(draft, group)
                return

    def _joined(self, at: int, draft: Draft) -> tuple[Draft, ...]:
        """Return a draft with those joined to it by "and"; nothing when one of them is unknown."""
        group = [draft]
        for token in self.sentences[at].tokens:
            if token.dep == "conj" and token.head == group[-1].head:
                found = self.heads[at].get(token.index)
                if found is None:
                    return ()
                group.append(found)
        return tuple(group) if all(found.entities for found in group) else ()

    def _take_all(self, draft: Draft, group: Sequence[Draft]) -> None:
        if not group:
            return
        found = [
            led_back(entity, self._name_of(other, entity)) for other in group for entity in other.entities
        ]
        unique = {(entity.name, entity.code): entity for entity in found}
        draft.entities = tuple(unique.values())
        draft.row_kind = group[0].row_kind
        draft.plural = True

    # The two countries, the group, the country

    def _description(self, at: int, draft: Draft) -> None:
        key, words = draft.key, self.table.words
        if draft.plural and self._is_pair(draft):
            if key in ("two", "both") or (key in words.pairs.person and key not in words.pairs.state):
                self._take_all(draft, self._last_people(at, draft))
                if not draft.entities and key in words.pairs.person:
                    # Two men whom nobody named are somebody all the same.
                    draft.kind = "role"
            elif key == "side":
                self._two_parties(at, draft)
            else:
                self._two_states(at, draft, 6)
        elif draft.definite and not draft.plural and key in words.anaphors and self._is_bare(draft):
            if "state" in words.anaphors[key]:
                self._last_country(at, draft)
            else:
                self._take(draft, self._last_of_kind(at, draft, words.anaphors[key]))

    def _last_country(self, at: int, draft: Draft) -> None:
        """Read "the country" when the last sentence that names countries names only one."""
        found: dict[str, Draft] = {}
        nearest = -1
        for other in self._before(at, draft, _NEAR):
            if other.kind == "pronoun" or (nearest >= 0 and self._place(other) != nearest):
                continue
            for entity in other.entities:
                if entity.country in self.table.states:
                    nearest = self._place(other)
                    found.setdefault(entity.country, other)
        if len(found) == 1:
            ((country, other),) = found.items()
            state = entity_of(self.table.states[country], self.day)
            draft.entities, draft.row_kind = (led_back(state, other.text),), "state"

    def _is_pair(self, draft: Draft) -> bool:
        words = {token.text.lower() for token in draft.sentence.tokens[draft.first : draft.last + 1]}
        return "both" in words or "two" in words

    def _is_bare(self, draft: Draft) -> bool:
        return draft.role_first - draft.first <= 1

    def _before(self, at: int, draft: Draft, near: int) -> Iterator[Draft]:
        """Yield the drafts said before one, the last first, back to `near` sentences."""
        for other in reversed(self.said[-LOOK_BACK:]):
            back = at - self._place(other)
            if back > near:
                return
            if other.entities and not (back == 0 and other.head >= draft.head):
                yield other

    def _place(self, draft: Draft) -> int:
        return self.order[id(draft.sentence)]

    def _two_states(self, at: int, draft: Draft, near: int) -> None:
        found = self._states_in_question(at, draft)
        if not found:
            found = self._last_states(at, draft, near)
        if len(found) == 2:
            draft.entities = tuple(
                led_back(entity_of(self.table.states[country], self.day), other.text)
                for country, other in reversed(found.items())
            )
            draft.row_kind = "state"

    def _states_in_question(self, at: int, draft: Draft) -> dict[str, Draft]:
        """Return the two states that the report so far is about, each named far more often than any third."""
        counted: Counter[str] = Counter()
        last: dict[str, Draft] = {}
        told: set[tuple[int, str]] = set()
        for other in self._before(at, draft, at):
            for entity in other.entities:
                country = entity.country
                if country in self.table.states and (self._place(other), country) not in told:
                    told.add((self._place(other), country))
                    counted[country] += 1
                    last.setdefault(country, other)
        (first, many), (second, fewer), (_, third) = [*counted.most_common(3), *[("", 0)] * 3][:3]
        clear = fewer >= _IN_QUESTION and fewer > 2 * third and many <= 3 * fewer
        return {country: last[country] for country in last if country in (first, second)} if clear else {}

    def _last_states(self, at: int, draft: Draft, near: int) -> dict[str, Draft]:
        """Return the two states that were named last, or fewer."""
        found: dict[str, Draft] = {}
        for other in self._before(at, draft, near):
            for entity in other.entities:
                if entity.country in self.table.states and (
                    other.row_kind in ("state", "person", "city") or other.kind == "role"
                ):
                    found.setdefault(entity.country, other)
            if len(found) >= 2:
                break
        return found

    def _two_parties(self, at: int, draft: Draft) -> None:
        """Read "both sides" when the last two sentences speak of exactly two."""
        found: dict[str, Draft] = {}
        for other in self._before(at, draft, 1):
            if (
                other.outer is None
                and other.kind in ("actor", "role", "place")
                and len(other.entities[0].code) >= 3
            ):
                if other.kind == "place" and len(other.entities[0].code) == 3:
                    continue
                found.setdefault(other.entities[0].country or other.entities[0].name, other)
        if len(found) == 2:
            self._take_all(draft, list(found.values())[::-1])

    def _last_people(self, at: int, draft: Draft) -> list[Draft]:
        """Return the two persons of whom the last sentence with persons speaks."""
        for near in range(_NEAR):
            found: dict[str, Draft] = {}
            for other in self._before(at, draft, near):
                if self._is_person(other) and other.row_kind == "person":
                    found.setdefault(other.entities[0].name, other)
            if len(found) >= 2:
                return list(found.values())[::-1] if len(found) == 2 else []
        return []

    def _last_of_kind(self, at: int, draft: Draft, kinds: frozenset[str]) -> Draft | None:
        found: dict[str, Draft] = {}
        nearest = -1
        for other in self._before(at, draft, 4):
            is_far = other.kind == "organisation" and at - self._place(other) > 1
            if (
                other.row_kind in kinds
                and len(other.entities) == 1
                and other.kind != "description"
                and not is_far
            ):
                if nearest >= 0 and self._place(other) != nearest:
                    break
                nearest = self._place(other)
                found.setdefault(other.entities[0].name, other)
        return next(iter(found.values())) if len(found) == 1 else None

    # "the government", "the insurgents", "the premier"

    def _definite_role(self, at: int, draft: Draft) -> None:
        role = draft.role
        if role is None or (draft.possessor is not None and draft.possessor.entities):
            return
        if not self._is_bare(draft):
            return
        title = self.table.titles.get(role.noun)
        if title is not None and not draft.plural:
            holder = self._last_holder(draft, title.office, role.noun)
            if holder is not None:
                self._take(draft, holder)
                return
        recent = self.said[-LOOK_BACK:]
        same = [
            other
            for other in recent
            if other is not draft
            and other.role is not None
            and other.role.noun == role.noun
            and other.entities
            and other.entities[0].country
            and not other.open_country
        ]
        if role.code in _ARMED or role.sector in ("REB", "UAF"):
            armed = [
                other
                for other in recent
                if other.row_kind == "group"
                and other.entities
                and other.kind == "actor"
                and _is_armed(other.entities[0])
            ]
            if armed:
                group = self._only(armed)
                if group is not None:
                    self._take(draft, group)
                return
        if same and len({other.entities[0].country for other in same}) == 1:
            self._take(draft, same[-1])
        elif role.noun in self.table.words.anaphors and not draft.plural:
            self._take(draft, self._last_of_kind(at, draft, self.table.words.anaphors[role.noun]))
        elif draft.plural and self._is_pair(draft):
            self._description(at, draft)

    def _last_holder(self, draft: Draft, office: str, noun: str) -> Draft | None:
        """Return the last person who holds the office, by the title before the name or by the table."""
        for other in reversed(self.said[-LOOK_BACK:]):
            if len(other.entities) != 1 or other.row_kind != "person":
                continue
            if other.title is not None and (
                other.title.title == noun or other.title.title.endswith(" " + noun)
            ):
                return other
            if office and other.role is None and office in self._offices_of(other.entities[0]):
                return other
        return None

    def _offices_of(self, entity: Entity) -> set[str]:
        held = set()
        for row in self.table.surnames.get(self.table.surname_of(entity.name, entity.country), ()):
            if row.name == entity.name and (not self.day or row.holds(self.day)):
                held.add(row.office)
        return held

    def _from_possessor(self, draft: Draft) -> None:
        """Give "its army" and "our country" the country of whoever "its" and "our" stand for."""
        owner = draft.possessor
        if owner is None or not owner.entities or self._speaks_for_body(draft, owner):
            return
        entity = owner.entities[0]
        if not entity.country or entity.country not in self.table.states:
            return
        if draft.kind == "description":
            if draft.key in ("country", "nation", "state", "republic", "kingdom"):
                state = entity_of(self.table.states[entity.country], self.day)
                draft.entities, draft.row_kind = (led_back(state, owner.text),), "state"
            return
        role = draft.role
        if (
            role is None
            or any(old.country for old in draft.entities)
            or (role.code not in _OWNED and owner.row_kind not in _BODIES)
        ):
            return
        office = self.table.titles[role.noun].office if role.noun in self.table.titles else ""
        row = (
            self.table.holder(entity.country, office, self.day)
            if office and not draft.plural and owner.row_kind != "person" and self._is_bare(draft)
            else None
        )
        if row is not None:
            held = entity_of(row, self.day)
            draft.entities, draft.row_kind = (led_back(held, owner.text),), "person"
            return
        code = draft.entities[0].code if draft.entities else role.code
        if not code and owner.key in _IT:
            code = self.table.words.with_country.get(role.noun, "")
        if not code:
            return
        name = draft.entities[0].name if draft.entities else draft.text
        whole = Entity(name, entity.country + code, entity.country, role.sector, f"roles:{role.noun}")
        draft.entities = (led_back(whole, owner.text),)
        draft.open_country = False

    def _speaks_for_body(self, draft: Draft, owner: Draft) -> bool:
        """Give "its spokesman" and "its chief, John Doe" the code of the ministry or army that "its" stands for."""
        role, body = draft.role, owner.entities[0]
        if (
            role is None
            or owner.key not in _IT
            or owner.row_kind == "state"
            or not body.code
            or not speaks_for(role, self.table.words)
            or any(old.code for old in draft.entities)
        ):
            return False
        name = draft.entities[0].name if draft.entities else draft.text
        whole = Entity(name, body.code, body.country, body.sector, f"roles:{role.noun}+{body.basis}")
        draft.entities = (led_back(whole, owner.text),)
        draft.open_country = False
        for other in self.drafts[self._place(draft)]:
            if other.kind == "person" and [(old.name, old.code) for old in other.entities] == [(name, "")]:
                other.entities = draft.entities
        return True

    # Quotes

    def _quote_at(self, at: int, draft: Draft) -> Span | None:
        start = draft.token.start
        return next((span for span in self.quotes if span.start <= start < span.end), None)

    def _resolve_first_person(self, pronouns: Sequence[tuple[int, Draft]]) -> None:
        speakers: dict[Span, Draft | None] = {}
        for at, draft in pronouns:
            quote = self._quote_at(at, draft)
            if quote is None:
                continue
            if quote not in speakers:
                speakers[quote] = self._speaker(quote, at)
            self._take(draft, speakers[quote])

    def _speaker(self, quote: Span, at: int) -> Draft | None:
        """Return who speaks a quote: the subject of a verb of saying beside it, or of the quote before it."""
        last = next(
            (
                index
                for index in range(at, len(self.sentences))
                if self.sentences[index].span.end >= quote.end
            ),
            at,
        )
        first = next(
            (index for index in range(at, -1, -1) if self.sentences[index].span.start <= quote.start), at
        )
        for index in dict.fromkeys((last, first)):
            found = self._who_says(index)
            if found is not None:
                return found if found.entities else None
        if first > 0 and self._begins_sentence(quote, first) and self._quote_in(first - 1):
            return self._speaker_of_sentence(first - 1)
        if first > 0 and self._begins_sentence(quote, first):
            found = self._who_says(first - 1)
            return found if found is not None and self._is_person(found) else None
        return None

    def _begins_sentence(self, quote: Span, at: int) -> bool:
        return quote.start <= self.sentences[at].span.start + 1

    def _quote_in(self, at: int) -> bool:
        span = self.sentences[at].span
        return any(quote.overlaps(span) for quote in self.quotes)

    def _speaker_of_sentence(self, at: int) -> Draft | None:
        for index in range(at, max(-1, at - 3), -1):
            found = self._who_says(index)
            if found is not None:
                return found if found.entities else None
            if not self._quote_in(index):
                return None
        return None

    def _who_says(self, at: int) -> Draft | None:
        """Return the subject of the verb of saying that is outside the quotes of a sentence."""
        saying = self.table.words.saying
        for token in self.sentences[at].tokens:
            if token.lemma.lower() in saying and token.tag.startswith("VB") and not self._is_quoted(token):
                subject = self._tree(at).subjects.get(token.index)
                if subject is None and token.dep in ("conj", "xcomp", "advcl"):
                    subject = self._tree(at).subject_of(token.index)
                if subject is not None and not self._is_quoted(self.sentences[at].tokens[subject]):
                    found = self.heads[at].get(subject)
                    if found is not None:
                        return found
            elif token.text.lower() == "according":
                for draft in self.drafts[at]:
                    if draft.head > token.index and draft.token.dep == "pobj" and draft.outer is None:
                        return draft
        return None

    def _is_quoted(self, token: Token) -> bool:
        return any(span.start <= token.start < span.end for span in self.quotes)

    # The same person elsewhere

    def _link_persons(self) -> None:
        """Give a person's every mention the country that became known at one of them."""
        known: dict[str, Entity] = {}
        for draft in self.said:
            if draft.kind == "person" and len(draft.entities) == 1 and draft.entities[0].country:
                known.setdefault(draft.entities[0].name, draft.entities[0])
        for draft in self.said:
            if len(draft.entities) != 1 or draft.entities[0].country or draft.row_kind != "person":
                continue
            whole = known.get(draft.entities[0].name)
            if whole is not None and whole.code in (whole.country + draft.entities[0].code, whole.code):
                draft.entities = (led_back(whole, whole.name),)

    # Headlines

    def _link_headline_names(self) -> None:
        """Give a bare family name that stands before the full one what the full name means."""
        full: dict[str, list[Draft]] = {}
        for draft in self.said:
            if (
                draft.row_kind == "person"
                and draft.entities
                and " " in draft.entities[0].name
                and draft.entities[0].code
            ):
                full.setdefault(
                    self.table.surname_of(draft.entities[0].name, draft.entities[0].country), []
                ).append(draft)
        for draft in self.said:
            if (
                draft.kind == "person"
                and draft.proper
                and " " not in draft.proper
                and draft.entities
                and not draft.entities[0].code
            ):
                known = full.get(draft.key, [])
                if known and self._only(known) is not None:
                    self._take(draft, known[0])

    def _tree(self, at: int) -> Clauses:
        tree = self.trees.get(at)
        if tree is None:
            tree = self.trees[at] = Clauses(self.sentences[at])
        return tree


def _is_armed(entity: Entity) -> bool:
    return (
        entity.sector in ("REB", "UAF", "PRM")
        or entity.code.startswith("IMG")
        or any(role in entity.code[3:] for role in ("REB", "INS", "SEP", "UAF"))
    )
