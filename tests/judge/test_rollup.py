from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from judged import judged_action, judged_kpi

from quarterly.judge.judgement import RATED, Status, worst
from quarterly.judge.rollup import NO_THEME, recommendation_roll_ups, roll_up, theme_roll_ups
from quarterly.model.context import Settings
from quarterly.model.plan import Plan, Recommendation, Stage

BLUE, GREEN, AMBER, RED = Status.BLUE, Status.GREEN, Status.AMBER, Status.RED


def rolled(actions: list[Status], kpis: list[Status]):
    return roll_up(
        ref="R1",
        title="Supervise",
        actions=tuple(judged_action(f"A{at}", status) for at, status in enumerate(actions, 1)),
        kpis=tuple(judged_kpi(f"K{at}", status) for at, status in enumerate(kpis, 1)),
    )


@pytest.mark.parametrize(
    ("actions", "kpis", "status", "why"),
    [
        (
            [GREEN, GREEN, AMBER, RED, BLUE, GREEN],
            [GREEN, AMBER, RED, GREEN, RED],
            RED,
            "Red: 1 of 6 actions is off track (A4) and 2 of 5 KPIs are red (K3, K5).",
        ),
        (
            [RED, GREEN],
            [AMBER, GREEN, GREEN],
            RED,
            "Red: 1 of 2 actions is off track (A1); the worst of 3 KPIs is amber.",
        ),
        (
            [GREEN],
            [Status.RED_AMBER, Status.RED_AMBER],
            Status.RED_AMBER,
            "Red-amber: both KPIs are red-amber (K1, K2); the only action is green.",
        ),
        ([AMBER], [], AMBER, "Amber: the only action is to be monitored (A1)."),
        ([], [GREEN], GREEN, "Green: the only KPI is green."),
        ([GREEN, BLUE], [GREEN], GREEN, "Green: 1 of 2 actions is on track or complete and the only KPI is green."),
        ([BLUE, BLUE], [GREEN], GREEN, "Green: the only KPI is green; the worst of 2 actions is blue."),
        (
            [BLUE, BLUE, Status.SUPERSEDED],
            [Status.INFORMATION],
            BLUE,
            "Blue: both rated actions are complete and evidenced. Not counted: A3 (superseded), K1 (information only).",
        ),
        (
            [BLUE, Status.NOT_STARTED],
            [],
            GREEN,
            "Green: 1 of 2 actions is complete and evidenced, but blue only when none is left to do. "
            "Not counted: A2 (not started).",
        ),
        (
            [Status.NOT_UPDATED, AMBER],
            [Status.NO_TARGET],
            AMBER,
            "Amber: the only rated action is to be monitored (A2). Not counted: A1 (not yet updated), K1 (no target).",
        ),
        ([], [], None, "Not rated: no action and no KPI belongs to it."),
        (
            [Status.DEFERRED, Status.DEFERRED],
            [Status.AWAITED],
            None,
            "Not rated: it has 2 actions and 1 KPI, without a colour. "
            "Not counted: A1 (deferred), A2 (deferred), K1 (awaited).",
        ),
    ],
)
def test_roll_up_takes_the_worst_colour_and_counts_what_is_behind_it(actions, kpis, status, why):
    result = rolled(actions, kpis)
    assert (result.status, result.why) == (status, why)


def test_actions_and_kpis_keep_their_own_status():
    result = rolled([BLUE, BLUE], [RED, GREEN])
    assert (result.action_status, result.kpi_status, result.status) == (BLUE, RED, RED)
    assert rolled([AMBER], [Status.NO_TARGET]).kpi_status is None
    assert rolled([BLUE, Status.ONGOING], []).action_status is GREEN


PLAN = Plan(
    settings=Settings(),
    recommendations=(
        Recommendation(ref="R1", text="Supervise", theme="Practice"),
        Recommendation(ref="R2", text="Recruit", theme="Workforce"),
        Recommendation(ref="R3", text="Listen"),
    ),
)


def grouped(rolls):
    return [(each.ref, [item.ref for item in (*each.actions, *each.kpis)], each.status) for each in rolls]


def test_a_recommendation_counts_kpis_that_name_it_and_those_its_actions_link_to():
    actions = (
        judged_action("A1", GREEN, recommendations=("R1", "R2"), kpis=("K2",)),
        judged_action("A2", Status.SUPERSEDED, recommendations=("R2",), kpis=("K3",), stage=Stage.SUPERSEDED),
    )
    kpis = (
        judged_kpi("K1", AMBER, recommendations=("R1",)),
        judged_kpi("K2", RED),
        judged_kpi("K3", GREEN),
    )
    plan = with_items(actions, kpis)
    rolls = recommendation_roll_ups(plan, actions, kpis)
    assert grouped(rolls) == [
        ("R1", ["A1", "K1", "K2"], RED),
        ("R2", ["A1", "A2", "K2"], RED),
        ("R3", [], None),
    ]
    assert rolls[0].recommendation is PLAN.recommendations[0]
    assert rolls[0].title == "Supervise"


def test_a_theme_counts_items_of_its_own_and_of_its_recommendations():
    actions = (
        judged_action("A1", GREEN, recommendations=("R3", "R2")),  # R3 has no theme, R2 has
        judged_action("A2", AMBER, recommendations=("R2",), theme="Practice"),
        judged_action("A3", RED, recommendations=("R3",)),
    )
    kpis = (
        judged_kpi("K1", GREEN, theme="Voice"),
        judged_kpi("K2", RED, recommendations=("R2",)),
        judged_kpi("K3", RED),
    )
    assert grouped(theme_roll_ups(with_items(actions, kpis), actions, kpis)) == [
        ("Practice", ["A2"], AMBER),
        ("Workforce", ["A1", "K2"], RED),
        ("Voice", ["K1"], GREEN),
        (NO_THEME, ["A3", "K3"], RED),
    ]


def test_an_indicator_that_only_actions_name_counts_in_their_theme():
    actions = (
        judged_action("A1", GREEN, theme="Voice", kpis=("K1",), stage=Stage.SUPERSEDED),
        judged_action("A2", GREEN, recommendations=("R1",), kpis=("K1",)),
        judged_action("A3", GREEN, recommendations=("R2",), kpis=("K1", "K2")),
    )
    kpis = (judged_kpi("K1", RED), judged_kpi("K2", AMBER, theme="Practice"))
    assert grouped(theme_roll_ups(with_items(actions, kpis), actions, kpis)) == [
        ("Practice", ["A2", "K1", "K2"], RED),
        ("Workforce", ["A3"], GREEN),
        ("Voice", ["A1"], GREEN),
    ]


def test_there_is_no_group_without_a_theme_where_every_item_has_one():
    actions = (judged_action("A1", GREEN, theme="Practice"),)
    assert [each.ref for each in theme_roll_ups(with_items(actions, ()), actions, ())] == ["Practice", "Workforce"]


def with_items(actions, kpis) -> Plan:
    return Plan(
        settings=PLAN.settings,
        recommendations=PLAN.recommendations,
        actions=tuple(each.action for each in actions),
        kpis=tuple(each.kpi for each in kpis),
    )


# Laws

ACTIONS = st.lists(st.sampled_from([BLUE, GREEN, AMBER, RED, Status.NOT_STARTED, Status.SUPERSEDED]), max_size=6)
KPIS = st.lists(st.sampled_from([*RATED[1:], Status.NO_TARGET, Status.AWAITED]), max_size=6)


@given(actions=ACTIONS, kpis=KPIS)
def test_roll_up_is_the_worst_colour_except_that_blue_needs_everything_done(actions, kpis):
    expected = worst((*actions, *kpis))
    if expected is BLUE and Status.NOT_STARTED in actions:
        expected = GREEN
    result = rolled(actions, kpis)
    assert result.status is expected
    assert result.why.startswith(f"{expected or 'Not rated'}: ")


@given(actions=ACTIONS, kpis=KPIS, where=st.booleans())
def test_adding_a_red_item_makes_it_red(actions, kpis, where):
    assert rolled([*actions, RED], kpis).status is RED
    assert rolled(actions, [*kpis, RED]).status is RED


@given(actions=ACTIONS, kpis=KPIS, order=st.randoms())
def test_order_does_not_matter(actions, kpis, order):
    before = rolled(actions, kpis).status
    order.shuffle(actions)
    order.shuffle(kpis)
    assert rolled(actions, kpis).status is before


def test_many_items_are_counted_and_few_are_named() -> None:
    red = tuple(judged_kpi(ref=f"K{number}", status=Status.RED) for number in range(1, 11))
    waiting = tuple(judged_kpi(ref=f"W{number}", status=Status.AWAITED) for number in range(1, 9))
    late = judged_kpi(ref="L1", status=Status.NOT_DUE)
    few = roll_up(ref="T", title="T", actions=(), kpis=(*red, *waiting))
    many = roll_up(ref="T", title="T", actions=(), kpis=(*red, *waiting, late))
    assert few.why.startswith("Red: all 10 rated KPIs are red (K1, K2, K3, K4, K5, K6, K7, K8 and 2 more).")
    assert few.why.endswith("W7 (awaited), W8 (awaited).")
    assert many.why.endswith("Not counted: 8 awaited, 1 not due this quarter.")
