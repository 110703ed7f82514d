"""The sheets that Check and What changed put into the workbook, as reports of one section."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from quarterly.compose.cells import text_cell
from quarterly.compose.material import Material
from quarterly.compose.report import Cell, Column, Heading, Look, Paragraph, Report, Section, Table
from quarterly.compose.sections.changes import what_changed
from quarterly.compose.words import sentence
from quarterly.excel.press.words import problem_counts, quarter_of
from quarterly.model.periods import date_label
from quarterly.model.problems import CellRef, Problem, Severity
from quarterly.run import Assessment, provenance_of

CHECK_SHEET = "Quarterly check"
CHANGES_SHEET = "Quarterly changes"

_ORDER = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
_LOOKS = {Severity.ERROR: (Look.RED, "✖"), Severity.WARNING: (Look.AMBER, "●"), Severity.NOTE: (Look.UNRATED, "")}
_COLUMNS = (
    Column(header="How serious", width=14),
    Column(header="Sheet", width=18),
    Column(header="Cell", width=10),
    Column(header="What is wrong", width=44),
    Column(header="Found", width=28),
    Column(header="What to do", width=54),
)


def check_report(found: Assessment) -> Report:
    """Every problem of the workbook, with a link to its cell, then what the plan itself lacks."""
    findings = found.judgements.findings
    section = Section(
        key="check",
        name=CHECK_SHEET,
        title=f"Check of {found.book.path.name}",
        intro=f"Made on {date_label(found.judgements.as_at)}, and replaced each time that you press Check. "
        "Click on a cell's address to go there.",
        blocks=(
            Heading(text="Problems in the workbook"),
            Paragraph(text=_tally(found.book.problems)),
            _table(found.book.problems, "No problem was found in the workbook."),
            Heading(text="Quality of the plan"),
            _table(findings, "Every item has an owner, a date and a measure."),
        ),
    )
    return _report(found, section)


def changes_report(found: Assessment) -> Report:
    """What is not as the last published quarter said."""
    material = Material(
        plan=found.book.plan,
        judgements=found.judgements,
        problems=found.book.problems,
        provenance=provenance_of(found),
    )
    return _report(found, replace(what_changed(material), name=CHANGES_SHEET))


def _report(found: Assessment, section: Section) -> Report:
    settings = found.book.plan.settings
    return Report(
        title=section.title,
        subtitle=" · ".join(part for part in (settings.authority, quarter_of(found)) if part),
        author=settings.author or settings.authority,
        marking="",
        created=found.judgements.as_at,
        sections=(section,),
    )


def _tally(problems: Sequence[Problem]) -> str:
    wrong = any(problem.severity is Severity.ERROR for problem in problems)
    meaning = " An item with an error cannot be judged until it is put right." if wrong else ""
    return f"{sentence(problem_counts(problems))}{meaning}"


def _table(problems: Sequence[Problem], empty: str) -> Table:
    ranked = sorted(problems, key=lambda one: _ORDER.index(one.severity))  # sorting keeps the order of sheets and cells
    return Table(columns=_COLUMNS, rows=tuple(map(_row, ranked)), empty=empty)


def _row(problem: Problem) -> tuple[Cell, ...]:
    look, symbol = _LOOKS[problem.severity]
    at = problem.at
    return (
        Cell(f"{symbol} {str(problem.severity).capitalize()}".strip(), look),
        text_cell(at.sheet or "Workbook"),
        Cell(at.address or "sheet", Look.LINK, link=_place(at)) if at.sheet else Cell(""),
        Cell(problem.kind.meaning),
        text_cell(problem.found),
        Cell(problem.fix),
    )


def _place(at: CellRef) -> str:
    """The link to a cell, to the start of a row, or to the top of a sheet."""
    quoted = at.sheet.replace("'", "''")
    address = at.address if at.row and at.column else f"A{at.row or 1}"
    return f"#'{quoted}'!{address}"
