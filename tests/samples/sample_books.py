from __future__ import annotations

import runpy
from datetime import date
from functools import cache
from pathlib import Path

from quarterly.judge.judgement import Judgements
from quarterly.judge.whole import judge
from quarterly.model.periods import FINANCIAL
from quarterly.model.plan import Plan
from quarterly.model.problems import Problem
from quarterly.read.workbook import read_workbook
from quarterly.resources import sample

HOME = Path(__file__).parents[2] / "sample_workbooks"

Q3 = FINANCIAL.quarter(2025, 3)
AS_AT = date(2026, 1, 15)


@cache
def book(name: str) -> tuple[Plan, tuple[Problem, ...]]:
    return read_workbook(sample(name))


@cache
def judged(name: str) -> Judgements:
    return judge(book(name)[0], Q3, AS_AT)


def built_files() -> dict[str, bytes]:
    """What building the samples makes now; the script stands beside the package, not in it."""
    return runpy.run_path(str(HOME / "build.py"))["files"]()
