"""Quarterly's own templates are as their script makes them."""

import runpy
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from quarterly.template.load import BUILT_IN, compiled_from

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"


@pytest.fixture(scope="module")
def made() -> dict[str, bytes]:
    before = list(sys.path)
    try:
        return runpy.run_path(str(TEMPLATES / "build.py"))["files"]()
    finally:
        sys.path[:] = before


def test_the_files_are_up_to_date(made: dict[str, bytes]) -> None:
    stale = [name for name, content in made.items() if (TEMPLATES / name).read_bytes() != content]
    assert stale == [], "run: python templates/build.py"
    assert sorted(made) == sorted(f"{name}.xlsx" for name in BUILT_IN)


@pytest.mark.parametrize("name", BUILT_IN)
def test_their_notes_for_editing_stand_on_the_styles_sheet_alone(name: str) -> None:
    book = load_workbook(TEMPLATES / f"{name}.xlsx")
    holding = [
        sheet.title
        for sheet in book
        for row in sheet.iter_rows(values_only=True)
        if any("How to change" in str(value) for value in row)
    ]
    assert holding == ["Styles"]


def test_the_published_one_merges_no_cells_in_its_tables() -> None:
    template = compiled_from((TEMPLATES / "published.xlsx").read_bytes(), "published.xlsx").template
    repeated = [node for sheet in template.sheets for node in sheet.nodes if getattr(node, "repeats", "")]
    assert repeated
    assert all(cell.columns == cell.rows == 1 for row in repeated for cell in row.cells)
