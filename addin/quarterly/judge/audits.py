"""Case audits: the grade profile of months, quarters and teams, the share good or better, and how it moved.

Grades are added up over the rows of a period. A row in which one of the four grades has no count is left out and
named: nobody can tell a nought from a number that is still to come.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fractions import Fraction

from msgspec import Struct

from quarterly.judge.judgement import Direction
from quarterly.judge.wording import counted, listed
from quarterly.model.context import AuditMonth
from quarterly.model.figures import distance, figure, rounded
from quarterly.model.periods import FINANCIAL, Calendar, Period
from quarterly.model.rules import Rules

SMALL_COUNT = 5  # audits; counts of people from 1 up to this are not published (DfE, children in need)
SMALL_SHOWN = f"Counts of {SMALL_COUNT} or fewer are shown: they count case files, not children."
QUARTERS = 8  # quarters of the table: two years
YEAR = 12  # months

_WHOLE = frozenset(("", "all", "all teams", "total", "overall", "whole service"))
"""What stands in the Team column of a row for the whole service."""


class Profile(Struct, frozen=True, kw_only=True):
    """How many audits of a period, or of a team, earned each grade.

    It is not ``known`` where no row counts: then there are no noughts either.
    """

    period: Period
    team: str = ""
    outstanding: int = 0
    good: int = 0
    requires_improvement: int = 0
    inadequate: int = 0
    known: bool = True

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """The four counts from best to worst."""
        return (self.outstanding, self.good, self.requires_improvement, self.inadequate)

    @property
    def total(self) -> int:
        """All audits."""
        return sum(self.counts)

    @property
    def good_or_better(self) -> int:
        """Audits graded good or outstanding."""
        return self.outstanding + self.good

    @property
    def share(self) -> Fraction | None:
        """Percent good or better; ``None`` where nothing was audited."""
        return Fraction(100 * self.good_or_better, self.total) if self.total else None

    @property
    def share_inadequate(self) -> Fraction | None:
        """Percent inadequate; ``None`` where nothing was audited."""
        return Fraction(100 * self.inadequate, self.total) if self.total else None


class Movement(Struct, frozen=True, kw_only=True):
    """A quarter's share good or better against an earlier one's. ``change`` is in percentage points."""

    direction: Direction
    why: str
    change: Fraction | None = None


class AuditJudgement(Struct, frozen=True, kw_only=True):
    """Everything that the audits say for a quarter.

    ``months`` are in order and without holes; ``quarters`` end with the one reported and pair each with its movement.
    ``teams`` are those of the quarter. ``caveats`` are sentences a reader must see beside the figures.
    """

    quarter: Profile
    months: tuple[Profile, ...] = ()
    quarters: tuple[tuple[Profile, Movement], ...] = ()
    teams: tuple[Profile, ...] = ()
    why: str = ""
    why_inadequate: str = ""
    caveats: tuple[str, ...] = ()


def judge_audits(
    audits: Sequence[AuditMonth], quarter: Period, as_at: date, rules: Rules, calendar: Calendar = FINANCIAL
) -> AuditJudgement:
    """The audits of the quarter and of the time before it, of periods that had ended by ``as_at``.

    A period counts by its rows for the whole service; where it has none, by those of its teams.
    """
    known = [row for row in audits if row.month.end <= min(as_at, quarter.end)]
    complete = [row for row in known if _is_complete(row)]
    whole = [row for row in complete if _is_whole(row)]
    covered = {row.month for row in whole}
    counted_rows = [*whole, *(row for row in complete if row.month not in covered)]
    case = _Case(rows=counted_rows, calendar=calendar, points=Fraction(str(rules.direction.points)))
    now = case.profile(quarter)
    return AuditJudgement(
        quarter=now,
        months=case.months(),
        quarters=case.quarters(quarter),
        teams=_teams(complete, quarter),
        why=case.headline(now),
        why_inadequate=case.headline_inadequate(now),
        caveats=(*_left_out(known, calendar), *_doubled(counted_rows, calendar), *_small(now, rules.small_denominator)),
    )


class _Case(Struct, frozen=True, kw_only=True):
    """The rows that count for the whole service. ``points`` is the change from which a movement counts."""

    rows: Sequence[AuditMonth]
    calendar: Calendar
    points: Fraction

    def profile(self, period: Period) -> Profile:
        return _added(period, [row for row in self.rows if period.contains(row.month)])

    def months(self) -> tuple[Profile, ...]:
        """One profile a month from the first to the last; rows that cover more than a month keep their own period."""
        if not self.rows:
            return ()
        periods = {row.month for row in self.rows}
        if all(period.months == 1 for period in periods):
            step, last = min(periods), max(periods)
            while step < last:
                step = step.next()
                periods.add(step)
        return tuple(_added(period, [row for row in self.rows if row.month == period]) for period in sorted(periods))

    def quarters(self, quarter: Period) -> tuple[tuple[Profile, Movement], ...]:
        """The quarter and those before it that have audits, oldest first."""
        periods = [quarter.shift(-quarter.months * back) for back in range(QUARTERS - 1, -1, -1)]
        profiles = [self.profile(period) for period in periods]
        return tuple(
            (profile, self.movement(profile, self.profile(profile.period.previous())))
            for profile in profiles
            if profile.total or profile.period == quarter
        )

    def movement(self, now: Profile, then: Profile) -> Movement:
        """How the share good or better moved; a change below the materiality threshold is stable."""
        if now.share is None or then.share is None:
            return Movement(direction=Direction.NONE, why="Nothing to compare with.")
        change = now.share - then.share
        was = f"{_percent(then.share)} in {self.calendar.label(then.period)}"
        if not change:
            return Movement(direction=Direction.STABLE, why=f"unchanged from {was}", change=change)
        size = distance(rounded(now.share, 0) - rounded(then.share, 0) or change, 0, "%")
        words = f"{'up' if change > 0 else 'down'} {size} from {was}"
        if abs(change) < self.points:
            return Movement(direction=Direction.STABLE, why=words, change=change)
        direction = Direction.IMPROVED if change > 0 else Direction.DOWN
        return Movement(direction=direction, why=words, change=change)

    def headline(self, now: Profile) -> str:
        """ "19 of 30 audits (63%) in Q3 2025/26 were graded good or better: up 6 points from 57% in Q2 2025/26."."""
        if now.share is None:
            return f"No audit is recorded for {self.calendar.label(now.period)}."
        moves = [
            self.movement(now, self.profile(earlier)) for earlier in (now.period.previous(), now.period.year_ago())
        ]
        compared = listed([move.why for move in moves if move.change is not None])
        said = _share_words(now.good_or_better, now, self.calendar, "graded good or better")
        return f"{said}: {compared}." if compared else f"{said}."

    def headline_inadequate(self, now: Profile) -> str:
        """The same of audits graded inadequate; empty without audits."""
        if now.share_inadequate is None:
            return ""
        said = _share_words(now.inadequate, now, self.calendar, "graded inadequate")
        earlier = [self.profile(period) for period in (now.period.previous(), now.period.year_ago())]
        were = [
            f"{each.inadequate:,} of {each.total:,} ({_percent(each.share_inadequate)}) in "
            f"{self.calendar.label(each.period)}"
            for each in earlier
            if each.share_inadequate is not None
        ]
        return f"{said}, against {listed(were)}." if were else f"{said}."


def _share_words(part: int, now: Profile, calendar: Calendar, graded: str) -> str:
    share = _percent(Fraction(100 * part, now.total))
    number = f"{part:,}" if part else "None"
    verb = "was" if part == 1 else "were"
    return f"{number} of {counted(now.total, 'audit')} ({share}) in {calendar.label(now.period)} {verb} {graded}"


def _percent(share: Fraction) -> str:
    return figure(share, 0, "%")


def _is_whole(row: AuditMonth) -> bool:
    return row.team.strip().casefold() in _WHOLE


def _grades(row: AuditMonth) -> tuple[int | None, ...]:
    return (row.outstanding, row.good, row.requires_improvement, row.inadequate)


def _is_complete(row: AuditMonth) -> bool:
    return all(count is not None for count in _grades(row))


def _added(period: Period, rows: Iterable[AuditMonth], team: str = "") -> Profile:
    grades = [_grades(row) for row in rows]
    totals = [sum(count or 0 for count in grade) for grade in zip(*grades, strict=True)]
    outstanding, good, requires_improvement, inadequate = totals or (0, 0, 0, 0)
    return Profile(
        period=period,
        team=team,
        outstanding=outstanding,
        good=good,
        requires_improvement=requires_improvement,
        inadequate=inadequate,
        known=bool(grades),
    )


def _teams(rows: Sequence[AuditMonth], quarter: Period) -> tuple[Profile, ...]:
    """A profile for each team with audits in the quarter, in the order of first mention."""
    named = [row for row in rows if not _is_whole(row) and quarter.contains(row.month)]
    names: dict[str, str] = {}
    for row in named:
        names.setdefault(row.team.strip().casefold(), row.team.strip())
    return tuple(
        _added(quarter, [row for row in named if row.team.strip().casefold() == key], name)
        for key, name in names.items()
    )


def _left_out(rows: Sequence[AuditMonth], calendar: Calendar) -> tuple[str, ...]:
    """The periods whose row lacks a count; a row without any count says nothing and needs no word."""
    gaps = [row for row in rows if not _is_complete(row) and any(count is not None for count in _grades(row))]
    names = _named(gaps, lambda row: _row_name(row, calendar))
    if not names:
        return ()
    verb = "is" if len(names) == 1 else "are"
    return (f"{listed(names)} {verb} left out, as a grade has no count: enter 0 where there was none.",)


def _doubled(rows: Sequence[AuditMonth], calendar: Calendar) -> tuple[str, ...]:
    seen: set[tuple[Period, str]] = set()
    again = []
    for row in rows:
        key = (row.month, row.team.strip().casefold())
        if key in seen:
            again.append(row)
        seen.add(key)
    names = _named(again, lambda row: _row_name(row, calendar))
    if not names:
        return ()
    verb = "has" if len(names) == 1 else "have"
    return (f"{listed(names)} {verb} more than one row; they are added up.",)


def _named(rows: Iterable[AuditMonth], name: Callable[[AuditMonth], str]) -> list[str]:
    return list(dict.fromkeys(name(row) for row in rows))


def _row_name(row: AuditMonth, calendar: Calendar) -> str:
    label = calendar.label(row.month)
    return label if _is_whole(row) else f"{label} ({row.team.strip()})"


def _small(now: Profile, small_denominator: int) -> tuple[str, ...]:
    """What one audit is worth, where that is much; and that small counts stand here."""
    caveats = []
    if 0 < now.total < small_denominator:
        worth = figure(Fraction(100, now.total), 0, "points")
        caveats.append(f"Percentages of so few audits say little: one audit more or less moves them by {worth}.")
    if any(0 < count <= SMALL_COUNT for count in now.counts):
        caveats.append(SMALL_SHOWN)
    return tuple(caveats)
