"""Numerators and denominators: the value that they give, and whether it is the one that stands beside them."""

from __future__ import annotations

import re

from quarterly.model.kpi import Kpi, ReadingState
from quarterly.read import kinds
from quarterly.read.rows import Row
from quarterly.read.values import ValueRead, number_from_text


def with_fraction(
    row: Row, kpi: Kpi, value: ValueRead | None, numerator: float | None, denominator: float | None
) -> tuple[float | None, bool, ReadingState]:
    """The value, worked out from its fraction where blank; whether it is a percentage for certain; its state."""
    given = value.number if value else None
    percent = value.percent if value else False
    if numerator is None or denominator is None:
        return given, percent, ReadingState.FINAL
    if numerator < 0 or denominator < 0:
        row.report(kinds.DENOMINATOR_NEGATIVE, "numerator" if numerator < 0 else "denominator")
        return given, percent, ReadingState.FINAL
    if denominator == 0:
        row.report(kinds.DENOMINATOR_ZERO, "denominator")
        return given, percent, ReadingState.NOT_APPLICABLE if value is None else ReadingState.FINAL
    multiplier = _multiplier(kpi.unit)
    worked_out = numerator / denominator * (multiplier or 1)
    if kpi.is_percentage and numerator > denominator:
        row.report(kinds.RATIO_ABOVE_ONE, "numerator", worked_out=f"{worked_out:.1f}%")
    if value is None:
        return worked_out, kpi.is_percentage, ReadingState.FINAL
    if given is not None and multiplier and not _agrees(given, worked_out, percent=percent, kpi=kpi):
        row.report(kinds.VALUE_DISAGREES, "value", worked_out=f"{worked_out:.{max(kpi.decimals, 1)}f}")
    return given, percent, ReadingState.FINAL


_SAME = 5e-5  # in the value's unit; no value is typed to more than four decimals
_PER = re.compile(r"(?:rate )?per ([0-9][0-9,]*)(?: .*)?")


def _multiplier(unit: str) -> float | None:
    """What a fraction is multiplied by: 100 for %, 10,000 for "rate per 10,000"; ``None`` where the unit is silent."""
    if unit == "%":
        return 100.0
    per = _PER.fullmatch(unit.casefold())
    number = number_from_text(per[1]) if per else None
    return number.number if number else None


def _agrees(given: float, worked_out: float, *, percent: bool, kpi: Kpi) -> bool:
    """Whether the two are the same to the decimals in which the value was given."""
    if abs(given - worked_out) < _SAME:
        return True
    scales = (1.0,) if percent or not kpi.is_percentage or given > 1 else (1.0, 100.0)
    return any(_same(given * scale, worked_out, places=_places(given) - (2 if scale > 1 else 0)) for scale in scales)


def _same(given: float, worked_out: float, *, places: int) -> bool:
    return abs(given - worked_out) <= 0.5 * 10.0**-places + 1e-9 * max(1.0, abs(worked_out))


def _places(number: float) -> int:
    """Decimal places in which a number was typed, four at most."""
    return len(f"{number:.4f}".rstrip("0").partition(".")[2])
