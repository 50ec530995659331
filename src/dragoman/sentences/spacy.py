"""Sentences from a spaCy pipeline.

Only the tagger and the parser run: the entity recogniser and the attribute ruler cost more than half of the
time and nothing here reads them, and each lemma is looked up once and kept.
"""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from dragoman.errors import MissingExtraError, ParserError
from dragoman.sentences.lemmas import Lemmas
from dragoman.sentences.parser import Cut
from dragoman.sentences.words import WordTable, join_hyphens, shown
from dragoman.types import Document, Sentence, Span, Token

LONGEST_SENTENCE = 250
"""Words in one tree; what is longer is cut, so that no input takes more than its share of time."""

_UNUSED = ("ner", "attribute_ruler", "senter")


class SpacyParser:
    """A parser that uses a loaded spaCy pipeline."""

    def __init__(self, pipeline: Any, words: WordTable) -> None:
        self._pipeline = pipeline
        self._words = words
        self._lemmas = Lemmas(_look_up_with(pipeline), words.lemmas)
        meta = pipeline.meta
        self._name = f"{meta['lang']}_{meta['name']} {meta['version']}"

    @property
    def name(self) -> str:
        """The pipeline's name and version."""
        return self._name

    def parse(self, documents: Iterable[tuple[Document, Sequence[Cut]]]) -> Iterator[list[Sentence]]:
        """Yield the sentences of each document, in order; all of them go through the pipeline as one batch."""
        plan = [
            _cut_words(document, cuts, self._pipeline.tokenizer, self._words) for document, cuts in documents
        ]
        trees = self._pipeline.pipe(self._docs(plan), batch_size=64)
        for document, pieces in plan:
            yield [
                self._sentence(document, index, cut, words, tree)
                for index, ((cut, words), tree) in enumerate(zip(pieces, trees, strict=False))
            ]

    def _docs(
        self, plan: Iterable[tuple[Document, list[tuple[Cut, list[tuple[str, int]]]]]]
    ) -> Iterator[Any]:
        from spacy.tokens import Doc

        for _, pieces in plan:
            for _, words in pieces:
                texts = [word for word, _ in words]
                spaces = [
                    start + len(word) < words[at + 1][1] if at + 1 < len(words) else False
                    for at, (word, start) in enumerate(words)
                ]
                starts: list[bool | int | None] = [True, *[False] * (len(words) - 1)]
                yield Doc(
                    self._pipeline.vocab, words=shown(texts, self._words), spaces=spaces, sent_starts=starts
                )

    def _sentence(
        self, document: Document, index: int, cut: Cut, words: list[tuple[str, int]], tree: Any
    ) -> Sentence:
        lemma_of = self._lemmas.of
        tokens = tuple(
            Token(at, word, lemma_of(word, tag), tag, node.dep_, node.head.i, start, start + len(word))
            for at, ((word, start), node) in enumerate(zip(words, tree, strict=True))
            if (tag := node.tag_) is not None
        )
        span = Span(tokens[0].start, tokens[-1].end)
        return Sentence(index, cut[0], span, tokens, document.text[span.start : span.end])


def load(name: str, words: WordTable, pins: Traversable | None = None) -> SpacyParser:
    """Return a parser that uses the installed spaCy pipeline `name`.

    Where `pins` (a `pipelines.toml`) names the pipeline, its files must be those that were pinned;
    otherwise `ParserError` says which hash was found.
    """
    try:
        import spacy
    except ImportError as error:
        raise MissingExtraError("spacy", extra="spacy") from error
    try:
        pipeline = spacy.load(name, exclude=list(_UNUSED))
    except OSError as error:
        raise ParserError(
            f"the spaCy pipeline `{name}` is not installed",
            hint=f"pip install {name.replace('_', '-')}, or name another with --pipeline",
        ) from error
    missing = {"tagger", "parser"} - set(pipeline.pipe_names)
    if missing:
        raise ParserError(
            f"the spaCy pipeline `{name}` has no {' and no '.join(sorted(missing))}",
            hint="name a pipeline with a tagger and a dependency parser",
        )
    if pins is not None:
        check_pin(name, Path(pipeline.path), pins)
    if "lemmatizer" in pipeline.pipe_names:
        pipeline.disable_pipe("lemmatizer")
    return SpacyParser(pipeline, words)


def check_pin(name: str, folder: Path, pins: Traversable) -> None:
    """Raise `ParserError` when the pipeline in `folder` is not the one that was pinned under its name."""
    pin = tomllib.loads(pins.read_text(encoding="utf-8")).get(name)
    if pin is None:
        return
    found = fingerprint(folder)
    if found != pin["sha256"]:
        raise ParserError(
            f"the installed pipeline `{name}` is not the one that dragoman was built with",
            where=f"{folder}: sha256 {found[:16]}…, pinned {pin['sha256'][:16]}…",
            hint="run `make setup`, which installs the pinned one",
        )


def fingerprint(folder: Path) -> str:
    """Return the SHA-256 of a pipeline's files, names and bytes, in sorted order."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            total.update(path.relative_to(folder).as_posix().encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def _cut_words(
    document: Document, cuts: Sequence[Cut], tokenizer: Any, table: WordTable
) -> tuple[Document, list[tuple[Cut, list[tuple[str, int]]]]]:
    pieces: list[tuple[Cut, list[tuple[str, int]]]] = []
    for cut in cuts:
        span = cut[1]
        text = document.text[span.start : span.end]
        raw = [(token.text, span.start + token.idx) for token in tokenizer(text) if not token.is_space]
        words = join_hyphens(raw, table)
        for first in range(0, len(words), LONGEST_SENTENCE):
            pieces.append((cut, words[first : first + LONGEST_SENTENCE]))
    return document, pieces


def _look_up_with(pipeline: Any) -> Any:
    """Return the pipeline's own lemmatizer as a function of one word, or one that changes nothing."""
    if "lemmatizer" not in pipeline.component_names:
        return lambda word, pos: word
    from spacy.tokens import Doc

    lemmatizer = pipeline.get_pipe("lemmatizer")

    def look_up(word: str, pos: str) -> str:
        doc = Doc(pipeline.vocab, words=[word], pos=[pos])
        lemma: str = lemmatizer(doc)[0].lemma_
        return lemma.lower() or word

    return look_up
