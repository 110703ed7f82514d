"""RAG rules as values: which family, with which numbers, and where they were published.

How a rule turns a value into a status is :mod:`quarterly.judge.rag`.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from quarterly.model.periods import Period
from quarterly.model.problems import NOWHERE, Source


class RuleFamily(StrEnum):
    """The ways in which councils rate an indicator."""

    PERCENTAGE = "percentage tolerance"  # gap as a share of the target
    POINTS = "points tolerance"  # gap in the indicator's own unit
    ABSOLUTE = "absolute"  # green and amber limits stated as values
    FLOOR = "floor and target"  # amber between floor and target
    RANGE = "target range"  # green between low and high
    TWO_FACTOR = "two-factor"  # off target and direction of travel
    FOUR_LEVEL = "four-level"  # green, green-amber, red-amber, red
    ZERO = "zero target"  # none is the target
    IN_YEAR = "in-year"  # off target but reachable before the year ends
    INFORMATION = "information only"  # never rated
    UNREAD = "not understood"  # what decides the rule cannot be read; its name is what stands there


class RagRule(Struct, frozen=True, kw_only=True):
    """A rule with its numbers. Boundaries are inclusive: on the limit is the better status.

    ``green``, ``amber`` and ``red_amber`` are the largest gap from target that still earns the status: in the
    indicator's unit for POINTS and ZERO, in percent of the target for the others, or in the unit without ``relative``.
    For ABSOLUTE they are values of the indicator. ``None`` means that the family does not use the number, or that it
    comes from the indicator's own columns.
    """

    family: RuleFamily
    green: float | None = None
    amber: float | None = None
    red_amber: float | None = None
    relative: bool = True
    red_needs_action: bool = False  # a red obliges the council to state what management does about it
    name: str = ""
    source: str = ""

    @property
    def title(self) -> str:
        """The preset's name, else the family's."""
        return self.name or str(self.family)


HAVERING = RagRule(
    family=RuleFamily.TWO_FACTOR,
    green=10.0,  # percent of target
    name="Havering 2013",
    source="London Borough of Havering, corporate performance reports 2013/14 to 2015/16",
)
BRACKNELL = RagRule(
    family=RuleFamily.PERCENTAGE,
    green=5.0,  # percent of target
    amber=10.0,  # percent of target
    name="Bracknell Forest",
    source="Bracknell Forest Council, quarterly service reports",
)
KENT = RagRule(
    family=RuleFamily.FLOOR,
    red_needs_action=True,
    name="Kent",
    source="Kent County Council, quarterly performance report: floor standard",
)
TOWER_HAMLETS = RagRule(
    family=RuleFamily.FLOOR,
    name="Tower Hamlets",
    source="London Borough of Tower Hamlets, minimum expectation and stretch target, 2018/19",
)
MEDWAY = RagRule(
    family=RuleFamily.IN_YEAR,
    name="Medway",
    source="Medway Council, council plan performance monitoring",
)

PRESETS: tuple[RagRule, ...] = (HAVERING, BRACKNELL, KENT, TOWER_HAMLETS, MEDWAY)
"""Published schemes, by the name that officers write in the RAG rule column."""


class ActionRules(Struct, frozen=True, kw_only=True):
    """How an action's dates and progress become a status (Camms: reported as a share of expected progress)."""

    on_track: float = 0.90  # reported ÷ expected at which an action is on track
    monitor: float = 0.70  # reported ÷ expected at which an action needs watching; lower is off track
    red_overdue_days: int = 1  # days past the due date in force from which an unfinished action is off track
    stale_evidence_days: int = 0  # days after completion that evidence may take before it is challenged
    material: float = 1.0  # percent expected; below it the first days' lack of progress is not held against anybody
    redated_days: int = 30  # days by which a due date may move before a green action is asked about it


class DirectionRules(Struct, frozen=True, kw_only=True):
    """How large a change must be to count as one."""

    points: float = 1.0  # for indicators in percent: percentage points
    share: float = 0.02  # for all others: share of the earlier value


class Rules(Struct, frozen=True, kw_only=True):
    """Everything that decides a status, in one value that the report states and a machine can compare.

    ``by_kpi`` pairs an indicator's reference with a rule that goes before the one on the KPIs sheet.
    """

    version: str = "2026.1"
    default: RagRule = BRACKNELL  # where neither the indicator nor its columns say otherwise
    actions: ActionRules = ActionRules()
    direction: DirectionRules = DirectionRules()
    small_denominator: int = 10  # below this many cases a percentage is marked as of low reliability
    by_kpi: tuple[tuple[str, RagRule], ...] = ()

    def for_kpi(self, ref: str) -> RagRule | None:
        """The rule that changed for this indicator alone."""
        return next((rule for kpi, rule in self.by_kpi if kpi == ref), None)


STANDARD_RULES = Rules()


class RuleChange(Struct, frozen=True, kw_only=True):
    """A RAG rule in force from the start of ``since``: one row of the Rules sheet.

    It is for ``kpis``, or where there are none for every indicator without a rule of its own.
    """

    since: Period
    rule: RagRule
    kpis: tuple[str, ...] = ()
    reason: str = ""
    source: Source = NOWHERE
