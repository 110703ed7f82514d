"""``quarterly template check`` and ``quarterly template new``."""

import json
from pathlib import Path

import pytest
from drawn_templates import workbook

from quarterly.cli.app import run_command
from quarterly.template.load import BUILT_IN, find

HEADED = {"A1": "Scorecard of {{authority}}"}


def run(capsys, *arguments: object) -> tuple[int, str, str]:
    code = run_command(["template", *map(str, arguments)])
    shown = capsys.readouterr()
    return code, shown.out, shown.err


def write(path: Path, cells: dict[str, object]) -> Path:
    path.write_bytes(workbook(cells))
    return path


def test_a_mistake_is_shown_with_its_cell_and_what_was_meant(tmp_path: Path, capsys) -> None:
    ours = write(tmp_path / "ours.xlsx", {**HEADED, "B4": "{{kpi.nmae}}"})
    code, shown, _ = run(capsys, "check", ours)
    said = " ".join(shown.split())
    assert code == 1
    assert said.startswith(
        "ours.xlsx: 1 sheet; 1 error; not to be used until the errors are put right. Scorecard B4 error"
    )
    assert "Did you mean {{kpi.name}}?" in said


def test_a_template_without_faults_is_ready(tmp_path: Path, capsys) -> None:
    ours = write(tmp_path / "ours.xlsx", HEADED)
    assert run(capsys, "check", ours) == (0, "ours.xlsx: 1 sheet; ready to be used.\n", "")


def test_warnings_alone_leave_it_usable(tmp_path: Path, capsys) -> None:
    ours = write(tmp_path / "ours.xlsx", {**HEADED, "A2": "=1"})
    code, shown, _ = run(capsys, "check", ours)
    assert (code, "1 warning; ready to be used." in shown) == (0, True)


def test_what_is_wrong_can_be_read_by_a_program(tmp_path: Path, capsys) -> None:
    ours = write(tmp_path / "ours.xlsx", {**HEADED, "B4": "{{kpi.nmae}}", "A5": "=1"})
    code, shown, _ = run(capsys, "check", ours, "--json")
    found = json.loads(shown)
    assert (code, found["usable"], found["sheets"], found["counts"]) == (
        1,
        False,
        ["Scorecard"],
        {"errors": 1, "warnings": 1, "notes": 0},
    )
    assert found["template"]["name"] == "ours.xlsx"
    assert [(one["code"], one["cell"]) for one in found["problems"]] == [
        ("token-unknown", "B4"),
        ("formula-not-carried", "A5"),
    ]


def test_names_of_sheets_are_shown_with_their_tokens(tmp_path: Path, capsys) -> None:
    path = tmp_path / "ours.xlsx"
    path.write_bytes(workbook({"A1": "{{theme.name}}"}, name="{{theme.name}} now"))
    assert json.loads(run(capsys, "check", path, "--json")[1])["sheets"] == ["{{theme.name}} now"]


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_copy_of_a_built_in_template_is_that_template(name: str, tmp_path: Path, capsys) -> None:
    copy = tmp_path / "ours.xlsx"
    code, shown, _ = run(capsys, "new", copy, "--from", name)
    assert (code, copy.read_bytes()) == (0, find(name).read_bytes())
    assert 'quarterly template check "ours.xlsx"' in shown


def test_a_copy_is_told_to_programs_too(tmp_path: Path, capsys) -> None:
    made = json.loads(run(capsys, "new", tmp_path / "ours.xlsx", "--json")[1])
    assert (made["template"], made["from"]) == (str(tmp_path / "ours.xlsx"), "quarterly")


def test_a_template_that_is_there_is_replaced_only_when_asked(tmp_path: Path, capsys) -> None:
    ours = write(tmp_path / "ours.xlsx", HEADED)
    before = ours.read_bytes()
    code, _, said = run(capsys, "new", ours)
    assert (code, "is there already" in said, ours.read_bytes()) == (2, True, before)
    assert run(capsys, "new", ours, "--force")[0] == 0
    assert ours.read_bytes() != before


@pytest.mark.parametrize("asked", [("new", "OUT", "--from", "montly"), ("check", "montly")])
def test_a_mistyped_name_is_answered_with_the_right_one(asked: tuple[str, ...], tmp_path: Path, capsys) -> None:
    arguments = [tmp_path / "ours.xlsx" if one == "OUT" else one for one in asked]
    code, _, said = run(capsys, *arguments)
    assert (code, 'Did you mean "monthly"?' in said) == (2, True)


def test_a_file_that_is_no_template_is_refused(tmp_path: Path, capsys) -> None:
    (tmp_path / "ours.xlsx").write_bytes(b"no workbook")
    code, shown, _ = run(capsys, "check", tmp_path / "ours.xlsx", "--json")
    assert (code, json.loads(shown)["error"]["code"]) == (2, "text-file")
