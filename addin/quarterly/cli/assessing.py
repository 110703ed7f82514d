"""``quarterly check`` and ``quarterly status``: what a workbook says, and what is wrong with it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from quarterly.cli import options, terminal


@click.command(short_help="List every problem of a workbook, with its cell.")
@options.book
@click.option("--all", "everything", is_flag=True, help="List every problem, however many there are of a kind.")
@options.as_json
def check(*, book: Path, everything: bool, as_json: bool) -> int:
    """Check a workbook: every problem with its sheet, its cell and how to put it right.

    Nothing is written. BOOK is the improvement workbook.
    """
    from quarterly.run import assess

    with terminal.progress(steps=2) as step:
        found = assess(book, today=options.today(), step=step)
    if as_json:
        from quarterly.cli.shapes import check_shape

        terminal.show_json(check_shape(found))
    else:
        from quarterly.cli.tables import show_check

        show_check(terminal.console(), found, everything=everything)
    return options.HAS_ERRORS if found.book.has_errors else options.DONE


@click.command(short_help="Show the status of every indicator and action.")
@options.book
@options.quarter_and_day
@click.option("--all", "everything", is_flag=True, help="List actions that are on track or complete too.")
@options.as_json
def status(*, book: Path, quarter: str, as_at: date | None, everything: bool, as_json: bool) -> int:
    """Show the status of every indicator and action for a quarter, each with its reason.

    Nothing is written. BOOK is the improvement workbook.
    """
    from quarterly.run import assess

    with terminal.progress(steps=2) as step:
        found = assess(book, today=options.today(), quarter=quarter, as_at=as_at, step=step)
    if as_json:
        from quarterly.cli.shapes import status_shape

        terminal.show_json(status_shape(found))
    else:
        from quarterly.cli.tables import show_status

        show_status(terminal.console(), found, everything=everything)
    return options.HAS_ERRORS if found.book.has_errors else options.DONE
