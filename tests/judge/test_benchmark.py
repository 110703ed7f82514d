from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from readings import AS_AT, Q3, kpi, month, months_to, reading

from quarterly.judge.benchmark import Comparison, comparisons
from quarterly.judge.kpi import judge_kpi
from quarterly.model.kpi import Benchmark, Comparator, Frequency, Kpi, Polarity, Reading, ReadingState
from quarterly.model.periods import FINANCIAL, Period
from quarterly.model.rules import STANDARD_RULES

NOW = reading(Q3, 89.9)
YEAR = FINANCIAL.year(2024)  # April 2024 to March 2025
OLD = FINANCIAL.year(2023)


def england(value: float, period: Period = YEAR, comparator: Comparator = Comparator.ENGLAND, **of: str) -> Benchmark:
    return Benchmark(kpi="K1", comparator=comparator, period=period, value=value, **of)


def said(*others: Benchmark, of: Kpi | None = None, own: Reading | None = NOW) -> list[str]:
    return [found.why for found in comparisons(of or kpi(), own, others, AS_AT)]


def test_a_gap_is_worded_by_polarity_and_dated() -> None:
    """89.9 less 85.7 is 4.2: good where high is good, bad where low is, neither for a range."""
    other = england(85.7)
    assert comparisons(kpi(), NOW, (other,), AS_AT) == (
        Comparison(
            benchmark=other,
            why="4.2 points better than England (85.7%, 2024/25).",
            reading=NOW,
            difference=4.2,
            better=True,
        ),
    )
    (found,) = comparisons(kpi(), NOW, (other,), AS_AT)
    assert (found.comparator, found.whom) == (Comparator.ENGLAND, "England")
    assert said(other, of=kpi(polarity=Polarity.LOW)) == ["4.2 points worse than England (85.7%, 2024/25)."]
    assert said(other, of=kpi(polarity=Polarity.RANGE)) == ["4.2 points above England (85.7%, 2024/25)."]
    assert said(other, of=kpi(polarity=Polarity.INFORMATION)) == ["4.2 points above England (85.7%, 2024/25)."]


def test_a_figure_below_is_worded_by_polarity() -> None:
    assert said(england(90.0)) == ["0.1 points worse than England (90.0%, 2024/25)."]
    assert said(england(90.0), of=kpi(polarity=Polarity.LOW)) == ["0.1 points better than England (90.0%, 2024/25)."]
    assert said(england(90.0), of=kpi(polarity=Polarity.RANGE)) == ["0.1 points below England (90.0%, 2024/25)."]


def test_the_same_figure_is_neither_better_nor_worse() -> None:
    (found,) = comparisons(kpi(), NOW, (england(89.9),), AS_AT)
    assert (found.why, found.difference, found.better) == ("The same as England (89.9%, 2024/25).", 0.0, None)


def test_the_gap_is_that_of_the_figures_as_shown() -> None:
    """89.94 and 85.66 are shown as 89.9 and 85.7, so the gap reads 4.2, not 4.3."""
    assert said(england(85.66), own=reading(Q3, 89.94)) == ["4.2 points better than England (85.7%, 2024/25)."]


def test_a_gap_that_rounding_hides_is_shown_with_more_decimals() -> None:
    assert said(england(89.88), own=reading(Q3, 89.9)) == ["0.02 points better than England (89.9%, 2024/25)."]
    # 89.95 shows as 90.0: half a tenth, which must not be rounded up to a tenth beside two figures that look the same.
    assert said(england(90.0), own=reading(Q3, 89.95)) == ["0.05 points worse than England (90.0%, 2024/25)."]


def test_comparators_are_named_in_full_and_in_one_order() -> None:
    assert said(
        england(95.1, comparator=Comparator.TOP_QUARTILE),
        england(97.0, comparator=Comparator.BEST_NEIGHBOUR),
        england(88.0, comparator=Comparator.NEIGHBOURS),
        england(84.9, comparator=Comparator.REGION, label="Yorkshire and the Humber"),
        england(85.7),
    ) == [
        "4.2 points better than England (85.7%, 2024/25).",
        "5.0 points better than Yorkshire and the Humber (84.9%, 2024/25).",
        "1.9 points better than the mean of the statistical neighbours (88.0%, 2024/25).",
        "7.1 points worse than the best statistical neighbour (97.0%, 2024/25).",
        "5.2 points worse than the best quarter of authorities (95.1%, 2024/25).",
    ]


def test_a_region_without_a_name_is_the_region() -> None:
    other = england(84.9, comparator=Comparator.REGION, label="Regional average")
    assert said(other) == ["5.0 points better than the region (84.9%, 2024/25)."]


def test_the_newest_value_that_was_known_is_compared() -> None:
    later = FINANCIAL.year(2025)  # ends after the day
    assert said(england(85.0, OLD), england(85.7), england(86.0, later), england(80.0, OLD)) == [
        "4.2 points better than England (85.7%, 2024/25)."
    ]


def test_others_of_other_indicators_are_left_out() -> None:
    other = Benchmark(kpi="K2", comparator=Comparator.ENGLAND, period=YEAR, value=85.7)
    assert said(other) == []


def test_a_comparator_older_by_more_than_a_year_is_flagged() -> None:
    """Q3 2025/26 ends in December 2025; 2023/24 ended 21 months before, the year to December 2024 twelve."""
    (found,) = comparisons(kpi(), NOW, (england(85.7, OLD),), AS_AT)
    assert found.outdated
    assert found.why == (
        "4.2 points better than England (85.7%, 2023/24). "
        "Figures of 2023/24 are more than a year older than the authority's own (Q3 2025/26)."
    )
    (found,) = comparisons(kpi(), NOW, (england(85.7, Period(date(2024, 1, 1), 12)),), AS_AT)
    assert not found.outdated


def test_an_own_figure_older_by_more_than_a_year_is_flagged() -> None:
    yearly = kpi(frequency=Frequency.YEAR)
    assert said(england(85.7), of=yearly, own=reading(FINANCIAL.year(2022), 89.9)) == [
        "4.2 points better than England (85.7%, 2024/25). "
        "The authority's own figure (2022/23) is more than a year older than those of 2024/25."
    ]


def test_where_the_quarter_has_no_figure_the_latest_is_compared_and_it_is_said() -> None:
    suppressed = reading(Q3, None, state=ReadingState.SUPPRESSED)
    (found,) = comparisons(kpi(), suppressed, (england(85.7),), AS_AT, latest=reading(month(2025, 8), 83.1))
    assert found.why == "The latest figure, 83.1% for Aug 2025, is 2.6 points worse than England (85.7%, 2024/25)."
    (same,) = comparisons(kpi(), None, (england(83.1),), AS_AT, latest=reading(month(2025, 8), 83.1))
    assert same.why == "The latest figure, 83.1% for Aug 2025, is the same as England (83.1%, 2024/25)."


def test_without_any_figure_rank_and_band_are_left() -> None:
    others = (england(85.7), england(31, comparator=Comparator.RANK), england(2, comparator=Comparator.QUARTILE))
    found = comparisons(kpi(), None, others, AS_AT)
    assert [(one.why, one.reading, one.outdated) for one in found] == [
        ("Ranked 31st (2024/25), 1st being best.", None, False),
        ("In the second-best quarter of authorities (band B, 2024/25).", None, False),
    ]


def test_a_rank_is_among_the_authorities_of_its_own_year() -> None:
    place, among = england(31, comparator=Comparator.RANK), england(151, comparator=Comparator.AUTHORITIES)
    (found,) = comparisons(kpi(), NOW, (place, among), AS_AT)
    assert (found.why, found.of) == ("Ranked 31st of 151 authorities (2024/25), 1st being best.", 151)
    before = england(150, OLD, Comparator.AUTHORITIES)
    assert said(place, before) == ["Ranked 31st (2024/25), 1st being best."]
    assert said(place, among, of=kpi(polarity=Polarity.INFORMATION)) == ["Ranked 31st of 151 authorities (2024/25)."]


@pytest.mark.parametrize(
    ("place", "words"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (113, "113th")]
)
def test_ordinals(place: int, words: str) -> None:
    assert said(england(place, comparator=Comparator.RANK)) == [f"Ranked {words} (2024/25), 1st being best."]


@pytest.mark.parametrize(
    ("band", "words"),
    [
        (1, "Among the best quarter of authorities (band A, 2024/25)."),
        (3, "In the second-worst quarter of authorities (band C, 2024/25)."),
        (4, "Among the worst quarter of authorities (band D, 2024/25)."),
    ],
)
def test_quartile_bands(band: int, words: str) -> None:
    other = england(band, comparator=Comparator.QUARTILE)
    assert said(other) == [words]
    assert said(other, of=kpi(polarity=Polarity.RANGE)) == [
        f"In quartile band {'ABCD'[band - 1]} of authorities (2024/25)."
    ]


def test_an_old_rank_is_flagged() -> None:
    assert said(england(31, OLD, Comparator.RANK)) == [
        "Ranked 31st (2023/24), 1st being best. "
        "Figures of 2023/24 are more than a year older than the authority's own (Q3 2025/26)."
    ]


@pytest.mark.parametrize("value", [0, 2.5, 5, -1])
def test_ranks_and_bands_that_cannot_be_are_not_shown(value: float) -> None:
    shown = said(england(value, comparator=Comparator.QUARTILE), england(value / 2, comparator=Comparator.RANK))
    assert shown == []


def test_counts_read_as_counts() -> None:
    children = kpi(unit="children", decimals=0, polarity=Polarity.RANGE)
    assert said(england(612.0), of=children, own=reading(Q3, 613.0)) == [
        "1 child above England (612 children, 2024/25)."
    ]


def test_a_judged_indicator_carries_its_comparisons() -> None:
    own = kpi(*months_to(month(2025, 12), 89.0, 89.5, 89.9))
    item = judge_kpi(own, Q3, AS_AT, STANDARD_RULES, (england(85.7),))
    assert [one.why for one in item.comparisons] == ["4.2 points better than England (85.7%, 2024/25)."]


@given(st.integers(0, 1000), st.integers(0, 1000))
def test_better_and_worse_change_places_with_polarity(own: int, other: int) -> None:
    """A law: what is better where high is good is worse where low is, and neither where nothing is."""
    found = [
        comparisons(kpi(polarity=polarity), reading(Q3, own / 10), (england(other / 10),), AS_AT)[0]
        for polarity in (Polarity.HIGH, Polarity.LOW, Polarity.RANGE)
    ]
    high, low, neutral = (one.better for one in found)
    assert neutral is None
    assert (high, low) in ({(True, False), (False, True)} if own != other else {(None, None)})
    assert len({one.difference for one in found}) == 1
