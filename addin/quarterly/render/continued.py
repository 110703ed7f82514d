"""Tables that run over printed pages: how much of one stays together, and where it goes on under its header again."""

from __future__ import annotations

from collections.abc import Sequence

MOST_KEPT = 0.6  # share of a page up to which a table is moved to the next page rather than parted
LEAST_BEGUN = 1 / 3  # share of a page that a longer table needs to begin on it
LEAST_ROWS = 2  # rows that stand together at a page's end and at the next one's beginning


def opening(head: float, rows: Sequence[float], page: float) -> float:
    """Points of a table that must not be parted at its beginning: all of a short one.

    ``head`` is its header, ``rows`` its rows and ``page`` what a printed page holds, all in points.
    """
    whole = head + sum(rows)
    if whole <= page * MOST_KEPT:
        return whole
    return max(head + sum(rows[:LEAST_ROWS]), page * LEAST_BEGUN)


def pages(rows: Sequence[float], room: float, further: float) -> tuple[int, ...]:
    """How many rows stand on each printed page; no single row is left for the last one where it can be helped.

    ``room`` are the points left for rows on the first page and ``further`` on those after it. A row taller than a page
    has one to itself.
    """
    counts, used = [0], 0.0
    for height in rows:
        left = room if len(counts) == 1 else further
        if counts[-1] and used + height > left:
            counts.append(0)
            used = 0.0
        counts[-1] += 1
        used += height
    if len(counts) > 1 and counts[-1] < LEAST_ROWS < counts[-2] and sum(rows[-LEAST_ROWS:]) <= further:
        counts[-2] -= LEAST_ROWS - counts[-1]
        counts[-1] = LEAST_ROWS
    return tuple(counts)
