"""What people see in a terminal: one line that says it all, then tables that fit 80 columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from quarterly.cli.terminal import say
from quarterly.compose.cells import status_cell
from quarterly.compose.words import counted, listed
from quarterly.judge.judgement import ActionJudgement, KpiJudgement, Status
from quarterly.judge.published import OWN_WORDS, PublishedPlan
from quarterly.model.periods import date_label
from quarterly.model.plan import Plan
from quarterly.model.problems import Problem, Severity
from quarterly.run import Assessment, ReportRun
from quarterly.starting import NewWorkbook

STYLES = {
    Status.BLUE: "blue",
    Status.GREEN: "green",
    Status.GREEN_AMBER: "green",
    Status.AMBER: "yellow",
    Status.RED_AMBER: "red",
    Status.RED: "bold red",
}
SEVERITY_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.NOTE: "dim"}
MOST_OF_A_KIND = 10  # problems of one kind that are listed on a sheet unless all are asked for
QUIET = (Status.BLUE, Status.GREEN)  # actions that need no attention


def show_check(console: Console, found: Assessment, *, everything: bool) -> None:
    """The problems of a workbook, sheet by sheet."""
    book, findings = found.book, found.judgements.findings
    say(console, f"{book.path.name}: {contents(book.plan)}; {problem_counts(book.problems)}.")
    show_problems(console, book.problems, everything=everything)
    if findings:
        console.print()
        say(console, f"The plan itself: {counted(len(findings), 'thing')} worth putting right before the report.")
        show_problems(console, findings, everything=everything)


def show_status(console: Console, found: Assessment, *, everything: bool) -> None:
    """Every indicator, and the actions that need attention, each with its reason."""
    judged = found.judgements
    show_heading(console, found)
    _show_rows(console, "Indicators", [_kpi_row(item) for item in judged.kpis])
    shown = [item for item in judged.actions if everything or item.status not in QUIET]
    _show_rows(console, "Actions", [_action_row(item) for item in shown])
    if len(shown) < len(judged.actions):
        left_out = counted(len(judged.actions) - len(shown), "action")
        say(console, f"\n{left_out.capitalize()} on track or complete not listed; --all lists every action.")


def show_report(console: Console, done: ReportRun) -> None:
    """Where the report is and what it found."""
    found = done.assessment
    console.print(f"Report written: {done.output}", soft_wrap=True)  # a path stays whole, to be copied
    if done.pdf:
        console.print(f"As a PDF: {done.pdf}", soft_wrap=True)
    show_heading(console, found)
    challenges, findings = found.judgements.challenges, found.judgements.findings
    if found.published:
        _show_hidden(console, found.published)
    elif challenges or findings:
        say(
            console,
            f"For the author: {counted(len(challenges), 'rating')} to question, "
            f"{counted(len(findings), 'thing')} to put right in the plan. Both are listed in the report.",
        )
    if done.template and done.remarks:
        said = counted(len(done.remarks), "remark")
        say(console, f'{said} on the template: quarterly template check "{done.template.name}.xlsx"')
    if found.book.problems:
        say(console, f'What is wrong with the workbook: quarterly check "{found.book.path.name}"')


def _show_hidden(console: Console, published: PublishedPlan) -> None:
    hidden = published.hidden
    causes = listed([f"{number:,} ({cause})" for cause, number in hidden.items()])
    total = sum(hidden.values())
    say(console, f"Published edition: {counted(total, 'figure')} hidden{f': {causes}' if total else ''}.")
    for note in (*published.notes, OWN_WORDS):
        say(console, f"Please note: {note}")


def show_new(console: Console, made: NewWorkbook) -> None:
    """Where the new workbook is and what is in it."""
    console.print(f"Workbook written: {made.path}", soft_wrap=True)
    if made.authority:
        say(
            console,
            f"{made.authority}: {counted(made.indicators, 'indicator')}, {counted(made.readings, 'reading')} and "
            f"{counted(made.benchmarks, 'comparison')}, as published by the Department for Education.",
        )
        say(console, "Add targets on the KPIs sheet: until then indicators are shown but not rated.")
    else:
        say(console, "Open it in Excel and start with the Help sheet.")
    for note in made.notes:
        say(console, f"Please note: {note}")


def contents(plan: Plan) -> str:
    """ "13 recommendations, 60 actions and 35 indicators"."""
    tables = ((plan.recommendations, "recommendation"), (plan.actions, "action"), (plan.kpis, "indicator"))
    return listed([counted(len(rows), name) for rows, name in tables if rows]) or "nothing yet"


def problem_counts(problems: Iterable[Problem]) -> str:
    """ "2 errors, 3 warnings and 1 note", or that nothing is wrong."""
    counts = Counter(problem.severity for problem in problems)
    words = [counted(counts[severity], str(severity)) for severity in Severity if counts[severity]]
    return listed(words) or "nothing wrong found"


def status_counts(statuses: Iterable[Status]) -> str:
    """ "3 red, 5 amber and 12 green", the worst first, then what has no colour."""
    counts = Counter(statuses)
    rated = [status for status in reversed(Status) if counts[status] and status.is_rated]
    others = [status for status in Status if counts[status] and not status.is_rated]
    return listed([f"{counts[status]} {str(status).lower()}" for status in (*rated, *others)])


def show_heading(console: Console, found: Assessment) -> None:
    """What the workbook holds and how its items stand."""
    judged, settings = found.judgements, found.book.plan.settings
    quarter = settings.calendar.label(judged.quarter)
    say(console, f"{found.book.path.name}, {quarter}, as at {date_label(judged.as_at)}: {contents(found.book.plan)}.")
    if judged.kpis:
        say(console, f"Indicators: {status_counts(item.status for item in judged.kpis)}.")
    if judged.actions:
        say(console, f"Actions: {status_counts(item.status for item in judged.actions)}.")
    say(console, f"Workbook: {problem_counts(found.book.problems)}.")
    for notice in found.notices:
        say(console, f"Please note: {notice}", style="bold")


def show_problems(console: Console, problems: Sequence[Problem], *, everything: bool) -> None:
    """Problems sheet by sheet, each with its cell; unless ``everything`` is asked for, a few of each kind."""
    for sheet in dict.fromkeys(problem.at.sheet for problem in problems):
        here = tuple(problem for problem in problems if problem.at.sheet == sheet)
        table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1, 0, 0))
        table.add_column(no_wrap=True)  # an address is never broken in two
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold", ratio=1)
        shown, left_out = (here, ()) if everything else _few_of_a_kind(here)
        for problem in shown:
            word = Text(str(problem.severity), style=SEVERITY_STYLES[problem.severity])
            table.add_row(problem.at.address, word, _problem_text(problem))
        for meaning, number in left_out:
            table.add_row("...", "", f"{number:,} more: {meaning} --all lists each.")
        console.print()
        console.print(sheet or "Workbook", style="bold")
        console.print(Padding(table, (0, 0, 0, 2)))


def _few_of_a_kind(problems: Sequence[Problem]) -> tuple[tuple[Problem, ...], tuple[tuple[str, int], ...]]:
    """The first of each kind, and what each kind left out means and how many they are."""
    seen: Counter[str] = Counter()
    shown = []
    for problem in problems:
        seen[problem.code] += 1
        if seen[problem.code] <= MOST_OF_A_KIND:
            shown.append(problem)
    meanings = {problem.code: problem.kind.meaning for problem in problems}
    return tuple(shown), tuple(
        (meanings[code], number - MOST_OF_A_KIND) for code, number in seen.items() if number > MOST_OF_A_KIND
    )


def _problem_text(problem: Problem) -> str:
    found = f' Found: "{problem.found}".' if problem.found else ""
    return f"{problem.kind.meaning}{found} {problem.fix}".strip()


def _show_rows(console: Console, title: str, rows: Sequence[tuple[str, Status, str, str]]) -> None:
    if not rows:
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column("Ref", no_wrap=True)
    table.add_column("Status", no_wrap=True)
    table.add_column(title, overflow="fold", ratio=1)
    for ref, status, name, why in rows:
        style = STYLES.get(status, "")
        table.add_row(ref, Text(str(status_cell(status).value), style=style), Text.assemble(name, "\n", (why, "dim")))
    console.print()
    console.print(table)


def _kpi_row(item: KpiJudgement) -> tuple[str, Status, str, str]:
    return item.ref, item.status, item.kpi.name, item.why


def _action_row(item: ActionJudgement) -> tuple[str, Status, str, str]:
    return item.ref, item.status, item.action.text, item.why
