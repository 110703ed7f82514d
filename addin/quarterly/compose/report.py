"""A report as values: sections of blocks, each cell with its look by name. No Excel types.

A section becomes a sheet. A template can later take over how a look is drawn and where a block stands; what the
blocks say is decided here.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from msgspec import Struct

LEAST_SCALE = 0.65  # of a page fitted to its paper: 11 points become 7


class Look(StrEnum):
    """How a cell is drawn, by purpose."""

    TEXT = "text"
    STRONG = "strong"
    SMALL = "small"
    LINK = "link"
    MISSING = "missing"
    BLUE = "blue"
    GREEN = "green"
    GREEN_AMBER = "green-amber"
    AMBER = "amber"
    RED_AMBER = "red-amber"
    RED = "red"
    UNRATED = "unrated"


class Spark(Struct, frozen=True):
    """A sparkline: the values in order, ``None`` for gaps."""

    values: tuple[float | None, ...]


class Cell(Struct, frozen=True):
    """One cell. ``value`` is written as its own type; text is always text, never a formula.

    ``decimals`` and ``unit`` format numbers: unit ``"%"`` writes 87.5 as ``87.5%``; a date of unit ``"month"`` is
    written as its month. ``link`` is the key of a section, or, after a #, a place in the workbook that the report
    is put into, such as ``#'Action Plan'!F14``.
    """

    value: str | float | int | date | None = ""
    look: Look = Look.TEXT
    decimals: int = 0
    unit: str = ""
    link: str = ""
    spark: Spark | None = None


Row = tuple[Cell, ...]
"""A table's row, a cell for each column."""


class Column(Struct, frozen=True, kw_only=True):
    """A table's column. ``width`` is in characters of the body font, about 1.9 mm each."""

    header: str
    width: float
    align: str = "left"  # "left", "right" or "center"


class Table(Struct, frozen=True, kw_only=True):
    """A table with one header row and unique headers.

    ``empty`` is the sentence shown in place of a table without rows.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str = "Nothing to show."


class Heading(Struct, frozen=True, kw_only=True):
    """A heading inside a section, with a status beside it where there is one."""

    text: str
    status: Cell | None = None


class Paragraph(Struct, frozen=True, kw_only=True):
    """Running text over the section's width."""

    text: str
    look: Look = Look.TEXT


class Facts(Struct, frozen=True, kw_only=True):
    """Label and value, one pair a row."""

    pairs: tuple[tuple[str, Cell], ...]


class Line(Struct, frozen=True, kw_only=True):
    """One line of a chart: a value for each category, ``None`` for gaps.

    ``role`` decides how it is drawn: "actual", "latest", "target", "floor", "high", "limit", "england", "region" or
    "neighbours"; in a chart of shares the name of a status colour, such as "green".
    """

    name: str
    values: tuple[float | None, ...]
    role: str = "actual"


class ChartKind(StrEnum):
    """How a chart's values are drawn."""

    LINES = "lines"
    SHARES = "shares"  # a full column for each category, divided by the values: 100% stacked


class Chart(Struct, frozen=True, kw_only=True):
    """A chart. ``title`` states the finding, ``subtitle`` the measure; ``alt_text`` says both and the figures.

    ``axis_low`` is where the value axis starts: zero unless that would hide the story, and ``subtitle`` then says so;
    ``None`` leaves it to the figures. ``categories`` are dates, the first of each month, where readings are monthly.
    """

    title: str
    subtitle: str
    alt_text: str
    categories: tuple[str | date, ...]
    lines: tuple[Line, ...]
    decimals: int = 0
    unit: str = ""
    axis_low: float | None = 0.0
    kind: ChartKind = ChartKind.LINES


class KpiCard(Struct, frozen=True, kw_only=True):
    """An indicator on a third of a page: name, status and reason at the left, chart at the right, readings beneath."""

    ref: str
    name: str
    status: Cell
    why: str
    facts: tuple[tuple[str, Cell], ...]
    notes: tuple[str, ...]
    signals: tuple[tuple[str, str], ...]
    chart: Chart | None
    readings: Table | None


Block = Heading | Paragraph | Facts | Table | Chart | KpiCard


class Section(Struct, frozen=True, kw_only=True):
    """One sheet: its ``name`` on the tab (31 characters at most), its title, and its blocks from top to bottom.

    ``one_page``: it is printed on a single page, smaller if need be, unless it could not be read then.
    """

    key: str
    name: str
    title: str
    blocks: tuple[Block, ...]
    intro: str = ""
    one_page: bool = False


class Report(Struct, frozen=True, kw_only=True):
    """The whole report. ``marking`` is shown on every sheet where it is not empty.

    ``author`` and ``organisation`` stand in the file's properties. ``as_shown``: cells hold no more of a figure than
    they show, as the published edition must; what is hidden could be worked out from more digits.
    """

    title: str
    subtitle: str
    author: str
    marking: str
    created: date
    sections: tuple[Section, ...]
    organisation: str = ""
    as_shown: bool = False
