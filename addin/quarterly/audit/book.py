"""A finished report as the audit sees it: read from its bytes alone, as any other program would read it."""

from __future__ import annotations

from lxml import etree
from msgspec import Struct

from quarterly.audit.colours import Scheme, scheme_of
from quarterly.audit.parts import Parts, open_parts
from quarterly.audit.sheet import Sheet, read_sheet
from quarterly.audit.styles import Font, Style, font_of, styles_of

CORE = "docProps/core.xml"
APP = "docProps/app.xml"
WORKBOOK = "xl/workbook.xml"


class Book(Struct, frozen=True, kw_only=True):
    """A whole workbook. ``runs`` are the fonts of pieces of text within cells, by the number of the shared string."""

    parts: Parts
    root: etree._Element
    sheets: tuple[Sheet, ...]
    scheme: Scheme
    styles: tuple[Style, ...]
    runs: tuple[tuple[str, Font], ...]

    def said(self, part: str, name: str) -> str:
        """A document property, such as "title" of :data:`CORE`; "" where it is not given."""
        root = self.parts.tree(part)
        return "" if root is None else (root.findtext(f"{{*}}{name}") or "").strip()

    @property
    def visible(self) -> tuple[Sheet, ...]:
        """The sheets that readers see."""
        return tuple(sheet for sheet in self.sheets if sheet.state == "visible")


def open_book(content: bytes, name: str = "The report") -> Book:
    """Read a workbook's bytes.

    Raises:
        WorkbookRefused: it is no workbook, or damaged or hostile.
    """
    parts = open_parts(content, name)
    main = next((each.target for each in parts.relations("").values() if each.kind == "officeDocument"), WORKBOOK)
    root = parts.tree(main)
    if root is None:  # opened all the same, under its usual name
        root = etree.Element("workbook")
    kinds = {each.kind: each.target for each in parts.relations(main).values() if not each.outside}
    scheme = scheme_of(parts.tree(kinds.get("theme", "")))
    looks = parts.tree(kinds.get("styles", ""))
    styles = () if looks is None else styles_of(looks, scheme)
    strings = parts.tree(kinds.get("sharedStrings", ""))
    texts = [] if strings is None else [_text(each) for each in strings]
    states = [each.get("state", "visible") for each in root.iterfind("{*}sheets/{*}sheet")]
    return Book(
        parts=parts,
        root=root,
        sheets=tuple(
            read_sheet(parts, entry, state, texts, styles)
            for entry, state in zip(parts.package.sheets, states, strict=True)
        ),
        scheme=scheme,
        styles=styles,
        runs=() if strings is None else tuple(_runs(strings, scheme)),
    )


def _text(entry: etree._Element) -> str:
    """A shared string, of one piece or of runs with fonts of their own."""
    return "".join(each.text or "" for each in entry.iter("{*}t"))


def _runs(strings: etree._Element, scheme: Scheme) -> list[tuple[str, Font]]:
    return [
        (run.findtext("{*}t") or "", font_of(looks, scheme))
        for run in strings.iterfind("{*}si/{*}r")
        if (looks := run.find("{*}rPr")) is not None
    ]
