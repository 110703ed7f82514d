"""Worked examples for the officers' documentation, judged by the program itself so that they cannot go stale."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from quarterly.compose.cells import status_cell
from quarterly.judge.action import judge_action
from quarterly.judge.rag import rate
from quarterly.judge.rollup import RULE_SENTENCE
from quarterly.model.figures import figure, plain
from quarterly.model.kpi import Polarity, Target
from quarterly.model.plan import Action, Stage
from quarterly.model.rules import (
    BRACKNELL,
    HAVERING,
    KENT,
    PRESETS,
    STANDARD_RULES,
    TOWER_HAMLETS,
    RagRule,
    RuleFamily,
)

AS_AT = date(2026, 1, 20)
POINTS = RagRule(family=RuleFamily.POINTS, green=0.0, amber=2.0)
ABSOLUTE = RagRule(family=RuleFamily.ABSOLUTE, green=90.0, amber=80.0)
FOUR = RagRule(family=RuleFamily.FOUR_LEVEL, green=0.0, amber=5.0, red_amber=10.0)
RANGE = RagRule(family=RuleFamily.RANGE, green=0.0, amber=5.0)
ZERO = RagRule(family=RuleFamily.ZERO, green=0.0, amber=2.0)


class RatedExample(Struct, frozen=True, kw_only=True):
    """An indicator's value under a rule."""

    rule: RagRule
    good: Polarity
    target: Target
    value: float
    unit: str = "%"
    year_ago: float | None = None


def target(value: float) -> Target:
    """A plain target."""
    return Target(value=value)


INDICATORS = (
    RatedExample(rule=BRACKNELL, good=Polarity.HIGH, target=target(90), value=85.5),
    RatedExample(rule=BRACKNELL, good=Polarity.HIGH, target=target(90), value=81),
    RatedExample(rule=BRACKNELL, good=Polarity.HIGH, target=target(90), value=80.9),
    RatedExample(rule=BRACKNELL, good=Polarity.LOW, target=target(20), value=21.5),
    RatedExample(rule=HAVERING, good=Polarity.HIGH, target=target(90), value=81, year_ago=70),
    RatedExample(rule=HAVERING, good=Polarity.HIGH, target=target(90), value=75, year_ago=70),
    RatedExample(rule=HAVERING, good=Polarity.HIGH, target=target(90), value=75, year_ago=78),
    RatedExample(rule=KENT, good=Polarity.HIGH, target=Target(value=90, floor=80), value=84),
    RatedExample(rule=KENT, good=Polarity.HIGH, target=Target(value=90, floor=80), value=79.9),
    RatedExample(rule=TOWER_HAMLETS, good=Polarity.LOW, target=Target(value=15, floor=20), value=18),
    RatedExample(rule=POINTS, good=Polarity.HIGH, target=target(90), value=88),
    RatedExample(rule=ABSOLUTE, good=Polarity.HIGH, target=target(95), value=91),
    RatedExample(rule=RANGE, good=Polarity.RANGE, target=Target(low=580, high=630), value=640, unit="children"),
    RatedExample(rule=FOUR, good=Polarity.HIGH, target=target(80), value=74),
    RatedExample(rule=ZERO, good=Polarity.LOW, target=target(0), value=1, unit="children"),
)

START, DUE = date(2025, 10, 1), date(2026, 3, 31)
ACTIONS = (
    Action(ref="A1", text="On time", start=START, due=DUE, complete=60, stage=Stage.IN_PROGRESS),
    Action(ref="A2", text="A little behind", start=START, due=DUE, complete=50, stage=Stage.IN_PROGRESS),
    Action(ref="A3", text="Well behind", start=START, due=DUE, complete=30, stage=Stage.IN_PROGRESS),
    Action(ref="A4", text="Late", start=START, due=date(2026, 1, 10), complete=95, stage=Stage.IN_PROGRESS),
    Action(ref="A5", text="Moved", start=START, due=date(2025, 12, 31), revised_due=DUE, complete=60),
    Action(ref="A6", text="Done", start=START, due=DUE, complete=100, completed_on=date(2026, 1, 8)),
    Action(
        ref="A7",
        text="Done and seen",
        start=START,
        due=DUE,
        complete=100,
        completed_on=date(2026, 1, 8),
        evidenced_on=date(2026, 1, 15),
    ),
    Action(ref="A8", text="To come", start=date(2026, 2, 1), due=DUE),
    Action(ref="A9", text="Silent", start=START, due=DUE),
    Action(ref="A10", text="Put off", start=START, due=DUE, stage=Stage.DEFERRED),
)


def rows_of_indicators() -> Iterator[tuple[str, ...]]:
    """One row an example: rule, what is good, target, value, status and why."""
    for one in INDICATORS:
        rated = rate(
            one.value,
            one.target,
            one.rule,
            one.good,
            year_ago=one.year_ago,
            decimals=1 if one.unit == "%" else 0,
            unit=one.unit,
        )
        yield (_rule(one.rule), str(one.good), _aim(one), str(status_cell(rated.status).value), rated.why)


def _rule(rule: RagRule) -> str:
    numbers = [plain(number) for number in (rule.green, rule.amber, rule.red_amber) if number is not None]
    return rule.name or f"{str(rule.family).capitalize()} {' '.join(numbers)}"


def _aim(one: RatedExample) -> str:
    if one.target.low is not None and one.target.high is not None:
        return f"{plain(one.target.low)} to {plain(one.target.high)}"
    floor = "" if one.target.floor is None else f", floor {figure(one.target.floor, 0, one.unit)}"
    return f"{figure(one.target.value or 0.0, 0, one.unit)}{floor}"


def rows_of_actions() -> Iterator[tuple[str, ...]]:
    """One row an example: the action, its status and label, and why."""
    for action in ACTIONS:
        judged = judge_action(action, on=AS_AT, rules=STANDARD_RULES.actions, plan_start=None)
        yield (action.text, str(status_cell(judged.status).value), judged.label, judged.why)


def numbers() -> Iterator[str]:
    """The constants of the standard rules, a sentence each."""
    actions, direction = STANDARD_RULES.actions, STANDARD_RULES.direction
    yield f"An indicator without a rule of its own, in a workbook without one: {STANDARD_RULES.default.title}."
    yield (
        f"An action is on track from {100 * actions.on_track:.0f}% of expected progress, to be monitored from "
        f"{100 * actions.monitor:.0f}%, and off track below that or from {actions.red_overdue_days} day overdue."
    )
    yield (
        f"A change counts as one from {plain(direction.points, 1)} percentage points; for figures that are no "
        f"percentages, from {100 * direction.share:.0f}% of the earlier figure. Where a range is the target, what "
        "counts is by how much the figure came nearer to it or moved further from it."
    )
    yield f"A percentage of fewer than {STANDARD_RULES.small_denominator} cases carries a warning."
    yield RULE_SENTENCE


def presets() -> Iterator[tuple[str, ...]]:
    """One row a published scheme: its name, how it works, where it was published."""
    for rule in PRESETS:
        yield (rule.name, str(rule.family), rule.source)
