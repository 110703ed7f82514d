"""Publishing a quarter: its statuses are added to Status History in the officer's workbook."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from msgspec import Struct

from quarterly import request
from quarterly.errors import WorkbookLocked
from quarterly.judge.publishing import check_history, history_rows
from quarterly.model.context import PublishedStatus
from quarterly.model.contract import STATUS_HISTORY
from quarterly.model.periods import Calendar
from quarterly.ooxml import InsertResult, host_facts, insert_sheets, plan_insert
from quarterly.ooxml.refusals import HISTORY_REWRITTEN, SHEET_EDITED
from quarterly.read.sheet_names import match_sheets
from quarterly.render.improvement_workbook import Row, write_sheet
from quarterly.run import Assessment, OnStep, Step, assess, unwatched

HISTORY = "history"  # the group of sheets that publishing owns


class PublishRun(Struct, frozen=True, kw_only=True):
    """What was published: the rows added to Status History, and what that did to the workbook."""

    assessment: Assessment
    added: tuple[PublishedStatus, ...]
    issue: int
    result: InsertResult


class Publication(Struct, frozen=True, kw_only=True):
    """What publishing adds, before it is written: ``content`` is the sheet as it becomes, a workbook of its own.

    ``adopt`` names the officer's own history sheet, where there is one, by its name in ``content``.
    """

    assessment: Assessment
    added: tuple[PublishedStatus, ...]
    content: bytes
    adopt: Mapping[str, str]

    @property
    def issue(self) -> int:
        """Which issue of the quarter it is, counted from 1."""
        return self.added[0].issue or 1


def publication(
    path: Path, *, today: date, quarter: str = "", as_at: date | None = None, step: OnStep = unwatched
) -> Publication:
    """What would be added to Status History today; nothing is written.

    Raises:
        WorkbookRefused, WorkbookLocked: the workbook cannot be read or written.
        RequestRefused: the quarter is unclear, or nothing is new.
    """
    found = assess(path, today=today, quarter=quarter, as_at=as_at, step=step)
    plan = found.book.plan
    added = check_history(plan.history, history_rows(found.judgements, today))
    calendar = plan.settings.calendar
    if not added:
        raise request.NOTHING_TO_PUBLISH.of(quarter=calendar.label(found.judgements.quarter))
    own = match_sheets(host_facts(path).sheet_names).matches.get(STATUS_HISTORY.name)
    return Publication(
        assessment=found,
        added=added,
        content=write_sheet(STATUS_HISTORY, [_row(status, calendar) for status in (*plan.history, *added)]),
        adopt={STATUS_HISTORY.name: own} if own else {},
    )


def run_publish(
    path: Path,
    *,
    today: date,
    quarter: str = "",
    as_at: date | None = None,
    dry_run: bool = False,
    step: OnStep = unwatched,
) -> PublishRun:
    """Add the quarter's statuses to Status History, as published today. Rows that stand there are never changed.

    A quarter that was published before gets a further issue: a row for each status that is not as it was published. An
    officer's own sheet of that name becomes Quarterly's where it holds a history in Quarterly's layout and nothing
    else, as the one that ``quarterly new`` writes. ``dry_run`` writes nothing.

    Raises:
        WorkbookRefused: the workbook cannot be read.
        RequestRefused: the quarter is unclear, nothing is new, or the officer's own history would change.
        WorkbookLocked: the workbook cannot be written, or somebody changed what was published.
    """
    new = publication(path, today=today, quarter=quarter, as_at=as_at, step=step)
    step(Step.WRITE)
    write = plan_insert if dry_run else insert_sheets
    with history_explained(new, path.name):
        result = write(path, new.content, group=HISTORY, append_only=True, adopt=new.adopt)
    return PublishRun(assessment=new.assessment, added=new.added, issue=new.issue, result=result)


@contextmanager
def history_explained(new: Publication, name: str) -> Iterator[None]:
    """Say of the officer's own history that it is not laid out as ours, where the block is refused for that.

    Raises:
        RequestRefused: in place of what the block raised; ``name`` is the workbook's.
    """
    own = new.adopt.get(STATUS_HISTORY.name)
    try:
        yield
    except WorkbookLocked as error:
        if own and error.code in (HISTORY_REWRITTEN.code, SHEET_EDITED.code):
            raise request.HISTORY_NOT_OURS.of(sheet=own, name=name) from error
        raise


def _row(status: PublishedStatus, calendar: Calendar) -> Row:
    return {
        "quarter": calendar.label(status.quarter),
        "item": status.item,
        "kind": status.kind,
        "status": status.status,
        "value": status.value,
        "published_on": status.published_on,
        "due": status.due,
        "covers": calendar.label(status.covers) if status.covers else None,
        "issue": status.issue,
    }
