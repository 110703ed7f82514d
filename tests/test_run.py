"""A whole run: from a path to a report on disk."""

import hashlib
import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace

from quarterly.errors import RequestRefused, WorkbookRefused
from quarterly.judge.judgement import Status
from quarterly.model.periods import FINANCIAL
from quarterly.run import Step, assess, build_report, provenance_of, read_book, run_report
from quarterly.starting import DEMO_BOOK, new_workbook, run_demo

# openpyxl, the independent reader here, says that it does not keep sparklines.
pytestmark = pytest.mark.filterwarnings("ignore:Sparkline Group extension:UserWarning")

TODAY = date(2026, 1, 20)


def test_a_workbook_is_hashed_as_it_was_read(book: Path) -> None:
    assert read_book(book).sha256 == hashlib.sha256(book.read_bytes()).hexdigest()


def test_a_file_s_name_that_is_no_text_does_not_keep_a_report_from_being_made(book: Path, tmp_path: Path) -> None:
    found = assess(book, today=TODAY)
    odd = replace(found, book=replace(found.book, path=Path("pl\udcc3n.xlsx")))
    assert provenance_of(odd).input_name == "pl?n.xlsx"
    assert build_report(odd.book.plan, odd.judgements, provenance=provenance_of(odd))[:2] == b"PK"


def test_a_workbook_without_mistakes_has_no_errors(book: Path) -> None:
    assert (read_book(book).problems, read_book(book).has_errors) == ((), False)


def test_an_item_that_cannot_be_judged_is_an_error(faulty_book: Path) -> None:
    found = read_book(faulty_book)
    assert (found.has_errors, [problem.found for problem in found.problems]) == (True, ["31/06/26"])


def test_the_quarter_is_the_last_complete_one_and_the_day_is_today(book: Path) -> None:
    judged = assess(book, today=TODAY).judgements
    assert (judged.quarter, judged.as_at) == (FINANCIAL.quarter(2025, 3), TODAY)


def test_statuses_are_those_of_the_quarter(book: Path) -> None:
    judged = assess(book, today=TODAY, quarter="Q3 2025/26").judgements
    # 84.4 is within 10% of 90 (81.0) but not within 5% (85.5). A1: 111 of 181 days = 61% expected, 60% done.
    # A2 was due ten days before.
    assert [(item.ref, item.status) for item in (*judged.kpis, *judged.actions)] == [
        ("K1", Status.AMBER),
        ("A1", Status.GREEN),
        ("A2", Status.RED),
    ]


def test_an_earlier_quarter_is_looked_at_from_today_unless_said_otherwise(book: Path) -> None:
    late = assess(book, today=TODAY, quarter="Q2 2025/26").judgements
    then = assess(book, today=TODAY, quarter="Q2 2025/26", as_at=date(2025, 10, 20)).judgements
    assert [(one.as_at, one.kpis[0].value, one.actions[1].status) for one in (late, then)] == [
        (TODAY, 81.5, Status.RED),
        (date(2025, 10, 20), 81.5, Status.GREEN),  # 49 of 131 days = 37% expected, 80% done
    ]


def test_the_report_is_written_beside_the_workbook_under_the_quarter(book: Path) -> None:
    done = run_report(book, today=TODAY)
    assert done.output == book.with_name("plan Q3 2025-26 report.xlsx")
    assert done.sha256 == hashlib.sha256(done.output.read_bytes()).hexdigest()
    assert sorted(path.name for path in book.parent.iterdir()) == ["plan Q3 2025-26 report.xlsx", "plan.xlsx"]


def test_an_output_may_be_a_folder_or_a_file(book: Path, tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    outputs = [run_report(book, today=TODAY, output=where).output for where in (folder, folder / "board.xlsx")]
    assert outputs == [folder / "plan Q3 2025-26 report.xlsx", folder / "board.xlsx"]


def test_the_workbook_is_not_changed(book: Path) -> None:
    before = book.read_bytes()
    run_report(book, today=TODAY)
    assert book.read_bytes() == before


def test_the_same_run_twice_gives_the_same_bytes(book: Path) -> None:
    first = run_report(book, today=TODAY)
    second = run_report(book, today=date(2026, 6, 1), quarter="Q3 2025/26", as_at=TODAY)
    assert first.sha256 == second.sha256


def test_the_report_says_what_it_was_made_from(book: Path) -> None:
    done = run_report(book, today=TODAY)
    cells = [
        str(value)
        for sheet in openpyxl.load_workbook(done.output)
        for row in sheet.iter_rows(values_only=True)
        for value in row
    ]
    assert [done.assessment.book.sha256 in cells, "plan.xlsx" in cells] == [True, True]


def test_the_report_never_replaces_the_workbook(book: Path) -> None:
    before = book.read_bytes()
    with pytest.raises(RequestRefused, check=lambda error: error.code == "output-is-the-workbook"):
        run_report(book, today=TODAY, output=book, force=True)
    assert book.read_bytes() == before


def test_a_report_that_was_edited_in_excel_is_kept(book: Path) -> None:
    output = run_report(book, today=TODAY).output
    edited = openpyxl.load_workbook(output)
    edited.save(output)
    before = output.read_bytes()
    with pytest.raises(RequestRefused, check=lambda error: error.code == "output-exists"):
        run_report(book, today=TODAY)
    assert output.read_bytes() == before


def test_nothing_is_written_for_a_file_that_is_no_workbook(tmp_path: Path) -> None:
    (tmp_path / "plan.xlsx").write_text("Ref,Action\n")
    with pytest.raises(WorkbookRefused):
        run_report(tmp_path / "plan.xlsx", today=TODAY)
    assert [path.name for path in tmp_path.iterdir()] == ["plan.xlsx"]


def test_steps_are_told_as_they_begin(book: Path) -> None:
    steps: list[Step] = []
    run_report(book, today=TODAY, step=steps.append)
    assert steps == [Step.READ, Step.JUDGE, Step.COMPOSE, Step.RENDER, Step.WRITE]


def test_a_report_can_be_built_from_values_alone(book: Path) -> None:
    found = assess(book, today=TODAY)
    content = build_report(found.book.plan, found.judgements)
    assert openpyxl.load_workbook(io.BytesIO(content)).sheetnames[0] == "Cover"


def test_the_demo_leaves_the_sample_and_its_report(tmp_path: Path) -> None:
    done = run_demo(tmp_path, today=date(2030, 1, 1))
    names = sorted(path.name for path in tmp_path.iterdir())
    assert (names, done.assessment.judgements.quarter) == (
        ["Quarterly demo Q3 2025-26 report.xlsx", "Quarterly demo.xlsx"],
        FINANCIAL.quarter(2025, 3),
    )


def test_the_demo_can_be_run_again(tmp_path: Path) -> None:
    assert run_demo(tmp_path, today=TODAY).sha256 == run_demo(tmp_path, today=TODAY).sha256


def test_the_demo_does_not_touch_a_file_that_has_the_sample_s_name(tmp_path: Path) -> None:
    (tmp_path / DEMO_BOOK).write_bytes(b"mine")
    with pytest.raises(RequestRefused, check=lambda error: error.code == "demo-changed"):
        run_demo(tmp_path, today=TODAY)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(DEMO_BOOK, b"mine")]


def test_a_new_workbook_is_never_written_over_another_file(book: Path) -> None:
    before = book.read_bytes()
    with pytest.raises(RequestRefused, check=lambda error: error.code == "output-exists"):
        new_workbook(book)
    assert book.read_bytes() == before
    assert new_workbook(book, force=True).path == book


@pytest.mark.parametrize("asked", [{"authority": "Leeds"}, {"dfe": Path("lait")}])
def test_authority_and_data_set_belong_together(tmp_path: Path, asked: dict) -> None:
    with pytest.raises(RequestRefused, check=lambda error: error.code == "authority-without-data-set"):
        new_workbook(tmp_path / "new.xlsx", **asked)
    assert list(tmp_path.iterdir()) == []
