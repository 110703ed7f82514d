"""Merged cells under a table's headers: values that go for several rows, and those that are nobody's for certain."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from quarterly.model.problems import CellRef, Problem, ProblemKind
from quarterly.read import kinds, table_kinds
from quarterly.read.grid import CellValue
from quarterly.read.marks import Merge
from quarterly.read.period_text import is_name_of_another
from quarterly.read.table import Table
from quarterly.read.values import read_value, text_of

_SHOWN = 80  # characters of a cell that a problem quotes


def shortened(text: str) -> str:
    """Text on one line, no longer than a problem quotes."""
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def is_band(merge: Merge, columns: Sequence[int]) -> bool:
    """Whether cells are merged across several of these columns in one row, as a heading is."""
    top, left, bottom, right = merge
    return top == bottom and sum(left <= column <= right for column in columns) > 1


def fill_merged(table: Table, problems: list[Problem]) -> None:
    """Repeat the value of cells merged downwards; never the key, which belongs to one row, nor a figure of many."""
    key = table.columns[table.key.field]
    for merge in table.grid.marks.merges:
        top, left, bottom, right = merge
        value = table.grid.value(top, left)
        if value == "" or top < table.first_row or left <= key <= right:
            continue
        if any(left <= column <= right for column in table.periods):
            _spread(table, merge, value, problems)
        elif left in table.columns.values() and bottom > top:
            problems.append(kinds.MERGED_FILLED.at(CellRef(table.grid.name, top, left), shortened(text_of(value))))
            _repeat(table, [(row, left) for row in range(top, bottom + 1)], value)


def _spread(table: Table, merge: Merge, value: CellValue, problems: list[Problem]) -> None:
    """Shorthand such as n/a over several periods goes for each; a figure over several is nobody's for certain."""
    top, left, bottom, right = merge
    key = table.columns[table.key.field]
    cells = [
        (row, column)
        for row in range(top, bottom + 1)
        for column in table.periods
        if left <= column <= right and table.grid.value(row, key) != ""
    ]
    if len(cells) < 2:
        return
    read = read_value(value)
    at = CellRef(table.grid.name, top, left)
    if read is not None and not isinstance(read, ProblemKind) and read.number is None:
        problems.append(kinds.MERGED_FILLED.at(at, shortened(text_of(value))))
        _repeat(table, cells, value)
        return
    problems.append(table_kinds.MERGED_READING.at(at, shortened(text_of(value))))
    _repeat(table, [(top, left)], "")


def _repeat(table: Table, cells: Sequence[tuple[int, int]], value: CellValue) -> None:
    rows = table.grid.rows
    for row, column in cells:
        if row <= len(rows):
            rows[row - 1][column - 1] = value


class Block(Struct, frozen=True, kw_only=True):
    """Rows that share one key, from the row that has it to the last."""

    first: int
    last: int

    def problem(self, table: Table) -> Problem:
        """What is to be said of it, at its key."""
        at = table.cell(self.first, table.key.field)
        if table.periods:
            read, remedy = (
                "none",
                "keep one, that of the figures reached: targets belong in Targets, teams in a column Team",
            )
        elif table.key.field == "ref":
            read, remedy = "only the first", f"keep one, or give each a {table.key.header} of its own"
        else:
            read, remedy = "only the first", f"repeat the {table.key.header} in each"
        found = shortened(text_of(table.grid.value(at.row, at.column)))
        return table_kinds.KEY_OVER_ROWS.at(at, found, read=read, remedy=remedy)


def blocks(table: Table) -> Iterator[Block]:
    """Keys merged down over rows that hold something; of a wide table also those whose rows are parts of one KPI."""
    key = table.columns[table.key.field]
    for top, left, bottom, right in table.grid.marks.merges:
        if top >= table.first_row and left <= key <= right and bottom > top:
            last = max((row for row in range(top, bottom + 1) if _says_something(table, row, key)), default=top)
            if last > top:
                yield Block(first=top, last=last)
    if table.periods:
        yield from _labelled(table, key)


def _says_something(table: Table, row: int, key: int) -> bool:
    return any(table.grid.value(row, column) != "" for column in table.read_columns if column != key)


def _labelled(table: Table, key: int) -> Iterator[Block]:
    """Rows without a key under one that has it, each with a name beside it such as "Target": parts of one indicator."""
    first, names = 0, list[str]()
    for row in range(table.first_row, len(table.grid.rows) + 2):
        name = text_of(table.grid.value(row, column)) if (column := label_column(table, row)) else ""
        if first and name and table.grid.value(row, key) == "":
            names.append(name)
            continue
        if len(names) > 1 and any(map(is_name_of_another, names)):
            yield Block(first=first, last=row - 1)
        first, names = (row, [name]) if name else (0, [])


def label_column(table: Table, row: int) -> int:
    """The column of no field, left of the periods, in which a row with figures has a name; 0 where it has none."""
    if not any(table.grid.value(row, column) != "" for column in table.periods):
        return 0
    own = (column for column in range(1, table.periods[0]) if column not in table.columns.values())
    return next((column for column in own if text_of(table.grid.value(row, column))), 0)
