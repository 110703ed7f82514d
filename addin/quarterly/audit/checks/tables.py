"""Tables: marked up, one header row, no merged cells, no gaps, blanks explained, each under its own heading."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from itertools import islice

from quarterly.audit import rules
from quarterly.audit.book import Book
from quarterly.audit.rules import Violation
from quarterly.audit.sheet import MarkedTable, Place, Sheet, address

FIGURES_A_ROW = 3  # so many numbers beside each other, in two rows, are a table
MOST_NAMED = 100  # blank rows of one table that are named
HEADING_ABOVE = 3  # rows above a table in which its heading may stand: a sentence and a gap may come between
DEFAULT_NAME = "column"  # Excel's own name for a column without one: "Column1"


def not_marked(book: Book) -> Iterator[Violation]:
    """Rows of figures, or a header's row with rows beneath it, that are no table."""
    for sheet in book.visible:
        rows = _loose_rows(sheet)
        for row in sorted(rows):
            below = rows.get(row + 1, [])
            if row - 1 in rows and _is_table(sheet, row - 1, rows[row - 1], rows[row]):
                continue  # said of the row above
            if _is_table(sheet, row, rows[row], below):
                yield rules.NOT_MARKED.broken(
                    "Rows without a table.", sheet=sheet.name, at=address((row, rows[row][0]))
                )


def _loose_rows(sheet: Sheet) -> dict[int, list[int]]:
    """The filled columns of each row, of cells that are in no table."""
    rows: dict[int, list[int]] = defaultdict(list)
    for place, _ in sheet.filled():
        if sheet.table_at(place) is None:
            rows[place[0]].append(place[1])
    return rows


def _is_table(sheet: Sheet, row: int, columns: Sequence[int], below: Sequence[int]) -> bool:
    figures = [column for column in columns if isinstance(sheet.cells[row, column].value, float)]
    if len(figures) >= FIGURES_A_ROW:
        under = [column for column in below if isinstance(sheet.cells[row + 1, column].value, float)]
        return len(under) >= FIGURES_A_ROW
    return len(columns) > 1 and len(below) > 1 and _looks_like_header(sheet, row, columns) and below[0] == columns[0]


def _looks_like_header(sheet: Sheet, row: int, columns: Sequence[int]) -> bool:
    """Whether all its cells are text on one fill, which the cell beneath does not share."""
    looks = {sheet.style(sheet.cells[row, column]).fill for column in columns}
    texts = all(isinstance(sheet.cells[row, column].value, str) for column in columns)
    beneath = sheet.cells.get((row + 1, columns[0]))
    fill = looks.pop()
    return texts and not looks and bool(fill) and beneath is not None and sheet.style(beneath).fill != fill


def header(book: Book) -> Iterator[Violation]:
    """One header row, no name missing, none twice, none that Excel made up."""
    for sheet, table in _tables(book):
        at = str(table.area)
        if not table.headed:
            yield rules.HEADER.broken("A table without a header row.", sheet=sheet.name, at=at)
            continue
        names = [sheet.text((table.area.top, column)) for column in _columns(table)]
        folded = [name.strip().casefold() for name in names]
        for place, name in enumerate(folded):
            cell = address((table.area.top, table.area.left + place))
            if not name or (name.startswith(DEFAULT_NAME) and name.removeprefix(DEFAULT_NAME).strip().isdigit()):
                yield rules.HEADER.broken(f'A column named "{names[place]}".', sheet=sheet.name, at=cell)
            elif name in folded[:place]:
                yield rules.HEADER.broken(f'A second column named "{names[place]}".', sheet=sheet.name, at=cell)
        if _header_above(sheet, table):
            above = address((table.area.top - 1, table.area.left))
            yield rules.HEADER.broken("A second header row above the table's own.", sheet=sheet.name, at=above)


def _header_above(sheet: Sheet, table: MarkedTable) -> bool:
    """Whether cells above have the header's fill, two of them or more with words."""
    row = table.area.top
    own = sheet.cells.get((row, table.area.left))
    fill = sheet.style(own).fill if own else ""
    above = [sheet.cells.get((row - 1, column)) for column in _columns(table)]
    alike = [seen for seen in above if seen and seen.value != "" and sheet.style(seen).fill == fill]
    return bool(fill) and len(alike) > 1


def merged(book: Book) -> Iterator[Violation]:
    """Cells merged within a table."""
    for sheet, table in _tables(book):
        for area in sheet.merged:
            if area.meets(table.area):
                yield rules.MERGED.broken("Merged cells in a table.", sheet=sheet.name, at=str(area))


def gaps(book: Book) -> Iterator[Violation]:
    """Rows and columns of a table with nothing in them."""
    for sheet, table in _tables(book):
        filled = _filled(sheet, table)
        rows, columns = {place[0] for place in filled}, {place[1] for place in filled}
        blank = (row for row in range(table.first_row, table.area.bottom + 1) if row not in rows)
        for row in islice(blank, MOST_NAMED):
            at = address((row, table.area.left))
            yield rules.GAP.broken("A blank row in a table.", sheet=sheet.name, at=at)
        for column in _columns(table):
            if column not in columns:
                at = address((table.area.top, column))
                yield rules.GAP.broken("A blank column in a table.", sheet=sheet.name, at=at)


def blanks(book: Book) -> Iterator[Violation]:
    """Blank cells in the tables of a sheet that does not say what a blank means."""
    for sheet in book.visible:
        filled = [_filled(sheet, table) for table in sheet.tables]
        count = sum(_size(table) - len(those) for table, those in zip(sheet.tables, filled, strict=True))
        if count and not any("blank" in text.casefold() for text in _words_outside(sheet)):
            places = (_first_blank(table, those) for table, those in zip(sheet.tables, filled, strict=True))
            found = f"{count:,} blank {'cell' if count == 1 else 'cells'}, not explained."
            yield rules.BLANKS.broken(found, sheet=sheet.name, at=address(min(filter(None, places))))


def _words_outside(sheet: Sheet) -> Iterator[str]:
    for place, seen in sheet.filled():
        if isinstance(seen.value, str) and sheet.table_at(place) is None:
            yield seen.value


def crowded(book: Book) -> Iterator[Violation]:
    """Tables that share a sheet without a heading above each."""
    for sheet in book.visible:
        if len(sheet.tables) < 2:
            continue
        for table in sorted(sheet.tables, key=lambda each: (each.area.top, each.area.left)):
            if not _has_heading(sheet, table):
                found = f"One of {len(sheet.tables)} tables of the sheet, without a heading."
                yield rules.CROWDED.broken(found, sheet=sheet.name, at=str(table.area))


def _has_heading(sheet: Sheet, table: MarkedTable) -> bool:
    top = table.area.top
    above = (
        (row, column)
        for row in range(top - 1, max(0, top - 1 - HEADING_ABOVE), -1)
        for column in range(1, table.area.right + 1)
    )
    first = next((place for place in above if not sheet.is_blank(place)), None)
    return first is not None and sheet.table_at(first) is None


def _tables(book: Book) -> Iterator[tuple[Sheet, MarkedTable]]:
    return ((sheet, table) for sheet in book.visible for table in sheet.tables)


def _columns(table: MarkedTable) -> range:
    return range(table.area.left, table.area.right + 1)


def _filled(sheet: Sheet, table: MarkedTable) -> set[Place]:
    """The places beneath the header that show something; a table may be a million rows of nothing."""
    if _size(table) <= len(sheet.cells):
        return {place for place in _body(table) if not sheet.is_blank(place)}
    places = {*(place for place, _ in sheet.filled()), *sheet.sparks}
    return {place for place in places if place in table.area and place[0] >= table.first_row}


def _size(table: MarkedTable) -> int:
    return max(0, table.area.bottom + 1 - table.first_row) * len(_columns(table))


def _first_blank(table: MarkedTable, filled: Set[Place]) -> Place | None:
    return next((place for place in _body(table) if place not in filled), None)


def _body(table: MarkedTable) -> Iterator[Place]:
    return ((row, column) for row in range(table.first_row, table.area.bottom + 1) for column in _columns(table))
