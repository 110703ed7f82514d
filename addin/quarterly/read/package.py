"""The safe opening of a workbook file: what it really is, and only the parts that reading needs.

Nothing in the file is believed: sizes are counted as the parts unpack, names are looked up without case, and no
part with a document type declaration is parsed.
"""

from __future__ import annotations

import io
import posixpath
import stat
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from lxml import etree
from msgspec import Struct

from quarterly.errors import WorkbookRefused
from quarterly.read import refusals

MEGABYTE = 1 << 20
MAX_FILE = 250 * MEGABYTE  # the file as it stands on disk
MAX_PART = 128 * MEGABYTE  # one part, unpacked; 250,000 rows of eight columns take about 80
MAX_TOTAL = 384 * MEGABYTE  # all parts that are read, unpacked
MAX_ROWS = 250_000  # rows of a sheet, blank ones included
_CHUNK = MEGABYTE
REPORT_MARK = "_quarterly.sheet"  # a name defined on each sheet of a report; it survives saving by other programs

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # compound file: Excel up to 2003, and encrypted workbooks
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_BOMS_NOT_UTF8 = (b"\xff\xfe", b"\xfe\xff")
_BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


class SheetEntry(Struct, frozen=True, kw_only=True):
    """A sheet as the workbook lists it. ``part`` is empty for what is not a worksheet.

    ``ours`` says that it carries the mark of a report sheet that was put into the workbook.
    """

    name: str
    part: str
    hidden: bool
    ours: bool = False


class Package(Struct):
    """An opened workbook: its sheets by name, and its parts unpacked on demand within fixed limits.

    ``recalculates`` says that Excel is to work out every formula on opening, since whoever wrote the file has not.
    """

    name: str
    sheets: tuple[SheetEntry, ...]
    date_1904: bool
    styles: bytes
    shared_strings: bytes
    _archive: zipfile.ZipFile
    _entries: Mapping[str, zipfile.ZipInfo]
    _unpacked: int = 0
    recalculates: bool = False

    def sheet_xml(self, entry: SheetEntry) -> bytes:
        """A worksheet's XML.

        Raises:
            WorkbookRefused: it is damaged, hostile or has too many rows.
        """
        return self._part(entry.part, sheet=entry.name)

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of all parts, as the file has them."""
        return tuple(info.filename for info in self._entries.values())

    def part(self, name: str) -> bytes:
        """Any part, such as "docProps/core.xml"; nothing where there is none.

        Raises:
            WorkbookRefused: it is damaged or hostile.
        """
        return _optional(self, name)

    def names(self) -> tuple[str, ...]:
        """The names of all parts, as the file spells them."""
        return tuple(entry.filename for entry in self._entries.values())

    def xml(self, part: str) -> bytes:
        """Another part that is written in XML; empty where there is none of that name.

        Raises:
            WorkbookRefused: it is damaged, hostile or too large.
        """
        return _optional(self, part)

    def binary(self, part: str) -> bytes:
        """A part that is not XML, such as a picture; empty where there is none or it does not unpack.

        Raises:
            WorkbookRefused: it is too large.
        """
        entry = self._entries.get(part.casefold())
        try:
            return b"" if entry is None else self._unpack(entry, sheet="")
        except _BROKEN_ZIP:
            return b""

    def relationships(self, part: str) -> dict[str, tuple[str, str]]:
        """A part's links to other parts of the file, by id: the last word of the type, and the part.

        Raises:
            WorkbookRefused: the list of links is damaged or hostile.
        """
        return _relationships(self, part)

    def workbook_part(self) -> str:
        """The part that lists the sheets; "" stands for the package itself.

        Raises:
            WorkbookRefused: there is none.
        """
        return _workbook_part(self)

    def _part(self, part: str, *, sheet: str = "") -> bytes:
        found = self._entries.get(part.casefold())
        if found is None:
            raise refusals.DAMAGED.of(self.name, reason=f"its part {part} is missing")
        try:
            content = self._unpack(found, sheet=sheet)
        except _BROKEN_ZIP as error:
            raise refusals.DAMAGED.of(self.name, reason=f"its part {part} does not unpack") from error
        _refuse_unsafe(content, self.name, part)
        return content

    def _unpack(self, entry: zipfile.ZipInfo, *, sheet: str) -> bytes:
        if entry.flag_bits & 1:
            raise refusals.ENCRYPTED.of(self.name)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise NotImplementedError(entry.compress_type)
        chunks: list[bytes] = []
        size = rows = 0
        tag = b"<row"
        with self._archive.open(entry) as stream:
            while chunk := stream.read(_CHUNK):
                chunks.append(chunk)
                size += len(chunk)
                if size == len(chunk) and b":worksheet" in chunk[:4096]:
                    tag = b":row "  # the elements carry a prefix
                if sheet:
                    rows += chunk.count(tag)
                self._refuse_beyond_limits(entry.filename, size, rows, sheet)
        self._unpacked += size
        return b"".join(chunks)

    def _refuse_beyond_limits(self, part: str, size: int, rows: int, sheet: str) -> None:
        if rows > MAX_ROWS:
            raise refusals.TOO_MANY_ROWS.of(self.name, sheet=sheet, limit=f"{MAX_ROWS:,}")
        if size > MAX_PART or self._unpacked + size > MAX_TOTAL:
            raise refusals.UNPACKS_TOO_LARGE.of(self.name, limit=MAX_PART // MEGABYTE, part=part)


def read_file(path: Path) -> bytes:
    """The bytes of a workbook file.

    Raises:
        WorkbookRefused: the file is missing, a folder, a pipe or a device, empty, too large or not readable.
    """
    try:
        facts = path.stat()
        if stat.S_ISDIR(facts.st_mode):
            raise refusals.IS_A_FOLDER.of(path.name or str(path))
        if not stat.S_ISREG(facts.st_mode):
            raise refusals.NO_ORDINARY_FILE.of(path.name)  # reading a pipe waits for ever; a device never ends
        if facts.st_size > MAX_FILE:
            raise refusals.FILE_TOO_LARGE.of(path.name, limit=MAX_FILE // MEGABYTE)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise refusals.FILE_MISSING.of(str(path)) from error
    except PermissionError as error:
        raise refusals.NOT_READABLE.of(path.name, reason="you have no permission to read it") from error
    except (OSError, ValueError) as error:
        raise refusals.NOT_READABLE.of(path.name, reason="the system could not read it") from error


def open_package(content: bytes, name: str) -> Package:
    """Open a workbook's bytes; ``name`` is used in messages.

    Raises:
        WorkbookRefused: it is not an Excel workbook of today's format, or it is damaged, encrypted or hostile.
    """
    _refuse_other_files(content, name)
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        infos = archive.infolist()
    except _BROKEN_ZIP as error:
        raise refusals.DAMAGED.of(name, reason="it is cut short, or its list of parts is broken") from error
    entries = _entries(infos, name)
    _refuse_other_packages(entries, name)
    package = Package(name, (), False, b"", b"", archive, entries)
    _load_workbook_part(package)
    return package


def _refuse_other_files(content: bytes, name: str) -> None:
    if len(content) > MAX_FILE:
        raise refusals.FILE_TOO_LARGE.of(name, limit=MAX_FILE // MEGABYTE)
    if not content:
        raise refusals.FILE_EMPTY.of(name)
    if content.startswith(_OLE):
        raise _ole_refusal(content, name)
    if content.startswith(_ZIP):
        return
    if Path(name).name.startswith("~$"):
        raise refusals.OWNER_FILE.of(name)
    if content.startswith(_EMPTY_ZIP):
        raise refusals.NOT_A_WORKBOOK.of(name)
    if content.startswith(b"%PDF"):
        raise refusals.OTHER_FORMAT.of(name, format="a PDF")
    raise (refusals.TEXT_FILE if _is_text(content[:4096]) else refusals.NOT_A_WORKBOOK).of(name)


def _ole_refusal(content: bytes, name: str) -> WorkbookRefused:
    if "EncryptedPackage".encode("utf-16-le") in content:
        return refusals.ENCRYPTED.of(name)
    streams = ("Workbook", "Book")  # names of the stream in Excel 97 to 2003, and before
    if any(stream.encode("utf-16-le") + b"\x00\x00" in content for stream in streams):
        return refusals.OLD_XLS.of(name)
    return refusals.NOT_A_WORKBOOK.of(name)


def _is_text(start: bytes) -> bool:
    if start.startswith(_BOMS_NOT_UTF8):
        return True
    controls = sum(byte < 32 and byte not in b"\t\n\r\f" for byte in start)
    return controls == 0


def _entries(infos: list[zipfile.ZipInfo], name: str) -> dict[str, zipfile.ZipInfo]:
    entries: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        key = info.filename.replace("\\", "/").lstrip("/").casefold()
        if key in entries:
            raise refusals.DAMAGED.of(name, reason=f"it holds two parts named {info.filename}")
        entries[key] = info
    return entries


def _refuse_other_packages(entries: Mapping[str, zipfile.ZipInfo], name: str) -> None:
    if "xl/workbook.bin" in entries:
        raise refusals.XLSB.of(name)
    if "content.xml" in entries and "mimetype" in entries:
        raise refusals.OTHER_FORMAT.of(name, format="an OpenDocument file")
    if "word/document.xml" in entries:
        raise refusals.OTHER_FORMAT.of(name, format="a Word document")
    if "ppt/presentation.xml" in entries:
        raise refusals.OTHER_FORMAT.of(name, format="a PowerPoint presentation")


def _load_workbook_part(package: Package) -> None:
    workbook = _workbook_part(package)
    if workbook.casefold().endswith(".bin"):
        raise refusals.XLSB.of(package.name)
    root = parse_xml(package._part(workbook), package.name, workbook)
    if etree.QName(root).localname != "workbook":
        raise refusals.NOT_A_WORKBOOK.of(package.name)
    links = _relationships(package, workbook)
    targets = {key: target for key, (kind, target) in links.items() if kind == "worksheet"}
    by_kind = dict(links.values())
    marked = {
        name.get("localSheetId", "")
        for name in root.iterfind("{*}definedNames/{*}definedName")
        if name.get("name", "").casefold() == REPORT_MARK
    }
    package.sheets = tuple(
        SheetEntry(
            name=sheet.get("name", ""),
            part=targets.get(_relationship_id(sheet), ""),
            hidden=_is_hidden(sheet),
            ours=str(index) in marked,
        )
        for index, sheet in enumerate(root.iterfind("{*}sheets/{*}sheet"))
    )
    properties = root.find("{*}workbookPr")
    package.date_1904 = properties is not None and properties.get("date1904", "") in _TRUE
    calculation = root.find("{*}calcPr")
    package.recalculates = calculation is not None and calculation.get("fullCalcOnLoad", "") in _TRUE
    package.styles = _optional(package, by_kind.get("styles", ""))
    package.shared_strings = _optional(package, by_kind.get("sharedStrings", ""))


_TRUE = ("1", "true", "on")


def _workbook_part(package: Package) -> str:
    if "_rels/.rels" in package._entries:
        for kind, target in _relationships(package, "").values():
            if kind == "officeDocument":
                return target
    if "xl/workbook.xml" in package._entries:
        return "xl/workbook.xml"
    raise refusals.NOT_A_WORKBOOK.of(package.name)


def _relationships(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """A part's relationships: id to the last word of the type (the same in Strict files) and the target part."""
    folder, leaf = posixpath.split(part)
    rels = posixpath.join(folder, "_rels", f"{leaf}.rels")
    if rels.casefold() not in package._entries:
        return {}
    root = parse_xml(package._part(rels), package.name, rels)
    return {
        link.get("Id", ""): (link.get("Type", "").rpartition("/")[2], _resolve(folder, link.get("Target", "")))
        for link in root.iterfind("{*}Relationship")
        if link.get("TargetMode", "") != "External"
    }


def _resolve(folder: str, target: str) -> str:
    target = target.replace("\\", "/")
    joined = target if target.startswith("/") else posixpath.join("/", folder, target)
    return posixpath.normpath(joined).lstrip("/")


def _relationship_id(sheet: etree._Element) -> str:
    for key, value in sheet.attrib.items():
        if etree.QName(key).localname == "id" and etree.QName(key).namespace:
            return str(value)
    return ""


def _is_hidden(sheet: etree._Element) -> bool:
    return sheet.get("state", "visible") != "visible"


def _optional(package: Package, part: str) -> bytes:
    return package._part(part) if part.casefold() in package._entries else b""


def _refuse_unsafe(content: bytes, name: str, part: str) -> None:
    if content.startswith(_BOMS_NOT_UTF8) or content[:4].find(b"\x00") >= 0:
        raise refusals.DAMAGED.of(name, reason=f"its part {part} is not written in UTF-8")
    if b"<!DOCTYPE" in content:
        raise refusals.UNSAFE_XML.of(name, part=part)


def parse_xml(content: bytes, name: str, part: str) -> etree._Element:
    """A small part as a tree, without entities and without the network.

    Raises:
        WorkbookRefused: it is not well-formed.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise refusals.DAMAGED.of(name, reason=f"its part {part} is not well-formed") from error
