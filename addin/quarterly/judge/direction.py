"""Direction of travel between two values: improved, stable or declined, and by how much.

A change counts from the materiality threshold on: a change of exactly the threshold is a change. Where a target range
is the aim, what counts is the distance to the range. A decline is "within limits" while the value is still rated
green, and "off target" at any other colour. Without a target, or for information only, a worse value is "up" or
"down" without judgement, since there are no limits to be within.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from quarterly.judge.bands import Span
from quarterly.judge.judgement import Direction, Status, Travel
from quarterly.model.figures import as_set, distance, exact, figure, rounded
from quarterly.model.kpi import Polarity, Reading
from quarterly.model.periods import Period
from quarterly.model.rules import DirectionRules


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """What a movement is measured by. ``aim`` is the target range, ``status`` that of the later value."""

    polarity: Polarity
    status: Status
    rules: DirectionRules
    aim: Span | None = None
    decimals: int = 0
    unit: str = ""


def travel(now: Reading, then: Reading, course: Course, *, when: str, period: Period) -> Travel:
    """The movement from ``then``, which stood at ``when`` ("Q2 2025/26"), to ``now``.

    Raises:
        ValueError: a reading has no value; say why with :func:`no_travel` instead.
    """
    if now.value is None or then.value is None:
        raise ValueError("a movement needs two values")
    late, early = exact(now.value), exact(then.value)
    threshold = _threshold(early, course)
    better = _better(early, late, course)
    counts = abs(late - early if better is None else better) >= threshold and late != early
    direction = _direction(late - early, better, course) if counts and better != 0 else Direction.STABLE
    moved = _moved(late, early, course, when)
    return Travel(
        direction=direction,
        why=moved + _meaning(direction, late - early, better, threshold, course) + ".",
        then=then,
        then_period=period,
        change=float(late - early),
    )


def no_travel(why: str) -> Travel:
    """No direction, and why."""
    return Travel(direction=Direction.NONE, why=why)


def _threshold(early: Fraction, course: Course) -> Fraction:
    if course.unit == "%":
        return exact(course.rules.points)
    return abs(early) * exact(course.rules.share)


def _better(early: Fraction, late: Fraction, course: Course) -> Fraction | None:
    """By how much the value is nearer to what is wanted (negative: further); ``None`` where nothing is wanted."""
    if course.polarity is Polarity.HIGH:
        return late - early
    if course.polarity is Polarity.LOW:
        return early - late
    if course.polarity is Polarity.INFORMATION or course.aim is None:
        return None
    return abs(course.aim.move_into(early)) - abs(course.aim.move_into(late))


def _direction(change: Fraction, better: Fraction | None, course: Course) -> Direction:
    if better is not None and better > 0:
        return Direction.IMPROVED
    if better is None or not course.status.is_rated:
        return Direction.UP if change > 0 else Direction.DOWN
    return Direction.DECLINED_WITHIN if course.status is Status.GREEN else Direction.DECLINED_OFF


def _moved(late: Fraction, early: Fraction, course: Course, when: str) -> str:
    """ "Up 2.3 points from 81.8% in Q2 2025/26": the difference between the figures as shown."""
    start = f"{figure(early, course.decimals, course.unit)} in {when}"
    if late == early:
        return f"Unchanged from {start}"
    shown = rounded(late, course.decimals) - rounded(early, course.decimals) or late - early
    size = distance(shown, course.decimals, course.unit)
    return f"{'Up' if late > early else 'Down'} {size} from {start}"


def _meaning(
    direction: Direction, change: Fraction, better: Fraction | None, threshold: Fraction, course: Course
) -> str:
    if direction is Direction.STABLE:
        return _stable(change, better, threshold, course)
    if direction is Direction.DECLINED_WITHIN:
        return "; still green"
    if direction is Direction.DECLINED_OFF:
        return "; off target"
    if better is not None and better < 0:
        return "; worse, with no colour to say how far"
    return ""


def _stable(change: Fraction, better: Fraction | None, threshold: Fraction, course: Course) -> str:
    if not change:
        return ""
    if better == 0:
        return "; no nearer to the target range and no further from it"
    limit = as_set(threshold, "points" if course.unit == "%" else course.unit)
    if course.unit != "%":
        limit = f"{as_set(course.rules.share * 100, '%')} of the earlier figure"
    return f"; less than {limit} counts as no change"
