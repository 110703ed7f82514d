"""A service and a timer for the user's own systemd."""

from __future__ import annotations

from pathlib import Path

from quarterly.jobs.schedule.plan import Plan

_HOUR, _DAY = 60, 24 * 60  # minutes


def units(plan: Plan) -> dict[str, str]:
    """Both units, by the names of their files."""
    return {f"{plan.name}.service": service(plan), f"{plan.name}.timer": timer(plan)}


def service(plan: Plan) -> str:
    """What is started. A run that needs a look ends with 1 and shows as failed."""
    return f"""\
[Unit]
Description=Quarterly: scheduled reports of {_described(plan.jobs_file)}
Documentation=man:systemd.service(5)

[Service]
Type=oneshot
ExecStart={" ".join(map(_quoted, plan.command))}
WorkingDirectory={_described(plan.jobs_file.parent)}
StandardOutput=null
Nice=10
"""


def timer(plan: Plan) -> str:
    """When it is started; once more after the computer was off."""
    return f"""\
[Unit]
Description=Quarterly: starts the scheduled reports of {_described(plan.jobs_file)}

[Timer]
OnCalendar={calendar(plan.minutes)}
Persistent=true
AccuracySec=1min

[Install]
WantedBy=timers.target
"""


def calendar(minutes: int) -> str:
    """The interval as systemd writes it: "*:0/15", "0/2:00"; once a day "00:00"."""
    if minutes == _DAY:
        return "00:00"
    return f"*:0/{minutes}" if minutes < _HOUR else f"0/{minutes // _HOUR}:00"


def folder() -> Path:
    """Where a user's units are."""
    return Path.home() / ".config" / "systemd" / "user"


def _quoted(word: str) -> str:
    """A word of a command line: systemd expands per cent and dollar signs, even within quotation marks."""
    plain = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%").replace("$", "$$")
    return f'"{plain}"'


def _described(path: Path) -> str:
    return str(path).replace("%", "%%")
