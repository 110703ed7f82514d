"""Putting the units of a user's systemd in place and taking them out, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from quarterly.errors import DeliveryRefused
from quarterly.jobs import refusals
from quarterly.jobs.schedule import systemd
from quarterly.jobs.schedule.plan import Plan, Said, Tool, check_said, complaint_of
from quarterly.outputs import write_whole

_SYSTEMCTL = ("systemctl", "--user")


class Removed(Struct, frozen=True):
    """Whether there was a schedule to take out, and what the system's tool complained of although it is out now."""

    there: bool
    complaint: str = ""


def commands(plan: Plan) -> tuple[tuple[str, ...], ...]:
    """What makes systemd take up the units."""
    return ((*_SYSTEMCTL, "daemon-reload"), (*_SYSTEMCTL, "enable", "--now", f"{plan.name}.timer"))


def install_units(plan: Plan, tool: Tool) -> None:
    """Write both units and start the timer; where systemd refuses, everything is as it was before.

    Raises:
        DeliveryRefused: the folder cannot be written, or systemd refuses.
    """
    before = {path: path.read_bytes() if path.exists() else None for path in _paths(plan)}
    linked = _link(plan).is_symlink()
    _write(plan)
    try:
        for command in commands(plan):
            _check(tool(command, ""))
    except DeliveryRefused:
        _put_back(before)
        if not linked:
            _link(plan).unlink(missing_ok=True)
        raise


def remove_units(plan: Plan, tool: Tool) -> Removed:
    """Stop the timer and delete the units: these also where systemd cannot be reached."""
    there = [path for path in _paths(plan) if path.exists()]
    if not there:
        return Removed(there=False)
    said = [tool((*_SYSTEMCTL, "disable", "--now", f"{plan.name}.timer"), "")]
    for path in (*there, _link(plan)):
        path.unlink(missing_ok=True)
    said.append(tool((*_SYSTEMCTL, "daemon-reload"), ""))
    return Removed(there=True, complaint=next((complaint_of(each) for each in said if each.code), ""))


def _paths(plan: Plan) -> tuple[Path, ...]:
    return tuple(systemd.folder() / name for name in systemd.units(plan))


def _link(plan: Plan) -> Path:
    """The link that ``systemctl enable`` makes; it stays where the timer could not be started."""
    return systemd.folder() / "timers.target.wants" / f"{plan.name}.timer"


def _write(plan: Plan) -> None:
    folder = systemd.folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = error.strerror or "the drive gave an error"
        raise refusals.SCHEDULER_REFUSED.of(program=folder, reason=reason) from error
    for name, text in systemd.units(plan).items():
        write_whole(text.encode(), folder / name)


def _put_back(before: Mapping[Path, bytes | None]) -> None:
    for path, content in before.items():
        if content is None:
            path.unlink(missing_ok=True)
        else:
            write_whole(content, path)


def _check(said: Said) -> None:
    # After sudo or su: "Failed to connect to bus: No medium found", or that $XDG_RUNTIME_DIR is not defined.
    if said.code and ("to bus" in said.complaint or "XDG_RUNTIME_DIR" in said.complaint):
        raise refusals.SYSTEMD_NOT_RUNNING.of(reason=complaint_of(said))
    check_said(said, "systemctl")
