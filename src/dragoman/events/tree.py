"""A sentence's tree, asked for what a rule needs: subjects, objects, prepositions, governors.

Relations are those of spaCy's English pipelines.  Answers are token indexes of the heads of phrases; what the
tree leaves out (the subject of a controlled infinitive, the antecedent of a relative pronoun, the object that two
joined verbs share) is filled in here, so that rules need not know how a sentence was put together.
"""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.events.grammar import Grammar
from dragoman.types import Sentence

_SUBJECTS = frozenset({"nsubj", "csubj"})
_PASSIVE_SUBJECTS = frozenset({"nsubjpass", "csubjpass"})
_CLAUSES = frozenset({"xcomp", "ccomp", "pcomp", "advcl", "acl", "relcl"})
_DEEPEST = 12
_LONGEST_CHAIN = 60


class Tree:
    """One sentence's tree with its questions; answers are kept, as several rules ask the same."""

    def __init__(self, sentence: Sentence, grammar: Grammar) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.grammar = grammar
        children: list[list[int]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head != token.index:
                children[token.head].append(token.index)
        self.children = children
        self._subjects: dict[int, list[int]] = {}
        self._objects: dict[int, list[int]] = {}
        self._prepositions: dict[int, dict[str, list[int]]] = {}
        self._lemmas: dict[int, str] = {}
        self.slots: dict[tuple[int, str, str], list[int]] = {}

    # Words

    def lemma(self, at: int) -> str:
        """Return the lemma at `at`, with its particle for a phrasal verb ("carry out")."""
        known = self._lemmas.get(at)
        if known is None:
            token = self.tokens[at]
            particle = next(
                (self.tokens[child].text for child in self.children[at] if self.tokens[child].dep == "prt"),
                "",
            )
            known = f"{token.lemma.lower()} {particle.lower()}" if particle else token.lemma.lower()
            self._lemmas[at] = known
        return known

    def is_verb(self, at: int) -> bool:
        """Tell whether the token is a verb (auxiliaries and modals are not counted)."""
        token = self.tokens[at]
        return token.tag.startswith("VB") and token.dep not in ("aux", "auxpass")

    def is_passive(self, at: int) -> bool:
        """Tell whether the verb at `at` is passive, in full or reduced ("troops killed in Gao")."""
        for _ in range(_LONGEST_CHAIN):
            passive = self._passive_alone(at)
            if passive is not None:
                return passive
            at = self.tokens[at].head
        return False

    def _passive_alone(self, at: int) -> bool | None:
        """Tell whether the verb is passive, or None when that is for the verb it is joined to to say."""
        token = self.tokens[at]
        for child in self.children[at]:
            dep = self.tokens[child].dep
            if dep in ("auxpass", "nsubjpass", "agent"):
                return True
            if dep == "nsubj":
                return self._lacks_its_object(at)
        if token.tag != "VBN" or token.dep == "ROOT":
            return False
        if token.dep in ("acl", "relcl", "advcl", "amod"):
            return not self._has_auxiliary(at, "have") and not any(
                self.tokens[child].dep == "dobj" for child in self.children[at]
            )
        if token.dep == "conj" and not self._has_auxiliary(at, "have"):
            return None if self.tokens[token.head].tag == "VBN" and token.head != at else False
        return False

    def _lacks_its_object(self, at: int) -> bool:
        """Tell whether a verb that must have an object has none: "Two men arrested in Lagos" is a passive."""
        token = self.tokens[at]
        if token.lemma not in self.grammar.always_transitive or token.tag not in ("VBD", "VBN"):
            return False
        if token.dep in ("relcl", "acl", "pcomp") or self._has_auxiliary(at, "have"):
            return False
        return not any(
            self.tokens[child].dep in ("dobj", "oprd", "ccomp", "xcomp", "conj", "prt")
            for child in self.children[at]
        )

    def _has_auxiliary(self, at: int, lemma: str) -> bool:
        return any(
            self.tokens[child].dep == "aux" and self.tokens[child].lemma == lemma
            for child in self.children[at]
        )

    def children_of(self, at: int, *deps: str) -> list[int]:
        """Return the children of `at` in one of the relations `deps`."""
        return [child for child in self.children[at] if self.tokens[child].dep in deps]

    def joined(self, at: int) -> list[int]:
        """Return `at` and all that is coordinated with it ("Iraq, Iran and Syria")."""
        found = [at]
        for one in found:
            found.extend(
                child
                for child in self.children[one]
                if self.tokens[child].dep == "conj" and child not in found
            )
            if len(found) > 40:
                break
        return found

    def first_joined(self, at: int) -> int:
        """Return the first of the words that `at` is coordinated with, or `at` itself."""
        for _ in range(_LONGEST_CHAIN):
            token = self.tokens[at]
            if token.dep != "conj" or token.head == at:
                return at
            at = token.head
        return at

    def below(self, at: int) -> Iterator[int]:
        """Yield `at` and everything below it, in no order that matters."""
        waiting = [at]
        while waiting:
            one = waiting.pop()
            yield one
            waiting.extend(self.children[one])

    def below_in_clause(self, at: int) -> Iterator[int]:
        """Yield everything below `at` but what stands in a clause with a subject of its own, or is joined to it."""
        waiting = [child for child in self.children[at] if self.tokens[child].dep != "conj"]
        while waiting:
            one = waiting.pop()
            if self.tokens[one].dep in _SUBJECTS | _PASSIVE_SUBJECTS | {"agent"}:
                continue
            if self.tokens[one].dep in _CLAUSES and any(
                self.tokens[child].dep in _SUBJECTS | _PASSIVE_SUBJECTS for child in self.children[one]
            ):
                continue
            yield one
            waiting.extend(self.children[one])

    # Arguments

    def subjects(self, verb: int) -> list[int]:
        """Return who does what the verb says: the subject, the by-phrase of a passive, or who is understood."""
        known = self._subjects.get(verb)
        if known is None:
            self._subjects[verb] = []
            known = self._subjects[verb] = self._find_subjects(verb, 0)
        return known

    def objects(self, verb: int) -> list[int]:
        """Return what it is done to: the object, or the subject of a passive."""
        known = self._objects.get(verb)
        if known is None:
            self._objects[verb] = []
            known = self._objects[verb] = self._find_objects(verb)
        return known

    def surface_subjects(self, verb: int, depth: int = 0) -> list[int]:
        """Return the grammatical subject, understood where it is left out, whatever the voice."""
        if depth > _DEEPEST:
            return []
        deps = _SUBJECTS | _PASSIVE_SUBJECTS
        # Of several, the nearest before the verb is the subject; small pipelines attach stray ones farther off.
        own = [child for child in self.children[verb] if self.tokens[child].dep in deps]
        if own:
            before = [child for child in own if child < verb]
            nearest = before[-1] if before else own[0]
            return self._antecedents(nearest, verb)
        token = self.tokens[verb]
        head = token.head
        if head == verb:
            return []
        if token.dep == "conj":
            return (
                self.surface_subjects(head, depth + 1)
                if self.is_verb(head) or self.tokens[head].dep != "conj"
                else []
            )
        if token.dep in ("acl", "relcl"):
            if token.tag == "VBG" and self.tokens[verb - 1].text == "," and self.tokens[head].dep != "nsubj":
                # ", traveling to Washington" hangs on the clause, wherever a small parser put it.
                over = self.verb_over(head)
                return self.surface_subjects(over, depth + 1) if over is not None else [head]
            return self._subjects_of_reduced(verb, head, depth)
        if token.dep in ("xcomp", "ccomp") and self._is_open(verb):
            return self._controller(verb, head, depth)
        if token.dep == "advcl" and self._is_open(verb):
            return self.surface_subjects(head, depth + 1)
        if token.dep == "pcomp":
            governor = self.tokens[head].head
            if not self.is_verb(governor):
                return self.subjects_of_noun(governor, depth + 1)
            if self.tokens[head].text.lower() in self.grammar.object_control_prepositions:
                return self._controller(verb, governor, depth)
            return self.surface_subjects(governor, depth + 1)
        return []

    def _find_subjects(self, verb: int, depth: int) -> list[int]:
        if not self.is_verb(verb):
            return self.subjects_of_noun(verb, depth)
        if self.is_passive(verb):
            agents = [
                pobj
                for child in self.children[verb]
                if self.tokens[child].dep in ("agent", "prep") and self.tokens[child].text.lower() == "by"
                for pobj in self._objects_of_preposition(child)
                if self.tokens[pobj].tag[:2] != "VB"
            ]
            return [one for agent in agents for one in self.joined(agent)]
        return [one for head in self.surface_subjects(verb, depth) for one in self.joined(head)]

    def _find_objects(self, verb: int) -> list[int]:
        if self.is_passive(verb):
            # "was granted asylum": what is given is the object, and who gets it the subject.
            given = self.children_of(verb, "dobj")
            found = given or self.surface_subjects(verb)
        else:
            found = self._direct_objects(verb)
        return [one for head in found for one in self.joined(head)]

    def _direct_objects(self, verb: int) -> list[int]:
        own = self.children_of(verb, "dobj", "obj") or [
            child for child in self.children_of(verb, "oprd") if self.tokens[child].tag.startswith("NN")
        ]
        if own:
            return [one for child in own for one in self._antecedents(child, verb)]
        token = self.tokens[verb]
        if token.dep == "relcl" and not self.children_of(verb, "ccomp", "xcomp"):
            # "the troops that Russia sent": the gap is the object when the clause has a subject of its own.
            subjects = self.children_of(verb, "nsubj")
            if subjects and self.tokens[subjects[0]].text.lower() not in self.grammar.relative_words:
                return [token.head]
        for child in self.children_of(verb, "conj"):
            if self.is_verb(child) and not self.children_of(verb, "prep", "ccomp", "xcomp"):
                shared = self.children_of(child, "dobj", "obj")
                if shared and self.tokens[child].tag == token.tag:
                    return shared
        return []

    def _antecedents(self, at: int, verb: int) -> list[int]:
        """Return what a relative pronoun stands for, and anything else as it is."""
        token = self.tokens[at]
        if token.tag in ("WDT", "WP") or (token.tag in ("IN", "DT") and token.text.lower() == "that"):
            clause = verb
            for _ in range(_DEEPEST):
                if self.tokens[clause].dep in ("relcl", "acl"):
                    return [self.tokens[clause].head]
                if self.tokens[clause].head == clause:
                    return []
                clause = self.tokens[clause].head
            return []
        return [at]

    def _is_open(self, verb: int) -> bool:
        """Tell whether the verb is an infinitive or participle, whose subject comes from elsewhere."""
        return self.tokens[verb].tag in ("VB", "VBG", "VBN") or any(
            self.tokens[child].tag == "TO" for child in self.children[verb]
        )

    def _controller(self, verb: int, governor: int, depth: int) -> list[int]:
        if not self.is_verb(governor):
            if self.tokens[governor].dep == "acomp":  # "is due to meet"
                return self.surface_subjects(self.tokens[governor].head, depth + 1)
            return self.subjects_of_noun(governor, depth + 1)
        if (
            self.lemma(governor) in self.grammar.object_control
            or self.tokens[governor].lemma in self.grammar.object_control
        ):
            passive = self.is_passive(governor)
            objects = (
                self.surface_subjects(governor, depth + 1) if passive else self._direct_objects(governor)
            )
            if not objects and not passive:
                objects = [
                    pobj
                    for name in ("on", "upon", "to", "with", "for")
                    for pobj in self.prepositions(governor).get(name, [])
                ][:1]
            if objects:
                return objects
        return self.surface_subjects(governor, depth + 1)

    def _subjects_of_reduced(self, verb: int, noun: int, depth: int) -> list[int]:
        """Return the subject of a clause that hangs on a noun: the noun, or who has the plan, duty or ability."""
        if any(self.tokens[child].tag == "TO" for child in self.children[verb]):
            return self.subjects_of_noun(noun, depth + 1)
        return [noun]

    def subjects_of_noun(self, noun: int, depth: int = 0) -> list[int]:
        """Return who does what a noun names: of a light verb its subject, the possessor, the by-phrase."""
        if depth > _DEEPEST:
            return []
        possessors = self.children_of(noun, "poss")
        if possessors:
            return self.joined(possessors[0])
        by = self.prepositions(noun).get("by", [])
        if by:
            return by
        governor = self.governing_verb(noun)
        if governor is None:
            return []
        lemma = self.lemma(governor)
        if self.tokens[noun].dep in ("dobj", "obj") or self.tokens[noun].dep == "nsubjpass":
            if lemma in self.grammar.reverse_light_verbs:
                return self.prepositions(governor).get("from", []) or self.prepositions(governor).get(
                    "by", []
                )
            return self._find_subjects(governor, depth + 1)
        if self.tokens[noun].dep == "pobj":
            return self._find_subjects(governor, depth + 1)
        return self.surface_subjects(governor, depth + 1) if self.tokens[noun].dep == "attr" else []

    def governing_verb(self, noun: int) -> int | None:
        """Return the verb that the noun is an object, passive subject or adjunct of, if there is one."""
        token = self.tokens[self.first_joined(noun)]
        if token.dep in ("dobj", "obj", "nsubjpass", "attr", "nsubj", "oprd"):
            return token.head if self.is_verb(token.head) else None
        if token.dep == "pobj":
            governor = self.tokens[token.head].head
            return governor if self.is_verb(governor) else None
        return None

    def verb_over(self, at: int) -> int | None:
        """Return the nearest verb above `at` that has a subject of its own."""
        for _ in range(_DEEPEST):
            head = self.tokens[at].head
            if head == at:
                return None
            at = head
            if self.is_verb(at) and self.children_of(at, "nsubj", "nsubjpass"):
                return at
        return None

    # Prepositions

    def prepositions(self, at: int) -> dict[str, list[int]]:
        """Return what stands behind each preposition of `at`, in small letters ("on", "against", "ahead of")."""
        known = self._prepositions.get(at)
        if known is None:
            known = {}
            if self.is_verb(at) and self.children_of(at, "dobj") and self.is_passive(at):
                known["iobj"] = [one for head in self.surface_subjects(at) for one in self.joined(head)]
            for child in self.children[at]:
                token = self.tokens[child]
                if token.dep in ("prep", "dative", "agent"):
                    if token.dep == "dative" and token.tag not in ("IN", "TO"):
                        known.setdefault("iobj", []).append(child)
                        continue
                    name = token.text.lower()
                    for pobj in self._objects_of_preposition(child):
                        known.setdefault(name, []).extend(
                            one for head in self._antecedents(pobj, at) for one in self.joined(head)
                        )
                    for nested in self.children_of(child, "prep"):
                        inner = f"{name} {self.tokens[nested].text.lower()}"
                        for pobj in self._objects_of_preposition(nested):
                            known.setdefault(inner, []).extend(self.joined(pobj))
                            known.setdefault(self.tokens[nested].text.lower(), []).extend(self.joined(pobj))
                elif token.dep in ("prt", "advmod"):
                    # "pulled out of Syria": small parsers hang "of" on "out".
                    for nested in self.children_of(child, "prep"):
                        for pobj in self._objects_of_preposition(nested):
                            for name in (
                                f"{token.text} {self.tokens[nested].text}",
                                self.tokens[nested].text,
                            ):
                                known.setdefault(name.lower(), []).extend(self.joined(pobj))
            self._prepositions[at] = known
        return known

    def _objects_of_preposition(self, preposition: int) -> list[int]:
        found = self.children_of(preposition, "pobj")
        for other in self.children_of(preposition, "conj"):
            if self.tokens[other].dep == "conj" and self.tokens[other].tag == "IN":
                found.extend(self.children_of(other, "pobj"))
        return found

    # Governors

    def governor(self, at: int) -> tuple[int, str] | None:
        """Return the word that embeds the act at `at` and the link between them, or None at the top.

        Links are "comp" (an infinitive or that-clause), "obj", "subj", a preposition, "acl" (hung on a noun),
        "advcl", "relcl" and "poss".
        """
        token = self.tokens[self.first_joined(at)]
        head = token.head
        dep = token.dep
        if head == token.index or dep == "conj":
            return None
        if dep in ("xcomp", "ccomp"):
            return head, "comp"
        if dep in ("dobj", "obj", "nsubjpass", "oprd"):
            return head, "obj"
        if dep in ("nsubj", "csubj", "attr", "csubjpass"):
            return head, "subj" if dep != "attr" else "attr"
        if dep == "pcomp" and self.children_of(token.index, "nsubj"):
            return None  # "with Moscow pledging weapons" stands on its own
        if dep in ("pobj", "pcomp"):
            preposition = self.tokens[head]
            above = preposition.head
            if above == head:
                return None
            if preposition.dep == "prep" and self.tokens[above].dep == "prep":
                return self.tokens[above].head, preposition.text.lower()
            return above, preposition.text.lower()
        if dep == "relcl" and any(self.tokens[child].tag == "TO" for child in self.children[token.index]):
            return head, "acl"
        if dep in ("acl", "relcl", "advcl", "poss", "compound", "amod", "appos"):
            return head, dep
        return (head, dep) if dep in ("acomp", "prep", "dep") else None
