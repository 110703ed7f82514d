"""Templates made with openpyxl, as a person would make them in Excel."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

from msgspec.structs import replace
from openpyxl import Workbook
from openpyxl.styles import PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from quarterly.compose.vocabulary.catalogue import Catalogue, FieldWord, Kind, ListWord, SectionWord
from quarterly.template.compiler import Compiled, compile_template
from quarterly.template.kinds import NO_TOKENS
from quarterly.template.looks import NAMES
from quarterly.template.reading.book import read_book


def _list(name: str, *fields: str, inside: tuple[str, ...] = (), at_top: bool = True) -> ListWord:
    kinds = {"status": Kind.STATUS, "sparkline": Kind.SPARKLINE, "chart": Kind.CHART, "value": Kind.NUMBER}
    words = tuple(FieldWord(name=field, meaning=field, kind=kinds.get(field, Kind.TEXT)) for field in fields)
    return ListWord(name=name, meaning=f"every {name}", fields=words, inside=inside, at_top=at_top)


WORDS = Catalogue(
    fields=(FieldWord(name="authority", meaning="The council"), FieldWord(name="quarter.label", meaning="The quarter")),
    lists=(
        _list("kpi", "ref", "name", "value", "status", "sparkline", "chart", inside=("reading",)),
        _list("theme", "name", inside=("kpi",)),
        _list("action", "ref", "text"),
        _list("reading", "period", "value", at_top=False),
    ),
    sections=(SectionWord(key="audits", meaning="Audits"), SectionWord(key="kpis", meaning="Indicators")),
)
"""A small catalogue, so that tests of the grammar do not change with the real one."""


def workbook(
    cells: Mapping[str, object] | None = None,
    *,
    name: str = "Scorecard",
    styled: bool = True,
    draw: Callable[[Worksheet], None] | None = None,
) -> bytes:
    """A template of one sheet with these cells, and a Styles sheet unless told otherwise."""
    book = Workbook()
    sheet = book.active
    sheet.title = name
    for address, value in (cells or {"A1": "Scorecard"}).items():
        sheet[address] = value
    if draw is not None:
        draw(sheet)
    if styled:
        styles = book.create_sheet("Styles")
        for row, look in enumerate(NAMES, 1):
            styles.cell(row, 1, look)
            styles.cell(row, 2, "sample").fill = PatternFill("solid", fgColor="FFF3F2F1")
    return saved(book)


def saved(book: Workbook) -> bytes:
    """The bytes of a workbook."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def compiled(content: bytes, name: str = "ours.xlsx", *, wholly: bool = False) -> Compiled:
    """The template compiled with the small catalogue.

    Most of these templates show one thing and have no tokens: unless ``wholly``, nothing is said of that.
    """
    made = compile_template(read_book(content, name), WORDS, name=name.removesuffix(".xlsx"), sha256="0" * 64)
    kept = tuple(problem for problem in made.problems if wholly or problem.code != NO_TOKENS.code)
    return replace(made, problems=kept)


def amiss(cells: Mapping[str, object], **options: object) -> list[tuple[str, str, str]]:
    """Code, place and what was found of everything wrong with a template of these cells."""
    found = compiled(workbook(cells, **options)).problems
    return [(problem.code, str(problem.at), problem.found) for problem in found]


def repacked(content: bytes, **changes: bytes | None) -> bytes:
    """The package with parts replaced, added or (``None``) taken out; "__" in a name stands for "/"."""
    wanted = {name.replace("__", "/"): part for name, part in changes.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            if entry.filename not in wanted:
                new.writestr(entry.filename, old.read(entry))
        for name, part in wanted.items():
            if part is not None:
                new.writestr(name, part)
    return out.getvalue()


def part(content: bytes, name: str) -> bytes:
    """One part of a package."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name)


def png(width: int = 40, height: int = 20) -> bytes:
    """A picture of one colour."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = b"".join(b"\x00" + b"\x12\x43\x6d" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
