"""Events as records: stable names, and words and offsets of the report's text as it was given.

Each `text` is the report's own characters from `start` to `end`, with the quotes, spaces and line breaks
that it has; names and codes come from the clean text.
"""

from __future__ import annotations

import hashlib
import re
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from dragoman.records.codebook import Codebook
from dragoman.types import (
    Decided,
    Document,
    Event,
    Figure,
    FigureKind,
    Mention,
    Relation,
    Sentence,
    Span,
    Status,
    When,
)

HALF_CHARACTER = re.compile("[\ud800-\udfff]")

Offset = Annotated[int, Meta(ge=0, description="counts characters of the report's text as it was given")]


class PartyRecord(Struct, frozen=True):
    """Somebody who acts or is acted on: the report's words, and who is meant by them.

    `code` is a CAMEO actor code, "" when it is not known; `country` three letters or PLOVER's top-level
    entity; `sector` a PLOVER sector; `basis` says how it is known (a table row, a role noun, a mention it
    stands for, or "words" when nothing is known but the words).
    """

    text: str
    start: Offset
    end: Offset
    name: str
    code: str
    country: str
    sector: str
    basis: str


class SentenceRecord(Struct, frozen=True):
    """The sentence that tells of the event; `start` and `end` are where it stands in the report."""

    index: int
    start: Offset
    end: Offset
    text: str


class DateRecord(Struct, frozen=True):
    """The days of the event (ISO, both included); `basis` is "text", "publication" or "unknown"."""

    start: str | None
    end: str | None
    text: str
    basis: str


class ActionRecord(Struct, frozen=True):
    """The words that say what was done."""

    text: str
    start: Offset
    end: Offset


class FigureRecord(Struct, frozen=True):
    """How many were killed ("dead"), hurt ("injured"), arrested or protested, with the words that say so.

    `bound` is "at least", "at most", "about" or empty.
    """

    kind: FigureKind
    count: int
    bound: str
    text: str
    start: Offset
    end: Offset


class VersionsRecord(Struct, frozen=True):
    """What made the record; the same versions give the same bytes from the same report."""

    dragoman: str
    lexicon: str
    parser: str


class Record(Struct, frozen=True):
    """Who did what to whom, as one JSON object.

    `plover` is a PLOVER v2 type, null for CAMEO's statements (01), which PLOVER dropped.  `cameo` is the
    finest code that the words support.  `goldstein` is the score of GDELT's table for that code.
    `quad_plover` is PLOVER's quad class of the type, `quad_gdelt` GDELT's of the CAMEO code, and `quad` the
    first of these that there is (1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material
    conflict).  `status` says whether it happened.  `source` and `target` are empty lists while nobody knows
    who is meant, and have several entries when the words stand for several.  `rule` and `outer` name the rule
    and the outer words that read it.  `confidence` (0 to 1) orders records; it is no probability.
    """

    report: str
    id: str
    language: str
    sentence: SentenceRecord
    plover: str | None
    mode: str
    contexts: list[str]
    cameo: str
    cameo_name: str
    goldstein: float | None
    quad: int
    quad_plover: int | None
    quad_gdelt: int
    status: Status
    source: list[PartyRecord]
    target: list[PartyRecord]
    date: DateRecord
    action: ActionRecord
    figures: list[FigureRecord]
    rule: str
    outer: list[str]
    by: Decided
    confidence: float
    versions: VersionsRecord


def flatten(
    event: Event, sentence: Sentence, document: Document, codebook: Codebook, versions: VersionsRecord
) -> Record:
    """Return the record of an event."""
    code = codebook[event.cameo]
    quad = codebook.quad_of(code)
    action = document.report_span(event.action)
    place = document.report_span(sentence.span)
    source = parties(event.source, document)
    target = parties(event.target, document)
    return Record(
        report=document.report.id,
        id=event_id(document, event, action, source, target),
        language=document.language,
        sentence=SentenceRecord(sentence.index, place.start, place.end, own_words(document, place)),
        plover=code.plover or None,
        mode=event.mode or code.mode,
        contexts=sorted({*event.contexts, *filter(None, code.context.split("|"))}),
        cameo=event.cameo,
        cameo_name=code.name,
        goldstein=code.goldstein,
        quad=quad or code.quad_gdelt,
        quad_plover=quad,
        quad_gdelt=code.quad_gdelt,
        status=event.status,
        source=source,
        target=target,
        date=date_of(event.when, document),
        action=ActionRecord(own_words(document, action), action.start, action.end),
        figures=[figure_record(figure, document) for figure in event.figures],
        rule=event.rule,
        outer=list(event.outer),
        by=event.by,
        confidence=event.confidence,
        versions=versions,
    )


def figure_record(figure: Figure, document: Document) -> FigureRecord:
    """Return a figure with the report's own words for it."""
    place = document.report_span(figure.span)
    return FigureRecord(
        figure.kind, figure.count, figure.bound, own_words(document, place), place.start, place.end
    )


class RelationRecord(Struct, frozen=True):
    """What the one party did to the other; always an answer, with its confidence and reason."""

    id: str
    plover: str | None
    mode: str
    cameo: str
    cameo_name: str
    goldstein: float | None
    quad: int
    quad_plover: int | None
    quad_gdelt: int
    status: Status
    confidence: float
    rule: str
    by: Decided
    tier: str
    action: ActionRecord | None
    reason: str


def relation_record(relation: Relation, document: Document, codebook: Codebook) -> RelationRecord:
    """Return the record of a relation between two parties that the user named."""
    code = codebook[relation.cameo]
    quad = codebook.quad_of(code)
    action = None
    if relation.action is not None:
        place = document.report_span(relation.action)
        action = ActionRecord(own_words(document, place), place.start, place.end)
    return RelationRecord(
        id=document.report.id,
        plover=code.plover or None,
        mode=code.mode,
        cameo=relation.cameo,
        cameo_name=code.name,
        goldstein=code.goldstein,
        quad=quad or code.quad_gdelt,
        quad_plover=quad,
        quad_gdelt=code.quad_gdelt,
        status=relation.status,
        confidence=relation.confidence,
        rule=relation.rule,
        by=relation.by,
        tier=relation.tier,
        action=action,
        reason=relation.reason,
    )


def parties(mention: Mention | None, document: Document) -> list[PartyRecord]:
    """Return one entry for each entity that a mention names, or one with its words when it names none."""
    if mention is None:
        return []
    place = document.report_span(mention.span)
    text = own_words(document, place)
    if not mention.entities:
        return [PartyRecord(text, place.start, place.end, "", "", "", "", mention.kind)]
    return [
        PartyRecord(text, place.start, place.end, one.name, one.code, one.country, one.sector, one.basis)
        for one in mention.entities
    ]


def date_of(when: When, document: Document) -> DateRecord:
    """Return the days of an event as ISO dates, with the report's words for them."""
    return DateRecord(
        when.start.isoformat() if when.start else None,
        when.end.isoformat() if when.end else None,
        own_words(document, document.report_span(when.span)) if when.span else when.text,
        when.basis,
    )


def own_words(document: Document, place: Span) -> str:
    """Return the report's own characters at `place`; halves of characters, which JSON cannot hold, are �."""
    return HALF_CHARACTER.sub("\ufffd", place.of(document.report.text))


def event_id(
    document: Document, event: Event, action: Span, source: list[PartyRecord], target: list[PartyRecord]
) -> str:
    """Return an id that the same event of the same report always has."""
    whole = msgspec.json.encode(
        [
            document.report.id,
            event.sentence,
            action.start,
            action.end,
            event.cameo,
            event.status,
            source,
            target,
        ]
    )
    return "e-" + hashlib.sha256(whole).hexdigest()[:16]


def schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a record."""
    made = msgspec.json.schema(Record)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "dragoman event record",
        **made,
    }
