"""One section on one sheet: its columns, a cursor that moves down, heights that hold the text, page breaks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct, field
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from quarterly.compose.report import LEAST_SCALE, Cell
from quarterly.render.measure import column_pixels, lines_height, most_lines, wrapped
from quarterly.render.sparks import PlacedSpark
from quarterly.render.styles import Face, Property, Styles

A4 = 9  # Excel's number for the paper
MARGIN = 0.59  # inches: 1.5 cm
FOOTER_MARGIN = 0.75  # inches
SAFETY = 0.93  # LibreOffice draws columns 6% wider than Excel; a column must never fall onto a second page
LEAST_ROW = 18.0  # points
SPARE = 0.97  # of a page, when all of a sheet is to stand on it: drawing rounds heights up
MOST_BREAKS = 1000  # Excel keeps about a thousand manual breaks a sheet


STANDARD_WIDTH = 8.43  # characters of a column that nobody set


class Paper(Struct, frozen=True):
    """The room on a printed page: its width in pixels at 96 dpi, its height in points."""

    pixels: float
    points: float


def paper(width: float, height: float, *, left: float, right: float, top: float, bottom: float) -> Paper:
    """The room between the margins, all in inches; less what renderers differ by in height."""
    return Paper((width - left - right) * 96, (height - top - bottom) * 72 * 0.97)


A4_LANDSCAPE = paper(11.69, 8.27, left=MARGIN, right=MARGIN, top=MARGIN, bottom=FOOTER_MARGIN)


class Page(Struct):
    """A worksheet being written. ``widths`` are its columns in characters; ``row`` is the next free row, from 0."""

    sheet: Worksheet
    styles: Styles
    name: str
    key: str
    number: int
    widths: tuple[float, ...]
    row: int = 0
    breaks: list[int] = field(default_factory=list)
    tables: int = 0
    headed: float = 0.0  # points of the title and what stands under it on the first page
    repeated: float = 0.0  # points of the rows that every further page repeats
    print_end: int | None = None
    heading: str = ""  # what stands above the next table, to be said again where that goes on
    sparks: list[PlacedSpark] = field(default_factory=list)  # held back until the sheet's end: figures stand there
    figures_from: int = 0  # the column from which the figures behind charts stand, below the printed part
    paper: Paper = field(default_factory=lambda: A4_LANDSCAPE)
    most_scale: int = 100  # percent
    _on_page: float = 0.0
    _page_height: float | None = None  # asked for with every row
    _pixels: dict[tuple[int, int], float] = field(default_factory=dict)  # asked for again for every cell

    def __post_init__(self) -> None:
        for column, width in enumerate(self.widths):
            self.sheet.set_column(column, column, width)

    @property
    def last_column(self) -> int:
        """The number of the last column, from 0."""
        return len(self.widths) - 1

    @property
    def scale(self) -> int:
        """The print scale in percent at which all columns fit on the paper, and no more than ``most_scale``."""
        total = sum(column_pixels(width) for width in self.widths)
        return max(10, min(self.most_scale, int(100 * SAFETY * self.paper.pixels / total)))

    def print_smaller(self, scale: int) -> None:
        """Print at no more than this scale, in percent."""
        self.most_scale, self._page_height = min(self.most_scale, scale), None

    def fit(self, points: float) -> None:
        """Print smaller, so that so many points of rows stand on one page; not so small that they cannot be read."""
        share = SPARE * self.paper.points / max(points, 1.0)
        if share >= LEAST_SCALE:
            self.print_smaller(int(100 * share))

    @property
    def printed(self) -> float:
        """Points of rows on the current printed page."""
        return self._on_page

    @property
    def page_height(self) -> float:
        """Points of rows that one printed page holds."""
        if self._page_height is None:
            self._page_height = self.paper.points * 100 / self.scale
        return self._page_height

    @property
    def room(self) -> float:
        """Points of rows that the current printed page still holds."""
        return self.page_height - self._on_page

    def pixels(self, first: int, last: int) -> float:
        """The width of columns ``first`` to ``last`` together."""
        known = self._pixels.get((first, last))
        if known is None:
            beyond = max(0, last + 1 - max(first, len(self.widths))) * column_pixels(STANDARD_WIDTH)
            known = sum(column_pixels(width) for width in self.widths[first : last + 1]) + beyond
            self._pixels[first, last] = known
        return known

    def height_of(self, text: str, first: int, last: int, *, role: str = "body", bold: bool = False) -> float:
        """Points that text needs over these columns."""
        face = self.styles.face(role, bold=bold)
        return lines_height(len(set_in(text, self.pixels(first, last), face)), face.size)

    def lines_of(self, cell: Cell, first: int, last: int) -> Sequence[str]:
        """The lines that a cell's value breaks into over these columns; numbers and dates never wrap."""
        if not isinstance(cell.value, str):
            return ONE_LINE
        return set_in(cell.value, self.pixels(first, last), self.styles.face_of(cell.look))

    def keep(self, points: float) -> None:
        """Start a new printed page unless ``points`` more still fit on this one, or only the title stands on it."""
        if self._on_page > self.headed and self._on_page + points > self.page_height:
            self.new_page()

    def new_page(self) -> None:
        """Start a new printed page here."""
        if self._on_page > self.repeated and len(self.breaks) < MOST_BREAKS:
            self.breaks.append(self.row)
        self._on_page = self.repeated

    def next_row(self, height: float) -> int:
        """Take the next row at this height; returns its number."""
        height = max(height, 4.0)
        row = self.row
        if self._on_page + height > self.page_height:
            self.new_page()  # left to itself it may break a row later, and a heading further down be parted
        self.sheet.set_row(row, height)
        self.row += 1
        self._on_page += height
        return row

    def end_of_print(self) -> None:
        """What follows stays on the screen and is not printed."""
        if self.print_end is None:
            self.print_end = self.row - 1

    def gap(self, points: float = 9.0) -> None:
        """An empty row between blocks."""
        self.next_row(points)

    def write(self, row: int, column: int, cell: Cell, style: Format) -> None:
        """One value as its own type; text is text whatever it begins with."""
        value = cell.value
        if not value and (value is None or value == ""):
            self.sheet.write_blank(row, column, None, style)
        elif isinstance(value, str):
            self.sheet.write_string(row, column, value, style)
        elif isinstance(value, date):
            self.sheet.write_datetime(row, column, value, style)
        else:
            self.sheet.write_number(row, column, value, style)

    def span(self, row: int, first: int, last: int, cell: Cell, style: Format) -> None:
        """One value over several columns."""
        if last > first:
            self.sheet.merge_range(row, first, row, last, "", style)
        self.write(row, first, cell, style)

    @property
    def said_again(self) -> str:
        """The heading of a table that goes on."""
        return f"{self.heading.rstrip('.')} (continued)" if self.heading else ""

    @property
    def said_again_height(self) -> float:
        """Points of the heading of a table that goes on."""
        return self.height_of(self.said_again, 0, self.last_column, bold=True) if self.heading else 0.0

    def say_again(self) -> None:
        """Write the heading of a table that goes on."""
        if self.heading:
            self.text(self.said_again, bold=True)

    def text(self, text: str, *, role: str = "body", bold: bool = False, **properties: Property) -> int:
        """Running text over all columns, in as many rows as it needs; returns the first row."""
        face = self.styles.face(role, bold=bold)
        style = self.styles.role(role, bold=face.bold, **properties)
        lines = set_in(text, self.pixels(0, self.last_column), face)
        first = self.row
        for part in chunks(lines, most_lines(face.size)):
            row = self.next_row(lines_height(len(part), face.size))
            whole = text if len(lines) == len(part) else " ".join(part)
            self.span(row, 0, self.last_column, Cell(whole), style)
        return first


def chunks(lines: Sequence[str], size: int) -> list[Sequence[str]]:
    """The lines in groups of at most ``size``."""
    return [lines[start : start + size] for start in range(0, len(lines), size)] or [lines]


ONE_LINE = ("",)  # as good as any: only the number of lines matters for what never wraps


def set_in(text: str, pixels: float, face: Face) -> Sequence[str]:
    """The lines that text breaks into over so many pixels, in the font that it is set in."""
    return wrapped(text, pixels / face.breadth, face.size, face.bold)
