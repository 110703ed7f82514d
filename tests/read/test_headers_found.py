"""Sheets by name or alias, tables wherever they start, columns by header; never by resemblance."""

import pytest
from read_books import book, codes, read

from quarterly.model import contract
from quarterly.read.grid import read_grids
from quarterly.read.headers import find_table, match_sheets
from quarterly.read.package import open_package


def table_of(rows, sheet=contract.ACTION_PLAN):
    grid = read_grids(open_package(book({sheet.name: rows}), "plan.xlsx"), {sheet.name})[sheet.name]
    return find_table(grid, sheet)


@pytest.mark.parametrize("sheet", contract.SHEETS, ids=lambda sheet: sheet.name)
def test_every_header_and_alias_of_the_contract_is_known(sheet):
    for column in sheet.columns:
        for name in (column.header, *column.aliases):
            required = [other.header for other in sheet.columns if other.required and other is not column]
            table, _ = table_of([[name, *required], ["x"]], sheet)
            assert table is not None
            assert column.field in table.columns, name


def test_sheets_are_known_by_name_and_alias_without_case_and_punctuation():
    matches, problems = match_sheets(["ACTION-PLAN", "kpi definitions", "Readings ", "My notes"])
    assert matches == {"Action Plan": "ACTION-PLAN", "KPIs": "kpi definitions", "KPI Data": "Readings "}
    assert problems == ()


def test_the_contracts_own_name_goes_before_an_alias():
    matches, problems = match_sheets(["Actions", "Action Plan"])
    assert matches == {"Action Plan": "Action Plan"}
    assert codes(problems) == [("sheet-twice", "'Actions'")]


def test_a_name_that_only_resembles_is_not_taken_but_suggested():
    matches, problems = match_sheets(["Action Plan", "Recomendations"])
    assert matches == {"Action Plan": "Action Plan"}
    assert [(problem.code, problem.fix) for problem in problems] == [
        ("sheet-name-close", 'Did you mean "Recommendations"? If so, rename the sheet; if it is your own, leave it.')
    ]


def test_a_table_may_start_anywhere_under_titles():
    table, problems = table_of(
        [["Improvement plan 2025/26"], [], ["", "", "Action"], [], ["", "", "Ref", "", "Action", "Due"], []]
    )
    assert (table.header_row, dict(table.columns)) == (5, {"ref": 3, "text": 5, "due": 6})
    assert problems == []


@pytest.mark.parametrize(
    "header",
    ["% complete (Dec)", "% Complete\n(December)", "%  COMPLETE", "% complete [as at 31/12]", "% complete\nnote 1"],
)
def test_line_breaks_and_remarks_in_brackets_are_set_aside(header):
    table, _ = table_of([["Ref", "Action", header]])
    assert table.columns["complete"] == 3


def test_a_header_is_never_matched_by_a_part_of_it():
    table, problems = table_of([["Ref", "Action", "Impact on children", "Due diligence", "Notes"]])
    assert dict(table.columns) == {"ref": 1, "text": 2}
    assert problems == []


def test_a_header_close_to_one_of_the_contract_is_suggested():
    _, problems = table_of([["Ref", "Action", "Statuss"]])
    assert codes(problems) == [("header-close", "'Action Plan'!C1")]
    assert problems[0].fix.startswith('Did you mean "Status"?')


def test_two_columns_of_one_meaning():
    table, problems = table_of([["Ref", "Action", "Deadline", "Timescale"]])
    assert table.columns["due"] == 3
    assert codes(problems) == [("column-twice", "'Action Plan'!D1")]


def test_the_contracts_own_header_goes_before_an_alias():
    table, problems = table_of([["Ref", "Action", "Deadline", "Due"]])
    assert table.columns["due"] == 4
    assert codes(problems) == [("column-also", "'Action Plan'!C1")]


def test_a_missing_column_is_named():
    table, problems = table_of([["Ref", "Lead", "Due"], ["A1"]])
    assert table is not None
    assert codes(problems) == [("column-missing", "'Action Plan' row 1")]
    assert problems[0].fix == 'Add a column with the header "Action".'


def test_a_sheet_without_any_table():
    table, problems = table_of([["Some words"], ["and more"]])
    assert table is None
    assert codes(problems) == [("table-not-found", "'Action Plan'")]


def test_without_its_key_column_a_table_is_not_read():
    plan, problems = read({"Action Plan": [["Action", "Lead", "Due"], ["Train", "AD"]]})
    assert plan.actions == ()
    assert ("column-missing", "'Action Plan' row 1") in codes(problems)


def test_rows_that_are_blank_repeated_headers_or_notes():
    plan, problems = read(
        {
            "Action Plan": [
                ["Ref", "Action"],
                [],
                ["A1", "Train"],
                ["Ref", "Action"],
                [" ", ""],
                ["", "Total"],
                ["A2", "Hire"],
            ]
        }
    )
    assert [action.ref for action in plan.actions] == ["A1", "A2"]
    assert codes(problems) == [("key-missing", "'Action Plan'!A6")]
    assert problems[0].found == "Total"
