"""Report -> Document: clean text in blocks, each character with the place it came from."""

from __future__ import annotations

from dragoman.documents.blocks import find_blocks
from dragoman.documents.characters import make_plain
from dragoman.documents.furniture import Furniture
from dragoman.documents.language import ENOUGH_CHARACTERS, identify
from dragoman.documents.lines import join_wrapped_lines
from dragoman.types import Block, Document, Report


def clean(report: Report, furniture: Furniture) -> Document:
    """Return the report as a document: plain characters, whole paragraphs, and what each of them is.

    The document has no blocks when nothing of the text is left.
    """
    plain = join_wrapped_lines(make_plain(report.text))
    blocks = find_blocks(plain.text, make_plain(report.title).text, furniture)
    return Document(
        report=report,
        text=plain.text,
        language=_language_code(report.language) or identify(_prose(plain.text, blocks)),
        blocks=blocks,
        origins=plain.origins,
    )


def _language_code(given: str) -> str:
    """Return the language of a tag such as "en-GB" or "EN", without the country."""
    return given.strip().lower().replace("_", "-").partition("-")[0]


def _prose(text: str, blocks: tuple[Block, ...]) -> str:
    """Return as much of the report's own words as tell the language."""
    prose = ""
    for block in blocks:
        if block.kind in ("prose", "title"):
            prose += text[block.span.start : min(block.span.end, block.span.start + ENOUGH_CHARACTERS)] + "\n"
        if len(prose) > ENOUGH_CHARACTERS:
            break
    return prose
