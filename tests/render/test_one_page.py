"""What is to stand on one printed page: printed smaller, as long as it can be read."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

from quarterly.compose.report import (
    Block,
    Cell,
    Column,
    Facts,
    Heading,
    KpiCard,
    Look,
    Paragraph,
    Report,
    Section,
    Table,
)
from quarterly.render.workbook import render

COLUMNS = (Column(header="Ref", width=20), Column(header="Overdue", width=20, align="right"))
TEXT = "The team met weekly with partners and went through every open case in turn. "


def printed(*blocks: Block, one_page: bool = False) -> tuple[int, int]:
    """The print scale in percent, and how many page breaks there are."""
    section = Section(key="one", name="One", title="One", blocks=blocks, one_page=one_page)
    report = Report(
        title="Report",
        subtitle="",
        author="",
        organisation="",
        marking="",
        created=date(2026, 1, 1),
        sections=(section,),
    )
    sheet = openpyxl.load_workbook(io.BytesIO(render(report)))["One"]
    return int(sheet.page_setup.scale or 100), len(sheet.row_breaks.brk)


def rows(count: int) -> tuple[Block, ...]:
    table = Table(columns=COLUMNS, rows=tuple((Cell(f"A{number}"), Cell(number)) for number in range(count)))
    return (Facts(pairs=(("Position", Cell("Month 4")),)), Heading(text="Late"), Paragraph(text=TEXT), table)


def card(notes: int, ref: str = "K1") -> KpiCard:
    return KpiCard(
        ref=ref, name="Visits", status=Cell("Red", Look.RED), why="", facts=(), notes=(TEXT * 4,) * notes, signals=(),
        chart=None, readings=None,
    )  # fmt: skip


@pytest.mark.parametrize(("count", "expected"), [(10, (100, 0)), (20, (83, 0)), (60, (100, 2))])
def test_a_section_that_is_to_stand_on_one_page_is_printed_smaller_but_not_too_small(
    count: int, expected: tuple[int, int]
) -> None:
    assert printed(*rows(count), one_page=True) == expected


def test_other_sections_are_printed_as_large_as_their_columns_allow() -> None:
    assert printed(*rows(25)) == (100, 1)


def test_an_empty_table_takes_a_sentence_of_the_page() -> None:
    assert printed(Table(columns=COLUMNS, rows=()), one_page=True) == (100, 0)


def test_indicators_that_run_over_are_printed_smaller_and_longer_ones_go_on() -> None:
    normal = printed(card(4))
    assert normal[1] == 0
    smaller, breaks = next(found for found in (printed(card(count)) for count in range(5, 40)) if found[0] < normal[0])
    assert (smaller < normal[0], breaks) == (True, 0)
    assert printed(card(60))[0] == normal[0]


def test_a_figure_keeps_clear_of_the_status_at_its_right() -> None:
    section = Section(key="one", name="One", title="One", blocks=rows(1))
    report = Report(
        title="Report",
        subtitle="",
        author="",
        organisation="",
        marking="",
        created=date(2026, 1, 1),
        sections=(section,),
    )
    sheet = openpyxl.load_workbook(io.BytesIO(render(report)))["One"]
    found = next(cell for cell in sheet["B"] if cell.value == 0)
    assert (found.number_format, found.alignment.horizontal) == ("#,##0_n;−#,##0_n", "right")
