"""The scorecard: every indicator on one row, a theme together on its printed page."""

from __future__ import annotations

from quarterly.compose.cells import (
    BLANK,
    benchmark_text,
    current_cell,
    point_cell,
    status_cell,
    target_cell,
    travel_cell,
)
from quarterly.compose.material import Material, by_theme
from quarterly.compose.report import Cell, Column, Look, Section, Spark, Table
from quarterly.compose.signals import signals_cell
from quarterly.judge.judgement import KpiJudgement
from quarterly.model.kpi import Comparator, Kpi

TREND_POINTS = 12  # readings in a sparkline: a year of months
LEAST_POINTS = 2  # figures that make a line
TOO_FEW = "Too few figures"
COMPARED = (Comparator.ENGLAND, Comparator.REGION, Comparator.NEIGHBOURS)

COLUMNS = (
    Column(header="Theme", width=11),
    Column(header="Ref", width=5.5),
    Column(header="Indicator", width=21),
    Column(header="Good is", width=9.5),
    Column(header="Latest", width=8.5, align="right"),
    Column(header="Previous quarter", width=8.5, align="right"),
    Column(header="Same quarter last year", width=8.5, align="right"),
    Column(header="Target", width=9, align="right"),
    Column(header="Status", width=13),
    Column(header="Direction of travel", width=11),
    Column(header="Since last year", width=11),
    Column(header="Trend", width=11),
    Column(header="Signals", width=17),
    Column(header="Benchmark", width=17),
    Column(header="Why", width=34),
)


def scorecard(material: Material) -> Section:
    """One table, sorted by theme."""
    rows: list[tuple[Cell, ...]] = []
    groups: list[int] = []
    for theme, items in by_theme(material.judgements.kpis).items():
        groups.append(len(rows))
        rows += [_row(theme, item) for item in items]
    table = Table(columns=COLUMNS, rows=tuple(rows), groups=tuple(groups), empty="The workbook holds no indicators.")
    return Section(
        key="scorecard",
        name="Scorecard",
        title=f"Scorecard, {material.quarter_label}",
        intro=f"The trend shows the last {TREND_POINTS} readings. Notes explain signals, missing values and letters.",
        blocks=(table,),
    )


def _row(theme: str, item: KpiJudgement) -> tuple[Cell, ...]:
    kpi = item.kpi
    return (
        Cell(theme, Look.SMALL),
        Cell(kpi.ref, Look.STRONG),
        Cell(kpi.name),
        Cell(str(kpi.polarity), Look.SMALL),
        current_cell(item),
        point_cell(item.previous, kpi),
        point_cell(item.year_ago, kpi),
        target_cell(item.target, kpi),
        status_cell(item.status),
        travel_cell(item.short),
        travel_cell(item.long),
        trend_cell(kpi),
        signals_cell(item.over_time),
        benchmark_cell(item),
        Cell(item.why, Look.SMALL),
    )


def trend_cell(kpi: Kpi) -> Cell:
    """The sparkline of the last readings; words where they are too few for a line."""
    values = tuple(reading.value for reading in kpi.readings[-TREND_POINTS:])
    if sum(value is not None for value in values) < LEAST_POINTS:
        return Cell(TOO_FEW, Look.SMALL)
    return Cell("", decimals=kpi.decimals, unit=kpi.unit, spark=Spark(values))


def benchmark_cell(item: KpiJudgement) -> Cell:
    """The newest figures of England, region and neighbours, a line each."""
    text = benchmark_text(item, COMPARED)
    return Cell(text, Look.SMALL) if text else BLANK
