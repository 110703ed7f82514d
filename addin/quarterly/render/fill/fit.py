"""How tall each line must be, which text breaks, and which runs on into further rows, so that nothing is cut off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import cos, radians, sin

from msgspec import Struct, field
from msgspec.structs import replace

from quarterly.compose.report import Cell
from quarterly.render.fill.formats import Dresser, without_value
from quarterly.render.fill.lines import OURS, Filled, Line
from quarterly.render.measure import (
    INDENT,
    LINE,
    PIXELS_A_POINT,
    ROW_PADDING,
    TALLEST,
    lines_height,
    most_lines,
    text_width,
)
from quarterly.render.page import Page, chunks, set_in

EMPTY_ROW = 15.0  # points of a row that nobody set and in which nothing stands
LEAST_CHART = 90.0  # points of a row with a chart; in less nothing could be made out
FULL_CELL = 32_000  # characters; Excel cuts a text off at 32,767
_STACKED = 270  # XlsxWriter's angle for letters under one another; others are degrees, upwards or downwards


class Strip(Struct, frozen=True):
    """One row as it is written: its height in points and its cells."""

    height: float
    cells: tuple[Filled, ...]


class Fitter(Struct, frozen=True):
    """Fits lines to the columns of a page."""

    page: Page
    dresser: Dresser
    _known: dict[tuple[int, bool], tuple[Line, tuple[Strip, ...]]] = field(default_factory=dict)

    def strips(self, line: Line, *, in_table: bool = False) -> tuple[Strip, ...]:
        """The rows that a line becomes: one, or several where a text is taller than Excel allows a row to be.

        In a table the first column stands in each of them, and no cells are merged.
        """
        key = (id(line), in_table)  # a line is measured to see whether it fits the page, and again when it is drawn
        if key not in self._known:
            self._known[key] = (line, self._strips(line, in_table=in_table))  # a line kept here keeps its id
        return self._known[key][1]

    def _strips(self, line: Line, *, in_table: bool) -> tuple[Strip, ...]:
        settled = self._settled(line, merging=not in_table)
        broken = [self._lines(cell) for cell in settled]
        faces = [self.dresser.face(cell) for cell in settled]
        most = min((most_lines(face.size) for face in faces), default=1)
        count = max((-(-len(lines) // most) for lines in broken), default=1)
        least = line.height or (EMPTY_ROW if all(cell.is_empty for cell in settled) else 0.0)
        if any(cell.chart is not None and cell.rows == 1 for cell in settled):
            least = max(least, LEAST_CHART)
        strips = []
        for number in range(max(1, count)):
            cells, height = [], least if number == 0 else EMPTY_ROW
            for cell, lines, face in zip(settled, broken, faces, strict=True):
                if number and cell.rows > 1:
                    continue  # the area goes on by itself
                part = chunks(lines, most)[number : number + 1]
                cells.append(_part(cell, lines, part, number, repeats=in_table and cell is settled[0]))
                if part and part[0]:
                    height = max(height, lines_height(len(part[0]), face.size))
            height = max(height, self._turned(settled)) if number == 0 else height
            strips.append(Strip(min(TALLEST, height), tuple(cells)))
        return tuple(strips)

    def wanted(self, cell: Filled) -> float:
        """Points that the text of a merged area of several rows needs."""
        face = self.dresser.face(cell)
        return lines_height(len(self._lines(replace(cell, rows=1))), face.size)

    def pixels(self, cell: Filled) -> float:
        """The room for the cell's text, before padding."""
        indent = int(dict(cell.form).get("indent", 0) or 0)
        return self.page.pixels(cell.column, cell.last) - (indent - 1) * INDENT  # measuring takes one step for granted

    def _lines(self, cell: Filled) -> Sequence[str]:
        """The lines that its text breaks into; none for areas of several rows, whose height is settled later."""
        form = dict(cell.form)
        value = cell.content.value
        if cell.rows > 1 or form.get("rotation") or value is None or value == "":
            return ()
        if not isinstance(value, str):
            return ("",)
        if cell.wraps or form.get("text_wrap"):
            return set_in(value, self.pixels(cell), self.dresser.face(cell))
        return ("",)

    def _turned(self, cells: Sequence[Filled]) -> float:
        """Points that text needs which is written upwards, downwards, aslant or letter under letter."""
        return max((self._turned_height(cell) for cell in cells if cell.rows == 1), default=0.0)

    def _turned_height(self, cell: Filled) -> float:
        value, angle = cell.content.value, int(dict(cell.form).get("rotation", 0) or 0)
        text = value if isinstance(value, str) else self.dresser.shown(cell)
        if not angle or not text:
            return 0.0
        face, lines = self.dresser.face(cell), text.split("\n")
        longest = max(lines, key=len)
        if angle == _STACKED:
            return lines_height(len(longest), face.size)
        slope = radians(abs(angle))
        along = self._width(longest, cell) / PIXELS_A_POINT * sin(slope)
        return along + len(lines) * face.size * LINE * cos(slope) + ROW_PADDING

    def _settled(self, line: Line, *, merging: bool) -> list[Filled]:
        """The cells with every text in room enough: over free cells at its right, or broken into lines."""
        cells: list[Filled] = []
        for cell in line.cells:
            given = cells and cell.column <= cells[-1].last and cell.is_empty  # to a text that needed the room
            if given or cell.column > self.page.last_column:
                continue
            cells.append(self._with_room(self._on_page(cell), line, merging=merging))
        return cells

    def _on_page(self, cell: Filled) -> Filled:
        """The cell no wider than the page, whose columns a ready-made part may have decided."""
        return replace(cell, columns=min(cell.columns, self.page.last_column - cell.column + 1))

    def _with_room(self, cell: Filled, line: Line, *, merging: bool) -> Filled:
        text, form = cell.content.value, dict(cell.form)
        fixed = form.get("text_wrap") or form.get("rotation") or form.get("shrink") or cell.rows > 1
        if not isinstance(text, str) or not text or fixed:
            return cell
        broken = "\n" in text
        need = max(self._width(part, cell) for part in text.split("\n"))
        if not broken and need <= self.pixels(cell):
            return cell
        # Text that runs over empty cells beside it is cut off as soon as somebody fills those: it gets them for good.
        last = self._free_until(cell, line) if merging and _could_spread(form) else cell.last
        return replace(cell, columns=last - cell.column + 1, wraps=True)

    def _free_until(self, cell: Filled, line: Line) -> int:
        taken = [other.column for other in line.cells if other.column > cell.last and not _is_free(other)]
        taken += [column for column in line.taken if column > cell.last]
        return min([*(column - 1 for column in taken), max(self.page.last_column, cell.last)])

    def _width(self, text: str, cell: Filled) -> float:
        face = self.dresser.face(cell)
        return text_width(text, face.size, face.bold) * face.breadth * 1.04 + 2 * INDENT


def _could_spread(form: Mapping[str, object]) -> bool:
    return form.get("align", "left") in ("left", "general", "")


def _is_free(cell: Filled) -> bool:
    return cell.is_empty and cell.columns == 1 and cell.rows == 1


def _part(cell: Filled, lines: Sequence[str], part: Sequence[Sequence[str]], number: int, *, repeats: bool) -> Filled:
    """What of a cell stands in the row of this number."""
    if len(part) == 1 and len(part[0]) < len(lines):
        return replace(cell, content=replace(cell.content, value=" ".join(part[0])))
    return cell if number == 0 or repeats else without_value(cell)


def tail(cell: Filled) -> tuple[Filled, str]:
    """An area of several rows with what Excel can hold of its text, and the rest, to be written beneath."""
    text = cell.content.value
    if not isinstance(text, str) or len(text) <= FULL_CELL:
        return cell, ""
    at = text.rfind(" ", 0, FULL_CELL)
    at = at if at > 0 else FULL_CELL
    return replace(cell, content=replace(cell.content, value=text[:at])), text[at:].strip()


def beneath(cell: Filled, rest: str) -> Line:
    """The line for what an area of several rows could not hold."""
    return Line(source=OURS, cells=(replace(cell, content=Cell(rest), rows=1, wraps=True),))
