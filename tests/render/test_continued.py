"""Long tables on printed pages: what stays together, and the header that is written again."""

from __future__ import annotations

import io
import warnings

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from plans import AS_AT, QUARTER, SOURCE, a_plan

from quarterly.compose import compose_report
from quarterly.compose.report import Cell, Column, Heading, Paragraph, Section, Table
from quarterly.judge import judge
from quarterly.render import render
from quarterly.render.continued import LEAST_ROWS, MOST_KEPT, opening, pages

PLAN = a_plan()
REPORT = compose_report(PLAN, judge(PLAN, QUARTER, AS_AT), (), SOURCE)
COLUMNS = (Column(header="Ref", width=8), Column(header="Text", width=60))
HEIGHTS = st.lists(st.floats(18, 409), min_size=1, max_size=60)


def test_a_short_table_stays_whole_and_a_longer_one_begins_with_a_third_of_a_page() -> None:
    assert opening(30, [18] * 10, 600) == 210
    assert opening(30, [18] * 60, 600) == 200
    assert opening(30, [150, 150, 18, 18, 18], 600) == 330


@pytest.mark.parametrize(
    ("rows", "room", "expected"),
    [
        ([100, 100], 300, (2,)),
        ([100] * 5, 300, (3, 2)),
        ([100] * 4, 300, (2, 2)),  # not three and one alone
        ([100] * 8, 300, (3, 5)),
        ([100] * 3, 200, (2, 1)),  # two rows are not parted for the sake of one
        ([500, 600], 300, (1, 1)),
        ([100] * 3 + [450], 300, (3, 1)),  # the last two have no room together
    ],
)
def test_rows_are_laid_out_on_pages_with_no_row_left_alone(
    rows: list[float], room: float, expected: tuple[int, ...]
) -> None:
    assert pages(rows, room, 500) == expected


@given(HEIGHTS, st.floats(40, 900), st.floats(410, 900))
def test_every_row_has_its_place_and_every_page_holds_its_rows(rows: list[float], room: float, further: float) -> None:
    counts = pages(rows, room, further)
    assert sum(counts) == len(rows)
    assert min(counts) >= 1
    at = 0
    for number, count in enumerate(counts):
        used = sum(rows[at : at + count])
        assert count == 1 or used <= (room if number == 0 else further) + 1e-6
        at += count


def drawn(*blocks: Heading | Paragraph | Table) -> openpyxl.worksheet.worksheet.Worksheet:
    section = Section(key="one", name="One", title="One", blocks=blocks)
    content = render(replace(REPORT, sections=(section,)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(content))["One"]


def table(count: int, first: int = 0) -> Table:
    rows = tuple((Cell(f"A{number}"), Cell("A text.")) for number in range(first, first + count))
    return Table(columns=COLUMNS, rows=rows)


def test_a_long_table_among_others_goes_on_under_its_header_as_a_table_of_its_own() -> None:
    sheet = drawn(table(3), Heading(text="More"), table(70, first=3))
    breaks = [each.id for each in sheet.row_breaks.brk]  # the last row of each printed page
    assert [[sheet.cell(at + row, 1).value for row in (1, 2)] for at in breaks] == [["More (continued)", "Ref"]] * 3
    found = [[cell.value for cell, *_ in sheet[each.ref][1:]] for each in sheet.tables.values()]
    assert [len(refs) >= LEAST_ROWS for refs in found] == [True] * 5
    assert [ref for refs in found for ref in refs] == [f"A{number}" for number in range(73)]


def test_a_table_alone_on_its_sheet_is_one_table_whose_header_is_a_print_title() -> None:
    sheet = drawn(table(70))
    assert len(sheet.tables) == 1
    assert sheet.print_title_rows
    assert [cell.value for cell in sheet["A"]].count("Ref") == 1


def test_the_only_table_of_a_sheet_repeats_its_header_under_whatever_stands_above_it() -> None:
    sheet = drawn(Heading(text="All"), Paragraph(text="What they are."), table(70))
    header = next(cell.row for cell in sheet["A"] if cell.value == "Ref")
    assert sheet.print_title_rows == f"${header}:${header}"
    assert len(sheet.tables) == 1


def test_a_table_with_words_beneath_it_goes_on_under_a_header_of_its_own() -> None:
    sheet = drawn(table(70), Paragraph(text="Not under a header."))
    assert sheet.print_title_rows == "$1:$1"
    assert len(sheet.tables) > 1


def test_no_word_of_a_header_is_cut_in_two() -> None:
    columns = (Column(header="Ref", width=8), Column(header="Expected %", width=4))
    section = Section(
        key="one", name="One", title="One", blocks=(Table(columns=columns, rows=((Cell("A"), Cell("b")),)),)
    )
    sheet = openpyxl.load_workbook(io.BytesIO(render(replace(REPORT, sections=(section,)))))["One"]
    assert sheet.column_dimensions["B"].width > 10


def test_a_short_table_is_moved_to_the_next_page_with_its_heading() -> None:
    sheet = drawn(table(20), Heading(text="More"), table(15, first=20))
    (broken,) = (each.id for each in sheet.row_breaks.brk)
    assert sheet.cell(broken + 1, 1).value == "More"
    assert len(sheet.tables) == 2
    assert MOST_KEPT > 15 * 18 / 480
