"""What is to be started how often, whatever starts it."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from quarterly.jobs import refusals

EVERY = "15min"  # a report that is due at 06:00 is made by 06:15
_EVERY = re.compile(r"(?P<number>\d{1,4})\s*(?P<unit>min|h)")
_HOUR, _DAY = 60, 24  # minutes, hours
_PATIENCE = 60  # seconds that a system's own tool may take


class Route(StrEnum):
    """What starts the jobs."""

    CRON = "cron"
    SYSTEMD = "systemd"
    WINDOWS = "windows"


class Plan(Struct, frozen=True, kw_only=True):
    """The command that is started, and how often in minutes. Both paths are absolute."""

    python: Path
    jobs_file: Path
    minutes: int

    @property
    def command(self) -> tuple[str, ...]:
        """What is started: this interpreter, so that it is this Quarterly.

        ``-P`` keeps the folder in which it is started, often the jobs file's, off Python's search path: officers write
        there, and a file of theirs named like a module of Python's would be run.
        """
        return (str(self.python), "-P", "-m", "quarterly", "run-jobs", str(self.jobs_file))

    @property
    def name(self) -> str:
        """A name that no other jobs file has: "quarterly-jobs-3f2a91"."""
        words = re.sub(r"[^a-z0-9]+", "-", self.jobs_file.stem.casefold()).strip("-") or "jobs"
        return f"quarterly-{words}-{self._number}"

    @property
    def _number(self) -> str:
        path = os.path.normcase(self.jobs_file)  # Windows knows a file by its name in capitals too
        return hashlib.sha256(path.encode()).hexdigest()[:6]


class Said(Struct, frozen=True):
    """What a tool of the system answered: its exit code, and what it printed and complained of."""

    code: int
    out: str
    complaint: str


Tool = Callable[[Sequence[str], str], Said]
"""Runs a tool of the system with a text as its input."""


def plan_of(jobs_file: Path, every: str, python: Path | None = None) -> Plan:
    """The plan for a jobs file.

    Raises:
        DeliveryRefused: the path has a sign that no schedule can hold, or ``every`` is not understood.
    """
    file = Path(os.path.abspath(jobs_file))  # noqa: PTH100 - unlike absolute() it takes "a/../a" for "a"
    plan = Plan(python=python or Path(sys.executable), jobs_file=file, minutes=parse_every(every))
    for path in (plan.python, plan.jobs_file):
        if not str(path).isprintable():
            raise refusals.PATH_UNPRINTABLE.of(path=ascii(str(path)))
    return plan


def parse_every(text: str) -> int:
    """The minutes between two starts: "15min", "1h". They divide an hour, or their hours a day.

    Raises:
        DeliveryRefused: they do not, so that no scheduler could keep them.
    """
    found = _EVERY.fullmatch(text.strip().casefold())
    number = int(found["number"]) if found else 0
    if found and number and (_HOUR if found["unit"] == "min" else _DAY) % number == 0:
        return number if found["unit"] == "min" else number * _HOUR
    raise refusals.SCHEDULE_IMPOSSIBLE.of(every=text)


def native_route() -> Route:
    """What this computer has."""
    if sys.platform == "win32":
        return Route.WINDOWS
    return Route.SYSTEMD if Path("/run/systemd/system").is_dir() else Route.CRON


def run_tool(command: Sequence[str], text: str = "") -> Said:
    """Run a tool of the system.

    Raises:
        DeliveryRefused: there is none of that name, or it does not answer.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own command
            command,
            input=text,
            capture_output=True,
            # Windows' tools write in the code page of consoles; a crontab may hold any bytes, which stay as they are.
            encoding="oem" if sys.platform == "win32" else None,
            errors="replace" if sys.platform == "win32" else "surrogateescape",
            text=True,
            check=False,
            timeout=_PATIENCE,
        )
    except FileNotFoundError as error:
        raise refusals.SCHEDULER_MISSING.of(program=command[0]) from error
    except (OSError, subprocess.TimeoutExpired) as error:
        raise refusals.SCHEDULER_REFUSED.of(program=command[0], reason="it does not answer") from error
    return Said(done.returncode, done.stdout, done.stderr)


def check_said(said: Said, program: str) -> Said:
    """The answer, where the tool did what it was asked.

    Raises:
        DeliveryRefused: it did not.
    """
    if said.code:
        raise refusals.SCHEDULER_REFUSED.of(program=program, reason=complaint_of(said))
    return said


def complaint_of(said: Said) -> str:
    """What a tool complained of, on one line and without its full stop."""
    return (" ".join((said.complaint or said.out).split()) or f"exit code {said.code}").rstrip(".")
