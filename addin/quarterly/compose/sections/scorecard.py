"""The scorecard: every indicator on one row, under its theme."""

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
from quarterly.compose.report import Block, Cell, Column, Heading, Look, Paragraph, Section, Spark, Table
from quarterly.compose.signals import signals_cell
from quarterly.judge.judgement import KpiJudgement
from quarterly.model.kpi import Comparator, Kpi, Polarity

TREND_POINTS = 12  # readings in a sparkline: a year of months
LEAST_POINTS = 2  # figures that make a line
TOO_FEW = "Too few figures"
COMPARED = (Comparator.ENGLAND, Comparator.REGION, Comparator.NEIGHBOURS)

GOOD_IS = {
    Polarity.HIGH: "High is good",
    Polarity.LOW: "Low is good",
    Polarity.RANGE: "In range is good",
    Polarity.INFORMATION: "For information",
}

COLUMNS = (
    Column(header="Ref", width=5.5),
    Column(header="Indicator", width=22),
    Column(header="Latest", width=8.5, align="right"),
    Column(header="Previous quarter", width=8.5, align="right"),
    Column(header="Year ago", width=8.5, align="right"),
    Column(header="Target", width=9, align="right"),
    Column(header="Status", width=13),
    Column(header="Direction of travel", width=11),
    Column(header="Since last year", width=11),
    Column(header="Trend", width=11),
    Column(header="Signals", width=19),
    Column(header="Benchmark", width=17),
    Column(header="Why", width=32),
)


def scorecard(material: Material) -> Section:
    """A table for each theme, with what its indicators come to."""
    statuses = {theme.title: theme.kpi_status for theme in material.judgements.themes}
    blocks: list[Block] = []
    for theme, items in by_theme(material.judgements.kpis).items():
        blocks.append(Heading(text=theme, status=status_cell(statuses.get(theme))))
        blocks.append(Table(columns=COLUMNS, rows=tuple(_row(item) for item in items)))
    return Section(
        key="scorecard",
        name="Scorecard",
        title=f"Scorecard, {material.quarter_label}",
        intro="Beside a theme stands the worst status of its indicators. "
        f"The trend shows the last {TREND_POINTS} readings. Notes explain signals, missing values and letters.",
        blocks=tuple(blocks) or (Paragraph(text="The workbook holds no indicators."),),
    )


def _row(item: KpiJudgement) -> tuple[Cell, ...]:
    kpi = item.kpi
    return (
        Cell(kpi.ref, Look.STRONG),
        Cell(f"{kpi.name}\n{GOOD_IS[kpi.polarity]}"),
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
