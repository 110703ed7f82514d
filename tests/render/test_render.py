"""The drawn workbook, read back by another library."""

from __future__ import annotations

import io
import re
import warnings
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from plans import AS_AT, QUARTER, SOURCE, a_plan
from xlsxwriter import Workbook

from quarterly.compose import compose_report
from quarterly.compose.report import (
    Cell,
    Chart,
    Column,
    Heading,
    KpiCard,
    Line,
    Look,
    Paragraph,
    Report,
    Section,
    Table,
)
from quarterly.judge import judge
from quarterly.model.contrast import contrast
from quarterly.render import render
from quarterly.render.measure import TALLEST, column_pixels, wrapped
from quarterly.render.styles import STATUS_CELLS, STATUS_COLOURS, Styles
from quarterly.render.workbook import sheet_names
from quarterly.template.layout import StyleSheet

PLAN = a_plan()
REPORT = compose_report(PLAN, judge(PLAN, QUARTER, AS_AT), (), SOURCE)
CONTENT = render(REPORT)


def opened(content: bytes) -> openpyxl.Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl knows no sparklines and says so
        return openpyxl.load_workbook(io.BytesIO(content))


def part(content: bytes, name: str) -> str:
    return zipfile.ZipFile(io.BytesIO(content)).read(name).decode()


def one_table(rows: tuple[tuple[Cell, ...], ...], **column: object) -> Report:
    table = Table(columns=(Column(header="Ref", width=8), Column(header="Text", width=30)), rows=rows)
    return replace(REPORT, sections=(Section(key="one", name="One", title="One", blocks=(table,)),))


def test_the_same_report_gives_the_same_bytes() -> None:
    assert render(REPORT) == CONTENT


def test_sheets_stand_in_the_order_of_the_sections() -> None:
    expected = """
        Cover, Contents, Summary, Exceptions, Scorecard, Indicators Front door, Indicators Workforce,
        Indicators,
        Actions by recommendation, Actions by theme, Challenge list, Benchmarks,
        Data quality, Notes, Provenance, Tidy data
    """
    assert opened(CONTENT).sheetnames == [" ".join(name.split()) for name in expected.split(",")]


def test_text_that_looks_like_a_formula_is_written_as_text() -> None:
    hostile = ('=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "http://example.com", "{=1+1}", "007")
    sheet = opened(render(one_table(tuple((Cell("A"), Cell(text)) for text in hostile))))["One"]
    found = [cell for row in sheet.iter_rows() for cell in row if cell.value in hostile]
    assert [cell.value for cell in found] == list(hostile)
    assert {cell.data_type for cell in found} == {"s"}
    assert all(cell.hyperlink is None for cell in found)


def test_no_formula_and_no_chart_refers_to_another_sheet() -> None:
    archive = zipfile.ZipFile(io.BytesIO(CONTENT))
    sheets = opened(CONTENT).sheetnames
    assert not any("<f>" in archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name)
    drawn_on = _chart_sheets(archive, sheets)
    assert drawn_on
    for chart, own in drawn_on.items():
        for reference in re.findall(r"<c:f>([^<]*)</c:f>", archive.read(chart).decode()):
            assert reference.split("!")[0].strip("'") == own


def _chart_sheets(archive: zipfile.ZipFile, sheets: list[str]) -> dict[str, str]:
    owners = {}
    for number, name in enumerate(sheets, 1):
        rels = f"xl/worksheets/_rels/sheet{number}.xml.rels"
        if rels not in archive.namelist():
            continue
        for drawing in re.findall(r"drawings/(drawing\d+)\.xml", archive.read(rels).decode()):
            charts = re.findall(r"charts/chart\d+\.xml", archive.read(f"xl/drawings/_rels/{drawing}.xml.rels").decode())
            owners |= {f"xl/{chart}": name for chart in charts}
    return owners


def test_every_chart_has_alt_text() -> None:
    archive = zipfile.ZipFile(io.BytesIO(CONTENT))
    drawings = [archive.read(name).decode() for name in archive.namelist() if re.match(r"xl/drawings/drawing\d", name)]
    frames = [frame for xml in drawings for frame in re.findall(r"<xdr:cNvPr [^>]*>", xml)]
    assert len(frames) == 4
    assert all('descr="Line chart.' in frame for frame in frames)


def test_tables_are_real_tables_with_unique_names_and_headers() -> None:
    tables = [table for sheet in opened(CONTENT).worksheets for table in sheet.tables.values()]
    assert len(tables) > 10
    assert len({table.name.casefold() for table in tables}) == len(tables)
    for table in tables:
        headers = [column.name.casefold() for column in table.tableColumns]
        assert len(set(headers)) == len(headers)


def test_every_sheet_prints_on_a4_landscape_and_freezes_its_head() -> None:
    for sheet in opened(CONTENT).worksheets:
        assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
        assert sheet.freeze_panes is not None
        assert sheet.print_title_rows
        assert sheet.print_area
        assert not sheet.sheet_view.showGridLines


def test_a_table_alone_freezes_and_repeats_its_header_row() -> None:
    sheet = opened(CONTENT)["Tidy data"]
    header = next(cell.row for cell in sheet["A"] if cell.value == "Kind")
    assert sheet.freeze_panes == f"A{header + 1}"
    assert sheet.print_title_rows == f"${header}:${header}"


def test_the_scorecard_has_a_table_a_theme_under_its_name_and_status() -> None:
    sheet = opened(CONTENT)["Scorecard"]
    headers = [cell.row for cell in sheet["A"] if cell.value == "Ref"]
    heads = [[cell.value for cell in sheet[row - 1] if cell.value] for row in headers]
    assert heads == [["Front door", "✖ Red"], ["Workforce", "✖ Red"], ["No theme", "Not rated"]]
    assert set(headers) <= {int(table.ref.split(":")[0].lstrip("A")) for table in sheet.tables.values()}


def test_values_are_numbers_in_their_own_format() -> None:
    sheet = opened(CONTENT)["Scorecard"]
    row = next(row for row in sheet.iter_rows() if row[0].value == "K1")
    assert row[2].value == 94.0
    assert row[2].number_format == '#,##0.0"%"_n;−#,##0.0"%"_n'


def test_a_very_long_text_is_split_over_rows_and_nothing_is_lost() -> None:
    long = " ".join(f"word{number}" for number in range(9000))  # beyond Excel's 32,767 characters a cell
    sheet = opened(render(one_table(((Cell("A1", Look.STRONG), Cell(long)),))))["One"]
    rows = [(row[0].value, row[1].value) for row in sheet.iter_rows(min_row=4) if row[0].value == "A1"]
    assert len(rows) > 1
    assert " ".join(str(text) for _, text in rows) == long
    assert all(height.height <= TALLEST for height in sheet.row_dimensions.values() if height.height)


def test_rows_are_tall_enough_for_their_text() -> None:
    text = "The team met weekly with partners. " * 8
    sheet = opened(render(one_table(((Cell("A1"), Cell(text)),))))["One"]
    row = next(cell.row for cell in sheet["A"] if cell.value == "A1")
    lines = len(wrapped(text, column_pixels(30), 11))
    assert lines > 5
    assert sheet.row_dimensions[row].height >= lines * 11 * 1.2


def test_a_table_without_rows_is_a_sentence() -> None:
    table = Table(columns=(Column(header="Ref", width=8),), rows=(), empty="No action is overdue.")
    report = replace(REPORT, sections=(Section(key="one", name="One", title="One", blocks=(table,)),))
    sheet = opened(render(report))["One"]
    assert not sheet.tables
    assert "No action is overdue." in [cell.value for cell in sheet["A"]]


def test_sheet_names_are_allowed_short_and_unique() -> None:
    def named(key: str, name: str) -> Section:
        return Section(key=key, name=name, title="", blocks=(Paragraph(text="x"),))

    names = sheet_names(
        (named("1", "Indicators: Help/Protection?"), named("2", "A" * 40), named("3", "a" * 35), named("4", "''"))
    )
    assert names == {"1": "Indicators Help Protection", "2": "A" * 31, "3": "a" * 29 + " 2", "4": "Sheet"}


def test_the_marking_is_in_a_cell_of_every_sheet() -> None:
    for sheet in opened(CONTENT).worksheets:
        assert str(sheet["A2"].value).startswith("OFFICIAL-SENSITIVE")


def test_the_file_carries_the_pinned_date_and_no_clock() -> None:
    assert "2026-01-20T00:00:00Z" in part(CONTENT, "docProps/core.xml")


@pytest.mark.parametrize("look", STATUS_COLOURS)
def test_status_colours_have_a_contrast_of_four_and_a_half(look: Look) -> None:
    assert contrast(*STATUS_COLOURS[look]) >= 4.5


@pytest.mark.parametrize("look", STATUS_CELLS)
def test_a_status_is_easy_to_read_on_the_pale_fill_of_its_cell(look: Look) -> None:
    _, fill, text = STATUS_CELLS[look]
    assert contrast(fill, text) >= 7


def test_a_status_has_its_colour_in_a_band_at_its_left_and_a_pale_fill() -> None:
    cell = next(cell for row in opened(CONTENT)["Scorecard"].iter_rows() for cell in row if cell.value == "✖ Red")
    side = cell.border.left
    assert (side.style, side.color.rgb, cell.fill.fgColor.rgb) == ("thick", "FFD4351C", "FFF9DEDA")


CHART_COLOURS = {
    "of ours": (None, ("#D4351C", "#FFFFFF")),
    "a band of its own": (({"bg_color": "#EEEEEE", "left": 5, "left_color": "#660033"}), ("#660033", "#FFFFFF")),
    "a pale band": (({"bg_color": "#EEEEEE", "left": 5, "left_color": "#FFCC99"}), ("#FFCC99", "#0B0C0C")),
    "a fill alone": (({"bg_color": "#330033", "font_color": "#FFFFEE"}), ("#330033", "#FFFFEE")),
}


@pytest.mark.parametrize(("said", "drawn"), CHART_COLOURS.values(), ids=CHART_COLOURS)
def test_a_chart_has_the_colour_of_a_statuss_band_and_words_to_be_read_on_it(said, drawn: tuple[str, str]) -> None:
    sheet = StyleSheet(statuses=((Look.RED, tuple(said.items())),)) if said else None
    assert Styles(Workbook(io.BytesIO()), sheet).in_full(Look.RED) == drawn


@given(
    st.text(alphabet=st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=200), st.integers(4, 60)
)
def test_wrapping_loses_no_character_but_spaces_at_line_ends(text: str, width: int) -> None:
    lines = wrapped(text, column_pixels(width), 11)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_pages_break_where_they_are_taken_to_break_so_that_no_heading_is_left_alone_below_a_long_table() -> None:
    columns = (Column(header="Ref", width=8), Column(header="Text", width=100))
    table = Table(columns=columns, rows=tuple((Cell(f"A{number}"), Cell("Short.")) for number in range(90)))
    blocks = (table, *(block for _ in range(9) for block in (Heading(text="More"), table)))
    report = replace(REPORT, sections=(Section(key="one", name="One", title="One", blocks=blocks),))
    sheet = opened(render(report))["One"]
    ends = [each.id for each in sheet.row_breaks.brk]
    heights = {row: found.height for row, found in sheet.row_dimensions.items()}
    pages = [list(range(first + 1, last + 1)) for first, last in zip([0, *ends], [*ends, sheet.max_row], strict=True)]
    room = (8.27 - 0.59 - 0.75) * 72 * 100 / (sheet.page_setup.scale or 100)
    assert len(pages) > 20
    assert max(sum(heights[row] for row in page) for page in pages) <= room
    assert not any(sheet.cell(page[-1], 1).value in ("More", "Ref") for page in pages)


def test_calendar_years_are_numbers_in_the_chart_and_in_its_cells() -> None:
    chart = Chart(
        title="Absence: 4%", subtitle="%", alt_text="Line chart.", categories=("2019", "2020"),
        lines=(Line(name="Actual", values=(5.0, 4.0)),),
    )  # fmt: skip
    card = KpiCard(
        ref="K1", name="Absence", status=Cell("Not rated"), why="", facts=(), notes=(), signals=(), chart=chart,
        readings=None,
    )  # fmt: skip
    content = render(replace(REPORT, sections=(Section(key="one", name="One", title="One", blocks=(card,)),)))
    found = [cell.value for line in opened(content)["One"].iter_rows() for cell in line if cell.value in (2019, 2020)]
    assert found == [2019, 2020]
    assert re.search(r"<c:cat><c:numRef>.*?<c:v>2019</c:v>", part(content, "xl/charts/chart1.xml"))


READINGS = Table(
    columns=(Column(header="Period", width=15), Column(header="Q3 2025/26", width=11)),
    rows=tuple((Cell(name), Cell(90.0)) for name in ("Value", "Target", "Out of")),
)


def card_alone(notes: int, signals: int = 0):
    """The sheet of one indicator with so many notes and signals."""
    card = KpiCard(
        ref="K1",
        name="Visits on time",
        status=Cell("✔ Green", Look.GREEN),
        why="On target.",
        facts=(),
        notes=tuple(f"Note {number}." for number in range(notes)),
        signals=tuple((f"Signal {number}", "Words.") for number in range(signals)),
        chart=None,
        readings=READINGS,
    )
    content = render(replace(REPORT, sections=(Section(key="one", name="One", title="One", blocks=(card,)),)))
    return opened(content)["One"]


@pytest.mark.parametrize("notes", range(8, 26))
def test_the_readings_of_an_indicator_stay_together_however_long_its_words_are(notes: int) -> None:
    sheet = card_alone(notes)
    (table,) = sheet.tables.values()
    first, last = (int(re.sub(r"\D", "", corner)) for corner in table.ref.split(":"))
    assert [one.id for one in sheet.row_breaks.brk if first <= one.id < last] == []


@pytest.mark.parametrize(("notes", "signals"), [*((notes, 0) for notes in range(8, 26)), (60, 0), (3, 60)])
def test_what_is_carried_over_to_another_page_names_its_indicator(notes: int, signals: int) -> None:
    sheet = card_alone(notes, signals)
    opening = [sheet.cell(one.id + 1, 1).value for one in sheet.row_breaks.brk]
    assert opening == ["K1  Visits on time (continued)"] * len(opening)
    said = [row[0] for row in sheet.iter_rows(values_only=True)]
    assert said.count("K1  Visits on time (continued)") == len(opening)


def test_only_an_indicator_longer_than_a_page_is_continued() -> None:
    pages = [len(card_alone(notes).row_breaks.brk) for notes in (8, 25, 60)]
    assert pages[0] == 0
    assert 0 < pages[1] < pages[2]


@pytest.mark.parametrize("words", [40, 300, 700])
def test_words_too_many_for_the_place_beside_a_chart_run_on_below_it_over_the_whole_width(words: int) -> None:
    chart = Chart(
        title="Visits", subtitle="%", alt_text="Line chart.", categories=("Q2", "Q3"),
        lines=(Line(name="Actual", values=(5.0, 4.0)),),
    )  # fmt: skip
    notes = ("Short.", "word " * words, "word " * words, "Last.")
    card = KpiCard(
        ref="K1", name="Visits", status=Cell("Not rated"), why="", facts=(), notes=notes, signals=(), chart=chart,
        readings=None,
    )  # fmt: skip
    sheet = opened(render(replace(REPORT, sections=(Section(key="one", name="One", title="One", blocks=(card,)),))))[
        "One"
    ]
    wide = {area.min_row for area in sheet.merged_cells.ranges if area.max_col == 9}
    rows = {str(cell.value).strip(): cell.row for (cell,) in sheet.iter_rows(max_col=1) if cell.value}
    found = [rows[note.strip()] in wide for note in notes]
    assert found == {40: [False] * 4, 300: [False, True, True, True], 700: [True] * 4}[words]
