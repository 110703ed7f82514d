"""A published edition that breaks a rule is not written, and every place is named; the command looks at any file."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from planting import QUARTER, TODAY, published, swap, swap_on

from quarterly.audit import audit_published
from quarterly.audit.refusals import LISTED, PUBLICATION_REFUSED
from quarterly.cli import options
from quarterly.cli.app import run_command
from quarterly.compose.report import Cell, Facts, Report
from quarterly.errors import PublicationRefused
from quarterly.model.edition import Edition
from quarterly.resources import sample
from quarterly.run import Step, assess, run_report


@pytest.fixture
def untitled(tmp_path: Path) -> Path:
    path = tmp_path / "untitled.xlsx"
    path.write_bytes(swap("docProps/core.xml", "<dc:title>.*</dc:title>", "")(published()))
    return path


def test_a_published_edition_that_breaks_a_rule_is_not_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    import quarterly.render

    draw = quarterly.render.render

    def careless(report: Report, **asked: bool) -> bytes:
        return swap_on("Notes", "<row r=", '<row hidden="1" r=')(draw(replace(report, title=""), **asked))

    monkeypatch.setattr(quarterly.render, "render", careless)
    with pytest.raises(PublicationRefused) as refused:
        run_report(sample("small"), today=TODAY, quarter=QUARTER, output=tmp_path, edition=Edition.PUBLISHED)
    assert refused.value.code == "publication-refused"
    said = refused.value.message
    assert said.startswith(
        "small Q3 2025-26 published report.xlsx was not written: the published edition breaks a rule in "
    )
    assert "\n- 'Notes'!row 1: A hidden row. Nothing in a published workbook is hidden" in said
    assert "\n- the file's properties: No title." in said
    assert list(tmp_path.iterdir()) == []


def test_the_working_edition_is_not_audited(book: Path, tmp_path: Path) -> None:
    steps: list[Step] = []
    for edition in Edition:
        run_report(book, today=date(2026, 1, 20), output=tmp_path, edition=edition, step=steps.append)
    assert steps.count(Step.AUDIT) == 1
    assert steps.index(Step.AUDIT) > steps.index(Step.WRITE)  # of the working edition, which comes first


def test_a_hidden_figure_is_looked_for_in_every_published_edition(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A fault in a section that prints what was hidden ends the run."""
    import quarterly.compose

    asked = {"today": TODAY, "quarter": QUARTER, "edition": Edition.PUBLISHED}
    known = assess(sample("small"), **asked).forbidden
    assert known is not None
    secret = next(one for one in known.secrets if one.figures)
    compose = quarterly.compose.compose_report

    def indiscreet(*given: object) -> Report:
        report = compose(*given)
        told = Facts(pairs=((secret.ref, Cell(f"It was {min(secret.figures)} in {min(secret.labels)}")),))
        cover = replace(report.sections[0], blocks=(*report.sections[0].blocks, told))
        return replace(report, sections=(cover, *report.sections[1:]))

    monkeypatch.setattr(quarterly.compose, "compose_report", indiscreet)
    with pytest.raises(PublicationRefused, match=rf"'Cover'!B\d+: A hidden figure of {secret.ref}"):
        run_report(sample("small"), output=tmp_path, **asked)
    assert list(tmp_path.iterdir()) == []


def test_a_message_lists_so_many_places_and_counts_the_rest() -> None:
    broken = audit_published(swap("docProps/core.xml", "<dc:title>.*</dc:title>", "")(published()))
    refused = PUBLICATION_REFUSED.of("report.xlsx", broken * (LISTED + 7))
    assert refused.message.count("\n") == LISTED + 1
    assert refused.message.endswith("\n- and 7 more")


def test_the_command_says_what_is_broken_and_where(untitled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["audit", str(untitled)]) == options.HAS_ERRORS
    said = " ".join(capsys.readouterr().out.split())
    assert said == (
        "untitled.xlsx breaks a rule in 1 place. A published workbook has a title in its properties. Give it a title "
        "(File, Info, Title). - the file's properties: No title."
    )


def test_the_command_says_that_all_is_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "good.xlsx"
    path.write_bytes(published())
    assert run_command(["audit", str(path)]) == options.DONE
    assert " ".join(capsys.readouterr().out.split()) == (
        "good.xlsx keeps every rule of accessible spreadsheets, and hides nothing."
    )


def test_programs_are_told_each_violation(untitled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["audit", str(untitled), "--json"]) == options.HAS_ERRORS
    told = json.loads(capsys.readouterr().out)
    assert (told["file"], told["passed"]) == (str(untitled), False)
    assert told["violations"] == [
        {
            "code": "audit-title",
            "sheet": None,
            "at": "the file's properties",
            "found": "No title.",
            "rule": "A published workbook has a title in its properties.",
            "fix": "Give it a title (File, Info, Title).",
        }
    ]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["audit", str(tmp_path / "none.xlsx")]) == options.REFUSED
    assert "There is no file" in capsys.readouterr().err
