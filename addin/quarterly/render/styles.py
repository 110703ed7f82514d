"""The look of a report: fonts, colours and number formats by purpose."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cache

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from quarterly.compose.report import Cell, Look

FONT = "Arial"  # on every machine
BODY = 11.0  # points
SMALL = 10.0  # points
HEADING = 14.0  # points
TITLE = 20.0  # points

INK = "#0B0C0C"
WHITE = "#FFFFFF"
NAVY = "#12436D"
HAIRLINE = "#B1B4B6"
GREY = "#F3F2F1"
QUIET = "#505A5F"  # 7.0:1 on white
LINK_BLUE = "#1D70B8"

# Fill, text. Contrast of each is 4.5:1 or better (GOV.UK colours).
STATUS_COLOURS = {
    Look.BLUE: ("#1D70B8", WHITE),
    Look.GREEN: ("#00703C", WHITE),
    Look.GREEN_AMBER: ("#C6DFA6", INK),
    Look.AMBER: ("#FFBF47", INK),
    Look.RED_AMBER: ("#F4A35A", INK),
    Look.RED: ("#D4351C", WHITE),
    Look.UNRATED: (GREY, INK),
}

DATE_FORMAT = "d mmm yyyy"
MONTH_FORMAT = "mmm yyyy"

Property = str | int | float | bool
"""A value in XlsxWriter's description of a format."""


@dataclass(slots=True)
class Styles:
    """The formats of one workbook, made when first asked for."""

    book: Workbook
    _cells: dict[tuple[Look, str, bool, str], Format] = field(default_factory=dict)
    _made: dict[tuple[tuple[str, Property], ...], Format] = field(default_factory=dict)

    def of(self, **properties: Property) -> Format:
        """A format with these properties on top of the body text."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            body = {"font_name": FONT, "font_size": BODY, "font_color": INK, "valign": "top", "text_wrap": True}
            self._made[key] = self.book.add_format(body | properties)
        return self._made[key]

    def cell(self, cell: Cell, align: str = "left", *, indent: bool = False) -> Format:
        """The format of a table's cell; indented, it stands clear of the column beside it."""
        number = number_format(cell)
        key = (cell.look, align, indent, number)
        if key not in self._cells:
            ruled: dict[str, Property] = {"bottom": 1, "bottom_color": HAIRLINE, "align": align}
            if indent:
                ruled["indent"] = 1
            if number:
                ruled["num_format"] = number
            self._cells[key] = self.of(**(ruled | look(cell.look)))
        return self._cells[key]

    def header(self, align: str, *, indent: bool) -> Format:
        """The format of a table's header."""
        return self.of(bold=True, font_color=WHITE, bg_color=NAVY, align=align, valign="vcenter", indent=int(indent))


def look(name: Look) -> dict[str, Property]:
    """The properties that a look adds to the body text."""
    if name in STATUS_COLOURS:
        fill, text = STATUS_COLOURS[name]
        return {"bg_color": fill, "font_color": text, "bold": True, "align": "left", "indent": 1}
    return _LOOKS[name]


_LOOKS: dict[Look, dict[str, Property]] = {
    Look.TEXT: {},
    Look.STRONG: {"bold": True},
    Look.SMALL: {"font_size": SMALL},
    Look.MISSING: {"font_color": QUIET},
    Look.LINK: {"font_color": LINK_BLUE, "underline": 1},
}


def font_of(name: Look) -> tuple[float, bool]:
    """Size in points and weight, for measuring."""
    bold = name in STATUS_COLOURS or name is Look.STRONG
    return (SMALL if name is Look.SMALL else BODY), bold


def number_format(cell: Cell) -> str:
    """Excel's format for the cell's value; "" for text. Percentages stay on the scale 0 to 100."""
    if isinstance(cell.value, str) or cell.value is None:
        return ""
    if isinstance(cell.value, date):
        return MONTH_FORMAT if cell.unit == "month" else DATE_FORMAT
    return _number_format(cell.decimals, percent=cell.unit == "%")


@cache
def _number_format(decimals: int, *, percent: bool) -> str:
    digits = "#,##0" + (f".{'0' * decimals}" if decimals else "")
    unit = '"%"' if percent else ""
    return f"{digits}{unit};\u2212{digits}{unit}"


def shown(cell: Cell) -> str:
    """The cell's value about as Excel shows it, for measuring."""
    if cell.value is None:
        return ""
    if isinstance(cell.value, str):
        return cell.value
    if isinstance(cell.value, int | float):
        return f"{cell.value:,.{cell.decimals}f}{'%' if cell.unit == '%' else ''}"
    return "30 Sep 2026"
