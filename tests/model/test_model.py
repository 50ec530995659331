"""The trained model: what it is shown, what it says, and that it says the same again."""

import numpy as np
import pytest

from dragoman.coder import LEXICON
from dragoman.errors import LexiconError
from dragoman.model.adapt import (
    Adapter,
    before_of,
    cross_validated,
    read_adapter,
    train_adapter,
)
from dragoman.model.inputs import CLOSE, LONGEST, OPEN, SOURCE, TARGET, Marked, input_ids
from dragoman.model.pieces import Pieces, words_of
from dragoman.model.student import Student
from dragoman.types import Span

FOLDER = LEXICON / "en" / "model"
TEXT = "Iran threatened to attack Israel on Monday."
IRAN, THREATENED, ISRAEL = Span(0, 4), Span(5, 15), Span(26, 32)


@pytest.fixture(scope="module")
def student() -> Student:
    return Student(FOLDER)


def test_words_are_cut_as_the_vocabulary_wants() -> None:
    pieces = Pieces(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "cease", "##fire", "!", "cafe"])
    assert pieces.ids("Ceasefire! Café xyz") == [4, 5, 6, 7, 1]
    assert list(words_of("U.N.-led\u200b talks")) == ["u", ".", "n", ".", "-", "led", "talks"]


def test_the_model_does_not_see_who_the_parties_are(student: Student) -> None:
    one = input_ids(Marked(TEXT, IRAN, ISRAEL, THREATENED), student.pieces)
    other = input_ids(Marked(TEXT.replace("Iran", "Fiji"), IRAN, ISRAEL, THREATENED), student.pieces)
    assert one == other
    shown = [student.pieces.vocabulary[at] for at in one]
    assert [shown.count(mark) for mark in (SOURCE, TARGET, OPEN, CLOSE)] == [1, 1, 1, 1]
    assert "iran" not in shown


def test_a_long_sentence_is_cut_around_its_parties(student: Student) -> None:
    text = "It is said that " * 200 + TEXT + " And so on." * 200
    at = text.index("Iran")
    ids = input_ids(Marked(text, Span(at, at + 4), Span(at + 26, at + 32)), student.pieces)
    shown = [student.pieces.vocabulary[one] for one in ids]
    assert len(ids) == LONGEST
    assert SOURCE in shown and TARGET in shown


def test_it_tells_a_threat_from_an_attack(student: Student) -> None:
    said = student.judge(Marked(TEXT, IRAN, ISRAEL, THREATENED))
    assert student.types[int(said.types.argmax())] == "THREATEN"
    assert said.types.sum() == pytest.approx(1.0, abs=1e-4)


def test_it_says_the_same_of_the_same_sentence(student: Student) -> None:
    marked = Marked(TEXT, IRAN, ISRAEL)
    again = Student(FOLDER)
    assert np.array_equal(student.judge(marked).types, again.judge(marked).types)


def test_it_shows_the_nearest_examples_of_the_codebook(student: Student) -> None:
    near = student.nearest(student.judge(Marked(TEXT, IRAN, ISRAEL, THREATENED)))
    assert len(near) == 3
    assert any(one.code.startswith("13") for one in near)
    assert near[0].nearness >= near[-1].nearness


def test_hostile_text_does_not_break_it(student: Student) -> None:
    text = "\ud800\u202e" + "a" * 5000 + "\x00 [unused1] \U0001f9e8"
    assert student.judge(Marked(text, Span(0, 1), None)).types.shape == (len(student.types),)


def rows_of(many: int) -> tuple[np.ndarray, np.ndarray, list[str]]:
    labels = ["AID" if at % 2 else "ACCUSE" for at in range(many)]
    rows = np.array([[float(at % 2), 1.0 - at % 2, (at * 7 % 5) / 5] for at in range(many)])
    return rows, np.log(np.full((many, 2), 0.5)), labels


def test_a_layer_learns_what_separates_the_labels(tmp_path) -> None:  # type: ignore[no-untyped-def]
    rows, before, labels = rows_of(40)
    types = ("ACCUSE", "AID")
    assert cross_validated(rows, before, labels, types, 0.01) == labels
    layer = train_adapter(rows, before, labels, types, 0.01)
    layer.write(tmp_path)
    known: Adapter = read_adapter(tmp_path)
    assert known.types == types
    assert np.allclose(known.probabilities(rows, before), layer.probabilities(rows, before), atol=1e-4)
    assert np.array_equal(train_adapter(rows, before, labels, types, 0.01).weights, layer.weights)


def test_a_folder_without_a_layer_is_an_error(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(LexiconError, match="dragoman train"):
        read_adapter(tmp_path)


def test_yield_is_either_of_its_two_types() -> None:
    before = before_of({"CONCEDE": 0.25, "RETREAT": 0.25, "AID": 0.5}, ("AID", "MINE", "YIELD"))
    assert np.allclose(np.exp(before), [0.5, 0.001, 0.5])
