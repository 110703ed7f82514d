"""``quarterly report`` and ``quarterly demo``: the report itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quarterly.cli import options, terminal

if TYPE_CHECKING:
    from quarterly.run import ReportRun


@click.command(short_help="Make the quarterly report.")
@options.book
@options.quarter_and_day
@click.option(
    "--output",
    type=options.BookPath(),
    metavar="FILE",
    help="Where to write the report: a file, or a folder. Default: beside the workbook.",
)
@click.option("--force", is_flag=True, help="Replace a file of that name, whatever it is.")
@options.as_json
def report(*, book: Path, quarter: str, as_at: date | None, output: Path | None, force: bool, as_json: bool) -> int:
    """Make the quarterly report as an Excel workbook.

    BOOK is the improvement workbook; it is never changed.
    """
    from quarterly.run import run_report

    with terminal.progress(steps=5) as step:
        done = run_report(
            book, today=options.today(), quarter=quarter, as_at=as_at, output=output, force=force, step=step
        )
    return _show(done, as_json=as_json)


@click.command(short_help="Make a report from a sample workbook.")
@click.option(
    "--output-dir",
    type=click.Path(path_type=Path),
    default=".",
    metavar="FOLDER",
    help="Where to put the sample workbook and its report. Default: this folder.",
)
@options.as_json
def demo(*, output_dir: Path, as_json: bool) -> int:
    """Make a report from the sample workbook of a fictional council, to see what Quarterly does."""
    from quarterly.starting import run_demo

    with terminal.progress(steps=5) as step:
        done = run_demo(output_dir, today=options.today(), step=step)
    _show(done, as_json=as_json)
    return options.DONE  # the sample holds mistakes on purpose, so its errors are not the person's


def _show(done: ReportRun, *, as_json: bool) -> int:
    if as_json:
        from quarterly.cli.shapes import report_shape

        terminal.show_json(report_shape(done))
    else:
        from quarterly.cli.tables import show_report

        show_report(terminal.console(), done)
    return options.HAS_ERRORS if done.assessment.book.has_errors else options.DONE
