"""RAG rules that start in the quarter, and the statuses that come out otherwise by them: a part of the Notes."""

from __future__ import annotations

from quarterly.compose.cells import status_cell, text_cell
from quarterly.compose.material import Material
from quarterly.compose.report import Block, Cell, Column, Heading, Look, Paragraph, Row, Table
from quarterly.compose.rule_words import describe
from quarterly.compose.words import listed, sentence
from quarterly.model.rules import RuleChange


def new_rules(material: Material) -> tuple[Block, ...]:
    """Nothing in most quarters; else each new rule with its reason, and what it would have made of earlier quarters."""
    changes = material.judgements.rule_changes
    if not changes:
        return ()
    return (
        Heading(text="Rules that are new this quarter"),
        *(Paragraph(text=change_text(material, change)) for change in changes),
        Paragraph(
            text="Earlier quarters keep the rule that was in force then. The statuses below are those that the new "
            "rules give otherwise than the rules before, had either been in force all the time."
        ),
        _differences(material),
    )


def change_text(material: Material, change: RuleChange) -> str:
    """From when which indicators are rated by the rule, how it decides, and why it was changed."""
    whom = listed(change.kpis) if change.kpis else "indicators without a rule of their own"
    title = change.rule.title
    return " ".join(
        part
        for part in (
            f"From {material.label(change.since)}, {whom}: {title[:1].upper()}{title[1:]}.",
            describe(change.rule),
            sentence(change.reason),
        )
        if part
    )


def difference_rows(material: Material) -> tuple[Row, ...]:
    """A row for each status that comes out otherwise by a rule that is new."""
    return tuple(
        (
            Cell(f"{one.ref}, {material.label(one.quarter)}", Look.STRONG),
            Cell(f"{one.name}: {one.why}"),
            text_cell(one.published),
            status_cell(one.earlier),
            status_cell(one.later),
        )
        for one in material.judgements.differences
    )


def _differences(material: Material) -> Table:
    columns = (
        Column(header="Item and quarter", width=26),
        Column(header="By the new rule", width=80),
        Column(header="Published as", width=36),
        Column(header="Rule before", width=16),
        Column(header="New rule", width=16),
    )
    return Table(columns=columns, rows=difference_rows(material), empty="No status comes out otherwise.")
