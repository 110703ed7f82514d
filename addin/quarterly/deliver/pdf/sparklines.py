"""The sparklines of a report's sheet as Excel shows them: their cells, their figures, their looks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product
from math import isfinite

from lxml import etree
from msgspec import Struct

from quarterly.audit.sheet import Area, address, area_of
from quarterly.render.measure import DIGIT

Figures = tuple[float | None, ...]
"""What a line goes through, in order; ``None`` for gaps."""

EMU_A_POINT = 12_700
EMU_A_PIXEL = 9_525
MOST = 1_000  # cells of a line's figures, and along either side of a merged cell; a report has twelve, and few
USUAL_WIDTH = 64 / DIGIT  # digits of a column whose width is not given
USUAL_HEIGHT = 15.0  # points of a row whose height is not given
USUAL_WEIGHT = 0.75  # points of a line whose weight is not given
_COLOUR = re.compile(r"[0-9A-Fa-f]{2}([0-9A-Fa-f]{6})")
_TRUE = ("1", "true")
_OURS = {"displayEmptyCellsAs", "last", "lineWeight"}  # what a report's sparklines ask for


class Look(Struct, frozen=True, kw_only=True):
    """The weight of a line in points; colours as RRGGBB, that of the last point "" where it is not marked."""

    weight: float
    colour: str
    last: str


class Sparkline(Struct, frozen=True, kw_only=True):
    """A line: the cells that it fills, their size in EMU, its figures with their number format, and what names them."""

    area: Area
    width: int
    height: int
    figures: Figures
    format: str
    label: str
    look: Look


class Shared(Struct, frozen=True, kw_only=True):
    """What the sheets of a workbook share: texts, and the number format of each cell style."""

    texts: tuple[str, ...]
    formats: tuple[str, ...]


def take_sparklines(root: etree._Element, name: str, shared: Shared) -> tuple[Sparkline, ...]:
    """Take a report's sparklines out of the tree of the sheet ``name``; those that show are given, in reading order.

    A group that asks for what no report asks for (columns, more marks, figures of another sheet) stays where it is.
    """
    sheet = _Sheet(root, shared)
    taken: list[Sparkline] = []
    for group in list(root.iterfind("{*}extLst/{*}ext/{*}sparklineGroups/{*}sparklineGroup")):
        look, lines = _look(group), tuple(_lines(group, name))
        if look is not None and None not in lines:
            taken += (sheet.sparkline(*line, look) for line in lines if line and sheet.shows(line[0]))
            _remove(group, root)
    return tuple(sorted(taken, key=lambda line: (line.area.top, line.area.left)))


def _look(group: etree._Element) -> Look | None:
    """``None`` for a group whose looks are not those of a report."""
    if group.get("displayEmptyCellsAs") != "gap" or not _OURS.issuperset(map(str, group.attrib)):
        return None
    colour, last = (_colour(group.find(f"{{*}}{name}")) for name in ("colorSeries", "colorLast"))
    marked = group.get("last") in _TRUE
    if not colour or (marked and not last):
        return None
    return Look(weight=_number(group.get("lineWeight"), USUAL_WEIGHT), colour=colour, last=last if marked else "")


def _colour(element: etree._Element | None) -> str:
    """RRGGBB; "" for one of the theme's."""
    found = _COLOUR.fullmatch("" if element is None else element.get("rgb", ""))
    return found[1].upper() if found else ""


def _lines(group: etree._Element, name: str) -> Iterator[tuple[Area, Area] | None]:
    """The cell of each line and the cells of its figures; ``None`` where those are not in this sheet."""
    for each in group.iterfind("{*}sparklines/{*}sparkline"):
        sheet, _, cells = (each.findtext("{*}f") or "").rpartition("!")
        at, figures = area_of(each.findtext("{*}sqref") or ""), area_of(cells)
        along = figures is not None and _is_small(figures) and 1 in _sides(figures)
        here = sheet.removeprefix("'").removesuffix("'").replace("''", "'").casefold() == name.casefold()
        yield (at, figures) if at and figures and along and here else None


def _sides(area: Area) -> tuple[int, int]:
    return area.bottom - area.top + 1, area.right - area.left + 1


def _is_small(area: Area) -> bool:
    return max(_sides(area)) <= MOST


def _remove(element: etree._Element, root: etree._Element) -> None:
    """Take an element out, and what is empty without it."""
    parent = element.getparent()
    if parent is not None and element is not root:
        parent.remove(element)
        if len(parent) == 0:
            _remove(parent, root)


def _number(text: str | None, otherwise: float) -> float:
    try:
        number = float(text or "")
    except ValueError:
        return otherwise
    return number if isfinite(number) else otherwise


class _Sheet:
    """Sizes and figures of a sheet; rows and columns are counted from 1."""

    def __init__(self, root: etree._Element, shared: Shared) -> None:
        usual = root.find("{*}sheetFormatPr")
        self._usual_width = _number(None if usual is None else usual.get("defaultColWidth"), USUAL_WIDTH)
        self._usual_height = _number(None if usual is None else usual.get("defaultRowHeight"), USUAL_HEIGHT)
        self._rows = {row.get("r", ""): row for row in root.iterfind("{*}sheetData/{*}row")}
        self._columns = tuple(root.iterfind("{*}cols/{*}col"))
        merged = (area_of(each.get("ref", "")) for each in root.iterfind("{*}mergeCells/{*}mergeCell"))
        self._merged = tuple(area for area in merged if area and _is_small(area))
        self._shared = shared

    def shows(self, at: Area) -> bool:
        """Whether a cell is there to be seen."""
        return self._width(at.left) > 0 and self._height(at.top) > 0

    def sparkline(self, at: Area, figures: Area, look: Look) -> Sparkline:
        """A line with all that is drawn of it."""
        area = next((area for area in self._merged if (at.top, at.left) in area), at)
        width = sum(self._width(column) for column in range(area.left, area.right + 1))
        height = sum(self._height(row) for row in range(area.top, area.bottom + 1))
        places = product(range(figures.top, figures.bottom + 1), range(figures.left, figures.right + 1))
        return Sparkline(
            area=area,
            width=round(width * DIGIT * EMU_A_PIXEL),
            height=round(height * EMU_A_POINT),
            figures=tuple(self._figure(row, column) for row, column in places),
            format=self._format(figures.top, figures.left),
            label=self._text(figures.top, figures.left - 1),
            look=look,
        )

    def _width(self, column: int) -> float:
        """Digits; 0 for a hidden column."""
        for each in self._columns:
            if int(each.get("min", "0")) <= column <= int(each.get("max", "0")):
                return 0.0 if each.get("hidden") in _TRUE else _number(each.get("width"), self._usual_width)
        return self._usual_width

    def _height(self, row: int) -> float:
        """Points; 0 for a hidden row."""
        found = self._rows.get(str(row))
        if found is None:
            return self._usual_height
        return 0.0 if found.get("hidden") in _TRUE else _number(found.get("ht"), self._usual_height)

    def _figure(self, row: int, column: int) -> float | None:
        """A number; Excel draws none that stands in a hidden row or column."""
        cell = self._cell(row, column)
        if cell is None or cell.get("t", "n") != "n" or not (self._width(column) and self._height(row)):
            return None
        number = _number(cell.findtext("{*}v"), float("nan"))
        return number if isfinite(number) else None

    def _format(self, row: int, column: int) -> str:
        cell = self._cell(row, column)
        return _at(self._shared.formats, "" if cell is None else cell.get("s", ""))

    def _text(self, row: int, column: int) -> str:
        cell = self._cell(row, column)
        return _at(self._shared.texts, "" if cell is None or cell.get("t") != "s" else cell.findtext("{*}v") or "")

    def _cell(self, row: int, column: int) -> etree._Element | None:
        found, at = self._rows.get(str(row)), address((row, column))
        return None if found is None else next((cell for cell in found if cell.get("r") == at), None)


def _at(texts: Sequence[str], number: str) -> str:
    return texts[int(number)] if number.isdecimal() and int(number) < len(texts) else ""
