"""RAG rules in words, for the Notes sheet."""

from __future__ import annotations

from quarterly.model.rules import RagRule, RuleFamily


def describe(rule: RagRule) -> str:
    """How a rule decides, in one or two sentences, with its numbers and its source."""
    text = _FAMILIES[rule.family](rule)
    return f"{text} Source: {rule.source}." if rule.source else text


def _gap(size: float | None, rule: RagRule) -> str:
    """ "within 5% of target", "within 2 points of target", "on target"."""
    if not size:
        return "on target or better"
    relative = rule.relative and rule.family is not RuleFamily.POINTS
    amount = f"{size:g}%" if relative else f"{size:g}" + (" points" if rule.family is RuleFamily.POINTS else "")
    return f"on target, better, or within {amount} of it"


def _tolerance(rule: RagRule) -> str:
    if not rule.amber:
        return f"Green: {_gap(rule.green, rule)}. Red: further off."
    return f"Green: {_gap(rule.green, rule)}. Amber: {_gap(rule.amber, rule)}. Red: further off."


def _absolute(rule: RagRule) -> str:
    green = "the target" if rule.green is None else f"{rule.green:g}"
    amber = "the floor" if rule.amber is None else f"{rule.amber:g}"
    return f"Green: {green} or better. Amber: {amber} or better. Red: worse."


def _floor(_rule: RagRule) -> str:
    return "Green: target achieved. Amber: target missed, floor (minimum expectation) achieved. Red: floor missed."


def _range(rule: RagRule) -> str:
    if not rule.amber:
        return "Green: inside the target range, its ends included. Red: outside."
    unit = "%" if rule.relative else " points"
    return (
        "Green: inside the target range, its ends included. "
        f"Amber: outside by no more than {rule.amber:g}{unit}. Red: further out."
    )


def _two_factor(rule: RagRule) -> str:
    return (
        f"Green: {_gap(rule.green, rule)}. Amber: further off, but the same as or better than the same quarter "
        "last year. Red: further off and worse than then. With nothing to compare, what is further off cannot be "
        "judged."
    )


def _four(rule: RagRule) -> str:
    return (
        f"Green: {_gap(rule.green, rule)}. Green-amber: {_gap(rule.amber, rule)}. "
        f"Red-amber: {_gap(rule.red_amber, rule)}. Red: further off."
    )


def _zero(rule: RagRule) -> str:
    if not rule.amber:
        return "Green: none. Red: any."
    return f"Green: none. Amber: up to {rule.amber:g}. Red: more."


def _in_year(_rule: RagRule) -> str:
    return (
        "Green: on target or better. Amber: off target, but the target can still be reached this year. Red: it cannot."
    )


def _information(_rule: RagRule) -> str:
    return "Shown for information and never rated."


def _unread(_rule: RagRule) -> str:
    return "Not understood, so nothing is rated by it. Data quality says how to put it right."


_FAMILIES = {
    RuleFamily.PERCENTAGE: _tolerance,
    RuleFamily.POINTS: _tolerance,
    RuleFamily.ABSOLUTE: _absolute,
    RuleFamily.FLOOR: _floor,
    RuleFamily.RANGE: _range,
    RuleFamily.TWO_FACTOR: _two_factor,
    RuleFamily.FOUR_LEVEL: _four,
    RuleFamily.ZERO: _zero,
    RuleFamily.IN_YEAR: _in_year,
    RuleFamily.INFORMATION: _information,
    RuleFamily.UNREAD: _unread,
}
