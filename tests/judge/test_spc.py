"""The XmR chart: worked by hand, against the R package's answers, and by its laws."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from quarterly.judge.spc import Assurance, Icon, Point, PointType, SpecialCause, Xmr, shocks, xmr

SHARED = Path(__file__).parents[3] / "shared" / "data" / "spc"

# Two decimals, as readings have: shifting and scaling them keeps differences far above rounding error.
READINGS = st.lists(st.integers(-10_000, 10_000).map(lambda hundredths: hundredths / 100), min_size=1, max_size=40)
SERIES = st.lists(
    st.one_of(st.integers(-10_000, 10_000).map(lambda hundredths: hundredths / 100), st.none()), max_size=40
)
DIRECTIONS = st.sampled_from(["increase", "decrease", "neutral"])


def causes(chart: Xmr) -> list[str | None]:
    return [point.special_cause for point in chart.points]


def common(value: float, *, mean: float, lower: float, upper: float, short: bool = True) -> Point:
    return Point(
        value=value,
        mean=mean,
        lower=lower,
        upper=upper,
        special_cause=None,
        point_type=PointType.COMMON,
        short_group=short,
    )


# --- limits, by hand ---


def test_limits_are_the_mean_plus_and_minus_2_66_average_moving_ranges() -> None:
    # Mean of 10, 12, 11, 15 = 12. Moving ranges 2, 1, 4: average 7/3; none reaches 3.267 x 7/3 = 7.62.
    # 2.66 x 7/3 = 6.20666...
    half = 2.66 * 7 / 3
    expected = tuple(
        common(value, mean=12.0, lower=12 - half, upper=pytest.approx(12 + half)) for value in (10.0, 12.0, 11.0, 15.0)
    )
    assert xmr([10, 12, 11, 15]).points == expected


def test_moving_ranges_of_3_267_times_their_average_are_screened_out() -> None:
    # Ten ranges of 1 and two of 20 around the spike: average 50/12 = 4.1667, times 3.267 = 13.61, so both 20s go.
    # The rest average 1: limits are the mean +- 2.66.
    values = [0, 1, 0, 1, 0, 1, 21, 1, 0, 1, 0, 1, 0]
    mean = 27 / 13
    point = xmr(values).points[0]
    assert (point.mean, point.lower, point.upper) == pytest.approx((mean, mean - 2.66, mean + 2.66))


def test_a_moving_range_of_exactly_3_267_times_the_average_is_screened_out() -> None:
    # 33 ranges that add up to 1,000: 99 is 3.267 x 1,000 / 33 exactly. The other 32 add up to 901.
    ranges = [99, *[28] * 29, 30, 30, 29]
    values = [0.0]
    for at, moved in enumerate(ranges):
        values.append(values[-1] + (moved if at % 2 else -moved))
    point = xmr(values).points[0]
    assert point.upper - point.mean == pytest.approx(2.66 * 901 / 32)


def test_a_baseline_fixes_the_limits_for_the_whole_series() -> None:
    # The first four give the limits of the test above; the fifth does not move them and is above the upper one.
    chart = xmr([10, 12, 11, 15, 40], baseline=4)
    assert chart.points[4].upper == pytest.approx(12 + 2.66 * 7 / 3)
    assert causes(chart) == [None, None, None, None, "above upper limit"]


def test_a_rebase_starts_new_limits_and_no_range_is_taken_across_it() -> None:
    # Groups 1, 3 (range 2, mean 2) and 101, 102, 103 (ranges 1, mean 102).
    chart = xmr([1, 3, 101, 102, 103], rebase_at=[2])
    lines = [(point.mean, point.lower, point.upper) for point in chart.points]
    assert lines[1] == pytest.approx((2, 2 - 5.32, 2 + 5.32))
    assert lines[2] == pytest.approx((102, 102 - 2.66, 102 + 2.66))


def test_each_group_has_a_baseline_of_its_own() -> None:
    chart = xmr([1, 3, 9, 101, 102, 150], baseline=2, rebase_at=[3])
    assert [point.mean for point in chart.points] == [2.0, 2.0, 2.0, 101.5, 101.5, 101.5]


def test_rebases_may_come_in_any_order_and_one_at_the_start_changes_nothing() -> None:
    values = [1, 2, 3, 9, 8, 9, 20, 21]
    assert xmr(values, rebase_at=[6, 0, 3, 3]) == xmr(values, rebase_at=(3, 6))


def test_a_group_of_fewer_than_13_readings_is_short() -> None:
    values = [float(index % 3) for index in range(25)]
    chart = xmr(values, rebase_at=[13])
    assert [point.short_group for point in chart.points] == [False] * 13 + [True] * 12
    assert chart.caveats == ("The limits rest on fewer than 13 months and may still move.",)


# --- the four rules and their order ---

# Forty readings that alternate 9 and 11 fix mean 10, average range 2: limits 4.68 and 15.32, two sigma at 10 +- 3.5467.
CALM = [9.0, 11.0] * 20


def verdicts(*tail: float | None) -> list[str | None]:
    return causes(xmr([*CALM, *tail], baseline=40))[40:]


def test_a_point_outside_a_limit() -> None:
    assert verdicts(15.33, 10, 4.67) == ["above upper limit", None, "below lower limit"]


def test_a_point_on_a_limit_is_within_it() -> None:
    assert verdicts(15.32, 10, 4.68) == [None, None, None]


def test_seven_on_one_side_of_the_mean_mark_all_seven_and_six_mark_none() -> None:
    assert verdicts(10, *[11, 12, 11, 12, 11, 12]) == [None] * 7
    assert verdicts(10, *[11, 12, 11, 12, 11, 12, 11]) == [None] + ["seven above"] * 7
    assert verdicts(10, *[9, 8, 9, 8, 9, 8, 9]) == [None] + ["seven below"] * 7


def test_a_point_on_the_mean_breaks_a_run() -> None:
    assert verdicts(10, *[11, 12, 11, 10, 11, 12, 11]) == [None] * 8


def test_a_point_that_misses_the_mean_by_rounding_alone_is_on_it() -> None:
    # The mean is 0.4, which adding up and dividing makes 0.39999999999999997.
    assert set(causes(xmr([0.2, 0.6] * 5 + [0.4] * 7))) == {None}


def test_seven_points_each_above_the_last_are_a_trend() -> None:
    assert verdicts(10, *[7, 8, 9, 10.5, 11, 12, 13]) == [None] + ["increasing trend"] * 7
    assert verdicts(10, *[13, 12, 11, 10.5, 9, 8, 7]) == [None] + ["decreasing trend"] * 7
    assert verdicts(10, *[7, 8, 9, 10.5, 10.5, 12, 13]) == [None] * 8


def test_a_turning_point_belongs_to_the_trend_that_it_ends() -> None:
    up, down = [7, 8, 9, 10.5, 11, 12, 13], [12, 11, 10.5, 9, 8, 7]
    assert verdicts(10, *up, *down) == [None] + ["increasing trend"] * 7 + ["decreasing trend"] * 6
    assert verdicts(10, 13, *down, *up[1:]) == [None] + ["decreasing trend"] * 7 + ["increasing trend"] * 6


def test_two_of_three_close_to_the_same_limit_mark_the_two() -> None:
    assert verdicts(14, 10.5, 14, 10, 6, 9.5, 6) == [
        "two of three above",
        None,
        "two of three above",
        None,
        "two of three below",
        None,
        "two of three below",
    ]


def test_two_of_three_need_all_three_on_one_side_of_the_mean() -> None:
    assert verdicts(14, 9, 14, 10, 14, 6, 9) == [None] * 7


def test_two_close_to_a_limit_that_are_further_apart_are_nothing() -> None:
    assert verdicts(14, 10.5, 10.5, 14) == [None] * 4


def test_outside_a_limit_goes_before_a_trend_before_two_of_three_before_seven() -> None:
    tail = [10.1, 10.2, 11, 12, 14, 15, 16, 14, 14]
    assert verdicts(10, *tail) == [
        "increasing trend",  # the trend starts at the 10 before
        *["increasing trend"] * 6,
        "above upper limit",
        "two of three above",
        "two of three above",
    ]


# --- what a special cause means ---


@pytest.mark.parametrize(
    ("direction", "up", "down"),
    [
        ("increase", PointType.IMPROVEMENT, PointType.CONCERN),
        ("decrease", PointType.CONCERN, PointType.IMPROVEMENT),
        ("neutral", PointType.NEUTRAL_HIGH, PointType.NEUTRAL_LOW),
    ],
)
def test_polarity_decides_what_a_special_cause_means(direction: str, up: PointType, down: PointType) -> None:
    points = xmr([*CALM, 16, 10, 4], baseline=40, direction=direction).points
    assert [point.point_type for point in points[40:]] == [up, PointType.COMMON, down]


def test_a_falling_trend_is_judged_by_where_it_goes_not_by_where_it_stands() -> None:
    chart = xmr([*CALM, 10, 14, 13.5, 13, 12.5, 12, 11.5, 11], baseline=40, direction="decrease")
    assert (chart.points[-1].special_cause, chart.variation) == ("decreasing trend", "improvement")


@pytest.mark.parametrize(
    ("tail", "direction", "icon"),
    [
        (10, "increase", Icon("•", "C", "Common cause")),
        (16, "increase", Icon("▲", "H", "Improvement (high)")),
        (4, "increase", Icon("▼", "L", "Concern (low)")),
        (16, "neutral", Icon("▲", "H", "Neutral (high)")),
        (4, "neutral", Icon("▼", "L", "Neutral (low)")),
    ],
)
def test_variation_has_a_symbol_a_letter_and_a_word(tail: float, direction: str, icon: Icon) -> None:
    assert xmr([*CALM, tail], baseline=40, direction=direction).variation_icon == icon


def test_why_says_the_rule_and_what_it_means() -> None:
    seven = [11.0, 12.0, 11.0, 12.0, 11.0, 12.0, 11.0]
    assert xmr([*CALM, 10, *seven], baseline=40, direction="decrease").why == (
        "Seven or more months in a row above the average: a real change, not chance, and for the worse."
    )
    assert xmr([*CALM, 10, *seven], baseline=40, direction="neutral", period="week").why == (
        "Seven or more weeks in a row above the average: a real change, not chance."
    )
    assert xmr(CALM).why == "The latest reading is within the usual ups and downs: no sign of a real change."


# --- assurance ---


@pytest.mark.parametrize(
    ("target", "direction", "assurance"),
    [
        (16, "increase", Assurance.FAILS),
        (16, "decrease", Assurance.PASSES),
        (4, "increase", Assurance.PASSES),
        (4, "decrease", Assurance.FAILS),
        (12, "increase", Assurance.HIT_OR_MISS),
        (15.32, "increase", Assurance.HIT_OR_MISS),  # a target equal to a limit lies within the limits
        (4.68, "increase", Assurance.HIT_OR_MISS),
        (16, "neutral", None),
        (None, "increase", None),
    ],
)
def test_assurance_compares_the_target_with_the_limits(
    target: float | None, direction: str, assurance: Assurance | None
) -> None:
    assert xmr(CALM, baseline=40, target=target, direction=direction).assurance == assurance


def test_assurance_after_a_rebase_follows_the_limits_now_in_force() -> None:
    # Sixty to 50 per cent at first, then 86 to 94: a target of 90 was out of reach and is now hit or miss.
    values = [50.0, 60.0] * 10 + [86.0, 94.0] * 7
    assert xmr(values[:20], target=90).assurance == "consistently fails"
    assert xmr(values, target=90, rebase_at=[20]).assurance == "hit or miss"


def test_assurance_has_an_icon_and_a_sentence() -> None:
    chart = xmr(CALM, target=16)
    assert chart.assurance_icon == Icon("✗", "F", "Consistently fails")
    assert chart.assurance_why == (
        "The target is missed even at the best end of the usual ups and downs: "
        "it will not be met unless something changes."
    )
    assert xmr(CALM).assurance_icon is None
    assert xmr(CALM).assurance_why == "No target is set, so the chart cannot say whether it will be met."
    assert xmr(CALM, target=1, direction="neutral").assurance_why == (
        "Neither high nor low is better for this measure, so the chart does not test it against a target."
    )


# --- gaps and short series ---


def test_a_gap_is_stated_and_breaks_a_run() -> None:
    assert verdicts(10, 11, 12, 11, None, 12, 11, 12, 11) == [None] * 9
    chart = xmr([*CALM, None, 11], baseline=40)
    assert chart.gaps == (40,)
    assert chart.caveats == (
        "There is no reading for 1 of the 42 months; a run in a row is counted afresh after a gap.",
    )
    assert chart.points[40] == replace(
        common(0, mean=10, lower=4.68, upper=15.32, short=False), value=None, point_type=None
    )


def test_a_gap_breaks_a_trend_and_a_window_of_three() -> None:
    assert verdicts(10, 7, 8, 9, None, 11, 12, 13, 13.2) == [None] * 9
    assert verdicts(14, None, 14) == [None] * 3


def test_no_moving_range_is_taken_across_a_gap() -> None:
    # Ranges 2 (10 to 12) and 1 (20 to 21); the 8 from 12 to 20 is not one.
    point = xmr([10, 12, None, 20, 21]).points[0]
    assert (point.mean, point.upper) == pytest.approx((15.75, 15.75 + 2.66 * 1.5))


def test_variation_is_that_of_the_latest_reading_where_the_series_ends_in_a_gap() -> None:
    chart = xmr([*CALM, 16, None], baseline=40)
    assert (chart.variation, chart.latest) == ("improvement", chart.points[40])


@pytest.mark.parametrize("value", [0.0, 90.0, 90.1, -3.3])
@pytest.mark.parametrize("length", [2, 3, 49])  # 90.1 three times, added up and divided by 3, is not 90.1
def test_a_constant_series_has_limits_equal_to_its_mean(value: float, length: int) -> None:
    short = length < 13
    chart = xmr([value] * length, target=value + 1)
    assert chart.points == (common(value, mean=value, lower=value, upper=value, short=short),) * length
    assert (chart.variation, chart.assurance) == ("common cause", "consistently fails")
    assert xmr([value] * length, target=value).assurance == "hit or miss"


def test_one_reading_has_a_mean_and_no_limits() -> None:
    chart = xmr([5], target=4)
    assert chart.points == (replace(common(5, mean=5, lower=0, upper=0), lower=None, upper=None),)
    assert (chart.variation, chart.assurance) == ("common cause", None)
    assert chart.why == "There are too few readings to say what is usual."
    assert chart.assurance_why == "There are too few readings to say whether the target will be met."


def test_readings_that_never_stand_side_by_side_give_no_limits() -> None:
    assert xmr([5, None, 9]).points[0] == replace(common(5, mean=7, lower=0, upper=0), lower=None, upper=None)


@pytest.mark.parametrize("values", [[], [None, None]])
def test_a_series_without_a_reading_says_so(values: list[float | None]) -> None:
    chart = xmr(values, target=4)
    assert (chart.variation, chart.assurance, chart.variation_icon, chart.why, chart.caveats) == (
        None,
        None,
        None,
        "There is no reading yet.",
        (),
    )
    assert all(point.mean is None and point.special_cause is None for point in chart.points)


def test_a_baseline_without_a_reading_gives_no_lines() -> None:
    chart = xmr([None, None, 3, 4], baseline=2)
    assert [point.mean for point in chart.points] == [None] * 4
    assert chart.why == "There are too few readings to say what is usual."


# --- refusals ---


@pytest.mark.parametrize("value", [float("inf"), float("-inf"), float("nan"), 1e101, 10**400, True, "12"])
def test_a_value_that_is_no_finite_number_is_refused_by_its_place(value: object) -> None:
    with pytest.raises(ValueError, match=r"^values\[1\] must be a finite number, not "):
        xmr([1.0, value])


@pytest.mark.parametrize("target", [float("inf"), float("nan"), "90"])
def test_a_target_that_is_no_finite_number_is_refused(target: object) -> None:
    with pytest.raises(ValueError, match=r"^target must be a finite number, not "):
        xmr([1.0, 2.0], target=target)


@pytest.mark.parametrize("baseline", [1, 0, -2, 4, 2.0, True])
def test_a_baseline_outside_the_series_is_refused(baseline: object) -> None:
    with pytest.raises(ValueError, match=rf"^baseline must be a whole number from 2 to 3, not {baseline}"):
        xmr([1, 2, 3], baseline=baseline)


@pytest.mark.parametrize("index", [-1, 3, 1.5, "2"])
def test_a_rebase_outside_the_series_is_refused(index: object) -> None:
    with pytest.raises(ValueError, match=r"^rebase_at must be a whole number from 0 to 2, not "):
        xmr([1, 2, 3], rebase_at=[index])


def test_a_misspelt_direction_is_refused_with_a_suggestion() -> None:
    with pytest.raises(ValueError, match=r"^direction must be .* not 'incraese'; did you mean \"increase\"\?$"):
        xmr([1, 2], direction="incraese")
    with pytest.raises(ValueError, match=r"not None$"):
        xmr([1, 2], direction=None)


# --- laws ---


@given(
    values=SERIES, direction=DIRECTIONS, shift=st.integers(-1000, 1000), scale=st.sampled_from([0.5, 2.0, 4.0, 100.0])
)
def test_shift_and_scale_change_no_verdict(
    values: list[float | None], direction: str, shift: int, scale: float
) -> None:
    moved = [None if value is None else value * scale + shift for value in values]
    before, after = xmr(values, direction=direction), xmr(moved, direction=direction)
    assert causes(after) == causes(before)
    assert after.why == before.why
    for old, new in zip(before.points, after.points, strict=True):
        for line in ("mean", "lower", "upper"):
            was, now = getattr(old, line), getattr(new, line)
            assert (was is None) == (now is None)
            assert was is None or now == pytest.approx(was * scale + shift, abs=1e-6)


MIRROR = {
    None: None,
    SpecialCause.ABOVE: SpecialCause.BELOW,
    SpecialCause.INCREASING: SpecialCause.DECREASING,
    SpecialCause.TWO_ABOVE: SpecialCause.TWO_BELOW,
    SpecialCause.SEVEN_ABOVE: SpecialCause.SEVEN_BELOW,
}
MIRROR |= {low: high for high, low in MIRROR.items()}


@given(values=SERIES)
def test_a_mirrored_series_has_mirrored_verdicts(values: list[float | None]) -> None:
    mirrored = [None if value is None else -value for value in values]
    assert causes(xmr(mirrored)) == [MIRROR[cause] for cause in causes(xmr(values))]
    assert [point.point_type for point in xmr(mirrored, direction="decrease").points] == [
        point.point_type for point in xmr(values, direction="increase").points
    ]


SWAPPED = {
    None: None,
    PointType.COMMON: PointType.COMMON,
    PointType.IMPROVEMENT: PointType.CONCERN,
    PointType.CONCERN: PointType.IMPROVEMENT,
}


@given(values=SERIES)
def test_reversing_the_polarity_swaps_improvement_and_concern(values: list[float | None]) -> None:
    up, down = xmr(values, direction="increase"), xmr(values, direction="decrease")
    assert [SWAPPED[point.point_type] for point in up.points] == [point.point_type for point in down.points]


@given(value=st.floats(-1e6, 1e6), length=st.integers(1, 60), direction=DIRECTIONS)
def test_a_constant_series_has_no_special_cause(value: float, length: int, direction: str) -> None:
    assert set(causes(xmr([value] * length, direction=direction))) == {None}


@given(values=READINGS, target=st.integers(-100, 100))
def test_a_target_passed_one_way_is_failed_the_other(values: list[float], target: int) -> None:
    opposite = {"consistently passes": "consistently fails", "consistently fails": "consistently passes"}
    up = xmr(values, direction="increase", target=target).assurance
    down = xmr(values, direction="decrease", target=target).assurance
    assert down == (opposite.get(up, up) if up else None)


# --- against the R package's answers ---

RULE_WORDS = {
    "Common Cause": None,
    "Above UCL": "above upper limit",
    "Below LCL": "below lower limit",
    "7 Point Trend (Increasing)": "increasing trend",
    "7 Point Trend (Decreasing)": "decreasing trend",
    "2 in 3 Above CL": "two of three above",
    "2 in 3 Below CL": "two of three below",
    "7 Points Above CL": "seven above",
    "7 Points Below CL": "seven below",
}
TYPE_WORDS = {
    "common_cause": "common cause",
    "special_cause_improvement": "improvement",
    "special_cause_concern": "concern",
    "special_cause_neutral_high": "neutral high",
    "special_cause_neutral_low": "neutral low",
}
ASSURANCE_WORDS = {
    "NA": None,
    "consistent_pass": "consistently passes",
    "consistent_fail": "consistently fails",
    "inconsistent": "hit or miss",
}


def rows(name: str) -> list[dict[str, str]]:
    with (SHARED / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def peer_cases() -> list[tuple[dict[str, str], list[dict[str, str]], str]]:
    points: dict[str, list[dict[str, str]]] = {}
    for row in rows("expected_points.csv"):
        points.setdefault(row["case"], []).append(row)
    assurance = {row["case"]: row["assurance"] for row in rows("expected_assurance.csv")}
    return [(meta, points[meta["case"]], assurance[meta["case"]]) for meta in rows("meta.csv")]


def charted(meta: dict[str, str], points: list[dict[str, str]]) -> Xmr:
    return xmr(
        [float(row["y"]) for row in points],
        direction=meta["direction"],
        target=float(meta["target"]) if meta["target"] else None,
        baseline=int(meta["fix"]) if meta["fix"] else None,
        rebase_at=[int(meta["rebase"])] if meta["rebase"] else (),
    )


@pytest.mark.skipif(not SHARED.is_dir(), reason="the R package's answers are not at ../shared/data/spc")
def test_agrees_with_the_r_package_on_every_point_of_360_series() -> None:
    cases = peer_cases()
    assert len(cases) == 360
    wrong = []
    for meta, expected, assurance in cases:
        chart = charted(meta, expected)
        has_limits = expected[0]["lpl"] != "NA"
        for got, row in zip(chart.points, expected, strict=True):
            wanted = (RULE_WORDS[row["special"]], TYPE_WORDS[row["point"]], row["short"] == "True")
            lines = (row["mean"], row["lpl"], row["upl"]) if has_limits else (row["mean"],) * 3
            if (got.special_cause, got.point_type, got.short_group) != wanted:
                wrong.append((meta["case"], row["i"], got, wanted))
            if (got.mean, got.lower, got.upper) != pytest.approx(tuple(map(float, lines)), abs=1e-9, rel=0):
                wrong.append((meta["case"], row["i"], got, lines))
        if has_limits and chart.assurance != ASSURANCE_WORDS[assurance]:
            wrong.append((meta["case"], chart.assurance, assurance))
    assert wrong == []


def test_shocks_are_the_points_outside_the_limits_of_the_chart() -> None:
    steady = [50.0, 51.0, 49.0] * 4
    assert not shocks(steady, last=3)
    assert shocks([*steady, 70.0], last=1)
    assert not shocks([70.0, *steady], last=3)
    for values in ([*steady, 70.0], steady):
        causes = [point.special_cause for point in xmr(values).points]
        outside = [cause in (SpecialCause.ABOVE, SpecialCause.BELOW) for cause in causes]
        assert shocks(values, last=len(values)) is any(outside)


@pytest.mark.parametrize("values", [[], [None, None], [5.0], [5.0, None, 7.0]])
def test_without_limits_nothing_is_a_shock(values: list[float | None]) -> None:
    assert not shocks(values, last=3)
