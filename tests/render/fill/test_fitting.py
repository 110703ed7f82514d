"""Heights, widths and pages of a filled sheet: nothing cut off, nothing ####."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import pytest
from layouts import CHART, cell, drawn, item, logo, opened, part, parts, row, sheet, values, words

from quarterly.compose.report import Cell, Column, Section, Spark, Table
from quarterly.render.marking import GOES_ON
from quarterly.render.measure import TALLEST
from quarterly.template.layout import (
    ConditionalFormat,
    Each,
    PageSetup,
    Picture,
    ReadyMade,
    StyleSheet,
)

TEXT = "The team met weekly with partners and went through every open case in turn. "
LONG = " ".join(f"word{number}" for number in range(9000))  # beyond Excel's 32,767 characters a cell


def heights(content: bytes, name: str = "One") -> dict[int, float]:
    return {number: found.height for number, found in opened(content)[name].row_dimensions.items()}


def widths(content: bytes) -> list[float]:
    found = opened(content)["One"].column_dimensions
    return [found[letter].width for letter in "ABC" if letter in found]


def merged(content: bytes) -> set[str]:
    return {str(area) for area in opened(content)["One"].merged_cells.ranges}


def test_rows_are_as_tall_as_the_template_says_and_taller_where_text_needs_it() -> None:
    wraps = {"text_wrap": True, "font_size": 11.0}
    out = drawn(
        words(),
        sheet("One", row(0, "short", height=40.0), row(1, cell(0, TEXT * 3, form=wraps), height=40.0), row(2)),
    )
    assert heights(out)[1] == 39.75  # 53 pixels
    assert heights(out)[2] > 150
    assert heights(out).get(3, 15) == 15


def test_text_that_does_not_fit_its_cell_gets_the_free_cells_beside_it_and_breaks() -> None:
    out = drawn(words(), sheet("One", row(0, TEXT), row(1, TEXT, None, "x"), row(2, "short")))
    assert merged(out) == {"A1:D1", "A2:B2"}
    assert opened(out)["One"]["A1"].alignment.wrap_text


def test_in_a_table_text_breaks_and_nothing_is_merged() -> None:
    kpis = (item("K1", ref="K1", why=TEXT),)
    out = drawn(
        words({"kpi": kpis}), sheet("One", row(0, "Why", "Ref"), row(1, "{{kpi.why}}", "{{kpi.ref}}", repeats="kpi"))
    )
    assert not merged(out)
    assert opened(out)["One"].tables
    assert heights(out)[2] > 60


def test_a_very_long_text_goes_on_in_further_rows_of_its_table() -> None:
    kpis = (item("K1", ref="K1", why=LONG, last="end"),)
    layout = sheet(
        "One",
        row(0, "Ref", "Why", "Last"),
        row(1, "{{kpi.ref}}", cell(1, "{{kpi.why}}", form={"text_wrap": True}), "{{kpi.last}}", repeats="kpi"),
    )
    out = drawn(words({"kpi": kpis}), layout)
    said, _, *rows = values(out, "One")
    assert said == [GOES_ON]
    assert len(rows) > 20
    assert {line[0] for line in rows} == {"K1"}  # the reference stands in each of them
    assert " ".join(str(line[1]) for line in rows) == LONG
    assert [line[2] for line in rows if len(line) > 2] == ["end"]
    assert max(heights(out).values()) <= TALLEST


def test_an_area_over_several_rows_grows_with_its_text_and_loses_none_of_it() -> None:
    area = cell(0, "{{kpi.why}}", columns=2, rows=2, form={"text_wrap": True, "border": 1})
    block = Each(over="kpi", at="x", body=(row(0, area, None, "a"), row(1, None, None, "b"), row(2, "below")))
    out = drawn(words({"kpi": (item("K1", why=TEXT * 20), item("K2", why=LONG))}), sheet("One", block))
    found = opened(out)["One"]
    assert "A1:B2" in merged(out)
    assert found["A3"].value == "below"
    assert sum(heights(out)[number] for number in (1, 2)) > 400
    texts = [str(line[0].value) for line in found.iter_rows() if str(line[0].value).startswith("word")]
    assert " ".join(texts) == LONG


def test_words_beside_an_area_do_not_run_into_it() -> None:
    area = cell(2, "side", rows=3, columns=2)
    out = drawn(
        words({"kpi": ()}),
        sheet(
            "One",
            row(0, "a", None, area),
            row(1, TEXT),
            row(2, "Head"),
            row(3, TEXT),
            row(4, "{{kpi.ref}}", repeats="kpi"),
        ),
    )
    assert merged(out) == {"C1:D3", "A2:B2", "A4:D4"}


def test_rows_under_an_area_are_no_table() -> None:
    area = cell(1, "side", rows=3)
    layout = sheet(
        "One", row(0, "a", area), row(1, "Ref", None, "Why"), row(2, "{{kpi.ref}}", None, "{{kpi.ref}}", repeats="kpi")
    )
    assert not opened(drawn(words({"kpi": (item("1", ref="1"),)}), layout))["One"].tables


def test_an_area_over_a_row_that_repeats_stretches_with_it() -> None:
    block = (row(0, cell(0, "side", rows=2), "head"), row(1, None, "{{kpi.ref}}", repeats="kpi"))
    kpis = tuple(item(str(number), ref=str(number)) for number in range(3))
    assert merged(drawn(words({"kpi": kpis}), sheet("One", *block))) == {"A1:A4"}


def test_columns_are_the_templates_but_never_too_narrow_for_numbers_and_dates() -> None:
    form = {"num_format": "dddd d mmmm yyyy", "font_size": 11.0}
    out = drawn(
        words(big=Cell(1234567.0), day=Cell(date(2026, 9, 30))),
        sheet("One", row(0, "text", "{{big}}", cell(2, "{{day}}", form=form)), widths=(30.0, 4.0, 4.0)),
    )
    wide = widths(out)
    assert round(wide[0]) == 31  # Excel's padding is part of what the file says
    assert wide[1] > 10
    assert wide[2] > 25


def test_every_sheet_prints_one_page_wide() -> None:
    wide = sheet("One", row(0, *(["x"] * 12)), widths=(30.0,) * 12)
    found = opened(drawn(words(), wide))["One"]
    assert found.page_setup.scale < 50
    assert found.print_area == "'One'!$A$1:$L$1"


@pytest.mark.parametrize(
    ("items", "one_page", "breaks", "is_smaller"),
    [
        (20, True, 0, False),  # fits anyway
        (32, True, 0, True),
        (32, False, 1, False),
        (60, True, 2, False),  # would be printed at half its size: not to be read, so on several pages
    ],
)
def test_a_sheet_goes_on_one_page_where_the_template_says_so_and_it_can_be_read(
    items: int, one_page: bool, breaks: int, is_smaller: bool
) -> None:
    setup = PageSetup(one_page=one_page)
    kpis = tuple(item(str(number), ref=str(number)) for number in range(items))
    layout = sheet("One", row(0, "{{kpi.ref}}", repeats="kpi", height=20.0), page=setup)
    found = opened(drawn(words({"kpi": kpis}), layout))["One"]
    assert len(found.row_breaks.brk) == breaks
    scale = found.page_setup.scale or 100  # 100 is not written
    assert (65 <= scale < 100) is is_smaller


def test_page_setup_is_the_templates() -> None:
    setup = PageSetup(
        landscape=False, paper=8, left=1.0, header="&L&9{{quarter.label}}&R{{who}}", footer="&CPage &P", repeat=(0, 1)
    )
    layout = sheet("One", row(0, "a"), row(1, "b"), row(2, "{{kpi.ref}}", repeats="kpi"), page=setup, zoom=80)
    kpis = (item("K1", ref="K1"),)
    found = opened(drawn(words({"kpi": kpis}, quarter_label="3 of 4", who="Us & them"), layout))["One"]
    assert (found.page_setup.orientation, int(found.page_setup.paperSize)) == ("portrait", 8)
    assert (found.page_margins.left, found.print_title_rows) == (1.0, "$1:$2")
    # A figure behind the size of the type would be taken for part of it; an ampersand starts a code.
    assert found.HeaderFooter.oddHeader.left.text == " 3 of 4" or "&9 3 of 4" in str(found.oddHeader)
    assert "Us && them" in part(
        drawn(words(who="Us & them"), sheet("One", row(0, "a"), page=setup)), "xl/worksheets/sheet1.xml"
    ).replace("&amp;", "&")
    assert found.sheet_view.zoomScale == 80


def test_a_long_header_keeps_within_excels_limit() -> None:
    out = drawn(words(who="x" * 300), sheet("One", row(0, "a"), page=PageSetup(header="&L{{who}}&C{{who}}&R{{who}}")))
    header = re.search("<oddHeader>(.*?)</oddHeader>", part(out, "xl/worksheets/sheet1.xml"))
    assert header is not None
    assert len(header[1].replace("&amp;", "&")) <= 255
    assert "…" in header[1]


def test_what_stays_in_view_is_what_the_template_keeps_in_view() -> None:
    layout = sheet("One", row(0, "a"), row(1, "b", "c"), row(2, "{{kpi.ref}}", repeats="kpi"), frozen=(2, 1))
    kpis = (item("K1", ref="K1"),)
    assert opened(drawn(words({"kpi": kpis}), layout))["One"].freeze_panes == "B3"
    many = tuple(item(str(number), ref=str(number)) for number in range(60))
    deep = sheet("One", row(0, "{{kpi.ref}}", repeats="kpi"), row(1, "after"), frozen=(1, 0))
    assert opened(drawn(words({"kpi": many}), deep))["One"].freeze_panes is None  # nothing would be left to scroll


def test_a_block_is_kept_together_on_a_printed_page() -> None:
    body = (row(0, "{{kpi.ref}}", height=200.0), row(1, "more", height=100.0))
    kpis = tuple(item(str(number), ref=str(number)) for number in range(4))
    found = opened(drawn(words({"kpi": kpis}), sheet("One", row(9, "Title"), Each(over="kpi", at="x", body=body))))[
        "One"
    ]
    assert [each.id for each in found.row_breaks.brk] == [3, 5, 7]


def test_conditional_formats_stretch_with_their_rows() -> None:
    red = (("bg_color", "#FFC7CE"),)
    rules = (
        ConditionalFormat(
            first_row=1, first_column=1, last_row=1, last_column=1, format=red,
            options=(("criteria", '=$B2>B$1+LEN("B2")'), ("type", "formula")),
        ),
        ConditionalFormat(
            first_row=1, first_column=0, last_row=1, last_column=0,
            options=(("bar_color", "#00703C"), ("type", "data_bar")),
        ),
    )  # fmt: skip
    kpis = tuple(item(str(number), ref=float(number)) for number in range(3))
    layout = sheet(
        "One", row(0, 1.0), row(1, "{{kpi.ref}}", "{{kpi.ref}}", repeats="kpi"), row(2, "x"), conditional=rules
    )
    found = opened(drawn(words({"kpi": kpis}), layout))["One"].conditional_formatting
    said = {str(each.sqref): each.rules[0] for each in found}
    assert said["B2:B4"].formula == ['$B2>B$1+LEN("B2")']
    assert said["A2:A4"].type == "dataBar"
    themes = (item("A", {"kpi": kpis}), item("B", {"kpi": kpis}))
    block = Each(over="theme", at="x", body=(row(0, 1.0), row(1, "{{kpi.ref}}", "{{kpi.ref}}", repeats="kpi")))
    twice = drawn(words({"theme": themes}), sheet("One", row(5, "Title"), block, conditional=rules))
    ranges = {str(each.sqref): each.rules[0] for each in opened(twice)["One"].conditional_formatting}
    assert ranges["B3:B5 B7:B9"].formula == ['$B3>B$1+LEN("B2")']


def test_a_logo_keeps_its_size_and_its_alternative_text() -> None:
    crest = Picture(content=logo(40, 20), suffix="png", row=1, column=1, width=80.0, height=40.0, alt_text="Our crest")
    line = Picture(content=logo(10, 10), suffix="png", row=9, column=0, width=10.0, height=10.0, decorative=True)
    kpis = (item("1", ref="1"), item("2", ref="2"))
    layout = sheet("One", row(0, "{{kpi.ref}}", repeats="kpi"), row(1, "x"), pictures=(crest, line))
    xml = part(drawn(words({"kpi": kpis}), layout), "xl/drawings/drawing1.xml")
    assert 'descr="Our crest"' in xml
    assert "decorative" in xml
    assert "<xdr:col>1</xdr:col>" in xml
    assert "<xdr:row>2</xdr:row>" in xml  # below both items
    assert '<a:ext cx="762000" cy="381000"/>' in xml  # 80 by 40 pixels of 9525


def test_a_chart_fills_its_area_in_the_colours_of_the_styles_sheet() -> None:
    area = cell(1, "{{kpi.chart}}", columns=3, rows=2)
    body = (row(0, "{{kpi.ref}}", area, height=100.0), row(1, "x", height=60.0))
    styles = StyleSheet(lines=(("actual", "#AA00AA"),))
    layout = sheet("One", Each(over="kpi", at="x", body=body))
    out = drawn(words({"kpi": (item("K1", ref="K1", chart=CHART),)}), layout, styles=styles)
    xml = part(out, "xl/drawings/drawing1.xml")
    assert "B1:D2" in merged(out)
    assert 'descr="Line chart. Agency staff fell from 49% to 33%."' in xml
    anchor = re.search(
        r"<xdr:from><xdr:col>(\d)</xdr:col>.*?<xdr:row>(\d)</xdr:row>.*?<xdr:to><xdr:col>(\d)</xdr:col>.*?<xdr:row>(\d)</xdr:row>",
        xml,
    )
    assert anchor is not None
    assert anchor.groups() == ("1", "0", "3", "1")
    chart = part(out, "xl/charts/chart1.xml")
    assert "AA00AA" in chart
    assert "801650" in chart  # the target, of which the template says nothing
    assert opened(out)["One"].print_area == "'One'!$A$1:$D$2"
    assert ["K1", "Q3", 33, 20] in values(out, "One")


@pytest.mark.parametrize("width", [0.5, 2.0, 4.0, 8.0])
def test_a_chart_in_a_column_as_narrow_as_a_letter_keeps_its_lines_inside(width: float) -> None:
    layout = sheet("One", row(0, "{{kpi.chart}}", repeats="kpi", height=60.0), widths=(width,))
    out = drawn(words({"kpi": (item("K1", ref="K1", chart=CHART),)}), layout)
    plot = re.search(r"<c:plotArea>.*?</c:manualLayout>", part(out, "xl/charts/chart1.xml"))
    assert plot is not None
    left, wide = (float(re.findall(f'<c:{name} val="([0-9.]+)"', plot[0])[0]) for name in ("x", "w"))
    assert 0 <= left < left + wide <= 1


def test_figures_stand_beside_columns_too_narrow_for_them() -> None:
    kpis = (item("K1", chart=CHART, trend=Cell("", spark=Spark((1.0, 2.0)))),)
    layout = sheet("One", row(0, "{{kpi.chart}}", "{{kpi.trend}}", repeats="kpi"), widths=(40.0, 4.0))
    out = drawn(words({"kpi": kpis}), layout)
    assert re.search(r"<xm:f>'One'!D\d+:E\d+</xm:f>", part(out, "xl/worksheets/sheet1.xml"))
    assert "$D$" in part(out, "xl/charts/chart1.xml")


def test_a_ready_made_table_gets_the_columns_that_it_needs() -> None:
    table = Table(
        columns=(Column(header="Ref", width=9), Column(header="Text", width=61)), rows=((Cell("a"), Cell("b")),)
    )
    section = Section(key="risks", name="Risks", title="Risks", blocks=(table,))
    out = drawn(
        words(sections={"risks": (section,)}),
        sheet("One", row(0, "T"), ReadyMade(key="risks", at="x"), widths=(3.0, 3.0)),
    )
    assert [round(width) for width in widths(out)] == [10, 62]


def test_a_title_over_more_columns_than_a_ready_made_part_has_keeps_to_the_page() -> None:
    table = Table(
        columns=(Column(header="Ref", width=9), Column(header="Text", width=30)), rows=((Cell("a"), Cell("b")),)
    )
    section = Section(key="risks", name="Risks", title="Risks", blocks=(table,))
    title = cell(0, TEXT, columns=7, form={"font_size": 20.0})
    layout = sheet("One", row(0, title, *[None] * 6, cell(7, None, form={"border": 1})), ReadyMade(key="risks", at="x"))
    out = drawn(words(sections={"risks": (section,)}), layout)
    assert merged(out) == {"A1:B1"}
    assert heights(out)[1] > 100
    assert opened(out)["One"].print_area.startswith("'One'!$A$1:$B$")


def test_tabs_and_gridlines_are_the_templates() -> None:
    out = drawn(words(), sheet("One", row(0, "x"), tab_colour="#660066", gridlines=True), sheet("Two", row(0, "x")))
    assert opened(out)["One"].sheet_properties.tabColor.rgb == "FF660066"
    assert [each.sheet_view.showGridLines is not False for each in opened(out).worksheets] == [True, False]


def test_the_same_template_and_words_give_the_same_bytes() -> None:
    crest = Picture(content=logo(40, 20), suffix="png", row=0, column=1, width=80.0, height=40.0, alt_text="Our crest")
    layout = sheet("One", row(0, "{{kpi.chart}}", repeats="kpi"), pictures=(crest,))
    vocabulary = words({"kpi": (item("K1", chart=CHART),)})
    assert drawn(vocabulary, layout) == drawn(vocabulary, layout)
    assert zipfile.is_zipfile(io.BytesIO(drawn(vocabulary, layout)))


def test_a_column_is_wide_enough_for_its_links() -> None:
    name = "The permanent exclusion of pupils"[:31]
    out = drawn(
        words(),
        sheet("Contents", row(0, "Sheet"), row(1, "{{sheet.name}}", repeats="sheet"), widths=(6.0,)),
        sheet(name, row(0, "x")),
    )
    assert 28 < opened(out)["Contents"].column_dimensions["A"].width < 40


def chart_in(width: float, height: float) -> str:
    layout = sheet("One", row(0, cell(0, "{{kpi.chart}}"), repeats="kpi", height=height), widths=(width,))
    (found,) = parts(drawn(words({"kpi": (item("K1", chart=CHART),)}), layout), r"xl/charts/chart1\.xml")
    return found


def said(chart: str) -> tuple[bool, bool, bool, bool]:
    """Whether the chart has a title, a legend, a note under its axis, and labels on its axes."""
    axis = chart[chart.index("<c:catAx>") : chart.index("</c:catAx>")]
    main = chart[: chart.index("<c:plotArea>")]
    labels = '<c:tickLblPos val="none"/>' not in chart
    return "<c:title>" in main, "<c:legend>" in chart, "<c:title>" in axis, labels


def test_words_make_room_for_the_lines_of_a_small_chart() -> None:
    assert said(chart_in(90, 200)) == (True, True, True, True)
    assert said(chart_in(90, 90)) == (True, True, False, True)
    assert said(chart_in(25, 100)) == (True, False, False, True)
    assert said(chart_in(9, 90)) == (False, False, False, False)


def turned(angle: int, text: str = "✖ Off track, overdue") -> float:
    kpis = (item("K1", status=Cell(text)),)
    body = row(0, cell(0, "{{kpi.status}}", form={"rotation": angle, "font_size": 11.0}), repeats="kpi")
    return heights(drawn(words({"kpi": kpis}), sheet("One", body, widths=(9.0,))))[1]


def test_rows_are_tall_enough_for_text_at_any_angle() -> None:
    upright = turned(90)
    assert 100 < upright < 150
    assert turned(-90) == upright
    assert 0.7 * upright < turned(45) < upright
    assert turned(-45) == turned(45)
    assert 20 < turned(5) < turned(45)
    assert turned(270) > upright  # letter under letter
    assert turned(45, "✖ Off track,\noverdue") < turned(45)
