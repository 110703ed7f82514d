"""Write the cells, tables and page set-up of an improvement workbook's sheets."""

from __future__ import annotations

import io
import math
import zipfile
from collections.abc import Sequence
from datetime import date

import xlsxwriter
from msgspec import Struct
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from quarterly.render.improvement_columns import (
    DATE_FORMAT,
    HAIRLINE,
    INK,
    NAVY,
    PERCENT_FORMAT,
    TYPE_SIZE,
    Entry,
    Field,
    header_message,
    row_height,
)

_A4 = 9  # Excel's number for the paper size
_MARGIN = 0.59  # inches: 1.5 cm
_PAGE_CHARACTERS = 240.0  # sum of column widths that A4 landscape holds at the smallest size worth reading
_HEADER = 32.0  # points: two lines of a heading
_TYPE = {"font_name": "Arial", "font_size": TYPE_SIZE, "font_color": INK}


class Frame(Struct, frozen=True, kw_only=True):
    """A table on a worksheet: its name, its header's row from 0, its fields from column A, its rows of entries."""

    name: str
    top: int
    fields: tuple[Field, ...]
    rows: int


class Pen:
    """Writes cells of one workbook, and makes each cell format once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._formats: dict[tuple[str, bool], Format] = {}
        self._header = book.add_format(
            {
                **_TYPE,
                "bold": True,
                "font_color": "#FFFFFF",
                "bg_color": NAVY,
                "text_wrap": True,
                "valign": "vcenter",
                "border": 1,
                "border_color": HAIRLINE,
            }
        )
        self.title = book.add_format({**_TYPE, "bold": True, "font_size": 20, "font_color": NAVY})
        self.heading = book.add_format({**_TYPE, "bold": True, "font_size": 14, "font_color": NAVY})
        self.line = book.add_format({**_TYPE, "font_size": 11})
        self.link = book.add_format({**_TYPE, "font_color": "#1D70B8", "underline": 1, "valign": "top"})

    def body(self, number_format: str, *, ruled: bool = True) -> Format:
        """The format of a cell in a table, with a thin rule beneath unless it lies outside."""
        key = (number_format, ruled)
        if key not in self._formats:
            rule = {"bottom": 1, "bottom_color": HAIRLINE} if ruled else {}
            side: dict[str, object] = {"align": "left"} if number_format == DATE_FORMAT else {}
            if number_format[0] in "#0":
                side = {"align": "right", "indent": 1}  # so that a number does not touch the text beside it
            look = {**_TYPE, **rule, **side, "num_format": number_format, "text_wrap": True, "valign": "top"}
            self._formats[key] = self._book.add_format(look)
        return self._formats[key]

    def write(self, sheet: Worksheet, row: int, column: int, entry: Entry, number_format: str = "General") -> None:
        """Put a value into a cell; text is text, whatever it begins with."""
        look = self.body(number_format)
        if isinstance(entry, date):
            sheet.write_datetime(row, column, entry, look)
        elif isinstance(entry, str) and entry:
            sheet.write_string(row, column, entry, look)
        elif isinstance(entry, int | float):
            sheet.write_number(row, column, entry / 100 if number_format == PERCENT_FORMAT else entry, look)
        else:
            sheet.write_blank(row, column, None, look)

    def heights(self, sheet: Worksheet, top: int, rows: Sequence[Sequence[Entry]], widths: Sequence[float]) -> None:
        """Make every row, from ``top`` on, as high as its longest text needs."""
        for line, entries in enumerate(rows, start=top):
            sheet.set_row(line, row_height(entries, widths))

    def frame(self, sheet: Worksheet, frame: Frame, *, filters: bool = True) -> None:
        """Mark the rectangle as a table that Excel knows, with its headers and the message of each."""
        last = frame.top + frame.rows
        sheet.set_row(frame.top, _HEADER)
        sheet.add_table(
            frame.top,
            0,
            last,
            len(frame.fields) - 1,
            {
                "name": frame.name,
                "style": "Table Style Light 1",
                "autofilter": filters,
                "columns": [{"header": field.header, "header_format": self._header} for field in frame.fields],
            },
        )
        for number, field in enumerate(frame.fields):
            if not field.about:
                continue
            sheet.data_validation(frame.top, number, frame.top, number, header_message(field))


def let_rows_grow(workbook: bytes) -> bytes:
    """The workbook with row heights that Excel may change as people type; XlsxWriter writes them as fixed."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for part in source.infolist():
            content = source.read(part)
            if part.filename.startswith("xl/worksheets/sheet"):
                content = content.replace(b' customHeight="1"', b"")
            target.writestr(part, content)  # keeps the part's pinned date
    return result.getvalue()


def set_page(sheet: Worksheet, name: str, widths: Sequence[float], *, header_row: int | None) -> None:
    """Print on A4 landscape, as few pages wide as can be read, headers repeated on every page."""
    pages_wide = math.ceil(sum(widths) / _PAGE_CHARACTERS)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=_MARGIN, right=_MARGIN, top=_MARGIN, bottom=_MARGIN + 0.2)
    sheet.fit_to_pages(pages_wide, 0)
    sheet.set_footer(f"&L&8{name.replace('&', '&&')}&R&8Page &P of &N")
    sheet.hide_gridlines(2)
    if header_row is not None:
        sheet.repeat_rows(header_row)
        sheet.freeze_panes(header_row + 1, 1)
    if pages_wide > 1:
        sheet.repeat_columns(0)
