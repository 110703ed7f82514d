"""Quick sheets and charts write what XlsxWriter itself would write, byte for byte."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook

from quarterly.render.book import ReportBook

DIMENSION = re.compile(rb"<dimension[^>]*/>")
CREATED = datetime(2026, 1, 20)


class OwnBook(ReportBook):
    """The same workbook with XlsxWriter's own sheets and charts."""

    def add_worksheet(self, name=None, worksheet_class=None):
        return Workbook.add_worksheet(self, name, worksheet_class)

    def add_chart(self, options):
        return Workbook.add_chart(self, options)


def made(kind: type[ReportBook], draw, **options: object) -> dict[str, bytes]:
    """The parts of a workbook of this kind, as ``draw`` fills it."""
    target = io.BytesIO()
    book = kind(target, {"in_memory": True, **options})
    book.set_properties({"created": CREATED})
    draw(book)
    book.close()
    with zipfile.ZipFile(target) as package:
        return {name: package.read(name) for name in package.namelist()}


def same(draw, **options: object) -> None:
    assert made(ReportBook, draw, **options) == made(OwnBook, draw, **options)


def same_but_for_the_used_range(draw, **options: object) -> None:
    """XlsxWriter takes column A into the used range or not, as a row's height is set before or after its cells."""
    quick, own = made(ReportBook, draw, **options), made(OwnBook, draw, **options)
    sheet = "xl/worksheets/sheet1.xml"
    assert quick | {sheet: DIMENSION.sub(b"", quick[sheet])} == own | {sheet: DIMENSION.sub(b"", own[sheet])}


CELLS = st.lists(
    st.tuples(
        st.integers(0, 40),
        st.integers(0, 300),
        st.one_of(
            st.floats(allow_nan=False, allow_infinity=False),
            st.integers(-(10**9), 10**9),
            st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12),
            st.dates(date(1900, 1, 1), date(2200, 1, 1)),
            st.none(),
        ),
        st.integers(0, 3),
    ),
    max_size=25,
)


@settings(max_examples=60, deadline=None)
@given(CELLS, st.booleans())
def test_any_cells_are_written_as_xlsxwriter_writes_them(cells, from_1904: bool) -> None:
    def draw(book) -> None:
        looks = [None, book.add_format({"bold": True}), book.add_format({"num_format": "0.0"}), book.add_format()]
        sheet = book.add_worksheet("A")
        for row, column, value, look in cells:
            if value is None:
                sheet.write_blank(row, column, None, looks[look])
            elif isinstance(value, str):
                sheet.write_string(row, column, value, looks[look])
            elif isinstance(value, date):
                if from_1904 and value.year < 1904:
                    continue
                sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), looks[look])
            else:
                sheet.write_number(row, column, value, looks[look])
            sheet.set_row(row + 2, 20)

    same_but_for_the_used_range(draw, date_1904=from_1904)


def test_what_is_out_of_the_ordinary_is_left_to_xlsxwriter() -> None:
    def draw(book) -> None:
        bold = book.add_format({"bold": True})
        sheet = book.add_worksheet("A")
        sheet.set_row(3, 30, bold)
        sheet.set_column(2, 2, 12, bold)
        sheet.write_number(3, 0, 1)  # takes its row's format
        sheet.write_number(5, 2, 2)  # takes its column's
        sheet.write_string(0, 0, "x" * 40_000, bold)
        sheet.write_formula(6, 0, "=1+1", bold, 2)
        sheet.write_boolean(6, 1, True, bold)
        sheet.write_datetime(9, 0, datetime(1900, 2, 1), bold)  # before the 29 February 1900 that Excel has
        sheet.write_url(7, 0, "internal:'A'!A1", bold, "There")
        sheet.merge_range(8, 0, 8, 3, "Merged", bold)
        sheet.add_table(10, 0, 12, 1, {"columns": [{"header": "One"}, {"header": "Two"}]})
        book.add_worksheet("Empty")

    same(draw)


def test_a_sheet_with_comments_is_xlsxwriters_own() -> None:
    def draw(book) -> None:
        sheet = book.add_worksheet("A")
        sheet.write_string(0, 0, "Words", book.add_format())
        sheet.write_comment("B3", "Why?")

    same(draw)


@pytest.mark.parametrize("kind", ["line", "column"])
def test_charts_hold_the_same_copy_of_their_figures(kind: str) -> None:
    def draw(book) -> None:
        sheet = book.add_worksheet("A")
        look = book.add_format()
        for row, value in enumerate([1, 2.5, None, -3.25, 1e-7]):
            sheet.write_datetime(row, 0, datetime(2026, 1, 1 + row), look)
            if value is not None:
                sheet.write_number(row, 1, value, look)
        sheet.write_blank(5, 1, None, look)
        sheet.write_string(5, 0, "no date", look)
        chart = book.add_chart({"type": kind})
        chart.add_series({"categories": ["A", 0, 0, 4, 0], "values": ["A", 0, 1, 4, 1]})
        chart.add_series({"categories": ["A", 1, 0, 5, 0], "values": ["A", 1, 1, 5, 1]})
        chart.add_series({"values": ["A", 0, 0, 0, 1]})  # along a row
        chart.add_series({"values": ["A", 8, 1, 9, 1]})  # where nothing stands
        sheet.insert_chart("D2", chart)

    same(draw)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_not_written(value: float) -> None:
    book = ReportBook(io.BytesIO(), {"in_memory": True})
    with pytest.raises(ValueError, match="a cell cannot hold"):
        book.add_worksheet("A").write_number(0, 0, value)
    book.close()
