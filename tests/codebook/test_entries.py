"""The codebook: what is read from it, what is refused, and that ours has no fault."""

from pathlib import Path

import pytest

from dragoman.codebook.entries import read_code_example, read_entries, read_files
from dragoman.codebook.lint import lint, overlaps
from dragoman.coder import LEXICON, Coder
from dragoman.errors import LexiconError
from dragoman.records.codebook import read_codebook, read_contexts, read_modes
from dragoman.settings import Settings

OURS = read_entries(LEXICON / "en" / "codebook")
TABLES = LEXICON / "codebook"


def test_an_example_is_read_with_its_marks_and_its_head() -> None:
    raw = "negated mode=firearms dead=3 | [source Rebels] did not [action shoot] [target three nuns]."
    one = read_code_example(raw, "ASSAULT", "193", "here")
    assert one.text == "Rebels did not shoot three nuns."
    assert one.source and one.source.of(one.text) == "Rebels"
    assert one.action and one.action.of(one.text) == "shoot"
    assert one.target and one.target.of(one.text) == "three nuns"
    assert (one.status, one.mode, dict(one.figures)) == ("negated", "firearms", {"dead": 3})


@pytest.mark.parametrize(
    "raw",
    [
        "[source A] and [source B] met.",
        "[sauce A] met [target B].",
        "often | [source A] [action met] [target B].",
        "dead=many | [source A] [action killed] [target B].",
    ],
)
def test_an_example_that_cannot_be_read_is_an_error(raw: str) -> None:
    with pytest.raises(LexiconError):
        read_code_example(raw, "CONSULT", "040", "here")


def test_our_codebook_has_no_fault() -> None:
    codes = {code: one.plover for code, one in read_codebook(TABLES).codes.items()}
    assert list(lint(OURS, codes, read_modes(TABLES), read_contexts(TABLES))) == []
    assert set(codes) == set(OURS.codes)


def test_the_linter_finds_what_is_wrong(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        'type = "CONSULT"\ndefinition = "People who talk with one another."\n'
        '[[code]]\ncode = "173"\ndefinition = "Is of another type, in truth."\n'
        'examples = ["mode=firearms | [source A] met [target B].", "mode=firearms | [source A] met [target B]."]\n'
    )
    faults = " ".join(lint(read_files([own]), {"173": "COERCE"}, {}, frozenset()))
    for wanted in (
        "is of type COERCE",
        "has 2 examples",
        "marks no action",
        "is none of CONSULT",
        "told twice",
    ):
        assert wanted in faults


def test_sentences_that_share_a_run_of_words_are_found() -> None:
    theirs = "On Monday the old king of Tonga opened the new harbour with a speech."
    ours = ["He said the old king of Tonga opened the new harbour.", "The king of Tonga was at home."]
    assert [text for text, _ in overlaps(ours, [theirs])] == ours[:1]


def test_a_codebook_of_ones_own_brings_types_and_codes(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        'type = "POACH"\nquad = 4\ndefinition = "Wild animals are hunted against the law."\n'
        '[[code]]\ncode = "P01"\nname = "Poach"\ndefinition = "Somebody kills or catches wild animals."\n'
        'examples = ["[source Hunters] [action killed] [target an elephant] in Garamba."]\n'
    )
    coder = Coder(Settings(codebook=(own,)))
    assert coder.codebook["P01"].plover == "POACH"
    assert coder.codebook.quad_of(coder.codebook["P01"]) == 4


def test_a_code_stays_in_one_type(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('type = "POACH"\n[[code]]\ncode = "173"\n')
    with pytest.raises(LexiconError, match="173 is of type"):
        read_entries(LEXICON / "en" / "codebook", [own])
