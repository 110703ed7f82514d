"""Which sheets a filled template has, what they are called, and where links lead."""

from __future__ import annotations

import pytest
from layouts import REPORT, cell, drawn, item, opened, part, row, sheet, values, words

from quarterly.compose.report import Cell, Column, Heading, Look, Paragraph, Section, Table
from quarterly.errors import TemplateRefused
from quarterly.template.layout import Each, ReadyMade

THEMES = (
    item("Front door", {"kpi": (item("K1", ref="K1"),)}, name="Front door"),
    item("Plans: all/some", {"kpi": (item("K2", ref="K2"),)}, name="Plans: all/some"),
)
TABLE = Table(columns=(Column(header="Ref", width=8), Column(header="Text", width=40)), rows=((Cell("R1"), Cell("x")),))
RISKS = Section(key="risks", name="Risks", title="Risks, Q3", intro="The highest first.", blocks=(TABLE,))


def kpis(theme: str) -> Section:
    text = Paragraph(text=f"About {theme}")
    return Section(key=f"kpis:{theme}", name=theme, title=f"Indicators: {theme}", blocks=(text,))


def ready(key: str) -> ReadyMade:
    return ReadyMade(key=key, at="x")


def names(content: bytes) -> list[str]:
    return opened(content).sheetnames


def links(content: bytes, name: str) -> dict[str, str]:
    found = opened(content)[name]
    return {
        str(each.value): each.hyperlink.location or each.hyperlink.target
        for line in found.iter_rows()
        for each in line
        if each.hyperlink
    }


def test_sheets_come_in_the_templates_order() -> None:
    assert names(drawn(words(), sheet("B", row(0, "b")), sheet("A", row(0, "a")))) == ["B", "A"]


def test_a_sheet_with_a_token_in_its_name_is_made_once_an_item() -> None:
    layout = sheet("{{theme.name}}", row(0, "{{theme.name}}"), row(1, "{{kpi.ref}}", repeats="kpi"), repeats="theme")
    out = drawn(words({"theme": THEMES}), layout)
    assert names(out) == ["Front door", "Plans all some"]
    assert values(out, "Plans all some") == [["Plans: all/some"], ["K2"]]


def test_names_too_long_or_alike_are_told_apart() -> None:
    long = "Children and families who need help and protection"
    themes = tuple(item(str(number), name=long) for number in range(2))
    out = drawn(words({"theme": themes}), sheet("{{theme.name}}", row(0, "x"), repeats="theme"))
    assert names(out) == ["Children and families who need", "Children and families who 2"]


def test_a_sheet_whose_lists_and_parts_are_all_empty_is_left_out() -> None:
    layouts = (
        sheet("Plain", row(0, "words")),
        sheet("Risks", row(0, "Risks"), row(1, "{{risk.text}}", repeats="risk"), ready("risks")),
        sheet("Blocks", Each(over="risk", at="x", body=(row(0, "{{risk.text}}"),))),
        sheet("Half", row(0, "{{risk.text}}", repeats="risk"), row(1, "{{kpi.ref}}", repeats="kpi")),
    )
    out = drawn(words({"risk": (), "kpi": (item("K1", ref="K1"),)}), *layouts)
    assert names(out) == ["Plain", "Half"]


def test_a_report_of_nothing_keeps_its_sheets_and_says_so() -> None:
    out = drawn(words({"risk": ()}), sheet("Risks", row(0, "Risks"), row(1, "{{risk.text}}", repeats="risk")))
    assert len(values(out, "Risks")[0]) == 1


def test_a_template_that_leaves_no_sheet_is_refused() -> None:
    with pytest.raises(TemplateRefused, match="without a sheet") as refused:
        drawn(words({"theme": ()}), sheet("{{theme.name}}", row(0, "x"), repeats="theme"))
    assert refused.value.code == "template-nothing-to-show"


def test_the_contents_name_the_sheets_behind_them_with_links() -> None:
    contents = sheet("Contents", row(0, "{{sheet.name}}", "{{sheet.title}}", "{{sheet.about}}", repeats="sheet"))
    layouts = (
        sheet("Cover", row(0, "x")),
        contents,
        sheet("Our risks", ready("risks")),
        sheet("{{theme.name}}", row(0, "About {{theme.name}}"), repeats="theme"),
        sheet("None", row(0, "{{request.text}}", repeats="request")),
        sheet("Silent"),
    )
    out = drawn(words({"theme": THEMES}, {"risks": (RISKS,)}), *layouts)
    assert values(out, "Contents") == [
        ["Our risks", "Risks, Q3", "What could stop the plan from working, the highest score first"],
        ["Front door", "About Front door"],
        ["Plans all some", "About Plans: all/some"],
        ["Silent", "Silent"],
    ]
    assert links(out, "Contents")["Plans all some"] == "'Plans all some'!A1"


def test_contents_at_the_end_name_all_other_sheets() -> None:
    out = drawn(words(), sheet("A", row(0, "a")), sheet("Contents", row(0, "{{sheet.name}}", repeats="sheet")))
    assert values(out, "Contents") == [["A"]]


def test_the_ready_made_contents_list_the_reports_own_sheets() -> None:
    out = drawn(
        words(sections={"risks": (RISKS,)}), sheet("Contents", ready("contents")), sheet("Ours", ready("risks"))
    )
    assert [line[0] for line in values(out, "Contents")][-1] == "Ours"
    assert links(out, "Contents") == {"Ours": "'Ours'!A1"}


def test_links_between_sheets_lead_to_their_names_in_the_report() -> None:
    front = sheet(
        "Front",
        row(0, cell(0, "To the risks", link="#Risks")),
        row(1, cell(0, "To what is left out", link="#Gone")),
        row(2, cell(0, "Web", link="https://example.org/a")),
        row(3, cell(0, "Script", link="javascript:alert(1)")),
        row(4, cell(0, "{{theme.name}}", link="#{{ theme.name }}"), repeats="theme"),
        row(5, "{{see}}", "{{nowhere}}"),
    )
    gone = sheet("Gone", row(0, "{{request.text}}", repeats="request"))
    each = sheet("{{theme.name}}", row(0, "x"), repeats="theme")
    vocabulary = words(
        {"theme": THEMES},
        {"risks": (RISKS,)},
        see=Cell("See", Look.LINK, link="risks"),
        nowhere=Cell("Nowhere", Look.LINK, link="tidy"),
    )
    out = drawn(vocabulary, front, gone, each, sheet("Risks", ready("risks")))
    assert links(out, "Front") == {
        "To the risks": "'Risks'!A1",
        "Web": "https://example.org/a",
        "Front door": "'Front door'!A1",
        "Plans: all/some": "'Plans all some'!A1",
        "See": "'Risks'!A1",
    }
    assert ["See", "Nowhere"] in values(out, "Front")


def test_a_ready_made_part_brings_its_title_only_where_the_sheet_has_none() -> None:
    vocabulary = words(sections={"risks": (RISKS,)})
    assert values(drawn(vocabulary, sheet("One", ready("risks"))), "One") == [
        ["Risks, Q3"],
        ["Northmere Council"],
        ["The highest first."],
        ["Ref", "Text"],
        ["R1", "x"],
    ]
    assert values(drawn(vocabulary, sheet("One", row(0, "Our own title"), ready("risks"))), "One") == [
        ["Our own title"],
        ["The highest first."],
        ["Ref", "Text"],
        ["R1", "x"],
    ]


def test_a_part_of_several_sections_stands_with_its_theme_or_all_below_one_another() -> None:
    sections = {"kpis": (kpis("Front door"), kpis("Plans: all/some"))}
    vocabulary = words({"theme": THEMES}, sections)
    assert values(drawn(vocabulary, sheet("One", row(0, "All"), ready("kpis"))), "One") == [
        ["All"],
        ["Indicators: Front door"],
        ["About Front door"],
        ["Indicators: Plans: all/some"],
        ["About Plans: all/some"],
    ]
    each = drawn(vocabulary, sheet("{{theme.name}}", row(0, "t"), ready("kpis"), repeats="theme"))
    assert values(each, "Front door") == [["t"], ["About Front door"]]


def test_a_themes_sheet_without_a_part_of_its_own_is_left_out() -> None:
    vocabulary = words({"theme": THEMES}, {"kpis": (kpis("Front door"),)})
    assert names(drawn(vocabulary, sheet("{{theme.name}}", row(0, "t"), ready("kpis"), repeats="theme"))) == [
        "Front door"
    ]


def test_ready_made_parts_follow_the_styles_sheet() -> None:
    from quarterly.template.layout import StyleSheet

    styles = StyleSheet(
        roles=(
            ("title", (("font_name", "Georgia"), ("font_size", 26.0), ("font_color", "#660066"))),
            ("heading", (("font_color", "#006600"), ("font_size", 13.0))),
            ("body", (("font_name", "Verdana"), ("font_size", 10.0))),
            ("table header", (("bg_color", "#FFFF00"), ("font_color", "#000000"))),
        )
    )
    section = Section(key="risks", name="R", title="Risks", blocks=(Heading(text="Ours"), TABLE))
    found = opened(drawn(words(sections={"risks": (section,)}), sheet("One", ready("risks")), styles=styles))["One"]
    by_text = {str(each.value): each for line in found.iter_rows() for each in line if each.value}
    assert (by_text["Risks"].font.name, by_text["Risks"].font.size, by_text["Risks"].font.bold) == (
        "Georgia",
        26,
        False,
    )
    assert (by_text["Ours"].font.name, by_text["Ours"].font.color.rgb) == ("Verdana", "FF006600")
    assert (by_text["Ref"].fill.fgColor.rgb, by_text["x"].font.name) == ("FFFFFF00", "Verdana")


def test_the_marking_stands_on_every_sheet() -> None:
    from msgspec.structs import replace

    marked = replace(REPORT, marking="OFFICIAL-SENSITIVE")
    vocabulary = words(sections={"risks": (RISKS,)}, marking="OFFICIAL-SENSITIVE")
    layouts = (sheet("A", row(0, "Title")), sheet("B", row(0, "x"), row(1, "{{marking}}")), sheet("C", ready("risks")))
    out = drawn(vocabulary, *layouts, report=marked)
    assert values(out, "A") == [["OFFICIAL-SENSITIVE"], ["Title"]]
    assert values(out, "B") == [["x"], ["OFFICIAL-SENSITIVE"]]
    assert values(out, "C")[1] == ["OFFICIAL-SENSITIVE  ·  Northmere Council"]
    assert all(each.oddFooter.center.text == "OFFICIAL-SENSITIVE" for each in opened(out).worksheets)


def test_the_documents_properties_are_the_reports() -> None:
    out = drawn(words(quarter_label="Q3 2025/26"), sheet("A", row(0, "a")), title="Ours, {{quarter.label}}")
    core = part(out, "docProps/core.xml")
    assert "<dc:title>Ours, Q3 2025/26</dc:title>" in core
    assert "<cp:category>Quarterly progress report</cp:category>" in core
    assert "2026-01-20T00:00:00Z" in core
    assert f"<dc:title>{REPORT.title}</dc:title>" in part(drawn(words(), sheet("A", row(0, "a"))), "docProps/core.xml")
