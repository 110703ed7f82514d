"""Rows, blocks and ready-made parts; and every mistake with its sheet and cell."""

import pytest
from drawn_templates import amiss, compiled, workbook
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from quarterly.template.layout import Each, ReadyMade, Row, Token


def nodes(cells: dict[str, object], **options: object) -> tuple[object, ...]:
    found = compiled(workbook(cells, **options))
    assert found.problems == ()
    return found.template.sheets[0].nodes


def test_a_row_with_a_list_repeats_and_others_do_not() -> None:
    rows = nodes({"A1": "{{authority}}", "A2": "Ref", "B2": "Name", "A3": "{{kpi.ref}}", "B3": "{{kpi.name}}"})
    assert [(row.number, row.repeats) for row in rows] == [(0, ""), (1, ""), (2, "kpi")]
    assert rows[2].cells[1].value == (Token("kpi.name"),)
    assert rows[2].cells[1].at == "Scorecard!B3"


def test_blocks_hold_rows_that_repeat_over_their_own_items() -> None:
    first, block, last = nodes(
        {
            "A1": "Scorecard",
            "A2": "{{each theme}}",
            "A3": "{{theme.name}}",
            "A4": "{{kpi.ref}}",
            "A5": "{{end}}",
            "A6": "{{section.audits}}",
        }
    )
    assert isinstance(first, Row)
    assert isinstance(block, Each)
    assert (block.over, block.at, [row.repeats for row in block.body]) == ("theme", "Scorecard!A2", ["", "kpi"])
    assert last == ReadyMade(key="audits", at="Scorecard!A6")


def test_a_list_of_an_item_can_be_asked_for_inside_it() -> None:
    (block,) = nodes({"A1": "{{each kpi}}", "A2": "{{kpi.name}}", "A3": "{{reading.period}}", "A4": "{{end}}"})
    assert [row.repeats for row in block.body] == ["", "reading"]


def test_a_sheet_whose_name_has_a_token_repeats() -> None:
    found = compiled(workbook({"A1": "{{theme.name}}", "A2": "{{kpi.ref}}"}, name="{{theme.name}}"))
    sheet = found.template.sheets[0]
    assert (found.problems, sheet.repeats, sheet.name) == ((), "theme", (Token("theme.name"),))
    assert [row.repeats for row in sheet.nodes] == ["", "kpi"]


def test_a_theme_sheet_may_hold_that_themes_indicators() -> None:
    found = compiled(workbook({"A1": "{{section.kpis}}"}, name="{{theme.name}}"))
    assert (found.problems, found.template.sheets[0].nodes) == (
        (),
        (ReadyMade(key="kpis", at="{{theme.name}}!A1"),),
    )


def test_the_reports_own_sheets_are_a_list() -> None:
    assert [row.repeats for row in nodes({"A1": "{{sheet.name}}", "B1": "{{sheet.about}}"})] == ["sheet"]


def test_blank_rows_between_others_are_kept_and_those_at_the_end_are_not() -> None:
    def tall(sheet: Worksheet) -> None:
        sheet.row_dimensions[2].height = 40
        sheet.row_dimensions[9].height = 40

    rows = nodes({"A1": "a", "A4": "b"}, draw=tall)
    assert [(row.number, row.height, len(row.cells)) for row in rows] == [
        (0, None, 1),
        (1, 40.0, 0),
        (2, None, 0),
        (3, None, 1),
    ]


@pytest.mark.parametrize(
    ("cells", "code", "at", "found"),
    [
        ({"A1": "{{kpi.nmae}}"}, "token-unknown", "'Scorecard'!A1", "{{kpi.nmae}}"),
        ({"A1": "a", "C7": "{{kpis}}"}, "token-unknown", "'Scorecard'!C7", "{{kpis}}"),
        ({"B2": "{{authority"}, "token-braces", "'Scorecard'!B2", "{{authority"),
        ({"A1": "{{kpi.ref}}", "B1": "{{action.ref}}"}, "two-lists-in-a-row", "'Scorecard'!B1", "kpi and action"),
        ({"A1": "{{reading.period}}"}, "token-outside-its-list", "'Scorecard'!A1", "{{reading.period}}"),
        ({"A1": "Chart: {{kpi.chart}}"}, "chart-shares-its-cell", "'Scorecard'!A1", "Chart: {{kpi.chart}}"),
        ({"A1": "{{each kpi}}", "A2": "{{kpi.ref}}"}, "each-without-end", "'Scorecard'!A1", "{{each kpi}}"),
        ({"A1": "a", "A3": "{{end}}"}, "end-without-each", "'Scorecard'!A3", "{{end}}"),
        ({"A1": "{{section.audit}}"}, "section-unknown", "'Scorecard'!A1", "{{section.audit}}"),
        ({"A1": "{{section.audits}}", "C1": "x"}, "each-shares-its-row", "'Scorecard'!A1", "{{section.audits}}"),
        ({"A1": "Now: {{section.audits}}"}, "each-shares-its-row", "'Scorecard'!A1", "Now: {{section.audits}}"),
    ],
)
def test_a_mistake_is_named_with_its_cell(cells: dict[str, object], code: str, at: str, found: str) -> None:
    assert amiss(cells) == [(code, at, found)]


@pytest.mark.parametrize(
    ("rows", "problems"),
    [
        (["{{each kips}}", "{{kpi.ref}}", "{{end}}"], [("each-unknown", "A1")]),
        (["{{each}}", "x", "{{end}}"], [("each-unknown", "A1")]),
        (["Of {{each kpi}}:", "{{kpi.name}}", "{{reading.period}}", "{{end}}"], [("each-shares-its-row", "A1")]),
        (["{{each kpi}}", "{{kpi.name}}", "That is {{end}}"], [("each-shares-its-row", "A3")]),
        (["{{each kpi}}", "{{each kpi}}", "x", "{{end}}", "{{end}}"], [("each-inside-itself", "A2")]),
        (["{{each reading}}", "x", "{{end}}"], [("token-outside-its-list", "A1")]),
        (["{{each kpi}}", "{{end}}"], [("block-empty", "A1")]),
        (["{{each kpi}}", "{{section.audits}}", "x", "{{end}}"], [("section-repeats", "A2")]),
        (["{{each action}}", "{{section.kpis}}", "x", "{{end}}"], [("section-repeats", "A2")]),
    ],
)
def test_mistakes_with_blocks_are_named(rows: list[str], problems: list[tuple[str, str]]) -> None:
    found = amiss({f"A{number}": text for number, text in enumerate(rows, 1)})
    assert [(code, at.removeprefix("'Scorecard'!")) for code, at, _ in found] == problems


def test_all_mistakes_are_found_at_once_and_errors_apart_from_warnings() -> None:
    found = compiled(workbook({"A1": "{{kpi.nmae}}", "A2": "{{end}}", "A3": "=1+1"}))
    assert [problem.code for problem in found.errors] == ["token-unknown", "end-without-each"]
    assert [problem.code for problem in found.warnings] == ["formula-not-carried"]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("{{kpi.nmae}}", "Did you mean {{kpi.name}}?"),
        ("{{KPI.Name}}", "Did you mean {{kpi.name}}?"),
        ("{{authorty}}", "Did you mean {{authority}}?"),
        ("{{kpi}}", "Did you mean {{kpi.ref}}?"),
        ("{{section.audit}}", "Did you mean {{section.audits}}?"),
        ("{{each kpis}}", "Did you mean {{each kpi}}?"),
        ("{{each Themes}}", "Did you mean {{each theme}}?"),
        ("{{end theme}}", "Did you mean {{end}}?"),
    ],
)
def test_what_was_probably_meant_is_said(text: str, hint: str) -> None:
    assert hint in compiled(workbook({"A1": text})).problems[0].fix


def test_of_two_lists_the_one_that_holds_the_other_goes_around_it() -> None:
    fixes = [
        compiled(workbook({"A1": f"{{{{{one}}}}}", "B1": f"{{{{{other}}}}}"})).problems[0].fix
        for one, other in (("theme.name", "kpi.name"), ("kpi.name", "theme.name"))
    ]
    assert [fix.split(" and ")[0] for fix in fixes] == ["Put the row between {{each theme}}"] * 2


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("{{theme.nmae}}", "token-unknown"),
        ("{{kpi.chart}}", "sheet-name-token"),
        ("{{reading.period}}", "sheet-name-token"),
        ("{{kpi.ref}} {{theme.name}}", "sheet-name-token"),
        ("{{each kpi}}", "sheet-name-token"),
        ("{{authority", "sheet-name-token"),
    ],
)
def test_tokens_that_a_sheets_name_cannot_have_are_named(name: str, code: str) -> None:
    assert [(found[0], found[1]) for found in amiss({"A1": "x"}, name=name)] == [(code, f"'{name}'")]


@pytest.mark.parametrize(
    ("name", "example"),
    [
        ("{{kpi.ref}}", "{{kpi.ref}} {{kpi.name}}"),
        ("{{kpi.value}} %", "{{kpi.ref}} {{kpi.name}}"),
        ("{{kpi.ref}} {{kpi.status}}", "{{kpi.ref}} {{kpi.name}}"),
        ("{{action.ref}}", "{{action.ref}} {{action.text}}"),
    ],
)
def test_a_sheet_named_by_a_value_or_a_reference_alone_is_warned_of(name: str, example: str) -> None:
    (found,) = compiled(workbook({"A1": "x"}, name=name)).problems
    assert (found.code, found.fix) == ("sheet-named-by-a-value", f"Add a name, as in {example}.")


@pytest.mark.parametrize("name", ["{{kpi.ref}} {{kpi.name}}", "Indicator {{kpi.ref}}", "{{theme.name}}", "Scores"])
def test_a_sheet_named_by_words_is_fine(name: str) -> None:
    assert amiss({"A1": "x"}, name=name) == []


def test_merged_cells_over_rows_of_which_one_repeats_are_refused() -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("B1:C4")

    assert amiss({"A1": "{{kpi.ref}}", "B1": "{{kpi.chart}}"}, draw=merge) == [
        ("merged-area-repeats", "'Scorecard'!B1", "{{kpi.chart}}")
    ]


def test_merged_cells_that_reach_out_of_a_block_are_refused() -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("B2:C5")

    cells = {"A1": "{{each kpi}}", "A2": "{{kpi.ref}}", "B2": "{{kpi.chart}}", "A4": "{{end}}", "A6": "x"}
    assert amiss(cells, draw=merge)[0][:2] == ("merged-area-repeats", "'Scorecard'!B2")


def test_merged_cells_over_a_row_that_opens_a_block_are_refused() -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A1:A2")

    found = amiss({"A1": "{{each kpi}}", "A3": "{{kpi.ref}}", "A4": "{{end}}"}, draw=merge)
    assert [one[:2] for one in found] == [
        ("merged-area-repeats", "'Scorecard'!A1"),
    ]


def test_merged_cells_inside_a_block_and_inside_a_row_are_fine() -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("B2:C5")
        sheet.merge_cells("A7:C7")

    cells = {
        "A1": "{{each kpi}}",
        "A2": "{{kpi.ref}}",
        "B2": "{{kpi.chart}}",
        "A6": "{{end}}",
        "A7": "{{action.text}}",
    }
    block, row = nodes(cells, draw=merge)
    chart = block.body[0].cells[1]
    assert (chart.value, chart.rows, chart.columns) == ((Token("kpi.chart"),), 4, 2)
    assert (row.repeats, row.cells[0].columns) == ("action", 3)


def test_tokens_in_headers_and_in_the_title_are_checked() -> None:
    book = Workbook()
    sheet = book.active
    sheet["A1"] = "x"
    sheet.title = "{{theme.name}}"
    sheet.oddFooter.left.text = "{{authority}} {{theme.name}} {{kpi.name}} {{athority}}"
    book.properties.title = "{{title.of}} {{"
    from drawn_templates import saved

    found = [(one.code, str(one.at)) for one in compiled(saved(book)).errors]
    assert found == [
        ("token-misplaced", "'{{theme.name}}'"),
        ("token-unknown", "'{{theme.name}}'"),
        ("token-braces", "''"),
        ("token-unknown", "''"),
    ]


def test_what_stands_in_a_header_is_quoted_and_its_side_is_named() -> None:
    def draw(sheet: Worksheet) -> None:
        sheet.oddHeader.right.text = "A && B {{kpi.name}}"
        sheet.oddFooter.center.text = "{{athority}} {{"

    found = compiled(workbook({"A1": "x"}, draw=draw)).errors
    assert [(one.found, one.fix.partition("It stands ")[2].partition(".")[0]) for one in found] == [
        ("{{kpi.name}}", "in the right of the header"),
        ("{{athority}} {{", "in the centre of the footer"),
        ("{{athority}}", "in the centre of the footer"),
    ]


@pytest.mark.parametrize("rows", [["{{each}}"], ["{{each foo}}"], ["{{each kpi}}"]])
def test_a_block_that_is_never_closed_is_quoted_as_it_stands(rows: list[str]) -> None:
    (unclosed,) = (one for one in amiss({"A1": rows[0], "A2": "x"}) if one[0] == "each-without-end")
    assert unclosed[2] == rows[0]


@pytest.mark.parametrize(
    ("rows", "apart"),
    [
        (["{{each theme}}", "{{action.text}}", "{{end}}"], [("A2", "{{action. ...}}")]),
        (["{{each theme}}", "{{each action}}", "{{action.text}}", "{{end}}", "{{end}}"], [("A2", "{{each action}}")]),
        (["{{each theme}}", "{{kpi.name}}", "{{end}}"], []),
        (["{{each kpi}}", "{{theme.name}}", "{{end}}"], []),  # an indicator has its theme
        (["{{each theme}}", "{{sheet.name}}", "{{end}}"], []),  # a list of all sheets may stand anywhere
        (["{{each theme}}", "{{each kpi}}", "{{reading.period}}", "{{end}}", "{{end}}"], []),
        (["{{theme.name}}", "{{action.text}}"], []),
    ],
)
def test_a_list_that_has_nothing_to_do_with_those_around_it_is_warned_of(
    rows: list[str], apart: list[tuple[str, str]]
) -> None:
    found = amiss({f"A{number}": text for number, text in enumerate(rows, 1)})
    assert found == [("list-apart", f"'Scorecard'!{at}", text) for at, text in apart]


def test_a_list_apart_on_a_sheet_for_each_theme_is_warned_of() -> None:
    found = amiss({"A1": "{{theme.name}}", "A2": "{{action.text}}"}, name="{{theme.name}}")
    assert [one[:2] for one in found] == [("list-apart", "'{{theme.name}}'!A2")]


def test_a_template_without_sheets_is_an_error_and_empty_sheets_are_left_out() -> None:
    book = Workbook()
    book.active.title = "Styles"
    book.create_sheet("Sheet2")
    from drawn_templates import saved

    assert [one.code for one in compiled(saved(book)).problems][:2] == [
        "template-sheet-empty",
        "template-without-sheets",
    ]
