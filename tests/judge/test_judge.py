from __future__ import annotations

from datetime import date
from importlib import import_module

import pytest
from msgspec.structs import replace

from quarterly.judge import judge
from quarterly.judge.judgement import Status
from quarterly.model.context import Settings
from quarterly.model.kpi import Benchmark, Comparator, Frequency, Kind, Kpi, Polarity, Reading, Target
from quarterly.model.periods import FINANCIAL, Period
from quarterly.model.plan import Action, DeclaredRag, Plan, Recommendation
from quarterly.model.rules import ActionRules, Rules

Q3 = FINANCIAL.quarter(2025, 3)
AS_AT = date(2026, 1, 9)


def kpi(ref: str, value: float, **fields: object) -> Kpi:
    return Kpi(
        ref=ref,
        name=f"Indicator {ref}",
        polarity=Polarity.HIGH,
        unit="%",
        frequency=Frequency.QUARTER,
        kind=Kind.PERIOD,
        owner="J Ward",
        baseline=50.0,
        targets=(Target(value=90.0),),
        readings=(Reading(period=Q3, value=value),),
        **fields,  # type: ignore[arg-type]
    )


PLAN = Plan(
    settings=Settings(plan_start=date(2025, 4, 1), plan_end=date(2027, 3, 31)),
    recommendations=(
        Recommendation(ref="R1", text="Supervise", theme="Practice"),
        Recommendation(ref="R2", text="Listen", theme="Voice"),
    ),
    actions=(
        Action(
            ref="A1",
            text="Train every manager",
            recommendations=("R1",),
            leads=("J Ward",),
            due=date(2025, 12, 31),
            complete=60.0,
            declared=DeclaredRag.GREEN,
            success_measure="Every manager trained",
            kpis=("K2",),
            progress="Two cohorts trained.",
        ),
        Action(
            ref="A2",
            text="Ask every child",
            recommendations=("R2",),
            leads=("S Khan",),
            due=date(2026, 3, 31),  # 1 Apr 2025 to 9 Jan 2026 is 283 of 364 days: 77.7% expected
            complete=80.0,
            success_measure="Every child asked",
            progress="Most asked.",
        ),
    ),
    kpis=(kpi("K1", 92.0, recommendations=("R2",)), kpi("K2", 60.0)),
    benchmarks=(Benchmark(kpi="K2", comparator=Comparator.ENGLAND, period=Q3, value=80.0),),
)


def test_a_plan_is_judged_from_items_to_themes():
    whole = judge(PLAN, Q3, AS_AT)
    assert (whole.quarter, whole.as_at, whole.rules) == (Q3, AS_AT, PLAN.settings.rules)
    assert [(each.ref, each.status, each.theme) for each in whole.actions] == [
        ("A1", Status.RED, "Practice"),
        ("A2", Status.GREEN, "Voice"),
    ]
    # Bracknell Forest: 92 meets 90; 60 is 33% off.
    assert [(each.ref, each.status) for each in whole.kpis] == [("K1", Status.GREEN), ("K2", Status.RED)]
    assert whole.kpis[1].benchmarks == PLAN.benchmarks
    assert [(each.ref, each.status, each.why) for each in whole.recommendations] == [
        ("R1", Status.RED, "Red: the only action is off track (A1) and the only KPI is red (K2)."),
        ("R2", Status.GREEN, "Green: the only action is on track or complete and the only KPI is green."),
    ]
    assert [(each.ref, each.status) for each in whole.themes] == [
        ("Practice", Status.RED),
        ("Voice", Status.GREEN),
    ]
    assert [(each.ref, each.declared, each.computed) for each in whole.challenges] == [("A1", "Green", "Red")]
    assert whole.findings == ()
    assert whole.coverage.statement == "Both recommendations have at least one measure."


def test_rules_passed_in_go_before_the_plans_own():
    lenient = Rules(version="lenient", actions=ActionRules(red_overdue_days=30, monitor=0.5))
    own = replace(PLAN, settings=replace(PLAN.settings, rules=lenient))
    # 60 / 100 = 0.60: amber from 0.50, and 9 days overdue are within the 30 allowed.
    assert judge(own, Q3, AS_AT).actions[0].status is Status.AMBER
    assert judge(PLAN, Q3, AS_AT, lenient) == judge(own, Q3, AS_AT)
    assert judge(own, Q3, AS_AT, PLAN.settings.rules).actions[0].status is Status.RED


@pytest.mark.parametrize("months", [1, 12])
def test_only_a_quarter_can_be_judged(months):
    with pytest.raises(ValueError, match=f"a quarter lasts 3 months, not {months}"):
        judge(PLAN, Period(date(2025, 4, 1), months), AS_AT)


def test_an_empty_plan_is_judged_to_nothing():
    whole = judge(Plan(settings=Settings()), Q3, AS_AT)
    assert (whole.kpis, whole.actions, whole.recommendations, whole.themes) == ((), (), (), ())
    assert (whole.challenges, whole.findings) == ((), ())


def test_the_same_plan_gives_the_same_judgements():
    assert judge(PLAN, Q3, AS_AT) == judge(PLAN, Q3, AS_AT)


def test_the_package_of_judgement_stays_importable_beside_the_function():
    assert import_module("quarterly.judge").judge is judge
    assert import_module("quarterly.judge.action").judge_action
