"""What a section of a composed plan says, for tests of single sections."""

from __future__ import annotations

from plans import AS_AT, QUARTER, SOURCE

from quarterly.compose import compose_report
from quarterly.compose.report import Chart, Facts, Heading, Paragraph, Report, Section, Table
from quarterly.judge import judge
from quarterly.model.plan import Plan


def report_on(plan: Plan) -> Report:
    return compose_report(plan, judge(plan, QUARTER, AS_AT), (), SOURCE)


def section_of(plan: Plan, key: str) -> Section:
    return next(item for item in report_on(plan).sections if item.key == key)


def said(part: Section) -> list[str]:
    """Everything a section says, in order: tables row by row or by the sentence for none, charts by their alt text."""
    found: list[str] = [part.intro] if part.intro else []
    for block in part.blocks:
        match block:
            case Heading() | Paragraph():
                found.append(block.text)
            case Facts():
                found += [f"{label}: {cell.value}" for label, cell in block.pairs]
            case Table():
                found += [" | ".join(str(cell.value) for cell in row) for row in block.rows] or [block.empty]
            case Chart():
                found.append(block.alt_text)
    return found
