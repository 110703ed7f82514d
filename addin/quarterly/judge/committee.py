"""The committee's requests: what is open and for how many meetings, what is overdue, what was closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from quarterly.judge.wording import counted
from quarterly.model.context import CommitteeItem, ForwardItem
from quarterly.model.periods import Period, date_label
from quarterly.model.plan import Plan


class Carried(Struct, frozen=True, kw_only=True):
    """An open request. ``meetings`` of its body have been held since it was raised; ``overdue`` is in days.

    ``meetings`` is ``None`` where nobody wrote down when it was raised.
    """

    item: CommitteeItem
    why: str
    meetings: int | None = None
    overdue: int = 0


class CommitteeJudgement(Struct, frozen=True, kw_only=True):
    """The log as it stood: ``open`` the longest carried first, ``closed`` what was closed since the quarter began.

    ``closed_before`` counts what was closed earlier, ``undated`` what is closed without a date.
    """

    open: tuple[Carried, ...] = ()
    closed: tuple[CommitteeItem, ...] = ()
    closed_before: int = 0
    undated: tuple[CommitteeItem, ...] = ()

    @property
    def overdue(self) -> int:
        """How many open requests are past their date."""
        return sum(carried.overdue > 0 for carried in self.open)


def judge_committee(plan: Plan, quarter: Period, as_at: date) -> CommitteeJudgement:
    """The requests raised by ``as_at``, open or closed as at that day."""
    raised = [item for item in plan.committee if item.raised_on is None or item.raised_on <= as_at]
    still_open = [item for item in raised if _is_open(item, as_at)]
    shut = [item for item in raised if not _is_open(item, as_at)]
    dated = [(item.closed_on, item) for item in shut if item.closed_on is not None]
    held = _meetings(plan, as_at)
    return CommitteeJudgement(
        open=tuple(_carried(item, held, as_at) for item in sorted(still_open, key=_age)),
        closed=tuple(item for day, item in sorted(dated, key=lambda pair: pair[0]) if day >= quarter.start),
        closed_before=sum(day < quarter.start for day, _ in dated),
        undated=tuple(item for item in shut if item.closed_on is None),
    )


def forward_from(items: Sequence[ForwardItem], as_at: date) -> tuple[ForwardItem, ...]:
    """What is still to come, the next first, items without a date last."""
    to_come = [item for item in items if item.on is None or item.on >= as_at]
    return tuple(sorted(to_come, key=lambda item: item.on or date.max))


def _is_open(item: CommitteeItem, as_at: date) -> bool:
    return item.is_open or (item.closed_on is not None and item.closed_on > as_at)


def _age(item: CommitteeItem) -> date:
    return item.raised_on or date.max


def _meetings(plan: Plan, as_at: date) -> dict[str, set[date]]:
    """The days before ``as_at`` on which each body met, as far as the log, the forward plan and the settings tell."""
    settings = plan.settings
    told = [
        *((item.body, item.raised_on) for item in plan.committee),
        *((item.body, item.on) for item in plan.forward),
        (settings.committee, settings.meeting_date),
    ]
    days: dict[str, set[date]] = {}
    for body, day in told:
        if day is not None and day < as_at:
            days.setdefault(_folded(body), set()).add(day)
    return days


def _folded(body: str) -> str:
    return " ".join(body.split()).casefold()


def _carried(item: CommitteeItem, held: dict[str, set[date]], as_at: date) -> Carried:
    overdue = max(0, (as_at - item.due).days) if item.due else 0
    late = f" It is {counted(overdue, 'day')} overdue." if overdue else ""
    if item.raised_on is None:
        return Carried(item=item, overdue=overdue, why=f"The log does not say when it was raised.{late}")
    raised = item.raised_on
    meetings = sum(day > raised for day in held.get(_folded(item.body), ()))
    return Carried(item=item, overdue=overdue, meetings=meetings, why=f"{_since(raised, meetings)}{late}")


def _since(raised: date, meetings: int) -> str:
    if not meetings:
        return f"Raised on {date_label(raised)}; no meeting held since."
    return f"Raised on {date_label(raised)}; {counted(meetings, 'meeting')} held since."
