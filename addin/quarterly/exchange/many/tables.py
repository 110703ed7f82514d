"""Tables of series: what may be in them, and working through them a block of rows at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final

import numpy as np
from numpy.typing import NDArray

from quarterly.judge.series import LARGEST, ROUNDING, Desired, checked_direction, good_sign

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Codes = NDArray[np.int8]
Columns = NDArray[np.intp]

CELLS: Final = 1_000_000  # numbers a block: few enough for memory, enough to make each call of NumPy worth it


def checked_table(values: Floats) -> Floats:
    """The table as floats.

    Raises:
        ValueError: it does not have two dimensions, has no column, or a value is infinite or beyond 1e100.
    """
    table = np.asarray(values, dtype=np.float64)
    if table.ndim != 2 or not table.shape[1]:
        raise ValueError(f"values must have a row a series and a column a period, not the shape {table.shape}")
    with np.errstate(invalid="ignore"):
        wrong = np.argwhere(np.abs(table) > LARGEST)
    if wrong.size:
        row, column = wrong[0]
        raise ValueError(f"values[{row}, {column}] must be a finite number or NaN, not {float(table[row, column])!r}")
    return table


def good_signs(directions: Sequence[Desired] | Desired, rows: int) -> Codes:
    """1, -1 or 0 for each row: which way is good.

    Raises:
        ValueError: a direction is none of the three, or there are not as many as rows.
    """
    words: Sequence[Desired] = [directions] * rows if isinstance(directions, str) else directions
    if len(words) != rows:
        raise ValueError(f"directions must be as many as series ({rows}), not {len(words)}")
    for word in set(words):
        checked_direction(word)
    return np.array([good_sign(word) for word in words], dtype=np.int8)


def rounding_errors(table: Floats) -> Floats:
    """For each row the difference below which two numbers count as equal."""
    largest: Floats = np.fmax.reduce(np.abs(table), axis=1)
    return ROUNDING * np.nan_to_num(largest)


def latest_columns(table: Floats) -> Columns:
    """The column of each row's latest reading; the last where there is none."""
    read = ~np.isnan(table)
    return np.asarray(table.shape[1] - 1 - read[:, ::-1].argmax(axis=1))


def blocks(rows: int, width: int) -> Iterator[slice]:
    """Slices of rows, each with about :data:`CELLS` numbers of ``width`` a row."""
    step = max(1, CELLS // max(1, width))
    for start in range(0, rows, step):
        yield slice(start, start + step)


def by_blocks(work: Callable[[slice], None], rows: int, width: int, workers: int) -> None:
    """Do ``work`` for every block, on so many threads: NumPy lets go of the interpreter while it computes."""
    if workers == 1:
        for block in blocks(rows, width):
            work(block)
        return
    with ThreadPoolExecutor(workers) as pool:
        for _ in pool.map(work, blocks(rows, width)):
            pass
