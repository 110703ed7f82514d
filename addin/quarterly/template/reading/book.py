"""Read a template's workbook: every visible sheet with its cells and formats, and what of it is not carried."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from quarterly.compose.provenance import REPORT_CATEGORY
from quarterly.model import contract
from quarterly.model.problems import CellRef, Problem
from quarterly.read.package import parse_xml
from quarterly.read.sheet_names import match_sheets
from quarterly.template import kinds, refusals
from quarterly.template.drawn import DrawnBook, DrawnSheet, Origin
from quarterly.template.reading.cells import Cells
from quarterly.template.reading.colours import palette_of
from quarterly.template.reading.conditional import Rules
from quarterly.template.reading.formats import Formats
from quarterly.template.reading.lost import lost_from
from quarterly.template.reading.opened import MAIN, Opened, open_template, plain_copy
from quarterly.template.reading.pictures import Drawings
from quarterly.template.reading.scan import DIGITS, USUAL_DIGIT, scan_sheet

# What openpyxl ends in where a file is not as it expects; it has no error of its own for most of that.
_BEWILDERED = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    ParseError,
    RecursionError,
    SyntaxError,
    TypeError,
    ValueError,
)
_PRINT_TITLES = "_xlnm.Print_Titles"
_LOST_PARTS = {
    "externallinks/externallink": kinds.EXTERNAL_LINKS,
    "pivotcache/pivotcachedefinition": kinds.NOT_CARRIED,
    "chartsheets/sheet": kinds.NOT_CARRIED,
}


def read_book(content: bytes, name: str) -> DrawnBook:
    """Read a template's bytes; ``name`` is used in messages.

    Raises:
        WorkbookRefused: it is no workbook of today's format, or it is encrypted, damaged or hostile.
        TemplateRefused: it has macros, is Strict or damaged, or is far larger than a template can be.
    """
    opened = open_template(content, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl's remarks on styles; what is lost is said by us
            book = load_workbook(io.BytesIO(plain_copy(opened)), rich_text=True)
            return _drawn(opened, book)
    except _BEWILDERED as error:
        raise refusals.DAMAGED.of(name, reason="a part of it is not as Excel would write it") from error


def _drawn(opened: Opened, book: Workbook) -> DrawnBook:
    package = opened.package
    palette = palette_of(opened.theme, package.styles, package.name)
    formats, drawings = Formats(palette), Drawings(package)
    problems = list(_lost(opened))
    titles, digit = _print_titles(opened), _digit(book)
    sheets = []
    for number, (sheet, drawn) in enumerate(zip(opened.sheets, book.worksheets, strict=True)):
        name = sheet.entry.name
        if sheet.entry.hidden:
            problems.append(kinds.SHEET_HIDDEN.at(CellRef(name)))
            continue
        scan = scan_sheet(sheet, palette, digit, titles.get(number, ""))
        cells = Cells(drawn, name, scan, formats)
        rules = Rules(drawn, name, formats)
        pictures = drawings.on(sheet)
        sheets.append(
            DrawnSheet(
                name=name,
                cells=cells.all(),
                heights=scan.heights,
                widths=scan.widths,
                frozen=scan.frozen,
                zoom=scan.zoom,
                gridlines=scan.gridlines,
                tab_colour=scan.tab_colour,
                page=scan.page,
                pictures=pictures,
                conditional=rules.all(),
            )
        )
        problems += (*scan.problems, *lost_from(sheet, package), *cells.problems, *rules.problems)
    found = (*problems, *drawings.problems)
    return DrawnBook(title=_property(opened, "title"), sheets=tuple(sheets), origin=_origin(opened), problems=found)


def _origin(opened: Opened) -> Origin:
    if _property(opened, "category") == REPORT_CATEGORY:
        return Origin.REPORT
    sheets = opened.package.sheets
    matches = match_sheets([sheet.name for sheet in sheets if not sheet.ours]).matches
    if contract.ACTION_PLAN.name in matches or {contract.KPIS.name, contract.KPI_DATA.name} <= set(matches):
        return Origin.PLAN
    return Origin.REPORT if any(sheet.ours for sheet in sheets) else Origin.OTHER


def _lost(opened: Opened) -> Iterator[Problem]:
    """What stands in parts of its own and is not carried."""
    for part in opened.package.names():
        for path, kind in _LOST_PARTS.items():
            if f"xl/{path}" in part.casefold() and part.casefold().endswith(".xml") and "_rels" not in part:
                what = {"pivotcache/pivotcachedefinition": "the figures behind a pivot table"}.get(
                    path, "a chart sheet"
                )
                yield kind.at(CellRef(""), "" if kind is kinds.EXTERNAL_LINKS else what, hint="")


def _print_titles(opened: Opened) -> dict[int, str]:
    """The definition of the rows to repeat, by a worksheet's place among those read."""
    places = {entry.name: number for number, entry in enumerate(opened.package.sheets)}
    read = {places[sheet.entry.name]: number for number, sheet in enumerate(opened.sheets)}
    return {
        read[place]: name.text or ""
        for name in opened.workbook.iterfind(f"{{{MAIN}}}definedNames/{{{MAIN}}}definedName")
        if name.get("name") == _PRINT_TITLES
        and (local := name.get("localSheetId", "")).isdecimal()
        and (place := int(local)) in read
    }


def _digit(book: Workbook) -> int:
    """Pixels of a digit in the workbook's standard font."""
    fonts: list[Font] = getattr(book, "_fonts", [])  # openpyxl offers no other way to the first
    if not fonts:
        return USUAL_DIGIT
    font = fonts[0]
    return DIGITS.get((str(font.name).casefold(), round(float(font.sz or 11))), USUAL_DIGIT)


def _property(opened: Opened, name: str) -> str:
    xml = opened.package.xml("docProps/core.xml")
    found = parse_xml(xml, opened.package.name, "docProps/core.xml").find(f"{{*}}{name}") if xml else None
    return "" if found is None else (found.text or "").strip()
