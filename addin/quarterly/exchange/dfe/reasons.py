"""An authority's standing on a measure, and why a part of it holds nothing."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from quarterly.exchange.dfe.release import Authority, Measure
from quarterly.model.kpi import Polarity

NO_POLARITY = "The Department gives no polarity for this measure."
NO_BANDS = "The Department puts no quartile bands on this measure: its values lie too close together."


class MeasureBenchmark(Struct, frozen=True, kw_only=True):
    """An authority on one measure in the latest year published for the measure.

    Values are in ``unit`` as published, unrounded; ``decimals`` is how many the Department shows. ``reasons`` gives
    the sentence for every field that is ``None``. ``region_name`` is the area that ``region`` is the value of;
    ``best_neighbour`` is a neighbour's name and value, ``neighbours_counted`` how many are in the mean.
    """

    code: str
    measure: str
    topic: str
    polarity: Polarity | None
    unit: str
    decimals: int
    year: str
    value: float | None
    change: float | None
    rank: int | None
    of: int
    quartile: str | None
    neighbours: float | None
    neighbours_counted: int
    best_neighbour: tuple[str, float] | None
    region: float | None
    region_name: str
    england: float | None
    reasons: Mapping[str, str]


def reasons(result: MeasureBenchmark, authority: Authority, measure: Measure) -> dict[str, str]:
    """The sentence for every field that holds nothing, by the field's name."""
    absent = _absent(authority, measure)
    found = {
        "polarity": NO_POLARITY,
        "value": absent,
        "change": _no_change(authority, measure, absent),
        "rank": absent if result.value is None else NO_POLARITY,
        "quartile": _no_quartile(result, measure, absent),
        "neighbours": _no_neighbours(authority, result.year),
        "best_neighbour": _no_neighbours(authority, result.year) if result.neighbours is None else NO_POLARITY,
        "region": _no_region(result),
        "england": f"Not published for England in {result.year}.",
    }
    return {name: why for name, why in found.items() if getattr(result, name) is None}


def _absent(authority: Authority, measure: Measure) -> str:
    year = measure.latest
    text = measure.in_place_of(year, authority.number)
    shown = f" ({text})" if text else ""
    if not any(authority.number in places for places in measure.figures.values()):
        return f"Never published for {authority.name}{shown}."
    return f"Not published for {authority.name} in {year.label}{shown}."


def _no_change(authority: Authority, measure: Measure, absent: str) -> str:
    if measure.at(measure.latest, authority.number) is None:
        return absent
    before = measure.year_before
    if before is not None:
        return f"Not published for {authority.name} in {before.label}, the year before."
    earlier = measure.years[:-1]
    if not earlier:
        return f"{measure.latest.label} is the only year published."
    return f"The year before {measure.latest.label} was not published; the last one before it is {earlier[-1].label}."


def _no_quartile(result: MeasureBenchmark, measure: Measure, absent: str) -> str:
    if result.value is None:
        return absent
    return NO_POLARITY if measure.polarity is None else NO_BANDS


def _no_neighbours(authority: Authority, year: str) -> str:
    if not authority.neighbours:
        return f"The Department lists no statistical neighbours for {authority.name}."
    return f"Not published for any statistical neighbour in {year}."


def _no_region(result: MeasureBenchmark) -> str:
    if not result.region_name:
        return "The Department's list gives no region for this authority."
    return f"Not published for {result.region_name} in {result.year}."
