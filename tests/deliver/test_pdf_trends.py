"""Trend lines on the pages: where a report has sparklines, the copy for LibreOffice has shapes that look the same."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from itertools import pairwise
from pathlib import Path

import hypothesis.strategies as st
import pytest
import xlsxwriter
from hypothesis import given
from lxml import etree

from quarterly.audit.sheet import Area
from quarterly.deliver.pdf.shapes import ABOVE, ASIDE, DOT, geometry, in_words, shape_of
from quarterly.deliver.pdf.sparklines import EMU_A_POINT, Look, Sparkline
from quarterly.deliver.pdf.trends import with_trend_lines
from quarterly.resources import sample
from quarterly.run import run_report

WIDE, HIGH = 100 * EMU_A_POINT, 40 * EMU_A_POINT
LEFT, RIGHT, TOP, BOTTOM = ASIDE, WIDE - ASIDE, ABOVE, HIGH - ABOVE
SPARK = {
    "series_color": "#12436D",
    "last_point": True,
    "last_color": "#801650",
    "weight": 1.5,
    "empty_cells": "gaps",
}
LOOK = Look(weight=1.5, colour="12436D", last="801650")
FIGURES = st.lists(st.none() | st.floats(-1e6, 1e6), max_size=15).map(tuple)
PERCENT = '#,##0.0"%";−#,##0.0"%"'


def line(*figures: float | None, look: Look = LOOK, number_format: str = PERCENT) -> Sparkline:
    return Sparkline(
        area=Area(top=5, left=3, bottom=5, right=3),
        width=WIDE,
        height=HIGH,
        figures=figures,
        format=number_format,
        label="K1",
        look=look,
    )


def workbook(draw, **options) -> bytes:
    """A workbook with a sheet "K's" on which ``draw(book, sheet)`` draws."""
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True, **options}) as book:
        draw(book, book.add_worksheet("K's"))
    return content.getvalue()


def sparks(sheet, *, row: int = 4, column: int = 2, figures=(1, 5, None, 2, 4), at: int = 20, **look) -> None:
    """A sparkline, with its figures and their name further down."""
    sheet.write(at, 0, f"K{row}")
    for place, value in enumerate(figures, 1):
        if value is not None:
            sheet.write(at, place, value)
    cells = f"'K''s'!$B${at + 1}:${chr(ord('A') + len(figures))}${at + 1}"
    sheet.add_sparkline(row, column, {"range": cells, **SPARK, **look})


def part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return package.read(name)


def anchors(content: bytes, name: str = "xl/drawings/trend_lines_1.xml") -> list[etree._Element]:
    return [each for each in etree.fromstring(part(content, name)) if each.find("{*}sp") is not None]


def cells_of(anchor: etree._Element) -> tuple[int, ...]:
    """Left, top, right and bottom, from 0; the last two are the first that it does not cover."""
    return tuple(
        int(anchor.findtext(path)) for path in ("{*}from/{*}col", "{*}from/{*}row", "{*}to/{*}col", "{*}to/{*}row")
    )


def paths(shape: etree._Element) -> list[list[tuple[str, int, int]]]:
    """Each path as its commands with their points."""
    return [
        [(etree.QName(at.getparent()).localname, int(at.get("x")), int(at.get("y"))) for at in path.iter("{*}pt")]
        for path in shape.iter("{*}path")
    ]


# What is drawn


def test_figures_stand_at_equal_distances_the_highest_at_the_top() -> None:
    runs, last = geometry((1.0, 3.0, 2.0), WIDE, HIGH)
    middle = WIDE / 2, TOP
    assert (runs, last) == ((((LEFT, BOTTOM), middle, (RIGHT, HIGH / 2)),), (RIGHT, HIGH / 2))


def test_a_missing_month_is_a_gap_and_a_figure_between_two_gaps_is_no_line() -> None:
    runs, last = geometry((1.0, 2.0, None, 1.0, None, 2.0, 1.0), WIDE, HIGH)
    assert [[round((x - LEFT) / (RIGHT - LEFT) * 6) for x, _ in run] for run in runs] == [[0, 1], [5, 6]]
    assert last == runs[-1][-1]


def test_equal_figures_are_a_line_in_the_middle() -> None:
    runs, last = geometry((0.0, 0.0), WIDE, HIGH)
    assert (runs, last) == ((((LEFT, HIGH / 2), (RIGHT, HIGH / 2)),), (RIGHT, HIGH / 2))


def test_without_figures_nothing_is_drawn() -> None:
    assert geometry((None, None), WIDE, HIGH) == ((), None)
    assert geometry((), WIDE, HIGH) == ((), None)


@given(FIGURES, st.integers(1, WIDE), st.integers(1, HIGH))
def test_nothing_leaves_its_cell(figures: tuple[float | None, ...], width: int, height: int) -> None:
    runs, last = geometry(figures, width, height)
    points = [at for run in runs for at in run] + ([last] if last else [])
    assert all(0 <= x <= width and -1e-6 <= y <= height + 1e-6 for x, y in points)


@given(FIGURES)
def test_a_higher_figure_is_never_drawn_lower(figures: tuple[float | None, ...]) -> None:
    runs, _ = geometry(figures, WIDE, HIGH)
    step = (RIGHT - LEFT) / max(1, len(figures) - 1)
    drawn = sorted((figures[round((x - LEFT) / step)], y) for run in runs for x, y in run)
    heights = [y for _, y in drawn]
    assert all(later <= sooner + 1e-6 for sooner, later in pairwise(heights))


def test_the_line_ends_at_the_edge_of_the_dot_that_marks_the_last_figure() -> None:
    stroke, dot = paths(shape_of(line(1.0, 2.0, 2.0), 7))
    radius = round(DOT * 1.5 * EMU_A_POINT)
    assert stroke == [("moveTo", LEFT, BOTTOM), ("lnTo", WIDE // 2, TOP), ("lnTo", RIGHT - radius, TOP)]
    assert dot == [("moveTo", RIGHT + radius, TOP)]


def test_a_step_that_the_dot_covers_is_not_drawn() -> None:
    crowded = tuple(float(n % 2) for n in range(300))
    stroke, _ = paths(shape_of(line(*crowded[:-1], crowded[-2]), 1))
    assert max(x for _, x, _ in stroke) < RIGHT - EMU_A_POINT / 10
    stroke, _ = paths(shape_of(line(None, *[None] * 300, 1.0, 1.0), 1))
    assert stroke == []


def test_a_line_whose_last_figure_is_not_marked_has_no_dot() -> None:
    (stroke,) = paths(shape_of(line(1.0, 2.0, look=Look(weight=0.75, colour="12436D", last="")), 1))
    assert stroke == [("moveTo", LEFT, BOTTOM), ("lnTo", RIGHT, TOP)]


def test_weight_and_colours_are_those_of_the_sparkline() -> None:
    shape = shape_of(line(1.0, 2.0), 3)
    assert [each.get("w") for each in shape.iter("{*}ln")] == [str(round(1.5 * EMU_A_POINT))]
    assert [each.get("val") for each in shape.iter("{*}srgbClr")] == ["801650", "12436D"]  # filled; drawn


def test_the_line_is_told_in_words_with_the_decimals_and_the_unit_of_its_figures() -> None:
    assert (
        in_words(line(84.25, None, 71.0)) == "Trend line of K1. First 84.3%, last 71.0%, highest 84.3%, lowest 71.0%."
    )
    said = in_words(line(1204.0, -3.0, number_format="#,##0;−#,##0"))
    assert said == "Trend line of K1. First 1,204, last −3, highest 1,204, lowest −3."
    assert in_words(line(0.5, 2.0, number_format="")) == "Trend line of K1. First 0.5, last 2, highest 2, lowest 0.5."
    assert in_words(line(None)) == "Trend line of K1."


# Where it is drawn


def test_a_shape_stands_in_the_cell_of_each_sparkline_and_the_sparkline_is_gone() -> None:
    def draw(book, sheet):
        sheet.set_column(2, 2, 12)
        sheet.set_row(4, 30)
        sparks(sheet)
        sparks(sheet, row=5, at=21, figures=(2, 1))

    copy = with_trend_lines(workbook(draw))
    first, second = anchors(copy)
    assert (cells_of(first), cells_of(second)) == ((2, 4, 3, 5), (2, 5, 3, 6))
    assert b"sparkline" not in part(copy, "xl/worksheets/sheet1.xml").lower()
    extent = first.find(".//{*}ext")
    assert (round(int(extent.get("cx")) / 9525), int(extent.get("cy"))) == (89, 30 * EMU_A_POINT)  # pixels; points
    named = [
        each.get("descr") for each in etree.fromstring(part(copy, "xl/drawings/trend_lines_1.xml")).iter("{*}cNvPr")
    ]
    assert named == [
        "Trend line of K4. First 1, last 4, highest 5, lowest 1.",
        "Trend line of K5. First 2, last 1, highest 2, lowest 1.",
    ]


def test_the_drawing_is_linked_and_typed_and_before_what_must_follow_it() -> None:
    def draw(book, sheet):
        sheet.add_table(30, 0, 31, 1)
        sparks(sheet)

    copy = with_trend_lines(workbook(draw))
    sheet = part(copy, "xl/worksheets/sheet1.xml").decode()
    assert re.search(
        r'<drawing r:id="rIdTrendLines"/><tableParts count="1"><tablePart r:id="rId1"/></tableParts></work', sheet
    )
    links = part(copy, "xl/worksheets/_rels/sheet1.xml.rels").decode()
    assert 'Id="rId1"' in links
    assert 'Target="/xl/drawings/trend_lines_1.xml"' in links
    assert b'PartName="/xl/drawings/trend_lines_1.xml"' in part(copy, "[Content_Types].xml")


def test_a_sheet_that_has_a_drawing_keeps_it() -> None:
    def draw(book, sheet):
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "='K''s'!$B$21:$F$21"})
        sheet.insert_chart("J1", chart, {"description": "A chart"})
        sparks(sheet)

    before = workbook(draw)
    copy = with_trend_lines(before)
    drawing = etree.fromstring(part(copy, "xl/drawings/drawing1.xml"))
    assert drawing.find(".//{*}cNvPr").get("descr") == "A chart"
    numbers = [each.get("id") for each in drawing.iter("{*}cNvPr")]
    assert len(numbers) == len(set(numbers)) == 2
    assert set(zipfile.ZipFile(io.BytesIO(copy)).namelist()) == set(zipfile.ZipFile(io.BytesIO(before)).namelist())


def test_two_sheets_have_a_drawing_each() -> None:
    def draw(book, sheet):
        sparks(sheet)
        other = book.add_worksheet("Other")
        other.write_row(0, 0, [1, 2, 3])
        other.add_sparkline("A5", {"range": "Other!$A$1:$C$1", **SPARK})

    copy = with_trend_lines(workbook(draw))
    drawings = [name for name in zipfile.ZipFile(io.BytesIO(copy)).namelist() if name.startswith("xl/drawings/")]
    assert [len(anchors(copy, name)) for name in drawings] == [1, 1]


def test_a_merged_cell_is_filled_whole() -> None:
    def draw(book, sheet):
        sheet.merge_range(4, 2, 5, 3, "")
        sparks(sheet)

    (anchor,) = anchors(with_trend_lines(workbook(draw)))
    assert cells_of(anchor) == (2, 4, 4, 6)
    assert int(anchor.find(".//{*}ext").get("cx")) == 2 * 64 * 9525


def test_what_is_hidden_is_neither_drawn_nor_drawn_on() -> None:
    def draw(book, sheet):
        sheet.set_row(5, None, None, {"hidden": True})
        sheet.set_column(2, 2, None, None, {"hidden": True})  # the second figure
        sparks(sheet, column=7, figures=(1, 9, 2))
        sparks(sheet, row=5, column=7, at=21)

    (anchor,) = anchors(with_trend_lines(workbook(draw)))
    assert cells_of(anchor)[:2] == (7, 4)
    assert anchor.find(".//{*}cNvPr").get("descr") == "Trend line of K4. First 1, last 2, highest 2, lowest 1."


def test_words_and_errors_among_the_figures_are_gaps() -> None:
    def draw(book, sheet):
        sparks(sheet, figures=(1, "[c]", 3))
        sheet.write_formula(20, 3, "=1/0", None, "#DIV/0!")

    (anchor,) = anchors(with_trend_lines(workbook(draw)))
    assert anchor.find(".//{*}cNvPr").get("descr").endswith("First 1, last 1, highest 1, lowest 1.")


@pytest.mark.parametrize(
    "look",
    [
        {"type": "column"},
        {"empty_cells": "zero"},
        {"high_point": True},
        {"range": "Other!A1:C1"},
        {"range": "'K''s'!A1:C2"},
        {"range": "'K''s'!A1:XFD1"},
    ],
)
def test_sparklines_that_no_report_has_stay_as_they_are(look) -> None:
    def draw(book, sheet):
        book.add_worksheet("Other")
        sheet.add_sparkline(4, 2, {"range": "'K''s'!A1:C1", **SPARK, **look})

    before = workbook(draw)
    assert with_trend_lines(before) is before


def test_sparklines_in_colours_of_the_theme_stay_as_they_are() -> None:
    before = workbook(lambda book, sheet: sparks(sheet))
    swapped = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(swapped, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'colorSeries rgb="FF12436D"', b'colorSeries theme="4"'))
    content = swapped.getvalue()
    assert with_trend_lines(content) is content


def test_what_is_no_workbook_stays_as_it_is() -> None:
    whole = workbook(lambda book, sheet: sparks(sheet))
    for content in (b"", b"%PDF-1.7", whole[:-30], whole[: len(whole) // 2]):
        assert with_trend_lines(content) is content


def test_the_same_workbook_gives_the_same_copy() -> None:
    def draw(book, sheet):
        book.set_properties({"created": date(2026, 1, 20)})
        sparks(sheet)

    assert with_trend_lines(workbook(draw)) == with_trend_lines(workbook(draw))


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    return run_report(sample("small"), today=date(2026, 1, 20), quarter="Q3 2025/26", output=folder).output


def test_every_sparkline_of_a_report_becomes_a_shape(report: Path) -> None:
    content = report.read_bytes()
    copy = with_trend_lines(content)
    with zipfile.ZipFile(report) as package:
        sheets = [name for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
        asked = [at for name in sheets for at in re.findall(rb"<xm:sqref>([A-Z]+\d+)<", package.read(name))]
    drawn = [
        anchor
        for name in zipfile.ZipFile(io.BytesIO(copy)).namelist()
        if "trend_lines" in name
        for anchor in anchors(copy, name)
    ]
    assert len(asked) == len(drawn) == 10
    assert not any(b"sparklineGroup" in part(copy, name) for name in sheets)
    assert report.read_bytes() == content  # the report itself keeps its sparklines
