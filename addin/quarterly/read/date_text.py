"""Text and numbers -> days, day first as in the United Kingdom."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from msgspec import Struct

from quarterly.model.periods import MONTHS, Period
from quarterly.model.problems import ProblemKind
from quarterly.read import kinds
from quarterly.read.cell_text import DASHES, text_of
from quarterly.read.grid import CellValue

EARLIEST = date(1980, 1, 1)  # nothing in an improvement plan is older; published series start later
LATEST = date(2099, 12, 31)  # a later year is a slip of the keyboard, such as 2205
_EXCEL_EPOCH = date(1899, 12, 30)  # day 0, so that numbers from 61 on agree with Excel's 1900 date system
_EPOCH_1904 = date(1904, 1, 1)  # day 0 of the 1904 date system (ECMA-376 part 1, 18.17.4.1)

_FULL_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
MONTH_NUMBERS: dict[str, int] = {
    **{name.casefold(): number for number, name in enumerate(MONTHS, start=1)},
    **{name: number for number, name in enumerate(_FULL_MONTHS, start=1)},
    "sept": 9,
}
"""Month names in full and short, in lower case."""


class DayRead(Struct, frozen=True, kw_only=True):
    """A day; ``month_only`` where a month or quarter stood there and one of its days was taken."""

    day: date
    month_only: bool = False


def read_day(value: CellValue, *, end: bool = True, date_1904: bool = False) -> DayRead | ProblemKind | None:
    """The day that a cell names, ``None`` for an empty cell, or the sort of problem that it is.

    ``end`` says which day a month stands for: its last ("due March 2026"), else its first. ``date_1904`` says that
    the workbook numbers its days from 1904.
    """
    if value == "":
        return None
    if isinstance(value, datetime):
        return _checked(value.date())
    if isinstance(value, date):
        return _checked(value)
    if isinstance(value, str):
        return _day_from_text(value, end=end)
    if isinstance(value, (float, int)) and not isinstance(value, bool):
        day = date_from_number(float(value), date_1904=date_1904)
        return DayRead(day=day) if day else kinds.DATE_NOT_UNDERSTOOD
    return kinds.DATE_NOT_UNDERSTOOD


def _checked(day: date) -> DayRead | ProblemKind:
    return DayRead(day=day) if EARLIEST <= day <= LATEST else kinds.DATE_OUT_OF_RANGE


def _day_from_text(value: str, *, end: bool) -> DayRead | ProblemKind | None:
    text = " ".join(text_of(value).casefold().translate(DASHES).split()).strip(" .,;")
    if not text:
        return None
    day = date_from_text(text)
    if isinstance(day, date):
        return _checked(day)
    month = _FORM_MONTH.fullmatch(text)
    if month and month[1] in MONTH_NUMBERS:
        first = date(century(month[2]), MONTH_NUMBERS[month[1]], 1)
        return DayRead(day=Period.month_of(first).end if end else first, month_only=True)
    return day


_FORM_MONTH = re.compile(r"(?:by\s+)?(?:(?:the\s+)?end\s+(?:of\s+)?)?([a-z]{3,9})\.?[\s,/-]*'?(\d{4}|\d{2})")
_FORM_NUMBERS = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4}|\d{2})(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?")
_FORM_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[t ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?z?)?")
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[\s,]+)?"
_FORM_WORDS = re.compile(
    _WEEKDAY + r"(\d{1,2})(?:st|nd|rd|th)?[\s,/-]+(?:of\s+)?([a-z]{3,9})\.?[\s,/-]*'?(\d{4}|\d{2})"
)


def date_from_text(text: str) -> date | ProblemKind:
    """The day that lower-case text names, day first, or the sort of problem: not a date, or no such day."""
    numbers = _FORM_NUMBERS.fullmatch(text)
    if numbers:
        return _day(century(numbers[3]), int(numbers[2]), int(numbers[1]))
    iso = _FORM_ISO.fullmatch(text)
    if iso:
        return _day(int(iso[1]), int(iso[2]), int(iso[3]))
    words = _FORM_WORDS.fullmatch(text)
    if words and words[2] in MONTH_NUMBERS:
        return _day(century(words[3]), MONTH_NUMBERS[words[2]], int(words[1]))
    return kinds.DATE_NOT_UNDERSTOOD


def date_from_number(number: float, *, date_1904: bool = False) -> date | None:
    """The day of an Excel serial number, if it is one of a plausible year."""
    epoch = _EPOCH_1904 if date_1904 else _EXCEL_EPOCH
    first, last = (EARLIEST - epoch).days, (LATEST - epoch).days
    return epoch + timedelta(days=int(number)) if first <= number <= last else None


def _day(year: int, month: int, day: int) -> date | ProblemKind:
    try:
        return date(year, month, day)
    except ValueError:
        return kinds.DATE_IMPOSSIBLE


def century(year: str) -> int:
    """A year written in two digits: 00 to 79 are 2000 to 2079, 80 to 99 are 1980 to 1999."""
    number = int(year)
    if len(year) > 2:
        return number
    return number + (2000 if number < 80 else 1900)
