"""The documentation keeps up with the program: every command, message, sheet and column has its place in it."""

import ast
import inspect
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from quarterly import audit, ooxml, request
from quarterly.cli.app import quarterly
from quarterly.deliver import archive, pdf
from quarterly.deliver import refusals as sending
from quarterly.excel import functions
from quarterly.excel.press import refusals as buttons
from quarterly.excel.startup_reasons import REASONS
from quarterly.exchange import tidy
from quarterly.jobs import mistakes
from quarterly.jobs import refusals as jobs
from quarterly.judge.quality import QUALITY_KINDS
from quarterly.model.contract import SETTING_ROWS, SHEETS
from quarterly.model.rules import RagRule
from quarterly.read.kinds import ALL_KINDS
from quarterly.read.refusals import REFUSALS
from quarterly.read.rule_text import read_rule
from quarterly.template import kinds as template_kinds
from quarterly.template import refusals as template_refusals

ROOT = Path(__file__).resolve().parents[1]
OFFICERS = ROOT / "docs" / "officers"
ERRORS = {"QuarterlyError", "WorkbookRefused", "WorkbookLocked", "RequestRefused", "DataSetRefused"}


def text_of(name: str) -> str:
    return (OFFICERS / name).read_text(encoding="utf-8")


def documented_codes() -> set[str]:
    headings = re.findall(r"^### (.*)$", text_of("messages.md"), flags=re.MULTILINE)
    return {code for heading in headings for code in re.findall(r"`([a-z0-9-]+)`", heading)}


def raised_codes() -> set[str]:
    """The codes that stand in the source as the first argument of an error."""
    codes = set()
    for path in (ROOT / "addin" / "quarterly").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ERRORS:
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant):
                    codes.add(first.value)
    return codes


@pytest.mark.parametrize("name", sorted(quarterly.commands))
def test_every_command_and_option_is_documented(name: str) -> None:
    section = re.search(rf"^## `quarterly {name}\b.*?(?=^## |\Z)", text_of("commands.md"), re.MULTILINE | re.DOTALL)
    assert section, f"docs/officers/commands.md has no section on quarterly {name}"
    options = {
        option
        for parameter in quarterly.commands[name].params
        if isinstance(parameter, click.Option)
        for option in parameter.opts
    }
    assert {option for option in options if f"`{option}" not in section[0]} == set()


def test_no_command_is_documented_that_does_not_exist() -> None:
    named = re.findall(r"^## `quarterly ([\w-]+)", text_of("commands.md"), flags=re.MULTILINE)
    assert sorted(named) == sorted(quarterly.commands)


def test_every_problem_and_refusal_is_documented() -> None:
    catalogues = (
        ALL_KINDS,
        QUALITY_KINDS,
        REFUSALS,
        ooxml.REFUSALS,
        request.REFUSALS,
        REASONS,
        buttons.REFUSALS,
        audit.RULES,
        pdf.REFUSALS,
        tidy.REFUSALS,
        audit.REFUSALS,
        archive.REFUSALS,
        sending.REFUSALS,
        jobs.REFUSALS,
        mistakes.MISTAKES,
        template_kinds.KINDS,
        template_refusals.REFUSALS,
    )
    known = {one.code for catalogue in catalogues for one in catalogue}
    assert (known | raised_codes() | {"usage", "internal"}) - documented_codes() == set()


def test_no_message_is_documented_twice() -> None:
    headings = re.findall(r"^### (.*)$", text_of("messages.md"), flags=re.MULTILINE)
    assert sorted(headings) == sorted(set(headings))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_sheet_and_column_is_documented(sheet) -> None:
    section = re.search(rf"^## {sheet.name}$.*?(?=^## |\Z)", text_of("workbook.md"), re.MULTILINE | re.DOTALL)
    assert section, f"docs/officers/workbook.md has no section on {sheet.name}"
    rows = SETTING_ROWS if sheet.name == "Settings" else sheet.columns
    names = [getattr(row, "header", "") or row.name for row in rows]
    assert [name for name in names if f"| **{name}** |" not in section[0]] == []


def test_what_is_made_from_the_catalogues_is_up_to_date() -> None:
    made = subprocess.run(
        [sys.executable, ROOT / "scripts" / "make_docs", "--check"], capture_output=True, text=True, check=False
    )
    assert (made.stdout.strip(), made.stderr, made.returncode) == ("Up to date.", "", 0)


def test_links_between_documents_lead_somewhere() -> None:
    broken = []
    for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8")):
            if not (path.parent / target).exists():
                broken.append(f"{path.name}: {target}")
    assert broken == []


def test_every_worksheet_function_is_documented_with_its_arguments() -> None:
    text = text_of("functions.md")
    for name in functions.__all__:
        arguments = ", ".join(inspect.signature(getattr(functions, name)).parameters)
        assert f"`{name}({arguments})`" in text


def test_every_rule_of_the_worked_examples_can_be_typed_as_it_is_printed() -> None:
    worked = text_of("how-statuses-are-decided.md").partition("## Indicators, worked")[2].partition("## ")[0]
    rules = [line.split("|")[1].strip() for line in worked.splitlines() if line.startswith("|")][2:]
    assert len(rules) > 10
    assert [rule for rule in rules if not isinstance(read_rule(rule), RagRule)] == []
