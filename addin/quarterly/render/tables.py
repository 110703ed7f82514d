"""Tables: one header row, thin rules, rows tall enough for their text, and nothing lost when a cell is very long."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from quarterly.compose.report import Cell, Column, Look, Table
from quarterly.render.marking import header_height, mark_table
from quarterly.render.measure import lines_height, most_lines, width_for
from quarterly.render.names import target_of
from quarterly.render.page import LEAST_ROW, Page
from quarterly.render.sparks import PlacedSpark, draw_sparks
from quarterly.render.styles import Face, Styles, shown

WIDEST_WORD = 20.0  # characters to which a narrow column grows for a word that cannot be broken


def draw_table(page: Page, table: Table, sheet_names: dict[str, str], *, filters: bool = False) -> int | None:
    """Write a table at the cursor; returns the header's row, or ``None`` where a sentence stands for an empty table."""
    if not table.rows:
        page.text(table.empty)
        return None
    page.keep(opening_height(page, table))
    header = page.next_row(header_height(page, table.columns))
    if filters:  # a table alone on its sheet repeats its header on every page
        page.repeated = header_height(page, table.columns)
    sparks: list[PlacedSpark] = []
    parts = [_parts(page, row) for row in table.rows]
    ends = dict(zip(table.groups, (*table.groups[1:], len(parts)), strict=False))
    for index, row in enumerate(parts):
        if index in ends:
            page.keep(sum(height for each in parts[index : ends[index]] for _, height in each))
        for part in row:
            sparks += _draw_row(page, part, table.columns, sheet_names)
    mark_table(page, header, table.columns, filters=filters)
    if page.sparks is None:
        draw_sparks(page, sparks)
    else:
        page.sparks += sparks
    return header


def table_widths(table: Table, styles: Styles) -> list[float]:
    """The width of each column in characters, as asked for.

    Never too narrow for a number or a date (####), nor, within reason, for the longest word of a narrow column.
    """
    widths = [column.width for column in table.columns]
    narrow = [width < WIDEST_WORD for width in widths]
    for row in table.rows:
        for place, cell in enumerate(row):
            face = styles.face_of(cell.look)
            if not isinstance(cell.value, str):
                widths[place] = max(widths[place], width_of(shown(cell), face))
            elif narrow[place] and len(cell.value) * 2 > widths[place]:
                longest = max(cell.value.split(), key=len, default="")
                widths[place] = max(widths[place], min(WIDEST_WORD, width_of(longest, face)))
    return widths


def width_of(text: str, face: Face) -> float:
    """The column width in characters at which the text stands on one line in its font."""
    return width_for(text, face.size * face.breadth, face.bold)


def opening_height(page: Page, table: Table) -> float:
    """Points of the header and the first row, which stay together on a printed page."""
    return header_height(page, table.columns) + (_parts(page, table.rows[0])[0][1] if table.rows else LEAST_ROW)


def _parts(page: Page, row: Sequence[Cell]) -> list[tuple[list[Cell], float]]:
    """The row with its height in points; split into several where a text is taller than Excel allows a row to be."""
    lines = [page.lines_of(cell, place, place) for place, cell in enumerate(row)]
    size = page.styles.face("body").size
    most = most_lines(size)
    tallest = max(len(part) for part in lines)
    if tallest <= most:
        heights = [
            lines_height(len(part), page.styles.face_of(cell.look).size) for cell, part in zip(row, lines, strict=True)
        ]
        return [(list(row), max(heights))]
    parts: list[tuple[list[Cell], float]] = []
    for index in range(-(-tallest // most)):
        cells = [
            _part_of(cell, cell_lines_, index, most, first=place == 0)
            for place, (cell, cell_lines_) in enumerate(zip(row, lines, strict=True))
        ]
        parts.append((cells, lines_height(min(most, tallest - index * most), size)))
    return parts


def _part_of(cell: Cell, lines: Sequence[str], index: int, most: int, *, first: bool) -> Cell:
    if len(lines) <= most:
        return cell if index == 0 or first else replace(cell, value="", look=Look.TEXT, spark=None, link="")
    return replace(cell, value=" ".join(lines[index * most : (index + 1) * most]))


def _draw_row(
    page: Page, part: tuple[list[Cell], float], columns: Sequence[Column], sheet_names: dict[str, str]
) -> list[PlacedSpark]:
    cells, height = part
    row = page.next_row(max(LEAST_ROW, height))
    sparks = []
    for place, (cell, column) in enumerate(zip(cells, columns, strict=True)):
        style = page.styles.cell(cell, column.align, indent=place > 0)
        if target := target_of(cell.link, sheet_names):
            page.sheet.write_url(row, place, target, style, str(cell.value))
        else:
            page.write(row, place, cell, style)
        if cell.spark is not None:
            sparks.append(PlacedSpark(row, place, cells[1], cell.spark, cell))
    return sparks
