"""Counts of statuses, now, last quarter and in the last report."""

from __future__ import annotations

from plans import AS_AT, QUARTER, SOURCE, a_plan

from quarterly.compose.material import Material
from quarterly.compose.tally import Count, Tally
from quarterly.judge import judge
from quarterly.judge.judgement import Status
from quarterly.model.context import PublishedStatus, Settings
from quarterly.model.plan import Plan


def tally_of(plan: Plan) -> Tally:
    return Tally.of(Material(plan=plan, judgements=judge(plan, QUARTER, AS_AT), problems=(), provenance=SOURCE))


def published(item: str, status: str, kind: str = "Action") -> PublishedStatus:
    return PublishedStatus(quarter=QUARTER.previous(), item=item, kind=kind, status=status)


def count(status: Status | None, kpis: int, before: int, actions: int, published: int | None = None) -> Count:
    return Count(status=status, kpis=kpis, kpis_before=before, actions=actions, actions_before=published)


def test_the_usual_colours_are_counted_even_where_there_is_none() -> None:
    assert tally_of(Plan(settings=Settings())).rows == (
        count(Status.GREEN, 0, 0, 0),
        count(Status.AMBER, 0, 0, 0),
        count(Status.RED, 0, 0, 0),
        count(None, 0, 0, 0),
    )


def test_actions_are_counted_as_the_last_report_published_them() -> None:
    """The latest issue holds, whatever has become of the action since; a status that is no colour is unrated."""
    rows = (
        published("A1", "Amber"),
        published("A2", "Deferred"),
        published("A9", "blue "),
        published("K1", "Red", kind="KPI"),
    )
    tally = tally_of(a_plan(history=rows))
    assert (
        tally.rows
        == (
            count(Status.GREEN, 1, 2, 2, 0),
            count(Status.AMBER, 0, 0, 0, 1),
            count(Status.RED, 2, 1, 1, 0),
            count(None, 1, 1, 0, 1),
        )
        or tally.rows
    )
    assert tally.count(Status.BLUE).actions_before == 1
    assert tally.unrated.actions_before == 1


def test_a_report_that_named_no_actions_says_nothing_of_them() -> None:
    tally = tally_of(a_plan(history=(published("K1", "Amber", kind="KPI"),)))
    assert {row.actions_before for row in (*tally.rows, tally.unrated)} == {None}


def test_shares_are_of_everything_that_is_counted() -> None:
    tally = tally_of(a_plan())
    red = tally.count(Status.RED)
    assert (tally.share_of_kpis(red), tally.share_of_actions(red)) == (50, 33)
