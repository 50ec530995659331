"""The clauses of a sentence, as far as a pronoun asks for them: who is the subject of what surrounds it."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.types import Sentence

SUBJECTS = frozenset(("nsubj", "nsubjpass"))


class Clauses:
    """The clauses of one sentence: the subject and object of each verb."""

    def __init__(self, sentence: Sentence) -> None:
        self.tokens = sentence.tokens
        self.subjects: dict[int, int] = {}
        self.objects: dict[int, int] = {}
        for token in sentence.tokens:
            if token.dep in SUBJECTS:
                self.subjects.setdefault(token.head, token.index)
            elif token.dep in ("dobj", "dative", "iobj"):
                self.objects.setdefault(token.head, token.index)

    def verb_above(self, index: int) -> int | None:
        """Return the verb that governs the token, nearest first; `None` above the root."""
        tokens = self.tokens
        at = index
        while tokens[at].head != at:
            at = tokens[at].head
            if tokens[at].tag.startswith("VB") or at in self.subjects:
                return at
        return None

    def subject_of(self, verb: int) -> int | None:
        """Return the subject of a verb, of the verb it is joined to or of what controls it."""
        tokens = self.tokens
        for _ in range(6):
            if verb in self.subjects:
                return self.subjects[verb]
            token = tokens[verb]
            if token.head == verb:
                return None
            above = token.head
            if token.dep == "xcomp" and above in self.objects:
                return self.objects[above]
            if token.dep in ("acl", "relcl") and not tokens[above].tag.startswith("VB"):
                return above
            verb = above
        return None

    def controllers(self, index: int) -> Iterator[int]:
        """Yield the subjects of the clauses around a token, nearest first, that stand before it."""
        verb = self.verb_above(index)
        own = self._phrase_heads(index)
        while verb is not None:
            subject = self.subject_of(verb)
            if subject is not None and subject < index and subject not in own:
                yield subject
            verb = self.verb_above(verb)

    def _phrase_heads(self, index: int) -> set[int]:
        """Return the nouns above a token up to its verb, which a possessive in them cannot stand for."""
        found = {index}
        at = index
        while self.tokens[at].head != at and not self.tokens[at].tag.startswith("VB"):
            at = self.tokens[at].head
            found.add(at)
        return found
