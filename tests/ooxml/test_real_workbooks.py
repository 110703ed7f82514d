"""Every real workbook beside the repository: inserted or refused as expected, and nothing lost."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import openpyxl
import pytest
import python_calamine
from hosts import NEEDS_WORKBOOKS, WORKBOOKS, parts, report
from office_runs import converted

from quarterly.errors import QuarterlyError
from quarterly.ooxml import host_facts, insert_sheets, plan_insert, remove_sheets
from quarterly.ooxml.style_lists import LISTS, StyleLists

pytestmark = [NEEDS_WORKBOOKS, pytest.mark.slow, pytest.mark.filterwarnings("ignore")]
# The codes of the study in which these workbooks were collected, and ours.
CODES = {
    "insert": {""},
    "LOCKED": {"structure-locked"},
    "STRICT": {"strict"},
    "CFB": {"encrypted", "old-xls"},
    "BADZIP": {"damaged"},
    "SHARED": {"shared-workbook"},
    "NOTZIP": {"not-a-workbook", "owner-file"},
    "SIGNED": {"signed"},
    "BADXML": {"unsafe-xml", "damaged"},
    "NOCT": {"not-a-workbook", "damaged"},
    "BADWB": {"not-a-workbook"},
    "DUPENTRY": {"duplicate-parts"},
}
VALIDATOR = os.environ.get("OOXML_VALIDATOR") or shutil.which("ooxml-validator") or ""


def listed() -> list[tuple[str, str]]:
    if not WORKBOOKS.is_dir():
        return []
    with (WORKBOOKS / "index.csv").open() as index:
        return [(row["file"], row["expected"]) for row in csv.DictReader(index)]


INSERTED = [file for file, expected in listed() if expected == "insert"]


@cache
def rendered(date_1904: bool) -> bytes:
    return report(date_1904=date_1904)


def copied(file: str, folder: Path) -> Path:
    book = folder / re.sub(r"^~\$", "", file)
    shutil.copyfile(WORKBOOKS / file, book)
    return book


def inserted(file: str, folder: Path) -> Path:
    book = copied(file, folder)
    insert_sheets(book, rendered(host_facts(book).date_1904), backup=False)
    return book


def values(path: Path) -> dict[str, object]:
    """Every sheet's values as calamine reads them; what it cannot read, it says in words."""
    book = python_calamine.CalamineWorkbook.from_path(str(path))

    def sheet(name: str) -> object:
        try:
            return book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        except Exception as error:
            return repr(error)

    return {name: sheet(name) for name in book.sheet_names}


def central(path: Path) -> Iterator[str]:
    """The parts that may change, wherever a workbook keeps them."""
    yield from (name for name in parts(path) if name == "[Content_Types].xml")
    yield from (
        name for name in parts(path) if re.search(r"(^|[/\\])(workbook\w*\.xml(\.rels)?|styles\w*\.xml)$", name)
    )


@pytest.mark.parametrize(("file", "expected"), listed())
def test_inserted_or_refused_as_expected(file, expected, tmp_path):
    book = copied(file, tmp_path)
    before = book.read_bytes()
    try:
        plan = plan_insert(book, rendered(host_facts(book).date_1904))
        code = ""
    except QuarterlyError as error:
        code = error.code
        with pytest.raises(QuarterlyError, match=re.escape(book.name)):
            insert_sheets(book, rendered(False))
    assert code in CODES[expected]
    assert book.read_bytes() == before
    assert code or not plan.written


@pytest.mark.parametrize("file", INSERTED)
def test_nothing_is_lost_and_everything_comes_back(file, tmp_path):
    book = copied(file, tmp_path)
    before = parts(book)
    allowed = set(central(book))
    date_1904 = host_facts(book).date_1904
    insert_sheets(book, rendered(date_1904), backup=False)
    after, written = parts(book), book.read_bytes()
    assert {name for name in before if after.get(name) != before[name]} <= allowed
    for name in allowed & {name for name in before if "styles" in name}:
        old, new = StyleLists(before[name]), StyleLists(after[name])
        for each in LISTS:
            assert new[each].forms[: old[each].first_new] == old[each].forms[: old[each].first_new]
    assert not insert_sheets(book, rendered(date_1904), backup=False).changes
    assert book.read_bytes() == written
    remove_sheets(book, backup=False)
    assert parts(book) == before


@pytest.mark.parametrize("file", INSERTED)
def test_other_programs_read_old_sheets_as_before_and_new_ones_as_rendered(file, tmp_path):
    book = inserted(file, tmp_path)
    original, alone = WORKBOOKS / file, tmp_path / "report.xlsx"
    alone.write_bytes(rendered(host_facts(book).date_1904))
    try:
        old = values(original)
    except python_calamine.CalamineError:
        old = {}  # it cannot read the host either
    if old:
        new = values(book)
        assert repr({name: new[name] for name in old}) == repr(old)
        assert repr([new[name] for name in new if name not in old]) == repr(list(values(alone).values()))
    if _opens(original):
        assert _opens(book)


def _opens(path: Path) -> bool:
    try:
        openpyxl.load_workbook(path).close()
    except Exception:
        return False
    return True


@pytest.mark.skipif(
    not VALIDATOR, reason="needs the Open XML SDK validator: set OOXML_VALIDATOR, or put it on the path"
)
@pytest.mark.parametrize("file", INSERTED)
def test_the_open_xml_sdk_finds_nothing_new(file, tmp_path):
    assert _complaints(inserted(file, tmp_path)) - _complaints(WORKBOOKS / file) == set()


def _complaints(path: Path) -> set[tuple[str, str]]:
    run = subprocess.run([VALIDATOR, str(path)], check=False, capture_output=True, text=True, timeout=120)
    found = json.loads(run.stdout)["errors"]
    return {(str(each.get("id")), re.sub(r"\d+", "#", f"{each.get('path')} {each['description']}")) for each in found}


@pytest.mark.libreoffice
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
def test_libreoffice_converts_a_sample(tmp_path):
    sample = INSERTED[:: max(1, len(INSERTED) // 6)]
    books = [inserted(file, tmp_path) for file in sample]
    # Named apart, or two that differ in their ending alone would overwrite each other.
    folder = converted("ods", tmp_path, *books)
    for book in books:
        names = python_calamine.CalamineWorkbook.from_path(str(folder / f"{book.stem}.ods")).sheet_names
        assert [name.partition(" (")[0] for name in names[-2:]] == ["Summary", "Scorecard"]
