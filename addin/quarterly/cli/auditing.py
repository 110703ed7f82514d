"""``quarterly audit``: whether a finished report may be published, as far as the file itself tells."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from quarterly import __version__
from quarterly.cli import options, terminal

if TYPE_CHECKING:
    from rich.console import Console

    from quarterly.audit import Violation
    from quarterly.cli.record_shapes import Json


@click.command(short_help="Check whether a finished report may be published.")
@click.argument("file", type=options.BookPath(), metavar="FILE")
@options.as_json
def audit(*, file: Path, as_json: bool) -> int:
    """Check a finished report against every rule of accessible spreadsheets and of hidden data.

    Nothing is written. FILE is any report as an Excel workbook. Figures that disclosure control hides are looked for
    only when the published edition is made, because the file alone does not tell them.
    """
    from quarterly.audit import audit_published
    from quarterly.read.package import read_file

    found = audit_published(read_file(file))
    if as_json:
        terminal.show_json(audit_shape(file, found))
    else:
        show_audit(terminal.console(), file, found)
    return options.HAS_ERRORS if found else options.DONE


def audit_shape(file: Path, found: tuple[Violation, ...]) -> Json:
    """The result of ``quarterly audit``."""
    return {
        "version": __version__,
        "file": str(file),
        "passed": not found,
        "violations": [
            {
                "code": each.code,
                "sheet": each.sheet or None,
                "at": each.at or None,
                "found": each.found,
                "rule": each.rule.sentence,
                "fix": each.rule.fix,
            }
            for each in found
        ],
    }


def show_audit(console: Console, file: Path, found: tuple[Violation, ...]) -> None:
    """Each broken rule with its places and what to do."""
    from quarterly.audit import RULES

    if not found:
        terminal.say(console, f"{file.name} keeps every rule of accessible spreadsheets, and hides nothing.")
        return
    places = "1 place" if len(found) == 1 else f"{len(found):,} places"
    terminal.say(console, f"{file.name} breaks a rule in {places}.")
    for rule in RULES:
        broken = [each for each in found if each.rule is rule]
        if broken:
            console.print()
            terminal.say(console, f"{rule.sentence} {rule.fix}", style="bold")
            for each in broken:
                terminal.say(console, f"- {each.where}: {each.found}")
