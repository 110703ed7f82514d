"""Indicators rated on the sum of a quarter: no month is ever held against the quarter's target."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from plans import AS_AT, QUARTER, a_kpi, a_plan, months

from quarterly.compose.charts import kpi_chart
from quarterly.compose.material import Material
from quarterly.compose.narrative import about_kpi
from quarterly.compose.narrative.sources import Trail
from quarterly.compose.provenance import Provenance
from quarterly.compose.report import Cell
from quarterly.compose.sections.kpi_pages import kpi_pages
from quarterly.judge import judge
from quarterly.judge.forecast import Outlook
from quarterly.judge.judgement import KpiJudgement, Status
from quarterly.judge.over_time import OverTime
from quarterly.judge.quarter import History
from quarterly.judge.targets import is_rated_alone, target_in_force
from quarterly.model.context import Settings
from quarterly.model.kpi import Frequency, Kind, Kpi, Polarity, QuarterRule, Reading, Target
from quarterly.model.periods import FINANCIAL, Period
from quarterly.model.rules import RagRule, RuleFamily

SOURCE = Provenance(input_name="", input_sha256="", version="", rules_version="", as_at=AS_AT)
LAST = Period(date(2025, 12, 1), 1)


def added(*values: float | None, **changes: object) -> Kpi:
    """Carers approved, counted by month; the target of 30 is for a quarter."""
    fields: dict[str, object] = {
        "name": "Carers approved",
        "unit": "carers",
        "decimals": 0,
        "kind": Kind.PERIOD,
        "quarter_rule": QuarterRule.SUM,
        "targets": (Target(value=30.0),),
        "rule": None,
        "baseline": None,
        "readings": months(*values),
    }
    return a_kpi(**(fields | changes))


def judged(kpi: Kpi, settings: Settings | None = None) -> KpiJudgement:
    plan = a_plan(settings=settings or Settings(plan_end=date(2026, 9, 30)), kpis=(kpi,), benchmarks=())
    (item,) = judge(plan, QUARTER, AS_AT).kpis
    return item


def seen(item: KpiJudgement) -> OverTime:
    assert item.over_time is not None
    return item.over_time


def steady() -> Kpi:
    """Three years of 10, 11 and 12 a month: 33 in every quarter, and 34 in one: a range to judge by."""
    return added(*[10.0, 11.0, 12.0] * 6, 11.0, 11.0, 12.0, *[10.0, 11.0, 12.0] * 5)


def test_the_quarter_is_green_and_nothing_says_that_its_months_fail() -> None:
    """10 + 11 + 12 = 33 against 30: met, as it was in each of the twelve quarters."""
    item = judged(steady())
    over_time = seen(item)
    assert item.status is Status.GREEN
    assert item.why.startswith("33 carers against a target of 30 carers: 3 carers better than target.")
    assert over_time.records.streak is not None
    assert (over_time.records.streak.met, over_time.records.streak.length) == (True, 12)
    assert over_time.records.streak.why == "On target for 12 quarters in a row, as far back as it can be judged."
    assert over_time.forecast.outlook is Outlook.LIKELY_MET
    assert over_time.until == FINANCIAL.quarter(2026, 2)
    assert over_time.measured == tuple(FINANCIAL.quarter(2025, 3).shift(-3 * back) for back in range(11, -1, -1))


def test_a_low_target_that_the_quarter_misses_is_not_met_by_its_months() -> None:
    """33 against 20 or fewer is red; that each month alone has fewer than 20 is no comfort."""
    item = judged(replace(steady(), polarity=Polarity.LOW, targets=(Target(value=20.0),)))
    over_time = seen(item)
    assert item.status is Status.RED
    assert over_time.forecast.outlook is Outlook.LIKELY_MISSED
    assert over_time.records.streak is not None
    assert (over_time.records.streak.met, over_time.records.streak.length) == (False, 12)


def test_the_chart_of_months_keeps_its_limits_and_makes_no_promise_about_the_target() -> None:
    chart = seen(judged(steady())).chart
    assert chart is not None
    assert chart.latest is not None
    assert chart.latest.mean == pytest.approx(397 / 36)  # 11 quarters of 33 and one of 34 are 397 in 36 months
    assert chart.assurance is None
    assert chart.assurance_why == (
        "The target is for a quarter, so a chart of months cannot say whether it will be met."
    )


def test_the_newest_month_is_not_rated() -> None:
    newest = judged(steady()).newest
    assert newest is not None
    assert (newest.period, newest.value, newest.status) == (LAST, 12.0, Status.NO_TARGET)
    assert newest.why == "12 carers. It is rated on the sum of a quarter, so Dec 2025 alone is not rated."


def test_a_month_that_equals_its_quarter_is_still_a_month() -> None:
    """0 + 0 + 33 = 33: the quarter is green, December by itself is not rated."""
    item = judged(added(0.0, 0.0, 33.0))
    assert item.status is Status.GREEN
    assert item.newest is not None
    assert item.newest.status is Status.NO_TARGET


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"rule": RagRule(family=RuleFamily.ABSOLUTE, green=30.0, amber=25.0), "targets": ()}, Status.NO_TARGET),
        ({"targets": (), "target_words": "as many as last year"}, Status.NO_TARGET),
        ({"polarity": Polarity.INFORMATION}, Status.INFORMATION),
        ({"rule": RagRule(family=RuleFamily.INFORMATION)}, Status.INFORMATION),
    ],
)
def test_no_other_rule_rates_a_month_either(changes: dict[str, object], status: Status) -> None:
    newest = judged(added(10.0, 11.0, 12.0, **changes)).newest
    assert newest is not None
    assert newest.status is status


def test_what_a_target_is_for() -> None:
    month, quarter, year = LAST, FINANCIAL.quarter(2025, 3), FINANCIAL.year(2025)
    for rule in (QuarterRule.LAST, QuarterRule.MEAN, QuarterRule.RATIO):
        assert all(is_rated_alone(added(quarter_rule=rule), each) for each in (month, quarter, year))
    for kind in (Kind.CUMULATIVE, Kind.ROLLING):
        assert is_rated_alone(added(kind=kind), month)
    assert is_rated_alone(added(frequency=Frequency.YEAR), year)
    assert [is_rated_alone(added(), each) for each in (month, quarter, year)] == [False, True, False]
    assert target_in_force(added(), month) is None
    assert target_in_force(added(), quarter) == Target(value=30.0)


def test_a_quarterly_figure_dated_by_its_last_month_is_the_quarters() -> None:
    """September and December alone are each a quarter's; beside October and November, December is a month's."""
    lone = tuple(Reading(period=LAST.shift(-3 * back), value=31.0 + back) for back in (1, 0))
    kpi = added(frequency=Frequency.QUARTER, readings=lone)
    item = judged(kpi)
    assert item.status is Status.GREEN
    assert item.newest is not None
    assert item.newest.status is Status.GREEN
    whole = replace(kpi, readings=months(10.0, 11.0, 12.0))
    assert not is_rated_alone(whole, LAST)
    assert not is_rated_alone(kpi, FINANCIAL.year(2025))


def test_with_no_whole_quarter_there_is_neither_forecast_nor_record() -> None:
    over_time = seen(judged(added(None, 11.0, 12.0), Settings(plan_start=date(2025, 1, 1))))
    assert over_time.measured == over_time.basis == ()
    assert over_time.forecast.why == "No forecast: no quarter has a figure for every month."
    assert over_time.records.why == "No records: no quarter has a figure for every month."
    assert over_time.until is None


def test_a_quarter_with_a_month_missing_is_a_gap_between_quarters() -> None:
    """33, then a quarter without its middle month, then 36: the streak is the last quarter's alone."""
    over_time = seen(judged(added(10.0, 11.0, 12.0, 10.0, None, 12.0, 12.0, 12.0, 12.0)))
    assert over_time.measured == tuple(FINANCIAL.quarter(2025, number) for number in (1, 2, 3))
    assert over_time.records.streak is not None
    assert over_time.records.streak.why == "On target for this quarter, as far back as it can be judged."
    assert over_time.records.from_low is not None
    assert over_time.records.from_low.why == (
        "From 33 carers (the lowest, in Q1 2025/26) to 36 carers: +3 carers (+9%), an improvement."
    )


def test_the_baseline_is_compared_with_the_quarter() -> None:
    """A baseline of 30 a quarter and 33 now: three more, not nineteen fewer than in December."""
    over_time = seen(judged(replace(steady(), baseline=30.0, baseline_date=date(2024, 9, 30))))
    assert over_time.records.from_baseline is not None
    assert over_time.records.from_baseline.why == (
        "From 30 carers (30 Sep 2024) to 33 carers: +3 carers (+10%), an improvement."
    )


def test_the_forecast_starts_with_the_plan_where_enough_quarters_follow() -> None:
    """The plan began in October 2023: nine of the twelve quarters since, and eight are enough."""
    over_time = seen(judged(steady(), Settings(plan_start=date(2023, 10, 1), plan_end=date(2026, 9, 30))))
    assert over_time.basis == over_time.measured[-9:]
    assert over_time.since == Period(date(2023, 10, 1), 1)


def test_chart_and_readings_show_no_target_line_for_months() -> None:
    item = judged(steady())
    chart = kpi_chart(item)
    assert chart is not None
    assert [line.name for line in chart.lines] == ["Actual", "Average", "Upper limit", "Lower limit", "Latest"]
    assert "target 30 a quarter;" in chart.subtitle
    assert " Target 30 a quarter." in chart.alt_text
    (section,) = kpi_pages(material(item))
    (card,) = section.blocks
    readings = card.readings  # type: ignore[union-attr]
    assert [row[0] for row in readings.rows] == [Cell("Value", row[0].look) for row in readings.rows]


def test_the_draft_speaks_of_quarters() -> None:
    draft = about_kpi(material(judged(steady())), judged(steady())).draft
    assert "the quarterly figure will be about 33 carers in Q1 2026/27" in draft
    assert "the target of 30 is likely to be met. The target was met in each of the 12 quarters to Q3 2025/26." in draft


def material(item: KpiJudgement) -> Material:
    plan = a_plan(settings=Settings(plan_end=date(2026, 9, 30)), kpis=(item.kpi,), benchmarks=())
    return Material(plan=plan, judgements=judge(plan, QUARTER, AS_AT), problems=(), provenance=SOURCE)


@given(
    values=st.lists(st.none() | st.integers(0, 60).map(float), min_size=1, max_size=40),
    target=st.integers(0, 120).map(float),
    polarity=st.sampled_from((Polarity.HIGH, Polarity.LOW)),
)
def test_no_verdict_on_a_month_depends_on_the_quarters_target(
    values: list[float | None], target: float, polarity: Polarity
) -> None:
    """All that is said of months is said without the target; all that is said of the target, of quarters."""
    kpi = added(*values, polarity=polarity, targets=(Target(value=target),))
    with_target, without = judged(kpi), judged(replace(kpi, targets=()))
    newest = with_target.newest
    assert newest is None or newest.status is Status.NO_TARGET
    if with_target.over_time is None or without.over_time is None:
        return
    assert with_target.over_time.chart == without.over_time.chart
    assert with_target.over_time.trend == without.over_time.trend
    assert all(period.months == 3 for period in with_target.over_time.measured)
    streak = with_target.over_time.records.streak
    sums = [value for quarter in with_target.over_time.measured if (value := total(kpi, quarter)) is not None]
    if streak is not None:
        last = sums[-streak.length :]
        assert all((value >= target if polarity is Polarity.HIGH else value <= target) is streak.met for value in last)


def total(kpi: Kpi, quarter: Period) -> float | None:
    """The sum of a quarter's months, counted afresh."""
    found = [reading.value for reading in kpi.readings if reading.period in quarter.month_periods()]
    known = [value for value in found if value is not None]
    return sum(known) if len(known) == 3 else None


def test_no_sentence_names_the_quarters_target_beside_a_month() -> None:
    kpi = added(10.0, 11.0, 12.0)
    trail = Trail(kpi=kpi, history=History.of(kpi, AS_AT, FINANCIAL))
    assert trail.target(LAST) is None
    named = trail.target(FINANCIAL.quarter(2025, 3))
    assert named is not None
    assert named.text.startswith("30")
