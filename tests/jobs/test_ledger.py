"""What was run is written down before and after, whatever happens between."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from quarterly.errors import DeliveryRefused
from quarterly.jobs.ledger import FILE_NAME, Result, Writer, ledger_as_it_is, open_ledger
from quarterly.jobs.lock import run_lock

NOW = datetime(2026, 1, 6, 6, 0, tzinfo=UTC)
DUE = datetime(2026, 1, 6, 5, 30, tzinfo=UTC)


def test_a_try_is_there_before_it_ends_and_after(tmp_path: Path) -> None:
    with open_ledger(tmp_path) as ledger:
        number = ledger.begin("Board", "plan.xlsx", DUE, NOW)
        (before,) = ledger.tries("Board", DUE, "plan.xlsx")
        ledger.end(number, Result.HELD, NOW + timedelta(minutes=1), code="held", said="Look.", input_sha256="ab")
        ledger.told(number)
    with open_ledger(tmp_path) as ledger:
        (after,) = ledger.all_tries()
    assert (before.result, before.ended, before.started) == (None, None, NOW)
    assert (after.result, after.ended, after.code, after.said, after.input_sha256, after.told) == (
        Result.HELD,
        NOW + timedelta(minutes=1),
        "held",
        "Look.",
        "ab",
        True,
    )


def test_tries_without_an_end_are_named_once(tmp_path: Path) -> None:
    with open_ledger(tmp_path) as ledger:
        ledger.begin("Board", "plan.xlsx", DUE, NOW)
    with open_ledger(tmp_path) as ledger:
        assert [one.job for one in ledger.close_interrupted(NOW)] == ["Board"]
        assert ledger.close_interrupted(NOW) == ()
        assert [one.result for one in ledger.all_tries()] == [Result.INTERRUPTED]


def test_since_when_a_job_is_known_never_changes(tmp_path: Path) -> None:
    with open_ledger(tmp_path) as ledger:
        assert ledger.seen("Board") is None
        ledger.see("Board", NOW)
        ledger.see("Board", NOW + timedelta(days=1))
        assert ledger.seen("Board") == NOW


def test_paths_of_reports_are_known_by_whom_they_were_saved_for(tmp_path: Path) -> None:
    board, other = (Writer(job=job, workbook="a.xlsx", due=DUE) for job in ("Board", "Other"))
    with open_ledger(tmp_path) as ledger:
        for _ in range(2):
            number = ledger.begin("Board", "a.xlsx", DUE, NOW)
            ledger.wrote(number, "/out/one.xlsx")
            ledger.wrote(number, "/out/two.xlsx")
        ledger.wrote(ledger.begin("Other", "a.xlsx", DUE, NOW), "/out/one.xlsx")
        assert ledger.writers() == {"/out/one.xlsx": (board, other), "/out/two.xlsx": (board,)}


def test_what_something_else_wrote_into_it_is_refused(tmp_path: Path) -> None:
    with open_ledger(tmp_path) as ledger:
        ledger.begin("Board", "a.xlsx", DUE, NOW)
    with sqlite3.connect(tmp_path / FILE_NAME) as database:
        database.execute("UPDATE tries SET outcome = 'paused'")
    database.close()
    with open_ledger(tmp_path) as ledger, pytest.raises(DeliveryRefused, match="something else wrote into them"):
        ledger.all_tries()


def test_a_note_says_whether_it_is_new(tmp_path: Path) -> None:
    with open_ledger(tmp_path) as ledger:
        assert [ledger.note("x", value) for value in ("1", "1", "2", "1")] == [True, False, True, True]


def test_looking_changes_nothing_and_needs_nothing(tmp_path: Path) -> None:
    with ledger_as_it_is(tmp_path / "none") as ledger:
        ledger.begin("Board", "plan.xlsx", DUE, NOW)
    assert not (tmp_path / "none").exists()
    with open_ledger(tmp_path) as ledger:
        ledger.begin("Board", "plan.xlsx", DUE, NOW)
    before = (tmp_path / FILE_NAME).read_bytes()
    with ledger_as_it_is(tmp_path) as ledger:
        assert len(ledger.all_tries()) == 1
        ledger.end(1, Result.DONE, NOW)
    assert (tmp_path / FILE_NAME).read_bytes() == before


def test_a_damaged_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"this is no database" * 100)
    with pytest.raises(DeliveryRefused, match="file is not a database"), open_ledger(tmp_path):
        pass
    with pytest.raises(DeliveryRefused, match="file is not a database"), ledger_as_it_is(tmp_path):
        pass


def test_a_folder_that_cannot_be_made_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DeliveryRefused, match="cannot be used"), open_ledger(tmp_path / "file" / "records"):
        pass
    with pytest.raises(DeliveryRefused, match="cannot be used"), run_lock(tmp_path / "file" / "records"):
        pass


def test_what_fails_within_is_not_taken_for_a_fault_of_the_ledger(tmp_path: Path) -> None:
    with pytest.raises(PermissionError), open_ledger(tmp_path):
        raise PermissionError("a report")


def test_a_lock_is_held_by_one_and_free_again(tmp_path: Path) -> None:
    with run_lock(tmp_path) as first, run_lock(tmp_path) as second:
        assert (first, second) == (True, False)
    with run_lock(tmp_path) as again:
        assert again


def test_what_a_killed_run_was_writing_is_forgotten_not_refused(tmp_path: Path) -> None:
    own, found = tmp_path / "own", tmp_path / "found after a kill"
    with open_ledger(own) as ledger:
        ledger.begin("Board", "plan.xlsx", DUE, NOW)
    found.mkdir()
    with closing(sqlite3.connect(own / FILE_NAME, isolation_level=None)) as killed:
        killed.execute("PRAGMA cache_size = 1")  # so that pages reach the file before the end of the transaction
        killed.execute("BEGIN IMMEDIATE")
        killed.execute("UPDATE tries SET job = 'Half-written'")
        killed.execute("CREATE TABLE more AS SELECT zeroblob(100000) AS filling")
        for file in own.iterdir():
            shutil.copy(file, found)
    assert (found / f"{FILE_NAME}-journal").exists()
    with ledger_as_it_is(found) as ledger:
        assert [one.job for one in ledger.all_tries()] == ["Board"]
