"""Marked-up tables: the header row and what makes a table of the rows beneath it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from quarterly.compose.report import Column

if TYPE_CHECKING:
    from quarterly.render.page import Page

GOES_ON = "Where a text is too long for one row, it goes on in the row below; cells beside it there are blank."
FILTER_FROM = 6  # rows from which filter buttons are worth their room


def mark_table(page: Page, header: int, columns: Sequence[Column], *, first: int = 0, filters: bool = False) -> None:
    """Make a real table of the rows from ``header`` to the cursor; its header is written here, from ``first`` on."""
    page.tables += 1
    last_row = page.row - 1
    heads = [
        {"header": column.header, "header_format": page.styles.header(column.align, indent=place > 0)}
        for place, column in enumerate(columns)
    ]
    options = {
        "name": f"{table_name_start(page.key)}_{page.number}_{page.tables}",
        "style": None,
        "autofilter": filters and last_row - header >= FILTER_FROM,
        "columns": heads,
    }
    page.sheet.add_table(header, first, last_row, first + len(columns) - 1, options)


def header_height(page: Page, columns: Sequence[Column], *, first: int = 0) -> float:
    """Points of a header row."""
    heights = [
        page.height_of(column.header, place, place, role="table header") for place, column in enumerate(columns, first)
    ]
    return max(heights) + 6  # room for the filter button


def table_name_start(key: str) -> str:
    """A section's key as the start of a table's name."""
    return "quarterly_" + "".join(char if char.isascii() and char.isalnum() else "_" for char in key)
