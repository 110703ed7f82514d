from __future__ import annotations

from datetime import date

import pytest

from quarterly.exchange.dfe.years import calendar_of, parse_year
from quarterly.model.kpi import ReadingState
from quarterly.model.periods import Period


@pytest.mark.parametrize(
    ("label", "year_type", "start", "months"),
    [
        ("2025", "Financial Year", date(2024, 4, 1), 12),  # a plain year is the one that it ends in
        ("2025", "Academic Year", date(2024, 9, 1), 12),
        ("2025", "Calendar Year", date(2025, 1, 1), 12),
        ("2025", "Annual (end of Sept)", date(2024, 10, 1), 12),  # up to 30 September 2025
        ("2025", "Annual - January", date(2024, 2, 1), 12),  # up to January 2025
        ("2025", "Annual", date(2024, 4, 1), 12),
        ("2025.0", " financial  YEAR ", date(2024, 4, 1), 12),
        ("2018 (Rev)", "Financial Year", date(2017, 4, 1), 12),
        ("2024-25 (OT)", "Academic Year", date(2024, 9, 1), 12),
        ("2023-24 (prov)", "Financial Year", date(2023, 4, 1), 12),
        ("2023/24", "Financial Year", date(2023, 4, 1), 12),
        ("2013/14-15/16", "Financial Year", date(2013, 4, 1), 36),
        ("2016-18", "Calendar Year", date(2016, 1, 1), 36),
    ],
)
def test_labels_name_these_months(label: str, year_type: str, start: date, months: int) -> None:
    year = parse_year(label)
    assert year is not None
    assert year.period(calendar_of(year_type)) == Period(start, months)


def test_labels_keep_what_they_say_besides_the_year() -> None:
    states = {label: parse_year(label) for label in ("2018 (Rev)", "2023-24 (prov)", "2024-25 (OT)", "2018")}
    assert [year and year.state for year in states.values()] == [
        ReadingState.REVISED,
        ReadingState.PROVISIONAL,
        ReadingState.FINAL,
        ReadingState.FINAL,
    ]


@pytest.mark.parametrize("label", ["", "-", "once", "2016-25", "Q1 2025", "Apr 2025", "25"])
def test_other_labels_name_no_year(label: str) -> None:
    assert parse_year(label) is None
