"""The coverage statement: which recommendations have measures and actions, and which have none."""

from __future__ import annotations

from quarterly.judge.judgement import Coverage
from quarterly.judge.links import Links, links_of
from quarterly.judge.wording import counted, listed
from quarterly.model.plan import Plan, Stage


def coverage_of(plan: Plan) -> Coverage:
    """Which recommendations can be shown to have been met.

    A recommendation has a measure where a KPI of the plan belongs to it, or one of its actions states a success
    measure. Actions that were superseded count for neither.
    """
    links = links_of(plan)
    refs = tuple(links.actions)
    measured = tuple(ref for ref in refs if _is_measured(ref, links))
    unmeasured = tuple(ref for ref in refs if ref not in measured)
    idle = tuple(ref for ref in refs if all(action.stage is Stage.SUPERSEDED for action in links.actions[ref]))
    return Coverage(
        statement=_measures(measured, unmeasured) + (_actions(idle) if plan.actions else ""),
        with_measures=measured,
        without_measures=unmeasured,
        without_actions=idle,
    )


def _is_measured(ref: str, links: Links) -> bool:
    live = (action for action in links.actions[ref] if action.stage is not Stage.SUPERSEDED)
    return bool(links.kpis[ref]) or any(action.success_measure.strip() for action in live)


def _measures(measured: tuple[str, ...], unmeasured: tuple[str, ...]) -> str:
    total = len(measured) + len(unmeasured)
    if total == 0:
        return "No recommendations are listed, so there is nothing to cover."
    if total == 1:
        has = "at least one measure" if measured else "no measure"
        return f"The only recommendation, {(*measured, *unmeasured)[0]}, has {has}."
    if not unmeasured:
        return f"{_all(total)} recommendations have at least one measure."
    if not measured:
        return f"{'Neither' if total == 2 else 'None'} of the {counted(total, 'recommendation')} has a measure."
    have = "has" if len(measured) == 1 else "have"
    lack = "has" if len(unmeasured) == 1 else "have"
    return (
        f"{len(measured)} of {counted(total, 'recommendation')} {have} at least one measure; "
        f"{listed(unmeasured)} {lack} none."
    )


def _all(total: int) -> str:
    return "Both" if total == 2 else f"All {total}"


def _actions(idle: tuple[str, ...]) -> str:
    return f" No action in this plan answers {listed(idle, 'or')}." if idle else ""
