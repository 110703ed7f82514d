from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterly.model.kpi import Frequency, ReadingState
from quarterly.model.periods import ACADEMIC, CALENDAR_YEAR, FINANCIAL, Calendar, Period
from quarterly.model.problems import ProblemKind
from quarterly.read import kinds
from quarterly.read.period_text import PeriodRead, parse_period, read_period


def month(year, number):
    return Period(date(year, number, 1), 1)


Q3_2018 = Period(date(2018, 10, 1), 3)
Q3_2025 = Period(date(2025, 10, 1), 3)
Y2024 = Period(date(2024, 4, 1), 12)


@pytest.mark.parametrize(
    ("label", "period"),
    [
        ("2024-25", Y2024),
        ("2024/25", Y2024),
        ("2024/2025", Y2024),
        ("24/25", Y2024),
        ("2024 – 25", Y2024),
        ("FY 2024-25", Y2024),
        ("Financial year 2024/25", Y2024),
        (202425.0, Y2024),
        ("Q3 2018/19", Q3_2018),
        ("Qtr 3 2025-26", Q3_2025),
        ("Quarter 3, 2025/26", Q3_2025),
        ("2025/26 Q3", Q3_2025),
        ("Q3 (2025/26)", Q3_2025),
        ("q3 25/26", Q3_2025),
        ("Oct-Dec 2025", Q3_2025),
        ("October to December 2025", Q3_2025),
        ("Dec to Feb 2026", Period(date(2025, 12, 1), 3)),
        ("Quarter ending 31 December 2025", Q3_2025),
        ("Apr-25", month(2025, 4)),
        ("April 2025", month(2025, 4)),
        ("Sept 25", month(2025, 9)),
        ("APR '25", month(2025, 4)),
        ("2025-04", month(2025, 4)),
        (202504.0, month(2025, 4)),
        ("31/03/2025", month(2025, 3)),
        ("31.3.25", month(2025, 3)),
        ("2025-03-31", month(2025, 3)),
        ("31st March 2025", month(2025, 3)),
        ("As at 31 March 2025", month(2025, 3)),
        (date(2025, 4, 1), month(2025, 4)),
        (datetime(2025, 4, 30, 12, 0), month(2025, 4)),
        (45748.0, month(2025, 4)),  # 1 April 2025 as Excel counts days
        ("Year to Mar 2025", Y2024),
        ("12 months to 31 March 2025", Y2024),
        ("2013/14-15/16", Period(date(2013, 4, 1), 36)),
        ("2013/14 to 2015/16", Period(date(2013, 4, 1), 36)),
        ("2011-12", Period(date(2011, 4, 1), 12)),
    ],
)
def test_every_form_of_a_period_is_read(label, period):
    assert parse_period(label, FINANCIAL) == period


@pytest.mark.parametrize(
    ("label", "state"),
    [
        ("2023-24 (prov)", ReadingState.PROVISIONAL),
        ("2023-24 (Provisional)", ReadingState.PROVISIONAL),
        ("2023-24 [p]", ReadingState.PROVISIONAL),
        ("2023-24 prov.", ReadingState.PROVISIONAL),
        ("2023/24 (Rev)", ReadingState.REVISED),
        ("2023/24 R", ReadingState.REVISED),
        ("2023/24 (final)", ReadingState.FINAL),
    ],
)
def test_what_is_said_after_a_period_is_its_state(label, state):
    assert read_period(label, FINANCIAL) == PeriodRead(period=Period(date(2023, 4, 1), 12), state=state)


def test_an_unknown_remark_after_a_period_is_kept_apart():
    assert read_period("2024-25 (OT)", FINANCIAL) == PeriodRead(period=Y2024, suffix="OT")


def test_a_bare_year_is_the_calendar_year_and_says_so():
    year = Period(date(2018, 1, 1), 12)
    assert read_period("2018 (Rev)", FINANCIAL) == PeriodRead(period=year, state=ReadingState.REVISED, bare_year=True)
    assert read_period(2018.0, CALENDAR_YEAR) == PeriodRead(period=year)


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Q3", kinds.PERIOD_QUARTER_WITHOUT_YEAR),
        ("Quarter 3", kinds.PERIOD_QUARTER_WITHOUT_YEAR),
        ("Q3 2025", kinds.PERIOD_QUARTER_WITHOUT_YEAR),  # of 2025/26, or October to December's neighbour?
        (201112.0, kinds.PERIOD_AMBIGUOUS),
        ("Q5 2025/26", kinds.PERIOD_NOT_UNDERSTOOD),
        ("2024/26", kinds.PERIOD_NOT_UNDERSTOOD),
        ("2024-23", kinds.PERIOD_NOT_UNDERSTOOD),
        ("31/06/25", kinds.PERIOD_NOT_UNDERSTOOD),
        ("2025-13", kinds.PERIOD_NOT_UNDERSTOOD),
        ("Spring 2025", kinds.PERIOD_NOT_UNDERSTOOD),
        ("March to May", kinds.PERIOD_NOT_UNDERSTOOD),
        ("K1", kinds.PERIOD_NOT_UNDERSTOOD),
        ("", kinds.PERIOD_NOT_UNDERSTOOD),
        (True, kinds.PERIOD_NOT_UNDERSTOOD),
        (12.0, kinds.PERIOD_NOT_UNDERSTOOD),
        ("Apr 2205", kinds.PERIOD_NOT_UNDERSTOOD),
        ("9999/00", kinds.PERIOD_NOT_UNDERSTOOD),
        (float("1e300"), kinds.PERIOD_NOT_UNDERSTOOD),
    ],
)
def test_what_could_mean_two_periods_or_none_is_refused(label, kind):
    assert read_period(label, FINANCIAL) is kind


def test_q3_of_a_calendar_year_needs_no_second_year():
    assert parse_period("Q3 2025", CALENDAR_YEAR) == Period(date(2025, 7, 1), 3)


def test_an_academic_year_starts_in_september():
    assert parse_period("2024/25", ACADEMIC) == Period(date(2024, 9, 1), 12)
    assert parse_period("Q1 2024/25", ACADEMIC) == Period(date(2024, 9, 1), 3)


@pytest.mark.parametrize(
    ("label", "frequency", "period"),
    [
        (date(2025, 12, 31), Frequency.QUARTER, Q3_2025),
        ("Dec-25", Frequency.QUARTER, Q3_2025),
        ("31/03/2025", Frequency.YEAR, Y2024),
        ("Year to Mar 2025", Frequency.YEAR, Y2024),
        ("Year to June 2025", Frequency.MONTH, month(2025, 6)),
        ("Year to June 2025", Frequency.QUARTER, Period(date(2025, 4, 1), 3)),
        ("2024/25", Frequency.MONTH, Y2024),
        ("Q3 2025/26", Frequency.YEAR, Q3_2025),
    ],
)
def test_a_day_stands_for_the_period_that_the_indicator_is_read_in(label, frequency, period):
    assert parse_period(label, FINANCIAL, frequency=frequency) == period


calendars = st.integers(1, 12).map(Calendar)
starts = st.builds(date, st.integers(1985, 2090), st.integers(1, 12), st.just(1))


@given(calendars, starts)
def test_labels_of_months_read_back(calendar, start):
    period = Period(start, 1)
    assert parse_period(calendar.label(period), calendar) == period


@given(calendars, st.integers(1985, 2090), st.integers(1, 4))
def test_labels_of_quarters_read_back(calendar, year, number):
    period = calendar.quarter(year, number)
    assert parse_period(calendar.label(period), calendar) == period


@given(calendars, st.integers(1985, 2090))
def test_labels_of_years_read_back(calendar, year):
    period = calendar.year(year)
    assert parse_period(calendar.label(period), calendar) == period


@given(calendars, starts, st.integers(2, 40))
def test_labels_of_any_period_read_back(calendar, start, months):
    period = Period(start, months)
    assert parse_period(calendar.label(period), calendar) == period


@given(st.text(max_size=80), calendars)
def test_any_text_is_a_period_or_a_problem(text, calendar):
    assert isinstance(read_period(text, calendar), PeriodRead | ProblemKind)
