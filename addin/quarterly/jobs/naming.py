"""Where the files of a job go: words in braces filled in with what the report is on, safely."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from quarterly.deliver.links import link_of
from quarterly.jobs import refusals
from quarterly.jobs.job import Job
from quarterly.keeping import Made

_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')  # what Windows allows in no file name
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)  # Windows' own devices
_LONGEST = 80  # characters of one word; folders and names add up to at most 260 in many programs on Windows
_BRACES = re.compile(r"\{(\w+)\}")


class Target(Struct, frozen=True, kw_only=True):
    """Where one report goes."""

    folder: Path
    name: str

    @property
    def path(self) -> Path:
        """The report itself."""
        return self.folder / self.name


def target_of(job: Job, made: Made) -> Target:
    """The folder and name of a report, as its job wants them."""
    words = _words(job, made)
    parts = [_filled(part, words) for part in job.outputs.folder.parts]
    return Target(folder=Path(*parts), name=safe(_filled(job.outputs.file, words)))


def link_to(job: Job, made: Made, target: Target) -> str:
    """Where readers find the report; blank where it is attached.

    Raises:
        DeliveryRefused: with the words in braces filled in it is no address.
    """
    return link_of(_filled(job.link_to, _words(job, made)), target.name) if job.link_to else ""


def make_folder(job: Job, target: Target) -> None:
    """Make the folder of a report, as far as it may be made: the levels that words in braces name, and one more.

    Raises:
        DeliveryRefused: what lies above is not there, as where a drive is not connected.
        OSError: the system refused.
    """
    plain = [part for part in job.outputs.folder.parts if not _BRACES.search(part)]
    named = next((at for at, part in enumerate(job.outputs.folder.parts) if _BRACES.search(part)), len(plain))
    needed = Path(*target.folder.parts[: max(named - 1, 1)])
    if not needed.is_dir():
        raise refusals.FOLDER_GONE.of(folder=needed)
    target.folder.mkdir(parents=True, exist_ok=True)


def safe(text: str) -> str:
    """A text as the name of a file or folder: no sign that a system forbids, no way out of the folder."""
    plain = " ".join(_NOT_IN_NAMES.sub("-", text).split()).strip(". ")
    return f"_{plain}" if _RESERVED.fullmatch(plain) else plain or "unnamed"


def _filled(pattern: str, words: Mapping[str, str]) -> str:
    return _BRACES.sub(lambda found: words[found[1]], pattern)


def _words(job: Job, made: Made) -> dict[str, str]:
    found = made.assessment
    settings = found.book.plan.settings
    words = {
        "authority": settings.authority,
        "programme": settings.programme,
        "quarter": made.quarter,
        "edition": str(found.edition),
        "workbook": found.book.path.stem,
        "job": job.name,
        "date": found.judgements.as_at.isoformat(),
    }
    return {key: safe(value[:_LONGEST]) for key, value in words.items()}
