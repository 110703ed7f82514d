"""Directions of many series at once: :func:`quarterly.judge.trend.trend` in NumPy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from msgspec import Struct

from quarterly.exchange.many.tables import Codes, Columns, Floats, by_blocks, checked_table, good_signs
from quarterly.judge.series import Desired, checked_count
from quarterly.judge.trend import CHANCE, EXACT_PAIRS, LEAST, Course, normal_chance, significance, tie_groups

COURSES: Final = tuple(Course)
_CODE: Final = {course: COURSES.index(course) for course in Course}


class ManyTrends(Struct, frozen=True, kw_only=True, eq=False):
    """The directions of a table of series, one a row: ``course`` indexes ``COURSES``; NaN with too few readings."""

    slope: Floats
    chance: Floats
    course: Codes


def trend_many(
    values: Floats, *, directions: Sequence[Desired] | Desired = "neutral", season: int = 1, workers: int = 1
) -> ManyTrends:
    """Where every row is heading.

    Args:
        values: One row a series, one column a period; NaN where there is no reading.
        directions: Which way is good, for each row or for all.
        season: Compare only readings a multiple of this many columns apart.
        workers: How many threads to use.

    Raises:
        ValueError: as :func:`quarterly.judge.trend.trend`, or the shapes do not fit.
    """
    table = checked_table(values)
    rows, width = table.shape
    good = good_signs(directions, rows)
    checked_count(season, name="season", least=1)
    slope, chance = np.full(rows, np.nan), np.full(rows, np.nan)
    score = np.zeros(rows, dtype=np.intp)
    enough = (~np.isnan(table)).sum(axis=1) >= (LEAST if season == 1 else 2 * season)
    places = np.flatnonzero(enough)
    steps = range(season, width, season)
    gaps = np.repeat(np.array(steps, dtype=np.float64), [width - gap for gap in steps])

    def work(block: slice) -> None:
        at = places[block]
        slope[at], score[at] = _slopes(table[at], season, gaps)
        chance[at] = _chances(table[at], score[at], season)

    by_blocks(work, len(places), len(gaps), workers)
    return ManyTrends(slope=slope, chance=chance, course=_courses(slope, chance, score, good, enough=enough))


def _slopes(table: Floats, season: int, gaps: Floats) -> tuple[Floats, Columns]:
    """Median slope and Mann-Kendall score of each row; ``gaps`` are the periods between the readings of each pair."""
    slopes = np.empty((len(table), len(gaps)))
    start = 0
    for gap in range(season, table.shape[1], season):
        stop = start + table.shape[1] - gap
        np.subtract(table[:, gap:], table[:, :-gap], out=slopes[:, start:stop])
        start = stop
    slopes /= gaps
    score = np.count_nonzero(slopes > 0, axis=1) - np.count_nonzero(slopes < 0, axis=1)
    medians = np.empty(len(table))
    full = ~np.isnan(table).any(axis=1)
    medians[full] = _medians(slopes[full])
    for row in np.flatnonzero(~full):
        known = slopes[row][~np.isnan(slopes[row])]
        medians[row] = _medians(known[None, :])[0]
    return medians, score


def _medians(numbers: Floats) -> Floats:
    """The median of each row; reorders ``numbers``."""
    count = numbers.shape[1]
    # Asking for one place is several times faster than for two: the one below it is then the largest of the rest.
    numbers.partition(count // 2, axis=1)
    upper = numbers[:, count // 2]
    if count % 2:
        return upper
    middle: Floats = (numbers[:, : count // 2].max(axis=1) + upper) / 2
    return middle


def _chances(table: Floats, score: Columns, season: int) -> Floats:
    """The probability of each row's score."""
    counts, variances = np.zeros((season, len(table))), np.zeros(len(table))
    for start in range(min(season, table.shape[1])):
        ordered = np.sort(table[:, start::season], axis=1)
        read = ~np.isnan(ordered)
        counts[start] = read.sum(axis=1)
        variances += _variance(counts[start]) - _tied(ordered, read)
    found = np.empty(len(table))
    exact = (counts * (counts - 1) / 2).sum(axis=0) <= EXACT_PAIRS
    for row in np.flatnonzero(exact):
        series = [None if np.isnan(value) else value for value in table[row].tolist()]
        found[row] = significance(int(score[row]), tie_groups(series, season))
    for row in np.flatnonzero(~exact):
        found[row] = normal_chance(float(score[row]), float(variances[row]))
    return found


def _variance(count: Floats) -> Floats:
    return np.asarray(count * (count - 1) * (2 * count + 5) / 18)  # Kendall (1975)


def _tied(ordered: Floats, read: Columns) -> Floats:
    """What ties take off the variance, from rows in order with their gaps last."""
    first = np.ones(ordered.shape, dtype=np.bool_)
    first[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    starts = np.flatnonzero(first[read])
    sizes = np.diff(np.append(starts, np.count_nonzero(read))).astype(np.float64)
    rows = np.nonzero(read)[0][starts]
    return np.bincount(rows, weights=_variance(sizes), minlength=len(ordered)).astype(np.float64)


def _courses(slope: Floats, chance: Floats, score: Columns, good: Codes, *, enough: Columns) -> Codes:
    with np.errstate(invalid="ignore"):
        clear = (chance < CHANCE) & (np.sign(slope) == np.sign(score)) & (score != 0)
    neutral = np.where(score > 0, _CODE[Course.RISING], _CODE[Course.FALLING])
    judged = np.where(np.sign(score) == good, _CODE[Course.IMPROVING], _CODE[Course.WORSENING])
    course = np.where(clear, np.where(good == 0, neutral, judged), _CODE[Course.UNCLEAR])
    return np.where(enough, course, _CODE[Course.TOO_FEW]).astype(np.int8)
