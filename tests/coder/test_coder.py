"""The whole road: one report in, its records out."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.coder import Coder
from dragoman.types import Report, Span


def told(coder: Coder, text: str) -> list[tuple[str | None, str, str, str]]:
    """Return type, status, source and target words of each event of a text published on a Wednesday."""
    records = coder.code(text, published=date(2019, 6, 5)).records
    return [
        (
            record.plover,
            record.status,
            record.source[0].text if record.source else "",
            record.target[0].text if record.target else "",
        )
        for record in records
    ]


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Rebels attacked soldiers near Gao.", ("ASSAULT", "actual", "Rebels", "soldiers")),
        ("Soldiers were attacked by rebels near Gao.", ("ASSAULT", "actual", "rebels", "Soldiers")),
        ("Rebels launched an attack on soldiers.", ("ASSAULT", "actual", "Rebels", "soldiers")),
        ("Rebels did not attack soldiers.", ("ASSAULT", "negated", "Rebels", "soldiers")),
        ("Rebels threatened to attack soldiers.", ("THREATEN", "actual", "Rebels", "soldiers")),
        ("France urged Iran to release the hostages.", ("REQUEST", "actual", "France", "Iran")),
        ("France will send weapons to Ukraine.", ("AGREE", "actual", "France", "Ukraine")),
        ("Iran refused to release the hostages.", ("REJECT", "actual", "Iran", "the hostages")),
        ("France may impose sanctions on Iran.", ("SANCTION", "hypothetical", "France", "Iran")),
        ("Germany attacked Poland in 1939.", ("ASSAULT", "historical", "Germany", "Poland")),
    ],
)
def test_what_a_reader_takes_from_a_sentence(
    coder: Coder, text: str, event: tuple[str, str, str, str]
) -> None:
    assert event in told(coder, text)


def test_those_who_meet_are_coded_both_ways(coder: Coder) -> None:
    found = told(coder, "France and Iran met in Vienna.")
    assert ("CONSULT", "actual", "France", "Iran") in found
    assert ("CONSULT", "actual", "Iran", "France") in found


def test_a_headline_that_the_text_tells_again_is_not_counted_twice(coder: Coder) -> None:
    text = "Rebels Attack Soldiers Near Gao\n\nRebels attacked soldiers near Gao on Monday, the army said.\n"
    coded = coder.code(text, published=date(2019, 6, 5))
    assert [record.plover for record in coded.records] == ["ASSAULT"]
    assert coded.sentences[0].kind == "title"


def test_a_report_in_another_language_is_rejected_with_the_reason(coder: Coder) -> None:
    coded = coder.code(
        "Les rebelles ont attaqué les soldats près de Gao, selon un communiqué du gouvernement."
    )
    assert coded.records == []
    assert coded.rejection is not None
    assert "fr" in coded.rejection.reason


def test_offsets_count_the_report_as_it_was_given(coder: Coder) -> None:
    text = "\u200bNAIROBI (Wire) \u2014 \u201cRebels\u201d  attacked\u00a0soldiers near Gao."
    coded = coder.code(text)
    for record in coded.records:
        for party in (*record.source, *record.target):
            assert text[party.start : party.end] == party.text


def test_a_relation_always_has_an_answer(coder: Coder) -> None:
    text = "Iran and the moon."
    (answer,) = coder.relate_many([(Report("1", text), Span(0, 4), Span(13, 17))])
    assert answer.plover
    assert answer.confidence < 0.2
    assert answer.reason


def test_a_relation_is_between_the_two_that_were_named(coder: Coder) -> None:
    text = "Iran freed two hostages after France praised Oman."
    (one,) = coder.relate_many([(Report("1", text), Span(0, 4), Span(11, 23))])
    (two,) = coder.relate_many([(Report("2", text), Span(30, 36), Span(45, 49))])
    assert (one.plover, two.plover) == ("RETREAT", "SUPPORT")
