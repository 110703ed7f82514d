"""The send ledger: intent before, outcome after, on the disk, and one sending at a time."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from quarterly.deliver.ledger import Entry, SendKey, open_ledger, read_ledger
from quarterly.deliver.parcels import State, Way
from quarterly.errors import DeliveryRefused
from quarterly.model.edition import Edition

NOW = datetime(2026, 1, 20, 6, 0, tzinfo=UTC)
LATER = datetime(2026, 1, 21, 6, 0, tzinfo=UTC)
KEY = SendKey(report_key="plan | Q3", issue=1, edition=Edition.WORKING, address="sam@northmere.example")


def entry(state, *, tries=1, at=NOW, reason=""):
    return Entry(key=KEY, state=state, way=Way.SMTP, message_id="<1@x>", tries=tries, at=at, reason=reason)


def test_an_intent_stands_until_its_outcome_is_known(tmp_path: Path):
    path = tmp_path / "new" / "sends.sqlite"
    with open_ledger(path) as ledger:
        ledger.intend(KEY, Way.SMTP, "<1@x>", NOW)
        assert ledger.entries("plan | Q3") == {KEY: entry(None)}
        ledger.settle(KEY, State.UNSENT, "Later.", LATER)
    with open_ledger(path) as ledger:
        assert ledger.everything() == (entry(State.UNSENT, at=LATER, reason="Later."),)
        ledger.intend(KEY, Way.SMTP, "<1@x>", LATER)
        assert ledger.everything() == (entry(None, tries=2, at=LATER),)
        assert ledger.entries("another") == {}


def test_what_is_intended_is_on_the_disk_though_the_process_dies(tmp_path: Path):
    path = tmp_path / "sends.sqlite"
    program = f"""
import os
from datetime import datetime, UTC
from pathlib import Path
from quarterly.deliver.ledger import SendKey, open_ledger
from quarterly.deliver.parcels import Way
from quarterly.model.edition import Edition
with open_ledger(Path({str(path)!r})) as ledger:
    key = SendKey(report_key="plan | Q3", issue=1, edition=Edition.WORKING, address="sam@northmere.example")
    ledger.intend(key, Way.SMTP, "<1@x>", datetime(2026, 1, 20, 6, 0, tzinfo=UTC))
    os._exit(9)
"""
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 9
    with open_ledger(path, wait=0) as ledger:  # the lock went with the process
        assert ledger.everything() == (entry(None),)


def test_every_write_is_on_the_disk_before_the_next_step_and_no_second_file_is_needed(tmp_path: Path):
    """Power that fails cannot be tried here; that SQLite is told to wait for the disk can."""
    with open_ledger(tmp_path / "sends.sqlite") as ledger:
        asked = [ledger._connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("synchronous", "journal_mode")]
    assert asked == [2, "delete"]


def test_a_second_sending_at_the_same_time_is_refused(tmp_path: Path):
    path = tmp_path / "sends.sqlite"
    with (
        open_ledger(path),
        pytest.raises(DeliveryRefused, match="Another sending is under way"),
        open_ledger(path, wait=0),
    ):
        pass


def test_looking_needs_no_lock_and_makes_no_file(tmp_path: Path):
    path = tmp_path / "sends.sqlite"
    with read_ledger(path) as nothing:
        assert nothing is None
    assert list(tmp_path.iterdir()) == []
    with open_ledger(path) as ledger:
        ledger.intend(KEY, Way.SMTP, "<1@x>", NOW)
        with read_ledger(path) as looking:
            assert looking is not None
            assert looking.everything() == (entry(None),)
            with pytest.raises(DeliveryRefused, match="readonly"):
                looking.settle(KEY, State.SENT, "", NOW)


def test_a_file_that_is_no_ledger_is_left_alone(tmp_path: Path):
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as connection:
        connection.execute("CREATE TABLE theirs (x)")
    connection.close()
    text = tmp_path / "text.sqlite"
    text.write_text("not a database, but long enough to be looked at as one" * 20)
    for path in (other, text):
        before = path.read_bytes()
        with pytest.raises(DeliveryRefused, match="cannot be used"), open_ledger(path):
            pass
        assert path.read_bytes() == before
    with read_ledger(text) as ledger:
        assert ledger is not None
        with pytest.raises(DeliveryRefused, match="cannot be used"):
            ledger.everything()


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(DeliveryRefused, match="cannot be used"), open_ledger(tmp_path / "file" / "sends.sqlite"):
        pass


def test_a_ledger_of_the_first_layout_is_read_and_gets_its_new_columns(tmp_path: Path):
    path = tmp_path / "sends.sqlite"
    with open_ledger(path) as ledger:
        ledger.intend(KEY, Way.SMTP, "<1@x>", NOW)
    with closing(sqlite3.connect(path)) as older:
        for name in ("fingerprint", "draft", "shut"):
            older.execute(f"ALTER TABLE sends DROP COLUMN {name}")
    with read_ledger(path) as ledger:
        assert ledger is not None
        assert [(entry.fingerprint, entry.draft, entry.shut) for entry in ledger.everything()] == [("", "", False)]
    with open_ledger(path) as ledger:
        ledger.intend(KEY, Way.EML, "<1@x>", LATER, fingerprint="f", shut=True)
        ledger.settle(KEY, State.DRAFTED, "", LATER, draft=tmp_path / "a.eml")
        (entry,) = ledger.everything()
    assert (entry.fingerprint, entry.draft, entry.shut) == ("f", str(tmp_path / "a.eml"), True)
