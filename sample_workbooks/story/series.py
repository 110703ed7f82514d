"""Readings that look like a council's: a path through known points, with noise that is the same on every run.

Each shape takes a seed, the periods wanted and the numbers that the story gives, and makes the rows of KPI Data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from random import Random

from quarterly.model.periods import FINANCIAL, Period, months_between
from quarterly.render.improvement_columns import Entry

Row = dict[str, Entry]
Path = Mapping[str, float]  # "2023-01" to the value that the story needs there

PLACES = 1  # decimals of percentages
SPREAD = 0.1  # share by which the number of cases strays; less for stocks, such as posts


def periods(first: str, last: str, every: int = 1) -> list[Period]:
    """The months, quarters (``every`` 3) or years (12) from month ``first`` to month ``last``, both like "2023-01"."""
    start, end = _day(first), _day(last)
    count = (months_between(start, end) + 1) // every
    return [Period(start, every).shift(every * step) for step in range(count)]


def shares(
    seed: str, span: Sequence[Period], *, path: Path, cases: float, noise: float, spread: float = SPREAD
) -> list[Row]:
    """Percentages of each period: ``noise`` points around the path, of around ``cases`` cases."""
    return [
        _share(period, *counts) for period, counts in _counts(seed, span, path, cases=cases, noise=noise, spread=spread)
    ]


def year_to_date(
    seed: str, span: Sequence[Period], *, path: Path, cases: float, noise: float, year_starts: int = 4
) -> list[Row]:
    """Percentages of the year so far, month by month."""
    rows, top, bottom = [], 0, 0
    for month, (numerator, denominator) in _counts(seed, span, path, cases=cases, noise=noise):
        if month.start.month == year_starts:
            top = bottom = 0
        top, bottom = top + numerator, bottom + denominator
        rows.append(_share(month, top, bottom))
    return rows


def rolling_year(seed: str, span: Sequence[Period], *, path: Path, cases: float, noise: float) -> list[Row]:
    """Percentages of the twelve months up to each month."""
    longer = [span[0].shift(step) for step in range(-11, 0)] + list(span)
    counted = _counts(seed, longer, path, cases=cases, noise=noise)
    rows = []
    for last in range(11, len(counted)):
        window = [counts for _, counts in counted[last - 11 : last + 1]]
        rows.append(_share(counted[last][0], sum(top for top, _ in window), sum(bottom for _, bottom in window)))
    return rows


def levels(seed: str, span: Sequence[Period], *, path: Path, noise: float, places: int = 0) -> list[Row]:
    """Numbers without a fraction behind them."""
    random = Random(seed)
    wobble = [noise * (2 * random.random() - 1) for _ in span]
    return [
        {"period": FINANCIAL.label(period), "value": round(_at(path, period) + step, places)}
        for period, step in zip(span, wobble, strict=True)
    ]


def listed(seed: str, span: Sequence[Period], *, values: Sequence[float]) -> list[Row]:
    """Numbers as the story lists them, one for each period."""
    del seed
    return [{"period": FINANCIAL.label(period), "value": value} for period, value in zip(span, values, strict=True)]


def running_total(seed: str, span: Sequence[Period], *, values: Sequence[float], year_starts: int) -> list[Row]:
    """What the year has come to so far, from the numbers of each month."""
    rows, total = [], 0.0
    for row, month in zip(listed(seed, span, values=values), span, strict=True):
        total = float(str(row["value"])) + (0 if month.start.month == year_starts else total)
        rows.append({**row, "value": total})
    return rows


def tallied(seed: str, span: Sequence[Period], *, numerators: Sequence[int], denominators: Sequence[int]) -> list[Row]:
    """Percentages from counts that the story lists, one pair for each period."""
    del seed
    return [_share(period, *pair) for *pair, period in zip(numerators, denominators, span, strict=True)]


SHAPES: Mapping[str, Callable[..., list[Row]]] = {
    shape.__name__: shape for shape in (shares, year_to_date, rolling_year, levels, listed, running_total, tallied)
}
"""The shapes by the names that the stories use."""


def by_team(rows: Sequence[Row], teams: Mapping[str, float]) -> list[Row]:
    """Rows of each team that add up to ``rows``; ``teams`` maps a name to its share of cases."""
    split = []
    for row in rows:
        top, bottom = int(str(row["numerator"])), int(str(row["denominator"]))
        left_top, left_bottom = top, bottom
        *others, last = teams
        for team in others:
            of = round(bottom * teams[team])
            of_top = min(of, left_top, round(top * of / bottom))
            left_top, left_bottom = left_top - of_top, left_bottom - of
            split.append({**_part(row, of_top, of), "team": team})
        split.append({**_part(row, left_top, left_bottom), "team": last})
    return split


def _part(row: Row, top: int, bottom: int) -> Row:
    return {
        "period": row["period"],
        "value": round(100 * top / bottom, PLACES),
        "numerator": top,
        "denominator": bottom,
    }


def _share(period: Period, top: int, bottom: int) -> Row:
    return _part({"period": FINANCIAL.label(period)}, top, bottom)


def _counts(
    seed: str, span: Sequence[Period], path: Path, *, cases: float, noise: float, spread: float = SPREAD
) -> list[tuple[Period, tuple[int, int]]]:
    random = Random(seed)
    counted = []
    for period in span:
        bottom = max(1, round(cases * (1 - spread + 2 * spread * random.random())))
        percent = _at(path, period) + noise * (2 * random.random() - 1)
        counted.append((period, (min(bottom, max(0, round(bottom * percent / 100))), bottom)))
    return counted


def _at(path: Path, period: Period) -> float:
    points = sorted((_ordinal(_day(name)), value) for name, value in path.items())
    where = _ordinal(period.last_month.start)
    before = max((point for point in points if point[0] <= where), default=points[0])
    after = min((point for point in points if point[0] >= where), default=points[-1])
    if after[0] == before[0]:
        return before[1]
    return before[1] + (after[1] - before[1]) * (where - before[0]) / (after[0] - before[0])


def _day(name: str) -> date:
    year, month = name.split("-")
    return date(int(year), int(month), 1)


def _ordinal(day: date) -> int:
    return day.year * 12 + day.month
