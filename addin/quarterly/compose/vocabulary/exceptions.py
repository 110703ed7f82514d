"""Exceptions in one list: indicators that are red or worse, then actions that are off track or overdue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from quarterly.compose.cells import current_cell, date_cell, status_cell, target_cell, text_cell
from quarterly.compose.material import Material, attention
from quarterly.compose.report import Cell, Row
from quarterly.compose.sections.actions import percent_cell
from quarterly.compose.sections.exceptions import action_words, is_exception, kpi_words
from quarterly.compose.vocabulary.catalogue import Kind
from quarterly.compose.vocabulary.rows import in_words, rows_noun
from quarterly.judge.judgement import ActionJudgement, KpiJudgement


def exceptions_among(
    report: Material, kpis: Iterable[KpiJudgement], actions: Iterable[ActionJudgement]
) -> Iterator[Row]:
    """Those of these indicators and actions that need attention."""
    yield from (_kpi(report, item) for item in kpis if is_exception(item))
    yield from (_action(report, item) for item in actions if attention(item))


def _kpi(report: Material, item: KpiJudgement) -> Row:
    return (
        Cell("Indicator"),
        Cell(item.ref),
        Cell(item.kpi.name),
        text_cell(item.kpi.owner),
        current_cell(item),
        in_words(target_cell(item.target, item.kpi)),
        status_cell(item.status),
        Cell(item.why),
        kpi_words(report, item),
    )


def _action(report: Material, item: ActionJudgement) -> Row:
    return (
        Cell("Action"),
        Cell(item.ref),
        Cell(item.action.text),
        text_cell("\n".join(item.action.leads)),
        percent_cell(item.reported),
        in_words(date_cell(item.action.due_in_force)),
        status_cell(item.status),
        Cell(item.why),
        action_words(report, item),
    )


EXCEPTION = rows_noun(
    "exception",
    "everything that needs attention: indicators that are red or worse, then actions that are off track or overdue",
    (
        ("kind", "Indicator or action"),
        ("ref", "Reference"),
        ("name", "Its name"),
        ("owner", "Who owns or leads it"),
        ("value", "The quarter's figure, or how much is complete", Kind.NUMBER),
        ("target", "The target, or the due date in force"),
        ("status", "Status, with its colour", Kind.STATUS),
        ("why", "Why it has that status"),
        ("commentary", "Officers' commentary, or that it is awaited"),
    ),
    lambda report: exceptions_among(report, report.judgements.kpis, report.judgements.actions),
    "No indicator is red or worse than last quarter, and no action is off track or overdue.",
)
