"""How cells of a workbook look: what of their formats the audit needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from lxml import etree

from quarterly.audit.colours import BLACK, WHITE, Scheme, cell_colour

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Font:
    """A font: size in points, colour as RRGGBB."""

    size: float = 11.0
    bold: bool = False
    colour: str = BLACK
    superscript: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A cell's format. ``fill`` is "" where the cell has none; ``invisible`` where its number format shows nothing."""

    font: Font = Font()
    fill: str = ""
    wrapped: bool = False
    invisible: bool = False

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
        )
        for each in part.iterfind("{*}cellXfs/{*}xf")
    )


def font_of(element: etree._Element, scheme: Scheme) -> Font:
    """A font, or the properties of a run of text within a cell."""
    bold, size = element.find("{*}b"), element.find("{*}sz")
    raised = element.find("{*}vertAlign")
    return Font(
        size=float(size.get("val", "11")) if size is not None else 11.0,
        bold=bold is not None and bold.get("val", "1") not in ("0", "false"),
        colour=cell_colour(element.find("{*}color"), scheme) or BLACK,
        superscript=raised is not None and raised.get("val") == "superscript",
    )


def _fill(element: etree._Element, scheme: Scheme) -> str:
    pattern = element.find("{*}patternFill")
    if pattern is None or pattern.get("patternType") != "solid":
        return ""
    return cell_colour(pattern.find("{*}fgColor"), scheme)


def _is_wrapped(alignment: etree._Element | None) -> bool:
    return alignment is not None and alignment.get("wrapText") in ("1", "true")


def _at(values: list[_T], place: str | None, default: _T) -> _T:
    number = int(place or 0)
    return values[number] if number < len(values) else default
