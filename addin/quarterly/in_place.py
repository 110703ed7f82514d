"""The report inside the officer's own workbook: put there, replaced on the next run, and taken out again."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from quarterly.ooxml import (
    REPORT,
    Edited,
    InsertResult,
    content_digest,
    host_facts,
    insert_sheets,
    plan_insert,
    plan_remove,
    remove_sheets,
)
from quarterly.request import check_reportable
from quarterly.run import Assessment, OnStep, Step, asked_template, assess, build_report, provenance_of, unwatched


class InPlaceRun(Struct, frozen=True, kw_only=True):
    """A report that was written into its workbook, and what that did to the workbook."""

    assessment: Assessment
    result: InsertResult


def run_in_place(
    path: Path,
    *,
    today: date,
    quarter: str = "",
    as_at: date | None = None,
    edited: Edited = Edited.REFUSE,
    issue: int = 1,
    template: str | Path = "",
    dry_run: bool = False,
    step: OnStep = unwatched,
) -> InPlaceRun:
    """Write the report's sheets into the workbook, in place of those of an earlier run; nothing else changes.

    The report names the hash of the workbook without the report, so the same workbook gives the same report whether or
    not an earlier one stands in it. ``edited`` says what becomes of report sheets that the officer changed by hand;
    ``issue`` is the number that the report gives of itself; ``template`` is a name or a file as in
    :func:`quarterly.run.run_report`; ``dry_run`` writes nothing.

    Raises:
        TemplateRefused: the template cannot be used.
        WorkbookRefused: the workbook cannot be read.
        RequestRefused: the quarter is unclear or still to come.
        WorkbookLocked: the workbook cannot be written, or a report sheet was changed by hand.
    """
    facts = host_facts(path)  # refuses before the work is done
    look = asked_template(template)
    found = assess(path, today=today, quarter=quarter, as_at=as_at, step=step)
    check_reportable(found.book.plan, path.name)
    source = replace(
        provenance_of(found, issue=issue, template=look), input_sha256=content_digest(path), without_report=True
    )
    book = found.book
    content = build_report(
        book.plan,
        found.judgements,
        book.problems,
        provenance=source,
        template=look,
        date_1904=facts.date_1904,
        step=step,
    )
    step(Step.WRITE)
    write = plan_insert if dry_run else insert_sheets
    return InPlaceRun(assessment=found, result=write(path, content, edited=edited))


def run_remove(
    path: Path, *, history: bool = False, edited: Edited = Edited.REFUSE, dry_run: bool = False
) -> InsertResult:
    """Take the report's sheets out of the workbook again, and with ``history`` also what was published.

    Raises:
        WorkbookRefused, WorkbookLocked: the workbook cannot be read or written.
        RequestRefused: there is nothing of Quarterly's in it, or something else uses it.
    """
    group = None if history else REPORT
    remove = plan_remove if dry_run else remove_sheets
    return remove(path, group=group, edited=edited)
