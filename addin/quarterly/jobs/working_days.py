"""England's working days: Monday to Friday but for bank holidays, with their substitute days."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

ONE_DAY = timedelta(days=1)
SATURDAY = 5  # date.weekday()


@lru_cache(maxsize=64)
def bank_holidays(year: int) -> frozenset[date]:
    """England's bank holidays of a calendar year.

    Source: the holidays library, which follows the Banking and Financial Dealings Act 1971 and proclamations.
    """
    import holidays  # a tenth of a second that only a job with a working day in its rule has to wait

    return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_working_day(day: date) -> bool:
    """Whether council offices in England are open."""
    return day.weekday() < SATURDAY and day not in bank_holidays(day.year)


def working_day_from(day: date) -> date:
    """The day itself, or the first working day after it."""
    while not is_working_day(day):
        day += ONE_DAY
    return day


def working_day_until(day: date) -> date:
    """The day itself, or the last working day before it."""
    while not is_working_day(day):
        day -= ONE_DAY
    return day


def nth_working_day(start: date, number: int) -> date:
    """The working day that is ``number`` in order, counted from 1, among those from ``start`` on."""
    day = working_day_from(start)
    for _ in range(number - 1):
        day = working_day_from(day + ONE_DAY)
    return day
