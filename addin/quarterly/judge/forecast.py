"""Whether a target will be met if things go on as they are, and what it would take; or why nobody can say.

What the forecasts and their intervals were worth on real series: docs/developers/forecast-backtest.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from typing import Final

from msgspec import Struct

from quarterly.judge.projection import MONTHLY, QUARTERLY, YEARLY, Fit, Rhythm, fit
from quarterly.judge.series import (
    Desired,
    checked_direction,
    checked_number,
    checked_series,
    good_sign,
    rounding_error,
)
from quarterly.judge.spc import shocks
from quarterly.model.figures import as_set, change, counted, distance, fewer, figure

__all__ = ["MONTHLY", "QUARTERLY", "YEARLY", "Forecast", "Outlook", "Rhythm", "Step", "forecast"]

KNOWN_SHARE: Final = 0.75  # of the periods since the first reading: with fewer readings there is no forecast


class Outlook(StrEnum):
    """Whether the target will be met at the end of the plan, or as far ahead as one may look."""

    LIKELY_MET = "Likely to be met"  # the whole interval meets it: about nine times in ten, or better
    MAY_BE_MET = "May be met"
    MAY_BE_MISSED = "May be missed"
    LIKELY_MISSED = "Likely to be missed"
    NOT_SAID = ""  # no target, no better way, or no forecast


class Step(Struct, frozen=True, kw_only=True):
    """A period to come. Four times in five the value lies from ``lower`` to ``upper``, in the indicator's unit."""

    label: str
    value: float
    lower: float
    upper: float


class Forecast(Struct, frozen=True, kw_only=True):
    """What is to come, or in ``refused`` why it cannot be said.

    ``steps`` run from the next period to the end of the plan or as far as one may look. ``met_in`` is the label of the
    first of them that is expected to meet a target not met now. ``shortfall`` is how far the last falls short of the
    target, 0 where it does not. ``required`` is the change a period from the latest reading that would meet the target
    at the end of the plan, ``pace`` that of the past where it shows a clear trend; both in the indicator's unit.
    """

    steps: tuple[Step, ...] = ()
    outlook: Outlook = Outlook.NOT_SAID
    met_in: str = ""
    shortfall: float | None = None
    required: float | None = None
    pace: float | None = None
    refused: str = ""
    why: str


class _Goal(Struct, frozen=True, kw_only=True):
    """A target and how to speak of it; a ``strict`` one is not met by what only reaches it."""

    target: float | None
    strict: bool
    good: int
    decimals: int
    unit: str
    tolerance: float

    def shortfall(self, value: float) -> float | None:
        """How far the value falls short; 0 where it meets the target; ``None`` where there is nothing to meet."""
        if self.target is None or self.good == 0:
            return None
        short = self.good * (self.target - value)
        return short if short > self.tolerance else 0.0

    def meets(self, value: float) -> bool:
        """Whether the value meets the target."""
        if self.target is not None and self.strict and self.good:
            return self.good * (value - self.target) > self.tolerance
        return self.shortfall(value) == 0.0

    def show(self, value: float) -> str:
        """The value as a sentence has it."""
        return figure(value, self.decimals, self.unit)

    @property
    def words(self) -> str:
        """The target as a sentence has it."""
        shown = as_set(self.target or 0.0, self.unit)
        beyond = "more" if self.good > 0 else fewer(self.unit, self.decimals)
        return f"{beyond} than {shown}" if self.strict else shown


def forecast(
    values: Iterable[float | None],
    *,
    ahead: Sequence[str],
    rhythm: Rhythm = MONTHLY,
    direction: Desired = "neutral",
    target: float | None = None,
    strict: bool = False,
    least: float | None = None,
    most: float | None = None,
    decimals: int = 1,
    unit: str = "",
) -> Forecast:
    """Where a series is heading, with an interval that holds four outcomes in five.

    There is no forecast, and ``refused`` says why, where readings are too few or have too many gaps, where nothing
    lies ahead or the latest reading is too old, where the readings have not changed at all, and where the last of them
    lie outside the usual ups and downs around the trend.

    Args:
        values: One number a period in order of time; ``None`` where there is no reading. Long series are read back
            five years, yearly ones ten.
        ahead: Labels of the periods to come, from the one after the last of ``values`` to the end of the plan.
        rhythm: How often readings are taken.
        direction: Which way is good.
        target: The target at the end of the plan, in the values' unit.
        strict: Whether a value that only reaches the target misses it.
        least: What no value can be below: 0 for counts and percentages. A reading below it moves it there.
        most: What no value can be above: 100 for percentages. A reading above it moves it there.
        decimals: Decimals of values in sentences.
        unit: Unit of the values in sentences.

    Raises:
        ValueError: a value, the target or a bound is not a finite number; ``direction`` is none of the three.
    """
    series = checked_series(values)
    checked_direction(direction)
    for name, number in (("target", target), ("least", least), ("most", most)):
        if number is not None:
            checked_number(number, name=name)
    readings = [value for value in series if value is not None]
    known = _known(series, rhythm)
    stale = sum(1 for _ in _trailing(series))
    refused = _too_little(known, ahead, rhythm)
    if refused:
        return Forecast(refused=refused, why=refused)
    fitted = fit(known, rhythm)
    refused = _unstable(fitted, stale)
    if refused:
        return Forecast(refused=refused, why=refused)
    tolerance = rounding_error(readings)
    goal = _Goal(
        target=target, strict=strict, good=good_sign(direction), decimals=decimals, unit=unit, tolerance=tolerance
    )
    steps = _steps(fitted, ahead, stale, _within(readings, least, most))
    return _answer(fitted, steps, ahead, goal, latest=readings[-1])


def _trailing(series: Sequence[float | None]) -> Iterable[None]:
    for value in reversed(series):
        if value is not None:
            return
        yield None


def _known(series: Sequence[float | None], rhythm: Rhythm) -> tuple[float | None, ...]:
    """The series from its first reading in memory to its last."""
    places = [at for at, value in enumerate(series) if value is not None]
    if not places:
        return ()
    start = next(at for at in places if at > places[-1] - rhythm.memory)
    return tuple(series[start : places[-1] + 1])


def _too_little(known: Sequence[float | None], ahead: Sequence[str], rhythm: Rhythm) -> str:
    noun = f"{rhythm.noun}s"
    readings = [value for value in known if value is not None]
    if len(readings) < rhythm.least:
        there = f"is {len(readings)}" if len(readings) == 1 else f"are {len(readings) or 'none'}"
        return f"No forecast: it needs at least {rhythm.least} {noun} with a reading, and there {there}."
    if len(readings) < KNOWN_SHARE * len(known):
        missing = counted(len(known) - len(readings), noun)
        return f"No forecast: {missing} of {len(known)} have no reading."
    if not ahead:
        return "No forecast: the plan has no period left."
    if len(set(readings)) == 1:
        return "No forecast: the readings have not changed, so there is nothing to judge a range by."
    return ""


def _unstable(fitted: Fit, stale: int) -> str:
    """Why the last readings bar a forecast, from a control chart of what season and trend leave of the series."""
    if stale >= fitted.reach:
        return f"No forecast: the latest reading is {counted(stale, f'{fitted.rhythm.noun}s')} old."
    if not shocks(fitted.residual, last=fitted.rhythm.recent):
        return ""
    return "No forecast: the latest readings are outside the usual ups and downs, and where they lead is not yet clear."


def _within(readings: Sequence[float], least: float | None, most: float | None) -> Callable[[float], float]:
    lowest = min(readings) if least is None else min(least, *readings)
    highest = max(readings) if most is None else max(most, *readings)

    def bounded(value: float) -> float:
        raised = value if least is None else max(value, lowest)
        return raised if most is None else min(raised, highest)

    return bounded


def _steps(fitted: Fit, ahead: Sequence[str], stale: int, bounded: Callable[[float], float]) -> tuple[Step, ...]:
    steps = []
    for number, label in enumerate(ahead[: fitted.reach - stale], start=stale + 1):
        value, half = fitted.at(number)
        steps.append(Step(label=label, value=bounded(value), lower=bounded(value - half), upper=bounded(value + half)))
    return tuple(steps)


def _answer(fitted: Fit, steps: tuple[Step, ...], ahead: Sequence[str], goal: _Goal, *, latest: float) -> Forecast:
    end = steps[-1]
    met_now = goal.meets(latest)
    pace = fitted.past.slope if fitted.past.is_clear else None
    required = None
    if goal.target is not None and goal.good and not met_now:
        required = (goal.target - latest) / len(ahead)
    met_in = "" if met_now else next((step.label for step in steps if goal.meets(step.value)), "")
    outlook = _outlook(end, goal)
    sentences = [_course(end, goal, clear=fitted.past.is_clear)]
    if outlook is not Outlook.NOT_SAID:
        sentences.append(_verdict(outlook, end, goal, met_in))
    if len(steps) < len(ahead):
        sentences.append(f"The plan runs to {ahead[-1]}, further than can honestly be forecast.")
    if required:
        sentences.append(_effort(required, pace, ahead[-1], fitted.rhythm.noun, goal))
    return Forecast(
        steps=steps,
        outlook=outlook,
        met_in=met_in,
        shortfall=goal.shortfall(end.value),
        required=required,
        pace=pace,
        why=" ".join(sentences),
    )


def _outlook(end: Step, goal: _Goal) -> Outlook:
    if goal.shortfall(end.value) is None:
        return Outlook.NOT_SAID
    ends = (goal.meets(end.lower), goal.meets(end.upper))
    if goal.meets(end.value):
        return Outlook.LIKELY_MET if all(ends) else Outlook.MAY_BE_MET
    return Outlook.MAY_BE_MISSED if any(ends) else Outlook.LIKELY_MISSED


def _course(end: Step, goal: _Goal, *, clear: bool) -> str:
    basis = "If the trend goes on but slows, as trends do" if clear else "There is no clear trend; on past readings"
    return (
        f"{basis}, {end.label} will be about {goal.show(end.value)}; four times in five it will lie between "
        f"{goal.show(end.lower)} and {goal.show(end.upper)}."
    )


def _verdict(outlook: Outlook, end: Step, goal: _Goal, met_in: str) -> str:
    short = goal.shortfall(end.value)
    tail = f"by about {distance(short, goal.decimals, goal.unit)}" if short else f"first in {met_in}" if met_in else ""
    return f"By then the target of {goal.words} {_IS[outlook]}{', ' if tail else ''}{tail}."


def _effort(required: float, pace: float | None, label: str, noun: str, goal: _Goal) -> str:
    so_far = "there is no clear trend" if pace is None else f"the pace is {change(pace, goal.decimals, goal.unit)}"
    takes = change(required, goal.decimals, goal.unit)
    return f"Meeting it by {label} takes {takes} a {noun}; so far {so_far}."


_IS: Final = {
    Outlook.LIKELY_MET: "is likely to be met",
    Outlook.MAY_BE_MET: "may be met",
    Outlook.MAY_BE_MISSED: "may be missed",
    Outlook.LIKELY_MISSED: "is likely to be missed",
}
