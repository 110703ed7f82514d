"""Every button pressed on every sample, live: the very code that runs in Excel, with LibreOffice in Excel's place.

Here is what only a program with cells can show; what buttons ask, say, refuse and take back is in ``test_press``.
"""

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
from quarterly.excel.press import doing
from quarterly.excel.press.desk import UNDO
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
    assert live.dialogue.asked == [UNDO]


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
    assert live.dialogue.asked == [UNDO]  # once, and nothing about sheets changed by hand


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


ADDED, COMPARED = "added to Status History", "Compared with the report for Q2 2025/26"


@pytest.mark.parametrize(
    ("name", "changes", "published", "drafted"),
    [
        ("small", "nothing-to-compare", ADDED, "no-recipients"),
        ("full", COMPARED, ADDED, "4 drafts for Q3 2025/26"),
        ("messy", COMPARED, "history-not-ours", "4 drafts for Q3 2025/26"),  # its history has columns of its own
        ("broken", "nothing-to-compare", ADDED, "1 draft for Q3 2025/26"),
    ],
)
def test_the_other_buttons_on_each_sample(name: str, changes: str, published: str, drafted: str, opened) -> None:
    live = opened(name)
    history = {"Status History"} if published == ADDED else set()
    own = {sheet: live.cells(sheet) for sheet in live.names if sheet not in history}
    outcomes = {tag: outcome(live, tag) for tag in ("what_changed", "publish", "pdf", "email_draft")}
    assert changes in outcomes["what_changed"]
    assert published in outcomes["publish"]
    assert "was saved as" in outcomes["pdf"]
    (pages,) = (live.folder / "council").glob("*.pdf")
    assert pages.read_bytes().startswith(b"%PDF-")
    assert drafted in outcomes["email_draft"]
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
