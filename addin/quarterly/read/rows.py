"""The rows of a table, each cell read as what its column holds, with a problem where it does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

from quarterly.model.contract.spec import Holds
from quarterly.model.periods import Calendar, Period, date_label
from quarterly.model.problems import CellRef, Problem, ProblemKind, Severity, Source
from quarterly.read import kinds
from quarterly.read.blank_words import is_dash, is_ditto, is_nobody, is_ongoing, is_undecided, says_nothing
from quarterly.read.grid import CellValue, Grid
from quarterly.read.headers import Table, is_other_header
from quarterly.read.marks import Merge
from quarterly.read.values import (
    NumberRead,
    PeriodRead,
    closest,
    folded,
    read_day,
    read_number,
    read_period,
    split_people,
    split_refs,
    text_of,
)

Word = TypeVar("Word", bound=StrEnum)

_SHOWN = 80  # characters of a cell that a problem quotes


class Row:
    """One row of a table. Reading a field reports what is wrong with it; the record then goes without."""

    __slots__ = ("_cells", "_columns", "_faults", "_problems", "errors", "number", "table")

    def __init__(self, table: Table, number: int, problems: list[Problem]) -> None:
        self.table = table
        self.number = number
        self._columns = table.columns
        self._cells = table.grid.rows[number - 1]
        self._problems = problems
        self.errors: dict[str, str] = {}  # what stands in fields that could not be understood
        self._faults: set[str] = set()  # fields whose fault was reported

    @property
    def source(self) -> Source:
        """Where the record comes from."""
        return Source(self.table.grid.name, self.number, self._columns)

    def cell(self, field: str) -> CellRef:
        """The address of a field."""
        return self.table.cell(self.number, field)

    def report(self, kind: ProblemKind, field: str, found: str | None = None, **details: object) -> None:
        """Note a problem at a field; what stands there is quoted unless ``found`` says otherwise."""
        shown = text_of(self.peek(field)) if found is None else found
        self._problems.append(kind.at(self.cell(field), _shortened(shown), **details))
        if kind.severity is Severity.ERROR:
            self.errors[field] = _shortened(shown)

    def peek(self, field: str) -> CellValue:
        """What stands in a field's cell, without a word about it."""
        column = self._columns.get(field, 0)
        return self._cells[column - 1] if column else ""

    def value(self, field: str) -> CellValue:
        """What stands in a field's cell; empty, and reported, for an Excel error or an uncalculated formula."""
        column = self._columns.get(field, 0)
        value = self._cells[column - 1] if column else ""
        if value != "" or not column or not self.table.grid.marks.hides_values:
            return value
        return self._hidden_fault(field)

    def _hidden_fault(self, field: str) -> CellValue:
        if field in self._faults:
            return ""
        grid, column = self.table.grid, self.table.columns[field]
        error = grid.error(self.number, column)
        if error:
            self.report(kinds.CELL_ERROR, field, error)
        elif grid.is_uncalculated(self.number, column):
            self.report(kinds.FORMULA_NOT_CALCULATED, field)
        if error or grid.is_uncalculated(self.number, column):
            self._faults.add(field)
        return ""

    def misread(self, field: str) -> str:
        """The header of a field with what stands in it: 'RAG rule "Kentt"'."""
        header, found = self.table.sheet.column(field).header, self.errors[field]
        return f'{header} "{found}"' if found else f"{header} (blank)"

    def is_shown_as_percent(self, field: str) -> bool:
        """Whether Excel shows the cell as a percentage."""
        grid = self.table.grid
        return bool(grid.marks.percentages) and grid.is_percentage(self.number, self._columns.get(field, 0))

    def text(self, field: str) -> str:
        """The cell as text."""
        value = self.value(field)
        return text_of(value) if value != "" else ""

    def line(self, field: str) -> str:
        """The cell as text on one line, for names and references."""
        value = self.value(field)
        return " ".join(text_of(value).split()) if value != "" else ""

    def label(self, field: str) -> str:
        """The cell as the name of a theme or the like; empty where it says that there is none."""
        text = self.line(field)
        return "" if says_nothing(text) or self._is_ditto(field, text) else text

    def person(self, field: str) -> str:
        """The cell as a name; empty where it names nobody, such as "TBC" or "Vacant"."""
        text = self.line(field)
        return "" if is_nobody(text) or self._is_ditto(field, text) else text

    def refs(self, field: str) -> tuple[str, ...]:
        """The references that the cell lists."""
        text = self.text(field)
        if self._is_ditto(field, text):
            return ()
        return tuple(ref for ref in split_refs(text) if not says_nothing(ref) and not is_undecided(ref))

    def people(self, field: str) -> tuple[str, ...]:
        """The names that the cell lists."""
        text = self.text(field)
        return () if self._is_ditto(field, text) else tuple(name for name in split_people(text) if not is_nobody(name))

    def _is_ditto(self, field: str, text: str) -> bool:
        found = is_ditto(text)
        if found:
            self.report(kinds.DITTO, field)
        return found

    def day(self, field: str, *, end: bool = True) -> date | None:
        """The day in the cell; a month alone stands for its last day, or its first with ``end=False``."""
        value = self.value(field)
        if isinstance(value, str) and value and self._is_without_day(field, text_of(value)):
            return None
        read = read_day(value, end=end)
        if isinstance(read, ProblemKind):
            self.report(read, field)
            return None
        if read and read.month_only:
            self.report(kinds.DATE_MONTH_ONLY, field, day=date_label(read.day))
        return read.day if read else None

    def _is_without_day(self, field: str, text: str) -> bool:
        """Whether words say that there is no day, or none yet; the key of a row cannot do without."""
        if field == self.table.key.field or self._is_ditto(field, text):
            return field != self.table.key.field
        undecided = is_undecided(text) or is_ongoing(text)
        if undecided:
            self.report(kinds.DATE_UNDECIDED, field)
        return undecided or says_nothing(text)

    def number_read(self, field: str) -> NumberRead | None:
        """The number in the cell, and whether it was a percentage."""
        read = read_number(self.value(field), shown_as_percent=self.is_shown_as_percent(field))
        if isinstance(read, ProblemKind):
            self.report(read, field)
            return None
        return read

    def count(self, field: str) -> int | None:
        """The whole number from 0 in the cell."""
        read = read_number(self.value(field), shown_as_percent=self.is_shown_as_percent(field))
        if isinstance(read, NumberRead) and not read.percent and read.number.is_integer() and read.number >= 0:
            return int(read.number)
        if read is not None:
            self.report(kinds.NUMBER_NOT_WHOLE, field)
        return None

    def period(self, field: str, calendar: Calendar) -> Period | None:
        """The period in the cell."""
        value = self.value(field)
        if text_of(value) == "":
            return None
        read = read_period(value, calendar)
        if isinstance(read, ProblemKind):
            self.report(read, field)
            return None
        self.report_period(read, field)
        return read.period

    def report_period(self, read: PeriodRead, field: str) -> None:
        """Note what is worth a look in a period that was read."""
        if read.bare_year:
            self.report(kinds.PERIOD_BARE_YEAR, field)
        if read.suffix:
            self.report(kinds.PERIOD_SUFFIX_UNKNOWN, field)

    def choice(self, field: str, words: Mapping[str, Word]) -> Word | None:
        """The choice that the cell names, by any of its words (folded), or ``None`` if empty or not known."""
        text = self.line(field)
        if is_dash(text):
            return None
        choice = words.get(folded(text))
        if choice is None:
            self.report_choice(field, text, words)
        return choice

    def report_choice(self, field: str, text: str, words: Mapping[str, Word]) -> None:
        """Note an unknown choice, with the nearest known one and all that the column offers."""
        choices = self.table.sheet.column(field).choices
        near = closest(text, (*choices, *words))
        near = words[near].value if near in words else near  # the choice itself, not the word as it is compared
        self.report(kinds.CHOICE_UNKNOWN, field, hint=hint(near), choices=", ".join(choices))

    def has_all_required(self) -> bool:
        """Whether every cell that the sheet demands is filled in; each that is not has been reported."""
        complete = True
        for column in self.table.sheet.columns:
            if column.required and column.field in self.table.columns and is_dash(text_of(self.peek(column.field))):
                self.value(column.field)
                if column.field not in self._faults:
                    self.report(kinds.REQUIRED_EMPTY, column.field, column=column.header)
                complete = False
        return complete


def hint(near: str) -> str:
    """'Did you mean "x"? ', or nothing."""
    return f'Did you mean "{near}"? ' if near else ""


def _shortened(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def rows_of(table: Table, problems: list[Problem]) -> Iterator[Row]:
    """The rows under a table's header that hold something in its columns and have their key.

    Merged cells below each other are filled down; headings merged across the table, repeated headers and blank rows
    are passed over.
    """
    _fill_merged(table, problems)
    numbers = sorted(table.columns.values())
    needed = _needed(table)
    key = table.columns[table.key.field]
    bands = {merge[0] for merge in table.grid.marks.merges if _is_band(merge, numbers)}
    header = table.grid.rows[table.header_row - 1][key - 1] if table.header_row else None
    closely = {"", header, table.key.header, *table.key.aliases, *_TOTALS}
    for number in range(table.header_row + 1, len(table.grid.rows) + 1):
        cells = table.grid.rows[number - 1]
        own = cells[key - 1]
        # Most rows are plainly rows of the table; in a long one, looking closer at each would cost a second.
        if (
            own not in closely
            and number not in bands
            and (not needed or cells[needed - 1] != "")
            and (not isinstance(own, str) or not own.isspace())
        ):
            yield Row(table, number, problems)
            continue
        if not any(cells[column - 1] != "" for column in numbers) and not _has_fault(table.grid, number, key):
            continue
        row = Row(table, number, problems)
        if _is_passed_over(row, bands) or (needed and _is_heading(row)):
            continue
        if is_other_header(table, cells):
            row.report(kinds.SECOND_TABLE, table.key.field)
            return
        if row.line(table.key.field) == "":
            _report_missing_key(row, problems)
            continue
        yield row


_TOTALS = ("Total", "Totals", "TOTAL", "TOTALS", "Grand total", "Grand Total")
"""Words that stand in place of a reference under a table of references."""


def _needed(table: Table) -> int:
    """The column, beside a key of references, that is blank where a row holds a heading; 0 where there is none."""
    if table.key.holds is not Holds.REF:
        return 0
    required = (table.columns.get(column.field, 0) for column in table.sheet.columns[1:] if column.required)
    return next((column for column in required if column), next(iter(table.others), 0))


def _is_heading(row: Row) -> bool:
    """Whether a row holds nothing but words where the reference belongs, or is a total; reported as a note.

    A word with a digit and no space is a reference without its row.
    """
    key = row.table.columns[row.table.key.field]
    own = row.line(row.table.key.field)
    cells = row.table.grid.rows[row.number - 1]
    alone = all(cell == "" for number, cell in enumerate(cells, start=1) if number != key)
    words = " " in own or not any(letter.isdigit() for letter in own)
    if own not in _TOTALS and not (own and alone and words):
        return False
    row.report(kinds.BAND_ROW, row.table.key.field)
    return True


def _has_fault(grid: Grid, row: int, column: int) -> bool:
    return bool(grid.error(row, column)) or grid.is_uncalculated(row, column)


def _is_passed_over(row: Row, bands: set[int]) -> bool:
    table = row.table
    filled = [column for column in table.columns.values() if text_of(table.grid.value(row.number, column)) != ""]
    if not filled and not _has_fault(table.grid, row.number, table.columns[table.key.field]):
        return True
    if row.number in bands and len(filled) == 1:
        text = text_of(table.grid.value(row.number, filled[0]))
        row.report(kinds.BAND_ROW, table.key.field, text)
        return True
    header = table.grid.rows[table.header_row - 1] if table.header_row else []
    return (
        len(filled) > 1
        and bool(header)
        and all(table.grid.value(row.number, column) == header[column - 1] for column in table.columns.values())
    )


def _report_missing_key(row: Row, problems: list[Problem]) -> None:
    key = row.table.key
    if _has_fault(row.table.grid, row.number, row.table.columns[key.field]):
        return  # reported when the key was read
    texts = (text_of(row.peek(field)) for field in row.table.columns)
    found = next((text for text in texts if text), "")
    problems.append(kinds.KEY_MISSING.at(row.cell(key.field), _shortened(found), column=key.header))


def _is_band(merge: Merge, columns: Sequence[int]) -> bool:
    top, left, bottom, right = merge
    return top == bottom and sum(left <= column <= right for column in columns) > 1


def _fill_merged(table: Table, problems: list[Problem]) -> None:
    """Repeat the value of cells merged downwards; never the key, which belongs to one row."""
    rows = table.grid.rows
    key = table.columns[table.key.field]
    for top, left, bottom, right in table.grid.marks.merges:
        value = table.grid.value(top, left)
        is_field = left in table.columns.values() and left == right and left != key
        if not is_field or value == "" or top <= table.header_row or bottom <= top:
            continue
        problems.append(kinds.MERGED_FILLED.at(CellRef(table.grid.name, top, left), _shortened(text_of(value))))
        for row in range(top + 1, min(bottom, len(rows)) + 1):
            rows[row - 1][left - 1] = value
