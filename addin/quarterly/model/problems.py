"""Where a value stands in the workbook, and what is wrong with it.

A problem is data, never an exception: reading goes on, and all problems are shown together.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from msgspec import Struct


class Severity(StrEnum):
    """How much a problem matters to the report."""

    ERROR = "error"  # this item cannot be judged
    WARNING = "warning"  # judged, but look at it
    NOTE = "note"  # for information


class CellRef(Struct, frozen=True, order=True):
    """One cell; ``row`` and ``column`` count from 1. Row or column 0 means the whole sheet."""

    sheet: str
    row: int = 0
    column: int = 0

    @property
    def address(self) -> str:
        """ "F14", "row 14", or "" for the sheet as a whole."""
        if self.row and self.column:
            return f"{column_letters(self.column)}{self.row}"
        return f"row {self.row}" if self.row else ""

    def __str__(self) -> str:
        sheet = "'" + self.sheet.replace("'", "''") + "'"  # Excel doubles a quote inside a sheet's name.
        return f"{sheet}!{self.address}" if self.row and self.column else f"{sheet} {self.address}".strip()


class Source(Struct, frozen=True, eq=False):
    """The row that a record was read from, and the column that each of its fields stood in.

    ``columns`` maps a field's name (``"due"``) to a column number from 1; rows of one table share it.
    """

    sheet: str = ""
    row: int = 0
    columns: Mapping[str, int] = MappingProxyType({})

    def __eq__(self, other: object) -> bool:
        # Where the columns of its table stand is no part of which row it is.
        return isinstance(other, Source) and (self.sheet, self.row) == (other.sheet, other.row)

    def __hash__(self) -> int:
        return hash((self.sheet, self.row))

    def cell(self, name: str) -> CellRef:
        """The cell of a field; the row as a whole where the sheet has no such column."""
        return CellRef(self.sheet, self.row, self.columns.get(name, 0))


NOWHERE = Source()  # records made in code, not read from a sheet


class ProblemKind(Struct, frozen=True):
    """A sort of problem: a stable ``code``, how much it matters, and what it means in one sentence.

    ``fix`` says what the officer does about it; it may name ``{placeholders}`` filled in by :meth:`at`.
    """

    code: str
    severity: Severity
    meaning: str
    fix: str

    def at(self, cell: CellRef, found: str = "", **details: object) -> Problem:
        """The problem of this kind at a cell. ``found`` is the text that stands there, or what was seen."""
        return Problem(at=cell, kind=self, found=found, fix=self.fix.format(found=found, **details))


class Problem(Struct, frozen=True):
    """Something wrong at one cell, with what was found and what to do."""

    at: CellRef
    kind: ProblemKind
    found: str
    fix: str

    @property
    def code(self) -> str:
        """The stable code that the documentation lists, for example ``"due-not-a-date"``."""
        return self.kind.code

    @property
    def severity(self) -> Severity:
        """Error, warning or note."""
        return self.kind.severity

    def __str__(self) -> str:
        found = f' Found: "{self.found}".' if self.found else ""
        return f"{self.at}: {self.kind.meaning}{found} {self.fix}"


def column_letters(number: int) -> str:
    """Column 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
