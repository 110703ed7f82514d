"""When a job is due: a rule in words gives one moment in every period, on working days of England where it must.

A rule is asked with the clock of its caller; nothing here reads one. Moments know their time zone and are compared as
instants, so the hour that comes twice in October and the one that is skipped in March do no harm.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import count
from zoneinfo import ZoneInfo

from msgspec import Struct

from quarterly.jobs.working_days import (
    ONE_DAY,
    is_working_day,
    nth_working_day,
    working_day_from,
    working_day_until,
)
from quarterly.model.periods import Calendar, Period

LAST = -1
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class Cycle(StrEnum):
    """How often a rule comes round."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


class WhenClosed(StrEnum):
    """What becomes of a day on which offices are closed: a weekend or a bank holiday."""

    AFTER = "next working day"
    BEFORE = "previous working day"
    SAME = "same day"


class Plain(Struct, frozen=True):
    """Any day of the calendar."""


class Working(Struct, frozen=True):
    """A working day."""


class Weekday(Struct, frozen=True):
    """A day of the week, Monday 0."""

    number: int


Unit = Plain | Working | Weekday


class DueRule(Struct, frozen=True, kw_only=True):
    """ "3rd working day after quarter end at 06:00", understood. ``nth`` counts from 1 in the cycle; -1 is the last.

    Quarters and years are those of a year that starts in ``first_month``. ``text`` is the rule as it was written.
    """

    cycle: Cycle
    unit: Unit
    nth: int
    at: time
    first_month: int = 4
    when_closed: WhenClosed = WhenClosed.AFTER
    text: str = ""

    def day_in(self, start: date) -> date | None:
        """The day that is due in the cycle that begins with ``start``; ``None`` on a day that is not worked on."""
        if self.cycle is Cycle.DAY:
            return start if isinstance(self.unit, Plain) or is_working_day(start) else None
        day = self._nominal(start)
        match self.when_closed:
            case WhenClosed.AFTER:
                return working_day_from(day)
            case WhenClosed.BEFORE:
                return working_day_until(day)
            case WhenClosed.SAME:
                return day

    def _nominal(self, start: date) -> date:
        """The day before anybody asks whether offices are open."""
        end = self._shift(start, 1) - ONE_DAY
        match self.unit:
            case Working():
                return working_day_until(end) if self.nth == LAST else nth_working_day(start, self.nth)
            case Weekday(number):
                if self.nth == LAST:
                    return end - timedelta(days=(end.weekday() - number) % 7)
                return start + timedelta(days=(number - start.weekday()) % 7 + 7 * (self.nth - 1))
            case Plain():
                return end if self.nth == LAST else min(start + timedelta(days=self.nth - 1), end)

    def cycle_of(self, day: date) -> date:
        """The first day of the cycle that holds ``day``."""
        calendar = Calendar(self.first_month)
        match self.cycle:
            case Cycle.DAY:
                return day
            case Cycle.WEEK:
                return day - timedelta(days=day.weekday())
            case Cycle.MONTH:
                return day.replace(day=1)
            case Cycle.QUARTER:
                return calendar.quarter_of(day).start
            case Cycle.YEAR:
                return calendar.year_of(day).start

    def _shift(self, start: date, cycles: int) -> date:
        match self.cycle:
            case Cycle.DAY:
                return start + timedelta(days=cycles)
            case Cycle.WEEK:
                return start + timedelta(weeks=cycles)
            case Cycle.MONTH:
                return Period(start, 1).shift(cycles).start
            case Cycle.QUARTER:
                return Period(start, 3).shift(3 * cycles).start
            case Cycle.YEAR:
                return Period(start, 12).shift(12 * cycles).start

    def _moments(self, now: datetime, zone: ZoneInfo, steps: Iterator[int]) -> Iterator[datetime]:
        here = self.cycle_of(now.astimezone(zone).date())
        for step in steps:
            day = self.day_in(self._shift(here, step))
            if day is not None:
                yield datetime.combine(day, self.at, tzinfo=zone)

    def latest(self, now: datetime, zone: ZoneInfo) -> datetime:
        """The last moment that was due by ``now``.

        Of an hour that comes twice the first is meant; a time that the clocks skip is an hour later by the new time.
        """
        # From the next cycle backwards: its day may have been brought forward into this one.
        return next(moment for moment in self._moments(now, zone, count(1, -1)) if _instant(moment) <= _instant(now))

    def next_after(self, now: datetime, zone: ZoneInfo) -> datetime:
        """The first moment that is due after ``now``."""
        return next(moment for moment in self._moments(now, zone, count(-1)) if _instant(moment) > _instant(now))


def _instant(moment: datetime) -> float:
    # Python compares two times of one zone by their clock faces, which is wrong in the hour that comes twice.
    return moment.timestamp()
