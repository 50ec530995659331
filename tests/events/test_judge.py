"""The decision between rules and model."""

import numpy as np
import pytest

from dragoman.coder import LEXICON
from dragoman.events.judge import Decision, Judge, read_decision
from dragoman.model.inputs import Marked
from dragoman.model.student import Judgement

TYPES = ("ACCUSE", "ASSAULT", "NONE", "STATEMENT")
CODES = ("111", "112", "190", "NONE")
DECISION = Decision(1.0, {"both": 2.0, "plain": 2.0}, alone=0.8, drop=0.2, override=0.9, target=0.8, trust={})


class Fake:
    """A student that says what it is told to."""

    types, codes = TYPES, CODES

    def __init__(self, *said: float) -> None:
        self.said = np.array(said, dtype=np.float32)

    def judge(self, marked: Marked) -> Judgement:
        codes = np.array([0.1, 0.6, 0.2, 0.1], dtype=np.float32)
        return Judgement(self.said, codes, np.zeros(3, dtype=np.float32))


def judge(*said: float) -> Judge:
    plover = {"111": "ACCUSE", "112": "ACCUSE", "190": "ASSAULT", "016": ""}
    return Judge(Fake(*said), DECISION, plover)  # type: ignore[arg-type]


MARKED = Marked("A hit B.", None, None)


def test_a_rule_that_fits_outweighs_a_model_that_doubts() -> None:
    verdict = judge(0.6, 0.3, 0.1, 0.0).relate(MARKED, "190", "both")
    assert (verdict.type, verdict.cameo, verdict.by) == ("ASSAULT", "190", "rule")
    assert verdict.confidence == pytest.approx(0.3 * np.e**2 / (0.3 * np.e**2 + 0.6), abs=0.01)


def test_a_sure_model_outweighs_a_rule() -> None:
    verdict = judge(0.97, 0.02, 0.01, 0.0).relate(MARKED, "190", "both")
    assert (verdict.type, verdict.cameo, verdict.by) == ("ACCUSE", "112", "model")


def test_both_together_are_surer_than_one() -> None:
    verdict = judge(0.1, 0.8, 0.1, 0.0).relate(MARKED, "190", "both")
    assert verdict.by == "both"
    assert verdict.confidence > 0.95


def test_an_event_that_the_model_holds_for_none_is_taken_away() -> None:
    assert judge(0.01, 0.01, 0.98, 0.0).confirm(MARKED, "190", "plain").type == "NONE"
    assert judge(0.2, 0.4, 0.4, 0.0).confirm(MARKED, "190", "plain").type == "ASSAULT"


def test_alone_the_model_must_be_sure() -> None:
    assert judge(0.7, 0.2, 0.1, 0.0).alone(MARKED) is None
    assert judge(0.01, 0.02, 0.97, 0.0).alone(MARKED) is None
    verdict = judge(0.9, 0.05, 0.05, 0.0).alone(MARKED)
    assert verdict is not None and (verdict.type, verdict.cameo) == ("ACCUSE", "112")


def test_the_numbers_of_the_decision_are_read() -> None:
    decision = read_decision(LEXICON / "en" / "model")
    assert decision.bonus["none"] == 0.0
    assert 0 < decision.drop < decision.alone < 1
