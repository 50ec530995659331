"""Who is who on which day, and what the tables say when they are wrong."""

from __future__ import annotations

import shutil
import time
from datetime import date
from pathlib import Path

import pytest

from dragoman.errors import LexiconError
from dragoman.mentions.tables import ActorTable

HEADER = "id,name,aliases,demonyms,code,country,sector,kind,acts_as,start,end,office,caseful,source\n"


def codes(table: ActorTable, name: str, on: date | None) -> list[str]:
    return [entity.code for entity in table.lookup(name, on)]


def test_putin_was_prime_minister_in_2010(table: ActorTable) -> None:
    (entity,) = table.lookup("Vladimir Putin", date(2010, 1, 1))
    assert entity.basis == "actors:vladimir-putin.pm-2008"


def test_obama_is_of_the_elite_after_his_terms(table: ActorTable) -> None:
    assert codes(table, "Barack Obama", date(2019, 1, 1)) == ["USAELI"]


@pytest.mark.parametrize("name", ["the United Nations", "U.N.", "UN", "united nations"])
def test_a_name_is_found_in_its_spellings(table: ActorTable, name: str) -> None:
    assert codes(table, name, None) == ["IGOUNO"] or name == "united nations"


def test_who_in_small_letters_is_not_the_health_organisation(table: ActorTable) -> None:
    assert table.lookup("who", None) == []


def test_accents_do_not_matter(table: ActorTable) -> None:
    assert codes(table, "Recep Tayyip Erdogan", date(2020, 1, 1)) == ["TURGOV"]
    assert codes(table, "Francois Hollande", date(2015, 1, 1)) == ["FRAGOV"]


def test_a_family_name_finds_its_rows(table: ActorTable) -> None:
    assert {row.name for row in table.rows_for("Medvedev")} == {"Dmitry Medvedev"}
    assert {row.name for row in table.rows_for("Xi")} == {"Xi Jinping"}


def test_a_misspelt_name_gets_suggestions(table: ActorTable) -> None:
    assert table.lookup("Vladmir Putin", None) == []
    assert table.suggest("Vladmir Putin")[0] == "Vladimir Putin"
    assert "Islamic State" in table.suggest("Islamic Stat")


def test_files_of_the_user_come_first(small_lexicon: Path, tmp_path: Path) -> None:
    extra = tmp_path / "mine.csv"
    extra.write_text(HEADER + "tigers,Coral Tigers,Tigers,,XXXREB,,REB,group,,,,,,mine\n", encoding="utf-8")
    table = ActorTable.read(small_lexicon, extra=[extra])
    assert codes(table, "Coral Tigers", None) == ["XXXREB"]


def test_columns_may_stand_in_another_order(small_lexicon: Path, tmp_path: Path) -> None:
    extra = tmp_path / "mine.csv"
    columns = HEADER.strip().split(",")
    cells = dict.fromkeys(columns, "") | {
        "id": "tigers",
        "name": "Coral Tigers",
        "code": "XXXREB",
        "kind": "group",
    }
    lines = [",".join(reversed(columns)), ",".join(cells[column] for column in reversed(columns))]
    extra.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert codes(ActorTable.read(small_lexicon, extra=[extra]), "Coral Tigers", None) == ["XXXREB"]


WRONG = [
    ("id,name\nx,X\n", "lacks the column `aliases`", "line 1"),
    (HEADER + "x,X,,,USA\n", "5 cells", "line 2"),
    (HEADER + "x,X,,,USA,USA,,planet,,,,,,\n", 'kind "planet"', "line 2"),
    (HEADER + "x,,,,USA,USA,,state,,,,,,\n", "no name", "line 2"),
    (HEADER + "x,X,,,USA,USA,,person,,20.1.2009,,,,\n", "20.1.2009", "line 2"),
    (HEADER + "x,X,,,USA,USA,,person,,2017-01-20,2009-01-20,,,\n", "before it starts", "line 2"),
]


@pytest.mark.parametrize(("content", "message", "line"), WRONG)
def test_a_wrong_table_is_told_with_its_line_and_a_hint(
    small_lexicon: Path, tmp_path: Path, content: str, message: str, line: str
) -> None:
    wrong = tmp_path / "wrong.csv"
    wrong.write_text(content, encoding="utf-8")
    with pytest.raises(LexiconError) as caught:
        ActorTable.read(small_lexicon, extra=[wrong])
    assert message in caught.value.message
    assert str(wrong) in caught.value.where
    assert line in caught.value.where
    assert caught.value.hint


def test_a_missing_table_is_named(small_lexicon: Path, tmp_path: Path) -> None:
    folder = tmp_path / "en"
    shutil.copytree(small_lexicon, folder)
    (folder / "roles.csv").unlink()
    with pytest.raises(LexiconError, match="not there"):
        ActorTable.read(folder)


def test_wrong_word_lists_are_told(small_lexicon: Path, tmp_path: Path) -> None:
    folder = tmp_path / "en"
    shutil.copytree(small_lexicon, folder)
    (folder / "mentions.toml").write_text('collectives = "group"\n', encoding="utf-8")
    with pytest.raises(LexiconError, match="collectives"):
        ActorTable.read(folder)


def test_ten_thousand_rows_load_in_a_moment(small_lexicon: Path, tmp_path: Path) -> None:
    many = tmp_path / "many.csv"
    row = (
        "p{0},Somebody{0} Surname{0},Some{0} Surname{0},,USAGOV,USA,GOV,person,,2001-01-01,2005-01-01,,,own\n"
    )
    rows = [row.format(number) for number in range(10_000)]
    many.write_text(HEADER + "".join(rows), encoding="utf-8")
    start = time.process_time()
    table = ActorTable.read(small_lexicon, extra=[many])
    assert table.rows_for("Somebody77 Surname77")
    assert time.process_time() - start < 1.0
