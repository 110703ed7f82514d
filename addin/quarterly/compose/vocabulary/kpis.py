"""Indicators: everything that a report says of one, and the lists of those that matter for a page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TypeVar

from quarterly.compose.cells import (
    BLANK,
    current_cell,
    date_cell,
    number_cell,
    point_cell,
    status_cell,
    target_cell,
    target_then_cell,
    text_cell,
    travel_cell,
    value_cell,
)
from quarterly.compose.charts import kpi_chart
from quarterly.compose.material import NO_THEME
from quarterly.compose.movements import improved, worsened
from quarterly.compose.narrative import about_kpi
from quarterly.compose.report import Cell, Chart, Look
from quarterly.compose.rule_words import describe
from quarterly.compose.sections.benchmarks import band_cell, beside_cell, own_cell, rank_cell, standing_text
from quarterly.compose.sections.exceptions import is_exception, kpi_words
from quarterly.compose.sections.kpi_pages import compared_text
from quarterly.compose.sections.scorecard import benchmark_cell, trend_cell
from quarterly.compose.signals import signal_sentences, signals_cell
from quarterly.compose.vocabulary.benchmarks import BENCHMARK, besides
from quarterly.compose.vocabulary.catalogue import Kind
from quarterly.compose.vocabulary.declare import Field, Inside, Noun, Told, inside
from quarterly.compose.vocabulary.readings import READING, last_readings
from quarterly.compose.vocabulary.rows import plain
from quarterly.judge.judgement import Comparison, KpiJudgement, KpiPoint, Status
from quarterly.model.kpi import Comparator
from quarterly.model.periods import Period

T = TypeVar("T")

NO_CHART = Cell("No chart: there are fewer than two readings.", Look.MISSING)
Member = Told[KpiJudgement]


def _listed(refs: Sequence[str]) -> Cell:
    return text_cell(", ".join(refs))


def _label(item: KpiJudgement, period: Period | None) -> Cell:
    return BLANK if period is None else Cell(item.kpi.calendar.label(period))


def _rule(item: KpiJudgement) -> Cell:
    return BLANK if item.rule is None else Cell(item.rule.title)


def _rule_words(item: KpiJudgement) -> Cell:
    return BLANK if item.rule is None else Cell(describe(item.rule))


def _floor(item: KpiJudgement) -> Cell:
    return BLANK if item.target is None else number_cell(item.target.floor, item.kpi)


def _gap(item: KpiJudgement) -> Cell:
    return number_cell(item.gap, item.kpi)


def _to_next(item: KpiJudgement) -> Cell:
    return number_cell(item.to_next, item.kpi)


def _point_status(point: KpiPoint | None) -> Cell:
    return BLANK if point is None else status_cell(point.status)


def _latest_label(item: KpiJudgement) -> Cell:
    return _label(item, item.latest.period if item.latest else None)


def _latest_target(item: KpiJudgement) -> Cell:
    return BLANK if item.latest is None else target_then_cell(item.kpi, item.latest.period)


def _latest_why(item: KpiJudgement) -> Cell:
    return text_cell(item.newest.why if item.newest else "")


def _before(item: KpiJudgement) -> Cell:
    return BLANK if item.latest is None else _known(item, item.latest.period.previous())


def _year_before(item: KpiJudgement) -> Cell:
    return BLANK if item.latest is None else _known(item, item.latest.period.year_ago())


def _known(item: KpiJudgement, period: Period) -> Cell:
    return value_cell(next((each for each in item.kpi.readings if each.period == period), None), item.kpi)


def _of_chart(item: KpiJudgement, text: Callable[[Chart], str]) -> Cell:
    chart = kpi_chart(item)
    return BLANK if chart is None else Cell(text(chart))


def _signal(item: KpiJudgement, label: str) -> Cell:
    return text_cell(dict(signal_sentences(item.kpi, item.over_time)).get(label, ""))


COMPARATORS = {
    "england": Comparator.ENGLAND,
    "region": Comparator.REGION,
    "neighbours": Comparator.NEIGHBOURS,
    "best_neighbour": Comparator.BEST_NEIGHBOUR,
    "top_quartile": Comparator.TOP_QUARTILE,
}


def _beside(comparator: Comparator, one: Member) -> Cell:
    return beside_cell(one.it, comparator)


def _comparison(item: KpiJudgement, comparator: Comparator) -> Comparison | None:
    return next((each for each in item.comparisons if each.comparator is comparator), None)


DEFINITION: tuple[Field[Member], ...] = (
    Field("ref", "Reference", lambda one: Cell(one.it.ref)),
    Field("name", "Name", lambda one: Cell(one.it.kpi.name)),
    Field("theme", "Theme", lambda one: Cell(one.it.kpi.theme or NO_THEME)),
    Field("recommendations", "References of its recommendations", lambda one: _listed(one.it.kpi.recommendations)),
    Field("good_is", "Which way is good: High, Low, Range or Information", lambda one: Cell(str(one.it.kpi.polarity))),
    Field("unit", "Unit", lambda one: text_cell(one.it.kpi.unit)),
    Field("frequency", "How often it is measured", lambda one: Cell(str(one.it.kpi.frequency))),
    Field("owner", "Owner", lambda one: text_cell(one.it.kpi.owner)),
    Field("source", "Where its figures come from", lambda one: text_cell(one.it.kpi.data_source)),
    Field("definition", "Definition", lambda one: text_cell(one.it.kpi.definition)),
    Field("rule", "The RAG rule that rates it", lambda one: _rule(one.it)),
    Field("rule.words", "How that rule decides", lambda one: _rule_words(one.it)),
    Field("baseline", "The baseline", lambda one: number_cell(one.it.kpi.baseline, one.it.kpi), Kind.NUMBER),
    Field("baseline.date", "When the baseline was taken", lambda one: date_cell(one.it.kpi.baseline_date), Kind.DATE),
    Field("target.date", "By when the target is to be met", lambda one: date_cell(one.it.kpi.target_date), Kind.DATE),
)
QUARTER: tuple[Field[Member], ...] = (
    Field("value", "The quarter's figure, or why there is none", lambda one: current_cell(one.it), Kind.NUMBER),
    Field("period", "The period that the quarter's figure is of", lambda one: _label(one.it, one.it.period)),
    Field("target", "The target in force", lambda one: target_cell(one.it.target, one.it.kpi), Kind.NUMBER),
    Field("floor", "The floor (minimum expectation) in force", lambda one: _floor(one.it), Kind.NUMBER),
    Field("gap", "How far the figure is better (above 0) or worse than target", lambda one: _gap(one.it), Kind.NUMBER),
    Field("status", "Status, with its colour", lambda one: status_cell(one.it.status), Kind.STATUS),
    Field("why", "Why it has that status", lambda one: Cell(one.it.why)),
    Field("caveats", "What a reader must know beside the figure", lambda one: text_cell(" ".join(one.it.caveats))),
    Field("to_next", "By how much it misses the next better status", lambda one: _to_next(one.it), Kind.NUMBER),
    Field("previous", "Last quarter's figure", lambda one: point_cell(one.it.previous, one.it.kpi), Kind.NUMBER),
    Field("previous.status", "Last quarter's status", lambda one: _point_status(one.it.previous), Kind.STATUS),
    Field("year_ago", "The figure a year ago", lambda one: point_cell(one.it.year_ago, one.it.kpi), Kind.NUMBER),
    Field("year_ago.status", "The status a year ago", lambda one: _point_status(one.it.year_ago), Kind.STATUS),
    Field("direction", "Direction of travel since last quarter", lambda one: travel_cell(one.it.short)),
    Field("direction.why", "The movement since last quarter, in words", lambda one: text_cell(one.it.short.why)),
    Field("since_last_year", "Direction of travel since last year", lambda one: travel_cell(one.it.long)),
    Field("since_last_year.why", "The movement since last year, in words", lambda one: text_cell(one.it.long.why)),
)
LATEST: tuple[Field[Member], ...] = (
    Field(
        "latest",
        "The newest figure that is known, for monthly reports",
        lambda one: value_cell(one.it.latest, one.it.kpi),
        Kind.NUMBER,
    ),
    Field("latest.period", "The month, quarter or year of the newest figure", lambda one: _latest_label(one.it)),
    Field("latest.target", "The target in force then", lambda one: _latest_target(one.it), Kind.NUMBER),
    Field("latest.status", "Its status by that target", lambda one: _point_status(one.it.newest), Kind.STATUS),
    Field("latest.why", "Why it has that status", lambda one: _latest_why(one.it)),
    Field("latest.before", "The figure of the period before the newest", lambda one: _before(one.it), Kind.NUMBER),
    Field("latest.year_ago", "The figure of a year before the newest", lambda one: _year_before(one.it), Kind.NUMBER),
)
SERIES: tuple[Field[Member], ...] = (
    Field("sparkline", "A small line of the last twelve figures", lambda one: trend_cell(one.it.kpi), Kind.SPARKLINE),
    Field("chart", "Chart with target, limits and comparators", lambda one: kpi_chart(one.it) or NO_CHART, Kind.CHART),
    Field("finding", "What the chart shows, in a line", lambda one: _of_chart(one.it, lambda chart: chart.title)),
    Field("measure", "What the chart measures, in a line", lambda one: _of_chart(one.it, lambda chart: chart.subtitle)),
    Field("signals", "What the whole series says, in short", lambda one: plain(signals_cell(one.it.over_time))),
    Field("variation", "Whether the figures show a real change", lambda one: _signal(one.it, "Variation")),
    Field("trend", "The trend, in a sentence", lambda one: _signal(one.it, "Trend")),
    Field("forecast", "Whether the target will be met, in a sentence", lambda one: _signal(one.it, "Forecast")),
    Field("records", "Highest, lowest, streaks and change since baseline", lambda one: _signal(one.it, "Records")),
)
COMPARED: tuple[Field[Member], ...] = (
    Field("benchmarks", "England, region and neighbours, a line each", lambda one: plain(benchmark_cell(one.it))),
    Field("compared", "How it stands beside others, in sentences", lambda one: text_cell(compared_text(one.it))),
    Field("standing", "The same, a line a comparator", lambda one: text_cell(standing_text(one.report, one.it))),
    Field("own", "The own figure that is compared", lambda one: own_cell(one.it), Kind.NUMBER),
    *(
        Field(name, f"{comparator}: the newest figure", partial(_beside, comparator), Kind.NUMBER)
        for name, comparator in COMPARATORS.items()
    ),
    Field("rank", "Rank among authorities", lambda one: rank_cell(_comparison(one.it, Comparator.RANK))),
    Field("band", "Quartile band, A the best to D", lambda one: band_cell(_comparison(one.it, Comparator.QUARTILE))),
)
WORDS: tuple[Field[Member], ...] = (
    Field("commentary", "Officers' commentary, or that it is awaited", lambda one: kpi_words(one.report, one.it)),
    Field("draft", "The drafted sentences", lambda one: text_cell(about_kpi(one.report, one.it).draft)),
    Field("text", "Officers' commentary, else the draft", lambda one: text_cell(about_kpi(one.report, one.it).text)),
)
FIELDS = (*DEFINITION, *QUARTER, *LATEST, *SERIES, *COMPARED, *WORDS)

KPI: Noun[KpiJudgement] = Noun(
    name="kpi",
    meaning="every indicator, in the order of the workbook",
    members=lambda report: report.judgements.kpis,
    key=lambda item: item.ref,
    fields=FIELDS,
    inside=(
        inside(READING, lambda told: last_readings(told.it)),
        inside(BENCHMARK, lambda told: besides(told.it)),
    ),
    empty="There are no indicators.",
)


def _is(*statuses: Status) -> Callable[[Member], bool]:
    return lambda one: one.it.status in statuses


def _latest_is_off_target(one: Member) -> bool:
    newest = one.it.newest
    return newest is not None and newest.status.is_rated and newest.status is not Status.GREEN


NARROWED: tuple[Noun[KpiJudgement], ...] = (
    KPI.narrowed(
        "exception_kpi",
        "indicators that are red or worse than last quarter",
        "No indicator is red and none is worse than last quarter.",
        lambda one: is_exception(one.it),
    ),
    KPI.narrowed(
        "off_target_kpi",
        "indicators that are rated, but not green",
        "No rated indicator is off target.",
        lambda one: one.it.status.is_rated and one.it.status is not Status.GREEN,
    ),
    KPI.narrowed(
        "latest_off_target_kpi",
        "indicators whose newest figure is rated, but not green, for monthly reports",
        "No indicator is off target by its newest figure.",
        _latest_is_off_target,
    ),
    KPI.narrowed("red_kpi", "red indicators", "No indicator is red.", _is(Status.RED)),
    KPI.narrowed(
        "amber_kpi",
        "indicators that are amber, green-amber or red-amber",
        "No indicator is amber.",
        _is(Status.GREEN_AMBER, Status.AMBER, Status.RED_AMBER),
    ),
    KPI.narrowed("green_kpi", "green indicators", "No indicator is green.", _is(Status.GREEN)),
    KPI.narrowed(
        "unrated_kpi",
        "indicators without a colour this quarter",
        "No indicator is without a colour.",
        lambda one: not one.it.status.is_rated,
    ),
    KPI.narrowed(
        "worsened_kpi",
        "indicators whose colour or figure is worse than last quarter",
        "No indicator is worse than last quarter.",
        lambda one: worsened(one.it),
    ),
    KPI.narrowed(
        "improved_kpi",
        "indicators whose colour or figure is better than last quarter",
        "No indicator is better than last quarter.",
        lambda one: improved(one.it),
    ),
    KPI.narrowed(
        "compared_kpi",
        "indicators that are compared with others",
        "No indicator has a benchmark.",
        lambda one: bool(one.it.comparisons),
    ),
)
"""The lists that a page needs of some indicators, because a template has no logic of its own."""


def inside_of(of: Callable[[Told[T]], Sequence[KpiJudgement]]) -> tuple[Inside[T], ...]:
    """The indicators, and each narrower list of them, that belong to a member of another list."""
    return tuple(inside(noun, of) for noun in (KPI, *NARROWED))
