"""Inspections and visits: where they stand, grades by domain towards the ambition, what comes next, the timeline."""

from __future__ import annotations

from quarterly.compose.cells import date_cell, text_cell
from quarterly.compose.material import Material
from quarterly.compose.report import Block, Cell, Column, Facts, Heading, Look, Paragraph, Section, Table
from quarterly.judge.inspections import Domain, InspectionJudgement, Visit, judge_inspections
from quarterly.model.context import Inspection
from quarterly.model.periods import date_label, month_label

# All tables of the sheet stand in the same columns.
TIMELINE = (
    Column(header="Date", width=20),
    Column(header="Type", width=16),
    Column(header="Focus", width=24),
    Column(header="Judgement", width=34),
    Column(header="Strengths", width=34),
    Column(header="Areas for improvement", width=34),
    Column(header="Letter published", width=13),
    Column(header="Next expected", width=16),
)


NOT_SAID = "The latest row of the sheet does not say."


def judged_inspections(material: Material) -> InspectionJudgement:
    """What inspections and visits say on the as-at date."""
    ambition = material.plan.settings.ambition
    return judge_inspections(material.plan.inspections, material.judgements.as_at, ambition)


def inspections(material: Material) -> Section:
    """Progress and the next inspection first, then grades by domain, then every visit, the latest first."""
    judged = judged_inspections(material)
    blocks: list[Block] = [Paragraph(text=judged.progress, look=Look.STRONG)]
    blocks += [Paragraph(text=text) for text in judged.caveats]
    blocks += [_next(material, judged)]
    if judged.window.rule:
        blocks.append(Paragraph(text=judged.window.rule, look=Look.SMALL))
    if judged.domains:
        blocks += [Heading(text="Judgements towards the ambition"), _grades(judged.domains)]
    blocks += [Heading(text="Inspections and visits, the latest first"), _timeline(judged)]
    return Section(
        key="inspections",
        name="Inspections and visits",
        title="Inspections and visits",
        blocks=tuple(blocks),
    )


def _next(material: Material, judged: InspectionJudgement) -> Facts:
    pairs = (
        ("Judgement and ambition", material.journey),
        ("Expected next", judged.expected or NOT_SAID),
        ("Next inspection, worked out", judged.window.why),
    )
    return Facts(pairs=tuple((label, Cell(text)) for label, text in pairs if text))


def _grades(domains: tuple[Domain, ...]) -> Table:
    columns = (
        Column(header="Domain", width=20),
        Column(header="Last judged", width=16),
        Column(header="Grade", width=24),
        Column(header="Grades over time", width=34),
        Column(header="Movement and ambition", width=34),
    )
    return Table(
        columns=columns,
        rows=tuple(
            (
                Cell(domain.name, Look.STRONG),
                Cell(domain.grades[-1][0]),
                Cell(domain.grades[-1][1]),
                Cell(grades_over_time(domain)),
                Cell(domain.why),
            )
            for domain in domains
        ),
    )


def grades_over_time(domain: Domain) -> str:
    """ "Jul 2023: Inadequate", a line a judgement."""
    return "\n".join(f"{month_label(day)}: {grade}" for day, grade in domain.grades)


def _timeline(judged: InspectionJudgement) -> Table:
    return Table(columns=TIMELINE, rows=tuple(_row(visit) for visit in reversed(judged.visits)))


def _row(visit: Visit) -> tuple[Cell, ...]:
    item = visit.inspection
    return (
        Cell(visit_days(visit), Look.STRONG),
        text_cell(visit_kind(visit)),
        text_cell(item.focus),
        text_cell(grades_text(item)),
        text_cell(item.strengths),
        text_cell(item.improvements),
        date_cell(item.letter_published),
        text_cell(item.next_expected),
    )


def visit_kind(visit: Visit) -> str:
    """Its type, which visit of how many where the type does not say, and whether it is planned; a line each."""
    counted = "" if visit.stated else visit.place
    return "\n".join(part for part in (visit.inspection.type, counted, "" if visit.held else "Planned") if part)


def grades_text(item: Inspection) -> str:
    """ "Overall: Good", a line a domain."""
    return "\n".join(f"{domain}: {grade}" for domain, grade in item.judgements)


def visit_days(visit: Visit) -> str:
    """ "18 to 19 Nov 2025"."""
    item = visit.inspection
    if item.end is None or item.end == item.start:
        return date_label(item.start)
    if (item.start.year, item.start.month) == (item.end.year, item.end.month):
        return f"{item.start.day} to {date_label(item.end)}"
    return f"{date_label(item.start)} to {date_label(item.end)}"
