"""What readers of a template's report would miss."""

import io

import pytest
from drawn_templates import compiled, png, workbook
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.drawing.image import Image
from openpyxl.styles import Font, PatternFill

from quarterly.model.contrast import contrast
from quarterly.template.advice import advice
from quarterly.template.check import check
from quarterly.template.load import BUILT_IN

HEX = st.from_regex(r"#[0-9A-F]{6}", fullmatch=True)


def advised(draw=None, cells=None) -> list[tuple[str, str]]:
    found = advice(compiled(workbook(cells or {"A1": "Title"}, draw=draw)).template)
    return [(one.code, str(one.at)) for one in found]


@pytest.mark.parametrize(
    ("text", "fill", "ratio"),
    [
        ("#000000", "#FFFFFF", 21.0),
        ("#FFFFFF", "#D4351C", 4.9),
        ("#0B0C0C", "#FFBF47", 11.9),
        ("#777777", "#777777", 1.0),
    ],
)
def test_contrast_is_that_of_the_guidelines(text: str, fill: str, ratio: float) -> None:
    assert contrast(text, fill) == pytest.approx(ratio, abs=0.06)


@given(HEX, HEX)
def test_contrast_does_not_depend_on_which_is_behind(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one)
    assert 1 <= contrast(one, other) <= 21


def test_pale_text_is_named_and_large_text_may_be_paler() -> None:
    def draw(sheet) -> None:
        sheet["A1"].font = Font(name="Arial", sz=11, color="FF8A8D90")
        sheet["A2"], sheet["A3"] = "large", "bold"
        sheet["A2"].font = Font(name="Arial", sz=18, color="FF8A8D90")
        sheet["A3"].font = Font(name="Arial", sz=14, b=True, color="FF8A8D90")

    assert advised(draw) == [("low-contrast", "'Scorecard'!A1")]


def test_a_patterns_front_colour_counts_and_the_ratio_is_not_rounded_up() -> None:
    def draw(sheet) -> None:
        sheet["A1"].font = Font(name="Arial", color="FF777777")
        sheet["A1"].fill = PatternFill("lightGray", fgColor="FFFFFFFF", bgColor="FF777777")

    (found,) = advice(compiled(workbook({"A1": "x"}, draw=draw)).template)
    assert "the contrast is 4.4:1 and should be at least 4.5:1" in found.fix


def test_a_status_that_cannot_be_read_is_named() -> None:
    content = workbook()
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content))
    book["Styles"]["B2"].font = Font(color="FFF0F0F0")
    from drawn_templates import saved

    found = advice(compiled(saved(book)).template)
    assert [(one.code, str(one.at), one.found) for one in found] == [("low-contrast", "'Styles'!B2", "Green")]


def test_pictures_without_words_small_type_and_unusual_fonts_are_named() -> None:
    def draw(sheet) -> None:
        image = Image(io.BytesIO(png()))
        sheet.add_image(image, "C2")
        sheet["A2"], sheet["A3"], sheet["A4"] = "tiny", "fancy", "fancy too"
        sheet["A2"].font = Font(name="Arial", sz=7)
        sheet["A3"].font = sheet["A4"].font = Font(name="Comic Sans MS", sz=11)

    found = advised(draw)
    assert [one for one in found if one[1].endswith(("A1", "A2", "A3", "A4"))] == [
        ("text-small", "'Scorecard'!A2"),
        ("font-unusual", "'Scorecard'!A3"),
    ]


@pytest.mark.parametrize(
    ("cells", "codes"),
    [
        ({"A1": "T", "A2": "Ref", "B2": "Name", "A3": "{{kpi.ref}}", "B3": "{{kpi.name}}"}, []),
        ({"A1": "T", "A2": "Ref", "A3": "{{kpi.ref}}", "B3": "{{kpi.name}}"}, ["table-without-header"]),
        ({"A1": "T", "A3": "{{kpi.ref}}"}, []),
        (
            {"A1": "T", "A2": "{{each theme}}", "A3": "{{kpi.ref}}", "B3": "{{kpi.name}}", "A4": "{{end}}"},
            ["table-without-header"],
        ),
        ({"A1": "T", "A2": "{{each theme}}", "A3": "{{theme.name}}", "A4": "{{end}}"}, []),
        ({"B1": "not in A"}, ["sheet-without-title"]),
        ({"A1": "{{section.audits}}"}, []),
    ],
)
def test_tables_have_headers_and_sheets_titles(cells: dict[str, object], codes: list[str]) -> None:
    assert [code for code, _ in advised(cells=cells)] == codes


@pytest.mark.parametrize("area", ["A2:B2", "A3:B3"])
def test_merged_cells_keep_a_row_from_being_a_table(area: str) -> None:
    cells = {"A1": "T", "A2": "Ref", "C2": "Name", "A3": "{{kpi.ref}}", "C3": "{{kpi.name}}"}
    assert ("table-with-merged-cells", "'Scorecard'!A3") in advised(lambda sheet: sheet.merge_cells(area), cells)


@pytest.mark.parametrize("name", BUILT_IN)
def test_quarterlys_own_templates_need_no_advice(name: str) -> None:
    found = check(name)
    assert (found.is_usable, found.problems) == (True, ())


def test_errors_come_first(tmp_path) -> None:
    path = tmp_path / "ours.xlsx"
    path.write_bytes(workbook({"A1": "=1", "B1": "{{nothing.here}}"}))
    found = check(path)
    assert [str(one.severity) for one in found.problems] == ["error", "warning", "warning"]
    assert not found.is_usable
