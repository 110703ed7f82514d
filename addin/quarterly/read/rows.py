"""The rows of a table, each cell read as what its column holds, with a problem where it does not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from quarterly.model.periods import Calendar, Period, date_label
from quarterly.model.problems import CellRef, Problem, ProblemKind, Severity, Source
from quarterly.read import kinds, table_kinds
from quarterly.read.blank_words import is_dash, is_ditto, is_nobody, is_ongoing, is_undecided, says_nothing
from quarterly.read.grid import CellValue
from quarterly.read.merges import fill_merged, shortened
from quarterly.read.row_walk import Walk
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
        if found:
            return f'{header} "{found}"'
        return f"{header} ({'a formula not yet worked out' if field in self._faults else 'blank'})"

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
        near = "" if is_denied(text, near) else near
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


def is_denied(text: str, near: str) -> bool:
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
    walk = Walk(table, problems)
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
