"""Templates made by hand, words to fill them with, and ways to look at what came out."""

from __future__ import annotations

import io
import re
import struct
import warnings
import zipfile
import zlib
from collections.abc import Mapping
from datetime import date

import openpyxl

from quarterly.compose.report import Cell, Chart, Line, Report, Section
from quarterly.compose.vocabulary.words import Content, Item, Vocabulary
from quarterly.render import render_template
from quarterly.template.grammar import parts_of
from quarterly.template.layout import Node, Row, SheetLayout, StyleSheet, Template, TemplateCell

REPORT = Report(
    title="Improvement plan: progress report, Q3 2025/26",
    subtitle="Northmere Council",
    author="Performance team",
    marking="",
    created=date(2026, 1, 20),
    sections=(),
)
CHART = Chart(
    title="Agency staff: 33%, down from 49%",
    subtitle="% of posts",
    alt_text="Line chart. Agency staff fell from 49% to 33%.",
    categories=("Q1", "Q2", "Q3"),
    lines=(
        Line(name="Actual", values=(49.0, 41.0, 33.0)),
        Line(name="Target", values=(20.0, 20.0, 20.0), role="target"),
    ),
    unit="%",
)


def item(key: str, lists: Mapping[str, tuple[Item, ...]] | None = None, **fields: Content | str | float) -> Item:
    """A member of a list; fields by name, plain values as cells."""
    cells = {name: value if isinstance(value, Cell | Chart) else Cell(value) for name, value in fields.items()}
    return Item(
        key=key,
        fields={name: (lambda value=value: value) for name, value in cells.items()},
        lists={name: (lambda members=members: members) for name, members in (lists or {}).items()},
    )


def words(
    lists: Mapping[str, tuple[Item, ...]] | None = None,
    sections: Mapping[str, tuple[Section, ...]] | None = None,
    **fields: Content | str | float,
) -> Vocabulary:
    """A vocabulary with these lists, ready-made parts and fields; an underscore in a field's name stands for a dot."""
    named = {name.replace("_", "."): value for name, value in fields.items()}
    cells = {name: value if isinstance(value, Cell | Chart) else Cell(value) for name, value in named.items()}
    return Vocabulary(
        fields={name: (lambda value=value: value) for name, value in cells.items()},
        lists={name: (lambda members=members: members) for name, members in (lists or {}).items()},
        sections=sections or {},
    )


def cell(column: int, text: str | float | date | None, **more: object) -> TemplateCell:
    """A cell; text is taken apart into words and tokens."""
    value = parts_of(text) if isinstance(text, str) else text
    form = tuple(sorted(more.pop("form", {}).items()))  # type: ignore[attr-defined]
    return TemplateCell(column=column, at=f"Sheet!{column}", value=value, format=form, **more)  # type: ignore[arg-type]


def row(number: int, *texts: str | float | date | TemplateCell | None, repeats: str = "", **more: object) -> Row:
    """A row of texts from column A on; ``None`` leaves a cell out."""
    cells = tuple(
        text if isinstance(text, TemplateCell) else cell(place, text)
        for place, text in enumerate(texts)
        if text is not None
    )
    return Row(number=number, cells=cells, repeats=repeats, **more)  # type: ignore[arg-type]


def sheet(name: str, *nodes: Node, widths: tuple[float, ...] = (20.0,) * 5, **more: object) -> SheetLayout:
    """A sheet of a template."""
    return SheetLayout(name=parts_of(name), nodes=nodes, widths=widths, **more)  # type: ignore[arg-type]


def template(*sheets: SheetLayout, styles: StyleSheet | None = None, title: str = "") -> Template:
    """A template of these sheets."""
    return Template(name="ours", sha256="cd" * 32, title=title, sheets=sheets, styles=styles or StyleSheet())


def drawn(vocabulary: Vocabulary, *sheets: SheetLayout, report: Report = REPORT, **more: object) -> bytes:
    """The report that these sheets make."""
    return render_template(template(*sheets, **more), vocabulary, report)  # type: ignore[arg-type]


def opened(content: bytes) -> openpyxl.Workbook:
    """The workbook as another library reads it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl knows no sparklines and says so
        return openpyxl.load_workbook(io.BytesIO(content))


def values(content: bytes, name: str) -> list[list[object]]:
    """What stands in a sheet's cells, row by row, without empty cells and rows."""
    rows = [[cell.value for cell in line if cell.value is not None] for line in opened(content)[name].iter_rows()]
    return [line for line in rows if line]


def part(content: bytes, name: str) -> str:
    """One part of the file."""
    return zipfile.ZipFile(io.BytesIO(content)).read(name).decode()


def parts(content: bytes, pattern: str) -> list[str]:
    """Every part whose name matches."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    return [archive.read(name).decode() for name in archive.namelist() if re.fullmatch(pattern, name)]


def logo(width: int, height: int) -> bytes:
    """A plain grey picture as PNG."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + b"\x80" * width for _ in range(height)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
