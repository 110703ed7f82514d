"""What the forecasts are worth on real series: coverage of the interval, and error against two plain baselines.

    python benchmarks/forecast.py [--data FOLDER]

Every forecast is made as on its day, from the readings up to then (rolling origin). The method was chosen on the half
of the organisations marked "chosen on"; the table to believe is "tested on". Prints Markdown.
"""

from __future__ import annotations

import argparse
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import fmean

import pandas as pd
from msgspec import Struct

from quarterly.judge.forecast import MONTHLY, QUARTERLY, YEARLY, Rhythm, forecast

SHARED = Path(__file__).parents[2] / "shared" / "data"


class Series(Struct, frozen=True, kw_only=True):
    """One real series, with the half it falls in by its organisation."""

    group: str
    tested: bool
    values: tuple[float | None, ...]
    most: float | None = None


class Outcome(Struct, frozen=True):
    """One forecast beside what came: errors are in mean absolute changes of the readings up to then."""

    held: bool
    error: float
    last: float
    year_ago: float


def half(name: str) -> bool:
    """Whether an organisation is in the half that is tested on: by its name alone, so it never moves."""
    return zlib.crc32(name.encode()) % 2 == 1


def monthly(folder: Path) -> Iterator[Series]:
    """Emergency departments: counts, and the percentage seen within four hours."""
    frame = pd.read_csv(folder / "monthly" / "ae_attendances.csv").sort_values("period")
    for (org, _kind), rows in frame.groupby(["org_code", "type"]):
        for column in ("attendances", "breaches", "admissions"):
            yield Series(group=f"monthly {column}", tested=half(org), values=tuple(rows[column].astype(float)))
        if (rows["attendances"] > 0).all():
            share = 100 * (1 - rows["breaches"] / rows["attendances"])
            yield Series(group="monthly percentage in 4 hours", tested=half(org), values=tuple(share), most=100)


def quarterly(folder: Path) -> Iterator[Series]:
    """The monthly counts added up to quarters."""
    for series in monthly(folder):
        if series.most is None:
            sums = tuple(sum(series.values[at : at + 3]) for at in range(0, len(series.values), 3))
            yield Series(group="quarterly counts", tested=series.tested, values=sums)


def yearly(folder: Path) -> Iterator[Series]:
    """Every measure of the Local Authority Interactive Tool for every authority, region and England."""
    frame = pd.read_parquet(folder / "lait" / "bds_long.parquet")
    names = pd.read_csv(folder / "lait" / "data_dictionary.csv").set_index("Measure_short")["y_axis_name"].astype(str)
    frame["Values"] = pd.to_numeric(frame["Values"], errors="coerce")
    table = frame.pivot_table(
        index=["Short Desc", "LA and Regions"], columns="Years", values="Values", aggfunc="first", observed=True
    )
    for (measure, place), row in table.sort_index(axis=1).iterrows():
        percentage = str(names.get(measure, "")).strip().startswith("%")
        yield Series(
            group=f"yearly {'percentages' if percentage else 'counts and rates'}",
            tested=half(place),
            values=tuple(None if pd.isna(value) else float(value) for value in row),
            most=100 if percentage else None,
        )


def outcomes(series: Series, rhythm: Rhythm, horizons: Sequence[int]) -> Iterator[tuple[int, Outcome | str]]:
    """For each horizon and origin: what came of the forecast, or why there was none."""
    values = series.values
    for origin in range(rhythm.least, len(values)):
        past = values[:origin]
        if past[-1] is None:
            continue
        moves = [abs(b - a) for a, b in pairwise(past) if a is not None and b is not None]
        if not any(moves):
            continue
        result = forecast(past, ahead=[""] * max(horizons), rhythm=rhythm, least=0, most=series.most)
        for ahead in horizons:
            came = values[origin + ahead - 1] if origin + ahead <= len(values) else None
            if came is None:
                continue
            if result.refused or ahead > len(result.steps):
                yield ahead, result.refused or "further than may be forecast"
                continue
            step, scale = result.steps[ahead - 1], fmean(moves)
            before = values[origin + ahead - 1 - rhythm.season] if ahead <= rhythm.season else past[-1]
            yield (
                ahead,
                Outcome(
                    held=step.lower - 1e-9 <= came <= step.upper + 1e-9,
                    error=abs(step.value - came) / scale,
                    last=abs(past[-1] - came) / scale,
                    year_ago=abs((past[-1] if before is None else before) - came) / scale,
                ),
            )


def table(found: dict[tuple[str, int], list[Outcome | str]], title: str) -> None:
    """Print one Markdown table."""
    print(f"\n{title}\n")
    print(
        "| Series | Ahead | Forecasts | Refused | Interval held | Error | Last value | Same period last year | Shown |"
    )
    print("|---|---|---|---|---|---|---|---|---|")
    for (group, ahead), results in sorted(found.items()):
        shown = [result for result in results if isinstance(result, Outcome)]
        refused = 1 - len(shown) / len(results)
        held, error = fmean(one.held for one in shown), fmean(one.error for one in shown)
        last, year_ago = fmean(one.last for one in shown), fmean(one.year_ago for one in shown)
        verdict = "yes" if error < max(last, year_ago) else "no"
        print(
            f"| {group} | {ahead} | {len(shown):,} | {refused:.0%} | {held:.1%} | {error:.3f} | {last:.3f} | "
            f"{year_ago:.3f} | {verdict} |"
        )


def main() -> None:
    """Back-test everything and print both halves."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=SHARED)
    folder = parser.parse_args().data
    found: dict[bool, dict[tuple[str, int], list[Outcome | str]]] = {True: defaultdict(list), False: defaultdict(list)}
    plan = ((monthly, MONTHLY, (3, 6, 12)), (quarterly, QUARTERLY, (1, 2)), (yearly, YEARLY, (1, 2)))
    for source, rhythm, horizons in plan:
        for series in source(folder):
            for ahead, outcome in outcomes(series, rhythm, horizons):
                found[series.tested][series.group, ahead].append(outcome)
                found[series.tested][f"**{series.group.split()[0]}, all**", ahead].append(outcome)
    table(found[True], "Tested on (organisations that no choice was made on)")
    table(found[False], "Chosen on")


if __name__ == "__main__":
    main()
