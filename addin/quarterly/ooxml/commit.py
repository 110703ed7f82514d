"""Replacing a file, all or nothing: whatever happens meanwhile, the officer's workbook is whole.

The new workbook is written beside the old one, flushed to the disk and checked; then one step of the operating system
puts it in place. Until that step the old file has not been touched.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from msgspec import Struct

from quarterly.errors import QuarterlyError, WorkbookLocked
from quarterly.ooxml import refusals
from quarterly.ooxml.preflight import digest_of
from quarterly.patience import patiently
from quarterly.read import refusals as reading
from quarterly.read.package import read_file

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_LEFT_OVER = 3600  # seconds; a temporary file this much older than a new one belongs to a run that was killed
_LONGEST_STEM = 60  # characters of the workbook's name in the temporary one; the system allows 255 in all
_SUFFIX = ".tmp"  # OneDrive leaves files with this ending alone
BACKUP_WORDS = " (before Quarterly)"
_WINDOWS_IN_USE = {32, 33}  # ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION


def locate(path: Path) -> Path:
    """The file that a path means, links followed, once it is sure that it may be written.

    Raises:
        WorkbookRefused: there is no such file.
        WorkbookLocked: it is open in a program, read-only, a link to nothing, or on a drive that fails.
    """
    try:
        target = path.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        if path.is_symlink():
            raise refusals.LINK_BROKEN.of(path.name) from error
        read_file(path)  # says in plain words why a file cannot be opened
        raise refusals.WRITE_FAILED.of(path.name, reason="the system cannot tell where it is kept") from error
    if target.is_dir():
        raise reading.IS_A_FOLDER.of(path.name)
    if target.name.startswith("~$"):
        raise reading.OWNER_FILE.of(target.name)
    for name in dict.fromkeys((target, path.parent.resolve() / path.name)):
        refuse_open(name)
    # Root may write anything; the mark on the file still says what its owner wants.
    if not target.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(target, os.W_OK):
        raise refusals.READ_ONLY.of(target.name)
    return target


def refuse_open(path: Path) -> None:
    """Nothing, unless Excel or LibreOffice left its mark that somebody has the workbook open.

    Raises:
        WorkbookLocked: somebody has.
    """
    excel = path.with_name(f"~${path.name}")
    if excel.exists():
        owner = _owner_in_words(_excel_owner(excel))
        raise refusals.OPEN_IN_EXCEL.of(path.name, program="Excel", owner=owner, marker=excel.name)
    libreoffice = path.with_name(f".~lock.{path.name}#")
    if libreoffice.exists():
        owner = _owner_in_words(_libreoffice_owner(libreoffice))
        raise refusals.OPEN_IN_EXCEL.of(path.name, program="LibreOffice", owner=owner, marker=libreoffice.name)


def _owner_in_words(owner: str) -> str:
    return f", by {owner}" if owner else ""


def _excel_owner(marker: Path) -> str:
    """The user's name: a length byte and the name in the Windows code page, padded; Excel writes it a second time."""
    with contextlib.suppress(OSError):
        content = marker.read_bytes()[:256]
        if content and content[0] < len(content):
            return content[1 : 1 + content[0]].decode("cp1252", errors="replace").strip("\0 ")
    return ""


def _libreoffice_owner(marker: Path) -> str:
    with contextlib.suppress(OSError):
        return marker.read_bytes()[:1024].decode(errors="replace").partition(",")[0].strip()
    return ""


class Replacement(Struct, frozen=True):
    """A new version of ``target`` in the making. Write to ``stream``; then :meth:`commit`, or nothing has happened."""

    target: Path
    temporary: Path
    stream: IO[bytes]

    def digest(self) -> str:
        """SHA-256 of what was written."""
        return digest_of(self.stream)

    def commit(self, *, expected: str, backup: bool) -> Path | None:
        """Put the new version in place, if the old one is still the file with digest ``expected``.

        Returns the backup: the old version, under its own name with "(before Quarterly)".

        Raises:
            WorkbookLocked: it is not, or the system refused; the old version is whole.
        """
        with translated(self.target):
            self.stream.flush()
            os.fsync(self.stream.fileno())
            _take_over_permissions(self.target, self.temporary)
            self.stream.close()
            self._refuse_if_changed(expected)
            kept = _back_up(self.target) if backup else None
            _replace(self.temporary, self.target)
            _flush_folder(self.target.parent)
        return kept

    def _refuse_if_changed(self, expected: str) -> None:
        try:
            with self.target.open("rb") as stream:
                now = digest_of(stream)
        except FileNotFoundError as error:
            raise refusals.CHANGED_MEANWHILE.of(self.target.name) from error
        if now != expected:
            raise refusals.CHANGED_MEANWHILE.of(self.target.name)
        refuse_open(self.target)


@contextmanager
def replacement(target: Path) -> Iterator[Replacement]:
    """A new version of a file, beside it. Left without a commit, it is gone again.

    Raises:
        WorkbookLocked: nothing can be written there.
    """
    with translated(target):
        try:
            handle, name = tempfile.mkstemp(dir=target.parent, prefix=_prefix(target), suffix=_SUFFIX)
        except PermissionError as error:
            raise refusals.FOLDER_READ_ONLY.of(target.name) from error
    temporary = Path(name)
    stream = os.fdopen(handle, "w+b")
    try:
        with translated(target):
            _clear_left_overs(target, temporary)
            yield Replacement(target, temporary, stream)
    finally:
        with contextlib.suppress(OSError):  # a full disk complains once more on closing
            stream.close()
        temporary.unlink(missing_ok=True)


@contextmanager
def translated(target: Path) -> Iterator[None]:
    """Say in plain words what the operating system complains of."""
    try:
        yield
    except OSError as error:
        raise _refusal(target, error) from error


def _refusal(target: Path, error: OSError) -> QuarterlyError:
    if error.errno in _NO_ROOM:
        return refusals.DISK_FULL.of(target.name)
    if getattr(error, "winerror", None) in _WINDOWS_IN_USE:
        return _in_use(target)
    if error.errno == errno.EROFS:
        return refusals.FOLDER_READ_ONLY.of(target.name)
    if isinstance(error, PermissionError):
        return refusals.READ_ONLY.of(target.name)
    return refusals.WRITE_FAILED.of(target.name, reason=error.strerror or str(error))


def _in_use(target: Path) -> WorkbookLocked:
    return refusals.OPEN_IN_EXCEL.of(target.name, program="another program", owner="", marker=f"~${target.name}")


def _prefix(target: Path) -> str:
    return f".{target.stem[:_LONGEST_STEM]}.quarterly-"


def _clear_left_overs(target: Path, fresh: Path) -> None:
    """Delete temporary files of earlier runs that were killed."""
    limit = fresh.stat().st_mtime - _LEFT_OVER
    for each in target.parent.iterdir():
        ours = each.name.startswith(_prefix(target)) and each.suffix == _SUFFIX and each != fresh
        with contextlib.suppress(FileNotFoundError):  # another run was quicker
            if ours and each.stat(follow_symlinks=False).st_mtime < limit:
                each.unlink()


def _take_over_permissions(old: Path, new: Path) -> None:
    status = old.stat()
    new.chmod(stat.S_IMODE(status.st_mode))
    if sys.platform != "win32":
        with contextlib.suppress(PermissionError):  # only root may give a file away
            os.chown(new, status.st_uid, status.st_gid)
            new.chmod(stat.S_IMODE(status.st_mode))


def backup_of(target: Path) -> Path:
    """Where the version before the last write is kept: one backup, beside the workbook."""
    return target.with_name(f"{target.stem}{BACKUP_WORDS}{target.suffix}")


def _back_up(target: Path) -> Path:
    backup = backup_of(target)
    spare = target.with_name(f"{_prefix(target)}backup{_SUFFIX}")
    spare.unlink(missing_ok=True)
    try:
        os.link(target, spare)  # the old version itself, under a second name: no copy, no moment without it
    except OSError:
        shutil.copy2(target, spare)
    try:
        with translated(backup):
            patiently(lambda: spare.replace(backup))
    finally:
        spare.unlink(missing_ok=True)
    return backup


def _replace(new: Path, old: Path) -> None:
    if sys.platform == "win32":
        patiently(lambda: _replace_on_windows(new, old))
    else:
        new.replace(old)


def _flush_folder(folder: Path) -> None:
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):  # not every file system can; the replacement itself has happened
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    # Without these ReplaceFileW asks for the right to write permissions, which a share that gives "Change" withholds.
    # There a new file has its folder's permissions, as every file on it.
    _IGNORE_PERMISSIONS = 2 | 4  # REPLACEFILE_IGNORE_MERGE_ERRORS, REPLACEFILE_IGNORE_ACL_ERRORS
    _ACCESS_DENIED = 5

    def _replace_on_windows(new: Path, old: Path) -> None:
        """ReplaceFileW keeps the old file's permissions, owner and attributes, which a plain rename loses."""
        try:
            _replace_file(new, old, 0)
        except PermissionError as error:
            if error.winerror != _ACCESS_DENIED:
                raise
            _replace_file(new, old, _IGNORE_PERMISSIONS)

    def _replace_file(new: Path, old: Path, flags: int) -> None:
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        text = wintypes.LPCWSTR
        kernel.ReplaceFileW.argtypes = (text, text, text, wintypes.DWORD, wintypes.LPVOID, wintypes.LPVOID)
        if kernel.ReplaceFileW(str(old), str(new), None, flags, None, None):
            return
        error = ctypes.WinError(ctypes.get_last_error())
        if old.exists():
            raise error
        new.replace(old)  # as documented, Windows may have taken the old file away and then not moved the new one
