"""The macros of the add-in, run as they are in the file: every button reaches Python, every guard speaks."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from fake_excel import Control, Excel, Workbook, loaded
from pyopenvba.interpreter import NOTHING, VBARuntimeError

import quarterly
from quarterly.errors import WorkbookRefused
from quarterly.excel import startup
from quarterly.excel.press import left_over
from quarterly.excel.press.catalogue import BUTTONS

VERSION = quarterly.__version__


class Pressing:
    """An Excel with the add-in, set up as after "quarterly addin install"; programs that it starts run in this one."""

    def __init__(self, folder: Path, version: str = VERSION) -> None:
        self.commands: list[str] = []
        self.excel = Excel(folder, self.run)
        self.excel.record(sys.executable, VERSION)
        self.vba = loaded(self.excel, version)
        self.ends_with: int | VBARuntimeError | None = None

    def run(self, command: str) -> int:
        self.commands.append(command)
        if isinstance(self.ends_with, VBARuntimeError):
            raise self.ends_with
        if self.ends_with is not None:
            return self.ends_with
        program, _, request = command.partition(" -P -m quarterly.excel.startup ")
        assert program == f'"{sys.executable}"'
        return startup.main([request.strip('"')])

    def press(self, tag: str) -> list[str]:
        """Press a button and give what Excel said."""
        self.vba.run("RibbonQuarterly.PressButton", [Control(tag)])
        return [prompt for _kind, prompt, _title, _style in self.vba.dialogs]

    def left_over(self) -> list[Path]:
        return list(self.excel.temporary.iterdir())


@pytest.fixture
def pressing(tmp_path: Path) -> Pressing:
    return Pressing(tmp_path)


@pytest.fixture
def pressed(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str, bytes, str]]:
    """What reached Python: tag, name and bytes of the copy, workbook's name."""
    calls: list[tuple[str, str, bytes, str]] = []

    def press(tag: str, copy: str, book: str, excel: str) -> str:
        path = Path(copy.replace("\\", "/"))
        calls.append((tag, path.name, path.read_bytes() if copy else b"", book))
        return f"Excel {excel}\nLog: none" if tag == "about" else ""

    monkeypatch.setattr(startup, "_press", lambda: press)
    monkeypatch.setattr(sys, "argv", sys.argv[:])
    return calls


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.tag)
def test_every_button_reaches_python_with_a_copy_of_the_workbook(pressing, pressed, button) -> None:
    said = pressing.press(str(button.tag))
    wanted = ("plan.xlsx", b"plan", "plan.xlsx") if button.needs_workbook else ("", b"", "")
    assert (pressed, said) == ([(button.tag, *wanted)], ["Excel 16.0\r\nLog: none"] if button.tag == "about" else [])
    assert (pressing.left_over(), pressing.excel.application.status[-1]) == ([], False)


def test_the_status_bar_says_that_something_is_going_on(pressing, pressed) -> None:
    pressing.press("check")
    assert pressing.excel.application.status == ["Quarterly: reading the workbook...", False]


def test_xlwings_finds_the_workbook_that_was_pressed_in(pressing, pressed) -> None:
    pressing.press("check")
    assert sys.argv == ["quarterly", "--wb=plan.xlsx", "--from_xl=1", "--hwnd=4711"]


def test_nothing_of_the_workbook_is_on_the_command_line(pressing, pressed) -> None:
    pressing.excel.active = Workbook('x" & calc & $(calc).xlsx', "C:\\a & b")
    pressing.press("check")
    assert [name for _tag, name, _content, _book in pressed] == ['x" & calc & $(calc).xlsx']
    assert "calc" not in pressing.commands[0]


def test_a_workbook_that_was_never_saved_is_copied_as_a_workbook(pressing, pressed) -> None:
    pressing.excel.active = Workbook("Book1", "")
    pressing.press("check")
    assert pressed == [("check", "Book1.xlsx", b"plan", "Book1")]


def test_names_of_every_alphabet_arrive_whole(pressing, pressed) -> None:
    pressing.excel.active = Workbook("Łukasz – план.xlsx")
    pressing.press("check")
    assert pressed == [("check", "Łukasz – план.xlsx", b"plan", "Łukasz – план.xlsx")]


def test_a_name_cannot_add_a_line_to_the_request(pressing, pressed) -> None:
    pressing.excel.active = Workbook("a\ntag=publish\rb\u2028tag=pdf.xlsx")
    text = pressing.vba.run("Request.TextOf", ["check", str(pressing.excel.temporary)])
    asked = startup.request_of(str(text))
    assert (asked.tag, asked.book) == ("check", "a tag=publish b\u2028tag=pdf.xlsx")


@pytest.mark.parametrize("tag", ["settings", "help", "about"])
def test_help_settings_and_about_work_without_a_workbook(pressing, pressed, tag: str) -> None:
    pressing.excel.active = NOTHING
    said = ["Excel 16.0\r\nLog: none"] if tag == "about" else []
    assert (pressing.press(tag), pressed) == (said, [(tag, "", b"", "")])


@pytest.mark.parametrize("tag", ["settings", "help", "about"])
def test_help_settings_and_about_work_in_a_workbook_that_cannot_be_copied(pressing, pressed, tag: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(Workbook._vba_members, "savecopyas", failing_member())
        pressing.press(tag)
    assert pressed == [(tag, "", b"", "")]


def test_the_folder_of_a_press_has_a_short_name_by_which_left_over_ones_are_known(pressing, monkeypatch) -> None:
    seen: list[str] = []

    def press(_tag: str, copy: str, _book: str, _excel: str) -> str:
        seen.append(Path(copy.replace("\\", "/")).parent.name)
        return ""

    monkeypatch.setattr(startup, "_press", lambda: press)
    monkeypatch.setattr(sys, "argv", sys.argv[:])
    pressing.press("check")
    assert left_over._OURS.fullmatch(seen[0])


def test_excel_gets_its_settings_back_after_a_python_that_was_ended_in_the_middle(pressing) -> None:
    excel = pressing.excel.application
    excel.screen_updating = False  # as it was before the press

    def ended(_command: str) -> int:
        excel.alerts = excel.events = False
        return 1

    pressing.excel.script_host.started = ended
    pressing.press("check")
    assert (excel.alerts, excel.events, excel.screen_updating) == (True, True, False)


def test_the_buttons_that_need_a_workbook_are_those_of_the_catalogue(pressing, pressed) -> None:
    pressing.excel.active = NOTHING
    for button in BUTTONS:
        pressing.press(str(button.tag))
    assert [tag for tag, *_ in pressed] == [button.tag for button in BUTTONS if not button.needs_workbook]


def no_workbook(pressing: Pressing) -> None:
    pressing.excel.active = NOTHING


def protected_view(pressing: Pressing) -> None:
    pressing.excel.active, pressing.excel.application.protected_view = NOTHING, Workbook("plan.xlsx")


def editing(pressing: Pressing) -> None:
    pressing.excel.application.ready = False


def waiting_for_an_answer(pressing: Pressing) -> None:
    pressing.excel.application.interactive = False


def the_addin_itself(pressing: Pressing) -> None:
    pressing.excel.active = pressing.excel.addin


def not_set_up(pressing: Pressing) -> None:
    (pressing.excel.roaming / "Quarterly" / "addin.txt").unlink()


def python_gone(pressing: Pressing) -> None:
    path = pressing.excel.roaming / "Quarterly" / "addin.txt"
    path.write_text("interpreter=C:\\gone\\python.exe\n", encoding="utf-16")


@pytest.mark.parametrize(
    ("hindrance", "begins"),
    [
        (no_workbook, "No workbook is open."),
        (protected_view, "This workbook is open in Protected View"),
        (editing, "A cell is being edited"),
        (waiting_for_an_answer, "A cell is being edited"),
        (the_addin_itself, "This is the workbook of the add-in itself."),
        (not_set_up, "The buttons are here, but Quarterly itself is not set up for you on this computer."),
        (python_gone, "The Python that Quarterly works with has been moved or removed (C:\\gone\\python.exe)."),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_hinders_a_press_is_said_and_nothing_is_started(pressing, pressed, hindrance, begins: str) -> None:
    hindrance(pressing)
    (said,) = pressing.press("build_report")
    assert (said.startswith(begins), pressing.commands, pressed, pressing.left_over()) == (True, [], [], [])


@pytest.mark.parametrize(
    ("end", "begins"),
    [
        (2, "The Python that Quarterly works with is too old: 3.11 or later is needed."),
        (1, "Quarterly ended without saying anything (code 1)."),
        (VBARuntimeError(70, "Permission denied"), "A security rule of this computer keeps Excel from starting"),
        (
            VBARuntimeError(-2147024891, "Access is denied"),
            "A security rule of this computer keeps Excel from starting",
        ),
        (VBARuntimeError(-2147024894, "not found"), "Quarterly's Python could not be started"),
    ],
)
def test_a_python_that_does_not_start_is_said_in_a_sentence(pressing, end, begins: str) -> None:
    pressing.ends_with = end
    (said,) = pressing.press("check")
    assert (said.startswith(begins), pressing.left_over()) == (True, [])
    assert pressing.excel.application.status[-1] is False


def test_a_computer_that_lets_macros_make_no_objects_is_said(pressing, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(_excel: Excel, _name: str) -> object:
        raise VBARuntimeError(429, "ActiveX component can't create object")

    monkeypatch.setattr(Excel, "create", forbidden)
    (said,) = pressing.press("check")
    assert said.startswith("The buttons could not begin (ActiveX component can't create object).")


def test_after_a_failure_the_next_press_works(pressing, pressed) -> None:
    pressing.ends_with = 1
    pressing.press("check")
    pressing.ends_with = None
    pressing.press("check")
    assert [tag for tag, *_ in pressed] == ["check"]


def test_a_copy_that_cannot_be_saved_is_said(pressing, pressed) -> None:
    pressing.excel.active = Workbook("no/such/folder.xlsx")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Workbook, "save_copy_as_", None)
        patch.setitem(Workbook._vba_members, "savecopyas", failing_member())
        (said,) = pressing.press("check")
    assert said.startswith("Excel could not put a copy of this workbook into the temporary folder")
    assert (pressed, pressing.left_over()) == ([], [])


def failing_member() -> object:
    from pyopenvba.interpreter._objects import MemberSpec

    def fail(_book: Workbook, *_arguments: object) -> None:
        raise VBARuntimeError(1004, "the disk is full")

    return MemberSpec(name="SaveCopyAs", kind="method", getter=fail, varargs=True)


def test_buttons_of_another_version_say_so(tmp_path: Path, pressed) -> None:
    (said,) = Pressing(tmp_path, version="0.0.9").press("check")
    wanted = f"The buttons in Excel belong to Quarterly 0.0.9, but {VERSION} is installed."
    assert (said.startswith(wanted), pressed) == (True, [])


def test_a_refusal_is_said_as_its_sentence(pressing, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: str) -> str:
        raise WorkbookRefused("no-plan", "plan.xlsx has no plan.\nAdd one.")

    monkeypatch.setattr(startup, "_press", lambda: refuse)
    monkeypatch.setattr(sys, "argv", sys.argv[:])
    assert pressing.press("check") == ["plan.xlsx has no plan. Add one."]


def test_a_fault_is_said_with_the_log_for_it_and_without_a_traceback(
    pressing, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*_given: str) -> str:
        raise ZeroDivisionError("a figure of the workbook")

    log = tmp_path / "quarterly.log"
    monkeypatch.setattr("quarterly.log.log_file", lambda: log)
    monkeypatch.setattr(startup, "_press", lambda: fail)
    monkeypatch.setattr(sys, "argv", sys.argv[:])
    (said,) = pressing.press("check")
    assert said.startswith("Something went wrong inside Quarterly.")
    assert said.endswith(f"Details for IT: {log}")
    assert "figure of the workbook" not in said + log.read_text(encoding="utf-8")


def test_a_press_during_a_run_says_so(pressing, pressed, monkeypatch: pytest.MonkeyPatch) -> None:
    def press_again(*_given: str) -> str:
        pressing.vba.run("RibbonQuarterly.PressButton", [Control("publish")])
        return ""

    monkeypatch.setattr(startup, "_press", lambda: press_again)
    (said,) = pressing.press("check")
    assert said.startswith("Quarterly is still busy with the button that you pressed before.")
    assert len(pressing.commands) == 1


# On the Mac Excel does not wait: a script starts Python, and Excel looks for the answer.

SCRATCH_OF_THE_MAC = """\
Attribute VB_Name = "Scratch"
Public Answered As String
Public Function NewFolder() As String
    NewFolder = "/group/quarterly-1"
End Function
Public Function CopyOf(ByVal book As Object, ByVal folder As String) As String
    CopyOf = folder & "/" & book.Name
End Function
Public Function AnswerPath(ByVal folder As String) As String
    AnswerPath = folder & "/answer.txt"
End Function
Public Function HasAnswer(ByVal folder As String) As Boolean
    HasAnswer = (Answered <> "")
End Function
Public Function AnswerOf(ByVal folder As String) As String
    AnswerOf = Answered
End Function
Public Sub Remove(ByVal folder As String)
End Sub
Public Sub Answer(ByVal text As String)
    Answered = text
End Sub
"""


class Mac:
    def __init__(self, folder: Path, said: str = "started") -> None:
        self.asked: list[tuple[str, str, str]] = []
        self.excel = Excel(folder, lambda _command: 0)
        self.excel.scripts = self.script
        self.said = said
        self.vba = loaded(self.excel, VERSION, mac=True, instead={"Scratch": SCRATCH_OF_THE_MAC})

    def script(self, name: str, handler: str, parameter: str) -> str:
        self.asked.append((name, handler, parameter))
        return self.said

    def press(self) -> list[str]:
        self.vba.run("RibbonQuarterly.PressButton", [Control("check")])
        return self.messages()

    def messages(self) -> list[str]:
        return [prompt for _kind, prompt, _title, _style in self.vba.dialogs]


LOOK = "'quarterly.xlam'!PressRun.LookForAnswer"


def test_on_the_mac_the_request_goes_to_the_script_and_excel_looks_for_the_answer(tmp_path: Path) -> None:
    mac = Mac(tmp_path)
    assert (mac.press(), mac.excel.application.later) == ([], [LOOK])
    ((name, handler, text),) = mac.asked
    asked = startup.request_of(text)
    assert (name, handler, asked.tag, asked.copy, asked.book, asked.addin, asked.window) == (
        "quarterly.applescript",
        "startPress",
        "check",
        "/group/quarterly-1/plan.xlsx",
        "plan.xlsx",
        VERSION,
        "",
    )
    mac.vba.run("PressRun.LookForAnswer")
    assert mac.excel.application.later == [LOOK, LOOK]
    mac.vba.run("Scratch.Answer", ["sentence=All is well.\rdetails=/the/log"])  # AppleScript ends lines with CR
    mac.vba.run("PressRun.LookForAnswer")
    assert mac.messages() == ["All is well.\r\n\r\nDetails for IT: /the/log"]
    assert (mac.excel.application.later, mac.excel.application.status[-1]) == ([LOOK, LOOK], False)


def test_on_the_mac_a_second_press_waits_for_the_first(tmp_path: Path) -> None:
    mac = Mac(tmp_path)
    mac.press()
    (said,) = mac.press()
    assert said.startswith("Quarterly is still busy")


def test_on_the_mac_a_python_that_is_gone_is_said(tmp_path: Path) -> None:
    (said,) = Mac(tmp_path, said="missing").press()
    assert said.startswith("The Python that Quarterly works with has been moved or removed.")


def test_on_the_mac_a_script_that_is_not_there_is_said(tmp_path: Path) -> None:
    mac = Mac(tmp_path)
    mac.excel.scripts = None
    (said,) = mac.press()
    assert said.startswith("The buttons are here, but Quarterly itself is not set up for you on this Mac.")


def test_on_the_mac_silence_ends_after_half_an_hour(tmp_path: Path) -> None:
    from datetime import datetime, timedelta

    mac = Mac(tmp_path)
    noon = datetime(2026, 1, 20, 12)
    mac.vba.freeze(noon)
    mac.press()
    mac.vba.freeze(noon + timedelta(minutes=31))
    mac.vba.run("PressRun.LookForAnswer")
    assert mac.messages() == ["Quarterly did not answer for 30 minutes, so Excel stopped waiting for it."]
