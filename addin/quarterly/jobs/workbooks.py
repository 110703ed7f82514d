"""The workbooks that a job means, and the names by which they are written down."""

from __future__ import annotations

import glob
import re
from collections.abc import Collection, Iterator
from pathlib import Path

from msgspec import Struct

from quarterly.errors import DeliveryRefused
from quarterly.jobs import refusals
from quarterly.jobs.job import Job, JobsFile
from quarterly.jobs.meaning import is_pattern
from quarterly.ooxml.commit import BACKUP_WORDS

_ENDINGS = (".xlsx", ".xlsm")
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Apart(Struct, frozen=True, kw_only=True):
    """Where no workbook to report on can lie: the folders of what is kept, and files that jobs wrote."""

    folders: tuple[Path, ...] = ()
    files: Collection[str] = ()

    def holds(self, path: Path) -> bool:
        """Whether a file is one of them, or a copy that some archive keeps: its name is the hash of its content."""
        real = path.resolve()
        kept = _SHA256.fullmatch(path.stem) is not None and path.parent.name == path.stem[:2]
        return kept or str(path) in self.files or any(real.is_relative_to(folder.resolve()) for folder in self.folders)


_NOTHING = Apart()


def apart_from(file: JobsFile, written: Collection[str]) -> Apart:
    """What is apart for the jobs of a file. ``written`` are the paths of all reports that they saved."""
    archive = tuple(file.archive / name for name in ("files", "reports"))
    # The records may be the very folder of the jobs file and its workbooks; then only what is in them is apart.
    records = tuple(file.records / name for name in ("log", "drafts", "archive"))
    own = () if file.path.is_relative_to(file.records) else (file.records,)
    return Apart(folders=(*archive, *records, *own), files=written)


def workbooks(job: Job, apart: Apart = _NOTHING) -> tuple[Path, ...]:
    """The workbooks of a job, in the order of their names: no marks of Excel, no backups, reports or kept copies.

    Raises:
        DeliveryRefused: a pattern that nothing matches, or a workbook that is a kept copy.
    """
    if not is_pattern(job.workbook):
        book = job.base / job.workbook
        if apart.holds(book):
            raise refusals.WORKBOOK_IN_RECORDS.of(workbook=job.workbook)
        return (book,)
    pattern = str(Path(glob.escape(str(job.base))) / job.workbook)
    paths = sorted(Path(name) for name in glob.glob(pattern, recursive=True))  # noqa: PTH207 - absolute
    found = tuple(path for path in _good(paths) if not apart.holds(path))
    if not found:
        raise refusals.NO_WORKBOOK_MATCHES.of(pattern=job.workbook)
    return found


def means(job: Job, book: Path) -> bool:
    """Whether a job is about this workbook; one of a pattern that matches nothing is not."""
    try:
        return book.resolve() in [each.resolve() for each in workbooks(job)]
    except (DeliveryRefused, OSError):
        return False


def label_of(job: Job, book: Path) -> str:
    """How a workbook is called in the ledger: its path from the jobs file, where it is below it."""
    return book.relative_to(job.base).as_posix() if book.is_relative_to(job.base) else str(book)


def _good(paths: list[Path]) -> Iterator[Path]:
    from quarterly.outputs import is_untouched_report

    for path in paths:
        ours = path.name.startswith(("~$", ".")) or BACKUP_WORDS in path.stem
        if path.suffix.casefold() in _ENDINGS and not ours and path.is_file() and not is_untouched_report(path):
            yield path
