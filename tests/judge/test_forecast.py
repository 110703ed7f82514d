"""Forecasts: worked by hand, the reasons for having none, and the laws of their intervals."""

from __future__ import annotations

import math
import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterly.judge.forecast import MONTHLY, QUARTERLY, YEARLY, Forecast, Outlook, Rhythm, Step, forecast
from quarterly.judge.projection import fit

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
READINGS = st.lists(st.integers(0, 1000).map(lambda tenths: tenths / 10), min_size=5, max_size=40)


def noisy(length: int, *, start: float = 50.0, slope: float = 0.0, spread: float = 2.0, seed: int = 1) -> list[float]:
    draw = random.Random(seed)
    return [start + slope * at + draw.gauss(0, spread) for at in range(length)]


# --- by hand ---


def test_a_yearly_forecast_is_the_smoothed_level_and_its_interval_grows_with_its_errors() -> None:
    # Level with weight 0.8: 10; 10 + 0.8 x 2 = 11.6; 11.6 - 0.8 x 0.6 = 11.12; + 0.8 x 1.88 = 12.624;
    # - 0.8 x 1.624 = 11.3248. Errors 2, 0.6, 1.88, 1.624: mean 1.526. The order 10, 12, 11, 13, 11 is no trend.
    # Half widths: 1.606 x 1.526 x sqrt(5 / 4), and one year on times sqrt(1 + 0.8 squared).
    half = 1.606 * 1.526 * math.sqrt(5 / 4)
    wider = half * math.sqrt(1.64)
    found = forecast([10, 12, 11, 13, 11], ahead=["2026/27", "2027/28"], rhythm=YEARLY)
    level = pytest.approx(11.3248)
    assert found.steps == (
        Step(label="2026/27", value=level, lower=pytest.approx(11.3248 - half), upper=pytest.approx(11.3248 + half)),
        Step(label="2027/28", value=level, lower=pytest.approx(11.3248 - wider), upper=pytest.approx(11.3248 + wider)),
    )
    assert (found.pace, found.outlook, found.shortfall, found.required) == (None, Outlook.NOT_SAID, None, None)
    assert found.why == (
        "There is no clear trend; on past readings, 2027/28 will be about 11.3; "
        "four times in five it will lie between 7.8 and 14.8."
    )


def test_half_of_a_clear_trend_is_carried_forward() -> None:
    # 1 to 6: slope 1, so 0.5 a year is added to the level.
    fitted = fit([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], YEARLY)
    assert fitted.pace == 0.5
    assert fitted.at(2)[0] == pytest.approx(fitted.level + 1.0)


def test_a_season_seen_twice_is_drawn_in_by_a_third_and_carried_forward() -> None:
    # Quarters 2, 0, 0, 0 twice: differences from the median 0 are 2, 0, 0, 0, of which two thirds count: 4/3, 0, 0, 0;
    # less their mean 1/3: 1, -1/3, -1/3, -1/3.
    fitted = fit([2.0, 0.0, 0.0, 0.0, 2.0, 0.0, 0.0, 0.0], QUARTERLY)
    assert fitted.indices == pytest.approx((1, -1 / 3, -1 / 3, -1 / 3))
    assert fitted.at(1)[0] - fitted.at(2)[0] == pytest.approx(4 / 3)


def test_an_interval_is_a_tenth_wider_while_no_year_was_seen_twice() -> None:
    values = noisy(14)
    fitted = fit(values, MONTHLY)
    assert fitted.at(1)[1] == pytest.approx(1.606 * fitted.error * math.sqrt(14 / 13) * 1.1)


def test_a_month_of_the_year_that_was_never_read_has_the_average_difference() -> None:
    # Every fourth quarter is missing: its difference is 0 before the four are centred, here on a rise of nothing.
    values = [1.0, -1.0, 0.0, None] * 3
    fitted = fit(values[:-1], QUARTERLY)
    assert fitted.indices == pytest.approx((0.75, -0.75, 0.0, 0.0))


# --- target and effort ---


def climb(target: float, ahead: int = 6, **rest: object) -> Forecast:
    values = [60.0 + at + (0.5 if at % 2 else -0.5) for at in range(20)]  # 59.5 to 79.5, 1 a month
    return forecast(
        values, ahead=MONTHS[:ahead], direction="increase", target=target, least=0, most=100, unit="%", **rest
    )


def test_a_target_within_reach_is_met_first_in_a_named_month() -> None:
    # The level trails a steady climb of 1 by 1, near 78.2; 0.5 a month takes it over 80 in the fourth month.
    found = climb(80)
    assert (found.outlook, found.met_in, found.shortfall) == (Outlook.MAY_BE_MET, "Apr", 0.0)
    assert found.required == pytest.approx((80 - 79.5) / 6)
    assert found.pace == pytest.approx(1.0)


def test_why_says_where_it_leads_whether_the_target_is_met_and_what_it_takes() -> None:
    assert climb(90).why == (
        "If the trend goes on but slows, as trends do, Jun will be about 81.2%; four times in five it will lie between "
        "75.8% and 86.5%. By then the target of 90% is likely to be missed, by about 8.8 points. "
        "Meeting it by Jun takes +1.8 points a month; so far the pace is +1.0 points."
    )


@pytest.mark.parametrize(
    ("target", "outlook"),
    [
        (75, Outlook.LIKELY_MET),
        (81, Outlook.MAY_BE_MET),
        (83, Outlook.MAY_BE_MISSED),
        (95, Outlook.LIKELY_MISSED),
    ],
)
def test_the_outlook_follows_the_interval(target: float, outlook: Outlook) -> None:
    assert climb(target).outlook is outlook


def test_where_low_is_good_the_outlook_turns_round() -> None:
    values = noisy(20)
    low = forecast(values, ahead=MONTHS[:3], direction="decrease", target=80)
    high = forecast(values, ahead=MONTHS[:3], direction="increase", target=80)
    assert (low.outlook, high.outlook) == (Outlook.LIKELY_MET, Outlook.LIKELY_MISSED)
    assert (low.required, low.met_in) == (None, "")
    assert high.required > 0


def test_no_outlook_without_a_target_or_a_better_way() -> None:
    values = noisy(20)
    for found in (
        forecast(values, ahead=["Jan"], direction="increase"),
        forecast(values, ahead=["Jan"], direction="neutral", target=80),
    ):
        assert (found.outlook, found.shortfall, found.required) == (Outlook.NOT_SAID, None, None)


def test_the_effort_is_stated_where_there_is_no_trend() -> None:
    assert forecast(noisy(20), ahead=["Jan", "Feb"], direction="increase", target=80).why.endswith(
        "so far there is no clear trend."
    )


def test_a_plan_that_runs_further_than_one_may_look_is_forecast_as_far_as_one_may() -> None:
    found = climb(95, ahead=12)  # twenty months: less than two years, so six months
    assert [step.label for step in found.steps] == MONTHS[:6]
    assert "The plan runs to Dec, further than can honestly be forecast." in found.why
    assert found.required == pytest.approx((95 - 79.5) / 12)


@pytest.mark.parametrize(
    ("length", "rhythm", "reach"), [(23, MONTHLY, 6), (24, MONTHLY, 12), (9, QUARTERLY, 2), (9, YEARLY, 2)]
)
def test_how_far_one_may_look(length: int, rhythm: Rhythm, reach: int) -> None:
    assert len(forecast(noisy(length), ahead=[""] * 40, rhythm=rhythm).steps) == reach


def test_a_missing_latest_month_uses_up_a_month_of_the_reach() -> None:
    values = noisy(20)
    late = forecast([*values, None, None], ahead=MONTHS)
    on_time = forecast(values, ahead=["x", "y", *MONTHS])
    assert late.steps == on_time.steps[2:]


@pytest.mark.parametrize(("rhythm", "memory"), [(MONTHLY, 60), (QUARTERLY, 20), (YEARLY, 10)])
def test_long_series_are_read_back_five_years_and_yearly_ones_ten(rhythm: Rhythm, memory: int) -> None:
    values = noisy(100)
    steps = forecast(values, ahead=MONTHS, rhythm=rhythm).steps
    assert steps == forecast(values[-memory:], ahead=MONTHS, rhythm=rhythm).steps
    assert steps != forecast(values[-memory + 1 :], ahead=MONTHS, rhythm=rhythm).steps


@pytest.mark.parametrize(("rhythm", "weight"), [(MONTHLY, 0.5), (QUARTERLY, 0.65), (YEARLY, 0.8)])
def test_the_level_takes_this_share_of_each_surprise(rhythm: Rhythm, weight: float) -> None:
    assert fit([10.0, 20.0], rhythm).level == pytest.approx(10 + 10 * weight)


# --- bounds ---


def test_percentages_stay_within_0_and_100_and_counts_above_0() -> None:
    high = forecast([99.0, 100.0, 98.0, 100.0, 97.5] * 3, ahead=MONTHS[:6], least=0, most=100)
    assert all(step.value <= step.upper == 100 for step in high.steps)
    low = forecast([0.0, 1.0, 0.0, 2.0, 0.0] * 3, ahead=MONTHS[:6], least=0)
    assert all(step.lower == 0 for step in low.steps)
    assert forecast([0.0, 1.0, 0.0, 2.0, 0.0] * 3, ahead=MONTHS[:6]).steps[0].lower < 0


def test_a_reading_beyond_a_bound_moves_the_bound() -> None:
    # A ratio can be above 100%: assessments closed over assessments opened.
    found = forecast([99.0, 104.0, 98.0, 100.0, 97.5] * 3, ahead=MONTHS[:6], least=0, most=100)
    assert max(step.upper for step in found.steps) == pytest.approx(104.0, abs=2.0)
    assert max(step.upper for step in found.steps) <= 104.0


# --- refusals ---


@pytest.mark.parametrize(
    ("values", "ahead", "reason"),
    [
        ([], ["Jan"], "No forecast: it needs at least 12 months with a reading, and there are none."),
        ([None] * 30, ["Jan"], "No forecast: it needs at least 12 months with a reading, and there are none."),
        ([5.0], ["Jan"], "No forecast: it needs at least 12 months with a reading, and there is 1."),
        (noisy(11), ["Jan"], "No forecast: it needs at least 12 months with a reading, and there are 11."),
        (noisy(12), [], "No forecast: the plan has no period left."),
        ([*noisy(6), *[None] * 6, *noisy(6)], ["Jan"], "No forecast: 6 months of 18 have no reading."),
        ([*noisy(12), *[None] * 6], ["Jan"], "No forecast: the latest reading is 6 months old."),
        (
            [0.0] * 24,
            ["Jan"],
            "No forecast: the readings have not changed, so there is nothing to judge a range by.",
        ),
        (
            [*noisy(23, spread=1), 80.0],
            ["Jan"],
            "No forecast: the latest readings are outside the usual ups and downs, "
            "and where they lead is not yet clear.",
        ),
    ],
)
def test_no_forecast_and_why(values: list[float | None], ahead: list[str], reason: str) -> None:
    assert forecast(values, ahead=ahead, target=3, direction="increase") == Forecast(refused=reason, why=reason)


def test_a_shock_long_past_is_no_reason_to_refuse() -> None:
    values = noisy(20, spread=1)
    values[-4] = 80.0
    assert not forecast(values, ahead=["Jan"]).refused


@pytest.mark.parametrize("value", [20.0, 80.0])
def test_a_shock_either_way_in_the_last_three_months_bars_a_forecast(value: float) -> None:
    values = noisy(20, spread=1)
    values[-3] = value
    assert forecast(values, ahead=["Jan"]).refused.startswith("No forecast: the latest readings are outside")


def test_a_steady_climb_is_no_shock() -> None:
    assert not climb(90).refused


@pytest.mark.parametrize("name", ["target", "least", "most"])
def test_bounds_and_target_must_be_finite(name: str) -> None:
    with pytest.raises(ValueError, match=rf"^{name} must be a finite number, not inf$"):
        forecast(noisy(12), ahead=["Jan"], **{name: float("inf")})


def test_bad_values_and_directions_are_refused() -> None:
    with pytest.raises(ValueError, match=r"^values\[1\] must be a finite number, not nan$"):
        forecast([1.0, float("nan")], ahead=["Jan"])
    with pytest.raises(ValueError, match=r"^direction must be"):
        forecast([1.0], ahead=["Jan"], direction="high")


# --- laws ---


@given(values=READINGS, rhythm=st.sampled_from([MONTHLY, QUARTERLY, YEARLY]))
def test_the_value_lies_in_its_interval_within_the_bounds(values: list[float], rhythm: Rhythm) -> None:
    for step in forecast(values, ahead=[""] * 12, rhythm=rhythm, least=0, most=100).steps:
        assert 0 <= step.lower <= step.value <= step.upper <= 100


@given(values=READINGS)
def test_intervals_never_narrow_with_time(values: list[float]) -> None:
    widths = [step.upper - step.lower for step in forecast(values, ahead=[""] * 12).steps]
    assert all(later >= earlier - 1e-9 for earlier, later in pairwise(widths))


@given(values=READINGS, rhythm=st.sampled_from([MONTHLY, YEARLY]))
def test_a_mirrored_series_has_a_mirrored_forecast(values: list[float], rhythm: Rhythm) -> None:
    before = forecast(values, ahead=[""] * 3, rhythm=rhythm)
    after = forecast([-value for value in values], ahead=[""] * 3, rhythm=rhythm)
    assert after.refused == before.refused
    for one, other in zip(before.steps, after.steps, strict=True):
        assert (other.value, other.lower, other.upper) == pytest.approx((-one.value, -one.upper, -one.lower), abs=1e-9)


def test_an_interval_holds_about_four_outcomes_in_five_of_pure_noise() -> None:
    held = []
    for seed in range(400):
        values = noisy(30, seed=seed)
        result = forecast(values[:24], ahead=MONTHS[:6])
        held += [step.lower <= came <= step.upper for step, came in zip(result.steps, values[24:], strict=False)]
    assert 0.75 <= sum(held) / len(held) <= 0.88


def test_a_strict_target_is_not_forecast_to_be_met_by_reaching_it() -> None:
    """The readings stand at 10 and 11 in turn and end on 10; fewer than 10 is met by none of that."""
    values = [10.0, 11.0] * 8 + [10.0]
    asked = {"ahead": MONTHS, "direction": "decrease", "target": 10.0, "decimals": 0, "unit": "cases"}
    loose, strict = forecast(values, **asked), forecast(values, **asked, strict=True)  # type: ignore[arg-type]
    assert loose.required is None  # 10 meets "10 or fewer"
    assert strict.required == 0.0
    assert "the target of fewer than 10 cases" in strict.why
    assert "takes" not in strict.why
    rising = forecast(values, **asked | {"direction": "increase"}, strict=True)  # type: ignore[arg-type]
    assert "the target of more than 10 cases" in rising.why
    assert forecast(values, ahead=MONTHS, strict=True).outlook is Outlook.NOT_SAID
