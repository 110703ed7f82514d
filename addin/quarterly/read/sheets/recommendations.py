"""The Recommendations sheet."""

from __future__ import annotations

from quarterly.model.plan import Recommendation
from quarterly.model.problems import Problem
from quarterly.read.headers import Table
from quarterly.read.rows import Row, rows_of
from quarterly.read.sheets.refs import first_of_each


def read_recommendations(table: Table, problems: list[Problem]) -> tuple[Recommendation, ...]:
    """The recommendations in the order of their rows."""
    rows = first_of_each(rows_of(table, problems), "ref")
    return tuple(_recommendation(row) for row in rows)


def _recommendation(row: Row) -> Recommendation:
    row.has_all_required()
    return Recommendation(
        ref=row.line("ref"),
        text=row.text("text"),
        origin=row.line("origin"),
        made_on=row.day("made_on"),
        theme=row.label("theme"),
        lead=row.person("lead"),
        outcome=row.text("outcome"),
        sub_plan=row.line("sub_plan"),
        source=row.source,
    )
