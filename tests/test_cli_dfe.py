"""The commands on the Department's data set: a small invented one, and the published one where it can be had."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from exchange.dfe_folder import write_folder

from quarterly.cli.app import run_command

REAL = Path(__file__).resolve().parents[2] / "shared" / "data" / "lait"
FIELDS = ("measure", "topic", "polarity", "year", "value", "change", "rank", "of", "quartile", "neighbours", "region")
real = pytest.mark.skipif(not REAL.is_dir(), reason="the published data set is not beside the project")


def run(capsys, *arguments: object) -> tuple[int, str, str]:
    code = run_command([str(argument) for argument in arguments])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "dfe").mkdir()
    return write_folder(tmp_path / "dfe")


def test_benchmark_prints_a_list_with_a_reason_for_every_null(capsys, folder: Path) -> None:
    code, out, _ = run(capsys, "benchmark", "--dfe", folder, "--authority", "Ashby", "--json")
    measures = json.loads(out)
    assert code == 0
    assert [[name for name in (*FIELDS, "england") if name not in one] for one in measures] == [[]] * len(measures)
    silent = [
        (one["measure"], name)
        for one in measures
        for name in (*FIELDS, "england")
        if one[name] is None and not one["reasons"].get(name)
    ]
    assert (bool(measures), silent) == (True, [])


def test_benchmark_fits_80_columns(capsys, folder: Path) -> None:
    code, out, _ = run(capsys, "benchmark", "--dfe", folder, "--authority", "Ashby")
    assert (code, [line for line in out.splitlines() if len(line) > 80]) == (0, [])
    assert out.startswith("Ashby: ")


def test_an_unknown_authority_is_refused(capsys, folder: Path) -> None:
    code, out, err = run(capsys, "benchmark", "--dfe", folder, "--authority", "Atlantis", "--json")
    assert (code, json.loads(out)["error"]["code"], "Atlantis" in err) == (2, "authority-unknown", True)


def test_a_workbook_of_an_authority_gives_a_report(capsys, folder: Path, tmp_path: Path) -> None:
    book = tmp_path / "plan.xlsx"
    code, out, _ = run(capsys, "new", book, "--authority", "Ashby", "--dfe", folder)
    assert (code, out.splitlines()[0]) == (0, f"Workbook written: {book}")
    assert json.loads(run(capsys, "check", book, "--json")[1])["counts"]["errors"] == 0
    code, out, _ = run(capsys, "report", book, "--quarter", "Q3 2025/26", "--as-at", "20/01/2026", "--json")
    assert (code, "No reading of any indicator falls in Q3 2025/26" in json.loads(out)["notices"][0]) == (0, True)


def test_an_authority_that_is_not_known_leaves_no_workbook(capsys, folder: Path, tmp_path: Path) -> None:
    book = tmp_path / "plan.xlsx"
    assert run(capsys, "new", book, "--authority", "Atlantis", "--dfe", folder)[0] == 2
    assert not book.exists()


@real
@pytest.mark.parametrize(
    "authority",
    [
        "Middlesbrough",
        "City of London",  # almost no children
        "Isles of Scilly",  # fewer still
        "Bournemouth, Christchurch and Poole",  # began in 2019
        "North Northamptonshire",  # began in 2021
        "Westmorland and Furness",  # began in 2023
        "Birmingham",
        "Kent",
        "Havering",
        "Kingston upon Hull, City of",
        "St. Helens",
        "Rutland",
    ],
)
def test_very_different_authorities_give_reports(capsys, tmp_path: Path, authority: str) -> None:
    book = tmp_path / "plan.xlsx"
    assert run(capsys, "new", book, "--authority", authority, "--dfe", REAL)[0] == 0
    assert json.loads(run(capsys, "check", book, "--json")[1])["counts"] == {"errors": 0, "warnings": 0, "notes": 0}
    code, out, _ = run(capsys, "report", book, "--as-at", "20/01/2026", "--json")
    assert (code, Path(json.loads(out)["report"]).stat().st_size > 50_000) == (0, True)


@real
def test_what_people_see_survives_an_old_console() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "quarterly", "benchmark", "--dfe", REAL, "--authority", "Middlesbrough"],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"},
    )
    assert (done.returncode, done.stderr, len(done.stdout) > 5_000) == (0, b"", True)
