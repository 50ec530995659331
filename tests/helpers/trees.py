"""Sentences parsed by hand, for tests that need no model."""

from __future__ import annotations

from dragoman.types import Entity, Mention, Sentence, Span, Token

_TAGS = {
    "nsubj": "NNP", "dobj": "NNP", "pobj": "NNP", "root": "VBD", "ROOT": "VBD", "prep": "IN", "det": "DT", "aux": "MD",
    "neg": "RB", "punct": ".", "xcomp": "VB", "conj": "NNP", "amod": "JJ", "poss": "NNP", "nsubjpass": "NNP",
    "auxpass": "VBD", "agent": "IN", "cc": "CC", "mark": "IN", "ccomp": "VBD", "relcl": "VBD", "appos": "NNP",
    "prt": "RP", "advcl": "VBD", "case": "POS", "compound": "NN", "pcomp": "VBG", "acl": "VBN", "attr": "NN",
}  # fmt: skip


def parsed(table: str) -> Sentence:
    """Return the sentence of a table: a word a line, as "word lemma relation head" with an optional tag at the end.

    Heads count from 1; the root's head is 0.
    """
    rows = [line.split() for line in table.strip().splitlines()]
    tokens: list[Token] = []
    at = 0
    for index, (word, lemma, dep, head, *tag) in enumerate(rows):
        relation = "ROOT" if dep == "root" else dep
        upper = int(head) - 1 if int(head) else index
        tokens.append(
            Token(index, word, lemma, tag[0] if tag else _TAGS[dep], relation, upper, at, at + len(word))
        )
        at += len(word) + 1
    text = " ".join(row[0] for row in rows)
    return Sentence(0, "prose", Span(0, len(text)), tuple(tokens), text)


def party(sentence: Sentence, word: str, code: str = "", kind: str = "actor", sector: str = "") -> Mention:
    """Return a mention of the first token that reads `word`, with an entity when it has a code."""
    token = next(token for token in sentence if token.text == word)
    entities = (Entity(word, code, code[:3], sector or code[3:6], "test"),) if code else ()
    return Mention(0, Span(token.start, token.end), token.index, word, kind, entities)  # type: ignore[arg-type]
