"""What heads the columns and rows of a wide KPI Data: periods, and words that make the figures somebody else's."""

from __future__ import annotations

from collections.abc import Iterable

from quarterly.model.periods import Calendar
from quarterly.model.problems import CellRef, Problem, ProblemKind
from quarterly.read import kinds, table_kinds
from quarterly.read.grid import CellValue
from quarterly.read.merges import label_column
from quarterly.read.period_text import is_name_of_another, stands_for_another
from quarterly.read.table import Table
from quarterly.read.values import PeriodRead, read_period, text_of


def reading_columns(table: Table, calendars: Iterable[Calendar], problems: list[Problem]) -> list[int]:
    """The columns whose header is a period in some of the indicators' years, in order.

    A header that only looks like one, or says that its figures are not the authority's own, is reported.
    """
    columns = []
    known = tuple(dict.fromkeys(calendars)) or (Calendar(),)
    for column in table.others:
        header = table.grid.value(table.header_row, column)
        read = _period_in_any(header, known, date_1904=table.grid.date_1904)
        said = _said_of(read, text_of(header))
        problems += [kind.at(CellRef(table.grid.name, table.header_row, column), text_of(header)) for kind in said]
        if isinstance(read, PeriodRead) and read.is_actual:
            columns.append(column)
    return columns


def _said_of(read: PeriodRead | ProblemKind, header: str) -> list[ProblemKind]:
    if isinstance(read, PeriodRead):
        if not read.is_actual:
            return [table_kinds.PERIOD_NOT_ACTUAL]
        bare = [kinds.PERIOD_BARE_YEAR] if read.bare_year else []
        return bare + [kinds.PERIOD_SUFFIX_UNKNOWN] * bool(read.suffix)
    if read is not kinds.PERIOD_NOT_UNDERSTOOD:
        return [read]
    if not any(letter.isdigit() for letter in header):
        return []
    return [table_kinds.PERIOD_NOT_ACTUAL if stands_for_another(header) else table_kinds.PERIOD_COLUMN_UNREAD]


def _period_in_any(header: CellValue, calendars: tuple[Calendar, ...], *, date_1904: bool) -> PeriodRead | ProblemKind:
    """What a header says in the first year that can place it: "Q3 2025" is a quarter of calendar years only."""
    reads = [read_period(header, calendar, date_1904=date_1904) for calendar in calendars]
    return next((read for read in reads if isinstance(read, PeriodRead)), reads[0])


def is_of_another(table: Table, row: int, problems: list[Problem]) -> bool:
    """Whether a row is named "Target" or the like, and is not the indicator's own; reported at that name."""
    column = label_column(table, row) if table.periods else 0
    name = text_of(table.grid.value(row, column))
    if not is_name_of_another(name):
        return False
    problems.append(table_kinds.PERIOD_NOT_ACTUAL.at(CellRef(table.grid.name, row, column), name))
    return True
