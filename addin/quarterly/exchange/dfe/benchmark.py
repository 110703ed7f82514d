"""Where an authority stands on each measure: its latest value, and whom it compares with."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from msgspec.structs import replace

from quarterly.exchange.dfe.places import Compared, compared, find_authority
from quarterly.exchange.dfe.reasons import MeasureBenchmark, reasons
from quarterly.exchange.dfe.release import Authority, DfeRelease, Measure
from quarterly.exchange.dfe.years import PublishedYear
from quarterly.model.kpi import Polarity

BANDS = "ABCD"  # best to worst
NOISE = 10  # decimals past which a computed difference or mean holds nothing but binary rounding


def benchmark(release: DfeRelease, authority: str) -> tuple[MeasureBenchmark, ...]:
    """The authority on every measure of the release, in the dictionary's order, as the Department's tool shows it.

    - The year is the latest in which any authority, region or England has a figure for the measure.
    - The change is from the year straight before; there is none where that year was not published.
    - The rank is among all authorities with a figure in that year, best first by polarity. Equal values share the
      lowest number ("1st equal", then 3rd). An authority that has since been replaced counts where the Department
      still publishes a figure under its name.
    - Quartile bands rest on linearly interpolated quartiles of those figures (R's type 7, Excel's QUARTILE.INC).
      A figure on a quartile belongs to the band below it in value, as in the tool: for polarity Low that is the
      better band, for High the worse.
    - The neighbours' value is the mean of the statistical neighbours that have a figure.

    Raises:
        DataSetRefused: there is no such authority, or it has been replaced by others.

    Source: https://github.com/dfe-analytical-services/local-authority-interactive-tool
    """
    found = compared(release, find_authority(release, authority))
    return tuple(measure_benchmark(release, found, measure) for measure in release.measures)


def measure_benchmark(release: DfeRelease, places: Compared, measure: Measure) -> MeasureBenchmark:
    """The authority on one measure; see :func:`benchmark`."""
    authority, year, area = places.authority, measure.latest, places.area_for(measure)
    value = measure.at(year, authority.number)
    near = neighbour_values(measure, year, authority)
    result = MeasureBenchmark(
        code=measure.code,
        measure=measure.name,
        topic=measure.topic,
        polarity=measure.polarity,
        unit=measure.unit,
        decimals=measure.decimals,
        year=year.label,
        value=value,
        change=_change(measure, authority),
        rank=rank_of(value, measure.ranked, measure.polarity),
        of=len(measure.ranked),
        quartile=band_of(value, measure.ranked, measure.polarity) if measure.banded else None,
        neighbours=mean([figure for _, figure in near]),
        neighbours_counted=len(near),
        best_neighbour=_best_neighbour(release, measure, near),
        region=measure.at(year, area),
        region_name=release.areas[area] if area is not None else authority.region,
        england=measure.at(year, places.england),
        reasons={},
    )
    return replace(result, reasons=reasons(result, authority, measure))


def rank_of(value: float | None, ranked: Sequence[float], polarity: Polarity | None) -> int | None:
    """The position among the sorted values, 1 is best; equal values share the lowest number."""
    if value is None or polarity is None:
        return None
    better = bisect_left(ranked, value) if polarity is Polarity.LOW else len(ranked) - bisect_right(ranked, value)
    return better + 1


def band_of(value: float | None, ranked: Sequence[float], polarity: Polarity | None) -> str | None:
    """The quartile band, "A" best to "D"; a value on a quartile is in the band below it in value."""
    if value is None or polarity is None:
        return None
    below = sum(value > cut for cut in quartiles(ranked))
    return BANDS[below] if polarity is Polarity.LOW else BANDS[3 - below]


def quartiles(ranked: Sequence[float]) -> tuple[float, float, float]:
    """The three quartiles of sorted values, linearly interpolated."""
    return _quantile(ranked, 1), _quantile(ranked, 2), _quantile(ranked, 3)


def _quantile(ranked: Sequence[float], quarter: int) -> float:
    # statistics.quantiles weighs both neighbours even when they are equal, which can miss their value by one bit
    # and move an authority that stands on the quartile into the next band.
    place, rest = divmod((len(ranked) - 1) * quarter, 4)
    low = ranked[place]
    return low + (ranked[place + 1] - low) * rest / 4 if rest else low


def neighbour_values(measure: Measure, year: PublishedYear, authority: Authority) -> list[tuple[int, float]]:
    """The statistical neighbours with a figure in a year, by number, closest neighbour first."""
    figures = measure.figures[year.label]
    return [(number, figures[number]) for number in authority.neighbours if number in figures]


def mean(values: Sequence[float]) -> float | None:
    """The mean; ``None`` of nothing."""
    return round(sum(values) / len(values), NOISE) if values else None


def _best_neighbour(
    release: DfeRelease, measure: Measure, near: Sequence[tuple[int, float]]
) -> tuple[str, float] | None:
    if not near or measure.polarity is None:
        return None
    pick = max if measure.polarity is Polarity.HIGH else min
    number, value = pick(near, key=lambda pair: pair[1])
    return release.authorities[number].name, value


def _change(measure: Measure, authority: Authority) -> float | None:
    before = measure.year_before
    now = measure.at(measure.latest, authority.number)
    then = measure.at(before, authority.number) if before else None
    return None if now is None or then is None else round(now - then, NOISE)
