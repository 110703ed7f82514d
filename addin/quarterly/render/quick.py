"""Sheets and charts of XlsxWriter that write the same bytes faster: most of a report's time goes into its cells.

XlsxWriter checks each cell's address and type anew and writes each tag through several calls. A report knows what it
writes. Whatever is out of the ordinary is left to XlsxWriter's own way.
"""

from __future__ import annotations

from datetime import date, datetime
from math import isfinite
from typing import Any

from xlsxwriter.chart_column import ChartColumn
from xlsxwriter.chart_line import ChartLine
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import (
    CellBlankTuple,
    CellDatetimeTuple,
    CellNumberTuple,
    CellStringTuple,
    Worksheet,
)

LONGEST = 16_383  # characters that fit a cell whatever they are: Excel counts UTF-16 units, 32,767 of them
LAST_COLUMN = 16_383  # counted from 0
SPAN_ROWS = 16  # rows for which XlsxWriter gives one "spans"
_EPOCHS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}  # day 0, by whether days count from 1904
_FIRST_SAFE = date(1900, 3, 1)  # Excel has a 29 February 1900
_COLUMNS = tuple(xl_col_to_name(column) for column in range(256))


class _Unkept(dict[tuple[int, int], str]):
    """XlsxWriter notes every cell of a table to see whether another overlaps it; here each begins below the last."""

    def __setitem__(self, _place: tuple[int, int], _table: str) -> None:
        """Forget it: the notes of a report take as much memory as its cells."""


class QuickSheet(Worksheet):  # type: ignore[misc]  # XlsxWriter is untyped
    """A worksheet for cells at known places: rows and columns are numbers within Excel's limits."""

    def __init__(self) -> None:
        super().__init__()
        self.table_cells = _Unkept()

    def write_number(self, row: int, column: int, number: float, cell_format: Format | None = None) -> int:
        """Write a number.

        Raises:
            ValueError: it is not finite; Excel has no such number.
        """
        if not isfinite(number):
            raise ValueError(f"a cell cannot hold {number}")
        self.table[row][column] = CellNumberTuple(number, cell_format)
        return 0

    def write_string(self, row: int, column: int, string: str, cell_format: Format | None = None) -> int:
        """Write text, cut where Excel allows no more."""
        if len(string) > LONGEST:
            return int(super()._write_string(row, column, string, cell_format))
        self.table[row][column] = CellStringTuple(self.str_table._get_shared_string_index(string), cell_format)
        return 0

    def write_blank(self, row: int, column: int, _blank: None, cell_format: Format | None = None) -> int:
        """Write a format without a value; nothing where there is none."""
        if cell_format is not None:
            self.table[row][column] = CellBlankTuple(cell_format)
        return 0

    def write_datetime(self, row: int, column: int, day: date, cell_format: Format | None = None) -> int:
        """Write a day."""
        plain = day.date() if isinstance(day, datetime) else day
        if plain < _FIRST_SAFE:
            when = datetime(day.year, day.month, day.day)  # noqa: DTZ001  days of a workbook have no time zone
            return int(super()._write_datetime(row, column, when, cell_format))
        self.table[row][column] = CellDatetimeTuple((plain - _EPOCHS[self.date_1904]).days, cell_format)
        return 0

    def _assemble_xml_file(self) -> None:
        self._measure()
        super()._assemble_xml_file()

    def _measure(self) -> None:
        """The used range: XlsxWriter keeps it with each cell, here it is looked up once."""
        rows = [row for row, cells in self.table.items() if cells]
        if not rows:
            return
        columns = [column for row in rows for column in (min(self.table[row]), max(self.table[row]))]
        for place in ((min(rows), min(columns)), (max(rows), max(columns))):
            self._check_dimensions(*place)

    def _calculate_spans(self) -> None:
        if self.comments:
            super()._calculate_spans()
            return
        ends: dict[int, tuple[int, int]] = {}
        for row, cells in self.table.items():
            if cells:
                first, last = ends.get(row // SPAN_ROWS, (LAST_COLUMN, 0))
                ends[row // SPAN_ROWS] = (min(first, *cells), max(last, *cells))
        self.row_spans = {block: f"{first + 1}:{last + 1}" for block, (first, last) in ends.items()}

    def _write_rows(self) -> None:
        if self.comments:
            super()._write_rows()
            return
        self._calculate_spans()
        used = {row for row, cells in self.table.items() if cells}
        for row in sorted(used | set(self.row_info)):
            span, height = self.row_spans.get(row // SPAN_ROWS), self.row_info.get(row)
            if row not in used:
                self._write_empty_row(row, span, height)
                continue
            self._write_row(row, span, height)
            self._write_cells(row, self.table.pop(row))  # written: as much memory as all that is written of it
            self.fh.write("</row>")

    def _write_cells(self, row: int, cells: dict[int, Any]) -> None:
        """A row's cells; they are gathered, as one write of a row takes less than one of each cell."""
        gathered: list[str] = []
        number = row + 1
        for column in sorted(cells):
            cell = cells[column]
            form = cell.format
            kind = cell.__class__ if form is not None and column < len(_COLUMNS) else None
            style = "" if form is None else form.xf_index or form._get_xf_index()
            if kind is CellStringTuple:
                gathered.append(f'<c r="{_COLUMNS[column]}{number}" s="{style}" t="s"><v>{cell.string}</v></c>')
            elif kind is CellNumberTuple or kind is CellDatetimeTuple:
                gathered.append(f'<c r="{_COLUMNS[column]}{number}" s="{style}"><v>{cell.number:.16G}</v></c>')
            elif kind is CellBlankTuple:
                gathered.append(f'<c r="{_COLUMNS[column]}{number}" s="{style}"/>')
            else:  # a formula; or a cell that may take its row's or its column's format
                self.fh.write("".join(gathered))
                gathered.clear()
                self._write_cell(row, column, cell)
        self.fh.write("".join(gathered))

    def _get_range_data(self, first_row: int, first_column: int, last_row: int, last_column: int) -> list[Any]:
        """The figures of a chart's line, as XlsxWriter gives them to it; ``None`` for cells that are not there."""
        if first_column != last_column:
            return list(super()._get_range_data(first_row, first_column, last_row, last_column))
        figures: list[Any] = []
        for row in range(first_row, last_row + 1):
            cell: Any = self.table[row].get(first_column) if row in self.table else None
            kind = cell.__class__
            if cell is None:
                figures.append(None)
            elif kind is CellNumberTuple or kind is CellDatetimeTuple:
                figures.append(f"{cell.number:.16g}")
            else:
                figures += super()._get_range_data(row, first_column, row, last_column)
        return figures


class _QuickCache:
    """A chart that writes its copy of the figures in one go."""

    fh: Any  # XlsxWriter's stream of text
    series: list[Any]
    formula_data: list[Any]

    def _assemble_xml_file(self) -> None:
        super()._assemble_xml_file()  # type: ignore[misc]  # of the chart that this is mixed into
        self.series, self.formula_data = [], []  # written: hundreds of charts stand in memory otherwise

    def _write_num_cache(self, figures: list[str | float | None] | None) -> None:
        points = figures or []
        written = "".join(
            f'<c:pt idx="{place}"><c:v>{_figure(value)}</c:v></c:pt>'
            for place, value in enumerate(points)
            if value is not None
        )
        count = f'<c:formatCode>General</c:formatCode><c:ptCount val="{len(points)}"/>'
        self.fh.write(f"<c:numCache>{count}{written}</c:numCache>")


def _figure(value: str | float) -> str | float:
    """What is no number counts as nought in a chart."""
    try:
        float(value)
    except ValueError:
        return 0
    return value


class QuickLine(_QuickCache, ChartLine):  # type: ignore[misc]  # XlsxWriter is untyped
    """A line chart."""


class QuickColumn(_QuickCache, ChartColumn):  # type: ignore[misc]  # XlsxWriter is untyped
    """A column chart."""


QUICK_CHARTS = {ChartLine: QuickLine, ChartColumn: QuickColumn}
