"""A cell as the text that a person sees in it: without characters that nobody sees."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from quarterly.read.grid import CellValue

# Control characters, soft hyphens, spaces and joiners without width, marks of the direction of writing: Word, Outlook
# and file properties paste them along, and nobody sees them.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")

DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012–—−", "-"))
"""Every dash, hyphen and minus sign as the plain hyphen."""


def text_of(value: CellValue) -> str:
    """A cell as text: outer blanks gone, whole numbers without ".0", days as 31/03/2025."""
    if isinstance(value, str):
        if value.isascii() and value.isprintable() and "_x" not in value:
            return value.strip()
        return _UNSEEN.sub("", value.replace("\u00a0", " ").replace("_x000D_", "")).strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (float, int)):
        return _number_text(float(value))
    if isinstance(value, (datetime, date)):
        return f"{value:%d/%m/}{value.year:04d}"
    return _clock_text(value)


def _number_text(number: float) -> str:
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number)


def _clock_text(value: time | timedelta) -> str:
    return value.isoformat("minutes") if isinstance(value, time) else str(value)
