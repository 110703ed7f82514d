"""Whether a report may take the place of a file: never that of another job, edition or authority."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from quarterly.deliver.archive import Archive, Manifest
from quarterly.jobs import refusals
from quarterly.jobs.ledger import Writer
from quarterly.keeping import Made
from quarterly.outputs import check_target


class Claim(Struct, frozen=True, kw_only=True):
    """Who wants to save a report: a job, for a workbook and a moment. ``jobs`` are the names of all in the file."""

    job: str
    workbook: str
    due: datetime
    jobs: Collection[str]
    writers: Mapping[str, Sequence[Writer]]

    def writers_of(self, path: Path) -> list[Writer]:
        """For whom a file was saved before; capitals make no other file on Windows and macOS."""
        wanted = str(path).casefold()
        return [one for there, each in self.writers.items() if there.casefold() == wanted for one in each]


def check_place(path: Path, made: Made, claim: Claim, archive: Archive, *, source: Path) -> None:
    """Refuse what would lose a report or somebody's work.

    Raises:
        DeliveryRefused: another job's report, or one of another edition, authority or programme, has the name.
        RequestRefused: something else has it.
    """
    writers = claim.writers_of(path)
    for one in writers:
        if one.workbook == claim.workbook:
            continue
        if one.job == claim.job and one.due == claim.due:
            raise refusals.SAME_FILE_TWICE.of(name=path.name, placeholder="{workbook}")
        if one.job != claim.job and one.job in claim.jobs:
            raise refusals.OTHER_JOBS_FILE.of(name=path, job=one.job, workbook=one.workbook)
    if not path.parent.is_dir():
        return
    check_target(path, source=source)
    if path.exists():
        _check_report_there(path, made, archive, is_ours=any(one.job == claim.job for one in writers))


def _check_report_there(path: Path, made: Made, archive: Archive, *, is_ours: bool) -> None:
    """A report may be replaced by one of the same edition, authority and programme.

    The archive knows which it is. Where it does not, a run was cut off between saving and keeping, if we wrote it.
    """
    kept = _kept_as(hashlib.sha256(path.read_bytes()).hexdigest(), archive)
    settings, edition = made.assessment.book.plan.settings, made.assessment.edition
    wanted = (edition, settings.authority, settings.programme)
    if any((one.recipe.edition, one.authority, one.programme) == wanted for one in kept) or (is_ours and not kept):
        return
    what = "it is not in the archive of this jobs file, so that its edition is not known"
    if kept:
        what = f"the {kept[0].recipe.edition} edition of {kept[0].authority or kept[0].recipe.input_name}"
    raise refusals.OTHER_REPORT_THERE.of(name=path, what=what)


def _kept_as(sha256: str, archive: Archive) -> list[Manifest]:
    if not archive.folder.is_dir():
        return []
    return [one.manifest for one in archive.reports() if one.manifest.report_sha256 == sha256]
