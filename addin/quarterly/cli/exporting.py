"""``quarterly export``: tidy tables for Power BI and other tools."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quarterly.cli import options, terminal

if TYPE_CHECKING:
    from quarterly.cli.record_shapes import Json
    from quarterly.exporting import ExportRun


@click.command(short_help="Write tidy tables for Power BI.")
@options.book
@click.option(
    "--to", "folder", type=click.Path(path_type=Path), required=True, metavar="FOLDER", help="Where to put the tables."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["csv", "parquet"]),
    default="csv",
    help="csv opens anywhere (the default); parquet keeps the types of columns.",
)
@options.quarter_and_day
@options.edition
@options.threshold
@click.option("--force", is_flag=True, help="Replace files of those names, whatever they are.")
@options.as_json
def export(
    *,
    book: Path,
    folder: Path,
    form: str,
    quarter: str,
    as_at: date | None,
    edition: str,
    threshold: int | None,
    force: bool,
    as_json: bool,
) -> int:
    """Write readings, statuses, targets, benchmarks, actions and changes as tidy tables into a folder.

    BOOK is the improvement workbook; it is not changed. schema.json in the folder says what every column holds.
    """
    from quarterly.exporting import run_export
    from quarterly.judge.disclosure import THRESHOLD
    from quarterly.model.edition import Edition

    if threshold is not None and edition == "working":
        raise click.UsageError("--threshold goes with --edition published.")
    with terminal.progress(steps=3) as step:
        done = run_export(
            book,
            folder,
            today=options.today(),
            quarter=quarter,
            as_at=as_at,
            form=form,
            edition=Edition(edition),
            threshold=THRESHOLD if threshold is None else threshold,
            force=force,
            step=step,
        )
    if as_json:
        terminal.show_json(export_shape(done))
    else:
        show_export(done)
    return options.HAS_ERRORS if done.assessment.book.has_errors else options.DONE


def export_shape(done: ExportRun) -> Json:
    """The result of ``quarterly export``."""
    from quarterly.cli.shapes import edition_shape, heading_shape
    from quarterly.exporting import SCHEMA

    return {
        **heading_shape(done.assessment),
        **edition_shape(done.assessment),
        "folder": str(done.folder),
        "schema": str(done.folder / SCHEMA),
        "files": [{"table": path.stem, "path": str(path), "rows": rows} for path, rows in done.files],
    }


def show_export(done: ExportRun) -> None:
    """Each table with its number of rows, and what a reader must know first."""
    from quarterly.cli.tables import show_heading

    console = terminal.console()
    console.print(f"Tables written to {done.folder}:", soft_wrap=True)
    for path, rows in done.files:
        console.print(f"  {path.name}: {'1 row' if rows == 1 else f'{rows:,} rows'}")
    show_heading(console, done.assessment)
    if done.assessment.published is None:
        terminal.say(console, "Working edition: the tables may hold small numbers. Do not pass them on.")
