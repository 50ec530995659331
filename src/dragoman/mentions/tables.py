"""The actor tables of a language: who is who, from when to when, and under which code.

`ActorTable.read` gives one value that answers every question of the mentions step: the rows a name can mean,
the holder of an office on a day, the role that a noun gives.  docs/actors.md tells what the files hold.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from difflib import SequenceMatcher, get_close_matches
from functools import cached_property
from importlib.resources.abc import Traversable
from io import StringIO
from pathlib import Path
from typing import Any

from msgspec import Struct, ValidationError, convert

from dragoman.errors import LexiconError
from dragoman.mentions.words import fold_word, folded, singular
from dragoman.types import Entity

_ACTOR_COLUMNS = (
    "id",
    "name",
    "aliases",
    "demonyms",
    "code",
    "country",
    "sector",
    "kind",
    "acts_as",
    "start",
    "end",
    "office",
    "caseful",
    "source",
)
_KINDS = (
    "state",
    "igo",
    "group",
    "seat",
    "city",
    "region",
    "company",
    "media",
    "party",
    "agency",
    "ngo",
    "person",
    "ethnic",
    "religion",
)
_RANK = {kind: rank for rank, kind in enumerate(_KINDS)}
_ALWAYS = "9999-12-31"
TERMINAL = " "
CODE = re.compile("(?:[A-Z]{3})+")
PARTICLES = ("al", "el")


class ActorRow(Struct, frozen=True, gc=False):
    """One name-holder in one period, as a row of actors.csv gives it; its days are ISO text, which sorts."""

    id: str
    name: str
    aliases: str
    demonyms: str
    code: str
    country: str
    sector: str
    kind: str
    acts_as: str = ""
    start: str = ""
    end: str = ""
    office: str = ""
    caseful: str = ""
    source: str = ""

    def holds(self, day: str) -> bool:
        """Tell whether the row holds on `day` (ISO)."""
        return self.start <= day <= (self.end or _ALWAYS)


class RoleRow(Struct, frozen=True):
    """What a noun says about those it stands for: "police officer" COP, "rebel" REB."""

    noun: str
    code: str
    sector: str
    kind: str
    plural: str = ""
    note: str = ""


class TitleRow(Struct, frozen=True):
    """A word before a name, with the code and the office it gives."""

    title: str
    code: str
    office: str = ""


class ModifierRow(Struct, frozen=True):
    """A word before a noun that refines its code: "former", "opposition", "Shiite"."""

    word: str
    kind: str
    code: str
    note: str = ""


class OrganisationRow(Struct, frozen=True):
    """A word that makes a proper name the name of an organisation: "Ministry", "Corp"."""

    word: str
    code: str
    sector: str


class Pairs(Struct, frozen=True, forbid_unknown_fields=True):
    """Nouns that stand for a pair when "the two" or "both" is before them."""

    state: frozenset[str]
    person: frozenset[str]


class Gender(Struct, frozen=True, forbid_unknown_fields=True):
    """Titles and nouns that tell whether somebody is "he" or "she"."""

    he: frozenset[str]
    she: frozenset[str]


class MentionWords(Struct, frozen=True, forbid_unknown_fields=True):
    """The word lists of mentions.toml."""

    collectives: frozenset[str]
    speakers_for: frozenset[str]
    opposed: frozenset[str]
    foreign: frozenset[str]
    beside_office: frozenset[str]
    single_offices: frozenset[str]
    not_nationality: frozenset[str]
    leading: frozenset[str]
    prefixes: frozenset[str]
    nationality: frozenset[str]
    place_prepositions: frozenset[str]
    state_prepositions: frozenset[str]
    belonging_prepositions: frozenset[str]
    dwelling_prepositions: frozenset[str]
    place_verbs: frozenset[str]
    place_nouns: frozenset[str]
    not_names: frozenset[str]
    family_name_first: frozenset[str]
    common_surnames: frozenset[str]
    saying: frozenset[str]
    willing: frozenset[str]
    acting: frozenset[str]
    weather: frozenset[str]
    reporters: frozenset[str]
    with_country: dict[str, str]
    anaphors: dict[str, frozenset[str]]
    pairs: Pairs
    gender: Gender


class Meaning(Struct, frozen=True, gc=False):
    """One thing that a name in a text can mean: a row, by which of its forms."""

    row: ActorRow
    form: str
    demonym: bool = False


Node = dict[str, Any]


class ActorTable:
    """Everything the lexicon knows about actors, ready to be asked."""

    def __init__(
        self,
        rows: Sequence[ActorRow],
        roles: Iterable[RoleRow],
        titles: Iterable[TitleRow],
        modifiers: Iterable[ModifierRow],
        organisations: Iterable[OrganisationRow],
        words: MentionWords,
        given_names: dict[str, str],
    ) -> None:
        self.rows = rows
        self.words = words
        self.given_names = given_names
        self.titles = {row.title: row for row in titles}
        self.roles = {
            title.title: RoleRow(title.title, title.code, sector_of(title.code), "person")
            for title in self.titles.values()
            if title.code
        }
        self.roles.update({row.noun: row for row in roles})
        self.modifiers = {fold_word(row.word): row for row in modifiers}
        self.organisations = {row.word: row for row in organisations}
        self.compound_ends = frozenset(singular(noun.rsplit(" ", 1)[1]) for noun in self.roles if " " in noun)
        self.compound_ends |= frozenset(noun.rsplit(" ", 1)[1] for noun in self.roles if " " in noun)
        self.compound_ends |= frozenset(title.rsplit(" ", 1)[1] for title in self.titles if " " in title)

    @classmethod
    def read(cls, folder: Traversable, extra: Sequence[Path] = ()) -> ActorTable:
        """Return the tables in `folder` (lexicon/en), with the actors of the files in `extra` besides."""
        rows = list(_read_actors(folder.joinpath("actors.csv")))
        for path in extra:
            rows[:0] = _read_actors(path)
        return cls(
            rows,
            [
                RoleRow(*line)
                for line in _read_lines(
                    folder.joinpath("roles.csv"), ("noun", "code", "sector", "kind", "plural", "note")
                )
            ],
            [
                TitleRow(*line)
                for line in _read_lines(folder.joinpath("titles.csv"), ("title", "code", "office"))
            ],
            [
                ModifierRow(*line)
                for line in _read_lines(folder.joinpath("modifiers.csv"), ("word", "kind", "code", "note"))
            ],
            [
                OrganisationRow(*line)
                for line in _read_lines(folder.joinpath("organisations.csv"), ("word", "code", "sector"))
            ],
            _read_words(folder.joinpath("mentions.toml")),
            {
                line[0]: line[1]
                for line in _read_lines(folder.joinpath("given_names.csv"), ("name", "pronoun"))
            },
        )

    # Indexes, built when first asked for

    @cached_property
    def names(self) -> Names:
        """Every name, alias and demonym, word by word."""
        return Names(self.rows)

    @cached_property
    def surnames(self) -> dict[str, list[ActorRow]]:
        """Persons by their family name."""
        found: dict[str, list[ActorRow]] = {}
        for row in self.rows:
            if row.kind == "person":
                key = self.surname_of(row.name, row.country)
                found.setdefault(key, []).append(row)
                if key.startswith("al-"):
                    found.setdefault(key[3:], []).append(row)
        return found

    @cached_property
    def states(self) -> dict[str, ActorRow]:
        """The row of each state, by its three letters."""
        found: dict[str, ActorRow] = {}
        for row in self.rows:
            if row.kind == "state":
                found.setdefault(row.country, row)
        return found

    @cached_property
    def offices(self) -> dict[tuple[str, str], list[ActorRow]]:
        """The holders of each office of each country."""
        found: dict[tuple[str, str], list[ActorRow]] = {}
        for row in self.rows:
            if row.kind == "person" and row.office:
                found.setdefault((row.country, row.office), []).append(row)
        return found

    # Questions

    def surname_of(self, name: str, country: str = "") -> str:
        """Return the family name in `name`, folded; it stands first in some countries."""
        words = name.split()
        if len(words) > 1 and fold_word(words[-1]) in ("jr", "sr", "ii", "iii", "iv"):
            words.pop()
        if len(words) > 1 and words[-2].lower() in ("al", "el"):
            return f"al-{fold_word(words[-1])}"
        return fold_word(words[0] if country in self.words.family_name_first else words[-1])

    def holder(self, country: str, office: str, day: str) -> ActorRow | None:
        """Return who holds `office` in `country` on `day`, or last held it when `day` is empty."""
        if office not in self.words.single_offices:
            return None
        holders = self.offices.get((country, office), [])
        if not day:
            return max(holders, key=lambda row: (row.end or _ALWAYS, row.start), default=None)
        return max((row for row in holders if row.holds(day)), key=lambda row: row.start, default=None)

    def meanings(self, name: str) -> list[Meaning]:
        """Return all that `name`, as a whole, can mean on any day."""
        return [
            meaning for meaning in self.names.meanings(folded(name).split()) if is_written_as(name, meaning)
        ]

    def rows_for(self, name: str) -> list[ActorRow]:
        """Return every row that `name` can mean, whatever the day, the surname of a person included."""
        found = {meaning.row.id: meaning.row for meaning in self.meanings(_without_article(name))}
        if not found:
            found = {row.id: row for row in self.surnames.get(folded(name), [])}
        return list(found.values())

    def lookup(self, name: str, on: date | None) -> list[Entity]:
        """Return whom `name` means on a day; several entities when several are possible."""
        day = on.isoformat() if on else ""
        rows = self.rows_for(name)
        holding = [row for row in rows if row.holds(day)] if day else []
        persons = {row.name: row for row in rows if row.kind == "person"}
        found: list[Entity] = []
        for row in holding or [best_row(rows, day)] if rows else []:
            if row.kind != "person" or row.name in persons:
                found.append(entity_of(row, day))
        return list({(entity.name, entity.code): entity for entity in reversed(found)}.values())[::-1]

    def suggest(self, name: str, count: int = 5) -> list[str]:
        """Return the names in the table that are spelt most like `name`."""
        wanted = folded(_without_article(name))
        by_key: dict[str, str] = {}
        for row in self.rows:
            for form in (row.name, *_parts(row.aliases)):
                by_key.setdefault(folded(form), form)
        with_word = [key for key in by_key if wanted in key.split()]
        with_word.sort(key=lambda key: -SequenceMatcher(None, wanted, key).ratio())
        close = get_close_matches(wanted, by_key, n=count, cutoff=0.72)
        return [by_key[key] for key in dict.fromkeys(close + with_word)][:count]


def best_row(rows: Sequence[ActorRow], day: str) -> ActorRow:
    """Return the row that holds on `day`; the latest one when none does or the day is not known."""
    holding = [row for row in rows if row.holds(day)] if day else []
    return max(
        holding or rows,
        key=lambda row: (-_RANK.get(row.kind, len(_RANK)), row.end or _ALWAYS, row.start, bool(row.office)),
    )


def entity_of(row: ActorRow, day: str) -> Entity:
    """Return the entity of a row on `day`: of the elite of its country when a person's term is over."""
    if row.kind == "person" and (row.start or row.end):
        if not day:
            return Entity(
                row.name, row.code, row.country, row.sector, f"actors:{row.id}(no date: latest term)"
            )
        if not row.holds(day):
            return former(row)
    return Entity(row.name, row.code, row.country, row.sector, f"actors:{row.id}")


def former(row: ActorRow) -> Entity:
    """Return a person as one who no longer holds the office, or does not yet."""
    return Entity(row.name, f"{row.country}ELI", row.country, "ELI", f"actors:{row.id}(out of office)")


def is_written_as(text: str, meaning: Meaning) -> bool:
    """Tell whether `text` is written as the name must be: a short acronym in capitals, for one."""
    form = meaning.form
    if form.isupper() and (meaning.row.caseful == "1" or len(form.replace(".", "")) <= 3):
        return text.replace(".", "").upper() == text.replace(".", "") and not text.islower()
    if meaning.row.caseful == "1" and not text.isupper():
        return text[:1] == form[:1] or text[:1].isupper()
    return text != text.lower() or form == form.lower()


class Names:
    """All names of the table, one level of a tree for each word; a branch grows when its first word is met.

    A node is a dict from a word to the node below; the meanings of a name that ends there are at `TERMINAL`.
    """

    def __init__(self, rows: Iterable[ActorRow]) -> None:
        self._grown: dict[str, Node | None] = {}
        self._forms: dict[str, list[Meaning]] = {}
        for row in rows:
            self._note(row, row.name, demonym=False)
            if row.aliases:
                for form in row.aliases.split("|"):
                    self._note(row, form, demonym=False)
            if row.demonyms:
                for form in row.demonyms.split("|"):
                    self._note(row, form, demonym=True)

    def _note(self, row: ActorRow, form: str, *, demonym: bool) -> None:
        """Keep a name under its first word, in each way that the word can be written."""
        meaning = Meaning(row, form, demonym)
        first, _, rest = form.partition(" ")
        key = fold_word(first)
        self._forms.setdefault(key, []).append(meaning)
        if key in PARTICLES and rest:
            self._forms.setdefault("al-" + fold_word(rest.partition(" ")[0]), []).append(meaning)
        elif "-" in key and not key.startswith("al-"):
            self._forms.setdefault(key.partition("-")[0], []).append(meaning)

    def get(self, first: str) -> Node | None:
        """Return the node below a first word, `None` when no name begins with it."""
        node = self._grown.get(first)
        if node is None and first in self._forms:
            root: Node = {}
            for meaning in self._forms.pop(first):
                _plant(root, folded(meaning.form), meaning)
            node = self._grown[first] = root.get(first)
        return node

    def meanings(self, words: Sequence[str]) -> list[Meaning]:
        """Return what the name made of exactly these folded words can mean."""
        node = self.get(words[0]) if words else None
        for word in words[1:]:
            node = None if node is None else node.get(word)
        found: list[Meaning] = [] if node is None else node.get(TERMINAL, [])
        return found


def _plant(root: Node, key: str, meaning: Meaning) -> None:
    """Put a meaning under its name, and under the name with its parts written otherwise."""
    _plant_words(root, key.split(), meaning)
    if "-" in key:
        first, _, rest = key.partition(" ")
        if rest and "al-" in rest:
            _plant_words(root, [first, *rest.replace("al-", "").split()], meaning)
        elif "al-" not in key:
            _plant_words(root, key.replace("-", " ").split(), meaning)
    elif key.startswith(("al ", "el ")) or " al " in key or " el " in key:
        words = key.split()
        joined = [
            "al-" + word if at and words[at - 1] in PARTICLES else word
            for at, word in enumerate(words)
            if not (word in PARTICLES and at + 1 < len(words))
        ]
        _plant_words(root, joined, meaning)


def _plant_words(root: Node, words: list[str], meaning: Meaning) -> None:
    node = root
    for word in words:
        found = node.get(word)
        if found is None:
            found = node[word] = {}
        node = found
    if words:
        node.setdefault(TERMINAL, []).append(meaning)


def _parts(cell: str) -> list[str]:
    return cell.split("|") if cell else []


def _without_article(name: str) -> str:
    return name[4:] if name[:4] in ("the ", "The ") else name


def sector_of(code: str) -> str:
    """Return the PLOVER sector of a CAMEO role: the same but for media, health and kinds of rebels."""
    return {"MED": "JRN", "HLH": "MED", "INS": "REB", "SEP": "REB"}.get(code[-3:], code[-3:])


def _read_actors(path: Traversable | Path) -> Iterator[ActorRow]:
    kinds = frozenset(_KINDS)
    for number, line in enumerate(_read_lines(path, _ACTOR_COLUMNS), start=2):
        row = ActorRow(*line)
        if row.kind not in kinds:
            raise LexiconError(
                f'actor `{row.id}` has kind "{row.kind}"',
                where=f"{path}, line {number}",
                hint=f"use one of: {', '.join(sorted(kinds))}",
            )
        if not CODE.fullmatch(row.code):
            raise LexiconError(
                f'actor `{row.id}` has the code "{row.code}"',
                where=f"{path}, line {number}",
                hint="write a CAMEO code of three, six or more capital letters, as USA or USAGOV",
            )
        if not row.name:
            raise LexiconError(
                f"actor `{row.id}` has no name",
                where=f"{path}, line {number}",
                hint="fill in the column `name`",
            )
        if row.start or row.end:
            _check_days(row, path, number)
        yield row


def _check_days(row: ActorRow, path: Traversable | Path, number: int) -> None:
    for day in (row.start, row.end):
        if day:
            try:
                if len(day) != len("2015-05-21"):
                    raise ValueError
                date.fromisoformat(day)
            except ValueError:
                raise LexiconError(
                    f'actor `{row.id}` has the date "{day}"',
                    where=f"{path}, line {number}",
                    hint="write dates as 2015-05-21",
                ) from None
    if row.end and row.start > row.end:
        raise LexiconError(
            f"actor `{row.id}` ends ({row.end}) before it starts ({row.start})",
            where=f"{path}, line {number}",
            hint="swap the two dates?",
        )


def _read_lines(path: Traversable | Path, columns: tuple[str, ...]) -> Iterator[list[str]]:
    """Yield the cells of a CSV file in the order of `columns`, whatever their order in the file."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise LexiconError(
            "the table is not there", where=str(path), hint="put it back, or reinstall dragoman"
        ) from None
    except UnicodeDecodeError as error:
        raise LexiconError("the table is not UTF-8", where=str(path), hint="save it as UTF-8") from error
    reader = csv.reader(StringIO(text, newline=""))
    header = next(reader, [])
    missing = [column for column in columns if column not in header]
    if missing:
        raise LexiconError(
            f"the table lacks the column `{missing[0]}`",
            where=f"{path}, line 1",
            hint=f"the columns are: {','.join(columns)}",
        )
    order = [header.index(column) for column in columns]
    is_in_order = order == list(range(len(header)))
    for line in reader:
        if not line:
            continue
        if len(line) != len(header):
            raise LexiconError(
                f"the row has {len(line)} cells, the header {len(header)}",
                where=f"{path}, line {reader.line_num}",
                hint='put cells that contain a comma in quotation marks ("a, b")',
            )
        yield line if is_in_order else [line[at] for at in order]


def _read_words(path: Traversable) -> MentionWords:
    try:
        return convert(tomllib.loads(path.read_text(encoding="utf-8")), MentionWords)
    except FileNotFoundError:
        raise LexiconError(
            "the word lists are not there", where=str(path), hint="put the file back, or reinstall dragoman"
        ) from None
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise LexiconError(
            f"the word lists cannot be read: {error}",
            where=str(path),
            hint="compare with the shipped mentions.toml",
        ) from error
