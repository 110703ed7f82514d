"""Indicators and readings made short, for tests of judging them."""

from __future__ import annotations

from datetime import date

from quarterly.model.kpi import Kpi, Polarity, Reading, Target
from quarterly.model.periods import FINANCIAL, Period

Q3 = FINANCIAL.quarter(2025, 3)  # October to December 2025
Q2 = FINANCIAL.quarter(2025, 2)
AS_AT = date(2026, 1, 20)


def month(year: int, number: int) -> Period:
    return Period(date(year, number, 1), 1)


def reading(period: Period, value: float | None, **fields: object) -> Reading:
    return Reading(period=period, value=value, **fields)  # type: ignore[arg-type]


def months_to(last: Period, *values: float | None) -> tuple[Reading, ...]:
    """Readings of consecutive months, the last of them for ``last``; ``None`` leaves a month out."""
    periods = [last.shift(index + 1 - len(values)) for index in range(len(values))]
    return tuple(reading(period, value) for period, value in zip(periods, values, strict=True) if value is not None)


def kpi(*readings: Reading, **fields: object) -> Kpi:
    """A percentage where high is good, with one decimal and a target of 90 unless said otherwise."""
    standard: dict[str, object] = {
        "ref": "K1",
        "name": "Visits on time",
        "polarity": Polarity.HIGH,
        "unit": "%",
        "decimals": 1,
        "targets": (Target(value=90),),
        "readings": readings,
    }
    return Kpi(**(standard | fields))  # type: ignore[arg-type]
