"""Colour: never the only signal, and always with enough contrast."""

from __future__ import annotations

from collections.abc import Iterator

from quarterly.audit import rules
from quarterly.audit.book import Book
from quarterly.audit.colours import TEXT_LEAST, is_coloured
from quarterly.audit.rules import Violation
from quarterly.audit.sheet import Place, Sheet, address
from quarterly.model.contrast import contrast

WORDLESS_SCALES = ("colorScale", "dataBar", "iconSet")  # conditional formats that colour without a word


def alone(book: Book) -> Iterator[Violation]:
    """Cells with a coloured fill and no word: neither in the cell nor in one of that fill in the same row."""
    for sheet in book.visible:
        worded = {
            (place[0], sheet.style(seen).fill)
            for place, seen in sheet.filled()
            if isinstance(seen.value, str) and any(letter.isalpha() for letter in seen.value)
        }
        covered = [area for area in sheet.merged if sheet.text((area.top, area.left))]
        for place, seen in sheet.cells.items():
            fill = sheet.style(seen).fill
            if not fill or not is_coloured(fill) or (place[0], fill) in worded:
                continue
            if not any(place in area for area in covered):
                yield rules.COLOUR_ALONE.broken(
                    f"A cell in #{fill} without a word.", sheet=sheet.name, at=address(place)
                )
        for rule in sheet.root.iterfind("{*}conditionalFormatting/{*}cfRule"):
            if rule.get("type") in WORDLESS_SCALES:
                held = rule.getparent()
                at = "" if held is None else held.get("sqref", "")
                yield rules.COLOUR_ALONE.broken("Cells coloured by their value.", sheet=sheet.name, at=at)


def text(book: Book) -> Iterator[Violation]:
    """Text too like its background; each pair of colours is said once a sheet, where it stands first."""
    for sheet in book.visible:
        first: dict[int, Place] = {}
        for place, seen in sheet.filled():
            first.setdefault(seen.style, place)
        yield from _text_of(sheet, first)
    for said, font in book.runs:
        if contrast(font.colour, "FFFFFF") < TEXT_LEAST and said.strip():
            yield rules.TEXT_CONTRAST.broken(f'"{said[:40]}" in #{font.colour}.', at="part of a cell's text")


def _text_of(sheet: Sheet, first: dict[int, Place]) -> Iterator[Violation]:
    for place in sorted(first.values()):
        style = sheet.style(sheet.cells[place])
        ratio = contrast(style.font.colour, style.background)
        if ratio < TEXT_LEAST:
            found = f"#{style.font.colour} on #{style.background} is {ratio:.1f} to 1."
            yield rules.TEXT_CONTRAST.broken(found, sheet=sheet.name, at=address(place))
