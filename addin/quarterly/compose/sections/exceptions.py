"""Exceptions: what is red, worse or overdue, each with the officer's words or the note that they are awaited."""

from __future__ import annotations

from quarterly.compose.cells import current_cell, date_cell, status_cell, target_cell, text_cell, travel_cell
from quarterly.compose.material import Material, attention
from quarterly.compose.movements import worsened
from quarterly.compose.report import Cell, Column, Heading, Look, Section, Table
from quarterly.compose.sections.actions import progress_text
from quarterly.judge.judgement import ActionJudgement, KpiJudgement, Status

AWAITED = Cell("Commentary awaited", Look.MISSING)

# Both tables share one grid, so that the sheet's columns fit each.
KPI_COLUMNS = (
    Column(header="Ref", width=8),
    Column(header="Indicator", width=30),
    Column(header="Owner", width=16),
    Column(header="Latest", width=12, align="right"),
    Column(header="Target", width=12, align="right"),
    Column(header="Status", width=13),
    Column(header="Direction of travel", width=14),
    Column(header="Why", width=36),
    Column(header="Commentary", width=42),
)
ACTION_COLUMNS = (
    Column(header="Ref", width=8),
    Column(header="Action", width=30),
    Column(header="Lead", width=16),
    Column(header="Due", width=12, align="right"),
    Column(header="Days overdue", width=12, align="right"),
    Column(header="Status", width=13),
    Column(header="Declared", width=14),
    Column(header="Why", width=36),
    Column(header="Commentary", width=42),
)


def exceptions(material: Material) -> Section:
    """Indicators first, then actions."""
    judged = material.judgements
    kpis = [item for item in judged.kpis if is_exception(item)]
    actions = [item for item in judged.actions if attention(item)]
    return Section(
        key="exceptions",
        name="Exceptions",
        title=f"Exceptions, {material.quarter_label}",
        intro="Everything that is red, worse than last quarter or overdue.",
        blocks=(
            Heading(text="Indicators that are red or worse"),
            Table(
                columns=KPI_COLUMNS,
                rows=tuple(_kpi_row(material, item) for item in kpis),
                empty="No indicator is red and none is worse than last quarter.",
            ),
            Heading(text="Actions that are off track or overdue"),
            Table(
                columns=ACTION_COLUMNS,
                rows=tuple(_action_row(material, item) for item in actions),
                empty="No action is off track or overdue.",
            ),
        ),
    )


def is_exception(item: KpiJudgement) -> bool:
    """Whether an indicator belongs among the exceptions: red, or worse than last quarter."""
    return item.status is Status.RED or worsened(item)


def kpi_words(material: Material, item: KpiJudgement) -> Cell:
    """Officers' commentary on the indicator, or that it is awaited."""
    words = "\n".join(note.text for note in material.commentary(item.ref))
    return Cell(words) if words else AWAITED


def action_words(material: Material, item: ActionJudgement) -> Cell:
    """Officers' commentary on the action, else its progress, or that words are awaited."""
    words = "\n".join(note.text for note in material.commentary(item.ref)) or progress_text(item)
    return Cell(words) if words else AWAITED


def _kpi_row(material: Material, item: KpiJudgement) -> tuple[Cell, ...]:
    return (
        Cell(item.ref, Look.STRONG),
        Cell(item.kpi.name),
        text_cell(item.kpi.owner),
        current_cell(item),
        target_cell(item.target, item.kpi),
        status_cell(item.status),
        travel_cell(item.short),
        Cell(" ".join((item.why, *item.caveats)), Look.SMALL),
        kpi_words(material, item),
    )


def _action_row(material: Material, item: ActionJudgement) -> tuple[Cell, ...]:
    return (
        Cell(item.ref, Look.STRONG),
        Cell(item.action.text),
        text_cell("\n".join(item.action.leads)),
        date_cell(item.action.due_in_force),
        text_cell("") if item.past_due else Cell(item.overdue),
        status_cell(item.status),
        text_cell(str(item.declared or "")),
        Cell(item.why, Look.SMALL),
        action_words(material, item),
    )
