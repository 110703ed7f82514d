"""What publishing a quarter adds to Status History. The history only ever grows: nothing in it is rewritten."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from msgspec.structs import replace

from quarterly.judge.changes import in_issue_order
from quarterly.judge.judgement import ActionJudgement, Judgements, KpiJudgement
from quarterly.model.context import PublishedStatus
from quarterly.model.figures import rounded
from quarterly.model.periods import Period


def history_rows(judgements: Judgements, published_on: date) -> tuple[PublishedStatus, ...]:
    """Every status of the quarter as Status History keeps it: indicators first, then actions, in the plan's order.

    An indicator's value is the one that the report shows, at its decimals, with the period that it covers; an action's
    is its % complete, with the due date in force.
    """
    kpis = (_kpi_row(item, judgements.quarter, published_on) for item in judgements.kpis)
    actions = (_action_row(item, judgements.quarter, published_on) for item in judgements.actions)
    return (*kpis, *actions)


def _kpi_row(item: KpiJudgement, quarter: Period, published_on: date) -> PublishedStatus:
    value = None if item.value is None else float(rounded(item.value, item.kpi.decimals))
    return PublishedStatus(
        quarter=quarter,
        item=item.ref,
        kind="KPI",
        status=item.status.value,
        value=value,
        published_on=published_on,
        covers=None if value is None else item.period,
        issue=1,
    )


def _action_row(item: ActionJudgement, quarter: Period, published_on: date) -> PublishedStatus:
    return PublishedStatus(
        quarter=quarter,
        item=item.ref,
        kind="Action",
        status=item.status.value,
        value=item.reported,
        published_on=published_on,
        due=item.action.due_in_force,
        issue=1,
    )


def check_history(earlier: Iterable[PublishedStatus], rows: tuple[PublishedStatus, ...]) -> tuple[PublishedStatus, ...]:
    """The rows of ``rows`` to append to ``earlier``, with their issue; none where nothing new was said.

    The first time a quarter is published, all of them: issue 1. After that only those that say something else than the
    latest row for the item, as one further issue. Rows for a quarter that was published before are never changed.
    """
    said: dict[tuple[Period, str, str], PublishedStatus] = {}
    issues: dict[Period, int] = {}
    for row in in_issue_order(earlier):
        said[_item(row)] = row
        issues[row.quarter] = max(issues.get(row.quarter, 0), row.issue or 1)
    return tuple(
        replace(row, issue=issues.get(row.quarter, 0) + 1)
        for row in rows
        if _item(row) not in said or not _says_the_same(said[_item(row)], row)
    )


def _item(row: PublishedStatus) -> tuple[Period, str, str]:
    return row.quarter, row.kind.casefold(), row.item.casefold()


def _says_the_same(then: PublishedStatus, now: PublishedStatus) -> bool:
    """Whether two rows publish the same. What files of earlier versions did not hold makes no difference."""
    return (
        then.status.casefold() == now.status.casefold()
        and (then.value == now.value or (then.value is None and now.kind == "Action"))
        and then.due in (None, now.due)
        and then.covers in (None, now.covers)
    )
