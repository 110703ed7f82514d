"""What a run of the jobs came to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from quarterly.deliver.mail import Outcome, State
from quarterly.jobs.job import FileProblem
from quarterly.jobs.ledger import Result, Try
from quarterly.model.edition import Edition
from quarterly.ooxml.refusals import OPEN_IN_EXCEL

NEEDS_A_LOOK = frozenset({State.REFUSED, State.UNSENT, State.UNCERTAIN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report that was made, or would be. ``files`` are the report, its PDF, and the folder of tidy tables.

    ``id`` is its number in the archive; blank in a dry run.
    """

    edition: Edition
    quarter: str
    issue: int
    files: tuple[Path, ...]
    id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """One workbook of a job. ``result`` is ``None`` in a dry run that found nothing against it.

    ``said`` is a sentence where it did not simply go well, ``code`` the code of a refusal. ``next_try`` is when it is
    tried again; ``None`` if it is not.
    """

    job: str
    workbook: str
    due: datetime
    result: Result | None
    code: str = ""
    said: str = ""
    reports: tuple[Report, ...] = ()
    sent: tuple[Outcome, ...] = ()
    input_sha256: str = ""
    next_try: datetime | None = None
    number: int = 0  # in the ledger

    @property
    def for_the_log(self) -> str:
        """``said``, without the name of who has a workbook open: the log holds no person but by address."""
        return f"{self.workbook} is open in another program." if self.code == OPEN_IN_EXCEL.code else self.said

    @property
    def unsettled(self) -> tuple[Outcome, ...]:
        """Recipients who did not get their message, or perhaps did."""
        return tuple(one for one in self.sent if one.state in NEEDS_A_LOOK)

    @property
    def is_well(self) -> bool:
        """Whether nobody has to look at it."""
        return self.result in (None, Result.DONE) and not self.unsettled


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """A job that had nothing to do now. ``next`` is when it is due next, or tried again; ``None`` if it is off."""

    job: str
    next: datetime | None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A run of the jobs. ``busy`` says that another run was under way, and nothing was done.

    ``cut_off`` are tries that an earlier run began and did not end. ``owner_told`` is a sentence on the message to the
    owner; blank where there was nothing to tell.
    """

    started: datetime
    ended: datetime
    ran: tuple[Ran, ...] = ()
    waits: tuple[Waits, ...] = ()
    cut_off: tuple[Try, ...] = ()
    problems: tuple[FileProblem, ...] = ()
    owner_told: str = ""
    busy: bool = False
    dry_run: bool = False

    @property
    def is_well(self) -> bool:
        """Whether nobody has to look at anything."""
        return not self.problems and not self.cut_off and all(one.is_well for one in self.ran)
