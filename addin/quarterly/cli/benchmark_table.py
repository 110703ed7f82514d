"""An authority beside its comparators, as tables of 80 columns, a topic each."""

from __future__ import annotations

from itertools import groupby

from rich import box
from rich.console import Console
from rich.table import Table

from quarterly.cli.terminal import say
from quarterly.compose.words import counted
from quarterly.exchange.dfe.benchmark import benchmark
from quarterly.exchange.dfe.listing import NOTHING, shown
from quarterly.exchange.dfe.places import find_authority
from quarterly.exchange.dfe.reasons import MeasureBenchmark
from quarterly.exchange.dfe.release import DfeRelease

HEADERS = ("Year", "Value", "Change", "Rank", "", "Neigh-\nbours", "Region", "England")


def show_benchmark(console: Console, release: DfeRelease, authority: str) -> None:
    """One line that says how many measures are in each band, then every measure."""
    found = benchmark(release, authority)
    name = find_authority(release, authority).name
    say(console, f"{name}: {_summary(found)}")
    for topic, group in groupby(found, key=lambda item: item.topic):
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
        table.add_column(topic, overflow="fold", ratio=1)
        for header in HEADERS:
            table.add_column(header, justify="left" if header == "Year" else "right", no_wrap=True)
        for item in group:
            table.add_row(*_row(item))
        console.print()
        console.print(table)
    say(console, "Rank: 1 is best. The letter is the quartile band, A best to D. A dash: --json says why.")
    for note in release.notes:
        say(console, f"Please note: {note}")


def _summary(found: tuple[MeasureBenchmark, ...]) -> str:
    published = [item for item in found if item.value is not None]
    bands = ", ".join(f"{sum(item.quartile == band for item in found)} in {band}" for band in "ABCD")
    return f"{len(published)} of {counted(len(found), 'measure')} published. Quartile bands: {bands}."


def _row(item: MeasureBenchmark) -> tuple[str, ...]:
    return (
        " ".join(item.measure.split()),
        item.year,
        shown(item.value, item),
        shown(item.change, item, sign="+"),
        NOTHING if item.rank is None else f"{item.rank}/{item.of}",
        item.quartile or NOTHING,
        shown(item.neighbours, item),
        shown(item.region, item),
        shown(item.england, item),
    )
