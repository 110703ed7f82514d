"""Every button pressed in a pretended Excel: what it puts where, what it asks and says, and what it leaves as it was.

What only cells can show (that the sheets arrive whole, their colours, their charts) is in ``test_press_live``.
"""

from __future__ import annotations

import io
import shutil
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pretended_excel
import pytest
import xlwings
from books import write_book
from hosts import edit, parts
from live_book import LiveBook
from pretended_excel import HIDDEN, SHOWN, VERY_HIDDEN
from python_calamine import CalamineWorkbook

from quarterly.cli.app import run_command
from quarterly.errors import QuarterlyError
from quarterly.excel.buttons import press
from quarterly.excel.press import doing, files
from quarterly.excel.press.desk import UNDO, UNDO_AUTOSAVED
from quarterly.in_place import run_in_place
from quarterly.ooxml import REPORT, Edited, host_facts, insert_sheets
from quarterly.publishing import run_publish

pytestmark = pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")

DAY = date(2026, 1, 20)
READERS = [
    {"name": "A Reader", "email": "reader@northmere.example", "edition": "Working", "active": "Yes"},
    {"name": "A Member", "email": "member@northmere.example", "edition": "Published", "active": "Yes"},
]
CHALLENGES = b"Where a declared rating is better"  # as the sheet Challenge list begins
PUTTING = ("check", "build_report", "what_changed", "publish")  # the buttons that put sheets into the workbook


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A small workbook: one indicator at amber, two actions, two readers; as it is, published, and with a report."""
    folder = tmp_path_factory.mktemp("made")
    plain = write_book(folder / "plain.xlsx", Distribution=READERS)
    books = {name: Path(shutil.copy(plain, folder / f"{name}.xlsx")) for name in ("published", "reported")}
    run_publish(books["published"], today=date(2025, 10, 23), quarter="Q2 2025/26")
    run_in_place(books["reported"], today=DAY, as_at=DAY)  # as the command line does it
    return {"plain": plain, **books}


@pytest.fixture
def council(tmp_path: Path) -> Path:
    """The folder that the workbook is kept in."""
    folder = tmp_path / "council"
    folder.mkdir()
    return folder


@pytest.fixture
def plan(made: dict[str, Path], council: Path) -> Path:
    """A workbook that has published nothing yet."""
    return Path(shutil.copy(made["plain"], council / "plan.xlsx"))


@pytest.fixture
def published_plan(made: dict[str, Path], council: Path) -> Path:
    """The workbook after the quarter before was published."""
    return Path(shutil.copy(made["published"], council / "plan.xlsx"))


@pytest.fixture
def reported_plan(made: dict[str, Path], council: Path) -> Path:
    """The workbook with a report that the command line wrote into it."""
    return Path(shutil.copy(made["reported"], council / "plan.xlsx"))


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[Path], LiveBook]:
    """Opens a workbook in an Excel of its own, and selects something on its second sheet."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "logs"))

    def open_(path: Path) -> LiveBook:
        app = pretended_excel.start(monkeypatch)
        live = LiveBook(app=app, book=app.books.open(path), folder=tmp_path)
        live.book.sheets[1].activate()
        live.book.sheets[1].range("C5:D9").select()
        app.impl.noticed.clear()
        return live

    return open_


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The bytes of every report that a button draws, before they are put into the workbook."""
    kept: list[bytes] = []
    prepare = doing.prepare_live

    def keeping(copy, report_bytes, *rest, **options):
        kept.append(report_bytes)
        return prepare(copy, report_bytes, *rest, **options)

    monkeypatch.setattr(doing, "prepare_live", keeping)
    return kept


def tabs(live: LiveBook) -> list[tuple[str, str, int]]:
    """The sheets as the officer sees them: name, the file that each came from, shown or hidden."""
    return [(sheet.name, sheet.impl.came_from, sheet.visible) for sheet in live.book.sheets]


def put_in(live: LiveBook) -> list[str]:
    """The names of the sheets that a button put into the workbook."""
    return [name for name, came_from, _visible in tabs(live) if came_from != "plan.xlsx"]


def view(live: LiveBook) -> tuple[object, ...]:
    """What the officer must find again after a press: the view, Excel's settings, its status bar, what is open."""
    app = live.app
    return (
        live.book.sheets.active.name,
        app.selection.address,
        (app.screen_updating, app.display_alerts, app.enable_events),
        app.status_bar,
        [book.name for book in app.books],
        tuple(app.impl.noticed),
    )


def ours(path: Path) -> list[str]:
    """The names of the report's sheets in a file."""
    return [sheet.name for sheet in host_facts(path).report_sheets if sheet.group == REPORT]


def refusal(live: LiveBook, tag: str) -> QuarterlyError:
    with pytest.raises(QuarterlyError) as refused:
        live.press(tag)
    return refused.value


def test_the_reports_sheets_come_behind_the_officers_in_order_and_nothing_else_changes(opened, plan, drawn) -> None:
    live = opened(plan)
    own, before, file = tabs(live), view(live), plan.read_bytes()
    said = live.press("build_report")
    report = CalamineWorkbook.from_filelike(io.BytesIO(drawn[0])).sheet_names
    assert tabs(live)[: len(own)] == own
    assert put_in(live) == live.names[len(own) :] == report
    assert view(live) == before
    assert plan.read_bytes() == file
    assert said.startswith(
        f'The report for Q3 2025/26 stands in {len(report)} sheets of this workbook, from "Cover" on.'
    )
    assert "Indicators: 1 amber." in said
    assert said.endswith("Save the workbook to keep the report in it.")
    assert live.dialogue.asked == [UNDO]
    assert not list(live.copy.parent.glob("Quarterly sheets*"))


def test_each_sheet_has_its_mark_by_which_the_next_press_finds_it(opened, plan) -> None:
    live = opened(plan)
    live.press("build_report")
    marks = {sheet.name: [one.local for one in sheet.impl.names] for sheet in live.book.sheets}
    assert {marks[name].count("_quarterly.sheet") for name in put_in(live)} == {1}


def test_the_button_draws_the_bytes_of_the_command_line(opened, plan, drawn, tmp_path: Path) -> None:
    live = opened(plan)
    live.press("build_report")
    output = tmp_path / "report.xlsx"
    assert run_command(["report", str(live.copy), "--as-at", "2026-01-20", "--output", str(output)]) == 0
    assert drawn == [output.read_bytes()]


def test_an_earlier_report_is_replaced_where_it_stands_and_as_it_is_called_and_hidden(opened, reported_plan) -> None:
    edit(reported_plan, "xl/workbook.xml", b'name="Summary"', b'name="Our summary"')
    edit(reported_plan, "xl/workbook.xml", b'name="Notes"', b'name="Notes" state="hidden"')
    edit(reported_plan, "xl/workbook.xml", b'name="Scorecard"', b'name="Scorecard" state="veryHidden"')
    live = opened(reported_plan)
    before, seen, report = tabs(live), view(live), ours(reported_plan)
    live.press("build_report")
    assert [(name, state) for name, _, state in tabs(live)] == [(name, state) for name, _, state in before]
    assert put_in(live) == report
    hidden = {name: state for name, _, state in tabs(live) if state != SHOWN and name in report}
    assert hidden == {"Notes": HIDDEN, "Scorecard": VERY_HIDDEN}
    assert "Our summary" in report
    assert view(live) == seen
    assert live.dialogue.asked == [UNDO]  # and nothing about sheets changed by hand


def test_a_sheet_that_the_report_no_longer_has_goes(opened, reported_plan) -> None:
    live = opened(reported_plan)
    own = [name for name in live.names if name not in ours(reported_plan)]
    live.places.preferences.write_text('template = "exceptions"', encoding="utf-8")
    live.press("build_report")
    assert [name for name in live.names if name not in put_in(live)] == own
    assert 1 <= len(put_in(live)) < 6


def test_the_officers_own_sheet_of_a_reports_name_stays(opened, plan) -> None:
    book = openpyxl.load_workbook(plan)
    book.create_sheet("Summary", 0)
    book.save(plan)
    live = opened(plan)
    live.press("build_report")
    assert tabs(live)[0] == ("Summary", "plan.xlsx", SHOWN)
    assert "Summary (2)" in put_in(live)


def edited(plan: Path, old: bytes, new: bytes) -> Path:
    """The workbook after something was done by hand to the report's list of challenges."""
    (part,) = [name for name, held in parts(plan).items() if "worksheets/sheet" in name and CHALLENGES in held]
    return edit(plan, part, old, new)


def test_what_was_typed_into_a_report_sheet_is_lost_only_after_asking(opened, reported_plan) -> None:
    live = opened(edited(reported_plan, CHALLENGES, b"Ask the director about"))
    live.dialogue.answers = [True, False]
    assert live.press("build_report") == ""
    assert put_in(live) == []
    assert '"Challenge list" (cells in row' in live.dialogue.asked[-1]
    assert "Replace these sheets?" in live.dialogue.asked[-1]
    live.press("build_report")
    assert "Challenge list" in put_in(live)


@pytest.mark.parametrize(("what", "at"), [("open", 1), ("copy", 1), ("copy", 4), ("delete", 1)])
def test_if_excel_refuses_half_way_the_workbook_is_as_it_was(what: str, at: int, opened, reported_plan) -> None:
    live = opened(reported_plan)
    before, seen = tabs(live), view(live)
    live.app.impl.refuses[what] = at
    refused = refusal(live, "build_report")
    assert refused.code == "excel-refused"
    assert tabs(live) == before
    assert view(live) == seen
    assert not list(live.copy.parent.glob("Quarterly sheets*"))


@pytest.mark.parametrize("at", [1, 4])
def test_if_excel_refuses_a_first_report_none_of_it_is_there(at: int, opened, plan) -> None:
    live = opened(plan)
    before, seen = tabs(live), view(live)
    live.app.impl.refuses["copy"] = at
    assert refusal(live, "build_report").code == "excel-refused"
    assert tabs(live) == before
    assert view(live) == seen


def test_if_excel_refuses_later_it_is_said_which_sheets_are_new(opened, reported_plan) -> None:
    live = opened(reported_plan)
    names, seen = live.names, view(live)
    live.app.impl.refuses["delete"] = 3
    refused = refusal(live, "build_report")
    assert refused.code == "sheets-half-exchanged"
    assert live.names == names
    assert len(put_in(live)) == 2
    assert all(f'"{name}"' in refused.message for name in put_in(live))
    assert view(live) == seen


@pytest.mark.parametrize("tag", PUTTING)
def test_nothing_is_put_into_a_workbook_whose_sheets_changed_meanwhile(
    tag: str, opened, published_plan, monkeypatch
) -> None:
    live = opened(published_plan)
    prepare = doing.prepare_live

    def meanwhile(*arguments, **options):
        live.book.sheets["Risks"].name = "Our risks"
        live.app.impl.noticed.clear()
        return prepare(*arguments, **options)

    monkeypatch.setattr(doing, "prepare_live", meanwhile)
    seen = view(live)
    assert refusal(live, tag).code == "workbook-changed-meanwhile"
    assert put_in(live) == []
    assert view(live) == seen


def test_a_protected_report_sheet_is_not_replaced_and_nothing_is_asked(opened, reported_plan) -> None:
    live = opened(edited(reported_plan, b"</sheetData>", b'</sheetData><sheetProtection sheet="1"/>'))
    refused = refusal(live, "build_report")
    assert refused.code == "sheet-protected"
    assert '"Challenge list"' in refused.message
    assert put_in(live) == []
    assert live.dialogue.asked == [UNDO]


@pytest.mark.parametrize("tag", PUTTING)
def test_a_protected_structure_is_refused_before_anything_is_done(tag: str, opened, plan) -> None:
    edit(plan, "xl/workbook.xml", b"<bookViews>", b'<workbookProtection lockStructure="1"/><bookViews>')
    live = opened(plan)
    assert refusal(live, tag).code == "structure-locked-open"
    assert (live.dialogue.asked, live.app.impl.status_messages) == ([], [False])


@pytest.mark.parametrize("tag", ["build_report", "what_changed", "publish", "pdf", "email_draft"])
def test_a_workbook_that_is_no_plan_is_refused_in_a_sentence(tag: str, opened, plan) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Lunch list"
    book.create_sheet("Rota")
    book.save(plan)
    live = opened(plan)
    refused = refusal(live, tag)
    assert "Action Plan" in refused.message
    assert refused.message.endswith(".")
    assert live.names == ["Lunch list", "Rota"]
    assert live.app.status_bar is False


def test_check_puts_its_sheet_last_and_the_next_check_replaces_it(opened, plan, drawn) -> None:
    live = opened(plan)
    own, seen = live.names, view(live)
    said = live.press("check")
    assert said.startswith("plan.xlsx: nothing wrong found; ")
    assert 'Each is on the sheet "Quarterly check", with a link to its cell.' in said
    assert (live.names, put_in(live)) == ([*own, "Quarterly check"], ["Quarterly check"])
    assert view(live) == seen
    insert_sheets(plan, drawn[0], group=doing.CHECK)
    again = opened(plan)
    again.press("check")
    assert (again.names, put_in(again)) == ([*own, "Quarterly check"], ["Quarterly check"])


def test_check_changes_and_report_do_not_take_each_other_out(opened, published_plan, drawn) -> None:
    run_in_place(published_plan, today=DAY, as_at=DAY)
    for tag, group in (("check", doing.CHECK), ("what_changed", doing.CHANGES)):
        opened(published_plan).press(tag)
        insert_sheets(published_plan, drawn[-1], group=group, edited=Edited.REPLACE)
    report = ours(published_plan)
    live = opened(published_plan)
    names = live.names
    live.press("build_report")
    assert {"Quarterly check", "Quarterly changes", "What changed", "Cover"} <= set(names)
    assert live.names == names
    assert put_in(live) == report


def test_what_changed_compares_with_the_quarter_that_was_published(opened, published_plan) -> None:
    live = opened(published_plan)
    said = live.press("what_changed")
    assert "Compared with the report for Q2 2025/26" in said
    assert said.endswith('What changed is on the sheet "Quarterly changes".')
    assert put_in(live) == ["Quarterly changes"]


def test_what_changed_has_nothing_to_show_before_something_was_published(opened, plan) -> None:
    live = opened(plan)
    refused = refusal(live, "what_changed")
    assert refused.code == "nothing-to-compare"
    assert "Press Publish when" in refused.message
    assert (put_in(live), live.dialogue.asked) == ([], [])


def test_publish_replaces_the_history_where_it_stands_after_asking(opened, published_plan, drawn) -> None:
    live = opened(published_plan)
    names, seen = live.names, view(live)
    said = live.press("publish")
    assert "Q3 2025/26, issue 1: 3 rows added to Status History." in said
    assert said.endswith("Save the workbook to keep them.")
    assert live.dialogue.asked[0] == UNDO
    assert live.dialogue.asked[1].startswith(
        "Publish Q3 2025/26, issue 1? This adds 3 rows to the sheet Status History"
    )
    assert (live.names, put_in(live)) == (names, ["Status History"])
    assert view(live) == seen


def test_what_is_published_is_not_published_twice(opened, plan) -> None:
    run_publish(plan, today=DAY, quarter="Q3 2025/26")
    live = opened(plan)
    assert refusal(live, "publish").code == "nothing-to-publish"
    assert put_in(live) == []


def test_publish_makes_the_history_where_there_is_none(opened, plan) -> None:
    book = openpyxl.load_workbook(plan)
    book.remove(book["Status History"])
    book.save(plan)
    live = opened(plan)
    live.press("publish")
    assert live.names[-1] == "Status History"
    assert put_in(live) == ["Status History"]


def test_publishing_is_asked_about_and_no_means_no(opened, plan) -> None:
    live = opened(plan)
    live.dialogue.answers = [True, False]
    assert live.press("publish") == ""
    assert put_in(live) == []


def test_with_autosave_publish_says_so_before_and_after(opened, plan) -> None:
    live = opened(plan)
    live.book.impl.AutoSaveOn = True
    said = live.press("publish")
    assert live.dialogue.asked[0] == UNDO_AUTOSAVED
    assert live.dialogue.asked[1].endswith("AutoSave is on: they are saved at once.")
    assert said.endswith("AutoSave is on, so Excel saves the workbook by itself.")


def test_a_workbook_open_for_reading_only_gets_a_report_and_no_history(opened, plan) -> None:
    live = opened(plan)
    live.book.impl.ReadOnly = True
    refused = refusal(live, "publish")
    assert refused.code == "workbook-read-only"
    assert refused.message.startswith('"plan.xlsx" is open for reading only')
    assert "save it under another name" in live.press("build_report")


@pytest.mark.parametrize("tag", PUTTING)
def test_no_means_that_nothing_is_put_into_the_workbook(tag: str, opened, published_plan) -> None:
    live = opened(published_plan)
    live.dialogue.answers = [False]
    assert live.press(tag) == ""
    assert put_in(live) == []
    assert live.dialogue.asked == [UNDO]


@pytest.mark.parametrize(
    ("tag", "busy"),
    [
        ("check", ["drawing the report", "putting the sheets into the workbook"]),
        (
            "build_report",
            ["putting the report together", "drawing the report", "putting the sheets into the workbook"],
        ),
        ("what_changed", ["drawing the report", "putting the sheets into the workbook"]),
        ("pdf", ["putting the report together", "drawing the report", "saving the workbook", "making the PDF"]),
    ],
)
def test_the_status_bar_says_what_quarterly_is_busy_with(tag, busy, opened, published_plan) -> None:
    live = opened(published_plan)
    live.press(tag)
    steps = ["reading the workbook", "working out every status", *busy]
    assert live.app.impl.status_messages == [*(f"Quarterly: {step}..." for step in steps), False]


def test_the_template_that_the_settings_name_is_used_or_missed_before_any_work(opened, plan) -> None:
    live = opened(plan)
    live.places.preferences.write_text('template = "no such"', encoding="utf-8")
    assert "no such" in refusal(live, "build_report").message
    assert live.app.impl.status_messages == [False]


def test_pdf_is_saved_beside_the_workbook_and_replaced_only_after_asking(opened, plan) -> None:
    live = opened(plan)
    seen = view(live)
    said = live.press("pdf")
    saved = plan.with_name("plan Q3 2025-26 report.pdf")
    assert saved.read_text(encoding="utf-8") == "%PDF-1.7 plan Q3 2025-26 report.xlsx"
    assert live.opened == [saved]
    assert "do not pass it on outside the council" in said
    assert view(live) == seen
    saved.write_text("last time's", encoding="utf-8")
    live.dialogue.answers = [False]
    assert live.press("pdf") == ""
    assert saved.read_text(encoding="utf-8") == "last time's"
    assert "Replace it?" in live.dialogue.asked[-1]
    live.press("pdf")
    assert saved.read_text(encoding="utf-8").startswith("%PDF")


def test_pdf_of_the_edition_and_into_the_folder_that_the_settings_name(opened, plan) -> None:
    live = opened(plan)
    folder = live.folder / "reports"
    folder.mkdir()
    live.places.preferences.write_text(f"edition = 'published'\nfolder = '{folder}'\n", encoding="utf-8")
    assert "Small counts are hidden" in live.press("pdf")
    assert [path.name for path in folder.iterdir()] == ["plan Q3 2025-26 published report.pdf"]


def test_drafts_are_written_for_the_distribution_list_and_opened(opened, plan) -> None:
    live = opened(plan)
    own = tabs(live)
    said = live.press("email_draft")
    drafts = sorted((plan.parent / "plan drafts").glob("*.eml"))
    assert len(drafts) == len(READERS)
    assert all(b"X-Unsent: 1" in draft.read_bytes() for draft in drafts)
    assert sorted(live.opened) == drafts
    assert "Nothing was sent" in said
    assert tabs(live) == own


def test_of_many_drafts_the_folder_is_opened(opened, plan, monkeypatch) -> None:
    live = opened(plan)
    monkeypatch.setattr(files, "MOST_OPENED", 1)
    live.press("email_draft")
    assert live.opened == [plan.parent / "plan drafts"]


def test_a_press_from_the_ribbon_to_the_message_box(opened, plan, monkeypatch, tmp_path: Path) -> None:
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setattr(sys, "platform", "linux")
    live = opened(plan)
    monkeypatch.setattr(xlwings.Book, "caller", lambda: live.book)
    live.app.impl.answers = ["yes"]
    assert press("build_report", str(live.saved_copy()), "PLAN.xlsx") == ""
    asked, said = live.app.impl.alerts
    assert asked == UNDO
    assert said.startswith("The report for ")
    assert "Summary" in put_in(live)
