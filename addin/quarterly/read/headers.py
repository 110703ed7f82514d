"""Finding a table on a sheet: wherever it starts, its columns by header.

Headers match exactly once case, spaces and punctuation are ignored. What only resembles a header is never taken for
it; it is shown with "did you mean".
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

from quarterly.model.contract import Sheet
from quarterly.model.problems import CellRef, Problem, column_letters
from quarterly.read import table_kinds
from quarterly.read.beside import columns_apart
from quarterly.read.grid import CellValue, Grid
from quarterly.read.header_names import Names, header_names, match_header, without_period, without_remark
from quarterly.read.header_rows import header_rows
from quarterly.read.table import Table
from quarterly.read.under_headers import unheaded, without_own
from quarterly.read.values import closest, folded, is_period_header, text_of

__all__ = ["Table", "find_table", "has_table"]


IsPeriod = Callable[[CellValue], bool]


def find_table(grid: Grid, sheet: Sheet, *, is_period: IsPeriod | None = None) -> tuple[Table | None, list[Problem]]:
    """The table of a sheet, and what is wrong with its headers; ``None`` where there is none to read.

    ``is_period`` recognises the headers of a wide table, whose columns are periods in place of a period column.
    """
    names = header_names(sheet)
    row, problems = _header_row(grid, sheet, names, is_period)
    if row is None:
        wanted = ", ".join(column.header for column in sheet.columns if column.required)
        return None, [*problems, table_kinds.TABLE_NOT_FOUND.at(CellRef(grid.name), columns=wanted)]
    return _Finder(grid, sheet, row, is_period=is_period, problems=problems).table()


def has_table(grid: Grid, sheet: Sheet, *, is_period: IsPeriod | None = None) -> bool:
    """Whether a row holds every header that the sheet needs."""
    required = {column.field for column in sheet.columns if column.required}
    names = header_names(sheet)
    return any(required <= _fields(cells, names, is_period) for cells in grid.rows)


_OF_WIDE = ("kpi", "team")
"""Fields that say something in a wide table; a total or a comment beside the periods is the officer's own."""


class _Finder:
    """Works out what stands under each header of one row."""

    def __init__(
        self, grid: Grid, sheet: Sheet, row: int, *, is_period: IsPeriod | None, problems: list[Problem]
    ) -> None:
        self._grid = grid
        self._sheet = sheet
        self._row = row
        self._names = header_names(sheet)
        self._problems = problems
        self._cells = grid.rows[row - 1]
        self._named = {
            number: match for number, cell in enumerate(self._cells, 1) if (match := match_header(cell, self._names))
        }
        self._dated = _dated(self._cells, self._named, is_period)
        if self._is_wide():
            self._named = {number: named for number, named in self._named.items() if named.field in _OF_WIDE}

    def _is_wide(self) -> bool:
        return bool(self._dated) and "period" not in {named.field for named in self._named.values()}

    def table(self) -> tuple[Table | None, list[Problem]]:
        key = self._sheet.columns[0].field
        columns, doubts = self._columns(())
        if key not in columns:
            return None, [*self._problems, *doubts, *self._missing(columns, periods=())]
        fields = {number: named.field for number, named in self._named.items()}
        apart = columns_apart(self._grid, self._sheet, self._row, key=columns[key], fields=fields, dated=self._dated)
        columns, doubts = self._columns(apart.columns)
        dated = tuple(number for number in self._dated if number not in apart.columns)
        doubts += self._settle_ambiguous(columns, apart.columns)
        self._problems += [*apart.problems, *doubts]
        heads = header_rows(
            self._grid, self._row, columns[key], named=self._named, dated=dated, is_known=self._is_known
        )
        self._problems += heads.problems
        found = {field: number for field, number in columns.items() if number not in heads.unread}
        if key not in found:
            return None, self._problems
        wide = bool(dated) and self._is_wide()
        others = self._others(found, dated[0] if wide else 0, {*apart.columns, *heads.unread})
        self._problems += self._missing(columns, periods=dated)
        if not wide:
            self._problems += self._suggestions(columns, others)
        table = Table(
            sheet=self._sheet,
            grid=self._grid,
            header_row=self._row,
            header_end=heads.last,
            columns=found,
            periods=tuple(number for number in dated if number not in heads.unread) if wide else (),
            others=others,
            unread=frozenset(fields.values()) - set(found),
        )
        aliased = {number for number, named in self._named.items() if not named.own}
        table, own = without_own(table, aliased)
        self._problems += [*own, *unheaded(table)]
        return table, self._problems

    def _settle_ambiguous(self, columns: dict[str, int], left_out: Collection[int]) -> Iterator[Problem]:
        """A header that may mean two fields is that of the one that the sheet lacks; of neither where it lacks both."""
        for header, fields in self._sheet.ambiguous:
            numbers = [number for number, cell in enumerate(self._cells, 1) if self._is_alike(cell, header)]
            lacking = [field for field in fields if field not in columns]
            for number in numbers if lacking else ():
                if number in left_out:
                    continue
                if len(lacking) == 1:
                    columns.setdefault(lacking[0], number)
                    continue
                at = CellRef(self._grid.name, self._row, number)
                meanings = " or ".join(self._sheet.column(field).header for field in lacking)
                found = text_of(self._cells[number - 1])
                yield table_kinds.COLUMN_AMBIGUOUS.at(at, found, meanings=meanings)

    @staticmethod
    def _is_alike(cell: CellValue, header: str) -> bool:
        return isinstance(cell, str) and folded(without_remark(text_of(cell))[0]) == folded(header)

    def _is_known(self, cell: CellValue) -> bool:
        return match_header(cell, self._names) is not None or (bool(self._dated) and is_period_header(cell))

    def _others(self, columns: Mapping[str, int], first: int, left_out: Collection[int]) -> tuple[int, ...]:
        taken = {*columns.values(), *left_out}
        numbers = (number for number, cell in enumerate(self._cells, 1) if cell != "" and number not in taken)
        return tuple(number for number in numbers if number >= first)

    def _missing(self, columns: Mapping[str, int], *, periods: Sequence[int]) -> list[Problem]:
        at = CellRef(self._grid.name, self._row)
        return [
            table_kinds.COLUMN_MISSING.at(at, column=column.header)
            for column in self._sheet.columns
            if column.required and column.field not in columns and not (column.field == "period" and periods)
        ]

    def _columns(self, left_out: Collection[int]) -> tuple[dict[str, int], list[Problem]]:
        """The column of each field, and what is to be said about headers of one meaning."""
        headed: dict[str, list[tuple[tuple[int, bool], int]]] = {}
        for number, named in self._named.items():
            if number not in left_out:
                rank = 0 if named.own else self._rank(named.field, self._cells[number - 1])
                headed.setdefault(named.field, []).append(((rank, bool(named.remark)), number))
        columns: dict[str, int] = {}
        problems: list[Problem] = []
        for field, found in headed.items():
            best = min(found)
            alike = [number for rank, number in found if rank == best[0]]
            differ = len({folded(text_of(self._cells[number - 1])) for number in alike}) > 1
            if differ and best[0][1]:
                problems.append(self._undecided(alike, field))
                continue
            columns[field] = best[1]
            problems += [
                self._also(rank > best[0], number, field, best[1]) for rank, number in found if number != best[1]
            ]
        used = set(columns.values())
        self._second_choices(columns, left_out)
        taken = set(columns.values()) - used
        return columns, [problem for problem in problems if problem.at.column not in taken]

    def _also(self, settled: bool, number: int, field: str, used: int) -> Problem:
        header = self._cells[number - 1]
        kind = table_kinds.COLUMN_ALSO if settled and header != self._cells[used - 1] else table_kinds.COLUMN_TWICE
        return kind.at(
            CellRef(self._grid.name, self._row, number),
            text_of(header),
            used=column_letters(used),
            column=self._sheet.column(field).header,
            hint=" Year and quarter or month belong in one cell, such as Q3 2025/26." if field == "period" else "",
        )

    def _undecided(self, numbers: Sequence[int], field: str) -> Problem:
        return table_kinds.COLUMN_UNDECIDED.at(
            CellRef(self._grid.name, self._row, numbers[0]),
            ", ".join(text_of(self._cells[number - 1]) for number in numbers),
            column=self._sheet.column(field).header,
        )

    def _rank(self, field: str, header: CellValue) -> int:
        """How good a header is among the aliases of a key, which come best first; elsewhere all are alike."""
        key = self._sheet.columns[0]
        aliases = [folded(alias) for alias in key.aliases] if field == key.field else []
        text = folded(text_of(header))
        return 1 + aliases.index(text) if text in aliases else 1 + len(aliases)

    def _second_choices(self, columns: dict[str, int], left_out: Collection[int]) -> None:
        """A header that two columns know goes to the first, or to the second where the first has a better one.

        So "KPI" is the reference where it stands alone, and the name beside "Ref".
        """
        used = {*columns.values(), *left_out}
        for column in self._sheet.columns:
            known = {folded(alias) for alias in column.aliases}
            if column.required and column.field not in columns:
                for number, cell in enumerate(self._cells, start=1):
                    if number not in used and isinstance(cell, str) and folded(cell) in known:
                        columns[column.field] = number
                        break

    def _suggestions(self, columns: Mapping[str, int], others: Iterable[int]) -> list[Problem]:
        free = {
            name: column.header
            for column in self._sheet.columns
            if column.field not in columns
            for name in (column.header, *column.aliases)
        }
        problems = []
        for number in others:
            header = text_of(self._cells[number - 1])
            at = CellRef(self._grid.name, self._row, number)
            if number in self._named or any(self._is_alike(header, known) for known, _ in self._sheet.ambiguous):
                continue
            earlier = self._names.get(folded(without_remark(header)[0]), ("", False))[0]
            if earlier and earlier not in columns:
                problems.append(
                    table_kinds.HEADER_OF_OTHER_TIME.at(at, header, column=self._sheet.column(earlier).header)
                )
                continue
            dated = self._names.get(folded(without_period(header)), ("", False))[0]
            hint = closest(header, free) or (self._sheet.column(dated).header if dated and dated not in columns else "")
            if hint:
                problems.append(table_kinds.HEADER_CLOSE.at(at, header, hint=free.get(hint, hint)))
        return problems


_FURTHER = 40  # rows under a small table in which that of the sheet may begin; titles and summaries are shorter


def _header_row(grid: Grid, sheet: Sheet, names: Names, is_period: IsPeriod | None) -> tuple[int | None, list[Problem]]:
    """The first row with every column that must be there, else the row with most of the others.

    A row further down with twice as many of the sheet's headers is the table's: what stands above is a summary.
    """
    required = {column.field for column in sheet.columns if column.required}
    best, most = None, 1 if len(sheet.columns) > 2 else 0
    first, known = 0, 0
    for number, cells in enumerate(grid.rows, start=1):
        if first and number > first + _FURTHER:
            break
        fields = _fields(cells, names, is_period)
        if required <= fields:
            if first and len(fields) >= 2 * known:
                at = CellRef(grid.name, first)
                above = [table_kinds.TABLE_ABOVE.at(at, row=number)] if known > 1 else []
                return number, above
            if not first:
                first, known = number, len(fields)
        elif len(fields) > most and not first:
            best, most = number, len(fields)
    return first or best, []


def _fields(cells: Sequence[CellValue], names: Names, is_period: IsPeriod | None) -> set[str]:
    fields = {named.field for cell in cells if (named := match_header(cell, names))}
    if is_period and "kpi" in fields and "period" not in fields and any(is_period(cell) for cell in cells):
        fields.add("period")
    return fields


def _dated(cells: Sequence[CellValue], named: Collection[int], is_period: IsPeriod | None) -> tuple[int, ...]:
    if is_period is None:
        return ()
    return tuple(number for number, cell in enumerate(cells, 1) if number not in named and is_period(cell))
