"""The rules of an XmR chart: which points of a series are a special cause, and what that means.

Source: NHS England, *Making Data Count*; constants from Wheeler, *Understanding Variation*.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from itertools import groupby, pairwise
from typing import Final, NamedTuple

from quarterly.judge.series import mean

XMR_LIMIT: Final = 2.66  # 3 / d2 for n = 2, in average moving ranges (Wheeler)
XMR_NEAR: Final = 2 * XMR_LIMIT / 3  # two sigma, in average moving ranges: beyond it a point is "close to the limit"
RANGE_LIMIT: Final = 3.267  # D4 for n = 2, in average moving ranges: a larger range is an outlier (Wheeler)
RUN: Final = 7  # points: in a row on one side of the mean, or each above (below) the last (Making Data Count)
WINDOW: Final = 3  # points, of which two close to the same limit are a special cause (Making Data Count)


class SpecialCause(StrEnum):
    """Which rule a point breaks; the first that applies, in this order."""

    ABOVE = "above upper limit"
    BELOW = "below lower limit"
    INCREASING = "increasing trend"
    DECREASING = "decreasing trend"
    TWO_ABOVE = "two of three above"
    TWO_BELOW = "two of three below"
    SEVEN_ABOVE = "seven above"
    SEVEN_BELOW = "seven below"

    @property
    def is_high(self) -> bool:
        """Whether it points upwards."""
        return self in HIGH


HIGH: Final = (SpecialCause.ABOVE, SpecialCause.INCREASING, SpecialCause.TWO_ABOVE, SpecialCause.SEVEN_ABOVE)


class PointType(StrEnum):
    """What a point's special cause means, given which way is good."""

    COMMON = "common cause"
    IMPROVEMENT = "improvement"
    CONCERN = "concern"
    NEUTRAL_HIGH = "neutral high"
    NEUTRAL_LOW = "neutral low"


class Lines(NamedTuple):
    """The centre line, and the distance from it to a limit: ``None`` without a moving range."""

    mean: float
    half: float | None


def lines_of(series: Sequence[float | None], tolerance: float) -> Lines | None:
    """The lines that a baseline gives; ``None`` where it has no reading."""
    readings = [value for value in series if value is not None]
    if not readings:
        return None
    ranges = [abs(b - a) for a, b in pairwise(series) if a is not None and b is not None]
    if not ranges:
        return Lines(mean(readings), None)
    outlier = RANGE_LIMIT * mean(ranges)
    # Of a constant series every range is 0, the outlier limit too, and nothing is left: the limits are the mean.
    kept = [moved for moved in ranges if moved < outlier - tolerance]
    return Lines(mean(readings), XMR_LIMIT * mean(kept) if kept else 0.0)


def special_causes(series: Sequence[float | None], lines: Lines, tolerance: float) -> list[SpecialCause | None]:
    """The first rule that each point breaks; ``tolerance`` is what rounding error alone can make of a difference."""
    offsets = [0.0 if value is None else value - lines.mean for value in series]
    sides = [(offset > tolerance) - (offset < -tolerance) for offset in offsets]
    outside, two = _limit_rules(offsets, sides, lines.half, tolerance)
    causes: list[SpecialCause | None] = [None] * len(series)
    # Later rules are written first, so that those of higher precedence overwrite them.
    for signs, high, low in (
        (_seven(sides), SpecialCause.SEVEN_ABOVE, SpecialCause.SEVEN_BELOW),
        (two, SpecialCause.TWO_ABOVE, SpecialCause.TWO_BELOW),
        (_trend(series), SpecialCause.INCREASING, SpecialCause.DECREASING),
        (outside, SpecialCause.ABOVE, SpecialCause.BELOW),
    ):
        for index, way in enumerate(signs) if any(signs) else ():
            if way:
                causes[index] = high if way > 0 else low
    return causes


def _limit_rules(
    offsets: Sequence[float], sides: Sequence[int], half: float | None, tolerance: float
) -> tuple[list[int], list[int]]:
    """Points outside the limits, and points that are two of three close to the same limit."""
    outside, two = [0] * len(offsets), [0] * len(offsets)
    if half is None:
        return outside, two
    far, near = half + tolerance, half * (XMR_NEAR / XMR_LIMIT) + tolerance
    outside = [side if abs(offset) > far else 0 for offset, side in zip(offsets, sides, strict=True)]
    # A point outside the limits is not also "close" to them.
    close = [index for index, offset in enumerate(offsets) if near < abs(offset) <= far]
    for first, second in pairwise(close):
        if second - first < WINDOW and any(_one_side(sides, start) for start in range(second - WINDOW + 1, first + 1)):
            two[first] = two[second] = sides[first]
    return outside, two


def _one_side(sides: Sequence[int], start: int) -> bool:
    """Whether a whole window from ``start`` lies on one side of the mean, without a gap."""
    return start >= 0 and abs(sum(sides[start : start + WINDOW])) == WINDOW


def _runs(signs: Sequence[int], least: int) -> list[tuple[int, int, int]]:
    """Start, stop and sign of every run of at least ``least`` equal signs other than 0."""
    found, start = [], 0
    for way, members in groupby(signs):
        stop = start + len(list(members))
        if way and stop - start >= least:
            found.append((start, stop, way))
        start = stop
    return found


def _seven(sides: Sequence[int]) -> list[int]:
    marks = [0] * len(sides)
    for start, stop, way in _runs(sides, RUN):
        marks[start:stop] = [way] * (stop - start)
    return marks


def _trend(series: Sequence[float | None]) -> list[int]:
    steps = [0 if a is None or b is None else (b > a) - (b < a) for a, b in pairwise(series)]
    marks = [0] * len(series)
    # A turning point belongs to the run that it ends: latest runs first, so that earlier ones overwrite them there.
    for start, stop, way in reversed(_runs(steps, RUN - 1)):
        marks[start : stop + 1] = [way] * (stop + 1 - start)
    return marks


def point_type(cause: SpecialCause | None, good: int) -> PointType:
    """What a special cause means where ``good`` is 1 (higher is better), -1 (lower is) or 0 (neither)."""
    if cause is None:
        return PointType.COMMON
    if good == 0:
        return PointType.NEUTRAL_HIGH if cause.is_high else PointType.NEUTRAL_LOW
    return PointType.IMPROVEMENT if cause.is_high == (good > 0) else PointType.CONCERN
