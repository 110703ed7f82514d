"""What ``--json`` prints of changes: since the last report, and by new rules."""

from __future__ import annotations

from quarterly.cli.record_shapes import Json, cell, day, period_shape, rule_shape
from quarterly.judge.judgement import Difference
from quarterly.judge.since import Changes, Item, Move, Redated, Restated
from quarterly.model.context import CommitteeItem
from quarterly.model.periods import Calendar
from quarterly.model.rules import RuleChange


def changes_shape(changes: Changes, calendar: Calendar) -> Json:
    """What changed since the last report, or the sentence that none is known."""
    return {
        "statement": changes.statement,
        "quarter": period_shape(changes.quarter, calendar),
        "published_on": day(changes.published_on),
        "moves": [_move(one) for one in changes.moves],
        "redated": [_redated(one) for one in changes.redated],
        "restated": [_restated(one, calendar) for one in changes.restated],
        "new": [_item(one) for one in changes.new],
        "closed": [_item(one) for one in changes.closed],
        "gone": [_item(one) for one in changes.gone],
        "answered": [_answered(one) for one in changes.answered],
        "unknown": list(changes.unknown),
    }


def _move(move: Move) -> Json:
    return {
        "kind": move.kind,
        "ref": move.ref,
        "name": move.name,
        "course": str(move.course),
        "from": move.then,
        "to": str(move.now),
        "figure_from": move.figure_then,
        "figure_to": move.figure_now,
        "why": move.why,
        "by_rule": move.by_rule or None,
    }


def _redated(one: Redated) -> Json:
    return {
        "ref": one.ref,
        "name": one.name,
        "from": day(one.then),
        "to": day(one.now),
        "days": one.days,
        "why": one.why,
    }


def _restated(one: Restated, calendar: Calendar) -> Json:
    return {
        "ref": one.ref,
        "name": one.name,
        "period": period_shape(one.period, calendar),
        "old": one.old,
        "new": one.new,
        "first_published": day(one.first_published),
        "why": one.why,
    }


def _item(item: Item) -> Json:
    return {"kind": item.kind, "ref": item.ref, "name": item.name or None, "why": item.why}


def _answered(item: CommitteeItem) -> Json:
    return {
        "ref": item.ref,
        "body": item.body or None,
        "request": item.request or None,
        "response": item.response or None,
        "closed_on": day(item.closed_on),
        "at": cell(item.source.cell("closed_on")),
    }


def rule_change_shape(change: RuleChange, calendar: Calendar) -> Json:
    """A RAG rule that starts in the quarter; without ``kpis`` it is for all that name none of their own."""
    return {
        "since": period_shape(change.since, calendar),
        "rule": rule_shape(change.rule),
        "kpis": list(change.kpis),
        "reason": change.reason or None,
        "at": cell(change.source.cell("since")),
    }


def difference_shape(one: Difference, calendar: Calendar) -> Json:
    """A status that comes out otherwise by the new rules than by those before."""
    return {
        "ref": one.ref,
        "kind": one.kind,
        "name": one.name,
        "quarter": period_shape(one.quarter, calendar),
        "from": str(one.earlier),
        "to": str(one.later),
        "published": one.published or None,
        "why": one.why,
    }
