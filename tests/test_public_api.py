"""What a notebook may use: small, and all of it works as the README shows."""

import re
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import quarterly
from quarterly import resources
from quarterly.model.context import Settings
from quarterly.model.plan import Plan

ROOT = Path(__file__).resolve().parents[1]


def test_the_public_names_are_these() -> None:
    assert quarterly.__all__ == [
        "ACADEMIC",
        "CALENDAR_YEAR",
        "FINANCIAL",
        "Calendar",
        "Period",
        "QuarterlyError",
        "__version__",
        "build_report",
        "judge",
        "read_workbook",
        "to_frame",
        "xmr",
    ]


def test_every_public_name_is_there_and_listed() -> None:
    assert [name for name in quarterly.__all__ if not hasattr(quarterly, name) or name not in dir(quarterly)] == []


def test_an_unknown_name_is_an_attribute_error() -> None:
    assert not hasattr(quarterly, "publish_to_the_moon")


def test_judge_is_the_function_and_its_package_is_still_found() -> None:
    from quarterly.judge.rag import rate

    assert (callable(quarterly.judge), callable(rate), quarterly.judge.__name__) == (True, True, "judge")


def test_importing_it_loads_no_large_library() -> None:
    large = ["pandas", "numpy", "xlsxwriter", "lxml", "click", "rich"]
    code = f"import sys, quarterly; print([name for name in {large} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_readme_s_notebook_example_runs(tmp_path: Path, monkeypatch, capsys) -> None:
    (tmp_path / "Quarterly demo.xlsx").write_bytes(resources.sample("full").read_bytes())
    monkeypatch.chdir(tmp_path)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    example = re.search(r"```python\n(.*?)```", readme, re.DOTALL)[1]
    exec(compile(example, "README.md", "exec"), {})
    assert (len(capsys.readouterr().out.splitlines()), Path("report.xlsx").stat().st_size > 20_000) == (3, True)


def test_a_whole_run_in_code(book: Path) -> None:
    plan, problems = quarterly.read_workbook(book)
    judged = quarterly.judge(plan, quarterly.FINANCIAL.quarter(2025, 3), date(2026, 1, 20))
    assert problems == ()
    assert quarterly.build_report(plan, judged).startswith(b"PK")
    assert list(quarterly.to_frame(judged.kpis)["ref"]) == ["K1"]


def test_a_quarter_may_be_named() -> None:
    plan = Plan(settings=Settings())
    named = quarterly.judge(plan, "Q3 2025/26", date(2026, 1, 20))
    assert named == quarterly.judge(plan, quarterly.FINANCIAL.quarter(2025, 3), date(2026, 1, 20))


@pytest.mark.parametrize("text", ["the autumn", "2025/26", "Q3"])
def test_what_names_no_quarter_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"quarter"):
        quarterly.judge(Plan(settings=Settings()), text, date(2026, 1, 20))
