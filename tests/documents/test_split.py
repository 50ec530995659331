"""Sentences end where a reader would end them."""

from __future__ import annotations

import pytest

from dragoman.documents import Abbreviations, split_sentences
from dragoman.documents.abbreviations import read_abbreviations
from dragoman.errors import LexiconError
from dragoman.types import Block, BlockKind, Document, Report, Span


def sentences_of(text: str, abbreviations: Abbreviations, kind: BlockKind = "prose") -> list[str]:
    document = Document(Report("r", text), text, "en", (Block(kind, Span(0, len(text))),), range(len(text)))
    return [sentence.span.of(text) for sentence in split_sentences(document, abbreviations)]


@pytest.mark.parametrize(
    "marked",
    [
        "Troops left. | They won.",
        "A U.S.-led force left Gao. | It flew home.",
        "He left the U.S. | The army stayed.",
        "The U.S. Senate met in the U.S. Capitol.",
        "U.S. President Jones met U.N. envoy Lee.",
        "The U.S. No. 2 diplomat came.",
        "He flew to the U.S. | He stayed for a week.",
        'They live in the U.S. | "We like it," one said.',
        "Gen. Ali met Mr. Doe and Lt. Col. Roe. | They ate.",
        "Sen. J. Doe and George W. A. Roe spoke. | Nobody came.",
        "He lives at No. 5 Main Street. | She does not.",
        "The answer was No. | Troops stayed.",
        "They met at 5 p.m. Monday. | They left at 6 a.m. | Police came at 7 a.m. local time.",
        "It cost $3.5 million. | Aid of 2.7 billion came.",
        "He works for Acme Inc. | He likes it.",
        "Acme Inc. Chairman Jane Doe spoke of Acme Corp. and others.",
        "On Jan. 5 they met. | In Sept. 2011 they left.",
        "They came in 2015. | Ten men left.",
        "It ended in 2015. | 12 people died.",
        "They waited... and left. | They waited... | The army came.",
        "They waited … and left.",
        "We wait. . . and wait.",
        '"We left." | The army said so.',
        '"We left. | We won," he said. | "They lost."',
        '"Why now?" Hassan Ali asked. | Nobody knew.',
        '"Why now?" he asked. | Nobody knew.',
        '"Is it war?" | Troops came at once.',
        "He said: 'We left.' | Troops came.",
        "They left (on Monday). | Troops came. | (Nobody saw them.) | The end came.",
        '"We left. | Troops came.',
        "It came to an end.Next came the army.",
        'They came to an "end."Next came the army.',
        'They came to an end."Next comes the army," he said.',
        "See www.example.com/a.Page or mail jane.Doe@post.example for more. | Troops left.",
        "They want three things: bread; peace; land.",
        "Who left? | Nobody! | Troops came.",
        "1. The army left. | 2. The rebels came.",
        "He holds a Ph.D. from Gao. | She has a Ph.D. in law.",
        "They fled (see p. 5) from St. Louis vs. Mt. Hope.",
        "Smith et al. wrote it. | They were right.",
        "The bank is on Wall St. | It lent them money.",
        "Bread, milk etc. were scarce. | Troops came.",
        "They met in Washington, D.C. | The talks failed.",
        "Aid for Médecins was cut. | Évian was next.",
        "No stop at the end",
        "He and I. | The two left.",
        "They left . | Troops came.",
        "Troops left. | — Nobody saw them.",
        "Kim Jr. left. | But Doe Sr. stayed.",
        "He left the E.U. | Meanwhile, Gen. Ali stayed.",
    ],
)
def test_a_sentence_ends_where_a_reader_would_end_it(marked: str, abbreviations: Abbreviations) -> None:
    text = marked.replace(" | ", " ")
    expected = marked.split(" | ")
    if ".Next" in marked or '."Next' in marked:
        cut = marked.index("Next") - (1 if marked.count('"') == 2 and marked.endswith("said.") else 0)
        expected = [marked[:cut], marked[cut:]]
    assert sentences_of(text, abbreviations) == expected


def test_a_headline_in_capitals_is_one_sentence(abbreviations: Abbreviations) -> None:
    text = "U.S. To Send Aid To Gao, U.S. Officials Say"
    assert sentences_of(text, abbreviations, "title") == [text]


@pytest.mark.parametrize("kind", ["dateline", "byline", "caption", "link", "other"])
def test_furniture_has_no_sentences(kind: BlockKind, abbreviations: Abbreviations) -> None:
    assert sentences_of("Troops left.", abbreviations, kind) == []


@pytest.mark.parametrize("between", ["; ", ", ", " ", ""])
def test_an_endless_sentence_is_cut_and_nothing_is_lost(between: str, abbreviations: Abbreviations) -> None:
    text = between.join(["troops"] * 1200)
    parts = sentences_of(text, abbreviations)
    assert max(map(len, parts)) <= 1500
    assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(part.endswith(between.strip()) for part in parts[:-1])


def test_a_mistake_in_the_abbreviations_is_said(tmp_path) -> None:
    (tmp_path / "abbreviations.toml").write_text("months = ['Jan']")
    with pytest.raises(LexiconError, match="months"):
        read_abbreviations(tmp_path)
