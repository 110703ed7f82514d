"""An action's status from its dates, its progress and its evidence.

Expected progress is the share of the time that has passed; progress reported as a share of it decides between on track,
monitor and off track (Camms). Blue is for actions that are complete *and* evidenced.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date

from msgspec import Struct

from quarterly.judge.completion import SET_ASIDE, Completion, completion_of
from quarterly.judge.judgement import ActionJudgement, Status
from quarterly.judge.schedule import Schedule, schedule_of
from quarterly.judge.wording import counted, percent
from quarterly.model.periods import date_label
from quarterly.model.plan import Action, DeclaredRag, Stage
from quarterly.model.rules import ActionRules

NOISE = 1e-9  # of a ratio of percentages; far below what a reported one can mean

LABELS = {
    Status.BLUE: "Complete and evidenced",
    Status.GREEN: "On track",
    Status.AMBER: "Monitor",
    Status.RED: "Off track",
    Status.NOT_STARTED: "Not due to start",
    Status.NOT_UPDATED: "Not yet updated",
    Status.ONGOING: "Ongoing",
    Status.DEFERRED: "Deferred",
    Status.SUPERSEDED: "No longer applicable",
    Status.CANNOT_JUDGE: "Cannot be judged",
}
"""The words that councils use for an action's status (Camms, Bracknell Forest)."""

EVIDENCE_AWAITED = "Complete, evidence awaited"


class _Case(Struct, frozen=True, kw_only=True):
    action: Action
    rules: ActionRules
    completion: Completion
    schedule: Schedule

    @property
    def reported(self) -> float | None:
        """Percent done: full for what is finished, none for what Status says has not begun."""
        if self.completion.finished:
            return 100.0
        if self.action.complete is None and self.action.stage is Stage.NOT_STARTED:
            return 0.0
        return self.action.complete


class _Verdict(Struct, frozen=True):
    status: Status
    why: str
    label: str = ""


def judge_action(
    action: Action, *, on: date, rules: ActionRules, plan_start: date | None, theme: str = ""
) -> ActionJudgement:
    """The action's status on the day ``on``, with the reason, slippage in days and progress in percent.

    ``plan_start`` stands in for a missing start date. ``theme`` is used where the action names none of its own.

    Source: Camms, action status by reported over expected progress; Bracknell Forest Council, quarterly service
    reports, for the words.
    """
    schedule = schedule_of(action, on, plan_start)
    case = _Case(action=action, rules=rules, completion=completion_of(action, on), schedule=schedule)
    verdict = _verdict(case)
    shown = _shown(action, verdict)
    unjudged = bool(action.unread) and verdict.status is Status.CANNOT_JUDGE
    watched = not (case.completion.finished or action.ongoing or action.stage in SET_ASIDE or unjudged)
    return ActionJudgement(
        action=action,
        status=shown.status,
        computed=verdict.status,
        why=" ".join((shown.why, *case.completion.remarks)),
        label=shown.label,
        expected=None if action.ongoing or action.stage in SET_ASIDE else schedule.expected,
        reported=case.reported,
        slippage=schedule.slippage(_slipped_until(case, watched)),
        overdue=schedule.days_past_due if watched else 0,
        past_due=unjudged and schedule.days_past_due > 0,
        declared=action.declared,
        overridden=shown.status is not verdict.status,
        theme=action.theme or theme,
    )


def _slipped_until(case: _Case, watched: bool) -> date | None:
    due = case.schedule.due
    if case.completion.finished and case.completion.completed_on:
        return case.completion.completed_on
    return max(due, case.schedule.on) if due and watched else due


def _verdict(case: _Case) -> _Verdict:
    """The first rule that has something to say decides; progress against time is the last."""
    for rule in _RULES:
        verdict = rule(case)
        if verdict:
            return verdict
    return _by_progress(case)


def _set_aside(case: _Case) -> _Verdict | None:
    if case.action.stage is Stage.DEFERRED:
        return _Verdict(Status.DEFERRED, "Status says deferred, so it is not judged against its dates.")
    if case.action.stage is Stage.SUPERSEDED:
        return _Verdict(Status.SUPERSEDED, "Status says superseded, so it is no longer judged.")
    return None


def _finished(case: _Case) -> _Verdict | None:
    completion = case.completion
    if not completion.finished:
        return None
    done = _how_finished(case)
    if completion.evidenced_on:
        evidenced = date_label(completion.evidenced_on)
        return _Verdict(Status.BLUE, f"{done}, and evidenced on {evidenced}.")
    return _Verdict(Status.GREEN, f"{done}; evidence is awaited, and blue needs evidence.", EVIDENCE_AWAITED)


def _how_finished(case: _Case) -> str:
    completed, first = case.completion.completed_on, case.schedule.first_due
    if completed is None:
        return "Status says complete" if case.action.complete is None else "100% complete"
    done = f"Completed on {date_label(completed)}"
    late = case.schedule.slippage(completed)
    return f"{done}, {counted(late, 'day')} after it was first due ({date_label(first)})" if late and first else done


def _unread(case: _Case) -> _Verdict | None:
    return _cannot_be_used(case.action.unread)


def _start_unread(case: _Case) -> _Verdict | None:
    """From the due date on everything was expected, whatever the start."""
    return None if case.schedule.on >= (case.schedule.due or date.max) else _cannot_be_used(case.action.unread_start)


def _cannot_be_used(cell: str) -> _Verdict | None:
    if not cell:
        return None
    return _Verdict(Status.CANNOT_JUDGE, f"{cell} cannot be used, so where the action stands is not known.")


def _ongoing(case: _Case) -> _Verdict | None:
    return _Verdict(Status.ONGOING, "Ongoing, with no due date to be judged by.") if case.action.ongoing else None


def _undated(case: _Case) -> _Verdict | None:
    if case.schedule.due:
        return None
    return _Verdict(Status.CANNOT_JUDGE, "No due date is given, so progress has nothing to be judged against.")


def _overdue(case: _Case) -> _Verdict | None:
    days, due, first = case.schedule.days_past_due, case.schedule.due, case.schedule.first_due
    if due is None or days < max(1, case.rules.red_overdue_days):  # due today is not overdue, whatever the rule says
        return None
    moved = f" (first due {date_label(first)})" if first and first != due else ""
    done = "no progress reported" if case.reported is None else f"{percent(case.reported, decimals=1)} complete"
    return _Verdict(Status.RED, f"{counted(days, 'day')} overdue: due {date_label(due)}{moved}, {done}.")


def _not_due_to_start(case: _Case) -> _Verdict | None:
    start = case.schedule.start
    begun = case.action.complete or case.action.stage is Stage.IN_PROGRESS
    # With dates in the wrong order the due date comes first, and no start excuses it.
    if start is None or begun or case.schedule.on >= start or case.schedule.expected:
        return None
    whose = ", when the plan starts" if case.schedule.from_plan else ""
    return _Verdict(Status.NOT_STARTED, f"Not due to start until {date_label(start)}{whose}.")


def _without_start(case: _Case) -> _Verdict | None:
    if case.schedule.expected is not None:
        return None
    why = "Neither the action nor the plan has a start date, so expected progress cannot be worked out."
    return _Verdict(Status.CANNOT_JUDGE, why)


def _not_updated(case: _Case) -> _Verdict | None:
    if case.reported is not None:
        return None
    expected = percent(case.schedule.expected or 0.0, 100.0)
    why = f"No % complete is reported; {expected} was expected by {date_label(case.schedule.on)}."
    return _Verdict(Status.NOT_UPDATED, why + _counted_from(case))


_RULES: tuple[Callable[[_Case], _Verdict | None], ...] = (
    _set_aside,
    _finished,
    _unread,
    _ongoing,
    _undated,
    _overdue,
    _start_unread,
    _not_due_to_start,
    _without_start,
    _not_updated,
)


def _by_progress(case: _Case) -> _Verdict:
    expected, reported, rules = case.schedule.expected or 0.0, case.reported or 0.0, case.rules
    by = date_label(case.schedule.on)
    if expected < rules.material:
        little = "nothing was" if expected == 0 else f"less than {percent(rules.material, decimals=1)} was"
        why = f"{percent(reported, decimals=1)} complete; {little} expected by {by}." + _counted_from(case)
        return _Verdict(Status.GREEN, why)
    ratio = reported / expected
    status = _band(ratio, rules)
    on_track, monitor = 100 * rules.on_track, 100 * rules.monitor
    why = (
        f"{percent(reported, decimals=1)} complete against {percent(expected, 100.0, decimals=1)} expected by {by} "
        f"(ratio {percent(100 * ratio, on_track, monitor)}); "
        f"on track from {percent(on_track, decimals=1)}, monitor from {percent(monitor, decimals=1)}."
    )
    return _Verdict(status, why + _to_next(status, expected, reported, rules) + _grace(case) + _counted_from(case))


def _band(ratio: float, rules: ActionRules) -> Status:
    if ratio + NOISE >= rules.on_track:
        return Status.GREEN
    return Status.AMBER if ratio + NOISE >= rules.monitor else Status.RED


def _to_next(status: Status, expected: float, reported: float, rules: ActionRules) -> str:
    if status is Status.GREEN:
        return ""
    limit, label = (rules.on_track, "on track") if status is Status.AMBER else (rules.monitor, "monitor")
    points = math.ceil(limit * expected - reported - NOISE)
    return f" {counted(points, 'percentage point')} more would make it {label}."


def _grace(case: _Case) -> str:
    days = case.schedule.days_past_due
    return (
        f" {counted(days, 'day')} overdue; off track from {counted(case.rules.red_overdue_days, 'day')}."
        if days
        else ""
    )


def _counted_from(case: _Case) -> str:
    start, due = case.schedule.start, case.schedule.due
    if not case.schedule.from_plan or start is None or due is None or case.schedule.on >= due:
        return ""
    return f" Counted from the plan's start, {date_label(start)}, because the action has no start date."


def _shown(action: Action, verdict: _Verdict) -> _Verdict:
    """What the report shows: the declared colour where a reason lets it stand, else what was worked out.

    Blue cannot be had by override, because it says that evidence was seen.
    """
    label = verdict.label or LABELS[verdict.status]
    declared = Status(action.declared.value) if action.declared else None
    if _overrides(action, verdict.status) and declared:
        why = f"Declared {declared}: {_sentence(action.override_reason)} From its dates it is {verdict.status}: "
        return _Verdict(declared, why + verdict.why, f"{LABELS[declared]}, as declared")
    return _Verdict(verdict.status, verdict.why + _declared_remark(action, verdict.status), label)


def _overrides(action: Action, computed: Status) -> bool:
    return (
        action.declared is not None
        and action.declared is not DeclaredRag.BLUE
        and action.declared.value != computed.value
        and bool(action.override_reason.strip())
        and action.stage not in SET_ASIDE
    )


def _declared_remark(action: Action, computed: Status) -> str:
    reason, declared = action.override_reason.strip(), action.declared
    if declared is None:
        return " An override reason is given but no colour is declared, so nothing is overridden." if reason else ""
    if declared.value == computed.value:
        return ""
    if declared is DeclaredRag.BLUE:
        return f" Declared Blue, but blue needs completion and evidence, so {_state(computed)} stands."
    if computed in (Status.ONGOING, Status.DEFERRED, Status.SUPERSEDED):
        return f" Declared {declared}."
    return f" Declared {declared} without an override reason, so {_state(computed)} stands."


def _state(status: Status) -> str:
    return status.value if status.is_rated else f'"{status.value}"'


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text if text.endswith((".", "!", "?")) else f"{text}."
