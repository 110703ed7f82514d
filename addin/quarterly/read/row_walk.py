"""What the rows under a table's headers are: its own, headings, totals, keys to colours, or another table's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from quarterly.model.contract.spec import Holds
from quarterly.model.problems import Problem
from quarterly.read import kinds, table_kinds
from quarterly.read.grid import CellValue, Grid
from quarterly.read.header_names import is_other_header
from quarterly.read.merges import blocks, is_band, shortened
from quarterly.read.table import Table
from quarterly.read.values import folded, text_of

if TYPE_CHECKING:
    from quarterly.read.rows import Row


class Walk:
    """Goes down the rows of a table and says of each what it is."""

    def __init__(self, table: Table, problems: list[Problem]) -> None:
        self._table = table
        self._problems = problems
        self._key = table.columns[table.key.field]
        self._needed = _needed(table)
        self._columns = table.read_columns
        fields = tuple(table.columns.values())
        self._bands = {merge[0] for merge in table.grid.marks.merges if is_band(merge, fields)}
        self._blocks = {number: block for block in blocks(table) for number in range(block.first, block.last + 1)}
        header = table.grid.rows[table.header_row - 1][self._key - 1] if table.header_row else ""
        self._headers = {header, table.key.header, *table.key.aliases}
        self._ordinary: set[CellValue] = set()  # keys that were looked at before
        self._after_gap = False
        self._numbered = True  # whether every reference so far has a digit

    def is_plain(self, number: int) -> bool:
        """Whether a row is plainly the table's: most are, and looking closer at each would cost a second."""
        cells = self._table.grid.rows[number - 1]
        own = cells[self._key - 1]
        if own not in self._ordinary:
            if text_of(own) == "" or own in self._headers or _is_total(self._table, own):
                return False
            self._ordinary.add(own)
        if self._after_gap or number in self._bands or number in self._blocks:
            return False
        if self._needed and cells[self._needed - 1] == "":
            return False
        if self._numbered:
            self._numbered = self._table.key.field != "ref" or _has_digit(text_of(own))
        return True

    def is_of_second_table(self, row: Row) -> bool:
        """Whether the row is the header of another table; the same headers again are not."""
        cells = self._table.grid.rows[row.number - 1]
        return not self._repeats_headers(cells) and is_other_header(self._table, cells)

    def is_record(self, row: Row) -> bool:
        """Whether the row is one of the table after all; what it is otherwise has been reported."""
        key = self._table.key.field
        cells = self._table.grid.rows[row.number - 1]
        if self._repeats_headers(cells):
            return False
        if self._is_blank(row, cells) or self._is_heading(row, cells):
            self._after_gap = True
            return False
        block = self._blocks.get(row.number)
        if block:
            if row.number == block.first:
                self._problems.append(block.problem(self._table))
            return row.number == block.first and not self._table.periods
        if row.line(key) == "":
            self._report_missing_key(row, cells)
            return False
        if self._after_gap and self._is_apart(row, cells):
            row.report(table_kinds.ROW_APART, key)
            return False
        self._after_gap = False
        self._numbered = self._numbered and _has_digit(row.line(key))
        return True

    def _is_blank(self, row: Row, cells: Sequence[CellValue]) -> bool:
        if any(text_of(cells[column - 1]) for column in self._columns):
            return False
        return not _has_fault(self._table.grid, row.number, self._key)

    def _is_heading(self, row: Row, cells: Sequence[CellValue]) -> bool:
        """Whether a row holds a heading merged across, nothing but words in place of its key, or totals: a note."""
        key = self._table.key.field
        filled = [cells[column - 1] for column in self._columns if text_of(cells[column - 1])]
        if row.number in self._bands and len(filled) == 1:
            row.report(table_kinds.BAND_ROW, key, text_of(filled[0]))
            return True
        own = text_of(cells[self._key - 1])
        total = next((text_of(cell) for cell in filled if _is_total(self._table, cell)), "")
        if total and own in ("", total):
            row.report(table_kinds.BAND_ROW, key, total)
            return True
        if self._needed and _is_words_alone(own, cells, self._key):
            row.report(table_kinds.BAND_ROW, key)
            return True
        return False

    def _repeats_headers(self, cells: Sequence[CellValue]) -> bool:
        if not self._table.header_row:
            return False
        header = self._table.grid.rows[self._table.header_row - 1]
        same = all(cells[column - 1] == header[column - 1] for column in self._columns)
        return same and sum(cells[column - 1] != "" for column in self._columns) > 1

    def _is_apart(self, row: Row, cells: Sequence[CellValue]) -> bool:
        """Whether a row of two cells at most, under a gap, has a reference without the digit of all above it."""
        own = row.line(self._table.key.field)
        if self._table.key.field != "ref" or _has_digit(own) or sum(cell != "" for cell in cells) > 2:
            return False
        return self._numbered

    def _report_missing_key(self, row: Row, cells: Sequence[CellValue]) -> None:
        key = self._table.key
        if _has_fault(self._table.grid, row.number, self._key):
            return  # reported when the key was read
        found = next((text for column in self._columns if (text := text_of(cells[column - 1]))), "")
        self._problems.append(kinds.KEY_MISSING.at(row.cell(key.field), shortened(found), column=key.header))


_TOTALS = frozenset(
    map(folded, ("Total", "Totals", "Grand total", "Subtotal", "Subtotals", "Sub total", "Average", "Mean", "Summary"))
)
"""Words that stand in place of a reference or a date in a row of totals."""


def _is_total(table: Table, cell: CellValue) -> bool:
    return isinstance(cell, str) and table.key.holds in _COUNTED and folded(cell) in _TOTALS


_COUNTED = (Holds.REF, Holds.PERIOD, Holds.DATE)


def _needed(table: Table) -> int:
    """The column, beside a key of references, that is blank where a row holds a heading; 0 where there is none."""
    if table.key.holds is not Holds.REF:
        return 0
    required = (table.columns.get(column.field, 0) for column in table.sheet.columns[1:] if column.required)
    return next((column for column in required if column), next(iter((*table.periods, *table.others)), 0))


def _is_words_alone(own: str, cells: Sequence[CellValue], key: int) -> bool:
    """Whether nothing but words stands where the reference belongs; one word with a digit is a reference alone."""
    alone = all(cell == "" for column, cell in enumerate(cells, start=1) if column != key)
    return bool(own) and alone and (" " in own or not _has_digit(own))


def _has_digit(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _has_fault(grid: Grid, row: int, column: int) -> bool:
    return bool(grid.error(row, column)) or grid.is_uncalculated(row, column)
