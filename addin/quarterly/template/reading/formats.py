"""A cell's format as XlsxWriter's properties, from openpyxl's fonts, fills, borders and alignments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from msgspec import Struct, field
from openpyxl.styles import Border, Fill, Font, GradientFill, PatternFill, Side
from openpyxl.styles.alignment import Alignment
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.styleable import StyleableObject

from quarterly.template.layout import Format, Property
from quarterly.template.reading.colours import Palette

Pairs = Iterator[tuple[str, Property]]

# Excel's names in the order of XlsxWriter's numbers.
BORDERS = (
    "none", "thin", "medium", "dashed", "dotted", "thick", "double", "hair", "mediumDashed", "dashDot", "mediumDashDot",
    "dashDotDot", "mediumDashDotDot", "slantDashDot",
)  # fmt: skip
PATTERNS = (
    "none", "solid", "mediumGray", "darkGray", "lightGray", "darkHorizontal", "darkVertical", "darkDown", "darkUp",
    "darkGrid", "darkTrellis", "lightHorizontal", "lightVertical", "lightDown", "lightUp", "lightGrid", "lightTrellis",
    "gray125", "gray0625",
)  # fmt: skip
UNDERLINES = {"single": 1, "double": 2, "singleAccounting": 33, "doubleAccounting": 34}
SCRIPTS = {"superscript": 1, "subscript": 2}
ACROSS = {
    "left": "left", "center": "center", "right": "right", "fill": "fill", "justify": "justify",
    "centerContinuous": "center_across", "distributed": "distributed",
}  # fmt: skip
DOWN = {"top": "top", "center": "vcenter", "justify": "vjustify", "distributed": "vdistributed"}
SIDES = ("left", "right", "top", "bottom")
SMALLEST, LARGEST = 1.0, 409.0  # points of type
STACKED = 255  # Excel's number for letters above one another
WHOLE = 1  # XlsxWriter's pattern for one plain colour


class Formats(Struct):
    """The formats of one workbook; each is worked out once. ``gradients`` are the ids of those with a gradient."""

    palette: Palette
    gradients: set[int] = field(default_factory=set)
    _made: dict[int, Format] = field(default_factory=dict)

    def of(self, styled: StyleableObject) -> Format:
        """The format of a cell, row or column."""
        known = self._made.get(styled.style_id)
        if known is None:
            known = self._made[styled.style_id] = tuple(sorted(self._of(styled)))
            if styled.fill.tagname == GradientFill.tagname:
                self.gradients.add(styled.style_id)
        return known

    def _of(self, styled: StyleableObject) -> Pairs:
        # openpyxl hands these out behind a proxy that behaves as they do, but is none of their types.
        yield from self.font(cast("Font", styled.font))
        yield from self.fill(cast("Fill", styled.fill))
        yield from self.border(cast("Border", styled.border))
        yield from _alignment(cast("Alignment", styled.alignment))
        if styled.number_format not in ("", "General"):
            yield "num_format", styled.number_format

    def difference(self, style: DifferentialStyle | None) -> Format:
        """The format of a conditional format, which says only what it changes."""
        return () if style is None else tuple(sorted(self._difference(style)))

    def _difference(self, style: DifferentialStyle) -> Pairs:
        if style.font is not None:
            # Excel lets a conditional format change neither font nor size.
            yield from (
                (name, value) for name, value in self.font(style.font) if name not in ("font_name", "font_size")
            )
        if style.fill is not None and style.fill.tagname == PatternFill.tagname:
            # Here, and only here, the plain colour is the one called background (ECMA-376, 18.8.14).
            plain = cast("PatternFill", style.fill)
            colour = self.palette.of(plain.bgColor) or self.palette.of(plain.fgColor)
            if colour:
                yield "bg_color", colour
        if style.border is not None:
            yield from self.border(style.border)
        if style.numFmt is not None and style.numFmt.formatCode:
            yield "num_format", style.numFmt.formatCode

    def font(self, font: Font) -> Pairs:
        """Name, size, colour, weight and lines."""
        if font.name:
            yield "font_name", font.name
        if font.sz:
            yield "font_size", min(LARGEST, max(SMALLEST, float(font.sz)))
        colour = self.palette.of(font.color)
        if colour:
            yield "font_color", colour
        for name, on in (("bold", font.b), ("italic", font.i), ("font_strikeout", font.strike)):
            if on:
                yield name, True
        if font.u in UNDERLINES:
            yield "underline", UNDERLINES[font.u]
        if font.vertAlign in SCRIPTS:
            yield "font_script", SCRIPTS[font.vertAlign]

    def fill(self, fill: Fill) -> Pairs:
        """A plain colour, or a pattern of two; of a gradient its first colour."""
        if fill.tagname == GradientFill.tagname:
            yield from self._gradient(cast("GradientFill", fill))
            return
        plain = cast("PatternFill", fill)
        pattern = PATTERNS.index(plain.patternType) if plain.patternType in PATTERNS else 0
        front, back = self.palette.of(plain.fgColor), self.palette.of(plain.bgColor)
        if pattern == WHOLE and front:
            yield "bg_color", front
            yield "pattern", WHOLE
        elif pattern > WHOLE:
            yield "pattern", pattern
            yield from ((name, colour) for name, colour in (("fg_color", front), ("bg_color", back)) if colour)

    def _gradient(self, fill: GradientFill) -> Pairs:
        first = self.palette.of(fill.stop[0].color) if fill.stop else ""
        if first:
            yield "bg_color", first
            yield "pattern", WHOLE

    def border(self, border: Border) -> Pairs:
        """The four sides and the diagonals, each with its colour."""
        for name in SIDES:
            yield from self._side(name, name, getattr(border, name))
        direction = (1 if border.diagonalUp else 0) + (2 if border.diagonalDown else 0)
        if direction and border.diagonal is not None and border.diagonal.style:
            yield "diag_type", direction
            yield from self._side("diag_border", "diag", border.diagonal)

    def _side(self, name: str, stem: str, side: Side | None) -> Pairs:
        style = BORDERS.index(side.style) if side is not None and side.style in BORDERS else 0
        if side is not None and style:
            yield name, style
            colour = self.palette.of(side.color)
            if colour:
                yield f"{stem}_color", colour


def _alignment(alignment: Alignment) -> Pairs:
    if alignment.horizontal in ACROSS:
        yield "align", ACROSS[alignment.horizontal]
    if alignment.vertical in DOWN:
        yield "valign", DOWN[alignment.vertical]
    if alignment.wrap_text:
        yield "text_wrap", True
    if alignment.indent:
        yield "indent", int(alignment.indent)
    if alignment.shrink_to_fit:
        yield "shrink", True
    turned = int(alignment.textRotation or 0)
    if turned:
        yield "rotation", _rotation(turned)
    if alignment.readingOrder:
        yield "reading_order", int(alignment.readingOrder)


def _rotation(turned: int) -> int:
    """Excel counts 1 to 90 upwards and 91 to 180 downwards; XlsxWriter wants -1 to -90 for those."""
    if turned == STACKED:
        return 270
    return turned if turned <= 90 else 90 - turned
