"""Whom a sentence names: by name, by role, by composition from parts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Read = Callable[..., Any]

NAMED = [
    ("Vladimir Putin arrived in Ankara.", "Vladimir Putin", "RUSGOV"),
    (
        "Iraqi Prime Minister Haider al-Abadi thanked the donors.",
        "Iraqi Prime Minister Haider al-Abadi",
        "IRQGOV",
    ),
    ("Haider Al Abadi thanked the donors.", "Haider Al Abadi", "IRQGOV"),
    ("Haidar el-Abadi thanked the donors.", "Haidar el-Abadi", "IRQGOV"),
    ("Haider Abadi thanked the donors.", "Haider Abadi", "IRQGOV"),
    ("Bashar Assad rejected the offer.", "Bashar Assad", "SYRGOV"),
    ("Recep Tayyip Erdogan called for talks.", "Recep Tayyip Erdogan", "TURGOV"),
    ("Francois Hollande visited the troops.", "Francois Hollande", "FRAGOV"),
    ("Putin rejected the offer.", "Putin", "RUSGOV"),
    ("President Obama signed the order.", "President Obama", "USAGOV"),
    ("Xi met business leaders on Monday.", "Xi", "CHNGOV"),
    ("The United States condemned the attack.", "The United States", "USA"),
    ("The U.S. condemned the attack.", "The U.S.", "USA"),
    ("The US condemned the attack.", "The US", "USA"),
    ("Guinea-Bissau closed its border.", "Guinea-Bissau", "GNB"),
    ("Hezbollah fired rockets at the town.", "Hezbollah", "LBNREBHEZ"),
    ("IS seized the town on Friday.", "IS", "IMGMUSISI"),
    ("Al Qaeda claimed the attack.", "Al Qaeda", "IMGMUSALQ"),
    ("The Kremlin denied the report.", "The Kremlin", "RUSGOV"),
    ("Iraqis fled the fighting.", "Iraqis", "IRQ"),
]


@pytest.mark.parametrize(("text", "words", "code"), NAMED)
def test_a_name_has_the_code_of_its_row(read: Read, text: str, words: str, code: str) -> None:
    assert read(text).codes(words) == [code]


COMPOSED = [
    ("The Iraqi military attacked the town.", "The Iraqi military", "IRQMIL"),
    ("Russian soldiers crossed the border.", "Russian soldiers", "RUSMIL"),
    ("Iraq's military attacked the town.", "Iraq's military", "IRQMIL"),
    ("The government of Iraq protested.", "The government", "IRQGOV"),
    ("Police in Lagos arrested three men.", "Police", "NGACOP"),
    ("A Nigerian court jailed the editor.", "A Nigerian court", "NGAJUD"),
    ("A group of Syrian rebels attacked the base.", "A group of Syrian rebels", "SYRREB"),
    ("Hundreds of Nigerian soldiers fled.", "Hundreds of Nigerian soldiers", "NGAMIL"),
    ("Turkish-backed rebels attacked the town.", "Turkish-backed rebels", "REB"),
    ("Somalia-based fighters attacked the port.", "Somalia-based fighters", "SOMUAF"),
    ("IS fighters seized the town.", "IS fighters", "IMGMUSISI"),
    ("The Islamic State group claimed the attack.", "The Islamic State group", "IMGMUSISI"),
    ("A former White House official criticised the plan.", "A former White House official", "USAELI"),
    ("A White House official criticised the plan.", "A White House official", "USAGOV"),
    ("A spokesman for the Nigerian army denied the report.", "A spokesman", "NGAMIL"),
    ("The Nigerian army spokesman denied the report.", "The Nigerian army spokesman", "NGAMIL"),
    ("The leader of Hezbollah rejected the offer.", "The leader", "LBNREBHEZ"),
    ("Former Nigerian soldiers protested in the capital.", "Former Nigerian soldiers", "NGAELI"),
    ("Iranian opposition leaders called for protests.", "Iranian opposition leaders", "IRNOPP"),
    ("The Nigerian opposition rejected the result.", "The Nigerian opposition", "NGAOPP"),
    ("Pro-Russian protesters stormed the office.", "Pro-Russian protesters", "SEPCVL"),
    ("The anti-government protesters left.", "The anti-government protesters", "OPPCVL"),
    ("The UN secretary-general called for calm.", "The UN secretary-general", "IGOUNO"),
    ("The Nigerian vice-president called for calm.", "The Nigerian vice-president", "NGAGOV"),
    ("Nigerian ex-soldiers stormed the office.", "Nigerian ex-soldiers", "NGAELI"),
    ("Russian journalists asked for access.", "Russian journalists", "RUSMED"),
    ("Gunmen killed three policemen.", "Gunmen", "UAF"),
    ("Syrian refugees crossed the border.", "Syrian refugees", "SYRREF"),
    ("NATO troops left the base.", "NATO troops", "IGOWSTNATMIL"),
    ("The Obama administration rejected the plan.", "The Obama administration", "USAGOV"),
    ("African leaders met on Monday.", "African leaders", "AFRGOV"),
    ("Foreign troops in Iraq were attacked.", "Foreign troops", "MIL"),
    ("Iraqi soldiers and police entered the city.", "police", "IRQCOP"),
    ("The Interior Ministry denied the report.", "The Interior Ministry", "GOV"),
    ("Iraq's Interior Ministry denied the report.", "Iraq's Interior Ministry", "IRQGOV"),
]


@pytest.mark.parametrize(("text", "words", "code"), COMPOSED)
def test_parts_compose_a_code(read: Read, text: str, words: str, code: str) -> None:
    assert [
        entity.code
        for mention in read(text).mentions
        if mention.text.startswith(words) and not mention.part
        for entity in mention.entities
    ] == [code]


def test_shiite_militants_in_basra_are_iraqi_rebels_with_a_religion(read: Read) -> None:
    told = read("Shiite militants in Basra attacked a convoy.")
    (entity,) = told.one("Shiite militants").entities
    assert (entity.country, entity.sector) == ("IRQ", "REB")
    assert entity.code.startswith("IRQ") and entity.code.endswith("REB") and len(entity.code) == 9
    assert told.one("Basra").kind == "place"


def test_two_nationalities_are_two_parties(read: Read) -> None:
    told = read("Russian and Turkish officials met on Monday.")
    assert told.codes("Russian and Turkish officials") == ["RUSGOV", "TURGOV"]


def test_parts_are_marked_as_parts(read: Read) -> None:
    told = read("The Iraqi military attacked the town.")
    assert told.one("Iraqi").part
    assert told.codes("Iraqi") == ["IRQ"]
    assert not told.one("The Iraqi military").part


def test_a_phrase_covers_its_article_and_modifiers(read: Read) -> None:
    mention = read("Russia last year delivered helicopters to the Iraqi military.").one("the Iraqi military")
    assert mention.kind == "role"
    assert mention.span.end - mention.span.start == len("the Iraqi military")


# The day decides

HOLDERS = [
    (
        "The Iraqi prime minister thanked the donors.",
        "The Iraqi prime minister",
        "2015-05-21",
        "Haider al-Abadi",
    ),
    (
        "The Iraqi prime minister thanked the donors.",
        "The Iraqi prime minister",
        "2010-05-21",
        "Nouri al-Maliki",
    ),
    ("Iraq's prime minister thanked the donors.", "Iraq's prime minister", "2015-05-21", "Haider al-Abadi"),
    ("The U.S. president signed the order.", "The U.S. president", "2018-05-21", "Donald Trump"),
    ("The U.S. president signed the order.", "The U.S. president", "2005-05-21", "George W. Bush"),
    (
        "The president of Russia rejected the offer.",
        "The president of Russia",
        "2010-05-21",
        "Dmitry Medvedev",
    ),
]


@pytest.mark.parametrize(("text", "words", "day", "name"), HOLDERS)
def test_an_office_is_held_by_whoever_held_it_that_day(
    read: Read, text: str, words: str, day: str, name: str
) -> None:
    told = read(text, on=day)
    assert [
        e.name for m in told.mentions if words.startswith(m.text) and m.kind == "role" for e in m.entities
    ] == [name]


def test_a_leader_out_of_office_is_of_the_elite(read: Read) -> None:
    assert read("Barack Obama called for calm.", on="2019-03-01").codes("Barack Obama") == ["USAELI"]


def test_a_title_before_the_full_name_outweighs_a_gap_in_the_table(read: Read) -> None:
    told = read("Prime Minister Nouri al-Maliki denied the report.", on="2015-05-21")
    assert told.codes("Prime Minister Nouri al-Maliki") == ["IRQGOV"]
    assert told.basis("Prime Minister Nouri al-Maliki").startswith("titles:prime minister+")


def test_translated_into_russian_names_no_russians(read: Read) -> None:
    assert read("The letter was translated into Russian.").all("Russian") == []


def test_syrian_government_missiles_are_the_government_s(read: Read) -> None:
    assert read("Syrian government missiles hit the town.").codes("Syrian government") == ["SYRGOV"]


def test_the_head_of_state_is_one_role(read: Read) -> None:
    assert read("Donors met the Nigerian head of state.", on="2016-05-21").names(
        "the Nigerian head of state"
    ) == ["Muhammadu Buhari"]


def test_president_bush_of_2015_is_of_the_elite(read: Read) -> None:
    assert read("Former President George W. Bush praised the troops.").codes(
        "Former President George W. Bush"
    ) == ["USAELI"]


def test_without_a_date_the_last_term_counts_and_the_basis_says_so(read: Read) -> None:
    told = read("The Iraqi prime minister thanked the donors.", on="")
    assert told.names("The Iraqi prime minister") == ["Haider al-Abadi"]
    assert "no date" in told.basis("The Iraqi prime minister")


def test_a_deputy_does_not_hold_the_office(read: Read) -> None:
    told = read("The deputy Iraqi prime minister thanked the donors.")
    assert told.codes("The deputy Iraqi prime minister") == ["IRQGOV"]
    assert told.names("The deputy Iraqi prime minister") != ["Haider al-Abadi"]


def test_may_is_a_month_until_somebody_makes_it_a_name(read: Read) -> None:
    assert read("Talks began in May.", on="2017-05-21").all("May") == []
    assert read("Britain said May would travel to Paris.", on="2017-05-21").codes("May") == ["GBRGOV"]


def test_a_common_surname_alone_stays_open(read: Read) -> None:
    told = read("Bush welcomed the decision.", on="2005-05-21")
    assert told.codes("Bush") == [""]


def test_is_in_small_letters_is_a_verb(read: Read) -> None:
    assert read("Who is the Iraqi prime minister?").all("is") == []
    assert read("Who is the Iraqi prime minister?").all("Who") == []


def test_us_is_not_the_united_states(read: Read) -> None:
    assert all(mention.entities == () for mention in read("The soldiers told us to leave.").all("us"))


# Towns


def test_moscow_acts(read: Read) -> None:
    assert read("Moscow pledged to supply weapons.").codes("Moscow") == ["RUSGOV"]


def test_moscow_is_travelled_to(read: Read) -> None:
    mention = read("Abadi travelled to Moscow.").one("Moscow")
    assert (mention.kind, [entity.code for entity in mention.entities]) == ("place", ["RUS"])


def test_moscow_is_talked_to(read: Read) -> None:
    assert read("Kiev held talks with Moscow.").codes("Moscow") == ["RUSGOV"]


def test_damascus_is_bombed(read: Read) -> None:
    assert read("Israeli jets bombed Damascus.").codes("Damascus") == ["SYR"]


def test_damascus_is_warned(read: Read) -> None:
    assert read("Israel warned Damascus.").codes("Damascus") == ["SYRGOV"]


def test_the_city_of_ramadi_is_in_iraq(read: Read) -> None:
    mention = read("IS seized the city of Ramadi.").one("the city of Ramadi")
    assert (mention.kind, [entity.country for entity in mention.entities]) == ("place", ["IRQ"])


def test_a_country_is_a_place_where_things_happen(read: Read) -> None:
    assert read("Three soldiers died in Iraq.").one("Iraq").kind == "place"
    assert read("Russia sent weapons to Iraq.").one("Iraq").kind == "actor"


def test_another_state_s_department_is_its_own(read: Read) -> None:
    assert read("The Defense Department denied the report.").codes("The Defense Department") == ["USAMIL"]
    assert read("Iraq's Defense Department denied the report.").codes("Iraq's Defense Department") == [
        "IRQMIL"
    ]


def test_jack_baghdad_is_no_town(read: Read) -> None:
    assert read("Jack Baghdad denied the report.").names("Jack Baghdad") == ["Jack Baghdad"]


def test_the_iranian_minister_may_be_any(read: Read) -> None:
    told = read("The Iranian minister denied the report.")
    assert (told.codes("The Iranian minister"), told.names("The Iranian minister")) == (
        ["IRNGOV"],
        ["Iranian minister"],
    )


# People and bodies the table does not know


def test_an_apposition_tells_who_somebody_is(read: Read) -> None:
    told = read("Jane Doe, a spokeswoman for the Nigerian army, denied the report.")
    (entity,) = told.one("Jane Doe").entities
    assert (entity.name, entity.code) == ("Jane Doe", "NGAMIL")
    assert entity.basis.startswith("apposition:")


def test_a_title_tells_who_somebody_is(read: Read) -> None:
    (entity,) = (
        read("Nigerian army spokesman John Doe denied the report.")
        .one("Nigerian army spokesman John Doe")
        .entities
    )
    assert (entity.name, entity.code) == ("John Doe", "NGAMIL")


def test_a_bare_name_keeps_its_words(read: Read) -> None:
    mention = read("John Doe denied the report.").one("John Doe")
    assert (mention.kind, mention.entities[0].name, mention.entities[0].code) == ("person", "John Doe", "")


def test_barack_obama_s_namesake_is_somebody_else(read: Read) -> None:
    assert read("Kwame Obama denied the report.").names("Kwame Obama") == ["Kwame Obama"]


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        ("The Acme Corp. sold the factory.", "The Acme Corp.", "BUS"),
        ("The Liberty Party rejected the result.", "The Liberty Party", "PTY"),
        ("Nigeria's Liberty Party rejected the result.", "Nigeria's Liberty Party", "NGAPTY"),
        ("Kaduna University closed its gates.", "Kaduna University", "EDU"),
    ],
)
def test_the_shape_of_a_name_tells_an_organisation(read: Read, text: str, words: str, code: str) -> None:
    told = read(text)
    assert told.one(words).kind == "organisation"
    assert told.codes(words) == [code]


def test_an_unknown_thing_is_nobody(read: Read) -> None:
    assert [mention.text for mention in read("The bridge collapsed after the storm.").mentions] == []
