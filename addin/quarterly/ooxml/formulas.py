"""References in formulas to sheets, tables and names: finding them, and following a new name."""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct, field

_TOKEN = re.compile(
    r"""
    (?P<text> "(?:[^"]|"")*" )                    # a string, in which nothing is a reference
  | '(?P<quoted> (?:[^']|'')+ )'!                 # 'Sheet name'!
  | (?P<plain> [^\W\d][\w.]*(?::[^\W\d][\w.]*)? )!  # Sheet!, First:Last!
  | (?P<word> [^\W\d][\w.]* )(?= (?P<after> [(\[]? ) )  # a function, table or name
  | \[ [^\[\]]* \]                                # a column of a table, which may be called anything
    """,
    re.VERBOSE,
)


class Renames(Struct, frozen=True, kw_only=True):
    """New names for sheets, tables and defined names, by the old name in small letters."""

    sheets: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)  # tables and defined names

    def __bool__(self) -> bool:
        return bool(self.sheets or self.names)

    def formula(self, text: str) -> str:
        """A formula, or a hyperlink's location, with every old name replaced by its new one."""
        return _TOKEN.sub(self._token, text)

    def _token(self, found: re.Match[str]) -> str:
        if found["quoted"] is not None:
            return self._sheet(found[0], found["quoted"].replace("''", "'"))
        if found["plain"] is not None:
            return self._sheet(found[0], found["plain"])
        if found["word"] is not None and found["after"] != "(":
            return self.names.get(found["word"].casefold(), found[0])
        return found[0]

    def _sheet(self, written: str, name: str) -> str:
        parts = name.split(":")  # a range of sheets
        renamed = [self.sheets.get(part.casefold(), part) for part in parts]
        return f"{quote_sheet(':'.join(renamed))}!" if renamed != parts else written


def quote_sheet(name: str) -> str:
    """A sheet's name between quotes, which Excel allows around any name."""
    return "'" + name.replace("'", "''") + "'"


def has_range_of_sheets(text: str) -> bool:
    """Whether a formula refers to every sheet from one to another, as in SUM(April:June!B2)."""
    names = (found["quoted"] or found["plain"] or "" for found in _TOKEN.finditer(text) if found["text"] is None)
    return any(":" in name for name in names)


def sheets_in(text: str) -> frozenset[str]:
    """The sheets of this workbook that a formula refers to, in small letters."""
    names = (found["quoted"] or found["plain"] for found in _TOKEN.finditer(text) if found["text"] is None)
    parts = (part for name in names if name for part in name.replace("''", "'").split(":"))
    return frozenset(part.casefold() for part in parts)
