"""Bands of values that earn a status: what every rule family comes down to.

A value has the status of the first band that holds it, best first; ends are inclusive, so that a value on the limit
has the better status. What no band holds has the last status, mostly red.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from msgspec import Struct

from quarterly.judge.judgement import Status
from quarterly.model.figures import as_set, exact, fewer
from quarterly.model.kpi import Polarity, Target
from quarterly.model.rules import RagRule


class Span(Struct, frozen=True):
    """Values from ``low`` to ``high``, both included unless ``strict``; ``None`` is open."""

    low: Fraction | None = None
    high: Fraction | None = None
    strict: bool = False

    def move_into(self, value: Fraction) -> Fraction:
        """The smallest change that brings the value to the span: 0 inside, positive below, negative above."""
        if self.low is not None and value < self.low:
            return self.low - value
        if self.high is not None and value > self.high:
            return self.high - value
        return Fraction(0)

    def step_into(self, value: Fraction, decimals: int) -> Fraction:
        """The smallest change to a value of so many decimals that brings it into the span."""
        scale, move = 10**decimals, self.move_into(value)
        if self.strict and self.low is not None:
            return Fraction(floor(self.low * scale) + 1, scale) - value
        if self.strict and self.high is not None:
            return Fraction(ceil(self.high * scale) - 1, scale) - value
        return move

    def __contains__(self, value: Fraction) -> bool:
        if self.strict and value in (self.low, self.high):
            return False
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)

    def stretched(self, by: Fraction, *, relative: bool) -> Span:
        """Widened at each closed end: by a share of the end's size, or by an amount. What is widened has its limits."""

        def room(end: Fraction) -> Fraction:
            # The size, not the value: 5% of a target of -10 is half a unit of leeway, never of strictness.
            return abs(end) * by if relative else by

        low = None if self.low is None else self.low - room(self.low)
        high = None if self.high is None else self.high + room(self.high)
        return Span(low, high, self.strict and (low, high) == (self.low, self.high))


class Band(Struct, frozen=True):
    """A status, the values that earn it, and the rule in words: "within 5% of target (85.5% or more)"."""

    status: Status
    span: Span
    words: str


class Reach(Struct, frozen=True):
    """From which values a target can still be reached within the year, for in-year rules.

    ``span`` is ``None`` where it cannot be reached from any value that misses it. ``yes`` and ``no`` say why.
    """

    span: Span | None
    yes: str
    no: str


class Scheme(Struct, frozen=True):
    """The bands of a rule, best first, the status of everything else, and the aim that gaps are measured from."""

    aim: Span
    aim_words: str
    bands: tuple[Band, ...]
    last: Status
    last_words: str
    note: str = ""

    def status(self, value: Fraction) -> Status:
        """The status of the first band that holds the value."""
        return next((band.status for band in self.bands if value in band.span), self.last)

    def words(self, status: Status) -> str:
        """What earns the status, in words."""
        return next((band.words for band in self.bands if band.status is status), self.last_words)

    def next_band(self, value: Fraction) -> Band | None:
        """The better band that takes the least change; ``None`` where the value has the best status."""
        better: list[Band] = []
        for band in self.bands:
            if value in band.span:
                break
            better.append(band)
        return min(better, key=lambda band: abs(band.span.move_into(value)), default=None)


class Unrated(Struct, frozen=True):
    """No colour can be given, and why."""

    status: Status
    why: str


class Terms(Struct, frozen=True, kw_only=True):
    """What a rule is laid over: the target in force and what else the rule looks at."""

    rule: RagRule
    target: Target
    polarity: Polarity
    year_ago: Fraction | None
    reach: Reach | None
    decimals: int
    unit: str

    def shown(self, value: Fraction) -> str:
        """A limit with the indicator's decimals, or more where it has more."""
        return as_set(value, self.unit, self.decimals)

    def span_words(self, span: Span, *, least: int | None = None) -> str:
        """ "85.5% or more", "20% or less", "fewer than 85", "580 to 630 children"."""
        places = self.decimals if least is None else least
        if span.strict and span.low is not None:
            return f"more than {as_set(span.low, self.unit, places)}"
        if span.strict and span.high is not None:
            return f"{self._less} than {as_set(span.high, self.unit, places)}"
        if span.low is None:
            return "any value" if span.high is None else f"{as_set(span.high, self.unit, places)} or {self._less}"
        if span.high is None:
            return f"{as_set(span.low, self.unit, places)} or more"
        if span.low == span.high:
            return as_set(span.low, self.unit, places)
        low = as_set(span.low, "%" if self.unit == "%" else "", places)
        return f"{low} to {as_set(span.high, self.unit, places)}"

    def outside_words(self, span: Span) -> str:
        """ "below 81.0%", "above 20%", "below 551 or above 661.5", "85 or more" of what is to be fewer."""
        if span.strict:
            return self.span_words(Span(span.high, span.low))
        ends = [] if span.low is None else [f"below {self.shown(span.low)}"]
        return " or ".join(ends if span.high is None else [*ends, f"above {self.shown(span.high)}"])

    @property
    def _less(self) -> str:
        return fewer(self.unit, self.decimals)


def aim(target: Target, polarity: Polarity) -> Span | None:
    """The values that meet the target; ``None`` where the target does not say."""
    if polarity is Polarity.RANGE and not target.low is target.high is None:
        return Span(_exactly(target.low), _exactly(target.high))
    if target.value is None:
        return None
    value = exact(target.value)
    strict = target.strict and polarity in (Polarity.HIGH, Polarity.LOW)
    return Span(None if polarity is Polarity.LOW else value, None if polarity is Polarity.HIGH else value, strict)


def _exactly(value: float | None) -> Fraction | None:
    return None if value is None else exact(value)
