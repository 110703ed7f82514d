"""A report drawn as a workbook, in memory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook

from quarterly.compose.provenance import REPORT_CATEGORY
from quarterly.compose.report import (
    Block,
    Cell,
    Chart,
    Facts,
    Heading,
    KpiCard,
    Look,
    Paragraph,
    Report,
    Section,
    Table,
)
from quarterly.render.cards import GRID, draw_card
from quarterly.render.charts import draw_charts
from quarterly.render.measure import lines_height
from quarterly.render.page import A4, FOOTER_MARGIN, LEAST_ROW, MARGIN, Page
from quarterly.render.placed import Placed
from quarterly.render.shares import place_chart
from quarterly.render.styles import FONT, HAIRLINE, Styles
from quarterly.render.tables import draw_table, opening_height, table_widths

SHEET_NAME_LENGTH = 31  # Excel's limit
FORBIDDEN_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
PLAIN_GRID = (28.0, 96.0)  # characters; for sheets of label and text
ZOOM = 90  # percent
AFTER_PARAGRAPH = 4.0  # points


def render(report: Report, *, date_1904: bool = False) -> bytes:
    """The workbook's bytes; the same report always gives the same bytes.

    ``date_1904`` counts days from 1904, for insertion into a workbook that does.
    """
    target = BytesIO()
    book = Workbook(target, _options() | {"date_1904": date_1904})
    book.set_properties(
        {
            "title": report.title,
            "subject": report.subtitle,
            "author": report.author,
            "category": REPORT_CATEGORY,
            "created": datetime(report.created.year, report.created.month, report.created.day),  # noqa: DTZ001
        }
    )
    styles = Styles(book)
    names = sheet_names(report.sections)
    for number, section in enumerate(report.sections, 1):
        page = Page(
            book.add_worksheet(names[section.key]),
            styles,
            names[section.key],
            section.key,
            number,
            _grid(section, styles),
        )
        _draw_section(book, page, report, section, names)
    book.close()
    return target.getvalue()


def _options() -> dict[str, object]:
    """XlsxWriter's options, new for each workbook: it changes the dictionaries it is given."""
    return {
        "in_memory": True,  # no temporary files: faster, and nothing of the report is left on disk
        # Column widths count digits of the default font. Arial 10 has digits of 7 pixels and is on every machine, so
        # that a page is as wide everywhere as it is here.
        "default_format_properties": {"font_name": FONT, "font_size": 10},
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }


def sheet_names(sections: Sequence[Section]) -> dict[str, str]:
    """The tab name of each section by its key: allowed characters, at most 31, no two alike."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for section in sections:
        plain = " ".join(section.name.translate(FORBIDDEN_IN_NAMES).split()).strip("'") or "Sheet"
        name, number = plain[:SHEET_NAME_LENGTH].strip(), 1
        while name.casefold() in taken:  # Excel compares sheet names without case.
            number += 1
            ending = f" {number}"
            name = plain[: SHEET_NAME_LENGTH - len(ending)].strip() + ending
        taken.add(name.casefold())
        names[section.key] = name
    return names


def _draw_section(book: Workbook, page: Page, report: Report, section: Section, names: dict[str, str]) -> None:
    _draw_title(page, report, section)
    top = page.row
    tables = [block for block in section.blocks if isinstance(block, Table)]
    placed: list[Placed] = []
    header: int | None = None
    for index, block in enumerate(section.blocks):
        drawn = _draw_block(page, block, section.blocks[index + 1 :], names, alone=len(tables) == 1)
        if isinstance(drawn, Placed):
            placed.append(drawn)
        elif drawn is not None:
            header = drawn
    draw_charts(book, page, placed)
    single = header if len(tables) == 1 and len(section.blocks) == 1 else None
    _set_up(page, report, freeze=top if single is None else single + 1, repeat=single)


def _grid(section: Section, styles: Styles) -> tuple[float, ...]:
    """The sheet's columns: those of its tables, the widest at each place; a card's grid; or label and text."""
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


def _draw_title(page: Page, report: Report, section: Section) -> None:
    page.text(section.title, role="title")
    page.repeated = page.printed
    line = f"{report.marking}  ·  {report.subtitle}" if report.marking else report.subtitle
    page.text(line, role="subtitle", bold=bool(report.marking))
    if section.intro:
        page.text(section.intro)
    page.gap(6)
    page.headed = page.printed


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
            page.gap()
            return header
        case Chart():
            return place_chart(page, block)
        case KpiCard():
            return draw_card(page, block)
    return None


def _draw_heading(page: Page, heading: Heading, following: Sequence[Block]) -> None:
    status_at = _status_column(following) if heading.status else None
    last = page.last_column if status_at is None else status_at - 1
    height = page.height_of(heading.text, 0, last, role="heading") + 4
    page.keep(height + _led_by_heading(page, following))
    row = page.next_row(height)
    style = page.styles.role("heading", valign="vcenter")
    page.span(row, 0, last, Cell(heading.text), style)
    if heading.status and status_at is not None:
        look = page.styles.look(heading.status.look) | {"valign": "vcenter"}
        page.write(row, status_at, heading.status, page.styles.of(**look))


def _led_by_heading(page: Page, following: Sequence[Block]) -> float:
    """Points of what must not be parted from a heading: its paragraphs, and the first row of its table."""
    points = 0.0
    for block in following:
        if isinstance(block, Paragraph):
            role = "small" if block.look is Look.SMALL else "body"
            points += page.height_of(block.text, 0, page.last_column, role=role) + AFTER_PARAGRAPH
        else:
            return points + (opening_height(page, block) if isinstance(block, Table) else 0.0)
    return points


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


def _draw_facts(page: Page, facts: Facts, names: dict[str, str]) -> None:
    label = page.styles.of(bold=True, bottom=1, bottom_color=HAIRLINE)
    last = page.last_column
    for text, cell in facts.pairs:
        lines = max(len(page.lines_of(cell, 1, last)), len(page.lines_of(Cell(text, Look.STRONG), 0, 0)))
        row = page.next_row(max(LEAST_ROW, lines_height(lines, page.styles.face("body").size)))
        page.write(row, 0, Cell(text), label)
        style = page.styles.cell(cell)
        page.span(row, 1, last, cell, style)
        if cell.link in names:
            page.sheet.write_url(row, 1, f"internal:'{names[cell.link]}'!A1", style, str(cell.value))
    page.gap()


def _set_up(page: Page, report: Report, *, freeze: int, repeat: int | None) -> None:
    sheet = page.sheet
    sheet.hide_gridlines(2)
    sheet.set_zoom(ZOOM)
    sheet.freeze_panes(freeze, 0)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=MARGIN, right=MARGIN, top=MARGIN, bottom=FOOTER_MARGIN)
    sheet.set_print_scale(page.scale)
    sheet.repeat_rows(0 if repeat is None else repeat)
    sheet.set_footer(f"&L&9{_footer(report.title)}&C&9{_footer(report.marking)}&R&9Page &P of &N")
    end = page.row - 1 if page.print_end is None else page.print_end
    sheet.print_area(0, 0, max(end, 0), page.last_column)
    if page.breaks:
        sheet.set_h_pagebreaks([row for row in page.breaks if row <= end])


def _footer(text: str) -> str:
    """Text in a footer, where an ampersand starts a code."""
    return text.replace("&", "&&")[:100]
