"""Records and streaks of many series at once: :func:`quarterly.judge.records.records` in NumPy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from msgspec import Struct

from quarterly.exchange.many.tables import (
    Codes,
    Columns,
    Flags,
    Floats,
    by_blocks,
    checked_table,
    good_signs,
    latest_columns,
    rounding_errors,
)
from quarterly.judge.records import SINCE, Extreme
from quarterly.judge.series import Desired

EXTREMES: Final = (None, *Extreme)


class ManyRecords(Struct, frozen=True, kw_only=True, eq=False):
    """The records of a table of series, one a row.

    ``highest`` and ``lowest`` are columns, -1 without a reading. ``extreme`` indexes ``EXTREMES``, 0 is none; ``since``
    is the column it reaches back to, -1 where it is of all readings or there is none. ``from_peak`` and ``from_low``
    are the latest reading less those, NaN without a reading. ``streak`` counts periods in a row on target, negative off
    it, 0 where there is none.
    """

    highest: Columns
    lowest: Columns
    extreme: Codes
    since: Columns
    from_peak: Floats
    from_low: Floats
    streak: Columns


def records_many(
    values: Floats,
    *,
    directions: Sequence[Desired] | Desired = "neutral",
    targets: Floats | None = None,
    workers: int = 1,
) -> ManyRecords:
    """The records and streaks of every row, as at its latest reading.

    Args:
        values: One row a series, one column a period; NaN where there is no reading.
        directions: Which way is good, for each row or for all.
        targets: The target in force, in the shape of ``values``; NaN where there was none.
        workers: How many threads to use.

    Raises:
        ValueError: as :func:`quarterly.judge.records.records`, or the shapes do not fit.
    """
    table = checked_table(values)
    rows, width = table.shape
    good = good_signs(directions, rows)
    goals = None if targets is None else checked_table(targets)
    if goals is not None and goals.shape != table.shape:
        raise ValueError(f"targets must have the shape of values {table.shape}, not {goals.shape}")
    highest, lowest, since, streak = (np.full(rows, -1, dtype=np.intp) for _ in range(4))
    extreme = np.zeros(rows, dtype=np.int8)
    from_peak, from_low = np.full(rows, np.nan), np.full(rows, np.nan)

    def work(block: slice) -> None:
        part = table[block]
        now, tolerance = part[np.arange(len(part)), latest_columns(part)], rounding_errors(part)
        highest[block], from_peak[block] = _extreme(part, now, tolerance, way=1)
        lowest[block], from_low[block] = _extreme(part, now, tolerance, way=-1)
        extreme[block], since[block] = _stands_out(part, now, tolerance)
        streak[block] = 0 if goals is None else _streaks(part, goals[block], good[block], tolerance)

    by_blocks(work, rows, width, workers)
    return ManyRecords(
        highest=highest,
        lowest=lowest,
        extreme=extreme,
        since=since,
        from_peak=from_peak,
        from_low=from_low,
        streak=streak,
    )


def _last(flags: Flags) -> Columns:
    """The last column of each row that is set; -1 where none is."""
    last = flags.shape[1] - 1 - flags[:, ::-1].argmax(axis=1)
    return np.where(flags.any(axis=1), last, -1)


def _extreme(table: Floats, now: Floats, tolerance: Floats, *, way: int) -> tuple[Columns, Floats]:
    """The latest column of the highest (1) or lowest (-1) reading, and the latest reading less that reading."""
    best = (np.fmax if way > 0 else np.fmin).reduce(table, axis=1)
    with np.errstate(invalid="ignore"):
        column = _last(np.abs(table - best[:, None]) <= tolerance[:, None])
    moved = now - table[np.arange(len(table)), column]
    return column, np.where(np.abs(moved) <= tolerance, 0.0, moved)


def _stands_out(table: Floats, now: Floats, tolerance: Floats) -> tuple[Codes, Columns]:
    """Which record the latest reading sets, and the column since which; -1 for all."""
    earlier = ~np.isnan(table)
    rows = np.arange(len(table))
    earlier[rows, latest_columns(table)] = False
    extreme, since = np.zeros(len(table), dtype=np.int8), np.full(len(table), -1, dtype=np.intp)
    for way, code in ((1, EXTREMES.index(Extreme.HIGHEST)), (-1, EXTREMES.index(Extreme.LOWEST))):
        with np.errstate(invalid="ignore"):
            beaten = way * (now[:, None] - table) > tolerance[:, None]
        rival = _last(earlier & ~beaten)
        count = (earlier & (np.arange(table.shape[1]) > rival[:, None])).sum(axis=1)
        found = count >= SINCE
        extreme[found], since[found] = code, rival[found]
    return extreme, since


def _streaks(table: Floats, goals: Floats, good: Codes, tolerance: Floats) -> Columns:
    """Periods in a row on target, up to the last column; negative off it."""
    with np.errstate(invalid="ignore"):
        met = good[:, None] * (table - goals) >= -tolerance[:, None]
    judged = ~np.isnan(table) & ~np.isnan(goals) & (good != 0)[:, None]
    final = met[:, -1:]
    length = table.shape[1] - 1 - _last(~judged | (met != final))
    return np.where(judged[:, -1], np.where(final[:, 0], length, -length), 0)
