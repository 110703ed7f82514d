"""Direction over a whole series: worked by hand, by brute force, and by its laws."""

from __future__ import annotations

import random
from itertools import permutations
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterly.judge.trend import Course, Trend, significance, tie_groups, trend

READINGS = st.lists(st.integers(-500, 500).map(lambda tenths: tenths / 10), min_size=5, max_size=40)


@pytest.fixture(scope="module")
def stats() -> ModuleType:
    return pytest.importorskip("scipy.stats", reason="SciPy, the independent answer, is not installed")


def test_slope_is_the_median_of_all_slopes_between_two_readings() -> None:
    # 1, 3, 2, 5, 9: slopes 2, -1, 3, 4 (one apart), 0.5, 1, 3.5 (two), 4/3, 2 (three), 2 (four).
    # In order: -1, 0.5, 1, 1.333, 2, 2, 2, 3, 3.5, 4: the median is 2. Score 9 - 1 = 8; of the 120 orders of five
    # readings 1 has no inverted pair and 4 have one, as many each way: 10 / 120.
    assert trend([1, 3, 2, 5, 9]) == Trend(
        course=Course.UNCLEAR,
        slope=2.0,
        chance=pytest.approx(10 / 120),
        why="No clear trend over 5 months: the ups and downs could be chance.",
    )


def test_five_readings_in_perfect_order_are_a_trend_and_four_are_too_few() -> None:
    assert trend([1, 2, 3, 4, 5]).chance == pytest.approx(2 / 120)
    assert trend([1, 2, 3, 4]) == Trend(
        course=Course.TOO_FEW, slope=None, chance=None, why="A trend needs at least 5 readings; there are 4."
    )


@pytest.mark.parametrize(
    ("direction", "course", "arrow"),
    [
        ("increase", Course.IMPROVING, "▲"),
        ("decrease", Course.WORSENING, "▲"),
        ("neutral", Course.RISING, "▲"),
    ],
)
def test_polarity_decides_what_a_rise_is_called(direction: str, course: Course, arrow: str) -> None:
    result = trend([1, 2, 3, 4, 5, 6], direction=direction)
    assert (result.course, result.arrow, result.is_clear) == (course, arrow, True)


def test_a_fall_is_falling_where_neither_way_is_better() -> None:
    result = trend([6, 5, 4, 3, 2, 1], period="quarter", unit="%")
    assert (result.course, result.arrow) == (Course.FALLING, "▼")
    assert result.why == (
        "Falling: down by about 1.0 points a quarter over 6 quarters, which is very unlikely to be chance "
        "(less than 1 in 100)."
    )


def test_why_says_how_unlikely_chance_is() -> None:
    assert trend([1, 2, 3, 4, 5], direction="increase", decimals=0, unit="children").why == (
        "Improving: up by about 1 child a month over 5 months, which is unlikely to be chance (less than 1 in 20)."
    )


def test_one_wild_reading_does_not_turn_the_direction() -> None:
    assert trend([10, 11, 12, 13, 14, 15, 16, 17, 18, -500], direction="increase").course is Course.IMPROVING


def test_gaps_keep_their_place_in_time() -> None:
    assert trend([0, None, None, 3, 4, None, 6, 7]).slope == pytest.approx(1.0)


def test_like_months_are_compared_with_like_where_there_is_a_season() -> None:
    # A saw tooth that repeats each quarter of four and rises by 1 a year: 0.25 a period.
    values = [10.0, 20.0, 5.0, 40.0, 11.0, 21.0, 6.0, 41.0, 12.0, 22.0, 7.0, 42.0]
    assert trend(values).course is Course.UNCLEAR
    seasonal = trend(values, season=4)
    assert (seasonal.slope, seasonal.course) == (0.25, Course.RISING)
    # Each of four seasons rises three times: 2 orders of 6 ** 4.
    assert seasonal.chance == pytest.approx(2 / 6**4)


def test_a_season_needs_two_rounds() -> None:
    assert trend([1, 2, 3, 4, 5, 6, 7], season=4).why == "A trend needs at least 8 readings; there are 7."


def test_a_constant_series_has_not_changed() -> None:
    result = trend([7.0] * 30)
    assert (result.course, result.slope, result.chance, result.arrow) == (Course.UNCLEAR, 0.0, 1.0, "►")
    assert result.why == "No change over 30 months."


def test_a_few_readings_that_differ_at_one_end_are_no_slope() -> None:
    result = trend([0.0] * 30 + [1.0] * 6)
    assert result.chance < 0.05
    assert (result.slope, result.course) == (0.0, Course.UNCLEAR)


@pytest.mark.parametrize(("values", "are"), [([], "are none"), ([None] * 9, "are none"), ([4], "is 1")])
def test_too_few_readings_say_how_many_there_are(values: list[float | None], are: str) -> None:
    result = trend(values)
    assert (result.why, result.arrow) == (f"A trend needs at least 5 readings; there {are}.", "")


def test_bad_input_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"^values\[0\] must be a finite number, not inf$"):
        trend([float("inf")])
    with pytest.raises(ValueError, match=r"^season must be a whole number of at least 1, not 0$"):
        trend([1], season=0)
    with pytest.raises(ValueError, match=r"^direction must be"):
        trend([1], direction="up")


@pytest.mark.parametrize("values", [[3, 1, 4, 1, 5], [2, 2, 1, 1, 1, 3], [1, 1, 1, 2], [5, 4, 3, 2, 1, 0]])
def test_exact_chance_counts_the_orders_of_the_readings(values: list[int]) -> None:
    def score(order: tuple[int, ...]) -> int:
        return sum((b > a) - (b < a) for i, a in enumerate(order) for b in order[i + 1 :])

    here = abs(score(tuple(values)))
    orders = list(permutations(values))
    brute = sum(abs(score(order)) >= here for order in orders) / len(orders)
    assert significance(score(tuple(values)), tie_groups(values, 1)) == pytest.approx(brute)


@given(values=READINGS)
def test_slope_agrees_with_scipy(stats: ModuleType, values: list[float]) -> None:
    assert trend(values).slope == pytest.approx(stats.theilslopes(values).slope, abs=1e-9)


@given(values=st.lists(st.floats(-10, 10, allow_subnormal=False), min_size=5, max_size=20, unique=True))
def test_exact_chance_agrees_with_scipy_without_ties(stats: ModuleType, values: list[float]) -> None:
    expected = stats.kendalltau(range(len(values)), values, method="exact").pvalue
    assert trend(values).chance == pytest.approx(expected, abs=1e-9)


@given(values=st.lists(st.integers(0, 9), min_size=22, max_size=60))
def test_chance_of_long_series_is_near_scipy_with_ties(stats: ModuleType, values: list[int]) -> None:
    expected = stats.kendalltau(range(len(values)), values, method="asymptotic").pvalue
    chance = trend(values).chance
    assert chance == 1.0 if len(set(values)) == 1 else chance == pytest.approx(expected, abs=0.05)


@given(values=READINGS)
def test_mirroring_the_series_and_the_polarity_changes_nothing(values: list[float]) -> None:
    before = trend(values, direction="increase")
    after = trend([-value for value in values], direction="decrease")
    assert (after.course, after.chance, after.slope) == (before.course, before.chance, -before.slope)


@given(values=READINGS, shift=st.integers(-100, 100))
def test_a_shift_changes_no_direction(values: list[float], shift: int) -> None:
    # Whole numbers, because a shift of tenths can round two equal differences apart.
    wholes = [round(value * 10) for value in values]
    assert trend([value + shift for value in wholes]) == trend(wholes)


def test_noise_is_called_a_trend_about_once_in_twenty() -> None:
    draw = random.Random(7)
    for length in (8, 36):
        clear = sum(trend([draw.gauss(0, 1) for _ in range(length)]).is_clear for _ in range(1000))
        assert 20 <= clear <= 70
