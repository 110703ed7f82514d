"""Actions: everything that a report says of one, and the lists of those that matter for a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from quarterly.compose.cells import BLANK, date_cell, status_cell, text_cell
from quarterly.compose.material import attention
from quarterly.compose.report import Cell
from quarterly.compose.sections.actions import due_cell, is_loose, percent_cell, progress_text
from quarterly.compose.sections.exceptions import action_words
from quarterly.compose.vocabulary.catalogue import Kind
from quarterly.compose.vocabulary.declare import Field, Inside, Noun, Told, inside
from quarterly.compose.vocabulary.kpis import inside_of as kpis_inside
from quarterly.judge.action import EVIDENCE_AWAITED
from quarterly.judge.completion import SET_ASIDE, completion_of
from quarterly.judge.judgement import ActionJudgement, KpiJudgement, Status

T = TypeVar("T")
Member = Told[ActionJudgement]


def _linked(told: Member) -> Sequence[KpiJudgement]:
    """The indicators that the action names, in its own order."""
    known = {item.ref: item for item in told.report.judgements.kpis}
    return [known[ref] for ref in told.it.action.kpis if ref in known]


def _days(number: int) -> Cell:
    return Cell(number) if number else BLANK


PLANNED: tuple[Field[Member], ...] = (
    Field("ref", "Reference", lambda one: Cell(one.it.ref)),
    Field("text", "The action", lambda one: text_cell(one.it.action.text)),
    Field("lead", "Who leads it, a line each", lambda one: text_cell("\n".join(one.it.action.leads))),
    Field("theme", "Theme", lambda one: text_cell(one.it.theme)),
    Field(
        "recommendations",
        "References of its recommendations",
        lambda one: text_cell(", ".join(one.it.action.recommendations)),
    ),
    Field("kpis", "References of its indicators", lambda one: text_cell(", ".join(one.it.action.kpis))),
    Field("depends_on", "References of what it waits for", lambda one: text_cell(", ".join(one.it.action.depends_on))),
    Field("success_measure", "How its success is measured", lambda one: text_cell(one.it.action.success_measure)),
    Field("start", "When it starts", lambda one: date_cell(one.it.action.start), Kind.DATE),
    Field("due", "The due date first agreed, or Ongoing", lambda one: due_cell(one.it), Kind.DATE),
    Field("revised_due", "The revised due date", lambda one: date_cell(one.it.action.revised_due), Kind.DATE),
    Field("due_now", "The due date in force", lambda one: date_cell(one.it.action.due_in_force), Kind.DATE),
)
STANDING: tuple[Field[Member], ...] = (
    Field("complete", "How much is complete, in percent", lambda one: percent_cell(one.it.reported), Kind.NUMBER),
    Field("expected", "How much was to be expected by now", lambda one: percent_cell(one.it.expected), Kind.NUMBER),
    Field("status", "Status, with its colour", lambda one: status_cell(one.it.status), Kind.STATUS),
    Field("status.words", "Status in words, such as On track or Off track", lambda one: text_cell(one.it.label)),
    Field("declared", "The colour that was declared", lambda one: text_cell(str(one.it.declared or ""))),
    Field("worked_out", "The colour by dates and progress", lambda one: status_cell(one.it.computed), Kind.STATUS),
    Field(
        "override_reason",
        "Why the declared colour stands in place of the one worked out",
        lambda one: text_cell(one.it.action.override_reason),
    ),
    Field("why", "Why it has that status", lambda one: Cell(one.it.why)),
    Field("overdue", "Days past the due date in force", lambda one: _days(one.it.overdue), Kind.NUMBER),
    Field("slippage", "Days since the due date first agreed", lambda one: _days(one.it.slippage), Kind.NUMBER),
    Field("completed_on", "When it was completed", lambda one: date_cell(one.it.action.completed_on), Kind.DATE),
    Field(
        "evidenced_on", "When its effect was evidenced", lambda one: date_cell(one.it.action.evidenced_on), Kind.DATE
    ),
)
WORDS: tuple[Field[Member], ...] = (
    Field("progress", "Progress, in the officer's words", lambda one: text_cell(one.it.action.progress)),
    Field("next_steps", "Next steps, in the officer's words", lambda one: text_cell(one.it.action.next_steps)),
    Field("progress_and_next", "Progress, then next steps", lambda one: text_cell(progress_text(one.it))),
    Field(
        "commentary",
        "Officers' commentary, else progress and next steps, or that words are awaited",
        lambda one: action_words(one.report, one.it),
    ),
)

ACTION: Noun[ActionJudgement] = Noun(
    name="action",
    meaning="every action, in the order of the plan",
    members=lambda report: report.judgements.actions,
    key=lambda item: item.ref,
    fields=(*PLANNED, *STANDING, *WORDS),
    inside=kpis_inside(_linked),
    empty="There are no actions.",
)


def _is(*statuses: Status) -> Callable[[Member], bool]:
    return lambda one: one.it.status in statuses


def _finished(one: Member) -> bool:
    return completion_of(one.it.action, one.report.judgements.as_at).finished


def _evidence_awaited(one: Member) -> bool:
    return one.it.label == EVIDENCE_AWAITED


def _open(one: Member) -> bool:
    return not _finished(one) and one.it.action.stage not in SET_ASIDE


def _coming(one: Member) -> bool:
    """Due from the as-at date to the end of the quarter after the one reported."""
    judged, due = one.report.judgements, one.it.action.due_in_force
    return due is not None and judged.as_at <= due <= judged.quarter.next().end and _open(one)


NARROWED: tuple[Noun[ActionJudgement], ...] = (
    ACTION.narrowed(
        "exception_action",
        "actions that are off track or overdue",
        "No action is off track or overdue.",
        lambda one: attention(one.it),
    ),
    ACTION.narrowed("overdue_action", "overdue actions", "No action is overdue.", lambda one: one.it.overdue > 0),
    ACTION.narrowed("red_action", "red actions", "No action is red.", _is(Status.RED)),
    ACTION.narrowed("amber_action", "amber actions", "No action is amber.", _is(Status.AMBER)),
    ACTION.narrowed(
        "slipped_action",
        "actions that finish or finished later than first agreed",
        "No action has slipped.",
        lambda one: one.it.slippage > 0,
    ),
    ACTION.narrowed("finished_action", "finished actions", "No action is finished.", _finished),
    ACTION.narrowed(
        "evidence_action",
        "actions that are complete but not yet evidenced",
        "No action awaits evidence.",
        _evidence_awaited,
    ),
    ACTION.narrowed(
        "open_action",
        "actions that are neither finished nor set aside",
        "No action is left to do.",
        _open,
    ),
    ACTION.narrowed(
        "coming_action",
        "actions that fall due by the end of next quarter",
        "No action falls due by the end of next quarter.",
        _coming,
    ),
    ACTION.narrowed(
        "loose_action",
        "actions that answer no recommendation",
        "No action is without a recommendation.",
        lambda one: is_loose(one.report, one.it),
    ),
)
"""The lists that a page needs of some actions, because a template has no logic of its own."""


def inside_of(of: Callable[[Told[T]], Sequence[ActionJudgement]]) -> tuple[Inside[T], ...]:
    """The actions, and each narrower list of them, that belong to a member of another list."""
    return tuple(inside(noun, of) for noun in (ACTION, *NARROWED))
