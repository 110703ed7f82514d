"""Which quarter was meant."""

from datetime import date

import pytest
from msgspec.structs import replace

from quarterly.cli import options
from quarterly.cli.app import run_command
from quarterly.errors import RequestRefused
from quarterly.model.context import Settings
from quarterly.model.kpi import Kpi, Polarity, Reading
from quarterly.model.periods import ACADEMIC, FINANCIAL, Period
from quarterly.model.plan import Plan
from quarterly.request import notices, resolve_quarter

Q3 = FINANCIAL.quarter(2025, 3)  # October to December 2025
JANUARY = date(2026, 1, 20)


@pytest.mark.parametrize(
    "text", ["Q3 2025/26", "Q3 25/26", "q3 2025-26", "2025-26 Q3", "2025/26 Q3", "Quarter 3 2025/26", " Q3  2025/26 "]
)
def test_a_quarter_is_read_as_people_write_it(text: str) -> None:
    assert resolve_quarter(text, FINANCIAL, JANUARY) == Q3


def test_without_a_quarter_it_is_the_last_complete_one() -> None:
    assert resolve_quarter("", FINANCIAL, JANUARY) == Q3


def test_on_its_last_day_a_quarter_is_not_complete() -> None:
    assert resolve_quarter("", FINANCIAL, date(2025, 12, 31)) == FINANCIAL.quarter(2025, 2)


def test_a_quarter_counts_in_the_year_of_the_workbook() -> None:
    assert resolve_quarter("Q1 2025/26", ACADEMIC, JANUARY) == Period(date(2025, 9, 1), 3)


@pytest.mark.parametrize(
    ("text", "code", "suggestion"),
    [
        ("Q3", "quarter-without-year", '"Q3 2025/26"'),
        ("Q4", "quarter-without-year", '"Q4 2024/25"'),  # the latest Q4 that is over in January 2026
        ("quarter 2", "quarter-without-year", '"Q2 2025/26"'),
        ("last quarter", "quarter-not-understood", '"Q3 2025/26"'),
        ("Q5 2025/26", "quarter-not-understood", '"Q3 2025/26"'),
        ("Aug 2025", "quarter-not-understood", '"Q2 2025/26"'),  # a month: the quarter that holds it
        ("2024/25", "quarter-not-understood", '"Q4 2024/25"'),  # a year: its last quarter
        ("Q4 2026/27", "quarter-in-future", '"Q3 2025/26"'),
    ],
)
def test_what_is_no_quarter_is_refused_with_a_suggestion(text: str, code: str, suggestion: str) -> None:
    with pytest.raises(RequestRefused) as caught:
        resolve_quarter(text, FINANCIAL, JANUARY)
    assert (caught.value.code, suggestion in str(caught.value)) == (code, True)


def plan(*readings: Reading) -> Plan:
    return Plan(settings=Settings(), kpis=(Kpi(ref="K1", name="Visits", polarity=Polarity.HIGH, readings=readings),))


def reading(period: Period) -> Reading:
    return Reading(period=period, value=90.0)


def test_a_complete_quarter_with_readings_needs_no_notice() -> None:
    assert notices(plan(reading(Period(date(2025, 11, 1), 1))), Q3, JANUARY, JANUARY) == ()


def test_a_quarter_without_readings_is_said_with_the_newest_one() -> None:
    found = notices(plan(reading(FINANCIAL.year(2023)), reading(FINANCIAL.year(2024))), Q3, JANUARY, JANUARY)
    assert found == ("No reading of any indicator falls in Q3 2025/26. The newest is for 2024/25.",)


def test_a_workbook_without_readings_is_said() -> None:
    assert notices(plan(), Q3, JANUARY, JANUARY) == (
        "No reading of any indicator falls in Q3 2025/26. The workbook has no readings.",
    )


def test_a_plan_without_indicators_misses_no_reading() -> None:
    assert notices(Plan(settings=Settings()), Q3, JANUARY, JANUARY) == ()


def test_a_quarter_that_goes_on_is_said() -> None:
    day = date(2025, 12, 10)
    assert notices(Plan(settings=Settings()), Q3, day, day) == (
        "Q3 2025/26 ends on 31 Dec 2025; its figures are not complete yet.",
    )


def test_a_day_to_come_is_said() -> None:
    assert notices(Plan(settings=Settings()), Q3, date(2026, 2, 5), JANUARY) == (
        "5 Feb 2026 is still to come: due dates are looked at as if that day were here.",
    )


def test_readings_of_teams_alone_are_said_to_be_no_readings_of_the_whole() -> None:
    one = plan()
    kpi = replace(one.kpis[0], team_readings=(replace(reading(FINANCIAL.year(2024)), team="East"),))
    assert notices(replace(one, kpis=(kpi,)), Q3, JANUARY, JANUARY) == (
        "No reading of any indicator falls in Q3 2025/26. "
        "The workbook has no readings but those of teams; leave Team blank for the whole.",
    )


def test_a_workbook_without_rows_is_not_reported_on(tmp_path, capsys) -> None:
    blank = tmp_path / "blank.xlsx"
    assert run_command(["new", str(blank)]) == options.DONE
    assert run_command(["report", str(blank), "--quarter", "Q3 2025/26", "--as-at", "2026-01-20"]) == options.REFUSED
    assert "blank.xlsx has no action and no indicator yet" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == [blank]
