"""A short series carried forward: level, season and part of its trend, with an interval from its own errors.

The level is simple exponential smoothing; the seasonal indices are averages, drawn in towards nothing because a
council has few years of them; half of a trend is carried forward, and only of one that chance does not explain. The
choices were made on one half of real series and tested on the other: docs/developers/forecast-backtest.md.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from quarterly.judge.series import mean
from quarterly.judge.trend import Trend, median, trend

DAMPING: Final = 0.5  # share of a trend's slope that is carried forward
COVERAGE: Final = 0.80  # share of outcomes that an interval is to hold
UNSEEN: Final = 1.1  # times the width while no year has been seen twice, for a season that may be there (back-test)
WIDTH: Final = 1.606  # half an 80% interval in mean absolute errors: 1.2816 / 0.7979, of a normal distribution


class Rhythm(Struct, frozen=True, kw_only=True):
    """What the frequency of a series settles, all counted in its periods.

    ``season`` is a year; ``least`` the readings without which there is no forecast; ``reach`` how far one may look
    with less than two years, ``full_reach`` with two; ``memory`` how far back it looks; ``smoothing`` the weight of
    the latest reading in the level; ``recent`` how many last points must be free of a shock.
    """

    noun: str
    season: int
    least: int
    reach: int
    full_reach: int
    memory: int
    smoothing: float
    recent: int


MONTHLY: Final = Rhythm(noun="month", season=12, least=12, reach=6, full_reach=12, memory=60, smoothing=0.5, recent=3)
QUARTERLY: Final = Rhythm(noun="quarter", season=4, least=8, reach=2, full_reach=2, memory=20, smoothing=0.65, recent=1)
YEARLY: Final = Rhythm(noun="year", season=1, least=5, reach=2, full_reach=2, memory=10, smoothing=0.8, recent=1)


class Fit(Struct, frozen=True, kw_only=True):
    """What a series has shown so far, in its unit: ``level`` at its end, ``pace`` a period carried forward.

    ``indices`` are the seasonal differences from the level, in order from the first period; ``error`` is the mean
    size of the surprise one period ahead; ``residual`` what is left of the series without season and trend.
    """

    rhythm: Rhythm
    length: int
    readings: int
    level: float
    pace: float
    indices: tuple[float, ...]
    error: float
    past: Trend
    residual: tuple[float | None, ...]

    @property
    def reach(self) -> int:
        """How many periods ahead one may look."""
        return self.rhythm.full_reach if self.readings >= 2 * self.rhythm.season else self.rhythm.reach

    def at(self, ahead: int) -> tuple[float, float]:
        """The value expected so many periods after the last one of the series, and half the width of its interval."""
        index = self.indices[(self.length + ahead - 1) % len(self.indices)]
        # Smoothing passes this share of each surprise on to the level, so errors add up as the square root says.
        growth = math.sqrt(1 + (ahead - 1) * self.rhythm.smoothing**2)
        scarce = math.sqrt(self.readings / (self.readings - _learnt(self)))
        unseen = UNSEEN if len(self.indices) < self.rhythm.season else 1.0
        return self.level + ahead * self.pace + index, WIDTH * self.error * growth * scarce * unseen


def fit(series: Sequence[float | None], rhythm: Rhythm) -> Fit:
    """The level, season and trend of a series that starts and ends with a reading."""
    readings = [value for value in series if value is not None]
    seasonal = len(readings) >= 2 * rhythm.season > 2
    past = trend(series, season=rhythm.season if seasonal else 1, period=rhythm.noun)
    indices = _indices(series, past.slope or 0.0, rhythm.season) if seasonal else (0.0,)
    steady = [None if value is None else value - indices[at % len(indices)] for at, value in enumerate(series)]
    slope = past.slope if past.slope is not None and past.is_clear else 0.0
    level, error = _smoothed(steady, rhythm.smoothing)
    return Fit(
        rhythm=rhythm,
        length=len(series),
        readings=len(readings),
        level=level,
        pace=DAMPING * slope,
        indices=indices,
        error=error,
        past=past,
        residual=tuple(None if value is None else value - slope * at for at, value in enumerate(steady)),
    )


def _indices(series: Sequence[float | None], slope: float, season: int) -> tuple[float, ...]:
    """How far each period of the year lies from the rest, drawn in: two years count for two thirds, three for 3/4."""
    flat = [None if value is None else value - slope * at for at, value in enumerate(series)]
    middle = median([value for value in flat if value is not None])
    differences = []
    for start in range(season):
        like = [value - middle for value in flat[start::season] if value is not None]
        differences.append(_fmean(like) * len(like) / (len(like) + 1) if like else 0.0)
    centre = _fmean(differences)
    return tuple(difference - centre for difference in differences)


def _fmean(numbers: Sequence[float]) -> float:
    return math.fsum(numbers) / len(numbers)


def _smoothed(series: Sequence[float | None], weight: float) -> tuple[float, float]:
    """The level at the end, and the mean absolute error of the level as a forecast of the next reading."""
    readings = [value for value in series if value is not None]
    level, errors = readings[0], []
    for value in readings[1:]:
        errors.append(abs(value - level))
        level += weight * (value - level)
    return level, mean(errors)


def _learnt(fitted: Fit) -> float:
    """How many numbers the readings were used for: the level, and the indices as far as they are not drawn in."""
    if len(fitted.indices) == 1:
        return 1.0
    rounds = fitted.readings / len(fitted.indices)
    return 1 + len(fitted.indices) * rounds / (rounds + 1)
