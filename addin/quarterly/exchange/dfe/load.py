"""Load the Department's data set from a folder of its files."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from quarterly.exchange.dfe.folder import AUTHORITIES, DICTIONARY, NEIGHBOURS, VALUES, Found, read_folder
from quarterly.exchange.dfe.places import is_area, is_old_name, replaced
from quarterly.exchange.dfe.release import Authority, DfeRelease, Measure
from quarterly.exchange.dfe.text import key, one_line, published_number, repaired
from quarterly.exchange.dfe.units import is_count, unit_of
from quarterly.exchange.dfe.years import PublishedYear, calendar_of, parse_year
from quarterly.model.kpi import Polarity
from quarterly.model.periods import Calendar, Period

if TYPE_CHECKING:
    import pandas as pd

DEFAULT_DECIMALS = 1  # the Department's tool shows one where the dictionary says nothing; counts need none
_NO_FIGURE = {"", "-", "nan", "none", "na", "n/a"}
_EXCEL_EPOCH = date(1899, 12, 30)
_LISTED = 5  # names given in a note before it says how many more

Figures = dict[str, dict[int, float]]
Shorthand = dict[str, dict[int, str]]


def load_dfe(folder: str | Path) -> DfeRelease:
    """The release in a folder; its files are recognised by their columns, whatever they are called.

    Args:
        folder: holds the values (Parquet or CSV, in one file or several), the data dictionary, the statistical
            neighbours and the list of authorities. Other files are left out, with a note.

    Raises:
        DataSetRefused: something is missing or cannot be read, with what its columns would be.

    Source: https://www.gov.uk/government/publications/local-authority-interactive-tool-lait
    """
    found = read_folder(Path(folder))
    authorities, areas = _places(found)
    series, notes = _series(found.one(VALUES), {**{n: a.name for n, a in authorities.items()}, **areas})
    measures, unused = _measures(found.one(DICTIONARY), series)
    return DfeRelease(measures=measures, authorities=authorities, areas=areas, notes=(*found.notes, *notes, *unused))


def _texts(frame: pd.DataFrame, column: str) -> list[str]:
    """A column's cells without outer spaces; blanks where the table has no such column."""
    if column not in frame.columns:
        return [""] * len(frame)
    return [text.strip() for text in frame[column].tolist()]


def _number(text: str) -> int | None:
    value = published_number(text)
    return int(value) if value is not None and value.is_integer() else None


# Places ---------------------------------------------------------------------------------------------------------


class _Group(Struct, frozen=True):
    region: str
    neighbours: tuple[int, ...]
    old: bool


def _places(found: Found) -> tuple[dict[int, Authority], dict[int, str]]:
    listed = found.one(AUTHORITIES)
    groups = _groups(found.one(NEIGHBOURS))
    authorities: dict[int, Authority] = {}
    areas: dict[int, str] = {}
    columns = (_texts(listed, name) for name in AUTHORITIES.columns)
    for text, name, region in zip(*columns, strict=True):
        number = _number(text)
        if number is None or not name:
            continue
        if is_area(number):
            areas[number] = name
        else:
            authorities[number] = _authority(number, name, region, groups.get(number))
    return authorities, areas


def _authority(number: int, name: str, region: str, group: _Group | None) -> Authority:
    old = is_old_name(name) or replaced(number) is not None or (group is not None and group.old)
    return Authority(
        number=number,
        name=name,
        region=group.region if group and group.region else region,
        neighbours=group.neighbours if group else (),
        abolished=old,
    )


def _groups(frame: pd.DataFrame) -> dict[int, _Group]:
    """Statistical neighbours by authority. Below a row "Old SNs" stand authorities that exist no more."""
    ranked = [name for name in (f"SN{place}" for place in range(1, 21)) if name in frame.columns]
    neighbours = zip(*(_texts(frame, name) for name in ranked), strict=True)
    groups: dict[int, _Group] = {}
    old = False
    rows = zip(_texts(frame, "LA num"), _texts(frame, "LA Name"), _texts(frame, "GOReg"), neighbours, strict=True)
    for text, name, region, near in rows:
        old = old or (not text and key(name) == "old sns")
        number = _number(text)
        if number is not None:
            numbers = (_number(cell) for cell in near)
            groups[number] = _Group(region, tuple(n for n in numbers if n is not None), old)
    return groups


# Figures --------------------------------------------------------------------------------------------------------


class _Series(Struct):
    """What was published for one measure, by label and place, before labels of the same year are brought together."""

    name: str = ""
    figures: dict[PublishedYear, dict[int, float]] = field(default_factory=lambda: defaultdict(dict))
    shorthand: dict[PublishedYear, dict[int, str]] = field(default_factory=lambda: defaultdict(dict))

    def settled(self, calendar: Calendar) -> tuple[tuple[PublishedYear, ...], Figures, Shorthand]:
        """Years in order, with the revised figure in place of the first one where both were published."""
        figures: Figures = {}
        shorthand: Shorthand = defaultdict(dict)
        for labels in self._by_period(calendar):
            held = [year for year in labels if self.figures[year]]
            if held:
                figures[held[-1].label] = {place: value for year in held for place, value in self.figures[year].items()}
            for year in labels:
                shorthand[(held or labels)[-1].label].update(self.shorthand[year])
        shown = {year.label: year for year in self.figures}
        return tuple(shown[label] for label in figures), figures, dict(shorthand)

    def _by_period(self, calendar: Calendar) -> list[list[PublishedYear]]:
        """The labels of each period, in order of period, the label that stands last."""
        together: dict[Period, list[PublishedYear]] = defaultdict(list)
        for year in sorted({*self.figures, *self.shorthand}, key=lambda year: year.precedence):
            together[year.period(calendar)].append(year)
        return [together[period] for period in sorted(together, key=lambda period: (period.end, period.months))]


def _series(frame: pd.DataFrame, names: Mapping[int, str]) -> tuple[dict[str, _Series], list[str]]:
    by_name = {key(name): number for number, name in names.items()}
    years = {text: parse_year(text) for text in frame["Years"].unique().tolist()}
    codes = {text: key_of_measure(text) for text in frame["Short Desc"].unique().tolist()}
    numbers = {text: published_number(text) for text in frame["Values"].unique().tolist()}
    places = _place_numbers(frame, by_name)
    found = {code: _Series(name=one_line(text)) for text, code in codes.items()}
    twice: set[tuple[str, PublishedYear, int]] = set()
    rows = zip(frame["Short Desc"].tolist(), frame["Years"].tolist(), places, frame["Values"].tolist(), strict=True)
    for measure, label, place, text in rows:
        year = years[label]
        if year is None or place is None:
            continue
        value, series = numbers[text], found[codes[measure]]
        if value is None:
            _note_shorthand(series, year, place, text)
        elif series.figures[year].setdefault(place, value) != value:
            twice.add((codes[measure], year, place))
    for code, year, place in twice:
        del found[code].figures[year][place]
        found[code].shorthand[year][place] = "given twice with different values"
    strangers = {name for name, place in zip(frame["LA and Regions"].tolist(), places, strict=True) if place is None}
    return found, _doubts([label for label, year in years.items() if year is None], sorted(strangers), len(twice))


def _note_shorthand(series: _Series, year: PublishedYear, place: int, text: str) -> None:
    if text.strip().casefold() not in _NO_FIGURE:
        series.shorthand[year][place] = text.strip()


def _place_numbers(frame: pd.DataFrame, by_name: Mapping[str, int]) -> list[int | None]:
    """The number of each row's place: the row's own, else that of its name."""
    known = set(by_name.values())
    given = {text: _number(text) for text in set(_texts(frame, "LA Number"))}
    named = {text: by_name.get(key(text)) for text in frame["LA and Regions"].unique().tolist()}
    numbers = (given[text] for text in _texts(frame, "LA Number"))
    return [
        number if number in known else named[name]
        for number, name in zip(numbers, frame["LA and Regions"].tolist(), strict=True)
    ]


def _doubts(labels: list[str], strangers: list[str], twice: int) -> list[str]:
    notes = []
    if labels:
        notes.append(f"Rows whose year could not be read were left out: {_some(labels)}.")
    if strangers:
        notes.append(f"Places that the list of authorities does not hold were left out: {_some(strangers)}.")
    if twice:
        notes.append(f"{twice} figures are given twice with different values and were left out.")
    return notes


def _some(names: list[str]) -> str:
    more = len(names) - _LISTED
    return "; ".join(names[:_LISTED]) + (f"; and {more} more" if more > 0 else "")


# Measures -------------------------------------------------------------------------------------------------------


def key_of_measure(text: str) -> str:
    """A measure's short name for comparing: case and spacing make no difference."""
    return one_line(text).casefold()


def _measures(frame: pd.DataFrame, series: Mapping[str, _Series]) -> tuple[tuple[Measure, ...], list[str]]:
    columns = [*DICTIONARY.columns, *DICTIONARY.optional]
    cells = zip(*([repaired(text) for text in _texts(frame, column)] for column in columns), strict=True)
    entries = [dict(zip(columns, row, strict=True)) for row in cells]
    topics = _topics(entries)
    measures: dict[str, Measure] = {}
    silent: list[str] = []
    for entry in entries:
        code = key_of_measure(entry["Measure_short"])
        if not code or code in measures or "discontinue" in entry["Table_status"].casefold():
            continue
        if code in series and any(series[code].figures.values()):
            measures[code] = _measure(entry, " / ".join(topics[code]), series[code])
        else:
            silent.append(entry["Measure"])
    described = {key_of_measure(entry["Measure_short"]) for entry in entries}
    return tuple(measures.values()), _gaps(silent, sorted(series[code].name for code in set(series) - described))


def _gaps(silent: list[str], undescribed: list[str]) -> list[str]:
    notes = []
    if silent:
        notes.append(f"Measures of the dictionary without any figures were left out: {_some(silent)}.")
    if undescribed:
        notes.append(f"Measures that the dictionary does not describe were left out: {_some(undescribed)}.")
    return notes


def _topics(entries: list[dict[str, str]]) -> dict[str, list[str]]:
    """The topics of each measure: some stand in the dictionary once for each of two."""
    topics: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        named = topics[key_of_measure(entry["Measure_short"])]
        if entry["Topic"] not in named:
            named.append(entry["Topic"])
    return topics


def _measure(entry: Mapping[str, str], topic: str, series: _Series) -> Measure:
    calendar = calendar_of(entry["Year_Type"])
    years, figures, shorthand = series.settled(calendar)
    unit = unit_of(entry["y_axis_name"], entry["Measure"], entry["Chart_title"])
    return Measure(
        code=entry["Measure_short"],
        name=entry["Measure"],
        topic=topic,
        polarity={"high": Polarity.HIGH, "low": Polarity.LOW}.get(entry["Polarity"].casefold()),
        unit=unit,
        decimals=_decimals(entry["dps"], unit, figures),
        calendar=calendar,
        years=years,
        figures=figures,
        shorthand=shorthand,
        ranked=tuple(sorted(value for place, value in figures[years[-1].label].items() if not is_area(place))),
        banded=entry["No_Quartile"].casefold() != "n",
        definition=entry["Description"],
        link=entry["Hyperlink(s)"],
        updated=_day(entry["Last Update"]),
    )


def _decimals(given: str, unit: str, figures: Figures) -> int:
    decimals = published_number(given)
    if decimals is not None:
        return max(0, math.floor(decimals))
    whole = all(value.is_integer() for places in figures.values() for value in places.values())
    return 0 if whole and is_count(unit) else DEFAULT_DECIMALS


def _day(text: str) -> date | None:
    """The day that Excel's number stands for; ``None`` for words such as "TBC"."""
    serial = _number(text)
    return _EXCEL_EPOCH + timedelta(days=serial) if serial is not None and 0 < serial < 100_000 else None
