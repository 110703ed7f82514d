"""The words of reasons: lists and counts that read right for one and for many, percentages that cannot mislead."""

from __future__ import annotations

import math
from collections.abc import Sequence

_NOISE = 1e-7  # percent; what floating-point arithmetic may leave of a whole number


def listed(words: Sequence[str], joined_by: str = "and") -> str:
    """ "A1", "A1 and A2", "A1, A2 and A3"; joined by "or" where that is meant."""
    if len(words) <= 1:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joined_by} {words[-1]}"


def counted(count: int, one: str) -> str:
    """ "1 day", "2 days", "0 days"."""
    return f"{count:,} {one}" if count == 1 else f"{count:,} {one}s"


def percent(value: float, *limits: float, decimals: int = 0) -> str:
    """ "69%", or "62.5%" with one decimal.

    A figure is never rounded over one of the ``limits``: 69.7 below a limit of 70 is "69.7%", not "70%".
    """
    value += _NOISE
    shown = round(value, decimals)
    if any((value >= limit) != (shown >= limit) for limit in limits):
        shown = math.floor(10 * value) / 10
    return f"{shown:.1f}".removesuffix(".0") + "%"
