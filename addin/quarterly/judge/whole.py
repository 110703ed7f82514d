"""A whole plan judged for one quarter."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from quarterly.collector import collector_paused
from quarterly.judge.action import judge_action
from quarterly.judge.challenge import challenges
from quarterly.judge.changes import changes_since
from quarterly.judge.coverage import coverage_of
from quarterly.judge.differences import differences
from quarterly.judge.judgement import ActionJudgement, Judgements
from quarterly.judge.kpi import judge_kpi
from quarterly.judge.links import links_of
from quarterly.judge.over_time import judge_over_time
from quarterly.judge.quality import plan_findings
from quarterly.judge.rollup import recommendation_roll_ups, theme_roll_ups
from quarterly.judge.versions import rules_at, rules_in_force, taking_effect
from quarterly.model.kpi import Benchmark
from quarterly.model.periods import Period
from quarterly.model.plan import Plan
from quarterly.model.rules import Rules

QUARTER_MONTHS = 3


@collector_paused()
def judge(plan: Plan, quarter: Period, as_at: date, rules: Rules | None = None) -> Judgements:
    """Every status of the plan with its reason: indicators for ``quarter``, actions as at the day ``as_at``.

    ``rules`` are the plan's own where none are passed, each period by those in force in it; rules that are passed go
    before the plan's and hold for every period.

    Raises:
        ValueError: ``quarter`` is not a period of three months.
    """
    if quarter.months != QUARTER_MONTHS:
        raise ValueError(f"a quarter lasts {QUARTER_MONTHS} months, not {quarter.months}")
    given = rules is not None
    changes = () if given else plan.rule_changes
    base = plan.settings.rules if rules is None else rules
    rules = rules_at(base, changes, quarter)
    actions = _judged_actions(plan, as_at, rules)
    calendar = plan.settings.calendar
    benchmarks: dict[str, list[Benchmark]] = {}
    for benchmark in plan.benchmarks:
        benchmarks.setdefault(benchmark.kpi, []).append(benchmark)
    kpis = tuple(
        replace(
            judge_kpi(
                kpi, quarter, as_at, base, tuple(benchmarks.get(kpi.ref, ())), calendar=calendar, changes=changes
            ),
            over_time=judge_over_time(kpi, quarter=quarter, as_at=as_at, plan=plan.settings, rebases=plan.rebases),
        )
        for kpi in plan.kpis
    )
    judgements = Judgements(
        quarter=quarter,
        as_at=as_at,
        rules=rules,
        kpis=kpis,
        actions=actions,
        recommendations=recommendation_roll_ups(plan, actions, kpis),
        themes=theme_roll_ups(plan, actions, kpis),
        challenges=challenges(actions, kpis, on=as_at, rules=rules.actions),
        findings=plan_findings(plan, on=as_at),
        coverage=coverage_of(plan),
    )
    judgements = judgements if given else _with_new_rules(plan, judgements)
    return replace(judgements, changes=changes_since(plan, judgements))


def _with_new_rules(plan: Plan, judgements: Judgements) -> Judgements:
    """What changes of rules in this quarter do to the statuses of this and earlier quarters."""
    changes = taking_effect(plan, judgements.quarter)
    if not changes:
        return judgements
    before = rules_in_force(plan, judgements.quarter.previous())
    found = differences(plan, judgements, before, judgements.rules)
    return replace(judgements, rule_changes=changes, differences=found)


def _judged_actions(plan: Plan, as_at: date, rules: Rules) -> tuple[ActionJudgement, ...]:
    links = links_of(plan)
    return tuple(
        judge_action(
            action,
            on=as_at,
            rules=rules.actions,
            plan_start=plan.settings.plan_start,
            theme=links.theme_of(action),
        )
        for action in plan.actions
    )
