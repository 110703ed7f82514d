"""The full sample holds every sheet of the contract, and everything that makes real plans hard."""

from __future__ import annotations

from datetime import date

import pytest
from sample_books import AS_AT, Q3, book, judged

from quarterly.judge.judgement import ActionJudgement, KpiJudgement, Status
from quarterly.judge.quality import DEPENDENCY_LATER
from quarterly.model.kpi import Frequency, Kind, Kpi, Polarity, ReadingState
from quarterly.model.periods import ACADEMIC, Period
from quarterly.model.plan import DeclaredRag
from quarterly.model.rules import RuleFamily


def indicator(ref: str) -> Kpi:
    return next(kpi for kpi in book("full")[0].kpis if kpi.ref == ref)


def rating(ref: str) -> KpiJudgement:
    return next(kpi for kpi in judged("full").kpis if kpi.ref == ref)


def deed(ref: str) -> ActionJudgement:
    return next(action for action in judged("full").actions if action.ref == ref)


@pytest.mark.parametrize(
    ("table", "rows"),
    [
        ("recommendations", 13),
        ("actions", 60),
        ("kpis", 35),
        ("benchmarks", 49),
        ("audits", 36),
        ("inspections", 8),
        ("committee", 7),
        ("forward", 6),
        ("risks", 6),
        ("commentary", 10),
        ("recipients", 6),
        ("history", 143),
    ],
)
def test_every_table_is_filled(table: str, rows: int) -> None:
    assert len(getattr(book("full")[0], table)) == rows


def test_targets_change_over_time() -> None:
    assert [target.value for target in indicator("K24").targets] == [20, 45, 40, 31, 25, 20]


def test_rules_and_baselines_change_over_time() -> None:
    plan = book("full")[0]
    assert [(change.kpis, change.rule.family) for change in plan.rule_changes] == [
        (("K2",), RuleFamily.PERCENTAGE),
        (("K29",), RuleFamily.FLOOR),
    ]
    assert [(rebase.kpi, rebase.since.start) for rebase in plan.rebases] == [("K1", date(2025, 1, 1))]


def test_most_indicators_have_36_months() -> None:
    assert sum(len(kpi.readings) == 36 for kpi in book("full")[0].kpis) == 29


def test_zero_target() -> None:
    assert indicator("K33").targets[0].value == 0


def test_target_ranges() -> None:
    ranges = [kpi.ref for kpi in book("full")[0].kpis if kpi.polarity is Polarity.RANGE]
    assert ranges == ["K5", "K8", "K12", "K13", "K27"]


def test_target_in_words() -> None:
    assert (indicator("K19").target_words, indicator("K19").targets[0].value) == ("Fewer than 50", 50)


def test_academic_year() -> None:
    assert (indicator("K33").calendar, indicator("K33").kind) == (ACADEMIC, Kind.CUMULATIVE)


def test_time_lag() -> None:
    judgement = rating("K18")
    assert (indicator("K18").lag, judgement.period, judgement.quarter) == (3, Q3.previous(), Q3)


def test_denominator_under_ten() -> None:
    assert rating("K20").reading is not None
    assert "Low reliability" in " ".join(rating("K20").caveats)


def test_restated_month() -> None:
    (restated,) = (reading for reading in indicator("K16").readings if reading.restated_from is not None)
    assert (restated.period.start, restated.restated_from, restated.value) == (date(2025, 8, 1), 87.9, 92.5)


def test_missing_quarter() -> None:
    quarters = {Period(reading.period.start, 1).start for reading in indicator("K21").readings}
    assert not quarters & {date(2025, 7, 1), date(2025, 8, 1), date(2025, 9, 1)}
    assert rating("K21").previous is None or rating("K21").previous.value is None


def test_annual_figure() -> None:
    assert (indicator("K15").frequency, rating("K15").status) == (Frequency.YEAR, Status.NOT_DUE)


def test_cumulative_profiles() -> None:
    assert sum(kpi.kind is Kind.CUMULATIVE for kpi in book("full")[0].kpis) == 8


def test_teams_with_small_counts_add_up() -> None:
    kpi = indicator("K10")
    december = [reading for reading in kpi.team_readings if reading.period.start == date(2025, 12, 1)]
    assert [reading.team for reading in december] == ["Central", "Disabled Children", "North", "South"]
    assert sum(reading.denominator or 0 for reading in december) == kpi.readings[-1].denominator
    assert min(reading.denominator or 0 for reading in december) <= 5
    assert ReadingState.SUPPRESSED in {reading.state for reading in kpi.team_readings}


def test_complete_but_not_evidenced() -> None:
    assert (deed("A1.2").status, deed("A1.2").action.evidenced_on) == (Status.GREEN, None)


def test_declared_green_and_overdue() -> None:
    assert (deed("A4.2").declared, deed("A4.2").status, deed("A4.2").overdue) == (
        DeclaredRag.GREEN,
        Status.RED,
        (AS_AT - date(2025, 9, 30)).days,
    )


def test_dependency_on_a_later_action() -> None:
    late = [finding.found for finding in judged("full").findings if finding.kind is DEPENDENCY_LATER]
    assert late == ["A9.4"]


def test_committee_request_that_two_meetings_have_passed() -> None:
    (old,) = (item for item in book("full")[0].committee if item.ref == "C3")
    meetings = sorted({item.raised_on for item in book("full")[0].committee if item.body == old.body})
    assert old.is_open
    assert [day for day in meetings if old.raised_on and day and day > old.raised_on] == [
        date(2025, 9, 25),
        date(2025, 11, 27),
    ]


def test_one_recommendation_has_no_measure() -> None:
    assert judged("full").coverage.without_measures == ("R13",)


def test_audit_indicators_agree_with_the_audits() -> None:
    audits = [audit for audit in book("full")[0].audits if Q3.contains(audit.month)]
    inadequate = sum(audit.inadequate or 0 for audit in audits)
    better = sum((audit.good or 0) + (audit.outstanding or 0) for audit in audits)
    total = inadequate + better + sum(audit.requires_improvement or 0 for audit in audits)
    assert rating("K30").value == pytest.approx(100 * inadequate / total)
    assert rating("K31").value == pytest.approx(100 * better / total, abs=0.05)  # given to one decimal


def test_published_history_of_two_quarters() -> None:
    assert {status.quarter for status in book("full")[0].history} == {Q3.shift(-6), Q3.shift(-3)}
