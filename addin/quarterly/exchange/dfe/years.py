"""The years of the Department's data set: labels as published, and the months that they cover."""

from __future__ import annotations

import re

from msgspec import Struct

from quarterly.model.kpi import ReadingState
from quarterly.model.periods import ACADEMIC, CALENDAR_YEAR, FINANCIAL, Calendar, Period
from quarterly.read.values import PeriodRead, read_period

SEPTEMBER_COUNT = Calendar(10)  # the year to 30 September: the children's social work workforce census
JANUARY_COUNT = Calendar(2)  # the year to the end of January: the SEN2 caseload

_CALENDARS = {
    "financial year": FINANCIAL,
    "academic year": ACADEMIC,
    "calendar year": CALENDAR_YEAR,
    "annual (end of sept)": SEPTEMBER_COUNT,
    "annual - january": JANUARY_COUNT,
}

_POOLED = re.compile(r"(?P<first>(?:19|20)\d{2})\s*-\s*(?P<last>(?:19|20)?\d{2})")
_MOST_POOLED = 5  # years that one figure is ever pooled over; more is a slip of the pen

_PRECEDENCE = {ReadingState.PROVISIONAL: 0, ReadingState.FINAL: 1, ReadingState.REVISED: 2}


class PublishedYear(Struct, frozen=True, kw_only=True):
    """A year label: ``first`` is the calendar year that stands first in it, ``spans`` how many years it covers.

    ``split`` says that the label names two calendar years (2018/19), so that ``first`` is where the year starts;
    a plain label (2019) names the year in which it ends.
    """

    label: str
    first: int
    split: bool = False
    spans: int = 1
    state: ReadingState = ReadingState.FINAL

    @property
    def precedence(self) -> int:
        """Which of two labels for the same year stands: revised before plain before provisional."""
        return _PRECEDENCE[self.state]

    @property
    def is_plain(self) -> bool:
        """Whether the label is nothing but a year."""
        return self.label.isdigit()

    def period(self, calendar: Calendar) -> Period:
        """The months covered, for a measure that counts in ``calendar``."""
        if self.spans > 1 and not self.split:
            return Period(CALENDAR_YEAR.year(self.first).start, 12 * self.spans)
        ends_in_label_year = not self.split and calendar.first_month != 1
        start = calendar.year(self.first - 1 if ends_in_label_year else self.first)
        return Period(start.start, 12 * self.spans)


def parse_year(text: str) -> PublishedYear | None:
    """The year or years that a label names, in any form that officers may write too; ``None`` where it names none.

    2016-18 pools the calendar years 2016, 2017 and 2018; 2013/14-15/16 pools three financial or academic years.
    """
    label = " ".join(text.split()).removesuffix(".0")
    read = read_period(label, FINANCIAL)
    if not isinstance(read, PeriodRead):
        return _pooled(label)
    period = read.period
    starts_year = read.bare_year or period.start.month == FINANCIAL.first_month
    if period.months % 12 or not starts_year:
        return None
    return PublishedYear(
        label=label,
        first=period.start.year,
        split=not read.bare_year,
        spans=period.months // 12,
        state=read.state,
    )


def _pooled(label: str) -> PublishedYear | None:
    match = _POOLED.fullmatch(label)
    if match is None:
        return None
    first = int(match["first"])
    spans = (int(match["last"]) - first) % 100 + 1
    return PublishedYear(label=label, first=first, spans=spans) if 1 < spans <= _MOST_POOLED else None


def calendar_of(year_type: str) -> Calendar:
    """The calendar of the dictionary's ``Year_Type``.

    "Annual" alone is a count at 31 March in the Department's children's services measures, so it is a financial
    year, as is a type that is blank or unknown.
    """
    return _CALENDARS.get(" ".join(year_type.split()).casefold(), FINANCIAL)
