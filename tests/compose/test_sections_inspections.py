"""The sheet of inspections and visits."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace
from plans import a_plan
from saying import said, section_of

from quarterly.judge.inspections import INADEQUATE_RULE
from quarterly.model.context import Inspection
from quarterly.model.plan import Plan

ROWS = (
    Inspection(
        start=date(2024, 7, 8),
        end=date(2024, 8, 2),
        type="Inspection",
        judgements=(("Overall effectiveness", "Inadequate"), ("Care leavers", "Good")),
        letter_published=date(2024, 9, 2),
        strengths="Adoption.",
    ),
    Inspection(start=date(2024, 12, 3), end=date(2024, 12, 4), type="Monitoring visit", focus="Front door"),
    Inspection(start=date(2025, 3, 4), type="Monitoring visit", focus="Visit two of six: plans", improvements="Plans."),
    Inspection(start=date(2026, 3, 3), end=date(2026, 3, 3), type="Monitoring visit"),
)


def plan_with(*rows: Inspection, **settings: str) -> Plan:
    plan = a_plan(inspections=rows)
    return replace(plan, settings=replace(plan.settings, **settings))


def test_the_sheet_tells_where_things_stand_what_comes_next_and_what_was_found() -> None:
    # Four of six visits to come after March 2025: March 2026. 2 Sep 2024 + 98 days + 24 months: December 2026.
    assert said(section_of(plan_with(*ROWS, previous_judgement="Inadequate", ambition="Good"), "inspections")) == [
        "Visit two of six took place on 4 Mar 2025.",
        "Judgement and ambition: Inadequate → Good",
        "Expected next: The latest row of the sheet does not say.",
        "Next inspection, worked out: Between Dec 2026 and Dec 2026. Not before the visits are over: visit two of six "
        "on 4 Mar 2025 leaves four visits to come, about a quarter apart, the next not before Mar 2026. "
        "Usually within two years of the action plan, "
        "which was due 14 weeks after the report of 2 Sep 2024.",
        INADEQUATE_RULE,
        "Judgements towards the ambition",
        "Overall effectiveness | 2024-07-08 | Inadequate | Jul 2024: Inadequate | "
        "Judged once; two grades below the ambition (Good).",
        "Care leavers | 2024-07-08 | Good | Jul 2024: Good | Judged once; the ambition (Good) is met.",
        "Inspections and visits, the latest first",
        "3 Mar 2026 | Monitoring visit\nVisit three of six\nPlanned | – | – | – | – | – | –",
        "4 Mar 2025 | Monitoring visit | Visit two of six: plans | – | – | Plans. | – | –",
        "3 to 4 Dec 2024 | Monitoring visit\nVisit one | Front door | – | – | – | – | –",
        "8 Jul 2024 to 2 Aug 2024 | Inspection | – | Overall effectiveness: Inadequate\nCare leavers: Good | "
        "Adoption. | – | 2024-09-02 | –",
    ]


def test_visits_alone_have_no_grades_and_no_rule() -> None:
    texts = said(section_of(plan_with(replace(ROWS[2], next_expected="June 2025")), "inspections"))
    assert texts[:5] == [
        "Visit two of six took place on 4 Mar 2025.",
        "The visit of 4 Mar 2025 is called visit two; by the rows of the sheet it is visit one since the inspection.",
        "Expected next: June 2025",
        "Next inspection, worked out: The next inspection cannot be worked out: no inspection on the sheet has an "
        "overall grade.",
        "Inspections and visits, the latest first",
    ]
