"""Ready-made blocks of a report, drawn one below the other on a page."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf

from quarterly.compose.report import (
    Block,
    Cell,
    Chart,
    Facts,
    Heading,
    KpiCard,
    Look,
    Paragraph,
    Section,
    Table,
)
from quarterly.render.cards import GRID, draw_card, fit_cards
from quarterly.render.measure import lines_height
from quarterly.render.names import link_to
from quarterly.render.page import LEAST_ROW, Page
from quarterly.render.placed import Placed
from quarterly.render.shares import HEIGHT, place_chart
from quarterly.render.styles import HAIRLINE, Styles
from quarterly.render.tables import draw_table, opening_height, table_height, table_widths

PLAIN_GRID = (28.0, 96.0)  # characters; for sheets of label and text
AFTER_PARAGRAPH = 4.0  # points
AFTER_BLOCK = 9.0  # points


def draw_blocks(
    page: Page, blocks: Sequence[Block], names: dict[str, str], *, alone: bool
) -> tuple[list[Placed], int | None]:
    """Write blocks at the cursor; gives their charts, to be drawn at the end, and the row of the last table's header.

    ``names`` are the names of sheets by the keys that links give; ``alone``: the only table comes last.
    """
    placed: list[Placed] = []
    header: int | None = None
    fit_cards(page, [block for block in blocks if isinstance(block, KpiCard)])
    for index, block in enumerate(blocks):
        drawn = _draw_block(page, block, blocks[index + 1 :], names, alone=alone)
        if isinstance(drawn, Placed):
            placed.append(drawn)
        elif drawn is not None:
            header = drawn
    return placed, header


def blocks_height(page: Page, blocks: Sequence[Block]) -> float:
    """Points of blocks drawn one below the other, were the page as long as it takes; of cards there is no telling."""
    return sum(_block_height(page, block) for block in blocks)


def _block_height(page: Page, block: Block) -> float:
    match block:
        case Heading():
            return _heading_height(page, block, page.last_column)
        case Paragraph():
            return _paragraph_height(page, block)
        case Facts():
            return sum(_fact_height(page, text, cell) for text, cell in block.pairs) + AFTER_BLOCK
        case Table():
            return table_height(page, block) + AFTER_BLOCK
        case Chart():
            return HEIGHT + AFTER_BLOCK
        case KpiCard():
            return inf


def has_table_alone(blocks: Sequence[Block]) -> bool:
    """Whether the blocks end with the only table among them, so that printed pages can repeat its header."""
    return sum(isinstance(block, Table) for block in blocks) == 1 and isinstance(blocks[-1], Table)


def section_widths(section: Section, styles: Styles) -> tuple[float, ...]:
    """The columns in characters: those of its tables, the widest at each place; a card's grid; or label and text."""
    if any(isinstance(block, KpiCard) for block in section.blocks):
        return GRID
    widths: list[float] = []
    for block in section.blocks:
        if isinstance(block, Table):
            for place, width in enumerate(table_widths(block, styles)):
                if place == len(widths):
                    widths.append(width)
                widths[place] = max(widths[place], width)
    return tuple(widths) or PLAIN_GRID


def _draw_block(
    page: Page, block: Block, following: Sequence[Block], names: dict[str, str], *, alone: bool
) -> Placed | int | None:
    match block:
        case Heading():
            _draw_heading(page, block, following)
        case Paragraph():
            _draw_paragraph(page, block)
        case Facts():
            _draw_facts(page, block, names)
        case Table():
            header = draw_table(page, block, names, filters=alone)
            page.gap(AFTER_BLOCK)
            return header
        case Chart():
            return place_chart(page, block)
        case KpiCard():
            return draw_card(page, block)
    return None


def _draw_heading(page: Page, heading: Heading, following: Sequence[Block]) -> None:
    status_at = _status_column(following) if heading.status else None
    last = page.last_column if status_at is None else status_at - 1
    height = _heading_height(page, heading, last)
    page.keep(height + _led_by_heading(page, following))
    row = page.next_row(height)
    page.heading = heading.text
    style = page.styles.role("heading", valign="vcenter")
    page.span(row, 0, last, Cell(heading.text), style)
    if heading.status and status_at is not None:
        look = page.styles.look(heading.status.look) | {"valign": "vcenter"}
        page.write(row, status_at, heading.status, page.styles.of(**look))


def _heading_height(page: Page, heading: Heading, last: int) -> float:
    return page.height_of(heading.text, 0, last, role="heading") + 4


def _led_by_heading(page: Page, following: Sequence[Block]) -> float:
    """Points of what must not be parted from a heading: its first paragraph; or all of them and a table's first row."""
    heights: list[float] = []
    for block in following:
        if not isinstance(block, Paragraph):
            if isinstance(block, Table):
                return sum(heights) + opening_height(page, block)
            break
        heights.append(_paragraph_height(page, block))
    return heights[0] if heights else 0.0


def _status_column(following: Sequence[Block]) -> int | None:
    """Where the next table has its Status, so that a group's status stands above those of its items."""
    for block in following:
        if isinstance(block, Table):
            return next((place for place, column in enumerate(block.columns) if column.header == "Status"), None)
        if isinstance(block, Heading):
            break
    return None


def _draw_paragraph(page: Page, paragraph: Paragraph) -> None:
    if paragraph.look is Look.SMALL:
        page.text(paragraph.text, role="small")
    else:
        page.text(paragraph.text, bold=paragraph.look is Look.STRONG)
    page.gap(AFTER_PARAGRAPH)


def _paragraph_height(page: Page, paragraph: Paragraph) -> float:
    role = "small" if paragraph.look is Look.SMALL else "body"
    bold = paragraph.look is Look.STRONG
    return page.height_of(paragraph.text, 0, page.last_column, role=role, bold=bold) + AFTER_PARAGRAPH


def _fact_height(page: Page, text: str, cell: Cell) -> float:
    lines = max(len(page.lines_of(cell, 1, page.last_column)), len(page.lines_of(Cell(text, Look.STRONG), 0, 0)))
    return max(LEAST_ROW, lines_height(lines, page.styles.face("body").size))


def _draw_facts(page: Page, facts: Facts, names: dict[str, str]) -> None:
    label = page.styles.of(bold=True, bottom=1, bottom_color=HAIRLINE)
    last = page.last_column
    for text, cell in facts.pairs:
        row = page.next_row(_fact_height(page, text, cell))
        page.write(row, 0, Cell(text), label)
        style = page.styles.cell(cell)
        page.span(row, 1, last, cell, style)
        if cell.link in names:
            page.sheet.write_url(row, 1, link_to(names[cell.link]), style, str(cell.value))
    page.gap(AFTER_BLOCK)
