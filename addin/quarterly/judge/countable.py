"""Which counts of people the figures of an indicator rest on, and how they follow from one another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import pairwise

from msgspec import Struct

from quarterly.judge.disclosure import Cell, Count, Ratio, Relation, Sum
from quarterly.model.figures import exact, rounded
from quarterly.model.kpi import Kind, Kpi, Reading
from quarterly.model.periods import Period


class Measure(StrEnum):
    """What an indicator's values are."""

    COUNT = "count"
    SHARE = "percentage"
    RATE = "rate"
    AMOUNT = "amount"  # money, time, scores, averages: no count of people


_RATE = re.compile(r"\bper\b|\brate\b|\bratio\b|/")
_AMOUNT = re.compile(
    r"£|\b(pounds?|minutes?|hours?|days?|weeks?|months?|years?|averages?|mean|median|scores?|index|points?)\b"
)
_OF_PEOPLE = (Measure.SHARE, Measure.COUNT)  # what is left of the denominator are people too


class Basis(Struct, frozen=True, kw_only=True):
    """What disclosure control needs of an indicator; ``unchecked`` where a percentage or rate has no counts with it."""

    counts: tuple[Count, ...] = ()
    relations: tuple[Relation, ...] = ()
    unchecked: bool = False


def measure_of(kpi: Kpi) -> Measure:
    """By the unit; without a sign of anything else, whole numbers are counts."""
    unit = kpi.unit.casefold()
    if kpi.is_percentage:
        return Measure.SHARE
    if _RATE.search(unit):
        return Measure.RATE
    values = [reading.value for reading in kpi.readings if reading.value is not None]
    whole = all(_whole(value) is not None for value in values)
    return Measure.AMOUNT if _AMOUNT.search(unit) or not whole else Measure.COUNT


def value_at(kpi: Kpi, period: Period) -> Cell:
    """The place of a reading's value."""
    return Cell(kpi.ref, "", period)


def denominator_at(kpi: Kpi, period: Period) -> Cell:
    """The place of a reading's denominator, which stands in the row "Out of"."""
    return Cell(f"{kpi.ref} denominator", "", period)


def basis_of(kpi: Kpi) -> Basis:
    """The counts behind the authority's readings, with their sums over people and over time.

    A percentage rests on those who count, those who do not, and all; of these only all are printed. A quarter worked
    out from months is no figure of its own: where a month is hidden it cannot be worked out any more.
    """
    measure = measure_of(kpi)
    pairs = [(reading, _part(kpi, measure, reading), _denominator(kpi, reading)) for reading in kpi.readings]
    both = [(part, whole) for _, part, whole in pairs if part and whole]
    rests = [rest for part, whole in both for rest in _rest(kpi, part, whole)] if measure in _OF_PEOPLE else []
    derived = measure is not Measure.COUNT
    relations = [
        _ratio(kpi, part, whole)
        for reading, part, whole in pairs
        if derived and part and whole and reading.value is not None
    ]
    valued = sum(reading.value is not None for reading in kpi.readings)
    parts = [part for _, part, _ in pairs if part]
    wholes = [whole for _, _, whole in pairs if whole]
    ties = [Sum(total=denominator_at(kpi, one.at.period), parts=(_part_at(kpi, measure, one), one.at)) for one in rests]
    steps, over_time = _over_time(kpi, (parts, wholes, rests))
    return Basis(
        counts=(*parts, *wholes, *rests, *steps),
        relations=(*ties, *relations, *over_time),
        unchecked=measure in (Measure.SHARE, Measure.RATE) and len(relations) < valued,
    )


def _numerator_at(kpi: Kpi, period: Period) -> Cell:
    return Cell(f"{kpi.ref} numerator", "", period)


def _part_at(kpi: Kpi, measure: Measure, rest: Count) -> Cell:
    period = rest.at.period
    return value_at(kpi, period) if measure is Measure.COUNT else _numerator_at(kpi, period)


def _part(kpi: Kpi, measure: Measure, reading: Reading) -> Count | None:
    """Those who count: the value itself, or a numerator, which no table prints."""
    if measure is Measure.COUNT:
        return Count(at=value_at(kpi, reading.period), value=_whole(reading.value), state=reading.state)
    value = _whole(_told(reading) if measure is Measure.SHARE else reading.numerator)
    if value is None:
        return None
    people = measure is not Measure.AMOUNT
    return Count(at=_numerator_at(kpi, reading.period), value=value, sensitive=people, shown=False)


def _told(reading: Reading) -> float | None:
    """The numerator, or the one that percentage and denominator tell."""
    if reading.numerator is not None or reading.value is None or reading.denominator is None:
        return reading.numerator
    return float(rounded(exact(reading.value) * exact(reading.denominator) / 100, 0))


def _denominator(kpi: Kpi, reading: Reading) -> Count | None:
    value = _whole(reading.denominator)
    return None if value is None else Count(at=denominator_at(kpi, reading.period), value=value)


def _whole(value: float | None) -> int | None:
    """The count, where the number can be one."""
    if value is None or value < 0:
        return None
    number = exact(value)
    return int(number) if number.denominator == 1 else None


def _rest(kpi: Kpi, part: Count, whole: Count) -> Iterator[Count]:
    """Those who do not count; where more count than there are, the two do not belong together."""
    if part.value is not None and whole.value is not None and part.value <= whole.value:
        at = Cell(f"{kpi.ref} remainder", "", part.at.period)
        yield Count(at=at, value=whole.value - part.value, shown=False)


def _ratio(kpi: Kpi, part: Count, whole: Count) -> Ratio:
    return Ratio(at=value_at(kpi, part.at.period), numerator=part.at, denominator=whole.at, decimals=kpi.decimals)


def _over_time(kpi: Kpi, strands: Iterable[list[Count]]) -> tuple[list[Count], list[Relation]]:
    """Sums over periods of each sort of count, with what a year to date rose by as counts of their own."""
    steps: list[Count] = []
    relations: list[Relation] = []
    for strand in strands:
        ordered = sorted(strand, key=lambda one: (one.at.period.month_after, one.at.period.months))
        if kpi.kind is Kind.PERIOD:
            relations += _tiles(ordered)
        else:
            relations += _same(ordered)
        if kpi.kind is Kind.CUMULATIVE:
            for step, relation in _increases(kpi, ordered):
                steps.append(step)
                relations.append(relation)
    return steps, relations


def _tiles(ordered: list[Count]) -> Iterator[Sum]:
    """A quarter or year given beside its own months or quarters is their sum."""
    places = {one.at.period: one.at for one in ordered}
    for period, total in places.items():
        for months in (1, 3):
            starts = range(0, period.months, months)
            inside = [Period(period.start, months).shift(start) for start in starts]
            if months < period.months and all(part in places for part in inside):
                yield Sum(total=total, parts=tuple(places[part] for part in inside))


def _same(ordered: list[Count]) -> Iterator[Sum]:
    """A quarter as at its last day is its last month."""
    for before, after in pairwise(ordered):
        if before.at.period.month_after == after.at.period.month_after and before.value == after.value:
            yield Sum(total=after.at, parts=(before.at,))


def _increases(kpi: Kpi, ordered: list[Count]) -> Iterator[tuple[Count, Sum]]:
    """What each year to date rose by since the one before it in its year; corrections downwards are no counts."""
    known = [(one, one.value) for one in ordered if one.value is not None]
    for (before, earlier), (now, later) in pairwise(known):
        same_year = kpi.calendar.year_of(before.at.period.end) == kpi.calendar.year_of(now.at.period.end)
        if same_year and before.at.period.month_after < now.at.period.month_after and later >= earlier:
            at = Cell(f"{now.at.measure} increase", "", now.at.period)
            step = Count(at=at, value=later - earlier, sensitive=now.sensitive, shown=False)
            yield step, Sum(total=now.at, parts=(before.at, at))
