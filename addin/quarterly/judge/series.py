"""A series as the statistics take it: one number a period in order of time, ``None`` where there is no reading."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterable, Sequence
from contextlib import suppress
from numbers import Real
from typing import Final, Literal, get_args

Desired = Literal["increase", "decrease", "neutral"]
"""Which way is good: a polarity as the statistics take it. ``"neutral"`` where neither way is."""

LARGEST: Final = 1e100  # no unit: keeps every square and sum of a series finite
ROUNDING: Final = 1e-12  # of the largest value: far below any reading's last digit, far above floating-point error


def checked_series(values: Iterable[float | None], *, name: str = "values") -> tuple[float | None, ...]:
    """The series as floats and ``None``.

    Raises:
        ValueError: an entry is not a number, or is infinite, NaN or beyond 1e100.
    """
    checked = [
        # All but a few entries are plain floats or gaps: for those, not even the name for a complaint is made up.
        value
        if value is None or (type(value) is float and -LARGEST <= value <= LARGEST)
        else checked_number(value, name=f"{name}[{index}]")
        for index, value in enumerate(values)
    ]
    return tuple(checked)


def checked_number(value: object, *, name: str) -> float:
    """``value`` as a float.

    Raises:
        ValueError: it is not a number, or is infinite, NaN or beyond 1e100.
    """
    if isinstance(value, Real) and not isinstance(value, bool):
        with suppress(OverflowError):  # a whole number too large for a float
            number = float(value)
            if abs(number) <= LARGEST:
                return number
    raise ValueError(f"{name} must be a finite number, not {value!r}")


def checked_direction(direction: str) -> None:
    """Nothing, where ``direction`` is one of the three words.

    Raises:
        ValueError: it is another; with the nearest of the three, if one is near.
    """
    words = get_args(Desired)
    if direction not in words:
        near = difflib.get_close_matches(str(direction), words, n=1)
        hint = f'; did you mean "{near[0]}"?' if near else ""
        raise ValueError(f'direction must be "increase", "decrease" or "neutral", not {direction!r}{hint}')


def checked_count(count: object, *, name: str, least: int, most: int | None = None) -> int:
    """``count``, a whole number from ``least`` to ``most``.

    Raises:
        ValueError: it is not a whole number, or lies outside.
    """
    if isinstance(count, bool) or not isinstance(count, int) or count < least or (most is not None and count > most):
        bounds = f"of at least {least}" if most is None else f"from {least} to {most}"
        raise ValueError(f"{name} must be a whole number {bounds}, not {count!r}")
    return count


def rounding_error(values: Sequence[float]) -> float:
    """The difference below which two numbers derived from ``values`` count as equal, in their unit."""
    return ROUNDING * max(map(abs, values), default=0.0)


def mean(values: Sequence[float]) -> float:
    """The arithmetic mean; of equal values exactly that value, which summing and dividing can miss by a hair."""
    first = values[0]
    return first if min(values) == max(values) else math.fsum(values) / len(values)


def sign(number: float, tolerance: float = 0.0) -> int:
    """1 above ``tolerance``, -1 below its negative, else 0."""
    return (number > tolerance) - (number < -tolerance)


def good_sign(direction: Desired) -> int:
    """1 where higher is better, -1 where lower is, 0 where neither is."""
    return {"increase": 1, "decrease": -1, "neutral": 0}[direction]
