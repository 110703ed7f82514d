"""The RAG rule and Tolerance columns -> a rule with its numbers."""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec import Struct
from msgspec.structs import replace

from quarterly.model.contract import RULE_CHOICES
from quarterly.model.kpi import Polarity
from quarterly.model.problems import ProblemKind
from quarterly.model.rules import BRACKNELL, HAVERING, KENT, MEDWAY, TOWER_HAMLETS, RagRule, RuleFamily
from quarterly.read import kinds
from quarterly.read.blank_words import is_undecided, says_nothing
from quarterly.read.values import folded, number_from_text

_PRESETS: dict[str, RagRule] = {
    folded(alias): rule
    for rule, aliases in (
        (HAVERING, ("Havering 2013", "Havering", "LB Havering", "London Borough of Havering", "Havering 2013-15")),
        (BRACKNELL, ("Bracknell Forest", "Bracknell", "Bracknell Forest 5 10")),
        (KENT, ("Kent", "Kent floor standard", "Floor standard", "Kent County Council")),
        (
            TOWER_HAMLETS,
            ("Tower Hamlets", "Tower Hamlets minimum expectation", "Minimum expectation", "LB Tower Hamlets"),
        ),
        (MEDWAY, ("Medway", "Medway in-year")),
    )
    for alias in aliases
}


def unread(cell: str) -> RagRule:
    """In place of a rule that is not understood: nothing is rated by it. ``cell`` names the column and quotes it."""
    return RagRule(family=RuleFamily.UNREAD, name=cell)


_FAMILIES: dict[str, RuleFamily] = {
    folded(alias): family
    for family, aliases in (
        (RuleFamily.PERCENTAGE, ("Percentage", "Percent", "Percentage tolerance", "% tolerance", "%", "Relative")),
        (RuleFamily.POINTS, ("Points", "Points tolerance", "Percentage points", "Point tolerance", "pp")),
        (RuleFamily.ABSOLUTE, ("Absolute", "Absolute values", "Thresholds", "Values")),
        (RuleFamily.FLOOR, ("Floor and target", "Floor", "Floor & target", "Minimum and target")),
        (RuleFamily.RANGE, ("Target range", "Range", "Within range")),
        (RuleFamily.TWO_FACTOR, ("Two-factor", "Two factor", "2 factor")),
        (RuleFamily.FOUR_LEVEL, ("Four-level", "Four level", "4 level")),
        (RuleFamily.ZERO, ("Zero target", "Zero", "Zero tolerance", "Nil target")),
        (RuleFamily.IN_YEAR, ("In-year", "In year")),
        (RuleFamily.INFORMATION, ("Information only", "Information", "Info", "Not rated", "Monitor only", "None")),
    )
    for alias in aliases
}

RULE_NAMES: tuple[str, ...] = (
    *RULE_CHOICES,
    "Points tolerance",
    "Percentage tolerance",
    "In-year",
    "Kent floor standard",
)
"""Names to suggest for a rule that is not known."""

_NUMBER = r"[0-9]+(?:\.[0-9]+)?(?![0-9.])"
_LIMIT = rf"(?:(?<![\w-])-)?{_NUMBER}"  # below zero where a minus stands before it, and no hyphen
_TEXT = re.compile(rf"(.*?)[\s:,(]*((?:{_LIMIT}\s*%?\s*(?:points?|pts?|pp)?[\s,/;)]*)*)", re.IGNORECASE | re.DOTALL)


class Tolerance(Struct, frozen=True):
    """How far off target is still amber: a ``share`` of the target in percent, or points of the indicator's unit."""

    size: float
    share: bool


def read_tolerance(text: str, *, percentages: bool = False) -> Tolerance | ProblemKind | None:
    """ "10%" is a share of the target; "2 points" or "2" is in the indicator's unit. ``None`` for empty text.

    A bare 0.05 on an indicator of ``percentages`` may be 5% or a twentieth of a point, so it is neither.
    """
    plain = " ".join(text.casefold().replace("±", "").split()).removeprefix("+/-").strip()
    if not plain:
        return None
    match = _TOLERANCE.fullmatch(plain)
    number = number_from_text(match[1]) if match else None
    if not match or number is None or number.number < 0:
        return kinds.TOLERANCE_NOT_UNDERSTOOD
    if percentages and 0 < number.number < 1 and plain == match[1]:
        return kinds.TOLERANCE_NOT_UNDERSTOOD
    return Tolerance(number.number, share=bool(match[2]))


_TOLERANCE = re.compile(
    rf"({_NUMBER})\s*(?:(%|per ?cent|percent)(?: of target)?|(?:percentage )?points?|pts?|p\.?p\.?|%pts?)?"
)


_UPPER = re.compile(
    r"(?:fewer than|less than|lower than|under|below|no more than|not more than|at most|max.*|<.*|≤.*)\b.*"
)
_LOWER = re.compile(
    r"(?:more than|greater than|over|above|no less than|not less than|no fewer than|at least|min.*|>.*|≥.*)\b.*"
)


def says_opposite(words: str, polarity: Polarity | None) -> bool:
    """Whether a target in words, such as "no more than 85", is an upper limit where high is good, or the reverse."""
    against = {Polarity.HIGH: _UPPER, Polarity.LOW: _LOWER}.get(polarity) if polarity else None
    return bool(against and against.fullmatch(" ".join(words.casefold().split())))


def is_strict(words: str, polarity: Polarity | None) -> bool:
    """Whether words such as "fewer than 85" name a limit that is not met by being reached, on the side that is good."""
    side = {Polarity.LOW: _STRICTLY_UNDER, Polarity.HIGH: _STRICTLY_OVER}.get(polarity) if polarity else None
    return bool(side and side.fullmatch(" ".join(words.casefold().split())))


_STRICTLY_UNDER = re.compile(r"(?:(?:fewer than|less than|lower than|below|under)\b|<(?!=)).*")
_STRICTLY_OVER = re.compile(r"(?:(?:more than|greater than|above|over)\b|>(?!=)).*")


def rule_words(text: str) -> str:
    """The text of a cell that may leave the rule open; empty where "-", "n/a" or "TBC" do so ("None" is a rule)."""
    return "" if (says_nothing(text) or is_undecided(text)) and folded(text) not in _FAMILIES else text


def read_rule(text: str, tolerance: Tolerance | None = None) -> RagRule | ProblemKind | None:
    """The rule that an officer wrote: a preset by name, or a family with its numbers. ``None`` for empty text.

    A family named without numbers takes them from ``tolerance``.
    """
    plain = " ".join(text.split()).replace("\N{MINUS SIGN}", "-")
    if not plain:
        return None
    preset = _PRESETS.get(folded(plain))
    if preset:
        return preset
    match = _TEXT.fullmatch(plain[:200])
    family = _FAMILIES.get(folded(plain)) or (_FAMILIES.get(folded(match[1])) if match else None)
    if family is None or match is None:
        return kinds.RULE_UNKNOWN
    named_whole = folded(plain) in _FAMILIES
    numbers = () if named_whole else tuple(float(number) for number in re.findall(_LIMIT, match[2]))
    return _BUILDERS[family](numbers, tolerance)


Numbers = tuple[float, ...]


def _percentage(numbers: Numbers, tolerance: Tolerance | None) -> RagRule | ProblemKind:
    return _two_limits(RuleFamily.PERCENTAGE, numbers, tolerance, share=True)


def _points(numbers: Numbers, tolerance: Tolerance | None) -> RagRule | ProblemKind:
    return _two_limits(RuleFamily.POINTS, numbers, tolerance, share=False)


def _two_limits(
    family: RuleFamily, numbers: Numbers, tolerance: Tolerance | None, *, share: bool
) -> RagRule | ProblemKind:
    """One number is the amber limit, with green on target only; two are the green and the amber limit."""
    if not numbers and tolerance and tolerance.share == share:
        numbers = (tolerance.size,)
    if len(numbers) == 1:
        numbers = (0.0, *numbers)
    if len(numbers) != 2 or not 0 <= numbers[0] <= numbers[1]:
        return kinds.RULE_INCOMPLETE
    return RagRule(family=family, green=numbers[0], amber=numbers[1], relative=share)


def _absolute(numbers: Numbers, _tolerance: Tolerance | None) -> RagRule | ProblemKind:
    if len(numbers) != 2:
        return kinds.RULE_INCOMPLETE
    return RagRule(family=RuleFamily.ABSOLUTE, green=numbers[0], amber=numbers[1])


def _floor(numbers: Numbers, _tolerance: Tolerance | None) -> RagRule | ProblemKind:
    return RagRule(family=RuleFamily.FLOOR) if not numbers else kinds.RULE_UNKNOWN


def _range(numbers: Numbers, tolerance: Tolerance | None) -> RagRule | ProblemKind:
    """Green between the limits; the number or the tolerance is how far outside is still amber."""
    rule = RagRule(family=RuleFamily.RANGE)
    if numbers:
        return _green_and_amber(rule, numbers, relative=True)
    return replace(rule, amber=tolerance.size, relative=tolerance.share) if tolerance else rule


def _two_factor(numbers: Numbers, tolerance: Tolerance | None) -> RagRule | ProblemKind:
    if not numbers and tolerance and tolerance.share:
        numbers = (tolerance.size,)
    if len(numbers) != 1 or numbers[0] < 0:
        return kinds.RULE_INCOMPLETE
    return RagRule(family=RuleFamily.TWO_FACTOR, green=numbers[0])


def _four_level(numbers: Numbers, _tolerance: Tolerance | None) -> RagRule | ProblemKind:
    if len(numbers) != 3 or not 0 <= numbers[0] <= numbers[1] <= numbers[2]:
        return kinds.RULE_INCOMPLETE
    return RagRule(family=RuleFamily.FOUR_LEVEL, green=numbers[0], amber=numbers[1], red_amber=numbers[2])


def _zero(numbers: Numbers, tolerance: Tolerance | None) -> RagRule | ProblemKind:
    """The number, or a tolerance in the indicator's unit, is how many are still amber."""
    if not numbers and tolerance and not tolerance.share:
        numbers = (tolerance.size,)
    rule = RagRule(family=RuleFamily.ZERO, relative=False)
    return _green_and_amber(rule, numbers, relative=False) if numbers else rule


def _green_and_amber(rule: RagRule, numbers: Numbers, *, relative: bool) -> RagRule | ProblemKind:
    """How far off is still amber; or before it how far off is still green, which nothing is where it is 0."""
    *green, amber = numbers
    if len(green) > 1 or not all(0 <= size <= amber for size in (*green, 0.0)):
        return kinds.RULE_INCOMPLETE
    return replace(rule, green=green[0] if any(green) else None, amber=amber, relative=relative)


def _in_year(numbers: Numbers, _tolerance: Tolerance | None) -> RagRule | ProblemKind:
    return RagRule(family=RuleFamily.IN_YEAR) if not numbers else kinds.RULE_UNKNOWN


def _information(numbers: Numbers, _tolerance: Tolerance | None) -> RagRule | ProblemKind:
    return RagRule(family=RuleFamily.INFORMATION) if not numbers else kinds.RULE_UNKNOWN


_BUILDERS: dict[RuleFamily, Callable[[Numbers, Tolerance | None], RagRule | ProblemKind]] = {
    RuleFamily.PERCENTAGE: _percentage,
    RuleFamily.POINTS: _points,
    RuleFamily.ABSOLUTE: _absolute,
    RuleFamily.FLOOR: _floor,
    RuleFamily.RANGE: _range,
    RuleFamily.TWO_FACTOR: _two_factor,
    RuleFamily.FOUR_LEVEL: _four_level,
    RuleFamily.ZERO: _zero,
    RuleFamily.IN_YEAR: _in_year,
    RuleFamily.INFORMATION: _information,
}


def rule_from_columns(
    polarity: Polarity, *, target: float | None, floor: float | None, tolerance: Tolerance | None
) -> RagRule | None:
    """The rule where the RAG rule cell is blank; ``None`` leaves it to the plan's default.

    In this order: information only, range, zero target, floor and target, tolerance.
    """
    if polarity is Polarity.INFORMATION:
        return RagRule(family=RuleFamily.INFORMATION)
    if polarity is Polarity.RANGE:
        amber = tolerance.size if tolerance else None
        return RagRule(family=RuleFamily.RANGE, amber=amber, relative=tolerance.share if tolerance else True)
    if target == 0:
        amber = tolerance.size if tolerance and not tolerance.share else None
        return RagRule(family=RuleFamily.ZERO, amber=amber, relative=False)
    if floor is not None:
        return RagRule(family=RuleFamily.FLOOR)
    if tolerance is not None:
        family = RuleFamily.PERCENTAGE if tolerance.share else RuleFamily.POINTS
        return RagRule(family=family, green=0.0, amber=tolerance.size, relative=tolerance.share)
    return None
