"""The report inside its own workbook: put there, replaced, and taken out again."""

import json
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from quarterly import resources
from quarterly.cli import options
from quarterly.cli.app import run_command
from quarterly.in_place import run_in_place, run_remove
from quarterly.ooxml import Edited, content_digest
from quarterly.publishing import run_publish
from quarterly.read import read_workbook

TODAY = date(2026, 1, 29)
ASKED = {"today": TODAY, "quarter": "Q3 2025/26", "as_at": date(2026, 1, 20)}
TYPED = ["--quarter", "Q3 2025/26", "--as-at", "2026-01-20"]

pytestmark = [
    pytest.mark.filterwarnings("ignore:Sparkline Group extension:UserWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning:openpyxl"),
]


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sheets(path: Path) -> list[str]:
    book = openpyxl.load_workbook(path, read_only=True)
    try:
        return book.sheetnames
    finally:
        book.close()  # Windows replaces no file that is open


def test_the_report_joins_the_workbook_and_its_own_sheets_stay(book: Path) -> None:
    before = sheets(book)
    done = run_in_place(book, **ASKED)
    after = sheets(book)
    assert after[: len(before)] == before
    assert {"Cover", "Summary", "Scorecard", "Provenance"} <= set(after[len(before) :])
    assert done.result.written
    assert done.result.backup is not None


def test_the_workbook_with_its_report_says_the_same_as_without(book: Path) -> None:
    plain = read_workbook(book)
    run_in_place(book, **ASKED)
    assert read_workbook(book) == plain


def test_a_second_run_changes_nothing(book: Path) -> None:
    run_in_place(book, **ASKED)
    first = book.read_bytes()
    again = run_in_place(book, **ASKED)
    assert book.read_bytes() == first
    assert not again.result.changes


def test_the_hash_is_of_the_workbook_without_the_report(book: Path) -> None:
    before = content_digest(book)
    run_in_place(book, **ASKED)
    assert content_digest(book) == before
    cells = [row[1].value for row in openpyxl.load_workbook(book)["Provenance"].iter_rows()]
    assert before in cells


def test_a_changed_workbook_has_another_hash(book: Path) -> None:
    before = content_digest(book)
    workbook = openpyxl.load_workbook(book)
    workbook["Action Plan"]["A20"] = "my note"
    workbook.save(book)
    assert content_digest(book) != before


def test_removal_gives_back_every_part(book: Path) -> None:
    before = parts(book)
    run_in_place(book, **ASKED)
    run_remove(book)
    assert parts(book) == before


def test_removal_leaves_what_was_published_unless_asked(tmp_path: Path) -> None:
    book = tmp_path / "plan.xlsx"
    book.write_bytes(resources.sample("small").read_bytes())
    run_publish(book, **ASKED)
    published = read_workbook(book)[0].history
    run_in_place(book, **ASKED)
    run_remove(book)
    assert read_workbook(book)[0].history == published
    assert published
    run_remove(book, history=True)
    assert "Status History" not in sheets(book)


def test_a_dry_run_writes_nothing(book: Path) -> None:
    before = book.read_bytes()
    done = run_in_place(book, **ASKED, dry_run=True)
    assert (book.read_bytes(), done.result.written, done.result.changes) == (before, False, True)


def test_a_sheet_changed_by_hand_is_refused_kept_or_replaced(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run_in_place(book, **ASKED)
    workbook = openpyxl.load_workbook(book)
    workbook["Summary"]["A1"] = "Our own words"
    workbook.save(book)
    assert run_command(["report", str(book), *TYPED, "--in-place"]) == options.REFUSED
    assert "Summary" in capsys.readouterr().err
    kept = run_in_place(book, **ASKED, edited=Edited.KEEP)
    assert openpyxl.load_workbook(book)["Summary"]["A1"].value == "Our own words"
    assert any("Summary" in warned.text for warned in kept.result.warnings)


def test_a_workbook_that_counts_days_from_1904_gets_the_right_dates(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    workbook.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    workbook.save(book)
    run_in_place(book, **ASKED)
    report = openpyxl.load_workbook(book)["Actions by recommendation"]
    dates = {cell.value.date() for row in report.iter_rows() for cell in row if hasattr(cell.value, "date")}
    assert date(2026, 3, 31) in dates  # due date of the workbook's first action


def test_the_command_prints_what_it_did_for_people_and_programs(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["report", str(book), *TYPED, "--in-place"]) == options.DONE
    said = " ".join(capsys.readouterr().out.split())
    assert f"Report written into {book}: " in said
    assert "The workbook as it was before: " in said
    assert run_command(["report", str(book), *TYPED, "--in-place", "--json"]) == options.DONE
    shape = json.loads(capsys.readouterr().out)
    assert (shape["written"], shape["changes"], shape["parts"]) == (False, False, [])
    assert run_command(["remove", str(book), "--dry-run"]) == options.DONE
    assert 'Sheet "Summary": removed' in capsys.readouterr().out
    assert run_command(["remove", str(book), "--json"]) == options.DONE
    assert json.loads(capsys.readouterr().out)["written"] is True
    assert run_command(["remove", str(book)]) == options.REFUSED


def said_by(command: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert run_command(command) == options.DONE
    return " ".join(capsys.readouterr().out.split())


def test_a_dry_run_of_the_command_lists_the_sheets_and_claims_nothing(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = book.read_bytes()
    said = said_by(["report", str(book), *TYPED, "--in-place", "--dry-run"], capsys)
    assert "Nothing was written. This is what would change:" in said
    assert 'Sheet "Summary": added' in said
    assert "Report written into" not in said
    assert "The workbook as it was before" not in said
    assert book.read_bytes() == before


def test_the_command_says_when_the_same_report_stands_there_already(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["report", str(book), *TYPED, "--in-place"]
    said_by(command, capsys)
    again = said_by(command, capsys)
    assert f"The same report already stands in {book}: " in again
    assert "The workbook as it was before" not in again


def test_the_command_counts_the_sheets_of_the_report_and_those_that_it_took_out(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = len(sheets(book))
    command = ["report", str(book), *TYPED, "--in-place", "--template"]
    said_by([*command, "quarterly"], capsys)
    earlier = sheets(book)[own:]
    said = said_by([*command, "exceptions"], capsys)
    now = sheets(book)[own:]
    gone = len(set(earlier) - set(now))
    assert gone > 1
    assert (
        f"Report written into {book}: {len(now)} sheet{'s' * (len(now) > 1)}; {gone} earlier sheets taken out." in said
    )


def test_the_command_tells_of_kept_sheets_and_of_what_it_took_out(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["report", str(book), *TYPED, "--in-place"]
    said_by(command, capsys)
    workbook = openpyxl.load_workbook(book)
    workbook["Summary"]["A1"] = "Our own words"
    workbook.save(book)
    assert 'Please note: Sheet "Summary"' in said_by([*command, "--if-edited", "keep"], capsys)
    before = len(sheets(book))
    removed = said_by(["remove", str(book)], capsys)
    assert f"Taken out of {book}: {before - len(sheets(book))} sheets." in removed
    assert "The workbook as it was before: " in removed


@pytest.mark.parametrize("options_", [["--in-place", "--output", "x.xlsx"], ["--in-place", "--force"], ["--dry-run"]])
def test_options_that_do_not_go_together_are_refused(book: Path, options_: list[str]) -> None:
    before = book.read_bytes()
    assert run_command(["report", str(book), *TYPED, *options_]) == options.REFUSED
    assert book.read_bytes() == before


def test_new_sheets_stand_among_the_reports_where_the_officer_put_a_sheet_behind_it(book: Path) -> None:
    run_in_place(book, **ASKED, template="monthly")
    workbook = openpyxl.load_workbook(book)
    workbook.create_sheet("Our notes")
    workbook.save(book)
    own = sheets(book).index("Cover")
    run_in_place(book, **ASKED, template="quarterly", edited=Edited.REPLACE)
    after = sheets(book)
    assert after[-1] == "Our notes"
    assert after[own:][:3] == ["Cover", "Contents", "Committee cover report"]


def test_new_sheets_go_to_the_end_where_the_officer_adds_up_a_range_of_sheets(book: Path) -> None:
    run_in_place(book, **ASKED, template="monthly")
    workbook = openpyxl.load_workbook(book)
    workbook.create_sheet("Our notes")["A1"] = "=SUM('Action Plan:Our notes'!B2)"
    workbook.save(book)
    run_in_place(book, **ASKED, template="quarterly", edited=Edited.REPLACE)
    after = sheets(book)
    assert after.index("Our notes") < after.index("Contents")
