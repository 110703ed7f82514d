"""An indicator's chart: its readings, its target in force and its comparators, with words that say what they show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from math import floor, log10

from quarterly.compose.cells import target_text
from quarterly.compose.report import Chart, Line
from quarterly.compose.words import sentence
from quarterly.judge.judgement import KpiJudgement
from quarterly.judge.spc import Point
from quarterly.judge.targets import is_rated_alone, target_in_force
from quarterly.model.figures import figure
from quarterly.model.kpi import Comparator, Frequency, Kind, Kpi, Polarity, Reading, Target
from quarterly.model.periods import Period, date_label

CHART_POINTS = 36  # readings shown: three years of months
STORY_SHARE = 0.25  # an axis from zero hides the story where the readings spread over less than this share of it

BETTER = {
    Polarity.HIGH: "higher is better",
    Polarity.LOW: "lower is better",
    Polarity.RANGE: "inside the range is better",
    Polarity.INFORMATION: "for information",
}
COVERS = {
    Kind.SNAPSHOT: "as at the end of each",
    Kind.PERIOD: "in each",
    Kind.CUMULATIVE: "year to date at each",
    Kind.ROLLING: "twelve months to each",
}
LIMITS: tuple[tuple[str, Callable[[Point], float | None]], ...] = (
    ("Average", lambda point: point.mean),
    ("Upper limit", lambda point: point.upper),
    ("Lower limit", lambda point: point.lower),
)
ROLES = {Comparator.ENGLAND: "england", Comparator.REGION: "region", Comparator.NEIGHBOURS: "neighbours"}


def kpi_chart(item: KpiJudgement) -> Chart | None:
    """The chart of an indicator with two readings or more; ``None`` where there is nothing to draw."""
    kpi = item.kpi
    readings = kpi.readings[-CHART_POINTS:]
    values = tuple(reading.value for reading in readings)
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return None
    lines = (
        Line(name="Actual", values=values),
        *_target_lines(kpi, readings),
        *_limits(item, readings),
        *_comparators(item, readings),
        _latest(values),
    )
    axis_low = _axis_low(lines)
    subtitle = _subtitle(item, from_zero=axis_low in (0.0, None))
    title = finding(item)
    return Chart(
        title=title,
        subtitle=subtitle,
        alt_text=_alt_text(item, title, subtitle, readings),
        categories=_categories(kpi, readings),
        lines=lines,
        decimals=kpi.decimals,
        unit=kpi.unit,
        axis_low=axis_low,
    )


def finding(item: KpiJudgement) -> str:
    """The title of a chart of two readings or more: "Agency social workers: 33%, down from 49% in Oct 2024"."""
    kpi = item.kpi
    known = [reading for reading in kpi.readings[-CHART_POINTS:] if reading.value is not None]
    first, last = known[0], known[-1]
    now = figure(last.value or 0, kpi.decimals, kpi.unit)
    then = figure(first.value or 0, kpi.decimals, kpi.unit)
    since = kpi.calendar.label(first.period)
    if now == then:
        return f"{kpi.name}: {now}, as in {since}"
    word = "up" if (last.value or 0) > (first.value or 0) else "down"
    return f"{kpi.name}: {now}, {word} from {then} in {since}"


def _subtitle(item: KpiJudgement, *, from_zero: bool) -> str:
    kpi = item.kpi
    unit = "%" if kpi.is_percentage else kpi.unit
    period = _period_word(kpi)
    parts = [" ".join(part for part in (unit, f"{COVERS[kpi.kind]} {period}") if part)]
    target = _target_words(item)
    if target:
        parts.append(f"target {target}")
    parts.append(BETTER[kpi.polarity])
    if item.over_time is not None and item.over_time.chart is not None:
        parts.append("grey: average and control limits")
    if not from_zero:
        parts.append("axis does not start at zero")
    return "; ".join(parts)


def _target_words(item: KpiJudgement) -> str:
    """The target, with its quarter where what is drawn are the months that add up to one."""
    kpi, words = item.kpi, target_text(item.target, item.kpi)
    of_months = kpi.readings and not is_rated_alone(kpi, kpi.readings[-1].period)
    return f"{words} a quarter" if words and of_months else words


def _categories(kpi: Kpi, readings: Sequence[Reading]) -> tuple[str | date, ...]:
    if all(reading.period.months == 1 for reading in readings):
        return tuple(reading.period.start for reading in readings)
    return tuple(kpi.calendar.label(reading.period) for reading in readings)


def _period_word(kpi: Kpi) -> str:
    months = kpi.readings[-1].period.months if kpi.readings else 0
    return {1: "month", 3: "quarter", 12: "year"}.get(months, {Frequency.YEAR: "year"}.get(kpi.frequency, "period"))


def _target_lines(kpi: Kpi, readings: Sequence[Reading]) -> tuple[Line, ...]:
    wanted: tuple[tuple[str, str, Callable[[Target], float | None]], ...] = (
        ("Target", "target", lambda target: target.value),
        ("Low", "floor", lambda target: target.low),
        ("High", "high", lambda target: target.high),
        ("Floor", "floor", lambda target: target.floor),
    )
    in_force = [target_in_force(kpi, reading.period) for reading in readings]
    lines = []
    for name, role, get in wanted:
        values = tuple(None if target is None else get(target) for target in in_force)
        if any(value is not None for value in values):
            lines.append(Line(name=name, values=values, role=role))
    return tuple(lines)


def _latest(values: tuple[float | None, ...]) -> Line:
    """The last reading alone, to be marked and labelled."""
    last = max(index for index, value in enumerate(values) if value is not None)
    return Line(
        name="Latest",
        values=tuple(value if index == last else None for index, value in enumerate(values)),
        role="latest",
    )


def _limits(item: KpiJudgement, readings: Sequence[Reading]) -> tuple[Line, ...]:
    """The average and the control limits of the months shown."""
    if item.over_time is None or item.over_time.chart is None:
        return ()
    points = dict(zip(item.over_time.periods, item.over_time.chart.points, strict=True))
    shown = [points.get(reading.period) for reading in readings]
    return tuple(
        Line(name=name, values=tuple(None if point is None else get(point) for point in shown), role="limit")
        for name, get in LIMITS
    )


def _comparators(item: KpiJudgement, readings: Sequence[Reading]) -> tuple[Line, ...]:
    lines = []
    for comparator, role in ROLES.items():
        published = sorted(
            (known for known in item.benchmarks if known.comparator is comparator), key=lambda known: known.period.end
        )
        values = tuple(
            next((known.value for known in reversed(published) if known.period.start <= reading.period.start), None)
            for reading in readings
        )
        if published and any(value is not None for value in values):
            lines.append(Line(name=str(comparator), values=values, role=role))
    return tuple(lines)


def _axis_low(lines: Sequence[Line]) -> float | None:
    """Where the value axis starts: zero, or a round number below where the values lie close together far from zero."""
    values = [value for line in lines for value in line.values if value is not None]
    low, high = min(values), max(values)
    if low < 0:
        return None
    spread = high - low
    if spread >= STORY_SHARE * high:
        return 0.0
    step = 10.0 ** floor(log10(spread or high))
    return max(0.0, floor((low - spread / 4) / step) * step)


def _alt_text(item: KpiJudgement, title: str, subtitle: str, readings: Sequence[Reading]) -> str:
    kpi = item.kpi
    known = [(reading.value, reading.period) for reading in readings if reading.value is not None]

    def named(word: str, point: tuple[float, Period]) -> str:
        return f"{word} {figure(point[0], kpi.decimals, kpi.unit)} in {kpi.calendar.label(point[1])}"

    low, high = min(known, key=lambda point: point[0]), max(known, key=lambda point: point[0])
    figures = ", ".join(
        (named("First", known[0]), named("last", known[-1]), named("highest", high), named("lowest", low))
    )
    target = _target_words(item)
    aim = f" Target {target}." if target else ""
    baseline = ""
    if kpi.baseline is not None and kpi.baseline_date:
        baseline = f" Baseline {figure(kpi.baseline, kpi.decimals, kpi.unit)} on {date_label(kpi.baseline_date)}."
    return f"Line chart. {sentence(title)} {sentence(subtitle)} {figures}.{aim}{baseline}"
