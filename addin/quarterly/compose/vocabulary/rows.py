"""Lists that stand in the pack as a table: one declaration names the columns, the table's own rows are the members."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial

from msgspec.structs import replace

from quarterly.compose.material import Material
from quarterly.compose.report import Cell, Look, Row
from quarterly.compose.vocabulary.catalogue import Kind
from quarterly.compose.vocabulary.declare import Field, Noun, Told
from quarterly.model.figures import figure
from quarterly.model.periods import date_label

Named = tuple[str, str] | tuple[str, str, Kind]
"""A column: its token, its meaning, and its kind where that is not text."""

OF_A_TABLE = (Look.STRONG, Look.SMALL, Look.LINK)
"""Looks that belong to a table's own typography; a template has its own."""


def plain(cell: Cell) -> Cell:
    """The cell without the typography of the pack's table."""
    return replace(cell, look=Look.TEXT) if cell.look in OF_A_TABLE else cell


def in_words(cell: Cell) -> Cell:
    """A date or a figure as text, for a column that holds other things too."""
    value = cell.value
    if isinstance(value, date):
        return Cell(date_label(value))
    return Cell(figure(value, cell.decimals, cell.unit)) if isinstance(value, int | float) else cell


def rows_noun(
    name: str, meaning: str, columns: Sequence[Named], rows: Callable[[Material], Iterable[Row]], empty: str
) -> Noun[Row]:
    """The list whose members are the rows; its first two columns tell them apart."""
    return Noun(
        name=name,
        meaning=meaning,
        members=rows,
        key=lambda row: " ".join(str(cell.value) for cell in row[:2]),
        fields=tuple(_field(place, *column) for place, column in enumerate(columns)),
        empty=empty,
    )


def _field(place: int, name: str, meaning: str, kind: Kind = Kind.TEXT) -> Field[Told[Row]]:
    return Field(name, meaning, partial(_cell, place), kind)


def _cell(place: int, told: Told[Row]) -> Cell:
    return plain(told.it[place])
