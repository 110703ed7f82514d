"""``quarterly addin``: the buttons in Excel, installed, removed and looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from quarterly.cli import options, terminal

if TYPE_CHECKING:
    from quarterly.excel.install import AddInStatus, Outcome
    from quarterly.excel.install_places import Machine


@click.group(short_help="Install or remove the buttons in Excel.")
def addin() -> None:
    """Install the buttons in desktop Excel, for yourself, or remove them; no administrator is needed."""


@addin.command()
@click.option("--without-functions", is_flag=True, help="Leave out the functions for cells, such as KPI_RAG (Windows).")
@options.as_json
def install(*, without_functions: bool, as_json: bool) -> int:
    """Put the tab Progress report into Excel, working with this Python; or bring it up to date."""
    from quarterly.excel.install import install as put

    _show(put(_machine(), functions=not without_functions), nothing="Everything was in place already.", as_json=as_json)
    return options.DONE


@addin.command()
@options.as_json
def uninstall(*, as_json: bool) -> int:
    """Take the tab out of Excel again, and everything that was installed with it."""
    from quarterly.excel.install import uninstall as take

    _show(take(_machine()), nothing="Nothing was installed.", as_json=as_json)
    return options.DONE


@addin.command()
@options.as_json
def status(*, as_json: bool) -> int:
    """Say whether the buttons are installed, which version, with which Python, and what is missing."""
    from quarterly.excel.install import status as look

    found = look(_machine())
    if as_json:
        terminal.show_json(_status_shape(found))
    else:
        _show_status(found)
    return options.HAS_ERRORS if found.problems else options.DONE


def _machine() -> Machine:
    import os
    import sys
    from pathlib import Path

    from quarterly.excel.install_places import this_machine

    return this_machine(
        platform=sys.platform,
        environment=os.environ,
        home=Path.home(),
        executable=sys.executable,
        base_prefix=sys.base_prefix,
    )


def _show(outcome: Outcome, *, nothing: str, as_json: bool) -> None:
    if as_json:
        terminal.show_json({"done": list(outcome.done), "notes": list(outcome.notes)})
        return
    for sentence in (*(outcome.done or (nothing,)), *outcome.notes):
        click.echo(sentence)
    if outcome.done:
        click.echo("Close Excel, if it is open, and open it again.")


def _show_status(found: AddInStatus) -> None:
    if found.installed:
        extra = " with functions for cells" if found.functions else ""
        click.echo(f"Buttons{extra}: {found.addin}")
        click.echo(f"Version {found.addin_version or 'unknown'}, Python {found.interpreter or 'unknown'}")
    for sentence in (*(found.problems or ("Everything is in place.",)), *found.notes):
        click.echo(sentence)


def _status_shape(found: AddInStatus) -> dict[str, object]:
    from quarterly import __version__

    return {
        "version": __version__,
        "system": str(found.system),
        "installed": found.installed,
        "functions": found.functions,
        "addin": str(found.addin),
        "addin_version": found.addin_version or None,
        "interpreter": found.interpreter or None,
        "problems": list(found.problems),
        "notes": list(found.notes),
    }
