"""Rows that are struck through: a reader of the report cannot see the line, so the officer is told of them."""

from __future__ import annotations

from quarterly.model.contract import DISTRIBUTION
from quarterly.model.problems import CellRef, Problem
from quarterly.read import kinds
from quarterly.read.table import Table
from quarterly.read.values import text_of


def struck_rows(table: Table) -> list[Problem]:
    """One problem for all rows of a table whose key is struck through; recipients have one each, elsewhere."""
    if not table.grid.marks.struck or table.sheet is DISTRIBUTION:
        return []
    grid, key = table.grid, table.columns[table.key.field]
    rows = [
        row
        for row in range(table.header_row + 1, len(grid.rows) + 1)
        if grid.is_struck(row, key) and grid.value(row, key) != ""
    ]
    if not rows:
        return []
    found = ", ".join(text_of(grid.value(row, key)) for row in rows)
    at = CellRef(grid.name, rows[0], key)
    return [kinds.ROWS_STRUCK.at(at, found, rows=", ".join(map(str, rows)))]
