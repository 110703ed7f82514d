"""The colour of a value: every family and preset by hand, then the laws."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import FOUR_LEVEL, POINTS, RANGE_5, ZERO_2, decimals, monotone_cases, one_sided

from quarterly.judge.bands import Reach, Span
from quarterly.judge.judgement import RATED, Status
from quarterly.judge.rag import Rating, rate
from quarterly.model.figures import as_set, figure
from quarterly.model.kpi import Polarity, Target
from quarterly.model.rules import BRACKNELL, HAVERING, KENT, MEDWAY, TOWER_HAMLETS, RagRule, RuleFamily

HIGH, LOW, RANGE = Polarity.HIGH, Polarity.LOW, Polarity.RANGE
GREEN, AMBER, RED = Status.GREEN, Status.AMBER, Status.RED


def percent(value: float, target: Target, rule: RagRule, polarity: Polarity = HIGH, **more: float) -> Rating:
    return rate(value, target, rule, polarity, decimals=1, unit="%", **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "polarity", "status"),
    [
        # Target 90. Green within 5% of it: 90 - 4.5 = 85.5. Amber within 10%: 90 - 9 = 81.
        (95.0, HIGH, GREEN),
        (90.0, HIGH, GREEN),
        (85.5, HIGH, GREEN),
        (85.4, HIGH, AMBER),
        (81.0, HIGH, AMBER),
        (80.9, HIGH, RED),
        # Low is good: 90 + 4.5 = 94.5 and 90 + 9 = 99.
        (80.0, LOW, GREEN),
        (94.5, LOW, GREEN),
        (94.6, LOW, AMBER),
        (99.0, LOW, AMBER),
        (99.1, LOW, RED),
        # A range indicator with a single target: 85.5 to 94.5 and 81 to 99.
        (94.5, RANGE, GREEN),
        (85.4, RANGE, AMBER),
        (99.1, RANGE, RED),
    ],
)
def test_bracknell_forest_is_green_within_5_percent_and_amber_within_10(
    value: float, polarity: Polarity, status: Status
) -> None:
    assert percent(value, Target(value=90), BRACKNELL, polarity).status is status


@pytest.mark.parametrize(
    ("value", "status"),
    [(87.3, GREEN), (0.873 * 100, GREEN), (97 * 0.9, GREEN), (87.29, RED)],
)
def test_noise_does_not_flip_a_boundary(value: float, status: Status) -> None:
    # 10% of 97 is 9.7; 97 - 9.7 = 87.3, which floats miss on either side: 97 * 0.9 == 87.3 but 97 - 97 * 0.1 is not.
    rule = RagRule(family=RuleFamily.PERCENTAGE, green=10)
    assert percent(value, Target(value=97), rule).status is status


@pytest.mark.parametrize(
    ("value", "polarity", "status"),
    [
        # Target 80; green within 1 point, amber within 4.
        (79.0, HIGH, GREEN),
        (78.9, HIGH, AMBER),
        (76.0, HIGH, AMBER),
        (75.9, HIGH, RED),
        (81.0, LOW, GREEN),
        (81.1, LOW, AMBER),
        (84.0, LOW, AMBER),
        (84.1, LOW, RED),
    ],
)
def test_points_tolerance(value: float, polarity: Polarity, status: Status) -> None:
    assert percent(value, Target(value=80), POINTS, polarity).status is status


@pytest.mark.parametrize(
    ("value", "polarity", "limits", "status"),
    [
        (90.0, HIGH, (90, 80), GREEN),
        (89.9, HIGH, (90, 80), AMBER),
        (80.0, HIGH, (90, 80), AMBER),
        (79.9, HIGH, (90, 80), RED),
        (10.0, LOW, (10, 15), GREEN),
        (10.1, LOW, (10, 15), AMBER),
        (15.0, LOW, (10, 15), AMBER),
        (15.1, LOW, (10, 15), RED),
    ],
)
def test_absolute_limits_need_no_target(
    value: float, polarity: Polarity, limits: tuple[float, float], status: Status
) -> None:
    rule = RagRule(family=RuleFamily.ABSOLUTE, green=limits[0], amber=limits[1])
    assert percent(value, Target(), rule, polarity).status is status


def test_absolute_gap_is_from_the_target_where_there_is_one() -> None:
    rule = RagRule(family=RuleFamily.ABSOLUTE, green=88, amber=80)
    assert percent(84, Target(value=90), rule) == Rating(
        status=AMBER,
        why="84.0% against a target of 90%: 6.0 points short. Amber is 80.0% or more; "
        "4.0 points more would make it green.",
        gap=-6.0,
        to_next=4.0,
        next_status=GREEN,
    )


@pytest.mark.parametrize("rule", [KENT, TOWER_HAMLETS])
@pytest.mark.parametrize(
    ("value", "target", "polarity", "status"),
    [
        (90.0, Target(value=90, floor=85), HIGH, GREEN),
        (89.9, Target(value=90, floor=85), HIGH, AMBER),
        (85.0, Target(value=90, floor=85), HIGH, AMBER),
        (84.9, Target(value=90, floor=85), HIGH, RED),
        (20.0, Target(value=20, floor=25), LOW, GREEN),
        (20.1, Target(value=20, floor=25), LOW, AMBER),
        (25.0, Target(value=20, floor=25), LOW, AMBER),
        (25.1, Target(value=20, floor=25), LOW, RED),
        (89.9, Target(value=90, floor=90), HIGH, RED),  # floor and target in one: no amber
    ],
)
def test_floor_and_target(rule: RagRule, value: float, target: Target, polarity: Polarity, status: Status) -> None:
    assert percent(value, target, rule, polarity).status is status


def test_floor_rule_without_floor_knows_only_green() -> None:
    assert percent(90, Target(value=90), KENT).status is GREEN
    assert percent(89, Target(value=90), KENT) == Rating(
        status=Status.CANNOT_JUDGE,
        why="89.0% against a target of 90%: 1.0 points short. Short of the target, and no floor is set to tell amber "
        "from red; 1.0 points more would make it green.",
        gap=-1.0,
        to_next=1.0,
        next_status=GREEN,
    )


@pytest.mark.parametrize(
    ("value", "status"),
    [
        # 580 to 630; 5% of 580 is 29, of 630 is 31.5: amber from 551 to 661.5.
        (580, GREEN),
        (630, GREEN),
        (579, AMBER),
        (631, AMBER),
        (551, AMBER),
        (661, AMBER),
        (550, RED),
        (662, RED),
    ],
)
def test_target_range_with_tolerance(value: float, status: Status) -> None:
    assert rate(value, Target(low=580, high=630), RANGE_5, RANGE).status is status


@pytest.mark.parametrize(("value", "status"), [(580, GREEN), (579, RED), (630, GREEN), (631, RED)])
def test_target_range_without_tolerance_is_red_outside(value: float, status: Status) -> None:
    rule = RagRule(family=RuleFamily.RANGE)
    assert rate(value, Target(low=580, high=630), rule, RANGE).status is status


@pytest.mark.parametrize(("value", "status"), [(572, AMBER), (571, RED), (638, AMBER), (639, RED)])
def test_target_range_with_tolerance_in_its_own_unit(value: float, status: Status) -> None:
    rule = RagRule(family=RuleFamily.RANGE, amber=8, relative=False)  # 580 - 8 and 630 + 8
    assert rate(value, Target(low=580, high=630), rule, RANGE).status is status


def test_range_open_at_one_end() -> None:
    rule = RagRule(family=RuleFamily.RANGE)
    assert rate(900, Target(low=580), rule, HIGH).status is GREEN
    assert rate(579, Target(low=580), rule, HIGH).status is RED


@pytest.mark.parametrize(
    ("value", "year_ago", "polarity", "status"),
    [
        # Havering, target 90, high is good: within 10% is 81 or more, that included.
        (90.0, None, HIGH, GREEN),
        (81.0, None, HIGH, GREEN),
        (80.9, 80.9, HIGH, AMBER),  # the same as last year
        (80.9, 75.0, HIGH, AMBER),  # better
        (80.9, 81.0, HIGH, RED),  # worse
        (80.9, 95.0, HIGH, RED),
        (80.9, None, HIGH, Status.CANNOT_JUDGE),  # red is worse than last year, and amber is not
        # Low is good: 90 + 9 = 99.
        (99.0, None, LOW, GREEN),
        (99.1, 99.1, LOW, AMBER),
        (99.1, 99.2, LOW, AMBER),
        (99.1, 99.0, LOW, RED),
        (99.1, 80.0, LOW, RED),
        # Range: as far from the target on either side is the same.
        (100.0, 80.0, RANGE, AMBER),
        (100.1, 80.0, RANGE, RED),
        (100.1, 90.0, RANGE, RED),
    ],
)
def test_havering_looks_at_the_target_and_at_last_year(
    value: float, year_ago: float | None, polarity: Polarity, status: Status
) -> None:
    assert rate(value, Target(value=90), HAVERING, polarity, year_ago=year_ago).status is status


def test_havering_says_that_last_year_is_missing() -> None:
    assert percent(80.9, Target(value=90), HAVERING) == Rating(
        status=Status.CANNOT_JUDGE,
        why="80.9% against a target of 90%: 9.1 points short. More than 10% off target; amber or red depends on the "
        "same quarter last year, for which there is no figure; 0.1 points more would make it green.",
        gap=-9.1,
        to_next=0.1,
        next_status=GREEN,
    )


def test_havering_shows_last_year_precisely_enough_to_tell_worse_from_same() -> None:
    assert percent(33, Target(value=20), HAVERING, LOW, year_ago=32.96).why == (
        "33.0% against a target of 20% or less: 13.0 points too high. Red is more than 10% off target and worse than "
        "the same quarter last year (32.96%); 0.04 points less would make it amber."
    )


@pytest.mark.parametrize(
    ("value", "polarity", "status"),
    [
        # Target 90: green on target, green-amber within 5% (85.5), red-amber within 10% (81).
        (90.0, HIGH, GREEN),
        (89.9, HIGH, Status.GREEN_AMBER),
        (85.5, HIGH, Status.GREEN_AMBER),
        (85.4, HIGH, Status.RED_AMBER),
        (81.0, HIGH, Status.RED_AMBER),
        (80.9, HIGH, RED),
        (94.5, LOW, Status.GREEN_AMBER),
        (99.0, LOW, Status.RED_AMBER),
        (99.1, LOW, RED),
    ],
)
def test_four_levels(value: float, polarity: Polarity, status: Status) -> None:
    assert percent(value, Target(value=90), FOUR_LEVEL, polarity).status is status


def test_four_levels_can_count_in_points() -> None:
    rule = RagRule(family=RuleFamily.FOUR_LEVEL, green=0, amber=2, red_amber=5, relative=False)
    assert [percent(value, Target(value=90), rule).status for value in (88, 85, 84.9)] == [
        Status.GREEN_AMBER,
        Status.RED_AMBER,
        RED,
    ]


@pytest.mark.parametrize(
    ("value", "polarity", "status"),
    [(0, LOW, GREEN), (1, LOW, AMBER), (2, LOW, AMBER), (3, LOW, RED), (-2, HIGH, AMBER), (-3, RANGE, RED)],
)
def test_zero_target(value: float, polarity: Polarity, status: Status) -> None:
    assert rate(value, Target(value=0), ZERO_2, polarity).status is status


def test_zero_target_needs_no_target_and_refuses_another() -> None:
    assert rate(1, Target(), RagRule(family=RuleFamily.ZERO), LOW, unit="children") == Rating(
        status=RED,
        why="1 child against a target of 0 children: 1 child too high. Red is above 0 children; "
        "1 child fewer would make it green.",
        gap=-1.0,
        to_next=-1.0,
        next_status=GREEN,
    )
    assert rate(1, Target(value=5), ZERO_2, LOW, unit="children") == Rating(
        status=Status.CANNOT_JUDGE,
        why="1 child. Cannot be judged: the rule is for a target of zero, but the target is 5 children.",
    )


def test_percent_of_a_zero_target_is_no_tolerance_and_says_so() -> None:
    assert rate(0, Target(value=0), BRACKNELL, LOW).status is GREEN
    assert rate(1, Target(value=0), BRACKNELL, LOW, unit="children").why == (
        "1 child against a target of 0 children: 1 child too high. Red is above 0 children; 1 child fewer would make "
        "it green. A percentage of a zero target is nothing, so there is no tolerance."
    )


@pytest.mark.parametrize(
    ("value", "polarity", "status"),
    [
        # Target -10: 5% of its size is 0.5, 10% is 1.
        (-10.5, HIGH, GREEN),
        (-10.6, HIGH, AMBER),
        (-11.0, HIGH, AMBER),
        (-11.1, HIGH, RED),
        (-9.5, LOW, GREEN),
        (-9.0, LOW, AMBER),
        (-8.9, LOW, RED),
    ],
)
def test_negative_target_gives_leeway_by_its_size(value: float, polarity: Polarity, status: Status) -> None:
    assert rate(value, Target(value=-10), BRACKNELL, polarity, decimals=1).status is status


@pytest.mark.parametrize(("value", "status"), [(85, GREEN), (84, AMBER), (80, AMBER), (79, RED)])
def test_in_year_is_amber_while_the_target_is_in_reach(value: float, status: Status) -> None:
    reach = Reach(Span(80), "off target, but in reach", "out of reach")
    assert rate(value, Target(value=85), MEDWAY, HIGH, reach=reach).status is status


def test_in_year_without_reach() -> None:
    over = Reach(None, "", "off target with the year over")
    assert rate(84, Target(value=85), MEDWAY, HIGH, reach=over).why == (
        "84 against a target of 85: 1 short. Red is off target with the year over; 1 more would make it green."
    )
    assert rate(84, Target(value=85), MEDWAY, HIGH).status is Status.CANNOT_JUDGE
    assert rate(84, Target(), MEDWAY, HIGH).status is Status.NO_TARGET
    assert rate(84, Target(low=80, high=90), MEDWAY, RANGE).why == (
        "84 against a target range of 80 to 90: within it. Green is within the target range (80 to 90)."
    )


@pytest.mark.parametrize(
    ("rule", "polarity"), [(BRACKNELL, Polarity.INFORMATION), (RagRule(family=RuleFamily.INFORMATION), HIGH)]
)
def test_information_is_never_rated(rule: RagRule, polarity: Polarity) -> None:
    assert rate(1204, Target(value=3), rule, polarity, unit="contacts") == Rating(
        status=Status.INFORMATION, why="1,204 contacts. For information: not rated."
    )


@pytest.mark.parametrize(
    ("rule", "target", "polarity"),
    [
        (BRACKNELL, Target(), HIGH),
        (BRACKNELL, Target(), RANGE),
        (HAVERING, Target(), LOW),
        (KENT, Target(floor=3), HIGH),
        (RANGE_5, Target(value=3), RANGE),
    ],
)
def test_without_a_target_there_is_no_colour(rule: RagRule, target: Target, polarity: Polarity) -> None:
    rating = percent(3, target, rule, polarity)
    assert (rating.status, rating.why[:18]) == (
        Status.NO_TARGET,
        "3.0%. No target is" if rule is not RANGE_5 else "3.0%. No target ra",
    )


ABSOLUTE = RuleFamily.ABSOLUTE


@pytest.mark.parametrize(
    ("rule", "target", "polarity", "reason"),
    [
        (RagRule(family=ABSOLUTE, green=90, amber=80), Target(), RANGE, "needs to know whether high or low is good"),
        (RagRule(family=ABSOLUTE), Target(value=90), HIGH, "states no limit for green"),
        (RagRule(family=ABSOLUTE, green=80, amber=90), Target(), HIGH, "do not get easier from green to red"),
        (RagRule(family=ABSOLUTE, green=80, amber=70), Target(), LOW, "do not get easier from green to red"),
        (KENT, Target(value=90, floor=95), HIGH, "the floor is harder to reach than the target"),
        (KENT, Target(value=20, floor=15), LOW, "the floor is harder to reach than the target"),
        (KENT, Target(low=1, high=2), RANGE, "need to know whether high or low is good"),
        (RANGE_5, Target(low=630, high=580), RANGE, "the low end of the target range is above its high end"),
        (BRACKNELL, Target(low=630, high=580), RANGE, "the low end of the target range is above its high end"),
        (RagRule(family=RuleFamily.POINTS, green=5, amber=2), Target(value=1), HIGH, "do not grow from green to red"),
        (RagRule(family=RuleFamily.POINTS, green=-1), Target(value=1), HIGH, "do not grow from green to red"),
    ],
)
def test_contradictions_are_refused_with_their_reason(
    rule: RagRule, target: Target, polarity: Polarity, reason: str
) -> None:
    rating = rate(50, target, rule, polarity)
    assert rating.status is Status.CANNOT_JUDGE
    assert rating.why.startswith("50. Cannot be judged: ")
    assert rating.why.removesuffix(".").endswith(reason)


def test_the_reason_reads_as_in_the_brief() -> None:
    rule = RagRule(family=RuleFamily.PERCENTAGE, amber=10)
    assert percent(84.1, Target(value=90), rule) == Rating(
        status=AMBER,
        why="84.1% against a target of 90%: 5.9 points short. Amber is within 10% of target (81.0% or more); "
        "5.9 points more would make it green.",
        gap=-5.9,
        to_next=5.9,
        next_status=GREEN,
    )


@pytest.mark.parametrize(
    ("value", "target", "rule", "polarity", "why"),
    [
        (
            92.1,
            Target(value=90),
            BRACKNELL,
            HIGH,
            "92.1% against a target of 90%: 2.1 points better than target. Green is within 5% of target "
            "(85.5% or more).",
        ),
        (
            90,
            Target(value=90),
            KENT,
            HIGH,
            "90.0% against a target of 90%: on target. Green is the target met (90.0% or more).",
        ),
        (
            23.5,
            Target(value=20),
            POINTS,
            LOW,
            "23.5% against a target of 20% or less: 3.5 points too high. Amber is within 4 points of target "
            "(24.0% or less); 2.5 points less would make it green.",
        ),
        (
            9,
            Target(low=10, high=15),
            RANGE_5,
            RANGE,
            "9.0% against a target range of 10% to 15%: 1.0 points below it. Red is more than 5% off the target range "
            "(below 9.5% or above 15.75%); 0.5 points more would make it amber.",
        ),
        (
            9,
            Target(value=10),
            POINTS,
            RANGE,
            "9.0% against a target of 10%: 1.0 points below it. Green is within 1 point of target (9.0% to 11.0%).",
        ),
        (
            10,
            Target(value=10),
            RagRule(family=RuleFamily.POINTS),
            RANGE,
            "10.0% against a target of 10%: on target. Green is on target (10.0%).",
        ),
        (
            10,
            Target(value=0),
            RagRule(family=RuleFamily.PERCENTAGE, green=5),
            LOW,
            "10.0% against a target of 0%: 10.0 points too high. Red is above 0.0%; 10.0 points less would make it "
            "green. A percentage of a zero target is nothing, so there is no tolerance.",
        ),
    ],
)
def test_reasons_in_full(value: float, target: Target, rule: RagRule, polarity: Polarity, why: str) -> None:
    assert percent(value, target, rule, polarity).why == why


def test_a_figure_that_only_rounds_to_the_target_says_so() -> None:
    assert percent(89.96, Target(value=90, floor=85), KENT).why == (
        "90.0% against a target of 90%: 0.04 points short. Amber is the floor met but not the target (85.00% or more); "
        "0.04 points more would make it green. Unrounded it is 89.96%, and that is what is rated."
    )


def test_a_figure_with_more_decimals_than_any_table_is_still_rated_as_it_is() -> None:
    rating = rate(1e-13, Target(value=0), RagRule(family=RuleFamily.ZERO), LOW)
    assert (rating.status, rating.to_next) == (RED, -1e-13)


@given(monotone_cases(), decimals(), decimals(), st.none() | decimals())
def test_a_better_value_never_has_a_worse_status(
    case: tuple[RagRule, Target, Polarity], one: float, other: float, year_ago: float | None
) -> None:
    rule, target, polarity = case
    worse, better = sorted((one, other), reverse=polarity is LOW)
    low, high = (rate(value, target, rule, polarity, year_ago=year_ago) for value in (worse, better))
    order = (*RATED, Status.CANNOT_JUDGE)  # without last year's figure, what is off target by Havering's rule
    assert order.index(high.status) <= order.index(low.status)
    assert (high.gap or 0) >= (low.gap or 0)


@given(monotone_cases(), decimals(), st.none() | decimals())
def test_to_next_is_exactly_what_the_next_status_takes(
    case: tuple[RagRule, Target, Polarity], value: float, year_ago: float | None
) -> None:
    rule, target, polarity = case
    rating = rate(value, target, rule, polarity, year_ago=year_ago)
    if rating.to_next is None or rating.next_status is None:
        assert rating.status is GREEN
        return
    moved = value + rating.to_next
    assert rate(moved, target, rule, polarity, year_ago=year_ago).status is rating.next_status
    short = 1e-4 if rating.to_next > 0 else -1e-4
    assume(abs(rating.to_next) > 1e-3)
    assert rate(moved - short, target, rule, polarity, year_ago=year_ago).status is not rating.next_status


@given(decimals(-500, 1500), decimals(0, 500), decimals(0, 500))
def test_to_next_brings_a_value_into_the_range(value: float, low: float, width: float) -> None:
    target = Target(low=low, high=round(low + width, 1))
    rating = rate(value, target, RANGE_5, RANGE)
    if rating.to_next is None:
        assert rating.status is GREEN
    else:
        assert rate(value + rating.to_next, target, RANGE_5, RANGE).status is rating.next_status


@given(decimals(0, 200), decimals(1, 200), st.sampled_from([2, 5, 10, 1000]), one_sided)
def test_percentage_tolerance_is_unchanged_by_scale(
    value: float, target: float, scale: float, polarity: Polarity
) -> None:
    once = rate(value, Target(value=target), BRACKNELL, polarity)
    scaled = rate(value * scale, Target(value=target * scale), BRACKNELL, polarity)
    assert once.status is scaled.status


@given(decimals(0, 200), decimals(0, 200), st.integers(-500, 500), one_sided)
def test_points_tolerance_is_unchanged_by_shift(value: float, target: float, shift: int, polarity: Polarity) -> None:
    once = rate(value, Target(value=target), POINTS, polarity)
    shifted = rate(value + shift, Target(value=target + shift), POINTS, polarity)
    assert (once.status, once.next_status) == (shifted.status, shifted.next_status)


@given(decimals(), decimals(), st.sampled_from([POINTS, BRACKNELL, FOUR_LEVEL, HAVERING]), decimals())
def test_high_and_low_mirror_each_other(value: float, target: float, rule: RagRule, year_ago: float) -> None:
    high = rate(value, Target(value=target), rule, HIGH, year_ago=year_ago)
    low = rate(-value, Target(value=-target), rule, LOW, year_ago=-year_ago)
    assert (high.status, high.gap, high.next_status) == (low.status, low.gap, low.next_status)
    assert (high.to_next or 0.0) == -(low.to_next or 0.0)


@given(monotone_cases(), decimals(places=3), st.integers(0, 2))
def test_the_reason_holds_value_and_target_as_shown(
    case: tuple[RagRule, Target, Polarity], value: float, places: int
) -> None:
    rule, target, polarity = case
    assert target.value is not None
    why = rate(value, target, rule, polarity, decimals=places, unit="%").why
    assert why.startswith(f"{figure(value, places, '%')} against a target of {as_set(target.value, '%')}")


@given(
    value=st.integers(-2000, 2000).map(lambda hundredths: hundredths / 100),
    target=st.integers(-100, 100).map(lambda tenths: tenths / 10),
    polarity=st.sampled_from((HIGH, LOW)),
)
def test_a_strict_target_differs_from_a_plain_one_at_its_limit_alone(
    value: float, target: float, polarity: Polarity
) -> None:
    rule = RagRule(family=RuleFamily.POINTS, green=0.0)
    strict, plain = (rate(value, Target(value=target, strict=each), rule, polarity) for each in (True, False))
    assert (strict.status is plain.status) is (value != target)
    if strict.to_next is not None:
        moved = rate(round(value + strict.to_next, 6), Target(value=target, strict=True), rule, polarity)
        assert moved.status is GREEN
