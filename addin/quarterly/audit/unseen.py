"""Rows and columns that nobody sees: what the audit looks for in a report and the scrub in whatever leaves."""

from __future__ import annotations

from collections.abc import Callable

from quarterly.audit.numbers import decimal

SMALLEST = 1.0  # points of a row, and characters of a column, below which nobody sees it
WORDS = ("description", "keywords")  # properties that Excel calls comments and tags; people write names into them
_TRUE = ("1", "true", "on")

Get = Callable[[str], str | None]
"""The value of an attribute by its name."""


def is_true(text: str | None) -> bool:
    """Whether an attribute says yes."""
    return text is not None and text.strip().casefold() in _TRUE


def is_row_unseen(get: Get) -> bool:
    """Whether a row is hidden, or too low to be seen."""
    return is_true(get("hidden")) or _too_small(get("ht"))


def is_column_unseen(get: Get) -> bool:
    """Whether columns are hidden, or too narrow to be seen."""
    return is_true(get("hidden")) or _too_small(get("width"))


def are_rows_unseen(get: Get) -> bool:
    """Whether the format of a sheet hides every row that does not say otherwise."""
    return is_true(get("zeroHeight")) or (is_true(get("customHeight")) and _too_small(get("defaultRowHeight")))


def are_columns_unseen(get: Get) -> bool:
    """Whether the format of a sheet hides every column that does not say otherwise."""
    return _too_small(get("defaultColWidth"))


def _too_small(size: str | None) -> bool:
    """What is no size at all counts: nobody can say that it is seen."""
    return size is not None and decimal(size, 0.0) < SMALLEST
