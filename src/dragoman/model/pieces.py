"""Word pieces: cutting text as the encoder's vocabulary wants it.

Greedy longest-match-first, small letters, no accents: WordPiece as BERT (Devlin et al. 2019) uses it.  Written
here because the library for it brings a downloader and a dozen packages that nothing else needs.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence

_LONGEST_WORD = 60


class Pieces:
    """A vocabulary of word pieces; `ids` of a text are indices of its lines."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self.vocabulary = tuple(vocabulary)
        self.index = {piece: number for number, piece in enumerate(self.vocabulary)}
        self.unknown = self.index["[UNK]"]
        self.start = self.index["[CLS]"]
        self.end = self.index["[SEP]"]
        self.pad = self.index["[PAD]"]

    def ids(self, text: str) -> list[int]:
        """Return the pieces of `text`; a word that cannot be cut is the unknown piece."""
        return [piece for word in words_of(text) for piece in self._pieces(word)]

    def _pieces(self, word: str) -> list[int]:
        if len(word) > _LONGEST_WORD:
            return [self.unknown]
        found: list[int] = []
        at = 0
        while at < len(word):
            end = len(word)
            while end > at:
                piece = word[at:end] if at == 0 else "##" + word[at:end]
                if piece in self.index:
                    found.append(self.index[piece])
                    break
                end -= 1
            else:
                return [self.unknown]
            at = end
        return found


def words_of(text: str) -> Iterator[str]:
    """Yield the words and the single marks of punctuation of `text`, in small letters without accents."""
    word = ""
    for character in unicodedata.normalize("NFD", text.lower()):
        kind = unicodedata.category(character)
        if kind == "Mn" or (kind[0] == "C" and not character.isspace()):
            continue
        if character.isspace():
            if word:
                yield word
            word = ""
        elif kind[0] == "P" or (kind[0] == "S" and ord(character) < 128) or "一" <= character <= "鿿":
            if word:
                yield word
            yield character
            word = ""
        else:
            word += character
    if word:
        yield word
