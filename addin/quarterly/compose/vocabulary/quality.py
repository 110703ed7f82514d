"""What is wrong or missing: questions for owners, problems of the workbook, gaps of the plan."""

from __future__ import annotations

from quarterly.compose.cells import text_cell
from quarterly.compose.material import Material
from quarterly.compose.report import Cell
from quarterly.compose.sections.challenge import challenge_rows
from quarterly.compose.sections.quality import problem_rows, tally
from quarterly.compose.sections.summary import errors_note
from quarterly.compose.vocabulary.catalogue import Kind
from quarterly.compose.vocabulary.declare import Field
from quarterly.compose.vocabulary.rows import Named, rows_noun

PROBLEM: tuple[Named, ...] = (
    ("severity", "Error, warning or note"),
    ("cell", "Where in the workbook"),
    ("meaning", "What is wrong"),
    ("found", "What was found there"),
    ("fix", "What to do"),
)
LISTS = (
    rows_noun(
        "challenge",
        "questions for owners whose ratings the dates or the evidence do not support; none in the published edition",
        (
            ("ref", "Reference"),
            ("owner", "Who is asked"),
            ("declared", "The colour that was declared"),
            ("worked_out", "The colour by dates and progress"),
            ("question", "The question"),
            ("cell", "Where in the workbook"),
        ),
        lambda report: () if report.is_published else challenge_rows(report),
        "No question for owners is shown.",
    ),
    rows_noun(
        "problem",
        "problems in the workbook, errors first; none in the published edition",
        PROBLEM,
        lambda report: problem_rows(report.problems),
        "No problem of the workbook is shown.",
    ),
    rows_noun(
        "finding",
        "what the plan leaves out, such as an owner, a date or a measure",
        PROBLEM,
        lambda report: problem_rows(report.judgements.findings),
        "Every item has an owner, a date and a measure.",
    ),
)


def _tally(report: Material) -> Cell:
    return Cell("" if report.is_published else tally(report.problems))


FIELDS: tuple[Field[Material], ...] = (
    Field("problems.tally", "How many errors, warnings and notes; nothing in the published edition", _tally),
    Field("problems.note", "That the workbook has errors; nothing where it has none", lambda it: Cell(errors_note(it))),
    Field(
        "problems.total",
        "How many problems the workbook has",
        lambda it: Cell(len(it.problems)),
        Kind.NUMBER,
    ),
    Field(
        "coverage",
        "Which recommendations have a measure and an action",
        lambda it: text_cell(it.judgements.coverage.statement),
    ),
)
