"""The people of the news have the code of the office they held on the day of the report."""

from __future__ import annotations

from datetime import date
from importlib.resources import files

import pytest

from dragoman.mentions.tables import ActorTable


@pytest.fixture(scope="module")
def table() -> ActorTable:
    return ActorTable.read(files("dragoman") / "lexicon" / "en")


def codes(table: ActorTable, name: str, day: str) -> set[str]:
    return {entity.code for entity in table.lookup(name, date.fromisoformat(day))}


@pytest.mark.parametrize(
    ("name", "day", "code"),
    [
        ("Vladimir Putin", "1999-10-01", "RUSGOV"),
        ("Vladimir Putin", "2010-03-29", "RUSGOV"),
        ("Vladimir Putin", "2022-02-24", "RUSGOV"),
        ("Dmitry Medvedev", "2009-07-01", "RUSGOV"),
        ("Dmitri Medvedev", "2015-05-21", "RUSGOV"),
        ("Sergei Lavrov", "2015-05-21", "RUSGOV"),
        ("Sergey Lavrov", "2023-01-10", "RUSGOV"),
        ("Barack Obama", "2015-05-21", "USAGOV"),
        ("Donald Trump", "2018-06-12", "USAGOV"),
        ("Donald J. Trump", "2025-03-01", "USAGOV"),
        ("Joe Biden", "2012-04-01", "USAGOV"),
        ("John Kerry", "2015-07-14", "USAGOV"),
        ("John Kerry", "2004-10-01", "USALEG"),
        ("Hillary Clinton", "2011-05-01", "USAGOV"),
        ("David Petraeus", "2007-09-10", "USAMIL"),
        ("Nancy Pelosi", "2022-08-02", "USALEG"),
        ("Xi Jinping", "2015-09-03", "CHNGOV"),
        ("Kim Jong Un", "2018-04-27", "PRKGOV"),
        ("Kim Jong-il", "2006-10-09", "PRKGOV"),
        ("Yoon Suk Yeol", "2024-12-03", "KORGOV"),
        ("Shinzo Abe", "2015-08-14", "JPNGOV"),
        ("Angela Merkel", "2015-09-04", "DEUGOV"),
        ("Emmanuel Macron", "2019-04-15", "FRAGOV"),
        ("Boris Johnson", "2020-03-23", "GBRGOV"),
        ("Keir Starmer", "2022-01-10", "GBROPP"),
        ("Tony Blair", "2003-03-20", "GBRGOV"),
        ("Petro Poroshenko", "2015-02-12", "UKRGOV"),
        ("Volodymyr Zelensky", "2022-03-01", "UKRGOV"),
        ("Viktor Yanukovych", "2014-01-16", "UKRGOV"),
        ("Alexander Lukashenko", "2020-08-09", "BLRGOV"),
        ("Recep Tayyip Erdogan", "2013-06-01", "TURGOV"),
        ("Recep Tayyip Erdoğan", "2016-07-16", "TURGOV"),
        ("Abdullah Ocalan", "2015-03-21", "TURREBKUR"),
        ("Haider al-Abadi", "2015-05-21", "IRQGOV"),
        ("Nouri al-Maliki", "2008-03-25", "IRQGOV"),
        ("Bashar al-Assad", "2015-05-21", "SYRGOV"),
        ("Ahmed al-Sharaa", "2025-05-14", "SYRGOV"),
        ("Abu Mohammed al-Golani", "2016-07-28", "SYRREB"),
        ("Hassan Rouhani", "2015-07-14", "IRNGOV"),
        ("Mohammad Javad Zarif", "2015-07-14", "IRNGOV"),
        ("Ayatollah Ali Khamenei", "2012-02-03", "IRNGOV"),
        ("Qassem Soleimani", "2019-12-31", "IRNMIL"),
        ("Benjamin Netanyahu", "2014-07-08", "ISRGOV"),
        ("Benjamin Netanyahu", "2022-03-01", "ISROPP"),
        ("Mahmoud Abbas", "2011-09-23", "PSEGOV"),
        ("Hassan Nasrallah", "2006-07-12", "LBNREBHEZ"),
        ("Yahya Sinwar", "2024-05-06", "PSEREBHMS"),
        ("Abdel Fattah el-Sisi", "2015-08-06", "EGYGOV"),
        ("Abdel-Fattah el-Sissi", "2019-02-01", "EGYGOV"),
        ("Mohamed Morsi", "2012-11-22", "EGYGOV"),
        ("Mohammed bin Salman", "2018-10-02", "SAUGOV"),
        ("Abed Rabbo Mansour Hadi", "2015-03-26", "YEMGOV"),
        ("Abdul-Malik al-Houthi", "2015-03-26", "YEMREB"),
        ("Moammar Gadhafi", "2011-02-22", "LBYGOV"),
        ("Khalifa Haftar", "2019-04-04", "LBYREB"),
        ("Omar al-Bashir", "2009-03-04", "SDNGOV"),
        ("Hemedti", "2023-05-01", "SDNREB"),
        ("Riek Machar", "2014-01-10", "SSDREB"),
        ("Riek Machar", "2012-01-10", "SSDGOV"),
        ("Abiy Ahmed", "2020-11-04", "ETHGOV"),
        ("Pierre Nkurunziza", "2015-05-13", "BDIGOV"),
        ("Muhammadu Buhari", "2015-06-14", "NGAGOV"),
        ("Robert Mugabe", "2008-06-27", "ZWEGOV"),
        ("Morgan Tsvangirai", "2008-06-22", "ZWEOPP"),
        ("Narendra Modi", "2015-05-14", "INDGOV"),
        ("Nawaz Sharif", "2015-05-21", "PAKGOV"),
        ("Imran Khan", "2019-02-27", "PAKGOV"),
        ("Imran Khan", "2014-08-14", "PAKOPP"),
        ("Mullah Omar", "2000-01-01", "AFGGOV"),
        ("Mullah Omar", "2005-01-01", "AFGREB"),
        ("Aung San Suu Kyi", "2007-09-27", "MMROPP"),
        ("Aung San Suu Kyi", "2017-09-19", "MMRGOV"),
        ("Min Aung Hlaing", "2021-03-27", "MMRGOV"),
        ("Rodrigo Duterte", "2016-10-20", "PHLGOV"),
        ("Hugo Chavez", "2006-09-20", "VENGOV"),
        ("Nicolás Maduro", "2014-02-12", "VENGOV"),
        ("Juan Guaido", "2019-01-23", "VENOPP"),
        ("Alexei Navalny", "2021-01-17", "RUSOPP"),
        ("Yevgeny Prigozhin", "2023-06-24", "RUSPRM"),
        ("Abu Bakr al-Baghdadi", "2014-07-04", "IMGMUSISI"),
        ("Osama bin Laden", "2001-09-11", "IMGMUSALQ"),
        ("Ban Ki-moon", "2015-05-21", "IGOUNO"),
        ("Ban Ki-moon", "2005-05-21", "KORGOV"),
        ("Staffan de Mistura", "2015-05-21", "IGOUNO"),
        ("Federica Mogherini", "2015-05-21", "IGOEUREEC"),
        ("Jens Stoltenberg", "2015-05-21", "IGOWSTNAT"),
        ("Jens Stoltenberg", "2011-07-22", "NORGOV"),
        ("Fatou Bensouda", "2015-05-21", "IGOJUDICC"),
    ],
)
def test_who_holds_an_office_acts_for_it(table: ActorTable, name: str, day: str, code: str) -> None:
    assert codes(table, name, day) == {code}


@pytest.mark.parametrize(
    ("name", "day", "code"),
    [
        ("Barack Obama", "2019-05-21", "USAELI"),
        ("George W. Bush", "2015-05-21", "USAELI"),
        ("Sergei Lavrov", "1992-01-01", "RUSELI"),
        ("Hosni Mubarak", "2015-05-09", "EGYELI"),
        ("Angela Merkel", "2023-01-01", "DEUELI"),
        ("Muammar Gaddafi", "2015-05-21", "LBYELI"),
        ("Hamid Karzai", "2016-01-01", "AFGELI"),
        ("Nelson Mandela", "2005-01-01", "ZAFELI"),
        ("Bashar al-Assad", "2025-01-10", "SYRELI"),
    ],
)
def test_who_is_out_of_office_is_of_the_elite(table: ActorTable, name: str, day: str, code: str) -> None:
    assert codes(table, name, day) == {code}


@pytest.mark.parametrize(
    ("country", "office", "day", "name"),
    [
        ("RUS", "head of state", "2010-01-01", "Dmitry Medvedev"),
        ("RUS", "head of government", "2010-01-01", "Vladimir Putin"),
        ("RUS", "foreign minister", "2015-05-21", "Sergei Lavrov"),
        ("USA", "foreign minister", "2015-05-21", "John Kerry"),
        ("USA", "defence minister", "2015-05-21", "Ash Carter"),
        ("IRN", "head of state", "2015-05-21", "Hassan Rouhani"),
        ("FRA", "head of government", "2015-05-21", "Manuel Valls"),
        ("SAU", "head of state", "2015-05-21", "King Salman"),
        ("ISR", "defence minister", "2023-10-08", "Yoav Gallant"),
        ("CHN", "foreign minister", "2023-05-01", "Qin Gang"),
        ("CHN", "foreign minister", "2024-05-01", "Wang Yi"),
        ("JPN", "head of government", "2025-11-01", "Sanae Takaichi"),
    ],
)
def test_an_office_has_its_holder(table: ActorTable, country: str, office: str, day: str, name: str) -> None:
    row = table.holder(country, office, day)
    assert row is not None and row.name == name


@pytest.mark.parametrize(
    "office", ["head of state", "head of government", "foreign minister", "defence minister"]
)
def test_no_two_people_hold_one_office_for_long(table: ActorTable, office: str) -> None:
    """But for councils of several heads, the terms of one office overlap by a few weeks at most."""
    councils = {"BIH", "KHM"}
    clashes = []
    for (country, held), rows in table.offices.items():
        if held != office or country in councils:
            continue
        terms = sorted((row for row in rows if row.start), key=lambda row: row.start)
        for at, one in enumerate(terms):
            for other in terms[at + 1 :]:
                last = min(one.end or "2026-05-01", other.end or "2026-05-01")
                if other.name != one.name and other.start < last:
                    days = (date.fromisoformat(last) - date.fromisoformat(other.start)).days
                    if days > 45:
                        clashes.append(f"{country} {one.name} / {other.name} {other.start}..{last}")
    assert not clashes
