from __future__ import annotations

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from quarterly.model.contract import KPI_DATA, SETTING_ROWS, SHEETS
from quarterly.render.improvement_workbook import BLANK_ROWS, blank_workbook, write_improvement_workbook
from quarterly.resources import template


def opened(workbook: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook))


def test_blank_workbook_has_help_and_every_sheet_of_the_contract_in_order() -> None:
    assert opened(blank_workbook()).sheetnames == ["Help", *(sheet.name for sheet in SHEETS)]


def test_every_sheet_has_the_contract_s_headers_as_one_real_table() -> None:
    book = opened(blank_workbook())
    for sheet in SHEETS:
        (table,) = book[sheet.name].tables.values()
        assert [cell.value for cell in book[sheet.name][1]] == [column.header for column in sheet.columns]
        assert table.ref.startswith("A1:")


def test_blank_workbook_holds_no_rows_that_could_be_taken_for_the_officer_s() -> None:
    book = opened(blank_workbook())
    for sheet in SHEETS[1:]:
        rows = list(book[sheet.name].iter_rows(min_row=2, values_only=True))
        assert len(rows) == BLANK_ROWS
        assert not any(value for row in rows for value in row)


def test_settings_are_named_and_only_the_year_is_filled_in() -> None:
    rows = list(opened(blank_workbook())["Settings"].iter_rows(min_row=2, values_only=True))
    assert rows == [(setting.name, "April" if setting.field == "year_starts" else None) for setting in SETTING_ROWS]


def test_choices_are_offered_and_headers_say_what_their_column_is_for() -> None:
    validations = opened(blank_workbook())["Action Plan"].data_validations.dataValidation
    lists = {str(rule.sqref): rule.formula1 for rule in validations if rule.type == "list"}
    messages = {str(rule.sqref): rule.prompt for rule in validations if rule.prompt}
    assert lists == {
        "J2:J5001": '"Not started,In progress,Complete,Deferred,Superseded"',
        "K2:K5001": '"Red,Amber,Green,Blue"',
    }
    assert messages["A1"] == "A short reference, unique on this sheet. Needed.\nExample: A1"
    assert len(messages) == 19


def test_choices_are_suggested_not_forced() -> None:
    for sheet in opened(blank_workbook()):
        for rule in sheet.data_validations.dataValidation:
            if rule.type is not None:
                assert rule.errorStyle == "warning"


def test_help_explains_every_setting_and_column() -> None:
    help_sheet = opened(blank_workbook())["Help"]
    explained = {(row[0], row[1]) for row in help_sheet.iter_rows(values_only=True)}
    for sheet in SHEETS[1:]:
        assert {(column.header, column.about) for column in sheet.columns} <= explained
    assert {(setting.name, setting.about) for setting in SETTING_ROWS} <= explained


def test_values_are_written_with_their_types_and_formats() -> None:
    row = {"ref": "1.10", "due": date(2026, 3, 31), "complete": 60.0, "stage": "In progress"}
    sheet = opened(write_improvement_workbook({"Action Plan": [row]}, {}))["Action Plan"]
    cells = {sheet.cell(1, cell.column).value: cell for cell in sheet[2] if cell.value is not None}
    assert {header: (cell.value, cell.number_format) for header, cell in cells.items()} == {
        "Ref": ("1.10", "@"),
        "Due": (datetime(2026, 3, 31), "dd mmm yyyy"),
        "% complete": (0.6, "0%"),
        "Status": ("In progress", "General"),
    }


def test_readings_are_shown_with_the_decimals_of_their_indicator() -> None:
    tables = {
        "KPIs": [{"ref": "K1", "decimals": 1}, {"ref": "K2", "decimals": 0}],
        "KPI Data": [{"kpi": "K1", "value": 91.0}, {"kpi": "K2", "value": 1200.0}, {"kpi": "K3", "value": 0.25}],
    }
    sheet = opened(write_improvement_workbook(tables, {}))["KPI Data"]
    assert [row[2].number_format for row in sheet.iter_rows(min_row=2)] == ["#,##0.0", "#,##0", "General"]


@pytest.mark.parametrize("text", ["=1+1", "+44 20 7946 0000", "-", "@home", "{=A1}", "https://northmere.example"])
def test_text_stays_text_whatever_it_begins_with(text: str) -> None:
    sheet = opened(write_improvement_workbook({"KPI Data": [{"kpi": "K1", "comment": text}]}, {}))["KPI Data"]
    (cell,) = (cell for cell in sheet[2] if cell.column == 1 + [c.field for c in KPI_DATA.columns].index("comment"))
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_same_content_gives_the_same_bytes() -> None:
    tables = {"Risks": [{"ref": "RK1", "text": "Recruitment lags behind turnover."}]}
    settings = {"authority": "Northmere Council", "plan_start": date(2024, 10, 1)}
    assert write_improvement_workbook(tables, settings) == write_improvement_workbook(tables, settings)


def test_no_person_is_named_in_the_document_s_properties() -> None:
    properties = opened(blank_workbook()).properties
    assert (properties.title, properties.creator, properties.lastModifiedBy) == ("Improvement workbook", None, None)


def test_rows_are_high_enough_and_still_grow() -> None:
    tables = {"Commentary": [{"about": "K1", "text": "word " * 100}]}
    with zipfile.ZipFile(io.BytesIO(write_improvement_workbook(tables, {}))) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any(b"customHeight" in sheet for sheet in sheets)
    heights = opened(write_improvement_workbook(tables, {}))["Commentary"].row_dimensions
    assert heights[2].height > 7 * 12  # 500 characters of Arial 10 (5.6 pixels) in 66 of 7 pixels: 7 lines of 12 points


@pytest.mark.parametrize(
    ("tables", "settings"),
    [({"Actions": []}, {}), ({"Risks": [{"risk": "x"}]}, {}), ({"Settings": []}, {}), ({}, {"council": "x"})],
)
def test_names_that_the_contract_does_not_know_are_refused(tables: dict, settings: dict) -> None:
    with pytest.raises(KeyError):
        write_improvement_workbook(tables, settings)


def parts(workbook: bytes) -> dict[str, bytes]:
    """What a workbook holds; how tightly it is packed differs between builds of Python."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_committed_template_is_the_blank_workbook() -> None:
    assert parts(template("improvement_workbook").read_bytes()) == parts(blank_workbook())
