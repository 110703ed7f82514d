"""Workbooks made for tests of writing back: reports as the renderer makes them, hosts of every sort."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter

WORKBOOKS = Path(__file__).parents[3] / "shared" / "data" / "workbooks"
NEEDS_WORKBOOKS = pytest.mark.skipif(not WORKBOOKS.is_dir(), reason="needs the real workbooks beside the repository")
_DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
    "0000000d49444154789c6360f8cfc0000000030001012a1c0e9a0000000049454e44ae426082"
)
# Alone, a worksheet of its own: enough for the parts that tests add by hand.
PLAIN_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml."


def report(
    sheets: Iterable[str] = ("Summary", "Scorecard"), *, date_1904: bool = False, value: float = 3.5, rows: int = 5
) -> bytes:
    """A report with all that ours have: tables, charts, sparklines, formats, links, pictures, print titles, names."""
    sheets = tuple(sheets)
    target = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        target,
        {
            "in_memory": True,
            "date_1904": date_1904,
            "default_format_properties": {"font_name": "Arial", "font_size": 11},
        },
    )
    workbook.set_properties({"created": datetime(2026, 1, 1)})
    red = workbook.add_format({"bold": 1, "num_format": "0.0%", "bg_color": "#D4351C", "font_color": "#FFFFFF"})
    day = workbook.add_format({"num_format": "d mmm yyyy"})
    green = workbook.add_format({"bg_color": "#00703C"})
    for number, name in enumerate(sheets):
        quoted = "'" + name.replace("'", "''") + "'"
        sheet = workbook.add_worksheet(name)
        sheet.write_row(0, 0, ["Council <&> é", value], red)
        sheet.write_datetime(0, 2, datetime(2025, 12, 31), day)
        sheet.write_rich_string(1, 0, "a ", red, "bold", " end")
        sheet.write_boolean(1, 1, True)
        sheet.write_formula(1, 2, "=B1*2", None, value * 2)
        sheet.write_url(1, 4, f"internal:{quoted}!A1", string="up")
        sheet.write_url(1, 5, "https://example.org/x?a=1&b=2")
        columns = [{"header": "Ref"}, {"header": "Value", "format": red}, {"header": "Note"}]
        cells = [[f"A{row}", row / 7, f"note {row}"] for row in range(rows)]
        sheet.add_table(3, 0, 3 + rows, 2, {"name": f"Actions_{number}_table", "columns": columns, "data": cells})
        sheet.add_sparkline("F1", {"range": f"{quoted}!B5:B9"})
        sheet.conditional_format("B5:B9", {"type": "cell", "criteria": ">", "value": 0.3, "format": green})
        sheet.repeat_rows(0, 3)
        sheet.set_column(1, 1, 20, red)
        chart = workbook.add_chart({"type": "line"})
        chart.add_series({"values": f"={quoted}!$B$5:$B$9", "categories": f"={quoted}!$A$5:$A$9"})
        sheet.insert_chart("H2", chart, {"description": "Line that rises"})
        sheet.insert_image("H20", "dot.png", {"image_data": io.BytesIO(_DOT), "description": "Logo"})
        sheet.write_comment("A1", "a note")
    workbook.define_name("Report_Total", f"='{sheets[0]}'!$B$1")
    workbook.close()
    return target.getvalue()


def host(path: Path, sheets: Iterable[str] = ("Action Plan", "KPIs"), *, date_1904: bool = False) -> Path:
    """A small workbook of an officer's, with a table, a chart, a name and formulas between its sheets."""
    workbook = xlsxwriter.Workbook(str(path), {"date_1904": date_1904})
    for number, name in enumerate(sheets):
        sheet = workbook.add_worksheet(name)
        columns = {"name": f"Plan_{number}_table", "columns": [{"header": "Ref"}, {"header": "Due"}]}
        sheet.add_table("A1:B4", columns)
        sheet.write("D1", "officer's own", workbook.add_format({"italic": 1, "num_format": "0.000"}))
        chart = workbook.add_chart({"type": "column"})
        chart.add_series({"values": f"='{name}'!$B$2:$B$4"})
        sheet.insert_chart("F2", chart)
    workbook.define_name("Plan_Total", "='Action Plan'!$D$1")
    workbook.close()
    return path


def parts(path: Path) -> dict[str, bytes]:
    """Every part of a workbook, unpacked."""
    with zipfile.ZipFile(path) as archive:
        return {entry.filename: archive.read(entry) for entry in archive.infolist()}


def repack(path: Path, change: Callable[[str, bytes], bytes | None], more: Mapping[str, bytes] | None = None) -> Path:
    """Write a workbook anew as another program would, each part changed, dropped (``None``) or added."""
    before = parts(path)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in before.items():
            changed = change(name, content)
            if changed is not None:
                archive.writestr(name, changed)
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return path


def edit(path: Path, part: str, old: bytes, new: bytes) -> Path:
    """Change bytes of one part; fails where they are not there."""

    def change(name: str, content: bytes) -> bytes:
        if name != part:
            return content
        assert old in content, f"{part} holds no {old!r}"
        return content.replace(old, new, 1)

    return repack(path, change)


def sheet_names(path: Path) -> list[str]:
    """The sheets' names in order, read by an independent program."""
    import python_calamine

    return python_calamine.CalamineWorkbook.from_path(str(path)).sheet_names
