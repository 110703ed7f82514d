"""The status of recommendations and themes, rolled up from their actions and indicators by one stated rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from quarterly.judge.judgement import ActionJudgement, KpiJudgement, RollUp, Status, worst
from quarterly.judge.links import links_of
from quarterly.judge.wording import counted
from quarterly.model.plan import Plan, Recommendation

RULE_SENTENCE = (
    "A recommendation or theme takes the worst colour among its actions and KPIs. Items without a colour do not count. "
    "It is blue only where everything that counts is blue and no action is left to do."
)

NO_THEME = "No theme"
MOST_NAMED = 8  # items named in a reason; more are counted

_SETTLED = (Status.BLUE, Status.SUPERSEDED)  # actions with nothing left to do
_ACTION_WORDS = {
    Status.BLUE: "complete and evidenced",
    Status.GREEN: "on track or complete",
    Status.AMBER: "to be monitored",
    Status.RED: "off track",
}

Actions = tuple[ActionJudgement, ...]
Kpis = tuple[KpiJudgement, ...]


def recommendation_roll_ups(plan: Plan, actions: Actions, kpis: Kpis) -> tuple[RollUp, ...]:
    """One roll-up for each recommendation, in the order of the plan; an item may count in several."""
    links = links_of(plan)
    return tuple(
        roll_up(
            ref=recommendation.ref,
            title=recommendation.text,
            actions=tuple(each for each in actions if recommendation.ref in each.action.recommendations),
            kpis=tuple(each for each in kpis if each.ref in links.kpis[recommendation.ref]),
            recommendation=recommendation,
        )
        for recommendation in plan.recommendations
    )


def theme_roll_ups(plan: Plan, actions: Actions, kpis: Kpis) -> tuple[RollUp, ...]:
    """One roll-up for each theme, in the order of first mention; items without one come last, under "No theme"."""
    links = links_of(plan)
    of_actions = [each.theme or links.theme_of(each.action) or NO_THEME for each in actions]
    of_kpis = [links.theme_of(each.kpi) or NO_THEME for each in kpis]
    homeless = (NO_THEME,) if NO_THEME in (*of_actions, *of_kpis) else ()
    return tuple(
        roll_up(
            ref=name,
            title=name,
            actions=tuple(each for each, theme in zip(actions, of_actions, strict=True) if theme == name),
            kpis=tuple(each for each, theme in zip(kpis, of_kpis, strict=True) if theme == name),
        )
        for name in dict.fromkeys((*plan.themes, *homeless))
    )


def roll_up(
    *, ref: str, title: str, actions: Actions, kpis: Kpis, recommendation: Recommendation | None = None
) -> RollUp:
    """The worst colour among the items, with the counts and the references behind it."""
    status = _status(actions, kpis)
    return RollUp(
        ref=ref,
        title=title,
        status=status,
        reason=_why(status, actions, kpis),
        not_counted=_not_counted(actions, kpis),
        actions=actions,
        kpis=kpis,
        action_status=_status(actions, ()),
        kpi_status=_status((), kpis),
        recommendation=recommendation,
    )


def _worst(actions: Actions, kpis: Kpis) -> Status | None:
    return worst((*(action.status for action in actions), *(kpi.status for kpi in kpis)))


def _status(actions: Actions, kpis: Kpis) -> Status | None:
    status = _worst(actions, kpis)
    if status is Status.BLUE and _left_to_do(actions):
        return Status.GREEN
    return status


def _left_to_do(actions: Actions) -> bool:
    return any(action.status not in _SETTLED for action in actions)


def _why(status: Status | None, actions: Actions, kpis: Kpis) -> str:
    if status is None:
        return _why_none(actions, kpis)
    if status is Status.GREEN and _worst(actions, kpis) is Status.BLUE:
        done = sum(action.status is Status.BLUE for action in actions)
        return (
            f"Green: {_of(done, len(actions), 'action')} complete and evidenced, but blue only when none is left to do."
        )
    clauses = (_clause(status, actions, "action"), _clause(status, kpis, "KPI"))
    behind = " and ".join(text for text, at_status in clauses if at_status)
    beside = "".join(f"; {text}" for text, at_status in clauses if text and not at_status)
    return f"{status}: {behind}{beside}."


def _why_none(actions: Actions, kpis: Kpis) -> str:
    present = [counted(len(items), noun) for items, noun in ((actions, "action"), (kpis, "KPI")) if items]
    if not present:
        return "Not rated: no action and no KPI belongs to it."
    return f"Not rated: it has {' and '.join(present)}, without a colour."


def _clause(status: Status, items: Actions | Kpis, noun: str) -> tuple[str, bool]:
    """What the items of one sort say, and whether any of them has the status."""
    rated = [item for item in items if item.status.is_rated]
    here = [item.ref for item in rated if item.status is status]
    sort = noun if len(rated) == len(items) else f"rated {noun}"
    if here:
        word = _ACTION_WORDS[status] if noun == "action" else status.value.lower()
        named = "" if status in (Status.GREEN, Status.BLUE) else f" ({_named(here)})"
        return f"{_of(len(here), len(rated), sort)} {word}{named}", True
    lowest = worst(tuple(item.status for item in rated))
    if lowest is None:
        return "", False
    whose = f"the only {sort}" if len(rated) == 1 else f"the worst of {counted(len(rated), sort)}"
    return f"{whose} is {lowest.value.lower()}", False


def _of(part: int, whole: int, noun: str) -> str:
    """ "1 of 6 actions is", "all 6 actions are", "both actions are", "the only action is"."""
    if whole == 1:
        return f"the only {noun} is"
    if part == whole:
        return f"both {noun}s are" if whole == 2 else f"all {counted(whole, noun)} are"
    return f"{part} of {counted(whole, noun)} {'is' if part == 1 else 'are'}"


def _not_counted(actions: Actions, kpis: Kpis) -> str:
    items: Iterable[ActionJudgement | KpiJudgement] = (*actions, *kpis)
    unrated = [(item.ref, item.status.value.lower()) for item in items if not item.status.is_rated]
    if len(unrated) <= MOST_NAMED:
        said = [f"{ref} ({status})" for ref, status in unrated]
    else:
        said = [f"{count:,} {status}" for status, count in Counter(status for _, status in unrated).items()]
    return f"Not counted: {', '.join(said)}." if said else ""


def _named(refs: Sequence[str]) -> str:
    """ "A1, A4", and how many more where there are too many to name."""
    rest = len(refs) - MOST_NAMED
    return f"{', '.join(refs[:MOST_NAMED])}{f' and {rest:,} more' if rest > 0 else ''}"
