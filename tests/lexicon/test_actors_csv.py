"""The shipped actor tables: whole, well-formed, and they know the names that the news is full of."""

from __future__ import annotations

import csv
import re
from collections import Counter
from datetime import date
from importlib.resources import files
from importlib.resources.abc import Traversable

import pytest

from dragoman.mentions.tables import ActorTable

ENGLISH = files("dragoman") / "lexicon" / "en"
CODEBOOK = files("dragoman") / "lexicon" / "codebook"
COLUMNS = [
    "id", "name", "aliases", "demonyms", "code", "country", "sector", "kind", "acts_as", "start", "end",
    "office", "caseful", "source",
]  # fmt: skip
KINDS = {
    "state", "region", "city", "seat", "person", "group", "igo", "ngo", "company", "media", "party", "agency",
    "ethnic", "religion",
}  # fmt: skip
TOP_ENTITIES = {"", "UNO", "EUR", "IGO", "NGO", "ISM", "IMG", "MNC"}
GONE = {"SUN", "YUG", "SCG", "CSK", "DDR", "ZAR", "YMD", "ANT"}
SOURCES = {"own", "factbook-2026", "phoenix-2014", "country-codes"}


def read(name: str, folder: Traversable = ENGLISH) -> list[dict[str, str]]:
    with folder.joinpath(name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    return read("actors.csv")


@pytest.fixture(scope="module")
def table() -> ActorTable:
    return ActorTable.read(ENGLISH)


def test_the_columns_are_those_of_the_contract(rows: list[dict[str, str]]) -> None:
    assert list(rows[0]) == COLUMNS
    assert not [row for row in rows if None in row or None in row.values()]


def test_no_two_rows_have_one_id(rows: list[dict[str, str]]) -> None:
    assert [id_ for id_, count in Counter(row["id"] for row in rows).items() if count > 1] == []


def test_every_row_has_a_name_and_no_marks_of_the_supplements(rows: list[dict[str, str]]) -> None:
    odd = [row["id"] for row in rows if not row["name"] or re.search(r"[=!]|\|\||^\||\|$", row["name"])]
    odd += [row["id"] for row in rows if re.search(r"=|\|\||^\||\|$", row["aliases"] + row["demonyms"])]
    assert odd == []


def test_codes_are_groups_of_three_capitals(rows: list[dict[str, str]]) -> None:
    pattern = re.compile(r"([A-Z]{3}){1,5}")
    assert [row["id"] for row in rows if not pattern.fullmatch(row["code"])] == []
    assert [row["id"] for row in rows if row["acts_as"] and not pattern.fullmatch(row["acts_as"])] == []


def test_every_country_is_known(rows: list[dict[str, str]]) -> None:
    known = {row["code"] for row in read("countries.csv", CODEBOOK)} | TOP_ENTITIES | GONE
    assert Counter(row["country"] for row in rows if row["country"] not in known) == Counter()


def test_kinds_sources_and_marks_are_those_of_the_contract(rows: list[dict[str, str]]) -> None:
    assert {row["kind"] for row in rows} <= KINDS
    assert {row["source"] for row in rows} <= SOURCES
    assert {row["caseful"] for row in rows} <= {"", "1"}
    assert {row["kind"] for row in rows if row["acts_as"]} == {"city"}


def test_a_period_begins_before_it_ends(rows: list[dict[str, str]]) -> None:
    for row in rows:
        start, end = (date.fromisoformat(row[column]) if row[column] else None for column in ("start", "end"))
        assert start is None or end is None or start <= end, row["id"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Kremlin", "RUSGOV"),
        ("White House", "USAGOV"),
        ("Pentagon", "USAMIL"),
        ("Downing Street", "GBRGOV"),
        ("No. 10", "GBRGOV"),
        ("Élysée", "FRAGOV"),
        ("Elysee", "FRAGOV"),
        ("Zhongnanhai", "CHNGOV"),
        ("Vatican", "VATGOV"),
        ("Foreign Office", "GBRGOV"),
        ("NATO", "IGOWSTNAT"),
        ("Nato", "IGOWSTNAT"),
        ("UN", "IGOUNO"),
        ("U.N.", "IGOUNO"),
        ("UNHCR", "IGOUNOREFHCR"),
        ("UNICEF", "IGOUNOKID"),
        ("WHO", "IGOUNOHLHWHO"),
        ("IAEA", "IGOUNOIAE"),
        ("EU", "IGOEUREEC"),
        ("European Commission", "IGOEUREEC"),
        ("African Union", "IGOAFR"),
        ("OSCE", "IGOSCE"),
        ("International Criminal Court", "IGOJUDICC"),
        ("Amnesty International", "NGOHRIAMN"),
        ("Human Rights Watch", "NGOHRIHRW"),
        ("Red Cross", "NGOHLHIRC"),
        ("Doctors Without Borders", "NGOHLHMSF"),
        ("Moscow", "RUS"),
        ("Ramadi", "IRQ"),
        ("Kiev", "UKR"),
        ("Kyiv", "UKR"),
        ("Aleppo", "SYR"),
        ("Goma", "COD"),
        ("Simferopol", "UKR"),
        ("FBI", "USACOP"),
        ("CIA", "USASPY"),
        ("Mossad", "ISRSPY"),
        ("IDF", "ISRMIL"),
        ("Revolutionary Guards", "IRNMIL"),
        ("Basij", "IRNPRM"),
        ("Knesset", "ISRLEG"),
        ("Duma", "RUSLEG"),
        ("Lok Sabha", "INDLEG"),
        ("Xinhua", "CHNMED"),
        ("Gazprom", "MNCRUS"),
        ("BJP", "INDPTY"),
        ("Rohingya", "MMRMOS"),
        ("Hutus", "HUT"),
    ],
)
def test_a_key_name_is_known(table: ActorTable, name: str, code: str) -> None:
    assert code in [entity.code for entity in table.lookup(name, None)]


@pytest.mark.parametrize(
    ("entity", "name"),
    [("UNO", "Security Council"), ("EUR", "European Parliament"), ("IGO", "Council of Europe")],
)
def test_an_organ_belongs_to_its_organisation(table: ActorTable, entity: str, name: str) -> None:
    assert [found.country for found in table.lookup(name, None)] == [entity]


@pytest.mark.parametrize(
    ("capital", "government"),
    [
        ("Moscow", "RUSGOV"),
        ("Washington", "USAGOV"),
        ("Beijing", "CHNGOV"),
        ("London", "GBRGOV"),
        ("Paris", "FRAGOV"),
        ("Tehran", "IRNGOV"),
        ("Baghdad", "IRQGOV"),
        ("Kabul", "AFGGOV"),
        ("Kyiv", "UKRGOV"),
        ("Pyongyang", "PRKGOV"),
    ],
)
def test_a_capital_acts_as_its_government(rows: list[dict[str, str]], capital: str, government: str) -> None:
    cities = [row for row in rows if row["name"] == capital and row["kind"] == "city"]
    assert [row["acts_as"] for row in cities] == [government]


def test_nearly_every_sovereign_state_has_a_capital_that_acts(rows: list[dict[str, str]]) -> None:
    acting = {row["country"] for row in rows if row["acts_as"]}
    assert len(acting) > 180


@pytest.mark.parametrize("name", ["nice", "hit", "who", "beehive", "fed", "vox"])
def test_a_common_word_in_small_letters_is_nobody(table: ActorTable, name: str) -> None:
    assert table.lookup(name, None) == []


@pytest.mark.parametrize(
    ("code", "event"), [("191", "ASSAULT"), ("192", "ASSAULT"), ("035", "AGREE"), ("0354", "AGREE")]
)
def test_the_codebook_choices_hold(code: str, event: str) -> None:
    (row,) = [row for row in read("cameo.csv", CODEBOOK) if row["code"] == code]
    assert (row["plover"], row["mode"]) == (event, "")
