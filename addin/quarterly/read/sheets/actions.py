"""The Action Plan sheet."""

from __future__ import annotations

from datetime import date

from quarterly.model.periods import date_label
from quarterly.model.plan import Action, DeclaredRag, Stage
from quarterly.model.problems import Problem
from quarterly.read import kinds
from quarterly.read.choices import DECLARED, NO_DECLARATION, STAGES
from quarterly.read.headers import Table
from quarterly.read.rows import Row, rows_of
from quarterly.read.scale import Amount, column_of_percentages
from quarterly.read.sheets.refs import first_of_each
from quarterly.read.values import folded, text_of

_ONGOING = frozenset(
    folded(word) for word in ("Ongoing", "On-going", "Continuous", "Continuing", "Rolling", "Business as usual", "BAU")
)
_UNDECIDED = frozenset(
    folded(word) for word in ("TBC", "TBA", "TBD", "To be confirmed", "To be agreed", "To be decided", "Not set")
)
_NO_DATE = frozenset(folded(word) for word in ("n/a", "-", "none", "not applicable", "not yet", "no"))


def read_actions(table: Table, problems: list[Problem]) -> tuple[Action, ...]:
    """The actions in the order of their rows; links are checked once every sheet is read."""
    rows = tuple(first_of_each(rows_of(table, problems), "ref"))
    complete = _complete(rows, problems)
    return tuple(_action(row, complete.get(row.number)) for row in rows)


def _complete(rows: tuple[Row, ...], problems: list[Problem]) -> dict[int, float]:
    """% complete by row number, on the scale 0 to 100."""
    amounts = {}
    for row in rows:
        if folded(row.line("complete")) in _NO_DATE | {""}:
            continue
        read = row.number_read("complete")
        if read is not None:
            amounts[row.number] = Amount(value=read.number, percent=read.percent, at=row.cell("complete"))
    scaled = column_of_percentages(tuple(amounts.values()), problems)
    values = {number: value for number, value in zip(amounts, scaled, strict=True) if value is not None}
    for row in rows:
        if not 0 <= values.get(row.number, 0) <= 100:
            row.report(kinds.COMPLETE_OUT_OF_RANGE, "complete")
            del values[row.number]
    return values


def _action(row: Row, complete: float | None) -> Action:
    row.has_all_required()
    start = _day(row, "start", end=False)
    due, ongoing = _due(row)
    action = Action(
        ref=row.line("ref"),
        text=row.text("text"),
        recommendations=row.refs("recommendations"),
        theme=row.line("theme"),
        leads=row.people("leads"),
        start=start,
        due=_after(row, "due", due, start),
        revised_due=_after(row, "revised_due", _day(row, "revised_due"), start),
        ongoing=ongoing,
        complete=complete,
        stage=row.choice("stage", STAGES) or Stage.UNKNOWN,
        declared=_declared(row),
        override_reason=row.text("override_reason"),
        completed_on=_completed(row, start),
        evidenced_on=_day(row, "evidenced_on"),
        success_measure=row.text("success_measure"),
        kpis=row.refs("kpis"),
        depends_on=row.refs("depends_on"),
        progress=row.text("progress"),
        next_steps=row.text("next_steps"),
        source=row.source,
    )
    _check(row, action)
    return action


def _day(row: Row, field: str, *, end: bool = True) -> date | None:
    text = row.peek(field)
    if isinstance(text, str) and text and folded(text) in _NO_DATE:
        return None
    return row.day(field, end=end)


def _due(row: Row) -> tuple[date | None, bool]:
    """The first due date, and whether the action is ongoing."""
    word = folded(text_of(row.peek("due")))
    if word in _ONGOING:
        return None, True
    if word in _UNDECIDED:
        row.report(kinds.DUE_UNDECIDED, "due")
        return None, False
    return _day(row, "due"), False


def _after(row: Row, field: str, day: date | None, start: date | None) -> date | None:
    if day and start and day < start:
        row.report(kinds.END_BEFORE_START, field, start=date_label(start))
        return None
    return day


def _completed(row: Row, start: date | None) -> date | None:
    day = _day(row, "completed_on")
    if day and start and day < start:
        row.report(kinds.COMPLETED_BEFORE_START, "completed_on", start=date_label(start))
        return None
    return day


def _declared(row: Row) -> DeclaredRag | None:
    if folded(row.line("declared")) in NO_DECLARATION:
        return None
    return row.choice("declared", DECLARED)


def _check(row: Row, action: Action) -> None:
    """What single cells cannot show: dates and words that do not go together."""
    if action.revised_due and action.due and action.revised_due < action.due:
        row.report(kinds.REVISED_BEFORE_DUE, "revised_due", due=date_label(action.due))
    if action.evidenced_on and action.completed_on and action.evidenced_on < action.completed_on:
        row.report(kinds.EVIDENCED_BEFORE_COMPLETED, "evidenced_on", completed=date_label(action.completed_on))
    finished = action.stage is Stage.COMPLETE or action.complete == 100
    if finished and not text_of(row.peek("completed_on")):
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
