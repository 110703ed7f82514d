"""Columns that stand apart from a table, behind a blank column: a part of it, or a list that only lies beside it.

The list behind a drop-down often stands beside the table with the very header of the column that it serves. Read as
that column, it would give each row the word that happens to lie beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from quarterly.model.contract import DISTRIBUTION, Sheet
from quarterly.model.problems import CellRef, Problem
from quarterly.read import table_kinds
from quarterly.read.grid import Grid
from quarterly.read.values import text_of


class Apart(Struct, frozen=True, kw_only=True):
    """Columns that are not the table's, and what is to be said of them."""

    columns: frozenset[int] = frozenset()
    problems: tuple[Problem, ...] = ()


def columns_apart(
    grid: Grid, sheet: Sheet, row: int, *, key: int, fields: Mapping[int, str], dated: Sequence[int]
) -> Apart:
    """What stands to the right of a table behind a wholly blank column, and cannot be told to be a part of it.

    ``row`` is the header row, ``key`` the column of the key; ``fields`` are the fields that headers name, by column,
    and ``dated`` the columns headed by a period.
    """
    end = _end(grid, sheet, row, key=key, fields=fields, dated=dated)
    if not end:
        return Apart()
    rows = [number for number in range(row + 1, len(grid.rows) + 1) if _is_record(grid, number, key, end)]
    own = {fields[column] for column in fields if column < end}
    columns: set[int] = set()
    problems: list[Problem] = []
    for group in _groups(grid, row, end, rows):
        if _is_table(sheet, group, fields, dated):
            at = CellRef(grid.name, row, group[0])
            problems.append(table_kinds.TABLE_BESIDE.at(at, text_of(grid.value(row, group[0]))))
            columns.update(group)
        elif not _belongs(grid, group, rows, fields):
            known = [column for column in group if column in fields]
            columns.update(known)
            problems += [_doubt(grid, sheet, row, column, rows) for column in known if fields[column] not in own]
    return Apart(columns=frozenset(columns), problems=tuple(problems))


def _is_record(grid: Grid, row: int, key: int, end: int) -> bool:
    """Whether a row has a key and something else before the blank column; a heading among the rows has not."""
    cells = grid.rows[row - 1]
    return cells[key - 1] != "" and any(cell != "" for column, cell in enumerate(cells[: end - 1], 1) if column != key)


def _end(grid: Grid, sheet: Sheet, row: int, *, key: int, fields: Mapping[int, str], dated: Sequence[int]) -> int:
    """The first wholly blank column right of all that the sheet needs; 0 where headers end before one."""
    needed = {column.field for column in sheet.columns if column.required}
    if dated:
        needed.discard("period")
    width = max((column for column, cell in enumerate(grid.rows[row - 1], 1) if cell != ""), default=0)
    for column in range(key + 1, width):
        left = {field for at, field in fields.items() if at < column}
        if needed <= left and (not dated or min(dated) < column) and _is_blank(grid, row, column, key):
            return column
    return 0


def _is_blank(grid: Grid, row: int, column: int, key: int) -> bool:
    """Whether nothing stands in a column beside the rows of the table, nor is merged into it."""
    if grid.value(row, column) != "" or grid.error(row, column) or grid.is_uncalculated(row, column):
        return False
    if any(left <= column <= right and bottom >= row for _, left, bottom, right in grid.marks.merges):
        return False
    return all(grid.value(below, column) == "" or grid.value(below, key) == "" for below in _below(grid, row))


def _below(grid: Grid, row: int) -> range:
    return range(row + 1, len(grid.rows) + 1)


def _groups(grid: Grid, row: int, start: int, rows: Sequence[int]) -> Iterator[list[int]]:
    """Columns beyond ``start`` that stand side by side, without a blank one between them."""
    group: list[int] = []
    for column in range(start + 1, len(grid.rows[row - 1]) + 1):
        if grid.value(row, column) != "" or any(grid.value(number, column) != "" for number in rows):
            group.append(column)
        elif group:
            yield group
            group = []
    if group:
        yield group


def _is_table(sheet: Sheet, group: Sequence[int], fields: Mapping[int, str], dated: Sequence[int]) -> bool:
    """Whether columns are a table: they have the key's header again, or periods beside words of their own."""
    if sheet.columns[0].field in (fields.get(column) for column in group):
        return True
    return group[0] not in dated and group[0] not in fields and any(column in dated for column in group)


def _belongs(grid: Grid, group: Sequence[int], rows: Sequence[int], fields: Mapping[int, str]) -> bool:
    """Whether columns are certainly the table's: something stands in each of its rows, and a word more than once.

    A list of choices, or a summary, names each thing once.
    """
    filled = {number for number in rows for column in group if _stands(grid, number, column)}
    return len(filled) == len(rows) and any(
        len(values) > len(set(values))
        for column in group
        if column in fields
        for values in [_values(grid, column, rows)]
    )


def _stands(grid: Grid, row: int, column: int) -> bool:
    """Whether a cell holds something, itself or as a part of merged cells."""
    return grid.value(row, column) != "" or any(
        top <= row <= bottom and left <= column <= right for top, left, bottom, right in grid.marks.merges
    )


def _values(grid: Grid, column: int, rows: Sequence[int]) -> list[str]:
    return [text for number in rows if (text := text_of(grid.value(number, column)))]


def _doubt(grid: Grid, sheet: Sheet, row: int, column: int, rows: Sequence[int]) -> Problem:
    header = text_of(grid.value(row, column))
    # Who is sent what is never a guess: without the column, somebody might be sent what is not for them.
    is_list = sheet is not DISTRIBUTION and _is_list(grid, column, rows)
    kind = table_kinds.LIST_BESIDE if is_list else table_kinds.COLUMN_APART
    return kind.at(CellRef(grid.name, row, column), header)


def _is_list(grid: Grid, column: int, rows: Sequence[int]) -> bool:
    """Whether a column is plainly a list: some words from the first row on, each once, that end before the table."""
    words = _values(grid, column, rows)
    top = _values(grid, column, rows[: len(words)])
    return 1 < len(words) < len(rows) and words == top and len(set(words)) == len(words)
