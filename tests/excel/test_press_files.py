"""The buttons that make files, where the computer does not go along."""

from __future__ import annotations

import getpass
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pretended_excel
import pytest
from books import write_book
from live_book import Recorded

from quarterly.errors import RequestRefused
from quarterly.excel.press import doing, files
from quarterly.excel.press.desk import Desk, Places
from quarterly.user import user_name

NOW = datetime(2026, 1, 20, 9, 30, tzinfo=UTC)
NAME = "plan Q3 2025-26 report"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A workbook that is open in Excel, and a computer that has a program for no file."""
    for folder in ("copy", "council"):
        (tmp_path / folder).mkdir()
    reader = {"name": "A Reader", "email": "reader@northmere.example", "edition": "Working", "active": "Yes"}
    copy = write_book(tmp_path / "copy" / "plan.xlsx", Distribution=[reader])
    app = pretended_excel.start(monkeypatch)

    def no_program(path: Path) -> None:
        raise OSError(None, "No application is associated with the specified file", str(path), 1155)

    return Desk(
        app=app,
        book=app.books.open(shutil.copy(copy, tmp_path / "council")),
        copy=copy,
        dialogue=Recorded(),
        now=NOW,
        places=Places(preferences=tmp_path / "buttons.toml", state=tmp_path / "state", records=tmp_path / "records"),
        open_file=no_program,
    )


def test_a_pdf_that_nothing_here_opens_is_there_and_it_is_said_where(desk: Desk, tmp_path: Path) -> None:
    said = files.pdf(desk)
    assert f'"{NAME}.pdf" could not be opened from here; it is in {tmp_path / "council"}.' in said
    assert (tmp_path / "council" / f"{NAME}.pdf").read_text(encoding="utf-8").endswith(f" {NAME}.xlsx")


def test_drafts_that_nothing_here_opens_are_there_and_it_is_said_where(desk: Desk, tmp_path: Path) -> None:
    said = files.email_draft(desk)
    (draft,) = (tmp_path / "council" / "plan drafts").iterdir()
    assert f'"{draft.name}" could not be opened from here; it is in {draft.parent}.' in said
    assert "Nothing was sent" in said


def test_a_report_of_the_same_name_may_be_open_in_excel(desk: Desk, tmp_path: Path) -> None:
    desk.app.books.open(shutil.copy(desk.copy, tmp_path / f"{NAME}.xlsx"))
    files.pdf(desk)
    assert " Quarterly PDF " in (tmp_path / "council" / f"{NAME}.pdf").read_text(encoding="utf-8")


def test_a_pdf_that_a_reader_has_open_stays_and_it_is_said_to_close_it(desk: Desk, tmp_path, monkeypatch) -> None:
    shown = tmp_path / "council" / f"{NAME}.pdf"
    shown.write_bytes(b"last time's")
    replace = Path.replace

    def locked(path: Path, target: Path) -> Path:
        if target == shown:
            raise PermissionError(13, "The process cannot access the file")
        return replace(path, target)

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(RequestRefused, match="If it is open, close it there") as refused:
        files.pdf(desk)
    assert refused.value.code == "output-not-writable"
    assert {path.name for path in shown.parent.iterdir()} == {shown.name, "plan.xlsx"}
    assert shown.read_bytes() == b"last time's"


def test_a_scanner_that_holds_what_was_put_in_spoils_no_press(desk: Desk, monkeypatch) -> None:
    def held(_path: Path, **_options: object) -> None:
        raise PermissionError(13, "The process cannot access the file")

    monkeypatch.setattr(doing, "prepare_live", lambda *_given, **_options: "ready")
    monkeypatch.setattr(doing, "place", lambda _app, _book, ready: (ready,))
    monkeypatch.setattr(Path, "unlink", held)
    assert doing.put(desk, b"", group="report") == ("ready",)


@pytest.mark.parametrize("error", [ImportError("pwd"), KeyError("uid"), OSError("no USERNAME")])
def test_an_account_without_a_name_is_unknown(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def nameless() -> str:
        raise error

    monkeypatch.setattr(getpass, "getuser", nameless)
    assert user_name() == "unknown"
