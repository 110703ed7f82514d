"""The plan as it may be published: what is hidden in it, and what an officer is told."""

from __future__ import annotations

from datetime import date

import pytest

from quarterly.judge.countable import Measure, basis_of, measure_of
from quarterly.judge.disclosure import Cause
from quarterly.judge.published import PublishedPlan, published_plan, standing_findings
from quarterly.judge.whole import judge
from quarterly.model.context import AuditMonth, Commentary, PublishedStatus, Settings
from quarterly.model.kpi import Kind, Kpi, Polarity, QuarterRule, Reading, ReadingState
from quarterly.model.periods import FINANCIAL, Period
from quarterly.model.plan import Plan

Q3 = FINANCIAL.quarter(2025, 3)
OCT, NOV, DEC = Q3.month_periods()
AS_AT = date(2026, 1, 20)


def kpi(*readings: Reading, unit: str = "children", **changes: object) -> Kpi:
    fields: dict[str, object] = {"ref": "K1", "name": "K1", "polarity": Polarity.LOW, "unit": unit, "kind": Kind.PERIOD}
    return Kpi(**(fields | {"readings": readings} | changes))  # type: ignore[arg-type]


def counted(period: Period, value: float | None, **changes: object) -> Reading:
    return Reading(period=period, value=value, **changes)  # type: ignore[arg-type]


def share(period: Period, numerator: float, denominator: float) -> Reading:
    return Reading(period=period, value=100 * numerator / denominator, numerator=numerator, denominator=denominator)


def published(*kpis: Kpi, threshold: int = 5, **tables: object) -> PublishedPlan:
    plan = Plan(settings=Settings(), kpis=kpis, **tables)  # type: ignore[arg-type]
    return published_plan(plan, quarter=Q3, threshold=threshold)


def shown(made: PublishedPlan) -> list[tuple[float | None, float | None]]:
    return [(reading.value, reading.denominator) for reading in made.plan.kpis[0].readings]


def values(made: PublishedPlan) -> list[float | None]:
    return [value for value, _ in shown(made)]


def test_a_count_of_three_is_hidden_and_nought_and_six_are_shown() -> None:
    made = published(kpi(counted(OCT, 3), counted(NOV, 0), counted(DEC, 6)))
    assert values(made) == [None, 0, 6]
    assert [reading.state for reading in made.plan.kpis[0].readings] == [
        ReadingState.SUPPRESSED,
        ReadingState.FINAL,
        ReadingState.FINAL,
    ]
    assert made.hidden == {Cause.SMALL: 1}


def test_what_a_year_to_date_rose_by_is_hidden_too() -> None:
    # 20, then 23: three more in November. Hiding either month hides the three; hiding December (23 to 40, 17 more) or
    # November leaves the rest.
    made = published(kpi(counted(OCT, 20), counted(NOV, 23), counted(DEC, 40), kind=Kind.CUMULATIVE))
    assert values(made) in ([None, 23, 40], [20, None, 40])
    assert made.hidden == {Cause.PROTECTS: 1}


def test_a_new_year_is_not_compared_with_the_old_one() -> None:
    march, april = Period(date(2025, 3, 1), 1), Period(date(2025, 4, 1), 1)
    assert values(published(kpi(counted(march, 20), counted(april, 23), kind=Kind.CUMULATIVE))) == [20, 23]


def test_a_year_to_date_that_was_corrected_downwards_is_no_count() -> None:
    assert values(published(kpi(counted(OCT, 23), counted(NOV, 20), kind=Kind.CUMULATIVE))) == [23, 20]


def test_a_percentage_of_two_in_forty_is_hidden_and_the_forty_shown() -> None:
    made = published(kpi(share(OCT, 2, 40), share(NOV, 20, 40), unit="%", decimals=1))
    assert shown(made) == [(None, 40), (50, 40)]
    assert made.plan.kpis[0].readings[0].numerator is None
    assert made.hidden == {Cause.FOLLOWS: 1}


def test_a_percentage_of_38_in_forty_is_hidden_as_it_tells_of_two() -> None:
    assert shown(published(kpi(share(OCT, 38, 40), unit="%"))) == [(None, 40)]


def test_all_or_none_of_forty_are_shown() -> None:
    assert shown(published(kpi(share(OCT, 40, 40), share(NOV, 0, 40), unit="%"))) == [(100, 40), (0, 40)]


def test_a_percentage_of_three_is_hidden_with_the_three() -> None:
    assert shown(published(kpi(share(OCT, 0, 3), unit="%"))) == [(None, None)]


def test_a_numerator_is_worked_out_where_only_the_denominator_is_given() -> None:
    # 5% of 40 is 2; 50% is 20.
    given = (counted(OCT, 5, denominator=40), counted(NOV, 50, denominator=40))
    assert shown(published(kpi(*given, unit="%"))) == [(None, 40), (50, 40)]


def test_a_percentage_above_100_is_checked_without_those_who_do_not_count() -> None:
    assert shown(published(kpi(share(OCT, 42, 40), unit="%"))) == [(105, 40)]


def test_what_a_percentage_of_the_year_to_date_rose_by_is_hidden_too() -> None:
    # 20 of 50, then 23 of 60: three more of ten more. 8 of 50, then 18 of 70: ten more of twenty more.
    first = (share(OCT, 20, 50), share(NOV, 23, 60))
    second = (share(OCT, 8, 50), share(NOV, 18, 70))
    assert sorted(map(str, values(published(kpi(*first, unit="%", kind=Kind.CUMULATIVE))))).count("None") == 1
    assert None not in values(published(kpi(*second, unit="%", kind=Kind.CUMULATIVE)))


def test_a_rate_is_hidden_with_its_numerator_but_not_for_the_rest_of_the_population() -> None:
    rate = kpi(
        counted(OCT, 4.2, numerator=3, denominator=7_143),
        counted(NOV, 9_998, numerator=9_998, denominator=10_000),
        unit="per 10,000",
    )
    assert shown(published(rate)) == [(None, 7_143), (9_998, 10_000)]


def test_an_average_keeps_its_value_unless_its_few_cases_would_show() -> None:
    days = kpi(
        counted(OCT, 21, numerator=84, denominator=4), counted(NOV, 0.2, numerator=2, denominator=10), unit="days"
    )
    assert shown(published(days)) == [(None, None), (0.2, 10)]


def test_those_out_of_whom_a_count_is_are_protected_with_it() -> None:
    # 8 of 12: four are not. Either the 8 or the 12 must go.
    made = published(kpi(counted(OCT, 8, denominator=12)))
    assert shown(made) in ([(None, 12)], [(8, None)])


def test_a_quarter_given_beside_its_months_does_not_give_one_away() -> None:
    made = published(kpi(counted(OCT, 3), counted(NOV, 10), counted(DEC, 20), counted(Q3, 33)))
    assert values(made)[0] is None
    assert values(made).count(None) == 2


def test_a_quarter_as_at_its_last_day_does_not_give_its_last_month_away() -> None:
    made = published(kpi(counted(DEC, 3), counted(Q3, 3), kind=Kind.SNAPSHOT))
    assert values(made) == [None, None]


def test_a_quarter_of_months_is_suppressed_where_one_of_them_is_hidden() -> None:
    made = published(kpi(counted(OCT, 3), counted(NOV, 10), counted(DEC, 20), quarter_rule=QuarterRule.SUM))
    (item,) = judge(made.plan, Q3, AS_AT).kpis
    assert (str(item.status), item.value) == ("Suppressed", None)
    assert item.why.startswith("Suppressed for Oct 2025, so that nobody can be recognised.")


def test_of_two_readings_of_a_month_the_last_is_published() -> None:
    assert values(published(kpi(counted(OCT, 3), counted(OCT, 9)))) == [9]


def test_what_the_workbook_suppresses_stays_suppressed_and_is_said() -> None:
    made = published(kpi(counted(OCT, None, state=ReadingState.SUPPRESSED), counted(NOV, 9)))
    assert values(made) == [None, 9]
    assert made.notes == (
        "K1: the workbook gives figures as c, and whether they follow from others could not be checked.",
    )


def test_a_hidden_reading_loses_all_that_tells_of_it() -> None:
    reading = counted(OCT, 3, restated_from=4, comment="One left.", numerator=3)
    other = counted(NOV, 30, restated_from=29, comment="Rising.")
    made = published(kpi(reading, other, team_readings=(counted(OCT, 3, team="North"),))).plan.kpis[0]
    assert made.readings == (
        Reading(period=OCT, value=None, state=ReadingState.SUPPRESSED),
        Reading(period=NOV, value=30, comment="Rising."),
    )
    assert made.team_readings == ()


def test_a_small_count_before_restatement_is_left_out_and_a_large_one_kept() -> None:
    made = published(kpi(counted(OCT, 8, restated_from=4), counted(NOV, 8, restated_from=7)))
    assert [reading.restated_from for reading in made.plan.kpis[0].readings] == [None, 7]


@pytest.mark.parametrize(
    ("baseline", "taken", "october", "kept"),
    [
        (4, date(2024, 3, 31), 9, False),  # a small count itself
        (12, date(2025, 10, 31), 9, True),  # nothing is hidden
        (12, date(2025, 3, 31), 3, True),  # taken before the year of the first reading
        (12, date(2025, 4, 30), 3, False),  # within it
        (12, None, 3, False),  # nobody knows when
        (0, date(2025, 10, 31), 9, True),
    ],
)
def test_a_baseline_goes_where_it_may_tell(baseline: float, taken: date | None, october: float, kept: bool) -> None:
    made = published(kpi(counted(OCT, october), baseline=baseline, baseline_date=taken))
    assert made.plan.kpis[0].baseline == (baseline if kept else None)
    said = "The baseline of K1 is left out, as it is a small count or could give a hidden figure away."
    assert made.notes == (() if kept else (said,))


def test_a_baseline_that_was_left_out_is_not_found_missing() -> None:
    own = Plan(settings=Settings(), kpis=(kpi(counted(OCT, 3), baseline=4),))
    judged = judge(published_plan(own, quarter=Q3).plan, Q3, AS_AT)
    codes = {one.code for one in judged.findings}
    assert codes - {one.code for one in standing_findings(judged, own).findings} == {"kpi-without-baseline"}


def test_published_values_go_where_anything_is_hidden_and_statuses_stay() -> None:
    history = tuple(
        PublishedStatus(quarter=Q3.previous(), item=item, kind=kind, status="Red", value=value)
        for item, kind, value in (("K1", "KPI", 30), ("K2", "KPI", 4), ("K2", "KPI", 40), ("A1", "Action", 3))
    )
    hiding, open_one = kpi(counted(OCT, 3)), kpi(counted(OCT, 30), ref="K2")
    made = published(hiding, open_one, history=history)
    assert [(one.item, one.status, one.value) for one in made.plan.history] == [
        ("K1", "Red", None),
        ("K2", "Red", None),
        ("K2", "Red", 40),
        ("A1", "Red", 3),
    ]


def test_audits_count_case_files_and_stay() -> None:
    audits = (AuditMonth(month=DEC, outstanding=1, good=2, requires_improvement=3, inadequate=4),)
    assert published(audits=audits).plan.audits == audits


def test_percentages_and_rates_without_counts_are_named() -> None:
    bare = [
        kpi(counted(OCT, value), unit=unit, ref=ref)
        for ref, unit, value in (("K1", "%", 5), ("K2", "per 10,000", 3), ("K3", "£m", 2), ("K4", "days", 4))
    ]
    made = published(*bare)
    assert [one.readings[0].value for one in made.plan.kpis] == [5, 3, 2, 4]
    assert made.notes == ("K1 and K2: not checked in full, as the counts behind some figures are not in the workbook.",)


@pytest.mark.parametrize(
    ("about", "quarter", "said"),
    [("k1", None, True), ("K1", Q3, True), ("K1", Q3.previous(), False), ("K2", None, False)],
)
def test_words_about_hidden_figures_are_to_be_read(about: str, quarter: Period | None, said: bool) -> None:
    made = published(
        kpi(counted(OCT, 3)),
        kpi(counted(OCT, 30), ref="K2"),
        commentary=(Commentary(about=about, quarter=quarter, text="Three children."),),
    )
    note = "Officers wrote about K1, where figures are hidden. Read their words: they are not checked."
    assert made.notes == ((note,) if said else ())


def test_a_marking_is_pointed_out() -> None:
    plan = Plan(settings=Settings(marking="OFFICIAL-SENSITIVE"))
    assert published_plan(plan, quarter=Q3).notes == (
        "The workbook marks the report OFFICIAL-SENSITIVE. Check that it may be published.",
    )


def test_a_threshold_of_nought_hides_nothing_and_ten_hides_more() -> None:
    given = kpi(counted(OCT, 3), counted(NOV, 10), counted(DEC, 11))
    assert values(published(given, threshold=0)) == [3, 10, 11]
    assert values(published(given, threshold=10)) == [None, None, 11]


@pytest.mark.parametrize("threshold", [1, -1])
def test_a_threshold_that_hides_one_number_is_refused(threshold: int) -> None:
    with pytest.raises(ValueError, match="at least 2"):
        published(threshold=threshold)


@pytest.mark.parametrize(
    ("unit", "value", "measure"),
    [
        ("children", 3, Measure.COUNT),
        ("", 3, Measure.COUNT),
        ("children", 3.5, Measure.AMOUNT),  # an average caseload
        ("children", -3, Measure.AMOUNT),  # a net change
        ("%", 3, Measure.SHARE),
        ("Rate per 10,000", 3, Measure.RATE),
        ("children/social worker", 3, Measure.RATE),
        ("£000s", 3, Measure.AMOUNT),
        ("Days", 3, Measure.AMOUNT),
        ("average score", 3, Measure.AMOUNT),
    ],
)
def test_the_unit_tells_what_is_counted(unit: str, value: float, measure: Measure) -> None:
    assert measure_of(kpi(counted(OCT, value), unit=unit)) is measure


def test_numbers_that_are_no_counts_are_not_checked() -> None:
    basis = basis_of(kpi(counted(OCT, 40, numerator=2.5, denominator=-4), unit="%"))
    assert (basis.counts, basis.unchecked) == ((), True)


def test_hiding_is_the_same_each_time() -> None:
    given = kpi(*(counted(OCT.shift(step), 2 + 7 * step % 11) for step in range(12)), kind=Kind.SNAPSHOT)
    assert published(given) == published(given)
