"""The workbooks that a job means, and the names by which they are written down."""

from __future__ import annotations

import glob
from collections.abc import Iterator
from pathlib import Path

from quarterly.jobs import refusals
from quarterly.jobs.job import Job
from quarterly.jobs.meaning import is_pattern
from quarterly.ooxml.commit import BACKUP_WORDS

_ENDINGS = (".xlsx", ".xlsm")


def workbooks(job: Job) -> tuple[Path, ...]:
    """The workbooks of a job, in the order of their names: no marks of Excel, no backups and no reports of ours.

    Raises:
        DeliveryRefused: a pattern that nothing matches.
    """
    if not is_pattern(job.workbook):
        return (job.base / job.workbook,)
    pattern = str(Path(glob.escape(str(job.base))) / job.workbook)
    found = tuple(_good(sorted(Path(name) for name in glob.glob(pattern, recursive=True))))  # noqa: PTH207 - absolute
    if not found:
        raise refusals.NO_WORKBOOK_MATCHES.of(pattern=job.workbook)
    return found


def label_of(job: Job, book: Path) -> str:
    """How a workbook is called in the ledger: its path from the jobs file, where it is below it."""
    return book.relative_to(job.base).as_posix() if book.is_relative_to(job.base) else str(book)


def _good(paths: list[Path]) -> Iterator[Path]:
    from quarterly.outputs import is_untouched_report

    for path in paths:
        ours = path.name.startswith(("~$", ".")) or BACKUP_WORDS in path.stem
        if path.suffix.casefold() in _ENDINGS and not ours and path.is_file() and not is_untouched_report(path):
            yield path
