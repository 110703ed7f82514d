"""The action plan, and the whole of what a workbook says."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from msgspec import Struct

from quarterly.model.context import (
    AuditMonth,
    Commentary,
    CommitteeItem,
    ForwardItem,
    Inspection,
    PublishedStatus,
    Recipient,
    Risk,
    Settings,
)
from quarterly.model.kpi import Benchmark, Kpi, Rebase
from quarterly.model.problems import NOWHERE, Source
from quarterly.model.rules import RuleChange


class DeclaredRag(StrEnum):
    """The colour that an officer or lead declared."""

    BLUE = "Blue"
    GREEN = "Green"
    AMBER = "Amber"
    RED = "Red"


class Stage(StrEnum):
    """Where an action stands according to its Status column."""

    NOT_STARTED = "Not started"
    IN_PROGRESS = "In progress"
    COMPLETE = "Complete"
    DEFERRED = "Deferred"
    SUPERSEDED = "Superseded"  # also: no longer applicable, withdrawn, merged
    UNKNOWN = ""


class Recommendation(Struct, frozen=True, kw_only=True):
    """What an inspection, or the council itself, asked for."""

    ref: str
    text: str
    origin: str = ""
    made_on: date | None = None
    theme: str = ""
    lead: str = ""
    outcome: str = ""
    sub_plan: str = ""
    source: Source = NOWHERE


class Action(Struct, frozen=True, kw_only=True):
    """One action of the plan. ``complete`` is percent, 0 to 100; ``None`` where nothing was reported.

    ``unread`` names a cell that decides the status and quotes it, where what stands there cannot be used;
    ``unread_start`` does so for the start, which decides nothing once the due date has come.
    """

    ref: str
    text: str
    recommendations: tuple[str, ...] = ()
    theme: str = ""
    leads: tuple[str, ...] = ()
    start: date | None = None
    due: date | None = None
    revised_due: date | None = None
    ongoing: bool = False  # due "Ongoing": never overdue, judged by nothing but the declared status
    complete: float | None = None
    stage: Stage = Stage.UNKNOWN
    declared: DeclaredRag | None = None
    override_reason: str = ""
    completed_on: date | None = None
    evidenced_on: date | None = None
    success_measure: str = ""
    kpis: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()
    progress: str = ""
    next_steps: str = ""
    unread: str = ""
    unread_start: str = ""
    source: Source = NOWHERE

    @property
    def due_in_force(self) -> date | None:
        """The revised date where there is one, else the first."""
        return self.revised_due or self.due


class Plan(Struct, frozen=True, kw_only=True):
    """Everything that an improvement workbook says, each table in the order of its rows."""

    settings: Settings
    recommendations: tuple[Recommendation, ...] = ()
    actions: tuple[Action, ...] = ()
    kpis: tuple[Kpi, ...] = ()
    benchmarks: tuple[Benchmark, ...] = ()
    audits: tuple[AuditMonth, ...] = ()
    inspections: tuple[Inspection, ...] = ()
    committee: tuple[CommitteeItem, ...] = ()
    forward: tuple[ForwardItem, ...] = ()
    risks: tuple[Risk, ...] = ()
    commentary: tuple[Commentary, ...] = ()
    recipients: tuple[Recipient, ...] = ()
    history: tuple[PublishedStatus, ...] = ()
    rebases: tuple[Rebase, ...] = ()
    rule_changes: tuple[RuleChange, ...] = ()

    @property
    def themes(self) -> tuple[str, ...]:
        """Every theme that recommendations, actions or KPIs name, in the order of first mention."""
        named = [item.theme for table in (self.recommendations, self.kpis, self.actions) for item in table]
        return tuple(dict.fromkeys(theme for theme in named if theme))
