"""The challenge list: what dates, evidence or indicators do not support, as questions to the owners.

Each check asks at most one question about an action; several checks may ask about the same one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from msgspec import Struct

from quarterly.judge.completion import SET_ASIDE, Completion, completion_of
from quarterly.judge.judgement import RATED, ActionJudgement, Challenge, KpiJudgement, Status
from quarterly.judge.wording import counted, listed, percent
from quarterly.model.periods import date_label
from quarterly.model.plan import Action, DeclaredRag, Stage
from quarterly.model.problems import CellRef
from quarterly.model.rules import ActionRules

NO_OWNER = "No owner named"

_POSITIVE = (DeclaredRag.GREEN, DeclaredRag.BLUE)
_GOING_WELL = (Status.GREEN, Status.BLUE)


class _Asked(Struct, frozen=True):
    question: str
    field: str  # the column that the owner would change


class _Case(Struct, frozen=True, kw_only=True):
    """An action with everything that its status can be held against."""

    judgement: ActionJudgement
    completion: Completion
    on: date
    rules: ActionRules
    actions: dict[str, ActionJudgement]
    kpis: dict[str, KpiJudgement]

    @property
    def action(self) -> Action:
        return self.judgement.action

    @property
    def active(self) -> bool:
        """Whether work should be going on: neither finished, nor set aside, nor still to start."""
        aside = self.action.stage in SET_ASIDE or self.judgement.computed is Status.NOT_STARTED
        return not (self.completion.finished or aside)


def challenges(
    actions: tuple[ActionJudgement, ...], kpis: tuple[KpiJudgement, ...], *, on: date, rules: ActionRules
) -> tuple[Challenge, ...]:
    """Every question that the judged actions raise on the day ``on``, in the order of the plan."""
    by_ref = {judgement.ref: judgement for judgement in actions}
    kpis_by_ref = {judgement.ref: judgement for judgement in kpis}
    return tuple(
        _challenge(judgement, asked)
        for judgement in actions
        for asked in _questions(
            _Case(
                judgement=judgement,
                completion=completion_of(judgement.action, on),
                on=on,
                rules=rules,
                actions=by_ref,
                kpis=kpis_by_ref,
            )
        )
    )


def _questions(case: _Case) -> Iterable[_Asked]:
    return (asked for check in _CHECKS if (asked := check(case)) is not None)


def _challenge(judgement: ActionJudgement, asked: _Asked) -> Challenge:
    return Challenge(
        ref=judgement.ref,
        kind="Action",
        owner=" / ".join(judgement.action.leads) or NO_OWNER,
        declared=judgement.declared.value if judgement.declared else "",
        computed=judgement.computed.value,
        question=asked.question,
        at=judgement.action.source.cell(asked.field),
    )


def _declared_better(case: _Case) -> _Asked | None:
    """Declared better than the dates support, with no reason given; also declared green while days overdue."""
    declared, judgement = case.action.declared, case.judgement
    if declared is None or judgement.overridden or not _flatters(case, declared):
        return None
    at = _cells(case.action, "declared")
    return _Asked(
        f"Declared {declared}{at}, but {_against(case)} What supports {declared}?",
        "declared",
    )


def _flatters(case: _Case, declared: DeclaredRag) -> bool:
    computed = case.judgement.computed
    if computed in RATED:
        better = RATED.index(Status(declared.value)) < RATED.index(computed)
        awaited = declared is DeclaredRag.BLUE and case.completion.finished  # asked as evidence awaited
        return (better and not awaited) or (declared in _POSITIVE and case.judgement.overdue > 0)
    if computed in (Status.NOT_UPDATED, Status.CANNOT_JUDGE):
        return declared in _POSITIVE
    return declared is DeclaredRag.BLUE


def _against(case: _Case) -> str:
    """What stands against the declared colour, naming the cells that say so."""
    action, judgement = case.action, case.judgement
    due = action.due_in_force
    if judgement.overdue and due:
        days = counted(judgement.overdue, "day")
        return f"{days} overdue on {date_label(case.on)}: due {date_label(due)}{_due_cells(action)}, {_progress(case)}."
    if judgement.computed.is_rated and judgement.expected is not None:
        expected = percent(judgement.expected, 100.0, decimals=1)
        return f"{_progress(case)} against {expected} expected by {date_label(case.on)}."
    if judgement.computed is Status.NOT_UPDATED:
        return f"no % complete is reported{_cells(action, 'complete')}."
    if judgement.computed is Status.CANNOT_JUDGE:
        return f"there are no dates{_cells(action, 'start', 'due')} to judge it by."
    return f'by its dates and status it is "{judgement.computed}", and blue needs completion and evidence.'


def _progress(case: _Case) -> str:
    reported = case.judgement.reported
    done = "no progress reported" if reported is None else f"{percent(reported, 100.0, decimals=1)} complete"
    return done + _cells(case.action, "complete")


def _evidence_awaited(case: _Case) -> _Asked | None:
    completion, action = case.completion, case.action
    if not completion.finished or completion.evidenced_on:
        return None
    since = completion.completed_on
    if since and (case.on - since).days < case.rules.stale_evidence_days:
        return None
    declared = " and declared Blue" if action.declared is DeclaredRag.BLUE else ""
    when = f" since {date_label(since)}" if since else ""
    return _Asked(
        f"Complete{when}{_cells(action, 'completed_on')}{declared}, but not evidenced{_cells(action, 'evidenced_on')}. "
        "What shows that it made the difference, and who has seen it?",
        "evidenced_on",
    )


def _contradiction(case: _Case) -> _Asked | None:
    if not case.completion.contradiction:
        return None
    cells = _cells(case.action, "stage", "complete", "completed_on")
    return _Asked(f"{case.completion.contradiction} Which is right{cells}?", "stage")


def _overridden_upwards(case: _Case) -> _Asked | None:
    """A reason that improves the colour is listed, so that somebody agrees with it each quarter."""
    judgement = case.judgement
    computed, shown = judgement.computed, judgement.status
    if not judgement.overridden or (computed.is_rated and RATED.index(shown) > RATED.index(computed)):
        return None
    reason = " ".join(case.action.override_reason.split())
    reason_at = _cells(case.action, "override_reason")
    was = computed.value if computed.is_rated else f'"{computed}"'
    return _Asked(
        f'Reported as {shown} for the reason "{reason}"{reason_at}; by its dates it is {was}. '
        "Does the reason still hold?",
        "override_reason",
    )


def _redated_while_green(case: _Case) -> _Asked | None:
    action = case.action
    if not (action.due and action.revised_due and case.active and case.judgement.status is Status.GREEN):
        return None
    days = (action.revised_due - action.due).days
    if days <= case.rules.redated_days:
        return None
    return _Asked(
        f"Green after its date moved by {counted(days, 'day')}, from {date_label(action.due)} "
        f"to {date_label(action.revised_due)}{_due_cells(action)}. Why did it move, and who agreed?",
        "revised_due",
    )


def _linked_kpi_red(case: _Case) -> _Asked | None:
    if case.judgement.status not in _GOING_WELL:
        return None
    red = [ref for ref in case.action.kpis if ref in case.kpis and case.kpis[ref].status is Status.RED]
    if not red:
        return None
    verb, noun = ("is", "a KPI") if len(red) == 1 else ("are", "KPIs")
    return _Asked(
        f"{case.judgement.status}, but {listed(red)}, {noun} that it should move{_cells(case.action, 'kpis')}, "
        f"{verb} red. Is the action having an effect?",
        "kpis",
    )


def _before_its_dependency(case: _Case) -> _Asked | None:
    if not case.completion.finished:
        return None
    waiting = [ref for ref in dict.fromkeys(case.action.depends_on) if ref in case.actions and _unfinished(case, ref)]
    if not waiting:
        return None
    verb = "is" if len(waiting) == 1 else "are"
    return _Asked(
        f"Complete, but {listed(waiting)}, which it depends on{_cells(case.action, 'depends_on')}, {verb} not. "
        "Is it really complete, or is the dependency out of date?",
        "depends_on",
    )


def _unfinished(case: _Case, ref: str) -> bool:
    action = case.actions[ref].action
    return action.stage is not Stage.SUPERSEDED and not completion_of(action, case.on).finished


def _no_progress_text(case: _Case) -> _Asked | None:
    if not case.active or case.action.progress.strip():
        return None
    at = _cells(case.action, "progress")
    return _Asked(f"No progress is described{at}. What has been done since the last report?", "progress")


_CHECKS: tuple[Callable[[_Case], _Asked | None], ...] = (
    _declared_better,
    _evidence_awaited,
    _contradiction,
    _overridden_upwards,
    _redated_while_green,
    _linked_kpi_red,
    _before_its_dependency,
    _no_progress_text,
)


def _cells(action: Action, *fields: str) -> str:
    """ " (M14)": where to look, for actions that were read from a sheet with these columns."""
    cells: list[CellRef] = [action.source.cell(field) for field in fields]
    addresses = [cell.address for cell in cells if cell.row and cell.column]
    return f" ({', '.join(addresses)})" if addresses else ""


def _due_cells(action: Action) -> str:
    return _cells(action, "due", "revised_due") if action.revised_due else _cells(action, "due")
