"""The sheet of case audits and its chart."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace
from plans import QUARTER, a_plan
from saying import report_on, said, section_of

from quarterly.compose.report import Chart, ChartKind, Section
from quarterly.model.context import AuditMonth, Commentary
from quarterly.model.periods import Period

DECEMBER = Period(date(2025, 12, 1), 1)


def month(
    back: int, outstanding: int, good: int, requires_improvement: int | None, inadequate: int, team: str = ""
) -> AuditMonth:
    return AuditMonth(
        month=DECEMBER.shift(-back),
        team=team,
        outstanding=outstanding,
        good=good,
        requires_improvement=requires_improvement,
        inadequate=inadequate,
    )


AUDITS = (month(3, 0, 8, 6, 6), month(2, 0, 6, 4, 0), month(1, 1, 6, 3, 0), month(0, 0, 6, 4, 0))


def chart_of(part: Section) -> Chart | None:
    return next((block for block in part.blocks if isinstance(block, Chart)), None)


def test_the_sheet_tells_the_share_its_movement_and_the_figures() -> None:
    # Q3: 19 good or better of 30, 63%; Q2: September alone, 8 of 20, 40%.
    assert said(section_of(a_plan(audits=AUDITS), "audits")) == [
        "19 of 30 audits (63%) in Q3 2025/26 were graded good or better: up 23 points from 40% in Q2 2025/26.",
        "None of 30 audits (0%) in Q3 2025/26 were graded inadequate, against 6 of 20 (30%) in Q2 2025/26.",
        "Counts of 5 or fewer are shown: they count case files, not children.",
        "Grades by month",
        "100% stacked column chart. Audits graded good or better: 63% in Q3 2025/26, up from 40% in Q2 2025/26. "
        "Share of each month's audits by grade, best at the foot; the numbers are audits. "
        "Good or better: first 40% in Sep 2025, last 60% in Dec 2025, highest 70% in Nov 2025, lowest 40% in Sep 2025. "
        "Inadequate: first 6 of 20, last 0 of 10.",
        "By quarter, the latest first",
        f"Q3 2025/26 | 1 | 18 | 11 | 0 | 30 | {1900 / 30} | ▲ Improved | Up 23 points from 40% in Q2 2025/26.",
        "Q2 2025/26 | 0 | 8 | 6 | 6 | 20 | 40.0 | – | Nothing to compare with.",
        "By month, the latest first",
        "Dec 2025 | 0 | 6 | 4 | 0 | 10 | 60.0",
        "Nov 2025 | 1 | 6 | 3 | 0 | 10 | 70.0",
        "Oct 2025 | 0 | 6 | 4 | 0 | 10 | 60.0",
        "Sep 2025 | 0 | 8 | 6 | 6 | 20 | 40.0",
    ]


def test_the_chart_divides_each_month_by_grade_in_words_and_status_colours() -> None:
    chart = chart_of(section_of(a_plan(audits=AUDITS), "audits"))
    assert chart is not None
    assert chart.kind is ChartKind.SHARES
    assert chart.categories[0] == date(2025, 9, 1)
    assert [(line.name, line.role, line.values) for line in chart.lines] == [
        ("Outstanding", "blue", (0.0, 0.0, 1.0, 0.0)),
        ("Good", "green", (8.0, 6.0, 6.0, 6.0)),
        ("Requires improvement", "amber", (6.0, 4.0, 3.0, 4.0)),
        ("Inadequate", "red", (6.0, 0.0, 0.0, 0.0)),
    ]


def test_titles_say_down_same_and_nothing() -> None:
    def title(*rows: AuditMonth) -> str:
        chart = chart_of(section_of(a_plan(audits=rows), "audits"))
        assert chart is not None
        return chart.title

    assert title(month(3, 0, 1, 0, 0), month(0, 0, 0, 1, 0)).endswith("0% in Q3 2025/26, down from 100% in Q2 2025/26")
    assert title(month(3, 0, 1, 1, 0), month(0, 0, 1, 1, 0)).endswith("50% in Q3 2025/26, the same as in Q2 2025/26")
    assert title(month(1, 0, 1, 0, 0), month(0, 0, 1, 0, 0)).endswith("good or better: 100% in Q3 2025/26")
    assert title(month(33, 0, 1, 0, 0), month(32, 0, 1, 0, 0), month(31, 0, 0, 0, 0)) == "Audits by grade"


def test_one_month_is_no_chart_and_none_no_months() -> None:
    assert chart_of(section_of(a_plan(audits=AUDITS[-1:]), "audits")) is None
    to_come = replace(AUDITS[-1], month=DECEMBER.shift(6))
    assert said(section_of(a_plan(audits=(to_come,)), "audits"))[-1] == (
        "Q3 2025/26 | – | – | – | – | – | – | – | Nothing to compare with."
    )


def test_whole_quarters_are_named_on_the_axis() -> None:
    rows = tuple(replace(AUDITS[0], month=QUARTER.shift(-3 * back)) for back in (1, 0))
    chart = chart_of(section_of(a_plan(audits=rows), "audits"))
    assert chart is not None
    assert chart.categories == ("Q2 2025/26", "Q3 2025/26")


def test_teams_have_a_table_where_they_are_given() -> None:
    rows = (month(0, 0, 6, 4, 0, team="North"), month(0, 0, 6, 2, 2, team="South"))
    texts = said(section_of(a_plan(audits=rows), "audits"))
    assert texts[texts.index("By team, Q3 2025/26") + 1 :][:2] == [
        "North | 0 | 6 | 4 | 0 | 10 | 60.0",
        "South | 0 | 6 | 2 | 2 | 10 | 60.0",
    ]


def test_commentary_on_the_audits_leads_the_sheet() -> None:
    notes = (
        Commentary(about="audits", quarter=QUARTER, text="Moderation was tightened.", author="Principal social worker"),
        Commentary(about="Audits", quarter=QUARTER.previous(), text="Old."),
        Commentary(about="Challenge list", quarter=None, text="Owners were asked."),
    )
    plan = a_plan(audits=AUDITS, commentary=notes)
    assert said(section_of(plan, "audits"))[0] == (
        "Officer's commentary (Principal social worker): Moderation was tightened."
    )
    assert said(section_of(plan, "challenge"))[1] == "Officer's commentary: Owners were asked."


def test_commentary_on_a_theme_without_actions_leads_its_indicators() -> None:
    note = Commentary(about="Front door", quarter=QUARTER, text="Steady.")
    alone = a_plan(commentary=(note,), actions=(), recommendations=())
    assert said(section_of(alone, "kpis:Front door"))[0] == "Officer's commentary: Steady."
    assert not said(section_of(a_plan(commentary=(note,)), "kpis:Front door"))


def test_each_sheet_of_the_workbook_switches_on_its_part() -> None:
    keys = {part.key for part in report_on(a_plan(benchmarks=())).sections}
    assert not keys & {"audits", "inspections", "committee", "forward", "risks", "benchmarks"}


@pytest.mark.parametrize("november", [(), (month(1, 5, 0, None, 2),)])
def test_a_month_that_nobody_counted_has_dashes_and_a_gap_and_no_noughts(november: tuple[AuditMonth, ...]) -> None:
    rows = (month(2, 0, 6, 4, 0), *november, month(0, 0, 0, 2, 0))
    section = section_of(a_plan(audits=rows), "audits")
    texts = said(section)
    assert texts[texts.index("By month, the latest first") + 1 :][:3] == [
        "Dec 2025 | 0 | 0 | 2 | 0 | 2 | 0.0",
        "Nov 2025 | – | – | – | – | – | –",
        "Oct 2025 | 0 | 6 | 4 | 0 | 10 | 60.0",
    ]
    chart = chart_of(section)
    assert chart is not None
    assert [line.values for line in chart.lines] == [(0, None, 0), (6, None, 0), (4, None, 2), (0, None, 0)]
