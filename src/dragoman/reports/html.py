"""A web page -> one report: its article, without menus, scripts and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from msgspec.structs import replace

from dragoman.reports.fields import make_report, parse_day, whole_characters
from dragoman.reports.source import LONGEST_REPORT_BYTES, Source
from dragoman.reports.txt import BinaryFileError, decode
from dragoman.types import Rejection, Report

CHARSET = re.compile(
    rb"""<meta[^>]{0,200}charset\s{0,9}=\s{0,9}["']?([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE
)
# Looking for a date in the whole page finds the dates of other stories; one that is fixed here keeps
# runs on different days the same.
DATES = {"original_date": True, "extensive_search": False, "max_date": "2199-12-31"}
NOTHING = "no article was found on the page; save its text as a .txt file"


def read_html(stream: BinaryIO, source: Source) -> Iterator[Report | Rejection]:
    """Yield the article of the page, with the title and the date that the page gives, or a rejection."""
    content = stream.read(LONGEST_REPORT_BYTES + 1)
    if len(content) > LONGEST_REPORT_BYTES:
        yield source.reject(f"is longer than {LONGEST_REPORT_BYTES // 1024**2} MB; save the page as text")
        return
    try:
        page = _decode_page(content)
    except BinaryFileError as error:
        yield source.reject(str(error))
        return
    yield _read_page(page, source)


def _decode_page(content: bytes) -> str:
    """Return the characters of a page: UTF-8 if it can be, else what the page says, else as any text."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        named = CHARSET.search(content[:4096])
    if named:
        try:
            return content.decode(named.group(1).decode("ascii"))
        except (LookupError, ValueError):
            pass
    return decode(content)


def _read_page(page: str, source: Source) -> Report | Rejection:
    try:
        found = _extract(page.replace("\0", " "))
    # lxml and trafilatura break on some pages in ways that nobody has listed; one page must not stop a run.
    except Exception as error:  # noqa: BLE001
        return source.reject(
            f"the page cannot be read as HTML ({type(error).__name__}); save its text as .txt"
        )
    if not found["text"].strip():
        return source.reject(NOTHING)
    # A page has no columns: the names that the user gave are those of other files.
    return make_report(found, replace(source, columns={}))


def _extract(page: str) -> dict[str, str]:
    """Return what the page says, by field; the text is empty when it has no article."""
    from trafilatura import bare_extraction, load_html
    from trafilatura.metadata import extract_metadata
    from trafilatura.settings import Document

    tree = load_html(page)
    if tree is None:
        return {"text": ""}
    about = extract_metadata(tree, date_config=DATES)
    _drop_scripts(tree)
    article = bare_extraction(tree, include_comments=False)
    if not isinstance(article, Document):
        return {"text": ""}
    day = about.date or ""
    return {
        "text": whole_characters(article.text or ""),
        "title": about.title or "",
        "published": day if parse_day(day) else "",
        "publisher": about.sitename or "",
        "url": about.url or "",
    }


def _drop_scripts(tree: Any) -> None:
    """Take scripts and styles out of the page, after its date and title were read from them."""
    for element in list(tree.iter("script", "style", "noscript", "template")):
        # The words after a script belong to the page, so the element goes and its tail stays.
        element.drop_tree()
