"""England's working days, against dates worked out by hand from the published lists of bank holidays."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterly.jobs.working_days import (
    bank_holidays,
    is_working_day,
    nth_working_day,
    working_day_from,
    working_day_until,
)

DAYS = st.dates(date(1990, 1, 1), date(2070, 12, 31))

# The lists of gov.uk/bank-holidays for England and Wales. Substitute days: Boxing Day 2026 (28 Dec), Christmas Day
# 2027 (27 Dec) and Boxing Day 2027 (28 Dec).
PUBLISHED = {
    2024: ["01-01", "03-29", "04-01", "05-06", "05-27", "08-26", "12-25", "12-26"],
    2025: ["01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26"],
    2026: ["01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"],
    2027: ["01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"],
}


@pytest.mark.parametrize("year", PUBLISHED)
def test_weekdays_that_are_closed_are_those_that_the_government_published(year: int) -> None:
    closed = [day.strftime("%m-%d") for day in sorted(bank_holidays(year)) if day.weekday() < 5]
    assert closed == PUBLISHED[year]


@pytest.mark.parametrize(
    ("start", "number", "expected"),
    [
        (date(2024, 1, 1), 3, date(2024, 1, 4)),  # New Year's Day is a Monday
        (date(2024, 4, 1), 3, date(2024, 4, 4)),  # Easter Monday
        (date(2024, 7, 1), 3, date(2024, 7, 3)),
        (date(2025, 1, 1), 3, date(2025, 1, 6)),  # a Wednesday; then Thursday, Friday, Monday
        (date(2025, 4, 1), 3, date(2025, 4, 3)),
        (date(2026, 1, 1), 3, date(2026, 1, 6)),
        (date(2026, 4, 1), 3, date(2026, 4, 7)),  # Wednesday, Thursday, then Good Friday to Easter Monday
        (date(2026, 10, 1), 3, date(2026, 10, 5)),
        (date(2027, 1, 1), 3, date(2027, 1, 6)),
        (date(2026, 12, 25), 1, date(2026, 12, 29)),  # Christmas on a Friday, Boxing Day's substitute on Monday
        (date(2027, 12, 25), 1, date(2027, 12, 29)),  # both have substitutes
    ],
)
def test_working_days_counted_by_hand(start: date, number: int, expected: date) -> None:
    assert nth_working_day(start, number) == expected


@given(DAYS)
def test_the_nearest_working_days_enclose_a_day(day: date) -> None:
    before, after = working_day_until(day), working_day_from(day)
    assert before <= day <= after
    assert (is_working_day(before), is_working_day(after)) == (True, True)
    assert (before == day) == (after == day) == is_working_day(day)


@given(DAYS, st.integers(1, 30))
def test_counting_passes_exactly_the_working_days_between(day: date, number: int) -> None:
    end = nth_working_day(day, number)
    between = [day + timedelta(days=step) for step in range((end - day).days + 1)]
    assert sum(map(is_working_day, between)) == number
