"""What is drafted about an indicator, worked by hand."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace
from plans import AS_AT, QUARTER, SOURCE, a_kpi, a_plan, months

from quarterly.compose.material import Material
from quarterly.compose.narrative import Passage, Topic, about_kpi
from quarterly.judge import judge
from quarterly.model.context import Commentary
from quarterly.model.kpi import Benchmark, Comparator, Frequency, Kind, Kpi, Polarity, QuarterRule, Reading, Target
from quarterly.model.kpi import ReadingState as State
from quarterly.model.periods import FINANCIAL, Period
from quarterly.model.problems import CellRef, Source
from quarterly.model.rules import RagRule, RuleFamily

POINTS = RagRule(family=RuleFamily.POINTS, green=1.0, amber=4.0)


def drafted(kpi: Kpi, *benchmarks: Benchmark, **changes: object) -> Passage:
    plan = a_plan(kpis=(kpi,), actions=(), recommendations=(), benchmarks=benchmarks, **changes)
    material = Material(plan=plan, judgements=judge(plan, QUARTER, AS_AT), problems=(), provenance=SOURCE)
    return about_kpi(material, material.judgements.kpis[0])


def said(kpi: Kpi, topic: Topic, *benchmarks: Benchmark, **changes: object) -> str:
    """The sentence on the topic, or nothing."""
    found = [each.text for each in drafted(kpi, *benchmarks, **changes).sentences if each.topic is topic]
    return "".join(found)


def visits(*values: float | None, **changes: object) -> Kpi:
    """A percentage with one decimal, high is good, target 90, green within a point, amber within four."""
    fields: dict[str, object] = {"name": "Visits on time", "targets": (Target(value=90.0),), "rule": POINTS}
    return a_kpi(**(fields | {"readings": months(*values)} | changes))


@pytest.mark.parametrize(
    ("value", "polarity", "end"),
    [
        (87.7, Polarity.HIGH, "2.3 points short of the target of 90%, and is rated amber."),  # 90 - 87.7
        (92.1, Polarity.HIGH, "2.1 points better than the target of 90%, and is rated green."),
        (90.0, Polarity.HIGH, "exactly on the target of 90%, and is rated green."),
        (91.0, Polarity.LOW, "1.0 points over the target of 90%, and is rated green."),
        (88.0, Polarity.LOW, "2.0 points better than the target of 90%, and is rated green."),
        (89.98, Polarity.HIGH, "0.02 points short of the target of 90%, and is rated green."),  # shown as 90.0%
    ],
)
def test_a_value_stands_beside_its_target(value: float, polarity: Polarity, end: str) -> None:
    shown = f"{value:.1f}%"
    assert said(visits(value, polarity=polarity), Topic.STANDING) == (
        f"Visits on time stood at {shown} in Q3 2025/26, {end}"
    )


@pytest.mark.parametrize(
    ("value", "end"),
    [
        (650.0, "20 children above the target range of 580 to 630, and is rated red."),
        (575.0, "5 children below the target range of 580 to 630, and is rated amber."),
        (600.0, "within the target range of 580 to 630, and is rated green."),
    ],
)
def test_a_range_is_one_to_stay_within(value: float, end: str) -> None:
    kpi = a_kpi(
        name="Children looked after",
        polarity=Polarity.RANGE,
        unit="children",
        decimals=0,
        targets=(Target(low=580.0, high=630.0),),
        rule=RagRule(family=RuleFamily.RANGE, amber=2.0),
        readings=months(value),
    )
    assert said(kpi, Topic.STANDING) == f"Children looked after stood at {value:.0f} children in Q3 2025/26, {end}"


def test_a_target_written_in_words_is_quoted() -> None:
    kpi = a_kpi(
        name="Placements",
        polarity=Polarity.LOW,
        unit="children",
        decimals=0,
        targets=(Target(value=50.0),),
        target_words="Fewer than 50",
        readings=months(53.0),
        rule=None,
    )
    assert said(kpi, Topic.STANDING) == (
        'Placements stood at 53 children in Q3 2025/26, against a target of "Fewer than 50", and is rated amber.'
    )
    later = replace(kpi, targets=(Target(since=FINANCIAL.quarter(2025, 1), value=53.0, strict=True),))
    assert said(later, Topic.STANDING).startswith(
        "Placements stood at 53 children in Q3 2025/26, at the very limit of the target of fewer than 53, and is rated"
    )
    nothing_read = replace(kpi, targets=(), target_words="As few as we can")
    assert said(nothing_read, Topic.STANDING) == (
        'Placements stood at 53 children in Q3 2025/26, against a target of "As few as we can", and cannot be rated.'
    )


def test_a_later_target_stands_in_place_of_the_words() -> None:
    kpi = visits(88.0, target_words="Nine in ten", targets=(Target(value=90.0), Target(since=QUARTER, value=92.0)))
    assert "4.0 points short of the target of 92%" in said(kpi, Topic.STANDING)


def test_a_floor_alone_is_no_target() -> None:
    kpi = visits(88.0, targets=(Target(floor=80.0),))
    assert said(kpi, Topic.STANDING) == (
        "Visits on time stood at 88.0% in Q3 2025/26; it has no target to be rated against."
    )


def test_information_and_a_missing_target_say_so() -> None:
    about = (replace(visits(88.0), polarity=Polarity.INFORMATION), replace(visits(88.0), targets=()))
    assert [said(kpi, Topic.STANDING) for kpi in about] == [
        "Visits on time stood at 88.0% in Q3 2025/26; it is for information only.",
        "Visits on time stood at 88.0% in Q3 2025/26; it has no target to be rated against.",
    ]


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (State.SUPPRESSED, "is suppressed"),
        (State.NOT_APPLICABLE, "does not apply"),
        (State.NOT_AVAILABLE, "is not available"),
        (State.LOW_RELIABILITY, "is too unreliable to be given"),
        (State.LAGGED, "is not known yet"),
        (State.AWAITED, "is awaited"),
        (State.ROUNDS_TO_ZERO, "cannot be worked out"),
    ],
)
def test_a_missing_value_is_said_with_the_latest(state: State, why: str) -> None:
    readings = (*months(88.0, last=date(2025, 11, 1)), Reading(period=QUARTER.last_month, value=None, state=state))
    assert said(visits(readings=readings), Topic.STANDING) == (
        f"Visits on time: the figure for Q3 2025/26 {why}; the latest is 88.0% for Nov 2025."
    )


def test_an_indicator_without_a_reading_has_one_sentence() -> None:
    assert drafted(visits()).draft == "Visits on time: the figure for Q3 2025/26 is awaited."


def test_a_yearly_figure_that_is_not_due_moves_from_year_to_year() -> None:
    readings = tuple(Reading(period=FINANCIAL.year(year), value=value) for year, value in ((2023, 63.0), (2024, 65.0)))
    kpi = visits(frequency=Frequency.YEAR, readings=readings)
    england = Benchmark(kpi="K1", comparator=Comparator.ENGLAND, period=FINANCIAL.year(2024), value=68.0)
    assert [sentence.text for sentence in drafted(kpi, england).sentences] == [
        "Visits on time: the figure for Q3 2025/26 is not due, as it is reported once a year; "
        "the latest is 65.0% for 2024/25.",
        "The latest figure rose by 2.0 points from 63.0% in 2023/24, an improvement.",
        "The latest figure is 3.0 points worse than England (68.0% in 2024/25).",
    ]


@pytest.mark.parametrize(
    ("year_ago", "before", "now", "polarity", "sentence"),
    [
        # A change of a point or more counts; less is little changed.
        (80.0, 85.0, 88.0, "High", "rose by 3.0 points from {b} and by 8.0 points from {y}, an improvement on both."),
        (80.0, 85.0, 88.0, "Low", "rose by 3.0 points from {b} and by 8.0 points from {y}, a decline on both."),
        (80.0, 85.0, 88.0, "Information", "rose by 3.0 points from {b} and by 8.0 points from {y}."),
        (89.0, 85.0, 88.0, "High", "rose by 3.0 points from {b} (an improvement), "
         "but fell by 1.0 points from {y} (a decline)."),
        (89.0, 87.5, 88.0, "High", "is little changed from {b} and fell by 1.0 points from {y} (a decline)."),
        (85.0, 88.0, 88.0, "High", "is unchanged from {b} and rose by 3.0 points from {y} (an improvement)."),
        (88.0, 88.0, 88.0, "High", "is unchanged from {b} and from {y}."),
        (None, 85.0, 88.0, "High", "rose by 3.0 points from {b}, an improvement."),
        (None, 85.0, 88.0, "Information", "rose by 3.0 points from {b}."),
    ],
)  # fmt: skip
def test_a_movement_is_told_from_both_ends(
    year_ago: float | None, before: float, now: float, polarity: str, sentence: str
) -> None:
    kpi = visits(year_ago, *[None] * 8, before, None, None, now, polarity=Polarity(polarity))
    there = {"b": f"{before:.1f}% in Q2 2025/26", "y": f"{year_ago or 0:.1f}% in Q3 2024/25"}
    assert said(kpi, Topic.MOVEMENT) == "The figure " + sentence.format(**there)


def test_a_movement_smaller_than_the_decimals_is_still_told() -> None:
    # Both show as 0.000 at three decimals, so the change gets the decimals that it needs.
    kpi = visits(0.0001, None, None, 0.0004, unit="days", decimals=3, targets=())
    assert said(kpi, Topic.MOVEMENT).startswith("The figure rose by 0.0003 days from 0.000 days in Q2 2025/26")


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ([80.0, 81.0] * 12 + [95.0], "for the better: the latest reading lies above the upper control limit."),
        ([80.0, 81.0] * 12 + [66.0], "for the worse: the latest reading lies below the lower control limit."),
        ([80.0, 81.0] * 12, ""),
    ],
)
def test_a_special_cause_is_a_real_change(values: list[float], sentence: str) -> None:
    lead = "The control chart shows a real change " if sentence else ""
    assert said(visits(*values), Topic.SIGNAL) == lead + sentence


def test_a_special_cause_where_neither_way_is_better_has_no_worth() -> None:
    kpi = visits(*[80.0, 81.0] * 12, 95.0, polarity=Polarity.INFORMATION)
    assert said(kpi, Topic.SIGNAL) == (
        "The control chart shows a real change: the latest reading lies above the upper control limit."
    )


def test_a_forecast_says_what_becomes_of_the_target_at_the_end_of_the_plan() -> None:
    rising = visits(*[60.0 + step + (step % 2) * 0.4 for step in range(24)])
    later = replace(rising, targets=(Target(value=80.0), Target(since=Period(date(2026, 4, 1), 1), value=99.0)))
    # 90 less 85.3 expected is 4.7, and 90 lies within the range; 99 lies above it.
    assert said(rising, Topic.FORECAST) == (
        "If the trend goes on but slows, the monthly figure will be about 85.3% in Jun 2026 (four times in five "
        "between 80.2% and 90.3%), and the target of 90% may be missed, by about 4.7 points."
    )
    assert said(later, Topic.FORECAST).endswith(
        "and the target of 99% for Sep 2026 is likely to be missed, by about 13.7 points."
    )
    low = replace(rising, targets=(Target(value=80.0),))
    assert said(low, Topic.FORECAST).endswith("and the target of 80% is likely to be met.")


def test_a_forecast_without_a_trend_rests_on_past_readings() -> None:
    flat = visits(*[80.0, 81.5, 79.5, 81.0] * 6)
    assert said(flat, Topic.FORECAST).startswith("On past readings, the monthly figure will be about ")


def test_a_forecast_of_what_has_no_better_way_says_nothing_of_a_target() -> None:
    kpi = visits(*[80.0, 81.5, 79.5, 81.0] * 6, polarity=Polarity.INFORMATION)
    assert said(kpi, Topic.FORECAST).endswith(").")


def test_a_forecast_for_a_plan_that_is_over_is_not_given() -> None:
    ended = replace(a_plan().settings, plan_end=date(2025, 12, 31))
    assert said(visits(*[80.0, 81.5, 79.5, 81.0] * 6), Topic.FORECAST, settings=ended) == ""


def beside(comparator: Comparator, value: float, year: int = 2024) -> Benchmark:
    return Benchmark(kpi="K1", comparator=comparator, period=FINANCIAL.year(year), value=value)


def test_england_is_compared_with_first_then_the_neighbours_then_the_region() -> None:
    england = beside(Comparator.ENGLAND, 85.7)
    neighbours = beside(Comparator.NEIGHBOURS, 90.0)
    region = replace(beside(Comparator.REGION, 88.0), label="Yorkshire and the Humber")
    kpi = visits(88.0)
    assert [
        said(kpi, Topic.COMPARISON, *others)
        for others in ((region, neighbours, england), (region, neighbours), (region,), (beside(Comparator.RANK, 3.0),))
    ] == [
        "The figure is 2.3 points better than England (85.7% in 2024/25).",
        "The figure is 2.0 points worse than the mean of the statistical neighbours (90.0% in 2024/25).",
        "The figure is the same as Yorkshire and the Humber (88.0% in 2024/25).",
        "",
    ]


def test_a_comparison_without_a_better_way_says_above_or_below_and_an_old_one_says_so() -> None:
    kpi = visits(88.0, polarity=Polarity.INFORMATION)
    assert [said(kpi, Topic.COMPARISON, beside(Comparator.ENGLAND, value, 2022)) for value in (80.0, 90.0)] == [
        "The figure is 8.0 points above England (80.0% in 2022/23); the two are more than a year apart.",
        "The figure is 2.0 points below England (90.0% in 2022/23); the two are more than a year apart.",
    ]


def test_a_difference_smaller_than_the_decimals_is_still_told() -> None:
    assert said(visits(88.02), Topic.COMPARISON, beside(Comparator.ENGLAND, 88.0)) == (
        "The figure is 0.02 points better than England (88.0% in 2024/25)."
    )


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ([70.0, 71.0] * 6 + [72.0], "the highest (best) on record, which begins in Dec 2024."),
        ([75.0] + [70.0, 71.0] * 6 + [74.0], ", is the highest (best) since Nov 2024."),
        ([74.0] + [70.0, 71.0] * 6 + [74.0], ", is the highest (best) since Nov 2024, which was the same."),
        ([70.0] * 5 + [80.0] + [70.0, 71.0] * 2 + [72.0], ""),  # five months back: less than a year
        ([70.0, 71.0, 72.0, 73.0, 74.0], ""),  # on record, but the record is too short
    ],
)
def test_a_record_goes_back_a_year_or_more(values: list[float], sentence: str) -> None:
    shown = said(visits(*values, kind=Kind.CUMULATIVE), Topic.RECORD)
    assert shown.endswith(sentence)
    assert bool(shown) is bool(sentence)


def test_a_record_says_whether_it_is_the_good_end() -> None:
    values = [*[70.0, 71.0] * 6, 72.0]
    assert [
        said(visits(*values, kind=Kind.CUMULATIVE, polarity=polarity), Topic.RECORD).partition(" is ")[2]
        for polarity in (Polarity.LOW, Polarity.INFORMATION)
    ] == [
        "the highest (worst) on record, which begins in Dec 2024.",
        "the highest on record, which begins in Dec 2024.",
    ]


def test_a_streak_counts_three_readings_or_more() -> None:
    kpi = visits(91.0, 80.0, 81.0, 82.0)
    assert [
        said(replace(kpi, readings=months(*values)), Topic.STREAK)
        for values in ((91.0, 80.0, 81.0, 82.0), (91.0, 80.0, 81.0), (91.0, 92.0, 93.0))
    ] == [
        "The target was missed in each of the 3 months to Dec 2025.",
        "",
        "The target was met in each of the 3 months to Dec 2025.",
    ]


def test_readings_of_half_years_are_called_periods() -> None:
    readings = tuple(Reading(period=Period(date(2024, 1, 1), 6).shift(6 * step), value=80.0) for step in range(4))
    now = Reading(period=QUARTER, value=80.0)
    text = said(visits(readings=(*readings, now)), Topic.STREAK)
    assert text == "The target was missed in each of the 4 periods to Jul 2025 to Dec 2025."


def test_four_sentences_are_the_most_and_the_first_are_the_most_important() -> None:
    kpi = visits(*[60.0 + step + (step % 2) * 0.4 for step in range(24)])
    topics = [sentence.topic for sentence in drafted(kpi, beside(Comparator.ENGLAND, 85.7)).sentences]
    assert topics == [Topic.STANDING, Topic.MOVEMENT, Topic.SIGNAL, Topic.FORECAST]


def test_what_an_older_reading_shows_is_not_said_of_this_quarter() -> None:
    kpi = visits(*[60.0 + step + (step % 2) * 0.4 for step in range(24)], None)
    assert {sentence.topic for sentence in drafted(kpi).sentences} == {Topic.STANDING}


def test_a_ratio_is_traced_to_numerators_and_denominators_and_a_sum_to_values() -> None:
    columns = {"period": 2, "value": 3, "numerator": 4, "denominator": 5}
    readings = tuple(
        replace(reading, value=75.0, numerator=3.0, denominator=4.0, source=Source("KPI Data", row, columns))
        for row, reading in enumerate(months(1.0, 1.0, 1.0), 2)
    )
    ratio = visits(readings=readings, kind=Kind.PERIOD, quarter_rule=QuarterRule.RATIO)
    wide = tuple(replace(reading, numerator=None, source=Source("KPI Data", 2, {"value": 7})) for reading in readings)
    total = visits(readings=wide, kind=Kind.PERIOD, quarter_rule=QuarterRule.SUM)
    of_ratio, of_total = drafted(ratio).sentences[0].figures, drafted(total).sentences[0].figures
    assert [str(ref) for ref in of_ratio[1].sources] == [
        f"'KPI Data'!{cell}" for cell in ("D2", "E2", "D3", "E3", "D4", "E4")
    ]
    assert [str(ref) for ref in of_ratio[2].sources] == [f"'KPI Data'!{cell}" for cell in ("B2", "B3", "B4")]
    assert of_total[1].sources == (CellRef("KPI Data", 2, 7),)
    assert of_total[2].sources == (CellRef("KPI Data", 2, 7),)  # a period that heads a column, by the value beneath it


def test_officers_words_stand_in_place_of_the_draft() -> None:
    note = Commentary(about="k1", quarter=QUARTER, text="Two posts were filled.")
    passage = drafted(visits(88.0), commentary=(note,))
    assert (passage.text, passage.draft_beside(), passage.draft[:8]) == ("Two posts were filled.", "", "Visits o")
