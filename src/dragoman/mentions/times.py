"""Find the days that a sentence names, and tell which of them an act belongs to."""

from __future__ import annotations

import re
import tomllib
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from datetime import MAXYEAR, MINYEAR, date, timedelta
from importlib.resources.abc import Traversable
from itertools import pairwise
from typing import NamedTuple

from msgspec import Struct, ValidationError, convert

from dragoman.errors import LexiconError
from dragoman.types import Sentence, Span, Token, When

HISTORICAL_AFTER_YEARS = 5
"""What ended longer ago than this, counted from then, is background and not news."""

NEAREST_PAST_DAYS = 300
"""A date without a year is the last such day, unless that lies further back than this."""

CUE_TOKENS = 15
"""How far to look for the verb that says whether "Thursday" is past or to come."""

FLAGS = re.IGNORECASE | re.ASCII
"""ASCII, because otherwise "ı" and "ſ" count as "i" and "s", and words are found that no table holds."""

POSSESSIVE_TOKENS = 3
HOURS = frozenset({"minute", "hour"})
DAYS: Mapping[str, int] = {"day": 1, "weekend": 7, "week": 7, "fortnight": 14}
MONTHS: Mapping[str, int] = {"month": 1, "year": 12, "decade": 120, "century": 1200}
ATTRIBUTIVE = frozenset({"compound", "poss", "nummod", "amod", "nmod"})
SHARED_CLAUSE = frozenset({"conj", "xcomp", "dobj", "obj", "attr", "pobj", "prep", "pcomp", "prt"})
CLAUSE = frozenset({"ccomp", "relcl", "acl", "advcl", "csubj", "parataxis"})


# ---- the table ----


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


class Days(NamedTuple):
    """The first and the last day that words mean, `None` where nobody can tell."""

    start: date | None
    end: date | None


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


# ---- finding ----


class _Found(NamedTuple):
    """Words of a sentence that mean these days; `start` and `end` count characters of the sentence."""

    start: int
    end: int
    days: Days


def find_times(sentence: Sentence, published: date | None, table: TimeTable) -> list[When]:
    """Return the times that the words of `sentence` name, in their order.

    A time that cannot be told without the day of publication has no days and the basis "unknown".
    """
    kinds = _kinds_in(sentence, table)
    if not kinds:
        return []
    text = sentence.text.replace("\n", " ")
    found: list[_Found] = []
    for start, end, form, match in _longest_matches(text, kinds, table):
        reading = _Reading(
            said=_said(match),
            published=published,
            is_future=_is_future(sentence, _absolute(start, end, sentence), table.cues),
            anchor=next((one.days for one in reversed(found) if one.days.start), None),
            table=table,
        )
        days = _days(form, reading)
        if days is not None:
            seen_from = reading.anchor.end if reading.anchor and form.reads == "same" else published
            found.append(_with_part(_Found(start, end, days), text, seen_from, table))
    bounded = [_with_bound(one, text, sentence, published, table) for one in _merged(found, text, table)]
    return [_when(one, sentence) for one in bounded]


def _kinds_in(sentence: Sentence, table: TimeTable) -> set[str]:
    kinds: set[str] = set()
    known = table.kinds
    for token in sentence.tokens:
        word = token.text.lower()
        if word in known:
            kinds |= known[word]
        elif "-" in word:
            kinds.update(*(known.get(piece, ()) for piece in word.split("-")))
        if word[-1:].isdigit() or word[:1].isdigit() or word.endswith("0s"):
            if re.search(r"(?:1[4-9]|20)\d\d", word):
                kinds |= {"year", "decade"}
            elif word.endswith("0s"):
                kinds.add("decade")
    return kinds


def _longest_matches(
    text: str, kinds: set[str], table: TimeTable
) -> list[tuple[int, int, Form, re.Match[str]]]:
    """Return the matches that remain when the longer has taken its words from the shorter, in order."""
    matches: list[tuple[int, int, Form, re.Match[str]]] = []
    small = text.lower()
    for form in table.forms:
        if form.needs.isdisjoint(kinds) or (form.holds and not any(word in small for word in form.holds)):
            continue
        for match in form.pattern.finditer(text):
            start, end = _span_of_when(match)
            matches.append((start, end, form, match))
    matches.sort(key=lambda one: one[0] - one[1])
    chosen: list[tuple[int, int, Form, re.Match[str]]] = []
    for one in matches:
        if all(one[1] <= other[0] or other[1] <= one[0] for other in chosen):
            chosen.append(one)
    return sorted(chosen, key=lambda one: one[0])


def _span_of_when(match: re.Match[str]) -> tuple[int, int]:
    for name, value in match.groupdict().items():
        if value is not None and name.partition("__")[0] == "when":
            return match.span(name)
    return match.span()


def _said(match: re.Match[str]) -> dict[str, str]:
    """Return what stood in the groups of a form, by their names."""
    groups = match.groupdict().items()
    return {name.partition("__")[0]: value.lower() for name, value in groups if value is not None}


def _days(form: Form, reading: _Reading) -> Days | None:
    try:
        return READERS[form.reads](reading)
    except (ValueError, OverflowError):  # no such day, as the 31st of February
        return None


def _when(found: _Found, sentence: Sentence) -> When:
    known = found.days.start is not None or found.days.end is not None
    return When(
        start=found.days.start,
        end=found.days.end,
        text=sentence.text[found.start : found.end],
        span=_absolute(found.start, found.end, sentence),
        basis="text" if known else "unknown",
    )


# ---- words around a time ----


def _with_part(found: _Found, text: str, seen_from: date | None, table: TimeTable) -> _Found:
    """Return the part of a time that "early", "mid-", "late" before it leaves."""
    match = table.part_pattern.search(text, max(0, found.start - 24), found.start)
    if match is None:
        return found
    days = _part_of(found.days, table.parts[match["word"].lower()], seen_from)
    return _Found(match.start("word"), found.end, days)


def _part_of(days: Days, keep: str, seen_from: date | None) -> Days:
    start, end = days
    if start is None or end is None or start == end:
        return days
    if keep in {"until then", "from then"}:
        if seen_from is None or not start <= seen_from <= end:
            return days
        return Days(start, seen_from) if keep == "until then" else Days(seen_from, end)
    if end - start < timedelta(days=6):
        return days
    if start.day == 1 and end - start > timedelta(days=200):
        return _third_of_months(start, end, keep)
    third = round(((end - start).days + 1) / 3)
    if keep == "first third":
        return Days(start, start + timedelta(days=third - 1))
    if keep == "last third":
        return Days(end - timedelta(days=third - 1 + (end.day > 30)), end)
    return Days(start + timedelta(days=third), start + timedelta(days=2 * third - 1))


def _third_of_months(start: date, end: date, keep: str) -> Days:
    months = (end.year - start.year) * 12 + end.month - start.month + 1
    third = round(months / 3)
    first = {"first third": 0, "middle third": third, "last third": months - third}[keep]
    begin = _month_start(start, first)
    return Days(begin, _month_end(_month_start(begin, third - 1)))


def _merged(found: list[_Found], text: str, table: TimeTable) -> list[_Found]:
    """Return the times with "from May 3 to May 5" made one."""
    merged: list[_Found] = []
    for one in found:
        last = merged[-1] if merged else None
        if last is not None and _is_range(last, one, text, table):
            merged[-1] = _range(last, one)
        else:
            merged.append(one)
    return merged


def _is_range(first: _Found, second: _Found, text: str, table: TimeTable) -> bool:
    between = text[first.end : second.start].strip().lower()
    before = text[: first.start].rstrip().lower()
    if first.days.start is None or second.days.end is None:
        return False
    return any(
        between in words.joint and (not words.first or re.search(rf"\b{words.first}$", before) is not None)
        for words in table.ranges
    )


def _range(first: _Found, second: _Found) -> _Found:
    start, end = first.days.start, second.days.end
    if start is not None and end is not None and start > end:
        start = _in_year(start, end.year)
        if start > end:
            start = _in_year(start, end.year - 1)
    return _Found(first.start, second.end, Days(start, end))


def _with_bound(
    found: _Found, text: str, sentence: Sentence, published: date | None, table: TimeTable
) -> _Found:
    """Return the longer time of which "since", "until", "before" or "after" make this one an end."""
    match = table.bound_pattern.search(text, max(0, found.start - 16), found.start)
    start, end = found.days
    if match is None or start is None or end is None:
        return found
    side = table.bounds[match["word"].lower()]
    if side != "from" and _is_attributive(found, text, sentence, table.cues):
        return found
    try:
        return _Found(match.start("word"), found.end, _bounded(start, end, side, published))
    except OverflowError:  # a day beyond the calendar
        return found


def _bounded(start: date, end: date, side: str, published: date | None) -> Days:
    is_to_come = published is not None and end > published
    day = timedelta(days=1)
    if side == "from":
        return Days(start, None if published is None or start > published else published)
    if side == "after":
        return Days(end + day, None if published is None or end >= published else published)
    last = end if side == "to" else start - day
    return Days(published if is_to_come and published is not None and published <= last else None, last)


def _is_attributive(found: _Found, text: str, sentence: Sentence, cues: Cues) -> bool:
    """Tell whether a noun follows that the time belongs to ("Friday's vote", "the 2014 vote")."""
    if any(text.startswith(mark, found.end) for mark in cues.possessive):
        return True
    span = _absolute(found.start, found.end, sentence)
    return any(token.dep in ATTRIBUTIVE for token in _heads(_tokens_in(sentence, span)))


def _absolute(start: int, end: int, sentence: Sentence) -> Span:
    return Span(sentence.span.start + start, sentence.span.start + end)


# ---- past or to come ----


def _is_future(sentence: Sentence, time: Span, cues: Cues) -> bool:
    """Tell whether the words around a time say that it is still to come."""
    tokens = sentence.tokens
    first = next((token.index for token in tokens if token.end > time.start), len(tokens))
    after = next((token.index for token in tokens if token.start >= time.end), len(tokens))
    left = range(first - 1, max(-1, first - 1 - CUE_TOKENS), -1)
    is_possessive = after < len(tokens) and tokens[after].text in cues.possessive
    if is_possessive or any(token.dep in ATTRIBUTIVE for token in _heads(list(tokens[first:after]))):
        return any(tokens[index].text.lower() in cues.ahead for index in left[:POSSESSIVE_TOKENS])
    for side in (left, range(after, min(len(tokens), after + CUE_TOKENS))):
        for index in side:
            is_future = _says_future(sentence, index, cues)
            if is_future is not None:
                return is_future
    return False


def _says_future(sentence: Sentence, index: int, cues: Cues) -> bool | None:
    """Tell whether the token speaks of the future (`True`), of the past (`False`), or of neither."""
    tokens = sentence.tokens
    token = tokens[index]
    word = token.text.lower()
    following = tokens[index + 1].text.lower() if index + 1 < len(tokens) else ""
    if word in cues.future and not token.tag.startswith("NN"):
        is_bygone = any(before.text.lower() in cues.bygone for before in tokens[max(0, index - 2) : index])
        return following not in cues.perfect and not is_bygone
    if word in cues.infinitive:
        return True if following in cues.to else None
    if token.lemma in cues.timetable and token.tag in {"VBZ", "VBP"} and sentence.kind == "prose":
        return True
    if word in cues.to and sentence.kind == "title":
        return True
    if word in cues.past or token.tag == "VBD":
        return False
    return None


# ---- readers: from words to days ----


class _Reading(NamedTuple):
    """The words that a form matched, and what is needed to read them."""

    said: dict[str, str]
    published: date | None
    is_future: bool
    anchor: Days | None
    table: TimeTable

    @property
    def today(self) -> date:
        """Return the day of publication."""
        if self.published is None:
            raise _NoPublicationError
        return self.published

    @property
    def step(self) -> int | None:
        """Return which period "last", "this" and "next" choose."""
        return self.table.steps.get(self.said.get("rel", ""))

    @property
    def number(self) -> int:
        """Return the number that was said."""
        word = self.said.get("number", "1")
        return int(word) if word.isdigit() else self.table.numbers[word]

    @property
    def unit(self) -> str:
        """Return the unit that was said."""
        return self.table.units[self.said["unit"]]

    @property
    def year(self) -> int | None:
        """Return the year that was said."""
        return int(self.said["year"]) if "year" in self.said else None


class _NoPublicationError(Exception):
    """Only the day of publication could tell."""


def _read_skip(reading: _Reading) -> None:
    return None


def _read_weekday(reading: _Reading) -> Days:
    number = reading.table.weekdays[reading.said["weekday"]]
    today, step = reading.today, reading.step
    back = (today.weekday() - number) % 7
    if step == 0 and "coming" not in reading.said["rel"]:
        return _day(today + timedelta(days=number - today.weekday()))
    if step == -1:
        return _day(today - timedelta(days=back or 7))
    if step is not None or reading.is_future:
        return _day(today + timedelta(days=7 - back))
    return _day(today - timedelta(days=back))


def _read_weekday_of_week(reading: _Reading) -> Days:
    monday = reading.today - timedelta(days=reading.today.weekday())
    days = reading.table.weekdays[reading.said["weekday"]] + 7 * (reading.step or 0)
    return _day(monday + timedelta(days=days))


def _read_dayword(reading: _Reading) -> Days:
    entry = reading.table.daywords[reading.said["dayword"]]
    today = reading.today
    return Days(today + timedelta(days=entry.first), today + timedelta(days=entry.last))


def _read_date(reading: _Reading) -> Days:
    month, day = reading.table.months[reading.said["month"]], int(reading.said["day"])
    if reading.year is not None:
        return _day(date(reading.year, month, day))
    return _nearest(reading, lambda year: _day(date(year, month, day)))


def _read_days_of_month(reading: _Reading) -> Days:
    month = reading.table.months[reading.said["month"]]
    first, last = int(reading.said["day"]), int(reading.said["day2"])
    if last <= first:
        raise ValueError("the days do not go forward")
    if reading.year is not None:
        return Days(date(reading.year, month, first), date(reading.year, month, last))
    return _nearest(reading, lambda year: Days(date(year, month, first), date(year, month, last)))


def _read_iso(reading: _Reading) -> Days:
    return _day(date(reading.year or 0, int(reading.said["number_of_month"]), int(reading.said["day"])))


def _read_month(reading: _Reading) -> Days:
    month = reading.table.months[reading.said["month"]]
    if reading.year is not None:
        return _month(reading.year, month)
    return _of_year(reading, lambda year: _month(year, month))


def _read_month_of_year(reading: _Reading) -> Days:
    return _month(reading.today.year + (reading.step or 0), reading.table.months[reading.said["month"]])


def _read_season(reading: _Reading) -> Days:
    entry = reading.table.seasons[reading.said["season"]]

    def season(year: int) -> Days:
        start = date(year, entry.month, 1)
        return Days(start, _month_end(_month_start(start, entry.months - 1)))

    return season(reading.year) if reading.year is not None else _of_year(reading, season)


def _read_feast(reading: _Reading) -> Days:
    entry = reading.table.feasts[reading.said["feast"]]
    if reading.year is not None:
        return _day(date(reading.year, entry.month, entry.day))
    return _nearest(reading, lambda year: _day(date(year, entry.month, entry.day)))


def _read_year(reading: _Reading) -> Days:
    return _years(reading.year or 0, reading.year or 0)


def _read_years(reading: _Reading) -> Days:
    first, last = reading.said["year"], reading.said["year2"]
    end = int(last) if len(last) == 4 else int(first[:2] + last)
    if end <= int(first):
        raise ValueError("the years do not go forward")
    return _years(int(first), end)


def _read_decade(reading: _Reading) -> Days:
    said = reading.said["decade"]
    year = int(said) if len(said) == 4 else 1900 + int(said)
    return _years(year, year + (99 if year % 100 == 0 and year < 2000 else 9))


def _read_century(reading: _Reading) -> Days:
    number = int(reading.said["century"])
    return _years(100 * number - 99, 100 * number)


def _read_rel_period(reading: _Reading) -> Days | None:
    return _period(reading.today, reading.unit, reading.step or 0)


def _read_weekend(reading: _Reading) -> Days | None:
    monday_or_friday = reading.today.weekday() < 5
    step = 0 if reading.is_future or not monday_or_friday else -1
    return _period(reading.today, "weekend", step)


def _read_ago(reading: _Reading) -> Days | None:
    number, unit = reading.number, reading.unit
    if unit in HOURS:
        hours = number if unit == "hour" else 0
        first = reading.today - timedelta(days=-(-hours // 24))
        return Days(first, reading.today - timedelta(days=hours // 24))
    if unit == "day":
        return _day(_back(reading.today, number, unit))
    if unit in {"decade", "century"}:
        return _period(_back(reading.today, number, unit), "year", 0)
    return _period(_back(reading.today, number, unit), "week" if unit == "fortnight" else unit, 0)


def _read_long_ago(reading: _Reading) -> Days:
    return Days(None, _back(reading.today, reading.number, reading.unit))


def _read_window(reading: _Reading) -> Days:
    return Days(_back(reading.today, reading.number, reading.unit), reading.today)


def _read_coming_window(reading: _Reading) -> Days:
    return Days(reading.today, _back(reading.today, -reading.number, reading.unit))


def _read_earlier(reading: _Reading) -> Days | None:
    if reading.anchor is not None:
        return _moved(reading.anchor, -reading.number, reading.unit)
    return _read_before_something(reading)


def _read_before_something(reading: _Reading) -> Days | None:
    if reading.unit in HOURS or reading.is_future:
        return None
    return Days(None, _back(reading.today, reading.number, reading.unit))


def _read_later(reading: _Reading) -> Days | None:
    if reading.anchor is None:
        return _read_some_time(reading)
    start, end = _moved(reading.anchor, reading.number, reading.unit) or Days(None, None)
    if start is not None and end is not None and reading.published is not None and not reading.is_future:
        return Days(start, min(end, reading.published) if start <= reading.published else end)
    return Days(start, end)


def _read_following(reading: _Reading) -> Days | None:
    return _read_later(reading) if reading.anchor is None else _beside(reading.anchor, reading.unit, 1)


def _read_previous(reading: _Reading) -> Days | None:
    return _read_earlier(reading) if reading.anchor is None else _beside(reading.anchor, reading.unit, -1)


def _read_same(reading: _Reading) -> Days | None:
    unit = reading.unit if "unit" in reading.said else "day"
    if reading.anchor is None:
        return None if unit in HOURS else Days(None, reading.today)
    return _beside(reading.anchor, unit, 0)


def _read_some_time(reading: _Reading) -> Days | None:
    if reading.unit in HOURS or reading.is_future:
        return None
    return Days(None, reading.today)


def _read_history(reading: _Reading) -> Days:
    entry = reading.table.histories[reading.said["history"]]
    return Days(entry.start, entry.end)


def _or_unknown(read: Callable[[_Reading], Days | None]) -> Callable[[_Reading], Days | None]:
    """Return a reader that says "not known" where the day of publication is needed and missing."""

    def reader(reading: _Reading) -> Days | None:
        try:
            return read(reading)
        except _NoPublicationError:
            return Days(None, None)

    return reader


READERS: Mapping[str, Callable[[_Reading], Days | None]] = {
    "skip": _read_skip,
    "weekday": _or_unknown(_read_weekday),
    "weekday_of_week": _or_unknown(_read_weekday_of_week),
    "dayword": _or_unknown(_read_dayword),
    "date": _or_unknown(_read_date),
    "days_of_month": _or_unknown(_read_days_of_month),
    "iso": _read_iso,
    "month": _or_unknown(_read_month),
    "month_of_year": _or_unknown(_read_month_of_year),
    "season": _or_unknown(_read_season),
    "feast": _or_unknown(_read_feast),
    "year": _read_year,
    "years": _read_years,
    "decade": _read_decade,
    "century": _read_century,
    "rel_period": _or_unknown(_read_rel_period),
    "weekend": _or_unknown(_read_weekend),
    "ago": _or_unknown(_read_ago),
    "long_ago": _or_unknown(_read_long_ago),
    "window": _or_unknown(_read_window),
    "coming_window": _or_unknown(_read_coming_window),
    "earlier": _or_unknown(_read_earlier),
    "later": _or_unknown(_read_later),
    "before_something": _or_unknown(_read_before_something),
    "following": _or_unknown(_read_following),
    "previous": _or_unknown(_read_previous),
    "same": _or_unknown(_read_same),
    "some_time": _or_unknown(_read_some_time),
    "history": _read_history,
}


# ---- arithmetic ----


def _day(day: date) -> Days:
    return Days(day, day)


def _month(year: int, month: int) -> Days:
    return Days(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def _years(first: int, last: int) -> Days:
    return Days(date(first, 1, 1), date(last, 12, 31))


def _month_start(day: date, months: int) -> date:
    """Return the first day of the month that is `months` after the month of `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def _month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _in_year(day: date, year: int) -> date:
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


def _back(day: date, number: int, unit: str) -> date:
    """Return the day that is so many units before `day`."""
    if unit in HOURS:
        return day - timedelta(days=number // 24 if unit == "hour" else 0)
    if unit in DAYS:
        return day - timedelta(days=number * DAYS[unit])
    months = number * MONTHS[unit]
    start = _month_start(day, -months)
    return start.replace(day=min(day.day, monthrange(start.year, start.month)[1]))


def _period(day: date, unit: str, step: int) -> Days | None:
    """Return the week, month, year ... of `day`, or the one `step` after it."""
    monday = day - timedelta(days=day.weekday())
    if unit == "week":
        return Days(monday + timedelta(days=7 * step), monday + timedelta(days=7 * step + 6))
    if unit == "weekend":
        return Days(monday + timedelta(days=7 * step + 5), monday + timedelta(days=7 * step + 6))
    if unit == "month":
        start = _month_start(day, step)
        return _month(start.year, start.month)
    if unit in {"year", "decade", "century"}:
        size = {"year": 1, "decade": 10, "century": 100}[unit]
        offset = 1 if unit == "century" else 0
        first = (day.year - offset) // size * size + offset + step * size
        return _years(first, first + size - 1)
    return None


def _moved(days: Days, number: int, unit: str) -> Days | None:
    """Return the days that are so many units after one of `days`."""
    if days.start is None or days.end is None:
        return None
    start, end = _back(days.start, -number, unit), _back(days.end, -number, unit)
    if unit in HOURS and number > 0:
        end += timedelta(days=1)
    if unit in MONTHS and days.start.day == 1 and days.end == _month_end(days.end):
        end = _month_end(end)
    return Days(start, end)


def _beside(days: Days, unit: str, step: int) -> Days | None:
    """Return the day, week, year ... that is `step` after the one in which `days` begin."""
    if unit == "day":
        return days if step == 0 else _moved(days, step, unit)
    return None if days.start is None else _period(days.start, unit, step)


def _nearest(reading: _Reading, in_year: Callable[[int], Days]) -> Days:
    """Return the days of the year that the text most likely means when it names none."""
    today = reading.today
    candidates: list[Days] = []
    for year in range(max(MINYEAR, today.year - 5), min(MAXYEAR, today.year + 5) + 1):
        try:
            candidates.append(in_year(year))
        except ValueError:  # the 29th of February
            continue
    for past, coming in pairwise(candidates):
        if past.start is None or past.end is None or coming.start is None or coming.start <= today:
            continue
        if past.start <= today <= past.end:
            return past
        is_long_ago = today - past.end > timedelta(days=NEAREST_PAST_DAYS)
        return coming if reading.is_future or is_long_ago else past
    raise ValueError("no such day in these years")


def _of_year(reading: _Reading, in_year: Callable[[int], Days]) -> Days:
    """Return the month or season that "last", "this", "next" or nothing before it means."""
    today, step = reading.today, reading.step
    if step is None:
        return _nearest(reading, in_year)
    if step == 0:
        return in_year(today.year)
    this = in_year(today.year)
    if this.start is None or this.end is None:
        return this
    if step == -1:
        return this if this.end < today else in_year(today.year - 1)
    return this if this.start > today else in_year(today.year + 1)


# ---- which time an act belongs to ----


def event_time(times: list[When], action: Span, sentence: Sentence, published: date | None) -> When:
    """Return when the act at `action` happened.

    The tree decides: a time hangs on the act, or on a verb that shares its clause.  A sentence without such a
    time leaves the day of publication, and a report without that leaves nothing.
    """
    acting = _tokens_in(sentence, action)
    attached = [time for time in times if time.span is not None and _hangs_on(time.span, acting, sentence)]
    if attached:
        return min(attached, key=lambda time: _distance(time, action))
    if acting:
        clause = _clause_of(_heads(acting)[0], sentence)
        shared = [time for time in times if time.span is not None and _shares(time.span, clause, sentence)]
        if len(shared) == 1 or (shared and not _has_tree(sentence)):
            return min(shared, key=lambda time: _distance(time, action))
    if published is None:
        return When()
    return When(start=published, end=published, basis="publication")


def is_historical(when: When, published: date | None) -> bool:
    """Tell whether a time ended so long before publication that it can only be background."""
    if published is None or when.end is None or when.basis != "text":
        return False
    return when.end < _back(published, HISTORICAL_AFTER_YEARS, "year")


def _tokens_in(sentence: Sentence, span: Span) -> list[Token]:
    return [token for token in sentence.tokens if token.start < span.end and span.start < token.end]


def _heads(tokens: list[Token]) -> list[Token]:
    """Return the tokens that hang on none of the others."""
    inside = {token.index for token in tokens}
    return [token for token in tokens if token.head not in inside or token.head == token.index]


def _has_tree(sentence: Sentence) -> bool:
    return any(token.head != token.index for token in sentence.tokens)


def _distance(time: When, action: Span) -> int:
    if time.span is None:
        return 0
    return min(abs(time.span.start - action.end), abs(action.start - time.span.end))


def _is_verb(token: Token) -> bool:
    return token.tag.startswith(("VB", "MD"))


def _hangs_on(time: Span, acting: list[Token], sentence: Sentence) -> bool:
    """Tell whether the way up from the time meets the act before any other verb."""
    if not _has_tree(sentence):
        return False
    action = {token.index for token in acting}
    return any(_meets(token, action, sentence) for token in _heads(_tokens_in(sentence, time)))


def _meets(token: Token, action: set[int], sentence: Sentence) -> bool:
    for _ in sentence.tokens:
        is_attributive = token.dep in ATTRIBUTIVE
        token = sentence.tokens[token.head]
        if token.index in action:
            return True
        if is_attributive or _is_verb(token) or token.head == token.index:
            return False
    return False


def _clause_of(token: Token, sentence: Sentence) -> set[int]:
    """Return the verbs and nouns that a time may hang on and still speak of the act at `token`.

    From the act upwards through coordination, "to do", objects and a participle that tells the same moment
    ("fired, killing two"); a clause of its own ("said that ...", "who ...") ends the way.
    """
    clause = {token.index}
    for _ in sentence.tokens:
        if token.head == token.index or not _same_moment(token):
            return clause
        token = sentence.tokens[token.head]
        clause.add(token.index)
        if _is_verb(token) and token.dep not in {"conj", "xcomp"}:
            return clause
    return clause


def _same_moment(token: Token) -> bool:
    return token.dep in SHARED_CLAUSE or (token.dep == "advcl" and token.tag == "VBG")


def _shares(time: Span, clause: set[int], sentence: Sentence) -> bool:
    """Tell whether the verb that the time hangs on is of the clause, or coordinated with it."""
    if not _has_tree(sentence):
        return True
    for token in _heads(_tokens_in(sentence, time)):
        if token.dep in ATTRIBUTIVE and token.head not in clause:
            continue
        for _ in sentence.tokens:
            token = sentence.tokens[token.head]
            if token.index in clause:
                return True
            if token.dep in CLAUSE or token.head == token.index:
                break
            if _is_verb(token) and token.dep != "conj":
                break
    return False
