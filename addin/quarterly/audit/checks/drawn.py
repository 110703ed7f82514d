"""Charts, pictures and trend lines: described, visible, and with the figures of their cells; no floating text."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from lxml import etree

from quarterly.audit import rules
from quarterly.audit.book import Book
from quarterly.audit.colours import GRAPHIC_LEAST, TEXT_LEAST, WHITE, drawn_colour
from quarterly.audit.drawings import Drawing, Drawn
from quarterly.audit.numbers import colour_of, decimal, whole
from quarterly.audit.rules import Violation
from quarterly.audit.sheet import Sheet, address, area_of
from quarterly.model.contrast import contrast
from quarterly.template.alt_text import describes

ACCENTS = 6  # colours that a theme has for lines whose colour is left to Excel
_RANGE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!(\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?)")


def described(book: Book) -> Iterator[Violation]:
    """Charts and pictures without a text that says what they show."""
    for sheet, drawn in _drawn(book):
        if drawn.kind is not Drawing.BOX and not describes(drawn.description):
            yield rules.ALT_TEXT.broken(f"A {drawn.kind} without a description.", sheet=sheet.name, at=_at(drawn))


def floating(book: Book) -> Iterator[Violation]:
    """Boxes and shapes on a sheet."""
    for sheet, drawn in _drawn(book):
        if drawn.kind is Drawing.BOX:
            found = f'A box that reads "{drawn.text[:60]}".' if drawn.text else "A shape."
            yield rules.FLOATING.broken(found, sheet=sheet.name, at=_at(drawn))


def contrasts(book: Book) -> Iterator[Violation]:
    """Lines, columns, points and words of charts, and trend lines, that are too light to see."""
    for sheet, drawn in _drawn(book):
        if drawn.chart is not None:
            for rule, found in _faint(drawn.chart, book):
                yield rule.broken(found, sheet=sheet.name, at=f"the chart at {_at(drawn)}")
    for sheet in book.visible:
        colours = {colour_of(each.get("rgb")) for each in sheet.root.iterfind(".//{*}sparklineGroup/{*}colorSeries")}
        for colour in sorted(colours):
            if colour and contrast(colour, WHITE) < GRAPHIC_LEAST:
                yield rules.GRAPHIC_CONTRAST.broken(f"Trend lines in #{colour}.", sheet=sheet.name)


def _faint(chart: etree._Element, book: Book) -> Iterator[tuple[rules.Rule, str]]:
    for number, series in enumerate(chart.iter("{*}ser")):
        colours = _series_colours(series, number, book)
        if colours and max(contrast(colour, WHITE) for colour in colours) < GRAPHIC_LEAST:
            name = series.findtext("{*}tx//{*}v") or f"series {number + 1}"
            yield rules.GRAPHIC_CONTRAST, f'"{name}" is drawn in #{colours[0]}.'
        fill = drawn_colour(series.find("{*}spPr"), book.scheme) or WHITE
        label = series.find("{*}dLbls")
        yield from _faint_words(label, fill if _is_column(series) else WHITE, book)
    for words in chart.iter("{*}title", "{*}catAx", "{*}valAx", "{*}dateAx", "{*}legend"):
        yield from _faint_words(words, WHITE, book)


def _faint_words(element: etree._Element | None, behind: str, book: Book) -> Iterator[tuple[rules.Rule, str]]:
    if element is None:
        return
    for run in element.iter("{*}defRPr", "{*}rPr"):
        colour = drawn_colour(run, book.scheme)
        if colour and contrast(colour, behind) < TEXT_LEAST:
            yield rules.TEXT_CONTRAST, f"Words in #{colour} on #{behind}."
            return


def _series_colours(series: etree._Element, number: int, book: Book) -> list[str]:
    """The colours by which a series is seen: line, edge, fill and points; the theme's where none is given."""
    shape = series.find("{*}spPr")
    line = None if shape is None else shape.find("{*}ln")
    marker = series.find("{*}marker/{*}spPr")
    named = [drawn_colour(each, book.scheme) for each in (shape, line, marker)]
    colours = [colour for colour in named if colour]
    if colours or (line is not None and line.find("{*}noFill") is not None):
        return colours
    accent = book.scheme.get(f"accent{number % ACCENTS + 1}", "")
    return [accent] if accent else []


def _is_column(series: etree._Element) -> bool:
    chart = series.getparent()
    return chart is not None and etree.QName(chart).localname.startswith(("bar", "pie", "area", "doughnut"))


def caches(book: Book) -> Iterator[Violation]:
    """Charts whose own copies of figures are not what their cells hold."""
    sheets = {sheet.name: sheet for sheet in book.sheets}
    for sheet, drawn in _drawn(book):
        if drawn.chart is None:
            continue
        for reference in drawn.chart.iter("{*}numRef"):
            wrong = _differs(reference, sheets)
            if wrong:
                yield rules.CHART_CACHE.broken(wrong, sheet=sheet.name, at=f"the chart at {_at(drawn)}")


def _differs(reference: etree._Element, sheets: dict[str, Sheet]) -> str:
    formula = reference.findtext("{*}f") or ""
    found = _RANGE.fullmatch(formula)
    sheet = sheets.get((found[1] or found[2]).replace("''", "'")) if found else None
    area = area_of(found[3]) if found else None
    if sheet is None or area is None:
        return f"It draws on {formula}, which is no cell of this workbook."
    for point in reference.iterfind("{*}numCache/{*}pt"):
        step = whole(point.get("idx"))
        down = area.bottom > area.top
        place = (area.top + step, area.left) if down else (area.top, area.left + step)
        seen = sheet.cells.get(place)
        kept = decimal(point.findtext("{*}v"), math.nan)
        if seen is None or seen.value != kept:
            return f"It holds {kept:.15g}, and {address(place)} does not."
    return ""


def _drawn(book: Book) -> Iterator[tuple[Sheet, Drawn]]:
    return ((sheet, drawn) for sheet in book.visible for drawn in sheet.drawn)


def _at(drawn: Drawn) -> str:
    return address((drawn.row, drawn.column))
