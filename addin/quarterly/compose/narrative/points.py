"""What is said of many items together: counts, changes of colour, what is red, overdue or put off."""

from __future__ import annotations

from collections.abc import Sequence

from quarterly.compose.material import Material
from quarterly.compose.movements import better, worse
from quarterly.compose.narrative.sources import Trail, action_name, cells, distinct, ref_cells
from quarterly.compose.narrative.trace import Figure, Phrase, Sentence, Topic, counted, listed, number, said
from quarterly.compose.words import percent
from quarterly.judge.action import EVIDENCE_AWAITED
from quarterly.judge.judgement import ActionJudgement, KpiJudgement, Status
from quarterly.judge.since import Redated
from quarterly.model.periods import date_label
from quarterly.model.problems import CellRef

Kpis = Sequence[KpiJudgement]
Actions = Sequence[ActionJudgement]
Items = Sequence[KpiJudgement | ActionJudgement]

MOST = 5  # points about the programme
PERCENT_FROM = 10  # items; a percentage of fewer says no more than the count
NAMED_MOVES, NAMED_RED, NAMED_ACTIONS = 3, 4, 6  # items named of each; more are counted


def key_points(material: Material) -> tuple[Sentence, ...]:
    """The things to know this quarter, most serious first, five at most; each follows a fixed rule."""
    kpis, actions = material.judgements.kpis, material.judgements.actions
    points = (
        colour_moves(material, kpis, Topic.WORSE),
        _red(material, kpis),
        overdue(material, actions),
        _postponed(material),
        colour_moves(material, kpis, Topic.BETTER),
        _evidence(actions),
    )
    return tuple(point for point in points if point is not None)[:MOST]


def standing(kpis: Kpis, actions: Actions) -> tuple[Phrase, ...]:
    """How many rated indicators are green and red, how many rated actions are on track or complete."""
    rated = [item for item in kpis if item.status.is_rated]
    live = [item for item in actions if item.status.is_rated]
    clauses: list[Phrase] = []
    if rated:
        clauses.append(_colours(rated))
    elif kpis:
        clauses.append(_unrated(kpis, "indicator"))
    if live:
        well = [item for item in live if item.status in (Status.BLUE, Status.GREEN)]
        clauses.append(_share(well, live, "rated action", "on track or complete"))
    elif actions:
        clauses.append(_unrated(actions, "action"))
    return tuple(clauses)


def _colours(rated: Kpis) -> Phrase:
    noun = "rated indicator"
    if len(rated) == 1:
        return (Figure(f"the only {noun}", 1.0, ref_cells(rated)), f" is {rated[0].status.lower()}")
    green = [item for item in rated if item.status is Status.GREEN]
    red = [item for item in rated if item.status is Status.RED]
    share = _share(green, rated, noun, "green")
    if len(green) == len(rated):
        return share
    count: Phrase = (number(len(red), ref_cells(red)), f" {_are(len(red))}") if red else ("none is",)
    return (*share, " and ", *count, " red")


def _share(part: Items, whole: Items, noun: str, state: str) -> Phrase:
    """ "14 of 30 rated actions (47%) are on track or complete"; right for none, one and all."""
    refs, count = ref_cells(whole), len(whole)
    if count == 1:
        return (Figure(f"the only {noun}", 1.0, refs), f" is {'' if part else 'not '}{state}")
    if not part:
        return ("none of the ", counted(count, noun, refs), f" is {state}")
    if len(part) == count:
        both = Figure(f"both {noun}s", 2.0, refs)
        return (both, f" are {state}") if count == 2 else ("all ", counted(count, noun, refs), f" are {state}")
    of = (number(len(part), ref_cells(part)), " of ", counted(count, noun, refs))
    percentage: Phrase = ()
    if count >= PERCENT_FROM:
        percentage = (" (", Figure(f"{percent(len(part), count)}%", 100 * len(part) / count, refs), ")")
    return (*of, *percentage, f" {_are(len(part))} {state}")


def _unrated(items: Items, noun: str) -> Phrase:
    if len(items) == 1:
        return (Figure(f"the only {noun}", 1.0, ref_cells(items)), " has no rating this quarter")
    return ("none of the ", counted(len(items), noun, ref_cells(items)), " has a rating this quarter")


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def colour_moves(material: Material, kpis: Kpis, topic: Topic) -> Sentence | None:
    """The indicators whose colour is worse, or better, than in the quarter before, with both colours and figures."""
    items = worse(kpis) if topic is Topic.WORSE else better(kpis)
    if not items:
        return None
    named: list[Phrase] = [_moved(material, item) for item in items[:NAMED_MOVES]]
    count = counted(len(items), "indicator", ref_cells(items))
    lead = (count, f" {_are(len(items))} rated {topic} than last quarter: ")
    return said(topic, *lead, *listed(named, "; "), *_others(items[NAMED_MOVES:]), ".")


def _others(items: Items) -> Phrase:
    return (", and ", counted(len(items), "other", ref_cells(items))) if items else ()


def _moved(material: Material, item: KpiJudgement) -> Phrase:
    trail, before = Trail.of(material, item.kpi), item.previous
    colours = f" ({before.status if before else ''} to {item.status}"
    if before is None or before.value is None or item.value is None or item.period is None:
        return (trail.name, f"{colours})")
    values = (trail.value(before.value, before.period), " to ", trail.value(item.value, item.period))
    return (trail.name, f"{colours}, ", *values, ")")


def unmoved(kpis: Kpis) -> Sentence | None:
    """That no colour changed, where there is one to compare with."""
    compared = [item for item in kpis if item.status.is_rated and item.previous and item.previous.status.is_rated]
    if not compared or any(item.previous and item.previous.status is not item.status for item in compared):
        return None
    return said(Topic.UNCHANGED, "no indicator is rated better or worse than last quarter.")


def _red(material: Material, kpis: Kpis) -> Sentence | None:
    red = [item for item in kpis if item.status is Status.RED]
    if not red:
        return None
    named: list[Phrase] = [_named_red(material, item) for item in red[:NAMED_RED]]
    lead = (counted(len(red), "indicator", ref_cells(red)), f" {_are(len(red))} red: ")
    return said(Topic.RED, *lead, *listed(named, "; "), *_others(red[NAMED_RED:]), ".")


def _named_red(material: Material, item: KpiJudgement) -> Phrase:
    trail = Trail.of(material, item.kpi)
    if item.value is None or item.period is None:
        return (trail.name,)
    target = trail.target(item.period)
    against: Phrase = (", target ", target) if target else ()
    return (trail.name, " (", trail.value(item.value, item.period), *against, ")")


def overdue(material: Material, actions: Actions) -> Sentence | None:
    """The actions past the date in force, the longest first."""
    late = sorted((item for item in actions if item.overdue > 0), key=lambda item: -item.overdue)
    if not late:
        return None
    first = late[0]
    due = "revised_due" if first.action.revised_due else "due"
    basis = f"days to {date_label(material.judgements.as_at)}"
    by = counted(first.overdue, "day", cells(first.action.source, due), basis)
    detail = ": " if len(late) == 1 else "; the longest is "
    count = counted(len(late), "action", ref_cells(late))
    return said(Topic.OVERDUE, count, f" {_are(len(late))} overdue{detail}", action_name(first), ", by ", by, ".")


def _postponed(material: Material) -> Sentence | None:
    """The due dates that were put off since the last report, the longest first."""
    changes = material.judgements.changes
    moved = sorted(
        (item for item in changes.redated if item.days and item.days > 0), key=lambda item: -(item.days or 0)
    )
    if not moved or changes.quarter is None:
        return None
    actions = {item.ref: item for item in material.judgements.actions}
    first, refs = moved[0], ref_cells([actions[item.ref] for item in moved])
    days = counted(first.days or 0, "day", _date_cells(material, first, actions[first.ref]))
    rows = [row for row in material.plan.history if row.quarter == changes.quarter]
    report = Figure(
        material.label(changes.quarter), None, distinct(ref for row in rows for ref in cells(row.source, "quarter"))
    )
    detail = ": " if len(moved) == 1 else "; the longest is "
    lead = (
        counted(len(moved), "action", refs),
        f" {'was' if len(moved) == 1 else 'were'} put off since the report for ",
    )
    return said(Topic.POSTPONED, *lead, report, detail, action_name(actions[first.ref]), ", by ", days, ".")


def _date_cells(material: Material, moved: Redated, item: ActionJudgement) -> tuple[CellRef, ...]:
    """The date as published and the date now."""
    then = [
        row
        for row in material.plan.history
        if row.quarter == material.judgements.changes.quarter
        and row.item.casefold() == moved.ref.casefold()
        and row.due == moved.then
    ]
    now = "revised_due" if item.action.revised_due else "due"
    return distinct((*(ref for row in then for ref in cells(row.source, "due")), *cells(item.action.source, now)))


def _evidence(actions: Actions) -> Sentence | None:
    waiting = [item for item in actions if item.label == EVIDENCE_AWAITED]
    if not waiting:
        return None
    named: list[Phrase] = [(action_name(item),) for item in waiting[:NAMED_ACTIONS]]
    rest = waiting[NAMED_ACTIONS:]
    if rest:
        named.append((counted(len(rest), "other", ref_cells(rest)),))
    count = counted(len(waiting), "action", ref_cells(waiting))
    lead = f" {_are(len(waiting))} complete but not yet evidenced: "
    return said(Topic.EVIDENCE, count, lead, *listed(named), ".")
