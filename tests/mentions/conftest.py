"""A small world for the mentions step: a few actors, the shipped words, sentences parsed beforehand."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from dragoman.mentions.find import find_mentions
from dragoman.mentions.tables import ActorTable
from dragoman.types import BlockKind, Mention, Sentence, Span, Token

HERE = Path(__file__).parent
LEXICON = files("dragoman") / "lexicon" / "en"

Lines = list[tuple[str, str, str, str, int, bool]]


@cache
def parses() -> dict[str, Lines]:
    """Return the kept parses by the text of the sentence."""
    found: dict[str, Lines] = {}
    for block in (HERE / "parses.conllu").read_text(encoding="utf-8").strip().split("\n\n"):
        first, *rows = block.splitlines()
        lines: Lines = []
        for row in rows:
            _, form, lemma, _, tag, _, head, dep, _, misc = row.split("\t")
            lines.append((form, lemma, tag, dep, int(head) - 1, misc == "SpaceAfter=No"))
        found[first.removeprefix("# text = ")] = lines
    return found


def sentence_of(text: str, index: int, offset: int, kind: BlockKind = "prose") -> Sentence:
    """Return the kept parse of `text` as the sentence that stands at `offset`."""
    assert text in parses(), f"no parse of {text!r} is kept: run scripts/renew_parses.py"
    tokens, at = [], offset
    for number, (form, lemma, tag, dep, head, joined) in enumerate(parses()[text]):
        tokens.append(Token(number, form, lemma, tag, dep, number if head < 0 else head, at, at + len(form)))
        at += len(form) + (not joined)
    return Sentence(index, kind, Span(offset, offset + len(text)), tuple(tokens), text)


class Told:
    """The mentions of a report, asked for by their words."""

    def __init__(self, mentions: list[Mention]) -> None:
        self.mentions = mentions

    def all(self, text: str) -> list[Mention]:
        """Return the mentions with exactly these words."""
        return [mention for mention in self.mentions if mention.text == text]

    def one(self, text: str, number: int = 1) -> Mention:
        """Return the mention with these words, the `number`th."""
        found = self.all(text)
        assert len(found) >= number, f"{text!r} is not among {[mention.text for mention in self.mentions]}"
        return found[number - 1]

    def codes(self, text: str, number: int = 1) -> list[str]:
        """Return the codes of a mention's entities."""
        return [entity.code for entity in self.one(text, number).entities]

    def names(self, text: str, number: int = 1) -> list[str]:
        """Return the names of a mention's entities."""
        return [entity.name for entity in self.one(text, number).entities]

    def basis(self, text: str, number: int = 1) -> str:
        """Return how the only entity of a mention is known."""
        (entity,) = self.one(text, number).entities
        return entity.basis


@pytest.fixture(scope="session")
def small_lexicon(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped roles, titles, modifiers and words with a few actors of our own."""
    folder = tmp_path_factory.mktemp("lexicon")
    for name in (
        "roles.csv",
        "titles.csv",
        "modifiers.csv",
        "organisations.csv",
        "mentions.toml",
        "given_names.csv",
    ):
        (folder / name).write_bytes((LEXICON / name).read_bytes())
    shutil.copy(HERE / "actors.csv", folder / "actors.csv")
    return folder


@pytest.fixture(scope="session")
def table(small_lexicon: Path) -> ActorTable:
    return ActorTable.read(small_lexicon)


Read = Callable[..., Told]


@pytest.fixture(scope="session")
def read(table: ActorTable) -> Read:
    """Read sentences as one report of a day: `read("Putin said ...", on="2015-05-21")`."""

    def reads(*texts: str, on: str = "2015-05-21", title: bool = False) -> Told:
        sentences, offset = [], 0
        for index, text in enumerate(texts):
            sentences.append(sentence_of(text, index, offset, "title" if title and index == 0 else "prose"))
            offset += len(text) + 1
        return Told(find_mentions(sentences, table, date.fromisoformat(on) if on else None))

    return reads
