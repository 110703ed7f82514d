"""The real data set, worked out a second time from its files by other means: no pandas frames, no shared code."""

from __future__ import annotations

import random
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest

from quarterly.exchange.dfe import DfeRelease, benchmark

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "lait"
BANDS = {"Low": "ABCD", "High": "DCBA"}
PAIRS = 100

Figures = dict[str, dict[str, dict[int, float]]]


@pytest.fixture(scope="module")
def published(real: DfeRelease) -> Figures:
    from pyarrow import parquet

    table = parquet.read_table(REAL / "bds_long.parquet").to_pydict()
    figures: Figures = {}
    columns = (table[name] for name in ("Short Desc", "Years", "LA Number", "Values"))
    for code, year, place, text in zip(*columns, strict=True):
        if text not in ("-", None):
            figures.setdefault(code, {}).setdefault(year, {})[int(place)] = float(text)
    return figures


@pytest.fixture(scope="module")
def neighbours() -> dict[int, list[int]]:
    sheet = openpyxl.load_workbook(REAL / "statistical_neighbours_2025.xlsx").worksheets[0]
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    return {int(row[0]): [int(cell) for cell in row[5:25:2]] for row in rows if row[0] is not None}


def quartile_band(value: float, others: list[float], polarity: str) -> str:
    """By exact fractions: how many of the three quartiles the value lies above."""
    exact = sorted(Fraction(other) for other in others)
    above = 0
    for quarter in (1, 2, 3):
        place = Fraction((len(exact) - 1) * quarter, 4)
        low = exact[int(place)]
        high = exact[min(int(place) + 1, len(exact) - 1)]
        above += Fraction(value) > low + (high - low) * (place - int(place))
    return BANDS[polarity][above]


def test_random_results_are_those_of_a_second_calculation(
    real: DfeRelease, published: Figures, neighbours: dict[int, list[int]]
) -> None:
    chance = random.Random(2025)
    for _ in range(PAIRS):
        authority, place = chance.choice(real.current), chance.randrange(len(real.measures))
        item = benchmark(real, str(authority.number))[place]
        years = published[item.code]
        latest = max(years)
        assert item.year == latest
        now, before = years[latest], years.get(str(int(latest) - 1), {})
        value = now.get(authority.number)
        assert item.value == value
        assert item.england == now.get(970)
        everyone = [figure for number, figure in now.items() if number < 970]
        assert item.of == len(everyone)
        near = [now[number] for number in neighbours[authority.number] if number in now]
        assert item.neighbours == (pytest.approx(sum(near) / len(near), abs=1e-9) if near else None)
        then = before.get(authority.number)
        change = None if value is None or then is None else value - then
        assert item.change == (None if change is None else pytest.approx(change, abs=1e-9))
        if value is None or item.polarity is None:
            assert (item.rank, item.quartile) == (None, None)
            continue
        better = sum(figure > value if item.polarity == "High" else figure < value for figure in everyone)
        assert item.rank == better + 1
        if item.quartile is not None:
            assert item.quartile == quartile_band(value, everyone, item.polarity)


def test_every_authority_has_every_measure_with_sound_figures(real: DfeRelease) -> None:
    assert (len(real.current), len(real.measures)) == (153, 182)
    for authority in real.current:
        items = benchmark(real, authority.name)
        assert [item.code for item in items] == [measure.code for measure in real.measures]
        for item in items:
            assert item.rank is None or 1 <= item.rank <= item.of
            assert (item.rank is None) == (item.value is None or item.polarity is None)
            assert (item.quartile is None) <= ("quartile" in item.reasons)


def test_published_figures_that_anyone_can_look_up(real: DfeRelease) -> None:
    # Children looked after in England at 31 March 2025: 81,770 (DfE, November 2025). The label 2025 is 2024/25.
    number = next(measure for measure in real.measures if measure.code == "LACnum")
    assert (number.latest.label, number.at(number.latest, 970)) == ("2025", 81_770.0)
    assert number.calendar.label(number.latest.period(number.calendar)) == "2024/25"
