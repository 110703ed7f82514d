"""A jobs file as values."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from msgspec import Struct

from quarterly.jobs.due import DueRule
from quarterly.model.edition import Edition

if TYPE_CHECKING:
    from quarterly.deliver.mail import MailSettings

LAST_COMPLETE = "last complete"
LONGEST_WAIT = timedelta(days=1)


class WhenErrors(StrEnum):
    """What happens when a workbook has errors."""

    HOLD = "hold"
    SEND = "send"


class Tidy(StrEnum):
    """How tidy tables are exported."""

    NONE = "none"
    CSV = "csv"
    PARQUET = "parquet"


class Outputs(Struct, frozen=True, kw_only=True):
    """Where a report's files go. ``folder`` and ``file`` hold words in braces; ``folder`` is absolute."""

    folder: Path
    file: str
    in_place: bool = False
    pdf: bool = False
    tidy: Tidy = Tidy.NONE


class Retry(Struct, frozen=True, kw_only=True):
    """How often a job is tried in all, and how long to wait before the second time; twice as long before each other."""

    tries: int = 6
    wait: timedelta = timedelta(minutes=30)

    def pause_after(self, tried: int) -> timedelta:
        """The wait after so many tries; at most a day."""
        return min(self.wait * (1 << (tried - 1)), LONGEST_WAIT)


class Job(Struct, frozen=True, kw_only=True):
    """One job. ``workbook`` is an absolute path, or a pattern below ``base``, the folder of the jobs file.

    ``template`` is the name of a built-in template, an absolute path, or blank for the plain report; that of the
    published edition may be another.
    """

    name: str
    base: Path
    workbook: str
    due: DueRule
    outputs: Outputs
    starts: date | None = None
    enabled: bool = True
    quarter: str = LAST_COMPLETE
    as_at: date | None = None
    editions: tuple[Edition, ...] = (Edition.WORKING,)
    threshold: int = 5
    template: str = ""
    template_published: str = ""
    send: bool = False
    link_to: str = ""  # the folder of the reports as readers open it; blank where they are attached
    when_errors: WhenErrors = WhenErrors.HOLD
    retry: Retry = Retry()


class FileProblem(Struct, frozen=True, kw_only=True):
    """Something wrong in a jobs file: on which line, in which job ("" outside jobs), and a sentence on it."""

    line: int
    code: str
    text: str
    job: str = ""

    def __str__(self) -> str:
        return f"line {self.line}: {self.text}"


class JobsFile(Struct, frozen=True, kw_only=True):
    """A jobs file as read. ``jobs`` are those that can be run, ``problems`` all that is wrong with it and the others.

    Every path is absolute.
    """

    path: Path
    jobs: tuple[Job, ...]
    problems: tuple[FileProblem, ...]
    records: Path
    archive: Path
    zone: ZoneInfo
    owner: str = ""
    mail: MailSettings | None = None
