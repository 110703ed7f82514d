"""Risks and benchmarks, each one table."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from plans import a_kpi, a_plan, months
from saying import report_on, said, section_of

from quarterly.model.context import Risk
from quarterly.model.kpi import Benchmark, Comparator, Kind, Polarity, Reading, Target
from quarterly.model.periods import FINANCIAL

HIGH = Risk(ref="RK1", text="Leavers.", likelihood="4", impact="5", owner="AD", recommendations=("R1", "R9"))
LOW = Risk(ref="RK2", text="Budget.", likelihood="2", impact="2", mitigation="A panel.")
WORDS = Risk(ref="RK3", text="Courts.", likelihood="High", impact="")


def test_risks_stand_by_score_with_the_status_of_what_they_threaten() -> None:
    assert said(section_of(a_plan(risks=(WORDS, LOW, HIGH)), "risks")) == [
        "Score = likelihood × impact, each from 1 to 5; the highest first. "
        "1 risk has no score, as likelihood or impact is not a whole number from 1 to 5.",
        "RK1 | Leavers. | 4 | 5 | 20 | – | AD | R1: ✖ Red\nR9: not in the plan",
        "RK2 | Budget. | 2 | 2 | 4 | A panel. | – | –",
        "RK3 | Courts. | High | – | – | – | – | –",
    ]


@pytest.mark.parametrize(("risks", "ending"), [((LOW,), "the highest first."), ((WORDS, WORDS), "from 1 to 5.")])
def test_what_has_no_score_is_counted(risks: tuple[Risk, ...], ending: str) -> None:
    intro = section_of(a_plan(risks=risks), "risks").intro
    assert intro.endswith(ending)
    assert ("2 risks have no score" in intro) is (len(risks) == 2)


YEAR = FINANCIAL.year(2024)


def beside(kpi: str, comparator: Comparator, value: float, year: int = 2024) -> Benchmark:
    return Benchmark(kpi=kpi, comparator=comparator, period=FINANCIAL.year(year), value=value)


def test_an_indicator_stands_beside_everybody_with_rank_band_and_words() -> None:
    # K1 is 94.0%, high is good: 94 - 85.7 = 8.3 better, 94 - 96.3 = 2.3 worse.
    benchmarks = (
        beside("K1", Comparator.ENGLAND, 85.7),
        beside("K1", Comparator.BEST_NEIGHBOUR, 96.3),
        beside("K1", Comparator.RANK, 12),
        beside("K1", Comparator.AUTHORITIES, 153),
        beside("K1", Comparator.QUARTILE, 1),
    )
    assert said(section_of(a_plan(benchmarks=benchmarks), "benchmarks")) == [
        "Each figure beside the latest that is published. The last column says how large the gap is, whether it is "
        "good, and which period each figure is of. Beside England, of 1 indicator: 1 better.",
        "K1 | Contacts decided within 1 working day | 94.0 | 85.7 | – | – | 96.3 | – | 12 of 153 | A | "
        "8.3 points better than England (85.7%, 2024/25).\n"
        "2.3 points worse than the best statistical neighbour (96.3%, 2024/25).\n"
        "Ranked 12th of 153 authorities (2024/25), 1st being best.\n"
        "Among the best quarter of authorities (band A, 2024/25).",
    ]


def test_figures_over_a_year_apart_are_warned_of_once() -> None:
    benchmarks = (
        beside("K1", Comparator.ENGLAND, 85.7, 2022),
        beside("K1", Comparator.REGION, 85.0, 2021),
        beside("K1", Comparator.RANK, 12, 2022),
    )
    (_, row) = said(section_of(a_plan(benchmarks=benchmarks), "benchmarks"))
    assert " | 12 | – | " in row
    assert row.endswith(
        "Ranked 12th (2022/23), 1st being best.\n"
        "Note: 2022/23 and 2021/22 lie over a year from the authority's own figure (Q3 2025/26)."
    )


def test_a_yearly_figure_is_named_by_its_year() -> None:
    reading = Reading(period=FINANCIAL.year(2022), value=60.0)
    kpi = a_kpi(readings=(reading,), kind=Kind.SNAPSHOT)
    (_, row) = said(section_of(a_plan(kpis=(kpi,), benchmarks=(beside("K1", Comparator.ENGLAND, 70.0),)), "benchmarks"))
    assert row.endswith("Note: 2024/25 lies over a year from the authority's own figure (2022/23).")


def test_better_worse_and_neither_are_counted_beside_england() -> None:
    kpis = (
        a_kpi("K1"),
        a_kpi("K2", polarity=Polarity.LOW),
        a_kpi("K3", polarity=Polarity.INFORMATION, targets=(), rule=None),
        a_kpi("K4", readings=months(85.7), targets=(Target(value=90.0),), rule=None),
    )
    benchmarks = tuple(beside(kpi.ref, Comparator.ENGLAND, 85.7) for kpi in kpis)
    intro = section_of(a_plan(kpis=kpis, benchmarks=benchmarks), "benchmarks").intro
    assert intro.endswith("Beside England, of 4 indicators: 1 better, 1 worse and 2 neither.")


def test_without_england_nothing_is_counted() -> None:
    part = section_of(a_plan(benchmarks=(beside("K1", Comparator.REGION, 80.0),)), "benchmarks")
    assert part.intro.endswith("which period each figure is of.")


def test_an_indicator_that_stands_beside_nobody_has_no_sheet() -> None:
    bare = replace(a_kpi(), readings=())
    plan = a_plan(kpis=(bare,), benchmarks=(beside("K1", Comparator.ENGLAND, 85.7),))
    assert "benchmarks" not in {part.key for part in report_on(plan).sections}
