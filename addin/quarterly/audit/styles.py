"""How cells of a workbook look: what of their formats the audit needs."""

from __future__ import annotations

from typing import TypeVar

from lxml import etree
from msgspec import Struct

from quarterly.audit.colours import BLACK, WHITE, Scheme, cell_colour
from quarterly.audit.numbers import decimal, whole
from quarterly.render.book import decimals_shown

_T = TypeVar("_T")


# Number formats that every workbook has without saying so (ECMA-376 18.8.30): decimals shown.
_BUILT_IN = {"1": 0, "2": 2, "3": 0, "4": 2, "9": 2, "10": 4}


class Font(Struct, frozen=True, kw_only=True):
    """A font: size in points, colour as RRGGBB."""

    size: float = 11.0
    bold: bool = False
    colour: str = BLACK
    superscript: bool = False


class Style(Struct, frozen=True, kw_only=True):
    """A cell's format. ``fill`` is "" where the cell has none; ``invisible`` where its number format shows nothing.

    ``decimals`` is how many of a number it shows, two more for a percentage; ``None`` where the format does not say.
    """

    font: Font = Font()
    fill: str = ""
    wrapped: bool = False
    invisible: bool = False
    decimals: int | None = None

    @property
    def background(self) -> str:
        """What is behind the text."""
        return self.fill or WHITE


def styles_of(part: etree._Element, scheme: Scheme) -> tuple[Style, ...]:
    """Every cell format of a styles part, by the number that cells use."""
    fonts = [font_of(each, scheme) for each in part.iterfind("{*}fonts/{*}font")]
    fills = [_fill(each, scheme) for each in part.iterfind("{*}fills/{*}fill")]
    codes = {each.get("numFmtId"): each.get("formatCode", "") for each in part.iterfind("{*}numFmts/{*}numFmt")}
    return tuple(
        Style(
            font=_at(fonts, each.get("fontId"), Font()),
            fill=_at(fills, each.get("fillId"), ""),
            wrapped=_is_wrapped(each.find("{*}alignment")),
            invisible=codes.get(each.get("numFmtId"), "").strip() in (";;", ";;;"),
            decimals=_decimals(each.get("numFmtId", "0"), codes),
        )
        for each in part.iterfind("{*}cellXfs/{*}xf")
    )


def font_of(element: etree._Element, scheme: Scheme) -> Font:
    """A font, or the properties of a run of text within a cell."""
    bold, size = element.find("{*}b"), element.find("{*}sz")
    raised = element.find("{*}vertAlign")
    return Font(
        size=decimal(size.get("val"), 11.0) if size is not None else 11.0,
        bold=bold is not None and bold.get("val", "1") not in ("0", "false"),
        colour=cell_colour(element.find("{*}color"), scheme) or BLACK,
        superscript=raised is not None and raised.get("val") == "superscript",
    )


def _fill(element: etree._Element, scheme: Scheme) -> str:
    pattern = element.find("{*}patternFill")
    if pattern is None or pattern.get("patternType") != "solid":
        return ""
    return cell_colour(pattern.find("{*}fgColor"), scheme)


def _decimals(number: str, codes: dict[str | None, str]) -> int | None:
    return _BUILT_IN[number] if number in _BUILT_IN else decimals_shown(codes.get(number, ""))


def _is_wrapped(alignment: etree._Element | None) -> bool:
    return alignment is not None and alignment.get("wrapText") in ("1", "true")


def _at(values: list[_T], place: str | None, default: _T) -> _T:
    number = whole(place)
    return values[number] if number < len(values) else default
