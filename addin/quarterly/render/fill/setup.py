"""What a sheet has beside its cells: print set-up, what stays in view, colours by condition, pictures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO

from xlsxwriter.image import Image
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from quarterly.render.fill.areas import Trail
from quarterly.render.fill.scope import Scope
from quarterly.render.fill.words import header_text
from quarterly.render.measure import column_pixels
from quarterly.render.page import STANDARD_WIDTH, Page, Paper, paper
from quarterly.render.styles import Styles
from quarterly.template.layout import ConditionalFormat, PageSetup, Picture, SheetLayout

# Width and height in inches of the papers that councils print on, by Excel's number; others count as A4.
PAPERS = {1: (8.5, 11.0), 5: (8.5, 14.0), 8: (11.69, 16.54), 9: (8.27, 11.69), 11: (5.83, 8.27)}
_FORMULAS = {"formula": ("criteria",), "cell": ("value", "minimum", "maximum")}  # options that may refer to cells
MOST_FROZEN = 320.0  # points of rows that stay in view; more would leave no room to scroll
_REFERENCE = re.compile(r"(?<![A-Za-z0-9_.!$])(\$?[A-Za-z]{1,3})(\d+)(?![A-Za-z0-9_(])")


def paper_of(page: PageSetup) -> Paper:
    """The room on the paper of a template's sheet."""
    short, long = PAPERS.get(page.paper, PAPERS[9])
    width, height = (long, short) if page.landscape else (short, long)
    return paper(width, height, left=page.left, right=page.right, top=page.top, bottom=page.bottom)


def set_up(page: Page, layout: SheetLayout, scope: Scope, trail: Trail, *, header: int | None, marking: str) -> None:
    """How the sheet is shown and printed; always one page wide."""
    sheet, setup = page.sheet, layout.page
    if not layout.gridlines:
        sheet.hide_gridlines(2)
    sheet.set_zoom(layout.zoom)
    if layout.tab_colour:
        sheet.set_tab_color(layout.tab_colour)
    if setup.landscape:
        sheet.set_landscape()
    sheet.set_paper(setup.paper)
    sheet.set_margins(left=setup.left, right=setup.right, top=setup.top, bottom=setup.bottom)
    if setup.centred:
        sheet.center_horizontally()
    sheet.set_print_scale(page.scale)
    _repeat(sheet, setup.repeat, trail, header)
    _headers(sheet, setup, scope, marking)
    end = page.row - 1 if page.print_end is None else page.print_end
    sheet.print_area(0, 0, max(end, 0), page.last_column)
    if page.breaks:
        sheet.set_h_pagebreaks([row for row in page.breaks if row <= end])


def _repeat(sheet: Worksheet, asked: tuple[int, int] | None, trail: Trail, header: int | None) -> None:
    rows = [row for source, row in trail if asked and asked[0] <= source <= asked[1]]
    if asked and rows:
        count = asked[1] - asked[0] + 1  # of rows that repeat themselves only the first
        sheet.repeat_rows(rows[0], min(rows[-1], rows[0] + count - 1))
    elif header is not None:
        sheet.repeat_rows(header)


def _headers(sheet: Worksheet, setup: PageSetup, scope: Scope, marking: str) -> None:
    """Header and footer; a protective marking that neither shows is put into the footer."""
    header, footer = header_text(setup.header, scope), header_text(setup.footer, scope)
    shown = marking.replace("&", "&&")
    if marking and shown not in header and shown not in footer and len(footer) + len(shown) + 2 <= 255:
        before, centre, after = footer.partition("&C")
        if centre:
            footer = f"{before}&C{shown}  {after}"
        else:
            left, right, rest = footer.partition("&R")
            footer = f"{left}&C{shown}{right}{rest}"
    if header:
        sheet.set_header(header)
    if footer:
        sheet.set_footer(footer)


def freeze(page: Page, frozen: tuple[int, int], trail: Trail, heights: dict[int, float]) -> None:
    """Keep in view what the template keeps in view, however many rows that became."""
    rows, columns = frozen
    behind = [row for source, row in trail if source >= rows]
    first = min(behind, default=0) if rows else 0
    if sum(heights.get(row, 0.0) for row in range(first)) > MOST_FROZEN:
        first = 0
    if first or columns:
        page.sheet.freeze_panes(first, min(columns, page.last_column))


def conditional_formats(page: Page, rules: Sequence[ConditionalFormat], trail: Trail, styles: Styles) -> None:
    """Colours by condition, on the rows that each row of the template became."""
    for rule in rules:
        ranges = _runs([row for source, row in trail if rule.first_row <= source <= rule.last_row])
        if not ranges:
            continue
        moved, kind = ranges[0][0] - rule.first_row, str(dict(rule.options).get("type", ""))
        options: dict[str, object] = {
            name: _shifted(value, moved) if isinstance(value, str) and name in _FORMULAS.get(kind, ()) else value
            for name, value in rule.options
        }
        if rule.format:
            options["format"] = styles.plain(dict(rule.format))
        cells = [xl_range(first, rule.first_column, last, rule.last_column) for first, last in ranges]
        if len(cells) > 1:
            options["multi_range"] = " ".join(cells)
        page.sheet.conditional_format(ranges[0][0], rule.first_column, ranges[0][1], rule.last_column, options)


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], row)
        else:
            runs.append((row, row))
    return runs


def _shifted(formula: str, rows: int) -> str:
    """A formula whose references to rows have moved; "$B$4" stays as it is, and so does text in quotes."""
    parts = formula.split('"')
    parts[::2] = [
        _REFERENCE.sub(lambda found: f"{found[1]}{max(1, int(found[2]) + rows)}", plain) for plain in parts[::2]
    ]
    return '"'.join(parts)


def pictures(page: Page, layout: SheetLayout, trail: Trail) -> None:
    """Pictures such as a logo, as large and as far from the left as in the template, and never beyond the page."""
    placed, width = layout.pictures, page.pixels(0, page.last_column)
    for picture in placed:
        image = Image(BytesIO(picture.content))
        behind = [row for source, row in trail if source >= picture.row]
        options = {
            "image_data": BytesIO(picture.content),
            "x_offset": max(0.0, min(_from_left(picture, layout.widths), width - picture.width)),
            "y_offset": picture.y_offset,
            "x_scale": picture.width * image.x_dpi / 96 / image.width,
            "y_scale": picture.height * image.y_dpi / 96 / image.height,
            "object_position": 2,  # moves with its cell and keeps its size
            "decorative": picture.decorative,
            "description": picture.alt_text,
        }
        row = behind[0] if behind else picture.row
        page.sheet.insert_image(row, 0, f"picture.{picture.suffix}", options)


def _from_left(picture: Picture, widths: Sequence[float]) -> float:
    """Pixels from the sheet's left edge, in the template."""
    missing = max(0, picture.column - len(widths)) * column_pixels(STANDARD_WIDTH)
    return sum(column_pixels(width) for width in widths[: picture.column]) + missing + picture.x_offset
