"""A report drawn as a council's template says, in memory."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from msgspec.structs import replace
from xlsxwriter import Workbook

from quarterly.compose.report import Cell, Report
from quarterly.compose.vocabulary import CATALOGUE
from quarterly.compose.vocabulary.words import Vocabulary
from quarterly.render.book import ReportBook
from quarterly.render.fill.areas import with_room
from quarterly.render.fill.columns import column_widths, lines_in, parts_in
from quarterly.render.fill.expand import Filler, areas_below
from quarterly.render.fill.fit import Fitter
from quarterly.render.fill.formats import Dresser
from quarterly.render.fill.lines import OURS, Filled, Line, Piece
from quarterly.render.fill.pen import Pen, is_alone
from quarterly.render.fill.scope import Scope
from quarterly.render.fill.setup import conditional_formats, freeze, paper_of, pictures, set_up
from quarterly.render.fill.sheets import OutSheet, Places, out_sheets, places, sections_for, with_contents
from quarterly.render.fill.words import filled
from quarterly.render.page import Page
from quarterly.render.styles import Styles
from quarterly.render.workbook import options, set_properties
from quarterly.template.grammar import parts_of
from quarterly.template.layout import Template

EMPTY = {word.name: word.empty for word in CATALOGUE.lists}
NOTHING = "Nothing to show."


def fill(template: Template, vocabulary: Vocabulary, report: Report, *, date_1904: bool = False) -> bytes:
    """The workbook's bytes; :func:`quarterly.render.render_template` says more."""
    target = BytesIO()
    book = ReportBook(target, options() | {"date_1904": date_1904})
    title = filled(parts_of(template.title), Scope(vocabulary)).strip()
    set_properties(book, report, title)
    styles = Styles(book, template.styles)
    for sheet, pieces, where in _filled(template, vocabulary, report, styles):
        _draw(book, styles, sheet, pieces, report=report, where=where)
    book.close()
    return target.getvalue()


def _filled(
    template: Template, vocabulary: Vocabulary, report: Report, styles: Styles
) -> Iterator[tuple[OutSheet, tuple[Piece, ...], Places]]:
    """Each sheet with its pieces, and where links lead."""
    sheets = out_sheets(template, vocabulary)
    told = with_contents(vocabulary, sheets)
    sheets = tuple(replace(sheet, scope=sheet.scope.of(told)) for sheet in sheets)
    where = places(sheets)
    filler = Filler(resolve=where.resolve, sentence=lambda name: EMPTY.get(name, NOTHING), sections=sections_for)
    for sheet in sheets:
        filler = replace(filler, taken=areas_below(sheet.layout.nodes))
        pieces = filler.pieces(sheet.layout.nodes, sheet.scope)
        if report.marking and not _shows(pieces, report.marking):
            pieces = (_marking(report.marking, styles), *pieces)
        yield sheet, pieces, where


def _draw(
    book: Workbook, styles: Styles, sheet: OutSheet, pieces: tuple[Piece, ...], *, report: Report, where: Places
) -> None:
    dresser = Dresser(styles)
    layout = sheet.layout
    page = Page(
        sheet=book.add_worksheet(sheet.name),
        styles=styles,
        name=sheet.name,
        key=f"template_{sheet.name}",
        number=len(book.worksheets()),
        widths=column_widths(pieces, layout.widths, dresser),
        paper=paper_of(layout.page),
    )
    fitter = Fitter(page, dresser)
    alone = is_alone(pieces)
    pen = Pen(book, page, dresser, fitter, report, where.by_key, alone, layout.page.repeat)
    pieces = with_room(pieces, fitter)
    if layout.page.one_page:
        pen.fit_one_page(pieces)
    pen.draw(pieces)
    pen.finish()
    set_up(page, layout, sheet.scope, pen.trail, header=pen.header if alone else None, marking=report.marking)
    freeze(page, layout.frozen, pen.trail, pen.heights)
    conditional_formats(page, layout.conditional, pen.trail, styles)
    pictures(page, layout, pen.trail)


def _shows(pieces: tuple[Piece, ...], marking: str) -> bool:
    """Whether a cell of the sheet, or the head of a ready-made part, shows the marking."""
    said = (str(cell.content.value) for line in lines_in(pieces) for cell in line.cells if cell.content.value)
    return any(part.titled for part in parts_in(pieces)) or any(marking.casefold() in text.casefold() for text in said)


def _marking(marking: str, styles: Styles) -> Line:
    """The marking at the head of a sheet whose template has no place for it: a reader must meet it first."""
    form = styles.properties("subtitle") | {"bold": True, "valign": "top"}
    cell = Filled(column=0, content=Cell(marking), form=tuple(sorted(form.items())))
    return Line(source=OURS, cells=(cell,))
