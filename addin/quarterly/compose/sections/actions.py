"""Actions, grouped by the recommendation they answer and by theme."""

from __future__ import annotations

from quarterly.compose.cells import date_cell, status_cell, text_cell
from quarterly.compose.material import Material
from quarterly.compose.narrative import Topic, about_theme
from quarterly.compose.report import Block, Cell, Column, Heading, Look, Paragraph, Section, Table
from quarterly.compose.words import listed
from quarterly.judge.judgement import ActionJudgement, RollUp
from quarterly.model.kpi import Kpi

COLUMNS = (
    Column(header="Ref", width=7),
    Column(header="Action", width=30),
    Column(header="Lead", width=12),
    Column(header="Due", width=11.5, align="right"),
    Column(header="Revised due", width=11.5, align="right"),
    Column(header="% complete", width=9.5, align="right"),
    Column(header="Expected %", width=9.5, align="right"),
    Column(header="Status", width=13),
    Column(header="Declared", width=10),
    Column(header="Why", width=32),
    Column(header="Progress and next steps", width=42),
)


def by_recommendation(material: Material) -> Section:
    """Each recommendation with its roll-up, its measures and its actions."""
    groups = material.judgements.recommendations
    blocks: list[Block] = []
    for group in groups:
        blocks += _group(group)
    loose = loose_actions(material)
    if loose:
        title = "Actions outside the recommendations" if groups else "Actions"
        blocks += [Heading(text=title), _table(loose)]
    return Section(
        key="recommendations",
        name="Actions by recommendation",
        title=f"Actions by recommendation, {material.quarter_label}",
        blocks=tuple(blocks),
    )


def loose_actions(material: Material) -> tuple[ActionJudgement, ...]:
    """The actions that answer no recommendation of the plan."""
    return tuple(item for item in material.judgements.actions if is_loose(material, item))


def is_loose(material: Material, item: ActionJudgement) -> bool:
    """Whether an action answers no recommendation of the plan."""
    return not any(group.ref in item.action.recommendations for group in material.judgements.recommendations)


def by_theme(material: Material) -> Section:
    """Each theme with its roll-up and its actions."""
    blocks: list[Block] = []
    for group in material.judgements.themes:
        if group.actions:
            blocks += _group(group, _said_of(material, group))
    return Section(
        key="themes",
        name="Actions by theme",
        title=f"Actions by theme, {material.quarter_label}",
        blocks=tuple(blocks),
    )


def _said_of(material: Material, group: RollUp) -> str:
    """Officers' words on the theme, else the draft; how many are green or red stands beside it."""
    passage = about_theme(material, group)
    if passage.commentary:
        return "\n".join(f"Officer's commentary: {note.text}" for note in passage.commentary)
    draft = passage.draft_beside(Topic.STANDING)
    return f"Draft: {draft}" if draft else ""


def _group(group: RollUp, words: str = "") -> list[Block]:
    title = f"{group.ref}  {group.title}" if group.recommendation else group.title
    blocks: list[Block] = [Heading(text=title, status=status_cell(group.status)), Paragraph(text=group.why)]
    if words:
        blocks.append(Paragraph(text=words))
    if about := about_text(group):
        blocks.append(Paragraph(text=about, look=Look.SMALL))
    if group.actions:
        blocks.append(_table(group.actions))
    else:
        blocks.append(Paragraph(text="No action answers this recommendation.", look=Look.SMALL))
    return blocks


def about_text(group: RollUp) -> str:
    """Outcome sought, lead, sub-plan and measures of a recommendation or theme."""
    asked = group.recommendation
    parts = []
    if asked and asked.outcome:
        parts.append(f"Outcome sought: {asked.outcome.rstrip('.')}.")
    if asked and asked.lead:
        parts.append(f"Lead: {asked.lead}.")
    if asked and asked.sub_plan:
        parts.append(f"Carried in part by: {asked.sub_plan}.")
    if group.kpis:
        parts.append(f"Measured by {listed([_named(item.kpi) for item in group.kpis])}.")
    return " ".join(parts)


def _named(kpi: Kpi) -> str:
    return f"{kpi.ref} {kpi.name}"


def _table(actions: tuple[ActionJudgement, ...]) -> Table:
    return Table(columns=COLUMNS, rows=tuple(_row(item) for item in actions))


def _row(item: ActionJudgement) -> tuple[Cell, ...]:
    action = item.action
    return (
        Cell(action.ref, Look.STRONG),
        Cell(action.text),
        text_cell("\n".join(action.leads)),
        due_cell(item),
        date_cell(action.revised_due),
        percent_cell(item.reported),
        percent_cell(item.expected),
        status_cell(item.status),
        text_cell(str(item.declared or "")),
        Cell(item.why, Look.SMALL),
        text_cell(progress_text(item), Look.SMALL),
    )


def due_cell(item: ActionJudgement) -> Cell:
    """The date first agreed, or that the action goes on."""
    return Cell("Ongoing") if item.action.ongoing else date_cell(item.action.due)


def percent_cell(value: float | None) -> Cell:
    """A whole percentage, or a dash."""
    return text_cell("") if value is None else Cell(value, unit="%")


def progress_text(item: ActionJudgement) -> str:
    """The officer's progress, then the next steps."""
    action = item.action
    steps = f"Next: {action.next_steps}" if action.next_steps else ""
    return "\n".join(part for part in (action.progress, steps) if part)
