"""An indicator's value for a quarter: from its months, from its year, or why there is none.

What covers a year so far or the last twelve months (cumulative, rolling 12) is the quarter's last month whatever
the quarter rule says. A reading given for the quarter itself comes before anything worked out from months.
Readings of periods that had not ended by the as-at date are not used.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from quarterly.judge.combine import Combined, combine, last_of
from quarterly.judge.status import Status
from quarterly.judge.wording import listed
from quarterly.model.figures import counted, figure
from quarterly.model.kpi import Frequency, Kind, Kpi, QuarterRule, Reading, ReadingState
from quarterly.model.periods import FINANCIAL, Calendar, Period, date_label, month_number

YEAR = 12  # months

STATUS_OF: Mapping[ReadingState, Status] = {
    ReadingState.NOT_APPLICABLE: Status.NOT_APPLICABLE,
    ReadingState.NOT_AVAILABLE: Status.NOT_AVAILABLE,
    ReadingState.SUPPRESSED: Status.SUPPRESSED,
    ReadingState.LOW_RELIABILITY: Status.LOW_RELIABILITY,
    ReadingState.ROUNDS_TO_ZERO: Status.CANNOT_JUDGE,
    ReadingState.NOT_DUE: Status.NOT_DUE,
    ReadingState.LAGGED: Status.LAGGED,
}
"""The status of a reading without a value; every other state is awaited."""

_WHY = {
    Status.NOT_APPLICABLE: "Not applicable for {periods}.",
    Status.NOT_AVAILABLE: "Not available for {periods}.",
    Status.SUPPRESSED: "Suppressed for {periods}, so that nobody can be recognised.",
    Status.LOW_RELIABILITY: "Not given for {periods}, as too unreliable to use.",
    Status.CANNOT_JUDGE: "Cannot be judged: the figure for {periods} rounds to zero and is not given exactly.",
    Status.NOT_DUE: "Not due for {periods}.",
    Status.LAGGED: "Not known yet for {periods}, as figures come in arrears.",
    Status.AWAITED: "Awaited: no figure for {periods}.",
}


class Taken(Struct, frozen=True, kw_only=True):
    """The reading that stands for a quarter, or the ``status`` that says why there is none.

    ``why`` is a sentence: why there is no value, or why the value is that of an earlier period.
    """

    period: Period | None
    reading: Reading | None = None
    status: Status | None = None
    why: str = ""
    parts: tuple[Reading, ...] = ()  # the readings that the value was made from

    @property
    def value(self) -> float | None:
        """The value in the indicator's unit."""
        return self.reading.value if self.reading else None


class History(Struct, frozen=True, kw_only=True):
    """An indicator's readings as they were known on a day. ``calendar`` names the quarters in sentences."""

    kpi: Kpi
    as_at: date
    calendar: Calendar = FINANCIAL
    by_period: Mapping[Period, Reading]
    latest: Reading | None = None  # the newest with a value; of two that end together the longer
    early: tuple[Reading, ...] = ()  # of periods that had not ended on the day

    @classmethod
    def of(cls, kpi: Kpi, as_at: date, calendar: Calendar = FINANCIAL) -> History:
        """The indicator's readings for periods that had ended by ``as_at``."""
        first_open = month_number(as_at + timedelta(days=1))  # the month that has not ended yet
        ends = [(reading.period.month_after, reading) for reading in kpi.readings]
        known = {reading.period: reading for after, reading in ends if after <= first_open}
        early = [reading for after, reading in ends if after > first_open]
        valued = [reading for reading in known.values() if reading.value is not None]
        latest = max(valued, key=lambda each: (each.period.month_after, each.period.months), default=None)
        return cls(kpi=kpi, as_at=as_at, calendar=calendar, by_period=known, latest=latest, early=tuple(early))

    def label(self, period: Period) -> str:
        """The period in words: quarters in the report's calendar, years in the indicator's."""
        return (self.kpi.calendar if period.months >= YEAR else self.calendar).label(period)


def quarter_value(history: History, quarter: Period) -> Taken:
    """The value to report for ``quarter``: its own, or for figures in arrears the latest that could be known."""
    if history.kpi.frequency is Frequency.YEAR:
        return _yearly(history, quarter)
    period = _own_quarter(history.kpi, quarter)
    taken = value_for(history, period)
    if period != quarter and taken.status is None:
        taken = replace(taken, why=f"The figure is that of {history.label(period)}.")
    if not history.kpi.lag or taken.status not in (Status.AWAITED, Status.LAGGED):
        return taken
    earlier = period
    while not _expected(history, earlier):
        earlier = earlier.previous()
    if earlier == period:
        return taken
    taken = value_for(history, earlier)
    if taken.status is None:
        return replace(taken, why=_latest_available(history, earlier))
    return replace(
        taken,
        why=f"The figure to report is that of {history.label(earlier)}, as {_in_arrears(history.kpi)}. {taken.why}",
    )


def _in_arrears(kpi: Kpi) -> str:
    return f"figures come {counted(kpi.lag, 'months')} in arrears"


def _latest_available(history: History, period: Period) -> str:
    return f"Latest available is {history.label(period)}; {_in_arrears(history.kpi)}."


def value_for(history: History, period: Period) -> Taken:
    """The value for exactly this period, or why there is none."""
    if history.kpi.frequency is Frequency.YEAR:
        found = history.by_period.get(period) or _year_ending(history, period.last_month, whole=False)
        return _settled(history, period, Combined(parts=(found,)) if found else Combined(missing=(period,)))
    given = history.by_period.get(period)
    if given is not None and (given.value is not None or not _has_months(history, period)):
        return _settled(history, period, Combined(parts=(given,)))
    return _settled(history, period, _from_months(history, period))


def _own_quarter(kpi: Kpi, quarter: Period) -> Period:
    """The quarter, or for quarterly readings in a year of other quarters the latest of theirs that has ended."""
    if kpi.frequency is not Frequency.QUARTER or quarter in {reading.period for reading in kpi.readings}:
        return quarter
    return quarter.shift(-((quarter.start.month - kpi.calendar.first_month) % 3))


def _expected(history: History, period: Period) -> bool:
    return period.last_month.shift(history.kpi.lag).end <= history.as_at


def _has_months(history: History, period: Period) -> bool:
    return any(month in history.by_period for month in period.month_periods())


def _from_months(history: History, period: Period) -> Combined:
    kpi = history.kpi
    months = period.month_periods()
    if kpi.kind in (Kind.CUMULATIVE, Kind.ROLLING) or kpi.quarter_rule is QuarterRule.LAST or _lone(history, months):
        months = months[-1:]
        return last_of(history.by_period.get(months[-1]), months[-1])
    return combine(kpi, tuple((month, history.by_period.get(month)) for month in months))


def _lone(history: History, months: tuple[Period, ...]) -> bool:
    """Whether a quarterly indicator has just the one reading, dated by the quarter's last month."""
    found = [month for month in months if month in history.by_period]
    return history.kpi.frequency is Frequency.QUARTER and found == [months[-1]]


def _settled(history: History, period: Period, made: Combined) -> Taken:
    """The combined reading as it stands, or its absence in words."""
    if made.value is not None:
        return Taken(period=period, reading=made.as_reading(period), parts=made.parts)
    if made.problem:
        return Taken(period=period, status=made.status, why=made.problem, parts=made.parts)
    empty = [part for part in made.parts if part.value is None]
    status = Status.AWAITED if made.missing else _first_status(empty)
    gaps = [*made.missing, *(part.period for part in empty if STATUS_OF.get(part.state, Status.AWAITED) is status)]
    names = listed([history.label(gap) for gap in sorted(gaps)])
    return Taken(period=period, status=status, why=_WHY[status].format(periods=names), parts=made.parts)


def _first_status(empty: list[Reading]) -> Status:
    """Awaited where any is awaited, since it may still come; else the first state."""
    statuses = [STATUS_OF.get(reading.state, Status.AWAITED) for reading in empty]
    return Status.AWAITED if Status.AWAITED in statuses else statuses[0]


def _yearly(history: History, quarter: Period) -> Taken:
    """A yearly figure is due in the quarter in which its year ends, later by its lag."""
    kpi = history.kpi
    for month in reversed(quarter.month_periods()):
        ended = month.shift(-kpi.lag)
        year = kpi.calendar.year_of(ended.end)
        found = _year_ending(history, ended, whole=year.last_month != ended)
        if found is not None:
            whole = found.period if found.period.months >= YEAR else year
            taken = _settled(history, whole, Combined(parts=(found,)))
            return taken if taken.status else replace(taken, why=_which_year(history, whole))
        if year.last_month == ended:
            return _settled(history, year, Combined(missing=(year,)))
    return Taken(period=None, status=Status.NOT_DUE, why="Reported once a year and not due this quarter.")


def _which_year(history: History, year: Period) -> str:
    return _latest_available(history, year) if history.kpi.lag else f"The figure is that of {history.label(year)}."


def _year_ending(history: History, month: Period, *, whole: bool) -> Reading | None:
    """The longest reading that ends with the month: a year or more; unless ``whole`` also a month or quarter."""
    ending = [
        reading
        for period, reading in history.by_period.items()
        if period.month_after == month.month_after and (period.months >= YEAR or not whole)
    ]
    return max(ending, key=lambda reading: reading.period.months, default=None)


def latest_words(history: History) -> str:
    """ "The latest figure is 84.1% for Q2 2025/26.", or that there is none."""
    latest = history.latest
    if latest is None or latest.value is None:
        return "Figures are given for teams only." if history.kpi.team_readings else "No figure has been reported yet."
    value = figure(latest.value, history.kpi.decimals, history.kpi.unit)
    return f"The latest figure is {value} for {history.label(latest.period)}."


def unused_words(history: History, period: Period | None) -> tuple[str, ...]:
    """A sentence for each reading inside the period that was not used because its own period had not ended."""
    return tuple(
        f"A figure for {history.label(reading.period)} was not used: it runs past {date_label(history.as_at)}."
        for reading in history.early
        if period is not None and reading.value is not None and period.contains(reading.period)
    )
