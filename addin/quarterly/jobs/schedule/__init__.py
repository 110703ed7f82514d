"""Starting the jobs by what the computer has for it: cron, a systemd user timer, or Windows Task Scheduler."""

from __future__ import annotations

from quarterly.jobs.schedule.plan import Plan, Route, Tool, native_route, parse_every, plan_of, run_tool
from quarterly.jobs.schedule.routes import install, remove, show
from quarterly.jobs.schedule.unit_files import Removed

__all__ = [
    "Plan",
    "Removed",
    "Route",
    "Tool",
    "install",
    "native_route",
    "parse_every",
    "plan_of",
    "remove",
    "run_tool",
    "show",
]
