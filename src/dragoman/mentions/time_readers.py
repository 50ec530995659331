"""From the words of a time to the days they mean: one reader for each way to say when."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import MAXYEAR, MINYEAR, date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from dragoman.mentions.time_days import (
    HOURS,
    Days,
    back,
    beside,
    day_of,
    month_end,
    month_of,
    month_start,
    moved,
    period,
    years_of,
)

if TYPE_CHECKING:
    from dragoman.mentions.time_table import TimeTable

NEAREST_PAST_DAYS = 300
"""A date without a year is the last such day, unless that lies further back than this."""


class Reading(NamedTuple):
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


def _read_skip(reading: Reading) -> None:
    return None


def _read_weekday(reading: Reading) -> Days:
    number = reading.table.weekdays[reading.said["weekday"]]
    today, step = reading.today, reading.step
    back = (today.weekday() - number) % 7
    if step == 0 and "coming" not in reading.said["rel"]:
        return day_of(today + timedelta(days=number - today.weekday()))
    if step == -1:
        return day_of(today - timedelta(days=back or 7))
    if step is not None or reading.is_future:
        return day_of(today + timedelta(days=7 - back))
    return day_of(today - timedelta(days=back))


def _read_weekday_of_week(reading: Reading) -> Days:
    monday = reading.today - timedelta(days=reading.today.weekday())
    days = reading.table.weekdays[reading.said["weekday"]] + 7 * (reading.step or 0)
    return day_of(monday + timedelta(days=days))


def _read_dayword(reading: Reading) -> Days:
    entry = reading.table.daywords[reading.said["dayword"]]
    today = reading.today
    return Days(today + timedelta(days=entry.first), today + timedelta(days=entry.last))


def _read_date(reading: Reading) -> Days:
    month, day = reading.table.months[reading.said["month"]], int(reading.said["day"])
    if reading.year is not None:
        return day_of(date(reading.year, month, day))
    return _nearest(reading, lambda year: day_of(date(year, month, day)))


def _read_days_of_month(reading: Reading) -> Days:
    month = reading.table.months[reading.said["month"]]
    first, last = int(reading.said["day"]), int(reading.said["day2"])
    if last <= first:
        raise ValueError("the days do not go forward")
    if reading.year is not None:
        return Days(date(reading.year, month, first), date(reading.year, month, last))
    return _nearest(reading, lambda year: Days(date(year, month, first), date(year, month, last)))


def _read_iso(reading: Reading) -> Days:
    return day_of(date(reading.year or 0, int(reading.said["number_of_month"]), int(reading.said["day"])))


def _read_month(reading: Reading) -> Days:
    month = reading.table.months[reading.said["month"]]
    if reading.year is not None:
        return month_of(reading.year, month)
    return _of_year(reading, lambda year: month_of(year, month))


def _read_month_of_year(reading: Reading) -> Days:
    return month_of(reading.today.year + (reading.step or 0), reading.table.months[reading.said["month"]])


def _read_season(reading: Reading) -> Days:
    entry = reading.table.seasons[reading.said["season"]]

    def season(year: int) -> Days:
        start = date(year, entry.month, 1)
        return Days(start, month_end(month_start(start, entry.months - 1)))

    return season(reading.year) if reading.year is not None else _of_year(reading, season)


def _read_feast(reading: Reading) -> Days:
    entry = reading.table.feasts[reading.said["feast"]]
    if reading.year is not None:
        return day_of(date(reading.year, entry.month, entry.day))
    return _nearest(reading, lambda year: day_of(date(year, entry.month, entry.day)))


def _read_year(reading: Reading) -> Days:
    return years_of(reading.year or 0, reading.year or 0)


def _read_years(reading: Reading) -> Days:
    first, last = reading.said["year"], reading.said["year2"]
    end = int(last) if len(last) == 4 else int(first[:2] + last)
    if end <= int(first):
        raise ValueError("the years do not go forward")
    return years_of(int(first), end)


def _read_decade(reading: Reading) -> Days:
    said = reading.said["decade"]
    year = int(said) if len(said) == 4 else 1900 + int(said)
    return years_of(year, year + (99 if year % 100 == 0 and year < 2000 else 9))


def _read_century(reading: Reading) -> Days:
    number = int(reading.said["century"])
    return years_of(100 * number - 99, 100 * number)


def _read_rel_period(reading: Reading) -> Days | None:
    return period(reading.today, reading.unit, reading.step or 0)


def _read_weekend(reading: Reading) -> Days | None:
    monday_or_friday = reading.today.weekday() < 5
    step = 0 if reading.is_future or not monday_or_friday else -1
    return period(reading.today, "weekend", step)


def _read_ago(reading: Reading) -> Days | None:
    number, unit = reading.number, reading.unit
    if unit in HOURS:
        hours = number if unit == "hour" else 0
        first = reading.today - timedelta(days=-(-hours // 24))
        return Days(first, reading.today - timedelta(days=hours // 24))
    if unit == "day":
        return day_of(back(reading.today, number, unit))
    if unit in {"decade", "century"}:
        return period(back(reading.today, number, unit), "year", 0)
    return period(back(reading.today, number, unit), "week" if unit == "fortnight" else unit, 0)


def _read_long_ago(reading: Reading) -> Days:
    return Days(None, back(reading.today, reading.number, reading.unit))


def _read_window(reading: Reading) -> Days:
    return Days(back(reading.today, reading.number, reading.unit), reading.today)


def _read_coming_window(reading: Reading) -> Days:
    return Days(reading.today, back(reading.today, -reading.number, reading.unit))


def _read_earlier(reading: Reading) -> Days | None:
    if reading.anchor is not None:
        return moved(reading.anchor, -reading.number, reading.unit)
    return _read_before_something(reading)


def _read_before_something(reading: Reading) -> Days | None:
    if reading.unit in HOURS or reading.is_future:
        return None
    return Days(None, back(reading.today, reading.number, reading.unit))


def _read_later(reading: Reading) -> Days | None:
    if reading.anchor is None:
        return _read_some_time(reading)
    start, end = moved(reading.anchor, reading.number, reading.unit) or Days(None, None)
    if start is not None and end is not None and reading.published is not None and not reading.is_future:
        return Days(start, min(end, reading.published) if start <= reading.published else end)
    return Days(start, end)


def _read_following(reading: Reading) -> Days | None:
    return _read_later(reading) if reading.anchor is None else beside(reading.anchor, reading.unit, 1)


def _read_previous(reading: Reading) -> Days | None:
    return _read_earlier(reading) if reading.anchor is None else beside(reading.anchor, reading.unit, -1)


def _read_same(reading: Reading) -> Days | None:
    unit = reading.unit if "unit" in reading.said else "day"
    if reading.anchor is None:
        return None if unit in HOURS else Days(None, reading.today)
    return beside(reading.anchor, unit, 0)


def _read_some_time(reading: Reading) -> Days | None:
    if reading.unit in HOURS or reading.is_future:
        return None
    return Days(None, reading.today)


def _read_history(reading: Reading) -> Days:
    entry = reading.table.histories[reading.said["history"]]
    return Days(entry.start, entry.end)


def _nearest(reading: Reading, of_year: Callable[[int], Days]) -> Days:
    """Return the days of the year that the text most likely means when it names none."""
    today = reading.today
    candidates: list[Days] = []
    for year in range(max(MINYEAR, today.year - 5), min(MAXYEAR, today.year + 5) + 1):
        try:
            candidates.append(of_year(year))
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


def _of_year(reading: Reading, of_year: Callable[[int], Days]) -> Days:
    """Return the month or season that "last", "this", "next" or nothing before it means."""
    today, step = reading.today, reading.step
    if step is None:
        return _nearest(reading, of_year)
    if step == 0:
        return of_year(today.year)
    this = of_year(today.year)
    if this.start is None or this.end is None:
        return this
    if step == -1:
        return this if this.end < today else of_year(today.year - 1)
    return this if this.start > today else of_year(today.year + 1)


def _or_unknown(read: Callable[[Reading], Days | None]) -> Callable[[Reading], Days | None]:
    """Return a reader that says "not known" where the day of publication is needed and missing."""

    def reader(reading: Reading) -> Days | None:
        try:
            return read(reading)
        except _NoPublicationError:
            return Days(None, None)

    return reader


READERS: Mapping[str, Callable[[Reading], Days | None]] = {
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
