"""The log says where the program broke, and nothing that stood in a workbook."""

from pathlib import Path

import pytest

from quarterly import log
from quarterly.log import describe, record_failure


def break_on(figure: str) -> None:
    try:
        int(figure)
    except ValueError as error:
        raise RuntimeError(f"cannot use {figure}") from error


@pytest.fixture
def folder(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.setattr(log, "log_file", lambda: tmp_path / "logs" / "quarterly.log")
    return tmp_path / "logs"


def failure() -> RuntimeError:
    with pytest.raises(RuntimeError) as caught:
        break_on("49 children")
    return caught.value


def test_the_log_names_the_errors_and_the_places_they_passed_through(folder: Path) -> None:
    path = record_failure("report", failure())
    text = path.read_text(encoding="utf-8")
    assert ["report failed" in text, "RuntimeError" in text, "ValueError" in text, "in break_on" in text] == [True] * 4


def test_the_log_holds_nothing_of_what_the_errors_say(folder: Path) -> None:
    assert "children" not in record_failure("report", failure()).read_text(encoding="utf-8")


def test_failures_are_added_to_one_another(folder: Path) -> None:
    record_failure("report", failure())
    path = record_failure("check", failure())
    assert path.read_text(encoding="utf-8").count(" failed. ") == 2


def test_where_no_log_can_be_written_none_is_promised(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setattr(log, "log_file", lambda: tmp_path / "file" / "quarterly.log")
    assert record_failure("report", failure()) is None


def test_the_description_follows_what_was_being_handled_when_it_broke() -> None:
    try:
        try:
            raise KeyError("Ms A. Person")
        except KeyError:
            raise TypeError("oops")  # noqa: B904 - the implicit context is what is tested
    except TypeError as error:
        text = describe("check", error)
    assert ("builtins.KeyError" in text, "Person" in text) == (True, False)


def test_the_log_is_in_the_user_s_own_folder_for_logs() -> None:
    assert log.log_file().name == "quarterly.log"
