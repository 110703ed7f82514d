"""Sheets made ready for a workbook that is open in a program."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from hosts import edit, host, parts, report, sheet_names

from quarterly.errors import QuarterlyError
from quarterly.ooxml import Doing, Edited, check_open, host_facts, insert_sheets, prepare_live

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return host(tmp_path / "plan.xlsx")


@pytest.fixture
def carrier(tmp_path: Path) -> Path:
    return tmp_path / "carrier.xlsx"


def code_of(call) -> str:
    with pytest.raises(QuarterlyError) as refused:
        call()
    return refused.value.code


def named(path: Path, *names: str) -> Path:
    workbook = xlsxwriter.Workbook(path)
    for name in names:
        workbook.add_worksheet(name)
    workbook.close()
    return path


def test_the_carrier_holds_the_reports_sheets_and_blank_ones_for_the_officers(book: Path, carrier: Path) -> None:
    before = book.read_bytes()
    ready = prepare_live(book, report(), carrier)
    assert book.read_bytes() == before
    assert sheet_names(carrier) == ["Action Plan", "KPIs", "Summary", "Scorecard"]
    assert [(one.name, one.doing) for one in ready.result.sheets] == [
        ("Summary", Doing.ADDED),
        ("Scorecard", Doing.ADDED),
    ]
    sheets = openpyxl.load_workbook(carrier)
    assert sheets["Action Plan"].max_row == sheets["Action Plan"].max_column == 1
    assert sheets["Action Plan"]["A1"].value is None
    assert sheets["Summary"]["A4"].value == "Ref"
    assert [sheet.key for sheet in host_facts(carrier).report_sheets] == ["Summary", "Scorecard"]


def test_the_same_workbook_and_report_give_the_same_carrier(book: Path, carrier: Path, tmp_path: Path) -> None:
    prepare_live(book, report(), carrier)
    again = tmp_path / "again.xlsx"
    prepare_live(book, report(), again)
    assert carrier.read_bytes() == again.read_bytes()


def test_earlier_sheets_keep_their_places_and_names(book: Path, carrier: Path) -> None:
    insert_sheets(book, report(["Summary", "Scorecard", "Notes"]))
    edit(book, "xl/workbook.xml", b'name="Summary"', b'name="Our &amp; summary"')
    ready = prepare_live(book, report(["Summary", "Scorecard"], value=9.0), carrier)
    assert [(one.key, one.name, one.doing) for one in ready.result.sheets] == [
        ("Summary", "Our & summary", Doing.REPLACED),
        ("Scorecard", "Scorecard", Doing.REPLACED),
        ("Notes", "Notes", Doing.REMOVED),
    ]
    assert sheet_names(carrier) == ["Action Plan", "KPIs", "Our & summary", "Scorecard"]


def test_names_that_are_hard_to_write_are_taken_too(carrier: Path, tmp_path: Path) -> None:
    book = named(tmp_path / "plan.xlsx", 'Åse\'s <plan> & "KPIs"', "Summary", "数据")
    prepare_live(book, report(), carrier)
    assert sheet_names(carrier) == ['Åse\'s <plan> & "KPIs"', "Summary", "数据", "Summary (2)", "Scorecard"]


def test_columns_are_measured_by_the_officers_own_font(book: Path, carrier: Path) -> None:
    prepare_live(book, report(), carrier)
    assert host_facts(carrier).default_font == host_facts(book).default_font


def test_days_are_counted_as_in_the_workbook(carrier: Path, tmp_path: Path) -> None:
    book = host(tmp_path / "plan.xlsx", date_1904=True)
    prepare_live(book, report(date_1904=True), carrier)
    assert host_facts(carrier).date_1904
    assert code_of(lambda: prepare_live(book, report(), carrier)) == "date-system"


def test_a_protected_structure_is_refused_with_or_without_a_password(book: Path, carrier: Path) -> None:
    check_open(book)
    edit(book, "xl/workbook.xml", b"<bookViews>", b'<workbookProtection lockStructure="1"/><bookViews>')
    assert code_of(lambda: prepare_live(book, report(), carrier)) == "structure-locked-open"
    edit(book, "xl/workbook.xml", b'lockStructure="1"', b'lockStructure="1" workbookPassword="CC1A"')
    assert code_of(lambda: check_open(book)) == "structure-locked"
    assert not carrier.exists()


def test_a_protected_structure_may_be_only_of_windows(book: Path) -> None:
    edit(book, "xl/workbook.xml", b"<bookViews>", b'<workbookProtection lockWindows="1"/><bookViews>')
    check_open(book)


@pytest.mark.parametrize(
    "protection", [b'<sheetProtection sheet="1"/>', b'<sheetProtection objects="1" sheet="true"/>']
)
def test_a_protected_report_sheet_is_not_replaced(protection: bytes, book: Path, carrier: Path) -> None:
    insert_sheets(book, report())
    part = next(name for name, content in parts(book).items() if "worksheets" in name and b"note 1" in content)
    edit(book, part, b"</sheetData>", b"</sheetData>" + protection)
    assert code_of(lambda: prepare_live(book, report(value=9.0), carrier)) == "sheet-protected"


def test_protecting_the_officers_own_sheets_does_no_harm(book: Path, carrier: Path) -> None:
    prepare_live(book, report(), carrier)
    without = sheet_names(carrier)
    edit(book, "xl/worksheets/sheet1.xml", b"</sheetData>", b'</sheetData><sheetProtection sheet="1"/>')
    prepare_live(book, report(), carrier)
    assert sheet_names(carrier) == without


def test_a_replaced_sheet_that_formulas_use_is_refused_because_a_running_program_loses_them(
    book: Path, carrier: Path, tmp_path: Path
) -> None:
    workbook = xlsxwriter.Workbook(tmp_path / "uses.xlsx")
    workbook.add_worksheet("Mine").write_formula("A1", "=Summary!B1", None, 3.5)
    workbook.add_worksheet("Summary")
    workbook.close()
    shutil.copy(tmp_path / "uses.xlsx", book)
    insert_sheets(book, report(), adopt={"Summary": "Summary"}, edited=Edited.REPLACE)
    assert code_of(lambda: prepare_live(book, report(value=9.0), carrier)) == "sheet-in-use"


def test_what_was_typed_into_a_report_sheet_is_noticed(book: Path, carrier: Path) -> None:
    insert_sheets(book, report())
    part = next(name for name, content in parts(book).items() if "worksheets" in name and b"note 1" in content)
    edit(book, part, b"note 1", b"mine")
    assert code_of(lambda: prepare_live(book, report(value=9.0), carrier)) == "sheet-edited"
    assert prepare_live(book, report(value=9.0), carrier, edited=Edited.REPLACE).result.sheets
