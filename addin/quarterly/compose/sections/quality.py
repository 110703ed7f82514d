"""Data quality: what is wrong in the workbook, and what the plan leaves out."""

from __future__ import annotations

from collections.abc import Sequence

from quarterly.compose.cells import text_cell
from quarterly.compose.material import Material
from quarterly.compose.report import Block, Cell, Column, Heading, Look, Paragraph, Row, Section, Table
from quarterly.compose.words import counted, listed
from quarterly.model.problems import Problem, Severity

COLUMNS = (
    Column(header="Severity", width=12),
    Column(header="Cell", width=26),
    Column(header="What is wrong", width=46),
    Column(header="Found", width=30),
    Column(header="What to do", width=56),
)
ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


def data_quality(material: Material) -> Section:
    """Problems of the workbook first, then the plan's gaps and its coverage; the problems are for officers alone."""
    findings = material.judgements.findings
    return Section(
        key="quality",
        name="Data quality",
        title="Data quality",
        intro="" if material.is_published else tally(material.problems),
        blocks=(
            *(() if material.is_published else _problems(material)),
            Heading(text="Quality of the plan"),
            _table(findings, "Every item has an owner, a date and a measure."),
            Heading(text="Coverage"),
            Paragraph(text=material.judgements.coverage.statement or "The workbook lists no recommendations."),
        ),
    )


def _problems(material: Material) -> tuple[Block, ...]:
    heading = Heading(text="Problems in the workbook")
    return (heading, _table(material.problems, "No problem was found in the workbook."))


def tally(problems: Sequence[Problem]) -> str:
    """ "2 errors, 5 warnings and no notes. Items with errors are not judged."."""
    counts = [counted(sum(item.severity is level for item in problems), str(level)) for level in ORDER]
    text = listed(counts)
    return f"{text[0].upper()}{text[1:]}. An item with an error cannot be judged until it is put right."


def _table(problems: Sequence[Problem], empty: str) -> Table:
    return Table(columns=COLUMNS, rows=problem_rows(problems), empty=empty)


def problem_rows(problems: Sequence[Problem]) -> tuple[Row, ...]:
    """A row for each problem, errors first."""
    ranked = sorted(problems, key=lambda item: ORDER.index(item.severity))
    return tuple(
        (
            Cell(str(item.severity).capitalize(), Look.STRONG if item.severity is Severity.ERROR else Look.TEXT),
            Cell(str(item.at), Look.SMALL),
            Cell(item.kind.meaning),
            text_cell(item.found),
            Cell(item.fix),
        )
        for item in ranked
    )
