"""Reports as PDF: what LibreOffice is asked for, and what is said where it is absent, fails or hangs."""

from __future__ import annotations

import re
import stat
import sys
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from quarterly.cli import options
from quarterly.cli.app import run_command
from quarterly.deliver.pdf import find_office, is_untouched_pdf, to_pdf
from quarterly.deliver.pdf.finish import finished
from quarterly.deliver.pdf.office import run_office
from quarterly.errors import DeliveryRefused, RequestRefused
from quarterly.run import run_report

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for LibreOffice is a shell script")

TODAY = date(2026, 1, 20)
ZERO = "0" * 32
A_PDF = (
    "%PDF-1.6\n<xmp:CreateDate>2026-11-21T22:13:31Z</xmp:CreateDate>\n/CreationDate(D:20261121221331Z')\n"
    f"trailer /ID [ <{'A' * 32}>\n<{'A' * 32}> ]\n/DocChecksum /{'B' * 32}\n>>"
)
WORKS = """
out=""; last=""
for word in "$@"; do
  [ "$last" = "--outdir" ] && out="$word"
  case "$word" in *.xlsx) base=$(basename "$word" .xlsx); printf '%s' "$PDF" > "$out/$base.pdf";; esac
  last="$word"
done
"""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that does as LibreOffice does, at once; it keeps what it was asked."""
    monkeypatch.setenv("PDF", A_PDF)
    return script(tmp_path / "programs" / "soffice", f'printf "%s\\n" "$@" > "{tmp_path}/asked"\n{WORKS}')


def script(path: Path, body: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def workbook(path: Path, created: str = "2026-01-20T00:00:00Z") -> Path:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("docProps/core.xml", f"<dcterms:created xsi:type='x'>{created}</dcterms:created>")
    return path


def test_each_workbook_becomes_a_pdf_of_its_name(office: Path, tmp_path: Path) -> None:
    books = [workbook(tmp_path / name) for name in ("--help.xlsx", "Q3 2025-26 [draft] (ö).xlsx")]
    out = tmp_path / "out"
    out.mkdir()
    seen: list[Path] = []
    made = to_pdf(books, out, office=office, step=seen.append)
    assert made == (out / "--help.pdf", out / "Q3 2025-26 [draft] (ö).pdf")
    assert seen == list(made)
    assert sorted(path.name for path in out.iterdir()) == sorted(path.name for path in made)
    asked = (tmp_path / "asked").read_text(encoding="utf-8").splitlines()
    assert [Path(word).name for word in asked if word.endswith(".xlsx")] == ["1.xlsx", "2.xlsx"]
    assert next(word for word in asked if word.startswith("pdf:")).startswith(
        'pdf:calc_pdf_Export:{"UseTaggedPDF": {"type": "boolean", "value": "true"}'
    )
    assert "--headless" in asked


def test_the_profile_is_a_new_one_and_is_gone_afterwards(office: Path, tmp_path: Path) -> None:
    to_pdf([workbook(tmp_path / "a.xlsx")], tmp_path, office=office)
    asked = (tmp_path / "asked").read_text(encoding="utf-8")
    profile = re.search(r"-env:UserInstallation=file://(\S+)", asked)
    assert profile
    assert not Path(profile[1]).exists()


def test_libreoffice_sees_a_copy_with_trend_lines_and_the_workbook_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PDF", A_PDF)
    keeps = f'for word in "$@"; do case "$word" in *.xlsx) cp "$word" "{tmp_path}/seen.xlsx";; esac; done\n{WORKS}'
    look = {"series_color": "#12436D", "empty_cells": "gaps", "range": "Sheet1!B1:D1"}
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write_row("B1", [1, 2, 3])
        sheet.add_sparkline("A1", look)
    before = (tmp_path / "a.xlsx").read_bytes()
    to_pdf([tmp_path / "a.xlsx"], tmp_path, office=script(tmp_path / "programs" / "soffice", keeps))
    assert (tmp_path / "a.xlsx").read_bytes() == before
    with zipfile.ZipFile(tmp_path / "seen.xlsx") as seen:
        assert b"sparklineGroup" not in seen.read("xl/worksheets/sheet1.xml")
        assert b"Trend line" in seen.read("xl/drawings/trend_lines_1.xml")


def test_no_files_need_no_libreoffice(tmp_path: Path) -> None:
    assert to_pdf([], tmp_path, office=tmp_path / "none") == ()


def test_a_pdf_says_the_day_of_its_report_and_not_when_it_was_made(office: Path, tmp_path: Path) -> None:
    made = to_pdf([workbook(tmp_path / "a.xlsx")], tmp_path, office=office)[0].read_bytes()
    assert b"/CreationDate(D:20260120000000Z')" in made
    assert b"<xmp:CreateDate>2026-01-20T00:00:00Z<" in made
    assert len(made) == len(A_PDF)
    assert is_untouched_pdf(made)


@pytest.mark.parametrize("created", ["2026-99-99T00:00:00Z", "yesterday"])
def test_a_workbook_without_a_day_has_the_earliest(office: Path, tmp_path: Path, created: str) -> None:
    made = to_pdf([workbook(tmp_path / "a.xlsx", created)], tmp_path, office=office)[0]
    assert b"/CreationDate(D:19800101000000Z')" in made.read_bytes()


def test_a_changed_pdf_is_known() -> None:
    made = finished(A_PDF.encode(), TODAY)
    later = finished(A_PDF.replace("2213", "2214").encode(), TODAY)
    assert made == later
    assert is_untouched_pdf(made)
    assert not is_untouched_pdf(made.replace(b"%PDF-1.6", b"%PDF-1.7"))
    assert not is_untouched_pdf(A_PDF.encode())
    assert not is_untouched_pdf(b"%PDF-1.7 of another program")
    assert finished(b"%PDF-1.7 of another program", TODAY) == b"%PDF-1.7 of another program"


@pytest.mark.parametrize(
    ("body", "code"),
    [("exit 1", "pdf-failed"), (": # says nothing and writes nothing", "pdf-failed"), ("sleep 30", "pdf-timed-out")],
)
def test_nothing_is_written_where_libreoffice_fails(tmp_path: Path, body: str, code: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    bad = script(tmp_path / "programs" / "soffice", body)
    with pytest.raises(DeliveryRefused, match=r"a\.xlsx") as refused:
        to_pdf([workbook(tmp_path / "a.xlsx")], out, office=bad, seconds=0.3)
    assert (refused.value.code, list(out.iterdir())) == (code, [])


def test_what_hangs_is_ended_with_its_children(tmp_path: Path) -> None:
    mark = tmp_path / "still running"
    bad = script(tmp_path / "programs" / "soffice", f'(sleep 1; : > "{mark}") & sleep 30')
    assert run_office(bad, [], tmp_path / "profile", seconds=0.2) is False
    assert not mark.exists()


def test_two_files_of_one_name_are_refused(office: Path, tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    books = [workbook(tmp_path / "a.xlsx"), workbook(tmp_path / "b" / "A.xlsx")]
    with pytest.raises(DeliveryRefused, match=r'both become "A\.pdf"'):
        to_pdf(books, tmp_path, office=office)


def test_a_file_that_is_not_there_is_named(office: Path, tmp_path: Path) -> None:
    with pytest.raises(DeliveryRefused, match=r"no PDF of gone\.xlsx"):
        to_pdf([tmp_path / "gone.xlsx"], tmp_path, office=office)


def test_a_folder_that_is_not_there_is_named(office: Path, tmp_path: Path) -> None:
    with pytest.raises(RequestRefused, match="There is no folder"):
        to_pdf([workbook(tmp_path / "a.xlsx")], tmp_path / "none", office=office)


def test_libreoffice_is_where_the_environment_says(office: Path) -> None:
    assert find_office({"QUARTERLY_SOFFICE": str(office), "PATH": ""}) == office
    with pytest.raises(DeliveryRefused, match="QUARTERLY_SOFFICE names /none/soffice, and there is no such program"):
        find_office({"QUARTERLY_SOFFICE": "/none/soffice", "PATH": str(office.parent)})


def test_libreoffice_is_found_on_the_path_or_where_it_usually_is(
    office: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert find_office({"PATH": str(office.parent)}) == office
    monkeypatch.setattr("quarterly.deliver.pdf.office.USUAL", (tmp_path / "none", office))
    assert find_office({"PATH": ""}) == office
    windows = tmp_path / "LibreOffice" / "program" / "soffice.exe"
    windows.parent.mkdir(parents=True)
    windows.touch()
    monkeypatch.setattr("quarterly.deliver.pdf.office.USUAL", ())
    assert find_office({"PATH": "", "ProgramFiles": str(tmp_path)}) == windows
    with pytest.raises(DeliveryRefused, match="A PDF needs LibreOffice, which was not found on this computer"):
        find_office({"PATH": ""})


def test_a_report_has_its_pdf_beside_it(office: Path, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUARTERLY_SOFFICE", str(office))
    done = run_report(book, today=TODAY, pdf=True)
    assert done.pdf == done.output.with_suffix(".pdf")
    assert is_untouched_pdf(done.pdf.read_bytes())
    assert run_report(book, today=TODAY, pdf=True).pdf == done.pdf  # its own is replaced without asking
    assert run_report(book, today=TODAY).pdf is None


def test_somebodys_own_pdf_is_not_replaced_unless_asked(
    office: Path, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("QUARTERLY_SOFFICE", str(office))
    done = run_report(book, today=TODAY)
    theirs = done.output.with_suffix(".pdf")
    theirs.write_bytes(b"%PDF-1.7 signed")
    with pytest.raises(DeliveryRefused, match="is there already, and would be lost"):
        run_report(book, today=TODAY, pdf=True)
    assert theirs.read_bytes() == b"%PDF-1.7 signed"
    run_report(book, today=TODAY, pdf=True, force=True)
    assert is_untouched_pdf(theirs.read_bytes())


def test_without_libreoffice_nothing_is_written(
    book: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("QUARTERLY_SOFFICE", "/none/soffice")
    assert run_command(["report", str(book), "--pdf"]) == options.REFUSED
    assert "QUARTERLY_SOFFICE names /none/soffice" in capsys.readouterr().err
    assert list(book.parent.glob("*report*")) == []


def test_in_place_has_no_pdf(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["report", str(book), "--in-place", "--pdf"]) == options.REFUSED
    assert "leave out --pdf" in capsys.readouterr().err


def test_the_command_says_where_the_pdf_is(
    office: Path, book: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("QUARTERLY_SOFFICE", str(office))
    run_command(["report", str(book), "--pdf", "--quarter", "Q3 2025/26"])
    assert f"As a PDF: {book.parent / 'plan Q3 2025-26 report.pdf'}" in capsys.readouterr().out
    run_command(["report", str(book), "--pdf", "--quarter", "Q3 2025/26", "--json"])
    assert f'"pdf": "{book.parent / "plan Q3 2025-26 report.pdf"}"' in capsys.readouterr().out
