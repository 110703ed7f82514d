"""Write workbooks with faults planted on purpose, and the list of what was planted where."""

from __future__ import annotations

import io
import re
import tomllib
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter
from msgspec import Struct
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from quarterly.model.contract import SHEETS, Sheet
from story.telling import HERE

CREATED = datetime(2025, 4, 1)  # noqa: DTZ001  a constant, so that the bytes repeat


Cell = str | float | date | Mapping[str, str]
"""What a cell of a faulty story holds; a formula with the error it shows, or none where it was never worked out."""


class Planted(Struct, frozen=True, kw_only=True):
    """A fault: the sheet, the cell (a row, or empty for the sheet as a whole), and the message's code."""

    sheet: str
    cell: str
    code: str


class Faulty(Struct, frozen=True, kw_only=True):
    """A workbook with its faults."""

    workbook: bytes
    planted: tuple[Planted, ...]


def faulty(story: str) -> Faulty:
    """The workbook that a TOML file of faults describes."""
    told: dict[str, Any] = tomllib.loads((HERE / f"{story}.toml").read_text(encoding="utf-8"))
    planted = [Planted(**fault) for fault in told.get("planted", ())]
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"title": "Sample with planted faults", "created": CREATED})
        writer = _Writer(book, told, planted)
        for contract in SHEETS:
            if contract.name in told:
                writer.table(contract)
        for extra in told["sheets"]:
            writer.sheet(extra)
        for name in told.get("hidden", ()):
            book.get_worksheet_by_name(name).hide()
    return Faulty(workbook=_never_calculated(buffer.getvalue()), planted=tuple(planted))


class _Writer:
    def __init__(self, book: xlsxwriter.Workbook, told: Mapping[str, Any], planted: list[Planted]) -> None:
        self._book = book
        self._told = told
        self._planted = planted
        self._date = book.add_format({"num_format": "dd/mm/yyyy"})
        self._head = book.add_format({"bold": True})
        self._struck = book.add_format({"font_strikeout": True})

    def sheet(self, extra: Mapping[str, Any]) -> None:
        """A sheet given cell by cell."""
        sheet = self._book.add_worksheet(extra["name"])
        for address, value in extra["cells"].items():
            self._put(sheet, address, value)
        for area, value in extra.get("merged", {}).items():
            sheet.merge_range(area, value)
        self._planted += [
            Planted(sheet=extra["name"], cell=fault.get("cell", ""), code=fault["code"]) for fault in extra["planted"]
        ]

    def table(self, contract: Sheet) -> None:
        """A sheet of the contract, from row 1."""
        sheet = self._book.add_worksheet(contract.name)
        others = self._told.get("headers", {}).get(contract.name, {})
        headers = [others.get(column.field, column.header) for column in contract.columns]
        sheet.write_row(0, 0, [*headers, *self._told.get("extra", {}).get(contract.name, ())], self._head)
        places = {column.field: place for place, column in enumerate(contract.columns)}
        defaults = self._told.get("defaults", {}).get(contract.name, {})
        for line, row in enumerate(self._told[contract.name], start=1):
            self._row(sheet, line, {**({} if "band" in row else defaults), **row}, places)

    def _row(self, sheet: Worksheet, line: int, row: Mapping[str, Any], places: Mapping[str, int]) -> None:
        for field, codes in row.get("planted", {}).items():
            for code in [codes] if isinstance(codes, str) else codes:
                self._planted.append(Planted(sheet=sheet.name, cell=xl_rowcol_to_cell(line, places[field]), code=code))
        if "band" in row:
            sheet.merge_range(line, 0, line, len(places) - 1, row["band"], self._head)
        for field, place in places.items():
            if field in row.get("struck", ()):
                sheet.write_string(line, place, row[field], self._struck)
            else:
                self._put(sheet, xl_rowcol_to_cell(line, place), row.get(field, ""))
        if row.get("hidden"):
            sheet.set_row(line, None, None, {"hidden": True})
        for field, height in row.get("merge", {}).items():
            sheet.merge_range(line, places[field], line + height - 1, places[field], row[field])

    def _put(self, sheet: Worksheet, address: str, value: Cell) -> None:
        if isinstance(value, date):
            sheet.write_datetime(address, value, self._date)
        elif isinstance(value, Mapping):
            sheet.write_formula(address, value["formula"], None, value.get("error", ""))
        elif isinstance(value, str):
            if value:
                sheet.write_string(address, value)
        else:
            sheet.write_number(address, value)


# XlsxWriter gives every formula a result; a program that never worked it out leaves none.
_NO_RESULT = re.compile(rb' t="str"><f>([^<]*)</f><v></v>')


def _never_calculated(workbook: bytes) -> bytes:
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            target.writestr(part, _NO_RESULT.sub(rb"><f>\1</f>", source.read(part)))
    return result.getvalue()


def as_rows(planted: Sequence[Planted]) -> list[dict[str, str]]:
    """The faults as they stand in broken.json."""
    return [{"sheet": fault.sheet, "cell": fault.cell, "code": fault.code} for fault in planted]
