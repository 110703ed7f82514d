"""Words: wrapped where they are long, notes in brackets, sheets and links with names that tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from quarterly.audit import rules
from quarterly.audit.book import Book
from quarterly.audit.rules import Violation
from quarterly.audit.sheet import DEFAULT_WIDTH, Place, Sheet, address
from quarterly.render.measure import column_pixels, text_width
from quarterly.render.names import tells_nothing

EMPTY_LINKS = frozenset(
    ("here", "click here", "click", "link", "this link", "more", "read more", "this", "this page", "see here", "go")
)
BARE_ADDRESS = re.compile(r"(https?://|www\.|mailto:|#)\S*|\S+\.(com|org|net|gov\.uk|uk)(/\S*)?", re.IGNORECASE)
# Raised digits that mark a note; those of square and cubic metres do not.
RAISED = re.compile(r"[⁰¹⁴⁵⁶⁷⁸⁹†‡]|(?<![mM])[²³]")
SHORT_TEXT = 12  # characters; less is not worth measuring


def not_wrapped(book: Book) -> Iterator[Violation]:
    """Text wider than its cell that is not wrapped."""
    for sheet in book.visible:
        spans = {(area.top, area.left): area.right for area in sheet.merged}
        for place, seen in sheet.filled():
            if not isinstance(seen.value, str) or len(seen.value) < SHORT_TEXT or sheet.style(seen).wrapped:
                continue
            font = sheet.style(seen).font
            room = _room(sheet, place, spans.get(place, place[1]))
            if text_width(seen.value, font.size, font.bold) > room:
                found = f'"{_short(seen.value)}" is wider than its cell.'
                yield rules.NOT_WRAPPED.broken(found, sheet=sheet.name, at=address(place))


def _room(sheet: Sheet, place: Place, last: int) -> float:
    """Pixels of the cell, or of the merged cells that it begins."""
    return sum(column_pixels(sheet.widths.get(column, DEFAULT_WIDTH)) for column in range(place[1], last + 1))


def superscript(book: Book) -> Iterator[Violation]:
    """Raised text: as a font's property, as runs within a cell, and as characters that are raised themselves."""
    for sheet in book.visible:
        for place, seen in sheet.filled():
            raised = RAISED.search(seen.value) if isinstance(seen.value, str) else None
            if raised or sheet.style(seen).font.superscript:
                said = raised[0] if raised else _short(sheet.text(place))
                yield rules.SUPERSCRIPT.broken(f'"{said}" is raised.', sheet=sheet.name, at=address(place))
    for text, font in book.runs:
        if font.superscript:
            yield rules.SUPERSCRIPT.broken(f'"{_short(text)}" is raised.', at="part of a cell's text")


def sheet_names(book: Book) -> Iterator[Violation]:
    """Sheets with names that tell nothing."""
    for sheet in book.sheets:
        if tells_nothing(sheet.name):
            yield rules.SHEET_NAME.broken(f'A sheet named "{sheet.name}".', sheet=sheet.name)


def links(book: Book) -> Iterator[Violation]:
    """Links whose text tells nothing by itself."""
    for sheet in book.visible:
        for link in sheet.links:
            place = (link.area.top, link.area.left)
            text = sheet.text(place).strip()
            if not text or text.casefold().rstrip(".:") in EMPTY_LINKS or BARE_ADDRESS.fullmatch(text):
                yield rules.LINK_TEXT.broken(f'A link that reads "{text}".', sheet=sheet.name, at=address(place))


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39].rstrip()}…"
