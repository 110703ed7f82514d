"""Whether the columns of a wide table are as long as the indicators' frequencies say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from quarterly.model.kpi import Frequency, Kpi
from quarterly.model.periods import Calendar, Period
from quarterly.model.problems import CellRef, Problem, ProblemKind
from quarterly.read import kinds
from quarterly.read.grid import CellValue
from quarterly.read.headers import Table
from quarterly.read.values import PeriodRead, text_of

MONTHS: Mapping[Frequency, int] = {Frequency.MONTH: 1, Frequency.QUARTER: 3, Frequency.YEAR: 12}
"""Months that a reading covers."""

PeriodOf = Callable[[CellValue], PeriodRead | ProblemKind]


class Lengths:
    """Reports columns of another length, once each for the indicators of one frequency.

    It is said once in all where every column is of that other length, and not of a year that was over before the
    last of the columns: councils put last year's outturn beside the months.
    """

    def __init__(self, table: Table, columns: Sequence[int], problems: list[Problem]) -> None:
        self._table = table
        self._columns = columns
        self._problems = problems
        self._said: set[tuple[int, Frequency]] = set()
        self._last_days: dict[tuple[Frequency, Calendar], date | None] = {}

    def compare(self, kpi: Kpi, period_of: PeriodOf, period: Period, at: CellRef) -> None:
        """Note that a figure covers another length of time, unless that was said or is no mistake."""
        if period.months == MONTHS[kpi.frequency]:
            return
        last = self._last_day(kpi, period_of)
        if last and period.months == MONTHS[Frequency.YEAR] and period.end < last:
            return
        place = (at.column if last else 0, kpi.frequency)
        if place not in self._said:
            self._said.add(place)
            header = text_of(self._header(at.column))
            self._problems.append(kinds.PERIOD_NOT_OF_FREQUENCY.at(at, header, frequency=kpi.frequency.value))

    def _last_day(self, kpi: Kpi, period_of: PeriodOf) -> date | None:
        """When the last of the columns ends that are as long as the indicator's frequency says."""
        key = kpi.frequency, kpi.calendar
        if key not in self._last_days:
            read = [period_of(self._header(column)) for column in self._columns]
            periods = [one.period for one in read if isinstance(one, PeriodRead)]
            own = [period.end for period in periods if period.months == MONTHS[kpi.frequency]]
            self._last_days[key] = max(own, default=None)
        return self._last_days[key]

    def _header(self, column: int) -> CellValue:
        return self._table.grid.value(self._table.header_row, column)
