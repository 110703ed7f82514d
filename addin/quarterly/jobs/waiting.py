"""Which moment of a job is to be run now: the latest that was due and is not settled."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from quarterly.errors import WorkbookRefused
from quarterly.jobs.job import Job
from quarterly.jobs.ledger import Result, Try
from quarterly.read.package import read_file


def due_moment(job: Job, seen: datetime, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The latest moment that was due by now, unless it was before the job began. Earlier ones are not made up for."""
    moment = job.due.latest(now, zone)
    begins = datetime.combine(job.starts, time.min, tzinfo=zone) if job.starts else seen
    return moment if moment.timestamp() >= begins.timestamp() else None


def is_waiting(job: Job, tried: Sequence[Try], book: Path, now: datetime) -> bool:
    """Whether a workbook is to be tried now, after what was ``tried`` for the same moment.

    What failed or was cut off waits its turn, and is given up after so many tries. What was held goes on as soon as the
    workbook is another.
    """
    if not tried:
        return True
    last = tried[-1]
    match last.result:
        case Result.DONE | None:
            return False
        case Result.HELD:
            return _digest(book) != last.input_sha256
        case Result.FAILED | Result.INTERRUPTED:
            return not is_given_up(job, tried) and now >= next_try(job, tried)


def is_given_up(job: Job, tried: Sequence[Try]) -> bool:
    """Whether it failed as often as it may."""
    return failures(tried) >= job.retry.tries


def next_try(job: Job, tried: Sequence[Try]) -> datetime:
    """When what failed last is tried again. What was cut off is tried at once, but no more often than what failed."""
    last = tried[-1]
    ended = last.ended or last.started
    return ended if last.result is Result.INTERRUPTED else ended + job.retry.pause_after(failures(tried))


def failures(tried: Sequence[Try]) -> int:
    """How many tries failed or were cut off."""
    return sum(one.result in (Result.FAILED, Result.INTERRUPTED) for one in tried)


def _digest(book: Path) -> str:
    """The hash of a workbook's bytes; blank where it cannot be read, which the try itself will say."""
    try:
        return hashlib.sha256(read_file(book)).hexdigest()
    except WorkbookRefused:
        return ""
