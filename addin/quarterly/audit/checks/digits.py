"""Figures: a cell holds no more of one than it shows."""

from __future__ import annotations

from collections.abc import Iterator

from quarterly.audit import rules
from quarterly.audit.book import Book
from quarterly.audit.rules import Violation
from quarterly.audit.sheet import address
from quarterly.render.book import MOST_SHOWN

ROUNDING = 1e-9  # by which a number may miss its own rounding


def more_than_shown(book: Book) -> Iterator[Violation]:
    """Numbers with more decimals than their cells show."""
    for sheet in book.sheets:
        for place, seen in sheet.filled():
            if not isinstance(seen.value, float) or seen.value.is_integer():
                continue
            shown = sheet.style(seen).decimals
            places = MOST_SHOWN if shown is None else shown
            if abs(seen.value - round(seen.value, places)) > ROUNDING * max(1.0, abs(seen.value)):
                found = f"{seen.value:.15g} in a cell that shows {places} decimals."
                yield rules.MORE_DIGITS.broken(found, sheet=sheet.name, at=address(place))
