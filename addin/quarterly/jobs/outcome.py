"""What a run of the jobs came to."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from msgspec import Struct

from quarterly.deliver.mail import Outcome, State
from quarterly.jobs.job import FileProblem
from quarterly.jobs.ledger import Result, Try
from quarterly.model.edition import Edition
from quarterly.model.problems import Problem
from quarterly.ooxml.refusals import OPEN_IN_EXCEL

NEEDS_A_LOOK = frozenset({State.REFUSED, State.UNSENT, State.UNCERTAIN, State.HELD})


class Report(Struct, frozen=True, kw_only=True):
    """A report that was made, or would be. ``files`` are the report, its PDF, and the folder of tidy tables.

    ``link`` is the address that is sent in its place; blank where it is attached or not sent. ``id`` is its number in
    the archive; blank in a dry run. ``notices`` are sentences that whoever is responsible for it has to read, as on
    what may be worked out of a published edition; ``cautions`` are those that its owner is told.
    """

    edition: Edition
    quarter: str
    issue: int
    files: tuple[Path, ...]
    id: str = ""
    link: str = ""
    notices: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()


class Ran(Struct, frozen=True, kw_only=True):
    """One workbook of a job. ``result`` is ``None`` in a dry run that found nothing against it.

    ``said`` is a sentence where it did not simply go well, ``code`` the code of a refusal. ``unread`` are rows of the
    distribution list that could not be read, where the report is sent: nobody got anything for them. ``next_try`` is
    when it is tried again; ``None`` if it is not.
    """

    job: str
    workbook: str
    due: datetime
    result: Result | None
    code: str = ""
    said: str = ""
    reports: tuple[Report, ...] = ()
    sent: tuple[Outcome, ...] = ()
    unread: tuple[Problem, ...] = ()
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
    def notices(self) -> tuple[str, ...]:
        """What somebody has to read of its reports, each once."""
        return tuple(dict.fromkeys(notice for report in self.reports for notice in report.notices))

    @property
    def cautions(self) -> tuple[str, ...]:
        """Those of them that the owner is told."""
        return tuple(dict.fromkeys(caution for report in self.reports for caution in report.cautions))

    @property
    def is_well(self) -> bool:
        """Whether nobody has to look at it."""
        return self.result in (None, Result.DONE) and not self.unsettled and not self.unread


def row_in_words(problem: Problem) -> str:
    """A row that could not be read, without what stands in it."""
    return f"{problem.at}: {problem.kind.meaning} Nobody was sent anything for this row."


class Waits(Struct, frozen=True, kw_only=True):
    """A job that had nothing to do now. ``next`` is when it is due next, or tried again; ``None`` if it is off."""

    job: str
    next: datetime | None
    why: str


class Summary(Struct, frozen=True, kw_only=True):
    """A run of the jobs. ``busy`` says that another run was under way, and nothing was done.

    ``stuck`` is when that other run began with something that has taken it longer than anything should.

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
    stuck: datetime | None = None
    dry_run: bool = False

    @property
    def is_well(self) -> bool:
        """Whether nobody has to look at anything."""
        well = all(one.is_well for one in self.ran)
        return well and not self.problems and not self.cut_off and self.stuck is None
