"""A press as it arrives: read, checked, served, answered."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from threading import Event, Timer, active_count
from threading import enumerate as enumerate_threads

import pytest

import quarterly
from quarterly.excel import startup
from quarterly.excel.startup import Answer, Request, read_request, request_of, serve


def asked(**changes: str) -> Request:
    lines = {"tag": "check", "copy": "/t/plan.xlsx", "book": "plan.xlsx", "addin": quarterly.__version__} | changes
    return request_of("".join(f"{name}={value}\n" for name, value in lines.items()))


@pytest.fixture(autouse=True)
def own_arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["pytest"])


def test_a_request_is_read_from_a_file_or_an_argument(tmp_path: Path) -> None:
    text = (
        "tag=pdf\ncopy=/t/a=b.xlsx\nbook=Zoë.xlsx\naddin=1\nexcel=16.0\nwindow=7\nlater=x\nnonsense\nanswer=/t/answer\n"
    )
    path = tmp_path / "request.txt"
    path.write_text(text, encoding="utf-16")
    wanted = Request(
        tag="pdf", copy="/t/a=b.xlsx", book="Zoë.xlsx", addin="1", excel="16.0", window="7", answer=Path("/t/answer")
    )
    assert (read_request([str(path)]), read_request(["--text", text])) == (wanted, wanted)


def test_what_is_no_request_is_told_apart(tmp_path: Path) -> None:
    damaged = tmp_path / "request.txt"
    damaged.write_bytes(b"\xff\xfe\x00")
    assert [read_request(given) for given in ([], ["/no/such/file"], [str(damaged)], ["a", "b"])] == [None] * 4


def test_without_a_request_it_says_what_it_is_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert startup.main([]) == 2
    assert "started by the buttons in Excel" in capsys.readouterr().err


def test_the_arguments_of_the_process_are_taken_by_default(monkeypatch, capsys) -> None:
    monkeypatch.setattr(sys, "argv", ["startup", "/no/such/file"])
    assert startup.main() == 2


@pytest.mark.parametrize(("given", "encoding"), [("file", "utf-16"), ("text", "utf-8")])
def test_the_answer_is_in_the_letters_that_can_be_read_there(given, encoding, tmp_path, monkeypatch) -> None:
    answer = tmp_path / "answer.txt"
    text = f"tag=check\naddin=0.0.9\nanswer={answer}\n"
    path = tmp_path / "request.txt"
    path.write_text(text, encoding="utf-16")
    assert startup.main([str(path)] if given == "file" else ["--text", text]) == 0
    sentence, *rest = answer.read_text(encoding=encoding).splitlines()
    assert (sentence.startswith("sentence=The buttons in Excel belong to Quarterly 0.0.9"), rest) == (
        True,
        ["details=", "said="],
    )


def test_the_answer_is_there_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the Mac VBA looks every two seconds, and deletes the folder as soon as it sees the answer."""
    answer, seen = tmp_path / "answer.txt", []
    write = Path.write_text

    def looked_at(path: Path, text: str, encoding: str) -> int:
        seen.append((path == answer, answer.exists()))
        return write(path, text, encoding=encoding)

    monkeypatch.setattr(Path, "write_text", looked_at)
    assert startup.main(["--text", f"tag=check\naddin=0.0.9\nanswer={answer}\n"]) == 0
    assert (seen, [path.name for path in tmp_path.iterdir()]) == ([(False, False)], ["answer.txt"])


def test_an_excel_that_never_answers_is_given_up_with_a_sentence(tmp_path: Path) -> None:
    answer, left = tmp_path / "answer.txt", Event()

    def leave(code: int) -> None:
        assert code == 0
        left.set()

    with startup._given_up(answer, "utf-8", after=0.01, leave=leave):
        assert left.wait(60)
    assert answer.read_text(encoding="utf-8").startswith("sentence=Excel did not answer Quarterly for half an hour")


def test_a_press_that_ends_is_not_given_up(tmp_path: Path) -> None:
    before = active_count()
    with startup._given_up(tmp_path / "answer.txt", "utf-8"):
        assert active_count() == before + 1
    for thread in enumerate_threads():
        if isinstance(thread, Timer):
            thread.join(60)
    assert (active_count(), list(tmp_path.iterdir())) == (before, [])


def test_what_a_button_says_is_one_line_of_the_answer() -> None:
    answer = serve(asked(tag="about"), press=lambda *_given: "Quarterly 1\n\nLog: /the/log")
    assert startup.text_of(answer) == "sentence=\ndetails=\nsaid=Quarterly 1\v\vLog: /the/log\n"


def press_nothing(*_given: str) -> str:
    return ""


def test_a_press_that_goes_well_leaves_nothing_to_say() -> None:
    assert serve(asked(), press=press_nothing) == Answer()


def test_without_a_workbook_none_is_named_to_xlwings() -> None:
    serve(asked(book="", copy=""), press=press_nothing)
    assert sys.argv == ["quarterly"]


@pytest.mark.parametrize(
    ("platform", "missing", "details"),
    [("win32", {"xlwings", "win32com"}, "xlwings, win32com"), ("darwin", {"appscript"}, "appscript")],
)
def test_what_talks_to_excel_is_missed_by_name(platform: str, missing: set[str], details: str) -> None:
    answer = serve(asked(), press=press_nothing, platform=platform, found=lambda name: name not in missing)
    assert answer.sentence.startswith("Quarterly is installed without the part that talks to Excel.")
    assert answer.details == f"{details} not found by {sys.executable}"


def test_buttons_without_a_version_are_told_apart() -> None:
    answer = serve(asked(addin=""), press=press_nothing)
    assert answer.sentence.startswith("The buttons in Excel belong to Quarterly an unknown version")


def test_a_workbook_that_xlwings_would_not_find_is_refused() -> None:
    answer = serve(asked(book="a=b.xlsx"), press=press_nothing)
    assert answer.sentence.startswith('The buttons cannot work in "a=b.xlsx"')


def test_a_log_that_cannot_be_written_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_given: str) -> str:
        raise RuntimeError

    monkeypatch.setattr("quarterly.log.record_failure", lambda *_given: None)
    assert serve(asked(), press=fail).details == "no log could be written"


def test_the_press_is_that_of_the_buttons() -> None:
    from quarterly.excel.buttons import press

    assert startup._press() is press


def test_started_as_the_macros_start_it_nothing_beside_the_workbook_is_imported(tmp_path: Path) -> None:
    """A file of a likely name beside the workbook is not taken for a part of Quarterly."""
    for name in ("quarterly.py", "xlwings.py", "json.py"):
        (tmp_path / name).write_text("raise SystemExit('taken over')", encoding="utf-8")
    answer = tmp_path / "answer.txt"
    text = f"tag=check\naddin=0.0.9\nanswer={answer}\n"
    done = subprocess.run(
        [sys.executable, "-P", "-m", "quarterly.excel.startup", "--text", text],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={name: value for name, value in os.environ.items() if name != "PYTHONPATH"},
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "0.0.9" in answer.read_text(encoding="utf-8")


def test_saying_what_is_missing_loads_nothing_heavy() -> None:
    code = (
        "import sys; from quarterly.excel import startup; "
        "print([name for name in ('xlwings', 'pandas', 'openpyxl', 'xlsxwriter', 'lxml') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"
