"""What a notebook calls, a little more forgiving than the core beneath it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from quarterly.judge import judge as judge_period

if TYPE_CHECKING:
    from quarterly.judge.judgement import Judgements
    from quarterly.model.periods import Calendar, Period
    from quarterly.model.plan import Plan
    from quarterly.model.rules import Rules


def judge(plan: Plan, quarter: Period | str, as_at: date, rules: Rules | None = None) -> Judgements:
    """Every status of the plan with its reason: indicators for ``quarter``, actions as at the day ``as_at``.

    ``quarter`` is a period, or its name in the plan's year: "Q3 2025/26". ``rules`` are the plan's own where none are
    passed.

    Raises:
        ValueError: ``quarter`` is not a period of three months, or names none.
    """
    period = _named(quarter, plan.settings.calendar) if isinstance(quarter, str) else quarter
    return judge_period(plan, period, as_at, rules)


def _named(text: str, calendar: Calendar) -> Period:
    from quarterly.read.period_text import parse_period

    period = parse_period(text, calendar)
    if period is None:
        raise ValueError(f'{text!r} is not a quarter; write it like "{calendar.label(calendar.quarter(2025, 3))}"')
    return period
