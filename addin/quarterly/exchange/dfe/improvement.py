"""The tables of an improvement workbook, filled from the Department's data set for one authority."""

from __future__ import annotations

import re
from calendar import month_name
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from statistics import median_low

from quarterly.exchange.dfe.benchmark import BANDS, mean, measure_benchmark, neighbour_values
from quarterly.exchange.dfe.places import (
    Compared,
    compared,
    find_authority,
    founded,
    is_area,
    predecessors,
    without_mark,
)
from quarterly.exchange.dfe.reasons import MeasureBenchmark
from quarterly.exchange.dfe.release import Authority, DfeRelease, Measure
from quarterly.exchange.dfe.text import one_line
from quarterly.exchange.dfe.units import PERCENT, is_count
from quarterly.exchange.dfe.years import PublishedYear
from quarterly.model.contract import BENCHMARKS, KPI_DATA, KPIS
from quarterly.model.kpi import Comparator, Frequency, Polarity, ReadingState
from quarterly.model.periods import date_label, months_between

Entry = str | float | int | date | None
Row = Mapping[str, Entry]
Tables = dict[str, list[Row]]

ORIGIN = "Department for Education, Local Authority Interactive Tool"
NOT_PUBLISHED = ":"  # the Department's shorthand for a figure that is not available
PROGRAMME = "Measures published by the Department for Education"
_IN_THE_UNIT = (Comparator.ENGLAND, Comparator.REGION, Comparator.NEIGHBOURS, Comparator.BEST_NEIGHBOUR)
LONGEST_LAG = 24  # months; a measure updated later than that after its year is no longer published every year


def improvement_tables(release: DfeRelease, authority: str) -> tuple[Tables, dict[str, Entry], tuple[str, ...]]:
    """What an improvement workbook of the authority holds: tables by sheet, settings by field, and notes for people.

    One KPI a measure that has ever been published for the authority, with its readings by year and what it compares
    with. No targets, baselines or owners are invented; a measure without polarity is for information.

    Raises:
        DataSetRefused: there is no such authority, or it has been replaced by others.
    """
    places = compared(release, find_authority(release, authority))
    number = places.authority.number
    held = [measure for measure in release.measures if any(number in year for year in measure.figures.values())]
    refs, lags = measure_refs(release), measure_lags(release)
    tables: Tables = {KPIS.name: [], KPI_DATA.name: [], BENCHMARKS.name: []}
    for measure in held:
        ref = refs[measure.code]
        tables[KPIS.name].append(_kpi(ref, measure, lags.get(measure.code)))
        tables[KPI_DATA.name].extend(_readings(ref, measure, places.authority))
        tables[BENCHMARKS.name].extend(_benchmarks(ref, release, places, measure))
    settings: dict[str, Entry] = {
        "authority": places.authority.name,
        "programme": PROGRAMME,
        "year_starts": "April",
    }
    return tables, settings, _notes(release, places.authority, held)


def measure_refs(release: DfeRelease) -> dict[str, str]:
    """A reference for each measure's code that can stand in a list: no spaces, commas or signs, and none twice."""
    refs: dict[str, str] = {}
    taken: set[str] = set()
    for measure in release.measures:
        plain = measure.code.replace("%", "Pct").replace(",", "")
        stem = re.sub(r"_+", "_", re.sub(r"[^A-Za-z0-9_-]+", "_", plain)).strip("_-") or "M"
        ref, turn = stem, 2
        while ref.casefold() in taken:
            ref, turn = f"{stem}_{turn}", turn + 1
        taken.add(ref.casefold())
        refs[measure.code] = ref
    return refs


def _kpi(ref: str, measure: Measure, lag: int | None) -> Row:
    return {
        "ref": ref,
        "name": one_line(measure.name),
        "theme": measure.topic,
        "polarity": str(measure.polarity or Polarity.INFORMATION),
        "unit": measure.unit,
        "decimals": measure.decimals,
        "frequency": str(Frequency.YEAR),
        "year_starts": month_name[measure.calendar.first_month],
        "lag": lag,
        "data_source": f"{ORIGIN}. {measure.link}".strip(),
        "definition": measure.definition,
    }


def measure_lags(release: DfeRelease) -> dict[str, int]:
    """Months from the end of a year to its publication, by measure, as far as the dictionary lets them be told.

    That is from the end of the latest year to the last update; where the dictionary gives none, what is usual for
    the topic's other measures that count in the same year.
    """
    told = {measure.code: lag for measure in release.measures if (lag := _lag(measure)) is not None}
    alike: dict[tuple[str, int], list[int]] = defaultdict(list)
    for measure in release.measures:
        if measure.code in told:
            alike[measure.topic, measure.calendar.first_month].append(told[measure.code])
    usual = {group: median_low(lags) for group, lags in alike.items()}
    groups = {measure.code: (measure.topic, measure.calendar.first_month) for measure in release.measures}
    return told | {code: usual[group] for code, group in groups.items() if code not in told and group in usual}


def _lag(measure: Measure) -> int | None:
    if measure.updated is None:
        return None
    months = months_between(measure.latest.period(measure.calendar).end, measure.updated)
    return months if 0 < months <= LONGEST_LAG else None


# Readings -------------------------------------------------------------------------------------------------------


def _readings(ref: str, measure: Measure, authority: Authority) -> Iterator[Row]:
    """A reading a year from the authority's first; years published for others only are marked as not available."""
    values = [measure.at(year, authority.number) for year in measure.years]
    first = next(place for place, value in enumerate(values) if value is not None)
    for year, value in zip(measure.years[first:], values[first:], strict=True):
        shorthand = measure.in_place_of(year, authority.number) or NOT_PUBLISHED
        yield {
            "kpi": ref,
            "period": _period(measure, year),
            "value": shorthand if value is None else _figure(measure, value),
            "state": "" if year.state is ReadingState.FINAL else str(year.state),
            "comment": _comment(measure, authority, year),
        }


def _figure(measure: Measure, value: float) -> Entry:
    """The value for a cell: a percentage of 1 or less carries its sign, or it could be taken for a fraction."""
    if measure.unit == PERCENT and 0 < value <= 1:
        return f"{Decimal(repr(value)):f}%"
    return value


def _period(measure: Measure, year: PublishedYear) -> str:
    """The year in the form that leaves no doubt which months it covers: 2024/25, or 2024 for a calendar year."""
    period = year.period(measure.calendar)
    if year.spans == 1 or not year.split:
        return measure.calendar.label(period)
    return f"{measure.calendar.year_label(period.start)}-{measure.calendar.year_label(period.end)[2:]}"


def _comment(measure: Measure, authority: Authority, year: PublishedYear) -> str:
    parts = []
    if not year.is_plain and year.label != _period(measure, year):
        parts.append(f"Published as {year.label}.")
    starts = [step.on for step in founded(authority.number)]
    if starts and year.period(measure.calendar).end < starts[0]:
        parts.append(f"Published under this name although the authority began on {date_label(starts[0])}.")
    return " ".join(parts)


# Comparators ----------------------------------------------------------------------------------------------------


def _benchmarks(ref: str, release: DfeRelease, places: Compared, measure: Measure) -> Iterator[Row]:
    """England, region and neighbours in every year; rank, band and best neighbour in the latest.

    England's and the region's totals of a count are no measure for one authority, and stay out.
    """
    area = places.area_for(measure)
    comparable = not is_total(measure, places.england)
    region = release.areas[area] if area is not None else ""
    for year in measure.years:
        near = [value for _, value in neighbour_values(measure, year, places.authority)]
        if comparable:
            yield from _row(ref, measure, year, Comparator.ENGLAND, measure.at(year, places.england))
            yield from _row(ref, measure, year, Comparator.REGION, measure.at(year, area), remark=region)
        yield from _row(ref, measure, year, Comparator.NEIGHBOURS, mean(near), remark=f"mean of {len(near)}")
    yield from _standing(ref, measure, measure_benchmark(release, places, measure))


def is_total(measure: Measure, england: int | None) -> bool:
    """Whether England's figure is the sum over authorities: of a count, and above that of every authority."""
    whole = measure.at(measure.latest, england)
    return whole is not None and is_count(measure.unit) and bool(measure.ranked) and whole > measure.ranked[-1]


def _standing(ref: str, measure: Measure, item: MeasureBenchmark) -> Iterator[Row]:
    year = measure.latest
    if item.best_neighbour is not None:
        name, value = item.best_neighbour
        yield from _row(ref, measure, year, Comparator.BEST_NEIGHBOUR, value, remark=name)
    if item.rank is not None:
        yield from _row(ref, measure, year, Comparator.RANK, item.rank, remark="1 is best")
        yield from _row(ref, measure, year, Comparator.AUTHORITIES, item.of)
    if item.quartile is not None:
        band = BANDS.index(item.quartile) + 1
        yield from _row(ref, measure, year, Comparator.QUARTILE, band, remark=f"band {item.quartile}; 1 best to 4")


def _row(
    ref: str, measure: Measure, year: PublishedYear, comparator: Comparator, value: float | None, *, remark: str = ""
) -> Iterator[Row]:
    if value is not None:
        yield {
            "kpi": ref,
            "comparator": str(comparator),
            "period": _period(measure, year),
            "value": _figure(measure, value) if comparator in _IN_THE_UNIT else value,
            "origin": f"{ORIGIN} ({remark})" if remark else ORIGIN,
        }


# Notes ----------------------------------------------------------------------------------------------------------


def _notes(release: DfeRelease, authority: Authority, held: list[Measure]) -> tuple[str, ...]:
    notes = list(release.notes)
    never = len(release.measures) - len(held)
    if never:
        notes.append(f"{_measures(never)} not published for {authority.name} in any year and left out.")
    unpolarised = sum(measure.polarity is None for measure in held)
    if unpolarised:
        notes.append(
            f"{_measures(unpolarised)} for information only: the Department gives no polarity, so no rank and no band."
        )
    silent = sum(measure.at(measure.latest, authority.number) is None for measure in held)
    if silent:
        notes.append(f"{_measures(silent)} published for others in the latest year but not for {authority.name}.")
    totals = sum(is_total(measure, compared(release, authority).england) for measure in held)
    if totals:
        notes.append(f"{_measures(totals)} counted in numbers: totals of England and the region are not compared with.")
    if before := predecessors(release, authority):
        began = date_label(founded(authority.number)[0].on)
        notes.append(f"{authority.name} began on {began}. Figures of {', '.join(before)} are not carried over to it.")
    if counted := _replaced_but_ranked(release, held):
        notes.append(
            f"Replaced authorities for which figures are still published count in ranks: {', '.join(counted)}."
        )
    notes.append(
        "A plain year such as 2025 is written as the year that ends in it: 2024/25 for financial and academic years."
    )
    notes.append("No targets, baselines or owners come with the data set: add your own on the KPIs sheet.")
    return tuple(notes)


def _measures(count: int) -> str:
    return "1 measure is" if count == 1 else f"{count} measures are"


def _replaced_but_ranked(release: DfeRelease, held: list[Measure]) -> list[str]:
    """Abolished authorities that still have a figure in a year that began after they had been replaced."""
    found: set[str] = set()
    for measure in held:
        for number in measure.figures[measure.latest.label]:
            gone = None if is_area(number) else release.authorities[number]
            if gone is not None and gone.abolished and measure.polarity is not None:
                found.add(without_mark(gone.name))
    return sorted(found)
