"""Comparisons: an indicator beside England, its region and its statistical neighbours."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from quarterly.compose.cells import BLANK, number_cell, text_cell, value_cell
from quarterly.compose.material import Material
from quarterly.compose.report import Cell
from quarterly.compose.sections.benchmarks import VALUES, band_cell, rank_cell
from quarterly.compose.vocabulary.catalogue import Kind
from quarterly.compose.vocabulary.declare import Field, Noun, Told
from quarterly.judge.judgement import Comparison, KpiJudgement
from quarterly.model.kpi import Comparator


class Beside(Struct, frozen=True):
    """A comparison with the indicator that is compared."""

    item: KpiJudgement
    comparison: Comparison


def besides(item: KpiJudgement) -> Iterator[Beside]:
    """The indicator beside each comparator that has a figure."""
    return (Beside(item, comparison) for comparison in item.comparisons)


def _members(report: Material) -> Iterator[Beside]:
    return (beside for item in report.judgements.kpis for beside in besides(item))


def _value(one: Beside) -> Cell:
    """The comparator's figure; "34 of 152" for a rank, a letter for a quartile band."""
    comparison = one.comparison
    if comparison.comparator is Comparator.RANK:
        return rank_cell(comparison)
    if comparison.comparator in VALUES:
        return number_cell(comparison.benchmark.value, one.item.kpi)
    return band_cell(comparison)


def _difference(one: Beside) -> Cell:
    difference = one.comparison.difference
    return BLANK if difference is None else number_cell(difference, one.item.kpi)


def _standing(one: Beside) -> Cell:
    better = one.comparison.better
    return BLANK if better is None else Cell("Better" if better else "Worse")


FIELDS: tuple[Field[Told[Beside]], ...] = (
    Field("kpi", "The indicator's reference", lambda one: Cell(one.it.item.ref)),
    Field("name", "The indicator's name", lambda one: Cell(one.it.item.kpi.name)),
    Field(
        "comparator",
        "With whom it is compared: England, region, neighbours and others",
        lambda one: Cell(one.it.comparison.benchmark.label or str(one.it.comparison.comparator)),
    ),
    Field(
        "period",
        "The period of the comparator's figure",
        lambda one: Cell(one.it.item.kpi.calendar.label(one.it.comparison.benchmark.period)),
    ),
    Field("value", "The comparator's figure, its rank or its band", lambda one: _value(one.it), Kind.NUMBER),
    Field(
        "own",
        "The authority's own figure that is compared",
        lambda one: value_cell(one.it.comparison.reading, one.it.item.kpi),
        Kind.NUMBER,
    ),
    Field("difference", "How far the own figure lies above or below", lambda one: _difference(one.it), Kind.NUMBER),
    Field("standing", "Better or worse than the comparator", lambda one: _standing(one.it)),
    Field("why", "How it stands, in a sentence", lambda one: Cell(one.it.comparison.why)),
    Field("source", "Where the figure was published", lambda one: text_cell(one.it.comparison.benchmark.origin)),
)

BENCHMARK: Noun[Beside] = Noun(
    name="benchmark",
    meaning="the comparisons of an indicator with England, region, neighbours and others",
    members=_members,
    key=lambda one: f"{one.item.ref} {one.comparison.comparator}",
    fields=FIELDS,
    empty="There is nobody to compare with.",
)
