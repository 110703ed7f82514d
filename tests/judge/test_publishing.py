from __future__ import annotations

from datetime import date

from msgspec.structs import replace
from readings import AS_AT, Q2, Q3, kpi, month, months_to

from quarterly.judge import judge
from quarterly.judge.publishing import check_history, history_rows
from quarterly.model.context import PublishedStatus, Settings
from quarterly.model.kpi import Frequency
from quarterly.model.plan import Action, Plan

DAY = date(2026, 1, 29)
PLAN = Plan(
    settings=Settings(),
    kpis=(
        kpi(*months_to(month(2025, 12), 84.25)),
        kpi(*months_to(month(2025, 9), 91.0), ref="K2", lag=3),
        kpi(ref="K3", frequency=Frequency.YEAR),
    ),
    actions=(
        Action(
            ref="A1",
            text="Train managers",
            start=date(2025, 1, 1),
            due=date(2025, 12, 1),
            revised_due=date(2026, 3, 31),
            complete=90.0,
        ),
        Action(ref="A2", text="Talk", ongoing=True),
    ),
)


def row(item: str, kind: str, status: str, **fields: object) -> PublishedStatus:
    standard: dict[str, object] = {"quarter": Q3, "published_on": DAY, "issue": 1}
    return PublishedStatus(item=item, kind=kind, status=status, **(standard | fields))  # type: ignore[arg-type]


ROWS = (
    row("K1", "KPI", "Amber", value=84.3, covers=Q3),  # 84.25 is shown as 84.3, rounded half up
    row("K2", "KPI", "Green", value=91.0, covers=Q2),
    row("K3", "KPI", "Not due this quarter"),
    row("A1", "Action", "Green", value=90.0, due=date(2026, 3, 31)),
    row("A2", "Action", "Ongoing"),
)


def test_every_status_is_kept_as_the_report_shows_it() -> None:
    assert history_rows(judge(PLAN, Q3, AS_AT), DAY) == ROWS


def test_a_quarter_published_for_the_first_time_is_added_whole() -> None:
    before = tuple(replace(one, quarter=Q2, issue=3) for one in ROWS)
    assert check_history(before, ROWS) == ROWS


def test_nothing_is_added_where_nothing_new_is_said() -> None:
    again = tuple(replace(one, published_on=date(2026, 2, 12)) for one in ROWS)
    assert check_history(ROWS, again) == ()


def test_only_what_changed_is_added_as_a_further_issue() -> None:
    later = date(2026, 2, 12)
    again = (
        replace(ROWS[0], status="Green", value=86.0, published_on=later),
        *(replace(one, published_on=later) for one in ROWS[1:3]),
        replace(ROWS[3], due=date(2026, 6, 30), published_on=later),
        replace(ROWS[4], published_on=later),
        row("A3", "Action", "Not started", published_on=later),
    )
    added = check_history(ROWS, again)
    assert added == tuple(replace(again[number], issue=2) for number in (0, 3, 5))
    assert check_history((*ROWS, *added), again) == ()


def test_the_latest_issue_is_what_was_said_last() -> None:
    second = replace(ROWS[0], status="Green", issue=2)
    assert check_history((second, *ROWS), ROWS) == (replace(ROWS[0], issue=3),)


def test_a_figure_for_another_period_is_something_new() -> None:
    assert check_history(ROWS, (replace(ROWS[1], covers=Q3),)) == (replace(ROWS[1], covers=Q3, issue=2),)


def test_rows_of_files_without_dates_periods_and_issues_are_not_published_again() -> None:
    old = tuple(
        replace(one, due=None, covers=None, issue=None, value=one.value if one.kind == "KPI" else None) for one in ROWS
    )
    assert check_history(old, ROWS) == ()


def test_capitals_make_no_difference() -> None:
    shouted = tuple(
        replace(one, item=one.item.lower(), kind=one.kind.upper(), status=one.status.upper()) for one in ROWS
    )
    assert check_history(shouted, ROWS) == ()
