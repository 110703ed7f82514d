"""What judging yields: a status with its reason for every item, and the facts it was decided on.

Nothing downstream derives a status again; it shows what stands here.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from msgspec import Struct

from quarterly.judge.benchmark import Comparison
from quarterly.judge.over_time import OverTime
from quarterly.judge.since import NO_CHANGES, Changes
from quarterly.judge.status import RATED, Status, worst
from quarterly.model.kpi import Benchmark, Kpi, Reading, Target
from quarterly.model.periods import Period
from quarterly.model.plan import Action, DeclaredRag, Recommendation
from quarterly.model.problems import CellRef, Problem
from quarterly.model.rules import RagRule, RuleChange, Rules

__all__ = [
    "RATED",
    "ActionJudgement",
    "Challenge",
    "Comparison",
    "Coverage",
    "Difference",
    "Direction",
    "Judgements",
    "KpiJudgement",
    "KpiPoint",
    "RollUp",
    "Status",
    "Travel",
    "worst",
]


class Direction(StrEnum):
    """Direction of travel, in words; the arrow shows the movement of the value, the word what it means."""

    IMPROVED = "Improved"
    STABLE = "Stable"
    DECLINED_WITHIN = "Declined, within limits"
    DECLINED_OFF = "Declined, off target"
    UP = "Up"
    DOWN = "Down"
    NONE = ""  # nothing to compare with, or the profile forbids it


class Travel(Struct, frozen=True, kw_only=True):
    """A movement between two values, or why there is none. ``change`` is now less then, in the indicator's unit."""

    direction: Direction
    why: str
    then: Reading | None = None
    then_period: Period | None = None
    change: float | None = None

    @property
    def arrow(self) -> str:
        """▲ the value rose, ▼ it fell, ► it stayed within the materiality threshold."""
        if self.direction is Direction.NONE:
            return ""
        if self.direction is Direction.STABLE or not self.change:
            return "►"
        return "▲" if self.change > 0 else "▼"


class KpiPoint(Struct, frozen=True, kw_only=True):
    """An indicator's value and status in another period, worked out by the same rules.

    ``why`` is the reason of the newest figure's status; earlier quarters go without.
    """

    period: Period
    reading: Reading | None
    status: Status
    why: str = ""

    @property
    def value(self) -> float | None:
        """The value in the indicator's unit."""
        return self.reading.value if self.reading else None


class KpiJudgement(Struct, frozen=True, kw_only=True):
    """An indicator's status for the quarter and what it rests on.

    ``period`` is the period that ``value`` covers: the quarter, or for a time-lagged indicator the latest that could
    be known. ``reading`` is the value for that period as the quarter rule makes it; ``latest`` the newest reading
    that exists at all, for items with no value this quarter; ``newest`` is its status by the target and the rule of its
    own period, for reports between the ends of quarters. ``gap`` is value less target in the indicator's unit,
    signed so that positive is better; ``to_next`` the change needed to reach the next better status (``None`` at the
    best), ``next_status`` that status. ``caveats`` are sentences a reader must see beside the figure.
    """

    kpi: Kpi
    status: Status
    why: str
    quarter: Period
    period: Period | None = None
    reading: Reading | None = None
    latest: Reading | None = None
    newest: KpiPoint | None = None
    target: Target | None = None
    rule: RagRule | None = None
    gap: float | None = None
    to_next: float | None = None
    next_status: Status | None = None
    previous: KpiPoint | None = None
    year_ago: KpiPoint | None = None
    short: Travel
    long: Travel
    benchmarks: tuple[Benchmark, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    caveats: tuple[str, ...] = ()
    over_time: OverTime | None = None

    @property
    def ref(self) -> str:
        """The indicator's reference."""
        return self.kpi.ref

    @property
    def value(self) -> float | None:
        """The quarter's value in the indicator's unit."""
        return self.reading.value if self.reading else None


class ActionJudgement(Struct, frozen=True, kw_only=True):
    """An action's status and what it rests on.

    ``status`` is what the report shows: the declared colour where an override reason stands beside it, else
    ``computed``. ``expected`` and ``reported`` are percent. ``slippage`` counts days from the first due date to the
    date in force, or to completion, or to the as-at date when that is past; ``overdue`` days past the date in force.
    """

    action: Action
    status: Status
    computed: Status
    why: str
    label: str = ""  # the action status in words: "On track", "Monitor", "Off track", "Complete and evidenced"
    expected: float | None = None
    reported: float | None = None
    slippage: int = 0
    overdue: int = 0
    past_due: bool = False  # not judged for a cell that is not understood, though the date in force is past
    declared: DeclaredRag | None = None
    overridden: bool = False
    theme: str = ""  # the action's own, else its recommendation's

    @property
    def ref(self) -> str:
        """The action's reference."""
        return self.action.ref


class Challenge(Struct, frozen=True, kw_only=True):
    """A status that the dates or the evidence do not support, as a question for its owner."""

    ref: str
    kind: str  # "Action" or "KPI"
    owner: str
    declared: str
    computed: str
    question: str
    at: CellRef


class RollUp(Struct, frozen=True, kw_only=True):
    """The status of a recommendation or theme: the worst colour among its items, with the counts behind it.

    ``reason`` names what decides it, ``not_counted`` the items without a colour, in a sentence each.
    """

    ref: str
    title: str
    status: Status | None
    reason: str
    not_counted: str = ""
    actions: tuple[ActionJudgement, ...] = ()
    kpis: tuple[KpiJudgement, ...] = ()
    action_status: Status | None = None
    kpi_status: Status | None = None
    recommendation: Recommendation | None = None

    @property
    def why(self) -> str:
        """The reason, and what is not counted in it."""
        return " ".join(filter(None, (self.reason, self.not_counted)))


class Coverage(Struct, frozen=True, kw_only=True):
    """Which recommendations have actions and measures, and which have none."""

    statement: str
    with_measures: tuple[str, ...] = ()
    without_measures: tuple[str, ...] = ()
    without_actions: tuple[str, ...] = ()


class Difference(Struct, frozen=True, kw_only=True):
    """A status that comes out otherwise by other rules. ``published`` is what was published for the quarter, if it was.

    ``why`` is the reason of the status by the later rules.
    """

    ref: str
    kind: str  # "KPI" or "Action"
    name: str
    quarter: Period
    earlier: Status
    later: Status
    why: str
    published: str = ""


class Judgements(Struct, frozen=True, kw_only=True):
    """Everything decided about a plan for one quarter as at one day.

    ``rules`` are those in force in the quarter. ``rule_changes`` are those that start in it, and ``differences`` the
    statuses, published or of this quarter, that come out otherwise by them than by the rules before. ``changes`` are
    those since the last report.
    """

    quarter: Period
    as_at: date
    rules: Rules
    kpis: tuple[KpiJudgement, ...] = ()
    actions: tuple[ActionJudgement, ...] = ()
    recommendations: tuple[RollUp, ...] = ()
    themes: tuple[RollUp, ...] = ()
    challenges: tuple[Challenge, ...] = ()
    findings: tuple[Problem, ...] = ()  # plan quality
    coverage: Coverage = Coverage(statement="")
    rule_changes: tuple[RuleChange, ...] = ()
    differences: tuple[Difference, ...] = ()
    changes: Changes = NO_CHANGES
