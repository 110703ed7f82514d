"""Finding the contract in a workbook: sheets by name, tables wherever they start, columns by header.

Names match exactly once case, spaces and punctuation are ignored. What only resembles a name is never taken for it;
it is shown with "did you mean".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from quarterly.model.contract import SHEETS, Column, Sheet
from quarterly.model.problems import CellRef, Problem, Source, column_letters
from quarterly.read import kinds
from quarterly.read.grid import CellValue, Grid
from quarterly.read.values import closest, folded, text_of


class Table(Struct, frozen=True, kw_only=True):
    """A sheet's table: where its header row stands, and in which column (from 1) each field.

    ``others`` are the headed columns that belong to no field.
    """

    sheet: Sheet
    grid: Grid
    header_row: int
    columns: Mapping[str, int]
    others: tuple[int, ...] = ()

    @property
    def key(self) -> Column:
        """The column that every row must fill in."""
        return self.sheet.columns[0]

    def cell(self, row: int, field: str) -> CellRef:
        """The address of a field in a row; the row as a whole where there is no such column."""
        return CellRef(self.grid.name, row, self.columns.get(field, 0))

    def source(self, row: int) -> Source:
        """Where a record of this row comes from."""
        return Source(self.grid.name, row, self.columns)


def match_sheets(names: Sequence[str]) -> tuple[Mapping[str, str], tuple[Problem, ...]]:
    """Which sheet of the workbook is which of the contract: contract name to workbook name, and what was odd."""
    by_name = {folded(sheet.name): sheet.name for sheet in SHEETS}
    by_alias = {folded(alias): sheet.name for sheet in SHEETS for alias in sheet.aliases}
    matches: dict[str, str] = {}
    problems: list[Problem] = []
    leftover: list[str] = []
    # A sheet with the contract's own name goes before one with an alias, wherever it stands.
    for known in (by_name, by_alias):
        for name in names:
            wanted = known.get(folded(name))
            if not wanted or name in matches.values():
                continue
            if wanted in matches:
                problems.append(kinds.SHEET_TWICE.at(CellRef(name), name, used=f'"{matches[wanted]}"'))
            else:
                matches[wanted] = name
    known_names = set(by_name) | set(by_alias)
    leftover = [name for name in names if folded(name) not in known_names]
    free = [name for sheet in SHEETS if sheet.name not in matches for name in (sheet.name, *sheet.aliases)]
    for name in leftover:
        hint = closest(name, free)
        if hint:
            problems.append(kinds.SHEET_NAME_CLOSE.at(CellRef(name), name, hint=_own_name(hint)))
    return matches, tuple(problems)


def _own_name(name: str) -> str:
    return next(sheet.name for sheet in SHEETS if name in (sheet.name, *sheet.aliases))


IsPeriod = Callable[[CellValue], bool]


def find_table(grid: Grid, sheet: Sheet, *, is_period: IsPeriod | None = None) -> tuple[Table | None, list[Problem]]:
    """The table of a sheet, and what is wrong with its headers; ``None`` where there is none to read.

    ``is_period`` recognises the headers of a wide table, whose columns are periods in place of a period column.
    """
    names = _header_names(sheet)
    row = _header_row(grid, sheet, names, is_period)
    if row is None:
        wanted = ", ".join(column.header for column in sheet.columns if column.required)
        return None, [kinds.TABLE_NOT_FOUND.at(CellRef(grid.name), columns=wanted)]
    columns, problems = _columns(grid, sheet, row, names)
    cells = grid.rows[row - 1]
    others = tuple(number for number, cell in enumerate(cells, 1) if cell != "" and number not in columns.values())
    periods = tuple(number for number in others if is_period and is_period(cells[number - 1]))
    missing = [column for column in sheet.columns if column.required and column.field not in columns]
    if periods and "period" not in columns:
        missing = [column for column in missing if column.field != "period"]
        others = tuple(number for number in others if number >= periods[0])
    else:
        problems += _suggestions(grid, sheet, row, columns, others)
    at = CellRef(grid.name, row)
    problems += [kinds.COLUMN_MISSING.at(at, column=column.header) for column in missing]
    if sheet.columns[0].field not in columns:
        return None, problems
    table = Table(sheet=sheet, grid=grid, header_row=row, columns=columns, others=others)
    return table, problems


def _header_names(sheet: Sheet) -> dict[str, tuple[str, bool]]:
    """Every folded name of a column: to its field, and whether it is the header itself and not an alias."""
    names: dict[str, tuple[str, bool]] = {}
    for column in sheet.columns:
        for alias in column.aliases:
            names.setdefault(folded(alias), (column.field, False))
    names.update({folded(column.header): (column.field, True) for column in sheet.columns})
    return names


_REMARK = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")


def _match(cell: CellValue, names: Mapping[str, tuple[str, bool]]) -> tuple[str, bool] | None:
    """The field that a header names: as it stands, else without a remark in brackets, else by its first line."""
    if not isinstance(cell, str) or not cell or len(cell) > 120:
        return None
    text = text_of(cell)
    for form in (text, _REMARK.sub("", text), text.split("\n", maxsplit=1)[0]):
        found = names.get(folded(form))
        if found:
            return found
    return None


def is_other_header(table: Table, cells: Sequence[CellValue]) -> bool:
    """Whether a row below the header is that of another table: its key's header again, and others beside it."""
    if not table.header_row:
        return False
    names = _header_names(table.sheet)
    key = table.columns[table.key.field]
    if (_match(cells[key - 1], names) or ("",))[0] != table.key.field:
        return False
    if cells[key - 1] == table.grid.value(table.header_row, key):
        return sum(cell != "" for cell in cells) > 1
    return sum(_match(cell, names) is not None for cell in cells) > 2


def _header_row(
    grid: Grid, sheet: Sheet, names: Mapping[str, tuple[str, bool]], is_period: IsPeriod | None
) -> int | None:
    """The first row with every column that must be there, else the row with most of the others."""
    required = {column.field for column in sheet.columns if column.required}
    best, most = None, 1 if len(sheet.columns) > 2 else 0
    for number, cells in enumerate(grid.rows, start=1):
        fields = {match[0] for cell in cells if (match := _match(cell, names))}
        if not fields:
            continue
        if is_period and "kpi" in fields and "period" not in fields and any(is_period(cell) for cell in cells):
            fields.add("period")
        if required <= fields:
            return number
        if len(fields) > most:
            best, most = number, len(fields)
    return best


def _columns(
    grid: Grid, sheet: Sheet, row: int, names: Mapping[str, tuple[str, bool]]
) -> tuple[dict[str, int], list[Problem]]:
    headed: dict[str, list[tuple[int, int]]] = {}
    for number, cell in enumerate(grid.rows[row - 1], start=1):
        match = _match(cell, names)
        if match:
            rank = 0 if match[1] else _rank(sheet, match[0], cell)
            headed.setdefault(match[0], []).append((rank, number))
    columns: dict[str, int] = {}
    problems: list[Problem] = []
    for field, found in headed.items():
        first, columns[field] = min(found)
        for rank, number in found:
            if number != columns[field]:
                settled = rank > first and grid.value(row, number) != grid.value(row, columns[field])
                kind = kinds.COLUMN_ALSO if settled else kinds.COLUMN_TWICE
                problems.append(
                    kind.at(
                        CellRef(grid.name, row, number),
                        text_of(grid.value(row, number)),
                        used=column_letters(columns[field]),
                        column=sheet.column(field).header,
                    )
                )
    used = set(columns.values())
    columns = _with_second_choice(grid, sheet, row, columns)
    taken = set(columns.values()) - used
    return columns, [problem for problem in problems if problem.at.column not in taken]


def _rank(sheet: Sheet, field: str, header: CellValue) -> int:
    """How good a header is among the aliases of a key, which come best first; elsewhere all are alike."""
    key = sheet.columns[0]
    aliases = [folded(alias) for alias in key.aliases] if field == key.field else []
    text = folded(text_of(header))
    return 1 + aliases.index(text) if text in aliases else 1 + len(aliases)


def _with_second_choice(grid: Grid, sheet: Sheet, row: int, columns: dict[str, int]) -> dict[str, int]:
    """A header that two columns know goes to the first, or to the second where the first has a better one.

    So "KPI" is the reference where it stands alone, and the name beside "Ref".
    """
    used = set(columns.values())
    for column in sheet.columns:
        known = {folded(alias) for alias in column.aliases}
        if column.required and column.field not in columns:
            for number, cell in enumerate(grid.rows[row - 1], start=1):
                if number not in used and isinstance(cell, str) and folded(cell) in known:
                    columns[column.field] = number
                    break
    return columns


def _suggestions(
    grid: Grid, sheet: Sheet, row: int, columns: Mapping[str, int], others: Iterable[int]
) -> list[Problem]:
    free = {
        name: column.header
        for column in sheet.columns
        if column.field not in columns
        for name in (column.header, *column.aliases)
    }
    problems = []
    for number in others:
        header = text_of(grid.value(row, number))
        hint = closest(header, free)
        if hint:
            problems.append(kinds.HEADER_CLOSE.at(CellRef(grid.name, row, number), header, hint=free[hint]))
    return problems
