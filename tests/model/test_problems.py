"""Addresses and problems as people read them."""

from __future__ import annotations

import pytest
from openpyxl.utils import get_column_letter

from quarterly.model.problems import CellRef, ProblemKind, Severity, Source, column_letters

KIND = ProblemKind("due-not-a-date", Severity.ERROR, "The due date is not a date.", "Enter {example}.")


def test_addresses_are_written_as_excel_writes_them() -> None:
    assert str(CellRef("Action Plan", 14, 6)) == "'Action Plan'!F14"
    assert str(CellRef("Lead's plan", 1, 28)) == "'Lead''s plan'!AB1"
    assert str(CellRef("KPIs", 3)) == "'KPIs' row 3"
    assert str(CellRef("KPIs")) == "'KPIs'"


@pytest.mark.parametrize("number", [1, 26, 27, 52, 702, 703, 16384])
def test_columns_have_the_letters_of_excel(number: int) -> None:
    assert column_letters(number) == get_column_letter(number)


def test_a_field_without_a_column_is_placed_at_its_row() -> None:
    source = Source("KPIs", 4, {"ref": 2})
    assert (source.cell("ref").address, source.cell("owner").address) == ("B4", "row 4")


def test_a_problem_reads_as_one_paragraph() -> None:
    problem = KIND.at(CellRef("Action Plan", 14, 7), "31/06/25", example="30/06/2025")
    assert str(problem) == ("'Action Plan'!G14: The due date is not a date. Found: \"31/06/25\". Enter 30/06/2025.")
    assert str(KIND.at(CellRef("Action Plan", 14, 7), example="a date")) == (
        "'Action Plan'!G14: The due date is not a date. Enter a date."
    )
    assert (problem.code, problem.severity) == ("due-not-a-date", Severity.ERROR)
