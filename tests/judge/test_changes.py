from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from readings import AS_AT, Q2, Q3, kpi, month, months_to, reading

from quarterly.judge import judge
from quarterly.judge.changes import NO_HISTORY
from quarterly.judge.publishing import history_rows
from quarterly.judge.since import Changes, Course, Item, Move, Redated, Restated
from quarterly.judge.status import Status
from quarterly.model.context import CommitteeItem, PublishedStatus, Settings
from quarterly.model.kpi import Kpi, ReadingState
from quarterly.model.periods import FINANCIAL, Period
from quarterly.model.plan import Action, Plan, Stage
from quarterly.model.rules import BRACKNELL, HAVERING, RuleChange

Q1 = FINANCIAL.quarter(2025, 1)
PUBLISHED = date(2025, 10, 30)
DECEMBER = month(2025, 12)


def row(item: str, status: str, kind: str = "KPI", quarter: Period = Q2, **fields: object) -> PublishedStatus:
    standard: dict[str, object] = {"published_on": PUBLISHED}
    return PublishedStatus(quarter=quarter, item=item, kind=kind, status=status, **(standard | fields))  # type: ignore[arg-type]


def action(ref: str = "A1", **fields: object) -> Action:
    """70% done on 20 January, a year's work from February: on track."""
    standard: dict[str, object] = {
        "ref": ref,
        "text": f"Do {ref}",
        "start": date(2025, 2, 1),
        "due": date(2026, 6, 30),
        "complete": 70.0,
    }
    return Action(**(standard | fields))  # type: ignore[arg-type]


def changes(
    *history: PublishedStatus,
    kpis: tuple[Kpi, ...] = (),
    actions: tuple[Action, ...] = (),
    committee: tuple[CommitteeItem, ...] = (),
    as_at: date = AS_AT,
) -> Changes:
    plan = Plan(settings=Settings(), kpis=kpis, actions=actions, committee=committee, history=history)
    return judge(plan, Q3, as_at).changes


def test_without_a_history_one_sentence_says_so() -> None:
    assert changes(kpis=(kpi(*months_to(DECEMBER, 84.0)),)) == Changes(statement=NO_HISTORY)


def test_only_reports_before_the_quarter_and_the_day_count() -> None:
    this, later = row("K1", "Red", quarter=Q3), row("K1", "Red", published_on=date(2026, 2, 1))
    assert changes(this, later, kpis=(kpi(),)) == Changes(statement=NO_HISTORY)


def test_the_report_compared_with_is_named() -> None:
    item = kpi(*months_to(DECEMBER, 84.0))
    assert changes(row("K1", "Amber"), kpis=(item,)) == Changes(
        statement="Compared with the report for Q2 2025/26, published on 30 Oct 2025.",
        quarter=Q2,
        published_on=PUBLISHED,
        published=(row("K1", "Amber"),),
    )
    undated = changes(row("K1", "Amber", published_on=None), kpis=(item,))
    assert (undated.statement, undated.published_on) == ("Compared with the report for Q2 2025/26.", None)


def test_ratings_that_moved_are_told_in_both_directions_worst_first() -> None:
    """Against a target of 90% by Bracknell Forest: 84 is amber, 80 is red (below 81), 88 is green (from 85.5)."""
    better, worse, same, awaited = (
        kpi(*months_to(DECEMBER, value), ref=ref)
        for ref, value in (("K1", 88.0), ("K2", 80.0), ("K3", 84.0), ("K4", None))
    )
    found = changes(
        *(row(ref, "Amber", value=84.0) for ref in ("K1", "K2", "K3", "K4")), kpis=(better, worse, same, awaited)
    )
    assert found.moves == (
        Move(
            kind="KPI",
            ref="K2",
            name="Visits on time",
            course=Course.WORSE,
            then="Amber",
            now=Status.RED,
            figure_then=84.0,
            figure_now=80.0,
            why="Amber to Red: 84.0% to 80.0%.",
        ),
        Move(
            kind="KPI",
            ref="K1",
            name="Visits on time",
            course=Course.BETTER,
            then="Amber",
            now=Status.GREEN,
            figure_then=84.0,
            figure_now=88.0,
            why="Amber to Green: 84.0% to 88.0%.",
        ),
        Move(
            kind="KPI",
            ref="K4",
            name="Visits on time",
            course=Course.OTHER,
            then="Amber",
            now=Status.AWAITED,
            figure_then=84.0,
            why="Amber to Awaited.",
        ),
    )


def test_moves_of_actions_carry_their_progress() -> None:
    found = changes(row("A1", "AMBER ", "action", value=30.0), actions=(action(),))
    assert found.moves == (
        Move(
            kind="Action",
            ref="A1",
            name="Do A1",
            course=Course.BETTER,
            then="AMBER ",
            now=Status.GREEN,
            figure_then=30.0,
            figure_now=70.0,
            why="AMBER to Green: 30% complete to 70% complete.",
        ),
    )


def test_a_status_in_words_of_another_tool_is_shown_and_not_judged() -> None:
    (found,) = changes(row("A1", "On target", "Action"), actions=(action(),)).moves
    assert (found.course, found.why) == (Course.OTHER, "On target to Green.")


def test_the_latest_issue_of_the_last_report_is_compared_with() -> None:
    item = kpi(*months_to(DECEMBER, 84.0))
    second, first = row("K1", "Amber", issue=2, published_on=date(2025, 11, 20)), row("K1", "Red", issue=1)
    found = changes(second, first, kpis=(item,))
    assert (found.moves, found.published_on) == ((), date(2025, 11, 20))


def test_a_move_that_a_new_rule_made_says_so() -> None:
    """84 against 90 is amber by Bracknell Forest, green by Havering (from 81). K2 names its own rule and is unmoved."""
    plan = Plan(
        settings=Settings(),
        kpis=(kpi(*months_to(DECEMBER, 84.0)), kpi(*months_to(DECEMBER, 88.0), ref="K2", rule=BRACKNELL)),
        history=(row("K1", "Amber"), row("K2", "Amber")),
        rule_changes=(RuleChange(since=Q3, rule=HAVERING),),
    )
    assert [(move.ref, move.now, move.by_rule) for move in judge(plan, Q3, AS_AT).changes.moves] == [
        ("K1", Status.GREEN, "The RAG rule is new this quarter; by the one before it would be Amber."),
        ("K2", Status.GREEN, ""),
    ]


def test_dates_that_slipped_or_came_forward() -> None:
    """30 June to 31 August is 62 days; 30 June to 31 May is 30 days back."""
    then = date(2026, 6, 30)
    late, early, none, same, unknown, done = (
        action("A1", revised_due=date(2026, 8, 31)),
        action("A2", revised_due=date(2026, 5, 31)),
        action("A3", due=None),
        action("A4"),
        action("A5", revised_due=date(2026, 8, 31)),
        action("A6", revised_due=date(2026, 8, 31), complete=100.0, completed_on=date(2026, 1, 5)),
    )
    actions = (late, early, none, same, unknown, done)
    history = [row(one.ref, "Green", "Action", due=None if one is unknown else then) for one in actions]
    found = changes(*history, actions=actions)
    assert found.unknown == ()
    assert found.redated == (
        Redated(
            ref="A1",
            name="Do A1",
            then=then,
            now=date(2026, 8, 31),
            days=62,
            why="Put off by 62 days, from 30 Jun 2026 to 31 Aug 2026.",
        ),
        Redated(
            ref="A2",
            name="Do A2",
            then=then,
            now=date(2026, 5, 31),
            days=-30,
            why="Brought forward by 30 days, from 30 Jun 2026 to 31 May 2026.",
        ),
        Redated(
            ref="A3",
            name="Do A3",
            then=then,
            now=None,
            days=None,
            why="Was due on 30 Jun 2026; has no due date now.",
        ),
    )


def test_a_history_without_due_dates_says_that_slips_cannot_be_told() -> None:
    assert changes(row("A1", "Green", "Action"), actions=(action(),)).unknown == (
        "Due dates as they were then are not in Status History, so dates that slipped cannot be told.",
    )
    assert changes(row("K1", "Green"), kpis=(kpi(),)).unknown == ()


def restated(*history: PublishedStatus, of: Kpi) -> tuple[Restated, ...]:
    return changes(*history, kpis=(of,)).restated


def test_a_figure_that_is_not_the_one_published_is_restated() -> None:
    item = kpi(*months_to(DECEMBER, 92.4, 91.0, 91.0, 91.0))  # September to December
    assert restated(row("K1", "Amber", value=90.9), of=item) == (
        Restated(
            ref="K1",
            name="Visits on time",
            period=Q2,
            old=90.9,
            new=92.4,
            first_published=PUBLISHED,
            why="Q2 2025/26 published on 30 Oct 2025 as 90.9%; now 92.4%.",
        ),
    )


def test_rounding_is_no_restatement() -> None:
    item = kpi(*months_to(DECEMBER, 90.94, 91.0, 91.0, 91.0))
    assert restated(row("K1", "Green", value=90.9), of=item) == ()
    assert restated(row("K1", "Green", value=90.94), of=item) == ()


def test_a_figure_that_was_withdrawn_is_said() -> None:
    (found,) = restated(row("K1", "Amber", value=90.9), of=kpi(*months_to(DECEMBER, 91.0)))
    assert (found.new, found.why) == (None, "Q2 2025/26 published on 30 Oct 2025 as 90.9%; there is no figure now.")


def test_every_published_quarter_is_looked_at_and_the_first_publication_named() -> None:
    item = kpi(*months_to(month(2025, 9), 88.0, None, None, 92.4))  # June and September
    found = restated(
        row("K1", "Amber", quarter=Q1, value=87.0, published_on=date(2025, 7, 24), issue=1),
        row("K1", "Amber", quarter=Q1, value=87.5, published_on=date(2025, 8, 1), issue=2),
        row("K1", "Amber", value=90.9, published_on=None),
        of=item,
    )
    assert [one.why for one in found] == [
        "Q2 2025/26 was 90.9%; now 92.4%.",
        "Q1 2025/26 published on 24 Jul 2025 as 87.5%; now 88.0%.",
    ]


def test_a_figure_in_arrears_is_compared_for_the_period_it_was_for() -> None:
    """On 30 October a lag of three months made Q1's figure the one to report; Q2's came later and restates nothing."""
    item = kpi(*months_to(month(2025, 9), 88.0, None, None, 92.4), lag=3)
    assert restated(row("K1", "Amber", value=88.0), of=item) == ()
    assert restated(row("K1", "Amber", value=92.4, covers=Q2), of=item) == ()
    (found,) = restated(row("K1", "Amber", value=88.0, covers=Q2), of=item)
    assert (found.period, found.new) == (Q2, 92.4)


def test_readings_marked_as_restated_are_told_where_no_figure_says_so() -> None:
    august = reading(month(2025, 8), 92.5, restated_from=87.9, state=ReadingState.REVISED)
    same = reading(month(2025, 7), 90.0, restated_from=90.0)
    earlier = reading(month(2025, 5), 90.0, restated_from=80.0)
    months = (earlier, same, august, *months_to(DECEMBER, 91.0, 91.0, 91.0, 91.0))
    assert restated(row("K1", "Green", value=91.0), of=kpi(*months)) == (
        Restated(
            ref="K1",
            name="Visits on time",
            period=month(2025, 8),
            old=87.9,
            new=92.5,
            first_published=None,
            why="Aug 2025 was 87.9%; now 92.5%.",
        ),
    )
    (found,) = restated(row("K1", "Green", value=90.0), of=kpi(*months))
    assert found.period == Q2


def test_a_status_published_without_a_figure_restates_nothing() -> None:
    assert restated(row("K1", "Awaited"), of=kpi(*months_to(DECEMBER, 91.0))) == ()


def test_a_yearly_figure_not_due_restates_nothing() -> None:
    assert restated(row("K1", "Not due this quarter", value=88.0, published_on=date(2024, 1, 1)), of=kpi()) == (
        Restated(
            ref="K1",
            name="Visits on time",
            period=Q2,
            old=88.0,
            new=None,
            first_published=date(2024, 1, 1),
            why="Q2 2025/26 published on 1 Jan 2024 as 88.0%; there is no figure now.",
        ),
    )


def test_what_is_new_and_what_is_gone() -> None:
    found = changes(
        row("K1", "Green"),
        row("K8", "Red"),
        row("a 1", "Green", "Action", due=date(2026, 6, 30)),
        row("A2", "Green", "Action", quarter=Q1),
        kpis=(kpi(), kpi(ref="K2")),
        actions=(action("A1"), action("A2"), action("A3")),
    )
    assert found.new == (
        Item(kind="KPI", ref="K2", name="Visits on time", why="Not in an earlier report."),
        Item(kind="Action", ref="A3", name="Do A3", why="Not in an earlier report."),
    )
    assert found.gone == (Item(kind="KPI", ref="K8", name="", why="Was Red; no longer in the workbook."),)


def test_where_the_last_report_named_no_actions_none_is_new() -> None:
    assert changes(row("K1", "Green"), kpis=(kpi(),), actions=(action(),)).new == ()


def test_actions_finished_since_are_told_once() -> None:
    def done(ref: str, on: date | None, **fields: object) -> Action:
        return action(ref, complete=100.0, completed_on=on, stage=Stage.COMPLETE, **fields)

    actions = (
        done("A1", date(2025, 12, 19)),
        done("A2", date(2025, 12, 19), evidenced_on=date(2026, 1, 9)),
        done("A3", date(2025, 10, 1)),
        done("A4", None),
        done("A5", None, evidenced_on=date(2026, 1, 9)),
        done("A6", date(2025, 12, 19)),
        action("A7"),
        done("A8", None),
    )
    history = [row(one.ref, "Blue" if one.ref == "A8" else "Green", "Action") for one in actions]
    history[3] = replace(history[3], value=60.0)
    history[5] = replace(history[5], value=100.0)
    found = changes(*history, actions=actions)
    assert [(one.ref, one.why) for one in found.closed] == [
        ("A1", "Completed on 19 Dec 2025; evidence awaited."),
        ("A2", "Completed on 19 Dec 2025; evidenced."),
        ("A4", "Complete; evidence awaited."),
        ("A5", "Complete; evidenced."),
    ]


def test_requests_answered_since_the_report() -> None:
    before, since, later = (
        CommitteeItem(ref=ref, closed_on=on)
        for ref, on in (("C1", PUBLISHED), ("C2", date(2025, 11, 27)), ("C3", date(2026, 1, 21)))
    )
    still = CommitteeItem(ref="C4", status="Closed")
    found = changes(row("K1", "Green"), kpis=(kpi(),), committee=(before, since, later, still))
    assert found.answered == (since,)


def test_without_a_day_of_publication_the_end_of_its_quarter_counts() -> None:
    item = CommitteeItem(ref="C1", closed_on=date(2025, 10, 1))
    found = changes(row("K1", "Green", published_on=None), kpis=(kpi(),), committee=(item,))
    assert found.answered == (item,)


@given(
    st.lists(st.one_of(st.none(), st.floats(0, 100).map(lambda value: round(value, 3))), min_size=1, max_size=12),
    st.floats(0, 100).map(round),
)
def test_what_was_published_and_did_not_change_is_no_change(values: list[float | None], complete: int) -> None:
    """A law: the rows that publishing writes, taken for the report before, show nothing as changed."""
    plan = Plan(
        settings=Settings(),
        kpis=(kpi(*months_to(month(2025, 9), *values)),),
        actions=(action(complete=float(complete)),),
    )
    then = judge(plan, Q2, AS_AT)
    history = history_rows(then, AS_AT)
    now = judge(replace(plan, history=history), Q3, AS_AT).changes
    assert (now.redated, now.restated, now.new, now.gone, now.closed) == ((), (), (), (), ())
    assert [move for move in now.moves if move.kind == "Action"] == []
