"""Rules and model together: one decision for every pair of parties, with a probability that means what it says.

The model gives each event type t a probability p(t).  A rule that read type r has its say as a bonus on r, which
depends on how well it fits (its tier).  The type that is taken has the greatest

    heat * log p(t) + bonus(tier) * [t = r]

and `confidence` is the softmax of these numbers: a log-linear pool (Genest and Zidek, 1986).  `heat` and the bonuses
stand in `model/decision.toml`; `scripts/fit_decision.py` finds them by maximum likelihood on examples of the
codebook that a model trained without them has judged.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Mapping
from importlib.resources.abc import Traversable

import numpy
from msgspec import Struct
from msgspec.structs import replace

from dragoman.errors import LexiconError
from dragoman.model.adapt import Adapter, before_of, inputs_of
from dragoman.model.inputs import Marked
from dragoman.model.student import Judgement, Neighbour, Student, best_code
from dragoman.types import Decided, Span

NONE = "NONE"
STATEMENT = "STATEMENT"
_LEAST = 1e-6


class Decision(Struct, frozen=True):
    """The numbers of the pool: `heat` on the model's say, and a bonus for each tier of rule.

    `alone` is the probability from which the model makes an event by itself, `drop` the pooled probability of an
    event under which a rule's is taken away, `override` the one from which it is given another type.  `target` is
    the model's probability from which a party that no slot names becomes the target.  `trust` has the tiers that
    are right so often that the model is not asked, with how often that is.
    """

    heat: float
    bonus: Mapping[str, float]
    alone: float
    drop: float
    override: float
    target: float
    trust: Mapping[str, float]


class Verdict(Struct, frozen=True):
    """The type that was taken, its code, how sure (0 to 1), who decided, and what the model said in words."""

    type: str
    cameo: str
    confidence: float
    by: Decided
    told: str


def read_decision(folder: Traversable) -> Decision:
    """Return the numbers in `decision.toml`; raise `LexiconError` when one is missing."""
    try:
        content = tomllib.loads((folder / "decision.toml").read_text(encoding="utf-8"))
        return Decision(
            float(content["heat"]),
            {name: float(value) for name, value in content["bonus"].items()},
            float(content["alone"]),
            float(content["drop"]),
            float(content["override"]),
            float(content["target"]),
            {name: float(value) for name, value in content["trust"].items()},
        )
    except (KeyError, TypeError, ValueError, tomllib.TOMLDecodeError) as error:
        raise LexiconError(f"decision.toml cannot be read: {error}", hint="restore the file") from error


class Judge:
    """The model, with the decision that sets its word against the rules'."""

    def __init__(
        self,
        student: Student,
        decision: Decision,
        types_of_codes: Mapping[str, str],
        adapter: Adapter | None = None,
    ) -> None:
        self.student = student
        self.adapter = adapter
        self.decision = decision
        self.type_of = {code: name or STATEMENT for code, name in types_of_codes.items()}

    def ask(self, marked: Marked) -> Judgement:
        """Return what the model alone says of two marked parties."""
        return self.student.judge(marked)

    def relate(self, marked: Marked, cameo: str, tier: str) -> Verdict:
        """Return the type of what the source did to the target, who are known to have an event between them."""
        judgement = self.ask(marked)
        verdict = self._verdict(judgement, cameo, tier, without=(NONE, STATEMENT))
        if tier != "none":
            return verdict
        # With no word that starts a rule, the model may well be right that there is nothing.
        some = 1 - float(judgement.types[self.student.types.index(NONE)])
        return replace(verdict, confidence=round(verdict.confidence * some, 3))

    def confirm(self, marked: Marked, cameo: str, tier: str) -> Verdict:
        """Return the type of an event that a rule read; "NONE" when there is hardly one."""
        judgement = self.ask(marked)
        some = self._some(judgement, tier)
        told = self.told(judgement)
        if some < self.decision.drop:
            return Verdict(NONE, "", round(1 - some, 3), "model", told)
        verdict = self._verdict(judgement, cameo, tier, without=(NONE,), least=self.decision.override)
        return replace(verdict, confidence=round(verdict.confidence * some, 3))

    def _some(self, judgement: Judgement, tier: str) -> float:
        """Return the probability (0 to 1) that there is an event at all, a rule having read one."""
        none = min(max(float(judgement.types[self.student.types.index(NONE)]), _LEAST), 1 - _LEAST)
        odds = self.decision.heat * math.log((1 - none) / none) + self.decision.bonus.get(tier, 0.0)
        return 1 / (1 + math.exp(-odds))

    def alone(self, marked: Marked) -> Verdict | None:
        """Return what the model reads where no rule did; nothing unless it is as sure as `decision.alone`."""
        judgement = self.ask(marked)
        at = int(judgement.types.argmax())
        name, sure = self.student.types[at], float(judgement.types[at])
        if name in (NONE, STATEMENT) or sure < self.decision.alone:
            return None
        cameo = best_code(judgement, self.student.codes, self.type_of, name)
        return Verdict(name, cameo, round(sure, 3), "model", self.told(judgement))

    def nearest(self, marked: Marked) -> list[Neighbour]:
        """Return the examples of the codebook that the model holds for most like a marked sentence."""
        return self.student.nearest(self.ask(marked))

    def pooled(self, judgement: Judgement, ruled: str, tier: str) -> dict[str, float]:
        """Return the probability (0 to 1) of each event type by rules and model together."""
        scores = self._scores(judgement, ruled, tier, (NONE, STATEMENT))
        top = max(scores.values())
        total = sum(math.exp(score - top) for score in scores.values())
        return {name: math.exp(score - top) / total for name, score in scores.items()}

    def _scores(
        self, judgement: Judgement, ruled: str, tier: str, without: tuple[str, ...]
    ) -> dict[str, float]:
        bonus = self.decision.bonus.get(tier, 0.0) if ruled else 0.0
        return {
            name: self.decision.heat * math.log(max(float(sure), _LEAST)) + (bonus if name == ruled else 0.0)
            for name, sure in zip(self.student.types, judgement.types, strict=True)
            if name not in without or name == ruled
        }

    def told(self, judgement: Judgement) -> str:
        """Return the model's first two types in words."""
        best = numpy.argsort(-judgement.types, kind="stable")[:2]
        return ", ".join(f"{self.student.types[at]} {float(judgement.types[at]):.2f}" for at in best)

    def _verdict(
        self, judgement: Judgement, cameo: str, tier: str, without: tuple[str, ...], least: float = 0.0
    ) -> Verdict:
        """Return the decision; the rules' type stands unless another reaches the probability `least`."""
        ruled = self.type_of.get(cameo, "")
        if self.adapter is not None:
            return self._adapted(judgement, cameo, ruled, tier, self.adapter)
        scores = self._scores(judgement, ruled, tier, without)
        best = max(scores, key=lambda name: (scores[name], name == ruled))
        if best != ruled and ruled in scores:
            highest = 1 / sum(math.exp(score - scores[best]) for score in scores.values())
            best = best if highest >= least else ruled
        total = sum(math.exp(score - scores[best]) for score in scores.values())
        told = self.told(judgement)
        if best == ruled:
            agrees = self.student.types[int(judgement.types.argmax())] == ruled
            return Verdict(best, cameo, round(1 / total, 3), "both" if agrees else "rule", told)
        code = best_code(judgement, self.student.codes, self.type_of, best)
        return Verdict(best, code, round(1 / total, 3), "model", told)

    def _adapted(self, judgement: Judgement, cameo: str, ruled: str, tier: str, adapter: Adapter) -> Verdict:
        """Return what a user's layer decides; "YIELD" is whichever of its two types the rules or the model name."""
        row = inputs_of(judgement, self.student.types, ruled, tier)[None, :]
        before = before_of(self.pooled(judgement, ruled, tier), adapter.types)[None, :]
        sure = adapter.probabilities(row, before)[0]
        name = adapter.types[int(sure.argmax())]
        confidence = round(float(sure.max()), 3)
        told = f"{self.told(judgement)}, your own training {name} {confidence:.2f}"
        choices = ("CONCEDE", "RETREAT") if name == "YIELD" else (name,)
        if ruled in choices:
            return Verdict(ruled, cameo, confidence, "both", told)
        codes = [best_code(judgement, self.student.codes, self.type_of, one) for one in choices]
        own = [code for code in codes if code] or [
            code for code, type_name in self.type_of.items() if type_name in choices
        ]
        known = {code: at for at, code in enumerate(self.student.codes)}
        best = max(own, key=lambda code: float(judgement.codes[known[code]]) if code in known else 0.0)
        return Verdict(self.type_of[best], best, confidence, "model", told)


def marked_in(text: str, start: int, source: Span | None, target: Span | None, action: Span | None) -> Marked:
    """Return a sentence that begins at `start` of its document; its spans count from its own first character."""
    return Marked(
        text,
        *(
            Span(one.start - start, one.end - start) if one is not None else None
            for one in (source, target, action)
        ),
    )
