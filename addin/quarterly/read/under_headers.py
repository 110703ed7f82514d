"""What the cells under a header say of it: that it is lost, or that it means something else on this sheet."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from msgspec.structs import replace

from quarterly.model.contract.spec import Column, Holds
from quarterly.model.problems import CellRef, Problem, ProblemKind
from quarterly.read import kinds, table_kinds
from quarterly.read.choices import EVERYDAY, LEVELS
from quarterly.read.table import Table
from quarterly.read.values import closest, folded, read_value, text_of


def unheaded(table: Table) -> list[Problem]:
    """Columns with values under a header that Excel does not show, or among the periods under none at all."""
    grid, row = table.grid, table.header_row
    problems = []
    last = max(table.read_columns)
    for column in range(1, len(grid.rows[row - 1]) + 1):
        if grid.value(row, column) != "":
            continue
        at = CellRef(grid.name, row, column)
        error = grid.error(row, column)
        if error and any(cell != "" for cell in table.under(column)):
            problems.append(kinds.CELL_ERROR.at(at, error))
        elif grid.is_uncalculated(row, column) and any(cell != "" for cell in table.under(column)):
            problems.append(kinds.FORMULA_NOT_CALCULATED.at(at))
        elif table.periods and column > table.periods[0] and not error and _has_figures(table, column):
            problems.append(table_kinds.PERIOD_COLUMN_UNREAD.at(at))
        elif column > last and not any(cell != "" for cell in table.under(column)):
            break  # a blank column ends the table; what stands beyond is the officer's own
    return problems


def _has_figures(table: Table, column: int) -> bool:
    return any(cell != "" and not isinstance(read_value(cell), ProblemKind) for cell in table.under(column))


def without_own(table: Table, aliased: Collection[int]) -> tuple[Table, list[Problem]]:
    """The table without the columns that an everyday word heads, and whose cells show that it means something else.

    ``aliased`` are the columns found by another name than the contract's own.
    """
    columns = dict(table.columns)
    problems = []
    for field, number in table.columns.items():
        column = table.sheet.column(field)
        header = text_of(table.grid.value(table.header_row, number))
        if number in aliased and _means_other(column, header, _words(table, number)):
            del columns[field]
            at = CellRef(table.grid.name, table.header_row, number)
            problems.append(_said(column, at, header))
    return (replace(table, columns=columns), problems) if problems else (table, problems)


def _words(table: Table, column: int) -> Iterator[str]:
    header = table.grid.value(table.header_row, column)
    return (
        text for cell in table.under(column) if isinstance(cell, str) and cell != header and (text := text_of(cell))
    )


def _means_other(column: Column, header: str, words: Iterator[str]) -> bool:
    folds = set(map(folded, words)) - {""}
    if column.field == "theme":
        return bool(folds) and folds <= LEVELS
    known = EVERYDAY.get(folded(header), frozenset()) if column.holds is Holds.CHOICE else frozenset()
    return bool(known and folds) and not any(word in known or closest(word, known) for word in folds)


def _said(column: Column, at: CellRef, header: str) -> Problem:
    if column.holds is Holds.CHOICE:
        return table_kinds.COLUMN_OTHER.at(at, header, column=column.header, choices=", ".join(column.choices))
    return table_kinds.COLUMN_LEVELS.at(at, header, column=column.header)
