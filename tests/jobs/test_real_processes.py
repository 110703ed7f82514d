"""The jobs as processes of their own: started twice, killed in the middle, and started by cron itself."""

import hashlib
import json
import os
import random
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest
from filelock import FileLock
from job_files import DRAFTS, LONDON, PEOPLE, Office, job, office

from quarterly.deliver.archive import Archive
from quarterly.jobs.ledger import Result, ledger_as_it_is
from quarterly.jobs.schedule import cron, plan_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and cron are POSIX")
KILLS = 8
SINCE = ("starts = 2026-01-01", "as_at = 2026-01-20", 'quarter = "Q3 2025/26"')


def start(path: Path, *asked: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "quarterly", "run-jobs", str(path), "--json", *asked]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def finish(running: subprocess.Popen[bytes]) -> dict:
    out, complaint = running.communicate(timeout=280)
    assert complaint == b""
    return json.loads(out)


@pytest.fixture
def place(tmp_path: Path) -> Office:
    made = office(tmp_path)
    for name in ("a", "b", "c"):
        made.book(f"plans/{name}.xlsx", Distribution=PEOPLE)
    both = 'editions = ["working", "published"]'
    made.write(
        DRAFTS
        + job("Send", *SINCE, "send = true", "tries = 20", "wait_minutes = 1", both, workbook="plans/*.xlsx")
        + job("Save", *SINCE, "tries = 20", "wait_minutes = 1", 'folder = "saved"', workbook="plans/a.xlsx")
    )
    return made


@pytest.mark.slow
def test_started_twice_at_once_one_runs_and_the_other_leaves(place: Office) -> None:
    both = [start(place.folder / "jobs.toml") for _ in range(2)]
    found = [finish(one) for one in both]
    ran = [one for one in found if one["ran"]]
    assert len(ran) == 1
    assert [each["result"] for each in ran[0]["ran"]] == ["done"] * 4


@pytest.mark.slow
def test_killed_at_random_moments_nothing_is_lost_done_twice_or_half_written(place: Office) -> None:
    chance = random.Random(20260106)
    path = place.folder / "jobs.toml"
    for _ in range(KILLS):
        begun = begun_tries(place)
        running = start(path, "--now", "Send", "--now", "Save")
        while (
            begun_tries(place) == begun and running.poll() is None
        ):  # how long it takes to start depends on the machine
            time.sleep(0.05)
        time.sleep(chance.uniform(0, 0.4))
        running.send_signal(signal.SIGKILL)
        running.communicate(timeout=60)
        check_archive(place)
    last = finish(start(path))  # the lock of a killed process is free at once
    assert last["busy"] is False
    with ledger_as_it_is(place.folder / "jobs records") as ledger:
        tries = ledger.all_tries()
    assert {one.result for one in tries} == {Result.DONE, Result.INTERRUPTED}
    assert sum(one.result is Result.INTERRUPTED for one in tries) > KILLS / 5
    done = {(one.job, one.workbook) for one in tries if one.result is Result.DONE}
    assert sorted(done) == [
        ("Save", "plans/a.xlsx"),
        ("Send", "plans/a.xlsx"),
        ("Send", "plans/b.xlsx"),
        ("Send", "plans/c.xlsx"),
    ]
    assert finish(start(path))["ran"] == []
    check_archive(place)
    assert {kept.manifest.issue for kept in Archive(place.folder / "jobs records" / "archive").reports()} == {1}
    for report in (*place.folder.glob("reports/*.xlsx"), *place.folder.glob("saved/*.xlsx")):
        assert zipfile.ZipFile(report).testzip() is None
    assert len([*place.folder.glob("reports/*.xlsx")]) == 6


def begun_tries(place: Office) -> int:
    """How many were begun."""
    with ledger_as_it_is(place.folder / "jobs records") as ledger:
        return len(ledger.all_tries())


def check_archive(place: Office) -> None:
    """Whatever has a manifest is whole."""
    folder = place.folder / "jobs records" / "archive"
    if not (folder / "reports").exists():
        return
    archive = Archive(folder)
    for kept in archive.reports():
        assert hashlib.sha256(archive.content(kept.report)).hexdigest() == kept.manifest.report_sha256
        assert archive.content(kept.workbook)


def test_the_line_of_the_crontab_runs_with_the_little_that_cron_gives(place: Office) -> None:
    line = cron.line(plan_of(place.folder / "jobs.toml", "1min"))
    command = line.split(" ", 5)[5].replace(r"\%", "%")
    bare = {"HOME": str(place.folder), "LOGNAME": "nobody", "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh"}  # as Debian's
    done = subprocess.run(["/bin/sh", "-c", command], cwd="/", env=bare, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert len(place.reports("saved")) == 1


@contextmanager
def crontab_with(entry: str) -> Iterator[None]:
    """The user's crontab with an entry more, and as it was afterwards."""
    before = subprocess.run(["crontab", "-l"], capture_output=True, text=True, check=False)
    own = before.stdout if before.returncode == 0 else ""
    subprocess.run(["crontab", "-"], input=own + entry, text=True, check=True)
    try:
        yield
    finally:
        if own:
            subprocess.run(["crontab", "-"], input=own, text=True, check=True)
        else:
            subprocess.run(["crontab", "-r"], check=True)


def cron_runs() -> bool:
    return subprocess.run(["pgrep", "-x", "cron|crond"], capture_output=True, check=False).returncode == 0


@contextmanager
def cron_daemon() -> Iterator[None]:
    """A cron that runs: the computer's own, or one for the time of the test."""
    if cron_runs():
        yield
        return
    daemon = subprocess.Popen([shutil.which("cron"), "-f"])
    try:
        time.sleep(1)
        if daemon.poll() is not None:
            pytest.skip("cron cannot be started here")
        yield
    finally:
        daemon.terminate()
        daemon.wait(timeout=60)


@pytest.fixture
def cron_alone() -> Iterator[None]:
    """No other run of these tests changes the user's crontab or ends its cron meanwhile."""
    with FileLock(Path(tempfile.gettempdir(), "quarterly tests of cron.lock")):
        yield


@pytest.mark.slow
@pytest.mark.early
@pytest.mark.usefixtures("cron_alone")
@pytest.mark.skipif(not shutil.which("cron") or not shutil.which("crontab"), reason="cron is not installed")
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="starting cron needs root")
def test_cron_itself_runs_what_is_due_and_only_once(place: Office) -> None:
    today = datetime.now(LONDON).date().isoformat()
    path = place.write(job("Board", *SINCE[1:], f"starts = {today}", workbook="plans/a.xlsx", due="every day at 00:00"))
    plan = plan_of(path, "1min")
    with cron_daemon(), crontab_with(cron.entry(plan)):
        deadline = time.monotonic() + 240
        while not settled(place) and time.monotonic() < deadline:
            time.sleep(0.5)
    assert place.reports() == ["a Q3 2025-26 working report.xlsx"]
    subprocess.run(plan.command, check=True, capture_output=True)  # as a minute later
    with ledger_as_it_is(place.folder / "jobs records") as ledger:
        (only,) = ledger.all_tries()
    assert only.result is Result.DONE
    assert shlex.split(cron.line(plan))[5] == sys.executable


def settled(place: Office) -> bool:
    """Whether a try has ended."""
    with ledger_as_it_is(place.folder / "jobs records") as ledger:
        return any(one.result is not None for one in ledger.all_tries())
