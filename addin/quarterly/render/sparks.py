"""Sparklines, and the cells that they are drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from msgspec import Struct
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from quarterly.compose.report import Cell, Column, Spark
from quarterly.render.marking import header_height, mark_table
from quarterly.render.styles import number_format

if TYPE_CHECKING:
    from quarterly.render.page import Page

COLOUR = "#12436D"
END_COLOUR = "#801650"
LEAST_ROW = 18.0  # points
BLANK_FIGURES = "A blank cell: no figure for the period."
KNOWN = "Lines with a figure"
PLAIN = Cell("")


class PlacedSpark(Struct, frozen=True):
    """A sparkline with its cell, counted from 0, and what names it beside its figures; ``like`` formats those."""

    row: int
    column: int
    label: Cell
    spark: Spark
    like: Cell = PLAIN


def draw_sparks(page: Page, sparks: Sequence[PlacedSpark]) -> None:
    """Sparklines need their figures in cells of the same sheet: below all else, outside the printed area."""
    most = max((len(placed.spark.values) for placed in sparks), default=0)
    if not most:
        return
    page.end_of_print()
    page.gap()
    page.text("Figures behind the trend lines, oldest first (not printed)", bold=True)
    page.text(BLANK_FIGURES)
    readings = (Column(header=f"Reading {number}", width=0, align="right") for number in range(1, most + 1))
    columns = (Column(header="Trend line", width=0), *readings)
    header = page.next_row(header_height(page, columns, first=page.figures_from))
    ranges = [_write_figures(page, placed) for placed in sparks]
    _write_known(page, sparks)
    drawn = [(placed, cells) for placed, cells in zip(sparks, ranges, strict=True) if cells]
    if drawn:  # one group: XlsxWriter works out the looks of each group anew
        places = [xl_rowcol_to_cell(placed.row, placed.column) for placed, _ in drawn]
        page.sheet.add_sparkline(
            drawn[0][0].row,
            drawn[0][0].column,
            {
                "location": places,
                "range": [cells for _, cells in drawn],
                "series_color": page.styles.line("actual", COLOUR),
                "last_point": True,
                "last_color": page.styles.line("target", END_COLOUR),
                "weight": 1.5,
                "empty_cells": "gaps",
            },
        )
    mark_table(page, header, columns, first=page.figures_from)


def _write_known(page: Page, sparks: Sequence[PlacedSpark]) -> None:
    """A last row that counts the figures, where a reading that no line has would leave its column blank."""
    readings = zip_longest(*(placed.spark.values for placed in sparks))
    known = [sum(value is not None for value in values) for values in readings]
    if all(known):
        return
    row, first = page.next_row(LEAST_ROW), page.figures_from
    page.write(row, first, Cell(KNOWN), page.styles.of())
    for step, count in enumerate(known, first + 1):
        page.write(row, step, Cell(count), page.styles.of(align="right", num_format="0"))


def _write_figures(page: Page, placed: PlacedSpark) -> str:
    """The figures in the next row; their range, or nothing where there are too few for a line."""
    at, values, first = page.next_row(LEAST_ROW), placed.spark.values, page.figures_from
    page.write(at, first, placed.label, page.styles.of())
    shown = number_format(Cell(0.0, decimals=placed.like.decimals, unit=placed.like.unit))
    look = page.styles.of(align="right", num_format=shown)
    for step, value in enumerate(values):
        if value is not None:
            page.write(at, first + 1 + step, Cell(value), look)
    if sum(value is not None for value in values) < 2:
        return ""
    quoted = page.name.replace("'", "''")
    return f"'{quoted}'!{xl_range_abs(at, first + 1, at, first + len(values))}"
