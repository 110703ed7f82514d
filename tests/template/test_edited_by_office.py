"""A template edited in LibreOffice, as a stand-in for Excel, gives the edited report."""

import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from drawn_templates import part, png
from openpyxl import load_workbook

from quarterly import resources
from quarterly.run import run_report
from quarterly.template.check import check
from quarterly.template.load import find

PYTHON = "/usr/bin/python3"  # the one that Debian's LibreOffice gives its bridge to
EDITOR = Path(__file__).with_name("edit_by_office.py")


def has_bridge() -> bool:
    if not shutil.which("soffice") or not Path(PYTHON).exists():
        return False
    return subprocess.run([PYTHON, "-c", "import uno"], capture_output=True, check=False).returncode == 0


@pytest.fixture(scope="module")
def edited(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("office")
    logo, out = folder / "logo.png", folder / "edited.xlsx"
    logo.write_bytes(png(120, 60))
    arguments = [PYTHON, EDITOR, find("quarterly"), out, logo, folder / f"profile{folder.parent.name}"]
    subprocess.run(list(map(str, arguments)), check=True, timeout=170, capture_output=True)
    return out


@pytest.fixture(scope="module")
def report(edited: Path) -> Path:
    out = edited.with_name("report.xlsx")
    run_report(
        resources.sample("full"),
        today=date(2026, 1, 15),
        quarter="Q3 2025/26",
        as_at=date(2026, 1, 15),
        output=out,
        template=edited,
    )
    return out


pytestmark = [
    pytest.mark.slow,
    pytest.mark.libreoffice,
    pytest.mark.skipif(not has_bridge(), reason="needs LibreOffice and its bridge to Python"),
    pytest.mark.filterwarnings("ignore:Sparkline Group extension:UserWarning"),  # openpyxl's, of what it cannot read
]


def test_what_office_saves_is_a_template_without_errors(edited: Path) -> None:
    found = check(edited)
    assert [str(one) for one in found.compiled.errors] == []
    assert [str(one) for one in found.problems] == []


def test_a_removed_section_is_gone_and_the_others_stand_in_their_order(report: Path) -> None:
    names = load_workbook(report).sheetnames
    assert "Risks" not in names
    assert "Styles" not in names
    assert names[:4] == ["Cover", "Contents", "Committee cover report", "Summary"]
    assert names.index("Forward plan") < names.index("Benchmarks")


def test_words_and_the_order_of_columns_are_as_edited(report: Path) -> None:
    sheet = load_workbook(report)["Forward plan"]
    texts = [[cell.value for cell in row] for row in sheet.iter_rows(max_row=8)]
    assert any(row[0] == "What comes next, Q3 2025/26" for row in texts)
    header = next(row for row in texts if row[0] == "Date")
    assert header[:4] == ["Date", "Body", "Lead", "Item"]


def test_a_changed_colour_changes_every_status_of_the_report(report: Path) -> None:
    book = load_workbook(report)
    greens = {
        cell.fill.fgColor.rgb
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.value == "✔ Green"
    }
    assert greens == {"FF0B6E4F"}


def test_the_logo_stands_on_the_cover_with_its_words(report: Path) -> None:
    cover = load_workbook(report)["Cover"]
    assert len(cover._images) == 1
    drawing = part(report.read_bytes(), "xl/drawings/drawing1.xml")
    assert b'descr="Crest of the council"' in drawing
