"""Every rule's and operator's own examples: matches give the marked parties, rejects give nothing."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from importlib.resources import files

import pytest

from dragoman.coder import Coder
from dragoman.errors import LexiconError
from dragoman.events.examples import mistakes, read_example
from dragoman.events.rules import Operator, Rule
from dragoman.types import Report


@pytest.fixture(scope="module")
def wrong(coder: Coder) -> dict[str, list[str]]:
    """Return what is wrong with the examples of each rule, all coded in one go."""
    pairs = [(one, raw, kind) for one in everything(coder) for raw, kind in examples_of(one)]
    examples = [read_example(raw, one.cameo, kind, one.id) for one, raw, kind in pairs]
    coded = coder.code_many([Report(str(number), one.text) for number, one in enumerate(examples)])
    found: dict[str, list[str]] = {}
    for (one, _, _), example, what in zip(pairs, examples, coded, strict=True):
        mistake = mistakes(example, what.events, one.id)
        if mistake:
            found.setdefault(one.id, []).append(f"{mistake}: {example.text}")
    return found


def everything(coder: Coder) -> Iterator[Rule | Operator]:
    yield from coder.book.rules
    yield from coder.book.operators


def examples_of(one: Rule | Operator) -> Iterator[tuple[str, str]]:
    yield from ((raw, "match") for raw in one.matches)
    yield from ((raw, "reject") for raw in one.rejects)


def test_every_example_comes_out_as_it_is_marked(wrong: dict[str, list[str]]) -> None:
    assert not wrong, "\n".join(f"{rule}: {line}" for rule, lines in wrong.items() for line in lines)


def test_every_rule_has_an_example_that_it_matches(coder: Coder) -> None:
    assert [one.id for one in everything(coder) if not one.matches] == []


def test_most_rules_have_an_example_that_they_reject(coder: Coder) -> None:
    rules = list(everything(coder))
    without = [one.id for one in rules if not one.rejects]
    assert len(without) < len(rules) / 10, without


def test_modes_and_contexts_are_those_of_plover(coder: Coder) -> None:
    contexts = {row["context"] for row in table("plover_contexts.csv")}
    modes = {(row["event"], row["mode"]) for row in table("plover_modes.csv")} | {("", "")}
    codes = coder.codebook.codes
    assert [one.code for one in codes.values() if set(filter(None, one.context.split("|"))) - contexts] == []
    assert [one.code for one in codes.values() if one.mode and (one.plover, one.mode) not in modes] == []
    assert [one.id for one in coder.book.rules if set(one.contexts) - contexts] == []
    assert [
        one.id for one in coder.book.rules if one.mode and (codes[one.cameo].plover, one.mode) not in modes
    ] == []


def table(name: str) -> list[dict[str, str]]:
    text = (files("dragoman") / "lexicon" / "codebook" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def test_no_example_stands_twice_in_a_rule(coder: Coder) -> None:
    for one in everything(coder):
        examples = [*one.matches, *one.rejects]
        assert len(set(examples)) == len(examples), one.id


@pytest.mark.parametrize(
    "raw", ["[source Rebels attacked soldiers.", "Rebels attacked soldiers.", "[source Rebels]] attacked."]
)
def test_an_example_that_cannot_be_read_is_an_error(raw: str) -> None:
    with pytest.raises(LexiconError):
        read_example(raw, "190", "match", "rule")
