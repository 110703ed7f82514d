"""The committee's requests: carried until closed, counted in meetings, overdue, closed."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace
from plans import AS_AT, QUARTER, a_plan

from quarterly.judge.committee import Carried, CommitteeJudgement, forward_from, judge_committee
from quarterly.model.context import CommitteeItem, ForwardItem

BODY = "Children's Scrutiny Committee"
JULY, SEPTEMBER, NOVEMBER = date(2025, 7, 10), date(2025, 9, 25), date(2025, 11, 27)


def item(ref: str, raised_on: date | None, **more: object) -> CommitteeItem:
    return CommitteeItem(ref=ref, raised_on=raised_on, **({"body": BODY} | more))  # type: ignore[arg-type]


def judged(*items: CommitteeItem, forward: tuple[ForwardItem, ...] = ()) -> CommitteeJudgement:
    return judge_committee(a_plan(committee=items, forward=forward), QUARTER, AS_AT)


def test_a_request_is_as_old_as_the_meetings_held_since() -> None:
    # After 10 July its body met on 25 September and 27 November; the board is another body.
    old = item("C3", JULY, due=SEPTEMBER)
    found = judged(
        item("C6", NOVEMBER, body="children's  scrutiny committee", due=date(2026, 9, 30)),
        item("C5", SEPTEMBER),
        old,
        item("B1", date(2025, 12, 10), body="Improvement Board"),
    )
    assert [(carried.item.ref, carried.meetings, carried.overdue) for carried in found.open] == [
        ("C3", 2, 117),  # 25 September to 20 January: 5 + 31 + 30 + 31 + 20 days
        ("C5", 1, 0),
        ("C6", 0, 0),
        ("B1", 0, 0),
    ]
    assert found.open[0] == Carried(
        item=old, meetings=2, overdue=117, why="Raised on 10 Jul 2025; 2 meetings held since. It is 117 days overdue."
    )
    assert found.open[2].why == "Raised on 27 Nov 2025; no meeting held since."
    assert found.overdue == 1


def test_meetings_are_known_from_forward_plan_and_settings_too_but_not_before_they_are_held() -> None:
    forward = tuple(ForwardItem(on=day, body=BODY, item="x") for day in (date(2025, 12, 18), date(2026, 2, 5), None))
    assert judged(item("C1", NOVEMBER), forward=forward).open[0].meetings == 1
    today = ForwardItem(on=AS_AT, body=BODY, item="x")
    assert judged(item("C1", NOVEMBER), forward=(today,)).open[0].meetings == 0  # the forward plan lists it as to come
    plan = a_plan(committee=(item("C1", NOVEMBER),))
    plan = replace(plan, settings=replace(plan.settings, committee=BODY, meeting_date=date(2026, 1, 15)))
    assert judge_committee(plan, QUARTER, AS_AT).open[0].meetings == 1


def test_a_request_of_unknown_date_stands_last_without_an_age() -> None:
    loose = item("C0", None, due=date(2026, 1, 19))
    found = judged(loose, item("C1", NOVEMBER))
    assert found.open[1] == Carried(
        item=loose, overdue=1, why="The log does not say when it was raised. It is 1 day overdue."
    )


def test_closed_items_are_of_this_quarter_or_counted_or_without_a_date() -> None:
    before, inside, undated = (
        item("C1", JULY, closed_on=date(2025, 9, 30)),
        item("C2", JULY, closed_on=date(2025, 10, 1)),
        item("C3", JULY, status="Closed"),
    )
    later = item("C4", JULY, closed_on=date(2026, 1, 5))
    assert judged(later, before, undated, inside) == CommitteeJudgement(
        closed=(inside, later), closed_before=1, undated=(undated,)
    )


def test_things_stand_as_they_did_on_the_day() -> None:
    found = judged(
        item("C1", NOVEMBER, closed_on=date(2026, 1, 21), status="Closed"),  # closed the day after
        item("C2", date(2026, 1, 21)),  # not yet raised
    )
    assert [carried.item.ref for carried in found.open] == ["C1"]
    assert found.closed == ()


def test_the_forward_plan_starts_today_and_ends_with_what_has_no_date() -> None:
    today, later, past, undated = (
        ForwardItem(on=day, item=name)
        for name, day in (("a", AS_AT), ("b", date(2026, 5, 1)), ("c", date(2026, 1, 19)), ("d", None))
    )
    assert forward_from((undated, later, past, today), AS_AT) == (today, later, undated)
