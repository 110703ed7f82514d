"""Putting a schedule in place, showing it, and taking it out again."""

from __future__ import annotations

import tempfile
from pathlib import Path

from msgspec import Struct

from quarterly.jobs.schedule import cron, systemd, windows
from quarterly.jobs.schedule.plan import Plan, Route, Tool, check_said, run_tool
from quarterly.jobs.schedule.unit_files import Removed, install_units, remove_units
from quarterly.jobs.schedule.unit_files import commands as unit_commands


class Scheduled(Struct, frozen=True, kw_only=True):
    """A schedule: what it consists of, by name, and the commands by which a person would put it in place."""

    route: Route
    parts: tuple[tuple[str, str], ...]
    commands: tuple[str, ...]
    changed: bool = False


def show(plan: Plan, route: Route) -> Scheduled:
    """What would be installed; nothing is."""
    match route:
        case Route.CRON:
            return Scheduled(route=route, parts=(("crontab", cron.entry(plan)),), commands=("crontab -e",))
        case Route.SYSTEMD:
            return Scheduled(
                route=route,
                parts=tuple((str(systemd.folder() / name), text) for name, text in systemd.units(plan).items()),
                commands=tuple(" ".join(each) for each in unit_commands(plan)),
            )
        case Route.WINDOWS:
            text = windows.definition(windows.without_window(plan)).decode("utf-16")
            file = f"{plan.name}.xml"
            command = f'schtasks /Create /TN "{windows.task_name(plan)}" /XML "{file}" /F'
            return Scheduled(route=route, parts=((file, text),), commands=(command,))


def install(plan: Plan, route: Route, tool: Tool = run_tool) -> Scheduled:
    """Put the schedule in place of an earlier one for the same jobs file.

    Raises:
        DeliveryRefused: the system's tool is absent or refuses.
    """
    match route:
        case Route.CRON:
            before = cron.read_crontab(tool)
            cron.write_crontab(cron.with_entry(before, plan), tool)
        case Route.SYSTEMD:
            install_units(plan, tool)
        case Route.WINDOWS:
            with tempfile.TemporaryDirectory(prefix="quarterly-") as folder:
                file = Path(folder, f"{plan.name}.xml")
                file.write_bytes(windows.definition(windows.without_window(plan)))
                check_said(tool(windows.create_command(plan, str(file)), ""), "schtasks")
    shown = show(plan, route)
    return Scheduled(route=route, parts=shown.parts, commands=shown.commands, changed=True)


def remove(plan: Plan, route: Route, tool: Tool = run_tool) -> Removed:
    """Take the schedule out again; whether there was one, and what was said to it.

    Raises:
        DeliveryRefused: the system's tool is absent or refuses.
    """
    match route:
        case Route.CRON:
            before = cron.read_crontab(tool)
            after = cron.without_entry(before, plan)
            if after != before:
                cron.write_crontab(after, tool)
            return Removed(there=after != before)
        case Route.SYSTEMD:
            return remove_units(plan, tool)
        case Route.WINDOWS:
            said = tool(("schtasks", "/Query", "/TN", windows.task_name(plan)), "")
            if said.code:
                return Removed(there=False)
            check_said(tool(windows.delete_command(plan), ""), "schtasks")
            return Removed(there=True)
