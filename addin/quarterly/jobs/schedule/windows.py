"""A task for Windows Task Scheduler, version 1.2 of its definitions (Windows 7 and later).

Source: [MS-TSCH] 2.5, XML Task Definition Format.
"""

from __future__ import annotations

import subprocess
import xml.etree.ElementTree as ET  # written only, never read

from msgspec.structs import replace

from quarterly.jobs.schedule.plan import Plan

NAMESPACE = "http://schemas.microsoft.com/windows/2004/02/mit/task"
VERSION = "1.2"
_SINCE = "2026-01-01T00:00:00"  # midnight, from which the minutes are counted; by the clock of the computer
_LONGEST = "PT2H"  # after which a run that hangs is ended, so that the next one can start
_HOUR = 60  # minutes


def task_name(plan: Plan) -> str:
    """The task's place among the tasks."""
    return f"\\Quarterly\\{plan.name}"


def definition(plan: Plan) -> bytes:
    """The task, as ``schtasks /Create /XML`` takes it: in UTF-16 with its mark.

    The task runs as whoever installs it, while they are signed in; IT can let it run as a service account.
    """
    task = ET.Element("Task", {"version": VERSION, "xmlns": NAMESPACE})
    _add(task, "RegistrationInfo", Description=f"Quarterly: scheduled reports of {plan.jobs_file}")
    trigger = ET.SubElement(ET.SubElement(task, "Triggers"), "TimeTrigger")
    _add(trigger, Enabled="true", StartBoundary=_SINCE)
    _add(trigger, "Repetition", Interval=_duration(plan.minutes), StopAtDurationEnd="false")
    principal = ET.SubElement(ET.SubElement(task, "Principals"), "Principal", {"id": "Author"})
    _add(principal, LogonType="InteractiveToken", RunLevel="LeastPrivilege")
    _add(
        task,
        "Settings",
        MultipleInstancesPolicy="IgnoreNew",
        DisallowStartIfOnBatteries="false",
        StopIfGoingOnBatteries="false",
        StartWhenAvailable="true",
        Enabled="true",
        Hidden="false",
        ExecutionTimeLimit=_LONGEST,
    )
    actions = ET.SubElement(task, "Actions", {"Context": "Author"})
    program, *arguments = plan.command
    _add(
        actions,
        "Exec",
        Command=program,
        Arguments=subprocess.list2cmdline(arguments),
        WorkingDirectory=str(plan.jobs_file.parent),
    )
    ET.indent(task)
    text = ET.tostring(task, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-16"?>\n{text}\n'.encode("utf-16")


def without_window(plan: Plan) -> Plan:
    """The plan with the Python that opens no console window, where there is one: every start would show one."""
    windowless = plan.python.with_name("pythonw.exe")
    return replace(plan, python=windowless) if windowless.is_file() else plan


def create_command(plan: Plan, file: str) -> tuple[str, ...]:
    """The command that enters the task, in place of an earlier one."""
    return ("schtasks", "/Create", "/TN", task_name(plan), "/XML", file, "/F")


def delete_command(plan: Plan) -> tuple[str, ...]:
    """The command that takes it out."""
    return ("schtasks", "/Delete", "/TN", task_name(plan), "/F")


def _add(parent: ET.Element, within: str = "", **texts: str) -> None:
    inner = ET.SubElement(parent, within) if within else parent
    for name, text in texts.items():
        ET.SubElement(inner, name).text = text


def _duration(minutes: int) -> str:
    return f"PT{minutes}M" if minutes < _HOUR else f"PT{minutes // _HOUR}H"
