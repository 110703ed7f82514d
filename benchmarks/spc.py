"""Charts, directions and records of many series: one by one in plain Python against the table at once in NumPy.

    python benchmarks/spc.py [--authorities 153] [--kpis 200] [--months 120] [--sample 600] [--workers 1]

The loop is timed on a sample of the rows and scaled up, both ways interleaved in one run; the ratio is what counts.
Also prints what one `xmr` of the longest series costs.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Callable
from statistics import median

import numpy as np

from quarterly.exchange.many import records_many, trend_many, xmr_many
from quarterly.judge.records import records
from quarterly.judge.spc import xmr
from quarterly.judge.trend import trend

WORDS = ("increase", "decrease", "neutral")


def table(rows: int, months: int) -> np.ndarray:
    """Noise, walks, trends, counts and gaps, a fifth each."""
    draw = np.random.default_rng(1)
    values = 50 + draw.normal(0, 3, (rows, months))
    values[1::5] = 50 + draw.normal(0, 1, (len(values[1::5]), months)).cumsum(axis=1)
    values[2::5] += np.linspace(0, 20, months)
    values[3::5] = draw.poisson(4, (len(values[3::5]), months))
    values[4::5][draw.random((len(values[4::5]), months)) < 0.05] = np.nan
    return values


def seconds(work: Callable[[], object]) -> float:
    """How long the work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Measure and print a table of ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("authorities", 153), ("kpis", 200), ("months", 120), ("sample", 600), ("workers", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    args = parser.parse_args()
    rows = args.authorities * args.kpis
    values = table(rows, args.months)
    directions = [WORDS[row % 3] for row in range(rows)]
    chosen = np.linspace(0, rows - 1, args.sample).astype(int)
    series = [[None if math.isnan(value) else value for value in values[row].tolist()] for row in chosen]
    words = [directions[row] for row in chosen]
    labels = [f"P{column}" for column in range(args.months)]
    goals = [50.0] * args.months
    targets = np.full(values.shape, 50.0)

    def one_by_one(work: Callable[[list[float | None], str], object]) -> Callable[[], object]:
        return lambda: [work(one, word) for one, word in zip(series, words, strict=True)]

    pairs: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "charts": (
            one_by_one(lambda one, word: xmr(one, direction=word, target=50)),
            lambda: xmr_many(values, directions=directions, targets=targets[:, 0], workers=args.workers),
        ),
        "directions": (
            one_by_one(lambda one, word: trend(one, direction=word)),
            lambda: trend_many(values, directions=directions, workers=args.workers),
        ),
        "records": (
            one_by_one(lambda one, word: records(one, labels=labels, direction=word, targets=goals)),
            lambda: records_many(values, directions=directions, targets=targets, workers=args.workers),
        ),
    }
    print(f"{rows:,} series of {args.months} months, {args.workers} thread(s)\n")
    print("| | one by one, s | at once, s | times faster |\n|---|---|---|---|")
    total = [0.0, 0.0]
    for name, (loop, whole) in pairs.items():
        times = [(seconds(loop) * rows / args.sample, seconds(whole)) for _ in range(3)]
        slow, fast = (median(column) for column in zip(*times, strict=True))
        total = [total[0] + slow, total[1] + fast]
        print(f"| {name} | {slow:.1f} | {fast:.2f} | {slow / fast:.0f} |")
    print(f"| all | {total[0]:.1f} | {total[1]:.2f} | {total[0] / total[1]:.0f} |")
    single = min(seconds(lambda: xmr(series[0], target=50)) for _ in range(200))
    print(f"\nOne `xmr` of {args.months} points: {1000 * single:.2f} ms")


if __name__ == "__main__":
    main()
