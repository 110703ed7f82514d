"""``quarterly report --template`` at the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from quarterly.cli.app import run_command
from quarterly.resources import sample, template


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / "cache"))


def report(folder: Path, look: str, *more: str) -> list[str]:
    asked = ["report", str(sample("small")), "--quarter", "Q3 2025/26", "--as-at", "2026-01-20"]
    return [*asked, "--output", str(folder), "--template", look, *more]


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    """A template with a formula, which no report has."""
    book = openpyxl.load_workbook(template("exceptions"))
    book.worksheets[0]["Z40"] = "=1+1"
    book.save(tmp_path / "ours.xlsx")
    return tmp_path / "ours.xlsx"


def test_a_report_by_a_template_of_ones_own_says_so_in_json(tmp_path: Path, ours: Path, capsys) -> None:
    assert run_command(report(tmp_path, str(ours), "--json")) == 0
    said = json.loads(capsys.readouterr().out)["template"]
    assert said["name"] == "ours"
    assert len(said["sha256"]) == 64
    assert {each["severity"] for each in said["remarks"]} <= {"warning", "note"}
    assert said["remarks"]


def test_remarks_on_a_template_are_counted_for_people(tmp_path: Path, ours: Path, capsys) -> None:
    run_command(report(tmp_path, str(ours)))
    assert 'on the template: quarterly template check "ours.xlsx"' in " ".join(capsys.readouterr().out.split())


def test_without_a_template_json_says_null(tmp_path: Path, capsys) -> None:
    run_command([each for each in report(tmp_path, "", "--json") if each not in ("--template", "")])
    assert json.loads(capsys.readouterr().out)["template"] is None


def test_an_unknown_template_is_refused_before_anything_is_written(tmp_path: Path, capsys) -> None:
    assert run_command(report(tmp_path, "quartely")) == 2
    assert 'Did you mean "quarterly"?' in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_report_never_replaces_its_template(tmp_path: Path, ours: Path, capsys) -> None:
    before = ours.read_bytes()
    asked = report(tmp_path, str(ours), "--force")
    asked[asked.index("--output") + 1] = str(ours)
    assert run_command(asked) == 2
    assert 'would replace "ours.xlsx", the template that it is drawn by' in capsys.readouterr().err
    assert ours.read_bytes() == before


def test_a_blank_name_of_a_template_is_refused_and_not_taken_for_none(tmp_path: Path, capsys) -> None:
    assert run_command(report(tmp_path, " ")) == 2
    assert "it is blank" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_report_by_a_template_goes_into_the_workbook_itself(tmp_path: Path) -> None:
    book = tmp_path / "plan.xlsx"
    shutil.copy(sample("small"), book)
    asked = ["report", str(book), "--quarter", "Q3 2025/26", "--as-at", "2026-01-20", "--in-place"]
    assert run_command([*asked, "--template", "exceptions"]) == 0
    added = set(openpyxl.load_workbook(book).sheetnames) - set(openpyxl.load_workbook(sample("small")).sheetnames)
    assert 0 < len(added) < 4
