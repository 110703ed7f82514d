"""An action's dates against the day it is judged on: what could be expected, what is overdue, what has slipped."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

from quarterly.model.plan import Action


class Schedule(Struct, frozen=True, kw_only=True):
    """The dates that count on the day ``on``. ``from_plan`` says that ``start`` is the plan's, not the action's own."""

    on: date
    start: date | None
    first_due: date | None
    due: date | None  # the date in force
    from_plan: bool = False

    @property
    def expected(self) -> float | None:
        """Percent of the time that has passed: 0 up to the start, 100 from the due date on.

        ``None`` where there is no due date, or no start to count from. Dates in the wrong order, or a start on the
        due date, leave no time in between: 0 before the due date and 100 from it on.
        """
        if self.due is None:
            return None
        if self.on >= self.due:
            return 100.0
        if self.start is None:
            return None
        if self.on <= self.start:
            return 0.0
        return 100.0 * (self.on - self.start).days / (self.due - self.start).days

    @property
    def days_past_due(self) -> int:
        """Days since the due date in force; 0 on that day and before it."""
        return max(0, (self.on - self.due).days) if self.due else 0

    def slippage(self, until: date | None) -> int:
        """Days from the first due date to ``until``; 0 where nothing slipped or there was no date to slip from."""
        if self.first_due is None or until is None:
            return 0
        return max(0, (until - self.first_due).days)


def schedule_of(action: Action, on: date, plan_start: date | None) -> Schedule:
    """The action's dates; the plan's start stands in for a missing start."""
    return Schedule(
        on=on,
        start=action.start or plan_start,
        first_due=action.due or action.revised_due,
        due=action.due_in_force,
        from_plan=action.start is None and plan_start is not None,
    )
