"""The KPI Data sheet, one row a reading (long) or one column a period (wide)."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

from quarterly.model.kpi import Frequency, Kpi, Reading, ReadingState
from quarterly.model.periods import Calendar, Period
from quarterly.model.problems import CellRef, Problem, ProblemKind, Source
from quarterly.read import kinds, table_kinds
from quarterly.read.blank_words import is_dash, is_ditto
from quarterly.read.grid import CellValue
from quarterly.read.headers import Table
from quarterly.read.rows import Row, hint, rows_of
from quarterly.read.sheets.fractions import with_fraction
from quarterly.read.sheets.kpis import KpiDraft
from quarterly.read.sheets.lengths import MONTHS, Lengths
from quarterly.read.sheets.refs import without_zeros
from quarterly.read.sheets.wide_headers import is_of_another, reading_columns
from quarterly.read.values import (
    PeriodRead,
    ValueRead,
    closest,
    folded,
    read_period,
    read_state,
    read_value,
    ref_key,
    rounds_to_zero,
    text_of,
)

_WORTHLESS = frozenset(
    {
        ReadingState.NOT_APPLICABLE,
        ReadingState.NOT_AVAILABLE,
        ReadingState.SUPPRESSED,
        ReadingState.AWAITED,
        ReadingState.NOT_DUE,
        ReadingState.LAGGED,
    }
)
"""States that stand in place of a figure."""


class RawReading(Struct, frozen=True, kw_only=True):
    """A reading before its series is on one scale; ``percent`` where the value carried a percent sign.

    ``written`` is the period that its cell names, where another was put in its place.
    """

    reading: Reading
    percent: bool
    written: Period | None = None

    @property
    def at(self) -> CellRef:
        """The cell of the value."""
        return self.reading.source.cell("value")


_BESIDES_VALUE = ("numerator", "denominator", "team", "state", "comment")

Readings = dict[str, list[RawReading]]
"""Readings by the key of their indicator's reference."""


def read_readings(
    table: Table, drafts: Mapping[str, KpiDraft], problems: list[Problem], *, authority: str = ""
) -> Readings:
    """Every reading of a known indicator, as it stands on the sheet; a team named as the ``authority`` is the whole."""
    reader = _Reader(table, drafts, problems, authority)
    return reader.long() if "period" in table.columns else reader.wide()


_PeriodsRead = dict[tuple[type, CellValue], PeriodRead | ProblemKind]
"""What a cell's value says, with its type beside it, since 1.0 and True are the same key."""


class _Series(Struct, frozen=True, kw_only=True):
    """An indicator while its rows are read; ``periods`` are shared by those of one frequency and year."""

    kpi: Kpi
    months: int
    periods: _PeriodsRead
    readings: list[RawReading]
    date_1904: bool = False

    def period(self, value: CellValue) -> PeriodRead | ProblemKind:
        """The period that a cell names."""
        known = self.periods.get((type(value), value))
        if known is None:
            known = read_period(value, self.kpi.calendar, frequency=self.kpi.frequency, date_1904=self.date_1904)
            self.periods[type(value), value] = known
        return known


class _Reader:
    """One pass over the sheet. Periods and references recur in every row, so each is worked out once."""

    def __init__(self, table: Table, drafts: Mapping[str, KpiDraft], problems: list[Problem], authority: str) -> None:
        self._table = table
        self._authority = folded(authority)
        self._drafts = drafts
        self._problems = problems
        self._names = _keys_by_name(drafts)
        self._periods: dict[tuple[Frequency, Calendar], _PeriodsRead] = {}
        self._by_key: dict[str, _Series] = {}
        self._by_ref: dict[str, _Series] = {}  # as the sheet writes the reference
        self._without_zeros = without_zeros(draft.kpi.ref for draft in drafts.values())
        self._lengths = Lengths(table, (), problems)
        self._near: dict[str, str] = {}  # what an unknown reference may have meant
        self._beside = [table.columns[field] - 1 for field in _BESIDES_VALUE if field in table.columns]
        self._nothing = [""] * len(self._beside)

    def long(self) -> Readings:
        for row in rows_of(self._table, self._problems):
            series = self._series(row)
            if series is None:
                continue
            period = self._row_period(row, series)
            if period is None:
                continue
            raw = self._reading(row, series.kpi, period)
            if raw:
                series.readings.append(raw)
        return {key: series.readings for key, series in self._by_key.items()}

    def _series(self, row: Row) -> _Series | None:
        """The row's indicator; ``None``, and reported, where there is no such indicator."""
        cell = row.peek("kpi")
        known = self._by_ref.get(cell) if isinstance(cell, str) else None
        if known is not None:
            return known
        ref = row.line("kpi")
        if isinstance(cell, float) and ref in self._without_zeros:
            row.report(kinds.REF_AS_NUMBER, "kpi", other=self._without_zeros[ref])
            return None
        key = ref_key(ref)
        key = key if key in self._drafts else self._names.get(folded(ref), "")
        if key:
            found = self._by_key.get(key) or self._started(key)
            self._by_ref[ref] = found
            return found
        if ref:
            row.report(kinds.KPI_UNKNOWN, "kpi", hint=hint(self._near_to(ref)))
        return None

    def _started(self, key: str) -> _Series:
        kpi = self._drafts[key].kpi
        periods = self._periods.setdefault((kpi.frequency, kpi.calendar), {})
        self._by_key[key] = _Series(
            kpi=kpi,
            months=MONTHS[kpi.frequency],
            periods=periods,
            readings=[],
            date_1904=self._table.grid.date_1904,
        )
        return self._by_key[key]

    def _near_to(self, ref: str) -> str:
        if ref not in self._near:
            names = [text for draft in self._drafts.values() for text in (draft.kpi.ref, draft.kpi.name)]
            self._near[ref] = closest(ref, names)
        return self._near[ref]

    def _row_period(self, row: Row, series: _Series) -> PeriodRead | None:
        value = row.value("period")
        if isinstance(value, str) and not value.strip():
            if not row.table.grid.error(row.number, row.table.columns["period"]):
                row.report(kinds.REQUIRED_EMPTY, "period", column="Period")
            return None
        read = series.period(value)
        if isinstance(read, ProblemKind):
            row.report(read, "period")
            return None
        if not read.is_actual:
            row.report(table_kinds.PERIOD_NOT_ACTUAL, "period")
            return None
        row.report_period(read, "period")
        if read.period.months != series.months:
            row.report(kinds.PERIOD_NOT_OF_FREQUENCY, "period", frequency=series.kpi.frequency.value)
        return read

    def _reading(self, row: Row, kpi: Kpi, period: PeriodRead) -> RawReading | None:
        cell = row.peek("value")
        if type(cell) is float and math.isfinite(cell) and self._is_alone(row):
            return _bare(row, period, cell)
        value = self._value(row, "value")
        top, bottom = self._value(row, "numerator"), self._value(row, "denominator")
        state = self._state(row)
        team = self._team(row)
        if isinstance(value, ProblemKind) or state is None or team is None:
            return None
        numerator = top.number if isinstance(top, ValueRead) else None
        denominator = bottom.number if isinstance(bottom, ValueRead) else None
        number, percent, worked_state = with_fraction(row, kpi, value, numerator, denominator)
        state = _first_state(state, value, period, worked_state)
        if value is None and number is None and isinstance(top, ValueRead) and state is ReadingState.FINAL:
            state = top.state
        if number is None and state in (ReadingState.FINAL, ReadingState.PROVISIONAL, ReadingState.REVISED):
            state = ReadingState.AWAITED
        if number is not None and _contradicts(state, number):
            own = value is not None and value.number is not None and value.state is state
            row.report(kinds.STATE_CONTRADICTS_VALUE, "value" if own else "state")
            number = None
        comment = " ".join(
            part for part in (f"({period.suffix})" if period.suffix else "", row.text("comment")) if part
        )
        reading = Reading(
            period=period.period,
            value=number,
            numerator=numerator,
            denominator=denominator,
            team=team,
            state=state,
            comment=comment,
            source=row.source,
        )
        return RawReading(reading=reading, percent=percent, written=period.written)

    def _team(self, row: Row) -> str | None:
        """The team; empty for the whole authority, by whatever word it is called; ``None`` for a ditto mark."""
        team = row.line("team")
        if is_ditto(team):
            if "team" not in row.errors:
                row.report(kinds.DITTO, "team")
            return None
        return "" if _is_whole(team) or folded(team) == self._authority else team

    def _is_alone(self, row: Row) -> bool:
        """Whether nothing stands beside the row's value, seen or hidden by Excel, nor a percent sign at any."""
        marks = self._table.grid.marks
        if marks.hides_values or marks.percentages:
            return False
        cells = self._table.grid.rows[row.number - 1]
        return [cells[place] for place in self._beside] == self._nothing

    def _value(self, row: Row, field: str) -> ValueRead | ProblemKind | None:
        """A figure or shorthand; a cell that is neither, or shows an Excel error, gives its sort of problem."""
        value = row.peek(field)
        if value == "":
            if field not in row.table.columns:
                return None
            before = len(self._problems)
            row.value(field)
            return self._problems[-1].kind if len(self._problems) > before else None
        read = read_value(value, shown_as_percent=row.is_shown_as_percent(field))
        if isinstance(read, ProblemKind):
            row.report(read, field)
        return read

    def _state(self, row: Row) -> ReadingState | None:
        text = row.line("state")
        if not text:
            return ReadingState.FINAL
        state = read_state(text)
        if state is None:
            near = closest(text, [known.value for known in ReadingState if known.value])
            row.report(kinds.STATE_UNKNOWN, "state", hint=hint(near))
        return state

    def wide(self) -> Readings:
        calendars = (draft.kpi.calendar for draft in self._drafts.values())
        headers = reading_columns(self._table, calendars, self._problems)
        self._lengths = Lengths(self._table, headers, self._problems)
        for row in rows_of(self._table, self._problems):
            series = self._series(row)
            if series is None or is_of_another(self._table, row.number, self._problems):
                continue
            for column in headers:
                raw = self._wide_cell(row, series, column)
                if raw:
                    series.readings.append(raw)
        return {key: series.readings for key, series in self._by_key.items()}

    def _wide_cell(self, row: Row, series: _Series, column: int) -> RawReading | None:
        grid = self._table.grid
        at = CellRef(grid.name, row.number, column)
        value = grid.value(row.number, column)
        if value == "":
            fault = _fault(self._table, row.number, column)
            if fault:
                self._problems.append(fault)
            return None
        period = series.period(grid.value(self._table.header_row, column))
        read = read_value(value, shown_as_percent=grid.is_percentage(row.number, column))
        if isinstance(read, ProblemKind):
            self._problems.append(read.at(at, text_of(value)))
        if isinstance(period, ProblemKind):
            self._problems.append(period.at(at, text_of(grid.value(self._table.header_row, column))))
        team = self._team(row)
        if not isinstance(read, ValueRead) or not isinstance(period, PeriodRead) or team is None:
            return None
        self._lengths.compare(series.kpi, series.period, period.period, at)
        state = read.state if read.state is not ReadingState.FINAL else period.state
        if read.number is None and state in (ReadingState.PROVISIONAL, ReadingState.REVISED, ReadingState.FINAL):
            state = ReadingState.AWAITED
        number = read.number
        if number is not None and _contradicts(state, number):
            self._problems.append(kinds.STATE_CONTRADICTS_VALUE.at(at, text_of(value)))
            number = None
        source = Source(grid.name, row.number, {**self._table.columns, "value": column})
        reading = Reading(
            period=period.period,
            value=number,
            team=team,
            state=state,
            comment=f"({period.suffix})" if period.suffix else "",
            source=source,
        )
        return RawReading(reading=reading, percent=read.percent, written=period.written)


def _keys_by_name(drafts: Mapping[str, KpiDraft]) -> Mapping[str, str]:
    """The key of each indicator by its name; names that several share name none."""
    names = [folded(draft.kpi.name) for draft in drafts.values()]
    times = Counter(names)
    return {name: key for name, key in zip(names, drafts, strict=True) if name and times[name] == 1}


_ALL = "(?:all|whole|total|overall|entire|combined)"
_BODY = (
    "(?:(?:local )?authority|la|council|borough|county|city|district|department|directorate|division|services?"
    "|areas?|locality|localities|teams?|children|cases)"
)
_WHOLE = re.compile(
    f"{_ALL}(?: (?:of )?(?:the )?{_BODY})?|{_BODY}(?: ?wide| total| overall| as a whole)|grand total"
    "|(?:local )?authority|council|borough|county|la|n a|na|not applicable"
)
"""What the whole authority is called in place of a team, without punctuation; "None" may well be a group of its own."""


def _bare(row: Row, period: PeriodRead, value: float) -> RawReading:
    """A figure with nothing beside it, as are most: no fraction, state, team or comment to look at one by one."""
    reading = Reading(
        period=period.period,
        value=value,
        state=period.state,
        comment=f"({period.suffix})" if period.suffix else "",
        source=row.source,
    )
    return RawReading(reading=reading, percent=False, written=period.written)


@lru_cache(maxsize=1024)  # teams recur in row after row
def _is_whole(team: str) -> bool:
    words = " ".join(re.sub(r"[\W_]+", " ", team.casefold()).split())
    return bool(_WHOLE.fullmatch(words)) if words else is_dash(team)


def _contradicts(state: ReadingState, number: float) -> bool:
    return state in _WORTHLESS or (state is ReadingState.ROUNDS_TO_ZERO and not rounds_to_zero(number))


def _fault(table: Table, row: int, column: int) -> Problem | None:
    at = CellRef(table.grid.name, row, column)
    error = table.grid.error(row, column)
    if error:
        return kinds.CELL_ERROR.at(at, error)
    return kinds.FORMULA_NOT_CALCULATED.at(at) if table.grid.is_uncalculated(row, column) else None


def _first_state(
    state: ReadingState, value: ValueRead | None, period: PeriodRead, worked: ReadingState
) -> ReadingState:
    """What the State column says goes first, then the value's own mark, then the period's."""
    for known in (state, value.state if value else ReadingState.FINAL, worked, period.state):
        if known is not ReadingState.FINAL:
            return known
    return ReadingState.FINAL
