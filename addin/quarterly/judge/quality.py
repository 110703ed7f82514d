"""The quality of the plan itself: what is missing, unlinked or in the wrong order, each at its cell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from quarterly.judge.completion import completion_of
from quarterly.judge.dependencies import dependency_cycles, later_dependencies
from quarterly.judge.links import Links, links_of
from quarterly.model.kpi import Kpi, Polarity
from quarterly.model.periods import date_label
from quarterly.model.plan import Action, Plan, Recommendation, Stage
from quarterly.model.problems import Problem, ProblemKind, Severity
from quarterly.model.rules import RuleFamily, Rules

ACTION_WITHOUT_OWNER = ProblemKind(
    "action-without-owner",
    Severity.WARNING,
    "The action has no owner.",
    "Name who does {ref} in Lead.",
)
ACTION_WITHOUT_DATE = ProblemKind(
    "action-without-date",
    Severity.WARNING,
    "The action has no due date.",
    "Give {ref} a due date, or write Ongoing where there is none by design.",
)
ACTION_WITHOUT_MEASURE = ProblemKind(
    "action-without-measure",
    Severity.WARNING,
    "The action has neither a success measure nor a KPI, so nothing will show that it worked.",
    "Say in Success measure how you will know that {ref} has worked, or name a KPI in KPIs.",
)
ACTION_WITHOUT_RECOMMENDATION = ProblemKind(
    "action-without-recommendation",
    Severity.WARNING,
    "The action answers no recommendation.",
    "Name the recommendation that {ref} answers in Recommendation.",
)
ACTION_AFTER_PLAN_END = ProblemKind(
    "action-after-plan-end",
    Severity.WARNING,
    "The action is due after the plan ends.",
    "Bring {ref} forward to {plan_end} or earlier, or move Plan end on the Settings sheet.",
)
ACTION_NOT_EVIDENCED = ProblemKind(
    "action-not-evidenced",
    Severity.WARNING,
    "The action is complete but not evidenced, so it is green and not blue.",
    "Enter in Evidenced on when somebody saw the evidence for {ref}.",
)
DEPENDENCY_LATER = ProblemKind(
    "dependency-later",
    Severity.WARNING,
    "The action depends on one that is due after it.",
    "Move {ref} to {other_due} or later, or bring {other} forward to {due}.",
)
DEPENDENCY_CYCLE = ProblemKind(
    "dependency-cycle",
    Severity.WARNING,
    "Actions depend on one another in a circle, so none of them can come first.",
    "Take one of these references out of Depends on.",
)
RECOMMENDATION_WITHOUT_ACTION = ProblemKind(
    "recommendation-without-action",
    Severity.WARNING,
    "No action answers the recommendation.",
    "Add an action for {ref} to the plan, or name the sub-plan that carries it in Sub-plan.",
)
RECOMMENDATION_IN_SUB_PLAN = ProblemKind(
    "recommendation-in-sub-plan",
    Severity.NOTE,
    "Another plan carries part of the recommendation; what happens there is not in this report.",
    "Report the progress of that plan on {ref} beside this one.",
)
KPI_WITHOUT_OWNER = ProblemKind(
    "kpi-without-owner",
    Severity.WARNING,
    "The KPI has no owner.",
    "Name who answers for {ref} in Owner.",
)
KPI_WITHOUT_TARGET = ProblemKind(
    "kpi-without-target",
    Severity.WARNING,
    "The KPI has no target, so it cannot be given a colour.",
    "Enter a target for {ref} (Low and High for a range), or set Good is to Information if it is not to be rated.",
)
KPI_WITHOUT_BASELINE = ProblemKind(
    "kpi-without-baseline",
    Severity.NOTE,
    "The KPI has no baseline, so change since the start of the plan cannot be shown.",
    "Enter in Baseline where {ref} stood at the start.",
)
KPI_YEAR_TARGET = ProblemKind(
    "kpi-year-target",
    Severity.WARNING,
    "The KPI counts up over the year and is held against the target for the whole year, so it is short of it until the "
    "year is nearly over.",
    "Enter on the sheet Targets what {ref} should have reached by each quarter, or give it the RAG rule Medway, which "
    "asks whether the target can still be reached.",
)
KPI_UNLINKED = ProblemKind(
    "kpi-unlinked",
    Severity.WARNING,
    "The KPI belongs to no recommendation and no action.",
    "Name a recommendation for {ref} in Recommendation, or name {ref} in an action's KPIs.",
)

QUALITY_KINDS: tuple[ProblemKind, ...] = (
    ACTION_WITHOUT_OWNER,
    ACTION_WITHOUT_DATE,
    ACTION_WITHOUT_MEASURE,
    ACTION_WITHOUT_RECOMMENDATION,
    ACTION_AFTER_PLAN_END,
    ACTION_NOT_EVIDENCED,
    DEPENDENCY_LATER,
    DEPENDENCY_CYCLE,
    RECOMMENDATION_WITHOUT_ACTION,
    RECOMMENDATION_IN_SUB_PLAN,
    KPI_WITHOUT_OWNER,
    KPI_WITHOUT_TARGET,
    KPI_WITHOUT_BASELINE,
    KPI_YEAR_TARGET,
    KPI_UNLINKED,
)
"""Every sort of finding about the quality of a plan."""

_OWN_STANDARD = (RuleFamily.ABSOLUTE, RuleFamily.ZERO, RuleFamily.INFORMATION)
"""Rules that state their own limits, or none, so that no target is needed."""


def plan_findings(plan: Plan, *, on: date) -> tuple[Problem, ...]:
    """Everything about the plan that a critical reader would ask to be put right, in the order of its sheets.

    Actions that were superseded are passed over. Links are asked for only where the workbook has the sheets to link
    to: a plan without recommendations is not told that its actions answer none.
    """
    links = links_of(plan)
    live = tuple(action for action in plan.actions if action.stage is not Stage.SUPERSEDED)
    linked = {ref for action in live for ref in action.kpis} if plan.actions or plan.recommendations else None
    return (
        *(problem for item in plan.recommendations for problem in _of_recommendation(item, links, bool(plan.actions))),
        *(problem for action in live for problem in _of_action(action, plan, on)),
        *_of_dependencies(live, on),
        *(problem for kpi in plan.kpis for problem in _of_kpi(kpi, linked, plan.settings.rules)),
    )


def _of_recommendation(recommendation: Recommendation, links: Links, has_actions: bool) -> Iterator[Problem]:
    ref, source = recommendation.ref, recommendation.source
    if recommendation.sub_plan:
        yield RECOMMENDATION_IN_SUB_PLAN.at(source.cell("sub_plan"), recommendation.sub_plan, ref=ref)
    elif has_actions and all(action.stage is Stage.SUPERSEDED for action in links.actions[ref]):
        yield RECOMMENDATION_WITHOUT_ACTION.at(source.cell("ref"), ref, ref=ref)


def _of_action(action: Action, plan: Plan, on: date) -> Iterator[Problem]:
    yield from _missing_from_action(action, bool(plan.recommendations))
    ref, due, plan_end = action.ref, action.due_in_force, plan.settings.plan_end
    completion = completion_of(action, on)
    if completion.finished:
        if completion.evidenced_on is None:
            yield ACTION_NOT_EVIDENCED.at(action.source.cell("evidenced_on"), ref=ref)
    elif due and plan_end and due > plan_end:
        field = "revised_due" if action.revised_due else "due"
        yield ACTION_AFTER_PLAN_END.at(
            action.source.cell(field), date_label(due), ref=ref, plan_end=date_label(plan_end)
        )


def _missing_from_action(action: Action, has_recommendations: bool) -> Iterator[Problem]:
    undated = action.due_in_force is None and not action.ongoing and action.stage is not Stage.DEFERRED
    missing = (
        (not action.leads, ACTION_WITHOUT_OWNER, "leads"),
        (undated, ACTION_WITHOUT_DATE, "due"),
        (not (action.success_measure.strip() or action.kpis), ACTION_WITHOUT_MEASURE, "success_measure"),
        (has_recommendations and not action.recommendations, ACTION_WITHOUT_RECOMMENDATION, "recommendations"),
    )
    return (kind.at(action.source.cell(field), ref=action.ref) for found, kind, field in missing if found)


def _of_dependencies(actions: tuple[Action, ...], on: date) -> Iterator[Problem]:
    by_ref = {action.ref: action for action in actions}
    for late in later_dependencies(actions, on):
        yield DEPENDENCY_LATER.at(
            late.action.source.cell("depends_on"),
            late.other.ref,
            ref=late.action.ref,
            due=date_label(late.due),
            other=late.other.ref,
            other_due=date_label(late.other_due),
        )
    for cycle in dependency_cycles(actions):
        yield DEPENDENCY_CYCLE.at(by_ref[cycle[0]].source.cell("depends_on"), ", ".join(cycle))


def _of_kpi(kpi: Kpi, linked: set[str] | None, rules: Rules) -> Iterator[Problem]:
    """``linked`` are the references that actions name; ``None`` where there is nothing to link to."""
    rated = kpi.polarity is not Polarity.INFORMATION
    target = "low" if kpi.polarity is Polarity.RANGE else "target"
    unlinked = linked is not None and not kpi.recommendations and kpi.ref not in linked
    missing = (
        (not kpi.owner.strip(), KPI_WITHOUT_OWNER, "owner"),
        (rated and not _has_target(kpi), KPI_WITHOUT_TARGET, target),
        (rated and kpi.baseline is None, KPI_WITHOUT_BASELINE, "baseline"),
        (_is_held_against_the_year(kpi, rules), KPI_YEAR_TARGET, "target"),
        (unlinked, KPI_UNLINKED, "recommendations"),
    )
    return (kind.at(kpi.source.cell(field), ref=kpi.ref) for found, kind, field in missing if found)


def _is_held_against_the_year(kpi: Kpi, rules: Rules) -> bool:
    """Whether a count of the year so far has to reach the whole year's target from the first month on."""
    if not kpi.adds_up_over_year or kpi.polarity is not Polarity.HIGH or not any(each.value for each in kpi.targets):
        return False
    by_quarter = any(each.since and each.since.start.month != kpi.calendar.first_month for each in kpi.targets)
    return not by_quarter and (kpi.rule or rules.default).family is not RuleFamily.IN_YEAR


def _has_target(kpi: Kpi) -> bool:
    """Whether there is a target, if only in words; what words could not be understood is the reader's to say."""
    stated = any(
        target.value is not None or target.low is not None or target.high is not None for target in kpi.targets
    )
    return stated or bool(kpi.target_words) or (kpi.rule is not None and kpi.rule.family in _OWN_STANDARD)
