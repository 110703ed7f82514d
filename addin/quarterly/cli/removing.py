"""``quarterly remove``: the officer's workbook without the report."""

from __future__ import annotations

from pathlib import Path

import click

from quarterly.cli import options, terminal


@click.command(short_help="Take Quarterly's sheets out of a workbook again.")
@options.book
@click.option("--with-history", is_flag=True, help="Also take out Status History, which holds what was published.")
@options.if_edited
@click.option("--dry-run", is_flag=True, help="Say what would change, part by part; write nothing.")
@options.as_json
def remove(*, book: Path, with_history: bool, if_edited: str, dry_run: bool, as_json: bool) -> int:
    """Take the report's sheets out of a workbook again; the rest is left as it is.

    BOOK is a workbook that a report was written into.
    """
    from quarterly.in_place import run_remove
    from quarterly.ooxml import Edited

    result = run_remove(book, history=with_history, edited=Edited(if_edited), dry_run=dry_run)
    from quarterly.cli import in_place_view

    if as_json:
        terminal.show_json(in_place_view.removal_shape(result))
    else:
        in_place_view.show_removal(terminal.console(), result, dry_run=dry_run)
    return options.DONE
