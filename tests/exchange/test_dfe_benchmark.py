from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterly.exchange.dfe import DfeRelease, MeasureBenchmark, benchmark
from quarterly.exchange.dfe.benchmark import band_of, mean, quartiles, rank_of
from quarterly.model.kpi import Polarity


def on(release: DfeRelease, authority: str, code: str) -> MeasureBenchmark:
    return next(item for item in benchmark(release, authority) if " ".join(item.code.split()) == code)


def test_everything_about_one_measure_at_once(small: DfeRelease) -> None:
    # 10 is the lowest of 10 20 20 30 40 50 60 70 and high is good: 8th of 8, band D.
    # Neighbours 20, 20, 30: mean 23.333; the best is Dale and Esk with 30. 2023 was 5: change 5.
    assert on(small, "Ashby", "Up") == MeasureBenchmark(
        code="Up",
        measure="Going up",
        topic="Topic A",
        polarity=Polarity.HIGH,
        unit="%",
        decimals=0,
        year="2024",
        value=10.0,
        change=5.0,
        rank=8,
        of=8,
        quartile="D",
        neighbours=23.3333333333,
        neighbours_counted=3,
        best_neighbour=("Dale and Esk", 30.0),
        region=17.0,
        region_name="North West",
        england=37.5,
        reasons={},
    )


def test_equal_values_share_the_lowest_rank_and_the_next_rank_is_skipped(small: DfeRelease) -> None:
    # Low is good: 10 is 1st, both 20s are 2nd, 30 is 4th.
    assert [on(small, name, "down %").rank for name in ("101", "102", "103", "104")] == [1, 2, 2, 4]
    # High is good: 70 60 50 40 30 are 1st to 5th, both 20s 6th, 10 is 8th.
    assert [on(small, name, "Up").rank for name in ("302", "104", "102", "103", "101")] == [1, 5, 6, 6, 8]


def test_a_value_on_a_quartile_is_in_the_band_below_it_in_value(small: DfeRelease) -> None:
    # Quartiles of 10 20 20 30 40 50 60 70: 20 (place 1.75: between 20 and 20), 35 (3.5), 52.5 (5.25).
    # Low is good: up to 20 is A, up to 35 B, up to 52.5 C, the rest D.
    low = {number: on(small, number, "down %").quartile for number in ("101", "102", "104", "201", "202", "301")}
    assert low == {"101": "A", "102": "A", "104": "B", "201": "C", "202": "C", "301": "D"}
    # High is good: the same borders, D to A; 20 stays in the lowest band.
    high = {number: on(small, number, "Up").quartile for number in ("101", "102", "104", "201", "202", "301")}
    assert high == {"101": "D", "102": "D", "104": "C", "201": "B", "202": "B", "301": "A"}


def test_no_change_is_given_across_a_gap_of_years(small: DfeRelease) -> None:
    item = on(small, "Ashby", "down %")
    assert item.change is None
    assert item.reasons["change"] == "The year before 2024 was not published; the last one before it is 2021."


def test_no_change_is_given_where_the_authority_has_no_figure_the_year_before(small: DfeRelease) -> None:
    item = on(small, "St. Cuthbert", "Up")
    assert (item.change, item.reasons) == (
        None,
        {"change": "Not published for St. Cuthbert in 2023, the year before."},
    )


def test_a_measure_without_polarity_has_no_rank_and_no_band(small: DfeRelease) -> None:
    item = on(small, "Ashby", "No_Way")
    why = "The Department gives no polarity for this measure."
    assert (item.value, item.change, item.rank, item.of, item.quartile) == (-0.07, -1.07, None, 2, None)
    assert {name: item.reasons[name] for name in ("polarity", "rank", "quartile", "best_neighbour")} == dict.fromkeys(
        ("polarity", "rank", "quartile", "best_neighbour"), why
    )


def test_a_missing_value_says_so_with_its_shorthand_and_leaves_the_comparators(small: DfeRelease) -> None:
    item = on(small, "Brook", "No_Way")
    assert (item.value, item.change, item.rank, item.neighbours, item.neighbours_counted) == (
        None,
        None,
        None,
        617.215,  # (-0.07 + 1234.5) / 2; the third neighbour has none
        2,
    )
    assert item.reasons["value"] == "Never published for Brook, City of (c)."


def test_a_measure_that_the_department_does_not_band_has_a_rank_and_no_band(small: DfeRelease) -> None:
    item = on(small, "Ashby", "Unbanded")
    assert (item.rank, item.of, item.quartile) == (2, 2, None)
    assert item.reasons["quartile"].startswith("The Department puts no quartile bands on this measure")


def test_london_stands_in_where_inner_and_outer_london_were_never_published(small: DfeRelease) -> None:
    assert (on(small, "Finch", "Up").region, on(small, "Finch", "Up").region_name) == (45.0, "London (Inner)")
    assert (on(small, "Finch", "down %").region, on(small, "Finch", "down %").region_name) == (1.0, "London")


def test_region_and_england_not_published_are_blank_with_a_reason(small: DfeRelease) -> None:
    item = on(small, "Dale & Esk", "down %")
    assert (item.region, item.england) == (None, None)
    assert item.reasons["region"] == "Not published for Yorkshire and the Humber in 2024."
    assert item.reasons["england"] == "Not published for England in 2024."


def test_an_authority_without_neighbours_says_so(small: DfeRelease) -> None:
    item = on(small, "Isle", "Up")
    assert item.neighbours is None
    assert item.reasons["neighbours"] == "The Department lists no statistical neighbours for Isle."


def test_a_revised_figure_replaces_the_first_one_and_a_provisional_year_is_the_latest(small: DfeRelease) -> None:
    item = on(small, "Ashby", "Odd_years")
    # 4 (2023-24, provisional) less 2.5 (2022-23, revised from 2)
    assert (item.year, item.value, item.change, item.topic) == ("2023-24 (prov)", 4.0, 1.5, "Topic A / Topic B")


def test_every_blank_has_a_reason_and_nothing_else_has(small: DfeRelease) -> None:
    for authority in small.current:
        for item in benchmark(small, authority.name):
            names = ("polarity", "value", "change", "rank", "quartile", "neighbours", "best_neighbour")
            blank = {name for name in (*names, "region", "england") if getattr(item, name) is None}
            assert blank == set(item.reasons), (authority.name, item.code)


def test_quartiles_are_those_of_excel() -> None:
    assert quartiles([1, 2, 3, 4]) == (1.75, 2.5, 3.25)  # QUARTILE.INC
    assert quartiles([7]) == (7, 7, 7)
    assert quartiles([8.2, 8.2, 8.2, 8.2]) == (8.2, 8.2, 8.2)  # exactly: nobody falls off a shared value


def test_the_mean_of_nothing_is_nothing() -> None:
    assert mean([]) is None


VALUES = st.lists(st.integers(-50, 50).map(lambda tenths: tenths / 10), min_size=1, max_size=40).map(sorted)


@given(VALUES, st.sampled_from([Polarity.HIGH, Polarity.LOW]))
def test_a_better_value_never_has_a_worse_rank_or_band(values: list[float], polarity: Polarity) -> None:
    best_first = values if polarity is Polarity.LOW else values[::-1]
    ranks = [rank_of(value, values, polarity) for value in best_first]
    bands = [band_of(value, values, polarity) for value in best_first]
    assert ranks == sorted(ranks)
    assert bands == sorted(bands)
    assert ranks[0] == 1


@given(VALUES)
def test_the_other_polarity_turns_ranks_and_bands_around(values: list[float]) -> None:
    mirrored = [-value for value in reversed(values)]
    for value in values:
        assert rank_of(value, values, Polarity.LOW) == rank_of(-value, mirrored, Polarity.HIGH)


@pytest.mark.parametrize("polarity", [Polarity.HIGH, Polarity.LOW])
def test_nothing_is_ranked_where_there_is_no_value(polarity: Polarity) -> None:
    assert (rank_of(None, [1.0], polarity), band_of(None, [1.0], polarity)) == (None, None)
