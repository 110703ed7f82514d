"""An indicator over its whole series: control chart, direction, forecast, records and streaks.

The series is what was known at the end of the reported quarter: readings of one length (months, quarters or years)
in order of time, with a gap wherever there is no figure. Where the target is for the sum of a quarter's months, the
control chart and the trend are of the months, and forecast, records and streaks of the quarters that they make.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from quarterly.judge.forecast import MONTHLY, QUARTERLY, YEARLY, Forecast, Rhythm, forecast
from quarterly.judge.quarter import History, value_for
from quarterly.judge.records import Records, records
from quarterly.judge.series import Desired
from quarterly.judge.spc import LEAST, Xmr, xmr
from quarterly.judge.targets import is_rated_alone, target_in_force
from quarterly.judge.trend import Trend, trend
from quarterly.model.context import Settings
from quarterly.model.kpi import Kind, Kpi, Polarity, Rebase, Target
from quarterly.model.periods import Calendar, Period, date_label, month_number, months_between

DESIRED: dict[Polarity, Desired] = {
    Polarity.HIGH: "increase",
    Polarity.LOW: "decrease",
    Polarity.RANGE: "neutral",
    Polarity.INFORMATION: "neutral",
}
RHYTHMS: dict[int, Rhythm] = {1: MONTHLY, 3: QUARTERLY, 12: YEARLY}
SEASONS_SEEN = 2  # years of readings from which like periods are compared with like


class OverTime(Struct, frozen=True, kw_only=True):
    """What the whole series says. ``chart`` is ``None`` where ``no_chart`` says why there is none.

    ``periods`` and ``values`` run side by side, without a break in time; ``values`` has ``None`` for gaps.
    ``rebases`` are the new baselines that the chart uses, with their reasons. ``trend`` is over the whole series,
    ``recent`` from ``since``: the latest new baseline, else the start of the plan; ``None`` where too few readings
    follow it. ``measured`` are the periods of forecast, records and streaks: those of the series, or the quarters that
    its months add up to. The forecast rests on ``basis``, those of them since the same start as ``recent``, since what
    held before the plan began need not hold now; the target that it is held against is that of ``until``, the last
    period within the plan.
    """

    periods: tuple[Period, ...]
    values: tuple[float | None, ...]
    chart: Xmr | None
    no_chart: str = ""
    rebases: tuple[Rebase, ...] = ()
    trend: Trend
    recent: Trend | None = None
    since: Period | None = None
    measured: tuple[Period, ...]
    basis: tuple[Period, ...]
    forecast: Forecast
    until: Period | None = None
    records: Records


def judge_over_time(
    kpi: Kpi, *, quarter: Period, as_at: date, plan: Settings, rebases: tuple[Rebase, ...] = ()
) -> OverTime | None:
    """The indicator's whole series as known for ``quarter`` on the day ``as_at``; ``None`` without any reading.

    The plan's end is how far a forecast looks; without it, as far as the series allows. ``rebases`` may be those of
    every indicator; its own are used.
    """
    until = min(quarter.end, as_at)
    periods, values = _series(kpi, until)
    if not any(value is not None for value in values):
        return None
    own = tuple(rebase for rebase in rebases if rebase.kpi == kpi.ref)
    chart, why = _chart(kpi, periods, values, own)
    yearly = kpi.kind is Kind.CUMULATIVE  # compares like months, for which the recent readings are too few
    start = 0 if yearly else _recent_start(periods, values, own, plan.plan_start)
    measured = _Measured(kpi=kpi, calendar=kpi.calendar, periods=periods, values=values)
    if not is_rated_alone(kpi, periods[-1]):
        measured = _quarters(History.of(kpi, until, plan.calendar), quarter, periods[0])
    basis = measured.since(0 if yearly else _recent_start(measured.periods, measured.values, own, plan.plan_start))
    ahead = _ahead(measured.periods, plan.plan_end)
    return OverTime(
        periods=periods,
        values=values,
        chart=chart,
        no_chart=why,
        rebases=own if chart else (),
        trend=_trend(kpi, periods, values),
        recent=_trend(kpi, periods[start:], values[start:]) if start else None,
        since=periods[start] if start else None,
        measured=measured.periods,
        basis=basis.periods,
        forecast=_forecast(basis, ahead, plan.plan_end),
        until=ahead[-1] if ahead else None,
        records=_records(measured),
    )


class _Measured(Struct, frozen=True, kw_only=True):
    """The series that is held against the target; ``calendar`` names its periods. Empty while no quarter is whole."""

    kpi: Kpi
    calendar: Calendar
    periods: tuple[Period, ...]
    values: tuple[float | None, ...]

    def since(self, start: int) -> _Measured:
        """The series from a place on."""
        return replace(self, periods=self.periods[start:], values=self.values[start:])

    def labels(self, periods: tuple[Period, ...]) -> tuple[str, ...]:
        """What periods are called."""
        return tuple(map(self.calendar.label, periods))


def _quarters(history: History, quarter: Period, first: Period) -> _Measured:
    """The quarters that the months add up to, from the first to the last that is whole."""
    count = months_between(first.start, quarter.start) // quarter.months + 1
    periods = tuple(quarter.shift(-quarter.months * back) for back in reversed(range(count)))
    values = tuple(value_for(history, period).value for period in periods)
    whole = [at for at, value in enumerate(values) if value is not None]
    span = slice(whole[0], whole[-1] + 1) if whole else slice(0)
    return _Measured(kpi=history.kpi, calendar=history.calendar, periods=periods[span], values=values[span])


def _series(kpi: Kpi, until: date) -> tuple[tuple[Period, ...], tuple[float | None, ...]]:
    """The readings of the commonest length, one for each period from the first to the last that has a value."""
    first_open = month_number(until + timedelta(days=1))
    known = [reading for reading in kpi.readings if reading.period.month_after <= first_open]
    lengths = Counter(reading.period.months for reading in known if reading.value is not None)
    if not lengths:
        return (), ()
    months = lengths.most_common(1)[0][0]
    by_place = {reading.period.month_after: reading for reading in known if reading.period.months == months}
    valued = [place for place, reading in by_place.items() if reading.value is not None]
    places = range(min(valued), max(valued) + 1, months)
    first = by_place[places[0]].period
    periods = tuple(by_place[at].period if at in by_place else first.shift(at - places[0]) for at in places)
    return periods, tuple(by_place[at].value if at in by_place else None for at in places)


def _chart(
    kpi: Kpi, periods: tuple[Period, ...], values: tuple[float | None, ...], rebases: tuple[Rebase, ...]
) -> tuple[Xmr | None, str]:
    if kpi.kind is Kind.CUMULATIVE:
        return None, "No control chart: the figures build up over the year."
    if periods[0].months != 1:
        return None, "No control chart: it needs monthly readings."
    known = len(values) - values.count(None)
    if known < LEAST:
        return None, f"No control chart: too few points, {known} of at least {LEAST} months."
    starts = sorted({index for rebase in rebases if (index := _index(periods, rebase.since)) is not None})
    target = target_in_force(kpi, periods[-1])
    goal = None if target is None else target.value
    chart = xmr(values, direction=DESIRED[kpi.polarity], target=goal, rebase_at=starts)
    if not is_rated_alone(kpi, periods[-1]):
        chart = replace(chart, assurance_why=_FOR_QUARTERS)
    return chart, ""


_FOR_QUARTERS = "The target is for a quarter, so a chart of months cannot say whether it will be met."


def _index(periods: tuple[Period, ...], since: Period) -> int | None:
    """Where a new baseline starts; ``None`` where it has no effect: up to the first reading, or after the last."""
    after = next((index for index, period in enumerate(periods) if period.start >= since.start), None)
    return after or None


def _recent_start(
    periods: tuple[Period, ...], values: tuple[float | None, ...], rebases: tuple[Rebase, ...], plan_start: date | None
) -> int:
    """The index from which the recent series starts; 0 for all of it, where too few readings would be left."""
    starts = [rebase.since.start for rebase in rebases] or ([plan_start] if plan_start else [])
    if not starts or not periods:
        return 0
    since = max(starts)
    index = next((index for index, period in enumerate(periods) if period.start >= since), len(periods))
    enough = len(values) - index - values[index:].count(None) >= _rhythm(periods).least
    return index if enough else 0


def _trend(kpi: Kpi, periods: tuple[Period, ...], values: tuple[float | None, ...]) -> Trend:
    rhythm = _rhythm(periods)
    known = len(values) - values.count(None)
    seasonal = kpi.kind is Kind.CUMULATIVE or known >= SEASONS_SEEN * rhythm.season
    return trend(
        values,
        direction=DESIRED[kpi.polarity],
        season=rhythm.season if seasonal else 1,
        period=rhythm.noun,
        decimals=kpi.decimals,
        unit=kpi.unit,
    )


def _rhythm(periods: tuple[Period, ...]) -> Rhythm:
    return RHYTHMS.get(periods[0].months, YEARLY)


def _forecast(basis: _Measured, ahead: tuple[Period, ...], plan_end: date | None) -> Forecast:
    kpi, periods = basis.kpi, basis.periods
    if kpi.kind is Kind.CUMULATIVE:
        return _refused("the figures build up over the year and start again")
    if not periods:
        return _refused("no quarter has a figure for every month")
    if periods[0].months not in RHYTHMS:
        return _refused(f"the readings cover {periods[0].months} months each")
    if not ahead and plan_end is not None:
        return _refused(f"the plan ends on {date_label(plan_end)}, before the next reading")
    goal = target_in_force(kpi, ahead[-1])
    return forecast(
        basis.values,
        ahead=basis.labels(ahead),
        rhythm=_rhythm(periods),
        direction=DESIRED[kpi.polarity],
        target=None if goal is None else goal.value,
        strict=goal is not None and goal.strict,
        least=0.0,
        most=100.0 if kpi.is_percentage else None,
        decimals=kpi.decimals,
        unit=kpi.unit,
    )


def _ahead(periods: tuple[Period, ...], plan_end: date | None) -> tuple[Period, ...]:
    """The periods to come that end within the plan."""
    if not periods:
        return ()
    ahead: list[Period] = []
    last, coming = periods[-1], periods[-1].next()
    reach = _rhythm(periods).full_reach
    limit = reach if plan_end is None else max(0, months_between(last.end, plan_end) // last.months)
    while len(ahead) < limit:
        ahead.append(coming)
        coming = coming.next()
    return tuple(ahead)


def _goals(kpi: Kpi, periods: tuple[Period, ...]) -> list[Target]:
    """The target in each period; between two starts of targets it is the same, and worked out once."""
    starts = sorted(target.since.start for target in kpi.targets if target.since is not None)
    known: dict[tuple[int, bool], Target] = {}
    goals = []
    for period in periods:
        begun = (bisect_right(starts, period.end) if starts else 0, is_rated_alone(kpi, period))
        if begun not in known:
            known[begun] = target_in_force(kpi, period) or Target()
        goals.append(known[begun])
    return goals


def _refused(reason: str) -> Forecast:
    why = f"No forecast: {reason}."
    return Forecast(refused=why, why=why)


def _records(measured: _Measured) -> Records:
    kpi, periods = measured.kpi, measured.periods
    if kpi.adds_up_over_year:
        return Records(why="No records: the figures build up over the year and start again.")
    if not periods:
        return Records(why="No records: no quarter has a figure for every month.")
    goals = _goals(kpi, periods) if kpi.polarity in (Polarity.HIGH, Polarity.LOW) else []
    return records(
        measured.values,
        labels=measured.labels(periods),
        direction=DESIRED[kpi.polarity],
        targets=[goal.value for goal in goals],
        strict=[goal.strict for goal in goals],
        baseline=kpi.baseline,
        baseline_label=date_label(kpi.baseline_date) if kpi.baseline_date else "the baseline",
        period=_rhythm(periods).noun,
        decimals=kpi.decimals,
        unit=kpi.unit,
    )
