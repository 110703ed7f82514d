"""The challenge list: questions for owners whose ratings the dates or the evidence do not support."""

from __future__ import annotations

from quarterly.compose.cells import text_cell
from quarterly.compose.material import Material
from quarterly.compose.report import Cell, Column, Look, Row, Section, Table

COLUMNS = (
    Column(header="Ref", width=8),
    Column(header="Owner", width=20),
    Column(header="Declared", width=14),
    Column(header="Worked out", width=16),
    Column(header="Question for the owner", width=76),
    Column(header="Cell", width=24),
)

EMPTY = "Every declared rating is supported by its dates and evidence."


def challenge_list(material: Material) -> Section:
    """One row a question."""
    return Section(
        key="challenge",
        name="Challenge list",
        title="Challenge list",
        intro="Where a declared rating is better than dates, progress or evidence support.",
        blocks=(Table(columns=COLUMNS, rows=challenge_rows(material), empty=EMPTY),),
    )


def challenge_rows(material: Material) -> tuple[Row, ...]:
    """A row for each question."""
    return tuple(
        (
            Cell(item.ref, Look.STRONG),
            text_cell(item.owner),
            text_cell(item.declared),
            text_cell(item.computed),
            Cell(item.question),
            Cell(str(item.at), Look.SMALL),
        )
        for item in material.judgements.challenges
    )
