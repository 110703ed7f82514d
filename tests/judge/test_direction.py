"""Direction of travel: the six states, the threshold, and its laws."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from readings import Q2, Q3, reading
from strategies import decimals, one_sided

from quarterly.judge.bands import Span
from quarterly.judge.direction import Course, no_travel, travel
from quarterly.judge.judgement import Direction, Status, Travel
from quarterly.model.kpi import Polarity
from quarterly.model.rules import DirectionRules

HIGH, LOW, RANGE, INFORMATION = Polarity.HIGH, Polarity.LOW, Polarity.RANGE, Polarity.INFORMATION
TEN_TO_FIFTEEN = Span(Fraction(10), Fraction(15))


def course(polarity: Polarity, status: Status = Status.AMBER, **fields: object) -> Course:
    standard: dict[str, object] = {"rules": DirectionRules(), "decimals": 1, "unit": "%"}
    return Course(polarity=polarity, status=status, **(standard | fields))  # type: ignore[arg-type]


def moved(then: float, now: float, by: Course) -> Travel:
    return travel(reading(Q3, now), reading(Q2, then), by, when="Q2 2025/26", period=Q2)


def test_a_movement_holds_what_it_was_measured_from() -> None:
    assert moved(81.8, 84.1, course(HIGH)) == Travel(
        direction=Direction.IMPROVED,
        why="Up 2.3 points from 81.8% in Q2 2025/26.",
        then=reading(Q2, 81.8),
        then_period=Q2,
        change=2.3,
    )


@pytest.mark.parametrize(
    ("then", "now", "polarity", "status", "state"),
    [
        (80.0, 81.0, HIGH, Status.AMBER, (Direction.IMPROVED, "▲")),  # exactly the threshold of 1 point counts
        (80.0, 80.9, HIGH, Status.AMBER, (Direction.STABLE, "►")),
        (81.0, 80.0, HIGH, Status.GREEN, (Direction.DECLINED_WITHIN, "▼")),
        (81.0, 80.0, HIGH, Status.AMBER, (Direction.DECLINED_OFF, "▼")),
        (81.0, 80.0, HIGH, Status.GREEN_AMBER, (Direction.DECLINED_OFF, "▼")),
        (80.9, 80.0, HIGH, Status.RED, (Direction.STABLE, "►")),
        (80.0, 80.0, HIGH, Status.RED, (Direction.STABLE, "►")),
        (21.0, 20.0, LOW, Status.RED, (Direction.IMPROVED, "▼")),
        (20.0, 21.0, LOW, Status.GREEN, (Direction.DECLINED_WITHIN, "▲")),
        (20.0, 21.0, LOW, Status.RED, (Direction.DECLINED_OFF, "▲")),
        (20.0, 21.0, LOW, Status.NO_TARGET, (Direction.UP, "▲")),  # no limits to be within
        (21.0, 20.0, LOW, Status.NO_TARGET, (Direction.IMPROVED, "▼")),
        (20.0, 21.0, INFORMATION, Status.INFORMATION, (Direction.UP, "▲")),
        (21.0, 20.0, INFORMATION, Status.INFORMATION, (Direction.DOWN, "▼")),
        (20.9, 20.0, INFORMATION, Status.INFORMATION, (Direction.STABLE, "►")),
    ],
)
def test_states(then: float, now: float, polarity: Polarity, status: Status, state: tuple[Direction, str]) -> None:
    found = moved(then, now, course(polarity, status))
    assert (found.direction, found.arrow) == state


@pytest.mark.parametrize(
    ("then", "now", "direction", "ending"),
    [
        (17.0, 15.5, Direction.IMPROVED, "."),  # from 2 above the range to half a point
        (8.0, 9.5, Direction.IMPROVED, "."),
        (14.0, 17.0, Direction.DECLINED_OFF, "; off target."),
        (11.0, 14.0, Direction.STABLE, "; within the target range both times."),
        (7.0, 18.0, Direction.STABLE, "; no nearer to the target range, and no further."),  # 3 below, 3 above
        (
            15.5,
            14.0,
            Direction.STABLE,
            "; that is 0.5 points nearer to the target range, and less than 1 point counts as no change.",
        ),  # only half a point nearer
    ],
)
def test_a_range_is_approached_or_left(then: float, now: float, direction: Direction, ending: str) -> None:
    found = moved(then, now, course(RANGE, Status.RED, aim=TEN_TO_FIFTEEN))
    assert found.direction is direction
    assert found.why.endswith(f"in Q2 2025/26{ending}")


def test_a_range_without_target_is_neither_good_nor_bad() -> None:
    assert moved(10, 20, course(RANGE, Status.NO_TARGET)).direction is Direction.UP


@pytest.mark.parametrize(
    ("then", "now", "direction"),
    [
        (100, 102, Direction.IMPROVED),  # exactly 2% of 100
        (100, 101, Direction.STABLE),
        (0, 1, Direction.IMPROVED),  # 2% of nothing: any change counts
        (0, 0, Direction.STABLE),
        (-100, -102, Direction.DECLINED_OFF),
    ],
)
def test_what_is_not_percent_moves_by_a_share(then: float, now: float, direction: Direction) -> None:
    assert moved(then, now, course(HIGH, unit="children", decimals=0)).direction is direction


@pytest.mark.parametrize(
    ("then", "now", "by", "why"),
    [
        (80, 80, course(HIGH), "Unchanged from 80.0% in Q2 2025/26."),
        (80, 80.4, course(HIGH), "Up 0.4 points from 80.0% in Q2 2025/26; less than 1 point counts as no change."),
        (80, 80.04, course(HIGH), "Up 0.04 points from 80.0% in Q2 2025/26; less than 1 point counts as no change."),
        (
            100,
            101,
            course(HIGH, unit="children", decimals=0),
            "Up 1 child from 100 children in Q2 2025/26; less than 2% of the earlier figure counts as no change.",
        ),
        # 55 to 65: 60 lies within and 65.5 half a point beyond, which is what counts, and not the 5.5 points.
        (
            60,
            65.5,
            course(Polarity.RANGE, aim=Span(Fraction(55), Fraction(65))),
            "Up 5.5 points from 60.0% in Q2 2025/26; that is 0.5 points further from the target range, and less than 1 "
            "point counts as no change.",
        ),
        (84, 81, course(HIGH, Status.GREEN), "Down 3.0 points from 84.0% in Q2 2025/26; still green."),
        (84, 81, course(HIGH), "Down 3.0 points from 84.0% in Q2 2025/26; off target."),
        (
            84,
            81,
            course(HIGH, Status.NO_TARGET),
            "Down 3.0 points from 84.0% in Q2 2025/26; worse, but not rated.",
        ),
        (84, 81, course(INFORMATION), "Down 3.0 points from 84.0% in Q2 2025/26."),
        # The sum of the figures as shown: 84.1 - 81.9 = 2.2, though 84.05 - 81.94 is 2.11.
        (81.94, 84.05, course(HIGH), "Up 2.2 points from 81.9% in Q2 2025/26."),
    ],
)
def test_reasons(then: float, now: float, by: Course, why: str) -> None:
    assert moved(then, now, by).why == why


def test_no_direction_says_why() -> None:
    none = no_travel("No figure for Q3 2025/26.")
    assert (none.direction, none.arrow, none.why) == (Direction.NONE, "", "No figure for Q3 2025/26.")


@pytest.mark.parametrize(("then", "now"), [(None, 1.0), (1.0, None)])
def test_a_movement_needs_two_values(then: float | None, now: float | None) -> None:
    with pytest.raises(ValueError, match="two values"):
        travel(reading(Q3, now), reading(Q2, then), course(HIGH), when="Q2 2025/26", period=Q2)


DECLINED = (Direction.DECLINED_WITHIN, Direction.DECLINED_OFF)


@given(decimals(0, 100), decimals(0, 100), one_sided, st.sampled_from([Status.GREEN, Status.AMBER, Status.RED]))
def test_there_and_back_are_opposites(then: float, now: float, polarity: Polarity, status: Status) -> None:
    there, back = (moved(*pair, course(polarity, status)) for pair in ((then, now), (now, then)))
    assert (there.direction is Direction.IMPROVED) == (back.direction in DECLINED)
    assert (there.direction is Direction.STABLE) == (back.direction is Direction.STABLE)
    assert there.change == -(back.change or 0.0)


@given(decimals(0, 100), decimals(0, 100), st.sampled_from([Status.GREEN, Status.AMBER, Status.RED]))
def test_high_and_low_are_mirrors(then: float, now: float, status: Status) -> None:
    high, low = moved(then, now, course(HIGH, status)), moved(-then, -now, course(LOW, status))
    assert high.direction is low.direction


@given(decimals(0, 100), decimals(0, 100))
def test_arrow_follows_the_value_and_not_its_meaning(then: float, now: float) -> None:
    found = moved(then, now, course(LOW))
    expected = "►" if abs(now - then) < 0.95 else "▲" if now > then else "▼"
    assert found.arrow == expected
