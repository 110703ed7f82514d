"""A template as values: sheets of rows with formats and tokens, and the look of each status. No spreadsheet library.

Formats are pairs of XlsxWriter's property names and values ("bold", "bg_color", "num_format" ...), colours "#RRGGBB".
Numbers of rows and columns count from 0; ``at`` is the address in the template that a message names ("Scorecard!B4").
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct, field

from quarterly.compose.report import Look

Property = str | int | float | bool
Format = tuple[tuple[str, Property], ...]
"""A cell's format, sorted by property name; empty for a cell that was never formatted."""


class Token(Struct, frozen=True):
    """``{{kpi.name}}`` is ``Token("kpi.name")``."""

    name: str


Part = str | Token
"""A cell's text is a run of plain text and tokens."""


class TemplateCell(Struct, frozen=True, kw_only=True):
    """A cell of a template. ``value`` is a text in parts, or a plain number or date, or nothing but its format.

    ``columns`` and ``rows`` count what a merged area covers from here; a merged area is one cell. ``link`` is a web or
    mail address, or "#Sheet name".
    """

    column: int
    at: str
    value: tuple[Part, ...] | float | date | None = None
    format: Format = ()
    columns: int = 1
    rows: int = 1
    link: str = ""


class Row(Struct, frozen=True, kw_only=True):
    """One row. ``repeats`` names the list whose items it is written for, once each; "" for a plain row.

    ``height`` is in points where somebody set it: the row is at least that tall, and taller where its text needs it.
    """

    number: int
    cells: tuple[TemplateCell, ...]
    height: float | None = None
    repeats: str = ""


class Each(Struct, frozen=True, kw_only=True):
    """The rows between ``{{each kpi}}`` and ``{{end}}``, once for every item."""

    over: str
    body: tuple[Node, ...]
    at: str


class ReadyMade(Struct, frozen=True, kw_only=True):
    """A row that holds ``{{section.audits}}`` and nothing else: the ready-made part is drawn there."""

    key: str
    at: str


Node = Row | Each | ReadyMade


def rows_of(nodes: tuple[Node, ...]) -> Iterator[Row]:
    """Every row, those inside blocks too, in the order of the sheet."""
    for node in nodes:
        if isinstance(node, Row):
            yield node
        elif isinstance(node, Each):
            yield from rows_of(node.body)


class Picture(Struct, frozen=True, kw_only=True):
    """A picture, such as a logo. Sizes and offsets in pixels at 96 dpi; ``decorative`` needs no alt text."""

    content: bytes
    suffix: str  # "png", "jpeg", ...
    row: int
    column: int
    width: float
    height: float
    x_offset: float = 0.0
    y_offset: float = 0.0
    alt_text: str = ""
    decorative: bool = False


class ConditionalFormat(Struct, frozen=True, kw_only=True):
    """A conditional format on a rectangle of the template; ``options`` are XlsxWriter's without the format."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int
    options: tuple[tuple[str, Property], ...]
    format: Format = ()


class PageSetup(Struct, frozen=True, kw_only=True):
    """How a sheet is printed. Margins in inches. ``repeat`` are the first and last row repeated on each page.

    ``one_page``: all of it goes on one page, as long as that can be read.
    """

    landscape: bool = True
    paper: int = 9  # Excel's number: A4
    left: float = 0.59
    right: float = 0.59
    top: float = 0.59
    bottom: float = 0.75
    header: str = ""  # Excel's codes: "&L...&C...&R...", may hold tokens
    footer: str = ""
    repeat: tuple[int, int] | None = None
    centred: bool = False
    one_page: bool = False


class SheetLayout(Struct, frozen=True, kw_only=True):
    """One sheet of a template: a section of the report.

    ``name`` may hold tokens; then ``repeats`` names the list of which each item gets a sheet. ``widths`` are columns in
    characters, from A on; ``frozen`` is how many rows and columns stay in view.
    """

    name: tuple[Part, ...]
    nodes: tuple[Node, ...]
    widths: tuple[float, ...]
    repeats: str = ""
    frozen: tuple[int, int] = (0, 0)
    zoom: int = 100
    gridlines: bool = False
    tab_colour: str = ""
    page: PageSetup = field(default_factory=PageSetup)
    pictures: tuple[Picture, ...] = ()
    conditional: tuple[ConditionalFormat, ...] = ()


class StyleSheet(Struct, frozen=True, kw_only=True):
    """What the Styles sheet says.

    ``statuses``: the format of each status and named look, laid over that of the cell it stands in. ``roles``: the
    format of what ready-made parts are made of: "title", "subtitle", "heading", "body", "small", "table header".
    ``lines``: the colour of each line of a chart, by role ("actual", "target", "england" ...). ``rows``: in which
    row, from 1, each name stands.
    """

    statuses: tuple[tuple[Look, Format], ...] = ()
    roles: tuple[tuple[str, Format], ...] = ()
    lines: tuple[tuple[str, str], ...] = ()
    rows: tuple[tuple[str, int], ...] = ()


class Template(Struct, frozen=True, kw_only=True):
    """A template, compiled. ``sha256`` is the hash of the file it was made from."""

    name: str
    sha256: str
    title: str  # the workbook's own title property, may hold tokens; "" for the report's
    sheets: tuple[SheetLayout, ...]
    styles: StyleSheet
