"""Checking the broken samples names every planted fault, and no other."""

from __future__ import annotations

import json

import pytest
from sample_books import HOME, book, judged

from quarterly.judge.quality import QUALITY_KINDS
from quarterly.read.kinds import ALL_KINDS

PLANTED = json.loads((HOME / "broken.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", PLANTED)
def test_checking_names_every_planted_fault_and_no_other(name: str) -> None:
    stem = name.removesuffix(".xlsx")
    found = [(problem.at.sheet, problem.at.address, problem.code) for problem in book(stem)[1]]
    found += [(finding.at.sheet, finding.at.address, finding.code) for finding in judged(stem).findings]
    assert sorted(found) == sorted((fault["sheet"], fault["cell"], fault["code"]) for fault in PLANTED[name])


def test_every_sort_of_problem_is_planted() -> None:
    planted = {fault["code"] for faults in PLANTED.values() for fault in faults}
    assert planted == {kind.code for kind in (*ALL_KINDS, *QUALITY_KINDS)}
