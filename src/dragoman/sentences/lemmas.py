"""Dictionary forms of words, kept so that each form is looked up once."""

from __future__ import annotations

from collections.abc import Callable, Mapping

_COARSE = {"N": "NOUN", "V": "VERB"}


def coarse(tag: str) -> str:
    """Return the universal part of speech of a Penn Treebank tag whose words inflect, "X" for the others."""
    return "PROPN" if tag.startswith("NNP") else _COARSE.get(tag[:1], "X")


class Lemmas:
    """A cache over a function from (word in small letters, coarse part of speech) to its lemma.

    `own` are lemmas that the function is known to get wrong.
    """

    def __init__(
        self, look_up: Callable[[str, str], str], own: Mapping[str, str] | None = None, most: int = 200_000
    ) -> None:
        self._look_up = look_up
        self._own = own or {}
        self._most = most
        self._known: dict[tuple[str, str], str] = {}

    def of(self, word: str, tag: str) -> str:
        """Return the lemma of `word`, in small letters unless it is a proper noun."""
        key = (word, tag)
        lemma = self._known.get(key)
        if lemma is None:
            if len(self._known) >= self._most:
                self._known.clear()
            lemma = self._known[key] = self._found(word, tag)
        return lemma

    def _found(self, word: str, tag: str) -> str:
        pos = coarse(tag)
        if pos == "PROPN" or word.isupper():
            return word
        low = word.lower()
        if low in self._own and pos != "X":
            return self._own[low]
        if pos == "X" or tag in ("NN", "VB"):
            return low
        if tag in ("VBD", "VBN", "VBG") and (whole := with_silent_e(low)):
            return whole
        return low if tag == "VBP" and low not in _OF_BE else self._look_up(low, pos)


_OF_BE = frozenset({"am", "are", "'m", "'re", "have", "'ve", "do"})
_VOWELS = frozenset("aeiou")


def with_silent_e(word: str) -> str:
    """Return "rape" for "raped" and "fire" for "firing": a short stem that would double its end without an e.

    Lemma tables take such a form for that of "rap" or "fir", whose past is "rapped" and "firred".
    """
    stem = word[:-2] if word.endswith("ed") else word[:-3] if word.endswith("ing") else ""
    if not 3 <= len(stem) <= 5 or stem[-1] in _VOWELS or stem[-1] in "wxyc" or stem[-2] not in _VOWELS:
        return ""
    if any(letter in _VOWELS for letter in stem[:-2]) or stem in _WITHOUT_E:
        return ""
    return stem + "e"


_WITHOUT_E = frozenset({"bus", "gas", "quiz"})
