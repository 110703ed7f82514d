"""One sheet of a finished report as the audit sees it: cells, tables, links and what is drawn on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from lxml import etree
from msgspec import Struct, field

from quarterly.audit.drawings import Drawn, drawn_on
from quarterly.audit.numbers import decimal, value_of, whole
from quarterly.audit.parts import Parts, Relation, relation_id
from quarterly.audit.styles import Style
from quarterly.read.package import MAX_ROWS, SheetEntry

_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
DEFAULT_WIDTH = 8.43  # characters of a column whose width is not given

Place = tuple[int, int]
"""Row and column, from 1."""


class Seen(NamedTuple):
    """A cell: its text or number ("" for a blank one with a format), and the number of its style."""

    value: str | float
    style: int


class Area(Struct, frozen=True, kw_only=True):
    """A rectangle of cells, from 1, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    def __contains__(self, place: Place) -> bool:
        return self.top <= place[0] <= self.bottom and self.left <= place[1] <= self.right

    def meets(self, other: Area) -> bool:
        """Whether they share a cell."""
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )

    def __str__(self) -> str:
        return f"{address((self.top, self.left))}:{address((self.bottom, self.right))}"


class MarkedTable(Struct, frozen=True, kw_only=True):
    """A marked-up table: where it is, its column names, and whether it has a header row."""

    name: str
    area: Area
    columns: tuple[str, ...]
    headed: bool

    @property
    def first_row(self) -> int:
        """The first row beneath the header."""
        return self.area.top + 1 if self.headed else self.area.top


class Link(Struct, frozen=True, kw_only=True):
    """A link: its cells, the place in the workbook that it leads to, or the address outside."""

    area: Area
    location: str
    address: str


class Sheet(Struct, kw_only=True):
    """A sheet. ``cells`` holds every cell that the file has, blank ones with a format too."""

    name: str
    part: str
    state: str
    root: etree._Element
    relations: dict[str, Relation]
    styles: tuple[Style, ...]
    cells: dict[Place, Seen] = field(default_factory=dict)
    merged: tuple[Area, ...] = ()
    tables: tuple[MarkedTable, ...] = ()
    links: tuple[Link, ...] = ()
    drawn: tuple[Drawn, ...] = ()
    sparks: frozenset[Place] = frozenset()
    widths: dict[int, float] = field(default_factory=dict)
    _by_row: dict[int, list[MarkedTable]] = field(default_factory=dict)  # tables are asked for with every cell

    def style(self, seen: Seen) -> Style:
        """A cell's format."""
        return self.styles[seen.style] if seen.style < len(self.styles) else Style()

    def filled(self) -> Iterator[tuple[Place, Seen]]:
        """The cells that hold something."""
        return ((place, seen) for place, seen in self.cells.items() if seen.value != "")

    def text(self, place: Place) -> str:
        """A cell's text, or its number as text; "" where it is blank."""
        seen = self.cells.get(place)
        return "" if seen is None else shown(seen.value)

    def is_blank(self, place: Place) -> bool:
        """Whether a cell shows nothing: neither a value nor a trend line."""
        seen = self.cells.get(place)
        return (seen is None or seen.value == "") and place not in self.sparks

    def table_at(self, place: Place) -> MarkedTable | None:
        """The table that a cell is in."""
        if not self._by_row and self.tables:
            for table in self.tables:
                for row in range(table.area.top, min(table.area.bottom, table.area.top + MAX_ROWS) + 1):
                    self._by_row.setdefault(row, []).append(table)
        return next((table for table in self._by_row.get(place[0], ()) if place in table.area), None)


def shown(value: str | float) -> str:
    """A value as text."""
    return value if isinstance(value, str) else f"{value:.15g}"


def address(place: Place) -> str:
    """(1, 28) is "AB1"."""
    letters, column = "", place[1]
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{place[0]}"


def place_of(reference: str) -> Place | None:
    """ "AB1" is (1, 28); ``None`` for what is no address."""
    found = _REFERENCE.fullmatch(reference.strip())
    if not found:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column


@lru_cache(maxsize=1024)
def _column_of(letters: str) -> int:
    found = place_of(f"{letters}1")
    return found[1] if found else 0


def _column(reference: str) -> int:
    """The column of a cell's address; 0 for what is none."""
    return _column_of(reference.rstrip("0123456789"))


def area_of(reference: str) -> Area | None:
    """ "A1:B2", or one cell, as an area."""
    first, _, last = reference.partition(":")
    start, end = place_of(first), place_of(last or first)
    if start is None or end is None:
        return None
    return Area(top=start[0], left=start[1], bottom=end[0], right=end[1])


def read_sheet(parts: Parts, entry: SheetEntry, state: str, strings: list[str], styles: tuple[Style, ...]) -> Sheet:
    """A worksheet with all that stands on it."""
    root = parts.tree(entry.part)
    if root is None:  # not a worksheet: a chart on a sheet of its own, or a macro sheet
        root = etree.Element("worksheet")
    relations = parts.relations(entry.part)
    sheet = Sheet(name=entry.name, part=entry.part, state=state, root=root, relations=relations, styles=styles)
    sheet.cells = _cells(root, strings)
    sheet.merged = tuple(filter(None, (area_of(each.get("ref", "")) for each in root.iterfind("{*}mergeCells/{*}*"))))
    sheet.links = tuple(_links(root, relations))
    sheet.widths = _widths(root)
    sheet.sparks = frozenset(_sparks(root))
    sheet.tables = tuple(_tables(parts, relations))
    sheet.drawn = tuple(drawn_on(parts, relations))
    return sheet


def _cells(root: etree._Element, strings: list[str]) -> dict[Place, Seen]:
    namespace = etree.QName(root).namespace or ""
    name = f"{{{namespace}}}" if namespace else ""
    value_tag, text_tag = f"{name}v", f"{name}is"
    cells: dict[Place, Seen] = {}
    number = 0
    for row in root.iterfind(f"{name}sheetData/{name}row"):
        number = whole(row.get("r"), number + 1)
        column = 0
        for cell in row:
            column = _column(cell.get("r", "")) or column + 1
            place = (number, column)
            value = cell.findtext(value_tag)
            if value is None and cell.get("t") == "inlineStr":
                inline = cell.find(text_tag)
                value = "" if inline is None else "".join(each.text or "" for each in inline.iter("{*}t"))
            cells[place] = Seen(_value(value, cell.get("t", "n"), strings), whole(cell.get("s")))
    return cells


def _value(text: str | None, kind: str, strings: list[str]) -> str | float:
    if text is None:
        return ""
    if kind == "s":
        number = whole(text, len(strings))
        return strings[number] if number < len(strings) else ""
    return value_of(text) if kind in ("n", "") else text


def _links(root: etree._Element, relations: dict[str, Relation]) -> Iterator[Link]:
    for each in root.iterfind("{*}hyperlinks/{*}hyperlink"):
        area = area_of(each.get("ref", ""))
        relation = relations.get(relation_id(each))
        if area is not None:
            yield Link(area=area, location=each.get("location", ""), address=relation.target if relation else "")


def _widths(root: etree._Element) -> dict[int, float]:
    widths: dict[int, float] = {}
    for each in root.iterfind("{*}cols/{*}col"):
        first, last = whole(each.get("min"), 1), whole(each.get("max"), 1)
        widths |= dict.fromkeys(range(first, min(last, first + 500) + 1), decimal(each.get("width"), DEFAULT_WIDTH))
    return widths


def _sparks(root: etree._Element) -> Iterator[Place]:
    for each in root.iterfind("{*}extLst//{*}sparkline/{*}sqref"):
        place = place_of(each.text or "")
        if place is not None:
            yield place


def _tables(parts: Parts, relations: dict[str, Relation]) -> Iterator[MarkedTable]:
    for relation in relations.values():
        table = parts.tree(relation.target) if relation.kind == "table" else None
        area = area_of(table.get("ref", "")) if table is not None else None
        if table is not None and area is not None:
            yield MarkedTable(
                name=table.get("displayName", ""),
                area=area,
                columns=tuple(each.get("name", "") for each in table.iterfind("{*}tableColumns/{*}tableColumn")),
                headed=table.get("headerRowCount", "1") != "0",
            )
