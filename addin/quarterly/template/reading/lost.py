"""What stands on a template's sheet and in a report not: lists, comments, tables, pivots, hidden rows and columns."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from quarterly.model.problems import CellRef, Problem
from quarterly.read.package import Package, parse_xml
from quarterly.template import kinds
from quarterly.template.reading.opened import MAIN, MAX_COLUMNS, SheetXml
from quarterly.template.reading.scan import area_of

# By the element in the sheet's XML; what people call it.
_ELEMENTS = {
    "sheetProtection": "the protection of the sheet",
    "dataValidations": "lists and checks on what may be typed (data validation)",
    "autoFilter": "the filter buttons",
    "controls": "form controls",
    "oleObjects": "embedded objects",
    "picture": "the background picture",
    "legacyDrawingHF": "pictures in the header or footer",
    "rowBreaks": "page breaks set by hand",
    "colBreaks": "page breaks set by hand",
}
# By the kind of a part that belongs to the sheet; what people call it.
_PARTS = {
    "comments": "comments and notes",
    "threadedComment": "comments and notes",
    "table": "an Excel table (the cells themselves are carried)",
    "pivotTable": "a pivot table",
    "slicer": "slicers",
    "timeline": "timelines",
}
_PLACES = ("ref", "sqref")  # attributes that say where something stands


def lost_from(sheet: SheetXml, package: Package) -> Iterator[Problem]:
    """What of a sheet is not carried, each with its first cell where it has one.

    Raises:
        WorkbookRefused: a part of the sheet is damaged or hostile.
    """
    found = [*_in_sheet(sheet), *_in_parts(sheet, package)]
    for at, said in dict.fromkeys(found):
        yield kinds.NOT_CARRIED.at(at, said, hint="")
    texts = sheet.root.find(f"{{{MAIN}}}headerFooter")
    if texts is not None and any(
        _local(child).startswith(("even", "first")) and child.text for child in texts.iterchildren("*")
    ):
        said = "other headers and footers on the first page or on even pages"
        yield kinds.NOT_CARRIED.at(CellRef(sheet.entry.name), said, hint="")
    hidden = next(_hidden(sheet), None)
    if hidden is not None:
        yield kinds.ROWS_HIDDEN.at(hidden)


def _in_sheet(sheet: SheetXml) -> Iterator[tuple[CellRef, str]]:
    for child in sheet.root.iterchildren("*"):
        if (name := _local(child)) in _ELEMENTS:
            yield _first(sheet, child), _ELEMENTS[name]


def _in_parts(sheet: SheetXml, package: Package) -> Iterator[tuple[CellRef, str]]:
    for kind, part in sheet.parts.values():
        if kind in _PARTS:
            xml = package.xml(part)
            at = _first(sheet, parse_xml(xml, package.name, part)) if xml else CellRef(sheet.entry.name)
            yield at, _PARTS[kind]


def _first(sheet: SheetXml, root: etree._Element) -> CellRef:
    """The first cell that anything in there names; else the sheet as a whole."""
    for element in root.iter("*"):
        for name in _PLACES:
            area = area_of(element.get(name, "").split(" ")[0])
            if area is not None:
                return CellRef(sheet.entry.name, area[0] + 1, area[1] + 1)
    return CellRef(sheet.entry.name)


def _hidden(sheet: SheetXml) -> Iterator[CellRef]:
    """The hidden rows, and those hidden columns that do not run to the sheet's end, where nobody keeps anything."""
    name = sheet.entry.name
    for row in sheet.root.iterfind(f"{{{MAIN}}}sheetData/{{{MAIN}}}row"):
        if row.get("hidden") in ("1", "true"):
            yield CellRef(name, _number(row.get("r")))
    for column in sheet.root.iterfind(f"{{{MAIN}}}cols/{{{MAIN}}}col"):
        if column.get("hidden") in ("1", "true") and _number(column.get("max")) < MAX_COLUMNS:
            yield CellRef(name, 1, _number(column.get("min")))


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 8 else 0


def _local(element: etree._Element) -> str:
    return etree.QName(element).localname
