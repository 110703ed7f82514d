"""Risks, the highest score first, each with the recommendations it threatens and how those stand."""

from __future__ import annotations

from collections.abc import Mapping

from quarterly.compose.cells import BLANK, status_cell, text_cell
from quarterly.compose.material import Material
from quarterly.compose.report import Cell, Column, Look, Section, Table
from quarterly.compose.words import counted
from quarterly.judge.risks import LEAST, MOST, ScoredRisk, ranked_risks
from quarterly.model.context import Risk

COLUMNS = (
    Column(header="Ref", width=8),
    Column(header="Risk or issue", width=50),
    Column(header="Likelihood", width=12, align="right"),
    Column(header="Impact", width=11, align="right"),
    Column(header="Score", width=9, align="right"),
    Column(header="Mitigation", width=50),
    Column(header="Owner", width=22),
    Column(header="Recommendations and their status", width=24),
)


def risks(material: Material) -> Section:
    """One table; risks whose likelihood or impact is in words have no score and stand last."""
    ranked = ranked_risks(material.plan.risks)
    statuses = statuses_by_ref(material)
    return Section(
        key="risks",
        name="Risks",
        title="Risks and issues",
        intro=risks_intro(ranked),
        blocks=(Table(columns=COLUMNS, rows=tuple(_row(scored, statuses) for scored in ranked)),),
    )


def risks_intro(ranked: tuple[ScoredRisk, ...]) -> str:
    """How risks are scored, and how many have no score."""
    how = f"Score = likelihood × impact, each from {LEAST} to {MOST}; the highest first."
    loose = sum(scored.score is None for scored in ranked)
    if not loose:
        return how
    which = "1 risk has" if loose == 1 else f"{counted(loose, 'risk')} have"
    return f"{how} {which} no score, as likelihood or impact is not a whole number from {LEAST} to {MOST}."


def _row(scored: ScoredRisk, statuses: Mapping[str, object]) -> tuple[Cell, ...]:
    risk = scored.risk
    return (
        Cell(risk.ref, Look.STRONG),
        text_cell(risk.text),
        level_cell(risk.likelihood),
        level_cell(risk.impact),
        BLANK if scored.score is None else Cell(scored.score, Look.STRONG),
        text_cell(risk.mitigation),
        text_cell(risk.owner),
        text_cell(threatened(risk, statuses)),
    )


def statuses_by_ref(material: Material) -> Mapping[str, object]:
    """The status of each recommendation in words, by its reference."""
    return {group.ref: status_cell(group.status).value for group in material.judgements.recommendations}


def threatened(risk: Risk, statuses: Mapping[str, object]) -> str:
    """ "R1: ● Amber", a line a recommendation that the risk threatens."""
    return "\n".join(f"{ref}: {statuses.get(ref, 'not in the plan')}" for ref in risk.recommendations)


def level_cell(text: str) -> Cell:
    """A number as a number, words as they stand."""
    return Cell(int(text)) if text.isascii() and text.isdigit() else text_cell(text)
