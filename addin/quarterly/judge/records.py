"""Records and streaks: what has not been seen before, how far a series has come, and how long it has been on target."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from itertools import takewhile
from typing import Final

from msgspec import Struct

from quarterly.judge.series import (
    Desired,
    checked_direction,
    checked_number,
    checked_series,
    good_sign,
    rounding_error,
)
from quarterly.model.figures import change, counted, figure, plain

SINCE: Final = 3  # earlier readings in a row that a value must stand out from to be worth a sentence


class Extreme(StrEnum):
    """Which record the latest reading sets."""

    HIGHEST = "highest"
    LOWEST = "lowest"


class Mark(Struct, frozen=True, kw_only=True):
    """A reading and the period it is for."""

    label: str
    value: float


class Record(Struct, frozen=True, kw_only=True):
    """The latest reading as a record: of all readings (``since`` empty), or the most extreme since an earlier one.

    ``equal`` where the earlier reading had the same value. ``good`` says whether the extreme is the better end,
    ``None`` where neither is.
    """

    extreme: Extreme
    since: str
    equal: bool
    good: bool | None
    why: str


class Move(Struct, frozen=True, kw_only=True):
    """From one reading to the latest. ``percent`` is of the earlier value, ``None`` from 0 or for a percentage."""

    then: Mark
    now: Mark
    difference: float
    percent: float | None
    better: bool | None
    why: str


class Streak(Struct, frozen=True, kw_only=True):
    """How many periods in a row, up to the latest reading, met the target (``met``) or missed it."""

    met: bool
    length: int
    whole: bool  # before it stands a gap, a period without a target, or nothing: it may be longer
    why: str


class Records(Struct, frozen=True, kw_only=True):
    """What stands out in a series; ``None`` where there is nothing to say.

    ``from_peak`` and ``from_low`` run from the highest and lowest reading to the latest. ``why`` is the sentences that
    there are, with the larger of those two moves.
    """

    highest: Mark | None = None
    lowest: Mark | None = None
    record: Record | None = None
    from_peak: Move | None = None
    from_low: Move | None = None
    from_baseline: Move | None = None
    streak: Streak | None = None
    why: str


class _Ledger(Struct, frozen=True, kw_only=True):
    """The readings with the labels of their periods, and how to speak of them."""

    labels: tuple[str, ...]
    readings: tuple[float, ...]
    good: int
    period: str
    decimals: int
    unit: str
    tolerance: float

    def mark(self, at: int) -> Mark:
        """The reading at a place."""
        return Mark(label=self.labels[at], value=self.readings[at])

    def same(self, one: float, other: float) -> bool:
        """Whether two values differ by rounding error alone."""
        return abs(one - other) <= self.tolerance

    def show(self, value: float) -> str:
        """The value as a sentence has it."""
        return figure(value, self.decimals, self.unit)


def records(
    values: Iterable[float | None],
    *,
    labels: Sequence[str],
    direction: Desired = "neutral",
    targets: Sequence[float | None] = (),
    strict: Sequence[bool] = (),
    baseline: float | None = None,
    baseline_label: str = "the baseline",
    period: str = "month",
    decimals: int = 1,
    unit: str = "",
) -> Records:
    """The records and streaks of a series, as at its latest reading.

    The latest reading is a record if it is higher, or lower, than every other. Failing that it may be the highest or
    lowest since an earlier reading that it does not beat. Either needs at least three earlier readings in a row that it
    stands out from, so a short series and one that never changed set no record. An extreme that occurs more than once
    is dated by its latest occurrence. A gap (``None``) ends a streak; records look across gaps.

    Args:
        values: One number a period in order of time; ``None`` where there is no reading.
        labels: What each period is called, such as "Q2 2023/24".
        direction: Which way is good.
        targets: The target in force in each period, ``None`` where there was none; empty for no streak.
        strict: Whether the target of each period is missed by what only reaches it; empty where none is.
        baseline: What the series is measured against, in the values' unit.
        baseline_label: What the baseline is called: its date, or "the baseline".
        period: What one period is called in sentences.
        decimals: Decimals of values in sentences.
        unit: Unit of the values in sentences; ``"%"`` makes differences points.

    Raises:
        ValueError: a value, a target or the baseline is not a finite number; there are not as many labels, or targets
            where there are any, as values; ``direction`` is none of the three.
    """
    series = checked_series(values)
    checked_direction(direction)
    goals = checked_series(targets, name="targets") or (None,) * len(series)
    for name, items in (("labels", labels), ("targets", goals)):
        if len(items) != len(series):
            raise ValueError(f"{name} must be as many as values ({len(series)}), not {len(items)}")
    readings = tuple(value for value in series if value is not None)
    if not readings:
        return Records(why="There is no reading yet.")
    ledger = _Ledger(
        labels=tuple(label for label, value in zip(labels, series, strict=True) if value is not None),
        readings=readings,
        good=good_sign(direction),
        period=period,
        decimals=decimals,
        unit=unit,
        tolerance=rounding_error(readings),
    )
    high, low = _last_place_of(ledger, max(readings)), _last_place_of(ledger, min(readings))
    record = _stands_out(ledger, 1) or _stands_out(ledger, -1)
    from_peak, from_low = _move_since(ledger, high, "the highest"), _move_since(ledger, low, "the lowest")
    from_baseline = None
    if baseline is not None:
        start = Mark(label=baseline_label, value=checked_number(baseline, name="baseline"))
        from_baseline = _move(ledger, start, "")
    streak = _streak(ledger, series, goals, strict or (False,) * len(series))
    larger = max((move for move in (from_peak, from_low) if move), key=lambda move: abs(move.difference), default=None)
    return Records(
        highest=ledger.mark(high),
        lowest=ledger.mark(low),
        record=record,
        from_peak=from_peak,
        from_low=from_low,
        from_baseline=from_baseline,
        streak=streak,
        why=" ".join(item.why for item in (record, from_baseline, larger, streak) if item) or "Nothing stands out.",
    )


def _last_place_of(ledger: _Ledger, value: float) -> int:
    """Where a value occurs for the last time."""
    places = range(len(ledger.readings) - 1, -1, -1)
    return next(at for at in places if ledger.same(ledger.readings[at], value))


def _stands_out(ledger: _Ledger, way: int) -> Record | None:
    """The record that the latest reading sets upwards (1) or downwards (-1)."""
    *earlier, now = ledger.readings
    beaten = len(list(takewhile(lambda value: way * (now - value) > ledger.tolerance, reversed(earlier))))
    if beaten < SINCE:
        return None
    extreme = Extreme.HIGHEST if way > 0 else Extreme.LOWEST
    good = None if ledger.good == 0 else way == ledger.good
    lead = f"At {ledger.show(now)}, the {extreme}{_judged(good)}"
    if beaten == len(earlier):
        why = f"{lead} on record, which begins in {ledger.labels[0]}."
        return Record(extreme=extreme, since="", equal=False, good=good, why=why)
    rival = ledger.mark(len(earlier) - beaten - 1)
    equal = ledger.same(rival.value, now)
    why = f"{lead} since {rival.label}{', which was the same' if equal else ''}."
    return Record(extreme=extreme, since=rival.label, equal=equal, good=good, why=why)


def _judged(good: bool | None) -> str:
    if good is None:
        return ""
    return " (best)" if good else " (worst)"


def _move_since(ledger: _Ledger, at: int, name: str) -> Move | None:
    """From the reading at a place to the latest; ``None`` where that is the same reading."""
    return None if at == len(ledger.readings) - 1 else _move(ledger, ledger.mark(at), name)


def _move(ledger: _Ledger, then: Mark, name: str) -> Move:
    """From ``then``, called ``name`` besides its label, to the latest reading."""
    now = ledger.mark(len(ledger.readings) - 1)
    difference = 0.0 if ledger.same(now.value, then.value) else now.value - then.value
    percent = None
    if ledger.unit != "%" and abs(then.value) > ledger.tolerance:
        percent = 100 * difference / abs(then.value)
    better = None if not difference or not ledger.good else (difference > 0) == (ledger.good > 0)
    origin = f"{name}, in {then.label}" if name else then.label
    size = _size(ledger, difference, percent) + _worth(better)
    return Move(
        then=then,
        now=now,
        difference=difference,
        percent=percent,
        better=better,
        why=f"From {ledger.show(then.value)} ({origin}) to {ledger.show(now.value)}: {size}.",
    )


def _size(ledger: _Ledger, difference: float, percent: float | None) -> str:
    if not difference:
        return "no change"
    moved = change(difference, ledger.decimals, ledger.unit)
    if percent is None:
        return moved
    return f"{moved} ({'+' if percent > 0 else ''}{plain(percent, 0 if abs(percent) >= 1 else 1)}%)"


def _worth(better: bool | None) -> str:
    if better is None:
        return ""
    return ", an improvement" if better else ", a decline"


def _streak(
    ledger: _Ledger, series: Sequence[float | None], goals: Sequence[float | None], strict: Sequence[bool]
) -> Streak | None:
    """The run of periods up to the latest that all met, or all missed, the target then in force."""
    if ledger.good == 0:
        return None
    verdicts = [
        None
        if value is None or goal is None
        else ledger.good * (value - goal) >= (ledger.tolerance if beyond else -ledger.tolerance)
        for value, goal, beyond in zip(series, goals, strict, strict=True)
    ]
    met = verdicts[-1]
    if met is None:
        return None
    length = len(list(takewhile(lambda verdict: verdict is met, reversed(verdicts))))
    whole = length == len(verdicts) or verdicts[-length - 1] is None
    state = "On target" if met else "Off target"
    span = f"this {ledger.period}" if length == 1 else f"{counted(length, f'{ledger.period}s')} in a row"
    return Streak(met=met, length=length, whole=whole, why=f"{state} for {span}{_RECORDED if whole else ''}.")


_RECORDED: Final = ", as far back as it can be judged"
