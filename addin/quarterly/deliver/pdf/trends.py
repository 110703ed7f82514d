"""Trend lines on the pages of a PDF: in the copy that is converted, shapes stand where a report has sparklines.

LibreOffice 7.4 draws a sparkline outside its cell and thirty times too thin, at whatever scale a sheet is printed, so
that it is not seen. Shapes are drawn by every version. The sparklines that they stand for leave the copy, so that none
is drawn twice.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Sequence
from io import BytesIO

from lxml import etree
from msgspec import Struct, field

from quarterly.audit.parts import Parts, open_parts, relation_id
from quarterly.deliver.pdf.shapes import DRAWING, MAIN, shape_of
from quarterly.deliver.pdf.sparklines import Shared, Sparkline, take_sparklines
from quarterly.errors import WorkbookRefused
from quarterly.read.package import MAX_TOTAL, parse_xml

_SIGN = b"sparklineGroup"
_TYPES = "[Content_Types].xml"
_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ID = "rIdTrendLines"
_FOLLOWING = (  # a sheet's drawing, by the schema
    "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst",
)  # fmt: skip
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError)


def with_trend_lines(content: bytes) -> bytes:
    """A workbook with a shape in place of each of a report's sparklines; as it is where there is none.

    What cannot be read stays as it is too: it is for LibreOffice to say what it makes of it.
    """
    try:
        copy = _Copy(open_parts(content, "The report"))
        copy.draw()
        return _packed(content, copy.changed) if copy.changed else content
    except (WorkbookRefused, *_BROKEN):
        return content


class _Copy(Struct):
    """A workbook's parts, and those that change."""

    parts: Parts
    changed: dict[str, etree._Element] = field(default_factory=dict)

    def draw(self) -> None:
        """Draw the trend lines of every sheet."""
        package = self.parts.package
        shared = Shared(texts=_texts(package.shared_strings), formats=_formats(package.styles))
        for entry in package.sheets:
            root = self.parts.tree(entry.part) if _SIGN in package.part(entry.part) else None
            if root is not None and (lines := take_sparklines(root, entry.name, shared)):
                self._draw_on(entry.part, root, lines)

    def _draw_on(self, sheet: str, root: etree._Element, lines: Sequence[Sparkline]) -> None:
        self.changed[sheet] = root
        drawing = self._drawing(sheet, root)
        first = max((int(each.get("id", "0")) for each in drawing.iter("{*}cNvPr")), default=0) + 1
        drawing.extend(shape_of(line, number) for number, line in enumerate(lines, first))

    def _drawing(self, sheet: str, root: etree._Element) -> etree._Element:
        """The drawing that a sheet has, or a new one."""
        found = root.find("{*}drawing")
        relation = None if found is None else self.parts.relations(sheet).get(relation_id(found))
        drawing = None if relation is None else self.parts.tree(relation.target)
        if relation is not None and drawing is not None:
            self.changed[relation.target] = drawing
            return drawing
        part = f"xl/drawings/trend_lines_{len(self.changed)}.xml"
        self.changed[part] = etree.Element(f"{{{DRAWING}}}wsDr", nsmap={"xdr": DRAWING, "a": MAIN})
        self._link(sheet, root, part)
        return self.changed[part]

    def _link(self, sheet: str, root: etree._Element, part: str) -> None:
        """Name a new drawing in its sheet, in what the sheet leads to and among the package's parts."""
        place = next((each for each in root if etree.QName(each).localname in _FOLLOWING), None)
        element = etree.Element(etree.QName(etree.QName(root).namespace, "drawing"), {f"{{{_RELATION}}}id": _ID})
        root.insert(len(root) if place is None else root.index(place), element)
        folder, leaf = posixpath.split(sheet)
        links = self._listing(posixpath.join(folder, "_rels", f"{leaf}.rels"))
        etree.SubElement(links, f"{{{_RELATIONS}}}Relationship", Id=_ID, Type=f"{_RELATION}/drawing", Target=f"/{part}")
        types = self._listing(_TYPES)
        override = etree.QName(etree.QName(types).namespace, "Override")
        etree.SubElement(types, override, PartName=f"/{part}", ContentType=_TYPE)

    def _listing(self, part: str) -> etree._Element:
        """A list of the package's that gains an entry; a sheet that leads nowhere yet has none."""
        known = self.changed.get(part, self.parts.tree(part))
        self.changed[part] = etree.Element(f"{{{_RELATIONS}}}Relationships") if known is None else known
        return self.changed[part]


def _texts(strings: bytes) -> tuple[str, ...]:
    if not strings:
        return ()
    root = parse_xml(strings, "The report", "shared strings")
    return tuple("".join(each.text or "" for each in entry.iter("{*}t")) for entry in root)


def _formats(styles: bytes) -> tuple[str, ...]:
    if not styles:
        return ()
    root = parse_xml(styles, "The report", "styles")
    codes = {each.get("numFmtId"): each.get("formatCode", "") for each in root.iterfind("{*}numFmts/{*}numFmt")}
    return tuple(codes.get(each.get("numFmtId"), "") for each in root.iterfind("{*}cellXfs/{*}xf"))


def _packed(content: bytes, changed: dict[str, etree._Element]) -> bytes:
    """The package with the parts that changed or are new. It is read once, by LibreOffice, and not worth packing."""
    copy = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(copy, "w") as new:
        if sum(entry.file_size for entry in old.infolist()) > MAX_TOTAL:
            return content
        for name in old.namelist():
            if name not in changed:
                new.writestr(name, old.read(name))
        for name, root in changed.items():
            new.writestr(name, etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))
    return copy.getvalue()
