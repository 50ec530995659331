"""Which language a text is in."""

from __future__ import annotations

import re

ENOUGH_CHARACTERS = 2000
# In fewer letters than these, names outweigh the words of the language.
FEWEST_LETTERS = 20
# By how much, in natural logarithms, the likeliest language must lead the next; less is a guess.
CLEAR_LEAD = 6.0
LETTERS = re.compile(r"[^\W\d_]+")
NO_LANGUAGE = "zxx"


def identify(text: str) -> str:
    """Return the two-letter code of the language of `text`, or "" when there is too little to tell."""
    beginning = text[:ENOUGH_CHARACTERS].encode("utf-8", errors="replace").decode("utf-8")
    if sum(map(len, LETTERS.findall(beginning))) < FEWEST_LETTERS:
        return ""
    import py3langid

    (language, score), (_, next_score), *_ = py3langid.rank(beginning)
    return "" if language == NO_LANGUAGE or score - next_score < CLEAR_LEAD else str(language)
