"""A report drawn as a workbook, in memory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook

from quarterly.compose.provenance import REPORT_CATEGORY
from quarterly.compose.report import Report, Section
from quarterly.render.blocks import blocks_height, draw_blocks, has_table_alone, section_widths
from quarterly.render.book import ReportBook
from quarterly.render.charts import draw_charts
from quarterly.render.names import tab_names
from quarterly.render.page import A4, FOOTER_MARGIN, MARGIN, Page
from quarterly.render.sparks import draw_sparks
from quarterly.render.styles import FONT, Styles

ZOOM = 90  # percent


def render(report: Report, *, date_1904: bool = False) -> bytes:
    """The workbook's bytes; the same report always gives the same bytes.

    ``date_1904`` counts days from 1904, for insertion into a workbook that does.
    """
    target = BytesIO()
    book = ReportBook(target, options() | {"date_1904": date_1904})
    set_properties(book, report)
    styles = Styles(book)
    names = sheet_names(report.sections)
    for number, section in enumerate(report.sections, 1):
        page = Page(
            book.add_worksheet(names[section.key]),
            styles,
            names[section.key],
            section.key,
            number,
            section_widths(section, styles),
        )
        _draw_section(book, page, report, section, names)
    book.close()
    return target.getvalue()


def set_properties(book: ReportBook, report: Report, title: str = "") -> None:
    """Whose the workbook is, and by which mark Quarterly knows it again; ``title`` is the report's own if blank."""
    book.as_shown = report.as_shown
    book.set_properties(
        {
            "title": title or report.title,
            "subject": report.subtitle,
            "author": report.author,
            "company": report.organisation,
            "category": REPORT_CATEGORY,
            "created": datetime(report.created.year, report.created.month, report.created.day),  # noqa: DTZ001
        }
    )


def options() -> dict[str, object]:
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
    return dict(zip((section.key for section in sections), tab_names(one.name for one in sections), strict=True))


def _draw_section(book: Workbook, page: Page, report: Report, section: Section, names: dict[str, str]) -> None:
    _draw_title(page, report, section)
    if section.one_page:
        page.fit(page.printed + blocks_height(page, section.blocks))
    top = page.row
    alone = has_table_alone(section.blocks)
    placed, header = draw_blocks(page, section.blocks, names, alone=alone)
    draw_sparks(page, page.sparks)
    draw_charts(book, page, placed)
    freeze = header + 1 if header is not None and len(section.blocks) == 1 else top
    _set_up(page, report, freeze=freeze, repeat=header if alone else None)


def _draw_title(page: Page, report: Report, section: Section) -> None:
    page.text(section.title, role="title")
    page.heading = section.title
    page.repeated = page.printed
    line = f"{report.marking}  ·  {report.subtitle}" if report.marking else report.subtitle
    page.text(line, role="subtitle", bold=bool(report.marking))
    if section.intro:
        page.text(section.intro)
    page.gap(6)
    page.headed = page.printed


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
