"""A value against its target: the colour, and a sentence that says why.

The value is rated as it is, never as it is rounded for showing. Limits are inclusive and worked out exactly.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from msgspec import Struct
from msgspec.structs import replace

from quarterly.judge.bands import Band, Reach, Scheme, Span, Terms, Unrated
from quarterly.judge.families import scheme
from quarterly.judge.judgement import Status
from quarterly.model.figures import SIGNIFICANT, distance, exact, fewer, figure, places, rounded
from quarterly.model.kpi import Polarity, Target
from quarterly.model.rules import RagRule


class Rating(Struct, frozen=True, kw_only=True):
    """A status and its reason.

    ``gap`` is the distance to target in the indicator's unit, positive where better than target, 0 inside a target
    range. ``to_next`` is the change of value that earns ``next_status``; both ``None`` at the best status.
    """

    status: Status
    why: str
    gap: float | None = None
    to_next: float | None = None
    next_status: Status | None = None


def rate(
    value: float,
    target: Target,
    rule: RagRule,
    polarity: Polarity,
    *,
    year_ago: float | None = None,
    reach: Reach | None = None,
    decimals: int = 0,
    unit: str = "",
    words: bool = True,
) -> Rating:
    """The status of a value by a rule, with the reason in words.

    ``year_ago`` is the value of the same quarter last year, for two-factor rules; without it a value off target cannot
    be judged, since red is worse than then and amber is not. ``reach`` says from which values the target can still be
    reached this year, for in-year rules; without it a value off target cannot be judged. ``decimals`` and ``unit`` only
    word the reason.
    Without ``words`` there is no reason and no distance, only the status: all that is shown of an earlier quarter.
    """
    number, then = exact(value), None if year_ago is None else exact(year_ago)
    terms = Terms(rule=rule, target=target, polarity=polarity, year_ago=then, reach=reach, decimals=decimals, unit=unit)
    truth = scheme(terms)
    if not words:
        return Rating(status=truth.status if isinstance(truth, Unrated) else truth.status(number), why="")
    if isinstance(truth, Unrated):
        return Rating(status=truth.status, why=f"{figure(number, decimals, unit)}. {truth.why}")
    status, upward = truth.status(number), truth.next_band(number)
    shown, as_shown = _as_shown(number, status, truth, terms)
    return Rating(
        status=status,
        why=_why(number, as_shown, status, decimals=decimals, shown=shown, unit=unit),
        gap=float(_gap(number, truth.aim)),
        to_next=None if upward is None else float(upward.span.step_into(number, shown)),
        next_status=None if upward is None else upward.status,
    )


def _as_shown(number: Fraction, status: Status, truth: Scheme, terms: Terms) -> tuple[int, Scheme]:
    """The fewest decimals at which the figures tell the truth, and the scheme in words that show them.

    They do where a reader of the rounded figures comes to the same status, on the same side of the target.
    """
    met = number in truth.aim
    for shown in range(terms.decimals, SIGNIFICANT):
        then = None if terms.year_ago is None else rounded(terms.year_ago, shown)
        same = shown == terms.decimals and then == terms.year_ago
        words = truth if same else scheme(replace(terms, decimals=shown, year_ago=then))
        seen = rounded(number, shown)
        if isinstance(words, Scheme) and status is words.status(seen) and met == (seen in words.aim):
            return shown, words
    return SIGNIFICANT, truth


def _gap(number: Fraction, aim: Span) -> Fraction:
    if aim.low is not None and aim.high is not None:
        return -abs(aim.move_into(number))
    return number - aim.low if aim.low is not None else (aim.high or Fraction(0)) - number


def _why(number: Fraction, words: Scheme, status: Status, *, decimals: int, shown: int, unit: str) -> str:
    """The sentences. Differences are between the figures as shown, so that a reader's own sum comes out the same."""
    seen = rounded(number, shown)
    sentences = [
        f"{figure(number, decimals, unit)} against {words.aim_words}: {_gap_words(seen, words.aim, decimals, unit)}."
    ]
    upward = words.next_band(seen)
    named = "" if status is Status.CANNOT_JUDGE else f"{status} is "
    reason = named + words.words(status)
    reason = reason[0].upper() + reason[1:]
    more = "" if upward is None else f"; {_next_words(seen, upward, shown, decimals, unit)}"
    sentences.append(f"{reason}{more}.")
    if words.note:
        sentences.append(words.note)
    if seen != rounded(number, decimals):
        sentences.append(f"Unrounded it is {figure(number, places(seen, shown), unit)}, and that is what is rated.")
    return " ".join(sentences)


def _gap_words(seen: Fraction, aim: Span, decimals: int, unit: str) -> str:
    gap = _gap(seen, aim)
    size = distance(gap, places(gap, decimals), unit)
    two_sided = aim.low is not None and aim.high is not None
    if two_sided and aim.low != aim.high and not gap:
        return "within it"
    if not gap and aim.strict:
        return "at the limit, which does not meet it"
    if not gap:
        return "on target"
    if gap > 0:
        return f"{size} better than target"
    if aim.move_into(seen) > 0:
        return f"{size} {'below it' if two_sided else 'short'}"
    return f"{size} {'above it' if two_sided else 'too high'}"


def _next_words(seen: Fraction, band: Band, shown: int, decimals: int, unit: str) -> str:
    """ "5.9 points more would make it green": rounded up, so that it is enough."""
    move = band.span.step_into(seen, shown)
    size = Fraction(ceil(abs(move) * 10**shown), 10**shown)
    amount = distance(size, places(size, decimals), unit)
    return f"{amount} {'more' if move > 0 else fewer(unit, decimals)} would make it {band.status.lower()}"
