from __future__ import annotations

import ctypes
import errno
import hashlib
import importlib.util
import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from hosts import host, report

from quarterly.errors import QuarterlyError, WorkbookLocked, WorkbookRefused
from quarterly.ooxml import commit, insert_sheets, plan_insert, remove_sheets

ON_POSIX = pytest.mark.skipif(os.name != "posix", reason="needs signals, users and limits as Unix has them")
NOBODY = 65534  # a user without permissions


@pytest.fixture
def book(tmp_path):
    return host(tmp_path / "plan.xlsx")


def refused(call) -> QuarterlyError:
    with pytest.raises(QuarterlyError) as error:
        call()
    return error.value


def left_over(folder: Path) -> list[str]:
    return sorted(each.name for each in folder.iterdir() if each.suffix == ".tmp")


@ON_POSIX
@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_killed_at_200_random_moments_the_workbook_is_whole_every_time(tmp_path):
    book = host(tmp_path / "plan.xlsx", [f"Sheet {number}" for number in range(12)] + ["Action Plan"])
    before, content = book.read_bytes(), report(rows=200)
    insert_sheets(book, content, backup=False)
    after = book.read_bytes()
    book.write_bytes(before)
    start = time.monotonic()
    insert_sheets(book, content, backup=False)
    latest = time.monotonic() - start
    moments = random.Random(20260331)
    outcomes = {before: 0, after: 0}
    for _ in range(200):
        book.write_bytes(before)
        child = os.fork()
        if child == 0:
            insert_sheets(book, content)
            os._exit(0)
        time.sleep(moments.uniform(0, latest))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        found = book.read_bytes()
        outcomes[found] += 1  # a KeyError here is a damaged workbook
        latest *= 1.02 if found == before else 0.8  # most kills in the middle, however fast the machine is just now
    assert sum(outcomes.values()) == 200
    assert outcomes[before] > 20, "the kills came too late to show anything"
    assert outcomes[after] > 0, "the kills came too early to show anything"
    assert plan_insert(book, content).sheets


@ON_POSIX
def test_what_killed_runs_left_behind_is_cleared(book, tmp_path):
    old, fresh = tmp_path / ".plan.quarterly-a1.tmp", tmp_path / ".plan.quarterly-b2.tmp"
    theirs = tmp_path / "other.tmp"
    for each in (old, fresh, theirs):
        each.write_bytes(b"half a workbook")
    for each in (old, theirs):
        os.utime(each, (1, 1))
    insert_sheets(book, report())
    assert left_over(tmp_path) == [".plan.quarterly-b2.tmp", "other.tmp"]


@ON_POSIX
def test_a_full_disk_is_said_and_the_workbook_is_whole(book, tmp_path):
    before = book.read_bytes()
    (tmp_path / "report.xlsx").write_bytes(report(rows=3000))
    # The system ends no process for a file that grows beyond its limit, but refuses the write, as a full disk does.
    script = (
        "import resource, pathlib, sys\n"
        "from quarterly.errors import QuarterlyError\n"
        "from quarterly.ooxml import insert_sheets\n"
        "content = pathlib.Path('report.xlsx').read_bytes()\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({len(before)}, {len(before)}))\n"
        "try:\n    insert_sheets('plan.xlsx', content)\n"
        "except QuarterlyError as error:\n    print(error.code, error)\n"
    )
    run = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert run.stdout.startswith("disk-full There is no room left on the disk to write plan.xlsx safely. Nothing in it")
    assert book.read_bytes() == before
    assert left_over(tmp_path) == []


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk-full"),
        (errno.EDQUOT, "disk-full"),
        (errno.EROFS, "folder-read-only"),
        (errno.EACCES, "read-only"),
        (errno.EIO, "write-failed"),
    ],
)
@pytest.mark.parametrize("step", ["_take_over_permissions", "_back_up", "_replace"])
def test_an_error_of_the_system_at_any_step_leaves_the_workbook_whole(book, monkeypatch, number, code, step):
    before = book.read_bytes()

    def fail(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(commit, step, fail)
    error = refused(lambda: insert_sheets(book, report()))
    assert (error.code, isinstance(error, WorkbookLocked)) == (code, True)
    assert "plan.xlsx" in str(error)
    assert book.read_bytes() == before
    assert left_over(book.parent) == []


def test_a_workbook_that_is_read_only_is_refused(book):
    before = book.read_bytes()
    book.chmod(stat.S_IRUSR)
    assert refused(lambda: insert_sheets(book, report())).code == "read-only"
    book.chmod(stat.S_IRUSR | stat.S_IWUSR)
    assert book.read_bytes() == before


@ON_POSIX
@pytest.mark.parametrize(("mode", "code"), [(0o555, "folder-read-only"), (0o000, "not-readable")])
def test_denied_permission_is_refused(book, tmp_path, mode, code):
    if os.geteuid() == 0:
        pytest.skip("root may do anything; see the run as nobody below")
    tmp_path.chmod(mode)
    try:
        assert refused(lambda: insert_sheets(book, report())).code == code
    finally:
        tmp_path.chmod(0o755)


@ON_POSIX
def test_denied_permission_is_refused_to_an_ordinary_user():
    if os.geteuid() != 0:
        pytest.skip("only root can become another user; an ordinary user's own test is above")
    folder = Path("/var/tmp") / f"quarterly-{os.getpid()}"
    folder.mkdir()
    try:
        book = host(folder / "plan.xlsx")
        before = book.read_bytes()
        book.chmod(0o666)
        folder.chmod(0o755)
        assert _as_nobody(book) == "folder-read-only"
        book.chmod(0o644)
        assert _as_nobody(book) == "read-only"
        book.chmod(0o600)
        assert _as_nobody(book) in ("not-readable", "read-only")
        assert book.read_bytes() == before
    finally:
        shutil.rmtree(folder)


def _as_nobody(book: Path) -> str:
    content, code = report(), ""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.setuid(NOBODY)
        try:
            insert_sheets(book, content)
        except QuarterlyError as error:
            os.write(writer, error.code.encode())
        os._exit(0)
    os.waitpid(child, 0)
    os.close(writer)
    code = os.read(reader, 100).decode()
    os.close(reader)
    return code


def test_a_workbook_that_changes_meanwhile_is_refused_and_keeps_the_change(book, monkeypatch):
    def change_and_go_on(old, new):
        book.write_bytes(b"saved by somebody else")

    monkeypatch.setattr(commit, "_take_over_permissions", change_and_go_on)
    assert refused(lambda: insert_sheets(book, report())).code == "changed-meanwhile"
    assert book.read_bytes() == b"saved by somebody else"


def test_a_workbook_that_vanishes_meanwhile_is_refused(book, monkeypatch):
    monkeypatch.setattr(commit, "_take_over_permissions", lambda old, new: book.unlink())
    assert refused(lambda: insert_sheets(book, report())).code == "changed-meanwhile"
    assert not book.exists()


def test_a_workbook_open_in_excel_is_refused_with_who_has_it(book, tmp_path):
    marker = tmp_path / "~$plan.xlsx"
    marker.write_bytes(b"\x09Jan Smith" + b" " * 45 + "\x09Jan Smith".encode("utf-16-le"))
    error = refused(lambda: insert_sheets(book, report()))
    assert error.code == "open-in-excel"
    assert str(error) == (
        "plan.xlsx is open in Excel, by Jan Smith. Nothing in it was changed. "
        "Close it and try again; if nobody has it open, delete the left-over file ~$plan.xlsx."
    )
    marker.unlink()
    (tmp_path / ".~lock.plan.xlsx#").write_text(",jan,host,1.1.2026 10:00,file;")
    assert "LibreOffice" in str(refused(lambda: remove_sheets(book)))


@pytest.mark.parametrize(("marker", "program"), [("~$plan.xlsx", "Excel"), (".~lock.plan.xlsx#", "LibreOffice")])
def test_a_marker_that_cannot_be_read_still_says_that_the_workbook_is_open(book, tmp_path, marker, program):
    (tmp_path / marker).mkdir()
    error = refused(lambda: insert_sheets(book, report()))
    assert str(error).startswith(f"plan.xlsx is open in {program}. Nothing in it was changed.")


def test_the_marker_of_an_open_workbook_is_no_workbook(book, tmp_path):
    marker = book.rename(tmp_path / "~$plan.xlsx")  # the name decides, whatever the file holds
    error = refused(lambda: insert_sheets(marker, report()))
    assert (error.code, "~$plan.xlsx" in str(error)) == ("owner-file", True)


def test_a_drive_that_cannot_say_where_the_workbook_is_kept_is_refused_in_plain_words(book, monkeypatch):
    before = book.read_bytes()

    def fail(*_, **__):
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patched:
        patched.setattr(Path, "resolve", fail)
        error = refused(lambda: insert_sheets(book, report()))
    assert error.code == "write-failed"
    assert str(error).startswith("plan.xlsx could not be written: the system cannot tell where it is kept.")
    assert book.read_bytes() == before


def test_a_folder_that_takes_no_new_file_is_refused(book, monkeypatch):
    before = book.read_bytes()

    def deny(*_, **__):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(tempfile, "mkstemp", deny)
    assert refused(lambda: insert_sheets(book, report())).code == "folder-read-only"
    assert book.read_bytes() == before


def test_where_files_take_no_second_name_the_version_before_is_copied(book, tmp_path, monkeypatch):
    before = book.read_bytes()

    def refuse(*_, **__):
        raise OSError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr(os, "link", refuse)
    result = insert_sheets(book, report())
    assert result.backup == tmp_path / "plan (before Quarterly).xlsx"
    assert result.backup.read_bytes() == before
    assert book.read_bytes() != before
    assert left_over(tmp_path) == []


@pytest.fixture
def windows(monkeypatch):
    """The module as Windows runs it. Its kernel replaces files as documented, or answers with ``kernel.error``."""
    kernel = SimpleNamespace(error=0, asked=[], tries=99, needs_flags=0, loses=False, slept=[])

    def replace_file(replaced, replacement, *rest):
        kernel.asked.append((Path(replaced).name, rest))
        if kernel.error and len(kernel.asked) <= kernel.tries and not (kernel.needs_flags and rest[1]):
            if kernel.loses:
                Path(replaced).unlink()
            return 0
        Path(replacement).replace(replaced)
        return 1

    def in_words(number):
        error = PermissionError(errno.EACCES, "the file is in use")
        error.winerror = number
        return error

    kernel.ReplaceFileW = replace_file
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(ctypes, "WinDLL", lambda name, use_last_error: kernel, raising=False)
    monkeypatch.setattr(ctypes, "get_last_error", lambda: kernel.error, raising=False)
    monkeypatch.setattr(ctypes, "WinError", in_words, raising=False)
    monkeypatch.setattr("time.sleep", kernel.slept.append)
    spec = importlib.util.spec_from_file_location("commit_on_windows", commit.__file__)
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, spec.name, module)
    spec.loader.exec_module(module)
    return SimpleNamespace(commit=module, kernel=kernel)


def written_on(windows, book) -> Path | None:
    expected = hashlib.sha256(book.read_bytes()).hexdigest()
    with windows.commit.replacement(book) as new:
        new.stream.write(b"the new version")
        return new.commit(expected=expected, backup=True)


def test_windows_replaces_the_workbook_in_one_step_that_keeps_its_permissions(windows, book, tmp_path):
    before = book.read_bytes()
    kept = written_on(windows, book)
    # No backup of its own, no flags that ignore what cannot be kept, nothing in the reserved places.
    assert windows.kernel.asked == [("plan.xlsx", (None, 0, None, None))]
    assert book.read_bytes() == b"the new version"
    assert kept == tmp_path / "plan (before Quarterly).xlsx"
    assert kept.read_bytes() == before
    assert left_over(tmp_path) == []


@pytest.mark.parametrize(
    ("number", "code", "said"),
    [
        (32, "open-in-excel", "plan.xlsx is open in another program. Nothing in it was changed."),  # sharing violation
        (33, "open-in-excel", "plan.xlsx is open in another program. Nothing in it was changed."),  # lock violation
        (5, "read-only", "plan.xlsx is read-only."),  # access denied
    ],
)
def test_a_workbook_that_windows_will_not_replace_is_whole(windows, book, number, code, said):
    before = book.read_bytes()
    windows.kernel.error = number
    error = refused(lambda: written_on(windows, book))
    assert (error.code, str(error)[: len(said)]) == (code, said)
    assert book.read_bytes() == before
    assert left_over(book.parent) == []


def test_on_a_share_that_lets_nobody_write_permissions_the_workbook_is_replaced_without(windows, book):
    windows.kernel.error, windows.kernel.needs_flags = 5, True
    written_on(windows, book)
    assert [rest[1] for _name, rest in windows.kernel.asked] == [0, 2 | 4]
    assert (book.read_bytes(), left_over(book.parent), windows.kernel.slept) == (b"the new version", [], [])


def test_a_scanner_that_holds_the_workbook_for_a_moment_is_waited_for(windows, book):
    windows.kernel.error, windows.kernel.tries = 32, 3
    written_on(windows, book)
    assert (len(windows.kernel.asked), windows.kernel.slept) == (4, [0.05, 0.1, 0.2])
    assert book.read_bytes() == b"the new version"


def test_a_workbook_that_windows_took_away_without_moving_the_new_one_is_there(windows, book):
    windows.kernel.error, windows.kernel.loses = 1176, True
    written_on(windows, book)
    assert (book.read_bytes(), left_over(book.parent)) == (b"the new version", [])


def test_an_earlier_copy_that_is_marked_read_only_is_named_and_nothing_is_left(book, monkeypatch):
    backup = commit.backup_of(book)
    replace = Path.replace

    def refuse(path, target):
        if target == backup:
            raise PermissionError(errno.EACCES, "Access is denied")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", refuse)
    error = refused(lambda: insert_sheets(book, report()))
    assert (error.code, str(error).startswith("plan (before Quarterly).xlsx is read-only.")) == ("read-only", True)
    assert left_over(book.parent) == []


@ON_POSIX
def test_a_link_is_followed_and_stays_a_link(book, tmp_path):
    shared = tmp_path / "link.xlsx"
    shared.symlink_to(book.name)
    result = insert_sheets(shared, report())
    assert shared.is_symlink()
    assert result.path == book
    assert result.sheets[0].name == "Summary"
    (tmp_path / "~$plan.xlsx").write_bytes(b"")
    assert refused(lambda: insert_sheets(shared, report())).code == "open-in-excel"


@ON_POSIX
def test_links_to_nothing_and_in_circles_are_refused(tmp_path):
    lost, circle = tmp_path / "lost.xlsx", tmp_path / "circle.xlsx"
    lost.symlink_to("gone.xlsx")
    circle.symlink_to("circle.xlsx")
    for link in (lost, circle):
        assert refused(lambda link=link: insert_sheets(link, report())).code == "link-broken"


def test_missing_files_and_folders_are_refused(tmp_path):
    error = refused(lambda: insert_sheets(tmp_path / "none.xlsx", report()))
    assert (error.code, type(error)) == ("file-missing", WorkbookRefused)
    assert refused(lambda: insert_sheets(tmp_path, report())).code == "is-a-folder"


@ON_POSIX
def test_permissions_stay_as_they_were(book):
    book.chmod(0o640)
    insert_sheets(book, report())
    assert stat.S_IMODE(book.stat().st_mode) == 0o640
