from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from strategies import decimals

from quarterly.model.figures import as_set, change, counted, distance, exact, fewer, figure, places, plain, rounded


@pytest.mark.parametrize(
    ("value", "places", "unit", "shown"),
    [
        (84.1, 1, "%", "84.1%"),
        (84, 1, "%", "84.0%"),
        (1204, 0, "children", "1,204 children"),
        (1204, 0, "Children", "1,204 children"),
        (1, 0, "children", "1 child"),
        (-1, 0, "children", "−1 child"),
        (1, 1, "days", "1.0 days"),
        (1, 0, "working days", "1 working day"),
        (1, 0, "families", "1 family"),
        (1, 0, "FTE", "1 FTE"),
        (1, 0, "business", "1 business"),
        (1, 0, "cases per worker", "1 case per worker"),
        (17.25, 1, "cases per worker", "17.3 cases per worker"),
        (70.2, 1, "per 10,000", "70.2 per 10,000"),
        (70.2, 1, "Rate per 10,000", "70.2 per 10,000"),
        (-1234.5, 1, "", "−1,234.5"),
        (12, 0, "Number", "12"),
        (2.5, 1, "£m", "£2.5m"),
        (-1500, 0, "£", "−£1,500"),
        (15, 0, "£000", "£15k"),
    ],
)
def test_figure_is_written_as_people_write_it(value: float, places: int, unit: str, shown: str) -> None:
    assert figure(value, places, unit) == shown


@pytest.mark.parametrize(
    ("value", "places", "shown"),
    [
        (0.125, 2, "0.13"),  # Python's own rounding gives 0.12
        (2.675, 2, "2.68"),  # the nearest float lies below 2.675
        (-0.5, 0, "−1"),  # away from zero
        (-0.04, 1, "0.0"),  # no minus before nothing
        (99.95, 1, "100.0"),
        (1e6, 0, "1,000,000"),
    ],
)
def test_rounding_is_half_up_of_the_decimal_that_was_typed(value: float, places: int, shown: str) -> None:
    assert plain(value, places) == shown


def test_noise_of_formulas_is_no_part_of_a_number() -> None:
    assert exact(0.57 * 100) == exact(57)  # 56.99999999999999
    assert exact(0.1 + 0.2) == Fraction(3, 10)


def test_a_limit_shows_all_its_decimals() -> None:
    assert (as_set(90, "%"), as_set(90, "%", 1), as_set(12.5, "%"), as_set(87.3, "%", 0)) == (
        "90%",
        "90.0%",
        "12.5%",
        "87.3%",
    )
    assert places(Fraction(1, 3)) == 6


def test_a_difference_never_shows_as_nothing() -> None:
    assert distance(0.04, 1, "%") == "0.04 points"
    assert distance(-3, 0, "children") == "3 children"
    assert distance(0, 1, "%") == "0.0 points"
    assert distance(1e-9, 1, "%") == "0.000000 points"  # beyond what any figure of a council means


def test_a_change_carries_its_sign() -> None:
    assert (change(2.3, 1, "%"), change(-1, 0, "children"), change(0, 0, "%")) == (
        "+2.3 points",
        "−1 child",
        "0 points",
    )


@pytest.mark.parametrize(
    ("unit", "decimals", "word"),
    [
        ("children", 0, "fewer"),
        ("", 0, "fewer"),
        ("", 1, "less"),
        ("%", 0, "less"),
        ("£", 0, "less"),
        ("per 10,000", 0, "less"),
    ],
)
def test_fewer_of_what_is_counted_less_of_what_is_measured(unit: str, decimals: int, word: str) -> None:
    assert fewer(unit, decimals) == word


def test_counts_agree_with_their_noun() -> None:
    assert (counted(1, "months"), counted(3, "months")) == ("1 month", "3 months")


@given(decimals(places=3))
def test_rounding_moves_by_half_a_unit_at_most_and_settles(value: float) -> None:
    once = rounded(value, 1)
    assert abs(once - exact(value)) <= Fraction(1, 20)
    assert rounded(once, 1) == once
