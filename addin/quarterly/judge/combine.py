"""Months put together to a quarter: last, sum, mean, or numerators over denominators."""

from __future__ import annotations

import re
from fractions import Fraction

from msgspec import Struct

from quarterly.judge.status import Status
from quarterly.model.figures import exact
from quarterly.model.kpi import Kpi, QuarterRule, Reading, ReadingState
from quarterly.model.periods import Period, month_label

SCALES = (1, 100, 1_000, 10_000, 100_000)  # a fraction, percent, and rates per population


class Combined(Struct, frozen=True, kw_only=True):
    """What came of the readings: a value, or what is missing, or a ``problem`` in words with its status."""

    parts: tuple[Reading, ...] = ()
    missing: tuple[Period, ...] = ()
    made: Fraction | None = None
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    problem: str = ""
    status: Status = Status.CANNOT_JUDGE

    @property
    def value(self) -> float | None:
        """The value worked out, or that of the single reading."""
        if self.made is not None:
            return float(self.made)
        return self.parts[0].value if len(self.parts) == 1 and not self.problem and not self.missing else None

    def as_reading(self, period: Period) -> Reading:
        """One reading for the whole period; its state is the least certain among its parts."""
        last = self.parts[-1]
        if self.made is None:
            return Reading(
                period=period,
                value=last.value,
                numerator=last.numerator,
                denominator=last.denominator,
                state=last.state,
                restated_from=last.restated_from,
                comment=last.comment,
                source=last.source,
            )
        states = {part.state for part in self.parts}
        return Reading(
            period=period,
            value=self.value,
            numerator=None if self.numerator is None else float(self.numerator),
            denominator=None if self.denominator is None else float(self.denominator),
            state=next((state for state in _LEAST_CERTAIN if state in states), ReadingState.FINAL),
            source=last.source,
        )


_LEAST_CERTAIN = (ReadingState.LOW_RELIABILITY, ReadingState.PROVISIONAL, ReadingState.REVISED)


def last_of(reading: Reading | None, month: Period) -> Combined:
    """The quarter's last month stands for the quarter."""
    return Combined(missing=(month,)) if reading is None else Combined(parts=(reading,))


def combine(kpi: Kpi, months: tuple[tuple[Period, Reading | None], ...]) -> Combined:
    """Every month of the quarter by the indicator's quarter rule; all of them are needed."""
    parts = tuple(reading for _, reading in months if reading is not None)
    missing = tuple(month for month, reading in months if reading is None)
    if missing:
        return Combined(parts=parts, missing=missing)
    if kpi.quarter_rule is QuarterRule.RATIO:
        return _ratio(kpi, parts)
    values = [exact(part.value) for part in parts if part.value is not None]
    if len(values) < len(parts):
        return Combined(parts=parts)
    total = sum(values, Fraction(0))
    return Combined(parts=parts, made=total / len(values) if kpi.quarter_rule is QuarterRule.MEAN else total)


def _ratio(kpi: Kpi, parts: tuple[Reading, ...]) -> Combined:
    pairs = [(part.numerator, part.denominator) for part in parts]
    tops = [exact(top) for top, _ in pairs if top is not None]
    bottoms = [exact(bottom) for _, bottom in pairs if bottom is not None]
    if len(tops) < len(parts) or len(bottoms) < len(parts):
        return _incomplete(parts)
    top, bottom = sum(tops, Fraction(0)), sum(bottoms, Fraction(0))
    if not bottom:
        return Combined(parts=parts, problem="Not applicable: there were no cases.", status=Status.NOT_APPLICABLE)
    scale = _scale(kpi, parts)
    if scale is None:
        problem = "Cannot be judged: the figures do not follow from their numerators and denominators."
        return Combined(parts=parts, problem=problem)
    return Combined(parts=parts, made=top / bottom * scale, numerator=top, denominator=bottom)


def _incomplete(parts: tuple[Reading, ...]) -> Combined:
    lacking = [part for part in parts if part.numerator is None or part.denominator is None]
    if any(part.value is None for part in lacking):
        return Combined(parts=parts)
    months = ", ".join(month_label(part.period.start) for part in lacking)
    problem = f"Cannot be judged: the quarter is worked out from numerators and denominators, and {months} has none."
    return Combined(parts=parts, problem=problem)


def _scale(kpi: Kpi, parts: tuple[Reading, ...]) -> int | None:
    """What numerator over denominator is multiplied by: from the unit, else from the months' own values."""
    if kpi.is_percentage:
        return 100
    if found := re.search(r"\bper ([\d,]+)\b", kpi.unit):
        return int(found[1].replace(",", ""))
    for part in parts:
        if part.value and part.numerator and part.denominator:
            plain = part.numerator / part.denominator
            return next((scale for scale in SCALES if abs(part.value / (plain * scale) - 1) < _CLOSE), None)
    return 1


_CLOSE = 0.05  # months' values are often rounded; the scales lie at least a factor of ten apart
