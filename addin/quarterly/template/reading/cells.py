"""The cells of one sheet: values, formats, merged areas."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from msgspec import Struct, field
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.worksheet.worksheet import Worksheet

from quarterly.model.problems import CellRef, Problem, ProblemKind
from quarterly.template import kinds
from quarterly.template.drawn import DrawnCell
from quarterly.template.layout import Format, Property
from quarterly.template.reading.formats import SIDES, Formats
from quarterly.template.reading.opened import MAX_COLUMNS, MAX_ROWS
from quarterly.template.reading.scan import Area, Scan

_SHOWS = frozenset({"bg_color", "pattern", "diag_type", *SIDES})  # what an empty cell can show
_ERROR, _FORMULA = "e", "f"  # openpyxl's letters for kinds of cells
LONGEST = 32_767  # characters that Excel allows in a cell


class Cells(Struct):
    """The cells of one sheet, with what of them is not carried."""

    sheet: Worksheet
    name: str
    scan: Scan
    formats: Formats
    problems: list[Problem] = field(default_factory=list)

    def all(self) -> tuple[DrawnCell, ...]:
        """Every cell that shows anything, in reading order; a merged area is one cell."""
        merged = {area[:2]: area for area in self.scan.areas}
        found = dict(self._columns_and_rows())
        found |= {place: drawn for cell in self._cells() if (drawn := self._drawn(cell, place := _place(cell), merged))}
        for place, area in merged.items():
            found.setdefault(place, self._blank(place, area))
        return tuple(found[place] for place in sorted(found) if place not in self.scan.covered)

    def _cells(self) -> Iterator[Cell]:
        """Those that the file holds; asking openpyxl for rows would make every other one up as well."""
        for cell in self.sheet._cells.values():
            if isinstance(cell, Cell) and cell.row <= MAX_ROWS and cell.column <= MAX_COLUMNS:
                yield cell

    def _columns_and_rows(self) -> Iterator[tuple[tuple[int, int], DrawnCell]]:
        """Cells that the file leaves out, but that show the format of their whole column or row."""
        width = len(self.scan.widths)
        down = dict(self._striped_columns(width))
        last = self.sheet.max_row
        for number in range(min(last, MAX_ROWS)):
            dimension = dict.get(self.sheet.row_dimensions, number + 1)  # its own way of asking would make one up
            across = self.formats.of(dimension) if dimension is not None and dimension.has_style else ()
            for column in range(width):
                style = across if _shows(across) else down.get(column, ())
                if _shows(style) and not self._is_kept(number, column):
                    yield (number, column), DrawnCell(row=number, column=column, format=style)

    def _striped_columns(self, width: int) -> Iterator[tuple[int, Format]]:
        for dimension in self.sheet.column_dimensions.values():
            style = self.formats.of(dimension) if dimension.has_style else ()
            if _shows(style):
                first, last = dimension.min or 1, dimension.max or 0
                yield from ((column - 1, style) for column in range(first, min(last, width) + 1))

    def _is_kept(self, row: int, column: int) -> bool:
        return (row + 1, column + 1) in self.sheet._cells

    def _drawn(self, cell: Cell, place: tuple[int, int], merged: dict[tuple[int, int], Area]) -> DrawnCell | None:
        style = self._format(cell)
        value = self._value(cell)
        area = merged.get(place)
        if value is None and area is None and not _shows(style):
            return None
        return DrawnCell(
            row=place[0],
            column=place[1],
            value=value,
            format=tuple(sorted(_outline(style, self._far_corner(area)).items())) if area else style,
            columns=area[3] - area[1] + 1 if area else 1,
            rows=area[2] - area[0] + 1 if area else 1,
            link=self.scan.links.get(place, ""),
        )

    def _blank(self, place: tuple[int, int], area: Area) -> DrawnCell:
        return DrawnCell(row=place[0], column=place[1], columns=area[3] - area[1] + 1, rows=area[2] - area[0] + 1)

    def _far_corner(self, area: Area) -> Format:
        """The format of a merged area's last cell, which carries its right and lower border."""
        corner = self.sheet._cells.get((area[2] + 1, area[3] + 1))
        return self.formats.of(corner) if corner is not None else ()

    def _format(self, cell: Cell) -> Format:
        style = self.formats.of(cell)
        if cell.style_id in self.formats.gradients:
            self._note(cell, kinds.GRADIENT)
        return style

    def _value(self, cell: Cell) -> str | float | date | None:
        value = cell.value
        if cell.data_type == _FORMULA:
            self._note(cell, kinds.FORMULA, value if isinstance(value, str) else "")
            return None
        if cell.data_type == _ERROR:
            self._note(cell, kinds.ERROR_VALUE, str(value))
            return None
        if isinstance(value, CellRichText):
            if _is_mixed(value):
                self._note(cell, kinds.PARTLY_FORMATTED)
            return str(value)[:LONGEST]
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        return _plain(value)

    def _note(self, cell: Cell, kind: ProblemKind, found: str = "") -> None:
        self.problems.append(kind.at(CellRef(self.name, cell.row, cell.column), found))


def _plain(value: object) -> str | float | date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date) or value is None:
        return value
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, time | timedelta):
        return value.isoformat("minutes") if isinstance(value, time) else str(value)
    return str(value)[:LONGEST]


def _place(cell: Cell) -> tuple[int, int]:
    return cell.row - 1, cell.column - 1


def _shows(style: Format) -> bool:
    return any(name in _SHOWS for name, _ in style)


def _outline(style: Format, corner: Format) -> dict[str, Property]:
    """A merged area's format: its first cell's, with the right and lower border of its last cell."""
    edges = {name: value for name, value in corner if name.startswith(("right", "bottom"))}
    return dict(style) | edges


def _is_mixed(text: CellRichText) -> bool:
    """Whether words inside the cell differ in how they look."""
    fonts = {repr(part.font) if isinstance(part, TextBlock) else "" for part in text if str(part).strip()}
    return len(fonts) > 1
