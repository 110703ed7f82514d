"""Sheets by name or alias, tables wherever they start, columns by header; never by resemblance."""

import pytest
from read_books import book, codes, read

from quarterly.model import contract
from quarterly.read.grid import read_grids
from quarterly.read.headers import find_table
from quarterly.read.package import open_package
from quarterly.read.sheet_names import match_sheets


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
    found = match_sheets(["ACTION-PLAN", "kpi definitions", "Readings ", "My notes"])
    matches, problems = found.matches, found.problems
    assert matches == {"Action Plan": "ACTION-PLAN", "KPIs": "kpi definitions", "KPI Data": "Readings "}
    assert problems == ()


def test_the_contracts_own_name_goes_before_an_alias():
    found = match_sheets(["Actions", "Action Plan"])
    matches, problems = found.matches, found.problems
    assert matches == {"Action Plan": "Action Plan"}
    assert (found.rivals, problems) == ((("Actions", "Action Plan"),), ())


def test_a_name_that_only_resembles_is_not_taken_but_suggested():
    found = match_sheets(["Action Plan", "Recomendations"])
    matches, problems = found.matches, found.problems
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
                ["", "Thanks"],
                ["A2", "Hire"],
            ]
        }
    )
    assert [action.ref for action in plan.actions] == ["A1", "A2"]
    assert codes(problems) == [("key-missing", "'Action Plan'!A6")]
    assert problems[0].found == "Thanks"


PLAN = [["Ref", "Action"], ["A1", "Train"]]
KPIS = [["Ref", "Indicator", "Good is"], ["K1", "Visits", "High"]]
DATA = [["KPI", "Period", "Value"], ["K1", "Dec-25", 95]]


def sheets_of(**others):
    plan, problems = read({"KPIs": KPIS, "KPI Data": DATA, **others})
    return plan, [(problem.code, problem.severity.value, problem.at.sheet) for problem in problems]


@pytest.mark.parametrize(
    "name", ["Action Plan Q3 2025-26", "Action Plan (2)", "Action Plan - Care", "2025 Action Plan"]
)
def test_a_sheet_whose_name_says_more_is_not_lost_without_a_word(name):
    plan, found = sheets_of(**{name: PLAN})
    assert (plan.actions, found) == ((), [("sheet-name-close", "warning", name)])


def test_of_a_sheet_that_was_read_a_part_is_a_warning_and_a_copy_a_note():
    names = ["Action Plan - Care", "Action Plan OLD", "Action Plan 2024-25", "Action Plan summary"]
    _, found = sheets_of(**{"Action Plan": PLAN, **dict.fromkeys(names, PLAN)})
    assert found == [
        ("sheet-also", "warning", "Action Plan - Care"),
        ("sheet-copy", "note", "Action Plan OLD"),
        ("sheet-copy", "note", "Action Plan 2024-25"),
    ]


def test_own_sheets_with_everyday_names_are_no_errors():
    own = {"Issues": [["Issue", "Who"]], "Data": [["raw"], [1]], "About": [["This workbook"]]}
    plan, found = sheets_of(**own, Risks=[["Ref", "Risk"]], Settings=[["Setting", "Value"]])
    assert [reading.value for reading in plan.kpis[0].readings] == [95]
    assert found == [("sheet-own", "note", name) for name in own]


def test_two_sheets_that_hold_the_same_table_are_an_error():
    _, found = sheets_of(**{"Action Plan": PLAN, "Actions": PLAN})
    assert found == [("sheet-twice", "error", "Actions")]


def test_of_two_other_names_the_sheet_with_the_table_is_read():
    plan, problems = read({"KPIs": KPIS, "Data": [["raw"], [1]], "Readings": DATA})
    assert [reading.value for reading in plan.kpis[0].readings] == [95]
    assert codes(problems) == [("sheet-own", "'Data'")]
