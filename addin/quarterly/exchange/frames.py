"""Plans and judgements as pandas frames, for notebooks and exports."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING, Generic, TypeVar

from msgspec import Struct

from quarterly.judge.judgement import ActionJudgement, Judgements, KpiJudgement
from quarterly.model.kpi import Kpi, Reading, Target
from quarterly.model.plan import Action, Plan
from quarterly.model.problems import Problem

if TYPE_CHECKING:
    import pandas as pd

Item = KpiJudgement | ActionJudgement | Problem | Reading | Kpi | Action
Value = str | float | int | bool | date | None

TEXT, NUMBER, COUNT, DAY, FLAG = "str", "float64", "int64", "datetime64[s]", "bool"
"""The types of columns. Text is never missing: blank is ``""``. Numbers and days may be missing: NaN, NaT."""

_T = TypeVar("_T")


class _Shape(Struct, Generic[_T], frozen=True):
    """What an item is, how it becomes a row, and the columns of such rows with their types."""

    kind: type[_T]
    row: Callable[[_T], tuple[Value, ...]]
    columns: dict[str, str]

    def takes(self, items: Sequence[object]) -> bool:
        """Whether all items are of this kind."""
        return all(isinstance(item, self.kind) for item in items)

    def frame_of(self, items: Sequence[object]) -> pd.DataFrame:
        return self.frame([item for item in items if isinstance(item, self.kind)])

    def frame(self, items: Sequence[_T]) -> pd.DataFrame:
        import pandas as pd  # noqa: PLC0415  dear to import

        rows = [self.row(item) for item in items]
        return pd.DataFrame(
            {
                name: pd.Series([row[place] for row in rows], dtype=kind)
                for place, (name, kind) in enumerate(self.columns.items())
            }
        )


def to_frame(items: Judgements | Sequence[Item]) -> pd.DataFrame:
    """One row an item; :class:`Judgements` give the frame of their KPIs.

    ============== =================================================================================================
    Items          Columns
    ============== =================================================================================================
    KPI judgements ref, indicator, theme, good_is, unit, quarter_start, quarter_end, period_start, period_end, value,
                   target, gap, status, why, previous_value, previous_status, year_ago_value, year_ago_status,
                   short_direction, short_change, long_direction, long_change, caveats
    Action         ref, action, theme, recommendations, leads, start, due, due_in_force, status, computed, label, why,
    judgements     expected, reported, slippage, overdue, declared, overridden
    Problems       severity, code, sheet, cell, found, meaning, fix
    Readings       period_start, period_end, months, value, numerator, denominator, team, state, comment
    KPIs           ref, indicator, theme, recommendations, good_is, unit, decimals, frequency, kind, baseline,
                   baseline_date, target, target_date, owner, data_source, definition, readings
    Actions        ref, action, theme, recommendations, leads, start, due, revised_due, complete, stage, declared,
                   completed_on, evidenced_on, kpis, depends_on, progress, next_steps
    ============== =================================================================================================

    Days are ``datetime64``, statuses text, percentages on the scale 0 to 100, slippage and overdue days; a list such
    as an action's leads is text parted by semicolons. A frame of no items is empty and has no columns.

    Raises:
        TypeError: the items are of different kinds, or of none of these.
    """
    if isinstance(items, Judgements):
        return _KPI_JUDGEMENTS.frame(items.kpis)
    if not items:
        import pandas as pd  # noqa: PLC0415  dear to import

        return pd.DataFrame()
    for shape in _SHAPES:
        if shape.takes(items):
            return shape.frame_of(items)
    raise TypeError("to_frame takes judgements, KPIs, actions, readings or problems, all of one kind")


def tidy_readings(plan: Plan) -> pd.DataFrame:
    """Every reading of the plan, whole authority and teams: ref, indicator, unit, then the columns of readings."""
    import pandas as pd  # noqa: PLC0415  dear to import

    pairs = [(kpi, reading) for kpi in plan.kpis for reading in (*kpi.readings, *kpi.team_readings)]
    frame = _READINGS.frame([reading for _, reading in pairs])
    frame.insert(0, "ref", pd.Series([kpi.ref for kpi, _ in pairs], dtype=TEXT))
    frame.insert(1, "indicator", pd.Series([kpi.name for kpi, _ in pairs], dtype=TEXT))
    frame.insert(2, "unit", pd.Series([kpi.unit for kpi, _ in pairs], dtype=TEXT))
    return frame


def _joined(parts: Sequence[str]) -> str:
    return "; ".join(parts)


def _target(kpi: Kpi) -> float | None:
    """The number of the last target to come into force."""
    return kpi.targets[-1].value if kpi.targets else None


def _in_force(target: Target | None) -> float | None:
    return target.value if target else None


def _kpi_judgement(item: KpiJudgement) -> tuple[Value, ...]:
    return (
        item.ref,
        item.kpi.name,
        item.kpi.theme,
        str(item.kpi.polarity),
        item.kpi.unit,
        item.quarter.start,
        item.quarter.end,
        item.period.start if item.period else None,
        item.period.end if item.period else None,
        item.value,
        _in_force(item.target),
        item.gap,
        str(item.status),
        item.why,
        item.previous.value if item.previous else None,
        str(item.previous.status) if item.previous else "",
        item.year_ago.value if item.year_ago else None,
        str(item.year_ago.status) if item.year_ago else "",
        str(item.short.direction),
        item.short.change,
        str(item.long.direction),
        item.long.change,
        " ".join(item.caveats),
    )


def _action_judgement(item: ActionJudgement) -> tuple[Value, ...]:
    action = item.action
    return (
        item.ref,
        action.text,
        item.theme or action.theme,
        _joined(action.recommendations),
        _joined(action.leads),
        action.start,
        action.due,
        action.due_in_force,
        str(item.status),
        str(item.computed),
        item.label,
        item.why,
        item.expected,
        item.reported,
        item.slippage,
        item.overdue,
        str(item.declared or ""),
        item.overridden,
    )


def _problem(item: Problem) -> tuple[Value, ...]:
    return (
        str(item.severity),
        item.code,
        item.at.sheet,
        item.at.address,
        item.found,
        item.kind.meaning,
        item.fix,
    )


def _reading(item: Reading) -> tuple[Value, ...]:
    return (
        item.period.start,
        item.period.end,
        item.period.months,
        item.value,
        item.numerator,
        item.denominator,
        item.team,
        str(item.state),
        item.comment,
    )


def _kpi(item: Kpi) -> tuple[Value, ...]:
    return (
        item.ref,
        item.name,
        item.theme,
        _joined(item.recommendations),
        str(item.polarity),
        item.unit,
        item.decimals,
        str(item.frequency),
        str(item.kind),
        item.baseline,
        item.baseline_date,
        _target(item),
        item.target_date,
        item.owner,
        item.data_source,
        item.definition,
        len(item.readings),
    )


def _action(item: Action) -> tuple[Value, ...]:
    return (
        item.ref,
        item.text,
        item.theme,
        _joined(item.recommendations),
        _joined(item.leads),
        item.start,
        item.due,
        item.revised_due,
        item.complete,
        str(item.stage),
        str(item.declared or ""),
        item.completed_on,
        item.evidenced_on,
        _joined(item.kpis),
        _joined(item.depends_on),
        item.progress,
        item.next_steps,
    )


_KPI_JUDGEMENTS = _Shape(
    KpiJudgement,
    _kpi_judgement,
    {
        **dict.fromkeys(("ref", "indicator", "theme", "good_is", "unit"), TEXT),
        **dict.fromkeys(("quarter_start", "quarter_end", "period_start", "period_end"), DAY),
        **dict.fromkeys(("value", "target", "gap"), NUMBER),
        **dict.fromkeys(("status", "why"), TEXT),
        **{"previous_value": NUMBER, "previous_status": TEXT, "year_ago_value": NUMBER, "year_ago_status": TEXT},
        **{"short_direction": TEXT, "short_change": NUMBER, "long_direction": TEXT, "long_change": NUMBER},
        "caveats": TEXT,
    },
)
_ACTION_JUDGEMENTS = _Shape(
    ActionJudgement,
    _action_judgement,
    {
        **dict.fromkeys(("ref", "action", "theme", "recommendations", "leads"), TEXT),
        **dict.fromkeys(("start", "due", "due_in_force"), DAY),
        **dict.fromkeys(("status", "computed", "label", "why"), TEXT),
        **dict.fromkeys(("expected", "reported"), NUMBER),
        **dict.fromkeys(("slippage", "overdue"), COUNT),
        "declared": TEXT,
        "overridden": FLAG,
    },
)
_PROBLEMS = _Shape(
    Problem,
    _problem,
    dict.fromkeys(("severity", "code", "sheet", "cell", "found", "meaning", "fix"), TEXT),
)
_READINGS = _Shape(
    Reading,
    _reading,
    {
        **dict.fromkeys(("period_start", "period_end"), DAY),
        "months": COUNT,
        **dict.fromkeys(("value", "numerator", "denominator"), NUMBER),
        **dict.fromkeys(("team", "state", "comment"), TEXT),
    },
)
_KPIS = _Shape(
    Kpi,
    _kpi,
    {
        **dict.fromkeys(("ref", "indicator", "theme", "recommendations", "good_is", "unit"), TEXT),
        "decimals": COUNT,
        **dict.fromkeys(("frequency", "kind"), TEXT),
        **{"baseline": NUMBER, "baseline_date": DAY, "target": NUMBER, "target_date": DAY},
        **dict.fromkeys(("owner", "data_source", "definition"), TEXT),
        "readings": COUNT,
    },
)
_ACTIONS = _Shape(
    Action,
    _action,
    {
        **dict.fromkeys(("ref", "action", "theme", "recommendations", "leads"), TEXT),
        **dict.fromkeys(("start", "due", "revised_due"), DAY),
        "complete": NUMBER,
        **dict.fromkeys(("stage", "declared"), TEXT),
        **dict.fromkeys(("completed_on", "evidenced_on"), DAY),
        **dict.fromkeys(("kpis", "depends_on", "progress", "next_steps"), TEXT),
    },
)
_SHAPES = (_KPI_JUDGEMENTS, _ACTION_JUDGEMENTS, _PROBLEMS, _READINGS, _KPIS, _ACTIONS)
