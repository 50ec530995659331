"""Which mention stands where a rule says that a source or target stands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from dragoman.events.rules import RuleBook, Words
from dragoman.events.tree import Tree
from dragoman.types import Entity, Mention

Role = Literal["source", "target"]

_ACTING = frozenset({"actor", "role", "person", "organisation", "pronoun"})
_ARMED = frozenset({"MIL", "REB", "COP", "UAF", "PRM", "SPY"})
_RULING = frozenset({"GOV", "LEG", "JUD", "MIL", "COP", "SPY"})
_LEFT_PARTS = frozenset(
    {"det", "amod", "compound", "nummod", "poss", "nmod", "quantmod", "case", "punct", "advmod"}
)


class Parties:
    """The mentions of one sentence, found by the token that heads them."""

    def __init__(self, tree: Tree, mentions: Iterable[Mention]) -> None:
        self.tree = tree
        self.at: dict[int, Mention] = {}
        self._words: dict[int, set[str]] = {}
        for mention in mentions:
            known = self.at.get(mention.head)
            if (
                known is None
                or (known.part and not mention.part)
                or (not known.entities and mention.entities)
            ):
                self.at[mention.head] = mention

    def party(self, at: int, role: Role) -> Mention | None:
        """Return who is meant by the noun phrase headed at `at`.

        The phrase's own mention comes first, then one inside it ("Russia" in "Russia's decision", "Syrian" in
        "a Syrian village").  A target that names nobody keeps its words; a source that names nobody is nobody.
        """
        found = self._own(at) or self._apposed(at)
        if found is not None and role == "source" and self._is_scene(found):
            return None
        if found is not None:
            return self._named_here(found) if found.entities else self._said_of_self(found)
        inside = self._inside(at, role, 0)
        if inside is not None:
            return inside
        return self.words(at) if role == "target" else None

    def entities_at(self, at: int) -> tuple[Entity, ...]:
        """Return who is meant by the phrase headed at `at`, as far as its own words or one inside it tell."""
        found = self.party(at, "target")
        return found.entities if found else ()

    def words(self, at: int) -> Mention | None:
        """Return the noun phrase headed at `at` as a mention of nobody that is known."""
        token = self.tree.tokens[at]
        if token.tag.startswith("JJ") and not self.tree.children_of(at, "det"):
            return None
        if (
            not token.tag.startswith(("NN", "CD", "DT", "JJ"))
            or token.lemma.lower() in self.tree.grammar.time_words
        ):
            return None
        first = at
        for child in reversed(self.tree.children[at]):
            if child < first and self.tree.tokens[child].dep in _LEFT_PARTS:
                first = min(first, child)
        span = self.tree.sentence.span_of(first, at)
        text = self.tree.sentence.text_of(span)
        return Mention(self.tree.sentence.index, span, at, text, "words")

    def _own(self, at: int) -> Mention | None:
        mention = self.at.get(at)
        if mention is None or (mention.kind == "words" and not mention.entities):
            return None
        if self.tree.tokens[at].lemma.lower() in self.tree.grammar.time_words and " " not in mention.text:
            return None
        return mention if mention.entities or mention.kind in _ACTING else None

    def _is_scene(self, mention: Mention) -> bool:
        """Tell whether a place is only where something is ("embassies in Kenya, which ..."), and does nothing."""
        if mention.kind != "place" or self.tree.tokens[mention.head].dep != "pobj":
            return False
        return bool(self.tree.children_of(mention.head, "relcl", "acl"))

    def _said_of_self(self, mention: Mention) -> Mention:
        """Return who says something of himself ("The army said it had opened an inquiry"), else `mention`."""
        if mention.kind != "pronoun" or mention.text.lower() not in ("it", "they", "we", "i"):
            return mention
        tree = self.tree
        if '"' in tree.sentence.text and mention.text.lower() not in ("we", "i"):
            return mention  # in another's words, only "we" and "I" are the speaker
        at = tree.tokens[mention.head].head
        for _ in range(6):
            token = tree.tokens[at]
            if token.dep == "ccomp" and tree.tokens[token.head].lemma in tree.grammar.speech_verbs:
                for subject in tree.surface_subjects(token.head):
                    speaker = self._own(subject)
                    if speaker is not None and subject != mention.head and self._agrees(mention, speaker):
                        return speaker
                return mention
            if token.head == at or token.dep == "relcl":
                return mention
            at = token.head
        return mention

    def _agrees(self, pronoun: Mention, speaker: Mention) -> bool:
        """Tell whether a speaker may be meant by "it" or "they": one person is neither."""
        if speaker.kind in ("pronoun", "person"):
            return pronoun.text.lower() in ("we", "i") and speaker.kind == "person"
        if pronoun.text.lower() != "they":
            return True
        tag = self.tree.tokens[speaker.head].tag
        return tag in ("NNS", "NNPS", "CD") or len(self.tree.joined(speaker.head)) > 1

    def _apposed(self, at: int) -> Mention | None:
        """Return the name that explains a description ("his British counterpart Gordon Brown")."""
        for child in self.tree.children_of(at, "appos"):
            mention = self._own(child)
            between = self.tree.tokens[min(at, child) : max(at, child)]
            if mention is not None and not any(token.tag.startswith("VB") for token in between):
                return mention
        return None

    def _named_here(self, mention: Mention) -> Mention:
        """Return the words that name whom a pronoun stands for, when they are in the same sentence."""
        if mention.kind not in ("pronoun", "description") or len(mention.entities) != 1:
            return mention
        name = mention.entities[0].name
        for other in self.at.values():
            if other.kind in ("pronoun", "description") or other.part or len(other.entities) != 1:
                continue
            if other.entities[0].name == name and other.span.start < mention.span.start:
                return msgspec.structs.replace(other, entities=mention.entities)
        return mention

    def _inside(self, at: int, role: Role, depth: int) -> Mention | None:
        tree = self.tree
        for child in tree.children[at]:
            if tree.tokens[child].dep in ("poss", "nmod", "compound", "amod", "nummod") and child in self.at:
                mention = self.at[child]
                if tree.tokens[child].lemma.lower() in tree.grammar.time_words:
                    continue
                if tree.tokens[child].tag == "PRP$" and not mention.entities:
                    continue
                is_possessor = tree.tokens[child].dep == "poss"
                if role == "source" and not is_possessor and not self._is_named(mention):
                    continue
                if mention.entities or (mention.kind in _ACTING and is_possessor):
                    return mention
        prepositions = tree.prepositions(at)
        names: tuple[str, ...] = ("by", "of", "from", "against", "on", "for", "with", "to", "between", "in")
        if tree.tokens[at].tag == "CD":
            names = ("of",)
        if role == "source":
            container = tree.tokens[at].lemma in tree.grammar.containers or tree.tokens[at].tag == "CD"
            names = ("of", "by") if container else ("by",)
        for name in names:
            for one in prepositions.get(name, []):
                own = self._own(one)
                if own is not None:
                    return own
                if depth < 2:
                    deeper = self._inside(one, role, depth + 1)
                    if deeper is not None:
                        return deeper
        # "an appeal filed by lawyers", "the plan put forward by Moscow"
        for clause in tree.children_of(at, "acl"):
            for one in tree.subjects(clause) if tree.is_passive(clause) else ():
                own = self._own(one)
                if own is not None:
                    return own
        return None

    def _is_named(self, mention: Mention) -> bool:
        """Tell whether a modifier names who acts: "Russian jets", "army planes"; "clinic bombing" does not."""
        if not mention.entities or not mention.entities[0].code:
            return False
        if mention.kind == "role":
            return mention.entities[0].sector in _ARMED | _RULING
        return mention.kind == "actor"

    def phrase_words(self, at: int) -> set[str]:
        """Return the lemmas that tell what a noun phrase is about: its head, what stands before it, what it holds."""
        known = self._words.get(at)
        if known is None:
            known = self._words[at] = self._find_words(at)
        return known

    def _find_words(self, at: int) -> set[str]:
        tree = self.tree
        words = {tree.tokens[at].lemma.lower()}
        head = tree.tokens[at].lemma.lower()
        for child in tree.children[at]:
            if tree.tokens[child].dep in ("compound", "amod", "nmod", "poss"):
                lemma = tree.tokens[child].lemma.lower()
                words.add(lemma)
                words.add(f"{lemma} {head}")
        if head in tree.grammar.containers or tree.tokens[at].tag in ("CD", "$", "DT"):
            for inner in tree.prepositions(at).get("of", []) + tree.prepositions(at).get("in", []):
                words.add(tree.tokens[inner].lemma.lower())
                words.update(
                    tree.tokens[child].lemma.lower()
                    for child in tree.children[inner]
                    if tree.tokens[child].dep in ("compound", "amod")
                )
        return words

    def fits(self, at: int, wanted: Words, book: RuleBook) -> bool:
        """Tell whether the phrase headed at `at` is one of the `wanted` words, classes or kinds of mention."""
        words: set[str] | None = None
        for want in wanted:
            if want == "*":
                return True
            if want[0] == "#":
                if self._is_kind(at, want[1:]):
                    return True
                continue
            if words is None:
                words = self.phrase_words(at)
            if want[0] == "@":
                if not words.isdisjoint(book.classes[want[1:]]):
                    return True
            elif want in words:
                return True
        return False

    def _is_kind(self, at: int, kind: str) -> bool:
        """Tell what the mention headed at `at` is, by its entities and its own kind."""
        token = self.tree.tokens[at]
        if kind == "number":
            return token.tag == "CD" or any(
                self.tree.tokens[child].tag == "CD" for child in self.tree.children[at]
            )
        held = self.tree.prepositions(at).get("of", [])
        if held and (token.tag == "CD" or token.lemma in self.tree.grammar.containers):
            return any(self._is_kind(one, kind) for one in held if one != at)  # "one of his critics"
        mention = self.at.get(at)
        if kind == "place":
            return mention is not None and mention.kind == "place"
        if mention is None:
            return False
        if token.text.lower() == "it" and (kind == "person" or not mention.entities):
            return False
        if kind == "actor":
            return bool(mention.entities) or mention.kind in _ACTING
        if kind == "person":
            return mention.kind in ("person", "pronoun", "role") or (
                mention.kind == "actor" and token.tag[:2] == "NN"
            )
        sectors = {entity.sector for entity in mention.entities}
        if kind == "armed":
            return bool(sectors & _ARMED)
        if kind == "gov":
            return bool(sectors & _RULING) or self._is_kind(at, "state")
        return any(len(entity.code) == 3 and entity.code == entity.country for entity in mention.entities)
