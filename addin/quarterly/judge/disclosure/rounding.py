"""Rounding of what is published beside a council's own counts: national totals, percentages and rates."""

from __future__ import annotations

from fractions import Fraction

from quarterly.judge.disclosure.facts import Cell
from quarterly.judge.disclosure.figures import ZERO_LETTER, Figure, FigureKind
from quarterly.model.figures import exact, rounded

TOTALS_TO = 10  # children; totals for England and regions (DfE, characteristics of children in need)
RATE_DECIMALS = 1  # of percentages and rates (DfE, characteristics of children in need)


def to_nearest(value: float | Fraction, base: int = TOTALS_TO) -> int:
    """To the nearest multiple of ``base``, half away from zero: 385 is 390."""
    return int(rounded(exact(value) / base, 0)) * base


def national_total(at: Cell, value: float | Fraction, base: int = TOTALS_TO) -> Figure:
    """A total for England or a region as it is published; ``k`` where there are some but it rounds to zero."""
    return _figure(at, FigureKind.COUNT, value, Fraction(to_nearest(value, base)), 0)


def rate(at: Cell, value: float | Fraction, decimals: int = RATE_DECIMALS) -> Figure:
    """A percentage or rate as it is published; ``k`` where it is more than zero but rounds to zero."""
    return _figure(at, FigureKind.RATIO, value, rounded(value, decimals), decimals)


def _figure(at: Cell, kind: FigureKind, true: float | Fraction, shown: Fraction, decimals: int) -> Figure:
    letter = ZERO_LETTER if true and not shown else ""
    return Figure(at=at, kind=kind, value=shown, decimals=decimals, letter=letter)
