"""One workbook of a job, whatever goes wrong with it: every failure becomes a sentence, and the others still run."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from quarterly.errors import PublicationRefused, QuarterlyError
from quarterly.jobs.job import Job
from quarterly.jobs.ledger import Result
from quarterly.jobs.one import Setting, run_book
from quarterly.jobs.outcome import Ran
from quarterly.jobs.workbooks import label_of
from quarterly.log import record_failure

_AUDIT = "The published edition broke a rule of its own audit, so it was not saved or sent."


def guarded(job: Job, book: Path, due: datetime, setting: Setting) -> Ran:
    """Do the work, or say why it could not be done."""
    label = label_of(job, book)
    try:
        return run_book(job, book, due, setting)
    except QuarterlyError as error:
        return refused(job, label, due, error)
    except OSError as error:
        reason = error.strerror or "the drive gave an error"
        said = f"{label} could not be finished: {reason}. A file may be in use or gone, or the disk full."
        return failed(job, label, due, "system", said)
    except Exception as error:  # the edge of a job: a fault of ours in one must not keep the others from running
        path = record_failure("run-jobs", error)
        where = f"What happened is in {path}." if path else "No log could be written."
        return failed(job, label, due, "internal", f"Something went wrong inside Quarterly. {where}")


def refused(job: Job, workbook: str, due: datetime, error: QuarterlyError) -> Ran:
    """The failure that a refusal is; what an audit quotes must not be published, nor logged."""
    hint = f'quarterly report "{workbook}" --edition published says which.'
    said = f"{_AUDIT} {hint}" if isinstance(error, PublicationRefused) else error.message
    return failed(job, workbook, due, error.code, said)


def failed(job: Job, workbook: str, due: datetime, code: str, said: str) -> Ran:
    """A failure, with its sentence."""
    return Ran(job=job.name, workbook=workbook, due=due, result=Result.FAILED, code=code, said=said)
