"""Workbooks that tests of whole runs start from, made anew in a folder of their own."""

from pathlib import Path

import pytest
from books import ACTIONS, write_book


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook without mistakes: K1 is 84.4% against 90%, amber; A1 on track, A2 overdue."""
    return write_book(tmp_path / "plan.xlsx")


@pytest.fixture
def faulty_book(tmp_path: Path) -> Path:
    """The same workbook with a due date that is no date."""
    return write_book(tmp_path / "faulty.xlsx", actions=[{**ACTIONS[0], "due": "31/06/26"}, ACTIONS[1]])
