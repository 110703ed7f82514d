"""A template's file, opened safely: its sheets' XML, and a plain copy that holds only values and formats.

openpyxl is given that copy and never the file itself, so that no drawing, pivot, comment, link or macro of a stranger
reaches it, and no area that it would spread over millions of cells.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Mapping

from lxml import etree
from msgspec import Struct

from quarterly.read.package import MEGABYTE, Package, SheetEntry, open_package, parse_xml
from quarterly.template import refusals

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/"
MAX_FILE = 40 * MEGABYTE
MAX_SHEET_XML = 16 * MEGABYTE
MAX_SHEETS = 100
MAX_ROWS = 5_000  # of a sheet
MAX_CELLS = 60_000  # of a sheet, blank ones included
MAX_COLUMNS = 256
_COPIED = ("cols", "sheetData", "conditionalFormatting")
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."


class SheetXml(Struct, frozen=True, kw_only=True):
    """One worksheet: its XML, and its links to other parts and to the world by id."""

    entry: SheetEntry
    root: etree._Element
    parts: Mapping[str, tuple[str, str]]  # id -> kind, part
    links: Mapping[str, str]  # id -> address


class Opened(Struct, frozen=True, kw_only=True):
    """The file: the parts that are read here, and its sheets in order."""

    package: Package
    workbook: etree._Element
    theme: bytes
    sheets: tuple[SheetXml, ...]


def open_template(content: bytes, name: str) -> Opened:
    """Open a template's bytes; ``name`` is used in messages.

    Raises:
        WorkbookRefused: it is no workbook of today's format, or it is encrypted or hostile.
        TemplateRefused: it has macros, is Strict, damaged, or far larger than a template can be.
    """
    if len(content) > MAX_FILE:
        raise refusals.TOO_LARGE.of(name, reason=f"it has more than {MAX_FILE // MEGABYTE} MB")
    package = open_package(content, name)
    _refuse_macros(package)
    if len(package.sheets) > MAX_SHEETS:
        raise refusals.TOO_LARGE.of(name, reason=f"it has more than {MAX_SHEETS} sheets")
    part = package.workbook_part()
    workbook = parse_xml(package.xml(part), name, part)
    _refuse_strict(workbook, name)
    by_kind = dict(package.relationships(part).values())
    sheets = tuple(_sheet(package, entry) for entry in package.sheets if entry.part)
    return Opened(package=package, workbook=workbook, theme=package.xml(by_kind.get("theme", "")), sheets=sheets)


def _refuse_macros(package: Package) -> None:
    # A file that merely calls itself .xlsx must not bring macros along either.
    types = package.xml("[Content_Types].xml")
    if b"macroEnabled" in types or any("vbaproject" in part.casefold() for part in package.names()):
        raise refusals.MACROS.of(package.name)


def _refuse_strict(root: etree._Element, name: str) -> None:
    namespace = etree.QName(root).namespace or ""
    if namespace.startswith(_STRICT):
        raise refusals.STRICT.of(name)
    if namespace != MAIN:
        raise refusals.DAMAGED.of(name, reason="its parts are not those of a workbook")


def _sheet(package: Package, entry: SheetEntry) -> SheetXml:
    xml = package.sheet_xml(entry)
    if len(xml) > MAX_SHEET_XML:
        raise refusals.TOO_LARGE.of(package.name, reason=f'sheet "{entry.name}" holds too much')
    root = parse_xml(xml, package.name, entry.part)
    _refuse_strict(root, package.name)
    _refuse_crowded(root, entry.name, package.name)
    return SheetXml(
        entry=entry, root=root, parts=package.relationships(entry.part), links=dict(_world_links(package, entry.part))
    )


def _refuse_crowded(root: etree._Element, sheet: str, name: str) -> None:
    rows = sum(1 for _ in root.iter(f"{{{MAIN}}}row"))
    cells = sum(1 for _ in root.iter(f"{{{MAIN}}}c"))
    if rows > MAX_ROWS or cells > MAX_CELLS:
        reason = f'sheet "{sheet}" has more than {MAX_ROWS:,} rows or {MAX_CELLS:,} cells'
        raise refusals.TOO_LARGE.of(name, reason=reason)


def _world_links(package: Package, part: str) -> Iterator[tuple[str, str]]:
    folder, _, leaf = part.rpartition("/")
    rels = f"{folder}/_rels/{leaf}.rels"
    xml = package.xml(rels)
    if xml:
        for link in parse_xml(xml, package.name, rels).iterfind("{*}Relationship"):
            if link.get("TargetMode", "") == "External" and link.get("Type", "").endswith("/hyperlink"):
                yield link.get("Id", ""), link.get("Target", "")


def plain_copy(opened: Opened) -> bytes:
    """A workbook with nothing but cells, formats and conditional formats; its sheets are called S0, S1 ... in order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        parts = dict(_plain_parts(opened))
        for part, xml in parts.items():
            archive.writestr(part, xml)
        archive.writestr("[Content_Types].xml", _content_types(parts))
    return out.getvalue()


def _plain_parts(opened: Opened) -> Iterator[tuple[str, bytes]]:
    package = opened.package
    count = len(opened.sheets)
    dates = ' date1904="1"' if package.date_1904 else ""
    sheets = "".join(f'<sheet name="S{n}" sheetId="{n + 1}" r:id="rId{n + 1}"/>' for n in range(count))
    said = f"<workbookPr{dates}/><sheets>{sheets}</sheets>"
    yield "xl/workbook.xml", f'<workbook xmlns="{MAIN}" xmlns:r="{RELATED}">{said}</workbook>'.encode()
    links = "".join(
        f'<Relationship Id="rId{n + 1}" Type="{RELATED}/worksheet" Target="worksheets/sheet{n + 1}.xml"/>'
        for n in range(count)
    )
    namespace = "http://schemas.openxmlformats.org/package/2006/relationships"
    yield "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{namespace}">{links}</Relationships>'.encode()
    for number, sheet in enumerate(opened.sheets, 1):
        yield f"xl/worksheets/sheet{number}.xml", _plain_sheet(sheet.root)
    if package.styles:
        yield "xl/styles.xml", package.styles
    if package.shared_strings:
        yield "xl/sharedStrings.xml", package.shared_strings


def _plain_sheet(root: etree._Element) -> bytes:
    plain = etree.fromstring(f'<worksheet xmlns="{MAIN}"/>')
    for name in _COPIED:
        plain.extend(etree.fromstring(etree.tostring(found)) for found in root.iterfind(f"{{{MAIN}}}{name}"))
    return etree.tostring(plain)


def _content_types(parts: Mapping[str, bytes]) -> str:
    kinds = {"xl/workbook.xml": "sheet.main", "xl/styles.xml": "styles", "xl/sharedStrings.xml": "sharedStrings"}
    listed = "".join(
        f'<Override PartName="/{part}" ContentType="{_TYPE}{kinds.get(part, "worksheet")}+xml"/>'
        for part in parts
        if not part.endswith(".rels")
    )
    namespace = "http://schemas.openxmlformats.org/package/2006/content-types"
    default = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    return f'<Types xmlns="{namespace}">{default}{listed}</Types>'
