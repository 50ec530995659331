"""Build dragoman's actor tables from facts and from the supplements in `scripts/actors/`.

    python scripts/build_actors.py FACTS SCHEMAS

FACTS is the folder with the Phoenix dictionaries, the CIA World Factbook extract and the country codes;
SCHEMAS the folder with the CAMEO and PLOVER codebooks.  Writes `lexicon/codebook/*.csv` and
`lexicon/en/{actors,roles,titles,modifiers}.csv`.  The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import csv
import difflib
import html
import json
import re
import unicodedata
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
SUPPLEMENTS = ROOT / "scripts" / "actors"
LEXICON = ROOT / "src" / "dragoman" / "lexicon"
EARLIEST = "1990-01-01"
PHOENIX_ENDS = "2014-12-31"
OFFICES = {
    "hs": "head of state",
    "hg": "head of government",
    "fm": "foreign minister",
    "dm": "defence minister",
}
OFFICE_SLUGS = {
    "head of state": "head",
    "head of government": "pm",
    "foreign minister": "fm",
    "defence minister": "dm",
}
TOP_ENTITIES = {"IGOUNO": "UNO", "IGOEUR": "EUR", "NGM": "ISM", "XFM": "NGO"}
ACRONYM = re.compile(r"(?=.*[A-Z])[A-Z0-9.&/\-]{1,8}")
ARABIC_ARTICLES = {"al", "el", "ul", "ad", "ed", "ud", "ar", "as", "ash", "at", "az", "an"}
SMALL_WORDS = {
    "de", "da", "do", "dos", "das", "del", "di", "du", "e", "y", "van", "von", "der", "den", "zu", "la",
    "le", "bin", "ibn", "bint", "ould", "ben", "al", "el", "and", "of", "the", "for", "in", "on", "to",
}  # fmt: skip
NUMERALS = {"II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIV", "XVI"}
NOT_PERSONS = {
    "MINISTRY", "PARTY", "GOVERNMENT", "ARMY", "FORCE", "FORCES", "MINISTER", "COUNCIL", "COMMITTEE",
    "UNION", "PRESIDENT", "POLICE", "NATIONAL", "FRONT", "COURT", "ASSEMBLY", "PARLIAMENT", "REPUBLIC",
    "STATE", "KING", "QUEEN", "CONGRESS", "SENATE", "OFFICE", "DEPARTMENT", "REGIME", "REBELS",
    "MOVEMENT", "COALITION", "LEAGUE", "ALLIANCE", "AUTHORITY", "MILITARY", "OPPOSITION", "COMMISSION",
    "BANK", "GUARD", "THE", "OF", "AND", "JUNTA", "TROOPS", "PROVINCE", "PRIME", "SECRETARY", "GENERAL",
    "EMBASSY", "FORMER", "VACANT", "MR", "MS", "MRS", "PM", "GOV", "DR", "HOUSE", "LEADER", "AIR", "NAVY",
    "DE_FACTO", "SPOKESMAN", "PEOPLE", "PEOPLES", "PEOPLE'S", "ADMINISTRATION", "ADMINISTRATOR", "JR",
    "SHEIKH", "COMMUNIST",
}  # fmt: skip
COLUMNS = (
    "id", "name", "aliases", "demonyms", "code", "country", "sector", "kind", "acts_as", "start", "end",
    "office", "caseful", "source",
)  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One name-holder in one period: a line of actors.csv before it has its id."""

    name: str
    code: str
    kind: str
    aliases: tuple[str, ...] = ()
    demonyms: str = ""
    country: str = ""
    sector: str = ""
    acts_as: str = ""
    start: str = ""
    end: str = ""
    office: str = ""
    caseful: str = ""
    source: str = "own"


def fold(text: str) -> str:
    """Return `text` without accents, in plain letters where there is a usual plain spelling."""
    text = text.translate(str.maketrans("ıøłđßæŁØĐ’‘ʿ", "ioldsaLOD'''"))
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def slug(text: str) -> str:
    """Return `text` as lower-case words joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text).lower()).strip("-")


def name_key(name: str) -> tuple[str, ...]:
    """Return the words by which two spellings of a person's name are compared."""
    words = re.split(r"[^a-z]+", fold(name).lower().replace("'", ""))
    return tuple(w for w in words if len(w) > 1 and w not in ARABIC_ARTICLES and w not in SMALL_WORDS)


def same_person(one: str, other: str) -> bool:
    """Tell whether two names of people of one country are likely spellings of one name."""
    a, b = name_key(one), name_key(other)
    if not a or not b:
        return False
    if set(a) <= set(b) or set(b) <= set(a):
        return (len(a) > 1 and len(b) > 1) or a == b
    first = difflib.SequenceMatcher(None, a[0], b[0]).ratio()
    last = difflib.SequenceMatcher(None, a[-1], b[-1]).ratio()
    return (first > 0.7 and last > 0.75) or difflib.SequenceMatcher(
        None, " ".join(a), " ".join(b)
    ).ratio() > 0.86


def read_supplement(name: str) -> list[dict[str, str]]:
    """Return the rows of a hand-written supplement, fields stripped; lines that begin with # are notes."""
    path = SUPPLEMENTS / name
    lines = [
        line for line in path.read_text("utf-8").splitlines() if line.strip() and not line.startswith("#")
    ]
    rows = []
    for row in csv.DictReader(lines):
        if None in row or None in row.values():
            raise SystemExit(f"{path}: wrong number of fields in {row}")
        rows.append({key: value.strip() for key, value in row.items()})
    return rows


def split(text: str) -> tuple[str, ...]:
    """Return the parts of a "|"-separated field."""
    return tuple(part.strip() for part in text.split("|") if part.strip())


def country_of(code: str) -> str:
    """Return the state or top-level entity that a CAMEO actor code names, empty for regions and roles."""
    for prefix, entity in TOP_ENTITIES.items():
        if code.startswith(prefix):
            return entity
    return code[:3]


# --- supplements ----------------------------------------------------------------------------------


def read_states() -> Iterator[Row]:
    """Return the states and the sub-national and world regions."""
    for line in read_supplement("states.csv"):
        yield Row(
            line["name"],
            line["code"],
            "state",
            split(line["aliases"]),
            line["demonyms"],
            country_of(line["code"]),
            line["sector"],
            start=line["start"],
            end=line["end"],
        )
    for line in read_supplement("regions.csv"):
        country = "" if line["world"] else country_of(line["code"])
        yield Row(
            line["name"],
            line["code"],
            "region",
            split(line["aliases"]),
            line["demonyms"],
            country,
            line["sector"],
            start=line["start"],
            end=line["end"],
        )


def read_cities() -> Iterator[Row]:
    """Return capitals, which act as their government, and other cities; "=" joins the spellings of one."""
    for line in read_supplement("cities.csv"):
        code = line["code"]
        for capital in split(line["capital"]):
            name, *aliases = capital.split("=")
            yield Row(name, code, "city", tuple(aliases), country=code[:3], acts_as=code[:3] + "GOV")
        for city in split(line["cities"]):
            name, *aliases = city.split("=")
            yield Row(name, code, "city", tuple(aliases), country=code[:3])


def read_seats() -> Iterator[Row]:
    """Return the places that always stand for an institution."""
    for line in read_supplement("seats.csv"):
        yield Row(
            line["name"],
            line["code"],
            "seat",
            split(line["aliases"]),
            country=country_of(line["code"]),
            sector=line["sector"],
            start=line["start"],
            end=line["end"],
        )


PERSON_SECTORS = {
    "ELI", "GOV", "MIL", "COP", "JUD", "LEG", "PTY", "REB", "SPY", "OPP", "PRM", "UAF", "AGR", "BUS", "CRM",
    "CVL", "EDU", "LAB", "REL",
}  # fmt: skip
MORE_SECTORS = {"MED": "JRN", "HLH": "MED", "INS": "REB", "SEP": "REB"}


def whole_day(text: str, *, last: bool) -> str:
    """Return a date of which only the month or the year is known as its first or last day."""
    if len(text) == 4:
        return text + ("-12-31" if last else "-01-01")
    if len(text) == 7:
        days = monthrange(int(text[:4]), int(text[5:]))[1]
        return f"{text}-{days if last else 1:02}"
    return date.fromisoformat(text).isoformat() if text else ""


def read_term(text: str, country: str) -> Row:
    """Return a nameless row for a term: "hs 2000-05-07..2008-05-07", "OPP opposition leader 2011-12..".

    The first word is an office (hs, hg, fm, dm), a role of an actor code ("MIL"), or a whole code ("IGOUNO").
    """
    what, *office, period = text.split()
    start, dots, end = period.partition("..")
    if not dots:
        raise SystemExit(f"{text!r} ({country}): write the period as FIRST..LAST")
    if what in OFFICES:  # noqa: SIM108
        code = country + "GOV"
    else:
        code = what if len(what) > 3 or what in {"IGO", "NGO"} else country + what
    roles = [code[at : at + 3] for at in range(3, len(code), 3)]
    sectors = [MORE_SECTORS.get(r, r) for r in roles if r in PERSON_SECTORS or r in MORE_SECTORS]
    if code.startswith("IGO"):
        sectors = ["GOV" if code.startswith("IGOEUR") else "JUD" if "JUD" in roles else ""]
    elif code.startswith("IMG"):
        sectors = ["REB"]
    return Row(
        "",
        code,
        "person",
        country=country_of(code),
        sector=sectors[0] if sectors else "",
        start=whole_day(start, last=False),
        end=whole_day(end, last=True),
        office=OFFICES.get(what, " ".join(office)),
    )


def read_leaders() -> Iterator[Row]:
    """Return the people whose terms of office we know ourselves, a row for each term."""
    terms: dict[tuple[str, str], dict[Row, None]] = {}
    aliases: dict[tuple[str, str], dict[str, None]] = {}
    for file in ("leaders.csv", "ministers.csv", "people.csv"):
        for line in read_supplement(file):
            person = line["country"], line["name"]
            aliases.setdefault(person, {}).update(dict.fromkeys(split(line["aliases"])))
            for text in split(line["terms"]):
                terms.setdefault(person, {})[read_term(text, line["country"])] = None
    for (country, name), rows in terms.items():
        for row in rows:
            if row.end and row.end < row.start:
                raise SystemExit(f"{name} ({country}): the term {row.start}..{row.end} ends before it starts")
            yield replace(row, name=name, aliases=tuple(aliases[country, name]))


def read_organisations() -> Iterator[Row]:
    """Return armed groups, international organisations, companies, media, parties, agencies and peoples.

    A name of several parts joined by "|" gives a row for each, "=" the spellings of one, as in cities.csv.
    """
    for file in (
        "groups.csv",
        "organisations.csv",
        "companies.csv",
        "media.csv",
        "parties.csv",
        "agencies.csv",
        "peoples.csv",
    ):
        for line in read_supplement(file):
            country = line["country"] if line["kind"] in {"ethnic", "religion"} else country_of(line["code"])
            for part in split(line["name"]):
                name, *spellings = part.split("=")
                yield Row(
                    name,
                    line["code"],
                    line["kind"],
                    (*spellings, *split(line["aliases"])),
                    country=country,
                    sector=line["sector"],
                    start=line["start"],
                    end=line["end"],
                )


# --- CIA World Factbook ---------------------------------------------------------------------------

FACTBOOK_NAME = re.compile(
    r"^(?:(?:Interim|Acting|Transitional|Transition|Caretaker|CNSP) )*"
    r"(President|Prime Minister|Premier|Chancellor|Taoiseach \(Prime Minister\)|Chief Executive)"
    r" (?:of the Swiss Confederation |of China )?(?:(?:Col\.|Gen\.|Capt\.|Dr\.|Sir|Ratu) )*"
    r"(?P<name>[^();,]+?)(?:, Jr\.)? \((?:since )?"
    r"(?P<day>\d{1,2})?\s?(?P<month>[A-Z][a-z]+) (?P<year>\d{4})\)"
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def case_factbook_name(text: str) -> tuple[str, tuple[str, ...]]:
    """Return a factbook name in proper case and its short form; capitals mark the surname there."""
    words = text.replace('"', "").split()
    surname = [w for w in words if len(w) > 1 and w.upper() == w and w not in NUMERALS]
    proper = [recase_word(w, first=i == 0) if w in surname else w for i, w in enumerate(words)]
    name = " ".join(proper)
    if not surname or len(words) < 3 or words[0] in surname:
        return name, ()
    last = words.index(surname[-1])
    family = " ".join(proper[words.index(surname[0]) : last + 1])
    short = f"{proper[0]} {family}"
    return name, (short,) if short != name and proper[0] != family else ()


def recase_word(word: str, *, first: bool) -> str:
    """Return one word of a name in capitals in proper case."""
    lower = word.lower()
    if not first and lower in SMALL_WORDS:
        return lower
    parts = [p[:1].upper() + p[1:] for p in lower.split("-")]
    if len(parts) > 1 and parts[0].lower() in ARABIC_ARTICLES:
        parts[0] = parts[0].lower()
    joined = "-".join(parts)
    joined = re.sub(r"^(O'|D')([a-z])", lambda m: m[1] + m[2].upper(), joined)
    return re.sub(r"^Mc([a-z]{3,})", lambda m: "Mc" + m[1].capitalize(), joined)


def read_factbook(facts: Path, countries: list[dict[str, str]]) -> Iterator[Row]:
    """Return the heads of state and of government whom the factbook names, from the day it gives."""
    by_fips = {row["fips"]: row["code"] for row in countries if row["fips"]}
    for entry in json.loads((facts / "factbook_government.json").read_text("utf-8")):
        code = by_fips.get(entry["code"].upper())
        if not code:
            continue
        for field, office in (("chief", "head of state"), ("head", "head of government")):
            if field == "head" and entry["head"] == entry["chief"]:
                continue
            match = FACTBOOK_NAME.match(html.unescape(entry[field] or ""))
            if not match:
                continue
            month = MONTHS.index(match["month"][:3].lower()) + 1
            start = date(int(match["year"]), month, int(match["day"] or 1)).isoformat()
            name, aliases = case_factbook_name(match["name"])
            if len(name.split()) > 1 and name[0].isupper():
                yield Row(
                    name,
                    code + "GOV",
                    "person",
                    aliases,
                    country=code,
                    sector="GOV",
                    start=start,
                    office=office,
                    source="factbook-2026",
                )


# --- Phoenix --------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Entry:
    """A block of a Phoenix dictionary: names for one actor, and its codes with their dates."""

    names: tuple[str, ...]
    codes: tuple[str, ...]


def read_phoenix(path: Path) -> Iterator[Entry]:
    """Return the blocks of a Phoenix actor dictionary."""
    names: list[str] = []
    codes: list[str] = []
    for line in path.read_text("utf-8", errors="replace").splitlines():
        text = line.split("#")[0]
        found = re.findall(r"\[([^\]]+)\]", text)
        name = text.split("[")[0].strip()
        if name and not name.startswith("+") and names and codes:
            yield Entry(tuple(names), tuple(codes))
            names, codes = [], []
        if name.startswith("+"):
            names.extend(part.strip("_ ") for part in name[1:].split("+"))
        elif name:
            names.append(name.strip("_ "))
        codes.extend(found)
    if names and codes:
        yield Entry(tuple(names), tuple(codes))


def phoenix_date(text: str) -> str:
    """Return a Phoenix date (yymmdd or yyyymmdd) as an ISO date, empty when it is none."""
    if len(text) == 6:
        text = ("20" if int(text[:2]) <= 15 else "19") + text
    try:
        return date(int(text[:4]), int(text[4:6]), int(text[6:8])).isoformat() if len(text) == 8 else ""
    except ValueError:
        return ""


def phoenix_period(code: str) -> tuple[str, str, str]:
    """Return the actor code, first and last day of a Phoenix code; no dates when they cannot be read."""
    match = re.fullmatch(r"([A-Z]{3,15})\s+(?:>(\d+)|(\d+)\s*-\s*(\d+))", code.strip())
    if not match:
        return "", "", ""
    if match[2]:
        return match[1], phoenix_date(match[2]), PHOENIX_ENDS
    return match[1], phoenix_date(match[3]), phoenix_date(match[4])


def case_phoenix_name(name: str, country: str) -> str:
    """Return a Phoenix name ("HAIDAR_AL_ABADI") in proper case ("Haidar al-Abadi")."""
    words = [w for w in re.split(r"[_\s]+", name) if w]
    out: list[str] = []
    prefix = ""
    for i, word in enumerate(words):
        lower = word.lower()
        if i and i + 1 < len(words) and lower in {"al", "el", "ul"} and country not in {"ESP", "MEX", "SLV"}:
            prefix = lower + "-"
            continue
        proper = word if word in NUMERALS else recase_word(word, first=i == 0)
        if country in {"KOR", "PRK", "TWN"} and "-" in proper:
            head, tail = proper.split("-", 1)
            proper = f"{head}-{tail.lower()}"
        out.append(prefix + proper)
        prefix = ""
    return " ".join(out)


def is_person_name(name: str) -> bool:
    """Tell whether a Phoenix name can be the full name of a person."""
    words = [w for w in re.split(r"[_\s]+", name) if w]
    plain = all(re.fullmatch(r"[A-Z][A-Z'\-]*\.?", w) for w in words)
    long_words = [w for w in words if len(w.strip(".'-")) > 2]
    return 2 <= len(words) <= 5 and plain and len(long_words) >= 2 and not NOT_PERSONS & set(words)


def merge_periods(periods: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the periods in order, those that touch or overlap joined."""
    merged: list[tuple[str, str]] = []
    for start, end in sorted(periods):
        if merged and date.fromisoformat(start) <= date.fromisoformat(merged[-1][1]) + timedelta(days=62):
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def phoenix_role(code: str) -> tuple[str, str]:
    """Return the role by which we keep a Phoenix code, and an office where it tells one."""
    roles = [code[i : i + 3] for i in range(3, len(code), 3)]
    if not roles or roles[0] not in {"GOV", "MIL", "JUD", "LEG", "OPP", "REB", "SPY"}:
        return "", ""
    return roles[0], "minister" if roles[0] == "GOV" and len(roles) > 1 else ""


def read_phoenix_people(facts: Path, countries: set[str], wide: set[str]) -> Iterator[Row]:
    """Return the dated people of the Phoenix country files.

    Heads of state and government (whom the file also dates as elites before they took office) are kept for
    all states, ministers only for the states in `wide` and when they served a year or more.
    """
    dropped = {line["name"] for line in read_supplement("phoenix_drop.csv")}
    for entry in read_phoenix(facts / "phoenix" / "Phoenix.Countries.actors.txt"):
        names = [n for n in entry.names if is_person_name(n)]
        if not names or names[0] in dropped:
            continue
        is_head = any("ELI" in code[3:6] for code in entry.codes)
        periods: dict[tuple[str, str, str], list[tuple[str, str]]] = {}
        for code in entry.codes:
            actor, start, end = phoenix_period(code)
            role, office = phoenix_role(actor)
            country = actor[:3]
            country = {"ROM": "ROU", "TMP": "TLS", "KSV": "KOS", "MTN": "MNE", "IMY": "IMN"}.get(
                country, country
            )
            if role and start and end and start < end and country in countries:
                periods.setdefault((country, role, office), []).append((start, end))
        for (country, role, office), dates in periods.items():
            if not is_head and country not in wide:
                continue
            aliases = tuple(case_phoenix_name(n, country) for n in names[1:])
            for start, end in merge_periods(dates):
                days = (date.fromisoformat(end) - date.fromisoformat(start)).days
                if end < EARLIEST or (days < 365 and not is_head):
                    continue
                yield Row(
                    case_phoenix_name(names[0], country),
                    country + role,
                    "person",
                    aliases,
                    country=country,
                    sector=role,
                    start=start,
                    end=end,
                    office=office
                    or ("leader" if is_head and role == "GOV" else "minister" if role == "GOV" else ""),
                    source="phoenix-2014",
                )


def case_group_name(name: str) -> str:
    """Return the name of a group in capitals in proper case."""
    words = [w for w in re.split(r"[_\s]+", name) if w]
    out = [
        w if re.fullmatch(r"[IVX]+|\d+\w*", w) else recase_word(w, first=i == 0) for i, w in enumerate(words)
    ]
    return " ".join(re.sub(r"\b(Ul|Al|El|E|I|O)-", lambda m: m[0].lower(), w) for w in out)


def read_phoenix_groups(facts: Path, countries: set[str]) -> Iterator[Row]:
    """Return the armed groups of Phoenix that have a country and a name of two words or more."""
    dropped = {line["name"] for line in read_supplement("phoenix_drop.csv")}
    for entry in read_phoenix(facts / "phoenix" / "Phoenix.MilNonState.actors.txt"):
        code = entry.codes[0].split()[0]
        if not re.fullmatch(r"[A-Z]{3}(REB|SEP|INS)", code) or code[:3] not in countries:
            continue
        full: list[str] = []
        short: list[str] = []
        for name in entry.names:
            short.extend(
                a for a in re.findall(r"\(([A-Z\-]{3,6})\)", name) if a not in {"THE", "NEW", *dropped}
            )
            plain = re.sub(r"_?\([^)]*\)?", "", name).strip("_ ")
            if re.fullmatch(r"[A-Z0-9'_\-/]+", plain) and len(plain.split("_")) >= 2 and plain not in dropped:
                full.append(case_group_name(plain))
        if full:
            aliases = tuple(dict.fromkeys((*full[1:], *short)))
            yield Row(
                full[0],
                code[:3] + "REB",
                "group",
                aliases,
                country=code[:3],
                sector="REB",
                source="phoenix-2014",
            )


# --- putting it together --------------------------------------------------------------------------


def without_repeats(rows: Iterable[Row]) -> list[Row]:
    """Return the rows, less the people and groups whom an earlier source already gives.

    Our own rows come first, then the factbook's, then those of Phoenix.  A person of Phoenix is left out
    with all periods when an earlier row of the country has the name, or one of ours for any country; one of
    the factbook also when we already hold the office's present term.
    """
    kept: list[Row] = []
    people: dict[str, list[Row]] = {}
    own_people: set[str] = set()
    spellings: set[str] = set()
    for row in rows:
        if row.kind == "person":
            known = people.setdefault(row.country, [])
            if row.source == "own":
                own_people |= {fold(n).lower() for n in (row.name, *row.aliases)}
            elif row.source == "factbook-2026":
                own = [k for k in known if k.source == "own"]
                office_held = any(k.office == row.office and not k.end for k in own)
                named = any(
                    (not k.end or k.office == row.office)
                    and any(same_person(n, row.name) for n in (k.name, *k.aliases))
                    for k in own
                )
                if office_held or named or own_people & {fold(n).lower() for n in (row.name, *row.aliases)}:
                    continue
            elif row.source == "phoenix-2014" and (
                fold(row.name).lower() in own_people
                or any(
                    k.source != row.source and any(same_person(n, row.name) for n in (k.name, *k.aliases))
                    for k in known
                )
            ):
                continue
            known.append(row)
        elif row.source == "phoenix-2014":
            if {fold(n).lower() for n in (row.name, *row.aliases)} & spellings:
                continue
        else:
            spellings |= {fold(n).lower() for n in (row.name, *row.aliases)}
        kept.append(row)
    return kept


VARIANTS = (
    (
        re.compile(r"\b(Mohammed|Mohammad|Muhammad|Mohamed|Mohamad)\b"),
        ("Mohammed", "Mohammad", "Muhammad", "Mohamed"),
    ),
    (re.compile(r"\b(Ahmed|Ahmad)\b"), ("Ahmed", "Ahmad")),
    (re.compile(r"\b(Hussein|Husayn|Hussain|Husain)\b"), ("Hussein", "Hussain")),
    (re.compile(r"\b(Abdul|Abdel)\b"), ("Abdul", "Abdel")),
)


def with_spellings(row: Row) -> Row:
    """Return the row with the plain-letter and usual other spellings of its names among the aliases."""
    names = [row.name, *row.aliases]
    if row.kind == "person":
        for pattern, variants in VARIANTS:
            names.extend(pattern.sub(v, n) for n in tuple(names) if pattern.search(n) for v in variants)
    names.extend(fold(n) for n in tuple(names))
    aliases = [n for n in dict.fromkeys(names) if n != row.name and len(n) > 1]
    if row.kind == "person":
        aliases = [a for a in aliases if len(a.split()) > 1 or "-" in a or row.source == "own"][:14]
    return replace(row, aliases=tuple(aliases))


def case_apart(row: Row) -> Iterator[Row]:
    """Return the row, and one of the same name for its acronyms, which hold only in their exact case.

    A name or alias that ends in "!" in a supplement is put there too.
    """
    careful = tuple(a.rstrip("!") for a in row.aliases if a.endswith("!") or ACRONYM.fullmatch(a))
    plain = tuple(a for a in row.aliases if not (a.endswith("!") or ACRONYM.fullmatch(a)))
    if row.name.endswith("!") or ACRONYM.fullmatch(row.name):
        yield replace(row, name=row.name.rstrip("!"), aliases=(*plain, *careful), caseful="1")
        return
    yield replace(row, aliases=plain)
    if careful:
        yield replace(row, aliases=careful, demonyms="", caseful="1")


def with_ids(rows: Iterable[Row]) -> Iterator[tuple[str, Row]]:
    """Return each row with a stable id: name, for people office and first year, and a number if need be."""
    used: Counter[str] = Counter()
    for row in rows:
        base = slug(row.name)
        if row.kind == "person":
            office = OFFICE_SLUGS.get(row.office) or slug(row.office)[:24] or row.sector.lower()
            base = f"{base}.{office}" + (f"-{row.start[:4]}" if row.start else "")
        elif row.kind in {"city", "party", "agency", "group", "media"} and row.country:
            base = f"{base}.{row.country.lower()}"
        if row.caseful:
            base = f"{base}.caseful"
        used[base] += 1
        yield (base if used[base] == 1 else f"{base}.{used[base]}"), row


def write_table(path: Path, columns: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Write a UTF-8 CSV with Unix line ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def write_roles(folder: Path) -> None:
    """Write roles, titles and modifiers: the supplements with one word to a line."""
    roles: dict[str, list[str]] = {}
    for line in read_supplement("roles.csv"):
        for noun in split(line["nouns"]):
            if noun in roles:
                print(f"roles.csv: {noun!r} stands twice; the first counts")
            roles.setdefault(
                noun, [noun, line["code"], line["sector"], line["kind"], line["plural"], line["note"]]
            )
    write_table(
        folder / "roles.csv", ("noun", "code", "sector", "kind", "plural", "note"), sorted(roles.values())
    )
    titles = {
        t: [t, line["code"], line["office"]]
        for line in read_supplement("titles.csv")
        for t in split(line["titles"])
    }
    write_table(folder / "titles.csv", ("title", "code", "office"), sorted(titles.values()))
    modifiers = {
        w: [w, line["kind"], line["code"], line["note"]]
        for line in read_supplement("modifiers.csv")
        for w in split(line["words"])
    }
    write_table(folder / "modifiers.csv", ("word", "kind", "code", "note"), sorted(modifiers.values()))


def read_schema(path: Path) -> list[dict[str, str]]:
    """Return a codebook table, every field as text."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [dict(row) for row in csv.DictReader(file)]


CONTEXT_CLEANING = str.maketrans({";": "|"})


def write_codebook(schemas: Path, folder: Path) -> list[dict[str, str]]:
    """Write the codebook tables that the program needs, and return its countries (with their FIPS code)."""
    choices = {line["code"]: line for line in read_supplement("codebook_choices.csv")}
    codes = []
    for row in read_schema(schemas / "cameo_codes.csv"):
        if choice := choices.pop(row["code"], None):
            row |= {"plover": choice["plover"], "plover_mode": choice["mode"]}
        name = row["name"].replace(", not specified below", "").strip()
        name = name[:1].upper() + name[1:].lower() if name.isupper() else name
        codes.append(
            (
                row["code"],
                name,
                row["goldstein"],
                row["quadclass"],
                row["plover"],
                row["plover_mode"],
                # "humanitarian" is of 2021; PLOVER v2 has "human_security" in its place.
                row["plover_context"].translate(CONTEXT_CLEANING).replace("humanitarian", "human_security"),
            )
        )
    if choices:
        raise SystemExit(
            f"codebook_choices.csv: no CAMEO code {', '.join(choices)}; correct or remove the line"
        )
    columns = ("code", "name", "goldstein", "quad_gdelt", "plover", "mode", "context")
    write_table(folder / "cameo.csv", columns, codes)
    for name, wanted in (
        (
            "plover_events.csv",
            ("event", "quadclass", "quadclass_name", "requires_recipient", "score_v2", "gloss"),
        ),
        ("plover_modes.csv", ("event", "mode", "score_v2", "gloss")),
        ("plover_contexts.csv", ("context", "gloss")),
        ("plover_sectors.csv", ("sector", "gloss")),
    ):
        rows = read_schema(schemas / name)
        write_table(
            folder / name, (w.removesuffix("_v2") for w in wanted), ([row[w] for w in wanted] for row in rows)
        )
    outdated = {"ROM", "TMP", "MTN", "IMY", "KSV", "XKX", "BYS", "ZAR"}
    names = {
        "COL": "Colombia",
        "COG": "Republic of the Congo",
        "HKG": "Hong Kong",
        "KOS": "Kosovo",
        "MKD": "North Macedonia",
        "SWZ": "Eswatini",
        "CZE": "Czechia",
        "CPV": "Cape Verde",
        "TUR": "Turkey",
        "PSE": "Palestine",
        "BRN": "Brunei",
        "ALA": "Åland Islands",
        "BLM": "Saint Barthélemy",
        "CUW": "Curaçao",
        "FRO": "Faroe Islands",
        "KNA": "Saint Kitts and Nevis",
        "REU": "Réunion",
        "MAC": "Macau",
        "TLS": "Timor-Leste",
    }
    countries = [
        {
            "code": row["cameo_code"],
            "name": names.get(row["cameo_code"], row["name"]),
            "iso3": row["iso3"],
            "iso2": row["iso2"],
            "fips": row["fips_10_4"],
        }
        for row in read_schema(schemas / "cameo_countries.csv")
        if row["cameo_code"] not in outdated
    ]
    columns = ("code", "name", "iso3", "iso2")
    write_table(folder / "countries.csv", columns, ([row[c] for c in columns] for row in countries))
    return countries


def build(facts: Path, schemas: Path) -> None:
    """Write every table, and say how many rows of each kind and source actors.csv has."""
    countries = write_codebook(schemas, LEXICON / "codebook")
    codes = {row["code"] for row in countries}
    write_roles(LEXICON / "en")
    wide = {line["code"] for line in read_supplement("wide.csv")}
    rows: list[Row] = []
    for source in (
        read_states(),
        read_cities(),
        read_seats(),
        read_leaders(),
        read_organisations(),
        read_factbook(facts, countries),
        read_phoenix_people(facts, codes, wide),
        read_phoenix_groups(facts, codes),
    ):
        rows.extend(source)
    rows = [part for row in without_repeats(rows) for part in case_apart(with_spellings(row))]
    table = [
        [
            id_,
            row.name,
            "|".join(row.aliases),
            row.demonyms,
            row.code,
            row.country,
            row.sector,
            row.kind,
            row.acts_as,
            row.start,
            row.end,
            row.office,
            row.caseful,
            row.source,
        ]
        for id_, row in with_ids(rows)
    ]
    write_table(LEXICON / "en" / "actors.csv", COLUMNS, table)
    for column in ("kind", "source"):
        counts = Counter(line[COLUMNS.index(column)] for line in table)
        print(f"{column}: " + ", ".join(f"{key} {n}" for key, n in sorted(counts.items())))
    print(f"{len(table)} rows, {(LEXICON / 'en' / 'actors.csv').stat().st_size // 1024} KiB")


def main() -> None:
    """Read the two folders from the command line and build."""
    parser = argparse.ArgumentParser(description="Build dragoman's actor tables.")
    parser.add_argument("facts", type=Path)
    parser.add_argument("schemas", type=Path)
    arguments = parser.parse_args()
    build(arguments.facts, arguments.schemas)


if __name__ == "__main__":
    main()
