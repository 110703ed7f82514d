"""Writing a finished workbook to disk: all of it or nothing, and never over somebody's work."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import sys
import tempfile
import zipfile
from pathlib import Path

from quarterly import request
from quarterly.compose.provenance import REPORT_CATEGORY
from quarterly.errors import RequestRefused
from quarterly.patience import patiently

OWNER_FILE = 0o600  # POSIX; on Windows a file takes its folder's rights
OWNER_FOLDER = 0o700


def make_private_folder(folder: Path) -> None:
    """Make a folder, and those above it that are missing, for their owner alone. What is there stays as it is.

    Raises:
        OSError: the system refused.
    """
    missing = [each for each in folder.parents if not each.exists()]
    for each in (*reversed(missing), folder):
        each.mkdir(mode=OWNER_FOLDER, exist_ok=True)  # which does not cover parents


def make_private_file(path: Path) -> None:
    """Make an empty file for its owner alone where there is none, and take others' rights from one that is there.

    Raises:
        OSError: the system refused.
    """
    path.touch(mode=OWNER_FILE, exist_ok=True)
    if path.stat().st_mode & 0o077:
        path.chmod(OWNER_FILE)


def write_whole(content: bytes, target: Path, *, private: bool = False) -> None:
    """Write through a temporary file in the same folder, so that nobody ever sees half a workbook.

    A ``private`` file is for its owner alone; others have the rights of any file that is saved.

    Raises:
        RequestRefused: the folder is missing, the file is open or may not be written, or the disk is full.
    """
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=".quarterly-", suffix=".tmp")
    except OSError as error:
        raise _refusal(target, error) from error
    temporary = Path(name)
    try:
        write_through(handle, content)
        temporary.chmod(OWNER_FILE if private else _permissions(target))
        patiently(lambda: temporary.replace(target))
    except OSError as error:
        raise _refusal(target, error) from error
    finally:
        with contextlib.suppress(OSError):  # what went wrong before counts; jobs clear away what is left
            temporary.unlink(missing_ok=True)


def write_through(handle: int, content: bytes) -> None:
    """Write to an open file and on to the disk itself, so that a power cut leaves no empty file; then close it."""
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def check_target(
    target: Path,
    *,
    source: Path | None = None,
    template: Path | None = None,
    force: bool = False,
    replace_report: bool = True,
) -> None:
    """Refuse before anything is drawn what writing would refuse or regret.

    A report just as Quarterly wrote it is replaced without asking unless ``replace_report`` is false, any other file
    only with ``force``, and the workbook that a report is made from, or its template, never.

    Raises:
        RequestRefused: the target is no .xlsx, its folder is missing, or something would be lost.
    """
    if target.suffix.casefold() != ".xlsx":
        raise request.OUTPUT_NOT_XLSX.of(name=target.name)
    if not target.parent.is_dir():
        raise request.OUTPUT_FOLDER_MISSING.of(folder=target.parent)
    if not target.exists():
        return
    # A second name for the same file (a link, other capitals on Windows) is still the same file.
    if source is not None and source.exists() and target.samefile(source):
        raise request.OUTPUT_IS_INPUT.of(name=source.name)
    if template is not None and template.exists() and target.samefile(template):
        raise request.OUTPUT_IS_TEMPLATE.of(name=template.name)
    if not force and not (replace_report and is_untouched_report(target)):
        raise request.OUTPUT_EXISTS.of(name=target)


def is_untouched_report(path: Path) -> bool:
    """Whether a file is a report that nobody has saved again since Quarterly wrote it.

    Excel keeps the properties of a workbook but sets the time of its last change.
    """
    try:
        with zipfile.ZipFile(path) as package:
            properties = package.read("docProps/core.xml")
    except (OSError, KeyError, zipfile.BadZipFile):
        return False
    times = [found.group(1) if (found := pattern.search(properties)) else None for pattern in (_CREATED, _MODIFIED)]
    return _MARK in properties and times[0] is not None and times[0] == times[1]


_MARK = f"<cp:category>{REPORT_CATEGORY}<".encode()
_CREATED = re.compile(rb"<dcterms:created[^>]*>([^<]*)<")
_MODIFIED = re.compile(rb"<dcterms:modified[^>]*>([^<]*)<")


def _permissions(target: Path) -> int:
    # mkstemp makes files for their owner alone; a report is shared like any other file that is saved.
    if target.exists():
        # Windows neither moves nor deletes a file that is marked read-only, so a file of ours never is.
        writable = stat.S_IWUSR if sys.platform == "win32" else 0
        return target.stat().st_mode & 0o777 | writable
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _refusal(target: Path, error: OSError) -> RequestRefused:
    if not target.parent.is_dir():
        return request.OUTPUT_FOLDER_MISSING.of(folder=target.parent)
    if isinstance(error, PermissionError):
        return request.OUTPUT_NOT_WRITABLE.of(name=target)
    return request.OUTPUT_DISK.of(name=target, reason=error.strerror or "the drive gave an error")
