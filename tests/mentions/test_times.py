"""What the words of a report say about when."""

from __future__ import annotations

import re
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from dragoman.errors import LexiconError
from dragoman.mentions.times import event_time, find_times, is_historical, read_times
from dragoman.types import Sentence, Span, Token, When

TIMES = read_times(files("dragoman") / "lexicon" / "en")
WEDNESDAY = date(2016, 3, 16)
FORM_EXAMPLES = [(form.id, text, days) for form in TIMES.forms for text, days in form.examples]


def words_of(text: str, offset: int = 0, kind: str = "prose") -> Sentence:
    """Return a sentence of words without tags or tree."""
    matches = re.finditer(r"[A-Z][a-z]{2,4}\.(?= [\d])|['’]s\b|\w+(?:[-/]\d+)*|[^\w\s]", text)
    tokens = tuple(
        Token(index, match[0], match[0].lower(), "", "", index, offset + match.start(), offset + match.end())
        for index, match in enumerate(matches)
    )
    return Sentence(0, kind, Span(offset, offset + len(text)), tokens, text)  # type: ignore[arg-type]


def parsed(table: str) -> Sentence:
    """Return the sentence of a table: word, tag, relation, number of the governor (the root has its own)."""
    rows = [line.split() for line in table.strip().splitlines()]
    tokens: list[Token] = []
    at = 0
    for index, (word, tag, relation, head) in enumerate(rows):
        tokens.append(Token(index, word, word.lower(), tag, relation, int(head) - 1, at, at + len(word)))
        at += len(word) + 1
    text = " ".join(row[0] for row in rows)
    return Sentence(0, "prose", Span(0, len(text)), tuple(tokens), text)


def act(sentence: Sentence, word: str) -> Span:
    token = next(token for token in sentence.tokens if token.text == word)
    return Span(token.start, token.end)


def days_in(text: str, published: date | None = WEDNESDAY) -> list[tuple[str, str]]:
    return [(str(when.start), str(when.end)) for when in find_times(words_of(text), published, TIMES)]


@pytest.mark.parametrize(("form", "text", "days"), FORM_EXAMPLES)
def test_each_form_of_the_lexicon_reads_its_own_examples(
    form: str, text: str, days: tuple[tuple[date | None, date | None], ...]
) -> None:
    found = [(when.start, when.end) for when in find_times(words_of(text), WEDNESDAY, TIMES)]
    assert found == [tuple(day) for day in days], form


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Shells hit the market on Wednesday.", "2016-03-16"),
        ("Shells hit the market on Tuesday.", "2016-03-15"),
        ("Shells hit the market on Thursday.", "2016-03-10"),
        ("Shells hit the market last Wednesday.", "2016-03-09"),
        ("The envoys will meet in Oslo on Thursday.", "2016-03-17"),
        ("The envoys are to meet in Oslo on Sunday.", "2016-03-20"),
        ("The hearing is scheduled for Wednesday.", "2016-03-23"),
        ("On Friday, the envoys will meet.", "2016-03-18"),
        ("She said on Friday that the envoys will meet.", "2016-03-11"),
        ("The minister praised Monday's vote.", "2016-03-14"),
        ("Parties are uneasy ahead of Sunday's vote.", "2016-03-20"),
        ("The clinic was shelled yesterday.", "2016-03-15"),
        ("The clinic was shelled last night.", "2016-03-15"),
        ("A strike begins tomorrow.", "2016-03-17"),
        ("A curfew starts tonight.", "2016-03-16"),
        ("He was jailed on 21 May 2015.", "2015-05-21"),
        ("He was jailed on the 9th of February.", "2016-02-09"),
        ("He was jailed on Thursday, May 21, 2015.", "2015-05-21"),
        ("He was jailed on Sept. 3.", "2015-09-03"),
        ("He was jailed on 2015-05-21 in Bissau.", "2015-05-21"),
        ("The treaty will be signed on April 2.", "2016-04-02"),
        ("The treaty will be signed on March 2.", "2017-03-02"),
        ("He left three days ago.", "2016-03-13"),
    ],
)
def test_a_day(text: str, day: str) -> None:
    assert days_in(text) == [(day, day)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Floods came in May.", "2015-05-01", "2015-05-31"),
        ("Floods came in January.", "2016-01-01", "2016-01-31"),
        ("Floods came last month.", "2016-02-01", "2016-02-29"),
        ("Floods came in early June.", "2015-06-01", "2015-06-10"),
        ("Floods came in June last year.", "2015-06-01", "2015-06-30"),
        ("Floods came in mid-1996.", "1996-05-01", "1996-08-31"),
        ("Floods came late last year.", "2015-09-01", "2015-12-31"),
        ("Floods came this week.", "2016-03-14", "2016-03-20"),
        ("Floods came earlier this week.", "2016-03-14", "2016-03-16"),
        ("Floods will come later this year.", "2016-03-16", "2016-12-31"),
        ("Floods came in 2003.", "2003-01-01", "2003-12-31"),
        ("Floods have come since 2011.", "2011-01-01", "2016-03-16"),
        ("Floods came between 2003 and 2005.", "2003-01-01", "2005-12-31"),
        ("Floods came from Sept. 3 to Sept. 5.", "2015-09-03", "2015-09-05"),
        ("Floods came from Dec. 30 to Jan. 2, 2014.", "2013-12-30", "2014-01-02"),
        ("Floods came in the 1990s.", "1990-01-01", "1999-12-31"),
        ("Floods came in the past two weeks.", "2016-03-02", "2016-03-16"),
        ("Floods came twenty-five years ago.", "1991-01-01", "1991-12-31"),
        ("Floods came overnight.", "2016-03-15", "2016-03-16"),
        ("Floods came last autumn.", "2015-09-01", "2015-11-30"),
        ("Floods came in the spring of 2014.", "2014-03-01", "2014-05-31"),
        ("The port was shelled during the Second World War.", "1939-09-01", "1945-09-02"),
        ("The camp was shut after the Cold War.", "1991-12-27", "2016-03-16"),
        ("The troops must leave by Friday.", "2016-03-16", "2016-03-18"),
        ("The flood came years ago.", "None", "2015-03-16"),
        ("He was freed days after the vote.", "None", "2016-03-16"),
        ("He had fled before 2003.", "None", "2002-12-31"),
    ],
)
def test_a_longer_time(text: str, first: str, last: str) -> None:
    assert days_in(text) == [(first, last)]


def test_a_later_time_counts_from_the_one_before_it() -> None:
    assert days_in("He was seized in 2009 and freed a year later.")[1] == ("2010-01-01", "2010-12-31")
    assert days_in("He was seized on May 3, 2014, and freed two days later.")[1] == (
        "2014-05-05",
        "2014-05-05",
    )
    assert days_in("He was seized last month and freed a week later.")[1] == ("2016-02-08", "2016-03-07")


@pytest.mark.parametrize(
    "text",
    [
        "They march every Friday.",
        "They march on Fridays.",
        "The siege lasted for two weeks.",
        "A 70-year war ended.",
        "A nine-year-old girl was hurt.",
        "The rebels may leave.",
        "Troops began to march to the port.",
        "Theresa May spoke.",
        "He recently fled.",
        "The army sent 2,015 men.",
        "It paid $2015 for the lorry.",
        "The hall was burnt on the 31st of February.",
        "The second battalion fled.",
        "They fled hours after the vote.",
    ],
)
def test_no_point_in_time(text: str) -> None:
    assert days_in(text) == []


def test_a_trial_that_opens_on_monday_is_still_to_come() -> None:
    sentence = parsed("""
        The     DT   det    2
        trial   NN   nsubj  3
        open    VBZ  ROOT   3
        on      IN   prep   3
        Monday  NNP  pobj   4
    """)
    assert find_times(sentence, WEDNESDAY, TIMES)[0].start == date(2016, 3, 21)


def test_a_headline_that_says_to_is_about_the_future() -> None:
    sentence = words_of("Envoys to meet in Oslo on Thursday", kind="title")
    assert find_times(sentence, WEDNESDAY, TIMES)[0].start == date(2016, 3, 17)


def test_the_words_and_where_they_stand_are_the_evidence() -> None:
    [when] = find_times(words_of("Rebels fled on 21 May 2015.", offset=100), WEDNESDAY, TIMES)
    assert (when.text, when.span, when.basis) == ("21 May 2015", Span(115, 126), "text")


def test_without_a_day_of_publication_thursday_stays_unknown() -> None:
    [thursday, may] = find_times(words_of("They fled on Thursday and came back in May 2014."), None, TIMES)
    assert (thursday.start, thursday.end) == (None, None)
    assert (thursday.basis, thursday.text) == ("unknown", "Thursday")
    assert (may.start, may.basis) == (date(2014, 5, 1), "text")


ATTACKED_AND_SAID = parsed("""
    Officials  NNS  nsubj     2
    said       VBD  ROOT      2
    on         IN   prep      2
    Tuesday    NNP  pobj      3
    that       IN   mark      7
    rebels     NNS  nsubj     7
    attacked   VBD  ccomp     2
    Gao        NNP  dobj      7
    on         IN   prep      7
    Sunday     NNP  pobj      9
    ,          ,    punct     7
    killing    VBG  advcl     7
    two        CD   dobj      12
""")


@pytest.mark.parametrize(
    ("word", "day"),
    [("said", date(2016, 3, 15)), ("attacked", date(2016, 3, 13)), ("killing", date(2016, 3, 13))],
)
def test_an_act_has_the_time_of_its_own_clause(word: str, day: date) -> None:
    times = find_times(ATTACKED_AND_SAID, WEDNESDAY, TIMES)
    when = event_time(times, act(ATTACKED_AND_SAID, word), ATTACKED_AND_SAID, WEDNESDAY)
    assert (when.start, when.basis) == (day, "text")


def test_the_time_of_speaking_is_not_the_time_of_the_act() -> None:
    sentence = parsed("""
        Officials  NNS  nsubj     2
        said       VBD  ROOT      2
        Tuesday    NNP  npadvmod  2
        rebels     NNS  nsubj     5
        attacked   VBD  ccomp     2
        Gao        NNP  dobj      5
    """)
    times = find_times(sentence, WEDNESDAY, TIMES)
    when = event_time(times, act(sentence, "attacked"), sentence, WEDNESDAY)
    assert when == When(WEDNESDAY, WEDNESDAY, basis="publication")


CONDEMNED = parsed("""
    Mali       NNP  nsubj     2
    condemned  VBD  ROOT      2
    Friday     NNP  poss      5
    's         POS  case      3
    attack     NN   dobj      2
""")


def test_fridays_attack_was_on_friday_but_who_condemned_it_did_so_later() -> None:
    times = find_times(CONDEMNED, WEDNESDAY, TIMES)
    assert event_time(times, act(CONDEMNED, "attack"), CONDEMNED, WEDNESDAY).start == date(2016, 3, 11)
    assert event_time(times, act(CONDEMNED, "condemned"), CONDEMNED, WEDNESDAY).basis == "publication"


def test_coordinated_acts_share_their_time() -> None:
    sentence = parsed("""
        Rebels    NNS  nsubj  2
        freed     VBD  ROOT   2
        them      PRP  dobj   2
        and       CC   cc     2
        left      VBD  conj   2
        Gao       NNP  dobj   5
        on        IN   prep   5
        Monday    NNP  pobj   7
    """)
    times = find_times(sentence, WEDNESDAY, TIMES)
    for word in ("freed", "left"):
        assert event_time(times, act(sentence, word), sentence, WEDNESDAY).start == date(2016, 3, 14)


def test_an_act_without_any_date_stays_undated() -> None:
    sentence = words_of("Rebels left Gao.")
    assert event_time([], act(sentence, "left"), sentence, None) == When()


@pytest.mark.parametrize(
    ("when", "answer"),
    [
        (When(date(1939, 9, 1), date(1945, 9, 2), basis="text"), True),
        (When(date(2010, 1, 1), date(2010, 12, 31), basis="text"), True),
        (When(date(2015, 1, 1), date(2015, 12, 31), basis="text"), False),
        (When(date(2003, 1, 1), WEDNESDAY, basis="text"), False),
        (When(date(2003, 1, 1), None, basis="text"), False),
        (When(None, date(2003, 1, 1), basis="text"), True),
        (When(), False),
    ],
)
def test_what_ended_more_than_five_years_ago_is_background(when: When, answer: bool) -> None:
    assert is_historical(when, WEDNESDAY) is answer


def test_a_form_that_reads_nothing_known_is_an_error_with_a_hint(tmp_path: Path) -> None:
    text = (files("dragoman") / "lexicon" / "en" / "times.toml").read_text(encoding="utf-8")
    (tmp_path / "times.toml").write_text(text.replace('reads = "iso"', 'reads = "isso"'), encoding="utf-8")
    with pytest.raises(LexiconError, match=r"`en\.iso` reads \"isso\"(.|\n)*hint: it can be one of"):
        read_times(tmp_path)
