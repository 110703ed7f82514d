"""The command line: what is shown, what is printed for machines, and the exit codes."""

import json
from datetime import date
from pathlib import Path

import pytest
from books import ACTIONS, write_book

from quarterly import __version__, log
from quarterly.cli import options, terminal
from quarterly.cli.app import run_command

ASKED = ["--quarter", "Q3 2025/26", "--as-at", "20/01/2026"]
COMMANDS = ("check", "status", "report")


@pytest.fixture(autouse=True)
def _today(monkeypatch) -> None:
    monkeypatch.setattr(options, "today", lambda: date(2026, 1, 20))


def run(capsys, *arguments: object) -> tuple[int, str, str]:
    code = run_command([str(argument) for argument in arguments])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def test_check_of_a_workbook_without_mistakes(capsys, book: Path) -> None:
    code, out, err = run(capsys, "check", book)
    assert (code, err) == (0, "")
    first = "plan.xlsx: 1 recommendation, 2 actions and 1 indicator; nothing wrong found."
    assert out.splitlines()[0] == first


def test_check_names_the_cell_and_what_stands_there(capsys, faulty_book: Path) -> None:
    code, out, _ = run(capsys, "check", faulty_book)
    assert code == 1
    assert "; 1 error." in " ".join(out.split())
    assert "Action Plan" in out.splitlines()
    assert any(line.split()[:2] == ["G2", "error"] for line in out.splitlines())


def test_many_problems_of_one_kind_are_cut_short_unless_all_are_asked_for(capsys, tmp_path: Path) -> None:
    many = write_book(
        tmp_path / "many.xlsx", actions=[{**ACTIONS[0], "ref": f"A{n}", "due": "soon"} for n in range(12)]
    )
    _, brief, _ = run(capsys, "check", many)
    _, whole, _ = run(capsys, "check", many, "--all")
    assert [sum(line.split()[1:2] == ["error"] for line in out.splitlines()) for out in (brief, whole)] == [10, 12]
    assert "2 more:" in brief


def test_nothing_shown_is_wider_than_80_columns(capsys, faulty_book: Path) -> None:
    wide = []
    for command in (["check"], ["status", "--all"]):
        _, out, _ = run(capsys, *command, faulty_book)
        wide += [line for line in out.splitlines() if len(line) > 80]
    assert wide == []


def test_status_shows_each_colour_with_its_reason(capsys, book: Path) -> None:
    code, out, _ = run(capsys, "status", book, *ASKED)
    text = " ".join(out.split())
    assert code == 0
    assert "plan.xlsx, Q3 2025/26, as at 20 Jan 2026" in text
    assert "Indicators: 1 amber." in text
    assert "Actions: 1 red and 1 green." in text
    assert "84.4% against a target of 90%" in text
    assert "10 days overdue" in text


def test_status_leaves_out_actions_that_need_nothing_unless_asked(capsys, book: Path) -> None:
    _, brief, _ = run(capsys, "status", book, *ASKED)
    _, whole, _ = run(capsys, "status", book, *ASKED, "--all")
    assert ["Train every team manager" in out for out in (brief, whole)] == [False, True]
    assert "1 action on track or complete not listed" in " ".join(brief.split())


def test_report_says_where_it_is_and_what_it_found(capsys, book: Path) -> None:
    code, out, _ = run(capsys, "report", book, *ASKED)
    report = book.with_name("plan Q3 2025-26 report.xlsx")
    assert (code, report.is_file(), out.splitlines()[0]) == (0, True, f"Report written: {report}")
    assert "Indicators: 1 amber." in out


@pytest.mark.parametrize("command", COMMANDS)
def test_errors_in_the_workbook_give_exit_code_1(capsys, faulty_book: Path, command: str) -> None:
    assert run(capsys, command, faulty_book)[0] == 1


@pytest.mark.parametrize("command", COMMANDS)
def test_a_refusal_is_one_sentence_and_exit_code_2(capsys, tmp_path: Path, command: str) -> None:
    code, out, err = run(capsys, command, tmp_path / "plan.xlsx")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "plan.xlsx" in err


@pytest.mark.parametrize("command", COMMANDS)
def test_a_refusal_is_told_to_machines_too(capsys, tmp_path: Path, command: str) -> None:
    code, out, err = run(capsys, command, tmp_path / "plan.xlsx", "--json")
    assert (code, json.loads(out)) == (2, {"error": {"code": "file-missing", "message": err.strip()}})


def test_a_file_that_may_not_be_read_is_refused_in_our_words(capsys, book: Path, monkeypatch) -> None:
    # click asks os.access, which says yes to an administrator; the reader finds out by opening.
    monkeypatch.setattr("os.access", lambda *_args, **_named: False)
    monkeypatch.setattr(Path, "open", _denied)
    code, out, err = run(capsys, "check", book, "--json")
    assert (code, json.loads(out)) == (2, {"error": {"code": "not-readable", "message": err.strip()}})


def _denied(*_args: object, **_named: object) -> None:
    raise PermissionError(13, "denied")


def test_an_unclear_quarter_is_refused_with_a_suggestion(capsys, book: Path) -> None:
    code, _, err = run(capsys, "report", book, "--quarter", "Q3")
    assert (code, err) == (2, '"Q3" does not say which year. Did you mean "Q3 2025/26"?\n')


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chek", "plan.xlsx"], "Did you mean 'check'?"),
        (["report"], "Missing argument 'BOOK'."),
        (["report", "plan.xlsx", "--as-at", "31/02/2026"], '"31/02/2026" is not a date.'),
    ],
)
def test_what_is_typed_wrongly_gives_exit_code_2_and_the_way_to_help(capsys, arguments, said) -> None:
    code, out, err = run(capsys, *arguments)
    assert (code, out, said in err, '--help" lists what can be asked for.' in err) == (2, "", True, True)


def test_what_is_typed_wrongly_is_told_to_machines_too(capsys) -> None:
    code, out, _ = run(capsys, "report", "--json")
    assert (code, json.loads(out)["error"]["code"]) == (2, "usage")


def test_without_a_command_the_commands_are_listed(capsys) -> None:
    code, out, err = run(capsys)
    assert (code, "Commands:" in out + err) == (2, True)


def test_the_version(capsys) -> None:
    assert run(capsys, "--version") == (0, f"quarterly {__version__}\n", "")


@pytest.fixture
def broken_program(monkeypatch, tmp_path: Path) -> Path:
    def break_down(*arguments, **options):
        raise ZeroDivisionError("49 children in Ms Person's team")

    monkeypatch.setattr("quarterly.run.assess", break_down)
    monkeypatch.setattr(log, "log_file", lambda: tmp_path / "logs" / "quarterly.log")
    return tmp_path / "logs" / "quarterly.log"


def test_a_fault_of_ours_gives_exit_code_3_and_the_log_without_a_traceback(capsys, book, broken_program) -> None:
    code, out, err = run(capsys, "check", book)
    assert (code, out, "Traceback" in err, str(broken_program) in err) == (3, "", False, True)
    logged = broken_program.read_text(encoding="utf-8")
    assert ("check failed" in logged, "ZeroDivisionError" in logged, "Person" in logged) == (True, True, False)


def test_a_fault_of_ours_is_told_to_machines_too(capsys, book, broken_program) -> None:
    code, out, _ = run(capsys, "status", book, "--json")
    assert (code, json.loads(out)["error"]["code"]) == (3, "internal")


def test_a_full_disk_behind_the_output_ends_without_a_traceback(monkeypatch, book, broken_program) -> None:
    def full(*_args: object, err: bool = False, **_more: object) -> None:
        if not err:
            raise OSError(28, "No space left on device")

    discarded = []
    monkeypatch.setattr("quarterly.cli.app.click.echo", full)
    monkeypatch.setattr(terminal, "discard_output", lambda: discarded.append(True))
    assert (run_command(["status", str(book), "--json"]), discarded) == (3, [True])


def test_where_there_is_no_log_the_message_does_not_name_one(capsys, book, broken_program, monkeypatch) -> None:
    monkeypatch.setattr(log, "record_failure", lambda command, error: None)
    code, _, err = run(capsys, "check", book)
    assert (code, "No log could be written" in err) == (3, True)


def test_stopping_by_keyboard_is_no_fault(capsys, book, monkeypatch) -> None:
    def stop(*arguments, **options):
        raise KeyboardInterrupt

    monkeypatch.setattr("quarterly.run.assess", stop)
    code, out, err = run(capsys, "check", book)
    assert (code, out, err.strip()) == (2, "", "Stopped. No half-written file is left.")


def test_demo_runs_in_an_empty_folder(capsys, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    code, out, _ = run(capsys, "demo")
    assert (code, out.splitlines()[0]) == (0, "Report written: Quarterly demo Q3 2025-26 report.xlsx")
    assert Path("Quarterly demo Q3 2025-26 report.xlsx").is_file()


def test_new_writes_a_workbook_that_is_checked_without_errors(capsys, tmp_path: Path) -> None:
    target = tmp_path / "new.xlsx"
    code, out, _ = run(capsys, "new", target)
    assert (code, out.splitlines()[0]) == (0, f"Workbook written: {target}")
    assert json.loads(run(capsys, "check", target, "--json")[1])["counts"]["errors"] == 0


def test_new_does_not_replace_a_file_unless_forced(capsys, book: Path) -> None:
    before = book.read_bytes()
    assert (run(capsys, "new", book)[0], book.read_bytes() == before) == (2, True)
    assert (run(capsys, "new", book, "--force")[0], book.read_bytes() == before) == (0, False)


def test_progress_is_shown_only_to_somebody_who_watches(monkeypatch) -> None:
    from quarterly.run import Step, unwatched

    with terminal.progress(steps=1) as step:
        assert step is unwatched
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    with terminal.progress(steps=1) as step:
        step(Step.READ)
        assert step is not unwatched
