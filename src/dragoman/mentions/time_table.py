"""The table of times of a language: its words, and the forms they stand in."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from datetime import date
from importlib.resources.abc import Traversable

from msgspec import Struct, ValidationError, convert

from dragoman.errors import LexiconError
from dragoman.mentions.time_days import Days
from dragoman.mentions.time_readers import READERS

FLAGS = re.IGNORECASE | re.ASCII
"""ASCII, because otherwise "ı" and "ſ" count as "i" and "s", and words are found that no table holds."""


class MonthWords(Struct, frozen=True, forbid_unknown_fields=True):
    """A month; `plain` when its words are never anything else and need no preposition."""

    number: int
    words: list[str]
    plain: bool = False


class WeekdayWords(Struct, frozen=True, forbid_unknown_fields=True):
    """A day of the week, Monday being 0."""

    number: int
    words: list[str]


class UnitWords(Struct, frozen=True, forbid_unknown_fields=True):
    """A unit of time."""

    name: str
    words: list[str]
    plurals: list[str] = []


class SeasonWords(Struct, frozen=True, forbid_unknown_fields=True):
    """A season: its first month and how many it has."""

    month: int
    months: int
    words: list[str]


class DayWords(Struct, frozen=True, forbid_unknown_fields=True):
    """Words for days counted from the day of publication."""

    first: int
    last: int
    words: list[str]


class FeastWords(Struct, frozen=True, forbid_unknown_fields=True):
    """A feast that keeps its date."""

    month: int
    day: int
    words: list[str]


class RelativeWords(Struct, frozen=True, forbid_unknown_fields=True):
    """Words that choose a period: -1 the last, 0 the present, 1 the next."""

    step: int
    words: list[str]


class HistoryWords(Struct, frozen=True, forbid_unknown_fields=True):
    """A war or an era that stands for its years."""

    start: date
    end: date
    words: list[str]


class PartWords(Struct, frozen=True, forbid_unknown_fields=True):
    """Words before a time that keep a part of it."""

    keep: str
    words: list[str]


class BoundWords(Struct, frozen=True, forbid_unknown_fields=True):
    """Words before a time that make it one end of a longer one."""

    side: str
    words: list[str]


class RangeWords(Struct, frozen=True, forbid_unknown_fields=True):
    """Words before and between two times that make one of them."""

    first: str
    joint: list[str]


class PlainWords(Struct, frozen=True, forbid_unknown_fields=True):
    """Words without a value."""

    words: list[str]


class Cues(Struct, frozen=True, forbid_unknown_fields=True):
    """Words that say whether a time is past or to come."""

    future: frozenset[str]
    past: frozenset[str]
    infinitive: frozenset[str]
    to: frozenset[str]
    perfect: frozenset[str]
    bygone: frozenset[str]
    timetable: frozenset[str]
    ahead: frozenset[str]
    possessive: frozenset[str]


class FormText(Struct, frozen=True, forbid_unknown_fields=True):
    """A form as it stands in the file."""

    id: str
    needs: frozenset[str]
    reads: str
    pattern: str
    holds: list[str] = []
    examples: list[list[str | list[str]]] = []


class TimesFile(Struct, frozen=True, forbid_unknown_fields=True):
    """The file times.toml."""

    month: list[MonthWords]
    weekday: list[WeekdayWords]
    unit: list[UnitWords]
    season: list[SeasonWords]
    dayword: list[DayWords]
    feast: list[FeastWords]
    rel: list[RelativeWords]
    number: dict[str, int]
    tens: dict[str, int]
    daypart: PlainWords
    history: list[HistoryWords]
    part: list[PartWords]
    bound: list[BoundWords]
    range: list[RangeWords]
    cues: Cues
    form: list[FormText]


class Form(Struct, frozen=True):
    """A way to say when: the words, and the function that reads them."""

    id: str
    needs: frozenset[str]
    holds: tuple[str, ...]
    reads: str
    pattern: re.Pattern[str]
    examples: tuple[tuple[str, tuple[Days, ...]], ...]


class TimeTable(Struct, frozen=True):
    """What is known of the words for times in one language.

    `kinds` says of a word in small letters which forms are worth trying when a sentence holds it.
    """

    kinds: Mapping[str, frozenset[str]]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    units: Mapping[str, str]
    seasons: Mapping[str, SeasonWords]
    daywords: Mapping[str, DayWords]
    feasts: Mapping[str, FeastWords]
    steps: Mapping[str, int]
    numbers: Mapping[str, int]
    histories: Mapping[str, HistoryWords]
    parts: Mapping[str, str]
    part_pattern: re.Pattern[str]
    bounds: Mapping[str, str]
    bound_pattern: re.Pattern[str]
    ranges: tuple[RangeWords, ...]
    cues: Cues
    forms: tuple[Form, ...]


def read_times(folder: Traversable) -> TimeTable:
    """Return the times of the language whose lexicon is in `folder`."""
    where = str(folder / "times.toml")
    try:
        file = convert(tomllib.loads((folder / "times.toml").read_text(encoding="utf-8")), TimesFile)
    except (tomllib.TOMLDecodeError, ValidationError) as error:
        raise LexiconError(f"the table of times cannot be read: {error}", where=where) from error
    numbers = _number_words(file)
    placeholders = _placeholders(file)
    parts = {word: entry.keep for entry in file.part for word in entry.words}
    bounds = {word: entry.side for entry in file.bound for word in entry.words}
    return TimeTable(
        kinds=_kinds(file),
        months={word.lower(): entry.number for entry in file.month for word in entry.words},
        weekdays={word.lower(): entry.number for entry in file.weekday for word in entry.words},
        units={word: entry.name for entry in file.unit for word in [*entry.words, *entry.plurals]},
        seasons={word: entry for entry in file.season for word in entry.words},
        daywords={word: entry for entry in file.dayword for word in entry.words},
        feasts={word.lower(): entry for entry in file.feast for word in entry.words},
        steps={word: entry.step for entry in file.rel for word in entry.words},
        numbers=numbers,
        histories={word.lower(): entry for entry in file.history for word in entry.words},
        parts=parts,
        part_pattern=_before(parts),
        bounds=bounds,
        bound_pattern=_before(bounds),
        ranges=tuple(file.range),
        cues=file.cues,
        forms=tuple(_form(text, placeholders, where) for text in file.form),
    )


def _number_words(file: TimesFile) -> dict[str, int]:
    numbers = {**file.number, **file.tens}
    for ten, value in file.tens.items():
        for one in _ones(file):
            numbers[f"{ten}-{one}"] = numbers[f"{ten} {one}"] = value + file.number[one]
    return numbers


def _ones(file: TimesFile) -> list[str]:
    """Return the words that can follow "twenty"."""
    return [
        word for word, value in file.number.items() if 0 < value < 10 and word.isalpha() and len(word) > 2
    ]


def _number_pattern(file: TimesFile) -> str:
    digits = r"(?<![\d.,])\d{1,3}(?!\d|[.,]\d)"
    tens = rf"\b{_choice(file.tens)}(?:[- ]{_choice(_ones(file))})?(?!\w)"
    return rf"(?:{digits}|{tens}|{_any_of(file.number)})"


def _placeholders(file: TimesFile) -> dict[str, str]:
    one_unit = [word for entry in file.unit for word in entry.words]
    plural_unit = [word for entry in file.unit for word in entry.plurals]
    words: dict[str, tuple[str, Iterable[str]]] = {
        "month": ("month", [word for entry in file.month for word in entry.words]),
        "plain_month": ("month", [word for entry in file.month if entry.plain for word in entry.words]),
        "weekday": ("weekday", [word for entry in file.weekday for word in entry.words]),
        "unit": ("unit", one_unit + plural_unit),
        "one_unit": ("unit", one_unit),
        "plural_unit": ("unit", plural_unit),
        "season": ("season", [word for entry in file.season for word in entry.words]),
        "feast": ("feast", [word for entry in file.feast for word in entry.words]),
        "dayword": ("dayword", [word for entry in file.dayword for word in entry.words]),
        "history": ("history", [word for entry in file.history for word in entry.words]),
        "rel": ("rel", [word for entry in file.rel for word in entry.words]),
        "daypart": ("daypart", file.daypart.words),
    }
    exact = {"month", "plain_month", "weekday", "history", "feast"}
    placeholders = {
        name: _group(group, ("(?-i:{})" if name in exact else "(?:{})").format(_any_of(choices)))
        for name, (group, choices) in words.items()
    }
    placeholders["number"] = _group("number", _number_pattern(file))
    placeholders["day"] = _group("day", r"(?<![\d.,$])(?:[12]\d|3[01]|0?[1-9])(?!\d)")
    placeholders["year"] = _group("year", r"(?<![\d$£€.,/])(?<!\d-)(?:1[4-9]|20)\d\d(?![\d%]|[,.]\d)")
    return placeholders


def _group(name: str, pattern: str) -> str:
    return f"(?P<{name}__#>{pattern})"


def _any_of(words: Iterable[str]) -> str:
    return rf"\b{_choice(words)}(?!\w)"


def _choice(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=len, reverse=True)
    return "(?:" + "|".join(re.escape(word) for word in longest_first) + ")"


def _before(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(
        rf"(?:^|(?<=[^\w-]))(?P<word>{_choice(words)})(?P<gap>[ -]?(?:the |this |on )?)$", FLAGS
    )


def _form(text: FormText, placeholders: Mapping[str, str], where: str) -> Form:
    """Return the form with its placeholders filled in; a group is numbered, as it may stand twice."""
    if text.reads not in READERS:
        hint = f"it can be one of {', '.join(sorted(READERS))}"
        raise LexiconError(f'form `{text.id}` reads "{text.reads}", which is unknown', where=where, hint=hint)
    filled = re.sub(r"\{([a-z_]+)\}", lambda match: placeholders.get(match[1], match[0]), text.pattern)
    parts = filled.split("__#>")
    numbered = "".join(f"{part}__{number}>" for number, part in enumerate(parts[:-1])) + parts[-1]
    try:
        pattern = re.compile(numbered, FLAGS)
    except re.error as error:
        raise LexiconError(f"form `{text.id}` is no regular expression: {error}", where=where) from error
    examples = tuple((str(example[0]), _example_days(example[1:])) for example in text.examples)
    return Form(
        text.id, text.needs, tuple(word.lower() for word in text.holds), text.reads, pattern, examples
    )


def _example_days(lists: Iterable[str | list[str]]) -> tuple[Days, ...]:
    return tuple(Days(*(date.fromisoformat(day) if day else None for day in days)) for days in lists if days)


def _kinds(file: TimesFile) -> dict[str, frozenset[str]]:
    kinds: dict[str, set[str]] = {}
    lists: list[tuple[str, Iterable[str]]] = [
        ("month", [word for entry in file.month for word in entry.words]),
        ("weekday", [word for entry in file.weekday for word in entry.words]),
        ("unit", [word for entry in file.unit for word in [*entry.words, *entry.plurals]]),
        ("season", [word for entry in file.season for word in entry.words]),
        ("dayword", [word for entry in file.dayword for word in entry.words]),
        ("feast", [word for entry in file.feast for word in entry.words]),
        ("history", [word for entry in file.history for word in entry.words]),
        ("daypart", file.daypart.words),
    ]
    for kind, choices in lists:
        for words in choices:
            telling = _telling_word(words)
            kinds.setdefault(telling, set()).add(kind)
            kinds.setdefault(telling.rstrip("."), set()).add(kind)
    return {word: frozenset(found) for word, found in kinds.items()}


def _telling_word(words: str) -> str:
    """Return the word by which to know that `words` may be there: the first name, else the last word."""
    pieces = [piece for piece in re.split(r"[ '’-]", words) if piece]
    return next((piece for piece in pieces if piece[0].isupper()), pieces[-1]).lower()
