"""What a press says when it cannot be served: each case a sentence, and nothing done."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
import xlwings
from fake_excel_app import ComError, FakeApp, FakeBook, MacError, add_native_errors, com_error, wrapped
from filelock import FileLock

from quarterly.errors import ExcelRefused, PublicationRefused
from quarterly.excel import buttons
from quarterly.excel.press import attending, files, opening
from quarterly.excel.press.attending import attend, button_of
from quarterly.excel.press.catalogue import BUTTONS, Tag
from quarterly.excel.press.desk import UNDO, UNDO_AUTOSAVED, Desk, Places
from quarterly.excel.press.dialogue import ExcelDialogue
from quarterly.excel.press.doing import _unsaved
from quarterly.excel.press.left_over import clear_left_over
from quarterly.excel.press.link import in_plain_words, load_xlwings, native_errors, refusal_of
from quarterly.excel.press.personal import HelpDesk
from quarterly.excel.press.preferences import Preferences, read_preferences, write_usual
from quarterly.excel.press.refusals import REFUSALS
from quarterly.excel.press.workbook import find_book, folder_for_files, home_of, is_autosaved, is_read_only, undisturbed
from quarterly.log import log_file
from quarterly.model.edition import Edition

NOW = datetime(2026, 1, 20, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "logs"))


def desk_for(book: FakeBook, folder: Path, copy: str = "copy.xlsx") -> Desk:
    app = book.app
    return Desk(
        app=app,
        book=book,
        copy=folder / copy,
        dialogue=ExcelDialogue(app=app),
        now=NOW,
        places=Places(preferences=folder / "own" / "buttons.toml", state=folder / "state", records=folder / "records"),
        open_file=lambda path: app.alerts.append((path.name, "opened")),
    )


def code_of(function, *arguments) -> str:
    with pytest.raises(ExcelRefused) as refused:
        function(*arguments)
    return refused.value.code


def test_a_button_of_another_version_is_named() -> None:
    with pytest.raises(ExcelRefused, match='has no button "forecast"') as refused:
        button_of("forecast")
    assert refused.value.code == "button-not-known"
    assert [button_of(tag).tag for tag in Tag] == [button.tag for button in BUTTONS]


def test_no_workbook_open() -> None:
    assert code_of(buttons.press, "check") == "no-workbook-open"


@pytest.mark.parametrize("tag", ["settings", "help", "about"])
def test_what_an_officer_turns_to_when_nothing_works_needs_no_excel(tag: str, tmp_path: Path) -> None:
    code = (
        "import sys; from quarterly.excel.press import opening, personal; from quarterly.excel.buttons import press\n"
        "opening.os.startfile = opening._started = print\n"
        f"press('{tag}', excel='16.0'); print('xlwings' in sys.modules)"
    )
    own = {name: str(tmp_path) for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "HOME")}
    done = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | own, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "False"


def test_a_workbook_that_was_closed_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    book = FakeBook(name="other.xlsx")
    book.app.books = [book, FakeBook(name="Plan.xlsx", app=book.app)]
    monkeypatch.setattr(xlwings.Book, "caller", lambda: book)
    assert code_of(find_book, "gone.xlsx") == "workbook-not-open"
    found = find_book("plan.XLSX")
    assert found is not None
    assert found.name == "Plan.xlsx"
    assert find_book("other.xlsx") is book


def test_a_press_in_excel_works_with_what_vba_passes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    book = FakeBook(where=str(tmp_path / "plan.xlsx"))
    served: list[tuple[Tag, Path, object]] = []
    monkeypatch.setattr(xlwings.Book, "caller", lambda: book)
    monkeypatch.setattr(attending, "attend", lambda button, desk: served.append((button.tag, desk.copy, desk.book)))
    assert buttons.press("build_report", str(tmp_path / "copy" / "plan.xlsx"), "plan.xlsx") == ""
    assert served == [(Tag.BUILD_REPORT, tmp_path / "copy" / "plan.xlsx", book)]


def test_no_copy_was_made(tmp_path: Path) -> None:
    assert code_of(attend, button_of("check"), desk_for(FakeBook(), tmp_path)) == "copy-not-made"


def test_a_second_press_during_the_first(tmp_path: Path) -> None:
    (tmp_path / "copy.xlsx").write_bytes(b"")
    (tmp_path / "state").mkdir()
    desk = desk_for(FakeBook(), tmp_path)
    with FileLock(tmp_path / "state" / "press.lock"):
        assert code_of(attend, button_of("check"), desk) == "press-under-way"
    assert desk.app.status_bar is False


@pytest.mark.parametrize("tag", ["check", "build_report", "what_changed", "publish", "pdf", "email_draft"])
def test_a_workbook_that_was_never_saved(tag: str, tmp_path: Path) -> None:
    (tmp_path / "copy.xlsx").write_bytes(b"")
    book = FakeBook(name="Book1", where="Book1")
    assert code_of(attend, button_of(tag), desk_for(book, tmp_path)) == "workbook-never-saved"
    assert (book.app.alerts, book.app.status_bar) == ([], False)


@pytest.mark.parametrize(("places", "lines"), [(5, 6), (240, 7)])
def test_a_refusal_with_many_places_is_cut_to_what_a_box_can_show(
    places: int, lines: int, tmp_path, monkeypatch
) -> None:
    def refuse(desk: Desk) -> str:
        raise PublicationRefused("published-edition-fails", "\n".join(["It fails."] + ["- a place"] * places))

    monkeypatch.setattr(files, "pdf", refuse)
    (tmp_path / "copy.xlsx").write_bytes(b"")
    with pytest.raises(PublicationRefused) as refused:
        attend(button_of("pdf"), desk_for(FakeBook(), tmp_path))
    assert refused.value.code == "published-edition-fails"
    assert len(refused.value.message.splitlines()) == lines
    assert refused.value.message.endswith("and 235 more, which the command line lists." if places > 5 else "- a place")


def test_where_a_workbook_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    web = FakeBook(where="https://northmere.sharepoint.com/sites/plan/plan.xlsx")
    local = FakeBook(where=str(tmp_path / "plan.xlsx"))
    assert home_of(web) is None
    assert home_of(local) == tmp_path
    assert folder_for_files(local, None) == tmp_path
    assert folder_for_files(web, tmp_path) == tmp_path
    assert folder_for_files(web, None).is_absolute()
    assert code_of(folder_for_files, local, tmp_path / "no") == "button-folder-missing"


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_read_only_is_asked_of_excel(platform: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", platform)
    assert [is_read_only(FakeBook(read_only=value)) for value in (True, False)] == [True, False]


def test_whether_excel_saves_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert [is_autosaved(FakeBook(autosaved=value)) for value in (True, False, None)] == [True, False, False]
    monkeypatch.setattr(sys, "platform", "darwin")
    assert [is_autosaved(FakeBook(where=where)) for where in ("https://a.example/plan.xlsx", "/plan.xlsx")] == [
        True,
        False,
    ]


def test_with_autosave_it_is_not_promised_that_closing_takes_back(tmp_path: Path) -> None:
    desk = desk_for(FakeBook(app=FakeApp(answer="yes"), autosaved=True), tmp_path)
    desk_for(FakeBook(app=desk.app), tmp_path).may_change()
    assert desk.may_change()
    assert desk.may_change()
    assert [said for said, _buttons in desk.app.alerts] == [UNDO, UNDO_AUTOSAVED]
    assert "closing" not in UNDO_AUTOSAVED


@pytest.mark.parametrize(
    ("autosaved", "read_only", "said"),
    [
        (True, False, "AutoSave is on, so Excel saves the workbook by itself."),
        (False, False, "Save the workbook to keep them."),
        (False, True, "This workbook is open for reading only: to keep the report, save it under another name."),
    ],
)
def test_what_is_left_to_do_after_sheets_were_put_in(autosaved, read_only, said, tmp_path: Path) -> None:
    assert _unsaved(desk_for(FakeBook(autosaved=autosaved, read_only=read_only), tmp_path), "them") == said


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (com_error(0x800AC472), "excel-busy"),
        (com_error(0x80010001), "excel-busy"),
        (com_error(0x8001010A), "excel-busy"),
        (MacError(-1712), "excel-busy"),
        (com_error(0x800706BA), "excel-closed"),
        (com_error(0x80010108), "excel-closed"),
        (MacError(-609), "excel-closed"),
        (com_error(0x800A03EC), "excel-refused"),
        (wrapped(0x800AC472), "excel-busy"),
        (wrapped(0x800A03EC), "excel-refused"),
        (com_error(0x80020009), "excel-refused"),
        (MacError(-50), "excel-refused"),
        (ComError("no number"), "excel-refused"),
        (ComError(), "excel-refused"),
        (xlwings.XlwingsError("no"), "excel-refused"),
    ],
)
def test_errors_of_excel_are_said_in_a_sentence(error: Exception, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    add_native_errors(monkeypatch)

    def refuse() -> None:
        with in_plain_words("check"):
            raise error

    assert code_of(refuse) == code


def test_what_cannot_be_explained_is_in_the_log_without_its_text() -> None:
    said = str(refusal_of(xlwings.XlwingsError("Child A, aged 7"), "check"))
    assert str(log_file()) in said
    assert "button check failed" in log_file().read_text(encoding="utf-8")
    assert "Child A" not in log_file().read_text(encoding="utf-8")


def test_other_errors_are_left_to_the_edge_of_the_program() -> None:
    with pytest.raises(ZeroDivisionError), in_plain_words("check"):
        raise ZeroDivisionError
    assert native_errors() == (xlwings.XlwingsError,)


def test_settings_that_were_mistyped(tmp_path: Path) -> None:
    path = tmp_path / "buttons.toml"
    reasons = {
        'edition = "public"': 'edition must be "working" or "published", not "public"',
        'colour = "{red}"': 'there is no setting "colour"',
        "template = 7": "template must stand between quotation marks",
        "folder = S:\\Reports": "it is not written as it should be: invalid",
        'folder = "S:\\reports"': 'folder has a backslash in it. Write paths with forward slashes, such as "C:/plans"',
        'folder = "S:\\Plans"': 'Write paths with forward slashes, such as "C:/plans", or in single quotes.',
    }
    for text, reason in reasons.items():
        path.write_text(text, encoding="utf-8")
        with pytest.raises(ExcelRefused) as refused:
            read_preferences(path)
        assert refused.value.code == "button-settings-wrong"
        assert reason in refused.value.message
    path.write_bytes(b"\xff\xfe\x00")
    assert code_of(read_preferences, path) == "button-settings-wrong"


def test_settings_as_they_are_usually_and_as_they_are_set(tmp_path: Path) -> None:
    path = tmp_path / "new" / "buttons.toml"
    assert read_preferences(path) == Preferences()
    write_usual(path)
    assert read_preferences(path) == Preferences()
    path.write_text("\ufefftemplate = 'S:\\Our.xlsx'\nedition = 'published'\nfolder = '~/out'\n", encoding="utf-8")
    assert read_preferences(path) == Preferences(
        template="S:\\Our.xlsx", edition=Edition.PUBLISHED, folder=Path("~/out").expanduser()
    )
    write_usual(path)
    assert "Our.xlsx" in path.read_text(encoding="utf-8")


def help_desk(folder: Path, opener) -> HelpDesk:
    places = Places(preferences=folder / "own" / "buttons.toml", state=folder / "state", records=folder / "records")
    return HelpDesk(excel="16.0", places=places, open_file=opener)


def test_settings_opens_the_file_and_help_the_page(tmp_path: Path) -> None:
    opened: list[Path] = []
    desk = help_desk(tmp_path, opened.append)
    assert [desk.serve(tag) for tag in (Tag.SETTINGS, Tag.HELP)] == ["", ""]
    assert opened == [tmp_path / "own" / "buttons.toml", tmp_path / "state" / "help.html"]
    page = (tmp_path / "state" / "help.html").read_text(encoding="utf-8")
    assert all(f"<dt>{button.label}</dt>" in page for button in BUTTONS)
    assert "=KPI_RAG(value, [target]" in page
    assert "http" not in page
    assert "{" not in page.partition("</style>")[2]


def test_a_guide_that_nothing_here_opens_is_named(tmp_path: Path) -> None:
    def no_program(path: Path) -> None:
        raise OSError(1155, "No application is associated")

    said = help_desk(tmp_path, no_program).serve(Tag.HELP)
    assert said == f'"help.html" could not be opened from here; it is in {tmp_path / "state"}.'


def test_about_says_what_it_must(tmp_path: Path) -> None:
    said = help_desk(tmp_path, print).serve(Tag.ABOUT)
    assert f"xlwings {xlwings.__version__}, Excel 16.0, " in said
    assert str(log_file()) in said
    assert "rules version" in said


def test_copies_that_a_crash_left_behind_are_cleared_away(tmp_path: Path) -> None:
    days = {"quarterly-0A1B2C": 2, "quarterly-000001": 0.5, "quarterly-ab_12xyz": 9, "other": 9, "quarterly-FFFFFF": 0}
    for name, old in days.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "plan.xlsx").write_bytes(b"plan")
        then = (NOW - timedelta(days=old)).timestamp()
        os.utime(tmp_path / name, (then, then))
    (tmp_path / "quarterly-0A0A0A").write_bytes(b"a file")
    clear_left_over(tmp_path / "quarterly-FFFFFF", NOW)
    assert {path.name for path in tmp_path.iterdir()} == {*days, "quarterly-0A0A0A"} - {"quarterly-0A1B2C"}


def test_the_dialogue_is_excels_own_message_box() -> None:
    app = FakeApp(answer="yes")
    dialogue = ExcelDialogue(app=app)
    dialogue.say("Done.")
    assert dialogue.ask("Go on?")
    app.answer = "no"
    assert not dialogue.ask("Go on?")
    assert app.alerts == [("Done.", "ok"), ("Go on?", "yes_no"), ("Go on?", "yes_no")]


def test_what_cannot_be_undone_is_said_once(tmp_path: Path) -> None:
    desk = desk_for(FakeBook(app=FakeApp(answer="no")), tmp_path)
    assert not desk.may_change()
    desk.app.answer = "yes"
    assert desk.may_change()
    assert desk.may_change()
    assert len(desk.app.alerts) == 2


@pytest.mark.parametrize(
    ("platform", "name", "command"),
    [
        ("linux", "report.pdf", ("xdg-open", "report.pdf")),
        ("darwin", "report.pdf", ("/usr/bin/open", "report.pdf")),
        ("darwin", "buttons.toml", ("/usr/bin/open", "-t", "buttons.toml")),
        ("win32", "buttons.toml", ("notepad.exe", "buttons.toml")),
    ],
)
def test_files_open_with_the_systems_program(platform, name, command, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[tuple[str, ...]] = []
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(opening.subprocess, "Popen", lambda command, **_rest: started.append(command))
    opening.open_file(Path(name))
    assert started == [command]


def test_on_windows_a_report_opens_as_if_double_clicked(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(opening.os, "startfile", opened.append, raising=False)
    opening.open_file(Path("report.pdf"))
    assert opened == [Path("report.pdf")]


def test_every_reason_has_a_code_of_its_own_and_tells_what_to_do() -> None:
    assert len({reason.code for reason in REFUSALS}) == len(REFUSALS)
    assert all(reason.fix.endswith((".", "}.")) and reason.sentence and reason.cause for reason in REFUSALS)


def test_xlwings_loads_without_tables_and_pictures() -> None:
    code = (
        "import sys; from quarterly.excel.press.link import load_xlwings; load_xlwings().App;"
        "print(sorted({'pandas', 'numpy', 'matplotlib'} & set(sys.modules))); import pandas; print(pandas.__name__)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["[]", "pandas"]
    assert load_xlwings() is xlwings


class Unwilling:
    """An application whose warnings cannot be switched on again, and a sheet that will not be shown."""

    name = "Plan"
    screen_updating, enable_events, selection, display_alerts = True, True, None, True

    def __setattr__(self, name: str, value: object) -> None:
        if (name, value) == ("display_alerts", True):
            raise ComError(-1)
        super().__setattr__(name, value)

    def activate(self) -> None:
        raise ComError(-1)


class Sheets(list):
    active = Unwilling()

    def __getitem__(self, name):
        return self.active


def test_excel_gets_back_each_of_its_settings_whatever_becomes_of_the_others(monkeypatch) -> None:
    add_native_errors(monkeypatch)
    app = Unwilling()
    with pytest.raises(ComError), undisturbed(app, SimpleNamespace(sheets=Sheets([Unwilling()]))):
        assert not app.enable_events
    assert (app.screen_updating, app.display_alerts, app.enable_events) == (True, False, True)


def test_a_sheet_that_is_not_shown_again_is_no_reason_to_fail(monkeypatch) -> None:
    add_native_errors(monkeypatch)
    app = SimpleNamespace(screen_updating=True, display_alerts=False, enable_events=True, selection=None)
    with undisturbed(app, SimpleNamespace(sheets=Sheets([Unwilling()]))):
        assert not app.enable_events
    assert (app.screen_updating, app.display_alerts, app.enable_events) == (True, False, True)


AT_THE_END = """
import atexit, sys, types
for name in ("xlwings._xlwindows", "xlwings._xlmac"):
    module = types.ModuleType(name)
    module.cleanup = lambda name=name: print(name)
    atexit.register(module.cleanup)
    sys.modules[name] = module
"""


@pytest.mark.parametrize(
    ("loading", "said"),
    [
        ("import xlwings", ["xlwings._xlmac", "xlwings._xlwindows"]),
        ("import quarterly.excel.press.link as link; link.load_xlwings()", []),
        ("import quarterly.excel.udfs", []),
    ],
)
def test_when_python_ends_no_excel_is_killed_and_no_macro_run(loading: str, said: list[str]) -> None:
    done = subprocess.run([sys.executable, "-c", AT_THE_END + loading], capture_output=True, text=True, check=True)
    assert done.stdout.split() == said


def test_what_xlwings_does_when_python_ends_is_what_is_taken_back() -> None:
    sources = Path(xlwings.__file__).parent.glob("*.py")
    marked = {path.stem: path.read_text(encoding="utf-8").count("atexit.register") for path in sources}
    assert {name: times for name, times in marked.items() if times} == {"_xlmac": 1, "_xlwindows": 1}
