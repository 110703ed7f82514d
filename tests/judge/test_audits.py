"""Case audits: shares, movements, teams, and what is left out."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterly.judge.audits import AuditJudgement, Movement, Profile, judge_audits
from quarterly.judge.judgement import Direction
from quarterly.model.context import AuditMonth
from quarterly.model.periods import FINANCIAL, Period
from quarterly.model.rules import STANDARD_RULES

QUARTER = FINANCIAL.quarter(2025, 3)  # October to December 2025
AS_AT = date(2026, 1, 20)
OCTOBER = Period(date(2025, 10, 1), 1)


def month(back: int, *grades: int | None, team: str = "") -> AuditMonth:
    """The grades, best first, of ``back`` months before December 2025."""
    outstanding, good, requires_improvement, inadequate = grades
    return AuditMonth(
        month=Period(date(2025, 12, 1), 1).shift(-back),
        team=team,
        outstanding=outstanding,
        good=good,
        requires_improvement=requires_improvement,
        inadequate=inadequate,
    )


def judged(*rows: AuditMonth, as_at: date = AS_AT) -> AuditJudgement:
    return judge_audits(rows, QUARTER, as_at, STANDARD_RULES)


def test_a_quarter_adds_up_its_months_and_moves_against_last_quarter_and_last_year() -> None:
    # October to December: 1 + 7 + 6 + 7 = 21 good or better of 36, 58.3%; July to September 18 of 36, 50%;
    # a year before 9 of 36, 25%. Up 58 - 50 = 8 and 58 - 25 = 33 points as shown.
    found = judged(
        month(2, 0, 7, 4, 1),
        month(1, 1, 7, 3, 1),
        month(0, 0, 6, 6, 0),
        month(3, 2, 16, 13, 5),
        month(12, 0, 9, 17, 10),
    )
    assert found.quarter == Profile(period=QUARTER, outstanding=1, good=20, requires_improvement=13, inadequate=2)
    assert (found.quarter.good_or_better, found.quarter.total, found.quarter.share) == (21, 36, Fraction(2100, 36))
    assert found.why == (
        "21 of 36 audits (58%) in Q3 2025/26 were graded good or better: "
        "up 8 points from 50% in Q2 2025/26 and up 33 points from 25% in Q3 2024/25."
    )
    assert found.why_inadequate == (
        "2 of 36 audits (6%) in Q3 2025/26 were graded inadequate, "
        "against 5 of 36 (14%) in Q2 2025/26 and 10 of 36 (28%) in Q3 2024/25."
    )
    assert [(profile.period, move.direction) for profile, move in found.quarters] == [
        (QUARTER.year_ago(), Direction.NONE),
        (QUARTER.previous(), Direction.NONE),
        (QUARTER, Direction.IMPROVED),
    ]


@pytest.mark.parametrize(
    ("now", "then", "direction", "why"),
    [
        ((0, 5, 5, 0), (0, 5, 5, 0), Direction.STABLE, "unchanged from 50% in Q2 2025/26"),
        ((0, 4, 6, 0), (0, 5, 5, 0), Direction.DOWN, "down 10 points from 50% in Q2 2025/26"),
        ((0, 51, 49, 0), (0, 50, 50, 0), Direction.IMPROVED, "up 1 point from 50% in Q2 2025/26"),  # on the threshold
        ((0, 101, 99, 0), (0, 50, 50, 0), Direction.STABLE, "up 1 point from 50% in Q2 2025/26"),  # 0.5, shown as 51
    ],
)
def test_a_movement_counts_from_the_materiality_threshold(
    now: tuple[int, ...], then: tuple[int, ...], direction: Direction, why: str
) -> None:
    (_, moved) = judged(month(0, *now), month(3, *then)).quarters[-1]
    assert (moved.direction, moved.why) == (direction, why)


def test_without_audits_in_the_quarter_there_is_a_sentence_and_no_share() -> None:
    found = judged(month(4, 0, 1, 1, 0))
    assert found.why == "No audit is recorded for Q3 2025/26."
    assert (found.why_inadequate, found.quarter.share, found.quarter.share_inadequate) == ("", None, None)
    assert found.quarters[-1] == (
        Profile(period=QUARTER, known=False),
        Movement(direction=Direction.NONE, why="Nothing to compare with."),
    )


def test_no_rows_at_all_give_no_months() -> None:
    assert judged().months == ()


def test_one_audit_and_none_are_worded_right() -> None:
    found = judged(month(0, 0, 1, 0, 0))
    assert found.why == "1 of 1 audit (100%) in Q3 2025/26 was graded good or better."
    assert found.why_inadequate == "None of 1 audit (0%) in Q3 2025/26 were graded inadequate."


def test_a_team_counts_for_the_whole_only_where_the_whole_is_not_given() -> None:
    # December is given for the whole: 2 of 4. In November only teams: 1 + 1 = 2 of 4. Together 4 of 8.
    found = judged(
        month(0, 0, 2, 2, 0, team="All"),
        month(0, 0, 2, 1, 0, team="North"),
        month(1, 0, 1, 1, 0, team="North"),
        month(1, 1, 0, 0, 1, team="south"),
    )
    assert (found.quarter.good_or_better, found.quarter.total) == (4, 8)
    assert found.teams == (
        Profile(period=QUARTER, team="North", good=3, requires_improvement=2),
        Profile(period=QUARTER, team="south", outstanding=1, inadequate=1),
    )


def test_months_have_no_holes() -> None:
    found = judged(month(2, 0, 1, 0, 0), month(0, 0, 1, 0, 0))
    assert [profile.total for profile in found.months] == [1, 0, 1]
    assert found.months[0].period == OCTOBER


def test_rows_for_whole_quarters_keep_their_period() -> None:
    row = AuditMonth(month=QUARTER, outstanding=1, good=1, requires_improvement=0, inadequate=0)
    earlier = AuditMonth(month=QUARTER.shift(-6), outstanding=0, good=1, requires_improvement=1, inadequate=0)
    assert [profile.period for profile in judged(row, earlier).months] == [QUARTER.shift(-6), QUARTER]


@pytest.mark.parametrize("as_at", [date(2025, 12, 30), date(2025, 11, 30)])
def test_a_month_that_had_not_ended_is_left_out(as_at: date) -> None:
    assert judged(month(1, 0, 1, 0, 0), month(0, 0, 9, 0, 0), as_at=as_at).quarter.total == 1


def test_a_month_after_the_quarter_is_left_out() -> None:
    assert judged(month(-1, 0, 9, 0, 0), as_at=date(2026, 2, 1)).months == ()


def test_a_row_that_lacks_a_count_is_left_out_and_named() -> None:
    found = judged(
        month(0, None, 9, 0, 0),
        month(1, 0, None, 0, 0, team="North"),
        month(2, None, None, None, None),  # nothing reported: no word is needed
        month(2, 0, 9, 9, 0),
    )
    assert found.quarter.total == 18
    assert found.caveats == (
        "Dec 2025 and Nov 2025 (North) are left out, as a grade has no count: enter 0 where there was none.",
    )


def test_one_row_left_out_and_one_given_twice() -> None:
    found = judged(month(0, None, 9, 0, 0), month(1, 0, 9, 0, 0), month(1, 0, 9, 0, 0))
    assert found.quarter.total == 18
    assert found.caveats == (
        "Dec 2025 is left out, as a grade has no count: enter 0 where there was none.",
        "Nov 2025 has more than one row; they are added up.",
    )


def test_two_months_given_twice() -> None:
    rows = [month(back, 0, 9, 0, 0) for back in (0, 0, 1, 1, 1)]
    assert judged(*rows).caveats == ("Dec 2025 and Nov 2025 have more than one row; they are added up.",)


def test_few_audits_and_small_counts_are_said() -> None:
    assert judged(month(0, 0, 7, 1, 0)).caveats == (
        "Percentages of so few audits say little: one audit more or less moves them by 13 points.",  # 100 / 8 = 12.5
        "Counts of 5 or fewer are shown: they count case files, not children.",
    )


@given(st.lists(st.tuples(*[st.integers(0, 50)] * 4), min_size=1, max_size=12))
def test_quarters_hold_every_audit_once_and_better_grades_never_lower_the_share(
    grades: list[tuple[int, int, int, int]],
) -> None:
    found = judged(*(month(back, *counts) for back, counts in enumerate(grades)))
    assert sum(profile.total for profile, _ in found.quarters) == sum(sum(counts) for counts in grades)
    better = judged(*(month(back, a, b + c, 0, d) for back, (a, b, c, d) in enumerate(grades)))
    if found.quarter.share is not None and better.quarter.share is not None:
        assert better.quarter.share >= found.quarter.share
