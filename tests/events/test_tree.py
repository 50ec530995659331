"""What a rule may ask of a tree: who does it, to whom, and what stands over it."""

from __future__ import annotations

from importlib.resources import files

import pytest
from trees import parsed

from dragoman.events.grammar import read_grammar
from dragoman.events.tree import Tree
from dragoman.types import Sentence

GRAMMAR = read_grammar(files("dragoman") / "lexicon" / "en")


def tree(sentence: Sentence) -> Tree:
    return Tree(sentence, GRAMMAR)


def words(sentence: Sentence, tokens: list[int]) -> list[str]:
    return [sentence.tokens[at].text for at in tokens]


ACTIVE = """
    Rebels    rebel    nsubj  2
    attacked  attack   root   0
    soldiers  soldier  dobj   2
"""
PASSIVE = """
    Soldiers  soldier  nsubjpass  3
    were      be       auxpass    3
    attacked  attack   root       0  VBN
    by        by       agent      3
    rebels    rebel    pobj       4
"""
REDUCED = """
    Troops  troop   nsubjpass  6
    killed  kill    acl        1
    by      by      agent      2
    rebels  rebel   pobj       3
    were    be      auxpass    6
    buried  bury    root       0  VBN
"""


@pytest.mark.parametrize(("table", "verb"), [(ACTIVE, 1), (PASSIVE, 2), (REDUCED, 1)])
def test_who_attacks_whom_is_the_same_in_every_voice(table: str, verb: int) -> None:
    sentence = parsed(table)
    asked = tree(sentence)
    assert [word.lower() for word in words(sentence, asked.subjects(verb))] == ["rebels"]
    assert words(sentence, asked.objects(verb))[0].lower() in ("soldiers", "troops")


def test_the_object_of_urge_is_the_subject_of_what_is_urged() -> None:
    sentence = parsed("""
        France  France  nsubj  2
        urged   urge    root   0
        Iran    Iran    dobj   2
        to      to      aux    5  TO
        stop    stop    xcomp  2
    """)
    assert words(sentence, tree(sentence).subjects(4)) == ["Iran"]


def test_the_subject_of_agree_is_the_subject_of_what_is_agreed() -> None:
    sentence = parsed("""
        France  France  nsubj  2
        agreed  agree   root   0
        to      to      aux    4  TO
        meet    meet    xcomp  2
        Iran    Iran    dobj   4
    """)
    assert words(sentence, tree(sentence).subjects(3)) == ["France"]


def test_a_relative_pronoun_stands_for_its_noun() -> None:
    sentence = parsed("""
        Soldiers  soldier  nsubj  5
        who       who      nsubj  3  WP
        shelled   shell    relcl  1
        Goma      Goma     dobj   3
        fled      flee     root   0
    """)
    assert words(sentence, tree(sentence).subjects(2)) == ["Soldiers"]


def test_joined_verbs_share_subject_and_object() -> None:
    sentence = parsed("""
        Police    police  nsubj  2  NNS
        beat      beat    root   0
        and       and     cc     2
        arrested  arrest  conj   2  VBD
        students  student dobj   4
    """)
    asked = tree(sentence)
    assert words(sentence, asked.subjects(3)) == ["Police"]
    assert words(sentence, asked.objects(1)) == ["students"]


def test_the_subject_of_a_light_verb_does_what_its_noun_says() -> None:
    sentence = parsed("""
        Rebels    rebel   nsubj  2
        launched  launch  root   0
        an        a       det    4
        attack    attack  dobj   2  NN
        on        on      prep   4
        Goma      Goma    pobj   5
    """)
    asked = tree(sentence)
    assert words(sentence, asked.subjects_of_noun(3)) == ["Rebels"]
    assert words(sentence, asked.prepositions(3)["on"]) == ["Goma"]


def test_a_phrasal_verb_is_found_whole() -> None:
    sentence = parsed("""
        Rebels   rebel  nsubj  2
        carried  carry  root   0
        out      out    prt    2
        raids    raid   dobj   2  NNS
    """)
    assert tree(sentence).lemma(1) == "carry out"


def test_a_sentence_whose_tree_is_a_loop_does_not_hang() -> None:
    sentence = parsed("""
        fled  flee  conj  2  VBD
        hid   hide  conj  1  VBD
    """)
    asked = tree(sentence)
    assert asked.subjects(0) == [] or asked.subjects(0)
    assert asked.governor(0) is None
