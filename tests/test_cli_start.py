"""The program as a process: how it starts, and what it can be run under."""

import gc
import json
import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from books import ACTIONS, write_book

from quarterly.cli import terminal
from quarterly.cli.app import run_command

ASKED = ["--quarter", "Q3 2025/26", "--as-at", "20/01/2026"]


def quarterly(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "quarterly", *map(str, arguments)],
        capture_output=True,
        check=False,
        timeout=120,
        env={**os.environ, **environment},
    )


@pytest.mark.parametrize(
    ("arguments", "not_needed"),
    [
        (["--help"], ["pandas", "xlsxwriter", "openpyxl", "rich", "numpy", "lxml", "python_calamine"]),
        (["--version"], ["pandas", "xlsxwriter", "openpyxl", "rich", "numpy", "lxml", "python_calamine"]),
        (["check", "BOOK", "--json"], ["pandas", "xlsxwriter", "openpyxl", "rich", "numpy"]),
        (["report", "BOOK", "--json"], ["pandas", "openpyxl", "rich", "numpy"]),
    ],
)
def test_a_command_loads_only_what_it_uses(book: Path, arguments: list[str], not_needed: list[str]) -> None:
    asked = [str(book) if argument == "BOOK" else argument for argument in arguments]
    code = (
        "import sys\nfrom quarterly.cli.app import run_command\n"
        f"run_command({asked!r})\n"
        f"print([name for name in {not_needed!r} if name in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    assert done.stderr.strip() == "[]"


@pytest.mark.parametrize("command", ["check", "status", "report"])
@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
def test_any_console_can_show_it(book: Path, command: str, encoding: str) -> None:
    asked = [] if command == "check" else ASKED
    done = quarterly(command, book, *asked, PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "plan.xlsx" in done.stdout.decode(encoding)


def test_where_a_sign_cannot_be_shown_the_word_still_is(book: Path) -> None:
    done = quarterly("status", book, *ASKED, PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert "x Red" in done.stdout.decode("cp1252")


def test_a_sign_that_no_console_of_the_west_has_becomes_a_question_mark(tmp_path: Path) -> None:
    named = write_book(tmp_path / "plan.xlsx", actions=[{**ACTIONS[1], "text": "Agree with Łódź"}])
    done = quarterly("status", named, *ASKED, PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    assert "Agree with ?ód?" in done.stdout.decode("cp1252")


def test_json_is_the_same_on_any_console(book: Path) -> None:
    shown = [quarterly("status", book, *ASKED, "--json", PYTHONIOENCODING=code).stdout for code in ("cp1252", "utf-8")]
    assert json.loads(shown[0]) == json.loads(shown[1])


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
def test_a_reader_that_has_seen_enough_is_no_error(book: Path) -> None:
    done = subprocess.run(
        f'"{sys.executable}" -m quarterly status "{book}" --json | head -1',
        shell=True,
        capture_output=True,
        check=False,
    )
    assert (done.stdout, done.stderr) == (b"{\n", b"")


def test_it_runs_as_a_module(monkeypatch, capsys) -> None:
    monkeypatch.setattr(sys, "argv", ["quarterly", "--version"])
    with pytest.raises(SystemExit) as left:
        runpy.run_module("quarterly", run_name="__main__")
    gc.enable()  # the command line turns it off for the life of its process
    assert (left.value.code, capsys.readouterr().out.startswith("quarterly ")) == (0, True)


def test_a_closed_pipe_is_no_error_and_is_left_quietly(monkeypatch) -> None:
    def closed(*arguments, **options):
        raise BrokenPipeError

    discarded: list[bool] = []
    monkeypatch.setattr("quarterly.cli.app.quarterly.main", closed)
    monkeypatch.setattr("quarterly.cli.terminal.discard_output", lambda: discarded.append(True))
    assert (run_command(["--version"]), discarded) == (0, [True])


@pytest.mark.parametrize(("text", "shown"), [("✖ Red", "x Red"), ("−2.5 ▼", "-2.5 v"), ("Łódź", "?ód?")])
def test_signs_have_stand_ins(text: str, shown: str) -> None:
    terminal.prepare_streams()
    assert text.encode("latin-1", errors="quarterly-plain").decode("latin-1") == shown


def test_a_python_without_a_window_writes_to_nowhere(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    try:
        assert run_command(["check", str(write_book(tmp_path / "plan.xlsx"))]) == 0
        assert run_command(["check", str(tmp_path / "none.xlsx")]) == 2
    finally:
        for stream in (sys.stdout, sys.stderr):
            stream.close()
        gc.enable()  # the command line turns it off for the life of its process


def test_only_what_cannot_be_written_is_stood_in_for() -> None:
    terminal.prepare_streams()
    with pytest.raises(UnicodeDecodeError):
        b"\xff".decode("ascii", errors="quarterly-plain")


def test_the_command_is_installed() -> None:
    script = Path(sys.executable).with_name("quarterly")
    if not script.exists() and not script.with_suffix(".exe").exists():
        pytest.skip("quarterly is not installed as a command in this environment")
    done = subprocess.run([script, "--version"], capture_output=True, check=True, timeout=60)
    assert done.stdout.startswith(b"quarterly ")
