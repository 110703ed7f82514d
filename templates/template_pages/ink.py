"""Fonts, colours and kinds of cells that the templates share."""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

INK, WHITE, NAVY, HAIRLINE, GREY, QUIET, LINK = "0B0C0C", "FFFFFF", "12436D", "B1B4B6", "F3F2F1", "505A5F", "1D70B8"
DATE = "d mmm yyyy"


class Look(Struct, frozen=True, kw_only=True, dict=True):
    """How a cell looks. ``rule`` is the colour of the line beneath it, ``band`` that of the thick one at its left."""

    size: float = 11
    bold: bool = False
    colour: str = INK
    fill: str = ""
    align: str = "left"
    valign: str = "top"
    wrap: bool = True
    indent: int = 0
    rule: str = ""
    thick: bool = False
    band: str = ""
    number: str = "General"
    underline: bool = False

    def but(self, **changes: object) -> Look:
        """The same look with a few changes."""
        return replace(self, **changes)

    def put_on(self, cell) -> None:
        cell.font = Font(
            name="Arial", size=self.size, bold=self.bold, color=self.colour, u="single" if self.underline else None
        )
        if self.fill:
            cell.fill = PatternFill("solid", fgColor=self.fill)
        cell.alignment = Alignment(
            horizontal=self.align, vertical=self.valign, wrap_text=self.wrap or None, indent=self.indent
        )
        beneath = Side("medium" if self.thick else "thin", color=self.rule) if self.rule else None
        beside = Side("thick", color=self.band) if self.band else None
        if beneath or beside:
            cell.border = Border(left=beside, bottom=beneath)
        cell.number_format = self.number


class Inks(Struct, frozen=True, kw_only=True, dict=True):
    """The looks of one template, from the size of its body text."""

    size: float = 11
    small: float = 10

    def look(self, **given: object) -> Look:
        """The body text, but for what is given."""
        return Look(size=self.size).but(**given)

    @property
    def heading(self) -> Look:
        """The heading of a part of a sheet."""
        return self.look(size=14, bold=True, wrap=False, valign="bottom")

    @property
    def quiet(self) -> Look:
        """What explains, beside what counts."""
        return self.look(size=self.small, colour=QUIET)

    @property
    def header(self) -> Look:
        """A table's header."""
        return self.look(bold=True, colour=WHITE, fill=NAVY, valign="center")

    @property
    def cell(self) -> Look:
        """A table's cell of text."""
        return self.look(rule=HAIRLINE)
