"""A whole series: which readings are taken, from when, and why a chart or a forecast is refused."""

from __future__ import annotations

from datetime import date

import pytest
from plans import AS_AT, QUARTER, a_kpi, months

from quarterly.judge.forecast import Outlook
from quarterly.judge.over_time import OverTime, judge_over_time
from quarterly.judge.records import Records
from quarterly.judge.trend import Course
from quarterly.model.context import Settings
from quarterly.model.kpi import Kind, Kpi, Polarity, QuarterRule, Reading, Rebase, Target
from quarterly.model.periods import FINANCIAL, Period

PLAN = Settings(plan_end=date(2026, 3, 31))


def seen(kpi: Kpi, plan: Settings = PLAN, rebases: tuple[Rebase, ...] = ()) -> OverTime:
    found = judge_over_time(kpi, quarter=QUARTER, as_at=AS_AT, plan=plan, rebases=rebases)
    assert found is not None
    return found


def falling_then_rising() -> Kpi:
    """Twelve months down from 80 to 69, then twelve up from 70.5 to 87."""
    return a_kpi(readings=months(*[80.0 - step for step in range(12)], *[70.5 + step * 1.5 for step in range(12)]))


def test_nothing_is_said_without_a_reading() -> None:
    empty = a_kpi(readings=months(None, None))
    assert judge_over_time(empty, quarter=QUARTER, as_at=AS_AT, plan=PLAN) is None


def test_the_series_runs_without_a_break_and_gaps_have_no_value() -> None:
    kpi = a_kpi(readings=(*months(71.0, 72.0, last=date(2025, 6, 1)), *months(75.0, last=date(2025, 9, 1))))
    found = seen(kpi)
    assert [period.start.month for period in found.periods] == [5, 6, 7, 8, 9]
    assert found.values == (71.0, 72.0, None, None, 75.0)


def test_readings_after_the_quarter_are_not_looked_at() -> None:
    found = seen(a_kpi(readings=months(70.0, 71.0, 99.0, last=date(2026, 1, 1))))
    assert found.values == (70.0, 71.0)


def test_a_quarter_total_among_months_does_not_stand_in_the_series() -> None:
    quarter = Reading(period=FINANCIAL.quarter(2025, 3), value=500.0)
    assert seen(a_kpi(readings=(*months(70.0, 71.0, 72.0), quarter))).values == (70.0, 71.0, 72.0)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"readings": months(*[70.0] * 11)}, "No control chart: too few points, 11 of at least 12 months."),
        ({"kind": Kind.CUMULATIVE}, "No control chart: the figures build up over the year."),
        (
            {"readings": tuple(Reading(period=FINANCIAL.year(year), value=1.0 * year) for year in range(2010, 2024))},
            "No control chart: it needs monthly readings.",
        ),
    ],
)
def test_a_control_chart_is_refused_with_its_reason(changes: dict[str, object], why: str) -> None:
    found = seen(a_kpi(**changes))
    assert (found.chart, found.no_chart) == (None, why)


def test_a_declared_baseline_starts_new_limits_and_carries_its_reason() -> None:
    rebase = Rebase(kpi="K1", since=Period(date(2025, 1, 1), 1), reason="A new team.")
    other = Rebase(kpi="K9", since=Period(date(2025, 6, 1), 1), reason="Not ours.")
    found = seen(falling_then_rising(), rebases=(rebase, other))
    assert found.rebases == (rebase,)
    assert found.chart is not None
    assert found.chart.points[11].mean == pytest.approx(74.5)  # 80 to 69: the mean of the first twelve
    assert found.chart.points[12].mean == pytest.approx(78.75)  # 70.5 to 87: the mean of the last twelve


def test_a_baseline_before_the_first_reading_changes_nothing() -> None:
    rebase = Rebase(kpi="K1", since=Period(date(2020, 1, 1), 1), reason="Long ago.")
    assert seen(a_kpi(), rebases=(rebase,)).chart == seen(a_kpi()).chart


def test_the_recent_trend_and_the_forecast_rest_on_readings_since_the_plan_began() -> None:
    plan = Settings(plan_start=date(2025, 1, 1), plan_end=date(2026, 3, 31))
    whole, recent = seen(falling_then_rising()), seen(falling_then_rising(), plan)
    assert whole.recent is None
    assert recent.recent is not None
    assert recent.since == Period(date(2025, 1, 1), 1)
    assert recent.recent.course is Course.IMPROVING
    assert recent.recent.slope == pytest.approx(1.5)
    assert recent.forecast.outlook is not Outlook.NOT_SAID


def test_too_few_readings_since_the_plan_began_leave_the_whole_series() -> None:
    plan = Settings(plan_start=date(2025, 2, 1))  # eleven months
    assert seen(falling_then_rising(), plan).recent is None


def test_figures_that_build_up_are_not_forecast() -> None:
    found = seen(a_kpi(kind=Kind.CUMULATIVE))
    assert found.forecast.why == "No forecast: the figures build up over the year and start again."


def test_a_plan_that_has_ended_is_not_forecast() -> None:
    found = seen(a_kpi(), Settings(plan_end=date(2025, 12, 31)))
    assert found.forecast.why == "No forecast: the plan ends on 31 Dec 2025, before the next reading."


def test_readings_of_an_odd_length_are_not_forecast() -> None:
    pooled = tuple(Reading(period=Period(date(year, 4, 1), 24), value=5.0) for year in (2018, 2020, 2022))
    assert seen(a_kpi(readings=pooled)).forecast.why == "No forecast: the readings cover 24 months each."


def test_a_strict_target_is_not_met_by_reaching_it() -> None:
    kpi = a_kpi(
        polarity=Polarity.LOW,
        unit="children",
        decimals=0,
        target_words="Fewer than 85",
        targets=(Target(value=85.0, strict=True),),
        readings=months(86.0, 85.0, 84.0),
    )
    streak = seen(kpi).records.streak
    assert streak is not None
    assert (streak.met, streak.length) == (True, 1)


def test_a_range_indicator_has_no_streak_on_target() -> None:
    kpi = a_kpi(polarity=Polarity.RANGE, targets=(Target(low=70.0, high=80.0),))
    assert seen(kpi).records.streak is None


def counted_over_the_year(**changes: object) -> Kpi:
    """Exclusions of the year so far: 1 in April to 9 in March, and 2 by December of the year after."""
    fields: dict[str, object] = {
        "kind": Kind.CUMULATIVE,
        "polarity": Polarity.LOW,
        "unit": "pupils",
        "decimals": 0,
        "targets": (Target(value=0.0),),
        "readings": months(
            *[float(1 + step * 8 // 11) for step in range(12)], *[float(step // 3) for step in range(9)]
        ),
    }
    return a_kpi(**(fields | changes))


def test_a_new_year_of_a_count_is_no_improvement_on_the_old_ones_total() -> None:
    """9 by the end of last year and 2 by December of this one: two lengths of time, of which nothing is said."""
    records = seen(counted_over_the_year()).records
    assert records == Records(why="No records: the figures build up over the year and start again.")


@pytest.mark.parametrize(
    "changes", [{"unit": "%"}, {"unit": "rate per 10,000"}, {"quarter_rule": QuarterRule.RATIO}, {"kind": Kind.ROLLING}]
)
def test_shares_and_rates_of_the_year_so_far_have_records(changes: dict[str, object]) -> None:
    assert seen(counted_over_the_year(**changes)).records.streak is not None
