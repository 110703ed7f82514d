"""What a worksheet's XML says beside its cells: widths, heights, merged areas, panes, page, links, and what is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from msgspec import Struct

from quarterly.model.problems import CellRef, Problem
from quarterly.template import kinds
from quarterly.template.layout import PageSetup
from quarterly.template.reading.colours import Palette
from quarterly.template.reading.opened import MAIN, MAX_CELLS, MAX_COLUMNS, MAX_ROWS, RELATED, SheetXml

Area = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 0."""

_AREA = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
_WEB = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)
_PLACE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?[A-Z]{1,3}\$?[0-9]{1,7}.*")
STANDARD_WIDTH = 8.43  # characters, where a sheet says nothing
PADDING = 5  # pixels that a stored width adds to its digits
# Pixels of a digit in the font that column widths are counted in, the workbook's standard one.
DIGITS = {
    ("calibri", 11): 7,
    ("arial", 10): 7,
    ("arial", 11): 8,
    ("arial", 12): 9,
    ("calibri", 12): 8,
    ("aptos narrow", 11): 7,
}
USUAL_DIGIT = 7
NARROWEST, WIDEST = 0.0, 255.0
LOWEST, TALLEST = 1.0, 409.0  # points


class Scan(Struct, frozen=True, kw_only=True):
    """The facts of one sheet. ``areas`` are merged, ``covered`` the cells that they hide; rows and columns from 0."""

    widths: tuple[float, ...]
    heights: tuple[tuple[int, float], ...]
    areas: tuple[Area, ...]
    covered: frozenset[tuple[int, int]]
    links: dict[tuple[int, int], str]
    frozen: tuple[int, int]
    zoom: int
    gridlines: bool
    tab_colour: str
    page: PageSetup
    problems: tuple[Problem, ...]


def scan_sheet(sheet: SheetXml, palette: Palette, digit: int, titles: str = "") -> Scan:
    """Scan one sheet. ``digit`` is a digit's width in pixels; ``titles`` the rows to repeat, as Excel defines them."""
    root, name = sheet.root, sheet.entry.name
    links, bad_links = _links(sheet)
    view = root.find(f"{{{MAIN}}}sheetViews/{{{MAIN}}}sheetView")
    tab = root.find(f"{{{MAIN}}}sheetPr/{{{MAIN}}}tabColor")
    areas, covered, bad_areas = _areas(root, name)
    return Scan(
        widths=_widths(root, digit, max((area[3] for area in areas), default=-1)),
        heights=tuple(_heights(root)),
        areas=areas,
        covered=covered,
        links=links,
        frozen=_frozen(view),
        zoom=min(400, max(10, _whole(_said(view, "zoomScale"), 100))),
        gridlines=_said(view, "showGridLines") not in ("0", "false"),
        tab_colour="" if tab is None else palette.of_attributes({str(k): str(v) for k, v in tab.attrib.items()}),
        page=_page(root, titles),
        problems=(*bad_links, *bad_areas),
    )


def area_of(text: str) -> Area | None:
    """ "B2:D4" as numbers from 0; ``None`` for what is no area of cells."""
    found = _AREA.fullmatch(text)
    if found is None:
        return None
    column, row = _column(found[1]), int(found[2]) - 1
    last_column, last_row = (_column(found[3]), int(found[4]) - 1) if found[3] else (column, row)
    rows, columns = sorted((row, last_row)), sorted((column, last_column))
    return (rows[0], columns[0], rows[1], columns[1]) if rows[0] >= 0 else None


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _widths(root: etree._Element, digit: int, reach: int) -> tuple[float, ...]:
    base = root.find(f"{{{MAIN}}}sheetFormatPr")
    standard = _characters(_float(_said(base, "defaultColWidth"), 0.0), digit) or STANDARD_WIDTH
    widths: dict[int, float] = {}
    for column in root.iterfind(f"{{{MAIN}}}cols/{{{MAIN}}}col"):
        first, last = _whole(column.get("min"), 1), _whole(column.get("max"), 0)
        width = _characters(_float(column.get("width"), 0.0), digit) or standard
        # A width that runs to the sheet's end is the standard of columns that nobody uses.
        for number in range(max(first, 1), min(last, MAX_COLUMNS) + 1):
            widths[number - 1] = width
    used = max((_column_of(cell) for cell in root.iter(f"{{{MAIN}}}c")), default=-1)
    used = max(used, reach)
    return tuple(widths.get(number, standard) for number in range(min(used + 1, MAX_COLUMNS)))


def _characters(stored: float, digit: int) -> float:
    """The width as Excel shows it, from the width as it is stored, which counts the padding too."""
    pixels = int((256 * stored + int(128 / digit)) / 256 * digit)
    shown = (pixels - PADDING) / digit if pixels > digit + PADDING else pixels / (digit + PADDING)
    return round(min(WIDEST, max(NARROWEST, shown)), 2)


def _column_of(cell: etree._Element) -> int:
    area = area_of(cell.get("r", ""))
    return -1 if area is None else area[1]


def _heights(root: etree._Element) -> Iterator[tuple[int, float]]:
    for row in root.iter(f"{{{MAIN}}}row"):
        number, height = _whole(row.get("r"), 0) - 1, _float(row.get("ht"), 0.0)
        # A height without this mark is what fitted the text when the file was saved.
        if row.get("customHeight") in ("1", "true") and 0 <= number < MAX_ROWS and height > 0:
            yield number, min(TALLEST, max(LOWEST, height))


def _areas(root: etree._Element, name: str) -> tuple[tuple[Area, ...], frozenset[tuple[int, int]], tuple[Problem, ...]]:
    """The merged areas, the cells that they hide, and those areas that overlap another or reach too far."""
    kept: list[Area] = []
    taken: set[tuple[int, int]] = set()
    problems = []
    for merge in root.iterfind(f"{{{MAIN}}}mergeCells/{{{MAIN}}}mergeCell"):
        area = area_of(merge.get("ref", ""))
        if area is None or area[:2] == area[2:]:
            continue
        if _fits(area, taken):
            kept.append(area)
            taken.update(_places(area))
        else:
            hint = " It overlaps another, or reaches beyond what a template can hold."
            problems.append(kinds.NOT_CARRIED.at(CellRef(name, area[0] + 1, area[1] + 1), "a merged area", hint=hint))
    return tuple(kept), frozenset(taken - {area[:2] for area in kept}), tuple(problems)


def _fits(area: Area, taken: set[tuple[int, int]]) -> bool:
    if area[2] >= MAX_ROWS or area[3] >= MAX_COLUMNS:
        return False
    size = (area[2] - area[0] + 1) * (area[3] - area[1] + 1)
    return size + len(taken) <= MAX_CELLS and taken.isdisjoint(_places(area))


def _places(area: Area) -> Iterator[tuple[int, int]]:
    for row in range(area[0], area[2] + 1):
        yield from ((row, column) for column in range(area[1], area[3] + 1))


def _links(sheet: SheetXml) -> tuple[dict[tuple[int, int], str], tuple[Problem, ...]]:
    links: dict[tuple[int, int], str] = {}
    problems = []
    for link in sheet.root.iterfind(f"{{{MAIN}}}hyperlinks/{{{MAIN}}}hyperlink"):
        area = area_of(link.get("ref", ""))
        if area is None:
            continue
        target = sheet.links.get(link.get(f"{{{RELATED}}}id", ""), "")
        address = _address(target, link.get("location", ""))
        if address:
            links[area[0], area[1]] = address
        else:
            at = CellRef(sheet.entry.name, area[0] + 1, area[1] + 1)
            problems.append(kinds.LINK_NOT_CARRIED.at(at, target or link.get("location", "")))
    return links, tuple(problems)


def _address(target: str, location: str) -> str:
    """A web or mail address as it stands, or "#Sheet name"; "" for any other, which could start a program."""
    if not target and (place := _PLACE.fullmatch(location.removeprefix("#"))):
        return "#" + (place[1] or place[2]).replace("''", "'")
    if _WEB.fullmatch(target):
        return f"{target}#{location}" if location else target
    place = _PLACE.fullmatch(target.removeprefix("#")) if target.startswith("#") else None
    return "#" + (place[1] or place[2]).replace("''", "'") if place else ""


def _frozen(view: etree._Element | None) -> tuple[int, int]:
    pane = None if view is None else view.find(f"{{{MAIN}}}pane")
    if pane is None or not pane.get("state", "").startswith("frozen"):
        return (0, 0)
    rows, columns = (int(_float(pane.get(name), 0.0)) for name in ("ySplit", "xSplit"))
    return (max(0, min(rows, MAX_ROWS)), max(0, min(columns, MAX_COLUMNS)))


def _page(root: etree._Element, titles: str) -> PageSetup:
    margins, setup = root.find(f"{{{MAIN}}}pageMargins"), root.find(f"{{{MAIN}}}pageSetup")
    options, texts = root.find(f"{{{MAIN}}}printOptions"), root.find(f"{{{MAIN}}}headerFooter")
    usual = PageSetup()
    left, right, top, bottom = (
        min(5.0, max(0.0, _float(_said(margins, side), getattr(usual, side))))
        for side in ("left", "right", "top", "bottom")
    )
    rows = re.search(r"\$([0-9]{1,7}):\$([0-9]{1,7})$", titles)
    return PageSetup(
        landscape=_said(setup, "orientation") != "portrait",
        paper=min(118, max(1, _whole(_said(setup, "paperSize"), usual.paper))),
        left=left,
        right=right,
        top=top,
        bottom=bottom,
        header=_printed(texts, "oddHeader"),
        footer=_printed(texts, "oddFooter"),
        repeat=(int(rows[1]) - 1, int(rows[2]) - 1) if rows and 0 < int(rows[1]) <= int(rows[2]) <= MAX_ROWS else None,
        centred=_said(options, "horizontalCentered") in ("1", "true"),
        one_page=_is_one_page(root, setup),
    )


def _is_one_page(root: etree._Element, setup: etree._Element | None) -> bool:
    """Whether it is "fit to 1 page wide by 1 tall"; Excel leaves out what is 1."""
    kind = root.find(f"{{{MAIN}}}sheetPr/{{{MAIN}}}pageSetUpPr")
    fits = _said(kind, "fitToPage") in ("1", "true")
    return fits and (_said(setup, "fitToWidth") or "1", _said(setup, "fitToHeight") or "1") == ("1", "1")


MOST_PRINTED = 255  # characters that Excel allows in a header or footer


def _printed(texts: etree._Element | None, name: str) -> str:
    found = None if texts is None else texts.find(f"{{{MAIN}}}{name}")
    text = "" if found is None else (found.text or "")
    return text.replace("&G", "").strip()[:MOST_PRINTED]  # &G is a picture, which is not carried


def _said(element: etree._Element | None, name: str) -> str:
    return "" if element is None else element.get(name, "")


def _whole(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else otherwise


def _float(text: str | None, otherwise: float) -> float:
    try:
        number = float(text or "")
    except ValueError:
        return otherwise
    return number if abs(number) < 1e6 else otherwise  # not so for what is no number, or infinite
