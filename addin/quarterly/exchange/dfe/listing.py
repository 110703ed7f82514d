"""An authority's standing for machines, and as rows of text for people."""

from __future__ import annotations

from quarterly.exchange.dfe.benchmark import benchmark
from quarterly.exchange.dfe.reasons import MeasureBenchmark
from quarterly.exchange.dfe.release import DfeRelease

Json = str | float | int | None | dict[str, str]

TABLE_HEADERS = (
    "Topic",
    "Measure",
    "Good is",
    "Year",
    "Value",
    "Change",
    "Rank",
    "Quartile",
    "Neighbours",
    "Region",
    "England",
)
NOTHING = "–"
_UNSHOWN = ("best_neighbour",)  # has no column of its own in the machine's list


def benchmark_json(release: DfeRelease, authority: str) -> list[dict[str, Json]]:
    """One object a measure: the fields of the benchmark, null where there is nothing, and ``reasons`` for each null.

    Values are as published and unrounded. ``code`` is the Department's short name of the measure, ``unit`` "%" for
    percentages, ``decimals`` what the Department shows, ``region_name`` the area that ``region`` belongs to.

    Raises:
        DataSetRefused: there is no such authority, or it has been replaced by others.
    """
    return [_object(item) for item in benchmark(release, authority)]


def _object(item: MeasureBenchmark) -> dict[str, Json]:
    return {
        "measure": item.measure,
        "topic": item.topic,
        "polarity": None if item.polarity is None else str(item.polarity),
        "year": item.year,
        "value": item.value,
        "change": item.change,
        "rank": item.rank,
        "of": item.of,
        "quartile": item.quartile,
        "neighbours": item.neighbours,
        "region": item.region,
        "england": item.england,
        "code": item.code,
        "unit": item.unit,
        "decimals": item.decimals,
        "region_name": item.region_name,
        "reasons": {name: why for name, why in item.reasons.items() if name not in _UNSHOWN},
    }


def benchmark_table(release: DfeRelease, authority: str) -> list[tuple[str, ...]]:
    """The same as rows of text under :data:`TABLE_HEADERS`, figures at the decimals that the Department shows.

    Raises:
        DataSetRefused: there is no such authority, or it has been replaced by others.
    """
    return [_row(item) for item in benchmark(release, authority)]


def _row(item: MeasureBenchmark) -> tuple[str, ...]:
    return (
        item.topic,
        " ".join(item.measure.split()),
        str(item.polarity or NOTHING),
        item.year,
        shown(item.value, item),
        shown(item.change, item, sign="+"),
        NOTHING if item.rank is None else f"{item.rank} of {item.of}",
        item.quartile or NOTHING,
        shown(item.neighbours, item),
        shown(item.region, item),
        shown(item.england, item),
    )


def shown(value: float | None, item: MeasureBenchmark, *, sign: str = "") -> str:
    """A figure at the measure's decimals, with a percent sign where it is one."""
    if value is None:
        return NOTHING
    rounded = round(value, item.decimals) or 0.0  # no minus before a zero
    text = f"{rounded:{sign if rounded else ''},.{item.decimals}f}"
    percent = "%" if item.unit == "%" and not sign else ""
    return text + percent
