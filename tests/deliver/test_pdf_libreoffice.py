"""PDFs as LibreOffice makes them: titled, tagged, in English, a bookmark a sheet, A4, and no column cut off."""

from __future__ import annotations

import re
import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from html import unescape
from itertools import pairwise
from pathlib import Path

import pytest
from office_runs import RUNS
from pypdf import PageObject, PdfReader
from pypdf.generic import ArrayObject

from quarterly.deliver.pdf import is_untouched_pdf, to_pdf
from quarterly.deliver.pdf.alternatives import chart_texts
from quarterly.errors import DeliveryRefused
from quarterly.model.edition import Edition
from quarterly.resources import sample
from quarterly.run import run_report

pytestmark = [
    pytest.mark.slow,
    pytest.mark.libreoffice,
    pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed"),
]

TODAY = date(2026, 1, 20)
QUARTER = "Q3 2025/26"
A4_LANDSCAPE = (842, 595)  # points


BOOKS = ("published.xlsx", "working.xlsx")


@pytest.fixture(scope="module")
def made(made_once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """A folder with reports of both editions and their PDFs, made in one run of LibreOffice."""

    def fill(folder: Path) -> None:
        for name, edition in zip(BOOKS, (Edition.PUBLISHED, Edition.WORKING), strict=True):
            run_report(sample("small"), today=TODAY, quarter=QUARTER, output=folder / name, edition=edition)
        pdfs_of([folder / name for name in BOOKS], folder)

    return made_once("reports and their PDFs", fill)


@pytest.fixture(scope="module")
def reports(made: Path) -> tuple[Path, ...]:
    return tuple(made / name for name in BOOKS)


@pytest.fixture(scope="module")
def pdfs(reports: tuple[Path, ...]) -> tuple[Path, ...]:
    return tuple(report.with_suffix(".pdf") for report in reports)


def pdfs_of(books: list[Path], folder: Path) -> tuple[Path, ...]:
    """LibreOffice itself crashes now and then, which says nothing of ours: only its last run counts."""
    for _ in range(RUNS - 1):
        try:
            return to_pdf(books, folder)
        except DeliveryRefused as refused:
            if refused.code != "pdf-failed":
                raise
    return to_pdf(books, folder)


def test_title_language_tags_and_the_title_in_the_window(pdfs: tuple[Path, ...]) -> None:
    read = PdfReader(pdfs[0])
    root = read.trailer["/Root"]
    assert read.metadata is not None
    assert read.metadata.title == "Children's services: 15 action points: progress report, Q3 2025/26"
    assert root["/Lang"] == "en-GB"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1<" in root["/Metadata"].get_object().get_data()


def test_a_bookmark_for_each_sheet_in_order(reports: tuple[Path, ...], pdfs: tuple[Path, ...]) -> None:
    for report, pdf in zip(reports, pdfs, strict=True):
        with zipfile.ZipFile(report) as package:
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
    reports: tuple[Path, ...], pdfs: tuple[Path, ...], tmp_path: Path
) -> None:
    again = pdfs_of([reports[0]], tmp_path)[0]
    assert again.read_bytes() == pdfs[0].read_bytes()
    assert is_untouched_pdf(again.read_bytes())


def test_every_trend_line_is_drawn_in_its_cell_and_told_in_words(pdfs: tuple[Path, ...]) -> None:
    refs = [f"K{number}" for number in range(1, 11)]
    for pdf in pdfs:
        read = PdfReader(pdf)
        lines = [said for _, said in alternatives(read) if said.startswith("Trend line")]
        assert [said.split(".")[0] for said in lines] == [f"Trend line of {ref}" for ref in refs]
        scorecard = [page for page in read.pages if {"Trend", "Signals"} <= places(page).keys()]
        assert [ref for page in scorecard for ref in trends_in_their_cells(page, refs)] == refs


def trends_in_their_cells(page: PageObject, refs: list[str]) -> list[str]:
    """The indicators on a page, each of whose trend lines was found in its row and column."""
    words, contents = places(page), page.get_contents()
    assert contents is not None
    here = [ref for ref in refs if ref in words]
    rows = [words[ref][1] for ref in here] + [0.0]  # words stand at the top of their cells
    figures = re.findall(rb"/Figure<</MCID \d+>>BDC(.*?)EMC", contents.get_data(), re.DOTALL)
    for drawn, (upper, lower) in zip(figures, pairwise(rows), strict=True):
        assert b"0.0705882352 0.262745098 0.4274509803 RG" in drawn  # the line's colour, to stroke
        assert b"0.5019607843 0.0862745098 0.3137254901 rg" in drawn  # that of its end, to fill
        points = [(float(x), float(y)) for x, y in re.findall(rb"([\d.]+) ([\d.]+) [ml]\b", drawn)]
        assert words["Trend"][0] - 6 < min(x for x, _ in points)
        assert max(x for x, _ in points) < words["Signals"][0]
        assert all(lower + 4 < y < upper + 8 for _, y in points)  # of text of 7 points
    return here


def test_a_template_has_its_trend_lines_too(tmp_path: Path) -> None:
    run = run_report(sample("small"), today=TODAY, quarter=QUARTER, output=tmp_path, template="monthly")
    (pdf,) = pdfs_of([run.output], tmp_path)
    assert len([said for _, said in alternatives(PdfReader(pdf)) if said.startswith("Trend line of K")]) == 10


def test_every_chart_has_its_own_alternative_text(reports: tuple[Path, ...], pdfs: tuple[Path, ...]) -> None:
    for report, pdf in zip(reports, pdfs, strict=True):
        read = PdfReader(pdf)
        charts = [(page, said) for page, said in alternatives(read) if "chart." in said]
        assert tuple(said for _, said in charts) == chart_texts(report.read_bytes())
        for page, said in charts:  # whose title, on the same page, is what the text begins with
            title = said.split(". ")[1]
            assert re.sub(r"\W", "", title)[:40] in re.sub(r"\W", "", page.extract_text())


def alternatives(read: PdfReader) -> list[tuple[PageObject, str]]:
    """The alternative texts with their pages, in the order in which they are read out."""
    found: list[tuple[int, str]] = []

    def walk(node) -> None:
        element = node.get_object()
        for each in element if isinstance(element, list) else ():
            walk(each)
        if isinstance(element, dict):
            found.extend([(element.raw_get("/Pg").idnum, element["/Alt"])] if "/Alt" in element else [])
            walk(element.get("/K", ArrayObject()))

    walk(read.trailer["/Root"]["/StructTreeRoot"])
    pages = {page.indirect_reference.idnum: page for page in read.pages if page.indirect_reference}
    return [(pages[number], said) for number, said in found]


def places(page: PageObject) -> dict[str, tuple[float, float]]:
    """Where each text of the page first stands, in points from its left and bottom."""
    at: dict[str, tuple[float, float]] = {}
    page.extract_text(visitor_text=lambda text, _, place, *__: at.setdefault(text.strip(), (place[4], place[5])))
    return at
