"""Numbers as people write them: rounded half up, thousands separated, a true minus sign, the unit in words.

All arithmetic is exact. A float is taken as the decimal it prints as, to :data:`SIGNIFICANT` digits, so that
87.3 is 87.3 and the noise of a spreadsheet's formulas cannot move a figure over a limit.
"""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

SIGNIFICANT = 12  # decimal digits; Excel keeps 15, and a few formulas in a row blur the last of them
MINUS = "−"  # U+2212, as wide as a plus and read out as "minus"
MOST_PLACES = 6  # decimals of a limit or a small difference beyond which nothing is shown

_SINGULAR = {"children": "child", "people": "person", "staff": "member of staff"}
_NO_UNIT = {"", "number", "no", "no.", "count", "rate", "ratio", "score", "index", "average"}
_THOUSANDS = {"000": "k", "000s": "k", "'000": "k"}


def exact(value: float | Fraction) -> Fraction:
    """The number that a float stands for, to :data:`SIGNIFICANT` digits; a fraction as it is."""
    return value if isinstance(value, Fraction) else _as_printed(value)


@lru_cache(maxsize=4096)  # a target, a tolerance or a reading is looked at many times over
def _as_printed(value: float) -> Fraction:
    return Fraction(Decimal(format(value, f".{SIGNIFICANT}g")))


def rounded(value: float | Fraction, decimals: int) -> Fraction:
    """Rounded half away from zero, as Excel shows numbers: 0.125 to two decimals is 0.13."""
    return Fraction(_units(exact(value), decimals), 10**decimals)


def places(value: float | Fraction, least: int = 0) -> int:
    """How many decimals show the value whole: at least ``least``, at most :data:`MOST_PLACES` (or ``least``)."""
    number, count = exact(value), least
    while count < MOST_PLACES and 10**count % number.denominator:
        count += 1
    return count


def plain(value: float | Fraction, decimals: int = 0) -> str:
    """The number without a unit: ``plain(-1234.5, 1)`` is "−1,234.5"."""
    units = _units(exact(value), decimals)
    whole, rest = divmod(abs(units), 10**decimals)
    tail = f".{rest:0{decimals}d}" if decimals else ""
    return f"{MINUS if units < 0 else ''}{whole:,}{tail}"


def figure(value: float | Fraction, decimals: int = 0, unit: str = "") -> str:
    """The number with its unit: "84.1%", "1,204 children", "1 child", "£2.5m", "70.2 per 10,000"."""
    number = plain(value, decimals)
    if unit == "%":
        return f"{number}%"
    if unit.startswith("£"):
        sign, size = (MINUS, number[1:]) if number.startswith(MINUS) else ("", number)
        rest = unit[1:].strip()
        return f"{sign}£{size}{_THOUSANDS.get(rest, rest)}"
    return f"{number} {_noun(unit, one=number in ('1', MINUS + '1'))}".rstrip()


def as_set(value: float | Fraction, unit: str = "", least: int = 0) -> str:
    """A target or limit with all the decimals it has, and no fewer than ``least``: "90%", "87.3%"."""
    return figure(value, places(value, least), unit)


def distance(value: float | Fraction, decimals: int = 0, unit: str = "") -> str:
    """The size of a difference: "5.9 points" between percentages, "3 children", "0.4".

    A difference that is not nothing never shows as nothing: it gets the decimals it needs.
    """
    size = abs(exact(value))
    while size and not rounded(size, decimals) and decimals < MOST_PLACES:
        decimals += 1
    return figure(size, decimals, "points" if unit == "%" else unit)


def change(value: float | Fraction, decimals: int = 0, unit: str = "") -> str:
    """A movement with its sign: "+2.3 points", "−1 child", "0 points"."""
    number = exact(value)
    sign = "+" if number > 0 else MINUS if number < 0 else ""
    return sign + distance(number, decimals, unit)


def counted(count: int, noun: str) -> str:
    """A count of things in words: ``counted(1, "months")`` is "1 month"."""
    return figure(count, 0, noun)


def fewer(unit: str, decimals: int = 0) -> str:
    """The word for less of this unit: "fewer" of what is counted, "less" of what is measured."""
    counts = bool(_noun(unit, one=False)) and unit != "%" and not unit.startswith("£") and not _per(unit)
    return "fewer" if counts or (not unit and not decimals) else "less"


def _units(number: Fraction, decimals: int) -> int:
    """How many units of the last decimal, half away from zero."""
    top, bottom = number.numerator, number.denominator
    scale: int = 10**decimals
    size = (2 * abs(top) * scale + bottom) // (2 * bottom)
    return -size if top < 0 else size


def _per(unit: str) -> str:
    """ "per 10,000" of "Rate per 10,000" or "per 10,000"; empty for any other unit."""
    found = re.fullmatch(r"(?:rate )?(per .+)", unit.strip(), re.IGNORECASE)
    return found[1].lower() if found else ""


@lru_cache(maxsize=256)  # a workbook has a handful of units, and a report has thousands of figures
def _noun(unit: str, *, one: bool) -> str:
    if unit.strip().casefold() in _NO_UNIT:
        return ""
    if rate := _per(unit):
        return rate
    word = unit.strip()
    word = word.lower() if word.istitle() or word.capitalize() == word else word
    if not one:
        return word
    head, per, rest = word.partition(" per ")
    return _singular(head) + per + rest


def _singular(words: str) -> str:
    before, space, last = words.rpartition(" ")
    if last in _SINGULAR:
        return before + space + _SINGULAR[last]
    if last.endswith("ies"):
        return before + space + last.removesuffix("ies") + "y"
    return words if last.endswith("ss") else words.removesuffix("s")
