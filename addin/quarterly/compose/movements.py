"""What moved since the quarter before: changes of colour and the largest movements, as sentences."""

from __future__ import annotations

from collections.abc import Sequence

from quarterly.compose.cells import target_text
from quarterly.compose.words import counted, listed
from quarterly.judge.judgement import RATED, ActionJudgement, Direction, KpiJudgement, Status
from quarterly.model.figures import figure


def better(items: Sequence[KpiJudgement]) -> list[KpiJudgement]:
    """Indicators whose colour is better than in the quarter before."""
    return [item for item in items if (moved := _moved(item)) is not None and moved < 0]


def worse(items: Sequence[KpiJudgement]) -> list[KpiJudgement]:
    """Indicators whose colour is worse than in the quarter before."""
    return [item for item in items if (moved := _moved(item)) is not None and moved > 0]


def worsened(item: KpiJudgement) -> bool:
    """Whether an indicator's colour, or its value against the quarter before, is worse."""
    declined = item.short.direction in (Direction.DECLINED_WITHIN, Direction.DECLINED_OFF)
    return declined or bool(worse([item]))


def _moved(item: KpiJudgement) -> int | None:
    """Steps down the scale of colours since the quarter before; negative is better."""
    before = item.previous
    if before is None or not before.status.is_rated or not item.status.is_rated:
        return None
    return RATED.index(item.status) - RATED.index(before.status)


def key_points(kpis: Sequence[KpiJudgement], actions: Sequence[ActionJudgement]) -> tuple[str, ...]:
    """The things to know this quarter, most serious first, five at most; each follows a fixed rule."""
    points = (
        _colour_moves(worse(kpis), "worse"),
        _red(kpis),
        _overdue(actions),
        _colour_moves(better(kpis), "better"),
        _evidence(actions),
    )
    return tuple(point for point in points if point)


def _colour_moves(items: Sequence[KpiJudgement], word: str) -> str:
    if not items:
        return ""
    named = [f"{item.kpi.name} ({_before(item)} to {item.status}{_figures(item)})" for item in items[:3]]
    more = f", and {counted(len(items) - 3, 'other')}" if len(items) > 3 else ""
    verb = "is" if len(items) == 1 else "are"
    return f"{counted(len(items), 'indicator')} {verb} rated {word} than last quarter: {'; '.join(named)}{more}."


def _before(item: KpiJudgement) -> Status | str:
    return item.previous.status if item.previous else ""


def _figures(item: KpiJudgement) -> str:
    then = item.previous.value if item.previous else None
    if then is None or item.value is None:
        return ""
    kpi = item.kpi
    return f", {figure(then, kpi.decimals, kpi.unit)} to {figure(item.value, kpi.decimals, kpi.unit)}"


def _red(kpis: Sequence[KpiJudgement]) -> str:
    red = [item for item in kpis if item.status is Status.RED]
    if not red:
        return ""
    named = [
        f"{item.kpi.name} ({figure(item.value or 0, item.kpi.decimals, item.kpi.unit)}{_against(item)})"
        for item in red[:4]
    ]
    more = f", and {counted(len(red) - 4, 'other')}" if len(red) > 4 else ""
    verb = "is" if len(red) == 1 else "are"
    return f"{counted(len(red), 'indicator')} {verb} red: {'; '.join(named)}{more}."


def _against(item: KpiJudgement) -> str:
    target = target_text(item.target, item.kpi)
    return f", target {target}" if target else ""


def _overdue(actions: Sequence[ActionJudgement]) -> str:
    late = sorted((item for item in actions if item.overdue > 0), key=lambda item: -item.overdue)
    if not late:
        return ""
    first = late[0]
    verb = "is" if len(late) == 1 else "are"
    longest = f"{first.ref}, by {counted(first.overdue, 'day')}"
    detail = f": {longest}" if len(late) == 1 else f"; the longest is {longest}"
    return f"{counted(len(late), 'action')} {verb} overdue{detail}."


def _evidence(actions: Sequence[ActionJudgement]) -> str:
    waiting = [item.ref for item in actions if item.label == "Complete, evidence awaited"]
    if not waiting:
        return ""
    verb = "is" if len(waiting) == 1 else "are"
    return (
        f"{counted(len(waiting), 'action')} {verb} complete but not yet evidenced: {listed(waiting[:6])}"
        f"{'' if len(waiting) <= 6 else f' and {len(waiting) - 6} more'}."
    )
