"""A whole plan judged for one quarter."""

from __future__ import annotations

from datetime import date

from quarterly.judge.action import judge_action
from quarterly.judge.challenge import challenges
from quarterly.judge.coverage import coverage_of
from quarterly.judge.judgement import ActionJudgement, Judgements
from quarterly.judge.kpi import judge_kpi
from quarterly.judge.links import links_of
from quarterly.judge.quality import plan_findings
from quarterly.judge.rollup import recommendation_roll_ups, theme_roll_ups
from quarterly.model.periods import Period
from quarterly.model.plan import Plan
from quarterly.model.rules import Rules

QUARTER_MONTHS = 3


def judge(plan: Plan, quarter: Period, as_at: date, rules: Rules | None = None) -> Judgements:
    """Every status of the plan with its reason: indicators for ``quarter``, actions as at the day ``as_at``.

    ``rules`` are the plan's own where none are passed; rules that are passed go before the plan's.

    Raises:
        ValueError: ``quarter`` is not a period of three months.
    """
    if quarter.months != QUARTER_MONTHS:
        raise ValueError(f"a quarter lasts {QUARTER_MONTHS} months, not {quarter.months}")
    rules = plan.settings.rules if rules is None else rules
    actions = _judged_actions(plan, as_at, rules)
    calendar = plan.settings.calendar
    kpis = tuple(judge_kpi(kpi, quarter, as_at, rules, plan.benchmarks, calendar=calendar) for kpi in plan.kpis)
    return Judgements(
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
