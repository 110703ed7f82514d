"""The Action Plan sheet."""

from __future__ import annotations

import re
from datetime import date

from msgspec.structs import replace

from quarterly.model.periods import MONTHS, Calendar, Period, date_label
from quarterly.model.plan import Action, DeclaredRag, Stage
from quarterly.model.problems import Problem
from quarterly.read import kinds
from quarterly.read.blank_words import is_dash, is_ongoing, is_unchanged, is_undecided, says_nothing
from quarterly.read.choices import DECLARED, NO_DECLARATION, STAGES
from quarterly.read.headers import Table
from quarterly.read.rows import Row, is_denied, rows_of
from quarterly.read.scale import Amount, column_of_percentages
from quarterly.read.sheets.refs import first_of_each
from quarterly.read.values import NumberRead, closest, folded, parse_period, read_number, text_of

_NOT_YET = frozenset(("notyet", "no"))  # folded: answers to "Completed?" in place of a date


def read_actions(table: Table, calendar: Calendar, problems: list[Problem]) -> tuple[Action, ...]:
    """The actions in the order of their rows; links are checked once every sheet is read.

    ``calendar`` is the plan's, for a date such as "Q4 2025/26".
    """
    rows = tuple(first_of_each(rows_of(table, problems), "ref"))
    complete = _complete(rows, problems)
    return tuple(_action(row, complete.get(row.number), calendar) for row in rows)


def _complete(rows: tuple[Row, ...], problems: list[Problem]) -> dict[int, float]:
    """% complete by row number, on the scale 0 to 100; without such a column, what stands in Progress as 50%."""
    amounts = {}
    field = "complete" if rows and "complete" in rows[0].table.columns else "progress"
    for row in rows:
        if _is_blank(row.line(field)):
            continue
        if field == "complete" and is_undecided(row.line(field)):
            row.report(kinds.COMPLETE_UNDECIDED, field)
            continue
        read = row.number_read(field) if field == "complete" else _percent_in_progress(row)
        if read is not None:
            amounts[row.number] = Amount(value=read.number, percent=read.percent, at=row.cell(field))
    scaled = column_of_percentages(tuple(amounts.values()), problems)
    values = {number: value for number, value in zip(amounts, scaled, strict=True) if value is not None}
    for row in rows:
        if row.number in amounts and row.number not in values:
            row.errors[field] = row.line(field)
        if not 0 <= values.get(row.number, 0) <= 100:
            row.report(kinds.COMPLETE_OUT_OF_RANGE, field)
            del values[row.number]
    return values


def _is_blank(text: str) -> bool:
    return says_nothing(text) or folded(text) in _NOT_YET


def _percent_in_progress(row: Row) -> NumberRead | None:
    read = read_number(row.value("progress"), shown_as_percent=row.is_shown_as_percent("progress"))
    return read if isinstance(read, NumberRead) and read.percent else None


def _action(row: Row, complete: float | None, calendar: Calendar) -> Action:
    row.has_all_required()
    start = _day(row, "start", calendar, end=False)
    due, ongoing = _due(row, calendar)
    revised_due = _after(row, "revised_due", _day(row, "revised_due", calendar), start)
    action = Action(
        ref=row.line("ref"),
        text=row.text("text"),
        recommendations=row.refs("recommendations"),
        theme=row.label("theme"),
        leads=row.people("leads"),
        start=start,
        due=_after(row, "due", due, start),
        revised_due=revised_due,
        ongoing=ongoing and revised_due is None,  # a date that was agreed since is one to be judged by
        complete=complete,
        stage=_stage(row),
        declared=_declared(row),
        override_reason=row.text("override_reason"),
        completed_on=_completed(row, start, calendar),
        evidenced_on=_day(row, "evidenced_on", calendar),
        success_measure=row.text("success_measure"),
        kpis=row.refs("kpis"),
        depends_on=row.refs("depends_on"),
        progress=row.text("progress"),
        next_steps=row.text("next_steps"),
        source=row.source,
    )
    _check(row, action)
    if not row.errors:
        return action
    misread = next((field for field in _DECIDING if field in row.errors and _decides(row, field, action)), "")
    return replace(
        action,
        unread=row.misread(misread) if misread else "",
        unread_start=row.misread("start") if "start" in row.errors else "",
    )


_DECIDING = ("stage", "complete", "completed_on", "revised_due", "due")
"""Without these an action would be judged by other dates, or by less progress, than its row says."""


def _decides(row: Row, field: str, action: Action) -> bool:
    """Whether the cell could change the status.

    A reported % goes before Completed on, and before a Status that can neither defer nor supersede; a revised date
    goes before Due.
    """
    if field == "stage":
        return action.complete is None or not _says_no_stage(row.line(field))
    return {"completed_on": action.complete, "due": action.revised_due}.get(field) is None


def _says_no_stage(text: str) -> bool:
    """Whether words in Status are a rating or deny a stage: "Amber", "Not complete"."""
    near = closest(text, tuple(STAGES))
    return folded(text) in DECLARED or (bool(near) and is_denied(text, near))


def _day(row: Row, field: str, calendar: Calendar, *, end: bool = True) -> date | None:
    value = row.peek(field)
    if isinstance(value, str) and value:
        text = text_of(value)
        if _is_blank(text) or (field == "revised_due" and is_unchanged(text)):
            return None
        if field == "revised_due" and is_ongoing(text):
            row.report(kinds.DATE_NOT_UNDERSTOOD, field)  # whether the first date still holds, nobody can tell
            return None
        period = _quarter_or_year(text, calendar)
        if period:
            read = period.end if end else period.start
            row.report(kinds.DATE_MONTH_ONLY, field, day=date_label(read))
            return read
    day = row.day(field, end=end)
    return _month_end(row, field, day) if day and field in _DUE else day


def _quarter_or_year(text: str, calendar: Calendar) -> Period | None:
    """The quarter or year that text names; not "11/12", which may well be a day in December."""
    period = parse_period(_BY_END.sub("", text.strip(), count=1), calendar)
    if period is None or not (calendar.is_quarter(period) or calendar.is_year(period)):
        return None
    return None if _PAIR.fullmatch(text.strip()) else period


_PAIR = re.compile(r"[0-9]{2}\s*[/-]\s*[0-9]{2}")
_BY_END = re.compile(r"(?:by\s+)?(?:(?:the\s+)?end\s+(?:of\s+)?)?", re.IGNORECASE)
_DUE = ("due", "revised_due")


def _month_end(row: Row, field: str, day: date) -> date:
    """The end of the month that the cell shows: Excel keeps "Mar-26" as the first, which would be a month too early."""
    end = Period.month_of(day).end
    if day.day > 1 or not row.table.grid.is_month(row.number, row.table.columns[field]):
        return day
    row.report(kinds.DATE_MONTH_ONLY, field, f"{MONTHS[day.month - 1]}-{day:%y}", day=date_label(end))
    return end


def _due(row: Row, calendar: Calendar) -> tuple[date | None, bool]:
    """The first due date, and whether the action is ongoing."""
    word = text_of(row.peek("due"))
    if is_ongoing(word):
        return None, True
    if is_undecided(word):
        row.report(kinds.DUE_UNDECIDED, "due")
        return None, False
    return _day(row, "due", calendar), False


def _after(row: Row, field: str, day: date | None, start: date | None) -> date | None:
    if day and start and day < start:
        row.report(kinds.END_BEFORE_START, field, start=date_label(start))
        return None
    return day


def _completed(row: Row, start: date | None, calendar: Calendar) -> date | None:
    day = _day(row, "completed_on", calendar)
    if day and start and day < start:
        row.report(kinds.COMPLETED_BEFORE_START, "completed_on", start=date_label(start))
        return None
    return day


def _stage(row: Row) -> Stage:
    text = row.line("stage")
    if folded(text) in DECLARED and folded(text) not in STAGES:
        row.report(kinds.STATUS_IS_COLOUR, "stage")
        return Stage.UNKNOWN
    return row.choice("stage", STAGES) or Stage.UNKNOWN


def _declared(row: Row) -> DeclaredRag | None:
    text = row.line("declared")
    if is_dash(text) or folded(text) in NO_DECLARATION:
        return None
    return row.choice("declared", DECLARED)


def _check(row: Row, action: Action) -> None:
    """What single cells cannot show: dates and words that do not go together."""
    if action.revised_due and action.due and action.revised_due < action.due:
        row.report(kinds.REVISED_BEFORE_DUE, "revised_due", due=date_label(action.due))
    if action.evidenced_on and action.completed_on and action.evidenced_on < action.completed_on:
        row.report(kinds.EVIDENCED_BEFORE_COMPLETED, "evidenced_on", completed=date_label(action.completed_on))
    finished = action.stage is Stage.COMPLETE or action.complete == 100
    if finished and says_nothing(text_of(row.peek("completed_on"))):
        row.report(kinds.COMPLETE_WITHOUT_DATE, "completed_on")
    if _disagrees(action):
        row.report(kinds.COMPLETE_DISAGREES, "complete", status=action.stage.value)
    if action.override_reason and action.declared is None and not row.line("declared"):
        row.report(kinds.OVERRIDE_WITHOUT_RAG, "override_reason")


def _disagrees(action: Action) -> bool:
    if action.complete is None:
        return False
    return (action.stage is Stage.COMPLETE and action.complete < 100) or (
        action.stage is Stage.NOT_STARTED and action.complete > 0
    )
