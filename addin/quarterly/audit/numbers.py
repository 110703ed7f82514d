"""Numbers and colours as a file of anybody's says them: what is none counts as not said."""

from __future__ import annotations

import math
import re

_COLOUR = re.compile(r"[0-9A-F]{6}")
_LONGEST = 20  # digits of a whole number; what is longer is none that a workbook has


def decimal(text: str | None, default: float) -> float:
    """A number; ``default`` where the text is none, or is not finite."""
    number = _float(text)
    return default if number is None else number


def whole(text: str | None, default: int = 0) -> int:
    """A whole number, not less than 0; ``default`` where the text is none."""
    plain = (text or "").strip()
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) <= _LONGEST else default


def value_of(text: str) -> str | float:
    """What a cell of numbers holds: nothing where its formula was never worked out; text where that is no number."""
    number = _float(text)
    return text.strip() if number is None else number


def colour_of(text: str | None) -> str:
    """The last six digits of a colour as RRGGBB; "" where they are none."""
    plain = (text or "")[-6:].upper()
    return plain if _COLOUR.fullmatch(plain) else ""


def _float(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if math.isfinite(number) else None
