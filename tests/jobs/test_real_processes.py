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
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from job_files import DRAFTS, LONDON, PEOPLE, Office, job, office

from quarterly.deliver.archive import Archive
from quarterly.jobs.ledger import Result, ledger_as_it_is
from quarterly.jobs.run_jobs import LAST_RUN
from quarterly.jobs.schedule import cron, plan_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and cron are POSIX")
KILLS = 25
SINCE = ("starts = 2026-01-01", "as_at = 2026-01-20", 'quarter = "Q3 2025/26"')


def start(path: Path, *asked: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "quarterly", "run-jobs", str(path), "--json", *asked]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def finish(running: subprocess.Popen[bytes]) -> dict:
    out, complaint = running.communicate(timeout=120)
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
        running = start(path, "--now", "Send", "--now", "Save")
        time.sleep(chance.uniform(0.5, 1.5))
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


def check_archive(place: Office) -> None:
    """Whatever has a manifest is whole."""
    folder = place.folder / "jobs records" / "archive"
    if not (folder / "reports").exists():
        return
    archive = Archive(folder)
    for kept in archive.reports():
        assert hashlib.sha256(archive.content(kept.report)).hexdigest() == kept.manifest.report_sha256
        assert archive.content(kept.workbook)


def due_now(place: Office, **later: int) -> Path:
    """A jobs file with a job that is due in a moment, known since now."""
    at = datetime.now(LONDON) + timedelta(**later)
    text = job("Board", 'quarter = "Q3 2025/26"', workbook="plans/a.xlsx", due=f"every day at {at:%H:%M}")
    return place.write(text, "soon.toml")


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
        daemon.wait(timeout=20)


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("cron") or not shutil.which("crontab"), reason="cron is not installed")
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="starting cron needs root")
def test_cron_itself_runs_what_is_due_and_only_once(place: Office) -> None:
    path = due_now(place, minutes=1)
    subprocess.run([sys.executable, "-m", "quarterly", "run-jobs", path], check=True, capture_output=True)  # is known
    assert place.reports() == []
    with cron_daemon(), crontab_with(cron.entry(plan_of(path, "1min"))):
        deadline = time.monotonic() + 200
        while not place.reports() and time.monotonic() < deadline:
            time.sleep(1)
        made = place.reports()
        time.sleep(max(0.0, 62.0 - datetime.now(LONDON).second) + 2)  # over the next minute: it must not run again
    assert made == ["a Q3 2025-26 working report.xlsx"]
    with ledger_as_it_is(place.folder / "soon records") as ledger:
        (only,) = ledger.all_tries()
        last_run = datetime.fromisoformat(ledger.noted(LAST_RUN))
    assert (only.result, last_run > only.ended) == (Result.DONE, True)  # cron came again, and there was nothing to do
    assert shlex.split(cron.line(plan_of(path, "1min")))[5] == sys.executable
