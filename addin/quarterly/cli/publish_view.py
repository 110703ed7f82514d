"""What was published, for people and for programs."""

from __future__ import annotations

from rich.console import Console

from quarterly import __version__
from quarterly.cli.record_shapes import Json, day, period_shape
from quarterly.cli.shapes import book_shape
from quarterly.cli.terminal import say
from quarterly.compose.words import counted, listed
from quarterly.publishing import PublishRun


def publish_shape(done: PublishRun) -> Json:
    """The result of ``quarterly publish``."""
    found = done.assessment
    calendar = found.book.plan.settings.calendar
    return {
        "version": __version__,
        "workbook": book_shape(found.book),
        "quarter": period_shape(found.judgements.quarter, calendar),
        "as_at": day(found.judgements.as_at),
        "issue": done.issue,
        "published_on": day(done.added[0].published_on),
        "added": [{"kind": row.kind, "item": row.item, "status": row.status, "value": row.value} for row in done.added],
        "written": done.result.written,
        "backup": str(done.result.backup) if done.result.backup else None,
        "warnings": [warned.text for warned in done.result.warnings],
    }


def show_publish(console: Console, done: PublishRun, *, dry_run: bool) -> None:
    """How many statuses were added, and where the workbook as it was before is kept."""
    found = done.assessment
    quarter = found.book.plan.settings.calendar.label(found.judgements.quarter)
    kinds = {kind: sum(row.kind == kind for row in done.added) for kind in ("KPI", "Action")}
    words = listed([counted(number, kind.replace("Action", "action")) for kind, number in kinds.items() if number])
    verb = "Would be added" if dry_run else "Added"
    (sheet,) = done.result.sheets
    say(console, f'{verb} to "{sheet.name}": {quarter}, issue {done.issue}, with {words}.')
    for warned in done.result.warnings:
        say(console, f"Please note: {warned.text}")
    if done.result.backup:
        console.print(f"The workbook as it was before: {done.result.backup}", soft_wrap=True)
