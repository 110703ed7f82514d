"""Statistical process control: an XmR chart of a series, with the NHS's "Making Data Count" rules and icons.

Sources: Wheeler, *Understanding Variation* (limits); NHS England, *Making Data Count* (rules, icons). Where another
program's answers differ from the method: docs/developers/decisions/0003-spc-against-the-peer.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

from msgspec import Struct

from quarterly.judge.series import (
    Desired,
    checked_count,
    checked_direction,
    checked_number,
    checked_series,
    good_sign,
    rounding_error,
)
from quarterly.judge.spc_rules import PointType, SpecialCause, lines_of, point_type, special_causes
from quarterly.judge.spc_words import (
    ASSURANCE_ICONS,
    Assurance,
    Icon,
    assurance_sentence,
    variation_icon,
    variation_sentence,
)
from quarterly.model.figures import counted

__all__ = ["FIRM", "LEAST", "Assurance", "Icon", "Point", "PointType", "SpecialCause", "Xmr", "shocks", "xmr"]

FIRM: Final = 13  # points: a baseline of fewer gives limits that later readings may yet move (NHSRplotthedots)
LEAST: Final = 12  # points: fewer are not charted in a report


class Point(Struct, frozen=True, kw_only=True):
    """One period. ``mean``, ``lower`` and ``upper`` are the lines that hold there, in the values' unit.

    A gap has ``value`` and ``point_type`` ``None``; the lines run on through it. ``lower`` and ``upper`` are ``None``
    where the baseline has no two neighbouring readings. ``short_group``: the baseline group has fewer than 13 readings.
    """

    value: float | None
    mean: float | None
    lower: float | None
    upper: float | None
    special_cause: SpecialCause | None
    point_type: PointType | None
    short_group: bool


class Xmr(Struct, frozen=True, kw_only=True):
    """An XmR chart's figures.

    ``variation`` is the type of the latest reading, ``None`` where there is no reading. ``assurance`` is ``None``
    without a target, a preferred direction or limits. ``gaps`` are the indexes without a reading. ``why`` and
    ``assurance_why`` are sentences for a reader; ``caveats`` are sentences to show beside the chart.
    """

    points: tuple[Point, ...]
    variation: PointType | None
    assurance: Assurance | None
    gaps: tuple[int, ...]
    why: str
    assurance_why: str
    caveats: tuple[str, ...] = ()

    @property
    def latest(self) -> Point | None:
        """The latest point that has a reading."""
        return next((point for point in reversed(self.points) if point.value is not None), None)

    @property
    def variation_icon(self) -> Icon | None:
        """The variation of the latest reading as symbol, letter and word."""
        latest = self.latest
        if latest is None or latest.point_type is None:
            return None
        high = latest.special_cause is not None and latest.special_cause.is_high
        return variation_icon(latest.point_type, high=high)

    @property
    def assurance_icon(self) -> Icon | None:
        """The assurance as symbol, letter and word."""
        return None if self.assurance is None else ASSURANCE_ICONS[self.assurance]


def xmr(
    values: Iterable[float | None],
    *,
    direction: Desired = "increase",
    target: float | None = None,
    baseline: int | None = None,
    rebase_at: Iterable[int] = (),
    period: str = "month",
) -> Xmr:
    """The XmR chart of a series.

    Limits are the mean ± 2.66 times the average moving range, of the moving ranges below 3.267 times their average.
    A gap (``None``) is never closed up: no moving range is taken across it and it breaks every run. Readings, limits
    and the mean that differ by rounding error alone count as equal, so a value on the mean is on neither side.

    A constant series, all zeros among them, has limits equal to its mean and no special cause. One reading has a mean
    and no limits; a series without a reading has neither. A target equal to a limit lies within the limits: hit or
    miss.

    Args:
        values: One number a period in order of time; ``None`` where there is no reading.
        direction: Which way is good.
        target: In the values' unit; ``None`` for no assurance.
        baseline: How many first periods, gaps included, fix the limits of each group; ``None`` for all.
        rebase_at: Indexes, from 0, of the periods at which a new group with limits of its own starts.
        period: What one period is called in sentences.

    Raises:
        ValueError: a value or the target is not a finite number; ``direction`` is none of the three; ``baseline`` is
            not from 2 to the number of values; an index of ``rebase_at`` is not one of the series.

    Source: Making Data Count; agrees with NHSRplotthedots wherever that gives limits.
    """
    series = checked_series(values)
    checked_direction(direction)
    goal = target if target is None else checked_number(target, name="target")
    size = None if baseline is None else checked_count(baseline, name="baseline", least=2, most=len(series))
    points: list[Point] = []
    for start, stop in pairwise(_bounds(rebase_at, len(series))):
        points += _group(series[start:stop], good_sign(direction), size)
    return _chart(tuple(points), direction, goal, period)


def shocks(values: Iterable[float | None], *, last: int) -> bool:
    """Whether any of the last periods lies outside the limits of :func:`xmr`; for who needs nothing else of it.

    Raises:
        ValueError: a value is not a finite number.
    """
    series = checked_series(values)
    tolerance = rounding_error([value for value in series if value is not None])
    lines = lines_of(series, tolerance)
    if lines is None or lines.half is None:
        return False
    far = lines.half + tolerance
    return any(value is not None and abs(value - lines.mean) > far for value in series[-last:])


def _bounds(rebase_at: Iterable[int], length: int) -> list[int]:
    starts = {checked_count(index, name="rebase_at", least=0, most=length - 1) for index in rebase_at}
    return sorted({0, *starts, length})


def _group(series: Sequence[float | None], good: int, size: int | None) -> list[Point]:
    """The points between two rebases."""
    tolerance = rounding_error([value for value in series if value is not None])
    lines = lines_of(series[:size], tolerance)
    causes = [None] * len(series) if lines is None else special_causes(series, lines, tolerance)
    centre, half = (None, None) if lines is None else lines
    short = sum(value is not None for value in series) < FIRM
    meaning = {cause: point_type(cause, good) for cause in set(causes)}
    lower, upper = (None, None) if centre is None or half is None else (centre - half, centre + half)
    return [
        Point(
            value=value,
            mean=centre,
            lower=lower,
            upper=upper,
            special_cause=cause,
            point_type=None if value is None else meaning[cause],
            short_group=short,
        )
        for value, cause in zip(series, causes, strict=True)
    ]


def _chart(points: tuple[Point, ...], direction: Desired, target: float | None, period: str) -> Xmr:
    gaps = tuple(index for index, point in enumerate(points) if point.value is None)
    latest = next((point for point in reversed(points) if point.value is not None), None)
    assurance, assurance_why = _assurance(latest, direction, target, period)
    return Xmr(
        points=points,
        variation=None if latest is None else latest.point_type,
        assurance=assurance,
        gaps=gaps,
        why=_why(latest, period),
        assurance_why=assurance_why,
        caveats=_caveats(points, latest, gaps, period),
    )


def _assurance(
    latest: Point | None, direction: Desired, target: float | None, period: str
) -> tuple[Assurance | None, str]:
    if target is None:
        return None, "No target is set, so the chart cannot say whether it will be met."
    if direction == "neutral":
        return None, "Neither high nor low is better for this measure, so the chart does not test it against a target."
    if latest is None or latest.lower is None or latest.upper is None:
        return None, "There are too few readings to say whether the target will be met."
    tolerance = rounding_error((latest.lower, latest.upper, target))
    above, below = target > latest.upper + tolerance, target < latest.lower - tolerance
    if not above and not below:
        verdict = Assurance.HIT_OR_MISS
    else:
        verdict = Assurance.PASSES if above == (direction == "decrease") else Assurance.FAILS
    return verdict, assurance_sentence(verdict, period)


def _why(latest: Point | None, period: str) -> str:
    if latest is None or latest.point_type is None:
        return "There is no reading yet."
    if latest.special_cause is not None:
        return variation_sentence(latest.special_cause, latest.point_type, period)
    if latest.lower is None:
        return "There are too few readings to say what is usual."
    return "The latest reading is within the usual ups and downs: no sign of a real change."


def _caveats(points: tuple[Point, ...], latest: Point | None, gaps: tuple[int, ...], period: str) -> tuple[str, ...]:
    found = []
    if latest is not None and latest.short_group:
        found.append(f"The limits rest on fewer than {FIRM} {period}s and may still move.")
    if gaps and latest is not None:
        found.append(
            f"There is no reading for {len(gaps)} of the {counted(len(points), f'{period}s')}; "
            "a run in a row is counted afresh after a gap."
        )
    return tuple(found)
