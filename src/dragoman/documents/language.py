"""Which language a text is in."""

from __future__ import annotations

import re

ENOUGH_CHARACTERS = 2000
# In fewer letters than these, names outweigh the words of the language.
FEWEST_LETTERS = 20
# By how much, in natural logarithms, the likeliest language must lead the next; less is a guess.
CLEAR_LEAD = 6.0
LETTERS = re.compile(r"[^\W\d_]+")
# Languages that news is written in.  Left out are near relatives with little of it, which short English sentences
# about their countries are taken for (Nigerian Pidgin, Scots, Tok Pisin).
NEWS_LANGUAGES = frozenset(
    {
        "af", "am", "ar", "az", "be", "bg", "bn", "bs", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi",
        "fr", "gu", "ha", "he", "hi", "hr", "hu", "hy", "id", "it", "ja", "ka", "kk", "km", "kn", "ko", "ky", "lo",
        "lt", "lv", "mk", "ml", "mn", "mr", "ms", "my", "ne", "nl", "no", "pa", "pl", "ps", "pt", "ro", "ru", "rw",
        "si", "sk", "sl", "so", "sq", "sr", "sv", "sw", "ta", "te", "tg", "th", "tr", "uk", "ur", "uz", "vi", "yo",
        "zh", "zu",
    }
)  # fmt: skip


def identify(text: str) -> str:
    """Return the two-letter code of the language of `text`, or "" when there is too little to tell."""
    beginning = text[:ENOUGH_CHARACTERS].encode("utf-8", errors="replace").decode("utf-8")
    if sum(map(len, LETTERS.findall(beginning))) < FEWEST_LETTERS:
        return ""
    import py3langid

    ranked = [
        (language, score) for language, score in py3langid.rank(beginning) if language in NEWS_LANGUAGES
    ]
    (language, score), (_, next_score), *_ = ranked
    return "" if score - next_score < CLEAR_LEAD else str(language)
