"""Periods and the years that councils count in."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterly.model.periods import ACADEMIC, CALENDAR_YEAR, FINANCIAL, Calendar, Period, months_between

CALENDARS = st.builds(Calendar, st.integers(1, 12))
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))
PERIODS = st.builds(lambda day, months: Period(day.replace(day=1), months), DAYS, st.integers(1, 48))


def test_quarters_have_the_names_of_their_year() -> None:
    december = Period(date(2025, 10, 1), 3)
    assert (FINANCIAL.label(december), CALENDAR_YEAR.label(december)) == ("Q3 2025/26", "Q4 2025")
    assert ACADEMIC.label(Period(date(2025, 9, 1), 3)) == "Q1 2025/26"


def test_other_periods_are_named_by_their_months() -> None:
    assert FINANCIAL.label(Period(date(2026, 3, 1), 1)) == "Mar 2026"
    assert FINANCIAL.label(FINANCIAL.year(2025)) == "2025/26"
    assert CALENDAR_YEAR.label(CALENDAR_YEAR.year(2025)) == "2025"
    assert FINANCIAL.label(Period(date(2013, 4, 1), 36)) == "Apr 2013 to Mar 2016"


def test_years_are_named_in_words() -> None:
    assert [each.name for each in (FINANCIAL, ACADEMIC, CALENDAR_YEAR, Calendar(10))] == [
        "financial year",
        "academic year",
        "calendar year",
        "year from Oct",
    ]


def test_a_leap_year_ends_february_on_the_29th() -> None:
    assert Period(date(2024, 2, 1), 1).end == date(2024, 2, 29)
    assert Period(date(2024, 2, 1), 1).year_ago().end == date(2023, 2, 28)


def test_the_last_complete_quarter_ended_before_the_day() -> None:
    assert FINANCIAL.last_complete_quarter(date(2025, 12, 31)) == FINANCIAL.quarter(2025, 2)
    assert FINANCIAL.last_complete_quarter(date(2026, 1, 1)) == FINANCIAL.quarter(2025, 3)


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Period(date(2025, 4, 2), 1), "first of a month"),
        (lambda: Period(date(2025, 4, 1), 0), "at least one month"),
        (lambda: FINANCIAL.quarter(2025, 5), "quarters 1 to 4"),
    ],
)
def test_what_is_no_period_is_refused(make, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        make()


@given(CALENDARS, DAYS)
def test_a_day_lies_in_its_month_quarter_and_year(calendar: Calendar, day: date) -> None:
    month, quarter, year = Period.month_of(day), calendar.quarter_of(day), calendar.year_of(day)
    assert month.start <= day <= month.end
    assert quarter.contains(month)
    assert year.contains(quarter)
    assert calendar.is_quarter(quarter)
    assert calendar.is_year(year)
    assert calendar.quarter(year.start.year, calendar.quarter_number(quarter)) == quarter


@given(PERIODS, st.integers(-60, 60))
def test_shifting_there_and_back_changes_nothing(period: Period, months: int) -> None:
    moved = period.shift(months)
    assert moved.shift(-months) == period
    assert months_between(period.start, moved.start) == months


@given(PERIODS)
def test_neighbours_meet_without_gap_or_overlap(period: Period) -> None:
    assert (period.next().start - period.end).days == 1
    assert period.next().previous() == period
    months = period.month_periods()
    assert (months[0].start, months[-1], len(months)) == (period.start, period.last_month, period.months)
