"""The target and the rule that hold for a period."""

from __future__ import annotations

from datetime import date

from quarterly.model.kpi import Frequency, Kind, Kpi, Polarity, QuarterRule, Target
from quarterly.model.periods import Period
from quarterly.model.rules import RagRule, RuleFamily, Rules


def target_in_force(kpi: Kpi, period: Period) -> Target | None:
    """The latest target whose first period starts on or before the period's last day; ``None`` before the first.

    There is none either for a month of an indicator whose months add up to the quarter that the target is for.
    A later target stands in place of the earlier one; what it leaves blank carries on from before. A new target value
    therefore keeps the floor, and a new range end keeps the other end. One that says "TBC" ends the value before it.
    """
    due = targets_due(kpi, period) if is_rated_alone(kpi, period) else []
    if len(due) < 2:
        return due[0] if due else None
    stated = next((target for target in reversed(due) if target.value is not None or target.undecided), Target())
    return Target(
        since=due[-1].since,
        value=stated.value,
        strict=stated.strict,
        undecided=stated.undecided,
        floor=_latest([target.floor for target in due]),
        low=_latest([target.low for target in due]),
        high=_latest([target.high for target in due]),
        unread=_unread(due),
        source=due[-1].source,
    )


def is_rated_alone(kpi: Kpi, period: Period) -> bool:
    """Whether a value of this period can be held against the target, or is but a part of what that is for.

    Where the quarter is the sum of its months, the target is the quarter's. A quarterly figure that is dated by the
    quarter's last month alone is the quarter's too.
    """
    if not rated_by_quarter(kpi) or period.months == QUARTER:
        return True
    if kpi.frequency is not Frequency.QUARTER or period.months != 1:
        return False
    before = (period.previous(), period.previous().previous())
    return not any(reading.period in before for reading in kpi.readings)


def rated_by_quarter(kpi: Kpi) -> bool:
    """Whether targets and limits are for the sum of a quarter's months."""
    to_date = kpi.kind in (Kind.CUMULATIVE, Kind.ROLLING)
    return kpi.quarter_rule is QuarterRule.SUM and not to_date and kpi.frequency is not Frequency.YEAR


QUARTER = 3  # months


def targets_due(kpi: Kpi, period: Period) -> list[Target]:
    """The targets that have started by the period's last day, the latest last."""
    due = [target for target in kpi.targets if target.since is None or target.since.start <= period.end]
    return sorted(due, key=lambda target: (target.since is not None, target.since.start if target.since else date.min))


def _unread(due: list[Target]) -> tuple[tuple[str, str], ...]:
    """What is not understood in the rows that still hold; a later row that gives the number puts it right.

    Nothing does so for a row that does not say from when it holds.
    """
    left: dict[str, str] = {}
    for target in due:
        if target.undecided:
            left.pop("target", None)
        left = {field: words for field, words in left.items() if target.bounds.get(field) is None}
        left |= dict(target.unread)
    return tuple(left.items())


def _latest(values: list[float | None]) -> float | None:
    return next((value for value in reversed(values) if value is not None), None)


def rule_in_force(kpi: Kpi, target: Target | None, rules: Rules) -> RagRule:
    """The rule that changed for this indicator, else its own, else what its columns imply, else the council's default.

    Where what its figures mean is not understood, there is no rule; its own rule, where that is not understood, is
    followed by none but one that changed for it.
    ``rules`` are those of the period. Information only is never rated; a floor means floor and target; a range (of a
    range indicator, or without a target value) means target range; a target of zero means zero target.
    """
    if kpi.unread:
        return RagRule(family=RuleFamily.UNREAD, name=kpi.unread)
    if kpi.polarity is Polarity.INFORMATION:
        return RagRule(family=RuleFamily.INFORMATION)
    own = rules.for_kpi(kpi.ref) or kpi.rule
    if own is not None or target is None:
        return own or rules.default
    ranged = target.low is not None or target.high is not None
    if ranged and (kpi.polarity is Polarity.RANGE or target.value is None):
        return RagRule(family=RuleFamily.RANGE)
    if target.floor is not None:
        return RagRule(family=RuleFamily.FLOOR)
    return RagRule(family=RuleFamily.ZERO) if target.value == 0 else rules.default


def unread_in_use(kpi: Kpi, target: Target, rule: RagRule, rules: Rules) -> str:
    """The first of the target's numbers that is not understood and could change the colour, with what stands there."""
    implied = kpi.rule is None and rules.for_kpi(kpi.ref) is None
    return next((words for field, words in target.unread if _uses(field, kpi, target, rule, implied=implied)), "")


def _uses(field: str, kpi: Kpi, target: Target, rule: RagRule, *, implied: bool) -> bool:
    """Whether a rule looks at a number. What the columns imply may be another rule by any of its numbers."""
    if rule.family is RuleFamily.INFORMATION:
        return False
    by_range = kpi.polarity is Polarity.RANGE or (rule.family is RuleFamily.RANGE and not implied)
    if field == "floor":
        return rule.family is RuleFamily.FLOOR or (implied and not by_range)
    if field == "target":
        ranged = by_range and not target.low is target.high is None
        return not ranged and (implied or rule.family is not RuleFamily.ABSOLUTE)
    return field == "since" or by_range or (implied and target.value is None)
