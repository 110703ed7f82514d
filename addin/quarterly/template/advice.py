"""What readers will miss in a template's report: text that is hard to read, pictures without words, bare tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from quarterly.model.contrast import contrast
from quarterly.model.problems import CellRef, Problem, ProblemKind
from quarterly.template import kinds, looks
from quarterly.template.alt_text import describes
from quarterly.template.layout import (
    Each,
    Format,
    Node,
    Property,
    Row,
    SheetLayout,
    Template,
    TemplateCell,
    Token,
    rows_of,
)
from quarterly.template.structure import shortened

LEAST = 4.5  # contrast of text (WCAG 2.2, success criterion 1.4.3)
LEAST_LARGE = 3.0  # contrast of large text (the same)
LARGE, LARGE_BOLD = 18.0, 14.0  # points from which text is large (the same)
SMALLEST = 9.0  # points
SAFE_FONTS = {
    "arial",
    "calibri",
    "verdana",
    "tahoma",
    "aptos",
    "aptos narrow",
    "segoe ui",
    "helvetica",
    "liberation sans",
}
_BLACK, _WHITE = "#000000", "#FFFFFF"
_USUAL_SIZE = 11.0
_PLAIN = 1  # the pattern of one colour


def advice(template: Template) -> tuple[Problem, ...]:
    """Everything to be said about a template that can be used, in the order of its sheets."""
    found = [problem for sheet in template.sheets for problem in _sheet(sheet)]
    return (*found, *_styles(template))


def _sheet(sheet: SheetLayout) -> Iterator[Problem]:
    name = "".join(part if isinstance(part, str) else f"{{{{{part.name}}}}}" for part in sheet.name)
    rows = tuple(rows_of(sheet.nodes))
    if not _begins_with_title(rows):
        yield kinds.NO_TITLE.at(CellRef(name, 1, 1))
    for picture in sheet.pictures:
        at = CellRef(name, picture.row + 1, picture.column + 1)
        if not picture.alt_text and not picture.decorative:
            yield kinds.NO_ALT_TEXT.at(at)
        elif picture.alt_text and not describes(picture.alt_text):
            yield kinds.ALT_TEXT_EMPTY.at(at, shortened(picture.alt_text))
    fonts: set[str] = set()
    for row in rows:
        for cell in row.cells:
            yield from _cell(cell, CellRef(name, row.number + 1, cell.column + 1), fonts)
    yield from _tables(sheet.nodes, name)


def _begins_with_title(rows: tuple[Row, ...]) -> bool:
    """Whether the first row that says anything says it in column A."""
    first = next((row for row in rows if any(_says(cell) for cell in row.cells)), None)
    return first is None or any(cell.column == 0 and _says(cell) for cell in first.cells)


def _cell(cell: TemplateCell, at: CellRef, fonts: set[str]) -> Iterator[Problem]:
    if not _says(cell):
        return
    said = dict(cell.format)
    text = shortened(_text(cell))
    yield from _contrast(said, at, text)
    size = float(said.get("font_size", _USUAL_SIZE))
    if size < SMALLEST:
        yield kinds.SMALL_TEXT.at(at, f"{size:g} points", least=f"{SMALLEST:g}")
    font = str(said.get("font_name", "Arial"))
    if font.casefold() not in SAFE_FONTS and font not in fonts:  # once a sheet is enough
        fonts.add(font)
        yield kinds.FONT_UNUSUAL.at(at, font)


def _contrast(said: Mapping[str, Property], at: CellRef, text: str) -> Iterator[Problem]:
    ratio = contrast(_colour(said, "font_color", _BLACK), _background(said))
    large = float(said.get("font_size", _USUAL_SIZE)) >= (LARGE_BOLD if said.get("bold") else LARGE)
    least = LEAST_LARGE if large else LEAST
    if ratio < least:
        # Rounded down: 4.49 must not be shown as 4.5.
        yield kinds.LOW_CONTRAST.at(at, text, ratio=f"{int(ratio * 10) / 10:.1f}", least=f"{least:g}")


def _background(said: Mapping[str, Property]) -> str:
    pattern = said.get("pattern", _PLAIN)
    return _colour(said, "bg_color" if pattern == _PLAIN else "fg_color", _WHITE)


def _colour(said: Mapping[str, Property], name: str, usual: str) -> str:
    return str(said.get(name, usual))


def _tables(nodes: tuple[Node, ...], name: str) -> Iterator[Problem]:
    """Rows that repeat, and are not headed by the row above."""
    above: Row | None = None
    for node in nodes:
        if isinstance(node, Row) and node.repeats:
            first = min(cell.column for cell in node.cells)
            at = CellRef(name, node.number + 1, first + 1)
            for kind in _bare(above, node):
                yield kind.at(at, f"{{{{{node.repeats}. ...}}}}")
        elif isinstance(node, Each):
            yield from _tables(node.body, name)
        above = node if isinstance(node, Row) else None


def _bare(above: Row | None, row: Row) -> Iterator[ProblemKind]:
    """What keeps a row that repeats from being a table for everybody."""
    if not _heads(above, row):
        yield kinds.NO_HEADER
    if _is_merged(above, row):
        yield kinds.MERGED_TABLE


def _is_merged(above: Row | None, row: Row) -> bool:
    """Whether several columns repeat, and a cell of them or of their header is merged."""
    columns = {cell.column for cell in row.cells if _has_token(cell)}
    cells = (*row.cells, *(above.cells if above is not None else ()))
    return len(columns) > 1 and any(cell.columns > 1 or cell.rows > 1 for cell in cells)


def _heads(above: Row | None, row: Row) -> bool:
    columns = {cell.column for cell in row.cells if _has_token(cell)}
    if len(columns) == 1:
        return True  # a list of lines, such as points, is no table
    return above is not None and columns <= {cell.column for cell in above.cells if _says(cell)}


class _Sample(Struct, frozen=True):
    """A look on the Styles sheet, laid over plain text."""

    name: str
    form: Format


def _styles(template: Template) -> Iterator[Problem]:
    words = {look: name for name, look in {**looks.WORDS, **looks.STATUSES}.items()}
    roles = {role: name for name, role in looks.ROLES.items()}
    samples = [_Sample(words[look], form) for look, form in template.styles.statuses if look in words]
    samples += [_Sample(roles[role], form) for role, form in template.styles.roles]
    rows = dict(template.styles.rows)
    for sample in samples:
        yield from _contrast(dict(sample.form), CellRef(looks.SHEET, rows[sample.name], looks.SAMPLE + 1), sample.name)


def _says(cell: TemplateCell) -> bool:
    return cell.value not in (None, ())


def _has_token(cell: TemplateCell) -> bool:
    return isinstance(cell.value, tuple) and any(isinstance(part, Token) for part in cell.value)


def _text(cell: TemplateCell) -> str:
    if not isinstance(cell.value, tuple):
        return str(cell.value)
    return "".join(part if isinstance(part, str) else f"{{{{{part.name}}}}}" for part in cell.value)
