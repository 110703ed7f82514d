"""Publishing a quarter: Status History grows, and nothing else of the workbook changes."""

import json
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from books import ACTIONS, write_book

from quarterly import resources
from quarterly.cli import options
from quarterly.cli.app import run_command
from quarterly.errors import RequestRefused, WorkbookLocked
from quarterly.ooxml import insert_sheets, remove_sheets
from quarterly.publishing import HISTORY, run_publish
from quarterly.read import read_workbook
from quarterly.run import assess, run_report

TODAY = date(2026, 1, 29)
LATER = date(2026, 2, 12)
AS_AT = date(2026, 1, 20)
ASKED = {"quarter": "Q3 2025/26", "as_at": AS_AT}
CENTRAL = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}

pytestmark = [
    pytest.mark.filterwarnings("ignore:Sparkline Group extension:UserWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning:openpyxl"),
]


def history(path: Path) -> list[tuple[object, ...]]:
    plan, problems = read_workbook(path)
    assert [str(problem) for problem in problems if problem.severity == "error"] == []
    return [(row.item, row.status, row.value, row.issue, row.published_on) for row in plan.history]


def edited(path: Path, sheet: str, cell: str, value: object) -> None:
    workbook = openpyxl.load_workbook(path)
    workbook[sheet][cell] = value
    workbook.save(path)


def published(book: Path) -> list[tuple[object, ...]]:
    run_publish(book, today=TODAY, **ASKED)
    return history(book)


def test_the_first_publication_fills_the_empty_sheet_of_a_new_workbook(book: Path) -> None:
    """Reported progress is kept as it is: 60% of A1, 80% of A2, which was due ten days before."""
    done = run_publish(book, today=TODAY, **ASKED)
    assert history(book) == [
        ("K1", "Amber", 84.4, 1, TODAY),
        ("A1", "Green", 60.0, 1, TODAY),
        ("A2", "Red", 80.0, 1, TODAY),
    ]
    assert (done.issue, len(done.added), done.result.written) == (1, 3, True)
    assert openpyxl.load_workbook(book).sheetnames.count("Status History") == 1


def test_every_other_part_stays_as_it_was(book: Path) -> None:
    def parts() -> dict[str, bytes]:
        with zipfile.ZipFile(book) as package:
            return {name: package.read(name) for name in package.namelist()}

    before = parts()
    done = run_publish(book, today=TODAY, **ASKED)
    after = parts()
    workbook = openpyxl.load_workbook(done.result.backup)
    number = workbook.sheetnames.index("Status History") + 1
    table = next(name for name in before if name == f"xl/worksheets/_rels/sheet{number}.xml.rels")
    gone_or_changed = {name for name in before if after.get(name) != before[name]}
    own = {f"xl/worksheets/sheet{number}.xml", table}
    assert gone_or_changed - CENTRAL - own <= {name for name in before if name.startswith("xl/tables/")}
    assert len(gone_or_changed - CENTRAL - own) <= 1


def test_publishing_again_without_a_change_is_refused_and_writes_nothing(book: Path) -> None:
    published(book)
    before = book.read_bytes()
    with pytest.raises(RequestRefused, match="Every status of Q3 2025/26 stands in Status History") as refused:
        run_publish(book, today=LATER, **ASKED)
    assert (refused.value.code, book.read_bytes()) == ("nothing-to-publish", before)


def test_what_changed_is_published_as_a_further_issue_below_what_stands_there(book: Path) -> None:
    first = published(book)
    edited(book, "Action Plan", _cell_of(book, "A1"), 1.0)
    done = run_publish(book, today=LATER, **ASKED)
    assert (done.issue, [row.item for row in done.added]) == (2, ["A1"])
    assert history(book)[:3] == first
    assert history(book)[3][0] == "A1"
    assert history(book)[3][3:] == (2, LATER)


def _cell_of(book: Path, ref: str) -> str:
    """The address of an action's % complete."""
    action = next(one for one in read_workbook(book)[0].actions if one.ref == ref)
    return action.source.cell("complete").address


def test_rows_edited_by_hand_stop_the_next_publication(book: Path) -> None:
    published(book)
    edited(book, "Status History", "D2", "Green")
    edited(book, "Action Plan", _cell_of(book, "A1"), 1.0)
    before = book.read_bytes()
    with pytest.raises(WorkbookLocked) as refused:
        run_publish(book, today=LATER, **ASKED)
    assert (refused.value.code, book.read_bytes()) == ("sheet-edited", before)


def test_a_history_in_our_layout_is_taken_over_with_its_rows(tmp_path: Path) -> None:
    row = {"quarter": "Q2 2025/26", "item": "K1", "kind": "KPI", "status": "Red", "value": 79.5}
    book = write_book(tmp_path / "plan.xlsx", **{"Status History": [row]})
    run_publish(book, today=TODAY, **ASKED)
    assert history(book)[0] == ("K1", "Red", 79.5, None, None)
    assert len(history(book)) == 4


def test_a_history_laid_out_otherwise_is_refused_and_left(tmp_path: Path) -> None:
    row = {"quarter": "Q2 2025/26", "item": "K1", "kind": "KPI", "status": "Red"}
    book = write_book(tmp_path / "plan.xlsx", **{"Status History": [row]})
    edited(book, "Status History", "K1", "My remarks")
    before = book.read_bytes()
    with pytest.raises(RequestRefused, match=r'Sheet "Status History" of plan\.xlsx is not laid out') as refused:
        run_publish(book, today=TODAY, **ASKED)
    assert (refused.value.code, book.read_bytes()) == ("history-not-ours", before)


def test_a_note_on_the_sheet_is_not_lost(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    workbook["Status History"]["A1"].comment = openpyxl.comments.Comment("Ask Dev.", "HoS")
    workbook.save(book)
    with pytest.raises(RequestRefused) as refused:
        run_publish(book, today=TODAY, **ASKED)
    assert refused.value.code == "history-not-ours"


def test_a_history_under_another_name_keeps_it(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    workbook["Status History"].title = "History"
    workbook.save(book)
    run_publish(book, today=TODAY, **ASKED)
    assert len(history(book)) == 3
    assert "Status History" not in openpyxl.load_workbook(book).sheetnames


def test_a_workbook_without_the_sheet_gets_it_at_the_end(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    del workbook["Status History"]
    workbook.save(book)
    run_publish(book, today=TODAY, **ASKED)
    assert openpyxl.load_workbook(book).sheetnames[-1] == "Status History"
    assert len(history(book)) == 3


def test_history_and_report_live_side_by_side(book: Path) -> None:
    done = run_report(book, today=AS_AT, quarter="Q3 2025/26")
    report = done.output.read_bytes()
    insert_sheets(book, report)
    run_publish(book, today=TODAY, **ASKED)
    insert_sheets(book, report)
    assert len(history(book)) == 3
    remove_sheets(book, group="report")
    assert len(history(book)) == 3
    remove_sheets(book, group=HISTORY)
    assert history(book) == []


def test_a_dry_run_says_what_would_be_added_and_writes_nothing(book: Path) -> None:
    before = book.read_bytes()
    done = run_publish(book, today=TODAY, dry_run=True, **ASKED)
    assert (len(done.added), done.result.written, book.read_bytes()) == (3, False, before)


def test_the_report_on_the_next_quarter_compares_with_what_was_published(book: Path) -> None:
    published(book)
    changes = assess(book, today=date(2026, 4, 20), quarter="Q4 2025/26").judgements.changes
    assert changes.statement == "Compared with the report for Q3 2025/26, published on 29 Jan 2026."
    assert [(move.ref, move.why) for move in changes.moves] == [
        ("A1", "Green to Red."),
        ("K1", "Amber to Awaited."),
    ]


def test_the_full_sample_can_be_published(tmp_path: Path) -> None:
    book = tmp_path / "full.xlsx"
    book.write_bytes(resources.sample("full").read_bytes())
    before = history(book)
    done = run_publish(book, today=TODAY, **ASKED)
    after = history(book)
    assert (len(done.added), after[: len(before)], len(after)) == (95, before, len(before) + 95)


@pytest.fixture
def _clock(monkeypatch) -> None:
    monkeypatch.setattr(options, "today", lambda: TODAY)


COMMAND = ["--quarter", "Q3 2025/26", "--as-at", "20/01/2026"]


@pytest.mark.usefixtures("_clock")
def test_the_command_says_what_it_added_and_where_the_workbook_is_kept(capsys, book: Path) -> None:
    assert run_command(["publish", str(book), *COMMAND, "--dry-run"]) == options.DONE
    assert 'Would be added to "Status History": Q3 2025/26, issue 1, with 1 KPI and 2 actions.' in _said(capsys)
    assert run_command(["publish", str(book), *COMMAND]) == options.DONE
    said = _said(capsys)
    assert 'Added to "Status History": Q3 2025/26, issue 1, with 1 KPI and 2 actions.' in said
    assert "The workbook as it was before:" in said
    assert run_command(["publish", str(book), *COMMAND]) == options.REFUSED


def _said(capsys) -> str:
    return " ".join(capsys.readouterr().out.split())


@pytest.mark.usefixtures("_clock")
def test_the_command_prints_the_whole_shape(capsys, book: Path) -> None:
    run_command(["publish", str(book), *COMMAND, "--json"])
    result = json.loads(capsys.readouterr().out)
    assert {name: result[name] for name in ("issue", "published_on", "as_at", "written", "warnings")} == {
        "issue": 1,
        "published_on": "2026-01-29",
        "as_at": "2026-01-20",
        "written": True,
        "warnings": [],
    }
    assert result["quarter"]["label"] == "Q3 2025/26"
    assert result["added"][0] == {"kind": "KPI", "item": "K1", "status": "Amber", "value": 84.4}
    assert Path(result["backup"]).exists()


@pytest.mark.usefixtures("_clock")
def test_a_workbook_with_errors_is_published_and_the_exit_code_says_so(tmp_path: Path) -> None:
    rows = [{**ACTIONS[0], "due": "31/06/26"}, ACTIONS[1]]
    book = write_book(tmp_path / "faulty.xlsx", actions=rows)
    assert run_command(["publish", str(book), *COMMAND]) == options.HAS_ERRORS
