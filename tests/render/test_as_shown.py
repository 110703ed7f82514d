"""Cells of the published edition hold no more of a figure than they show; its properties say the language."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import openpyxl
import pytest
from msgspec.structs import replace

from quarterly.compose.report import Cell, Column, Report, Section, Table
from quarterly.render import render
from quarterly.render.book import decimals_shown

SECTION = Section(
    key="s",
    name="Figures",
    title="Figures",
    blocks=(
        Table(
            columns=(Column(header="One", width=12), Column(header="Two", width=12)),
            rows=((Cell(84.25, decimals=1, unit="%"), Cell(-12.345, decimals=2)), (Cell(3), Cell(date(2026, 1, 20)))),
        ),
    ),
)
REPORT = Report(title="T", subtitle="S", author="A", marking="", created=date(2026, 1, 20), sections=(SECTION,))


def figures(report: Report) -> list[object]:
    sheet = openpyxl.load_workbook(io.BytesIO(render(report)))["Figures"]
    return [value for row in sheet.iter_rows(values_only=True) for value in row if isinstance(value, float | int)]


def test_the_working_edition_holds_figures_in_full() -> None:
    assert figures(REPORT) == [84.25, -12.345, 3]


def test_the_published_edition_holds_what_it_shows_rounded_as_excel_does() -> None:
    assert figures(replace(REPORT, as_shown=True)) == [84.3, -12.35, 3]


@pytest.mark.parametrize(
    ("code", "decimals"),
    [
        ('#,##0.0"%";−#,##0.0"%"', 1),
        ("0.00%", 4),
        ("#,##0", 0),
        ("0", 0),
        ("[Red]0.00", 2),
        ('"No. "0', 0),
        ("General", None),
        ("", None),
        ("d mmm yyyy", None),
    ],
)
def test_decimals_that_a_format_shows(code: str, decimals: int | None) -> None:
    assert decimals_shown(code) == decimals


def test_the_properties_say_the_language_and_the_organisation() -> None:
    with zipfile.ZipFile(io.BytesIO(render(replace(REPORT, organisation="Northmere Council")))) as package:
        assert b"<dc:language>en-GB</dc:language>" in package.read("docProps/core.xml")
        assert b"<Company>Northmere Council</Company>" in package.read("docProps/app.xml")
