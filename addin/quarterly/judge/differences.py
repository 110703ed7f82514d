"""What another scheme would have said: the statuses that come out otherwise by one set of rules than by another."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from quarterly.judge.action import judge_action
from quarterly.judge.judgement import Difference, Judgements
from quarterly.judge.kpi import judge_kpi
from quarterly.judge.links import links_of
from quarterly.model.context import PublishedStatus
from quarterly.model.periods import Period
from quarterly.model.plan import Plan
from quarterly.model.rules import Rules


def differences(plan: Plan, judgements: Judgements, rules_a: Rules, rules_b: Rules) -> tuple[Difference, ...]:
    """The statuses that differ between ``rules_a`` ("earlier") and ``rules_b`` ("later"), latest quarter first.

    Looked at are every indicator in the quarter of ``judgements`` and in each quarter published before it, and every
    action as at the day of ``judgements``. Each set of rules is held to every quarter alike. Figures are those that
    the workbook holds now, restated ones included, for periods that had ended on the day of publication. What was
    published of actions cannot be worked out again, because the plan of then is not kept.
    """
    if rules_a == rules_b:
        return ()
    found = [*_of_actions(plan, judgements, rules_a, rules_b)]
    found += _of_kpis(plan, {}, judgements.quarter, judgements.as_at, (rules_a, rules_b))
    published: dict[Period, dict[str, PublishedStatus]] = {}
    for row in plan.history:
        if row.kind.casefold() == "kpi" and row.quarter.start < judgements.quarter.start:
            published.setdefault(row.quarter, {})[row.item] = row
    for quarter in sorted(published, reverse=True):
        found += _of_kpis(plan, published[quarter], quarter, judgements.as_at, (rules_a, rules_b))
    return tuple(found)


def _of_kpis(
    plan: Plan, published: dict[str, PublishedStatus], quarter: Period, as_at: date, rules: tuple[Rules, Rules]
) -> Iterator[Difference]:
    """The indicators of one quarter: all of them where nothing is ``published``, else those that were."""
    for kpi in plan.kpis:
        row = published.get(kpi.ref)
        if published and row is None:
            continue
        day = (row and row.published_on) or as_at
        calendar = plan.settings.calendar
        earlier, later = (judge_kpi(kpi, quarter, day, one, calendar=calendar) for one in rules)
        if earlier.status is not later.status:
            yield Difference(
                ref=kpi.ref,
                kind="KPI",
                name=kpi.name,
                quarter=quarter,
                earlier=earlier.status,
                later=later.status,
                why=later.why,
                published=row.status if row else "",
            )


def _of_actions(plan: Plan, judgements: Judgements, rules_a: Rules, rules_b: Rules) -> Iterator[Difference]:
    if rules_a.actions == rules_b.actions:
        return
    links = links_of(plan)
    for action in plan.actions:
        earlier, later = (
            judge_action(
                action,
                on=judgements.as_at,
                rules=rules.actions,
                plan_start=plan.settings.plan_start,
                theme=links.theme_of(action),
            )
            for rules in (rules_a, rules_b)
        )
        if earlier.status is not later.status:
            yield Difference(
                ref=action.ref,
                kind="Action",
                name=action.text,
                quarter=judgements.quarter,
                earlier=earlier.status,
                later=later.status,
                why=later.why,
            )
