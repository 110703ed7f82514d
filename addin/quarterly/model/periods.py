"""Periods of time and the years a council counts in.

A :class:`Period` is a run of whole months. Which quarter or year it is called depends on the
:class:`Calendar`: April to June is Q1 of a financial year, Q2 of a calendar year.
"""

from __future__ import annotations

import calendar as _calendar
from datetime import date
from functools import lru_cache

from msgspec import Struct

_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Period(Struct, frozen=True, order=True):
    """Whole months from the first day of ``start``'s month: 1 a month, 3 a quarter, 12 a year.

    Raises:
        ValueError: ``start`` is not the first of a month, or ``months`` is not positive.
    """

    start: date
    months: int

    def __post_init__(self) -> None:
        if self.start.day != 1:
            raise ValueError(f"a period starts on the first of a month, not on {self.start.isoformat()}")
        if self.months < 1:
            raise ValueError(f"a period lasts at least one month, not {self.months}")

    @classmethod
    def month_of(cls, day: date) -> Period:
        """The month that holds ``day``."""
        return cls(day.replace(day=1), 1)

    @property
    def end(self) -> date:
        """The last day, inclusive."""
        last = _add_months(self.start, self.months - 1)
        leap = last.month == 2 and _calendar.isleap(last.year)
        return last.replace(day=_DAYS[last.month - 1] + leap)

    @property
    def month_after(self) -> int:
        """The month after the period by :func:`month_number`: cheaper than dates where every reading is looked at."""
        return self.start.year * 12 + self.start.month - 1 + self.months

    @property
    def last_month(self) -> Period:
        """The final month of the period, as a period."""
        return Period(_add_months(self.start, self.months - 1), 1)

    def shift(self, months: int) -> Period:
        """The period of the same length, ``months`` later (earlier when negative)."""
        return Period(_add_months(self.start, months), self.months)

    def previous(self) -> Period:
        """The period of the same length that ends where this one starts."""
        return self.shift(-self.months)

    def next(self) -> Period:
        """The period of the same length that starts where this one ends."""
        return self.shift(self.months)

    def year_ago(self) -> Period:
        """The same period one year earlier."""
        return self.shift(-12)

    def month_periods(self) -> tuple[Period, ...]:
        """The months of the period, in order."""
        return tuple(Period(_add_months(self.start, step), 1) for step in range(self.months))

    def contains(self, other: Period) -> bool:
        """Whether every day of ``other`` lies in this period."""
        return self.start <= other.start and other.end <= self.end


class Calendar(Struct, frozen=True):
    """The year an authority or an indicator counts in: ``first_month`` 4 financial, 9 academic, 1 calendar."""

    first_month: int = 4

    @property
    def name(self) -> str:
        """The year in words: "financial", "academic", "calendar", or the month it starts in."""
        known = {4: "financial year", 9: "academic year", 1: "calendar year"}
        return known.get(self.first_month, f"year from {MONTHS[self.first_month - 1]}")

    def year_of(self, day: date) -> Period:
        """The year that holds ``day``."""
        year = day.year if day.month >= self.first_month else day.year - 1
        return Period(date(year, self.first_month, 1), 12)

    def year(self, first: int) -> Period:
        """The year that starts in calendar year ``first``: ``year(2025)`` is 2025/26."""
        return Period(date(first, self.first_month, 1), 12)

    def quarter(self, first: int, number: int) -> Period:
        """Quarter ``number`` (1 to 4) of the year that starts in calendar year ``first``."""
        if number not in (1, 2, 3, 4):
            raise ValueError(f"a year has quarters 1 to 4, not {number}")
        return Period(self.year(first).start, 3).shift(3 * (number - 1))

    def quarter_of(self, day: date) -> Period:
        """The quarter that holds ``day``."""
        year = self.year_of(day)
        return Period(year.start, 3).shift(3 * (months_between(year.start, day) // 3))

    def last_complete_quarter(self, on: date) -> Period:
        """The latest quarter that ended before ``on``."""
        return self.quarter_of(on).previous()

    def quarter_number(self, period: Period) -> int:
        """1 to 4: the quarter of the year in which the period ends."""
        return months_between(self.year_of(period.end).start, period.end) // 3 + 1

    def is_quarter(self, period: Period) -> bool:
        """Whether the period is one of this year's four quarters."""
        return period.months == 3 and (period.start.month - self.first_month) % 3 == 0

    def is_year(self, period: Period) -> bool:
        """Whether the period is one whole year of this calendar."""
        return period.months == 12 and period.start.month == self.first_month

    def year_label(self, day: date) -> str:
        """ "2025/26", or "2025" for a calendar year."""
        first = self.year_of(day).start.year
        return str(first) if self.first_month == 1 else f"{first}/{(first + 1) % 100:02d}"

    def label(self, period: Period) -> str:
        """The period as people write it: "Mar 2026", "Q3 2025/26", "2025/26", else "Apr 2025 to Sep 2025"."""
        if period.months == 1:
            return month_label(period.start)
        if self.is_quarter(period):
            return f"Q{self.quarter_number(period)} {self.year_label(period.start)}"
        if self.is_year(period):
            return self.year_label(period.start)
        return f"{month_label(period.start)} to {month_label(period.end)}"


FINANCIAL = Calendar(4)
ACADEMIC = Calendar(9)
CALENDAR_YEAR = Calendar(1)


@lru_cache(maxsize=1024)  # the months of a plan, named for every indicator
def month_label(day: date) -> str:
    """ "Mar 2026"."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def date_label(day: date) -> str:
    """ "31 Mar 2026"."""
    return f"{day.day} {month_label(day)}"


def month_number(day: date) -> int:
    """The month of ``day``, counted from year 0."""
    return day.year * 12 + day.month - 1


def months_between(earlier: date, later: date) -> int:
    """Whole calendar months from the month of ``earlier`` to the month of ``later``."""
    return (later.year - earlier.year) * 12 + later.month - earlier.month


def _add_months(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)
