"""Names of sheets, as Excel allows them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

SHEET_NAME_LENGTH = 31  # Excel's limit
FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))

_DEFAULT_NAMES = re.compile(r"(sheet|chart|table|worksheet|blad|feuil|tabelle|hoja|foglio)\s*\(?\d*\)?", re.IGNORECASE)
SHORTEST_NAME = 3  # letters


def tells_nothing(name: str) -> bool:
    """Whether a sheet's name is one that a program gives by itself, or too short to say what stands on it."""
    return _DEFAULT_NAMES.fullmatch(name.strip()) is not None or len(name.strip()) < SHORTEST_NAME


def allowed(text: str) -> str:
    """The text without what Excel takes in no sheet's name; still of any length."""
    return " ".join(text.translate(FORBIDDEN_IN_NAMES).split()).strip("'")


def tab_names(wanted: Iterable[str]) -> list[str]:
    """The name on the tab for each wanted name, in order: allowed characters, at most 31, no two alike."""
    names: list[str] = []
    taken = {"history"}  # Excel keeps this name for itself
    for text in wanted:
        plain = allowed(text) or "Sheet"
        name, number = _cut(plain, SHEET_NAME_LENGTH), 1
        while name.casefold() in taken:  # Excel compares sheet names without case.
            number += 1
            ending = f" {number}"
            name = _cut(plain, SHEET_NAME_LENGTH - len(ending)) + ending
        taken.add(name.casefold())
        names.append(name)
    return names


def _cut(text: str, most: int) -> str:
    """The text, or as many whole words of it as there is room for; a word that is far too long is cut itself."""
    if len(text) <= most:
        return text
    words = text[: most + 1].rpartition(" ")[0].rstrip(" ,;:-&(")
    return words if len(words) >= most // 2 else text[:most].strip()


def link_to(sheet: str) -> str:
    """The address of a sheet's first cell, as XlsxWriter takes it."""
    quoted = sheet.replace("'", "''")
    return f"internal:'{quoted}'!A1"


def target_of(link: str, sheet_names: Mapping[str, str]) -> str:
    """Where a cell's link leads: to a section's sheet, or to a place in the workbook that the sheets are put into."""
    if link.startswith("#"):
        return f"internal:{link[1:]}"
    return link_to(sheet_names[link]) if link in sheet_names else ""
