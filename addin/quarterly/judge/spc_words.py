"""What an XmR chart says in words and icons."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, NamedTuple

from quarterly.judge.spc_rules import PointType, SpecialCause


class Assurance(StrEnum):
    """Whether the usual ups and downs meet the target."""

    PASSES = "consistently passes"
    FAILS = "consistently fails"
    HIT_OR_MISS = "hit or miss"


class Icon(NamedTuple):
    """A sign that does not need its colour: for instance ``▲``, ``H``, "Improvement (high)"."""

    symbol: str
    letter: str
    word: str


def variation_sentence(cause: SpecialCause, meaning: PointType, period: str) -> str:
    """Why the latest reading is a special cause, and what that means."""
    return f"{_RULES[cause].format(period=period)}: a real change, not chance{_MEANINGS.get(meaning, '')}."


def variation_icon(meaning: PointType, *, high: bool) -> Icon:
    """The icon of a point; ``high`` where its special cause points upwards."""
    if meaning is PointType.COMMON:
        return Icon("•", "C", "Common cause")
    word = "Neutral" if meaning in (PointType.NEUTRAL_HIGH, PointType.NEUTRAL_LOW) else meaning.value.capitalize()
    return Icon("▲", "H", f"{word} (high)") if high else Icon("▼", "L", f"{word} (low)")


def assurance_sentence(assurance: Assurance, period: str) -> str:
    """What the chart says about meeting the target."""
    return _PROMISES[assurance].format(period=period)


_MEANINGS: Final = {PointType.IMPROVEMENT: ", and for the better", PointType.CONCERN: ", and for the worse"}

_RULES: Final = {
    SpecialCause.ABOVE: "The latest reading is above the upper limit of the usual ups and downs",
    SpecialCause.BELOW: "The latest reading is below the lower limit of the usual ups and downs",
    SpecialCause.INCREASING: "Seven or more {period}s in a row, each higher than the one before",
    SpecialCause.DECREASING: "Seven or more {period}s in a row, each lower than the one before",
    SpecialCause.TWO_ABOVE: "Two of three {period}s in a row close to the upper limit of the usual ups and downs",
    SpecialCause.TWO_BELOW: "Two of three {period}s in a row close to the lower limit of the usual ups and downs",
    SpecialCause.SEVEN_ABOVE: "Seven or more {period}s in a row above the average",
    SpecialCause.SEVEN_BELOW: "Seven or more {period}s in a row below the average",
}

_PROMISES: Final = {
    Assurance.PASSES: "The target is met even at the worst end of the usual ups and downs.",
    Assurance.FAILS: (
        "The target is missed even at the best end of the usual ups and downs: "
        "it will not be met unless something changes."
    ),
    Assurance.HIT_OR_MISS: (
        "The target lies within the usual ups and downs: a {period} will meet it or miss it by chance."
    ),
}

ASSURANCE_ICONS: Final = {
    Assurance.PASSES: Icon("✓", "P", "Consistently passes"),
    Assurance.FAILS: Icon("✗", "F", "Consistently fails"),
    Assurance.HIT_OR_MISS: Icon("?", "?", "Hit or miss"),
}
