"""Workbooks for tests of reading, written by XlsxWriter from plain rows."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date

import xlsxwriter
from xlsxwriter.utility import xl_cell_to_rowcol

from quarterly.model.plan import Plan
from quarterly.model.problems import Problem
from quarterly.read import read_bytes

Rows = Sequence[Sequence[object]]
ACTIONS: Rows = [["Ref", "Action"], ["A1", "Train managers"]]


def book(
    sheets: Mapping[str, Rows], *, date_format: str = "dd/mm/yyyy", merged: Mapping[str, Sequence[str]] | None = None
) -> bytes:
    """A workbook with these sheets. ``Percent(0.87)`` is a number that Excel shows as 87%.

    ``merged`` are ranges by sheet, such as "A1:A2"; each keeps the value of its first cell.
    """
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_numbers": False})
    formats = {"date": workbook.add_format({"num_format": date_format}), "%": workbook.add_format({"num_format": "0%"})}
    for name, rows in sheets.items():
        worksheet = workbook.add_worksheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                _write(worksheet, row, column, cell, formats)
        for area in (merged or {}).get(name, ()):
            row, column = xl_cell_to_rowcol(area.partition(":")[0])
            worksheet.merge_range(area, "")
            _write(worksheet, row, column, rows[row][column], formats)
    workbook.close()
    return buffer.getvalue()


class Percent(float):
    """A number in a cell with a percentage format."""


def _write(worksheet, row, column, cell, formats):
    if isinstance(cell, Percent):
        worksheet.write_number(row, column, float(cell), formats["%"])
    elif isinstance(cell, date):
        worksheet.write_datetime(row, column, cell, formats["date"])
    elif isinstance(cell, bool):
        worksheet.write_boolean(row, column, cell)
    elif isinstance(cell, (int, float)):
        worksheet.write_number(row, column, cell)
    elif cell not in (None, ""):
        worksheet.write_string(row, column, str(cell))


def read(
    sheets: Mapping[str, Rows], *, merged: Mapping[str, Sequence[str]] | None = None
) -> tuple[Plan, tuple[Problem, ...]]:
    """What reading makes of a workbook with these sheets."""
    return read_bytes(book(sheets, merged=merged), "plan.xlsx")


def codes(problems: Sequence[Problem]) -> list[tuple[str, str]]:
    """Code and address of each problem."""
    return [(problem.code, str(problem.at)) for problem in problems]


def rewritten(content: bytes, changes: Mapping[str, bytes | None], added: Mapping[str, bytes] | None = None) -> bytes:
    """The same package with parts replaced, dropped (``None``) or added."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            part = changes.get(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
        for name, part in (added or {}).items():
            new.writestr(name, part)
    return buffer.getvalue()


def part(content: bytes, name: str) -> bytes:
    """One part of a package."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)
