"""``quarterly run-jobs`` and ``quarterly schedule``: reports that make themselves."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from quarterly.cli import options, terminal

if TYPE_CHECKING:
    from quarterly.jobs.schedule import Plan, Route

UNSEEN = "The system could not be told, so that a timer may stay loaded until this account's systemd is started again."
FILE = click.argument("jobs_file", type=options.BookPath(), metavar="JOBS.toml")


@click.command(name="run-jobs", short_help="Run the jobs of a file that are due.")
@FILE
@click.option(
    "--now",
    "now",
    multiple=True,
    metavar="JOB",
    help="Run this job whether or not it is due, and no other. May be repeated.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be made, where, and who would get it; write nothing.")
@options.as_json
def run_jobs(*, jobs_file: Path, now: tuple[str, ...], dry_run: bool, as_json: bool) -> int:
    """Run the jobs that are due, each on its own: one that fails does not stop the others.

    Safe to start at any time and twice: what is done is not done again, and what was missed while the computer was off
    is made up for once. JOBS.toml is the jobs file.
    """
    from quarterly.cli.jobs_view import show_summary, summary_shape
    from quarterly.jobs.reading import read_jobs
    from quarterly.jobs.run_jobs import Asked
    from quarterly.jobs.run_jobs import run_jobs as run
    from quarterly.user import user_name

    file = read_jobs(jobs_file)
    done = run(file, Asked(by=user_name(), now=now, dry_run=dry_run), clock=_clock)
    if as_json:
        terminal.show_json(summary_shape(done))
    else:
        show_summary(terminal.console(), done, file)
    return options.DONE if done.is_well else options.HAS_ERRORS


@click.command(short_help="Let the computer start the jobs by itself.")
@click.argument("doing", type=click.Choice(["install", "show", "remove"]))
@click.option("--jobs", "jobs_file", type=options.BookPath(), required=True, metavar="FILE", help="The jobs file.")
@click.option(
    "--as",
    "route",
    type=click.Choice(["cron", "systemd", "windows"]),
    default=None,
    help="What starts the jobs. Default: what this computer has.",
)
@click.option(
    "--every",
    default="15min",
    metavar="TIME",
    help="How often it looks whether a job is due, for example 15min or 1h. Default: 15min.",
)
@options.as_json
def schedule(*, doing: str, jobs_file: Path, route: str | None, every: str, as_json: bool) -> int:
    """Install, show or remove what starts run-jobs: cron, a systemd user timer or Windows Task Scheduler.

    install puts it in place for you, show only prints it, remove takes it out again.
    """
    from quarterly.jobs.reading import read_jobs
    from quarterly.jobs.schedule import Route, native_route, plan_of

    chosen = Route(route) if route else native_route()
    plan = plan_of(jobs_file, every)
    if doing == "remove":
        return _remove(plan, chosen, as_json=as_json)
    file = read_jobs(jobs_file)  # a schedule for a file that cannot be read would fail every quarter of an hour
    if doing == "install":
        from quarterly.jobs.run_jobs import register

        register(file, _clock())
    return _show(plan, chosen, doing, as_json=as_json)


def _show(plan: Plan, route: Route, doing: str, *, as_json: bool) -> int:
    from quarterly.cli.jobs_view import schedule_shape, show_schedule
    from quarterly.jobs import schedule as schedules

    scheduled = schedules.install(plan, route) if doing == "install" else schedules.show(plan, route)
    if as_json:
        terminal.show_json(schedule_shape(scheduled))
    else:
        show_schedule(scheduled)
    return options.DONE


def _remove(plan: Plan, route: Route, *, as_json: bool) -> int:
    from quarterly.jobs import schedule as schedules

    removed = schedules.remove(plan, route)
    if as_json:
        terminal.show_json({"route": str(route), "removed": removed.there, "complaint": removed.complaint})
    else:
        said = "was removed" if removed.there else "was not installed; there was nothing to remove"
        click.echo(f"The schedule for {plan.jobs_file} ({route}) {said}.")
        if removed.complaint:
            click.echo(f"{UNSEEN} It said: {removed.complaint}.")
    return options.HAS_ERRORS if removed.complaint else options.DONE


def _clock() -> datetime:
    return datetime.now(UTC)
