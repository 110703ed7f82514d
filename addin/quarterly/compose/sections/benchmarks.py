"""Benchmarks: each indicator beside England, the region and its statistical neighbours, with the gap in words."""

from __future__ import annotations

from quarterly.compose.cells import BLANK, number_cell, value_cell
from quarterly.compose.material import Material
from quarterly.compose.report import Cell, Column, Look, Section, Table
from quarterly.compose.words import counted, listed, sentence
from quarterly.judge.judgement import Comparison, KpiJudgement
from quarterly.model.kpi import Comparator

VALUES = (
    Comparator.ENGLAND,
    Comparator.REGION,
    Comparator.NEIGHBOURS,
    Comparator.BEST_NEIGHBOUR,
    Comparator.TOP_QUARTILE,
)
COLUMNS = (
    Column(header="Ref", width=7),
    Column(header="Indicator", width=27),
    Column(header="This authority", width=11, align="right"),
    Column(header="England", width=10, align="right"),
    Column(header="Region", width=10, align="right"),
    Column(header="Statistical neighbours", width=13, align="right"),
    Column(header="Best neighbour", width=11.5, align="right"),
    Column(header="Top quartile", width=10, align="right"),
    Column(header="Rank", width=11, align="right"),
    Column(header="Quartile band", width=10),
    Column(header="How it stands, and when", width=66),
)
YEAR = 12  # months
INTRO = (
    "Each figure beside the latest that is published. The last column says how large the gap is, whether it is good, "
    "and which period each figure is of."
)


def compared(material: Material) -> list[KpiJudgement]:
    """The indicators that stand beside somebody."""
    return [item for item in material.judgements.kpis if item.comparisons]


def benchmarks(material: Material) -> Section:
    """One row an indicator, in the order of the workbook."""
    rows = tuple(_row(material, item) for item in compared(material))
    return Section(
        key="benchmarks",
        name="Benchmarks",
        title=f"Benchmarks, {material.quarter_label}",
        intro=" ".join(part for part in (INTRO, against_england(material)) if part),
        blocks=(Table(columns=COLUMNS, rows=rows),),
    )


def against_england(material: Material) -> str:
    """ "Of 12 indicators compared with England, 5 are better, 6 worse and 1 neither."."""
    beside = [
        comparison
        for item in compared(material)
        for comparison in item.comparisons
        if comparison.comparator is Comparator.ENGLAND
    ]
    if not beside:
        return ""
    better, worse = (sum(comparison.better is good for comparison in beside) for good in (True, False))
    parts = [(better, "better"), (worse, "worse"), (len(beside) - better - worse, "neither")]
    said = listed([f"{number} {word}" for number, word in parts if number])
    return sentence(f"Beside England, of {counted(len(beside), 'indicator')}: {said}")


def _apart(material: Material, item: KpiJudgement) -> tuple[str, ...]:
    """Once for all: which comparators' figures lie more than a year from the indicator's own."""
    old = [each for each in item.comparisons if each.outdated]
    own = next((each.reading.period for each in old if each.reading is not None), None)
    if own is None:
        return ()
    years = list(dict.fromkeys(item.kpi.calendar.label(each.benchmark.period) for each in old))
    lie = "lies" if len(years) == 1 else "lie"
    calendar = item.kpi.calendar if own.months >= YEAR else material.plan.settings.calendar
    return (f"Note: {listed(years)} {lie} over a year from the authority's own figure ({calendar.label(own)}).",)


def _row(material: Material, item: KpiJudgement) -> tuple[Cell, ...]:
    beside = {comparison.comparator: comparison for comparison in item.comparisons}
    kpi = item.kpi
    return (
        Cell(item.ref, Look.STRONG),
        Cell(kpi.name),
        own_cell(item),
        *(beside_cell(item, comparator) for comparator in VALUES),
        rank_cell(beside.get(Comparator.RANK)),
        band_cell(beside.get(Comparator.QUARTILE)),
        Cell(standing_text(material, item), Look.SMALL),
    )


def own_cell(item: KpiJudgement) -> Cell:
    """The authority's own figure that is compared."""
    return value_cell(next((each.reading for each in item.comparisons if each.reading is not None), None), item.kpi)


def beside_cell(item: KpiJudgement, comparator: Comparator) -> Cell:
    """The comparator's newest figure, or a dash."""
    found = next((each.benchmark for each in item.comparisons if each.comparator is comparator), None)
    return BLANK if found is None else number_cell(found.value, item.kpi)


def standing_text(material: Material, item: KpiJudgement) -> str:
    """How the indicator stands beside each comparator, a line each, and which figures are old."""
    return "\n".join((*(each.said for each in item.comparisons), *_apart(material, item)))


def rank_cell(comparison: Comparison | None) -> Cell:
    """ "34 of 152"."""
    if comparison is None:
        return BLANK
    place = f"{comparison.benchmark.value:,.0f}"
    return Cell(f"{place} of {comparison.of:,}" if comparison.of else place)


def band_cell(comparison: Comparison | None) -> Cell:
    """A to D: the best quarter of authorities to the worst."""
    return BLANK if comparison is None else Cell("ABCD"[int(comparison.benchmark.value) - 1])
