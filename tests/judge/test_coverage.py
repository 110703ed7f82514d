from __future__ import annotations

import pytest

from quarterly.judge.coverage import coverage_of
from quarterly.judge.judgement import Coverage
from quarterly.model.context import Settings
from quarterly.model.kpi import Kpi, Polarity
from quarterly.model.plan import Action, Plan, Recommendation, Stage


def plan(total: int, measured: tuple[int, ...], actions: tuple[Action, ...] = ()) -> Plan:
    return Plan(
        settings=Settings(),
        recommendations=tuple(Recommendation(ref=f"R{at}", text="") for at in range(1, total + 1)),
        actions=actions,
        kpis=(
            Kpi(
                ref="K1",
                name="Supervision",
                polarity=Polarity.HIGH,
                recommendations=tuple(f"R{at}" for at in measured),
            ),
        ),
    )


@pytest.mark.parametrize(
    ("total", "measured", "statement"),
    [
        (0, (), "No recommendations are listed, so there is nothing to cover."),
        (1, (1,), "The only recommendation, R1, has at least one measure."),
        (1, (), "The only recommendation, R1, has no measure."),
        (2, (1, 2), "Both recommendations have at least one measure."),
        (2, (), "Neither of the 2 recommendations has a measure."),
        (2, (1,), "1 of 2 recommendations has at least one measure; R2 has none."),
        (3, (1, 2, 3), "All 3 recommendations have at least one measure."),
        (3, (), "None of the 3 recommendations has a measure."),
        (4, (2,), "1 of 4 recommendations has at least one measure; R1, R3 and R4 have none."),
        (
            13,
            (1, 2, 3, 5, 6, 7, 8, 10, 11, 12, 13),
            "11 of 13 recommendations have at least one measure; R4 and R9 have none.",
        ),
    ],
)
def test_the_statement_counts_and_names_in_good_english(total, measured, statement):
    assert coverage_of(plan(total, measured)).statement == statement


def test_success_measures_and_indicators_of_actions_count_unless_the_action_was_superseded():
    actions = (
        Action(ref="A1", text="", recommendations=("R1",), success_measure="Every manager trained"),
        Action(ref="A2", text="", recommendations=("R2",), kpis=("K1",)),
        Action(ref="A3", text="", recommendations=("R3",), success_measure="Agreed", stage=Stage.SUPERSEDED),
        Action(ref="A4", text="", recommendations=("R4",), kpis=("K99",)),
    )
    assert coverage_of(plan(5, (), actions)) == Coverage(
        statement=(
            "2 of 5 recommendations have at least one measure; R3, R4 and R5 have none. "
            "No action in this plan answers R3 or R5."
        ),
        with_measures=("R1", "R2"),
        without_measures=("R3", "R4", "R5"),
        without_actions=("R3", "R5"),
    )


def test_a_plan_in_which_every_recommendation_is_answered_says_no_more():
    actions = (Action(ref="A1", text="", recommendations=("R1", "R2")),)
    assert coverage_of(plan(2, (1, 2), actions)).statement == "Both recommendations have at least one measure."
