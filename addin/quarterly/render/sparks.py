"""Sparklines, and the cells that they are drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xlsxwriter.utility import xl_range_abs

from quarterly.compose.report import Cell, Spark

if TYPE_CHECKING:
    from quarterly.render.page import Page

COLOUR = "#12436D"
END_COLOUR = "#801650"
LEAST_ROW = 18.0  # points


@dataclass(frozen=True, slots=True)
class PlacedSpark:
    """A sparkline with its cell, counted from 0, and what names it beside its figures."""

    row: int
    column: int
    label: Cell
    spark: Spark


def draw_sparks(page: Page, sparks: Sequence[PlacedSpark]) -> None:
    """Sparklines need their figures in cells of the same sheet: below all else, outside the printed area."""
    if not any(placed.spark.values for placed in sparks):
        return
    page.end_of_print()
    page.gap()
    page.text("Figures behind the trend lines, oldest first (not printed)", bold=True)
    quoted = page.name.replace("'", "''")
    for placed in sparks:
        at, values = page.next_row(LEAST_ROW), placed.spark.values
        page.write(at, 0, placed.label, page.styles.of())
        for step, value in enumerate(values):
            page.write(at, 1 + step, Cell(value), page.styles.of(align="right"))
        if sum(value is not None for value in values) > 1:
            page.sheet.add_sparkline(
                placed.row,
                placed.column,
                {
                    "range": f"'{quoted}'!{xl_range_abs(at, 1, at, len(values))}",
                    "series_color": page.styles.line("actual", COLOUR),
                    "last_point": True,
                    "last_color": page.styles.line("target", END_COLOUR),
                    "weight": 1.5,
                    "empty_cells": "gaps",
                },
            )
