"""Formats as they were drawn come back as XlsxWriter's properties, whichever way the file says them."""

import re

import pytest
from drawn_templates import amiss, compiled, part, png, repacked, saved, workbook
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Color, Font, GradientFill, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from quarterly.template.layout import SheetLayout, TemplateCell
from quarterly.template.reading.formats import ACROSS, BORDERS, DOWN, PATTERNS, UNDERLINES
from quarterly.template.reading.scan import area_of

HEX = st.from_regex(r"[0-9A-F]{6}", fullmatch=True)


def sheet_of(draw, cells=None) -> SheetLayout:
    return compiled(workbook(cells, draw=draw)).template.sheets[0]


def cell_of(draw) -> TemplateCell:
    return sheet_of(draw).nodes[0].cells[0]


def format_of(**given: object) -> dict[str, object]:
    def draw(sheet: Worksheet) -> None:
        for name, value in given.items():
            setattr(sheet["A1"], name, value)

    return dict(cell_of(draw).format)


@settings(max_examples=40, deadline=None)
@given(
    font=st.fixed_dictionaries(
        {
            "name": st.sampled_from(["Arial", "Gill Sans MT", "Verdana"]),
            "sz": st.integers(6, 60).map(float),
            "b": st.booleans(),
            "i": st.booleans(),
            "strike": st.booleans(),
            "u": st.sampled_from([None, *UNDERLINES]),
            "color": HEX,
        }
    ),
    pattern=st.sampled_from(PATTERNS[1:]),
    colours=st.tuples(HEX, HEX),
    border=st.sampled_from(BORDERS[1:]),
    across=st.sampled_from(list(ACROSS)),
    down=st.sampled_from(["bottom", *DOWN]),
    turned=st.integers(-90, 90),
    number=st.sampled_from(["0.0%", "#,##0", "d mmm yyyy", '0" days"']),
)
def test_a_format_reads_back_as_it_was_drawn(font, pattern, colours, border, across, down, turned, number) -> None:
    front, back = colours
    found = format_of(
        font=Font(**font),
        fill=PatternFill(pattern, fgColor=front, bgColor=back),
        border=Border(left=Side(border, color=front)),
        alignment=Alignment(
            horizontal=across, vertical=down, wrap_text=True, textRotation=turned if turned >= 0 else 90 - turned
        ),
        number_format=number,
    )
    expected: dict[str, object] = {
        "font_name": font["name"],
        "font_size": font["sz"],
        "font_color": f"#{font['color']}",
        "left": BORDERS.index(border),
        "left_color": f"#{front}",
        "align": ACROSS[across],
        "text_wrap": True,
        "num_format": number,
        "pattern": PATTERNS.index(pattern),
    }
    expected |= {"bg_color": f"#{front}"} if pattern == "solid" else {"fg_color": f"#{front}", "bg_color": f"#{back}"}
    expected |= {
        name: True for name, key in (("bold", "b"), ("italic", "i"), ("font_strikeout", "strike")) if font[key]
    }
    expected |= {"underline": UNDERLINES[font["u"]]} if font["u"] else {}
    expected |= {"valign": DOWN[down]} if down in DOWN else {}
    expected |= {"rotation": turned} if turned else {}
    assert found == expected


def test_the_rest_of_a_format_reads_back() -> None:
    found = format_of(
        font=Font(name="Arial", vertAlign="superscript"),
        alignment=Alignment(indent=2, shrink_to_fit=True, textRotation=255, readingOrder=2),
        border=Border(diagonal=Side("thin", color="FF0000"), diagonalUp=True, bottom=Side("double")),
    )
    assert {name: found[name] for name in found if not name.startswith("font_n")} == {
        "font_script": 1,
        "indent": 2,
        "shrink": True,
        "rotation": 270,
        "reading_order": 2,
        "diag_type": 1,
        "diag_border": 1,
        "diag_color": "#FF0000",
        "bottom": 6,
    }


@pytest.mark.parametrize(
    ("colour", "shown"),
    [
        (Color(rgb="FF123456"), "#123456"),
        (Color(rgb="00ABCDEF"), "#ABCDEF"),
        (Color(theme=0), "#FFFFFF"),
        (Color(theme=1), "#000000"),
        (Color(theme=4), "#4F81BD"),
        (Color(theme=4, tint=-0.25), "#376092"),
        (Color(theme=4, tint=0.6), "#B9CDE5"),
        (Color(theme=1, tint=0.5), "#808080"),
        (Color(indexed=10), "#FF0000"),
        (Color(indexed=64), "#000000"),
        (Color(indexed=65), "#FFFFFF"),
    ],
)
def test_colours_are_resolved(colour: Color, shown: str) -> None:
    assert format_of(font=Font(name="Arial", color=colour))["font_color"] == shown


@pytest.mark.parametrize("colour", [Color(theme=40), Color(indexed=200), Color(auto=True, type="auto")])
def test_colours_that_nothing_defines_are_left_out(colour: Color) -> None:
    assert "font_color" not in format_of(font=Font(name="Arial", color=colour))


def test_a_palette_of_the_workbooks_own_counts() -> None:
    content = workbook({"A1": "x"}, draw=lambda sheet: setattr(sheet["A1"], "font", Font(color=Color(indexed=0))))
    own = part(content, "xl/styles.xml").replace(
        b'<indexedColors><rgbColor rgb="00000000"/>', b'<indexedColors><rgbColor rgb="FF0102FF"/>'
    )
    cell = compiled(repacked(content, **{"xl/styles.xml": own})).template.sheets[0].nodes[0].cells[0]
    assert dict(cell.format)["font_color"] == "#0102FF"


def test_a_workbook_without_a_theme_has_excels() -> None:
    content = workbook({"A1": "x"}, draw=lambda sheet: setattr(sheet["A1"], "font", Font(color=Color(theme=4))))
    rels = part(content, "xl/_rels/workbook.xml.rels")
    found = compiled(repacked(content, **{"xl/_rels/workbook.xml.rels": rels.replace(b'/theme"', b'/other"')}))
    assert dict(found.template.sheets[0].nodes[0].cells[0].format)["font_color"] == "#4472C4"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ('rgb="FF12436D"', "#12436D"),
        ('theme="4" tint="-0.25"', "#376092"),
        ('indexed="64"', "#000000"),
        ('indexed="10" tint="x"', "#FF0000"),
        ('auto="1"', ""),
        ('rgb="red"', ""),
    ],
)
def test_a_tabs_colour_is_resolved_however_it_is_said(said: str, shown: str) -> None:
    made = workbook({"A1": "x"}, draw=lambda sheet: setattr(sheet.sheet_properties, "tabColor", "FF000001"))
    sheet = part(made, "xl/worksheets/sheet1.xml").replace(b'<tabColor rgb="FF000001"', f"<tabColor {said}".encode())
    found = compiled(repacked(made, **{"xl/worksheets/sheet1.xml": sheet}))
    assert found.template.sheets[0].tab_colour == shown


def test_a_theme_that_leaves_colours_out_has_excels_for_them() -> None:
    content = workbook({"A1": "x"}, draw=lambda sheet: setattr(sheet["A1"], "font", Font(color=Color(theme=4))))
    theme = re.sub(
        rb"<a:accent1>.*?</a:accent1>", b"<a:accent1/>", part(content, "xl/theme/theme1.xml"), flags=re.DOTALL
    )
    found = compiled(repacked(content, **{"xl/theme/theme1.xml": theme}))
    assert dict(found.template.sheets[0].nodes[0].cells[0].format)["font_color"] == "#4472C4"


def test_a_gradient_is_named_and_its_first_colour_used() -> None:
    def draw(sheet: Worksheet) -> None:
        sheet["A1"].fill = GradientFill(stop=("FF112233", "FFFFFFFF"))

    assert amiss({"A1": "x"}, draw=draw) == [("gradient-not-carried", "'Scorecard'!A1", "")]
    assert dict(cell_of(draw).format)["bg_color"] == "#112233"


def test_empty_cells_are_kept_where_they_show_something() -> None:
    def draw(sheet: Worksheet) -> None:
        sheet["B1"].fill = PatternFill("solid", fgColor="FF112233")
        sheet["C1"].font = Font(name="Arial", bold=True)
        sheet["D1"].border = Border(bottom=Side("thin"))

    assert [cell.column for cell in sheet_of(draw).nodes[0].cells] == [0, 1, 3]


def test_the_format_of_a_whole_row_or_column_is_shown_where_the_sheet_is_used() -> None:
    def draw(sheet: Worksheet) -> None:
        sheet["C3"] = "last"
        sheet.column_dimensions["B"].fill = PatternFill("solid", fgColor="FF112233")
        sheet.row_dimensions[2].fill = PatternFill("solid", fgColor="FF445566")

    fills = {
        (row.number, cell.column): dict(cell.format).get("bg_color")
        for row in sheet_of(draw).nodes
        for cell in row.cells
        if cell.value is None
    }
    assert fills == {
        (0, 1): "#112233",
        (1, 0): "#445566",
        (1, 1): "#445566",
        (1, 2): "#445566",
        (2, 1): "#112233",
    }


def test_merged_cells_are_one_with_the_borders_of_its_ends() -> None:
    def draw(sheet: Worksheet) -> None:
        sheet["A1"].border = Border(left=Side("thin"))
        sheet["C2"].border = Border(right=Side("thick"), bottom=Side("medium"))
        sheet.merge_cells("A1:C2")
        sheet["A3"] = "below"

    first, second, third = sheet_of(draw).nodes
    assert [(cell.columns, cell.rows) for cell in first.cells] == [(3, 2)]
    sides = {name: value for name, value in first.cells[0].format if name in ("left", "right", "bottom")}
    assert (sides, second.cells, len(third.cells)) == ({"left": 1, "right": 5, "bottom": 2}, (), 1)


def test_the_last_cell_of_a_merged_area_gives_its_right_and_lower_border() -> None:
    def draw(sheet: Worksheet) -> None:
        sheet["A1"].border, sheet["C2"].border = (
            Border(left=Side("thin")),
            Border(right=Side("thick"), top=Side("hair")),
        )

    made = workbook({"A1": "x"}, draw=draw)  # merged in the XML: openpyxl's own merging would copy the border
    merged = b'<mergeCells><mergeCell ref="A1:C2"/></mergeCells><pageMargins'
    sheet = part(made, "xl/worksheets/sheet1.xml").replace(b"<pageMargins", merged)
    (cell,) = compiled(repacked(made, **{"xl/worksheets/sheet1.xml": sheet})).template.sheets[0].nodes[0].cells
    assert {name: value for name, value in cell.format if name in ("left", "right", "top")} == {"left": 1, "right": 5}


def test_a_height_that_only_fitted_the_text_is_not_kept() -> None:
    made = workbook({"A1": "x"}, draw=lambda sheet: setattr(sheet.row_dimensions[1], "height", 40))
    sheet = part(made, "xl/worksheets/sheet1.xml").replace(b' customHeight="1"', b"")
    found = compiled(repacked(made, **{"xl/worksheets/sheet1.xml": sheet}))
    assert [compiled(made).template.sheets[0].nodes[0].height, found.template.sheets[0].nodes[0].height] == [40.0, None]


@pytest.mark.parametrize(
    ("value", "read"),
    [(3, 3.0), (2.5, 2.5), (True, ("TRUE",)), ("text", ("text",))],
)
def test_values_keep_their_type(value: object, read: object) -> None:
    assert cell_of(lambda sheet: setattr(sheet["A1"], "value", value)).value == read


def test_dates_and_times_are_read() -> None:
    from datetime import date, datetime, time

    def draw(sheet: Worksheet) -> None:
        sheet["A1"], sheet["B1"], sheet["C1"] = date(2026, 3, 31), datetime(2026, 3, 31, 9, 30), time(9, 30)

    assert [cell.value for cell in sheet_of(draw).nodes[0].cells] == [date(2026, 3, 31), date(2026, 3, 31), ("09:30",)]


@pytest.mark.parametrize(("shown", "stored"), [(10.0, 10.7109375), (8.43, 9.140625), (0.5, 0.8555), (60.0, 60.7109375)])
def test_widths_are_as_excel_shows_them(shown: float, stored: float) -> None:
    def draw(sheet: Worksheet) -> None:
        sheet.column_dimensions["A"].width = stored

    assert sheet_of(draw).widths[0] == pytest.approx(shown, abs=0.1)


def test_page_panes_zoom_and_tab_are_read() -> None:
    def draw(sheet: Worksheet) -> None:
        sheet["D9"] = "x"
        sheet.freeze_panes = "B5"
        sheet.sheet_view.zoomScale = 85
        sheet.sheet_view.showGridLines = False
        sheet.sheet_properties.tabColor = "FF12436D"
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "portrait", "8"
        sheet.page_margins.left = 0.25
        sheet.print_title_rows = "4:4"
        sheet.print_options.horizontalCentered = True
        sheet.oddHeader.center.text = "{{authority}}"
        sheet.oddFooter.right.text = "Page &P of &N"

    found = sheet_of(draw)
    assert (found.frozen, found.zoom, found.gridlines, found.tab_colour) == ((4, 1), 85, False, "#12436D")
    page = found.page
    assert (page.landscape, page.paper, page.left, page.repeat, page.centred) == (False, 8, 0.25, (3, 3), True)
    assert (page.header, page.footer) == ("&C{{authority}}", "&RPage &P of &N")


@pytest.mark.parametrize(
    ("fits", "wide", "tall", "one_page"),
    [(True, 1, 1, True), (True, None, None, True), (True, 1, 0, False), (True, 2, 1, False), (False, 1, 1, False)],
)
def test_fit_to_one_page_is_read_as_excel_means_it(
    fits: bool, wide: int | None, tall: int | None, one_page: bool
) -> None:
    def draw(sheet: Worksheet) -> None:
        sheet["A1"] = "x"
        sheet.sheet_properties.pageSetUpPr.fitToPage = fits
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = wide, tall

    assert sheet_of(draw).page.one_page is one_page


def test_links_to_the_web_and_to_sheets_are_carried_and_others_are_not() -> None:
    def draw(sheet: Worksheet) -> None:
        for row, target in enumerate(
            ("https://www.gov.uk/", "mailto:a@b.example", "#'My sheet'!A1", "file:///c:/a.exe", "javascript:x()"), 1
        ):
            sheet.cell(row, 1, "link").hyperlink = target

    content = workbook({}, draw=draw)
    links = [row.cells[0].link for row in compiled(content).template.sheets[0].nodes]
    assert links == ["https://www.gov.uk/", "mailto:a@b.example", "#My sheet", "", ""]
    assert [(one.code, str(one.at)) for one in compiled(content).problems] == [
        ("link-not-carried", "'Scorecard'!A4"),
        ("link-not-carried", "'Scorecard'!A5"),
    ]


def test_words_that_differ_inside_a_cell_are_named() -> None:
    from openpyxl.cell.rich_text import CellRichText, TextBlock
    from openpyxl.cell.text import InlineFont

    mixed = CellRichText("Now ", TextBlock(InlineFont(b=True), "bold"))
    assert amiss({"A1": mixed}) == [("cell-partly-formatted", "'Scorecard'!A1", "")]
    assert compiled(workbook({"A1": mixed})).template.sheets[0].nodes[0].cells[0].value == ("Now bold",)


@pytest.mark.parametrize(
    ("text", "area"),
    [("B2", (1, 1, 1, 1)), ("$B$2:D4", (1, 1, 3, 3)), ("D4:B2", (1, 1, 3, 3)), ("B0", None), ("x", None), ("", None)],
)
def test_addresses_are_read(text: str, area: object) -> None:
    assert area_of(text) == area


def test_widths_count_in_the_workbooks_standard_font() -> None:
    book = Workbook()
    book._fonts[0] = Font(name="Arial", sz=11)
    book.active["A1"] = "x"
    book.active.column_dimensions["A"].width = 10.625  # 85 pixels at 8 a digit
    assert compiled(saved(book)).template.sheets[0].widths == (10.0,)


def picture(content: bytes, alt: str, *, decorative: bool = False) -> bytes:
    """A template with one picture at B3, four millimetres in."""
    from openpyxl.drawing.image import Image

    def draw(sheet: Worksheet) -> None:
        import io

        sheet.add_image(Image(io.BytesIO(content)), "B3")

    made = workbook({"A1": "x"}, draw=draw)
    mark = b"""<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative
        xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>"""
    mark = mark.replace(b"<a:extLst>", b'<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">')
    drawing = re.sub(rb'descr="[^"]*"', f'descr="{alt}"'.encode(), part(made, "xl/drawings/drawing1.xml"))
    if decorative:
        drawing = drawing.replace(b"</nvPicPr>", mark + b"</nvPicPr>")
    return repacked(made, **{"xl/drawings/drawing1.xml": drawing})


def test_a_logo_keeps_its_place_size_and_words() -> None:
    found = compiled(picture(png(40, 20), "Crest of the council"))
    (logo,) = found.template.sheets[0].pictures
    assert (logo.row, logo.column, logo.width, logo.height, logo.suffix) == (2, 1, 40.0, 20.0, "png")
    assert (logo.alt_text, logo.decorative, logo.content) == ("Crest of the council", False, png(40, 20))


def test_a_decorative_picture_is_known_as_one() -> None:
    (logo,) = compiled(picture(png(), "", decorative=True)).template.sheets[0].pictures
    assert (logo.alt_text, logo.decorative) == ("", True)


def test_rows_reach_down_to_a_picture() -> None:
    assert len(compiled(picture(png(), "")).template.sheets[0].nodes) == 3
