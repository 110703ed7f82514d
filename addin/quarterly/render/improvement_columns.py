"""How a column of the improvement workbook looks and what Excel lets people type into it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct

from quarterly.model.contract import Holds
from quarterly.render.measure import TALLEST, column_pixels, lines_height, wrapped

Entry = str | float | int | date | None
"""What a cell of the improvement workbook can be given."""

NAVY = "#12436D"  # table headers; white on it has a contrast of 10.3
INK = "#0B0C0C"
HAIRLINE = "#B1B4B6"

DATE_FORMAT = "dd mmm yyyy"
PERCENT_FORMAT = "0%"
TEXT_FORMAT = "@"  # keeps "1.10" and "Oct 2025" as typed; Excel would make 1.1 and a date of them

_NUMBER_FORMATS = {
    Holds.DATE: DATE_FORMAT,
    Holds.PERCENT: PERCENT_FORMAT,
    Holds.COUNT: "0",
    Holds.REF: TEXT_FORMAT,
    Holds.REFS: TEXT_FORMAT,
    Holds.PERIOD: TEXT_FORMAT,
}
_FIXED_WIDTHS = {  # in characters, as Excel counts column widths
    Holds.REF: 10.0,
    Holds.REFS: 15.0,
    Holds.DATE: 13.0,
    Holds.PERIOD: 13.0,
    Holds.NUMBER: 11.0,
    Holds.COUNT: 13.0,
    Holds.PERCENT: 12.0,
    Holds.VALUE: 12.0,
    Holds.CHOICE: 15.0,
    Holds.RULE: 19.0,
}
_TEXT_WIDTHS = ((14, 16.0), (24, 26.0), (60, 32.0), (160, 44.0), (400, 56.0))  # longest text up to, width
_WIDEST = 66.0
_FILTER_BUTTON = 4  # characters that the filter button takes from a header

_LOWEST = 18.0  # points
TYPE_SIZE = 10  # points

_INPUT_TITLE_LIMIT = 32  # Excel's limit for the title of an input message
_EARLIEST = date(1990, 1, 1)
_LATEST = date(2100, 12, 31)


class Field(Struct, frozen=True, kw_only=True):
    """What drawing and checking a column or a setting needs to know of it."""

    header: str
    holds: Holds
    about: str
    choices: tuple[str, ...] = ()
    example: str = ""
    required: bool = False


def number_format(holds: Holds, decimals: int | None = None) -> str:
    """Excel's number format for a column; ``decimals`` where the indicator of the row settles it."""
    if decimals is not None:
        return "#,##0" + ("." + "0" * decimals if decimals else "")
    return _NUMBER_FORMATS.get(holds, "General")


def width(field: Field, entries: Iterable[Entry]) -> float:
    """The column's width in characters, from its content, else from its example; its header always fits."""
    longest_word = max(len(word) for word in field.header.split())
    floor = float(longest_word + _FILTER_BUTTON)
    if field.holds in _FIXED_WIDTHS:
        return max(floor, _FIXED_WIDTHS[field.holds])
    longest = max((len(str(entry)) for entry in entries if entry is not None), default=len(field.example))
    return max(floor, next((wide for limit, wide in _TEXT_WIDTHS if longest <= limit), _WIDEST))


def row_height(entries: Sequence[Entry], widths: Sequence[float]) -> float:
    """The height in points at which no entry of a row is cut off, in columns of ``widths`` characters."""
    lines = max(_lines(entry, wide) for entry, wide in zip(entries, widths, strict=True))
    return min(TALLEST, max(_LOWEST, lines_height(lines, TYPE_SIZE)))


def _lines(entry: Entry, wide: float) -> int:
    return len(wrapped(entry, column_pixels(wide), TYPE_SIZE)) if isinstance(entry, str) else 1


def header_message(field: Field) -> dict[str, object]:
    """The message that Excel shows when a header is selected: what the column is for."""
    needed = " Needed." if field.required else ""
    example = f"\nExample: {field.example}" if field.example else ""
    return {
        "validate": "any",
        "input_title": field.header[:_INPUT_TITLE_LIMIT],
        "input_message": f"{field.about}{needed}{example}"[:255],
    }


def validation(field: Field) -> dict[str, object] | None:
    """What Excel checks as people type. It warns and lets them keep what they wrote; ``check`` says the rest."""
    if field.choices:
        own = " A rule with your own numbers can be kept." if field.holds is Holds.RULE else ""
        return _warn(
            {"validate": "list", "source": list(field.choices)},
            "Not on the list",
            f"{field.header} is usually one of the choices in the list.{own} Keep it?",
        )
    if field.holds is Holds.DATE:
        return _warn(
            {"validate": "date", "criteria": "between", "minimum": _EARLIEST, "maximum": _LATEST},
            "Not a date",
            f"{field.header} should be a real date such as 30/06/2026. Words such as Ongoing can be kept. Keep it?",
        )
    if field.holds is Holds.PERCENT:
        return _warn(
            {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1},
            "Not between 0% and 100%",
            f"{field.header} should be between 0% and 100%. Keep it?",
        )
    return None


def _warn(rule: dict[str, object], title: str, message: str) -> dict[str, object]:
    return {**rule, "error_type": "warning", "error_title": title, "error_message": message, "ignore_blank": True}
