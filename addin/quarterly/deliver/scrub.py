"""What a reader would not see in a file, and must not be in one that leaves: looked for in the bytes that are sent."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO
from xml.parsers import expat

from lxml import etree

from quarterly.audit.unseen import (
    WORDS,
    Get,
    are_columns_unseen,
    are_rows_unseen,
    is_column_unseen,
    is_row_unseen,
    is_true,
)
from quarterly.deliver.refusals import ATTACHMENT_HIDDEN, ATTACHMENT_KIND

XLSX, PDF = ".xlsx", ".pdf"
MAX_UNPACKED = 400 << 20  # bytes of all parts together; a report of 500 indicators takes about 60 MB

# A part's name, and what is said where there is one.
_PARTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"vba|macrosheets/|/activex/|/ctrlprops/", re.IGNORECASE), "macros or controls"),
    (re.compile(r"/pivotcache|/pivottables/", re.IGNORECASE), "a pivot table, which keeps a copy of its figures"),
    (re.compile(r"/comments|/threadedcomments/|/persons/", re.IGNORECASE), "comments"),
    (re.compile(r"/externallinks/", re.IGNORECASE), "links to other workbooks"),
    (re.compile(r"/connections\.xml|/querytables/|customdata|/model/", re.IGNORECASE), "a connection to other data"),
    (re.compile(r"/embeddings/|/oleobject", re.IGNORECASE), "embedded files"),
    (re.compile(r"docprops/custom\.xml|/customxml/|/customproperty", re.IGNORECASE), "custom properties"),
    (re.compile(r"/revisions/|/usernames", re.IGNORECASE), "a history of changes"),
    (re.compile(r"/printersettings/", re.IGNORECASE), "the settings of a printer"),
    (re.compile(r"/webextensions/|/customui", re.IGNORECASE), "an add-in"),
)
_SHEET = re.compile(r"/?xl/(worksheets|chartsheets|dialogsheets)/[^/]+\.xml", re.IGNORECASE)
_UNSEEN: dict[str, tuple[tuple[str, Callable[[Get], bool]], ...]] = {
    "row": (("hidden rows", is_row_unseen),),
    "col": (("hidden columns", is_column_unseen),),
    "sheetFormatPr": (("hidden rows", are_rows_unseen), ("hidden columns", are_columns_unseen)),
}
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    etree.XMLSyntaxError,
    expat.ExpatError,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)


def check_attachment(name: str, content: bytes) -> None:
    """Nothing, where a file may leave: an .xlsx in which nothing is hidden, or a PDF without programs or files in it.

    Raises:
        DeliveryRefused: it is another kind of file, or hides something.
    """
    ending = f".{name.rpartition('.')[2].casefold()}"
    looks = {XLSX: b"PK\x03\x04", PDF: b"%PDF-"}.get(ending)
    if looks is None or not content.startswith(looks):
        raise ATTACHMENT_KIND.of(name=name)
    found = hidden_in_workbook(content) if ending == XLSX else hidden_in_pdf(content)
    if found:
        raise ATTACHMENT_HIDDEN.of(name=name, found="; ".join(found))


def hidden_in_workbook(content: bytes) -> tuple[str, ...]:
    """What is in a workbook's package that a reader would not see, in words; empty where nothing is."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            if sum(entry.file_size for entry in package.infolist()) > MAX_UNPACKED:
                return ("more than a report can hold",)
            found = [*_odd_parts(package), *_in_book(package), *_in_properties(package)]
            for name in package.namelist():
                if _SHEET.fullmatch(name):
                    found += _in_sheet(package.read(name))
    except _BROKEN:
        return ("parts that cannot be read",)
    return tuple(dict.fromkeys(found))


def hidden_in_pdf(content: bytes) -> tuple[str, ...]:
    """What a PDF carries beside its pages: programs, files, actions that start by themselves."""
    signs = {b"/JavaScript": "a program", b"/Launch": "a program", b"/EmbeddedFile": "embedded files"}
    return tuple(dict.fromkeys(words for sign, words in signs.items() if sign in content))


def _odd_parts(package: zipfile.ZipFile) -> Iterator[str]:
    for name in package.namelist():
        yield from (words for pattern, words in _PARTS if pattern.search(f"/{name}"))
        if name.endswith(".rels") and _leads_out(package.read(name)):
            yield "links to files or pages outside"


def _leads_out(relationships: bytes) -> bool:
    """Whether a part points outside the file; a web page or an address that a reader presses is no secret."""
    for link in _tree(relationships):
        outside = link.get("TargetMode", "").casefold() == "external"
        if outside and not re.match(r"(https|mailto):", link.get("Target", ""), re.IGNORECASE):
            return True
    return False


def _in_book(package: zipfile.ZipFile) -> Iterator[str]:
    for element in _tree(package.read("xl/workbook.xml")).iter("{*}sheet", "{*}definedName"):
        if etree.QName(element).localname == "sheet":
            if element.get("state", "visible") != "visible":
                yield "hidden sheets"
        # Excel itself hides the name of a table's filter.
        elif is_true(element.get("hidden")) and not element.get("name", "").startswith(("_xlnm.", "_quarterly.")):
            yield "hidden names"


def _in_sheet(xml: bytes) -> list[str]:
    """What a sheet hides. Sheets are long, so their elements are counted as they pass and no tree is kept."""
    found: dict[str, None] = {}

    def look(name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if kind in _UNSEEN:
            found.update((words, None) for words, is_so in _UNSEEN[kind] if is_so(attributes.get))

    def refuse(*_: object) -> None:
        raise ValueError("a document type declaration")

    parser = expat.ParserCreate()
    parser.StartElementHandler = look
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(xml, True)
    return list(found)


def _in_properties(package: zipfile.ZipFile) -> Iterator[str]:
    """Who saved the file last, and whose manager is named; author and authority stand on the cover and may be."""
    for part in ("docProps/core.xml", "docProps/app.xml"):
        if part not in package.namelist():
            continue
        texts = {etree.QName(one).localname: (one.text or "").strip() for one in _tree(package.read(part))}
        if texts.get("lastModifiedBy", "") not in ("", texts.get("creator", "")):
            yield "the name of who saved it last"
        if texts.get("Manager"):
            yield "the name of a manager"
        if any(texts.get(word) for word in WORDS):
            yield "comments or tags in its properties"


def _tree(xml: bytes) -> etree._Element:
    tree = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False))
    if b"<!DOCTYPE" in xml:
        raise ValueError("a document type declaration")
    return tree
