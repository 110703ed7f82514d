"""Somebody who tries to work out hidden counts from everything published, with a mixed-integer solver.

Knows what a clever reader knows, and is built from the printed figures alone: counts are whole and not negative; every
count that was ever printed; every percentage within the limits of its rounding; every change; the sums that the table
implies; the rule that something is hidden only for the sake of a count from 1 to the threshold. Shares no code with
the method that it attacks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

import numpy as np
import pytest

from quarterly.judge.disclosure import Cell, Change, Count, FigureKind, Protected, Published, Ratio, Relation, Sum

optimize = pytest.importorskip(
    "scipy.optimize", reason="SciPy, whose solver attacks the published figures, is not installed"
)
sparse = pytest.importorskip("scipy.sparse")

HUGE = 10_000  # above any count in a test


@dataclass
class Attacker:
    """Linear constraints on the counts, and questions to the solver about single ones.

    Learn everything first, then ask. Every table that the solver ever found is kept: what one of them shows to be
    possible need not be asked again.
    """

    cells: tuple[Cell, ...]
    low: np.ndarray = field(init=False)
    high: np.ndarray = field(init=False)
    rows: list[tuple[dict[int, float], float, float]] = field(default_factory=list)
    possible: list[np.ndarray] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.number = {cell: at for at, cell in enumerate(self.cells)}
        self.low = np.zeros(len(self.cells))
        self.high = np.full(len(self.cells), float(HUGE))

    def learn(self, cell: Cell, value: float) -> None:
        at = self.number[cell]
        self.low[at] = self.high[at] = value

    def tie(self, terms: Iterable[tuple[Cell, float]], least: float, most: float) -> None:
        row: dict[int, float] = {}
        for cell, factor in terms:
            row[self.number[cell]] = row.get(self.number[cell], 0) + factor
        self.rows.append((row, least, most))

    def divide(self, part: Cell, whole: Cell, shown: Fraction, per: int, decimals: int) -> None:
        """``shown`` is ``per`` times part over whole, rounded: both limits closed, in whole numbers."""
        unit = 2 * 10**decimals
        low, high = shown * unit - 1, shown * unit + 1
        self.tie([(part, float(per * unit)), (whole, -float(low))], 0, np.inf)
        self.tie([(part, float(per * unit)), (whole, -float(high))], -np.inf, 0)
        self.low[self.number[whole]] = max(self.low[self.number[whole]], 1)

    @cached_property
    def _limits(self) -> list[object]:
        matrix = sparse.csc_array(
            (
                [factor for row, _, _ in self.rows for factor in row.values()],
                (
                    [index for index, (row, _, _) in enumerate(self.rows) for _ in row],
                    [at for row, _, _ in self.rows for at in row],
                ),
            ),
            shape=(len(self.rows), len(self.cells)),
        )
        least, most = ([row[side] for row in self.rows] for side in (1, 2))
        return [optimize.LinearConstraint(matrix, least, most)] if self.rows else []

    def _solve(self, goal: Mapping[int, float], fixed: Mapping[int, tuple[float, float]]) -> float | None:
        low, high = self.low.copy(), self.high.copy()
        for at, (least, most) in fixed.items():
            low[at], high[at] = max(low[at], least), min(high[at], most)
            if low[at] > high[at]:
                return None
        costs = np.zeros(len(self.cells))
        for at, factor in goal.items():
            costs[at] = factor
        answer = optimize.milp(
            costs,
            integrality=np.ones(len(self.cells)),
            bounds=optimize.Bounds(low, high),
            constraints=self._limits,
        )
        if answer.status == 2:  # infeasible
            return None
        assert answer.status == 0, answer.message
        self.possible.append(np.rint(answer.x))
        return float(answer.fun)

    def allows(self, cell: Cell, value: int) -> bool:
        """Whether the count could be this."""
        at = self.number[cell]
        return any(table[at] == value for table in self.possible) or self._solve({}, {at: (value, value)}) is not None

    def leaves_open(self, cell: Cell, small: Cell, threshold: int) -> bool:
        """Whether ``cell`` could be two things at least if ``small`` is the small count behind it all."""
        at, behind = self.number[cell], self.number[small]
        if len({table[at] for table in self.possible if 1 <= table[behind] <= threshold}) > 1:
            return True
        rule = {behind: (1, threshold)}
        least = self._solve({at: 1.0}, rule)
        most = self._solve({at: -1.0}, rule)
        return least is not None and most is not None and round(least) < round(-most)


def reader_of(
    counts: tuple[Count, ...],
    relations: tuple[Relation, ...],
    protected: Protected,
    published: tuple[Published, ...] = (),
) -> Attacker:
    """The attacker who has read this edition and all earlier ones."""
    attacker = Attacker(tuple(count.at for count in counts))
    truth = {count.at: count.value for count in counts}
    ratios = {one.at: one for one in relations if isinstance(one, Ratio)}
    printed = [(figure.at, figure.value) for figure in protected.figures.values() if figure.value is not None]
    printed += [(figure.at, Fraction(str(figure.value))) for figure in published]
    for one in relations:
        if isinstance(one, Sum):
            attacker.tie([(one.total, -1.0), *((part, 1.0) for part in one.parts)], 0, 0)
    changes = {one.at: one for one in relations if isinstance(one, Change)}
    for at, value in printed:
        if at in truth:
            attacker.learn(at, float(value))
        elif at in ratios:
            one = ratios[at]
            attacker.divide(one.numerator, one.denominator, value, one.per, one.decimals)
        elif changes[at].relative:
            attacker.divide(changes[at].now, changes[at].before, value + 100, 100, 1)
        elif changes[at].now in truth:
            attacker.tie([(changes[at].now, 1.0), (changes[at].before, -1.0)], float(value), float(value))
    return attacker


def is_hidden_count(protected: Protected, cell: Cell) -> bool:
    """Whether the letter c stands for this count."""
    figure = protected.figures.get(cell)
    return figure is not None and figure.kind is FigureKind.COUNT and figure.value is None
