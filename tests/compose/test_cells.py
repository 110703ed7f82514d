"""Statuses, values and comparators as cells."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace
from plans import AS_AT, QUARTER, a_kpi, a_plan, months

from quarterly.compose.cells import (
    benchmark_text,
    current_cell,
    latest_benchmarks,
    point_cell,
    status_cell,
    target_cell,
    target_text,
)
from quarterly.compose.report import Cell, Look
from quarterly.judge.judgement import KpiJudgement, Status
from quarterly.judge.kpi import judge_kpi
from quarterly.model.kpi import Benchmark, Comparator, Frequency, Kpi, Polarity, Reading, ReadingState, Target
from quarterly.model.periods import FINANCIAL, Period


def judged(kpi: Kpi, *benchmarks: Benchmark) -> KpiJudgement:
    return judge_kpi(kpi, QUARTER, AS_AT, a_plan().settings.rules, benchmarks)


def test_a_colour_has_its_symbol_and_any_other_status_is_a_word_on_grey() -> None:
    assert status_cell(Status.RED) == Cell("✖ Red", Look.RED)
    assert status_cell(Status.DEFERRED) == Cell("Deferred", Look.UNRATED)
    assert status_cell(None) == Cell("Not rated", Look.UNRATED)


def test_an_earlier_value_that_is_missing_is_told_by_letter_too() -> None:
    hidden = judged(a_kpi(readings=months(None, 70.0, 70.0, 71.0))).previous
    assert point_cell(hidden, a_kpi()) == Cell("[c]", Look.MISSING)
    assert point_cell(None, a_kpi()) == Cell("–", Look.MISSING)


def test_a_missing_value_is_told_by_letter_or_word() -> None:
    def latest(state: ReadingState) -> Cell:
        december = Reading(period=Period(date(2025, 12, 1), 1), value=None, state=state)
        return current_cell(judged(a_kpi(readings=(december,))))

    assert latest(ReadingState.NOT_APPLICABLE) == Cell("[z]", Look.MISSING)
    assert latest(ReadingState.SUPPRESSED) == Cell("[c]", Look.MISSING)
    assert latest(ReadingState.AWAITED) == Cell("awaited", Look.MISSING)


def test_where_nothing_is_due_the_last_known_value_is_told() -> None:
    yearly = a_kpi(frequency=Frequency.YEAR, readings=(Reading(period=FINANCIAL.year(2024), value=65.0),), decimals=0)
    assert current_cell(judged(yearly)) == Cell("not due; 65% in 2024/25", Look.MISSING)


def test_targets_are_numbers_ranges_or_the_officers_words() -> None:
    number, span = Target(value=90.0), Target(low=580.0, high=630.0)
    children = a_kpi(polarity=Polarity.RANGE, unit="children", decimals=0)
    assert target_cell(number, a_kpi()) == Cell(90.0, decimals=1, unit="%")
    assert target_text(span, children) == "580 to 630"
    assert target_text(Target(value=84.0), a_kpi(target_words="Fewer than 85")) == "Fewer than 85"
    assert target_cell(Target(value=84.0), a_kpi(target_words="Fewer than 85")) == Cell("Fewer than 85")
    assert target_text(None, a_kpi()) == target_text(Target(floor=80.0), a_kpi()) == ""
    assert target_text(Target(low=580.0), children) == ""


def test_a_later_target_is_not_shown_in_the_words_of_the_first() -> None:
    worded = a_kpi(target_words="Fewer than 85", polarity=Polarity.LOW, unit="children", decimals=0)
    later = Target(since=FINANCIAL.quarter(2025, 1), value=80.0)
    assert target_cell(later, worded) == Cell(80.0, decimals=0, unit="children")
    assert target_cell(replace(later, strict=True), worded) == Cell("fewer than 80")
    assert target_cell(replace(later, strict=True), a_kpi()) == Cell("more than 80.0%")


def test_the_newest_value_of_each_comparator_is_shown_with_its_year() -> None:
    def england(year: int, value: float) -> Benchmark:
        return Benchmark(kpi="K1", comparator=Comparator.ENGLAND, period=FINANCIAL.year(year), value=value)

    old, new = england(2023, 80.0), england(2024, 85.7)
    assert latest_benchmarks((new, old)) == latest_benchmarks((old, new)) == {Comparator.ENGLAND: new}
    item = judged(a_kpi(readings=months(84.0, 85.0, 86.0)), new, old)
    assert benchmark_text(item, (Comparator.ENGLAND, Comparator.REGION)) == "England 85.7% (2024/25)"


def test_a_value_that_cannot_be_judged_points_to_its_reason_and_no_reading_at_all_is_awaited() -> None:
    assert current_cell(judged(a_kpi(readings=()))) == Cell("awaited", Look.MISSING)
