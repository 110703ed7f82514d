"""What the commands share: exit codes, options, and the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar

import click

DONE = 0
HAS_ERRORS = 1  # done, but the workbook has errors
REFUSED = 2
OUR_FAULT = 3

Command = TypeVar("Command", bound=Callable[..., object])


def _day(_ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    """Read a date in every form that is read in a workbook: 31/01/2026, 2026-01-31, 31 Jan 2026."""
    if value is None:
        return None
    from quarterly.read.date_text import date_from_text

    found = date_from_text(value.strip().lower())
    if not isinstance(found, date):
        raise click.BadParameter(f'"{value}" is not a date. Write it as 31/01/2026 or 2026-01-31', param=param)
    return found


class BookPath(click.Path):
    """A path to a file; whether it can be read is found, and said, by the reader."""

    def __init__(self) -> None:
        super().__init__(path_type=Path, readable=False)  # click's own refusal would have no code of ours


def today() -> date:
    """The day on this machine's calendar; the only clock that is read."""
    return datetime.now().astimezone().date()


def _threshold(_ctx: click.Context, param: click.Parameter, value: int | None) -> int | None:
    """Whole numbers from 2, or 0 for none: with 1, whoever saw [c] would know the count."""
    if value is not None and (value < 0 or value == 1):
        said = (
            f"{value} cannot be. Give 0 to hide nothing, or at least 2; with 1, whoever sees [c] would know the count"
        )
        raise click.BadParameter(said, param=param)
    return value


def _named(_ctx: click.Context, param: click.Parameter, value: str | None) -> str:
    """A name that was given says something: a script's empty variable must not quietly mean the plain report."""
    if value is not None and not value.strip():
        raise click.BadParameter("it is blank. Name a template, or leave the option out", param=param)
    return value or ""


book = click.argument("book", type=BookPath(), metavar="BOOK")
if_edited = click.option(
    "--if-edited",
    type=click.Choice(["refuse", "keep", "replace"]),
    default="refuse",
    help="What to do with sheets of Quarterly's that were changed by hand: refuse and say which (the default), "
    "keep them as yours, or replace them.",
)
edition = click.option(
    "--edition",
    type=click.Choice(["working", "published"]),
    default="working",
    help="working shows every figure and is not to be passed on (the default); published hides small counts and what "
    "would give them away.",
)
threshold = click.option(
    "--threshold",
    type=int,
    callback=_threshold,
    metavar="N",
    help="With --edition published: counts of people from 1 to N are hidden. Default: 5.",
)
template = click.option(
    "--template",
    callback=_named,
    metavar="NAME|FILE",
    help="Draw the report by a template: one of Quarterly's own (quarterly, monthly, exceptions, published) or a file "
    "of yours.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print the result for a program to read.")


def quarter_and_day(command: Command) -> Command:
    """Add the options that say which quarter is looked at, and from which day."""
    command = click.option(
        "--as-at",
        callback=_day,
        metavar="DATE",
        help="The day from which due dates are looked at, for example 31/01/2026. Default: today.",
    )(command)
    return click.option(
        "--quarter",
        default="",
        metavar="QUARTER",
        help='The quarter to report, for example "Q3 2025/26". Default: the last complete one.',
    )(command)
