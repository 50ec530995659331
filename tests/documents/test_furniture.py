"""Each furniture rule of the lexicon is run on its own examples."""

from __future__ import annotations

import re
import time
from importlib.resources import files

import pytest

from dragoman.documents.furniture import (
    Cue,
    Furniture,
    FurnitureRule,
    find_head,
    find_tail,
    kind_of_whole,
    read_furniture,
)
from dragoman.errors import LexiconError
from dragoman.types import Span

FURNITURE = read_furniture(files("dragoman") / "lexicon" / "en")
CUES = (*FURNITURE.head, *FURNITURE.tail, *FURNITURE.begins, *FURNITURE.whole)
MARKED = re.compile(r"\[(.*?)\](?!\))", re.DOTALL)


def alone(cue: Cue) -> Furniture:
    return Furniture(**{cue.rule.where: (cue,)})


def marked_by(cue: Cue, example: str) -> str:
    """Return the example with brackets around what the rule takes off, or the kind of the whole."""
    paragraph, furniture = Span(0, len(example)), alone(cue)
    if cue.rule.where in ("head", "tail"):
        find = find_head if cue.rule.where == "head" else find_tail
        found = find(example, paragraph, furniture)
        if found is None:
            return example
        span = found[1]
        return f"{example[: span.start]}[{span.of(example)}]{example[span.end :]}"
    return f"[{example}]" if kind_of_whole(example, paragraph, furniture) else example


def examples(name: str) -> list[object]:
    return [
        pytest.param(cue, example, id=f"{cue.rule.id}: {example[:40]}")
        for cue in CUES
        for example in getattr(cue.rule, name)
    ]


@pytest.mark.parametrize(("cue", "example"), examples("matches"))
def test_a_rule_takes_just_what_its_examples_mark(cue: Cue, example: str) -> None:
    if cue.rule.where in ("begins", "whole"):
        assert marked_by(cue, example) == f"[{example}]"
    else:
        assert "[" in example, "mark what is cut off"
        assert marked_by(cue, example.replace("[", "").replace("]", "")) == example


@pytest.mark.parametrize(("cue", "example"), examples("rejects"))
def test_a_rule_leaves_what_it_rejects(cue: Cue, example: str) -> None:
    assert marked_by(cue, example) == example


def test_no_rule_has_the_id_of_another() -> None:
    ids = [rule.id for rule in FURNITURE.rules()]
    assert len(ids) == len(set(ids)) > 10


@pytest.mark.parametrize("cue", CUES, ids=lambda cue: cue.rule.id)
@pytest.mark.parametrize(
    "word",
    [
        "A",
        "A ",
        "A-",
        "AB, ",
        "a.",
        "By A ",
        "Jan 1, ",
        "(AP/",
        "AP/",
        " ",
        "é",
        "By Jane Doe and ",
        "read the ",
    ],
)
def test_no_text_keeps_a_rule_busy(cue: Cue, word: str) -> None:
    text = word * 400
    begun = time.process_time()
    for _ in range(3):
        marked_by(cue, text)
        marked_by(cue, text[:299] + ")")
        cue.pattern.match(text[:200])
    assert time.process_time() - begun < 0.15


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "cannot be read"),
        ("[pieces\n", "cannot be read"),
        (
            '[pieces]\n[[rule]]\nid="a"\nkind="link"\nwhere="head"\npattern="{gone}"\nmatches=[]',
            "the piece 'gone'",
        ),
        ('[pieces]\n[[rule]]\nid="a"\nkind="link"\nwhere="head"\npattern="("\nmatches=[]', "is wrong"),
        ('[pieces]\n[[rule]]\nid="a"\nkind="lunk"\nwhere="head"\npattern="a"\nmatches=[]', "cannot be read"),
    ],
)
def test_a_mistake_in_the_lexicon_is_said(tmp_path, content: str, message: str) -> None:
    (tmp_path / "furniture.toml").write_text(content)
    with pytest.raises(LexiconError, match=message):
        read_furniture(tmp_path)


def test_every_rule_is_written_with_an_example() -> None:
    assert all(isinstance(rule, FurnitureRule) and rule.matches for rule in FURNITURE.rules())
