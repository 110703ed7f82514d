"""A block of our own in the user's crontab; every other line in it stays as it is."""

from __future__ import annotations

import re
import shlex

from quarterly.jobs.schedule.plan import Plan, Tool, check_said

_HOUR, _DAY = 60, 24 * 60  # minutes


def entry(plan: Plan) -> str:
    """The block: its marks, and the line between them."""
    begin, end = _marks(plan)
    return f"{begin}\n{line(plan)}\n{end}\n"


def line(plan: Plan) -> str:
    """The line, as cron takes it."""
    if plan.minutes == _DAY:
        when = "0 0 * * *"
    else:
        when = f"*/{plan.minutes} * * * *" if plan.minutes < _HOUR else f"0 */{plan.minutes // _HOUR} * * *"
    command = _escaped(shlex.join(plan.command))
    return f"{when} {command} >/dev/null"  # what went wrong is printed too, and cron may send it by mail


def _escaped(command: str) -> str:
    """Cron takes a per cent sign for the end of the command unless a backslash stands before it.

    Of two backslashes before it the first would take the second's meaning away. A word with a backslash stands in
    single quotes, so that closing and opening them keeps the two apart.
    """
    return re.sub(r"(\\?)%", lambda found: f"{found[1]}''\\%" if found[1] else r"\%", command)


def with_entry(crontab: str, plan: Plan) -> str:
    """A crontab with the block at its end, in place of an earlier one."""
    rest = without_entry(crontab, plan)
    return f"{rest}{'' if not rest or rest.endswith(chr(10)) else chr(10)}{entry(plan)}"


def without_entry(crontab: str, plan: Plan) -> str:
    """A crontab without the block; everything else byte for byte.

    Only our own lines go, even where somebody deleted one of the marks or wrote lines of theirs between them.
    """
    begin, end = _marks(plan)
    own = _escaped(shlex.quote(str(plan.jobs_file)))
    kept, inside = [], False
    for text in crontab.splitlines(keepends=True):
        mark = text.rstrip("\r\n")
        if mark in (begin, end):
            inside = mark == begin
        elif inside and "-m quarterly run-jobs " in mark and own in mark:
            inside = False
        else:
            kept.append(text)
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
