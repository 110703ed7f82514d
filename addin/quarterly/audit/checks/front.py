"""The way into a report: title, language, first view, cover, contents, and nothing that only a footer says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from quarterly.audit import rules
from quarterly.audit.book import CORE, Book
from quarterly.audit.rules import Violation
from quarterly.audit.sheet import Sheet

LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")  # BCP 47, as far as it matters here
CONTENTS_WITHIN = 3  # sheets from the front
_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|K\d\d[+-]\d{3}|\d+|[A-Za-z])')  # of headers and footers
_PAGES = re.compile(r"\b(page|of|and)\b|\d+", re.IGNORECASE)  # what only numbers the pages
_JOINTS = re.compile(r"\s*[,;:·|–—]\s*|\s{2,}")


def title(book: Book) -> Iterator[Violation]:
    """A file without a title."""
    if not book.said(CORE, "title"):
        yield rules.TITLE.broken("No title.", at="the file's properties")


def language(book: Book) -> Iterator[Violation]:
    """A file that does not say its language."""
    said = book.said(CORE, "language")
    if not LANGUAGE.fullmatch(said):
        found = f'The language "{said}".' if said else "No language."
        yield rules.LANGUAGE.broken(found, at="the file's properties")


def opening(book: Book) -> Iterator[Violation]:
    """A file that opens elsewhere than at A1 of its first sheet."""
    view = book.root.find("{*}bookViews/{*}workbookView")
    if view is not None and view.get("activeTab", "0") != "0":
        yield rules.OPENING.broken("Another sheet than the first is active.", at="the workbook")
    if view is not None and view.get("firstSheet", "0") != "0":
        yield rules.OPENING.broken("The tabs are scrolled away from the first sheet.", at="the workbook")
    for number, sheet in enumerate(book.visible):
        for each in sheet.root.iterfind("{*}sheetViews/{*}sheetView"):
            if not number:
                yield from _moved(sheet, each)
            elif each.get("tabSelected") in ("1", "true"):
                yield rules.OPENING.broken("The sheet is selected as well.", sheet=sheet.name)


def _moved(sheet: Sheet, view: etree._Element) -> Iterator[Violation]:
    pane = view.find("{*}pane")
    active = "topLeft" if pane is None else pane.get("activePane", "topLeft")
    if view.get("topLeftCell", "A1") != "A1":
        yield rules.OPENING.broken("The view is scrolled.", sheet=sheet.name, at=view.get("topLeftCell", ""))
    for selection in view.iterfind("{*}selection"):
        if selection.get("pane", "topLeft") == active and selection.get("activeCell", "A1") != "A1":
            at = selection.get("activeCell", "")
            yield rules.OPENING.broken("The cursor stands elsewhere.", sheet=sheet.name, at=at)


def cover(book: Book) -> Iterator[Violation]:
    """A first sheet that is no cover; where there is one sheet alone, it need only say the title."""
    if not book.visible:
        yield rules.COVER.broken("No sheet.", at="the workbook")
        return
    first = book.visible[0]
    words = _folded(" ".join(_texts(first)))
    missing = [part for part in _JOINTS.split(book.said(CORE, "title")) if _folded(part) not in words]
    if first.tables and len(book.visible) > 1:
        yield rules.COVER.broken("The first sheet holds a table.", sheet=first.name, at=str(first.tables[0].area))
    if missing:
        yield rules.COVER.broken(f'The first sheet does not say "{missing[0]}".', sheet=first.name)


def contents(book: Book) -> Iterator[Violation]:
    """Sheets that no contents sheet near the front links to."""
    sheets = book.visible
    best: set[str] | None = None
    for place, sheet in enumerate(sheets[:CONTENTS_WITHIN]):
        linked = {_sheet_of(link.location).casefold() for link in sheet.links if link.location}
        missing = {other.name for other in sheets[place + 1 :] if other.name.casefold() not in linked}
        if linked and (best is None or len(missing) < len(best)):
            best = missing
    if best is None and len(sheets) > CONTENTS_WITHIN - 1:
        yield rules.CONTENTS.broken("No contents.", at="the first sheets")
    for sheet in sheets:
        if best and sheet.name in best:
            yield rules.CONTENTS.broken("The contents do not lead to this sheet.", sheet=sheet.name)


def footer_only(book: Book) -> Iterator[Violation]:
    """Words and pictures in headers and footers that stand nowhere else."""
    said = _folded(" ".join(text for sheet in book.visible for text in _texts(sheet)))
    for sheet in book.visible:
        for each in sheet.root.iterfind("{*}headerFooter/*"):
            for part in _JOINTS.split(_plain(each.text or "")):
                if part and _PAGES.sub("", part).strip() and _folded(part) not in said:
                    yield rules.FOOTER_ONLY.broken(f'Only a header or footer says "{part}".', sheet=sheet.name)
        if sheet.root.find("{*}legacyDrawingHF") is not None:
            yield rules.FOOTER_ONLY.broken("A picture in the header or footer.", sheet=sheet.name)


def _plain(text: str) -> str:
    """A header or footer without its codes, its three parts two spaces apart."""
    text = text.replace("&&", "\0")
    return _CODES.sub("  ", text).replace("\0", "&").strip()


def _texts(sheet: Sheet) -> Iterator[str]:
    return (seen.value for _, seen in sheet.filled() if isinstance(seen.value, str))


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()


def _sheet_of(location: str) -> str:
    name = location.removeprefix("#").rpartition("!")[0]
    return name[1:-1].replace("''", "'") if name.startswith("'") else name
