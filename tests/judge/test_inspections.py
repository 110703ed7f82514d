"""Inspections and visits: places, grades towards the ambition, and the next inspection."""

from __future__ import annotations

from datetime import date

import pytest

from quarterly.judge.inspections import (
    INADEQUATE_RULE,
    OTHER_RULE,
    InspectionJudgement,
    Window,
    grade_of,
    judge_inspections,
    number_word,
)
from quarterly.judge.judgement import Direction
from quarterly.model.context import Inspection
from quarterly.model.periods import Period

AS_AT = date(2026, 1, 20)
INSPECTED = Inspection(
    start=date(2024, 7, 8),
    end=date(2024, 7, 19),
    type="Inspection",
    judgements=(("Overall effectiveness", "Inadequate"), ("Care leavers", "Requires improvement to be good")),
    letter_published=date(2024, 9, 2),
)


def visit(day: date, focus: str = "", kind: str = "Monitoring visit", **more: object) -> Inspection:
    return Inspection(start=day, type=kind, focus=focus, **more)  # type: ignore[arg-type]


def judged(*rows: Inspection, as_at: date = AS_AT, ambition: str = "Good") -> InspectionJudgement:
    return judge_inspections(rows, as_at, ambition)


def month(year: int, number: int) -> Period:
    return Period(date(year, number, 1), 1)


def test_visit_five_of_six_is_read_from_its_focus() -> None:
    found = judged(
        visit(date(2025, 11, 18), "Visit five of six: front door tested again", next_expected="March 2026"),
        *(visit(date(2025, number, 4), f"Visit {number} of 6") for number in range(1, 5)),
        INSPECTED,
    )
    assert found.progress == "Visit five of six took place on 18 Nov 2025."
    assert found.expected == "March 2026"
    assert found.caveats == ()
    assert [item.place for item in found.visits] == ["", *(f"Visit {word} of six" for word in _words(5))]
    assert found.visits[-1].stated


def _words(count: int) -> list[str]:
    return [number_word(number) for number in range(1, count + 1)]


def test_visits_that_state_no_place_are_counted_from_the_inspection() -> None:
    found = judged(
        visit(date(2024, 3, 1)),
        INSPECTED,
        visit(date(2024, 12, 3)),
        visit(date(2025, 1, 3), kind="Focused visit"),
        visit(date(2025, 3, 4), kind="OFSTED  monitoring visit"),
    )
    assert [item.place for item in found.visits] == ["Visit one", "", "Visit one", "", "Visit two"]
    assert found.progress == "Visit two took place on 4 Mar 2025."
    assert not found.visits[-1].stated


def test_a_place_that_does_not_fit_the_rows_is_said() -> None:
    found = judged(INSPECTED, visit(date(2024, 12, 3), "Visit two of six"), visit(date(2025, 3, 4)))
    assert found.caveats == (
        "The visit of 3 Dec 2024 is called visit two; by the rows of the sheet it is visit one since the inspection.",
    )
    assert found.progress == "Visit three of six took place on 4 Mar 2025."


def test_a_visit_that_is_planned_has_not_been_held() -> None:
    found = judged(INSPECTED, visit(date(2024, 12, 3)), visit(date(2026, 3, 3)))
    assert [item.held for item in found.visits] == [True, True, False]
    assert found.progress == "Visit one took place on 3 Dec 2024."


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ((), "No inspection or visit has taken place yet."),
        ((INSPECTED,), "No monitoring visit has taken place since the inspection of 8 Jul 2024."),
        ((visit(date(2022, 3, 8), kind="Focused visit"),), "The latest visit took place on 8 Mar 2022."),
    ],
)
def test_progress_without_monitoring_visits(rows: tuple[Inspection, ...], said: str) -> None:
    assert judged(*rows).progress == said


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("requires improvement  to be good", "Requires improvement"),
        ("RI", "Requires improvement"),
        ("GOOD", "Good"),
        ("Not good", ""),
    ],
)
def test_grades_are_matched_exactly(text: str, grade: str) -> None:
    assert grade_of(text) == grade


def test_numbers_beyond_twelve_are_figures() -> None:
    assert (number_word(12), number_word(13), number_word(0)) == ("twelve", "13", "0")


def test_each_domain_has_its_grades_in_order_and_the_way_to_the_ambition() -> None:
    first = Inspection(
        start=date(2018, 5, 14),
        judgements=(("Care leavers", "Good"), ("Overall", "RI"), ("Adoption", "Good"), ("Leadership", "Weak")),
    )
    later = Inspection(
        start=date(2025, 7, 1), judgements=(("Adoption", "Good"), ("Leadership", "Strong"), ("Care leavers", "Good"))
    )
    found = {domain.name: (domain.course, domain.why) for domain in judged(later, first, INSPECTED).domains}
    assert found == {
        "Overall effectiveness": (
            Direction.DOWN,
            "Worse: Requires improvement → Inadequate; two grades below the ambition (Good).",
        ),
        "Care leavers": (Direction.IMPROVED, "Better: Requires improvement → Good; the ambition (Good) is met."),
        "Adoption": (Direction.STABLE, "Unchanged: Good; the ambition (Good) is met."),
        "Leadership": (Direction.NONE, "Weak → Strong."),
    }
    assert next(iter(found)) == "Overall effectiveness"


def test_one_grade_short_judged_once_and_without_an_ambition() -> None:
    once = Inspection(start=date(2025, 7, 1), judgements=(("Overall", "Requires improvement"),))
    (near,) = judged(once).domains
    (aimless,) = judged(once, ambition="").domains
    assert near.why == "Judged once; one grade below the ambition (Good)."
    assert aimless.why == "Judged once."
    assert near.grades == ((date(2025, 7, 1), "Requires improvement"),)


def test_after_inadequate_the_window_opens_when_visits_are_over_and_closes_two_years_after_the_action_plan() -> None:
    # One visit of six to come: November 2025 + 3 months. Report 2 Sep 2024 + 98 days = 9 Dec 2024, + 24 months.
    assert judged(INSPECTED, visit(date(2025, 11, 18), "Visit five of six")).window == Window(
        opens=month(2026, 2),
        closes=month(2026, 12),
        why="Between Feb 2026 and Dec 2026. Not before the visits are over: visit five of six on 18 Nov 2025 leaves "
        "one visit to come, about a quarter apart. Usually within two years of the action plan, which was due 14 weeks "
        "after the report of 2 Sep 2024.",
        rule=INADEQUATE_RULE,
    )


def test_before_the_first_visit_four_are_counted_from_the_inspection() -> None:
    # Four visits a quarter apart: July 2024 + 12 months. No report date: 19 Jul 2024 + 98 days = 25 Oct 2024, + 24.
    unpublished = Inspection(start=INSPECTED.start, end=INSPECTED.end, judgements=INSPECTED.judgements)
    window = judged(unpublished, as_at=date(2024, 9, 1)).window
    assert (window.opens, window.closes) == (month(2025, 7), month(2026, 10))
    assert window.why == (
        "Between Jul 2025 and Oct 2026. Not before the visits are over: the inspection on 8 Jul 2024 leaves four "
        "visits to come, about a quarter apart. Usually within two years of the action plan, which was due 14 weeks "
        "after the inspection of 19 Jul 2024."
    )


def test_the_day_of_an_inspection_stands_in_for_its_missing_end() -> None:
    bare = Inspection(start=date(2024, 7, 8), judgements=INSPECTED.judgements)
    assert judged(bare).window.closes == month(2026, 10)  # 8 Jul + 98 days = 14 Oct 2024


def test_visits_that_run_late_push_the_window_and_a_window_gone_by_says_so() -> None:
    late = judged(INSPECTED, visit(date(2027, 2, 1), "Visit six of six"), as_at=date(2027, 3, 1)).window
    assert (late.opens, late.closes) == (month(2027, 2), month(2027, 2))
    assert "leaves none to come" in late.why
    assert late.why.endswith("That time has passed: it may come any day.")


def test_more_visits_than_were_counted_on_leave_none_to_come() -> None:
    rows = [visit(date(2025, number, 1)) for number in range(1, 6)]
    assert judged(INSPECTED, *rows).window.opens == month(2025, 5)


def test_visits_to_come_are_counted_from_the_next_that_is_planned() -> None:
    """Two of six held; the third in March 2026, so the fourth in June, the fifth in September, the last in December."""
    held, planned = visit(date(2025, 5, 14), "Visit two of six"), visit(date(2026, 3, 1), "Visit three of six")
    window = judged(INSPECTED, held, planned).window
    assert window.opens == month(2026, 12)
    assert (
        "on 14 May 2025 leaves four visits to come, about a quarter apart, the next not before Mar 2026." in window.why
    )


def test_a_visit_that_should_have_been_is_not_counted_on_in_the_past() -> None:
    """The third of six was to be expected in August 2025; as at 20 January 2026 it comes in January at the earliest."""
    window = judged(INSPECTED, visit(date(2025, 5, 14), "Visit two of six")).window
    assert window.opens == month(2026, 10)
    assert "the next not before Jan 2026" in window.why


def test_any_other_grade_is_inspected_again_within_six_months_of_the_third_anniversary() -> None:
    good = Inspection(start=date(2023, 5, 9), judgements=(("Overall", "Good"),))
    assert judged(good).window == Window(
        opens=month(2025, 11),  # May 2023 + 36 months, less six
        closes=month(2026, 11),
        why="Between Nov 2025 and Nov 2026: six months either side of the third anniversary of the inspection of "
        "9 May 2023 (Good).",
        rule=OTHER_RULE,
    )
    assert judged(good, as_at=date(2026, 12, 1)).window.why.endswith("That time has passed: it may come any day.")


@pytest.mark.parametrize(
    "rows", [(), (visit(date(2025, 1, 1)),), (Inspection(start=date(2025, 1, 1), judgements=(("Adoption", "Good"),)),)]
)
def test_without_an_overall_grade_nothing_is_worked_out(rows: tuple[Inspection, ...]) -> None:
    assert judged(*rows).window == Window(
        why="The next inspection cannot be worked out: no inspection on the sheet has an overall grade."
    )
