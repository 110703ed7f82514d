"""The log of scheduled runs: one file of lines to read, one of JSON lines for programs; both are rotated.

Names of jobs, workbooks and quarters, codes, sentences and addresses stand in it; never a figure of a workbook, and
never a secret.
"""

from __future__ import annotations

import contextlib
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from msgspec import Struct
from msgspec.structs import asdict, replace

from quarterly.jobs.outcome import Ran, row_in_words
from quarterly.outputs import make_private_file, make_private_folder

FOLDER = "log"
READABLE = "run-jobs.log"
FOR_PROGRAMS = "run-jobs.jsonl"
MAX_BYTES = 1_000_000  # of one file; years of a quarterly job
OLDER_FILES = 5


class Event(Struct, frozen=True, kw_only=True):
    """Something that happened. What does not apply is left blank."""

    at: datetime
    event: str
    job: str = ""
    workbook: str = ""
    due: str = ""
    quarter: str = ""
    edition: str = ""
    issue: int = 0
    file: str = ""
    address: str = ""
    state: str = ""
    code: str = ""
    said: str = ""

    def line(self) -> str:
        """For people: "2026-10-05 06:00:02  Board report, plan.xlsx: done"."""
        subject = ", ".join(part for part in (self.job, self.workbook) if part)
        about = f"issue {self.issue}" if self.issue else ""
        details = (self.quarter, self.edition, about, self.file, self.address, self.state, self.code, self.said)
        told = f"{subject + ': ' if subject else ''}{self.event}"
        return f"{self.at:%Y-%m-%d %H:%M:%S}  {' | '.join([told, *(part for part in details if part)])}"

    def to_json(self) -> str:
        """For programs: one line."""
        held = {**asdict(self), "at": self.at.isoformat(timespec="seconds")}
        return json.dumps({key: value for key, value in held.items() if value}, ensure_ascii=True)


def events_of(ran: Ran, at: datetime) -> Iterator[Event]:
    """What is logged of a try when it ends: every file, every message, every row left out, and the outcome."""
    subject = Event(at=at, event="", job=ran.job, workbook=ran.workbook, due=ran.due.isoformat())
    for report in ran.reports:
        made = replace(subject, quarter=report.quarter, edition=str(report.edition), issue=report.issue)
        yield from (replace(made, event="saved", file=str(path)) for path in report.files)
        yield from (replace(made, event="notice", said=notice) for notice in report.notices)
    for one in ran.sent:
        edition = str(one.edition or "")
        yield replace(
            subject, event="mail", edition=edition, address=one.address, state=str(one.state), said=one.reason
        )
    yield from (replace(subject, event="not read", code=row.code, said=row_in_words(row)) for row in ran.unread)
    yield replace(subject, event=str(ran.result or "planned"), code=ran.code, said=ran.for_the_log)


class JobsLog:
    """Both files, open."""

    def __init__(self, handlers: tuple[RotatingFileHandler, ...]) -> None:
        self._handlers = handlers

    def add(self, event: Event) -> None:
        """Write an event into both. A disk that is full must not stop the jobs."""
        texts = (event.line().replace("\n", " "), event.to_json())
        for handler, text in zip(self._handlers, texts, strict=False):
            record = logging.LogRecord("quarterly.jobs", logging.INFO, "", 0, text, None, None)
            with contextlib.suppress(OSError):
                handler.emit(record)


class _Quiet(RotatingFileHandler):
    """A handler of a file for its owner alone, that says nothing on standard error where it cannot write."""

    def _open(self) -> TextIOWrapper:
        make_private_file(Path(self.baseFilename))
        return super()._open()

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the name is logging's
        """Leave it: the ledger has the outcome too."""


@contextmanager
def open_log(records: Path) -> Iterator[JobsLog]:
    """The log in a folder of records; where it cannot be written, one that forgets."""
    handlers: list[RotatingFileHandler] = []
    with contextlib.suppress(OSError):
        make_private_folder(records / FOLDER)
        for name in (READABLE, FOR_PROGRAMS):
            path = records / FOLDER / name
            handlers.append(_Quiet(path, maxBytes=MAX_BYTES, backupCount=OLDER_FILES, encoding="utf-8"))
    try:
        yield JobsLog(tuple(handlers))
    finally:
        for handler in handlers:
            handler.close()
