"""Blocks -> sentences, by their full stops and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from dragoman.documents.abbreviations import Abbreviations
from dragoman.types import Block, BlockKind, Document, Span

# A parser needs time and memory for a long sentence, and no newspaper prints one of this length.
LONGEST_SENTENCE = 1500

# Marks that may end a sentence, the quotes and brackets that close after them, and, behind white space, what
# may open the next sentence; or "ended.Next", where the white space is missing.
CANDIDATE = re.compile(
    r"""(?P<marks>[.!?…]++)(?P<closers>["')\]]*+)(?=\s++(?P<openers>[^\w\s.!?…,;:]{0,4}+)\s?+(?P<next>[^\W_]\w{0,39}))"""
    r"""|(?<=[a-z][a-z])[.!?]["')\]]?(?=["'(]?(?P<touching>[A-Z][a-z]\w{0,38}))"""
)
# The last word before a full stop, with the full stops inside it: "U.S", "Gen".
WORD_BEFORE = re.compile(r"""[^\s\-–—/"'(\[{<*]++\Z""")
INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
ADDRESS = re.compile(r"[/@]|www\.")
OPENERS = "\"'([{<*"
LONGEST_WORD = 40
LONGEST_ADDRESS = 200


class SentenceSpan(Struct, frozen=True):
    """Where a sentence stands in `document.text`, and the kind of block that it is in."""

    kind: BlockKind
    span: Span


def split_sentences(document: Document, abbreviations: Abbreviations) -> list[SentenceSpan]:
    """Return the sentences of titles and prose; each of their characters but white space is in one."""
    return [
        SentenceSpan(block.kind, sentence)
        for block in document.blocks
        if block.kind in ("title", "prose")
        for sentence in _split_block(document.text, block, abbreviations)
    ]


def _split_block(text: str, block: Block, abbreviations: Abbreviations) -> Iterator[Span]:
    """Yield the sentences of a block."""
    if block.kind == "title":
        # Every word of a headline may be capitalised: "U.S. To Send Aid".
        abbreviations = replace(abbreviations, begins_sentence=frozenset())
    start, end = block.span.start, block.span.end
    for found in CANDIDATE.finditer(text, start, end):
        if _ends_sentence(text, start, found, abbreviations):
            sentence = Span(start, _sentence_end(text, start, found))
            yield from _bearable_parts(text, sentence)
            start = _skip_space(text, sentence.end, end)
    if start < end:
        yield from _bearable_parts(text, Span(start, end))


def _sentence_end(text: str, start: int, found: re.Match[str]) -> int:
    """Return where the sentence ends; a quote between two words belongs to the side that makes it whole."""
    last = found.group()[-1]
    opens = found["marks"] is None and last in "\"'" and text.count(last, start, found.end()) % 2 == 1
    return found.end() - 1 if opens else found.end()


def _ends_sentence(text: str, start: int, found: re.Match[str], abbreviations: Abbreviations) -> bool:
    """Tell whether a sentence that began at `start` ends with the marks that were found."""
    next_word = found["next"] or found["touching"]
    if next_word[:1].islower():
        return False
    if found["marks"] is None and _is_in_address(text, found.start()):
        return False
    if '"' in found.group() and _is_speech(text, found, abbreviations):
        return False
    marks = found["marks"] or found.group()[0]
    if "!" in marks or "?" in marks:
        return True
    follows_start = _begins_sentence(text, found, next_word, abbreviations)
    if len(marks) > 1 or marks == "…" or text[max(start, found.start() - 2) : found.start()] == ". ":
        return follows_start or bool(found["closers"]) or len(marks) > 3
    word = _word_before(text, start, found.start())
    if word.isdigit() and len(word) < 3 and text[start : found.start()].strip(OPENERS) == word:
        return False
    return _ends_after(word, next_word, follows_start, abbreviations)


def _ends_after(word: str, next_word: str, follows_start: bool, abbreviations: Abbreviations) -> bool:
    """Tell whether a full stop after `word` ends the sentence, and does not only shorten the word."""
    if word in abbreviations.before_name:
        return False
    if next_word[:1].isdigit() and (word in abbreviations.before_number or word in abbreviations.after_name):
        return False
    if word in abbreviations.hours:
        return next_word not in abbreviations.after_hour and not next_word[:1].isdigit()
    if word in abbreviations.after_name or INITIALS.fullmatch(word):
        return follows_start
    return True


def _begins_sentence(text: str, found: re.Match[str], word: str, abbreviations: Abbreviations) -> bool:
    """Tell whether `word`, which comes next, is one that begins sentences, or stands in a new quote."""
    if '"' in (found["openers"] or ""):
        return True
    if word not in abbreviations.begins_sentence:
        return False
    # "George W. A. Smith" and "the U.S. No. 2" go on.
    after = found.end("next" if found["next"] else "touching")
    return text[after : after + 1] != "."


def _word_before(text: str, start: int, end: int) -> str:
    """Return the word that ends at `end`, with the full stops inside it: "U.S", "Gen", "Ph.D"."""
    found = WORD_BEFORE.search(text, max(start, end - LONGEST_WORD), end)
    return found.group() if found else ""


def _is_in_address(text: str, place: int) -> bool:
    """Tell whether the place is inside an address of the web or of a mailbox."""
    before = text[max(0, place - LONGEST_ADDRESS) : place].split()
    after = text[place : place + LONGEST_ADDRESS].split()
    return ADDRESS.search("".join(before[-1:] + after[:1])) is not None


def _is_speech(text: str, found: re.Match[str], abbreviations: Abbreviations) -> bool:
    """Tell whether the quote that closes here is followed by who said it: '"Why now?" Hassan Ali asked.'"""
    for word in text[found.end() : found.end() + 80].split()[:5]:
        if word.rstrip(".,:") in abbreviations.speech:
            return True
        if not word[0].isupper() or not word[-1].isalnum():
            return False
    return False


def _bearable_parts(text: str, sentence: Span) -> Iterator[Span]:
    """Yield the sentence, or parts of it when it is too long for a parser."""
    start = sentence.start
    while sentence.end - start > LONGEST_SENTENCE:
        end = _cut_before(text, start, start + LONGEST_SENTENCE)
        yield Span(start, end)
        start = _skip_space(text, end, sentence.end)
    if start < sentence.end:
        yield Span(start, sentence.end)


def _cut_before(text: str, start: int, limit: int) -> int:
    """Return the best place to cut: after a semicolon, a comma, before a space, or where it must be."""
    for mark, earliest in (("; ", start + LONGEST_SENTENCE // 3), (", ", start + LONGEST_SENTENCE // 3)):
        place = text.rfind(mark, earliest, limit)
        if place >= 0:
            return place + 1
    space = text.rfind(" ", start + 1, limit)
    return space if space > start else limit


def _skip_space(text: str, start: int, end: int) -> int:
    while start < end and text[start].isspace():
        start += 1
    return start
