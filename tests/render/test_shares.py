"""Charts of shares: full columns in the status colours, drawn from figures on their own sheet."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from datetime import date

import openpyxl
import pytest
from plans import AS_AT

from quarterly.compose.report import Chart, ChartKind, Line, Look, Report, Section
from quarterly.model.contrast import contrast
from quarterly.model.periods import Period
from quarterly.render import render
from quarterly.render.shares import EDGE, MOST_LABELLED
from quarterly.render.styles import STATUS_COLOURS, WHITE

ROLES = ("blue", "green", "amber", "red")


def drawn(count: int = 3) -> bytes:
    """A report of one sheet with one chart of ``count`` months, each 1, 2, 0 and 3 audits."""
    months = tuple(Period(date(2025, 10, 1), 1).shift(step).start for step in range(count))
    chart = Chart(
        kind=ChartKind.SHARES,
        title="Audits graded good or better: 50% in Q3",
        subtitle="Share of each month's audits",
        alt_text="100% stacked column chart. Audits.",
        categories=months,
        lines=tuple(
            Line(name=role.title(), role=role, values=(float(value),) * count)
            for role, value in zip(ROLES, (1, 2, 0, 3), strict=True)
        ),
    )
    section = Section(key="audits", name="Audits", title="Case audits", blocks=(chart,))
    report = Report(title="R", subtitle="S", author="A", marking="", created=AS_AT, sections=(section,))
    return render(report)


def chart_xml(content: bytes) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read("xl/charts/chart1.xml").decode()


def test_columns_are_stacked_to_a_hundred_percent_from_zero() -> None:
    xml = chart_xml(drawn())
    assert '<c:barDir val="col"/><c:grouping val="percentStacked"/>' in xml
    assert '<c:overlap val="100"/>' in xml
    assert re.search(r'<c:min val="0(\.0)?"/>', xml)
    assert '<c:numFmt formatCode="0%"' in xml


def test_each_part_has_its_status_colour_an_edge_its_number_and_a_name_in_the_legend() -> None:
    xml = chart_xml(drawn())
    fills = re.findall(r'<c:spPr><a:solidFill><a:srgbClr val="(\w+)"/></a:solidFill><a:ln w="9525">', xml)
    assert fills == [STATUS_COLOURS[Look(role)][0].lstrip("#") for role in ROLES]
    assert xml.count('<c:showVal val="1"/>') == 4
    assert xml.count('formatCode="#,##0;;;"') == 4  # a part of nothing has no number
    assert "<c:legend>" in xml
    assert "<c:legendEntry>" not in xml


def test_numbers_are_left_out_where_columns_are_too_narrow_for_them() -> None:
    assert "<c:dLbls>" in chart_xml(drawn(MOST_LABELLED))
    assert "<c:dLbls>" not in chart_xml(drawn(MOST_LABELLED + 1))


def test_figures_stand_below_the_printed_part_of_the_same_sheet() -> None:
    content = drawn()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        sheet = openpyxl.load_workbook(io.BytesIO(content))["Audits"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    header = next(number for number, row in enumerate(rows, 1) if row[0] == "Chart")
    assert rows[header - 1][:6] == ["Chart", "Period shown", "Blue", "Green", "Amber", "Red"]
    assert rows[header][2:6] == [1, 2, 0, 3]
    last_printed = int(re.findall(r"\$(\d+)", str(sheet.print_area))[-1])
    assert last_printed < header
    ranges = re.findall(r"<c:f>([^<]*)</c:f>", chart_xml(content))
    assert set(ranges) == {f"Audits!${column}${header + 1}:${column}${header + 3}" for column in "BCDEF"}


def test_the_chart_has_its_alt_text() -> None:
    drawing = zipfile.ZipFile(io.BytesIO(drawn())).read("xl/drawings/drawing1.xml").decode()
    assert 'descr="100% stacked column chart. Audits."' in drawing


@pytest.mark.parametrize("role", ROLES)
def test_an_edge_parts_each_colour_from_its_neighbour_and_the_page_by_three_to_one(role: str) -> None:
    assert all(contrast(str(EDGE["color"]), colour) >= 3 for colour in (STATUS_COLOURS[Look(role)][0], WHITE))
