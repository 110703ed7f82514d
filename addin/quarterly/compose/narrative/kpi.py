"""An indicator's draft: where it stands, how it moved, and what else matters most."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import islice

from msgspec import Struct

from quarterly.compose.material import Material
from quarterly.compose.narrative.series import comparison, forecast, record, signal, streak
from quarterly.compose.narrative.sources import ASKED, Trail, distinct, is_range
from quarterly.compose.narrative.trace import Figure, Phrase, Sentence, Topic, said
from quarterly.judge.judgement import Direction, KpiJudgement, Status
from quarterly.judge.targets import target_in_force
from quarterly.model.figures import distance, exact, places, rounded
from quarterly.model.kpi import Kpi, Polarity
from quarterly.model.periods import Period

MOST = 4  # sentences about an indicator


def kpi_sentences(material: Material, item: KpiJudgement) -> tuple[Sentence, ...]:
    """The draft about an indicator: four sentences at most, in the order of their importance."""
    trail = Trail.of(material, item.kpi)
    found = (draft(item, trail) for draft in DRAFTS)
    return tuple(islice((sentence for sentence in found if sentence is not None), MOST))


def _standing(item: KpiJudgement, trail: Trail) -> Sentence:
    if item.value is None or item.period is None:
        return _absent(item, trail)
    value = trail.value(item.value, item.period)
    when = (" over " if item.period.months not in _USUAL else " in ", trail.period(item.period))
    against = _against(item.value, item.period, trail)
    link = " and " if against or item.status.is_rated else "; it "
    verdict = f"is rated {item.status.lower()}" if item.status.is_rated else _UNRATED.get(item.status, "is not rated")
    return said(Topic.STANDING, trail.name, " stood at ", value, *when, *against, link, f"{verdict}.")


_USUAL = (1, 3, 12)  # months that one says "in" of

_UNRATED = {
    Status.INFORMATION: "is for information only",
    Status.NO_TARGET: "has no target to be rated against",
    Status.CANNOT_JUDGE: "cannot be rated",
}


def _absent(item: KpiJudgement, trail: Trail) -> Sentence:
    period = item.period or item.quarter
    asked = trail.period(period) if item.period else Figure(trail.history.label(period), None, (), ASKED)
    latest: Phrase = ()
    if item.latest is not None and item.latest.value is not None:
        known = item.latest.period
        latest = ("; the latest is ", trail.value(item.latest.value, known), " for ", trail.period(known))
    why = _ABSENT.get(item.status, "is awaited")
    return said(Topic.STANDING, trail.name, ": the figure for ", asked, f" {why}", *latest, ".")


_ABSENT = {
    Status.NOT_DUE: "is not due, as it is reported once a year",
    Status.LAGGED: "is not known yet",
    Status.NOT_APPLICABLE: "does not apply",
    Status.NOT_AVAILABLE: "is not available",
    Status.SUPPRESSED: "is suppressed",
    Status.LOW_RELIABILITY: "is too unreliable to be given",
    Status.CANNOT_JUDGE: "cannot be worked out",
}


def _against(value: float, period: Period, trail: Trail) -> Phrase:
    """ ", 2.3 points short of the target of 95%,": the distance between the figures as shown."""
    kpi = trail.kpi
    target, aim = trail.target(period), target_in_force(kpi, period)
    if target is None or kpi.polarity is Polarity.INFORMATION:
        return ()
    ranged = aim is not None and is_range(kpi, aim)
    edges = () if aim is None else (aim.low, aim.high) if ranged else (target.value,)
    limits = tuple(exact(edge) for edge in edges if edge is not None)
    if not limits:
        return (", against a target of ", target, ",")
    gap = _gap(value, limits, kpi.decimals)
    if not gap:
        at = "at the very limit of" if aim is not None and aim.strict else "exactly on"
        return (", within the target range of " if ranged else f", {at} the target of ", target, ",")
    shown = distance(gap, min(places(gap, kpi.decimals), kpi.decimals + FINER), kpi.unit)
    size = Figure(shown, float(abs(gap)), distinct((*trail.value_cells(period), *target.sources)))
    return (", ", size, f" {_side(kpi, gap)} the target {'range ' if ranged else ''}of ", target, ",")


FINER = 2  # decimals more than the indicator's that a distance may show, where the target has more


def _gap(value: float, limits: tuple[Fraction, ...], decimals: int) -> Fraction:
    """How far above (positive) or below its limits the value lies as shown; 0 on the limit or between the two."""

    def beyond(number: Fraction) -> Fraction:
        return min(number - limits[0], Fraction(0)) + max(number - limits[-1], Fraction(0))

    true, seen = beyond(exact(value)), beyond(rounded(value, decimals))
    return seen if (seen > 0, seen < 0) == (true > 0, true < 0) else true


def _side(kpi: Kpi, gap: Fraction) -> str:
    if kpi.polarity is Polarity.HIGH:
        return "better than" if gap > 0 else "short of"
    if kpi.polarity is Polarity.LOW:
        return "better than" if gap < 0 else "over"
    return "above" if gap > 0 else "below"


class _Move(Struct, frozen=True, kw_only=True):
    """From a value in an earlier period to the value now."""

    direction: Direction
    early: float
    when: Period
    late: float
    period: Period

    @property
    def meaning(self) -> str:
        return _MEANINGS.get(self.direction, "")

    @property
    def verb(self) -> str:
        """Which way the value itself went; that it stayed where the movement is below the threshold that counts."""
        change = exact(self.late) - exact(self.early)
        if self.direction is Direction.STABLE:
            return "is little changed" if change else "is unchanged"
        return "rose" if change > 0 else "fell"

    def extent(self, trail: Trail) -> Phrase:
        """ " by 2.3 points from 81.8% in Q2 2025/26": the difference between the figures as shown."""
        kpi = trail.kpi
        origin = (" from ", trail.value(self.early, self.when), " in ", trail.period(self.when))
        if self.direction is Direction.STABLE:
            return origin
        seen = rounded(self.late, kpi.decimals) - rounded(self.early, kpi.decimals)
        seen = seen or exact(self.late) - exact(self.early)
        sources = distinct((*trail.value_cells(self.period), *trail.value_cells(self.when)))
        return (" by ", Figure(distance(seen, kpi.decimals, kpi.unit), float(abs(seen)), sources), *origin)


_MEANINGS = {
    Direction.IMPROVED: "an improvement",
    Direction.DECLINED_WITHIN: "a decline",
    Direction.DECLINED_OFF: "a decline",
}


def _moves(item: KpiJudgement) -> Iterator[_Move]:
    now = item.reading if item.period else item.latest
    for travel in (item.short, item.long):
        then, when = travel.then, travel.then_period
        if now is None or now.value is None or then is None or then.value is None or when is None:
            continue
        yield _Move(
            direction=travel.direction,
            early=then.value,
            when=when,
            late=now.value,
            period=item.period or now.period,
        )


def _movement(item: KpiJudgement, trail: Trail) -> Sentence | None:
    """From the quarter before and from the same time last year, as far as there is a direction of travel."""
    moves = tuple(_moves(item))
    if not moves:
        return None
    first, last = moves[0], moves[-1]
    lead = f"the {'latest ' if item.value is None else ''}figure {first.verb}"
    one = first.extent(trail)
    if first is last:
        return said(Topic.MOVEMENT, lead, *one, f", {first.meaning}" if first.meaning else "", ".")
    two = ("" if last.verb == first.verb else f" {last.verb}", *last.extent(trail))
    if first.meaning == last.meaning:
        return said(
            Topic.MOVEMENT, lead, *one, " and", *two, f", {first.meaning} on both" if first.meaning else "", "."
        )
    marks = [f" ({move.meaning})" if move.meaning else "" for move in moves]
    link = ", but" if all(marks) else " and"
    return said(Topic.MOVEMENT, lead, *one, marks[0], link, *two, marks[1], ".")


DRAFTS: tuple[Callable[[KpiJudgement, Trail], Sentence | None], ...] = (
    _standing,
    _movement,
    signal,
    forecast,
    comparison,
    record,
    streak,
)
"""What may be said of an indicator, the most important first."""
