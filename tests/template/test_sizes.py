"""What has too little room in a template, or will be too small in print."""

import io

import pytest
from drawn_templates import WORDS, compiled, png, workbook
from msgspec.structs import replace
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, DataBarRule, Rule
from openpyxl.styles import Alignment, PatternFill

from quarterly.template.alt_text import describes
from quarterly.template.known import Known
from quarterly.template.layout import Picture, Template
from quarterly.template.sizes import sizes


def said(cells: dict[str, object], draw=None) -> list[tuple[str, str]]:
    found = sizes(compiled(workbook(cells, draw=draw)).template, Known(WORDS))
    return [(one.code, str(one.at).removeprefix("'Scorecard'!")) for one in found]


@pytest.mark.parametrize(("area", "is_small"), [("A2", True), ("A2:C11", True), ("A2:G4", True), ("A2:F11", False)])
def test_a_place_too_small_for_a_chart_is_named(area: str, is_small: bool) -> None:
    found = said({"A1": "{{each kpi}}", "A2": "{{kpi.chart}}", "A13": "{{end}}"}, lambda sheet: sheet.merge_cells(area))
    assert found == [("chart-small", "A2")] * is_small


def test_tall_rows_and_wide_columns_give_a_chart_its_room() -> None:
    def draw(sheet) -> None:
        sheet.column_dimensions["B"].width = 60
        sheet.row_dimensions[2].height = 150

    assert said({"A1": "x", "B2": "{{kpi.chart}}"}, draw) == []


@pytest.mark.parametrize(("width", "found"), [(8, [("text-column-narrow", "B3")]), (40, [])])
def test_a_narrow_column_of_sentences_is_named(width: float, found: list[tuple[str, str]]) -> None:
    def draw(sheet) -> None:
        sheet.column_dimensions["A"].width = 4
        sheet.column_dimensions["B"].width = width

    cells = {"A2": "Ref", "B2": "Name", "A3": "{{kpi.ref}}", "B3": "{{kpi.name}}"}
    assert said(cells, draw) == found


def test_words_that_have_the_row_to_themselves_or_stand_upright_may_be_in_a_narrow_column() -> None:
    def draw(sheet) -> None:
        sheet["A5"].alignment = Alignment(textRotation=90)

    cells = {"A2": "{{each kpi}}", "A3": "{{kpi.name}}", "A5": "{{kpi.name}}", "B5": "x", "A6": "{{end}}"}
    assert said(cells, draw) == []


def picture_at(at: str, width: int = 100, height: int = 100):
    def draw(sheet) -> None:
        image = Image(io.BytesIO(png(width, height)))
        sheet.add_image(image, at)
        sheet["D1"].alignment = Alignment(horizontal="right")
        sheet["A9"].alignment = Alignment(horizontal="center")
        sheet.merge_cells("D1:J1")
        sheet.merge_cells("A9:J9")

    return draw


@pytest.mark.parametrize(
    ("at", "covers"),
    [("A1", True), ("E1", False), ("I1", True), ("A8", False), ("E8", True), ("C3", False)],
)
def test_a_picture_over_words_is_named(at: str, covers: bool) -> None:
    cells = {"A1": "A title", "D1": "At the right", "A9": "In the middle", "K12": 7}
    assert said(cells, picture_at(at)) == [("picture-covers-text", at)] * covers


@pytest.mark.parametrize(
    ("rule", "is_share"),
    [
        (CellIsRule(operator="lessThan", formula=["0.5"], fill=PatternFill("solid", bgColor="FFFFC7CE")), True),
        (CellIsRule(operator="between", formula=["0", "0.8"], fill=PatternFill("solid", bgColor="FFFFC7CE")), True),
        (CellIsRule(operator="lessThan", formula=["50"], fill=PatternFill("solid", bgColor="FFFFC7CE")), False),
        (CellIsRule(operator="equal", formula=["1"], fill=PatternFill("solid", bgColor="FFFFC7CE")), False),
        (CellIsRule(operator="lessThan", formula=["$A$1"], fill=PatternFill("solid", bgColor="FFFFC7CE")), False),
        (DataBarRule("num", 0, "num", 1, color="FF638EC6"), True),
        (DataBarRule("num", 0, "num", 100, color="FF638EC6"), False),
        (DataBarRule("min", None, "max", None, color="FF638EC6"), False),
        (ColorScaleRule("num", 0, "FFFF0000", "num", 1, "FF00FF00"), True),
        (ColorScaleRule("percent", 0, "FFFF0000", "percent", 1, "FF00FF00"), False),
    ],
)
def test_a_conditional_format_that_counts_to_one_is_named(rule: Rule, is_share: bool) -> None:
    cells = {"A1": "{{each kpi}}", "A2": "{{kpi.value}}", "A3": "{{end}}"}
    found = said(cells, lambda sheet: sheet.conditional_formatting.add("A1:B9", rule))
    assert found == [("conditional-format-of-shares", "A2")] * is_share


def test_two_rules_on_one_cell_are_said_once_and_words_need_no_rule() -> None:
    def draw(sheet) -> None:
        fill = PatternFill("solid", bgColor="FFFFC7CE")
        for limit in ("0.5", "0.8"):
            sheet.conditional_formatting.add("A1:A9", CellIsRule(operator="lessThan", formula=[limit], fill=fill))
        sheet.conditional_formatting.add("B1:B9", CellIsRule(operator="lessThan", formula=["0.5"], fill=fill))

    cells = {"A2": "{{kpi.value}}", "B2": "{{kpi.ref}}", "C2": "Value {{kpi.value}}"}
    assert said(cells, draw) == [("conditional-format-of-shares", "A2")]


@pytest.mark.parametrize(
    ("paper", "landscape", "columns", "is_small"),
    [(9, True, 10, False), (9, True, 20, True), (9, False, 20, True), (8, True, 20, False), (77, True, 20, True)],
)
def test_a_sheet_that_is_printed_very_small_is_named(paper: int, landscape: bool, columns: int, is_small: bool) -> None:
    template = compiled(workbook({"A1": "x"}, draw=lambda sheet: sheet.cell(1, columns, "y"))).template
    (sheet,) = template.sheets
    wide = replace(sheet, widths=(12.0,) * columns, page=replace(sheet.page, paper=paper, landscape=landscape))
    found = sizes(replace(template, sheets=(wide,)), Known(WORDS))
    assert [one.code for one in found] == ["print-small"] * is_small


def test_ready_made_parts_bring_their_own_widths() -> None:
    template: Template = compiled(workbook({"A1": "{{section.audits}}", "Z3": "x"})).template
    (sheet,) = template.sheets
    assert sizes(replace(template, sheets=(replace(sheet, widths=(50.0,) * 26),)), Known(WORDS)) == ()


@pytest.mark.parametrize(
    "text", ["Picture", "Picture 1", "image", "A graphic", "IMG_1.png", "logo.jpeg", "Alt text", "x", "the image 12"]
)
def test_a_word_for_any_picture_is_no_description(text: str) -> None:
    assert not describes(text)


@pytest.mark.parametrize("text", ["Logo of Northmere Council", "Picture of the town hall", "Images of two children"])
def test_what_a_picture_shows_is_a_description(text: str) -> None:
    assert describes(text)


@pytest.mark.parametrize(
    ("text", "codes"),
    [("", ["picture-without-alt-text"]), ("Picture 2", ["alt-text-says-nothing"]), ("The council's logo", [])],
)
def test_alternative_text_that_says_nothing_is_named(text: str, codes: list[str]) -> None:
    from quarterly.template.advice import advice

    template = compiled(workbook()).template
    picture = Picture(content=png(), suffix="png", row=3, column=3, width=9, height=9, alt_text=text)
    drawn = replace(template, sheets=(replace(template.sheets[0], pictures=(picture,)),))
    assert [one.code for one in advice(drawn)] == codes
