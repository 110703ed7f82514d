"""``quarterly report`` and ``quarterly demo``: the report itself."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quarterly.cli import options, terminal

if TYPE_CHECKING:
    from quarterly.model.edition import Edition
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
@click.option(
    "--in-place", is_flag=True, help="Write the report's sheets into BOOK itself; everything else in it stays."
)
@options.edition
@options.threshold
@options.template
@click.option("--pdf", is_flag=True, help="Put a PDF of the same name beside the report. Needs LibreOffice.")
@options.if_edited
@click.option("--dry-run", is_flag=True, help="With --in-place: say what would change, part by part; write nothing.")
@options.as_json
def report(
    *,
    book: Path,
    quarter: str,
    as_at: date | None,
    output: Path | None,
    force: bool,
    in_place: bool,
    edition: str,
    threshold: int | None,
    template: str,
    pdf: bool,
    if_edited: str,
    dry_run: bool,
    as_json: bool,
) -> int:
    """Make the quarterly report as an Excel workbook.

    BOOK is the improvement workbook. It is changed only with --in-place, and then a copy of it as it was is kept.
    """
    if in_place and pdf:
        raise click.UsageError("--in-place writes into the workbook itself, which has no PDF; leave out --pdf.")
    asked = _edition(edition, threshold, in_place=in_place)
    if in_place:
        if output or force:
            raise click.UsageError("--in-place writes into the workbook itself; leave out --output and --force.")
        return _report_in_place(book, quarter, as_at, if_edited, template=template, dry_run=dry_run, as_json=as_json)
    if dry_run:
        raise click.UsageError("--dry-run goes with --in-place.")
    from quarterly.judge.disclosure import THRESHOLD
    from quarterly.run import run_report

    with terminal.progress(steps=5) as step:
        done = run_report(
            book,
            today=options.today(),
            quarter=quarter,
            as_at=as_at,
            output=output,
            force=force,
            edition=asked,
            threshold=THRESHOLD if threshold is None else threshold,
            template=template,
            pdf=pdf,
            step=step,
        )
    return _show(done, as_json=as_json)


def _edition(name: str, threshold: int | None, *, in_place: bool) -> Edition:
    from quarterly.model.edition import Edition

    asked = Edition(name)
    if asked is Edition.PUBLISHED and in_place:
        raise click.UsageError(
            "The published edition cannot go into the workbook itself, which holds every figure; leave out --in-place."
        )
    if threshold is not None and asked is Edition.WORKING:
        raise click.UsageError("--threshold goes with --edition published.")
    return asked


def _report_in_place(
    book: Path, quarter: str, as_at: date | None, if_edited: str, *, template: str, dry_run: bool, as_json: bool
) -> int:
    from quarterly.in_place import run_in_place
    from quarterly.ooxml import Edited

    with terminal.progress(steps=5) as step:
        done = run_in_place(
            book,
            today=options.today(),
            quarter=quarter,
            as_at=as_at,
            edited=Edited(if_edited),
            template=template,
            dry_run=dry_run,
            step=step,
        )
    from quarterly.cli import in_place_view

    if as_json:
        terminal.show_json(in_place_view.in_place_shape(done))
    else:
        in_place_view.show_in_place(terminal.console(), done, dry_run=dry_run)
    return options.HAS_ERRORS if done.assessment.book.has_errors else options.DONE


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
