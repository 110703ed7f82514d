"""The committee log and the forward plan."""

from __future__ import annotations

from datetime import date

import pytest
from plans import a_plan
from saying import said, section_of

from quarterly.model.context import CommitteeItem, ForwardItem

BODY = "Scrutiny"
JULY, SEPTEMBER = date(2025, 7, 10), date(2025, 9, 25)
OLD = CommitteeItem(ref="C1", raised_on=JULY, body=BODY, request="Sickness.", owner="HR", due=SEPTEMBER, status="Open")
NEW = CommitteeItem(ref="C2", raised_on=SEPTEMBER, body=BODY, request="Costs.", response="In hand.")
CLOSED = CommitteeItem(
    ref="C3",
    raised_on=SEPTEMBER,
    body=BODY,
    request="Teams.",
    status="Closed",
    response="In the report.",
    closed_on=date(2025, 11, 27),
)
LOOSE = CommitteeItem(ref="C4", request="A visit.")
BEFORE = CommitteeItem(ref="C5", raised_on=JULY, body=BODY, closed_on=SEPTEMBER)
UNDATED = CommitteeItem(ref="C6", raised_on=JULY, body=BODY, status="Closed")


def log(*items: CommitteeItem) -> list[str]:
    return said(section_of(a_plan(committee=items), "committee"))


def test_open_requests_come_first_with_their_age_then_what_was_closed_with_its_answer() -> None:
    texts = log(NEW, CLOSED, OLD, LOOSE)
    assert texts[0] == ("3 requests are open and 1 of them is overdue; the oldest has been carried over 1 meeting.")
    assert texts[2:] == [
        "Open",
        "C1 | 2025-07-10 | Scrutiny | Sickness. | HR | 2025-09-25 | Open\nOverdue | 1 | "
        "No response yet.\nRaised on 10 Jul 2025; 1 meeting held since. It is 117 days overdue.",
        "C2 | 2025-09-25 | Scrutiny | Costs. | – | – | Open | 0 | "
        "In hand.\nRaised on 25 Sep 2025; no meeting held since.",
        "C4 | – | – | A visit. | – | – | Open | – | No response yet.\nThe log does not say when it was raised.",
        "Closed since 1 Oct 2025",
        "C3 | 2025-09-25 | Scrutiny | Teams. | – | 2025-11-27 | Closed | – | In the report.",
    ]


@pytest.mark.parametrize(
    ("items", "headline"),
    [
        ((CLOSED,), "No request is open."),
        ((NEW,), "1 request is open."),
        ((OLD,), "1 request is open and overdue."),
        ((OLD, CLOSED), "1 request is open and overdue; it has been carried over 1 meeting."),
        ((OLD, OLD), "2 requests are open and 2 of them are overdue."),
    ],
)
def test_the_headline_is_right_for_none_one_and_many(items: tuple[CommitteeItem, ...], headline: str) -> None:
    assert log(*items)[0] == headline


def test_empty_parts_and_what_is_not_shown_are_said() -> None:
    assert log(BEFORE)[2:] == [
        "Open",
        "No request is open.",
        "Closed since 1 Oct 2025",
        "No request was closed since 1 Oct 2025.",
        "1 request was closed before 1 Oct 2025 and not repeated here.",
    ]
    assert log(BEFORE, BEFORE, UNDATED)[-2:] == [
        "2 requests were closed before 1 Oct 2025 and not repeated here.",
        "C6 is closed without a date: enter Closed on, so that the report can show it once.",
    ]
    assert log(UNDATED, UNDATED)[-1] == (
        "C6 and C6 are closed without a date: enter Closed on, so that the report can show them once."
    )


def test_the_forward_plan_names_the_next_meeting_first() -> None:
    february = date(2026, 2, 5)
    items = (
        ForwardItem(item="Later, some day"),
        ForwardItem(on=date(2026, 3, 19), body="Board", item="Map", lead="Head"),
        ForwardItem(on=february, body=BODY, item="Progress"),
        ForwardItem(on=february, body=BODY, item="Sickness"),
        ForwardItem(on=date(2026, 1, 1), body=BODY, item="Past"),
    )
    assert said(section_of(a_plan(forward=items), "forward")) == [
        "Next: 2 items on 5 Feb 2026 (Scrutiny).",
        "2026-02-05 | Scrutiny | Progress | –",
        "2026-02-05 | Scrutiny | Sickness | –",
        "2026-03-19 | Board | Map | Head",
        "No date | – | Later, some day | –",
        "1 earlier item is not shown.",
    ]


def test_a_forward_plan_without_dates_bodies_or_anything_to_come() -> None:
    assert said(section_of(a_plan(forward=(ForwardItem(item="Some day"),)), "forward")) == [
        "No date | – | Some day | –"
    ]
    past = ForwardItem(on=date(2026, 1, 1), item="Past")
    assert said(section_of(a_plan(forward=(past, past)), "forward")) == [
        "Nothing is planned.",
        "2 earlier items are not shown.",
    ]
    coming = ForwardItem(on=date(2026, 2, 1), item="Progress")
    assert said(section_of(a_plan(forward=(coming,)), "forward"))[0] == "Next: 1 item on 1 Feb 2026."
