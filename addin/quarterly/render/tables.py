"""Tables: one header row, thin rules, rows tall enough for their text, and nothing lost when a cell is very long."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from msgspec.structs import replace

from quarterly.compose.report import Cell, Column, Look, Table
from quarterly.render.continued import opening, pages
from quarterly.render.marking import GOES_ON, header_height, mark_table
from quarterly.render.measure import lines_height, most_lines, width_for
from quarterly.render.names import target_of
from quarterly.render.page import LEAST_ROW, Page
from quarterly.render.sparks import PlacedSpark
from quarterly.render.styles import Face, Styles, shown

_Parts = list[tuple[list[Cell], float]]
"""A row of a table as the rows of the sheet that it becomes, each with its height in points."""

WIDEST_WORD = 20.0  # characters to which a narrow column grows for a word that cannot be broken


def draw_table(page: Page, table: Table, sheet_names: dict[str, str], *, filters: bool = False) -> int | None:
    """Write a table at the cursor; returns the header's row, or ``None`` where a sentence stands for an empty table."""
    if not table.rows:
        page.text(table.empty)
        return None
    page.keep(opening_height(page, table))
    parts = [_parts(page, row) for row in table.rows]
    if any(len(row) > 1 for row in parts):
        page.text(GOES_ON)
    if filters:
        header, sparks = _draw_alone(page, table, parts, sheet_names)
    else:
        header, sparks = _draw_among_others(page, table, parts, sheet_names)
    page.sparks += sparks
    return header


def _draw_alone(
    page: Page, table: Table, parts: Sequence[_Parts], sheet_names: dict[str, str]
) -> tuple[int, list[PlacedSpark]]:
    """A table with a sheet to itself, whose header every printed page repeats."""
    head = header_height(page, table.columns)
    header = page.next_row(head)
    page.repeated = head
    first_of_page = _firsts(page, parts)
    sparks: list[PlacedSpark] = []
    for index, row in enumerate(parts):
        if index in first_of_page:
            page.new_page()
        for part in row:
            sparks += _draw_row(page, part, table.columns, sheet_names)
    mark_table(page, header, table.columns, filters=True)
    return header, sparks


def _draw_among_others(
    page: Page, table: Table, parts: Sequence[_Parts], sheet_names: dict[str, str]
) -> tuple[int, list[PlacedSpark]]:
    """A table that goes on, where a page ends, as a table of its own: no row stands under another table's header."""
    head = header_height(page, table.columns)
    header = page.next_row(head)
    first_of_page = _firsts(page, parts, page.said_again_height + head)
    sparks: list[PlacedSpark] = []
    for index, row in enumerate(parts):
        if index in first_of_page:
            mark_table(page, header, table.columns)
            page.new_page()
            page.say_again()
            header = page.next_row(head)
        for part in row:
            sparks += _draw_row(page, part, table.columns, sheet_names)
    mark_table(page, header, table.columns)
    return header, sparks


def _firsts(page: Page, parts: Sequence[_Parts], head: float = 0.0) -> set[int]:
    """The rows with which a further printed page begins; ``head`` are the points of what is written again there."""
    counts = pages([_height(row) for row in parts], page.room, page.page_height - page.repeated - head)
    return set(accumulate(counts[:-1]))


def _height(row: _Parts) -> float:
    return sum(max(LEAST_ROW, height) for _, height in row)


def table_widths(table: Table, styles: Styles) -> list[float]:
    """The width of each column in characters, as asked for.

    Never too narrow for a number or a date (####) or a header's word, nor, within reason, for the longest word of a
    narrow column.
    """
    face = styles.face("table header")
    widths = [max(column.width, min(WIDEST_WORD, _longest(column.header, face))) for column in table.columns]
    narrow = [width < WIDEST_WORD for width in widths]
    for row in table.rows:
        for place, cell in enumerate(row):
            face = styles.face_of(cell.look)
            if not isinstance(cell.value, str):
                widths[place] = max(widths[place], width_of(shown(cell), face))
            elif narrow[place] and len(cell.value) * 2 > widths[place]:
                widths[place] = max(widths[place], min(WIDEST_WORD, _longest(cell.value, face)))
    return widths


def _longest(text: str, face: Face) -> float:
    """The column width that the longest word needs."""
    return width_of(max(text.split(), key=len, default=""), face)


def width_of(text: str, face: Face) -> float:
    """The column width in characters at which the text stands on one line in its font."""
    return width_for(text, face.size * face.breadth, face.bold)


def table_height(page: Page, table: Table) -> float:
    """Points of a whole table, or of the sentence in its place."""
    if not table.rows:
        return page.height_of(table.empty, 0, page.last_column)
    return header_height(page, table.columns) + sum(_height(_parts(page, row)) for row in table.rows)


def opening_height(page: Page, table: Table) -> float:
    """Points of what stays together on a printed page: a short table, or the header and first rows of a long one."""
    head = header_height(page, table.columns)
    if not table.rows:
        return head + LEAST_ROW
    return opening(head, [_height(_parts(page, row)) for row in table.rows], page.page_height)


def _parts(page: Page, row: Sequence[Cell]) -> _Parts:
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
    parts: _Parts = []
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
            sparks.append(PlacedSpark(row, place, cells[0], cell.spark, cell))
    return sparks
