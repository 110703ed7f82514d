"""PDFs as LibreOffice makes them: titled, tagged, in English, a bookmark a sheet, A4, and no column cut off."""

from __future__ import annotations

import re
import shutil
import zipfile
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from pypdf import PdfReader

from quarterly.deliver.pdf import is_untouched_pdf, to_pdf
from quarterly.model.edition import Edition
from quarterly.resources import sample
from quarterly.run import ReportRun, run_report

pytestmark = [
    pytest.mark.slow,
    pytest.mark.libreoffice,
    pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed"),
]

TODAY = date(2026, 1, 20)
QUARTER = "Q3 2025/26"
A4_LANDSCAPE = (842, 595)  # points


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[ReportRun, ReportRun]:
    folder = tmp_path_factory.mktemp("reports")
    published, working = (
        run_report(sample("small"), today=TODAY, quarter=QUARTER, output=folder, edition=edition)
        for edition in (Edition.PUBLISHED, Edition.WORKING)
    )
    return published, working


@pytest.fixture(scope="module")
def pdfs(runs: tuple[ReportRun, ReportRun], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """Both in one run of LibreOffice."""
    return to_pdf([run.output for run in runs], tmp_path_factory.mktemp("pdf"))


def test_title_language_tags_and_the_title_in_the_window(pdfs: tuple[Path, ...]) -> None:
    read = PdfReader(pdfs[0])
    root = read.trailer["/Root"]
    assert read.metadata is not None
    assert read.metadata.title == "Children's services: 15 action points: progress report, Q3 2025/26"
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1<" in root["/Metadata"].get_object().get_data()


def test_a_bookmark_for_each_sheet_in_order(runs: tuple[ReportRun, ReportRun], pdfs: tuple[Path, ...]) -> None:
    for run, pdf in zip(runs, pdfs, strict=True):
        with zipfile.ZipFile(run.output) as package:
            names = re.findall(r'<sheet name="([^"]*)"', package.read("xl/workbook.xml").decode())
        titles = [entry.title for entry in PdfReader(pdf).outline if not isinstance(entry, list)]
        assert titles == [unescape(name) for name in names]


def test_the_pages_are_a4_landscape(pdfs: tuple[Path, ...]) -> None:
    for pdf in pdfs:
        sizes = {tuple(round(float(side)) for side in page.mediabox[2:]) for page in PdfReader(pdf).pages}
        assert sizes == {A4_LANDSCAPE}


def test_no_column_is_cut_off_to_a_page_of_its_own(pdfs: tuple[Path, ...]) -> None:
    """A page that has a table's last columns without its first is one that a sheet was cut off to."""
    read = PdfReader(pdfs[0])
    pages = [" ".join(page.extract_text().split()) for page in read.pages]
    wide = [page for page in pages if "Owner" in page and "Direction" in page and "Kind" in page]
    assert wide  # the widest table, on one page
    assert [
        page for page in pages if re.search(r"\bOwner\b", page) and "Ref" not in page and "Owner:" not in page
    ] == []


def test_the_same_workbook_gives_the_same_pdf(
    runs: tuple[ReportRun, ReportRun], pdfs: tuple[Path, ...], tmp_path: Path
) -> None:
    again = to_pdf([runs[0].output], tmp_path)[0]
    assert again.read_bytes() == pdfs[0].read_bytes()
    assert is_untouched_pdf(again.read_bytes())
