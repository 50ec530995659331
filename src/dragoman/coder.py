"""The program on one page: one report in, its records out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable
from itertools import islice
from pathlib import Path

import msgspec

from dragoman.codebook.entries import read_files
from dragoman.coded import CodedReport
from dragoman.documents.abbreviations import read_abbreviations
from dragoman.documents.clean import clean
from dragoman.documents.furniture import read_furniture
from dragoman.documents.split import split_sentences
from dragoman.events.figures import read_figures, with_figures
from dragoman.events.find import find_events
from dragoman.events.grammar import read_grammar
from dragoman.events.judge import Judge, read_decision
from dragoman.events.relate import FALLBACK, relate
from dragoman.events.rules import read_rules
from dragoman.events.tree import Tree
from dragoman.mentions.find import find_mentions
from dragoman.mentions.tables import ActorTable
from dragoman.mentions.times import event_time, find_times, is_historical, read_times
from dragoman.model.adapt import read_adapter
from dragoman.model.student import Student
from dragoman.records.codebook import read_codebook, with_own
from dragoman.records.flatten import RelationRecord, VersionsRecord, flatten, relation_record
from dragoman.reports.fields import content_id
from dragoman.sentences.parser import Cut, Parser
from dragoman.sentences.words import read_words
from dragoman.settings import Settings
from dragoman.types import (
    Attempt,
    Block,
    Document,
    Event,
    Mention,
    Rejection,
    Relation,
    Report,
    Sentence,
    Span,
)

LEXICON = files("dragoman") / "lexicon"


class Coder:
    """Reads reports and writes down who did what to whom.

    A coder loads the lexicon and the parser once; `code` and `code_many` can then be called as often as wanted.
    """

    def __init__(self, settings: Settings | None = None, parser: Parser | None = None) -> None:
        self.settings = settings or Settings()
        language, codebook = LEXICON / "en", LEXICON / "codebook"
        own = read_files(self.settings.codebook)
        self.codebook = with_own(read_codebook(codebook), own)
        self.own_types = frozenset(own.types)
        self.book = read_rules(language, codebook, frozenset(self.codebook.codes), extra=self.settings.rules)
        self.grammar = read_grammar(language)
        self.figures = read_figures(language)
        self.type_of = {code.code: code.plover for code in self.codebook.codes.values()}
        self.judge = self.model() if self.settings.use_model else None
        self.actors = ActorTable.read(language, extra=self.settings.actors)
        self.times = read_times(language)
        self.furniture = read_furniture(language)
        self.abbreviations = read_abbreviations(language)
        self.parser = parser or _default_parser(self.settings.pipeline, language)
        own_files = [*self.settings.actors, *self.settings.rules, *self.settings.codebook]
        own_files += [self.settings.model / "adapter.json"] if self.settings.model is not None else []
        self.versions = VersionsRecord(own_version(), lexicon_version(LEXICON, own_files), self.parser.name)

    def model(self) -> Judge:
        """Return the trained model with the decision that weighs it, and a user's layer over it if there is one."""
        folder = LEXICON / "en" / "model"
        adapter = read_adapter(self.settings.model) if self.settings.model is not None else None
        return Judge(Student(folder), read_decision(folder), self.type_of, adapter)

    def without_model(self) -> Coder:
        """Return a coder with the same rules and tables that does not ask the model."""
        other = copy(self)
        other.judge = None
        return other

    def code(self, report: str | Report, *, published: date | None = None) -> CodedReport:
        """Return what a report says, from its words to its records.

        `published` is the day of publication; a report that has one of its own keeps it.
        """
        return next(self.code_many([as_report(report)], published=published))

    def code_many(self, reports: Iterable[Report], *, published: date | None = None) -> Iterator[CodedReport]:
        """Yield what each report says, in order, in constant memory: `settings.batch` reports are held at a time."""
        waiting = iter(reports)
        day = published or self.settings.published
        while batch := [_dated(report, day) for report in islice(waiting, max(1, self.settings.batch))]:
            yield from self._code_batch(batch)

    def relate_many(self, pairs: Iterable[tuple[Report, Span, Span]]) -> Iterator[RelationRecord]:
        """Yield what the party at the first span of each report did to the one at the second; always an answer."""
        waiting = iter(pairs)
        while batch := list(islice(waiting, max(1, self.settings.batch))):
            documents = [_all_prose(clean(report, self.furniture)) for report, _, _ in batch]
            cuts = [self._cuts(document) for document in documents]
            trees = self.parser.parse(list(zip(documents, cuts, strict=True)))
            for (report, source, target), document, sentences in zip(batch, documents, trees, strict=True):
                mentions = find_mentions(sentences, self.actors, report.published)
                yield self._relate(document, sentences, mentions, source, target)

    def _relate(
        self,
        document: Document,
        sentences: list[Sentence],
        mentions: list[Mention],
        source: Span,
        target: Span,
    ) -> RelationRecord:
        here = document.clean_span(source), document.clean_span(target)
        sentence = sentence_of(sentences, *here)
        if sentence is None:
            return relation_record(
                Relation(FALLBACK, "actual", 0.05, reason="there is no sentence"), document, self.codebook
            )
        present = [mention for mention in mentions if mention.sentence == sentence.index]
        found = relate(sentence, present, *here, self.book, self.grammar, self.judge)
        return relation_record(found, document, self.codebook)

    def _code_batch(self, reports: Sequence[Report]) -> Iterator[CodedReport]:
        documents = [clean(report, self.furniture) for report in reports]
        cuts = [self._cuts(document) if document.language in ("en", "") else [] for document in documents]
        for document, sentences in zip(
            documents, self.parser.parse(list(zip(documents, cuts, strict=True))), strict=True
        ):
            yield self._code_document(document, sentences)

    def _cuts(self, document: Document) -> list[Cut]:
        return [(found.kind, found.span) for found in split_sentences(document, self.abbreviations)]

    def _code_document(self, document: Document, sentences: list[Sentence]) -> CodedReport:
        published = document.report.published
        mentions = find_mentions(sentences, self.actors, published)
        events, attempts = self._find_all_events(sentences, mentions, published)
        events, repeated = without_title_repeats(events, sentences)
        if self.settings.require_target:
            events = [event for event in events if event.target is not None]
        records = [
            flatten(event, sentences[event.sentence], document, self.codebook, self.versions)
            for event in events
        ]
        rejection = None if sentences else _rejection(document)
        return CodedReport(document, sentences, mentions, events, records, attempts + repeated, rejection)

    def _find_all_events(
        self, sentences: Sequence[Sentence], mentions: Sequence[Mention], published: date | None
    ) -> tuple[list[Event], list[Attempt]]:
        by_sentence: list[list[Mention]] = [[] for _ in sentences]
        for mention in mentions:
            by_sentence[mention.sentence].append(mention)
        events: list[Event] = []
        attempts: list[Attempt] = []
        for sentence, present in zip(sentences, by_sentence, strict=True):
            found, tried = find_events(sentence, present, self.book, self.grammar, self.judge)
            if found:
                found = with_figures(found, Tree(sentence, self.grammar), self.figures, self.type_of)
            events.extend(self._dated_events(found, sentence, published))
            attempts.extend(tried)
        return events, attempts

    def _dated_events(
        self, events: Sequence[Event], sentence: Sentence, published: date | None
    ) -> Iterator[Event]:
        if not events:
            return
        times = find_times(sentence, published, self.times)
        for event in events:
            when = event_time(times, event.action, sentence, published)
            status = event.status
            if status == "actual" and is_historical(when, published):
                status = "historical"
            yield msgspec.structs.replace(event, when=when, status=status)


def without_title_repeats(
    events: Sequence[Event], sentences: Sequence[Sentence]
) -> tuple[list[Event], list[Attempt]]:
    """Return `events` less those of a title that the text tells again, and a note on each that was left out."""
    told = {
        (event.cameo[:2], _codes(event.source))
        for event in events
        if sentences[event.sentence].kind != "title"
    }
    kept: list[Event] = []
    repeated: list[Attempt] = []
    for event in events:
        if sentences[event.sentence].kind == "title" and (event.cameo[:2], _codes(event.source)) in told:
            repeated.append(
                Attempt(event.sentence, "repeats", "the text tells it again", event.action, event.rule)
            )
        else:
            kept.append(event)
    return kept, repeated


def _rejection(document: Document) -> Rejection:
    report = document.report
    reason = "no text is left after cleaning"
    if document.language not in ("en", ""):
        reason = f'the language is "{document.language}", and only English ("en") is read'
    return Rejection(report.id, "documents", reason, report.path, report.line)


def _codes(mention: Mention | None) -> tuple[str, ...]:
    return tuple(entity.code or entity.name for entity in mention.entities) if mention else ()


def as_report(report: str | Report) -> Report:
    """Return `report`, or one made of a bare text, with the hash of its content for an id."""
    if isinstance(report, Report):
        return report
    return Report(content_id(report, None), report)


def _all_prose(document: Document) -> Document:
    """Return `document` as one stretch of prose: what a user marked is never furniture."""
    block = Block("prose", Span(0, len(document.text)))
    return msgspec.structs.replace(document, blocks=(block,))


def sentence_of(sentences: Sequence[Sentence], source: Span, target: Span) -> Sentence | None:
    """Return the sentence that holds both spans, else the one that holds the source, else the target."""
    for wanted in ((source, target), (source,), (target,)):
        for sentence in sentences:
            if all(sentence.span.overlaps(span) for span in wanted):
                return sentence
    return sentences[0] if sentences else None


def _dated(report: Report, published: date | None) -> Report:
    if report.published is not None or published is None:
        return report
    return msgspec.structs.replace(report, published=published)


def _default_parser(pipeline: str, language: Traversable) -> Parser:
    from dragoman.sentences.spacy import load

    return load(pipeline, read_words(language), language / "pipelines.toml")


def own_version() -> str:
    """Return the version of dragoman that is installed."""
    try:
        return version("dragoman")
    except PackageNotFoundError:
        return "0+unknown"


def lexicon_version(folder: Traversable, extra: Iterable[Path] = ()) -> str:
    """Return a hash over all files of the lexicon and a user's own, so that a record tells which tables made it."""
    total = hashlib.sha256()
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        for path in sorted(here.iterdir(), key=lambda one: one.name):
            if path.is_dir():
                waiting.append(path)
            elif path.name.endswith((".toml", ".csv", "labels.json")):
                total.update(path.name.encode())
                total.update(path.read_bytes())
    for own in extra:
        total.update(own.read_bytes())
    return total.hexdigest()[:12]
