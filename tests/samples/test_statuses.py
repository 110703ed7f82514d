"""What the samples say once they are read and judged."""

from __future__ import annotations

from collections import Counter

import pytest
from msgspec.structs import replace
from sample_books import book, judged

from quarterly.judge.judgement import Judgements, Status
from quarterly.model.problems import NOWHERE, Severity


def statuses(judgements: Judgements) -> dict[str, Status | None]:
    return {
        **{kpi.ref: kpi.status for kpi in judgements.kpis},
        **{action.ref: action.status for action in judgements.actions},
        **{f"recommendation {item.ref}": item.status for item in judgements.recommendations},
        **{f"theme {item.title}": item.status for item in judgements.themes},
    }


@pytest.mark.parametrize("name", ["small", "full", "messy", "messy_long"])
def test_sample_reads_without_a_problem_that_matters(name: str) -> None:
    assert [str(problem) for problem in book(name)[1] if problem.severity is not Severity.NOTE] == []


def test_small_is_fifteen_points_under_seven_themes_in_month_four_of_twenty_four() -> None:
    plan = book("small")[0]
    assert (len(plan.actions), len({action.theme for action in plan.actions}), len(plan.kpis)) == (15, 7, 10)
    assert {len(kpi.readings) for kpi in plan.kpis} == {24}


@pytest.mark.parametrize("name", ["messy", "messy_long"])
def test_untidy_file_has_the_statuses_of_the_tidy_one(name: str) -> None:
    assert statuses(judged(name)) == statuses(judged("full"))


def test_untidy_file_with_a_row_each_has_the_values_of_the_tidy_one() -> None:
    tidy, untidy = judged("full"), judged("messy_long")
    assert [(kpi.ref, kpi.value, kpi.why) for kpi in untidy.kpis] == [
        (kpi.ref, kpi.value, kpi.why) for kpi in tidy.kpis
    ]


RECORDS = ("recommendations", "actions", "inspections", "committee", "forward", "risks", "recipients", "history")


@pytest.mark.parametrize("table", RECORDS)
def test_untidy_file_says_the_same_in_every_record(table: str) -> None:
    tidy, untidy = (
        [replace(record, source=NOWHERE) for record in getattr(book(name)[0], table)] for name in ("full", "messy_long")
    )
    assert untidy == tidy


def test_full_shows_a_mixture_of_statuses() -> None:
    judgements = judged("full")
    rated = Counter(kpi.status for kpi in judgements.kpis)
    acted = Counter(action.status for action in judgements.actions)
    assert min(rated[Status.RED], rated[Status.AMBER], rated[Status.GREEN]) >= 4
    assert min(acted[Status.RED], acted[Status.AMBER], acted[Status.GREEN], acted[Status.BLUE]) >= 4
    assert {item.status for item in judgements.recommendations} == {Status.RED, Status.AMBER, Status.GREEN}


def test_agency_share_falls_from_49_to_33_per_cent() -> None:
    (agency,) = (kpi for kpi in book("full")[0].kpis if kpi.ref == "K24")
    by_month = {reading.period.start.isoformat()[:7]: reading.value for reading in agency.readings}
    assert (round(by_month["2024-10"] or 0), round(by_month["2025-12"] or 0)) == (49, 33)
