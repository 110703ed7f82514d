"""The rows of a table, each cell read as what its column holds, with a problem where it does not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

from quarterly.model.contract.spec import Holds
from quarterly.model.periods import Calendar, Period, date_label
from quarterly.model.problems import CellRef, Problem, ProblemKind, Severity, Source
from quarterly.read import kinds, table_kinds
from quarterly.read.blank_words import is_dash, is_ditto, is_nobody, is_ongoing, is_undecided, says_nothing
from quarterly.read.grid import CellValue, Grid
from quarterly.read.header_names import is_other_header
from quarterly.read.merges import blocks, fill_merged, is_band, shortened
from quarterly.read.table import Table
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
        self._problems.append(kind.at(self.cell(field), shortened(shown), **details))
        if kind.severity is Severity.ERROR:
            self.errors[field] = shortened(shown)

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
        read = read_day(value, end=end, date_1904=self.table.grid.date_1904)
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
        read = read_period(value, calendar, date_1904=self.table.grid.date_1904)
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
        choice = None if "?" in text else words.get(folded(text))  # "Complete?" asks, and does not say
        if choice is None:
            self.report_choice(field, text, words)
        return choice

    def report_choice(self, field: str, text: str, words: Mapping[str, Word]) -> None:
        """Note an unknown choice, with the nearest known one and all that the column offers."""
        choices = self.table.sheet.column(field).choices
        near = closest(text, (*choices, *words))
        near = "" if _is_denied(text, near) else near
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


_DENIAL = re.compile(r"\b(?:not|no|non|never|part|partly|partially|almost|nearly|to be|yet|half)\b|^(?:in|un)(?=[a-z])")


def _is_denied(text: str, near: str) -> bool:
    """Whether words say that it is not so, or not yet, and the suggestion would say that it is: "Incomplete"."""
    return bool(_DENIAL.search(text.casefold())) and not _DENIAL.search(near.casefold())


def hint(near: str) -> str:
    """'Did you mean "x"? ', or nothing."""
    return f'Did you mean "{near}"? ' if near else ""


def rows_of(table: Table, problems: list[Problem]) -> Iterator[Row]:
    """The rows under a table's header that hold something in its columns and have their key to themselves.

    Merged cells below each other are filled down; headings merged across the table, totals, repeated headers, keys to
    abbreviations and blank rows are passed over.
    """
    walk = _Walk(table, problems)
    fill_merged(table, problems)
    for number in range(table.first_row, len(table.grid.rows) + 1):
        if walk.is_plain(number):
            yield Row(table, number, problems)
            continue
        row = Row(table, number, problems)
        if walk.is_of_second_table(row):
            row.report(table_kinds.SECOND_TABLE, table.key.field)
            return
        if walk.is_record(row):
            yield row


class _Walk:
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
        self._after_blank = False
        self._numbered = True  # whether every reference so far has a digit

    def is_plain(self, number: int) -> bool:
        """Whether a row is plainly the table's: most are, and looking closer at each would cost a second."""
        cells = self._table.grid.rows[number - 1]
        own = cells[self._key - 1]
        if own not in self._ordinary:
            if text_of(own) == "" or own in self._headers or _is_total(self._table, own):
                return False
            self._ordinary.add(own)
        if self._after_blank or number in self._bands or number in self._blocks:
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
        grid, key = self._table.grid, self._table.key.field
        cells = grid.rows[row.number - 1]
        if not any(text_of(cells[column - 1]) for column in self._columns) and not _has_fault(
            grid, row.number, self._key
        ):
            self._after_blank = True
            return False
        if self._is_heading(row, cells) or self._repeats_headers(cells):
            return False
        block = self._blocks.get(row.number)
        if block:
            if row.number == block.first:
                self._problems.append(block.problem(self._table))
            return row.number == block.first and not self._table.periods
        if row.line(key) == "":
            self._report_missing_key(row, cells)
            return False
        if self._after_blank and self._is_apart(row, cells):
            row.report(table_kinds.ROW_APART, key)
            return False
        self._after_blank = False
        self._numbered = self._numbered and _has_digit(row.line(key))
        return True

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
        """Whether a row of two cells at most, under a blank one, has a reference without the digit of all above it."""
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
