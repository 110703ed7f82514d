"""A block of our own in the user's crontab; every other line in it stays as it is."""

from __future__ import annotations

import shlex

from quarterly.jobs.schedule.plan import Plan, Tool, check_said

_HOUR = 60  # minutes


def entry(plan: Plan) -> str:
    """The block: its marks, and the line between them."""
    begin, end = _marks(plan)
    return f"{begin}\n{line(plan)}\n{end}\n"


def line(plan: Plan) -> str:
    """The line. Cron takes a per cent sign for the end of the command, unless a backslash stands before it."""
    command = shlex.join(plan.command).replace("%", r"\%")
    when = f"*/{plan.minutes} * * * *" if plan.minutes < _HOUR else f"0 */{plan.minutes // _HOUR} * * *"
    return f"{when} {command} >/dev/null"  # what went wrong is printed too, and cron may send it by mail


def with_entry(crontab: str, plan: Plan) -> str:
    """A crontab with the block at its end, in place of an earlier one."""
    rest = without_entry(crontab, plan)
    return f"{rest}{'' if not rest or rest.endswith(chr(10)) else chr(10)}{entry(plan)}"


def without_entry(crontab: str, plan: Plan) -> str:
    """A crontab without the block; everything else byte for byte."""
    begin, end = _marks(plan)
    kept, inside = [], False
    for text in crontab.splitlines(keepends=True):
        inside = inside or text.rstrip("\r\n") == begin
        if not inside:
            kept.append(text)
        inside = inside and text.rstrip("\r\n") != end
    return "".join(kept)


def read_crontab(tool: Tool) -> str:
    """The user's crontab; empty where there is none.

    Raises:
        DeliveryRefused: it cannot be read.
    """
    said = tool(("crontab", "-l"), "")
    if said.code and "no crontab" in said.complaint.casefold():
        return ""
    return check_said(said, "crontab").out


def write_crontab(text: str, tool: Tool) -> None:
    """Put a crontab in place of the user's.

    Raises:
        DeliveryRefused: cron does not take it.
    """
    check_said(tool(("crontab", "-"), text), "crontab")


def _marks(plan: Plan) -> tuple[str, str]:
    return (
        f"# {plan.name}: begin. Written by quarterly schedule install; changed by it and by quarterly schedule remove.",
        f"# {plan.name}: end",
    )
