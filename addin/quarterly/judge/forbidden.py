"""What a published edition may not say: every figure that disclosure control hid, with where it would stand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from quarterly.judge.published import PublishedPlan
from quarterly.model.figures import figure, rounded
from quarterly.model.kpi import Kpi, Reading
from quarterly.model.periods import Period
from quarterly.model.plan import Plan

_EPOCH = date(1899, 12, 30)  # day 0 of workbooks that count from 1900


class Secret(Struct, frozen=True, kw_only=True):
    """The hidden figures of one indicator for one period.

    ``labels`` are the ways in which the period is written, ``day`` the first of a month as a workbook counts days;
    ``None`` for longer periods, which no date stands for. ``values`` are the figures as numbers, in full and as shown,
    and ``figures`` as sentences have them; ``telling`` are those that stand for themselves, because no other figure of
    the indicator is the same.
    """

    ref: str
    name: str
    labels: frozenset[str]
    day: float | None
    values: frozenset[float]
    figures: frozenset[str]
    telling: frozenset[float]


class Forbidden(Struct, frozen=True, kw_only=True):
    """Every secret of a plan. ``refs`` are all its indicators; ``officers`` the words that are not checked."""

    secrets: tuple[Secret, ...]
    refs: frozenset[str]
    officers: tuple[str, ...]


def forbidden_figures(plan: Plan, published: PublishedPlan) -> Forbidden:
    """What may not be said of ``plan``, the officer's own, once it is protected as ``published``."""
    pairs = zip(plan.kpis, published.plan.kpis, strict=True)
    return Forbidden(
        secrets=tuple(secret for own, kept in pairs for secret in _of_indicator(own, kept, plan)),
        refs=frozenset(kpi.ref for kpi in plan.kpis),
        officers=tuple(words.text for words in plan.commentary if words.text),
    )


def _of_indicator(own: Kpi, kept: Kpi, plan: Plan) -> Iterator[Secret]:
    open_readings = {reading.period: reading for reading in kept.readings}
    known = _known(kept, plan)
    for reading in own.readings:
        left = open_readings.get(reading.period)
        values = {reading.value, reading.denominator} - {None}
        if left is not None:
            values -= {left.value, left.denominator}
        hidden = frozenset(value for value in values if value is not None)
        shown = {float(rounded(value, own.decimals)) for value in hidden}
        if hidden:
            yield Secret(
                ref=own.ref,
                name=own.name,
                labels=frozenset(_labels(own, reading.period, plan)),
                day=_day(reading.period),
                values=hidden | shown,
                figures=frozenset(_written(own, reading, hidden)),
                telling=frozenset(value for value in hidden - known if _stands_alone(value)),
            )


def _known(kept: Kpi, plan: Plan) -> set[float | None]:
    """Every figure of the indicator that may be shown."""
    aims = [value for one in kept.targets for value in (one.value, one.floor, one.low, one.high)]
    others = [one.value for one in plan.benchmarks if one.kpi == kept.ref]
    open_figures = [value for one in kept.readings for value in (one.value, one.denominator)]
    return {*aims, *others, *open_figures, kept.baseline}


def _stands_alone(value: float) -> bool:
    """Whether a number is unlikely to be met by chance: not whole, or of three digits and more."""
    return value != int(value) or abs(value) >= 100  # from three digits on


def _written(kpi: Kpi, reading: Reading, hidden: frozenset[float]) -> Iterator[str]:
    if reading.value is not None and reading.value in hidden:
        yield figure(reading.value, kpi.decimals, kpi.unit)


def _day(period: Period) -> float | None:
    return float((period.start - _EPOCH).days) if period.months == 1 else None


def _labels(kpi: Kpi, period: Period, plan: Plan) -> Iterator[str]:
    for calendar in (kpi.calendar, plan.settings.calendar):
        yield calendar.label(period)
    if period.months == 1:
        yield period.start.isoformat()
