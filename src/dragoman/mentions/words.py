"""How words of names are compared: without case, accents, full stops, and with one spelling of "al-"."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_DROPPED = str.maketrans("", "", ".'’‘ʼ`")
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "ı": "i", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)
_PARTICLE = re.compile(r"\b(?:al|el|ul|as|ash|ad|ar|at|an|az)[-–](?=\w{3})")


def folded(text: str) -> str:
    """Return `text` in small letters without accents, full stops and apostrophes, "el-Sisi" as "al-sisi"."""
    text = text.lower()
    if text.isalnum() and text.isascii():
        return text
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.translate(_LETTERS))
        text = "".join(letter for letter in text if not unicodedata.combining(letter))
    text = text.translate(_DROPPED)
    if "-" in text or "–" in text:
        text = _PARTICLE.sub("al-", text.replace("–", "-"))
    return text


@lru_cache(maxsize=65536)
def fold_word(text: str) -> str:
    """Return the folded form of one word of a report."""
    return folded(text)


@lru_cache(maxsize=65536)
def singular(word: str) -> str:
    """Return a plural in small letters as a singular, by its ending."""
    if word.endswith("men") and len(word) > 4:
        return word[:-2] + "an"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


@lru_cache(maxsize=65536)
def lemma_of(lemma: str, text: str, tag: str) -> str:
    """Return the word under which a noun stands in the tables: its lemma in small letters.

    Taggers leave the lemma of a capitalised plural as it is ("Rebels"), so that it is made singular here.
    """
    word = lemma.lower()
    if tag in ("NNPS", "NNS", "NNP") and word == text.lower() and not text.isupper():
        return singular(word)
    return word
