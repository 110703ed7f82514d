"""Jobs that would save their reports under one name: whichever ran last would replace the other's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path

from quarterly.jobs.job import LAST_COMPLETE, Job
from quarterly.jobs.meaning import is_pattern
from quarterly.jobs.naming import safe
from quarterly.request import CURRENT


def collision(job: Job, others: Sequence[Job]) -> Job | None:
    """The first of the others that can write a file of the same name. Jobs that are switched off write none.

    Authorities and programmes are known only when workbooks are read: those of two workbooks are taken to differ here,
    and looked at again before a report is replaced.
    """
    if not job.enabled:
        return None
    return next((other for other in others if other.enabled and _may_meet(job, other)), None)


def _may_meet(one: Job, two: Job) -> bool:
    return not set(_paths(one, two)).isdisjoint(_paths(two, one))


def _paths(job: Job, other: Job) -> Iterator[str]:
    """The path for each edition, with what is not known yet in braces; a brace more where it differs from the other's.

    Small letters throughout: on Windows and macOS capitals make no other file.
    """
    has_quarter = job.quarter not in (LAST_COMPLETE, CURRENT)
    known = {
        "{job}": safe(job.name),
        "{quarter}": job.quarter if has_quarter and other.quarter not in (LAST_COMPLETE, CURRENT) else "{quarter}",
        "{date}": job.as_at.isoformat() if job.as_at and other.as_at else "{date}",
        "{workbook}": "{workbook}" if _same_name(job, other) else f"{{{job.name}}}",
        "{authority}": "{authority}" if _same_book(job, other) else f"{{{job.name}}}",
        "{programme}": "{programme}" if _same_book(job, other) else f"{{{job.name}}}",
    }
    for edition in job.editions:
        path = str(job.outputs.folder / job.outputs.file)
        for word, value in {**known, "{edition}": str(edition)}.items():
            path = path.replace(word, value)
        yield path.casefold()


def _same_book(one: Job, two: Job) -> bool:
    """Whether both may read one workbook."""
    paths = [str(each.base / each.workbook) for each in (one, two)]
    return paths[0] == paths[1] or fnmatch(*paths) or fnmatch(*reversed(paths))


def _same_name(one: Job, two: Job) -> bool:
    """Whether both may read workbooks of one name."""
    if is_pattern(one.workbook) or is_pattern(two.workbook):
        return _same_book(one, two)
    return Path(one.workbook).stem.casefold() == Path(two.workbook).stem.casefold()
