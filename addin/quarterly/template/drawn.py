"""A template's workbook as it was read: sheets of cells with formats, before anything in it is understood."""

from __future__ import annotations

from datetime import date
from enum import Enum

from msgspec import Struct, field

from quarterly.model.problems import Problem
from quarterly.template.layout import ConditionalFormat, Format, PageSetup, Picture


class Origin(Enum):
    """What a workbook is by its properties, its marks and the names of its sheets."""

    REPORT = "a finished report"
    PLAN = "an improvement workbook"
    OTHER = "anything else"


class DrawnCell(Struct, frozen=True, kw_only=True):
    """One cell, or a merged area. Row and column count from 0; a date has no time."""

    row: int
    column: int
    value: str | float | date | None = None
    format: Format = ()
    columns: int = 1
    rows: int = 1
    link: str = ""


class DrawnSheet(Struct, frozen=True, kw_only=True):
    """A sheet. ``heights`` are those that somebody set, in points, by row from 0; ``widths`` are in characters."""

    name: str
    cells: tuple[DrawnCell, ...] = ()
    heights: tuple[tuple[int, float], ...] = ()
    widths: tuple[float, ...] = ()
    frozen: tuple[int, int] = (0, 0)
    zoom: int = 100
    gridlines: bool = True
    tab_colour: str = ""
    page: PageSetup = field(default_factory=PageSetup)
    pictures: tuple[Picture, ...] = ()
    conditional: tuple[ConditionalFormat, ...] = ()


class DrawnBook(Struct, frozen=True, kw_only=True):
    """The workbook: its title property, its visible sheets in order, and what of it is not carried.

    ``origin`` says what it looks like, should it turn out to be no template at all.
    """

    title: str
    sheets: tuple[DrawnSheet, ...]
    origin: Origin = Origin.OTHER
    problems: tuple[Problem, ...] = ()
