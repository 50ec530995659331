"""Days, and the arithmetic of weeks, months and years."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

HOURS = frozenset({"minute", "hour"})
DAYS: Mapping[str, int] = {"day": 1, "weekend": 7, "week": 7, "fortnight": 14}
MONTHS: Mapping[str, int] = {"month": 1, "year": 12, "decade": 120, "century": 1200}


class Days(NamedTuple):
    """The first and the last day that words mean, `None` where nobody can tell."""

    start: date | None
    end: date | None


def day_of(day: date) -> Days:
    """Return the one day."""
    return Days(day, day)


def month_of(year: int, month: int) -> Days:
    """Return the days of a month."""
    return Days(date(year, month, 1), date(year, month, monthrange(year, month)[1]))


def years_of(first: int, last: int) -> Days:
    """Return the days from the first to the last year."""
    return Days(date(first, 1, 1), date(last, 12, 31))


def month_start(day: date, months: int) -> date:
    """Return the first day of the month that is `months` after the month of `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)


def month_end(day: date) -> date:
    """Return the last day of the month of `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def in_year(day: date, year: int) -> date:
    """Return the same day of another year; the 29th of February becomes the 28th."""
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


def back(day: date, number: int, unit: str) -> date:
    """Return the day that is so many units before `day`."""
    if unit in HOURS:
        return day - timedelta(days=number // 24 if unit == "hour" else 0)
    if unit in DAYS:
        return day - timedelta(days=number * DAYS[unit])
    months = number * MONTHS[unit]
    start = month_start(day, -months)
    return start.replace(day=min(day.day, monthrange(start.year, start.month)[1]))


def period(day: date, unit: str, step: int) -> Days | None:
    """Return the week, month, year ... of `day`, or the one `step` after it."""
    monday = day - timedelta(days=day.weekday())
    if unit == "week":
        return Days(monday + timedelta(days=7 * step), monday + timedelta(days=7 * step + 6))
    if unit == "weekend":
        return Days(monday + timedelta(days=7 * step + 5), monday + timedelta(days=7 * step + 6))
    if unit == "month":
        start = month_start(day, step)
        return month_of(start.year, start.month)
    if unit in {"year", "decade", "century"}:
        size = {"year": 1, "decade": 10, "century": 100}[unit]
        offset = 1 if unit == "century" else 0
        first = (day.year - offset) // size * size + offset + step * size
        return years_of(first, first + size - 1)
    return None


def moved(days: Days, number: int, unit: str) -> Days | None:
    """Return the days that are so many units after one of `days`."""
    if days.start is None or days.end is None:
        return None
    start, end = back(days.start, -number, unit), back(days.end, -number, unit)
    if unit in HOURS and number > 0:
        end += timedelta(days=1)
    if unit in MONTHS and days.start.day == 1 and days.end == month_end(days.end):
        end = month_end(end)
    return Days(start, end)


def beside(days: Days, unit: str, step: int) -> Days | None:
    """Return the day, week, year ... that is `step` after the one in which `days` begin."""
    if unit == "day":
        return days if step == 0 else moved(days, step, unit)
    return None if days.start is None else period(days.start, unit, step)
