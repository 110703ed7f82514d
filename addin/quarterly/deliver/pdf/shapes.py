"""A trend line as a shape in the drawing of a sheet: a line with gaps, and a dot on its last figure."""

from __future__ import annotations

from math import hypot

from lxml import etree

from quarterly.deliver.pdf.sparklines import EMU_A_POINT, Figures, Sparkline
from quarterly.model.figures import figure, places
from quarterly.render.book import decimals_shown

Point = tuple[float, float]
"""From the left and from the top of the cell, in EMU."""
Run = tuple[Point, ...]
"""A piece of a line, without gaps: two points or more."""

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
DOT = 1.5  # radius of the dot on the last figure, in weights of the line
ASIDE, ABOVE = 5 * EMU_A_POINT, 3.5 * EMU_A_POINT  # between the line and its cell's edges: room for the dot
LARGEST_MARGIN = 0.25  # of the cell, where it is small


def shape_of(line: Sparkline, number: int) -> etree._Element:
    """The line as an anchored shape that fills its cell. ``number`` is its own within the drawing."""
    runs, last = geometry(line.figures, line.width, line.height)
    radius = DOT * line.look.weight * EMU_A_POINT
    dot = ""
    if last is not None and line.look.last:
        runs = tuple(shorter for run in runs if len(shorter := _up_to(last, run, radius)) > 1)
        dot = _path(line, 'stroke="0"', _circle(last, radius))
    paths = _path(line, 'fill="none"', "".join(map(_polyline, runs))) + dot
    area, weight = line.area, round(line.look.weight * EMU_A_POINT)
    shape = etree.fromstring(
        f'<xdr:twoCellAnchor xmlns:xdr="{DRAWING}" xmlns:a="{MAIN}">'
        f"<xdr:from>{_corner(area.top, area.left)}</xdr:from>"
        f"<xdr:to>{_corner(area.bottom + 1, area.right + 1)}</xdr:to>"
        f'<xdr:sp macro="" textlink=""><xdr:nvSpPr><xdr:cNvPr id="{number}" name="Trend line {number}"/><xdr:cNvSpPr/>'
        f'</xdr:nvSpPr><xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{line.width}" cy="{line.height}"/></a:xfrm>'
        f'<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="0" t="0" r="r" b="b"/><a:pathLst>{paths}'
        f"</a:pathLst></a:custGeom>{_colour(line.look.last or line.look.colour)}"
        f'<a:ln w="{weight}" cap="flat">{_colour(line.look.colour)}<a:round/></a:ln></xdr:spPr></xdr:sp>'
        "<xdr:clientData/></xdr:twoCellAnchor>"
    )
    named = shape.find(f"{{{DRAWING}}}sp/{{{DRAWING}}}nvSpPr/{{{DRAWING}}}cNvPr")
    if named is not None:  # the label comes from a cell: lxml escapes it
        named.set("descr", in_words(line))
    return shape


def geometry(figures: Figures, width: float, height: float) -> tuple[tuple[Run, ...], Point | None]:
    """The pieces of the line between its gaps, and the point of the last figure.

    The figures stand at equal distances, the highest at the top and the lowest at the bottom; all equal, in the middle.
    A figure between two gaps makes no line.
    """
    known = [value for value in figures if value is not None]
    if not known:
        return (), None
    across, down = min(ASIDE, LARGEST_MARGIN * width), min(ABOVE, LARGEST_MARGIN * height)
    step = (width - 2 * across) / max(1, len(figures) - 1)
    lowest, highest = min(known), max(known)
    pieces: list[list[Point]] = [[]]
    last: Point | None = None
    for place, value in enumerate(figures):
        if value is None:
            pieces.append([])
            continue
        share = (highest - value) / (highest - lowest) if highest > lowest else 0.5
        last = (across + place * step, down + share * (height - 2 * down))
        pieces[-1].append(last)
    return tuple(tuple(piece) for piece in pieces if len(piece) > 1), last


def in_words(line: Sparkline) -> str:
    """The alternative text: "Trend line of K1. First 82.7%, last 93.9%, highest 93.9%, lowest 82.7%."."""
    known = [value for value in line.figures if value is not None]
    name = f"Trend line of {line.label}." if line.label else "Trend line."
    if not known:
        return name
    decimals, unit = decimals_shown(line.format), "%" if '"%"' in line.format else ""
    points = {"First": known[0], "last": known[-1], "highest": max(known), "lowest": min(known)}
    said = (f"{word} {figure(at, places(at) if decimals is None else decimals, unit)}" for word, at in points.items())
    return f"{name} {', '.join(said)}."


def _up_to(last: Point, run: Run, radius: float) -> Run:
    """A piece that ends at the edge of the dot: LibreOffice draws lines over what is filled, Excel the dot on top."""
    *before, end = run
    if end != last:
        return run
    dx, dy = end[0] - before[-1][0], end[1] - before[-1][1]
    length = hypot(dx, dy)
    if length <= radius:
        return tuple(before)
    return (*before, (end[0] - dx * radius / length, end[1] - dy * radius / length))


def _path(line: Sparkline, how: str, commands: str) -> str:
    return f'<a:path w="{line.width}" h="{line.height}" {how}>{commands}</a:path>'


def _polyline(run: Run) -> str:
    start, *others = run
    lines = "".join(f"<a:lnTo>{_point(each)}</a:lnTo>" for each in others)
    return f"<a:moveTo>{_point(start)}</a:moveTo>{lines}"


def _circle(centre: Point, radius: float) -> str:
    start, whole = _point((centre[0] + radius, centre[1])), 360 * 60_000  # 60,000ths of a degree
    arc = f'<a:arcTo wR="{radius:.0f}" hR="{radius:.0f}" stAng="0" swAng="{whole}"/>'
    return f"<a:moveTo>{start}</a:moveTo>{arc}<a:close/>"


def _point(at: Point) -> str:
    return f'<a:pt x="{at[0]:.0f}" y="{at[1]:.0f}"/>'


def _corner(row: int, column: int) -> str:
    """The top left of a cell counted from 1; a drawing counts from 0."""
    parts = (("col", column - 1), ("colOff", 0), ("row", row - 1), ("rowOff", 0))
    return "".join(f"<xdr:{name}>{value}</xdr:{name}>" for name, value in parts)


def _colour(rgb: str) -> str:
    return f'<a:solidFill><a:srgbClr val="{rgb}"/></a:solidFill>'
