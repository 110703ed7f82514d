"""Direction over a whole series: a slope that single readings cannot tilt, and whether chance alone could make it.

Sources: Theil (1950) and Sen (1968) for the slope; Mann (1945) and Kendall (1975) for the test; Hirsch, Slack and
Smith (1982) for comparing like months.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import lru_cache
from typing import Final

from msgspec import Struct

from quarterly.judge.series import Desired, checked_count, checked_direction, checked_series, good_sign, sign
from quarterly.model.figures import counted, distance

LEAST: Final = 5  # readings: of four, even a perfect rise comes about by chance once in twelve
CHANCE: Final = 0.05  # probability below which a movement is called a trend
SLIM_CHANCE: Final = 0.01  # probability below which it is called very unlikely to be chance
EXACT_PAIRS: Final = 190  # pairs of readings, 20 readings: up to here the test is exact, beyond it a normal curve


class Course(StrEnum):
    """Where a whole series is heading."""

    IMPROVING = "Improving"
    WORSENING = "Worsening"
    RISING = "Rising"  # neither way is better
    FALLING = "Falling"
    UNCLEAR = "No clear trend"
    TOO_FEW = "Too few readings"


class Trend(Struct, frozen=True, kw_only=True):
    """A whole series' direction.

    ``slope`` is the usual change a period, in the values' unit, ``None`` with too few readings; ``chance`` the
    probability that readings in random order show as strong a movement.
    """

    course: Course
    slope: float | None
    chance: float | None
    why: str

    @property
    def is_clear(self) -> bool:
        """Whether chance is an unlikely explanation."""
        return self.course not in (Course.UNCLEAR, Course.TOO_FEW)

    @property
    def arrow(self) -> str:
        """▲ rising, ▼ falling, ► no clear trend; empty with too few readings."""
        if self.slope is None:
            return ""
        return ("▲" if self.slope > 0 else "▼") if self.is_clear else "►"


def trend(
    values: Iterable[float | None],
    *,
    direction: Desired = "neutral",
    season: int = 1,
    period: str = "month",
    decimals: int = 1,
    unit: str = "",
) -> Trend:
    """Where a whole series is heading, as the median of the slopes between its readings.

    A gap (``None``) keeps its place in time. The test takes readings as independent of one another; a series whose
    readings carry over into the next (a caseload, say) shows a trend somewhat more often than one time in twenty.
    A constant series, and one without enough readings, has no clear trend, and says which.

    Args:
        values: One number a period in order of time; ``None`` where there is no reading.
        direction: Which way is good.
        season: Compare only readings a multiple of this many periods apart: 12 compares like months.
        period: What one period is called in sentences.
        decimals: Decimals of the slope in sentences; more where it would show as nothing.
        unit: Unit of the values in sentences.

    Raises:
        ValueError: a value is not a finite number; ``direction`` is none of the three; ``season`` is below 1.
    """
    series = checked_series(values)
    checked_direction(direction)
    checked_count(season, name="season", least=1)
    readings = [value for value in series if value is not None]
    least = LEAST if season == 1 else 2 * season
    if len(readings) < least:
        why = f"A trend needs at least {least} readings; there {_are(len(readings))}."
        return Trend(course=Course.TOO_FEW, slope=None, chance=None, why=why)
    slope, score, chance = _movement(series, season)
    course = course_of(slope, score, chance, good_sign(direction))
    over = f"over {counted(len(readings), f'{period}s')}"
    if course is not Course.UNCLEAR:
        pace = f"{'up' if slope > 0 else 'down'} by about {distance(slope, decimals, unit)} a {period}"
        why = f"{course}: {pace} {over}, which is {_doubt(chance)}."
    elif len(set(readings)) == 1:
        why = f"No change {over}."
    else:
        why = f"No clear trend {over}: the ups and downs could be chance."
    return Trend(course=course, slope=slope, chance=chance, why=why)


@lru_cache(maxsize=16)  # a forecast asks about the series whose trend was told a moment before
def _movement(series: tuple[float | None, ...], season: int) -> tuple[float, int, float]:
    """The median slope, the Mann-Kendall score, and the probability of a score as strong by chance."""
    slopes = sorted(pair_slopes(series, season))
    score = len(slopes) - bisect_right(slopes, 0.0) - bisect_left(slopes, 0.0)  # rising pairs less falling ones
    return _middle(slopes), score, significance(score, tie_groups(series, season))


def pair_slopes(series: Sequence[float | None], season: int) -> list[float]:
    """The change a period between every two readings a multiple of ``season`` periods apart."""
    slopes: list[float] = []
    for gap in range(season, len(series), season):
        pairs = zip(series, series[gap:], strict=False)
        slopes += [(b - a) / gap for a, b in pairs if a is not None and b is not None]
    return slopes


def median(numbers: Sequence[float]) -> float:
    """The middle number, or the mean of the two in the middle."""
    return _middle(sorted(numbers))


def _middle(ordered: Sequence[float]) -> float:
    middle = len(ordered) // 2
    return ordered[middle] if len(ordered) % 2 else (ordered[middle - 1] + ordered[middle]) / 2


def tie_groups(series: Sequence[float | None], season: int) -> tuple[tuple[int, ...], ...]:
    """How often each value occurs, smallest count first, for each season of the year that has readings."""
    groups = []
    for start in range(season):
        counts = Counter(series[start::season])
        counts.pop(None, None)
        groups.append(tuple(sorted(counts.values())))
    return tuple(sorted(filter(None, groups)))


def significance(score: int, groups: tuple[tuple[int, ...], ...]) -> float:
    """The probability of a Mann-Kendall score at least as far from 0, either way, with these ties.

    Exact for few readings, from the number of orders of them that give each score; else from the normal curve, with
    ties in the variance and a correction for the score's being a whole number.
    """
    pairs = [math.comb(sum(group), 2) for group in groups]
    if sum(pairs) <= EXACT_PAIRS:
        return _exact(abs(score), groups)
    variance = sum(_variance(sum(group)) - sum(_variance(size) for size in group if size > 1) for group in groups)
    return normal_chance(score, variance)


def normal_chance(score: float, variance: float) -> float:
    """The two-sided probability of a score under the normal curve, with continuity correction; 1 with no variance."""
    if variance <= 0:
        return 1.0
    return math.erfc(max(abs(score) - 1, 0) / math.sqrt(2 * variance))


def _variance(count: int) -> float:
    return count * (count - 1) * (2 * count + 5) / 18  # Kendall (1975), of the score of `count` readings


@lru_cache(maxsize=4096)
def _exact(score: int, groups: tuple[tuple[int, ...], ...]) -> float:
    orders = _orders(groups)
    most = len(orders) - 1  # pairs that are not ties: the score of readings in perfect order
    extreme = sum(count for inverted, count in enumerate(orders) if abs(most - 2 * inverted) >= score)
    return extreme / sum(orders)


@lru_cache(maxsize=512)
def _orders(groups: tuple[tuple[int, ...], ...]) -> tuple[int, ...]:
    """In how many orders of the readings so many pairs stand the wrong way round, by that number.

    These are the coefficients of the Gaussian multinomial of the tie groups: a product of (1 - q^a) / (1 - q^b).
    """
    orders = [1]
    for group in groups:
        placed = 0
        for size in group:
            for step in range(1, size + 1):
                orders = _divided(_multiplied(orders, placed + step), step)
            placed += size
    return tuple(orders)


def _multiplied(orders: list[int], power: int) -> list[int]:
    """Times (1 - q^power)."""
    padding = [0] * power
    return [a - b for a, b in zip(orders + padding, padding + orders, strict=True)]


def _divided(orders: list[int], power: int) -> list[int]:
    """Divided by (1 - q^power), which leaves no remainder."""
    quotient = orders[:]
    for index in range(power, len(quotient)):
        quotient[index] += quotient[index - power]
    return quotient[: len(quotient) - power]


def course_of(slope: float, score: int, chance: float, good: int) -> Course:
    """The course of a slope with its score and probability, where ``good`` is 1, -1 or 0."""
    # Where most readings are equal the slope can be 0 although the few that differ lie at one end.
    if chance >= CHANCE or sign(slope) != sign(score) or score == 0:
        return Course.UNCLEAR
    if good == 0:
        return Course.RISING if slope > 0 else Course.FALLING
    return Course.IMPROVING if sign(slope) == good else Course.WORSENING


def _doubt(chance: float) -> str:
    if chance < SLIM_CHANCE:
        return "very unlikely to be chance (less than 1 in 100)"
    return "unlikely to be chance (less than 1 in 20)"


def _are(count: int) -> str:
    return "is 1" if count == 1 else f"are {count or 'none'}"
