from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterly.model.periods import date_label
from quarterly.model.problems import ProblemKind
from quarterly.read import kinds
from quarterly.read.date_text import EARLIEST, LATEST, DayRead, read_day

DAY = DayRead(day=date(2025, 4, 3))


@pytest.mark.parametrize(
    "value",
    [
        date(2025, 4, 3),
        datetime(2025, 4, 3, 9, 30),
        45750.0,
        "03/04/2025",  # day first
        "3.4.25",
        "3-4-2025",
        "2025-04-03",
        "2025-04-03T00:00:00",
        "3 April 2025",
        "3rd of Apr. 2025",
        "Thursday 3 April 2025",
        "  3/4/2025 \u00a0",
    ],
)
def test_every_form_of_a_day_is_read(value):
    assert read_day(value) == DAY


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("31/06/25", kinds.DATE_IMPOSSIBLE),
        ("29/02/2025", kinds.DATE_IMPOSSIBLE),
        ("12/31/2025", kinds.DATE_IMPOSSIBLE),  # month first is not guessed
        ("00/01/2025", kinds.DATE_IMPOSSIBLE),
        ("30/06/2205", kinds.DATE_OUT_OF_RANGE),
        (date(2205, 6, 30), kinds.DATE_OUT_OF_RANGE),
        (date(1905, 6, 30), kinds.DATE_OUT_OF_RANGE),
        ("soon", kinds.DATE_NOT_UNDERSTOOD),
        ("3/4", kinds.DATE_NOT_UNDERSTOOD),
        (7.0, kinds.DATE_NOT_UNDERSTOOD),
        (True, kinds.DATE_NOT_UNDERSTOOD),
        (float("inf"), kinds.DATE_NOT_UNDERSTOOD),
    ],
)
def test_what_is_no_day_is_a_problem(value, kind):
    assert read_day(value) is kind


def test_an_empty_cell_holds_no_day():
    assert read_day("") is None
    assert read_day("  ") is None


def test_a_month_stands_for_its_last_day_or_its_first():
    assert read_day("March 2026") == DayRead(day=date(2026, 3, 31), month_only=True)
    assert read_day("by end of Feb 2024") == read_day("By the end of Feb 2024") == read_day("end of Feb 2024")
    assert read_day("end of Feb 2024") == DayRead(day=date(2024, 2, 29), month_only=True)
    assert read_day("March 2026", end=False) == DayRead(day=date(2026, 3, 1), month_only=True)


@given(st.dates(EARLIEST, LATEST))
def test_days_read_back_in_every_form(day):
    for form in (f"{day:%d/%m/%Y}", day.isoformat(), date_label(day), f"{day:%A %d %B %Y}"):
        assert read_day(form) == DayRead(day=day)


@given(st.text(max_size=60))
def test_any_text_is_a_day_or_a_problem(text):
    assert isinstance(read_day(text), DayRead | ProblemKind | None)
