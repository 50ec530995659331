"""The nouns of the road, on one page: Report, Document, Sentence, Mention, Event, Record.

Every value is frozen.  A step takes one noun and gives back the next; nothing changes an earlier one.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date
from typing import Literal

from msgspec import Struct

Status = Literal["actual", "future", "hypothetical", "negated", "historical"]
FigureKind = Literal["dead", "injured", "arrested", "protesters"]
Decided = Literal["rule", "model", "both"]
"""Who said of what type an event is: a rule, the trained model, or both alike."""
BlockKind = Literal["title", "prose", "dateline", "byline", "caption", "link", "other"]
MentionKind = Literal["actor", "role", "person", "organisation", "place", "pronoun", "description", "words"]


class Span(Struct, frozen=True, order=True):
    """Characters `start` to `end` of a text, `end` not included."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Return the characters of `text` that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two spans share a character."""
        return self.start < other.end and other.start < self.end


class Report(Struct, frozen=True):
    """A news report as it came in, before anything was cleaned.

    `published` is the day of publication, which decides who held an office and what "Thursday" means;
    `None` when the report does not say.  `path` and `line` (from 1) name where it was read, for messages.
    """

    id: str
    text: str
    title: str = ""
    published: date | None = None
    language: str = ""
    publisher: str = ""
    url: str = ""
    path: str = ""
    line: int = 0


class Rejection(Struct, frozen=True):
    """A report, or a line of a file, that could not be coded, kept with the reason."""

    id: str
    step: str
    reason: str
    path: str = ""
    line: int = 0


class Block(Struct, frozen=True):
    """A stretch of a document that is all of one kind; `span` counts characters of the document's text."""

    kind: BlockKind
    span: Span


class Document(Struct, frozen=True):
    """A report's clean text, cut into blocks.

    Spans of later steps count characters of `text`.  `origins[i]` is the offset in `report.text` of
    character `i` of `text`; `report_span` leads a span back to the report as it was given.
    """

    report: Report
    text: str
    language: str
    blocks: tuple[Block, ...]
    origins: tuple[int, ...] | range

    def report_span(self, span: Span) -> Span:
        """Return where `span` of the clean text stands in `report.text`."""
        if span.start >= span.end:
            at = self.origins[span.start] if span.start < len(self.origins) else len(self.report.text)
            return Span(at, at)
        return Span(self.origins[span.start], self.origins[span.end - 1] + 1)

    def clean_span(self, span: Span) -> Span:
        """Return where `span` of the report stands in `text`; characters that were left out shrink it."""
        return Span(bisect_left(self.origins, span.start), bisect_left(self.origins, span.end))


class Token(Struct, frozen=True, gc=False):
    """A word of a sentence with its place in the tree.

    `tag` is the Penn Treebank tag, `dep` the relation to the token at `head` (an index into the sentence's
    tokens; the root is its own head), in the labels of spaCy's English pipelines.  `start` and `end` count
    characters of the document's text.
    """

    index: int
    text: str
    lemma: str
    tag: str
    dep: str
    head: int
    start: int
    end: int


class Sentence(Struct, frozen=True):
    """A sentence with its words and their tree; `span` counts characters of the document's text."""

    index: int
    kind: BlockKind
    span: Span
    tokens: tuple[Token, ...]
    text: str

    def __iter__(self) -> Iterator[Token]:
        return iter(self.tokens)

    def text_of(self, span: Span) -> str:
        """Return the sentence's words at `span`, which counts characters of the document."""
        return self.text[span.start - self.span.start : span.end - self.span.start]

    def span_of(self, first: int, last: int) -> Span:
        """Return the span from token `first` to token `last`, both included."""
        return Span(self.tokens[first].start, self.tokens[last].end)


class Entity(Struct, frozen=True):
    """Somebody whom a mention names.

    `code` is the CAMEO actor code ("IRQGOV"), empty when it is not known; `country` the first three letters
    when they name a state or PLOVER's top-level entity ("IRQ", "IGO"); `sector` the PLOVER sector ("GOV").
    `basis` says how it is known: a table row ("actors:haider-al-abadi"), a role noun with a country
    ("roles:military+actors:iraq"), an apposition, a mention that a pronoun stands for, or "words".
    """

    name: str
    code: str = ""
    country: str = ""
    sector: str = ""
    basis: str = "words"


class Mention(Struct, frozen=True):
    """Words of a sentence that name somebody, or somewhere that can stand for somebody.

    `head` is the index of the token that carries the noun phrase.  `entities` is empty while nobody knows
    who is meant, has one entry as a rule, and several when the words stand for several ("the two countries").
    `part` marks a mention inside a larger one ("Iraqi" in "the Iraqi military").
    """

    sentence: int
    span: Span
    head: int
    text: str
    kind: MentionKind
    entities: tuple[Entity, ...] = ()
    part: bool = False


class When(Struct, frozen=True):
    """The days on which something happened, both included, and how that is known.

    `basis` is "text" when the sentence says it, "publication" when only the report's date is known,
    "unknown" when there is no date at all.  `span` counts characters of the document's text.
    """

    start: date | None = None
    end: date | None = None
    text: str = ""
    span: Span | None = None
    basis: Literal["text", "publication", "unknown"] = "unknown"


class Figure(Struct, frozen=True):
    """How many a sentence says were killed, hurt, arrested or protested.

    `bound` is "", "at least", "at most" or "about"; `span` counts characters of the document's text.
    """

    kind: FigureKind
    count: int
    bound: str
    span: Span


class Event(Struct, frozen=True):
    """Who did what to whom, and the words and the rule that say so.

    `cameo` is the finest code that the words support.  `rule` is the rule that read the act; `outer` names
    the operators, inside out, that made another act of it ("promise", "refuse").  `steps` tells the
    reasoning in words, for `explain`.
    """

    sentence: int
    source: Mention | None
    target: Mention | None
    action: Span
    cameo: str
    rule: str
    status: Status
    outer: tuple[str, ...] = ()
    mode: str = ""
    contexts: tuple[str, ...] = ()
    when: When = When()
    confidence: float = 0.0
    steps: tuple[str, ...] = ()
    by: Decided = "rule"
    tier: str = ""
    figures: tuple[Figure, ...] = ()


class Relation(Struct, frozen=True):
    """What one party that the user named did to the other; `confidence` from 0 to 1, `reason` in words."""

    cameo: str
    status: Status
    confidence: float
    rule: str = ""
    action: Span | None = None
    reason: str = ""
    by: Decided = "rule"
    tier: str = ""


class Attempt(Struct, frozen=True):
    """What was tried on a sentence and did not become an event, for `explain`.

    `reason` is one of "no trigger", "no source", "no target", "rejected", "consumed", "repeats", "not prose".
    """

    sentence: int
    reason: str
    detail: str = ""
    span: Span | None = None
    rule: str = ""
