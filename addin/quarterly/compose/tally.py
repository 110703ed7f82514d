"""How many indicators and actions have which status, now and in the last report."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from quarterly.compose.material import Material
from quarterly.compose.words import percent
from quarterly.judge.changes import ACTION
from quarterly.judge.judgement import RATED, Status

ALWAYS = (Status.GREEN, Status.AMBER, Status.RED)
"""Counted even where there is none; other statuses only where they occur."""


class Count(Struct, frozen=True, kw_only=True):
    """Items of one status; ``status`` is ``None`` for all those without a colour.

    ``kpis_before`` is by the quarter before as it is judged now, ``actions_before`` by the last report as it was
    published: ``None`` where no report is known that named actions.
    """

    status: Status | None
    kpis: int
    kpis_before: int
    actions: int
    actions_before: int | None


class Tally(Struct, frozen=True, kw_only=True):
    """All counts of a report. ``rows`` are those worth a row: the usual colours, what else occurs, and the rest."""

    now: Counter[Status]
    before: Counter[Status]
    actions: Counter[Status]
    published: Counter[str] | None

    @classmethod
    def of(cls, material: Material) -> Tally:
        """The counts of everything in the plan."""
        judged = material.judgements
        rows = [row for row in judged.changes.published if row.kind.casefold() == ACTION.casefold()]
        return cls(
            now=Counter(item.status for item in judged.kpis),
            before=Counter(item.previous.status for item in judged.kpis if item.previous),
            actions=Counter(item.status for item in judged.actions),
            published=Counter(row.status.strip().casefold() for row in rows) if rows else None,
        )

    def count(self, status: Status) -> Count:
        """How many items have the status."""
        return Count(
            status=status,
            kpis=self.now[status],
            kpis_before=self.before[status],
            actions=self.actions[status],
            actions_before=None if self.published is None else self.published[status.casefold()],
        )

    @property
    def unrated(self) -> Count:
        """How many items have no colour."""
        rated = [self.count(status) for status in RATED]
        return Count(
            status=None,
            kpis=self.now.total() - sum(one.kpis for one in rated),
            kpis_before=self.before.total() - sum(one.kpis_before for one in rated),
            actions=self.actions.total() - sum(one.actions for one in rated),
            actions_before=None
            if self.published is None
            else self.published.total() - sum(one.actions_before or 0 for one in rated),
        )

    @property
    def rows(self) -> tuple[Count, ...]:
        """The usual colours, what else occurs, and what has no colour."""
        used = (self.count(status) for status in RATED if status in ALWAYS or self._occurs(status))
        return (*used, self.unrated)

    def _occurs(self, status: Status) -> bool:
        return any(counts[status] for counts in (self.now, self.before, self.actions))

    def share_of_kpis(self, count: Count) -> int:
        """Whole percent of all indicators."""
        return percent(count.kpis, self.now.total())

    def share_of_actions(self, count: Count) -> int:
        """Whole percent of all actions."""
        return percent(count.actions, self.actions.total())
