"""Many series at once give the same answers as one by one."""

from __future__ import annotations

import math
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quarterly.exchange.many import records_many, trend_many, xmr_many
from quarterly.exchange.many.records import EXTREMES
from quarterly.exchange.many.spc import ASSURANCES, CAUSES, TYPES
from quarterly.exchange.many.trend import COURSES
from quarterly.judge.records import records
from quarterly.judge.spc import xmr
from quarterly.judge.trend import trend

WORDS = ("increase", "decrease", "neutral")


def tables(max_width: int = 30) -> st.SearchStrategy[list[list[float]]]:
    cell = st.one_of(st.integers(-20, 20).map(lambda tenths: tenths / 10), st.just(math.nan))
    return st.integers(1, max_width).flatmap(
        lambda width: st.lists(st.lists(cell, min_size=width, max_size=width), min_size=1, max_size=4)
    )


def gapped(row: np.ndarray) -> list[float | None]:
    return [None if math.isnan(value) else value for value in row.tolist()]


def random_table(rows: int = 300, width: int = 48, seed: int = 4) -> np.ndarray:
    """Series of every temper: noise, walks, steps, trends, small counts, constants, spikes, gaps."""
    draw = np.random.default_rng(seed)
    table = 50 + draw.normal(0, 3, (rows, width))
    table[0::8] = 50 + draw.normal(0, 2, (len(table[0::8]), width)).cumsum(axis=1)
    table[1::8, width // 2 :] += 9
    table[2::8] += np.linspace(0, 30, width)
    table[3::8] = draw.poisson(2, (len(table[3::8]), width))
    table[4::8] = 90.1
    table[5::8, 7] += 40
    table[6::8] = np.round(table[6::8])
    table[7::8][draw.random((len(table[7::8]), width)) < 0.2] = np.nan
    table[-1] = np.nan
    return table


def assert_same_charts(
    table: np.ndarray, directions: list[str], targets: np.ndarray, baseline: int | None, rebase_at: tuple[int, ...]
) -> None:
    many = xmr_many(table, directions=directions, targets=targets, baseline=baseline, rebase_at=rebase_at)
    for row, series in enumerate(table):
        target = None if math.isnan(targets[row]) else float(targets[row])
        one = xmr(gapped(series), direction=directions[row], target=target, baseline=baseline, rebase_at=rebase_at)
        for name in ("mean", "lower", "upper"):
            expected = [math.nan if (line := getattr(point, name)) is None else line for point in one.points]
            np.testing.assert_allclose(getattr(many, name)[row], expected, rtol=1e-12, atol=1e-11)
        assert [CAUSES[code] for code in many.special_cause[row]] == [point.special_cause for point in one.points]
        assert [TYPES[code] for code in many.point_type[row]] == [point.point_type for point in one.points]
        assert many.short_group[row].tolist() == [point.short_group for point in one.points]
        assert (TYPES[many.variation[row]], ASSURANCES[many.assurance[row]]) == (one.variation, one.assurance)


@pytest.mark.parametrize(("baseline", "rebase_at"), [(None, ()), (12, ()), (None, (20,)), (5, (9, 30))])
def test_charts_of_random_series_are_the_same(baseline: int | None, rebase_at: tuple[int, ...]) -> None:
    table = random_table()
    targets = np.where(np.arange(len(table)) % 5 == 0, np.nan, 48.0)
    assert_same_charts(table, [WORDS[row % 3] for row in range(len(table))], targets, baseline, rebase_at)


@given(rows=tables(), target=st.integers(-2, 2))
def test_charts_of_any_series_are_the_same(rows: list[list[float]], target: int) -> None:
    table = np.array(rows)
    assert_same_charts(table, ["decrease"] * len(table), np.full(len(table), float(target)), None, ())


def test_a_turning_point_and_a_baseline_without_readings_are_the_same() -> None:
    up_down = [1.0, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1, 2, 3, 4, 5, 6, 7]
    unread = [math.nan, math.nan, *range(17)]
    assert_same_charts(np.array([up_down, unread]), ["increase"] * 2, np.array([math.nan] * 2), 2, ())
    assert_same_charts(np.array([up_down]), ["increase"], np.array([math.nan]), None, ())


def assert_same_trends(table: np.ndarray, directions: list[str], season: int) -> None:
    many = trend_many(table, directions=directions, season=season)
    for row, series in enumerate(table):
        one = trend(gapped(series), direction=directions[row], season=season)
        assert COURSES[many.course[row]] == one.course
        expected = [math.nan if number is None else number for number in (one.slope, one.chance)]
        np.testing.assert_allclose([many.slope[row], many.chance[row]], expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("season", [1, 4, 12])
@pytest.mark.parametrize("width", [9, 48])
def test_trends_of_random_series_are_the_same(season: int, width: int) -> None:
    table = random_table(width=width)
    assert_same_trends(table, [WORDS[row % 3] for row in range(len(table))], season)


@given(rows=tables(), season=st.sampled_from([1, 2]))
def test_trends_of_any_series_are_the_same(rows: list[list[float]], season: int) -> None:
    assert_same_trends(np.array(rows), ["increase"] * len(rows), season)


def assert_same_records(table: np.ndarray, directions: list[str], targets: np.ndarray) -> None:
    many = records_many(table, directions=directions, targets=targets)
    labels = [str(column) for column in range(table.shape[1])]
    for row, series in enumerate(table):
        one = records(gapped(series), labels=labels, direction=directions[row], targets=gapped(targets[row]))
        found = (many.highest[row], many.lowest[row], EXTREMES[many.extreme[row]], many.since[row], many.streak[row])
        assert found == (
            int(one.highest.label) if one.highest else -1,
            int(one.lowest.label) if one.lowest else -1,
            one.record.extreme if one.record else None,
            int(one.record.since) if one.record and one.record.since else -1,
            (one.streak.length if one.streak.met else -one.streak.length) if one.streak else 0,
        )
        moves = [0.0 if move is None else move.difference for move in (one.from_peak, one.from_low)]
        expected = moves if one.highest else [math.nan, math.nan]
        np.testing.assert_allclose([many.from_peak[row], many.from_low[row]], expected, atol=1e-12)


def test_records_of_random_series_are_the_same() -> None:
    table = random_table()
    targets = np.where(np.arange(table.shape[1]) < 3, np.nan, np.full(table.shape, 50.0))
    assert_same_records(table, [WORDS[row % 3] for row in range(len(table))], targets)


@given(rows=tables(), target=st.integers(-2, 2))
@settings(max_examples=60)
def test_records_of_any_series_are_the_same(rows: list[list[float]], target: int) -> None:
    table = np.array(rows)
    assert_same_records(table, ["increase"] * len(rows), np.full(table.shape, float(target)))


def test_without_targets_there_are_no_streaks_and_no_assurance() -> None:
    table = random_table(rows=8)
    assert not records_many(table, directions="increase").streak.any()
    assert not xmr_many(table).assurance.any()


def test_threads_and_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    table = random_table()
    whole = (xmr_many(table), trend_many(table), records_many(table))
    monkeypatch.setattr("quarterly.exchange.many.tables.CELLS", 700)
    parts = (xmr_many(table, workers=3), trend_many(table, workers=3), records_many(table, workers=3))
    for one, other in zip(whole, parts, strict=True):
        for name in type(one).__slots__:
            np.testing.assert_array_equal(getattr(one, name), getattr(other, name))


def test_a_table_without_rows_has_no_answers() -> None:
    empty = np.empty((0, 12))
    assert xmr_many(empty).variation.shape == trend_many(empty).slope.shape == records_many(empty).since.shape == (0,)


def test_bad_tables_are_refused_by_cell_or_shape() -> None:
    with pytest.raises(ValueError, match=r"^values\[1, 2\] must be a finite number or NaN, not inf$"):
        xmr_many(np.array([[1.0, 2, 3], [4, 5, np.inf]]))
    with pytest.raises(
        ValueError, match=r"^values must have a row a series and a column a period, not the shape \(3,\)$"
    ):
        trend_many(np.array([1.0, 2, 3]))
    with pytest.raises(ValueError, match=r"^directions must be as many as series \(1\), not 2$"):
        trend_many(np.array([[1.0, 2]]), directions=["increase", "neutral"])
    with pytest.raises(ValueError, match=r"did you mean \"increase\"\?$"):
        trend_many(np.array([[1.0, 2]]), directions="incraese")
    with pytest.raises(ValueError, match=r"^targets must be as many as series \(1\), not 2$"):
        xmr_many(np.array([[1.0, 2]]), targets=np.array([1.0, 2]))
    with pytest.raises(ValueError, match=r"^targets must have the shape of values \(1, 2\), not \(1, 1\)$"):
        records_many(np.array([[1.0, 2]]), targets=np.array([[1.0]]))
    with pytest.raises(ValueError, match=r"^baseline must be a whole number from 2 to 2, not 1$"):
        xmr_many(np.array([[1.0, 2]]), baseline=1)
    with pytest.raises(ValueError, match=r"^rebase_at must be a whole number from 0 to 1, not 5$"):
        xmr_many(np.array([[1.0, 2]]), rebase_at=[5])
    with pytest.raises(ValueError, match=r"^season must be a whole number of at least 1, not 0$"):
        trend_many(np.array([[1.0, 2]]), season=0)


def test_judging_one_series_does_not_load_numpy() -> None:
    code = (
        "import sys, quarterly.judge.spc, quarterly.judge.forecast, quarterly.judge.records\n"
        "sys.exit('numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
