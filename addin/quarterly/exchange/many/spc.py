"""XmR charts of many series at once: :func:`quarterly.judge.spc.xmr` in NumPy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final

import numpy as np
from msgspec import Struct

from quarterly.exchange.many.tables import (
    Codes,
    Flags,
    Floats,
    by_blocks,
    checked_table,
    good_signs,
    latest_columns,
    rounding_errors,
)
from quarterly.judge.series import ROUNDING, Desired, checked_count
from quarterly.judge.spc import FIRM, Assurance, PointType, SpecialCause
from quarterly.judge.spc_rules import RANGE_LIMIT, RUN, WINDOW, XMR_LIMIT, XMR_NEAR

CAUSES: Final = (None, *SpecialCause)
TYPES: Final = (None, *PointType)
ASSURANCES: Final = (None, *Assurance)

_CODE: Final = {cause: CAUSES.index(cause) for cause in SpecialCause}
_TYPE: Final = {kind: TYPES.index(kind) for kind in PointType}
_HIGH: Final = np.array([cause is not None and cause.is_high for cause in CAUSES])


class ManyXmr(Struct, frozen=True, kw_only=True, eq=False):
    """The charts of a table of series; shapes are (series, periods), of the last two (series,).

    ``mean``, ``lower`` and ``upper`` are NaN where there is no such line. ``special_cause`` indexes ``CAUSES``,
    ``point_type`` and ``variation`` index ``TYPES``, ``assurance`` indexes ``ASSURANCES``; 0 is none.
    """

    mean: Floats
    lower: Floats
    upper: Floats
    special_cause: Codes
    point_type: Codes
    short_group: Flags
    variation: Codes
    assurance: Codes


def xmr_many(
    values: Floats,
    *,
    directions: Sequence[Desired] | Desired = "increase",
    targets: Floats | None = None,
    baseline: int | None = None,
    rebase_at: Iterable[int] = (),
    workers: int = 1,
) -> ManyXmr:
    """The XmR chart of every row.

    Args:
        values: One row a series, one column a period; NaN where there is no reading.
        directions: Which way is good, for each row or for all.
        targets: A target for each row, NaN where there is none; ``None`` where no row has one.
        baseline: How many first periods fix the limits of each group, for all rows.
        rebase_at: Columns at which a new group starts, for all rows.
        workers: How many threads to use.

    Raises:
        ValueError: as :func:`quarterly.judge.spc.xmr`, or the shapes do not fit.
    """
    table = checked_table(values)
    rows, width = table.shape
    good = good_signs(directions, rows)
    goals = np.full(rows, np.nan) if targets is None else checked_table(np.reshape(targets, (-1, 1)))[:, 0]
    if len(goals) != rows:
        raise ValueError(f"targets must be as many as series ({rows}), not {len(goals)}")
    size = None if baseline is None else checked_count(baseline, name="baseline", least=2, most=width)
    starts = {checked_count(index, name="rebase_at", least=0, most=width - 1) for index in rebase_at}
    groups = [slice(*pair) for pair in pairwise(sorted({0, *starts, width}))]
    lines = tuple(np.full(table.shape, np.nan) for _ in range(3))
    causes, short = np.zeros(table.shape, dtype=np.int8), np.zeros(table.shape, dtype=np.bool_)

    def work(block: slice) -> None:
        for group in groups:
            _group(table[block, group], size, [line[block, group] for line in lines], causes[block, group])
            read = ~np.isnan(table[block, group])
            short[block, group] = (read.sum(axis=1) < FIRM)[:, None]

    by_blocks(work, rows, width, workers)
    types = _types(causes, np.isnan(table), good)
    latest = (np.arange(rows), latest_columns(table))
    mean, lower, upper = lines
    return ManyXmr(
        mean=mean,
        lower=lower,
        upper=upper,
        special_cause=causes,
        point_type=types,
        short_group=short,
        variation=types[latest],
        assurance=_assurance(lower[latest], upper[latest], goals, good),
    )


def _group(table: Floats, size: int | None, lines: Sequence[Floats], causes: Codes) -> None:
    """Fill in the lines and special causes of the columns between two rebases."""
    tolerance = rounding_errors(table)[:, None]
    mean, half = _lines(table[:, :size], tolerance)
    for line, level in zip(lines, (mean, mean - half, mean + half), strict=True):
        line[:] = level
    with np.errstate(invalid="ignore"):
        offsets = np.nan_to_num(table - mean)
        sides = (offsets > tolerance).astype(np.int8) - (offsets < -tolerance)
        distances = np.abs(offsets)
        far, near = half + tolerance, half * (XMR_NEAR / XMR_LIMIT) + tolerance
        outside, close = distances > far, (distances > near) & (distances <= far)
    _mark(causes, _runs(sides, RUN, 0), sides, SpecialCause.SEVEN_ABOVE, SpecialCause.SEVEN_BELOW)
    _mark(causes, _two(sides, close), sides, SpecialCause.TWO_ABOVE, SpecialCause.TWO_BELOW)
    _trends(table, causes, np.isnan(mean))
    _mark(causes, outside, sides, SpecialCause.ABOVE, SpecialCause.BELOW)


def _lines(base: Floats, tolerance: Floats) -> tuple[Floats, Floats]:
    """Mean and half the distance between the limits, as columns."""
    mean = _means(base)
    ranges = np.abs(np.diff(base, axis=1))
    with np.errstate(invalid="ignore", divide="ignore"):
        kept = ranges < RANGE_LIMIT * _means(ranges) - tolerance
        count = kept.sum(axis=1, keepdims=True)
        average = np.where(kept, ranges, 0.0).sum(axis=1, keepdims=True) / count
    average = np.where(count > 0, average, 0.0)
    return mean, np.where(np.isnan(ranges).all(axis=1, keepdims=True), np.nan, XMR_LIMIT * average)


def _means(table: Floats) -> Floats:
    """The mean of each row's readings as a column, exactly their value where they are equal; NaN where none."""
    gaps = np.isnan(table)
    if table.shape[1] == 0:
        return np.full((len(table), 1), np.nan)
    low, high = (pick.reduce(table, axis=1, keepdims=True) for pick in (np.fmin, np.fmax))
    with np.errstate(invalid="ignore", divide="ignore"):
        mean = np.where(gaps, 0.0, table).sum(axis=1, keepdims=True) / (~gaps).sum(axis=1, keepdims=True)
    return np.where(low == high, low, mean)


def _mark(causes: Codes, where: Flags, ways: Codes, high: SpecialCause, low: SpecialCause) -> None:
    causes[where & (ways > 0)] = _CODE[high]
    causes[where & (ways < 0)] = _CODE[low]


def _runs(signs: Codes, least: int, extra: int) -> Flags:
    """Members of runs of at least ``least`` equal signs, and so many ``extra`` columns after them."""
    rows, width = signs.shape
    marks = np.zeros((rows, width + extra), dtype=np.bool_)
    starts = width - least + 1
    if starts < 1:
        return marks
    whole = signs[:, :starts] != 0
    for step in range(1, least):
        whole &= signs[:, step : starts + step] == signs[:, :starts]
    for step in range(least + extra):
        marks[:, step : starts + step] |= whole
    return marks


def _two(sides: Codes, close: Flags) -> Flags:
    """Points that are two of three close to the same limit, the three on one side of the mean."""
    marks = np.zeros(close.shape, dtype=np.bool_)
    starts = close.shape[1] - WINDOW + 1
    if starts < 1:
        return marks
    views = [slice(step, starts + step) for step in range(WINDOW)]
    first, second, third = (sides[:, view] for view in views)
    count = sum(close[:, view].astype(np.int8) for view in views)
    whole = (first != 0) & (first == second) & (second == third) & (count >= WINDOW - 1)
    for view in views:
        marks[:, view] |= whole & close[:, view]
    return marks


def _trends(table: Floats, causes: Codes, unread: Flags) -> None:
    with np.errstate(invalid="ignore"):
        steps = np.sign(np.nan_to_num(np.diff(table, axis=1))).astype(np.int8)
    marks = _runs(steps, RUN - 1, 1) & ~unread  # no baseline, no chart: as one by one
    before = np.zeros(table.shape, dtype=np.int8)
    before[:, 1:] = steps
    # A point goes with the step that leads to it if that step is part of a run: a turning point ends its run.
    after = np.zeros(table.shape, dtype=np.int8)
    after[:, :-1] = steps
    ended = np.zeros(table.shape, dtype=np.bool_)
    ended[:, 1:] = _runs(steps, RUN - 1, 0)
    _mark(causes, marks, np.where(ended, before, after), SpecialCause.INCREASING, SpecialCause.DECREASING)


def _types(causes: Codes, gaps: Flags, good: Codes) -> Codes:
    high, special = _HIGH[causes], causes > 0
    better = np.where(high == (good > 0)[:, None], _TYPE[PointType.IMPROVEMENT], _TYPE[PointType.CONCERN])
    neutral = np.where(high, _TYPE[PointType.NEUTRAL_HIGH], _TYPE[PointType.NEUTRAL_LOW])
    types = np.where(special, np.where((good == 0)[:, None], neutral, better), _TYPE[PointType.COMMON])
    return np.where(gaps, 0, types).astype(np.int8)


def _assurance(lower: Floats, upper: Floats, goals: Floats, good: Codes) -> Codes:
    largest = np.fmax(np.fmax(np.abs(lower), np.abs(upper)), np.abs(goals))
    with np.errstate(invalid="ignore"):
        above, below = goals > upper + ROUNDING * largest, goals < lower - ROUNDING * largest
    met = np.where(above == (good < 0), ASSURANCES.index(Assurance.PASSES), ASSURANCES.index(Assurance.FAILS))
    verdict = np.where(above | below, met, ASSURANCES.index(Assurance.HIT_OR_MISS))
    unsaid = np.isnan(goals) | np.isnan(lower) | (good == 0)
    return np.where(unsaid, 0, verdict).astype(np.int8)
