"""A report as values: sections of blocks, each cell with its look by name. No Excel types.

A section becomes a sheet. A template can later take over how a look is drawn and where a block stands; what the
blocks say is decided here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Look(StrEnum):
    """How a cell is drawn, by purpose."""

    TEXT = "text"
    STRONG = "strong"
    SMALL = "small"
    REF = "ref"
    DATE = "date"
    NUMBER = "number"
    LINK = "link"
    MISSING = "missing"
    BLUE = "blue"
    GREEN = "green"
    GREEN_AMBER = "green-amber"
    AMBER = "amber"
    RED_AMBER = "red-amber"
    RED = "red"
    UNRATED = "unrated"
    BAND = "band"  # a full-width row that groups the rows beneath it


@dataclass(frozen=True, slots=True)
class Spark:
    """A sparkline: the values in order, ``None`` for gaps, and the target if there is one level to draw."""

    values: tuple[float | None, ...]
    target: float | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. ``value`` is written as its own type; text is always text, never a formula.

    ``decimals`` and ``unit`` format numbers: unit ``"%"`` writes 87.5 as ``87.5%``. ``link`` is the name of a section.
    """

    value: str | float | int | date | None = ""
    look: Look = Look.TEXT
    decimals: int = 0
    unit: str = ""
    link: str = ""
    spark: Spark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A table's column. ``width`` is in characters of the body font; 0 lets the renderer measure the content."""

    header: str
    width: float = 0
    align: str = "left"  # "left", "right" or "center"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with one header row and unique headers. ``name`` is unique in the report.

    ``empty`` is the sentence shown in place of a table without rows.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    empty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A heading inside a section."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Running text over the section's width."""

    text: str
    look: Look = Look.TEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Label and value, one pair a row."""

    pairs: tuple[tuple[str, Cell], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tiles:
    """A row of headline counts: each a number, what it counts, and the look of its status."""

    tiles: tuple[tuple[Cell, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a chart: a value for each category, ``None`` for gaps."""

    name: str
    values: tuple[float | None, ...]
    role: str = "actual"  # "actual", "target", "floor", "england", "region", "neighbours", "limit", "mean"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A line chart. ``title`` states the finding, ``subtitle`` the measure; ``alt_text`` says both and the figures."""

    title: str
    subtitle: str
    alt_text: str
    categories: tuple[str, ...]
    lines: tuple[Line, ...]
    decimals: int = 0
    unit: str = ""
    floor: float | None = 0.0  # where the axis starts; None leaves it to the data, and the axis says so
    ceiling: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KpiCard:
    """An indicator on a third of a page: name, status and reason at the left, chart at the right, readings beneath."""

    ref: str
    name: str
    status: Cell
    why: str
    facts: tuple[tuple[str, Cell], ...]
    notes: tuple[str, ...]
    chart: Chart | None
    readings: Table


Block = Heading | Paragraph | Facts | Tiles | Table | KpiCard


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One sheet: its ``name`` on the tab (31 characters at most), its title, and its blocks from top to bottom."""

    key: str
    name: str
    title: str
    blocks: tuple[Block, ...]
    intro: str = ""
    breaks: tuple[int, ...] = ()  # indexes of blocks that start a new printed page


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The whole report. ``marking`` is shown on every sheet where it is not empty."""

    title: str
    subtitle: str
    author: str
    marking: str
    created: date
    sections: tuple[Section, ...]
