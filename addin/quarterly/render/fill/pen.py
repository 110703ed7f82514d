"""Drawing a filled sheet: its lines, tables and groups on the page, its charts, trend lines and links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate

from msgspec import Struct, field
from xlsxwriter import Workbook

from quarterly.compose.report import Cell, Report, Section, Table
from quarterly.render.blocks import blocks_height, draw_blocks, has_table_alone
from quarterly.render.charts import draw_charts
from quarterly.render.continued import MOST_KEPT, opening, pages
from quarterly.render.fill.areas import last_row
from quarterly.render.fill.fit import Fitter, Strip
from quarterly.render.fill.formats import Dresser
from quarterly.render.fill.lines import Filled, Group, Line, Piece, ReadyPart, TableLines
from quarterly.render.marking import FILTER_FROM, GOES_ON, table_name_start
from quarterly.render.measure import PIXELS_A_POINT
from quarterly.render.page import Page
from quarterly.render.placed import Placed
from quarterly.render.sparks import PlacedSpark, draw_sparks

FILTER_ROOM = 6.0  # points of a header for the button under its words
READY_PART = 120.0  # points of a ready-made part that stay with what stands above it
FIGURES_WIDTH = 12.0  # characters that a column of figures needs
MOST_HEAD = 0.4  # share of a page that a sheet's head can take and still be kept with what follows
LEAST_CHART = 16  # pixels: in a column as narrow as a letter it runs over the next one
MARGIN = 4  # pixels between a chart and the edges of its area


class Pen(Struct):
    """Writes one sheet from top to bottom. ``trail`` are the rows written, with their rows in the template."""

    book: Workbook
    page: Page
    dresser: Dresser
    fitter: Fitter
    report: Report
    names: Mapping[str, str]
    alone: bool  # the sheet's one table has the sheet to itself
    repeat: tuple[int, int] | None = None  # rows of the template that every printed page repeats
    header: int | None = None  # the row of the last table's header
    trail: list[tuple[int, int]] = field(default_factory=list)
    placed: list[Placed] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)
    _areas: list[tuple[int, Filled]] = field(default_factory=list)

    def draw(self, pieces: Sequence[Piece]) -> None:
        """Write pieces at the cursor, and the areas over several rows that begin in them."""
        waiting = len(self._areas)
        for number, piece in enumerate(pieces):
            if isinstance(piece, Group):
                self.page.keep(self._together(piece))
                self.draw(piece.pieces)
            elif isinstance(piece, ReadyPart):
                self._ready(piece)
            elif isinstance(piece, TableLines):
                self.page.keep(self._opening(piece))
                self._table(piece)
            else:
                self.page.keep(self._lead(pieces[number:]))
                self.page.heading = _said(piece) or self.page.heading
                self._strips(piece.source, self.fitter.strips(piece))
                self._head_of_page(pieces[: number + 1])
        for start, area in self._areas[waiting:]:
            self._area(start, area)
        del self._areas[waiting:]

    def fit_one_page(self, pieces: Sequence[Piece]) -> None:
        """Print smaller, so that all of it stands on one page; not so small that it could not be read."""
        self.page.fit(sum(self._whole(piece) for piece in pieces))

    def finish(self) -> None:
        """Charts and trend lines, with their figures below all else."""
        page = self.page
        page.figures_from = _figures_from(page.widths, self._figures_wide())
        for column in range(len(page.widths), page.figures_from + self._figures_wide()):
            page.sheet.set_column(column, column, FIGURES_WIDTH)
        draw_sparks(page, page.sparks)
        draw_charts(self.book, page, self.placed)

    def _figures_wide(self) -> int:
        """How many columns the figures behind charts and trend lines take."""
        trends = max((len(placed.spark.values) + 1 for placed in self.page.sparks), default=0)
        names = {line.name for placed in self.placed for line in placed.chart.lines}
        return max(trends, len(names) + 2 if names else 0)

    def _lead(self, pieces: Sequence[Piece]) -> float:
        """Points that must not be parted: plain lines, and the beginning of the list or block that they head."""
        points = 0.0
        for piece in pieces:
            if not isinstance(piece, Line):
                return points + self._opening(piece)
            points += self._line_height(piece)
            if points > self.page.page_height / 2:
                break
        return self._line_height(pieces[0]) if pieces and isinstance(pieces[0], Line) else points

    def _together(self, group: Group) -> float:
        """Points of a block that must not be parted: all of it, but for a long one with a table that can go on."""
        whole, most = self._height(group), self.page.page_height
        if any(isinstance(piece, TableLines) for piece in group.pieces):
            most *= MOST_KEPT
        return whole if whole <= most else self._lead(group.pieces)

    def _opening(self, piece: Piece) -> float:
        if isinstance(piece, TableLines):
            heights = [_tall(strips) for strips in self._rows(piece)]
            return opening(self._line_height(piece.header), heights, self.page.page_height)
        return self._lead(piece.pieces) if isinstance(piece, Group) else READY_PART

    def _height(self, piece: Piece) -> float:
        if isinstance(piece, Group):
            return sum(self._height(each) for each in piece.pieces)
        if isinstance(piece, TableLines):
            rows = sum(strip.height for row in self._rows(piece) for strip in row)
            return self._line_height(piece.header) + rows
        return self._line_height(piece) if isinstance(piece, Line) else READY_PART

    def _whole(self, piece: Piece) -> float:
        """Points of a piece, with all that ready-made parts will draw."""
        if isinstance(piece, Group):
            return sum(self._whole(each) for each in piece.pieces)
        if isinstance(piece, ReadyPart):
            heads = sum(self._head_height(section, titled=piece.titled) for section in piece.sections)
            return heads + sum(blocks_height(self.page, section.blocks) for section in piece.sections)
        return self._height(piece)

    def _line_height(self, line: Line) -> float:
        return sum(strip.height for strip in self.fitter.strips(line))

    def _rows(self, table: TableLines) -> list[tuple[Strip, ...]]:
        return [self.fitter.strips(row, in_table=table.real) for row in table.rows]

    def _head_of_page(self, written: Sequence[Piece]) -> None:
        """What stands at the head of the sheet is not left alone on its page."""
        lines = all(isinstance(piece, Line) for piece in written) and len(self.trail) == self.page.row
        if lines and self.page.printed <= self.page.page_height * MOST_HEAD:
            self.page.headed = self.page.printed

    def _strips(self, source: int, strips: Sequence[Strip], *, room: float = 0.0) -> int:
        first = self.page.row
        for strip in strips:
            row = self.page.next_row(strip.height + room)
            self.heights[row] = max(strip.height + room, 4.0)
            if self._repeats(source):
                self.page.repeated += self.heights[row]
            self.trail.append((source, row))
            for cell in strip.cells:
                self._cell(row, cell)
        return first

    def _table(self, table: TableLines) -> None:
        """A table; where a page ends it goes on under its header again, unless the sheet repeats that by itself."""
        filters = table.real and self.alone
        rows = self._rows(table)
        if table.real and any(len(strips) > 1 for strips in rows):
            self.page.text(GOES_ON)
        before = self.page.printed
        header = self._header(table, filters=filters)
        repeats = self._repeats(table.header.source) if self.repeat else self.alone
        goes_on = table.real and not repeats  # what is no real table may stand beside areas over several rows
        if self.alone and self.repeat is None:
            self.page.repeated = max(self.page.repeated, self.page.printed - before)
        again = self.page.said_again_height + self._line_height(table.header) if goes_on else 0.0
        further = self.page.page_height - self.page.repeated - again
        counts = pages([_tall(strips) for strips in rows], self.page.room, further)
        first_of_page = set(accumulate(counts[:-1]))
        for number, (row, strips) in enumerate(zip(table.rows, rows, strict=True)):
            if number in first_of_page:
                if goes_on:
                    self._mark(table, header, filters=filters)
                self.page.new_page()
                if goes_on:
                    self.page.say_again()
                    header = self._header(table, filters=filters)
            self._strips(row.source, strips)
        self._mark(table, header, filters=filters)
        self.header = header

    def _repeats(self, source: int) -> bool:
        return self.repeat is not None and self.repeat[0] <= source <= self.repeat[1]

    def _header(self, table: TableLines, *, filters: bool) -> int:
        strips = self.fitter.strips(table.header, in_table=table.real)
        return self._strips(table.header.source, strips, room=FILTER_ROOM if filters else 0.0)

    def _mark(self, table: TableLines, row: int, *, filters: bool) -> None:
        """Make a real table of the header in ``row`` and the rows under it."""
        page, header = self.page, self.fitter.strips(table.header, in_table=table.real)
        if not table.real or len(header) > 1:
            return
        page.tables += 1
        cells = {cell.column: cell for cell in header[0].cells}
        heads = [
            {
                "header": " ".join(str(cells[column].content.value).split()),
                "header_format": self.dresser.dress(cells[column]),
            }
            for column in range(table.first, table.last + 1)
        ]
        options = {
            "name": f"{table_name_start(page.key)}_{page.number}_{page.tables}",
            "style": None,
            "autofilter": filters and page.row - 1 - row >= FILTER_FROM,
            "columns": heads,
        }
        page.sheet.add_table(row, table.first, page.row - 1, table.last, options)

    def _cell(self, row: int, cell: Filled) -> None:
        if cell.rows > 1:
            self._areas.append((len(self.trail) - 1, cell))
            return
        self._write(row, row, cell)

    def _area(self, start: int, cell: Filled) -> None:
        self._write(self.trail[start][1], last_row(cell, start, self.trail), cell)

    def _write(self, first: int, last: int, cell: Filled) -> None:
        """Write a cell over the rows ``first`` to ``last``."""
        page, style = self.page, self.dresser.dress(cell)
        if last > first or cell.columns > 1:
            page.sheet.merge_range(first, cell.column, last, cell.last, "", style)
        text = cell.content.value
        if cell.link and text not in (None, ""):
            page.sheet.write_url(first, cell.column, cell.link, style, str(text))
        if not cell.link or not isinstance(text, str) or not text:
            page.write(first, cell.column, cell.content, style)
        if cell.content.spark is not None:
            page.sparks.append(PlacedSpark(first, cell.column, Cell(cell.label), cell.content.spark, cell.content))
        if cell.chart is not None:
            self._chart(first, last, cell)

    def _chart(self, first: int, last: int, cell: Filled) -> None:
        if cell.chart is None:
            return
        height = sum(self.heights.get(row, 0.0) for row in range(first, last + 1)) * PIXELS_A_POINT
        width = self.page.pixels(cell.column, cell.last)
        self.placed.append(
            Placed(
                ref=cell.label or self.page.name,
                chart=cell.chart,
                row=first,
                column=cell.column,
                width=max(LEAST_CHART, int(width) - 2 * MARGIN - 4),
                height=max(LEAST_CHART, int(height) - MARGIN),
            )
        )

    def _ready(self, part: ReadyPart) -> None:
        """Draw a ready-made part at the cursor."""
        for section in part.sections:
            self._head(section, titled=part.titled)
            alone = self.alone and has_table_alone(section.blocks)
            placed, header = draw_blocks(self.page, section.blocks, dict(self.names), alone=alone)
            self.placed += placed
            if alone and header is not None:
                self.header = header

    def _head_height(self, section: Section, *, titled: bool) -> float:
        """Points of what stands above a ready-made part, about."""
        texts = [(section.title, "title"), (self.report.subtitle, "subtitle")] if titled else []
        texts += [(section.intro, "body")] if section.intro else []
        return sum(self.page.height_of(text, 0, self.page.last_column, role=role) + 6 for text, role in texts)

    def _head(self, section: Section, *, titled: bool) -> None:
        page, report = self.page, self.report
        page.keep(READY_PART)
        if titled:
            page.text(section.title, role="title")
            page.heading = section.title
            line = f"{report.marking}  ·  {report.subtitle}" if report.marking else report.subtitle
            page.text(line, role="subtitle", bold=bool(report.marking))
        if section.intro:
            page.text(section.intro)
        if titled or section.intro:
            page.gap(6)
        if page.printed <= page.page_height * MOST_HEAD and not page.breaks:
            page.headed = page.printed


def _said(line: Line) -> str:
    """The first words of a line."""
    texts = (cell.content.value for cell in line.cells)
    return next((text.strip() for text in texts if isinstance(text, str) and text.strip()), "")


def _tall(strips: Sequence[Strip]) -> float:
    """Points of the rows that a line becomes."""
    return sum(strip.height for strip in strips)


def is_alone(pieces: Sequence[Piece]) -> bool:
    """Whether one table, drawn from lines or ready-made, has the sheet to itself."""
    return _tables(pieces) == 1


def _tables(pieces: Sequence[Piece]) -> int:
    count = 0
    for piece in pieces:
        if isinstance(piece, Group):
            count += _tables(piece.pieces)
        elif isinstance(piece, TableLines):
            count += 1
        elif isinstance(piece, ReadyPart):
            count += sum(isinstance(block, Table) for section in piece.sections for block in section.blocks)
    return count


def _figures_from(widths: Sequence[float], count: int) -> int:
    """The first column from which all figures have room; beyond the printed part columns can be as wide as needed."""
    return next(
        (at for at in range(len(widths)) if all(width >= FIGURES_WIDTH - 2 for width in widths[at : at + count])),
        len(widths),
    )
