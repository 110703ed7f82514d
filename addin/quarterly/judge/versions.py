"""Which rules hold when: back-series keep the scheme that was in force in their own period."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from quarterly.model.periods import Period
from quarterly.model.plan import Plan
from quarterly.model.rules import RagRule, RuleChange, Rules


def rules_in_force(plan: Plan, period: Period) -> Rules:
    """The plan's rules for a period: those of its settings, with every change that is in force on its last day."""
    return rules_at(plan.settings.rules, plan.rule_changes, period)


def rules_at(base: Rules, changes: Sequence[RuleChange], period: Period) -> Rules:
    """``base`` with the changes in force on the period's last day; of several the one that started last.

    As with targets, a change that starts within the period holds for the whole of it.
    """
    due = sorted(
        (change for change in changes if change.since.start <= period.end), key=lambda change: change.since.start
    )
    if not due:
        return base
    default, by_kpi = base.default, dict(base.by_kpi)
    for change in due:
        if change.kpis:
            by_kpi |= dict.fromkeys(change.kpis, change.rule)
        else:
            default = change.rule
    return replace(base, default=default, by_kpi=tuple(sorted(by_kpi.items(), key=_ref)))


def _ref(pair: tuple[str, RagRule]) -> str:
    return pair[0]


def taking_effect(plan: Plan, quarter: Period) -> tuple[RuleChange, ...]:
    """The changes of rules that start in the quarter."""
    return tuple(change for change in plan.rule_changes if quarter.start <= change.since.start <= quarter.end)
