"""Faults planted in a good published edition, by editing the parts of its package as a careless program would."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from quarterly.model.edition import Edition
from quarterly.resources import sample
from quarterly.run import run_report

TODAY = date(2026, 1, 20)
QUARTER = "Q3 2025/26"

Plant = Callable[[bytes], bytes]


@cache
def published(name: str = "small") -> bytes:
    """The published edition of a sample, which its own audit has passed."""
    with TemporaryDirectory() as folder:
        out = Path(folder) / "report.xlsx"
        run_report(sample(name), today=TODAY, quarter=QUARTER, output=out, edition=Edition.PUBLISHED)
        return out.read_bytes()


def edited(content: bytes, parts: dict[str, Callable[[str], str]]) -> bytes:
    """The package with some parts changed, or added where they are not there; a change that changes nothing fails."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in package.namelist():
            before = package.read(name)
            after = before
            if name in parts:
                after = parts[name](before.decode()).encode()
                assert after != before, name
            copy.writestr(name, after)
        for name in parts.keys() - set(package.namelist()):
            copy.writestr(name, parts[name](""))
    return out.getvalue()


def swap(part: str, old: str, new: str) -> Plant:
    """Put ``new`` in the place of the first ``old`` in a part; ``new`` may name groups of the pattern."""
    return lambda content: edited(content, {part: lambda text: re.sub(old, new, text, count=1, flags=re.DOTALL)})


def swap_on(sheet: str, old: str, new: str) -> Plant:
    """The same on a sheet, by its name."""
    return lambda content: swap(part_of(content, sheet), old, new)(content)


def add(part: str, text: str = "<x/>") -> Plant:
    """A part that was not there."""
    return lambda content: edited(content, {part: lambda _: text})


def part_of(content: bytes, sheet: str) -> str:
    """The part of a sheet; XlsxWriter numbers them in order."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = re.findall(r'<sheet name="([^"]*)"', package.read("xl/workbook.xml").decode())
    return f"xl/worksheets/sheet{names.index(sheet) + 1}.xml"


def cell(reference: str, text: str, style: int = 0) -> str:
    """A cell with text of its own."""
    return f'<c r="{reference}" s="{style}" t="inlineStr"><is><t>{text}</t></is></c>'


def row(number: int, *cells: str, attributes: str = "") -> str:
    """A row at the foot of a sheet."""
    return f'<row r="{number}"{attributes}>{"".join(cells)}</row></sheetData>'
