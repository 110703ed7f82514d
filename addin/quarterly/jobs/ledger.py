"""What was run: each try is written down before it begins and again when it ends, so that a crash between is seen.

One SQLite file in the folder of the records. Moments are kept in UTC, as ISO 8601; names of jobs and workbooks, codes
and sentences of refusals are kept, no figure of any workbook.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from quarterly.jobs import refusals
from quarterly.outputs import make_private_file, make_private_folder

FILE_NAME = "runs.sqlite"
_PATIENCE = 30.0  # seconds to wait for another program that looks at the file
_SCHEMA = """
CREATE TABLE IF NOT EXISTS seen (job TEXT PRIMARY KEY, since TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS tries (
    id INTEGER PRIMARY KEY,
    job TEXT NOT NULL,
    workbook TEXT NOT NULL,
    due TEXT NOT NULL,
    started TEXT NOT NULL,
    ended TEXT,
    outcome TEXT,
    code TEXT NOT NULL DEFAULT '',
    said TEXT NOT NULL DEFAULT '',
    input TEXT NOT NULL DEFAULT '',
    files TEXT NOT NULL DEFAULT '',
    told INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE TABLE IF NOT EXISTS notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE INDEX IF NOT EXISTS tries_of ON tries (job, due, workbook);
"""


class Result(StrEnum):
    """How a try ended."""

    DONE = "done"
    HELD = "held"  # the workbook has errors; nothing was made
    FAILED = "failed"  # refused, or something went wrong
    INTERRUPTED = "interrupted"  # the computer or the program stopped in the middle


class Try(Struct, frozen=True, kw_only=True):
    """One try at one workbook of a job. ``result`` is ``None`` while it goes on.

    ``input_sha256`` is the hash of the workbook that was held. ``told`` says whether the owner was told of it.
    """

    id: int
    job: str
    workbook: str
    due: datetime
    started: datetime
    ended: datetime | None
    result: Result | None
    code: str
    said: str
    input_sha256: str
    told: bool


class Writer(Struct, frozen=True, kw_only=True):
    """For which workbook of which job, and for which moment, a report was saved."""

    job: str
    workbook: str
    due: datetime


class RunLedger:
    """The database, open. Use it within :func:`open_ledger`."""

    def __init__(self, database: sqlite3.Connection, folder: Path) -> None:
        self._database = database
        self._folder = folder

    def see(self, job: str, now: datetime) -> None:
        """Write down that a job is known from now on, if it was not."""
        self._execute("INSERT OR IGNORE INTO seen (job, since) VALUES (?, ?)", job, _text(now))

    def seen(self, job: str) -> datetime | None:
        """Since when a job is known."""
        rows = self._execute("SELECT since FROM seen WHERE job = ?", job).fetchall()
        with _translated(self._folder):
            return datetime.fromisoformat(rows[0][0]) if rows else None

    def begin(self, job: str, workbook: str, due: datetime, now: datetime) -> int:
        """Write down that a try begins, before it does; its number."""
        insert = "INSERT INTO tries (job, workbook, due, started) VALUES (?, ?, ?, ?)"
        cursor = self._execute(insert, job, workbook, _text(due), _text(now))
        return int(cursor.lastrowid or 0)

    def end(
        self, number: int, result: Result, now: datetime, *, code: str = "", said: str = "", input_sha256: str = ""
    ) -> None:
        """Write down how it ended."""
        update = "UPDATE tries SET ended = ?, outcome = ?, code = ?, said = ?, input = ? WHERE id = ?"
        self._execute(update, _text(now), str(result), code, said, input_sha256, number)

    def wrote(self, number: int, path: str) -> None:
        """Write down where the report of a try is about to be saved."""
        self._execute("UPDATE tries SET files = files || ? || char(10) WHERE id = ?", path, number)

    def writers(self) -> dict[str, tuple[Writer, ...]]:
        """For whom each report was saved, by its path."""
        found: dict[str, tuple[Writer, ...]] = {}
        with _translated(self._folder):
            rows = self._database.execute("SELECT files, job, workbook, due FROM tries WHERE files <> '' ORDER BY id")
            for files, job, workbook, due in rows.fetchall():
                writer = Writer(job=job, workbook=workbook, due=datetime.fromisoformat(due))
                for path in files.splitlines():
                    found[path] = (*(one for one in found.get(path, ()) if one != writer), writer)
        return found

    def noted(self, name: str) -> str:
        """What is kept under a name; blank if nothing is."""
        kept = self._execute("SELECT value FROM notes WHERE name = ?", name).fetchone()
        return str(kept[0]) if kept else ""

    def note(self, name: str, value: str) -> bool:
        """Keep one value under a name; whether it is another than was kept."""
        before = self.noted(name)
        self._execute("INSERT OR REPLACE INTO notes (name, value) VALUES (?, ?)", name, value)
        return before != value

    def told(self, number: int) -> None:
        """Write down that the owner was told."""
        self._execute("UPDATE tries SET told = 1 WHERE id = ?", number)

    def close_interrupted(self, now: datetime) -> tuple[Try, ...]:
        """Tries without an end: nothing runs beside us, so they were cut off. They are given one, and named."""
        found = self._tries("WHERE outcome IS NULL ORDER BY id")
        for one in found:
            self.end(one.id, Result.INTERRUPTED, now, code="interrupted")
        return found

    def tries(self, job: str, due: datetime, workbook: str) -> tuple[Try, ...]:
        """What was tried for one workbook and one moment, in order."""
        return self._tries("WHERE job = ? AND due = ? AND workbook = ? ORDER BY id", job, _text(due), workbook)

    def all_tries(self) -> tuple[Try, ...]:
        """Everything, in order."""
        return self._tries("ORDER BY id")

    def _tries(self, condition: str, *values: str) -> tuple[Try, ...]:
        columns = "id, job, workbook, due, started, ended, outcome, code, said, input, told"
        rows = self._execute(f"SELECT {columns} FROM tries {condition}", *values)  # noqa: S608 - our own text
        with _translated(self._folder):
            return tuple(map(_try, rows.fetchall()))

    def _execute(self, statement: str, *values: str | int) -> sqlite3.Cursor:
        with _translated(self._folder):
            return self._database.execute(statement, values)


@contextmanager
def open_ledger(folder: Path) -> Iterator[RunLedger]:
    """The ledger in a folder, made if there is none. Every statement is on the disk when it returns.

    Raises:
        DeliveryRefused: the folder or the file cannot be used.
    """
    with _translated(folder):
        make_private_folder(folder)
        make_private_file(folder / FILE_NAME)
        database = sqlite3.connect(folder / FILE_NAME, timeout=_PATIENCE, isolation_level=None)
    with closing(database):
        with _translated(folder):
            database.execute("PRAGMA synchronous = FULL")
            database.executescript(_SCHEMA)
        yield RunLedger(database, folder)


@contextmanager
def ledger_as_it_is(folder: Path) -> Iterator[RunLedger]:
    """What a ledger says now, to be looked at: whatever is written into it is forgotten again.

    Raises:
        DeliveryRefused: the file cannot be used.
    """
    path = folder / FILE_NAME
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        with _translated(folder):
            if path.exists():
                # Not opened for reading alone: what a killed run left half-written must be rolled back to be read.
                address = f"{path.absolute().as_uri()}?mode=rw"
                with closing(sqlite3.connect(address, timeout=_PATIENCE, uri=True)) as own:
                    own.backup(copy)
            copy.executescript(_SCHEMA)
        yield RunLedger(copy, folder)


@contextmanager
def _translated(folder: Path) -> Iterator[None]:
    try:
        yield
    except ValueError as error:  # a word or a moment that this version does not know
        raise refusals.RECORDS_UNUSABLE.of(folder=folder, reason="something else wrote into them") from error
    except (OSError, sqlite3.Error) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error) or "it gave an error"
        raise refusals.RECORDS_UNUSABLE.of(folder=folder, reason=reason) from error


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _try(row: tuple[int, str, str, str, str, str | None, str | None, str, str, str, int]) -> Try:
    number, job, workbook, due, started, ended, outcome, code, said, sha256, told = row
    return Try(
        id=number,
        job=job,
        workbook=workbook,
        due=datetime.fromisoformat(due),
        started=datetime.fromisoformat(started),
        ended=datetime.fromisoformat(ended) if ended else None,
        result=Result(outcome) if outcome else None,
        code=code,
        said=said,
        input_sha256=sha256,
        told=bool(told),
    )
