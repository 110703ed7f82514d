"""Whether a target can still be reached before the year ends, by arithmetic alone.

Medway's amber is "off target but can still reach it in the year". Read exactly, as this product does:

- A reading that stands alone (a snapshot, a month or quarter by itself, a rolling year) can reach any target while at
  least a month of the indicator's year is left.
- A cumulative percentage or mean is fixed for the months behind. The best that the months ahead can add is 100% (or 0
  where low is good), at the same number of cases a month as so far.
- A cumulative count can only grow: a high target stays within reach, a low one that is passed is lost.
- Nothing can be reached once the year is over.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from quarterly.judge.bands import Reach, Span, aim
from quarterly.model.figures import as_set, counted
from quarterly.model.kpi import Kind, Kpi, Polarity, QuarterRule, Target
from quarterly.model.periods import Period, months_between

_FULL = Fraction(100)  # percent


def reach_of(kpi: Kpi, period: Period, target: Target) -> Reach | None:
    """From which values at the end of ``period`` the year's target can still be met; ``None`` without a target."""
    wanted = aim(target, kpi.polarity)
    if wanted is None:
        return None
    year = kpi.calendar.year_of(period.end)
    left = months_between(period.end, year.end)
    if not left:
        return Reach(None, "", "off target with the year over")
    remaining = f"{counted(left, 'months')} of the year left"
    if kpi.kind is not Kind.CUMULATIVE:
        return Reach(Span(), f"off target, with {remaining} in which to reach it", "")
    if kpi.is_percentage or kpi.quarter_rule is QuarterRule.RATIO:
        return _ratio(kpi, wanted, 12 - left, left, remaining)
    return _count(kpi, wanted, remaining)


def _ratio(kpi: Kpi, wanted: Span, gone: int, left: int, remaining: str) -> Reach:
    # Year's value = (value x months gone + best x months left) / 12 at an even number of cases a month.
    best = _FULL if kpi.is_percentage else None
    low = high = None
    if wanted.low is not None and best is not None:
        low = _strict((wanted.low * 12 - best * left) / gone, kpi.decimals, up=True)
    if wanted.high is not None:
        high = _strict(wanted.high * 12 / gone, kpi.decimals, up=False)
    least, most = (None if end is None else as_set(end, kpi.unit, kpi.decimals) for end in (low, high))
    ends = [] if least is None else [f"more than {least}" if wanted.strict else f"{least} or more"]
    ends += [] if most is None else [f"less than {most}" if wanted.strict else f"{most} or less"]
    limit = " and ".join(ends) or "any value"
    return Reach(
        Span(low, high, wanted.strict),
        f"off target, but the year can still end on it ({limit} now, with {remaining})",
        f"so far off target that even perfect months to come cannot mend the year ({remaining})",
    )


def _count(kpi: Kpi, wanted: Span, remaining: str) -> Reach:
    no = f"past the target; a count for the year cannot fall ({remaining})"
    if kpi.polarity is Polarity.LOW:
        return Reach(None, "", no)
    return Reach(Span(None, wanted.high), f"short of the target, with {remaining} in which to reach it", no)


def _strict(limit: Fraction, decimals: int, *, up: bool) -> Fraction:
    """Rounded to the stricter side two decimals beyond the indicator's, so that the limit in words is the limit."""
    scale = 10 ** (decimals + 2)
    return Fraction(ceil(limit * scale) if up else floor(limit * scale), scale)
