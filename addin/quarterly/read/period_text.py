"""Text, dates and numbers -> periods, in every form that officers and published statistics write them."""

from __future__ import annotations

import re
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from quarterly.model.kpi import Frequency, ReadingState
from quarterly.model.periods import Calendar, Period, months_between
from quarterly.model.problems import ProblemKind
from quarterly.read import kinds
from quarterly.read.cell_text import DASHES, text_of
from quarterly.read.date_text import EARLIEST, LATEST, MONTH_NUMBERS, century, date_from_number, date_from_text
from quarterly.read.grid import CellValue


class PeriodRead(Struct, frozen=True, kw_only=True):
    """A period as it was written: its ``state`` if the label carried one, a ``suffix`` that was not understood.

    ``bare_year`` says that only a year stood there, which was read as January to December. ``written`` is the period
    that the cell itself names, where ``period`` is the quarter or year of the indicator that this stands for.
    """

    period: Period
    written: Period | None = None
    state: ReadingState = ReadingState.FINAL
    suffix: str = ""
    bare_year: bool = False

    @property
    def is_actual(self) -> bool:
        """Whether nothing beside the period says that the figure is another's, or one not yet reached."""
        return not (self.suffix and stands_for_another(self.suffix))  # most labels say nothing besides


def stands_for_another(words: str) -> bool:
    """Whether words beside a figure say that it is a target, a forecast, a comparator's or a part of a fraction."""
    return not _NOT_ACTUAL.isdisjoint(re.findall(r"[a-z]+", words.casefold()))


def is_name_of_another(label: str) -> bool:
    """Whether a row is called by nothing but such words: "Target" or "England average", and not "Average caseload"."""
    words = set(re.findall(r"[a-z]+", label.casefold()))
    return stands_for_another(label) and words <= _NOT_ACTUAL | _WITH_THEM


_WITH_THEM = frozenset(
    ("annual", "year", "end", "stretch", "local", "our", "the", "of", "for", "statistical", "figure")
)

_NOT_ACTUAL = frozenset(
    (
        *("target", "targets", "ambition", "trajectory", "profile", "profiled", "budget", "plan", "planned"),
        *("forecast", "forecasted", "projected", "projection", "predicted", "expected"),
        *("england", "national", "nat", "region", "regional", "sn", "sns", "neighbour", "neighbours", "comparator"),
        *("benchmark", "average", "avg", "mean", "median", "quartile", "best"),
        *("numerator", "num", "denominator", "den", "denom", "variance", "change", "difference", "rag"),
    )
)
"""Words beside a period or a figure that is not the authority's own, or was not reached in that period."""


def is_period_header(value: CellValue) -> bool:
    """Whether a header cell is that of a column of readings: a period, or a quarter that lacks its year."""
    if isinstance(value, str) and not value.strip():
        return False
    read = read_period(value, Calendar())
    return isinstance(read, PeriodRead) or read is kinds.PERIOD_QUARTER_WITHOUT_YEAR


def parse_period(value: CellValue, calendar: Calendar, *, frequency: Frequency | None = None) -> Period | None:
    """The period that a cell names, or ``None`` where it names none or could mean two.

    ``frequency`` is how often the indicator is read: a day or month then stands for the quarter or year that holds it.
    """
    read = read_period(value, calendar, frequency=frequency)
    return read.period if isinstance(read, PeriodRead) else None


def read_period(
    value: CellValue, calendar: Calendar, *, frequency: Frequency | None = None, date_1904: bool = False
) -> PeriodRead | ProblemKind:
    """The period that a cell names with what its label says besides, or the sort of problem that it is.

    ``date_1904`` says that the workbook numbers its days from 1904.
    """
    if isinstance(value, bool):
        return kinds.PERIOD_NOT_UNDERSTOOD
    if isinstance(value, (float, int)):
        read = _from_number(float(value), calendar, date_1904=date_1904)
    elif isinstance(value, date):
        read = _month(value.year, value.month)
    elif isinstance(value, str):
        read = _from_label(value, calendar)
    else:
        return kinds.PERIOD_NOT_UNDERSTOOD
    if isinstance(read, ProblemKind):
        return read
    if read.period.start < EARLIEST or read.period.end > LATEST:
        return kinds.PERIOD_NOT_UNDERSTOOD
    return _at_frequency(read, calendar, frequency)


def _at_frequency(read: PeriodRead, calendar: Calendar, frequency: Frequency | None) -> PeriodRead:
    period = read.period
    if period.months == 12 and frequency is Frequency.MONTH and not calendar.is_year(period) and not read.bare_year:
        period = period.last_month  # "year to March 2025" of a rolling indicator is March's reading
    elif period.months == 12 and frequency is Frequency.QUARTER and not calendar.is_year(period):
        period = calendar.quarter_of(period.end)
    elif period.months == 1 and frequency is Frequency.QUARTER:
        period = calendar.quarter_of(period.start)
    elif period.months == 1 and frequency is Frequency.YEAR:
        period = calendar.year_of(period.start)
    return replace(read, period=period, written=read.period) if period != read.period else read


def _from_number(number: float, calendar: Calendar, *, date_1904: bool) -> PeriodRead | ProblemKind:
    if number.is_integer() and 1900 <= number <= 2100:
        return _from_text(str(int(number)), calendar)
    if number.is_integer() and 190001 <= number <= 210012:
        return _from_six_digits(int(number), calendar)
    day = date_from_number(number, date_1904=date_1904)
    return _month(day.year, day.month) if day else kinds.PERIOD_NOT_UNDERSTOOD


def _from_six_digits(number: int, calendar: Calendar) -> PeriodRead | ProblemKind:
    """202425 is 2024/25 and 202504 is April 2025; 201112 could be either."""
    year, rest = divmod(number, 100)
    as_year, as_month = rest == (year + 1) % 100, 1 <= rest <= 12
    if as_year and as_month:
        return kinds.PERIOD_AMBIGUOUS
    if as_year:
        return PeriodRead(period=calendar.year(year))
    return _month(year, rest) if as_month else kinds.PERIOD_NOT_UNDERSTOOD


_STATES = {
    "p": ReadingState.PROVISIONAL,
    "prov": ReadingState.PROVISIONAL,
    "provisional": ReadingState.PROVISIONAL,
    "est": ReadingState.PROVISIONAL,
    "estimate": ReadingState.PROVISIONAL,
    "estimated": ReadingState.PROVISIONAL,
    "r": ReadingState.REVISED,
    "rev": ReadingState.REVISED,
    "revised": ReadingState.REVISED,
    "restated": ReadingState.REVISED,
    "final": ReadingState.FINAL,
    "actual": ReadingState.FINAL,
    "actuals": ReadingState.FINAL,
    "outturn": ReadingState.FINAL,
}
_SUFFIX = re.compile(r"(.*?)\s*[(\[]\s*([^()\[\]]+?)\.?\s*[)\]]")
_BARE_SUFFIX = re.compile(
    r"(.*?)[\s,]+(p|prov|provisional|r|rev|revised|restated|final|actuals?|outturn)\.?", re.IGNORECASE
)


def _from_label(label: str, calendar: Calendar) -> PeriodRead | ProblemKind:
    text = _plain(label)
    marked = _SUFFIX.fullmatch(text) or _BARE_SUFFIX.fullmatch(text)
    if not marked:
        return _from_text(text, calendar)
    read = _from_text(marked[1], calendar)
    if isinstance(read, ProblemKind):
        # "Q3 (2025/26)": the brackets hold the year, not a remark.
        joined = _from_text(f"{marked[1]} {marked[2]}", calendar)
        return read if isinstance(joined, ProblemKind) else joined
    state = _STATES.get(marked[2].casefold())
    return PeriodRead(
        period=read.period,
        state=state or ReadingState.FINAL,
        suffix="" if state is not None else marked[2],
        bare_year=read.bare_year,
    )


def _plain(label: str) -> str:
    return " ".join(text_of(label).translate(DASHES).replace("\u2019", "'").split())


_LONGEST = 60  # characters; no label of a period is longer
_YEARS = r"(\d{4}|\d{2})\s*[/-]\s*(\d{4}|\d{2})"
_PREFIX = r"(?:(?:fy|ay|f/y|financial year|academic year|school year|year)[\s:]*)?"
_QUARTER = r"(?:q|qtr|quarter)[\s.]*([1-4])"
_SEPARATOR = r"[\s,:-]*(?:of\s+)?"
_MONTH = r"([a-z]{3,9})\.?"
_YEAR = r"'?(\d{4}|\d{2})"
_TO = r"\s*(?:-|to|until)\s*"

_FORM_YEARS = re.compile(_PREFIX + _YEARS)
_FORM_YEAR = re.compile(_PREFIX + r"(\d{4})")
_FORM_SPAN = re.compile(r"(\d{4})\s*[/-]\s*(\d{2})" + _TO + r"(\d{4}|\d{2})\s*[/-]\s*(\d{2})")
_FORM_QUARTER = re.compile(rf"{_QUARTER}{_SEPARATOR}{_PREFIX}{_YEARS}")
_FORM_YEAR_QUARTER = re.compile(rf"{_PREFIX}{_YEARS}{_SEPARATOR}{_QUARTER}")
_FORM_QUARTER_BARE = re.compile(rf"{_QUARTER}{_SEPARATOR}(\d{{4}}|\d{{2}})|(\d{{4}}){_SEPARATOR}{_QUARTER}")
_FORM_QUARTER_ALONE = re.compile(_QUARTER)
_FORM_MONTH_ALONE = re.compile(_MONTH)
_FORM_MONTH = re.compile(rf"{_MONTH}[\s,/-]*{_YEAR}")
_FORM_MONTHS = re.compile(rf"{_MONTH}(?:[\s,/-]*{_YEAR})?{_TO}{_MONTH}[\s,/-]*{_YEAR}")
_FORM_ISO = re.compile(r"(\d{4})[/.-](\d{1,2})")
_FORM_TWELVE = re.compile(r"(?:(?:the\s+)?(?:year|12 months|twelve months)\s+(?:to|ending|ended)|y/e|ye)\s+(.+)")
_FORM_AS_AT = re.compile(r"(?:as\s+)?at\s+(.+)|(?:quarter|month|period)\s+(?:to|ending|ended)\s+(.+)")


def _from_text(text: str, calendar: Calendar) -> PeriodRead | ProblemKind:
    folded = text.casefold().strip(" .,;:")
    if len(folded) > _LONGEST:
        return kinds.PERIOD_NOT_UNDERSTOOD
    for form, reader in _FORMS:
        match = form.fullmatch(folded)
        if match:
            read = reader(match, calendar)
            if read is not None:
                return read
    day = date_from_text(folded)
    return _month(day.year, day.month) if isinstance(day, date) else kinds.PERIOD_NOT_UNDERSTOOD


def _read_years(match: re.Match[str], calendar: Calendar) -> PeriodRead | ProblemKind | None:
    first = _first_of_pair(match[1], match[2])
    return PeriodRead(period=calendar.year(first)) if first else None


def _read_year(match: re.Match[str], calendar: Calendar) -> PeriodRead | ProblemKind | None:
    year = int(match[1])
    if not EARLIEST.year <= year <= LATEST.year:
        return None
    return PeriodRead(period=Period(date(year, 1, 1), 12), bare_year=calendar.first_month != 1)


def _read_span(match: re.Match[str], calendar: Calendar) -> PeriodRead | ProblemKind | None:
    first, last = _first_of_pair(match[1], match[2]), _first_of_pair(match[3], match[4])
    if not first or not last or last < first:
        return None
    return PeriodRead(period=Period(calendar.year(first).start, 12 * (last - first + 1)))


def _read_quarter(match: re.Match[str], calendar: Calendar) -> PeriodRead | ProblemKind | None:
    first = _first_of_pair(match[2], match[3])
    return PeriodRead(period=calendar.quarter(first, int(match[1]))) if first else None


def _read_year_quarter(match: re.Match[str], calendar: Calendar) -> PeriodRead | ProblemKind | None:
    first = _first_of_pair(match[1], match[2])
    return PeriodRead(period=calendar.quarter(first, int(match[3]))) if first else None


def _read_quarter_bare(match: re.Match[str], calendar: Calendar) -> PeriodRead | ProblemKind | None:
    if calendar.first_month != 1:
        return kinds.PERIOD_QUARTER_WITHOUT_YEAR
    number, year = (match[1], match[2]) if match[1] else (match[4], match[3])
    return PeriodRead(period=calendar.quarter(century(year), int(number)))


def _read_quarter_alone(_match: re.Match[str], _calendar: Calendar) -> PeriodRead | ProblemKind | None:
    return kinds.PERIOD_QUARTER_WITHOUT_YEAR


def _read_month_alone(match: re.Match[str], _calendar: Calendar) -> PeriodRead | ProblemKind | None:
    return kinds.PERIOD_QUARTER_WITHOUT_YEAR if match[1] in MONTH_NUMBERS else None


def _read_month(match: re.Match[str], _calendar: Calendar) -> PeriodRead | ProblemKind | None:
    month = MONTH_NUMBERS.get(match[1])
    return _month(century(match[2]), month) if month else None


def _read_months(match: re.Match[str], _calendar: Calendar) -> PeriodRead | ProblemKind | None:
    first, last = MONTH_NUMBERS.get(match[1]), MONTH_NUMBERS.get(match[3])
    years = [century(year) for year in (match[2], match[4]) if year]
    if not first or not last or not all(EARLIEST.year <= year <= LATEST.year for year in years):
        return None
    end = date(century(match[4]), last, 1)
    start = date(century(match[2]) if match[2] else end.year, first, 1)
    if start > end and not match[2]:
        start = start.replace(year=end.year - 1)  # "Dec to Feb 2026" starts in 2025
    return PeriodRead(period=Period(start, months_between(start, end) + 1)) if start <= end else None


def _read_iso(match: re.Match[str], _calendar: Calendar) -> PeriodRead | ProblemKind | None:
    month = int(match[2])
    return _month(int(match[1]), month) if 1 <= month <= 12 else None


def _read_twelve(match: re.Match[str], calendar: Calendar) -> PeriodRead | ProblemKind | None:
    end = _from_text(match[1], calendar)
    if isinstance(end, ProblemKind) or end.period.months != 1:
        return kinds.PERIOD_NOT_UNDERSTOOD
    return PeriodRead(period=Period(end.period.shift(-11).start, 12))


def _read_as_at(match: re.Match[str], calendar: Calendar) -> PeriodRead | ProblemKind | None:
    end = _from_text(match[1] or match[2], calendar)
    if isinstance(end, PeriodRead) and match[2] and match[0].startswith("quarter") and end.period.months == 1:
        return PeriodRead(period=Period(end.period.shift(-2).start, 3))
    return end


# In this order: "2011-12" is the year 2011/12, never December 2011, because years are what councils write so.
_FORMS = (
    (_FORM_YEARS, _read_years),
    (_FORM_YEAR, _read_year),
    (_FORM_SPAN, _read_span),
    (_FORM_QUARTER, _read_quarter),
    (_FORM_YEAR_QUARTER, _read_year_quarter),
    (_FORM_QUARTER_BARE, _read_quarter_bare),
    (_FORM_QUARTER_ALONE, _read_quarter_alone),
    (_FORM_MONTHS, _read_months),
    (_FORM_MONTH, _read_month),
    (_FORM_MONTH_ALONE, _read_month_alone),
    (_FORM_ISO, _read_iso),
    (_FORM_TWELVE, _read_twelve),
    (_FORM_AS_AT, _read_as_at),
)


def _first_of_pair(first: str, second: str) -> int | None:
    """The first year of "2024", "25"; ``None`` unless the second year follows the first."""
    year = century(first)
    if not EARLIEST.year <= year < LATEST.year:
        return None
    return year if int(second) % 100 == (year + 1) % 100 and (len(second) == 2 or int(second) == year + 1) else None


def _month(year: int, month: int) -> PeriodRead | ProblemKind:
    if not EARLIEST.year <= year <= LATEST.year:
        return kinds.PERIOD_NOT_UNDERSTOOD
    return PeriodRead(period=Period(date(year, month, 1), 1))
