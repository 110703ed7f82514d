"""The send ledger: what was about to be sent, and what became of it, so that nobody gets a report twice.

Intent is written, and on the disk, before a message is handed over; the outcome after. What is found with an intent
and no outcome may have been sent, and is said so. One row a report, issue, edition and address.

The file keeps SQLite's rollback journal: the faster write-ahead log needs memory that all its users share, which a
network drive does not give. A lock file beside it lets one sending at a time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout
from msgspec import Struct

from quarterly.deliver.parcels import State, Way
from quarterly.deliver.refusals import LEDGER_BUSY, LEDGER_UNUSABLE
from quarterly.model.edition import Edition
from quarterly.outputs import make_private_file, make_private_folder

LEDGER_FILE = "sends.sqlite"
"""The ledger's name in the folder where records are kept."""

INTENDED = "intended"  # about to be handed over; where it still stands after a run, the run was cut off
LOCK_WAIT = 20.0  # seconds to wait for another sending
_BUSY_WAIT = 10.0  # seconds to wait for another reader of the file
_APPLICATION = 0x51544C59  # "QTLY": by which a ledger is told from another SQLite file

_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS sends (
    report_key TEXT NOT NULL,
    issue INTEGER NOT NULL,
    edition TEXT NOT NULL,
    address TEXT NOT NULL,
    state TEXT NOT NULL,
    way TEXT NOT NULL,
    message_id TEXT NOT NULL,
    tries INTEGER NOT NULL,
    intended_at TEXT NOT NULL,
    settled_at TEXT,
    reason TEXT NOT NULL DEFAULT '',
    fingerprint TEXT NOT NULL DEFAULT '',
    draft TEXT NOT NULL DEFAULT '',
    shut INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (report_key, issue, edition, address)
) WITHOUT ROWID;
PRAGMA application_id = {_APPLICATION};
"""
_LATER = {  # columns that the first ledgers had not
    "fingerprint": "TEXT NOT NULL DEFAULT ''",
    "draft": "TEXT NOT NULL DEFAULT ''",
    "shut": "INTEGER NOT NULL DEFAULT 0",
}


class SendKey(Struct, frozen=True, kw_only=True):
    """What is never sent twice. ``address`` is :attr:`quarterly.deliver.mail.addresses.Address.key`."""

    report_key: str
    issue: int
    edition: Edition
    address: str


class Entry(Struct, frozen=True, kw_only=True):
    """A row of the ledger. ``state`` is ``None`` while an intent has no outcome.

    ``fingerprint`` is of the report that was sent. ``draft`` is the file of an unsent message, and ``shut`` whether a
    password opens what is attached.
    """

    key: SendKey
    state: State | None
    way: Way
    message_id: str
    tries: int
    at: datetime  # of the outcome, or of the intent where there is none
    reason: str
    fingerprint: str = ""
    draft: str = ""
    shut: bool = False


class Ledger:
    """An open ledger. Made by :func:`open_ledger`, which holds the lock, or by :func:`read_ledger`, which does not."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self._path = path

    def entries(self, report_key: str) -> Mapping[SendKey, Entry]:
        """Everything about one report."""
        rows = self._run("SELECT * FROM sends WHERE report_key = ? ORDER BY issue, edition, address", report_key)
        return {entry.key: entry for entry in map(_entry, rows)}

    def everything(self) -> tuple[Entry, ...]:
        """All of it, report by report."""
        return tuple(map(_entry, self._run("SELECT * FROM sends ORDER BY report_key, issue, edition, address")))

    def intend(
        self, key: SendKey, way: Way, message_id: str, at: datetime, *, fingerprint: str = "", shut: bool = False
    ) -> None:
        """Write down that a message is about to be handed over; it is on the disk when this returns.

        Raises:
            DeliveryRefused: it could not be written: the message must not be sent.
        """
        values = (key.report_key, key.issue, key.edition, key.address, INTENDED, way, message_id, 1, at.isoformat())
        self._run(
            "INSERT INTO sends (report_key, issue, edition, address, state, way, message_id, tries, intended_at, "
            "fingerprint, shut) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
            "state = excluded.state, way = excluded.way, message_id = excluded.message_id, tries = tries + 1, "
            "intended_at = excluded.intended_at, settled_at = NULL, reason = '', fingerprint = excluded.fingerprint, "
            "shut = excluded.shut",
            *(*values, fingerprint, shut),
        )

    def settle(self, key: SendKey, state: State, reason: str, at: datetime, *, draft: Path | None = None) -> None:
        """Write down what became of it; ``draft`` is the file that was written.

        Raises:
            DeliveryRefused: it could not be written.
        """
        self._run(
            "UPDATE sends SET state = ?, reason = ?, settled_at = ?, draft = ? "
            "WHERE report_key = ? AND issue = ? AND edition = ? AND address = ?",
            *(state, reason, at.isoformat(), str(draft or ""), key.report_key, key.issue, key.edition, key.address),
        )

    def _run(self, statement: str, *values: object) -> list[sqlite3.Row]:
        try:
            return self._connection.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise LEDGER_UNUSABLE.of(path=self._path, reason=error) from error


@contextmanager
def open_ledger(path: Path, *, wait: float = LOCK_WAIT) -> Iterator[Ledger]:
    """The ledger for a sending; nobody else can send while it is open. Made where there is none.

    Raises:
        DeliveryRefused: another sending is under way, or the file cannot be used.
    """
    try:
        make_private_folder(path.parent)
        lock = FileLock(f"{path}.lock", timeout=wait)
        with lock:
            make_private_file(path)
            connection = _connect(path)
            try:
                yield Ledger(connection, path)
            finally:
                connection.close()
    except Timeout as error:
        raise LEDGER_BUSY.of(path=path) from error
    except (OSError, sqlite3.Error) as error:
        raise LEDGER_UNUSABLE.of(path=path, reason=error) from error


@contextmanager
def read_ledger(path: Path) -> Iterator[Ledger | None]:
    """The ledger for looking, while others may send; ``None`` where there is none. Nothing in it is changed.

    Raises:
        DeliveryRefused: the file cannot be read.
    """
    if not path.exists():
        yield None
        return
    try:
        connection = sqlite3.connect(path, timeout=_BUSY_WAIT, isolation_level=None)
        try:
            # Not opened for reading alone: what a killed process left half-written must be rolled back to be read.
            connection.execute("PRAGMA query_only = ON")
            connection.row_factory = sqlite3.Row
            yield Ledger(connection, path)
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise LEDGER_UNUSABLE.of(path=path, reason=error) from error


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_BUSY_WAIT, isolation_level=None)  # every statement is a transaction
    try:
        connection.row_factory = sqlite3.Row
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA synchronous = FULL")  # on the disk before the next line runs
        (known,) = connection.execute("PRAGMA application_id").fetchone()
        (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if known != _APPLICATION and tables:
            raise sqlite3.DatabaseError("the file is another program's")
        connection.executescript(_SCHEMA)
        there = {row["name"] for row in connection.execute("PRAGMA table_info(sends)")}
        for name, kind in _LATER.items():
            if name not in there:
                connection.execute(f"ALTER TABLE sends ADD COLUMN {name} {kind}")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _entry(row: sqlite3.Row) -> Entry:
    return Entry(
        key=SendKey(
            report_key=row["report_key"], issue=row["issue"], edition=Edition(row["edition"]), address=row["address"]
        ),
        state=None if row["state"] == INTENDED else State(row["state"]),
        way=Way(row["way"]),
        message_id=row["message_id"],
        tries=row["tries"],
        at=datetime.fromisoformat(row["settled_at"] or row["intended_at"]),
        reason=row["reason"],
        fingerprint=row["fingerprint"] if "fingerprint" in row.keys() else "",  # noqa: SIM118  # values are iterated
        draft=row["draft"] if "draft" in row.keys() else "",  # noqa: SIM118
        shut=bool(row["shut"]) if "shut" in row.keys() else False,  # noqa: SIM118
    )
