"""What an indicator's whole series and its comparators add to its draft."""

from __future__ import annotations

from collections.abc import Sequence

from quarterly.compose.narrative.sources import YEAR, Trail, cells, distinct, period_cells, value_cells
from quarterly.compose.narrative.trace import Figure, Phrase, Sentence, Topic, counted, said
from quarterly.judge.benchmark import Comparison
from quarterly.judge.forecast import Outlook
from quarterly.judge.judgement import KpiJudgement
from quarterly.judge.over_time import RHYTHMS, OverTime
from quarterly.judge.quarter import value_for
from quarterly.judge.spc_rules import PointType, SpecialCause
from quarterly.model.figures import distance, exact, figure, rounded
from quarterly.model.kpi import Comparator, Reading
from quarterly.model.periods import Period, months_between
from quarterly.model.problems import CellRef

LONG = 3  # periods in a row on one side of the target that are worth a sentence
RECORD_MONTHS = YEAR  # a record that goes back less is not worth one
COMPARED = (Comparator.ENGLAND, Comparator.NEIGHBOURS, Comparator.REGION)
"""The one comparator that is named is the first of these that there is."""


def signal(item: KpiJudgement, _trail: Trail) -> Sentence | None:
    """What the control chart shows, where the latest reading is a special cause."""
    seen = _series(item)
    latest = seen.chart.latest if seen and seen.chart else None
    if seen is None or latest is None or latest.special_cause is None:
        return None
    meaning = _MEANINGS.get(latest.point_type or PointType.COMMON, "")
    words = _CAUSES[latest.special_cause].format(period=_noun(seen.periods))
    return said(Topic.SIGNAL, f"the control chart shows a real change{meaning}: {words}.")


_MEANINGS = {PointType.IMPROVEMENT: " for the better", PointType.CONCERN: " for the worse"}
_CAUSES = {
    SpecialCause.ABOVE: "the latest reading lies above the upper control limit",
    SpecialCause.BELOW: "the latest reading lies below the lower control limit",
    SpecialCause.INCREASING: "a run of {period}s, each higher than the one before",
    SpecialCause.DECREASING: "a run of {period}s, each lower than the one before",
    SpecialCause.TWO_ABOVE: "recent readings lie close to the upper control limit",
    SpecialCause.TWO_BELOW: "recent readings lie close to the lower control limit",
    SpecialCause.SEVEN_ABOVE: "a run of {period}s above the average",
    SpecialCause.SEVEN_BELOW: "a run of {period}s below the average",
}


def forecast(item: KpiJudgement, trail: Trail) -> Sentence | None:
    """Where the figure will be as far ahead as may be said, and what that means for the target."""
    seen = _series(item)
    if seen is None or not seen.forecast.steps:
        return None
    found, end = seen.forecast, seen.forecast.steps[-1]
    sources = value_cells(_forecast_readings(seen, trail))
    kpi = trail.kpi

    def about(value: float) -> Figure:
        return Figure(figure(value, kpi.decimals, kpi.unit), value, sources)

    basis = "on past readings" if found.pace is None else "if the trend goes on but slows"
    when = Figure(end.label, None, (), TO_COME)
    between = (" (four times in five between ", about(end.lower), " and ", about(end.upper), ")")
    verdict = _verdict(seen, seen.until, trail, sources) if seen.until else ()
    subject = f"the {_OFTEN.get(seen.basis[0].months, '')}figure will be about "
    return said(Topic.FORECAST, f"{basis}, {subject}", about(end.value), " in ", when, *between, *verdict, ".")


_OFTEN = {1: "monthly ", 3: "quarterly ", 12: "yearly "}


TO_COME = "a period to come"


def _verdict(seen: OverTime, until: Period, trail: Trail, sources: tuple[CellRef, ...]) -> Phrase:
    found, target = seen.forecast, trail.target(until)
    if target is None or found.outlook is Outlook.NOT_SAID:
        return ()
    now = trail.target(seen.measured[-1])
    later: Phrase = ()
    if now is None or now.text != target.text:
        later = (" for ", Figure(trail.history.label(until), None, (), TO_COME))
    short: Phrase = ()
    if found.shortfall:
        size = distance(found.shortfall, trail.kpi.decimals, trail.kpi.unit)
        short = (", by about ", Figure(size, found.shortfall, distinct((*sources, *target.sources))))
    return (", and the target of ", target, *later, f" {_OUTLOOKS[found.outlook]}", *short)


_OUTLOOKS = {
    Outlook.LIKELY_MET: "is likely to be met",
    Outlook.MAY_BE_MET: "may be met",
    Outlook.MAY_BE_MISSED: "may be missed",
    Outlook.LIKELY_MISSED: "is likely to be missed",
}


def _forecast_readings(seen: OverTime, trail: Trail) -> list[Reading]:
    """The readings that the forecast rests on: since the plan or the baseline began, as far back as it remembers."""
    return _readings(trail, seen.basis[-RHYTHMS[seen.basis[0].months].memory :])


def comparison(item: KpiJudgement, trail: Trail) -> Sentence | None:
    """How the figure stands beside England, else beside the neighbours, else beside the region."""
    there = {found.comparator: found for found in item.comparisons if found.difference is not None}
    beside = next((there[one] for one in COMPARED if one in there), None)
    if beside is None:
        return None
    other = beside.benchmark
    theirs = cells(other.source, "value")
    size = _size(beside, trail, theirs)
    than: Phrase = (size, f" {_side(beside)} ") if size else ("the same as ",)
    whom = Figure(beside.whom, None, cells(other.source, "comparator"))
    value = Figure(figure(other.value, trail.kpi.decimals, trail.kpi.unit), other.value, theirs)
    when = Figure(trail.kpi.calendar.label(other.period), None, cells(other.source, "period"))
    lead = f"the {'latest ' if item.value is None else ''}figure is "
    apart = "; the two are more than a year apart" if beside.outdated else ""
    return said(Topic.COMPARISON, lead, *than, whom, " (", value, " in ", when, f"){apart}.")


def _size(beside: Comparison, trail: Trail, theirs: tuple[CellRef, ...]) -> Figure | None:
    """The difference between the figures as shown; ``None`` where there is none."""
    own, kpi = beside.reading, trail.kpi
    if not beside.difference or own is None or own.value is None:
        return None
    shown = rounded(own.value, kpi.decimals) - rounded(beside.benchmark.value, kpi.decimals)
    finer = kpi.decimals + (not shown)
    shown = shown or exact(beside.difference)
    sources = distinct((*trail.value_cells(own.period), *theirs))
    return Figure(distance(shown, finer, kpi.unit), float(abs(shown)), sources)


def _side(beside: Comparison) -> str:
    if beside.better is None:
        return "above" if (beside.difference or 0) > 0 else "below"
    return "better than" if beside.better else "worse than"


def record(item: KpiJudgement, trail: Trail) -> Sentence | None:
    """The record that the latest reading sets, where it goes back a year or more."""
    seen = _series(item)
    found = seen.records.record if seen else None
    if seen is None or found is None:
        return None
    calendar = trail.kpi.calendar if seen.measured == seen.periods else trail.history.calendar
    periods = {calendar.label(period): period for period in seen.measured}
    now, since = seen.measured[-1], periods.get(found.since, seen.measured[0])
    value = value_for(trail.history, now).value
    if value is None or months_between(since.end, now.end) < RECORD_MONTHS:
        return None
    worth = "" if found.good is None else " (best)" if found.good else " (worst)"
    span: Phrase = (" since ", _named(trail, since), ", which was the same" if found.equal else "")
    if not found.since:
        span = (" on record, which begins in ", _named(trail, since))
    what = f", is the {found.extreme}{worth}"
    return said(Topic.RECORD, "the reading for ", _named(trail, now), ", ", trail.value(value, now), what, *span, ".")


def streak(item: KpiJudgement, trail: Trail) -> Sentence | None:
    """How many readings in a row, up to the latest, have met or missed the target."""
    seen = _series(item)
    run = seen.records.streak if seen else None
    if seen is None or run is None or run.length < LONG:
        return None
    readings = _readings(trail, seen.measured[-run.length :])
    length = counted(run.length, _noun(seen.measured), value_cells(readings))
    state = "met" if run.met else "missed"
    return said(
        Topic.STREAK, f"the target was {state} in each of the ", length, " to ", _named(trail, seen.measured[-1]), "."
    )


def _series(item: KpiJudgement) -> OverTime | None:
    """The series where it reaches the quarter: what an older one says is not said of this quarter."""
    return item.over_time if item.value is not None else None


def _noun(periods: Sequence[Period]) -> str:
    rhythm = RHYTHMS.get(periods[0].months)
    return rhythm.noun if rhythm else "period"


def _readings(trail: Trail, periods: Sequence[Period]) -> list[Reading]:
    parts = (part for period in periods for part in trail.parts(period))
    return [part for part in parts if part.value is not None]


def _named(trail: Trail, period: Period) -> Figure:
    """A period of the series, by the cell that names it."""
    return Figure(trail.history.label(period), None, period_cells(_readings(trail, (period,))))
