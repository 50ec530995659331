"""Whom pronouns, descriptions and bare roles stand for, and when they stay open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Read = Callable[..., Any]


def test_he_is_the_subject_of_the_sentence_before(read: Read) -> None:
    told = read("Abadi warned Putin on Thursday.", "He asked for weapons.")
    assert told.names("He") == ["Haider al-Abadi"]
    assert told.basis("He").startswith("coreference:Abadi+")


def test_he_is_not_the_one_whom_he_told(read: Read) -> None:
    told = read("Abadi warned Putin on Thursday.", '"Terrorism is spreading," he told Putin.')
    assert told.names("he") == ["Haider al-Abadi"]


def test_him_is_not_the_subject_of_its_own_verb(read: Read) -> None:
    assert read("Putin told him to leave.").one("him").entities == ()


def test_she_is_not_a_man(read: Read) -> None:
    told = read("Mr. Putin met Theresa May.", "She thanked the troops.", on="2017-05-21")
    assert told.names("She") == ["Theresa May"]


def test_two_men_as_subjects_leave_he_open(read: Read) -> None:
    assert read("Putin and Obama met on Monday.", "He left on Tuesday.").one("He").entities == ()


def test_they_are_those_joined_by_and(read: Read) -> None:
    told = read("Russia and Turkey signed the deal.", "They will share the costs.")
    assert told.codes("They") == ["RUS", "TUR"]


def test_they_are_the_rebels(read: Read) -> None:
    told = read("Syrian rebels attacked the base.", "They killed three soldiers.")
    assert told.codes("They") == ["SYRREB"]


def test_they_are_not_relations(read: Read) -> None:
    told = read('"Our ties to Russia are old, and they grow each year," Abadi declared.')
    assert told.one("they").entities == ()


def test_the_two_countries_are_the_last_two(read: Read) -> None:
    told = read("Abadi flew to Russia from Iraq.", "Putin said the two countries would trade more.")
    assert sorted(told.codes("the two countries")) == ["IRQ", "RUS"]


def test_both_leaders_are_the_last_two(read: Read) -> None:
    told = read("Putin met Obama on Monday.", "Both leaders praised the deal.")
    assert told.names("Both leaders") == ["Vladimir Putin", "Barack Obama"]


def test_it_is_moscow_that_is_ready(read: Read) -> None:
    told = read(
        "Foreign Minister Sergei Lavrov announced new loans by Moscow and said it was willing to arm Iraq."
    )
    assert told.codes("it") == ["RUSGOV"]


def test_it_is_not_terrorism(read: Read) -> None:
    told = read("Terrorism threatens Iraq.", "It changes its form each year.")
    assert told.one("It").entities == ()


def test_it_is_the_state_that_spoke(read: Read) -> None:
    assert read("Russia condemned the attack.", "It said the rebels broke the truce.").codes("It") == ["RUS"]


def test_rain_is_nobody(read: Read) -> None:
    assert read("Russia condemned the attack.", "It rained in the capital.").one("It").entities == ()


def test_its_army_is_that_of_the_subject(read: Read) -> None:
    told = read("Russia said its army left the town.")
    assert told.codes("its") == ["RUS"]
    assert told.codes("its army") == ["RUSMIL"]


def test_the_group_is_the_last_group(read: Read) -> None:
    told = read("Hezbollah fired rockets at the town.", "The group denied the report.")
    assert told.codes("The group") == ["LBNREBHEZ"]


def test_the_jihadists_are_islamic_state(read: Read) -> None:
    told = read("IS seized the town on Friday.", "The army attacked the jihadists.")
    assert told.names("the jihadists") == ["Islamic State"]


def test_the_militants_stay_open_between_two_groups(read: Read) -> None:
    told = read(
        "IS seized the town on Friday.",
        "Hezbollah fired rockets at the town.",
        "The army attacked the militants.",
    )
    assert [entity.country for entity in told.one("the militants").entities] in ([], [""])


def test_the_premier_is_the_last_one_named(read: Read) -> None:
    told = read("Prime Minister Dmitry Medvedev met donors.", "The premier praised the deal.")
    assert told.names("The premier") == ["Dmitry Medvedev"]


def test_the_army_is_that_of_the_same_report(read: Read) -> None:
    told = read("The Nigerian army entered the town.", "The army denied the report.")
    assert told.codes("The army") == ["NGAMIL"]


def test_the_government_of_nobody_stays_without_a_country(read: Read) -> None:
    told = read("Russia condemned the attack.", "The government denied the report.")
    assert told.codes("The government") == ["GOV"]


def test_a_family_name_stands_for_the_full_one(read: Read) -> None:
    told = read(
        "Jane Doe, a spokeswoman for the Nigerian army, denied the report.", "Doe said the town was safe."
    )
    assert told.codes("Doe") == ["NGAMIL"]
    assert told.basis("Doe").startswith("coreference:Jane Doe")


def test_abadi_after_haider_al_abadi(read: Read) -> None:
    told = read("Haider al-Abadi thanked the donors.", "Abadi left on Friday.")
    assert told.codes("Abadi") == ["IRQGOV"]


def test_an_acronym_stands_for_what_it_was_made_of(read: Read) -> None:
    told = read("The Nigerian Liberty Party (NLP) rejected the result.", "The NLP called for protests.")
    assert told.codes("The NLP") == told.codes("The Nigerian Liberty Party") == ["NGAPTY"]


def test_we_in_a_quote_is_who_speaks(read: Read) -> None:
    told = read('"We trust our partners in Russia," Abadi declared.')
    assert told.names("We") == ["Haider al-Abadi"]


def test_we_is_who_speaks_after_the_quote(read: Read) -> None:
    told = read('"We gladly stand by Iraq," said Medvedev.')
    assert told.names("We") == ["Dmitry Medvedev"]


def test_we_in_a_quote_that_goes_on_is_who_spoke(read: Read) -> None:
    told = read('"Terrorism is spreading," Abadi told Putin.', '"We hope that the visit helps.')
    assert told.names("We") == ["Haider al-Abadi"]


def test_we_at_the_start_of_a_quote_of_two_sentences_is_who_speaks_at_its_end(read: Read) -> None:
    told = read(
        "Abadi warned Putin on Thursday.",
        '"We understand the threat.',
        'We expect more cooperation," he added.',
    )
    assert told.names("We", 1) == told.names("We", 2) == ["Haider al-Abadi"]


def test_our_country_is_the_speaker_s(read: Read) -> None:
    told = read('"The drought has spared no village of our country," Abadi told Putin.')
    assert told.codes("our country") == ["IRQ"]


def test_we_outside_quotes_stays_open(read: Read) -> None:
    assert read("Putin rejected the offer.", "We will publish the letter.").one("We").entities == ()


def test_a_headline_name_is_the_one_of_the_text(read: Read) -> None:
    told = read(
        "Doe denies the report",
        "Jane Doe, a spokeswoman for the Nigerian army, denied the report.",
        title=True,
    )
    assert told.codes("Doe") == ["NGAMIL"]


def test_her_is_not_a_man_by_his_given_name(read: Read) -> None:
    told = read(
        "Theresa May met Donald Trump in London.",
        "She thanked the troops.",
        "He left on Tuesday.",
        on="2017-05-21",
    )
    assert told.names("She") == ["Theresa May"]
    assert told.names("He") == ["Donald Trump"]


def test_a_title_tells_two_people_of_one_name_apart(read: Read) -> None:
    told = read("Laura Bush thanked the troops.", "President Bush signed the order.", on="2005-05-21")
    assert told.names("President Bush") == ["George W. Bush"]


def test_him_is_not_who_relies_on_him(read: Read) -> None:
    told = read("Putin promoted Kadyrov because he relies on him.")
    assert told.names("he") == ["Vladimir Putin"]
    assert told.names("him") != ["Vladimir Putin"]


def test_the_two_are_not_two_nationalities(read: Read) -> None:
    told = read(
        "Rebels released a Turkish doctor and nurse to American diplomats after the two were captured."
    )
    assert told.one("the two").entities == ()


def test_the_country_is_the_only_one_named(read: Read) -> None:
    told = read("Rebels attacked a camp near Damascus.", "It was the third attack in the country this month.")
    assert told.codes("the country") == ["SYR"]


def test_the_country_between_two_stays_open(read: Read) -> None:
    told = read("Russia and Turkey signed the deal.", "The rebels control half of the country.")
    assert told.one("the country").entities == ()
