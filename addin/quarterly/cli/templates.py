"""``quarterly template``: check a template that was edited in Excel, and copy a built-in one to start from."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from quarterly import __version__
from quarterly.cli import options, terminal

if TYPE_CHECKING:
    from rich.console import Console

    from quarterly.cli.record_shapes import Json
    from quarterly.template.check import Checked


@click.group(short_help="Make the report look like your council's.")
def template() -> None:
    """Check a template of your own, or copy one of Quarterly's to edit in Excel.

    Use it with "quarterly report BOOK --template FILE".
    """


@template.command()
@click.argument("file", type=options.BookPath(), metavar="FILE")
@click.option("--all", "everything", is_flag=True, help="List everything, however often it occurs.")
@options.as_json
def check(*, file: Path, everything: bool, as_json: bool) -> int:
    """Say what is wrong with a template, cell by cell, and what its readers would miss.

    FILE is a template, or the name of one of Quarterly's own. Nothing is written. The exit code is 1 if a report cannot
    be made from it.
    """
    from quarterly.template.check import check as look

    found = look(file)
    if as_json:
        terminal.show_json(check_shape(found))
    else:
        show_check(terminal.console(), found, everything=everything)
    return options.DONE if found.is_usable else options.HAS_ERRORS


@template.command()
@click.argument("out", type=options.BookPath(), metavar="OUT.xlsx")
@click.option("--from", "source", default="quarterly", metavar="NAME", help="Which one to copy. Default: quarterly.")
@click.option("--force", is_flag=True, help="Replace a file of that name.")
@options.as_json
def new(*, out: Path, source: str, force: bool, as_json: bool) -> int:
    """Copy one of Quarterly's own templates, to be edited in Excel.

    There are: quarterly, the whole report to a committee; monthly, for the improvement board; exceptions, one page;
    published, for everybody.
    """
    from quarterly.starting import new_template

    made = new_template(out, source=source, force=force)
    if as_json:
        terminal.show_json({"version": __version__, "template": str(made), "from": source})
    else:
        terminal.console().print(f"Template written: {made}", soft_wrap=True)  # a path stays whole, to be copied
        terminal.say(terminal.console(), "Edit it in Excel; its sheet Styles says how. Then check it:")
        terminal.console().print(f'  quarterly template check "{made.name}"', soft_wrap=True)
    return options.DONE


def check_shape(found: Checked) -> Json:
    """The result of ``quarterly template check``."""
    from quarterly.cli.record_shapes import problem_shape
    from quarterly.cli.shapes import severities_shape

    template = found.compiled.template
    return {
        "version": __version__,
        "template": {"name": found.path.name, "sha256": template.sha256},
        "usable": found.is_usable,
        "sheets": ["".join(map(_part, sheet.name)) for sheet in template.sheets],
        "counts": severities_shape(found.problems),
        "problems": [problem_shape(problem) for problem in found.problems],
    }


def _part(part: object) -> str:
    return part if isinstance(part, str) else f"{{{{{getattr(part, 'name', '')}}}}}"


def show_check(console: Console, found: Checked, *, everything: bool) -> None:
    """What is wrong with a template, sheet by sheet."""
    from quarterly.cli.tables import problem_counts, show_problems
    from quarterly.compose.words import counted

    sheets = counted(len(found.compiled.template.sheets), "sheet")
    counts = f"; {problem_counts(found.problems)}" if found.problems else ""
    verdict = "ready to be used" if found.is_usable else "not to be used until the errors are put right"
    terminal.say(console, f"{found.path.name}: {sheets}{counts}; {verdict}.")
    show_problems(console, found.problems, everything=everything)
