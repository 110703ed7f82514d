"""Every button pressed in a live workbook: the very code that runs in Excel, with LibreOffice in Excel's place."""

from __future__ import annotations

import io
import shutil
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from books import write_book
from python_calamine import CalamineWorkbook

from quarterly.cli.app import run_command
from quarterly.errors import QuarterlyError
from quarterly.excel.press import desk, doing, files
from quarterly.ooxml import host_facts
from quarterly.publishing import run_publish
from quarterly.read import read_workbook

pytestmark = [pytest.mark.slow, pytest.mark.libreoffice]

USED = ("Settings", "Recommendations", "Action Plan", "KPIs", "KPI Data", "Risks", "Distribution", "Status History")
SAMPLES = ("small", "full", "messy", "broken")
READERS = [
    {"name": "A Reader", "email": "reader@northmere.example", "edition": "Working", "active": "Yes"},
    {"name": "A Member", "email": "member@northmere.example", "edition": "Published", "active": "Yes"},
]
GREEN, AMBER, RED = "#CDE9D8", "#FFF0D1", "#F9DEDA"


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


@pytest.fixture(scope="module")
def lean_plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small workbook: one indicator at amber, two actions, two readers, and no mistakes.

    Without empty sheets and lists to choose from, which LibreOffice is slow to open and save.
    """
    path = write_book(tmp_path_factory.mktemp("lean") / "plan.xlsx", Distribution=READERS)
    book = openpyxl.load_workbook(path)
    for sheet in book:
        if sheet.title not in USED:
            book.remove(sheet)
        sheet.data_validations.dataValidation = []
    book.save(path)
    return path


@pytest.fixture
def plan(lean_plan: Path, tmp_path: Path) -> Path:
    """A small workbook that has published nothing yet."""
    return Path(shutil.copy(lean_plan, tmp_path / "plan.xlsx"))


@pytest.fixture
def published_plan(plan: Path) -> Path:
    """The small workbook after the quarter before was published."""
    run_publish(plan, today=date(2025, 10, 23), quarter="Q2 2025/26")
    return plan


def drawn_sheets(content: bytes) -> dict[str, dict[tuple[int, int], object]]:
    """The text of every cell of a drawn report, sheet by sheet."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {
        name: {
            (row, column): value
            for row, line in enumerate(book.get_sheet_by_name(name).to_python(skip_empty_area=False), 1)
            for column, value in enumerate(line, 1)
            if isinstance(value, str) and value
        }
        for name in book.sheet_names
    }


def texts(cells: dict[tuple[int, int], object]) -> dict[tuple[int, int], str]:
    return {at: value for at, value in cells.items() if isinstance(value, str)}


def charts_in(content: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return sum(name.startswith("xl/charts/chart") for name in package.namelist())


@pytest.mark.parametrize("name", SAMPLES)
def test_the_report_arrives_whole_and_nothing_else_changes(name: str, opened, drawn) -> None:
    live = opened(name)
    own = live.names
    before = {sheet: live.cells(sheet) for sheet in own}
    said = live.press("build_report")
    report = drawn_sheets(drawn[0])
    facts = host_facts(live.saved_copy())
    ours = {sheet.key: sheet.name for sheet in facts.report_sheets}
    assert list(ours) == list(report)
    assert live.names == [*own, *ours.values()]
    assert {key: texts(live.values(now)) for key, now in ours.items()} == report
    assert sum(live.charts(now) for now in ours.values()) == charts_in(drawn[0])
    assert {sheet: live.cells(sheet) for sheet in own} == before
    assert f"stands in {len(ours)} sheets" in said
    assert live.dialogue.asked == [doing_undo()]


def doing_undo() -> str:
    from quarterly.excel.press.desk import UNDO

    return UNDO


def test_the_button_draws_the_bytes_of_the_command_line_and_statuses_arrive_with_their_colours(
    opened, drawn, tmp_path: Path
) -> None:
    live = opened("small")
    live.press("build_report")
    output = tmp_path / "report.xlsx"
    assert run_command(["report", str(live.copy), "--as-at", "2026-01-20", "--output", str(output)]) == 0
    assert drawn[0] == output.read_bytes()
    cells = live.values("Scorecard")
    status = {value: at for at, value in cells.items() if value in ("✖ Red", "● Amber", "✔ Green")}
    assert {word: live.fill("Scorecard", *at) for word, at in status.items()} == {
        "✖ Red": RED,
        "● Amber": AMBER,
        "✔ Green": GREEN,
    }


def test_a_second_press_replaces_the_sheets_where_they_stand(opened, plan) -> None:
    live = opened(plan)
    live.press("build_report")
    live.book.sheets["Summary"].name = "Our summary"
    live.document.Sheets.moveByName("Scorecard", 0)
    live.book.sheets["Notes"].visible = False
    names = live.names
    live.press("build_report")
    assert live.names == names
    assert not live.book.sheets["Notes"].visible
    assert {sheet.name: sheet.key for sheet in host_facts(live.saved_copy()).report_sheets}["Our summary"] == "Summary"
    assert live.dialogue.asked == [doing_undo()]  # once, and nothing about sheets changed by hand


def test_a_sheet_that_the_report_no_longer_has_goes(opened, plan) -> None:
    live = opened(plan)
    live.press("build_report")
    assert "Challenge list" in live.names
    plan = live.book.sheets["Action Plan"].impl.sheet
    plan.getCellRangeByName("A2:Z400").clearContents(1023)
    live.press("build_report")
    assert "Challenge list" not in live.names
    assert "Actions by theme" not in live.names


def test_what_the_officer_looks_at_stays(opened, plan) -> None:
    live = opened(plan)
    sheet = live.book.sheets["KPI Data"]
    sheet.activate()
    sheet.impl.range("C5:D9").select()
    live.document.CurrentController.ZoomValue = 135
    sheet.impl.sheet.Rows.getByIndex(7).IsVisible = False  # as a filter hides it
    settings = (live.app.screen_updating, live.app.display_alerts, live.app.impl.enable_events, live.app.calculation)
    view = live.view()
    live.press("build_report")
    live.press("build_report")
    assert live.view() == view
    assert not sheet.impl.sheet.Rows.getByIndex(7).IsVisible
    assert settings == (
        live.app.screen_updating,
        live.app.display_alerts,
        live.app.impl.enable_events,
        live.app.calculation,
    )
    assert [book.name for book in live.app.books] == ["plan.xlsx"]


def test_edits_that_were_not_saved_are_in_the_report(opened, plan, tmp_path: Path) -> None:
    live = opened(plan)
    live.press("build_report")
    assert "● Amber" in live.values("Scorecard").values()
    readings = live.book.sheets["KPI Data"].impl
    for row, column in [at for at, value in live.values("KPI Data").items() if value == 84.4]:
        readings.range((row, column)).raw_value = 95.0
    live.press("build_report")
    assert "● Amber" not in live.values("Scorecard").values()
    on_disk, _ = read_workbook(tmp_path / "council" / "plan.xlsx")
    assert on_disk.kpis[0].readings[-1].value == 84.4


def test_the_officers_own_sheet_of_a_reports_name_stays(opened, plan, tmp_path: Path) -> None:
    live = opened(plan)
    live.document.Sheets.insertNewByName("Summary", 0)
    live.book.sheets["Summary"].impl.range("A1").raw_value = "Mine"
    live.press("build_report")
    live.press("build_report")
    assert live.cells("Summary") == {(1, 1): "Mine"}
    assert "Summary (2)" in live.names
    assert "Summary (3)" not in live.names


def test_what_was_typed_into_a_report_sheet_is_lost_only_after_asking(opened, plan) -> None:
    live = opened(plan)
    live.press("build_report")
    live.book.sheets["Summary"].impl.range("A40").raw_value = "Ask the director"
    live.dialogue.answers = [False]
    assert live.press("build_report") == ""
    assert '"Summary" (cells in rows 37 to 40)' in live.dialogue.asked[-1]
    assert live.cells("Summary")[40, 1] == "Ask the director"
    live.press("build_report")
    assert (40, 1) not in live.cells("Summary")


def test_a_formula_of_the_officers_that_uses_a_report_sheet_is_not_broken(opened, plan) -> None:
    live = opened(plan)
    live.press("build_report")
    live.book.sheets["Risks"].impl.range("K30").formula = "=$Summary.A1"
    names = live.names
    with pytest.raises(QuarterlyError, match='sheet "Risks" uses "Summary"') as refused:
        live.press("build_report")
    assert refused.value.code == "sheet-in-use"
    assert live.names == names
    assert live.book.sheets["Risks"].impl.range("K30").raw_value == live.cells("Summary")[1, 1]


def test_if_excel_refuses_half_way_the_workbook_is_as_it_was(opened, plan, monkeypatch: pytest.MonkeyPatch) -> None:
    import uno_engine

    live = opened(plan)
    live.press("build_report")
    names = live.names
    copy, copied = uno_engine.Sheet.copy, []

    def failing(sheet, before, after) -> None:
        copied.append(sheet.name)
        if len(copied) == 4:
            raise uno_engine.OfficeError("somebody else is editing the workbook")
        copy(sheet, before, after)

    monkeypatch.setattr(uno_engine.Sheet, "copy", failing)
    with pytest.raises(QuarterlyError) as refused:
        live.press("build_report")
    assert (refused.value.code, len(copied)) == ("excel-refused", 4)
    assert live.names == names
    assert live.app.screen_updating
    assert live.app.status_bar is False


def test_nothing_is_put_into_a_workbook_whose_sheets_changed_meanwhile(opened, plan, monkeypatch) -> None:
    live = opened(plan)
    prepare = doing.prepare_live

    def meanwhile(*arguments, **options):
        live.document.Sheets.insertNewByName("New while it ran", 0)
        return prepare(*arguments, **options)

    monkeypatch.setattr(doing, "prepare_live", meanwhile)
    with pytest.raises(QuarterlyError) as refused:
        live.press("build_report")
    assert refused.value.code == "workbook-changed-meanwhile"
    assert "Cover" not in live.names


def test_a_protected_history_is_not_replaced(opened, plan) -> None:
    live = opened(plan)
    live.book.sheets["Status History"].impl.sheet.protect("")
    with pytest.raises(QuarterlyError) as refused:
        live.press("publish")
    assert refused.value.code == "sheet-protected"


@pytest.mark.parametrize("name", SAMPLES)
def test_check_lists_every_problem_with_a_link_to_its_cell(name: str, opened) -> None:
    live = opened(name)
    own = live.names
    live.press("check")
    said = live.press("check")
    assert live.names == [*own, "Quarterly check"]
    sheet = live.book.sheets["Quarterly check"].impl.sheet
    _, problems = read_workbook(live.copy)
    listed = {value for at, value in live.values("Quarterly check").items() if at[1] == 6}
    assert {problem.fix for problem in problems} <= listed
    links = {
        sheet.getCellByPosition(2, row - 1).TextFields.getByIndex(0).URL
        for (row, column), value in live.values("Quarterly check").items()
        if column == 3 and value not in ("Cell", "")
    }
    assert {f"#'{problem.at.sheet}'.{problem.at.address}" for problem in problems if problem.at.column} <= {
        link.replace("%20", " ").replace("!", ".") if "'" in link else _quoted(link) for link in links
    }
    assert said.startswith(f"{name}.xlsx: ")


def _quoted(link: str) -> str:
    sheet, _, cell = link.removeprefix("#").replace("%20", " ").replace("!", ".").rpartition(".")
    return f"#'{sheet}'.{cell}"


def test_check_changes_and_report_do_not_take_each_other_out(opened, published_plan) -> None:
    live = opened(published_plan)
    live.press("check")
    live.press("what_changed")
    live.press("build_report")
    assert live.press("check").startswith("plan.xlsx: nothing wrong found;")
    assert {"Quarterly check", "Quarterly changes", "What changed", "Cover"} <= set(live.names)


ADDED, COMPARED = "added to Status History", "Compared with the report for Q2 2025/26"


@pytest.mark.parametrize(
    ("name", "changes", "published"),
    [
        ("small", "nothing-to-compare", ADDED),
        ("full", COMPARED, ADDED),
        ("messy", COMPARED, "history-not-ours"),  # its history has columns of its own
        ("broken", "nothing-to-compare", ADDED),
    ],
)
def test_the_other_buttons_on_each_sample(name: str, changes: str, published: str, opened) -> None:
    live = opened(name)
    history = {"Status History"} if published == ADDED else set()
    own = {sheet: live.cells(sheet) for sheet in live.names if sheet not in history}
    outcomes = {tag: outcome(live, tag) for tag in ("what_changed", "publish", "pdf")}
    assert changes in outcomes["what_changed"]
    assert published in outcomes["publish"]
    assert "was saved as" in outcomes["pdf"]
    assert {sheet: live.cells(sheet) for sheet in own} == own
    assert set(live.names) == {*own, *history, *(["Quarterly changes"] if changes == COMPARED else [])}


def outcome(live, tag: str) -> str:
    """What was said, or the code of the refusal."""
    try:
        return live.press(tag)
    except QuarterlyError as refused:
        return refused.code


def test_publish_adds_rows_and_what_changed_then_has_something_to_compare_with(opened, published_plan) -> None:
    live = opened(published_plan)
    before = live.values("Status History")
    place = live.names.index("Status History")
    said = live.press("publish")
    after = live.values("Status History")
    assert live.names.index("Status History") == place
    assert {at: after.get(at) for at in before} == before
    rows = {at[0] for at in after} - {at[0] for at in before}
    assert f"{len(rows)} rows added" in said
    assert "Save the workbook" in said
    assert "Publish Q3 2025/26, issue 1?" in live.dialogue.asked[-1]
    with pytest.raises(QuarterlyError) as refused:
        live.press("publish")
    assert refused.value.code == "nothing-to-publish"
    assert "Compared with the report for Q2 2025/26" in live.press("what_changed")


def test_publish_makes_the_history_where_there_is_none(opened, plan) -> None:
    live = opened(plan)
    live.book.sheets["Status History"].delete()
    with pytest.raises(QuarterlyError) as refused:
        live.press("what_changed")
    assert refused.value.code == "nothing-to-compare"
    live.press("publish")
    assert live.names[-1] == "Status History"
    plan, _ = read_workbook(live.saved_copy())
    assert {row.item for row in plan.history} == {"K1", "A1", "A2"}


def test_with_autosave_publish_says_so_before_and_after(opened, plan, monkeypatch) -> None:
    for module in (doing, desk):
        monkeypatch.setattr(module, "is_autosaved", lambda book: True)
    live = opened(plan)
    said = live.press("publish")
    assert live.dialogue.asked[0] == desk.UNDO_AUTOSAVED
    assert live.dialogue.asked[1].endswith("AutoSave is on: they are saved at once.")
    assert said.endswith("AutoSave is on, so Excel saves the workbook by itself.")


def test_publishing_is_asked_about_and_no_means_no(opened, plan) -> None:
    live = opened(plan)
    cells = live.cells("Status History")
    live.dialogue.answers = [True, False]
    assert live.press("publish") == ""
    assert live.cells("Status History") == cells


def test_the_status_bar_says_what_quarterly_is_busy_with(opened, plan) -> None:
    live = opened(plan)
    live.press("build_report")
    assert live.app.impl.status_messages == [
        "Quarterly: reading the workbook...",
        "Quarterly: working out every status...",
        "Quarterly: putting the report together...",
        "Quarterly: drawing the report...",
        "Quarterly: putting the sheets into the workbook...",
        False,
    ]


def test_pdf_is_saved_beside_the_workbook_and_replaced_only_after_asking(opened, plan) -> None:
    live = opened(plan)
    said = live.press("pdf")
    saved = live.folder / "council" / "plan Q3 2025-26 report.pdf"
    assert saved.read_bytes().startswith(b"%PDF-")
    assert live.opened == [saved]
    assert "do not pass it on outside the council" in said
    live.dialogue.answers = [False]
    size = saved.stat().st_mtime_ns
    assert live.press("pdf") == ""
    assert saved.stat().st_mtime_ns == size
    assert "Replace it?" in live.dialogue.asked[-1]


def test_pdf_of_the_edition_and_into_the_folder_that_the_settings_name(opened, plan) -> None:
    live = opened(plan)
    folder = live.folder / "reports"
    folder.mkdir()
    live.places.preferences.write_text(f"edition = 'published'\nfolder = '{folder}'\n", encoding="utf-8")
    assert "Small counts are hidden" in live.press("pdf")
    assert [path.name for path in folder.iterdir()] == ["plan Q3 2025-26 published report.pdf"]


def test_the_template_that_the_settings_name_is_used(opened, plan) -> None:
    live = opened(plan)
    live.places.preferences.write_text('template = "exceptions"', encoding="utf-8")
    live.press("build_report")
    by_template = [sheet.name for sheet in host_facts(live.saved_copy()).report_sheets]
    live.places.preferences.write_text('template = "no such"', encoding="utf-8")
    with pytest.raises(QuarterlyError, match="no such"):
        live.press("build_report")
    assert 1 <= len(by_template) < 6
    assert live.names[-len(by_template) :] == by_template


def test_a_workbook_open_for_reading_only_gets_a_report_and_no_history(opened, plan, monkeypatch) -> None:
    live = opened(plan)
    monkeypatch.setattr(doing, "is_read_only", lambda book: True)
    assert "save it under another name" in live.press("build_report")
    with pytest.raises(QuarterlyError) as refused:
        live.press("publish")
    assert refused.value.code == "workbook-read-only"


def test_no_means_that_nothing_is_put_into_the_workbook(opened, published_plan) -> None:
    live = opened(published_plan)
    names = live.names
    for tag in ("check", "build_report", "what_changed"):
        live.dialogue.answers = [False]
        assert live.press(tag) == ""
    assert live.names == names


def test_of_many_drafts_the_folder_is_opened(opened, plan, monkeypatch) -> None:
    live = opened(plan)
    monkeypatch.setattr(files, "MOST_OPENED", 0)
    live.press("email_draft")
    assert live.opened == [live.folder / "council" / "plan drafts"]


def test_drafts_are_written_for_the_distribution_list_and_opened(opened, plan) -> None:
    live = opened(plan)
    said = live.press("email_draft")
    drafts = sorted((live.folder / "council" / "plan drafts").glob("*.eml"))
    assert len(drafts) == len(READERS)
    assert all(b"X-Unsent: 1" in draft.read_bytes() for draft in drafts)
    assert sorted(live.opened) == drafts
    assert "Nothing was sent" in said
    assert "plan.xlsx" not in live.names
