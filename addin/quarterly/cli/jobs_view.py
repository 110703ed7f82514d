"""What a run of the jobs shows, and its ``--json``."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from quarterly import __version__
from quarterly.cli.record_shapes import Json
from quarterly.cli.terminal import say
from quarterly.compose.words import counted
from quarterly.jobs.job import JobsFile
from quarterly.jobs.ledger import Result
from quarterly.jobs.outcome import Ran, Summary, Waits
from quarterly.model.periods import date_label

if TYPE_CHECKING:
    from rich.console import Console

    from quarterly.jobs.schedule.routes import Scheduled

_WORDS = {
    Result.DONE: "done",
    Result.HELD: "HELD",
    Result.FAILED: "FAILED",
    Result.INTERRUPTED: "cut off",
    None: "would run",
}


def show_summary(console: Console, done: Summary, file: JobsFile) -> None:
    """Every job with what became of it, what is next, and what somebody has to look at."""
    if done.busy:
        say(console, f"Another run of {file.path.name} is under way, so nothing was done.")
        if done.stuck:
            say(
                console,
                f"It began with a job on {moment(done.stuck)} and has not ended: what it waits for does not answer. "
                "End that process (quarterly run-jobs), and the next run makes up for it.",
            )
        return
    for problem in done.problems:
        say(console, f"{file.path.name}, {problem}")
    for one in done.cut_off:
        say(console, f"{one.job}, {one.workbook}: an earlier run was cut off; it is made up for.")
    for ran in done.ran:
        _show_ran(console, ran)
    for waits in done.waits:
        say(console, _waiting(waits))
    if done.owner_told:
        say(console, done.owner_told)
    say(console, _counts(done))


def _show_ran(console: Console, ran: Ran) -> None:
    subject = f"{ran.job}, {ran.workbook}" if ran.workbook else ran.job
    but = ", but needs a look" if ran.result is Result.DONE and not ran.is_well else ""
    say(console, f"{subject}: {_WORDS[ran.result]}{but} (due {moment(ran.due)})")
    if ran.said:
        say(console, f"  {ran.said}")
    _show_files_and_people(console, ran)
    for row in ran.unread:
        say(console, f"  Not read, so nobody was sent anything for it: {row}")
    for notice in ran.notices:
        say(console, f"  Please note: {notice}")
    if ran.next_try:
        say(console, f"  It is tried again on {moment(ran.next_try)}.")


def _show_files_and_people(console: Console, ran: Ran) -> None:
    for report in ran.reports:
        for path in report.files:
            console.print(f"  {report.edition}, {report.quarter}, issue {report.issue}: {path}", soft_wrap=True)
        if report.link:
            console.print(f"  {report.edition}, as a link: {report.link}", soft_wrap=True, markup=False)
    for one in ran.sent:
        console.print(
            f"  {one.address}: {one.state} {f'({one.edition})' if one.edition else ''}".rstrip(), soft_wrap=True
        )
        if one in ran.unsettled:
            say(console, f"    {one.reason}")


def _waiting(waits: Waits) -> str:
    return f"{waits.job}: {waits.why}{f'; next on {moment(waits.next)}' if waits.next else ''}."


def _counts(done: Summary) -> str:
    numbers = [(result, sum(one.result is result for one in done.ran)) for result in _WORDS]
    told = ", ".join(f"{number} {_WORDS[result]}" for result, number in numbers if number)
    waiting = f"{counted(len(done.waits), 'job')} with nothing to do" if done.waits else ""
    parts = [part for part in (told, waiting) if part] or ["nothing to do"]
    wrong = f"; {counted(len(done.problems), 'mistake')} in the jobs file" if done.problems else ""
    return f"{'Dry run, nothing was written: ' if done.dry_run else ''}{', '.join(parts)}{wrong}."


def moment(at: datetime) -> str:
    """ "5 Oct 2026 at 06:00"."""
    return f"{date_label(at.date())} at {at:%H:%M}"


def summary_shape(done: Summary) -> Json:
    """The result of ``quarterly run-jobs``."""
    return {
        "version": __version__,
        "started": done.started.isoformat(timespec="seconds"),
        "ended": done.ended.isoformat(timespec="seconds"),
        "dry_run": done.dry_run,
        "busy": done.busy,
        "stuck_since": _iso(done.stuck),
        "well": done.is_well,
        "ran": [_ran_shape(one) for one in done.ran],
        "waits": [{"job": one.job, "why": one.why, "next": _iso(one.next)} for one in done.waits],
        "cut_off": [
            {"job": one.job, "workbook": one.workbook, "due": one.due.isoformat(), "started": one.started.isoformat()}
            for one in done.cut_off
        ],
        "problems": [
            {"line": one.line, "code": one.code, "job": one.job or None, "text": one.text} for one in done.problems
        ],
        "owner_told": done.owner_told or None,
    }


def _ran_shape(ran: Ran) -> Json:
    return {
        "job": ran.job,
        "workbook": ran.workbook or None,
        "due": ran.due.isoformat(),
        "result": str(ran.result) if ran.result else "planned",
        "code": ran.code or None,
        "said": ran.said or None,
        "next_try": _iso(ran.next_try),
        "reports": [
            {
                "edition": str(report.edition),
                "quarter": report.quarter,
                "issue": report.issue,
                "id": report.id or None,
                "files": [str(path) for path in report.files],
                "link": report.link or None,
                "notices": list(report.notices),
            }
            for report in ran.reports
        ],
        "sent": [
            {
                "address": one.address,
                "edition": str(one.edition) if one.edition else None,
                "state": str(one.state),
                "reason": one.reason,
                "earlier": one.earlier,
            }
            for one in ran.sent
        ],
        "not_read": [{"at": str(row.at), "code": row.code, "text": str(row)} for row in ran.unread],
    }


def _iso(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None


def show_schedule(scheduled: Scheduled) -> None:
    """The schedule's parts in full, and how to put them in place by hand."""
    if scheduled.changed:
        click.echo(f"Installed ({scheduled.route}). quarterly schedule remove takes it out again.")
    for name, text in scheduled.parts:
        click.echo(f"--- {name}\n{text}")
    if not scheduled.changed:
        click.echo(
            "Nothing was installed. quarterly schedule install does it for you; by hand, put the above in place and:"
        )
        for command in scheduled.commands:
            click.echo(f"  {command}")


def schedule_shape(scheduled: Scheduled) -> Json:
    """The result of ``quarterly schedule install`` and ``show``."""
    return {
        "version": __version__,
        "route": str(scheduled.route),
        "installed": scheduled.changed,
        "parts": [{"name": name, "text": text} for name, text in scheduled.parts],
        "commands": list(scheduled.commands),
    }
