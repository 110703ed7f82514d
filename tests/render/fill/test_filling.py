"""A template's cells, rows and blocks with values in them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from layouts import cell, drawn, item, opened, part, parts, row, sheet, values, words

from quarterly.compose.report import Cell, Look, Spark
from quarterly.compose.vocabulary import CATALOGUE
from quarterly.template.layout import Each, StyleSheet

KPIS = (
    item("K1", ref="K1", name="Agency staff", value=Cell(33.0, decimals=1, unit="%"), status=Cell("✖ Red", Look.RED)),
    item("K2", ref="K2", name="Caseload", value=Cell(16.25, decimals=2), status=Cell("✔ Green", Look.GREEN)),
)
HEADER = ("Ref", "Indicator", "Latest", "Status")
NO_KPI = next(word.empty for word in CATALOGUE.lists if word.name == "kpi")
KPI_ROW = ("{{kpi.ref}}", "{{kpi.name}}", "{{kpi.value}}", "{{kpi.status}}")


def test_a_row_with_a_lists_tokens_is_written_once_an_item() -> None:
    out = drawn(words({"kpi": KPIS}), sheet("One", row(0, *HEADER), row(1, *KPI_ROW, repeats="kpi")))
    assert values(out, "One") == [
        ["Ref", "Indicator", "Latest", "Status"],
        ["K1", "Agency staff", 33, "✖ Red"],
        ["K2", "Caseload", 16.25, "✔ Green"],
    ]


def test_text_and_tokens_in_one_cell_make_text() -> None:
    meeting, share = Cell(date(2026, 2, 5)), Cell(12.5, decimals=1, unit="%")
    out = drawn(
        words(authority="Northmere", meeting_date=meeting, share=share, month=Cell(date(2026, 3, 1), unit="month")),
        sheet("One", row(0, "{{authority}}: meets {{meeting.date}}, {{share}} since {{month}}")),
    )
    assert values(out, "One") == [["Northmere: meets 5 Feb 2026, 12.5% since Mar 2026"]]


def test_a_cell_that_is_a_token_alone_keeps_the_values_type_and_number_format() -> None:
    out = drawn(
        words(day=Cell(date(2026, 2, 5)), share=Cell(12.5, decimals=1, unit="%"), other=Cell(1234.0)),
        sheet("One", row(0, " {{day}} ", "{{share}}", cell(2, "{{other}}", form={"num_format": "0.00"}))),
    )
    found = opened(out)["One"]
    assert found["A1"].value.date() == date(2026, 2, 5)
    assert [found.cell(1, column).number_format for column in (1, 2, 3)] == [
        "d mmm yyyy",
        '#,##0.0"%";−#,##0.0"%"',
        "0.00",
    ]


def test_numbers_and_dates_of_the_template_itself_stay_as_they_are() -> None:
    out = drawn(words(), sheet("One", row(0, 7.0, cell(1, date(2026, 2, 5), form={"num_format": "dd/mm/yyyy"}))))
    found = opened(out)["One"]
    assert (found["A1"].value, found["A1"].number_format) == (7, "General")
    assert (found["B1"].value.date(), found["B1"].number_format) == (date(2026, 2, 5), "dd/mm/yyyy")


def test_a_cell_is_written_in_the_templates_format() -> None:
    form = {"font_name": "Georgia", "font_size": 18.0, "font_color": "#660066", "bg_color": "#EEEEEE", "bold": True}
    found = opened(drawn(words(name="Us"), sheet("One", row(0, cell(0, "{{name}}", form=form)))))["One"]["A1"]
    assert (found.font.name, found.font.size, found.font.bold) == ("Georgia", 18, True)
    assert (found.font.color.rgb, found.fill.fgColor.rgb) == ("FF660066", "FFEEEEEE")


def test_a_status_takes_the_look_that_the_styles_sheet_gives_it_and_keeps_its_cells_type() -> None:
    styles = StyleSheet(
        statuses=((Look.RED, (("bg_color", "#330033"), ("font_color", "#FFFFFF"), ("font_size", 30.0))),)
    )
    form = {"font_name": "Georgia", "font_size": 9.0, "align": "center"}
    layout = sheet("One", row(0, cell(0, "{{kpi.status}}", form=form), repeats="kpi"))
    found = opened(drawn(words({"kpi": KPIS}), layout, styles=styles))["One"]
    assert (found["A1"].fill.fgColor.rgb, found["A1"].font.color.rgb) == ("FF330033", "FFFFFFFF")
    assert (found["A1"].font.name, found["A1"].font.size, found["A1"].alignment.horizontal) == ("Georgia", 9, "center")
    assert found["A2"].fill.fgColor.rgb == "FFCDE9D8"  # green, of which the template says nothing
    assert found["A1"].border.left.style is None
    assert (found["A2"].border.left.style, found["A2"].border.left.color.rgb) == ("thick", "FF00703C")


def test_text_is_text_whatever_it_begins_with() -> None:
    hostile = ('=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "http://example.com", "{=1+1}", "007")
    kpis = tuple(item(str(number), name=text) for number, text in enumerate(hostile))
    out = drawn(words({"kpi": kpis}), sheet("One", row(0, "{{kpi.name}}", repeats="kpi"), row(1, "=1+1")))
    cells = [line[0] for line in opened(out)["One"].iter_rows()]
    assert [found.value for found in cells] == [*hostile, "=1+1"]
    assert {found.data_type for found in cells} == {"s"}


def test_a_block_is_written_once_an_item_with_the_items_own_lists_inside() -> None:
    themes = (
        item("Front door", {"kpi": KPIS[:1]}, name="Front door"),
        item("Workforce", {"kpi": KPIS[1:]}, name="Workforce"),
    )
    block = Each(over="theme", at="One!A1", body=(row(1, "{{theme.name}}"), row(2, "{{kpi.ref}}", repeats="kpi")))
    out = drawn(words({"theme": themes, "kpi": KPIS}), sheet("One", row(0, "Themes"), block))
    assert values(out, "One") == [["Themes"], ["Front door"], ["K1"], ["Workforce"], ["K2"]]


def test_blocks_may_stand_in_blocks() -> None:
    themes = (item("A", {"kpi": KPIS}, name="A"), item("B", {"kpi": ()}, name="B"))
    inner = Each(over="kpi", at="One!A3", body=(row(2, "{{kpi.ref}} of {{theme.name}}"),))
    out = drawn(
        words({"theme": themes}), sheet("One", row(0, "x"), Each(over="theme", at="One!A2", body=(row(1, "-"), inner)))
    )
    assert values(out, "One") == [["x"], ["-"], ["K1 of A"], ["K2 of A"], ["-"], [NO_KPI]]


def test_a_list_without_items_is_a_sentence_in_place_of_header_and_row() -> None:
    layout = sheet(
        "One",
        row(0, *HEADER),
        row(1, *KPI_ROW, repeats="kpi"),
        row(2, "Risks"),
        row(3, "{{risk.text}}", repeats="risk"),
    )
    out = drawn(words({"kpi": (), "risk": (item("1", text="Staff leave"),)}), layout)
    assert values(out, "One") == [[NO_KPI], ["Risks"], ["Staff leave"]]


def test_the_row_above_becomes_the_header_of_a_real_table() -> None:
    form = {"bg_color": "#660066", "font_color": "#FFFFFF"}
    heads = [cell(place, text, form=form) for place, text in enumerate(HEADER)]
    many = tuple(item(f"K{number}", ref=f"K{number}", name="n", value=1.0, status="s") for number in range(9))
    out = drawn(words({"kpi": many}), sheet("One", row(0, "Title"), row(1, *heads), row(2, *KPI_ROW, repeats="kpi")))
    found = opened(out)["One"]
    (table,) = found.tables.values()
    assert table.ref == "A2:D11"
    assert [column.name for column in table.tableColumns] == list(HEADER)
    assert table.autoFilter is not None  # alone on its sheet
    assert found["A2"].fill.fgColor.rgb == "FF660066"
    assert found.print_title_rows == "$2:$2"


def test_two_tables_have_names_of_their_own_and_no_filter_buttons() -> None:
    themes = (item("A", {"kpi": KPIS}, name="A"), item("B", {"kpi": KPIS}, name="B"))
    block = Each(
        over="theme", at="x", body=(row(0, "{{theme.name}}"), row(1, *HEADER), row(2, *KPI_ROW, repeats="kpi"))
    )
    found = opened(drawn(words({"theme": themes}), sheet("One", block)))["One"]
    assert len({table.name for table in found.tables.values()}) == 2
    assert all(table.autoFilter is None for table in found.tables.values())
    assert not found.print_title_rows


@pytest.mark.parametrize(
    "header",
    [
        ("Ref", "Ref", "Latest", "Status"),
        ("Ref", None, "Latest", "Status"),
        (cell(0, "Ref", columns=2), cell(2, "Latest"), cell(3, "Status")),
    ],
    ids=["twice", "missing", "merged"],
)
def test_what_excel_would_not_take_for_a_table_is_plain_rows(header) -> None:
    out = drawn(words({"kpi": KPIS}), sheet("One", row(0, *header), row(1, *KPI_ROW, repeats="kpi")))
    assert not opened(out)["One"].tables
    assert ["K2", "Caseload", 16.25, "✔ Green"] in values(out, "One")


def test_a_sparkline_fills_its_cell_and_its_figures_stand_outside_the_print_area() -> None:
    kpis = (item("K1", ref="K1", trend=Cell("", spark=Spark((1.0, None, 3.0)))),)
    out = drawn(words({"kpi": kpis}), sheet("One", row(0, "{{kpi.ref}}", "{{kpi.trend}}", repeats="kpi")))
    xml = part(out, "xl/worksheets/sheet1.xml")
    assert "<xm:sqref>B1</xm:sqref>" in xml
    assert opened(out)["One"].print_area == "'One'!$A$1:$B$1"
    assert ["K1", 1, 3] in values(out, "One")


def test_a_token_outside_its_list_is_nothing() -> None:
    assert values(drawn(words(), sheet("One", row(0, "a", "{{kpi.name}}"))), "One") == [["a"]]


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1, max_size=400), max_size=6))
def test_no_text_is_lost(texts: list[str]) -> None:
    kpis = tuple(item(str(number), name=text) for number, text in enumerate(texts))
    layout = sheet("One", row(0, "x"), row(1, "{{kpi.name}}", "{{kpi.name}}!", repeats="kpi"), widths=(12.0, 30.0))
    found = values(drawn(words({"kpi": kpis}), layout), "One")
    assert found[1:] == ([[text, f"{text}!"] for text in texts] or [[NO_KPI]])


def test_no_formula_is_written() -> None:
    out = drawn(words({"kpi": KPIS}), sheet("One", row(0, *HEADER), row(1, *KPI_ROW, repeats="kpi")))
    assert not any("<f>" in xml for xml in parts(out, r"xl/worksheets/sheet\d+\.xml"))


def test_excels_percent_format_multiplies_no_value_by_100() -> None:
    formats = ("0%", "0.0%", '0.0"%"', "[Red]0%;-0%", "0.00")
    share = [cell(place, "{{share}}", form={"num_format": form}) for place, form in enumerate(formats)]
    rate = [cell(place, "{{rate}}", form={"num_format": form}) for place, form in enumerate(formats)]
    fixed = cell(0, 0.25, form={"num_format": "0%"})
    out = drawn(
        words(share=Cell(92.697, decimals=1, unit="%"), rate=Cell(385.1, decimals=1)),
        sheet("One", row(0, *share), row(1, *rate), row(2, fixed)),
    )
    found = opened(out)["One"]
    own = "#,##0.0;−#,##0.0"
    assert [[found.cell(line, column).number_format for column in range(1, 6)] for line in (1, 2)] == [
        ['0"%"', '0.0"%"', '0.0"%"', '[Red]0"%";-0"%"', "0.00"],
        [own, own, '0.0"%"', own, "0.00"],
    ]
    assert found["A3"].number_format == "0%"  # of the officer's own value


NEST = {
    "theme": (
        item(
            "Front door", {"kpi": (KPIS[0],), "action": (item("A1", ref="A1"), item("A2", ref="A2"))}, name="Front door"
        ),
        item("Workforce", {"kpi": (KPIS[1],), "action": (item("A3", ref="A3"),)}, name="Workforce"),
    ),
    "recommendation": (
        item("R1", {"action": (item("A1", ref="A1"), item("A3", ref="A3"))}, ref="R1"),
        item("R2", {"action": (item("A2", ref="A2"),)}, ref="R2"),
    ),
    "kpi": KPIS,
    "red_kpi": (KPIS[0],),
}


def test_a_list_inside_several_others_shows_what_belongs_to_all_of_them() -> None:
    block = Each(over="theme", body=(row(1, "{{theme.name}}"), row(2, "{{action.ref}}", repeats="action")), at="")
    out = drawn(words(NEST), sheet("{{recommendation.ref}}", row(0, "Actions"), block, repeats="recommendation"))
    empty = next(word.empty for word in CATALOGUE.lists if word.name == "action")
    assert values(out, "Recommendation R1") == [["Actions"], ["Front door"], ["A1"], ["Workforce"], ["A3"]]
    assert values(out, "Recommendation R2") == [["Actions"], ["Front door"], ["A2"], [empty]]


def test_a_list_inside_one_that_belongs_to_it_shows_the_items_own() -> None:
    block = Each(over="kpi", body=(row(0, "{{kpi.ref}}"), row(1, "{{theme.name}}", repeats="theme")), at="")
    assert values(drawn(words(NEST), sheet("One", block)), "One") == [["K1"], ["Front door"], ["K2"], ["Workforce"]]


def test_a_narrower_list_inside_the_whole_one_shows_the_same_item_or_none() -> None:
    block = Each(over="kpi", body=(row(0, "{{kpi.ref}}"), row(1, "{{red_kpi.name}}", repeats="red_kpi")), at="")
    none = next(word.empty for word in CATALOGUE.lists if word.name == "red_kpi")
    assert values(drawn(words(NEST), sheet("One", block)), "One") == [["K1"], ["Agency staff"], [none]]


def test_lists_that_have_nothing_to_do_with_each_other_stand_whole() -> None:
    block = Each(
        over="recommendation", body=(row(0, "{{recommendation.ref}}"), row(1, "{{kpi.ref}}", repeats="kpi")), at=""
    )
    assert values(drawn(words(NEST), sheet("One", block)), "One") == [["R1"], ["K1"], ["K2"], ["R2"], ["K1"], ["K2"]]
