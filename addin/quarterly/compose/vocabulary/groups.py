"""Themes and recommendations: what is rolled up from actions and indicators."""

from __future__ import annotations

from collections.abc import Callable

from quarterly.compose.cells import BLANK, date_cell, status_cell, text_cell
from quarterly.compose.material import NO_THEME, Material
from quarterly.compose.narrative import about_theme
from quarterly.compose.report import Cell
from quarterly.compose.sections.actions import about_text
from quarterly.compose.vocabulary.actions import inside_of as actions_inside
from quarterly.compose.vocabulary.catalogue import Kind
from quarterly.compose.vocabulary.declare import Field, Inside, Noun, Told, inside
from quarterly.compose.vocabulary.exceptions import EXCEPTION, exceptions_among
from quarterly.compose.vocabulary.kpis import inside_of as kpis_inside
from quarterly.judge.judgement import RollUp
from quarterly.model.plan import Recommendation

Member = Told[RollUp]

ROLLED_UP: tuple[Field[Member], ...] = (
    Field("status", "Status: the worst colour among its items", lambda one: status_cell(one.it.status), Kind.STATUS),
    Field("why", "Why it has that status", lambda one: Cell(one.it.why)),
    Field(
        "actions.status",
        "The worst colour among its actions",
        lambda one: status_cell(one.it.action_status),
        Kind.STATUS,
    ),
    Field(
        "kpis.status",
        "The worst colour among its indicators",
        lambda one: status_cell(one.it.kpi_status),
        Kind.STATUS,
    ),
    Field("actions.count", "How many actions it has", lambda one: Cell(len(one.it.actions)), Kind.NUMBER),
    Field("kpis.count", "How many indicators it has", lambda one: Cell(len(one.it.kpis)), Kind.NUMBER),
    Field("about", "Outcome sought, lead, sub-plan and measures", lambda one: text_cell(about_text(one.it))),
)
INSIDE: tuple[Inside[RollUp], ...] = (
    *kpis_inside(lambda told: told.it.kpis),
    *actions_inside(lambda told: told.it.actions),
    inside(EXCEPTION, lambda told: exceptions_among(told.report, told.it.kpis, told.it.actions)),
)


def _asked(give: Callable[[Recommendation], Cell]) -> Callable[[Member], Cell]:
    return lambda one: BLANK if one.it.recommendation is None else give(one.it.recommendation)


def _has(refs: Callable[[Material], tuple[str, ...]]) -> Callable[[Member], bool]:
    return lambda one: one.it.ref in refs(one.report)


def _measured(report: Material) -> tuple[str, ...]:
    return report.judgements.coverage.with_measures


def _unmeasured(report: Material) -> tuple[str, ...]:
    return report.judgements.coverage.without_measures


def _idle(report: Material) -> tuple[str, ...]:
    return report.judgements.coverage.without_actions


def _coverage(one: Member) -> Cell:
    """What the coverage statement says of this recommendation."""
    measure = "has a measure" if _has(_measured)(one) else "has no measure"
    action = "no action answers it" if _has(_idle)(one) else "at least one action answers it"
    return Cell(f"It {measure}; {action}.")


RECOMMENDATION: Noun[RollUp] = Noun(
    name="recommendation",
    meaning="every recommendation, in the order of the workbook",
    members=lambda report: report.judgements.recommendations,
    key=lambda group: group.ref,
    fields=(
        Field("ref", "Reference", lambda one: Cell(one.it.ref)),
        Field("text", "The recommendation", lambda one: Cell(one.it.title)),
        Field("theme", "Theme", _asked(lambda asked: text_cell(asked.theme))),
        Field("lead", "Who leads on it", _asked(lambda asked: text_cell(asked.lead))),
        Field("outcome", "The outcome sought", _asked(lambda asked: text_cell(asked.outcome))),
        Field("sub_plan", "The plan that carries it in part", _asked(lambda asked: text_cell(asked.sub_plan))),
        Field("source", "Who made it", _asked(lambda asked: text_cell(asked.origin))),
        Field("date", "When it was made", _asked(lambda asked: date_cell(asked.made_on)), Kind.DATE),
        *ROLLED_UP,
        Field("coverage", "Whether it has a measure and an action", _coverage),
    ),
    inside=INSIDE,
    empty="The workbook lists no recommendations.",
)
NARROWED: tuple[Noun[RollUp], ...] = (
    RECOMMENDATION.narrowed(
        "unmeasured_recommendation",
        "recommendations without a measure",
        "No recommendation is without a measure.",
        _has(_unmeasured),
    ),
    RECOMMENDATION.narrowed(
        "idle_recommendation",
        "recommendations that no action answers",
        "No recommendation is without an action.",
        _has(_idle),
    ),
)


def _of_theme(told: Member) -> tuple[RollUp, ...]:
    """The recommendations of a theme: those made for it, and those that an action of it answers."""
    refs = {action.ref for action in told.it.actions}
    return tuple(
        group
        for group in told.report.judgements.recommendations
        if _is_for(group, told.it.ref) or refs & _answers(group)
    )


def _is_for(group: RollUp, theme: str) -> bool:
    asked = group.recommendation
    return asked is not None and (asked.theme or NO_THEME) == theme


def _answers(group: RollUp) -> set[str]:
    return {action.ref for action in group.actions}


THEME: Noun[RollUp] = Noun(
    name="theme",
    meaning="every theme, in the order of first mention",
    members=lambda report: report.judgements.themes,
    key=lambda theme: theme.ref,
    fields=(
        Field("name", "Name", lambda one: Cell(one.it.title)),
        *ROLLED_UP,
        Field("draft", "The drafted sentences", lambda one: text_cell(about_theme(one.report, one.it).draft)),
        Field(
            "text", "Officers' commentary, else the draft", lambda one: text_cell(about_theme(one.report, one.it).text)
        ),
    ),
    inside=(*INSIDE, *(inside(noun, _of_theme) for noun in (RECOMMENDATION, *NARROWED))),
    empty="The workbook names no themes.",
)
