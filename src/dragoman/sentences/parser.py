"""The protocol that a parser follows; one file beside this one for each kind of parser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from dragoman.types import BlockKind, Document, Sentence, Span

Cut = tuple[BlockKind, Span]


class Parser(Protocol):
    """Gives the sentences of documents their words and their trees."""

    @property
    def name(self) -> str:
        """The pipeline's name and version, for the versions on every record."""

    def parse(self, documents: Iterable[tuple[Document, Sequence[Cut]]]) -> Iterator[list[Sentence]]:
        """Yield the sentences of each document, cut as given, in order; several documents share a batch."""
