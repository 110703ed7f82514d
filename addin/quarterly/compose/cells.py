"""Statuses, values and movements as cells: always a word and a symbol with the colour."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from quarterly.compose.report import Cell, Look
from quarterly.judge.judgement import Direction, KpiJudgement, KpiPoint, Status, Travel
from quarterly.judge.targets import is_rated_alone, target_in_force
from quarterly.model.figures import fewer, figure
from quarterly.model.kpi import SHORTHAND, Benchmark, Comparator, Kpi, Polarity, Reading, ReadingState, Target
from quarterly.model.periods import Period

STATUS_LOOK = {
    Status.BLUE: (Look.BLUE, "★"),
    Status.GREEN: (Look.GREEN, "✔"),
    Status.GREEN_AMBER: (Look.GREEN_AMBER, "◕"),
    Status.AMBER: (Look.AMBER, "●"),
    Status.RED_AMBER: (Look.RED_AMBER, "◔"),
    Status.RED: (Look.RED, "✖"),
}
"""The look and the symbol of each colour; every other status is a word on grey."""

BLANK = Cell("–", Look.MISSING)
"""Nothing was ever there; explained in Notes."""


def status_cell(status: Status | None) -> Cell:
    """ "✔ Green" in green; a status that is no colour as a word on grey."""
    if status is None:
        return Cell("Not rated", Look.UNRATED)
    look, symbol = STATUS_LOOK.get(status, (Look.UNRATED, ""))
    return Cell(f"{symbol} {status}".strip(), look)


def value_cell(reading: Reading | None, kpi: Kpi) -> Cell:
    """The reading as a number in the indicator's format, or the reason for its absence."""
    if reading is None:
        return BLANK
    if reading.value is None:
        return Cell(absence(reading.state), Look.MISSING)
    return number_cell(reading.value, kpi)


def number_cell(value: float | None, kpi: Kpi) -> Cell:
    """A number in the indicator's decimals and unit."""
    return BLANK if value is None else Cell(value, decimals=kpi.decimals, unit=kpi.unit)


def absence(state: ReadingState) -> str:
    """ "[c]", "[z]", or the word where there is no letter: "awaited"."""
    letter = SHORTHAND.get(state)
    return f"[{letter}]" if letter else (str(state) or "awaited")


def current_cell(item: KpiJudgement) -> Cell:
    """The quarter's value, or why there is none with the last value that is known: "not due; 65% in 2024/25"."""
    if item.reading is not None:
        return value_cell(item.reading, item.kpi)
    if item.status in _LETTERS:
        return Cell(absence(_LETTERS[item.status]), Look.MISSING)
    word, known = _ABSENT.get(item.status, "see why"), item.latest
    if known is None or known.value is None:
        return Cell(word, Look.MISSING)
    kpi = item.kpi
    last = f"{figure(known.value, kpi.decimals, _short_unit(kpi))} in {kpi.calendar.label(known.period)}"
    return Cell(f"{word}; {last}", Look.MISSING)


_LETTERS = {
    Status.SUPPRESSED: ReadingState.SUPPRESSED,
    Status.NOT_APPLICABLE: ReadingState.NOT_APPLICABLE,
    Status.NOT_AVAILABLE: ReadingState.NOT_AVAILABLE,
    Status.LOW_RELIABILITY: ReadingState.LOW_RELIABILITY,
}
_ABSENT = {
    Status.NOT_DUE: "not due",
    Status.AWAITED: "awaited",
    Status.LAGGED: "time-lagged",
}


def point_cell(point: KpiPoint | None, kpi: Kpi) -> Cell:
    """The value of an earlier quarter, or the letter that stands for it."""
    if point is not None and point.reading is None and point.status in _LETTERS:
        return Cell(absence(_LETTERS[point.status]), Look.MISSING)
    return BLANK if point is None else value_cell(point.reading, kpi)


def target_text(target: Target | None, kpi: Kpi) -> str:
    """The target as people write it: "90%", "580 to 630", "fewer than 85", the officer's own words, or "".

    The words are those of the definition; a later row of Targets has a number of its own.
    """
    if kpi.target_words and (target is None or target.since is None):
        return kpi.target_words
    if target is None:
        return ""
    if kpi.polarity is Polarity.RANGE or (target.value is None and target.low is not None):
        return _range_text(target, kpi)
    if target.value is None:
        return ""
    shown = figure(target.value, kpi.decimals, _short_unit(kpi))
    return f"{beyond(kpi)} than {shown}" if target.strict else shown


def beyond(kpi: Kpi) -> str:
    """Which way a strict target is to be passed: "fewer" than 85 children, "less" or "more" than 10%."""
    return "more" if kpi.polarity is Polarity.HIGH else fewer(kpi.unit, kpi.decimals)


def _range_text(target: Target, kpi: Kpi) -> str:
    if target.low is None or target.high is None:
        return ""
    return f"{figure(target.low, kpi.decimals)} to {figure(target.high, kpi.decimals, _short_unit(kpi))}"


def _short_unit(kpi: Kpi) -> str:
    """Signs stand beside a target as they do beside values; words such as children would only take room."""
    return kpi.unit if kpi.is_percentage or kpi.unit.startswith("£") else ""


def target_cell(target: Target | None, kpi: Kpi) -> Cell:
    """The target as a number where it is one, else in words."""
    text = target_text(target, kpi)
    number = None if target is None or target.strict or kpi.polarity is Polarity.RANGE else target.value
    if number is not None and text != kpi.target_words:
        return number_cell(number, kpi)
    return Cell(text) if text else BLANK


def target_then_cell(kpi: Kpi, period: Period) -> Cell:
    """The target for a period's figure; a dash for a month where the target is for the sum of a quarter."""
    return target_cell(target_in_force(kpi, period), kpi) if is_rated_alone(kpi, period) else BLANK


def travel_cell(travel: Travel) -> Cell:
    """ "▲ Improved"; a dash where there is no direction."""
    if travel.direction is Direction.NONE:
        return BLANK
    return Cell(f"{travel.arrow} {travel.direction}")


def date_cell(day: date | None) -> Cell:
    """A date, or a dash."""
    return BLANK if day is None else Cell(day)


def text_cell(text: str, look: Look = Look.TEXT) -> Cell:
    """Text, or a dash."""
    return Cell(text, look) if text.strip() else BLANK


def latest_benchmarks(benchmarks: Sequence[Benchmark]) -> dict[Comparator, Benchmark]:
    """The newest value of each comparator."""
    newest: dict[Comparator, Benchmark] = {}
    for item in benchmarks:
        known = newest.get(item.comparator)
        if known is None or known.period.end <= item.period.end:
            newest[item.comparator] = item
    return newest


SHORT_NAMES = {Comparator.NEIGHBOURS: "Neighbours"}
"""Where the full name would not fit its column; Notes spells it out."""


def benchmark_text(item: KpiJudgement, comparators: Sequence[Comparator]) -> str:
    """ "England 85.7% (2024/25)" for each comparator that has a value, one a line."""
    newest = latest_benchmarks(item.benchmarks)
    kpi = item.kpi
    lines = []
    for comparator in comparators:
        if comparator in newest:
            known = newest[comparator]
            value, year = figure(known.value, kpi.decimals, _short_unit(kpi)), kpi.calendar.label(known.period)
            lines.append(f"{SHORT_NAMES.get(comparator, comparator)} {value} ({year})")
    return "\n".join(lines)
