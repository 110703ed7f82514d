"""Writing: all or nothing, and never over somebody's work."""

import os
import re
import sys
import time
import zipfile
from pathlib import Path

import pytest

from quarterly.compose.provenance import REPORT_CATEGORY
from quarterly.errors import RequestRefused
from quarterly.outputs import check_target, is_untouched_report, write_whole


def report_file(path: Path, *, modified: str = "2026-01-20T00:00:00Z", category: str = REPORT_CATEGORY) -> Path:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr(
            "docProps/core.xml",
            '<cp:coreProperties><dcterms:created xsi:type="dcterms:W3CDTF">2026-01-20T00:00:00Z</dcterms:created>'
            f'<dcterms:modified xsi:type="dcterms:W3CDTF">{modified}</dcterms:modified>'
            f"<cp:category>{category}</cp:category></cp:coreProperties>",
        )
    return path


def refused(code: str):
    return pytest.raises(RequestRefused, check=lambda error: error.code == code)


def test_a_new_file_holds_exactly_what_was_written(tmp_path: Path) -> None:
    write_whole(b"report", tmp_path / "out.xlsx")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("out.xlsx", b"report")]


def test_a_replaced_file_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "out.xlsx"
    target.write_bytes(b"old")
    target.chmod(0o640)
    write_whole(b"new", target)
    assert (target.read_bytes(), target.stat().st_mode & 0o777) == (b"new", 0o640)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no umask to speak of")
def test_a_new_file_can_be_read_like_any_other_that_is_saved(tmp_path: Path) -> None:
    old = os.umask(0o022)
    try:
        write_whole(b"report", tmp_path / "out.xlsx")
    finally:
        os.umask(old)
    assert (tmp_path / "out.xlsx").stat().st_mode & 0o777 == 0o644


def test_a_file_open_in_excel_is_left_alone_and_the_message_says_to_close_it(tmp_path: Path, monkeypatch) -> None:
    target = tmp_path / "out.xlsx"
    target.write_bytes(b"old")

    def locked(self, other):  # what Windows answers while Excel holds the file
        raise PermissionError(13, "The process cannot access the file")

    monkeypatch.setattr(Path, "replace", locked)
    with refused("output-not-writable") as caught:
        write_whole(b"new", target)
    assert "If it is open, close it there" in str(caught.value)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("out.xlsx", b"old")]


class Windows:
    """What Windows does with files that are marked read-only, and while another program holds one."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, refusals: int = 0) -> None:
        self.refusals, self.slept = refusals, []
        self.replace, self.unlink = Path.replace, Path.unlink

        def replace(path: Path, target: Path) -> None:
            self.moved(path, target)

        def unlink(path: Path, *, missing_ok: bool = False) -> None:
            self.deleted(path, missing_ok)

        monkeypatch.setattr(sys, "platform", "win32")
        monkeypatch.setattr(Path, "replace", replace)
        monkeypatch.setattr(Path, "unlink", unlink)
        monkeypatch.setattr(time, "sleep", self.slept.append)

    def moved(self, path: Path, target: Path) -> None:
        if self.refusals or (target.exists() and not target.stat().st_mode & 0o200):
            self.refusals = max(self.refusals - 1, 0)
            self.refuse()
        self.replace(path, target)

    def deleted(self, path: Path, missing_ok: bool) -> None:
        if path.exists() and not path.stat().st_mode & 0o200:
            self.refuse()
        self.unlink(path, missing_ok=missing_ok)

    def refuse(self) -> None:
        error = PermissionError(13, "Access is denied")
        error.winerror = 5
        raise error


def test_a_report_that_is_kept_read_only_is_refused_and_nothing_is_left_beside_it(tmp_path: Path, monkeypatch) -> None:
    target = tmp_path / "out.xlsx"
    target.write_bytes(b"last quarter's")
    target.chmod(0o444)
    windows = Windows(monkeypatch)
    with refused("output-not-writable"):
        write_whole(b"new", target)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("out.xlsx", b"last quarter's")]
    assert sum(windows.slept) < 1


def test_a_program_that_holds_the_file_for_a_moment_is_waited_for(tmp_path: Path, monkeypatch) -> None:
    windows = Windows(monkeypatch, refusals=2)
    write_whole(b"new", tmp_path / "out.xlsx")
    assert ((tmp_path / "out.xlsx").read_bytes(), windows.slept) == (b"new", [0.05, 0.1])


def test_what_cannot_be_cleared_away_hides_no_refusal(tmp_path: Path, monkeypatch) -> None:
    def refuse(*_given, **_options):
        raise PermissionError(13, "The process cannot access the file")

    monkeypatch.setattr(Path, "replace", refuse)
    monkeypatch.setattr(Path, "unlink", refuse)
    with refused("output-not-writable"):
        write_whole(b"new", tmp_path / "out.xlsx")


def test_a_full_disk_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch) -> None:
    target = tmp_path / "out.xlsx"
    target.write_bytes(b"old")

    def full(handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with refused("output-disk") as caught:
        write_whole(b"new", target)
    assert "No space left on device" in str(caught.value)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("out.xlsx", b"old")]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with refused("output-folder-missing") as caught:
        write_whole(b"new", tmp_path / "nowhere" / "out.xlsx")
    assert str(tmp_path / "nowhere") in str(caught.value)


def test_a_target_in_a_missing_folder_is_refused_before_any_work(tmp_path: Path) -> None:
    with refused("output-folder-missing"):
        check_target(tmp_path / "nowhere" / "out.xlsx")


def test_only_xlsx_is_written(tmp_path: Path) -> None:
    with refused("output-not-xlsx"):
        check_target(tmp_path / "out.xls")


def test_the_workbook_itself_is_never_the_target_not_even_by_force(tmp_path: Path) -> None:
    book = report_file(tmp_path / "plan.xlsx")
    with refused("output-is-the-workbook"):
        check_target(book, source=book, force=True)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege on Windows")
def test_the_workbook_by_a_second_name_is_still_the_workbook(tmp_path: Path) -> None:
    book = tmp_path / "plan.xlsx"
    book.write_bytes(b"plan")
    link = tmp_path / "other.xlsx"
    link.symlink_to(book)
    with refused("output-is-the-workbook"):
        check_target(link, source=book, force=True)


def test_a_report_is_replaced_without_asking(tmp_path: Path) -> None:
    check_target(report_file(tmp_path / "out.xlsx"))


def test_a_report_that_somebody_saved_again_is_not_replaced(tmp_path: Path) -> None:
    edited = report_file(tmp_path / "out.xlsx", modified="2026-01-22T09:30:00Z")
    with refused("output-exists"):
        check_target(edited)
    check_target(edited, force=True)


@pytest.mark.parametrize("content", [b"my own notes", b""])
def test_any_other_file_is_replaced_only_by_force(tmp_path: Path, content: bytes) -> None:
    other = tmp_path / "out.xlsx"
    other.write_bytes(content)
    with refused("output-exists"):
        check_target(other)
    check_target(other, force=True)


def test_another_workbook_is_no_report(tmp_path: Path) -> None:
    assert not is_untouched_report(report_file(tmp_path / "other.xlsx", category="Finance"))


def test_a_report_is_not_replaced_where_reports_are_not_expected(tmp_path: Path) -> None:
    with refused("output-exists"):
        check_target(report_file(tmp_path / "out.xlsx"), replace_report=False)


def test_messages_end_in_one_full_stop() -> None:
    from quarterly.request import REFUSALS

    assert [one.code for one in REFUSALS if not re.search(r"[^.][.?]$", one.fix)] == []
