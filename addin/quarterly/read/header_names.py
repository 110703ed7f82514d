"""What a header names: the field of a column, by its own header or an alias, and never by resemblance."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec import Struct

from quarterly.model.contract import Sheet
from quarterly.read.grid import CellValue
from quarterly.read.table import Table
from quarterly.read.values import folded, is_period_header, text_of


class Named(Struct, frozen=True):
    """What a header names: a field, by the field's own header or an alias, with a remark in brackets or without."""

    field: str
    own: bool
    remark: str = ""


Names = Mapping[str, tuple[str, bool]]
"""Every folded name of a column: to its field, and whether it is the header itself and not an alias."""


def header_names(sheet: Sheet) -> Names:
    """Every name by which a sheet's columns are found; a header of its own goes before another column's alias."""
    names: dict[str, tuple[str, bool]] = {}
    for column in sheet.columns:
        for alias in column.aliases:
            names.setdefault(folded(alias), (column.field, False))
    names.update({folded(column.header): (column.field, True) for column in sheet.columns})
    return names


_REMARK = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]\s*$")
_OTHER_TIME = re.compile(
    r"\b(?:previous|prior|old|former|superseded|original|"
    r"last (?:year|quarter|month|period|time|report|meeting|version))\b",
    re.IGNORECASE,
)


def without_remark(text: str) -> tuple[str, str]:
    """A header without a remark in brackets at its end, and the remark."""
    found = _REMARK.search(text)
    return (text[: found.start()], found[1]) if found else (text, "")


def without_period(text: str) -> str:
    """A header without a period at its end: "Target 2025/26" is a target of that year; empty where it has none."""
    words = text.split()
    ends = (len(words) - count for count in (2, 1) if len(words) > count)
    return next((" ".join(words[:end]) for end in ends if is_period_header(" ".join(words[end:]))), "")


def match_header(cell: CellValue, names: Names) -> Named | None:
    """The field that a header names: as it stands, else without a remark in brackets, else by its first line.

    A remark that speaks of another time makes it another column: "Target (last year)" is no target of today.
    """
    if not isinstance(cell, str) or not cell or len(cell) > 120:
        return None
    text = text_of(cell)
    plain, remark = without_remark(text)
    line, _, rest = text.partition("\n")
    for form, left_out in ((text, ""), (plain, remark), (line, rest)):
        found = names.get(folded(form))
        if found:
            return None if _OTHER_TIME.search(left_out) else Named(*found, remark=left_out)
    return None


def is_other_header(table: Table, cells: Sequence[CellValue]) -> bool:
    """Whether a row below the header is that of another table: its key's header again, and others beside it."""
    if not table.header_row:
        return False
    names = header_names(table.sheet)
    key = table.columns[table.key.field]
    named = match_header(cells[key - 1], names)
    if named is None or named.field != table.key.field:
        return False
    if cells[key - 1] == table.grid.value(table.header_row, key):
        return sum(cell != "" for cell in cells) > 1
    if any(is_period_header(cells[column - 1]) for column in table.periods):
        return True
    return sum(match_header(cell, names) is not None for cell in cells) > 2
