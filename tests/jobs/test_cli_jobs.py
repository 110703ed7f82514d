"""run-jobs, schedule and history from the command line."""

import json
import shutil
import subprocess
import sys
from email import message_from_bytes, policy
from pathlib import Path

import pytest
from job_files import DRAFTS, PEOPLE, job, office
from python_calamine import CalamineWorkbook

from quarterly.cli.app import run_command
from quarterly.jobs.schedule import routes, systemd
from quarterly.jobs.schedule.plan import Said

ROOT = Path(__file__).resolve().parents[2]
SINCE = ("starts = 2026-01-01", "as_at = 2026-01-20", 'quarter = "Q3 2025/26"')


@pytest.fixture
def jobs_file(tmp_path: Path) -> Path:
    place = office(tmp_path)
    place.book(Distribution=PEOPLE[:1])
    return place.write(DRAFTS + job("Board", *SINCE, "send = true"))


def run(capsys, *arguments: object) -> tuple[int, str]:
    code = run_command([str(each) for each in arguments])
    said = capsys.readouterr()
    return code, said.out + said.err


def shown(capsys, *arguments: object) -> tuple[int, object]:
    code = run_command([*map(str, arguments), "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_run_says_what_was_made_and_who_gets_it(jobs_file: Path, capsys) -> None:
    code, text = run(capsys, "run-jobs", jobs_file)
    assert (code, "Board, plan.xlsx: done" in text, "sam.field@northmere.example: drafted (working)" in text) == (
        0,
        True,
        True,
    )
    code, text = run(capsys, "run-jobs", jobs_file)
    assert (code, text.splitlines()[-1]) == (0, "1 job with nothing to do.")


def test_a_run_for_programs(jobs_file: Path, capsys) -> None:
    code, found = shown(capsys, "run-jobs", jobs_file)
    (ran,) = found["ran"]
    assert (code, found["well"], found["busy"], ran["result"], ran["reports"][0]["issue"]) == (
        0,
        True,
        False,
        "done",
        1,
    )
    assert {each["address"]: each["state"] for each in ran["sent"]} == {
        "sam.field@northmere.example": "drafted",
    }


def test_whoever_gets_nothing_is_named_and_makes_exit_code_1(tmp_path: Path, capsys) -> None:
    place = office(tmp_path)
    unread = {**PEOPLE[0], "email": "eve at northmere.example"}
    place.book(Distribution=[*PEOPLE, unread])
    path = place.write(DRAFTS + job("Board", *SINCE, "send = true", 'when_errors = "send"'))
    code, text = run(capsys, "run-jobs", path, "--dry-run")
    assert (code, "jo.hill@northmere.example: held" in text, "eve at northmere.example" in text) == (1, True, True)
    code, found = shown(capsys, "run-jobs", path)
    (ran,) = found["ran"]
    assert (code, found["well"], [each["code"] for each in ran["not_read"]]) == (1, False, ["email-odd"])
    assert {each["address"]: each["state"] for each in ran["sent"]}["jo.hill@northmere.example"] == "held"
    code, text = run(capsys, "run-jobs", path, "--now", "Board")
    assert (code, "Board, plan.xlsx: done, but needs a look" in text) == (1, True)
    assert "Not read, so nobody was sent anything for it: 'Distribution'!B4" in " ".join(text.split())


def test_of_the_published_edition_the_run_says_what_has_to_be_read(jobs_file: Path, capsys) -> None:
    jobs_file.write_text(job("Board", *SINCE, 'editions = ["published"]'))
    _, text = run(capsys, "run-jobs", jobs_file)
    assert "Please note: Officers' own words are not checked" in text


def test_a_run_that_another_has_kept_waiting_for_hours_says_so(jobs_file: Path, capsys) -> None:
    from datetime import UTC, datetime

    from quarterly.jobs.ledger import open_ledger
    from quarterly.jobs.lock import run_lock

    records = jobs_file.parent / "jobs records"
    with run_lock(records):
        with open_ledger(records) as ledger:
            ledger.begin("Board", "plan.xlsx", datetime(2026, 1, 6, 6, tzinfo=UTC), datetime(2026, 1, 6, 6, tzinfo=UTC))
        code, text = run(capsys, "run-jobs", jobs_file)
        assert (code, "It began with a job on 6 Jan 2026 at 06:00 and has not ended" in text) == (1, True)
        assert shown(capsys, "run-jobs", jobs_file)[1]["stuck_since"] == "2026-01-06T06:00:00+00:00"


def test_a_dry_run_and_a_job_by_name(jobs_file: Path, capsys) -> None:
    code, text = run(capsys, "run-jobs", jobs_file, "--dry-run", "--now", "Board")
    assert (code, "Board, plan.xlsx: would run" in text, text.rstrip().endswith("1 would run.")) == (0, True, True)
    assert not (jobs_file.parent / "reports").exists()


def test_what_needs_a_look_is_exit_code_1_and_what_cannot_be_read_is_2(tmp_path: Path, capsys) -> None:
    place = office(tmp_path)
    failing = place.write(
        job("Gone", *SINCE, workbook="gone.xlsx") + job("Bad", "tires = 3") + job("Off", "enabled = false")
    )
    code, text = run(capsys, "run-jobs", failing)
    assert (code, "Gone, gone.xlsx: FAILED" in text, 'Did you mean "tries"?' in text.replace("\n", " ")) == (
        1,
        True,
        True,
    )
    assert "It is tried again on" in text
    assert run(capsys, "run-jobs", tmp_path / "none.toml")[0] == 2
    assert run(capsys, "run-jobs", failing, "--now", "Bad")[0] == 2
    assert run(capsys, "run-jobs", place.write("[[job]\n", "broken.toml"))[0] == 2


def test_a_run_beside_another_says_so(jobs_file: Path, capsys) -> None:
    from quarterly.jobs.lock import run_lock

    with run_lock(jobs_file.parent / "jobs records"):
        assert run(capsys, "run-jobs", jobs_file) == (
            0,
            "Another run of jobs.toml is under way, so nothing was done.\n",
        )


def test_a_run_that_was_cut_off_is_named(jobs_file: Path, capsys) -> None:
    from datetime import UTC, datetime

    from quarterly.jobs.ledger import open_ledger

    with open_ledger(jobs_file.parent / "jobs records") as ledger:
        ledger.begin("Board", "plan.xlsx", datetime(2026, 1, 6, 6, tzinfo=UTC), datetime(2026, 1, 6, 6, tzinfo=UTC))
    code, text = run(capsys, "run-jobs", jobs_file)
    assert (code, "Board, plan.xlsx: an earlier run was cut off; it is made up for." in text) == (1, True)


def test_history_lists_and_makes_again(jobs_file: Path, capsys, tmp_path: Path) -> None:
    run(capsys, "run-jobs", jobs_file)
    code, text = run(capsys, "history", "--jobs", jobs_file)
    assert (code, "drafted: sam.field@northmere.example" in text, text.endswith("1 report.\n")) == (0, True, True)
    code, (found,) = shown(capsys, "history", "--archive", jobs_file.parent / "jobs records" / "archive")
    assert (code, found["quarter"], found["sent"][0]["state"]) == (0, "Q3 2025/26", "drafted")
    again = tmp_path / "again.xlsx"
    code, text = run(capsys, "history", "rebuild", found["id"], "--jobs", jobs_file, "--output", again)
    assert (code, "It is the same, byte for byte." in text) == (0, True)
    assert again.read_bytes() == Path(found["report"]["path"]).read_bytes()
    code, done = shown(capsys, "history", "rebuild", found["id"][:8], "--jobs", jobs_file)
    assert (code, done["same"], done["differs"]) == (0, True, None)


@pytest.mark.parametrize(
    ("asked", "reports"),
    [
        ((), 1),
        (("--authority", "northmere council"), 1),
        (("--authority", "Other"), 0),
        (("--quarter", "q3 2025/26"), 1),
        (("--quarter", "Q2 2025/26"), 0),
    ],
)
def test_history_finds(jobs_file: Path, capsys, asked, reports: int) -> None:
    run(capsys, "run-jobs", jobs_file)
    assert len(shown(capsys, "history", "--jobs", jobs_file, *asked)[1]) == reports
    assert run(capsys, "history", "--jobs", jobs_file, *asked)[0] == 0


@pytest.mark.parametrize(
    "asked",
    [
        ("rebuild",),
        ("list", "abc"),
        ("--output", "x.xlsx"),
        ("--archive", "x", "--jobs", "y"),
        ("--archive", "no-such-folder"),
    ],
)
def test_history_refuses_in_a_sentence(capsys, asked) -> None:
    code, text = run(capsys, "history", *asked)
    assert (code, text.count("Traceback")) == (2, 0)


def test_your_own_archive_is_that_of_sending_by_hand(capsys, monkeypatch, tmp_path: Path) -> None:
    monkeypatch.setattr("quarterly.cli.sending.own_folder", lambda: tmp_path)
    assert run(capsys, "history")[1].startswith(f'There is no archive in "{tmp_path / "archive"}"')


@pytest.mark.parametrize("route", ["cron", "systemd", "windows"])
def test_a_schedule_is_shown_without_being_installed(jobs_file: Path, capsys, route: str) -> None:
    code, text = run(capsys, "schedule", "show", "--jobs", jobs_file, "--as", route, "--every", "30min")
    assert (code, "Nothing was installed." in text, str(jobs_file) in text) == (0, True, True)
    code, found = shown(capsys, "schedule", "show", "--jobs", jobs_file, "--as", route)
    assert (code, found["route"], found["installed"]) == (0, route, False)


def test_a_schedule_is_installed_and_removed(jobs_file: Path, capsys, monkeypatch) -> None:
    crontab = [""]

    def tool(command, text: str) -> Said:
        if command[-1] == "-":
            crontab[0] = text
        return Said(0, crontab[0], "")

    for doing in (routes.install, routes.remove):
        monkeypatch.setattr(doing, "__defaults__", (tool,))
    code, text = run(capsys, "schedule", "install", "--jobs", jobs_file, "--as", "cron")
    assert (code, text.startswith("Installed (cron)."), sys.executable in crontab[0]) == (0, True, True)
    assert (jobs_file.parent / "jobs records" / "runs.sqlite").exists()  # known from now on
    asked = ("schedule", "remove", "--jobs", jobs_file, "--as", "cron")
    assert "was removed." in run(capsys, *asked)[1]
    assert "there was nothing to remove." in run(capsys, *asked)[1]
    assert (shown(capsys, *asked)[1], crontab[0]) == ({"route": "cron", "removed": False, "complaint": ""}, "")


def test_a_schedule_of_which_the_system_cannot_be_told_is_removed_and_needs_a_look(
    jobs_file: Path, tmp_path: Path, capsys, monkeypatch
) -> None:
    monkeypatch.setattr(systemd.Path, "home", lambda: tmp_path)
    for doing, code in ((routes.install, 0), (routes.remove, 1)):
        monkeypatch.setattr(doing, "__defaults__", (lambda *_, code=code: Said(code, "", "Failed to connect to bus"),))
    asked = ("--jobs", jobs_file, "--as", "systemd")
    assert run(capsys, "schedule", "install", *asked)[0] == 0
    code, text = run(capsys, "schedule", "remove", *asked)
    assert (code, "was removed." in text, "It said: Failed to connect to bus." in text) == (1, True, True)


def test_a_schedule_for_a_file_that_cannot_be_read_is_not_installed(tmp_path: Path, capsys) -> None:
    code, text = run(capsys, "schedule", "install", "--jobs", tmp_path / "none.toml", "--as", "cron")
    assert (code, "cannot be opened" in text) == (2, True)


@pytest.mark.slow
def test_the_sample_runs_as_it_is(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "sample_workbooks", tmp_path / "clone" / "sample_workbooks")
    command = [sys.executable, "-m", "quarterly", "run-jobs", "sample_workbooks/jobs.toml", "--json"]
    found = []
    for _ in range(2):
        done = subprocess.run(command, cwd=tmp_path / "clone", capture_output=True, text=True, check=False, timeout=300)
        assert (done.returncode, done.stderr) == (0, "")
        found.append(json.loads(done.stdout))
    assert [(each["job"], each["result"]) for each in found[0]["ran"]] == [
        ("Board and committee report", "done"),
        ("Tracking group", "done"),
    ]
    assert (found[0]["problems"], found[1]["ran"]) == ([], [])
    made = tmp_path / "clone" / "sample reports"
    assert sorted(path.name for path in (made / "Q3 2025-26").iterdir()) == [
        "Northmere Council (fictional) published.xlsx",
        "Northmere Council (fictional) working.xlsx",
    ]
    paths = [path for path in sorted(made.rglob("drafts/*.eml")) if "for the owner" not in path.name]
    drafts = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in paths]
    sent = {each["address"] for each in found[0]["ran"][0]["sent"]}
    assert {each["To"].addresses[0].addr_spec for each in drafts} == sent
    assert {each["X-Unsent"] for each in drafts} == {"1"}
    (report,) = (made / "tracking group").iterdir()
    with CalamineWorkbook.from_path(str(report)) as book:
        assert "Summary" in book.sheet_names
