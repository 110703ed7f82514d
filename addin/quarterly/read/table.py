"""A table found on a sheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from quarterly.model.contract import Column, Sheet
from quarterly.model.problems import CellRef, Source
from quarterly.read.grid import CellValue, Grid


class Table(Struct, frozen=True, kw_only=True):
    """A sheet's table: where its header row stands, and in which column (from 1) each field.

    ``header_end`` is its last row where the headers stand in several. ``periods`` are the columns of a wide table that
    are headed by a period; ``others`` the headed columns that belong to no field. ``unread`` are fields that have a
    header and whose column was not read, because it is not certain which it is.
    """

    sheet: Sheet
    grid: Grid
    header_row: int
    columns: Mapping[str, int]
    header_end: int = 0
    periods: tuple[int, ...] = ()
    others: tuple[int, ...] = ()
    unread: frozenset[str] = frozenset()

    @property
    def key(self) -> Column:
        """The column that every row must fill in."""
        return self.sheet.columns[0]

    @property
    def first_row(self) -> int:
        """The first row under the headers."""
        return max(self.header_row, self.header_end) + 1

    @property
    def read_columns(self) -> tuple[int, ...]:
        """The columns in which a row says anything, in order."""
        return tuple(sorted((*self.columns.values(), *self.periods)))

    def cell(self, row: int, field: str) -> CellRef:
        """The address of a field in a row; the row as a whole where there is no such column."""
        return CellRef(self.grid.name, row, self.columns.get(field, 0))

    def source(self, row: int) -> Source:
        """Where a record of this row comes from."""
        return Source(self.grid.name, row, self.columns)

    def under(self, column: int) -> Iterator[CellValue]:
        """What stands in a column, in the rows that have a key."""
        key = self.columns[self.key.field] - 1
        for cells in self.grid.rows[self.first_row - 1 :]:
            if len(cells) >= column and cells[key] != "":
                yield cells[column - 1]
