"""Headers that stand in two rows, or over several columns: groups such as "Timescale" over "Start" and "End"."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import date

from msgspec import Struct

from quarterly.model.kpi import ReadingState
from quarterly.model.problems import CellRef, Problem, ProblemKind
from quarterly.read import table_kinds
from quarterly.read.grid import CellValue, Grid
from quarterly.read.values import ValueRead, read_day, read_value, text_of


class HeaderRows(Struct, frozen=True, kw_only=True):
    """The last row of the headers, the columns that they do not tell apart, and what is to be said of them."""

    last: int
    unread: frozenset[int] = frozenset()
    problems: tuple[Problem, ...] = ()


class _Group(Struct, frozen=True, kw_only=True):
    """A header, the columns that it stands over, and the words under it in further header rows."""

    left: int
    right: int
    words: tuple[CellValue, ...]


IsKnown = Callable[[CellValue], bool]


def header_rows(
    grid: Grid, row: int, key: int, *, named: Collection[int], dated: Sequence[int], is_known: IsKnown
) -> HeaderRows:
    """Where the headers end, and which of them say too little to read what stands under them.

    ``named`` are the columns whose header in ``row`` is one of the sheet's, ``dated`` those headed by a period;
    ``is_known`` says of any word whether it would be either.
    """
    last = _last_row(grid, row, key, dated)
    groups = [
        group
        for group in _groups(grid, row, last)
        if not group.left <= key <= group.right
        and (_is_unclear(grid, group, last, named, dated) or any(map(is_known, group.words)))
    ]
    if not groups:
        # A row that merely might go on with the headers is a row of the table if there is nothing for it to say.
        return HeaderRows(last=_merged_to(grid, row, key))
    found = "; ".join(_shown(grid, row, group) for group in groups)
    problem = table_kinds.HEADER_OVER_COLUMNS.at(CellRef(grid.name, row, groups[0].left), _shortened(found), row=row)
    unread = frozenset(column for group in groups for column in range(group.left, group.right + 1))
    return HeaderRows(last=last, unread=unread, problems=(problem,))


def _shown(grid: Grid, row: int, group: _Group) -> str:
    header, words = text_of(grid.value(row, group.left)), ", ".join(text_of(word) for word in group.words)
    return f"{header}: {words}" if header and words else header or words


_SHOWN = 80  # characters of the headers that a problem quotes


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _merged_to(grid: Grid, row: int, key: int) -> int:
    """The last row over which the key's header is merged down."""
    ends = (bottom for top, left, bottom, right in grid.marks.merges if top == row and left <= key <= right)
    return max(ends, default=row)


def _last_row(grid: Grid, row: int, key: int, dated: Sequence[int]) -> int:
    last = _merged_to(grid, row, key)
    if last > row:
        return last
    return row + 1 if _goes_on(grid, row, key, dated) else row


def _goes_on(grid: Grid, row: int, key: int, dated: Sequence[int]) -> bool:
    """Whether the next row holds nothing but headers, one at least under a period or beside a header over several."""
    own = grid.value(row + 1, key)
    if row >= len(grid.rows) or text_of(own) not in ("", text_of(grid.value(row, key))):
        return False
    heads, cells = grid.rows[row - 1], grid.rows[row]
    filled = [column for column, cell in enumerate(cells, 1) if cell != "" and column != key]
    if all(cells[column - 1] == heads[column - 1] for column in filled):
        return False
    if not all(_is_word(cells[column - 1], dates=bool(dated)) for column in filled):
        return False
    grouped = {
        column for left, right in _spans(grid, row, row + 1) if right > left for column in range(left, right + 1)
    }
    return any(column in grouped or column in dated for column in filled)


def _is_word(cell: CellValue, *, dates: bool) -> bool:
    """Whether a cell may be a header, and is no value."""
    if not isinstance(cell, str):
        return dates and isinstance(cell, date)
    read = read_value(cell)
    if isinstance(read, ValueRead) and (read.number is not None or read.state not in _BESIDE_FIGURES):
        return False
    return dates or isinstance(read_day(cell), ProblemKind)


_BESIDE_FIGURES = (ReadingState.FINAL, ReadingState.PROVISIONAL, ReadingState.REVISED)
"""States that say something of a figure: alone, their words are none."""


def _spans(grid: Grid, row: int, last: int) -> Iterator[tuple[int, int]]:
    """Each header's first and last column: as far as it is merged, or as its words go on under blank headers."""
    merged = {left: right for top, left, _, right in grid.marks.merges if top == row and right > left}
    width, left = len(grid.rows[row - 1]), 1
    while left <= width:
        right = merged.get(left, left)
        if _has_words(grid, row, last, left):
            while right < width and grid.value(row, right + 1) == "" and _has_words(grid, row, last, right + 1):
                right += 1
        if grid.value(row, left) != "" or right > left or _has_words(grid, row, last, left):
            yield left, right
        left = right + 1


def _has_words(grid: Grid, row: int, last: int, column: int) -> bool:
    return any(grid.value(below, column) != "" for below in range(row + 1, last + 1))


def _groups(grid: Grid, row: int, last: int) -> Iterator[_Group]:
    for left, right in _spans(grid, row, last):
        cells = (grid.value(below, column) for below in range(row + 1, last + 1) for column in range(left, right + 1))
        yield _Group(left=left, right=right, words=tuple(cell for cell in cells if cell != ""))


def _is_unclear(grid: Grid, group: _Group, last: int, named: Collection[int], dated: Sequence[int]) -> bool:
    """Whether a header that is read stands over several columns with something in them, or has one under it."""
    if group.left not in named and group.left not in dated:
        return False
    if group.right == group.left:
        return bool(group.words) and group.left in dated
    beyond = range(group.left + 1, group.right + 1)
    below = range(last + 1, len(grid.rows) + 1)
    return bool(group.words) or any(grid.value(row, column) != "" for row in below for column in beyond)
