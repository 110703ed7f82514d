"""Pictures on a template's sheets, with the alternative text that openpyxl loses; and drawings that are not carried."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from lxml import etree
from msgspec import Struct, field

from quarterly.model.problems import CellRef, Problem
from quarterly.read.package import MEGABYTE, Package, parse_xml
from quarterly.template import kinds, refusals
from quarterly.template.layout import Picture
from quarterly.template.reading.opened import MAX_COLUMNS, MAX_ROWS, RELATED, SheetXml

EMU = 9525  # English metric units in a pixel at 96 dpi
MAX_PICTURES = 10 * MEGABYTE  # all pictures of a template together
LARGEST = 10_000.0  # pixels of a side as drawn
_ANCHORS = ("twoCellAnchor", "oneCellAnchor", "absoluteAnchor")
_LOST = {
    "graphicFrame": "a chart (use {{kpi.chart}}, or a ready-made part that has one)",
    "sp": "a text box or shape (type its words into cells)",
    "cxnSp": "a line or arrow (use cell borders)",
    "grpSp": "a group of shapes (type its words into cells)",
}


class Drawings(Struct):
    """What hangs on the sheets of one file; ``taken`` counts the bytes of pictures so far."""

    package: Package
    problems: list[Problem] = field(default_factory=list)
    taken: int = 0

    def on(self, sheet: SheetXml) -> tuple[Picture, ...]:
        """The pictures of a sheet; what else hangs there is noted among the problems.

        Raises:
            TemplateRefused: the pictures are too large.
            WorkbookRefused: a drawing is damaged or hostile.
        """
        found: list[Picture] = []
        for kind, part in sheet.parts.values():
            if kind == "drawing" and (xml := self.package.xml(part)):
                root = parse_xml(xml, self.package.name, part)
                links = self.package.relationships(part)
                found += self._pictures(sheet.entry.name, root, {key: target for key, (_, target) in links.items()})
        return tuple(found)

    def _pictures(self, sheet: str, root: etree._Element, media: dict[str, str]) -> Iterator[Picture]:
        for anchor in root.iterchildren(*(f"{{*}}{name}" for name in _ANCHORS)):
            for child in anchor.iter("{*}pic", *(f"{{*}}{name}" for name in _LOST)):
                name = etree.QName(child).localname
                if name != "pic":
                    self._lost(sheet, anchor, _LOST[name])
                elif (picture := self._picture(sheet, anchor, child, media)) is not None:
                    yield picture

    def _lost(self, sheet: str, anchor: etree._Element, what: str) -> None:
        row, column, _, _ = _corner(anchor)
        self.problems.append(kinds.NOT_CARRIED.at(CellRef(sheet, row + 1, column + 1), what, hint=""))

    def _picture(
        self, sheet: str, anchor: etree._Element, drawn: etree._Element, media: dict[str, str]
    ) -> Picture | None:
        row, column, x, y = _corner(anchor)
        blip = drawn.find(".//{*}blip")
        content = self._content("" if blip is None else media.get(blip.get(f"{{{RELATED}}}embed", ""), ""))
        suffix, size = kind_of(content)
        if not suffix:
            at = CellRef(sheet, row + 1, column + 1)
            self.problems.append(kinds.PICTURE_NOT_CARRIED.at(at, _words(drawn)))
            return None
        width, height = _size(anchor, drawn) or size
        return Picture(
            content=content,
            suffix=suffix,
            row=row,
            column=column,
            width=min(LARGEST, width),
            height=min(LARGEST, height),
            x_offset=x,
            y_offset=y,
            alt_text=_words(drawn),
            decorative=any(mark.get("val") in ("1", "true") for mark in drawn.iter("{*}decorative")),
        )

    def _content(self, part: str) -> bytes:
        content = self.package.binary(part) if part else b""
        self.taken += len(content)
        if self.taken > MAX_PICTURES:
            reason = f"its pictures have more than {MAX_PICTURES // MEGABYTE} MB"
            raise refusals.TOO_LARGE.of(self.package.name, reason=reason)
        return content


def _words(drawn: etree._Element) -> str:
    """The alternative text; Excel once kept it as a title too."""
    about = drawn.find(".//{*}cNvPr")
    return "" if about is None else (about.get("descr") or about.get("title") or "").strip()


def _corner(anchor: etree._Element) -> tuple[int, int, float, float]:
    """Row, column and offsets in pixels of the upper left corner."""
    start = anchor.find("{*}from")
    if start is None:
        place = anchor.find("{*}pos")
        return 0, 0, *((0.0, 0.0) if place is None else (_pixels(place.get("x")), _pixels(place.get("y"))))
    said = {etree.QName(child).localname: child.text for child in start.iterchildren("*")}
    row, column = _number(said.get("row")), _number(said.get("col"))
    return min(row, MAX_ROWS), min(column, MAX_COLUMNS), _pixels(said.get("colOff")), _pixels(said.get("rowOff"))


def _size(anchor: etree._Element, drawn: etree._Element) -> tuple[float, float] | None:
    for extent in (anchor.find("{*}ext"), drawn.find("{*}spPr/{*}xfrm/{*}ext")):
        if extent is not None:
            width, height = _pixels(extent.get("cx")), _pixels(extent.get("cy"))
            if width > 0 and height > 0:
                return width, height
    return None


def _pixels(text: str | None) -> float:
    return round(_number(text) / EMU, 2)


def _number(text: str | None) -> int:
    return int(text) if text and text.strip().isdecimal() and len(text) < 12 else 0


Size = tuple[float, float]


def kind_of(content: bytes) -> tuple[str, Size]:
    """A picture's kind and its size in pixels, from its first bytes; "" for what Excel reports cannot hold."""
    for suffix, measure in (("png", _png), ("gif", _gif), ("bmp", _bmp), ("jpeg", _jpeg)):
        try:
            size = measure(content)
        except (struct.error, IndexError):
            continue
        if size is not None and min(size) > 0:
            return suffix, size
    return "", (0.0, 0.0)


def _png(content: bytes) -> Size | None:
    if not content.startswith(b"\x89PNG\r\n\x1a\n") or content[12:16] != b"IHDR":
        return None
    width, height = struct.unpack(">II", content[16:24])
    return float(width), float(height)


def _gif(content: bytes) -> Size | None:
    if content[:6] not in (b"GIF87a", b"GIF89a"):
        return None
    width, height = struct.unpack("<HH", content[6:10])
    return float(width), float(height)


def _bmp(content: bytes) -> Size | None:
    if not content.startswith(b"BM"):
        return None
    width, height = struct.unpack("<ii", content[18:26])
    return float(width), float(abs(height))


_FRAMES = {0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF}  # JPEG's start of frame


def _jpeg(content: bytes) -> Size | None:
    if not content.startswith(b"\xff\xd8"):
        return None
    at = 2
    while content[at] == 0xFF:
        marker, length = content[at + 1], int(struct.unpack(">H", content[at + 2 : at + 4])[0])
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return float(width), float(height)
        at += 2 + max(length, 2)
    return None
