"""What the words around an act make of it."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest
from trees import parsed, party

from dragoman.events.find import find_events
from dragoman.events.grammar import read_grammar
from dragoman.events.rules import Operator, Rule, RuleBook, _index, read_rules
from dragoman.types import Event, Mention, Sentence

LEXICON = files("dragoman") / "lexicon"
GRAMMAR = read_grammar(LEXICON / "en")
CODES = frozenset(
    row["code"] for row in csv.DictReader((LEXICON / "codebook" / "cameo.csv").read_text().splitlines())
)
OUTER = read_rules(LEXICON / "en", LEXICON / "codebook", CODES).outer

RULES = (
    Rule("attack", "190", verb=("attack",), noun=("attack",)),
    Rule("free", "0841", verb=("free", "release"), noun=("release",), noun_target=("of",)),
    Rule("meet", "040", verb=("meet",), target=("obj", "with"), reciprocal=True),
    Rule("opened-fire", "190", verb=("open",), object=("fire",), target=("on", "at")),
)
OPERATORS = (
    Operator("promise", "promise", verb=("promise",), inner=("comp",), cameo="030"),
    Operator("refuse", "refuse", verb=("refuse",), inner=("comp",), cameo="120"),
    Operator("urge", "ask", verb=("urge",), inner=("comp",), addressee=("obj",), cameo="020"),
    Operator("demand", "demand", verb=("demand",), inner=("comp", "obj"), addressee=("from",), cameo="100"),
    Operator("stop", "end", verb=("stop",), inner=("comp", "obj")),
    Operator("deny", "deny", verb=("deny",), inner=("comp", "obj"), cameo="016"),
)
BOOK = RuleBook(RULES, OPERATORS, {}, OUTER, _index(RULES), _index(OPERATORS))


def events(sentence: Sentence, *parties: Mention) -> list[Event]:
    return find_events(sentence, parties, BOOK, GRAMMAR)[0]


def told(event: Event) -> tuple[str, str, str | None, str | None]:
    source = event.source.text if event.source else None
    return event.cameo, event.status, source, event.target.text if event.target else None


def under(outer: str, *, negated: bool = False) -> Sentence:
    """France <outer> (not) to attack Iran."""
    extra = "not  not  neg  5\n" if negated else ""
    head = 5 if negated else 4
    return parsed(f"""
        France  France   nsubj  2
        {outer}ed  {outer}  root   0
        {extra}to      to       aux    {head}  TO
        attack  attack   xcomp  2
        Iran    Iran     dobj   {head}
    """)


def test_an_attack_is_an_attack() -> None:
    sentence = parsed("""
        France    France  nsubj  2
        attacked  attack  root   0
        Iran      Iran    dobj   2
    """)
    assert [
        told(one)
        for one in events(sentence, party(sentence, "France", "FRA"), party(sentence, "Iran", "IRN"))
    ] == [("190", "actual", "France", "Iran")]


@pytest.mark.parametrize(
    ("outer", "cameo"),
    [("promise", "1384"), ("refuse", "120")],
)
def test_an_outer_verb_makes_another_act_of_an_attack(outer: str, cameo: str) -> None:
    sentence = under(outer)
    found = events(sentence, party(sentence, "France", "FRA"), party(sentence, "Iran", "IRN"))
    assert [told(one) for one in found] == [(cameo, "actual", "France", "Iran")]


def test_what_did_not_happen_is_negated() -> None:
    sentence = parsed("""
        France  France  nsubj  4
        did     do      aux    4  VBD
        not     not     neg    4
        attack  attack  root   0  VB
        Iran    Iran    dobj   4
    """)
    assert [
        told(one)
        for one in events(sentence, party(sentence, "France", "FRA"), party(sentence, "Iran", "IRN"))
    ] == [("190", "negated", "France", "Iran")]


def test_what_will_not_be_done_is_refused() -> None:
    sentence = parsed("""
        France  France   nsubj  4
        will    will     aux    4
        not     not      neg    4
        free    free     root   0  VB
        Carlos  Carlos   dobj   4
    """)
    found = events(sentence, party(sentence, "France", "FRA"), party(sentence, "Carlos", "VENCRM"))
    assert [told(one) for one in found] == [("1243", "actual", "France", "Carlos")]


def test_what_may_be_done_is_hypothetical() -> None:
    sentence = parsed("""
        France  France   nsubj  3
        may     may      aux    3
        attack  attack   root   0  VB
        Iran    Iran     dobj   3
    """)
    assert [
        told(one)[1]
        for one in events(sentence, party(sentence, "France", "FRA"), party(sentence, "Iran", "IRN"))
    ] == ["hypothetical"]


def test_who_is_urged_to_stop_attacks_is_the_target() -> None:
    sentence = parsed("""
        France   France  nsubj  2
        urged    urge    root   0
        Iran     Iran    dobj   2
        to       to      aux    5  TO
        stop     stop    xcomp  2
        attacks  attack  dobj   5  NNS
        on       on      prep   6
        Israel   Israel  pobj   7
    """)
    parties = [
        party(sentence, word, code) for word, code in (("France", "FRA"), ("Iran", "IRN"), ("Israel", "ISR"))
    ]
    assert [told(one) for one in events(sentence, *parties)] == [("0256", "actual", "France", "Iran")]


def test_a_denied_attack_is_a_denial() -> None:
    sentence = parsed("""
        France     France  nsubj  2
        denied     deny    root   0
        attacking  attack  xcomp  2  VBG
        Iran       Iran    dobj   3
    """)
    found = events(sentence, party(sentence, "France", "FRA"), party(sentence, "Iran", "IRN"))
    assert [told(one) for one in found] == [("016", "actual", "France", "Iran")]


def test_those_who_meet_meet_each_other() -> None:
    sentence = parsed("""
        France  France  nsubj  4
        and     and     cc     1
        Iran    Iran    conj   1
        met     meet    root   0
    """)
    found = events(sentence, party(sentence, "France", "FRA"), party(sentence, "Iran", "IRN"))
    assert sorted(told(one)[2:] for one in found) == [("France", "Iran"), ("Iran", "France")]


def test_each_of_several_sources_gets_an_event() -> None:
    sentence = parsed("""
        France    France  nsubj  4
        and       and     cc     1
        Britain   Britain conj   1
        attacked  attack  root   0
        Iran      Iran    dobj   4
    """)
    parties = [
        party(sentence, word, code) for word, code in (("France", "FRA"), ("Iran", "IRN"), ("Britain", "GBR"))
    ]
    assert sorted(str(told(one)[2]) for one in events(sentence, *parties)) == ["Britain", "France"]


def test_opening_fire_exits_is_not_fighting() -> None:
    sentence = parsed("""
        The     the     det       2
        museum  museum  nsubj     3  NN
        opened  open    root      0
        fire    fire    compound  5
        exits   exit    dobj      3  NNS
        for     for     prep      3
        visitors visitor pobj     6  NNS
    """)
    assert events(sentence) == []
