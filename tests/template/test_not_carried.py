"""What a report cannot have from a template is named with its place, and what is dangerous is refused."""

import io
import zipfile

import pytest
from drawn_templates import amiss, compiled, part, png, repacked, saved, workbook
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.formatting.rule import (
    CellIsRule,
    ColorScaleRule,
    DataBarRule,
    FormulaRule,
    IconSetRule,
    Rule,
)
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from quarterly.errors import TemplateRefused, WorkbookRefused

CELLS = {"A1": "a", "B1": "b", "A2": 1, "B2": 2}


def codes(draw) -> list[tuple[str, str]]:
    return [(code, found) for code, _, found in amiss(CELLS, draw=draw)]


def test_lists_comments_tables_filters_and_protection_are_named() -> None:
    def draw(sheet: Worksheet) -> None:
        sheet.add_data_validation(DataValidation(type="list", formula1='"a,b"', sqref="D7:D9 F1"))
        sheet["B2"].comment = Comment("note", "me")
        sheet.add_table(Table(displayName="T", ref="A1:B2"))
        sheet.protection.sheet = True

    assert [(at, found) for _, at, found in amiss(CELLS, draw=draw)] == [
        ("'Scorecard'", "the protection of the sheet"),
        ("'Scorecard'!D7", "lists and checks on what may be typed (data validation)"),
        ("'Scorecard'!A1", "an Excel table (the cells themselves are carried)"),
        ("'Scorecard'!B2", "comments and notes"),
    ]


def test_a_chart_is_named_with_its_cell_and_what_to_use_instead() -> None:
    def draw(sheet: Worksheet) -> None:
        chart = BarChart()
        chart.add_data(Reference(sheet, min_col=1, min_row=1, max_row=2))
        sheet.add_chart(chart, "D5")

    ((code, at, found),) = amiss(CELLS, draw=draw)
    assert (code, at) == ("not-carried", "'Scorecard'!D5")
    assert found.startswith("a chart (use {{kpi.chart}}")


def test_text_boxes_are_named() -> None:
    made = workbook(CELLS, draw=lambda sheet: sheet.add_image(Image(io.BytesIO(png())), "B2"))
    drawing = part(made, "xl/drawings/drawing1.xml").replace(b"<pic>", b"<sp/><pic>")
    found = compiled(repacked(made, **{"xl/drawings/drawing1.xml": drawing}))
    assert [one.found.split(" (")[0] for one in found.problems] == ["a text box or shape"]


def test_a_picture_of_a_kind_that_excel_reports_cannot_hold_is_named() -> None:
    made = workbook(CELLS, draw=lambda sheet: sheet.add_image(Image(io.BytesIO(png())), "B2"))
    for content in (b"<svg/>", b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"BM", b"GIF89a"):
        found = compiled(repacked(made, **{"xl/media/image1.png": content}))
        assert [(one.code, str(one.at)) for one in found.problems] == [("picture-not-carried", "'Scorecard'!B2")]


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (b"GIF89a" + (7).to_bytes(2, "little") + (5).to_bytes(2, "little"), "gif"),
        (b"BM" + b"\0" * 16 + (7).to_bytes(4, "little") + (-5).to_bytes(4, "little", signed=True), "bmp"),
        (b"\xff\xd8\xff\xe0\x00\x04\x00\x00\xff\xc0\x00\x11\x08\x00\x05\x00\x07" + b"\0" * 9, "jpeg"),
    ],
)
def test_pictures_are_known_by_their_first_bytes(content: bytes, suffix: str) -> None:
    from quarterly.template.reading.pictures import kind_of

    assert kind_of(content) == (suffix, (7.0, 5.0))


def test_hidden_sheets_rows_and_columns_are_named() -> None:
    book = Workbook()
    book.active["A1"] = "x"
    book.active.row_dimensions[1].hidden = True
    book.create_sheet("Secret")["A1"] = "{{nonsense}}"
    book["Secret"].sheet_state = "hidden"
    found = compiled(saved(book))
    assert [(one.code, str(one.at)) for one in found.problems][:2] == [
        ("rows-or-columns-hidden", "'Sheet' row 1"),
        ("template-sheet-hidden", "'Secret'"),
    ]
    assert len(found.template.sheets) == 1


def test_formulas_and_errors_are_named_and_left_blank() -> None:
    cells = {"A1": "=SUM(B1:B9)", "B1": "#DIV/0!", "C1": "x"}
    assert amiss(cells) == [
        ("formula-not-carried", "'Scorecard'!A1", "=SUM(B1:B9)"),
        ("error-value", "'Scorecard'!B1", "#DIV/0!"),
    ]
    assert [cell.column for cell in compiled(workbook(cells)).template.sheets[0].nodes[0].cells] == [2]


def test_links_to_other_workbooks_and_pivots_are_named_and_never_opened() -> None:
    found = compiled(
        repacked(
            workbook(CELLS),
            **{
                "xl/externalLinks/externalLink1.xml": b"<externalLink/>",
                "xl/pivotCache/pivotCacheDefinition1.xml": b"<x/>",
                "xl/chartsheets/sheet1.xml": b"<x/>",
            },
        )
    )
    assert [(one.code, one.found) for one in found.problems] == [
        ("external-links", ""),
        ("not-carried", "the figures behind a pivot table"),
        ("not-carried", "a chart sheet"),
    ]


def test_a_pivot_table_is_named_with_its_cell() -> None:
    made = workbook(CELLS)
    links = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/pivotTable" '
        b'Target="../pivotTables/pivotTable1.xml"/></Relationships>'
    )
    pivot = b'<pivotTableDefinition><location ref="G4:H9"/></pivotTableDefinition>'
    parts = {"xl/worksheets/_rels/sheet1.xml.rels": links, "xl/pivotTables/pivotTable1.xml": pivot}
    (found,) = compiled(repacked(made, **parts)).problems
    assert (str(found.at), found.found) == ("'Scorecard'!G4", "a pivot table")
    parts["xl/pivotTables/pivotTable1.xml"] = None
    (found,) = compiled(repacked(made, **parts)).problems
    assert (str(found.at), found.found) == ("'Scorecard'", "a pivot table")


def test_a_hidden_column_is_named_and_those_to_the_end_of_the_sheet_are_not() -> None:
    made = workbook(CELLS)
    sheet = part(made, "xl/worksheets/sheet1.xml")
    for said, at in (('min="3" max="4"', ["'Scorecard'!C1"]), ('min="5" max="16384"', [])):
        cols = f'<cols><col {said} width="9" hidden="1"/></cols><sheetData>'.encode()
        found = compiled(repacked(made, **{"xl/worksheets/sheet1.xml": sheet.replace(b"<sheetData>", cols)}))
        assert [str(one.at) for one in found.problems] == at


def test_other_first_pages_are_named() -> None:
    def draw(sheet: Worksheet) -> None:
        sheet.HeaderFooter.differentFirst = True
        sheet.firstHeader.center.text = "only here"

    assert codes(draw) == [("not-carried", "other headers and footers on the first page or on even pages")]


def test_merged_areas_that_overlap_are_named() -> None:
    def draw(sheet: Worksheet) -> None:
        sheet.merge_cells("A1:B2")
        sheet.merge_cells("B2:C3")

    assert codes(draw) == [("not-carried", "a merged area")]


RED = PatternFill("solid", bgColor="FFFF0000")


@pytest.mark.parametrize(
    ("rule", "options"),
    [
        (CellIsRule(operator="lessThan", formula=["5"], fill=RED), {"type": "cell", "criteria": "<", "value": "5"}),
        (
            CellIsRule(operator="between", formula=["1", "2"], fill=RED),
            {"type": "cell", "criteria": "between", "minimum": "1", "maximum": "2"},
        ),
        (
            FormulaRule(["$B1>5"], fill=RED, stopIfTrue=True),
            {"type": "formula", "criteria": "=$B1>5", "stop_if_true": True},
        ),
        (
            Rule("containsText", operator="containsText", text="late", dxf=DifferentialStyle(fill=RED)),
            {"type": "text", "criteria": "containing", "value": "late"},
        ),
        (Rule("containsBlanks", dxf=DifferentialStyle(fill=RED)), {"type": "blanks"}),
        (Rule("duplicateValues", dxf=DifferentialStyle(fill=RED)), {"type": "duplicate"}),
        (Rule("timePeriod", timePeriod="last7Days"), {"type": "time_period", "criteria": "last 7 days"}),
        (Rule("top10", rank=3, bottom=True, percent=True), {"type": "bottom", "value": 3, "criteria": "%"}),
        (
            Rule("aboveAverage", aboveAverage=False, equalAverage=True),
            {"type": "average", "criteria": "equal or below"},
        ),
        (
            ColorScaleRule("min", None, "FFFF0000", "percentile", 50, "FFFFFF00", "max", None, "FF00FF00"),
            {
                "type": "3_color_scale",
                "min_type": "min",
                "mid_type": "percentile",
                "mid_value": 50.0,
                "max_type": "max",
                "min_color": "#FF0000",
                "mid_color": "#FFFF00",
                "max_color": "#00FF00",
            },
        ),
        (
            DataBarRule("num", 0, "max", None, color="FF00FF00", showValue=False),
            {
                "type": "data_bar",
                "bar_color": "#00FF00",
                "min_type": "num",
                "min_value": 0.0,
                "max_type": "max",
                "bar_only": True,
            },
        ),
        (
            IconSetRule("3Arrows", "percent", [0, 33, 67], reverse=True, showValue=False),
            {"type": "icon_set", "icon_style": "3_arrows", "reverse_icons": True, "icons_only": True},
        ),
    ],
)
def test_conditional_formats_are_carried(rule: Rule, options: dict[str, object]) -> None:
    found = compiled(workbook(CELLS, draw=lambda sheet: sheet.conditional_formatting.add("A2:B9", rule)))
    assert found.problems == ()
    (kept,) = found.template.sheets[0].conditional
    assert dict(kept.options) == options
    assert (kept.first_row, kept.first_column, kept.last_row, kept.last_column) == (1, 0, 8, 1)


def test_a_conditional_format_says_only_what_it_changes() -> None:
    style = CellIsRule(operator="lessThan", formula=["5"], fill=RED, font=Font(bold=True, color="FFFFFFFF"))
    found = compiled(workbook(CELLS, draw=lambda sheet: sheet.conditional_formatting.add("A2 B4:B5", style)))
    first, second = found.template.sheets[0].conditional
    assert dict(first.format) == {"bg_color": "#FF0000", "bold": True, "font_color": "#FFFFFF"}
    assert (second.first_row, second.last_row, second.options) == (3, 4, first.options)


@pytest.mark.parametrize(
    "rule",
    [
        FormulaRule(["WEBSERVICE(A1)>5"]),
        FormulaRule(["Other!A1>5"]),
        FormulaRule(["'[book.xlsx]x'!A1>5"]),
        CellIsRule(operator="containsText", formula=["5"]),
        Rule("aboveAverage", stdDev=2),
        Rule("timePeriod", timePeriod=None),
        IconSetRule("3Arrows", "num", [0, 5, 9]),
        Rule("expression"),
        Rule("dataBar"),
        Rule("colorScale"),
        Rule("iconSet"),
    ],
)
def test_conditional_formats_that_cannot_be_carried_are_named(rule: Rule) -> None:
    ((code, at, found),) = amiss(CELLS, draw=lambda sheet: sheet.conditional_formatting.add("A2", rule))
    assert (code, at, found) == (
        "conditional-format-not-carried",
        "'Scorecard'!A2",
        f"a rule of the kind {rule.type}",
    )


def refused(content: bytes) -> str:
    with pytest.raises((TemplateRefused, WorkbookRefused)) as error:
        compiled(content)
    return error.value.code


def test_macros_are_refused_whatever_the_file_calls_itself() -> None:
    made = workbook()
    types = part(made, "[Content_Types].xml").replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    )
    assert refused(repacked(made, **{"xl/vbaProject.bin": b"x"})) == "template-macros"
    assert refused(repacked(made, **{"[Content_Types].xml": types})) == "template-macros"


def test_entities_and_other_files_are_refused() -> None:
    made = workbook()
    sheet = b'<!DOCTYPE a [<!ENTITY b "c">]>' + part(made, "xl/worksheets/sheet1.xml")
    assert refused(repacked(made, **{"xl/worksheets/sheet1.xml": sheet})) == "unsafe-xml"
    assert refused(repacked(made, **{"xl/theme/theme1.xml": b"<!DOCTYPE a><a/>"})) == "unsafe-xml"
    assert refused(b"%PDF-1.7") == "other-format"
    assert refused(b"") == "file-empty"


def test_the_strict_variant_is_refused() -> None:
    made = workbook()
    strict = part(made, "xl/workbook.xml").replace(
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"
    )
    assert refused(repacked(made, **{"xl/workbook.xml": strict})) == "template-strict"
    other = part(made, "xl/workbook.xml").replace(b"2006/main", b"2036/main")
    assert refused(repacked(made, **{"xl/workbook.xml": other})) == "template-damaged"


def test_a_damaged_style_list_is_refused_in_plain_words() -> None:
    made = workbook()
    styles = part(made, "xl/styles.xml").replace(b'borderId="0"', b'borderId="x"')
    assert refused(repacked(made, **{"xl/styles.xml": styles})) == "template-damaged"


def test_what_is_far_too_large_for_a_template_is_refused(monkeypatch) -> None:
    rows = "".join(f'<row r="{number}"/>' for number in range(1, 5_002))
    made = workbook()
    sheet = part(made, "xl/worksheets/sheet1.xml")
    start, end = sheet.index(b"<sheetData>"), sheet.index(b"</sheetData>")
    crowded = sheet[:start] + b"<sheetData>" + rows.encode() + sheet[end:]
    assert refused(repacked(made, **{"xl/worksheets/sheet1.xml": crowded})) == "template-too-large"
    monkeypatch.setattr("quarterly.template.reading.opened.MAX_SHEET_XML", 100)
    assert refused(made) == "template-too-large"
    monkeypatch.setattr("quarterly.template.reading.opened.MAX_SHEETS", 1)
    assert refused(made) == "template-too-large"
    monkeypatch.setattr("quarterly.template.reading.opened.MAX_FILE", 100)
    assert refused(made) == "template-too-large"


def test_pictures_that_are_too_large_are_refused(monkeypatch) -> None:
    monkeypatch.setattr("quarterly.template.reading.pictures.MAX_PICTURES", 10)
    made = workbook(CELLS, draw=lambda sheet: sheet.add_image(Image(io.BytesIO(png())), "B2"))
    assert refused(made) == "template-too-large"


def test_areas_of_millions_of_cells_cost_nothing() -> None:
    made = workbook(CELLS)
    sheet = part(made, "xl/worksheets/sheet1.xml").replace(
        b"<pageMargins",
        b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
        b'<hyperlinks><hyperlink ref="A1:XFD1048576" location="Scorecard!A1"/></hyperlinks><pageMargins',
    )
    sheet = sheet.replace(b"<sheetData>", b'<cols><col min="1" max="16384" width="9" style="1"/></cols><sheetData>')
    found = compiled(repacked(made, **{"xl/worksheets/sheet1.xml": sheet}))
    assert [one.found for one in found.problems] == ["a merged area"]
    assert found.template.sheets[0].nodes[0].cells[0].link == "#Scorecard"


def test_a_part_that_does_not_unpack_ends_in_a_plain_refusal() -> None:
    made = bytearray(workbook(CELLS, draw=lambda sheet: sheet.add_image(Image(io.BytesIO(png())), "B2")))
    with zipfile.ZipFile(io.BytesIO(bytes(made))) as package:
        entry = package.getinfo("xl/media/image1.png")
    start = entry.header_offset + 30 + len(entry.filename)
    made[start : start + 40] = b"\xff" * 40
    assert [one.code for one in compiled(bytes(made)).problems] == ["picture-not-carried"]
