"""Direction of travel between two values: improved, stable or declined, and by how much.

A change counts from the materiality threshold on: a change of exactly the threshold is a change. Where a target range
is the aim, what counts is the distance to the range. A decline is "within limits" while the value is still rated
green, and "off target" at any other colour. Without a target, or for information only, a worse value is "up" or
"down" without judgement, since there are no limits to be within.
"""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from quarterly.judge.bands import Span
from quarterly.judge.judgement import Direction, Status, Travel
from quarterly.model.figures import as_set, distance, exact, figure, rounded
from quarterly.model.kpi import Polarity, Reading
from quarterly.model.periods import Period
from quarterly.model.rules import DirectionRules


class Course(Struct, frozen=True, kw_only=True):
    """What a movement is measured by. ``aim`` is the target range, ``status`` that of the later value."""

    polarity: Polarity
    status: Status
    rules: DirectionRules
    aim: Span | None = None
    decimals: int = 0
    unit: str = ""


class _Move(Struct, frozen=True, kw_only=True):
    """Two values; ``better`` is by how much the later is nearer to what is wanted, ``None`` where nothing is."""

    early: Fraction
    late: Fraction
    better: Fraction | None
    threshold: Fraction

    @property
    def change(self) -> Fraction:
        return self.late - self.early

    @property
    def counts(self) -> bool:
        size = abs(self.change if self.better is None else self.better)
        return size >= self.threshold and size > 0


def travel(now: Reading, then: Reading, course: Course, *, when: str, period: Period) -> Travel:
    """The movement from ``then``, the reading of ``period``, called ``when`` in words ("Q2 2025/26"), to ``now``.

    Raises:
        ValueError: a reading has no value; say why with :func:`no_travel` instead.
    """
    if now.value is None or then.value is None:
        raise ValueError("a movement needs two values")
    late, early = exact(now.value), exact(then.value)
    better, threshold = _better(early, late, course), _threshold(early, course)
    move = _Move(early=early, late=late, better=better, threshold=threshold)
    direction = _direction(move, course)
    return Travel(
        direction=direction,
        why=f"{_moved(move, course, when)}{_meaning(direction, move, course)}.",
        then=then,
        then_period=period,
        change=float(move.change),
    )


def no_travel(why: str) -> Travel:
    """No direction, and why."""
    return Travel(direction=Direction.NONE, why=why)


def _threshold(early: Fraction, course: Course) -> Fraction:
    if course.unit == "%":
        return exact(course.rules.points)
    return abs(early) * exact(course.rules.share)


def _better(early: Fraction, late: Fraction, course: Course) -> Fraction | None:
    if course.polarity is Polarity.HIGH:
        return late - early
    if course.polarity is Polarity.LOW:
        return early - late
    if course.polarity is Polarity.INFORMATION or course.aim is None:
        return None
    return abs(course.aim.move_into(early)) - abs(course.aim.move_into(late))


def _direction(move: _Move, course: Course) -> Direction:
    if not move.counts:
        return Direction.STABLE
    if move.better is not None and move.better > 0:
        return Direction.IMPROVED
    if move.better is None or not course.status.is_rated:
        return Direction.UP if move.change > 0 else Direction.DOWN
    return Direction.DECLINED_WITHIN if course.status is Status.GREEN else Direction.DECLINED_OFF


def _moved(move: _Move, course: Course, when: str) -> str:
    """ "Up 2.3 points from 81.8% in Q2 2025/26": the difference between the figures as shown."""
    start = f"{figure(move.early, course.decimals, course.unit)} in {when}"
    if not move.change:
        return f"Unchanged from {start}"
    shown = rounded(move.late, course.decimals) - rounded(move.early, course.decimals) or move.change
    size = distance(shown, course.decimals, course.unit)
    return f"{'Up' if move.change > 0 else 'Down'} {size} from {start}"


def _meaning(direction: Direction, move: _Move, course: Course) -> str:
    if direction is Direction.STABLE:
        return _stable(move, course) if move.change else ""
    if direction is Direction.DECLINED_WITHIN:
        return "; still green"
    if direction is Direction.DECLINED_OFF:
        return "; off target"
    worse = move.better is not None and move.better < 0
    return "; worse, but not rated" if worse else ""


def _stable(move: _Move, course: Course) -> str:
    if move.better == 0 and course.aim is not None:
        inside = move.late in course.aim
        return "; within the target range both times" if inside else "; no nearer to the target range, and no further"
    size = as_set(move.threshold, "points")
    if course.unit != "%":
        size = f"{as_set(exact(course.rules.share) * 100, '%')} of the earlier figure"
    if move.better is None or abs(move.change) < move.threshold:
        return f"; less than {size} counts as no change"
    way = "nearer to" if move.better > 0 else "further from"
    nearer = distance(move.better, course.decimals, course.unit)
    return f"; that is {nearer} {way} the target range, and less than {size} counts as no change"
