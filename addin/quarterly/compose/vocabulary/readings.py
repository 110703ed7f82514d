"""Readings: the figures of an indicator, period by period."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from quarterly.compose.cells import BLANK, date_cell, number_cell, target_then_cell, text_cell, value_cell
from quarterly.compose.material import Material
from quarterly.compose.report import Cell
from quarterly.compose.sections.kpi_pages import SHOWN_READINGS, out_of_cell
from quarterly.compose.vocabulary.catalogue import Kind
from quarterly.compose.vocabulary.declare import Field, Noun, Told
from quarterly.judge.judgement import KpiJudgement
from quarterly.model.kpi import Kpi, Reading


class Figure(Struct, frozen=True):
    """A reading with the indicator that it is of."""

    kpi: Kpi
    reading: Reading


def last_readings(item: KpiJudgement) -> Iterator[Figure]:
    """The last readings, the oldest first: those that stand beneath an indicator's chart."""
    return (Figure(item.kpi, reading) for reading in item.kpi.readings[-SHOWN_READINGS:])


def _members(report: Material) -> Iterator[Figure]:
    return (figure for item in report.judgements.kpis for figure in last_readings(item))


FIELDS: tuple[Field[Told[Figure]], ...] = (
    Field("kpi", "The indicator's reference", lambda one: Cell(one.it.kpi.ref)),
    Field("name", "The indicator's name", lambda one: Cell(one.it.kpi.name)),
    Field("period", "The period that it is of", lambda one: Cell(one.it.kpi.calendar.label(one.it.reading.period))),
    Field("start", "The period's first day", lambda one: date_cell(one.it.reading.period.start), Kind.DATE),
    Field("end", "The period's last day", lambda one: date_cell(one.it.reading.period.end), Kind.DATE),
    Field(
        "value",
        "The figure, or the letter or word that stands for it",
        lambda one: value_cell(one.it.reading, one.it.kpi),
        Kind.NUMBER,
    ),
    Field(
        "target",
        "The target then in force",
        lambda one: target_then_cell(one.it.kpi, one.it.reading.period),
        Kind.NUMBER,
    ),
    Field(
        "out_of",
        "Of how many the figure is a share, where the workbook says so",
        lambda one: out_of_cell(one.it.reading),
        Kind.NUMBER,
    ),
    Field(
        "state",
        "Whether it is provisional, revised, awaited or suppressed",
        lambda one: text_cell(str(one.it.reading.state)),
    ),
    Field("was", "The figure before it was restated", lambda one: _was(one.it), Kind.NUMBER),
    Field("comment", "The officer's comment on it", lambda one: text_cell(one.it.reading.comment)),
)


def _was(figure: Figure) -> Cell:
    old = figure.reading.restated_from
    return BLANK if old is None else number_cell(old, figure.kpi)


READING: Noun[Figure] = Noun(
    name="reading",
    meaning="the figures of an indicator, the oldest first; the last eight of each",
    members=_members,
    key=lambda one: f"{one.kpi.ref} {one.reading.period.start.isoformat()} {one.reading.period.months}",
    fields=FIELDS,
    empty="There are no readings.",
)
