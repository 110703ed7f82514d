"""The years of the Department's data set: labels as published, and the months that they cover."""

from __future__ import annotations

import re
from dataclasses import dataclass

from quarterly.model.kpi import ReadingState
from quarterly.model.periods import ACADEMIC, CALENDAR_YEAR, FINANCIAL, Calendar, Period

SEPTEMBER_COUNT = Calendar(10)  # the year to 30 September: the children's social work workforce census
JANUARY_COUNT = Calendar(2)  # the year to the end of January: the SEN2 caseload

_CALENDARS = {
    "financial year": FINANCIAL,
    "academic year": ACADEMIC,
    "calendar year": CALENDAR_YEAR,
    "annual (end of sept)": SEPTEMBER_COUNT,
    "annual - january": JANUARY_COUNT,
}

# 2018, 2018/19, 2018-19, 2018-2019, 2013/14-15/16; anything after it is a remark such as (Rev), (OT) or (prov).
_LABEL = re.compile(
    r"(?P<first>(?:19|20)\d{2})(?:\.0)?"
    r"(?:\s*[-/]\s*(?P<second>\d{4}|\d{2})(?![\d]))?"
    r"(?:\s*(?:-|to)\s*(?P<from>\d{4}|\d{2})\s*/\s*(?P<to>\d{2}))?"
    r"\s*(?P<remark>\D.*)?"
)
_REVISED = re.compile(r"\W*r(ev(ised)?)?\W*", re.IGNORECASE)
_PROVISIONAL = re.compile(r"\W*p(rov(isional)?)?\W*", re.IGNORECASE)

_PRECEDENCE = {ReadingState.PROVISIONAL: 0, ReadingState.FINAL: 1, ReadingState.REVISED: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedYear:
    """A year label: ``first`` is the calendar year it starts with, ``spans`` how many years it covers.

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

    def follows(self, other: PublishedYear) -> bool:
        """Whether this is the year straight after the other."""
        return self.first == other.first + 1 and self.spans == other.spans

    def period(self, calendar: Calendar) -> Period:
        """The months covered, for a measure that counts in ``calendar``."""
        ends_in_label_year = not self.split and calendar.first_month != 1
        start = calendar.year(self.first - 1 if ends_in_label_year else self.first)
        return Period(start.start, 12 * self.spans)


def parse_year(text: str) -> PublishedYear | None:
    """The year that a label names; ``None`` where it names none."""
    label = " ".join(text.split())
    match = _LABEL.fullmatch(label)
    if match is None:
        return None
    first = int(match["first"])
    second, until = match["second"], match["to"]
    spans = 1
    if until is not None:
        spans = (int(until) - first) % 100
    elif second is not None and (int(second) - first) % 100 != 1:
        return None  # 2018-25 names no one year
    return PublishedYear(
        label=label.removesuffix(".0"),
        first=first,
        split=second is not None,
        spans=spans,
        state=_state(match["remark"]),
    )


def _state(remark: str | None) -> ReadingState:
    if remark and _REVISED.fullmatch(remark):
        return ReadingState.REVISED
    if remark and _PROVISIONAL.fullmatch(remark):
        return ReadingState.PROVISIONAL
    return ReadingState.FINAL


def calendar_of(year_type: str) -> Calendar:
    """The calendar of the dictionary's ``Year_Type``.

    "Annual" alone is a count at 31 March in the Department's children's services measures, so it is a financial
    year, as is a type that is blank or unknown.
    """
    return _CALENDARS.get(" ".join(year_type.split()).casefold(), FINANCIAL)
