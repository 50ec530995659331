"""What the parser is shown, and how words are joined and brought to their lemmas."""

from __future__ import annotations

from importlib.resources import files

import pytest

from dragoman.sentences.lemmas import Lemmas, with_silent_e
from dragoman.sentences.words import join_hyphens, read_words, shown

WORDS = read_words(files("dragoman") / "lexicon" / "en")


def pieces(*words: str) -> list[tuple[str, int]]:
    """Return words with offsets as if no space stood between them."""
    made: list[tuple[str, int]] = []
    for word in words:
        made.append((word, made[-1][1] + len(made[-1][0]) if made else 0))
    return made


@pytest.mark.parametrize(
    ("words", "joined"),
    [
        (("al", "-", "Abadi"), ["al-Abadi"]),
        (("Ki", "-", "moon"), ["Ki-moon"]),
        (("Turkish", "-", "backed"), ["Turkish-backed"]),
        (("co", "-", "operation"), ["co-operation"]),
        (("cease", "-", "fire"), ["cease-fire"]),
        (("mid", "-", "air"), ["mid", "-", "air"]),
    ],
)
def test_names_and_adjectives_keep_their_hyphens(words: tuple[str, ...], joined: list[str]) -> None:
    assert [word for word, _ in join_hyphens(pieces(*words), WORDS)] == joined


def test_a_hyphen_between_spaces_joins_nothing() -> None:
    assert len(join_hyphens([("Kabul", 0), ("-", 6), ("Rebels", 8)], WORDS)) == 3


def test_the_parser_is_shown_a_stand_in_for_a_name_that_is_also_a_verb() -> None:
    assert shown(["battling", "IS", "fighters"], WORDS) == ["battling", "ISIS", "fighters"]
    assert shown(["the", "al-Shabaab", "group"], WORDS) == ["the", "Shabaab", "group"]


def test_a_sentence_in_capitals_is_shown_as_it_is() -> None:
    assert shown(["THIS", "IS", "IT"], WORDS) == ["THIS", "IS", "IT"]


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("raped", "rape"),
        ("staging", "stage"),
        ("fired", "fire"),
        ("barred", ""),
        ("killed", ""),
        ("visited", ""),
    ],
)
def test_a_short_stem_keeps_its_silent_e(word: str, lemma: str) -> None:
    assert with_silent_e(word) == lemma


def test_a_lemma_is_looked_up_once() -> None:
    asked: list[str] = []

    def look_up(word: str, pos: str) -> str:
        asked.append(word)
        return word.rstrip("s")

    lemmas = Lemmas(look_up)
    assert [lemmas.of("Rebels", "NNS"), lemmas.of("Rebels", "NNS")] == ["rebel", "rebel"]
    assert asked == ["rebels"]


def test_names_and_singular_nouns_are_their_own_lemmas() -> None:
    lemmas = Lemmas(lambda word, pos: "wrong")
    assert [lemmas.of("Moscow", "NNP"), lemmas.of("access", "NN"), lemmas.of("lay", "VB")] == [
        "Moscow",
        "access",
        "lay",
    ]
