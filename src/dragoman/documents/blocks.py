"""Paragraphs -> blocks: what each stretch of a report is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dragoman.documents.furniture import Furniture, find_head, find_tail, kind_of_whole
from dragoman.types import Block, BlockKind, Span

LETTER = re.compile(r"[^\W\d_]")
# Letters of scripts other than the Latin one, with the marks that are written on them.
FOREIGN = (
    "\u0370-\u1cff\u1f00-\u1fff\u2c80-\u2dff\u3040-\ud7ff\uf900-\ufaff\ufb13-\ufdff\ufe70-\ufefc"
    "\U00010280-\U0003ffff"
)
FOREIGN_LETTER = re.compile(f"[{FOREIGN}]")
# A run in another script, up to where a Latin letter begins the report's own words.
FOREIGN_RUN = re.compile(rf"""["'\d]?[{FOREIGN}](?:[{FOREIGN}]|[^\w()]|\d)*+(?=[^\W\d_])""")
FOREIGN_TAIL = re.compile(rf"""(?<=[.!?"')])\s*([{FOREIGN}](?:[{FOREIGN}]|[^\w()]|\d)*+)\Z""")
LONGEST_TAIL = 200
# "β-blockers" is a word and no link.
SHORTEST_FOREIGN_RUN = 4
LONGEST_LINK_WORDS = 20
LONGEST_TITLE_WORDS = 20
LONGEST_SUBTITLE_WORDS = 8
SENTENCE_END = re.compile(r"""[.…;:,][)\]]?["']?\Z|[.!?…]["')\]]+\Z""")
INITIALS_END = re.compile(r"\b(?:[A-Z]\.){2,}\Z")
COLUMNS = re.compile(r"\t|\|| {3,}")
FIGURE = re.compile(r"[-+(]?[$€£]?\d[\d.,:/%)-]*")
# A link, a dateline and a credit or two; a paragraph with more of them is something else.
MOST_CUTS = 5
SAMPLE_CHARACTERS = 20_000


def find_blocks(text: str, title: str, furniture: Furniture) -> tuple[Block, ...]:
    """Return the blocks of a clean text, in its order; between them there is only white space.

    `title` is the title that came with the report, which the text may begin with.
    """
    is_latin = _is_latin(text)
    blocks: list[Block] = []
    for paragraph in _paragraphs(text):
        blocks += _cut(text, paragraph, furniture, is_latin)
    return tuple(_with_titles(text, title, blocks))


def _paragraphs(text: str) -> Iterator[Span]:
    start = 0
    for line in text.split("\n"):
        if line:
            yield Span(start, start + len(line))
        start += len(line) + 1


def _is_latin(text: str) -> bool:
    """Tell whether most letters of the text are Latin ones."""
    sample = text[:SAMPLE_CHARACTERS]
    return len(LETTER.findall(sample)) > 2 * len(FOREIGN_LETTER.findall(sample))


def _cut(text: str, paragraph: Span, furniture: Furniture, is_latin: bool) -> list[Block]:
    """Return the blocks of one paragraph: furniture at its head and tail, and what is between."""
    heads: list[Block] = []
    tails: list[Block] = []
    for _ in range(MOST_CUTS):
        paragraph = _stripped(text, paragraph)
        if paragraph.start == paragraph.end:
            return heads
        kind = _kind_of_whole(text, paragraph, furniture, is_latin)
        if kind:
            return [*heads, Block(kind, paragraph)]
        head = _foreign_head(text, paragraph, is_latin) or find_head(text, paragraph, furniture)
        if head is None:
            break
        heads.append(Block(*head))
        paragraph = Span(head[1].end, paragraph.end)
    for _ in range(MOST_CUTS):
        paragraph = _stripped(text, paragraph)
        if paragraph.start == paragraph.end:
            return heads + tails
        tail = _foreign_tail(text, paragraph, is_latin) or find_tail(text, paragraph, furniture)
        if tail is None:
            break
        tails.insert(0, Block(*tail))
        paragraph = Span(paragraph.start, tail[1].start)
    paragraph = _stripped(text, paragraph)
    return heads + [Block("prose", paragraph)] * (paragraph.start < paragraph.end) + tails


def _stripped(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _kind_of_whole(text: str, paragraph: Span, furniture: Furniture, is_latin: bool) -> BlockKind | None:
    if not LETTER.search(text, paragraph.start, paragraph.end):
        return "other"
    kind = kind_of_whole(text, paragraph, furniture)
    if kind:
        return kind
    if is_latin and _is_foreign(text, paragraph):
        return "link" if len(paragraph.of(text).split()) <= LONGEST_LINK_WORDS else "other"
    return "other" if _is_table_row(text, paragraph) else None


def _is_foreign(text: str, paragraph: Span) -> bool:
    """Tell whether the paragraph begins in another script and has no Latin word."""
    letters = LETTER.findall(text, paragraph.start, min(paragraph.end, paragraph.start + 300))
    return bool(letters) and all(FOREIGN_LETTER.match(letter) for letter in letters)


def _foreign_head(text: str, paragraph: Span, is_latin: bool) -> tuple[BlockKind, Span] | None:
    """Return the run in another script that stands right before the first Latin word, as links do."""
    if not is_latin:
        return None
    run = FOREIGN_RUN.match(text, paragraph.start, paragraph.end)
    if run is None or len(FOREIGN_LETTER.findall(run.group())) < SHORTEST_FOREIGN_RUN:
        return None
    # A quote that touches the words after it is theirs.
    link = run.group().rstrip("\"'").rstrip() if run.group()[-1] in "\"'" else run.group().rstrip()
    return "link", Span(run.start(), run.start() + len(link))


def _foreign_tail(text: str, paragraph: Span, is_latin: bool) -> tuple[BlockKind, Span] | None:
    """Return the run in another script that the paragraph ends with, after its last sentence."""
    if not is_latin or text[paragraph.end - 1].isascii():
        return None
    run = FOREIGN_TAIL.search(text, max(paragraph.start, paragraph.end - LONGEST_TAIL), paragraph.end)
    if run is None or len(FOREIGN_LETTER.findall(run.group(1))) < SHORTEST_FOREIGN_RUN:
        return None
    return "link", Span(run.start(1), paragraph.end)


def _is_table_row(text: str, paragraph: Span) -> bool:
    """Tell whether the paragraph is a row of cells, or more figures than words."""
    if paragraph.end - paragraph.start > 300:
        return False
    words = paragraph.of(text)
    parts = words.split()
    figures = sum(1 for part in parts if FIGURE.fullmatch(part))
    return words.count("|") >= 2 or (len(parts) >= 3 and figures > len(parts) / 2)


def _with_titles(text: str, title: str, blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield the blocks with the headline at the top, and short lines between paragraphs, made titles."""
    has_full_stops = _has_full_stops(text, blocks)
    last_prose = max((place for place, block in enumerate(blocks) if block.kind == "prose"), default=-1)
    begun = False
    for place, block in enumerate(blocks):
        if block.kind != "prose" or place == last_prose or _follows_its_head(text, blocks, place):
            begun = begun or block.kind in ("prose", "dateline")
            yield block
            continue
        if begun:
            is_title = has_full_stops and _looks_like_title(text, block.span, LONGEST_SUBTITLE_WORDS)
        else:
            is_given = block.span.of(text).casefold() == title.casefold()
            is_title = is_given or _looks_like_title(text, block.span, LONGEST_TITLE_WORDS)
        begun = True
        yield Block("title", block.span) if is_title else block


def _follows_its_head(text: str, blocks: Sequence[Block], place: int) -> bool:
    """Tell whether a dateline or a bullet stands right before the block: then it is no headline."""
    if place == 0 or blocks[place - 1].kind not in ("dateline", "other"):
        return False
    return "\n" not in text[blocks[place - 1].span.end : blocks[place].span.start]


def _has_full_stops(text: str, blocks: Sequence[Block]) -> bool:
    """Tell whether most paragraphs end as sentences do, so that one that does not stands out."""
    ends = [text[block.span.end - 1] in ".!?…\"')" for block in blocks if block.kind == "prose"]
    return sum(ends) > len(ends) / 2


def _looks_like_title(text: str, span: Span, longest: int) -> bool:
    """Tell whether the line is short, begins like a title and does not end like a sentence."""
    if span.end - span.start > 30 * longest:
        return False
    line = span.of(text)
    if len(line.split()) > longest or line[0].islower():
        return False
    if INITIALS_END.search(line):
        return _capital_share(line) > 0.7
    if line[-1] in "!?":
        return _capital_share(line) > 0.7
    return SENTENCE_END.search(line) is None


def _capital_share(line: str) -> float:
    """Return the share of the long words that begin with a capital."""
    words = [word for word in line.split() if len(word) > 3]
    return sum(word[0].isupper() for word in words) / len(words) if words else 1.0
