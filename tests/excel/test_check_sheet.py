"""The sheets of Check and What changed as values, before they are drawn."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from books import write_book

from quarterly.compose.report import Cell, Look, Table
from quarterly.excel.press.sheets import CHANGES_SHEET, CHECK_SHEET, _place, changes_report, check_report
from quarterly.excel.press.words import in_paragraphs, problem_counts, standing, status_counts
from quarterly.judge.status import Status
from quarterly.model.problems import CellRef
from quarterly.render import render
from quarterly.run import assess

DAY = date(2026, 1, 20)


def tables(report) -> list[Table]:
    return [block for block in report.sections[0].blocks if isinstance(block, Table)]


def test_each_problem_is_a_row_with_a_link_to_its_cell(faulty_book: Path) -> None:
    found = assess(faulty_book, today=DAY)
    report = check_report(found)
    problems, findings = tables(report)
    assert report.sections[0].name == CHECK_SHEET
    assert problems.rows[0][:3] == (
        Cell("✖ Error", Look.RED),
        Cell("Action Plan"),
        Cell(found.book.problems[0].at.address, Look.LINK, link=f"#'Action Plan'!{found.book.problems[0].at.address}"),
    )
    assert len(problems.rows) == len(found.book.problems)
    assert len(findings.rows) == len(found.judgements.findings)


def test_a_link_leads_into_the_workbook_that_the_sheet_is_put_into(faulty_book: Path) -> None:
    found = assess(faulty_book, today=DAY)
    with zipfile.ZipFile(io.BytesIO(render(check_report(found)))) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
    assert f"location=\"'Action Plan'!{found.book.problems[0].at.address}\"" in sheet


@pytest.mark.parametrize(
    ("at", "link"),
    [
        (CellRef("Director's plan", 14, 6), "#'Director''s plan'!F14"),
        (CellRef("KPIs", 3), "#'KPIs'!A3"),
        (CellRef("KPIs"), "#'KPIs'!A1"),
    ],
)
def test_a_link_is_written_as_excel_wants_it(at: CellRef, link: str) -> None:
    assert _place(at) == link


def test_what_changed_is_the_reports_own_section_on_a_sheet_of_its_own(tmp_path: Path) -> None:
    published = {
        "quarter": "Q2 2025/26",
        "item": "K1",
        "kind": "KPI",
        "status": "Red",
        "value": 81.5,
        "published_on": date(2025, 10, 23),
    }
    found = assess(write_book(tmp_path / "plan.xlsx", **{"Status History": [published]}), today=DAY)
    section = changes_report(found).sections[0]
    assert section.name == CHANGES_SHEET
    assert tables(changes_report(found))[0].rows[0][1].value == "K1"


def test_what_is_said_afterwards(book: Path) -> None:
    found = assess(book, today=DAY)
    assert standing(found).startswith("Indicators: 1 amber.\nActions: ")
    assert problem_counts(()) == "nothing wrong found"
    assert status_counts([Status.AMBER, Status.RED, Status.AWAITED, Status.RED]) == "2 red, 1 amber and 1 awaited"
    assert in_paragraphs("One.", "", "Two.") == "One.\n\nTwo."


def test_what_the_reader_must_know_is_said_too(book: Path) -> None:
    found = assess(book, today=DAY, quarter="Q4 2025/26")
    assert "Please note: Q4 2025/26 ends on 31 Mar 2026" in standing(found)
