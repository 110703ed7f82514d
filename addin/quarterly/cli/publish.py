"""``quarterly publish``: the quarter's statuses become part of the published history."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from quarterly.cli import options, terminal


@click.command(short_help="Add the quarter's statuses to Status History.")
@options.book
@options.quarter_and_day
@click.option("--dry-run", is_flag=True, help="Say what would be added; write nothing.")
@options.as_json
def publish(*, book: Path, quarter: str, as_at: date | None, dry_run: bool, as_json: bool) -> int:
    """Add the quarter's statuses to the sheet Status History, as published today.

    The next report tells from them what changed. Rows that stand there are never changed, and every other sheet of the
    workbook stays as it is. BOOK is the improvement workbook.
    """
    from quarterly.publishing import run_publish

    with terminal.progress(steps=3) as step:
        done = run_publish(book, today=options.today(), quarter=quarter, as_at=as_at, dry_run=dry_run, step=step)
    if as_json:
        from quarterly.cli.publish_view import publish_shape

        terminal.show_json(publish_shape(done))
    else:
        from quarterly.cli.publish_view import show_publish

        show_publish(terminal.console(), done, dry_run=dry_run)
    return options.HAS_ERRORS if done.assessment.book.has_errors else options.DONE
