"""The look of a report: fonts, colours and number formats by purpose."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct, field
from xlsxwriter import Workbook
from xlsxwriter.format import Format

from quarterly.compose.report import Cell, Look
from quarterly.model.contrast import contrast
from quarterly.render.measure import breadth

if TYPE_CHECKING:
    from quarterly.template.layout import StyleSheet

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

# Fill, text: the colours in which charts are drawn. Contrast of each is 4.5:1 or better (GOV.UK colours).
STATUS_COLOURS = {
    Look.BLUE: ("#1D70B8", WHITE),
    Look.GREEN: ("#00703C", WHITE),
    Look.GREEN_AMBER: ("#C6DFA6", INK),
    Look.AMBER: ("#FFBF47", INK),
    Look.RED_AMBER: ("#F4A35A", INK),
    Look.RED: ("#D4351C", WHITE),
    Look.UNRATED: (GREY, INK),
}

# Band, fill, text of a cell with a status. A cell is as tall as the longest text of its row: the full colour stands in
# the band at its left alone, and the fill is pale enough for a page of them. Contrast of each text is 7:1 or better.
STATUS_CELLS = {
    Look.BLUE: ("#1D70B8", "#D6E6F5", "#0B3A66"),
    Look.GREEN: ("#00703C", "#CDE9D8", "#004D29"),
    Look.GREEN_AMBER: ("#85994B", "#EDF3DC", "#3D471F"),
    Look.AMBER: ("#FFBF47", "#FFF0D1", "#594200"),
    Look.RED_AMBER: ("#F47738", "#FDE5D6", "#6E2F0B"),
    Look.RED: ("#D4351C", "#F9DEDA", "#7F1506"),
    Look.UNRATED: (HAIRLINE, GREY, INK),
}
BAND = 5  # Excel's number for its thickest line

DATE_FORMAT = "d mmm yyyy"
MONTH_FORMAT = "mmm yyyy"

Property = str | int | float | bool
"""A value in XlsxWriter's description of a format."""

Properties = dict[str, Property]
"""A format in XlsxWriter's words."""

ROLES: Mapping[str, Properties] = {
    "title": {"font_size": TITLE, "bold": True, "font_color": NAVY},
    "subtitle": {"font_size": SMALL, "font_color": QUIET},
    "heading": {"font_size": HEADING, "bold": True, "font_color": NAVY},
    "body": {"font_name": FONT, "font_size": BODY, "font_color": INK},
    "small": {"font_size": SMALL},
    "table header": {"bold": True, "font_color": WHITE, "bg_color": NAVY},
}
"""What a report is made of, where no template says otherwise."""

STATUS_PLACE: Properties = {"align": "left", "indent": 1}
"""How a status stands in its cell."""

_LOOKS: dict[Look, Properties] = {
    Look.TEXT: {},
    Look.STRONG: {"bold": True},
    Look.MISSING: {"font_color": QUIET},
    Look.LINK: {"font_color": LINK_BLUE, "underline": 1},
}

_OF_TEXT = ("font_name", "font_size", "font_color")
_OF_CELLS = ("num_format", "text_wrap", "locked", "hidden", "rotation")
"""What the sheet Styles does not decide: it says how a part looks, not what stands in it."""


class Face(Struct, frozen=True):
    """How text is set, for measuring: points, weight, and the width of the font's letters where Arial's is 1."""

    size: float
    bold: bool = False
    breadth: float = 1.0


class Styles(Struct):
    """The formats of one workbook, made when first asked for. ``sheet`` is what a template says of them."""

    book: Workbook
    sheet: StyleSheet | None = None
    _body: Properties = field(default_factory=dict)
    _roles: dict[str, Properties] = field(default_factory=dict)
    _looks: dict[Look, Properties] = field(default_factory=dict)
    _cells: dict[tuple[Look, str, bool, str], Format] = field(default_factory=dict)
    _made: dict[tuple[tuple[str, Property], ...], Format] = field(default_factory=dict)
    _plain: dict[tuple[tuple[str, Property], ...], Format] = field(default_factory=dict)
    _faces: dict[tuple[str, bool], Face] = field(default_factory=dict)  # asked for again for every cell
    _faces_of: dict[Look, Face] = field(default_factory=dict)

    def __post_init__(self) -> None:
        sheet = self.sheet
        said = {role: _appearance(dict(form)) for role, form in sheet.roles if form} if sheet else {}
        self._roles = {role: said.get(role, form) for role, form in ROLES.items()}
        body = self._roles["body"]
        self._body = {**ROLES["body"], **{name: body[name] for name in _OF_TEXT if name in body}}
        self._looks = {one: _status(one) if one in STATUS_COLOURS else _LOOKS.get(one, {}) for one in Look}
        for name, form in sheet.statuses if sheet else ():
            place = STATUS_PLACE if name in STATUS_COLOURS else {}
            self._looks[name] = place | over(dict(form))
        self._looks[Look.SMALL] = self._looks[Look.SMALL] | {"font_size": self.face("small").size}
        self._faces.clear()  # what was asked for while the looks were still being put together

    def of(self, **properties: Property) -> Format:
        """A format with these properties on top of the body text."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self.book.add_format({**self._body, "valign": "top", "text_wrap": True} | properties)
        return self._made[key]

    def plain(self, properties: Properties) -> Format:
        """A format with these properties and no others."""
        key = tuple(sorted(properties.items()))
        if key not in self._plain:
            self._plain[key] = self.book.add_format(dict(properties))
        return self._plain[key]

    def role(self, name: str, **properties: Property) -> Format:
        """The format of a part of the report, such as "heading", with more properties on top."""
        return self.of(**(self._roles[name] | properties))

    def properties(self, role: str) -> Properties:
        """The properties of a part of the report, for a cell that is no part of a ready-made block."""
        return self._body | self._roles[role]

    def colour(self, role: str) -> str:
        """The colour of a part's text."""
        return str(self._roles[role].get("font_color", self._body["font_color"]))

    @property
    def font(self) -> str:
        """The name of the body text's font."""
        return str(self._body["font_name"])

    @property
    def body(self) -> Properties:
        """The properties of the body text."""
        return dict(self._body)

    def laid_over(self, name: Look) -> Properties:
        """What a status or named look changes in a cell of a template."""
        return over(self._looks[name])

    def line(self, role: str, otherwise: str) -> str:
        """The colour of a line of a chart, by its role."""
        return dict(self.sheet.lines).get(role, otherwise) if self.sheet else otherwise

    def cell(self, cell: Cell, align: str = "left", *, indent: bool = False) -> Format:
        """The format of a table's cell; indented, it stands clear of the column beside it."""
        number = number_format(cell)
        key = (cell.look, align, indent, number)
        if key not in self._cells:
            ruled: Properties = {"bottom": 1, "bottom_color": HAIRLINE, "align": align}
            if indent:
                ruled["indent"] = 1
            if number:
                ruled |= {"num_format": clear_of_edge(number) if indent and align == "right" else number, "indent": 0}
            self._cells[key] = self.of(**(ruled | self.look(cell.look)))
        return self._cells[key]

    def header(self, align: str, *, indent: bool) -> Format:
        """The format of a table's header."""
        return self.role("table header", align=align, valign="vcenter", indent=int(indent))

    def look(self, name: Look) -> Properties:
        """The properties that a look adds to the body text."""
        return self._looks[name]

    def in_full(self, name: Look) -> tuple[str, str]:
        """The colour of a status where it is drawn, in a chart, and the colour of a text on it.

        It is that of the band at the left of its cells, or of the cells themselves where a template gives them none.
        """
        look = self._looks[name]
        fill, text = str(look.get("bg_color", WHITE)), str(look.get("font_color", INK))
        band = str(look.get("left_color", "")) if look.get("left") == BAND else ""
        if not band:
            return fill, text
        known = {cell[0]: STATUS_COLOURS[one] for one, cell in STATUS_CELLS.items()}
        return known.get(band.upper(), (band, max((INK, WHITE), key=lambda text: contrast(text, band))))

    def face(self, role: str, *, bold: bool = False) -> Face:
        """How a part of the report is set; ``bold`` whatever its role says."""
        known = self._faces.get((role, bold))
        if known is None:
            known = face_of(self._body | self._roles[role] | ({"bold": True} if bold else {}))
            self._faces[role, bold] = known
        return known

    def face_of(self, name: Look) -> Face:
        """How a cell of this look is set."""
        known = self._faces_of.get(name)
        if known is None:
            known = self._faces_of[name] = face_of(self._body | self.look(name))
        return known


def _status(name: Look) -> Properties:
    band, fill, text = STATUS_CELLS[name]
    return {"bg_color": fill, "font_color": text, "bold": True, "left": BAND, "left_color": band, **STATUS_PLACE}


def _appearance(form: Properties) -> Properties:
    return {name: value for name, value in form.items() if name not in _OF_CELLS}


def over(form: Properties) -> Properties:
    """What a status or named look changes in the cell in which it stands: its colours and weight, not its place."""
    kept = ("bg_color", "fg_color", "pattern", "font_color", "bold", "italic", "underline", "font_strikeout")
    borders = ("border", "left", "right", "top", "bottom")
    return {name: value for name, value in form.items() if name in kept or name.removesuffix("_color") in borders}


def face_of(properties: Properties) -> Face:
    """How text in a cell of this format is set."""
    return Face(
        float(properties.get("font_size", BODY)),
        bool(properties.get("bold", False)),
        breadth(str(properties.get("font_name", FONT))),
    )


def number_format(cell: Cell) -> str:
    """Excel's format for the cell's value; "" for text. Percentages stay on the scale 0 to 100."""
    if isinstance(cell.value, str) or cell.value is None:
        return ""
    if isinstance(cell.value, date):
        return MONTH_FORMAT if cell.unit == "month" else DATE_FORMAT
    return _number_format(cell.decimals, percent=cell.unit == "%")


def clear_of_edge(code: str) -> str:
    """The number format with the breadth of a letter after the figure.

    LibreOffice forgets an indent at the right from cell to cell, and figures then touch the band of a status.
    """
    return ";".join(f"{part}_n" for part in code.split(";"))


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
