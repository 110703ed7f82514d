"""From a workbook's bytes to grids: every sheet's values where they stand, with what their XML says about them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from string import ascii_uppercase

import python_calamine
from lxml import etree
from msgspec import Struct

from quarterly.collector import collector_paused
from quarterly.model.problems import column_letters
from quarterly.read import refusals
from quarterly.read.marks import Marks, SheetMalformed, marks_of, place_of
from quarterly.read.package import Package, SheetEntry, parse_xml

CellValue = str | float | int | bool | date | datetime | time | timedelta
"""What a cell holds; empty cells hold the empty text."""


class Grid(Struct, frozen=True, kw_only=True):
    """One sheet. ``rows[0][0]`` is cell A1, wherever the sheet's first value stands.

    ``date_1904`` says that the workbook counts days from 1904, as Excel for Mac once did.
    """

    name: str
    rows: list[list[CellValue]]
    marks: Marks
    hidden: bool = False
    date_1904: bool = False

    def value(self, row: int, column: int) -> CellValue:
        """The value at a row and column from 1; empty text outside the used area."""
        if 0 < row <= len(self.rows) and 0 < column <= len(self.rows[row - 1]):
            return self.rows[row - 1][column - 1]
        return ""

    def is_percentage(self, row: int, column: int) -> bool:
        """Whether Excel shows the cell as a percentage, so that 0.87 reads 87%."""
        return bool(self.marks.percentages) and address(row, column) in self.marks.percentages

    def is_month(self, row: int, column: int) -> bool:
        """Whether Excel shows the day in the cell as its month, so that 1 March 2026 reads Mar-26."""
        return bool(self.marks.months) and address(row, column) in self.marks.months

    def error(self, row: int, column: int) -> str:
        """The cell's error value, such as ``#DIV/0!``; empty where there is none."""
        return self.marks.errors.get(address(row, column), "") if self.marks.errors else ""

    def is_uncalculated(self, row: int, column: int) -> bool:
        """Whether the cell holds a formula whose result was never worked out."""
        return bool(self.marks.uncalculated) and address(row, column) in self.marks.uncalculated

    def is_struck(self, row: int, column: int) -> bool:
        """Whether the whole text of the cell is struck through."""
        return bool(self.marks.struck) and address(row, column) in self.marks.struck

    def with_rows(self, rows: list[list[CellValue]]) -> Grid:
        """The same sheet with other values."""
        return Grid(name=self.name, rows=rows, marks=self.marks, hidden=self.hidden, date_1904=self.date_1904)


def address(row: int, column: int) -> str:
    """ "C5" for row 5, column 3."""
    return f"{column_letters(column)}{row}"


@collector_paused()
def read_grids(package: Package, wanted: Collection[str]) -> Mapping[str, Grid]:
    """The grids of the sheets named, by name.

    The value reader is given a small package of its own, with nothing in it but the parts that were checked here:
    so it never meets a sheet outside the contract, an odd path or a second part of the same name.

    Raises:
        WorkbookRefused: a sheet is damaged, hostile, or has a value absurdly far from its table.
    """
    entries = [entry for entry in package.sheets if entry.name in wanted and entry.part]
    styles = _styles(package)
    sheets: list[tuple[SheetEntry, bytes, Marks]] = []
    for entry in entries:
        xml = package.sheet_xml(entry)
        sheets.append((entry, xml, _marks(package, entry, xml, styles)))
    if not sheets:
        return {}
    values = _values(package, [xml for _, xml, _ in sheets])
    return {
        entry.name: Grid(
            name=entry.name,
            rows=_with_hidden(_without_zeros(rows, marks) if package.recalculates else rows, marks),
            marks=marks,
            hidden=entry.hidden,
            date_1904=package.date_1904,
        )
        for (entry, _, marks), rows in zip(sheets, values, strict=True)
    }


def _without_zeros(rows: list[list[CellValue]], marks: Marks) -> list[list[CellValue]]:
    """The rows without the zeros that stand in place of results that were never worked out."""
    for cell in marks.uncalculated:
        row, column = place_of(cell)
        if row <= len(rows) and column <= len(rows[row - 1]):
            rows[row - 1][column - 1] = ""
    return rows


def _with_hidden(rows: list[list[CellValue]], marks: Marks) -> list[list[CellValue]]:
    """The rows, with those below the last value that hold nothing but errors or uncalculated formulas."""
    below = [int(address.lstrip(ascii_uppercase)) for address in (*marks.errors, *marks.uncalculated)]
    if not below:
        return rows
    width = max(map(len, rows), default=0)
    blank: CellValue = ""
    return rows + [[blank] * width for _ in range(len(rows), max(below, default=0))]


def _marks(package: Package, entry: SheetEntry, xml: bytes, styles: _Styles) -> Marks:
    try:
        marks = marks_of(xml, styles.percent, styles.month, styles.struck, zeros=package.recalculates)
    except SheetMalformed as error:
        raise refusals.DAMAGED.of(package.name, reason=f'sheet "{entry.name}" cannot be read, {error}') from error
    if marks.stray:
        raise refusals.STRAY_CELL.of(package.name, sheet=entry.name, cell=marks.stray)
    return marks


def _values(package: Package, sheets: list[bytes]) -> list[list[list[CellValue]]]:
    damaged = refusals.DAMAGED.of(package.name, reason="a sheet is not written as Excel writes it")
    try:
        workbook = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(_clean_package(package, sheets)))
        return [
            list(workbook.get_sheet_by_index(index).to_python(skip_empty_area=False)) for index in range(len(sheets))
        ]
    except (python_calamine.CalamineError, ValueError, OverflowError) as error:
        raise damaged from error
    except BaseException as error:
        # A panic inside the reader arrives as an exception that derives from BaseException and cannot be imported.
        if type(error).__name__ != "PanicException":
            raise
        raise damaged from error


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def _clean_package(package: Package, sheets: list[bytes]) -> bytes:
    numbers = range(1, len(sheets) + 1)
    links = "".join(
        f'<Relationship Id="r{n}" Type="{_LINK}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    parts: dict[str, bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}"/>'.encode(),
        "_rels/.rels": (
            f'<Relationships xmlns="{_RELS}">'
            f'<Relationship Id="w" Type="{_LINK}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ).encode(),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINK}"><workbookPr date1904="{int(package.date_1904)}"/><sheets>'
            + "".join(f'<sheet name="s{n}" sheetId="{n}" r:id="r{n}"/>' for n in numbers)
            + "</sheets></workbook>"
        ).encode(),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{_RELS}">{links}'
            f'<Relationship Id="s" Type="{_LINK}/styles" Target="styles.xml"/>'
            f'<Relationship Id="t" Type="{_LINK}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
        ).encode(),
    }
    if package.styles:
        parts["xl/styles.xml"] = package.styles
    if package.shared_strings:
        parts["xl/sharedStrings.xml"] = _uncounted(package.shared_strings)
    parts.update({f"xl/worksheets/sheet{n}.xml": sheets[n - 1] for n in numbers})
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for part, content in parts.items():
            archive.writestr(zipfile.ZipInfo(part), content)
    return buffer.getvalue()


_COUNTS = re.compile(rb'\s(?:count|uniqueCount)\s*=\s*("[^"]*"|\'[^\']*\')')


def _uncounted(strings: bytes) -> bytes:
    """The shared strings without the number that they say they are: the value reader makes room for it unseen."""
    end = strings.find(b">", max(0, strings.find(b"sst")))
    return _COUNTS.sub(b"", strings[:end]) + strings[end:] if end >= 0 else strings


_BUILT_IN_PERCENT = (9, 10)  # 0% and 0.00% (ECMA-376 part 1, 18.8.30)
_BUILT_IN_MONTH = 17  # mmm-yy
_LITERALS = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')


class _Styles(Struct, frozen=True):
    """The cell formats, by index, that show a number as a percentage, a day as its month, or text struck through."""

    percent: frozenset[int] = frozenset()
    month: frozenset[int] = frozenset()
    struck: frozenset[int] = frozenset()


def _styles(package: Package) -> _Styles:
    if not package.styles:
        return _Styles()
    root = parse_xml(package.styles, package.name, "styles")
    percent, month = set(_BUILT_IN_PERCENT), {_BUILT_IN_MONTH}
    for fmt in root.iterfind("{*}numFmts/{*}numFmt"):
        number = _number(fmt.get("numFmtId", ""))
        code = _LITERALS.sub("", fmt.get("formatCode", "")).casefold()
        for numbers, shown in ((percent, _is_percentage(code)), (month, _is_month(code))):
            numbers.discard(number)
            if shown:
                numbers.add(number)
    formats = list(enumerate(_cell_formats(root)))
    return _Styles(
        frozenset(index for index, style in formats if style in percent),
        frozenset(index for index, style in formats if style in month),
        _struck_styles(root),
    )


def _struck_styles(root: etree._Element) -> frozenset[int]:
    lines = [font.find("{*}strike") for font in root.iterfind("{*}fonts/{*}font")]
    struck = {index for index, line in enumerate(lines) if line is not None and line.get("val", "1") in ("1", "true")}
    fonts = [_number(xf.get("fontId", "0")) for xf in root.iterfind("{*}cellXfs/{*}xf")] if struck else []
    return frozenset(index for index, font in enumerate(fonts) if font in struck)


def _is_percentage(code: str) -> bool:
    """Whether every part of a lower-case format code that shows a number shows it with a percent sign: "0%;-0%;".

    Where only some do, such as "[<=1]0%;0", what Excel shows depends on the number.
    """
    parts = [part for part in code.split(";") if "general" in part or set("0#?") & set(part)]
    return bool(parts) and all("%" in part for part in parts)


def _is_month(code: str) -> bool:
    """Whether a lower-case format code, without its literals, names month and year and no day: "mmm-yy"."""
    return "m" in code and "y" in code and not set("dhs") & set(code)


def _cell_formats(root: etree._Element) -> list[int]:
    return [_number(xf.get("numFmtId", "0")) for xf in root.iterfind("{*}cellXfs/{*}xf")]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() else 0
