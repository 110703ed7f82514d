"""A template's sheet filled with values, before it is drawn: lines, tables, groups, ready-made parts."""

from __future__ import annotations

from msgspec import Struct

from quarterly.compose.report import Cell, Chart, Section
from quarterly.template.layout import Format

OURS = -1  # the template's row behind a line that no template has


class Filled(Struct, frozen=True, kw_only=True):
    """A cell with its value. ``form`` is the template's format; ``own`` says that the value is the template's as well.

    ``columns`` and ``rows`` are what a merged area covers in the template; ``label`` names the figures of its chart.
    ``wraps`` is set where the text must break although its format does not say so.
    """

    column: int
    content: Cell
    form: Format = ()
    chart: Chart | None = None
    columns: int = 1
    rows: int = 1
    link: str = ""
    label: str = ""
    own: bool = False
    wraps: bool = False

    @property
    def last(self) -> int:
        """The last column, counted from 0."""
        return self.column + self.columns - 1

    @property
    def is_empty(self) -> bool:
        """Whether nothing but a format stands in it."""
        return self.content.value in (None, "") and self.chart is None and self.content.spark is None


class Line(Struct, frozen=True, kw_only=True):
    """A row with its values; ``source`` is its row in the template, from 0, or ``OURS``.

    ``taken`` are the columns over which an area lies that begins in a row above.
    """

    source: int
    cells: tuple[Filled, ...]
    height: float | None = None
    taken: frozenset[int] = frozenset()


class TableLines(Struct, frozen=True, kw_only=True):
    """A header and the rows under it, from column ``first`` to ``last``; ``real`` ones become tables of Excel's."""

    header: Line
    rows: tuple[Line, ...]
    first: int
    last: int
    real: bool


class Group(Struct, frozen=True):
    """What is written for one item of a block: a printed page holds it whole where it can."""

    pieces: tuple[Piece, ...]


class ReadyPart(Struct, frozen=True, kw_only=True):
    """A ready-made part's sections; ``titled`` where the template's sheet gives it no title of its own."""

    key: str
    sections: tuple[Section, ...]
    titled: bool


Piece = Line | TableLines | Group | ReadyPart
