from __future__ import annotations

from plans import AS_AT, QUARTER, a_kpi, a_plan, months

from quarterly.compose.report import Cell, Look
from quarterly.compose.signals import signal_sentences, signals_cell
from quarterly.judge.over_time import OverTime, judge_over_time
from quarterly.model.kpi import Kind, Kpi


def seen(kpi: Kpi) -> OverTime | None:
    return judge_over_time(kpi, quarter=QUARTER, as_at=AS_AT, plan=a_plan().settings)


def test_a_scorecard_cell_has_a_line_for_each_signal() -> None:
    assert signals_cell(seen(a_kpi())) == Cell(
        "▲ H Improvement (high)\n✗ F Consistently fails\n▲ Improving\nTarget: likely to be met", Look.SMALL
    )


def test_a_series_that_says_nothing_leaves_a_dash() -> None:
    assert signals_cell(None).value == "–"
    assert signals_cell(seen(a_kpi(readings=months(70.0, 71.0)))).value == "–"


def test_the_page_says_each_thing_or_why_it_cannot() -> None:
    kpi = a_kpi(kind=Kind.CUMULATIVE, readings=months(70.0, 71.0))
    assert dict(signal_sentences(kpi, seen(kpi))) == {
        "Variation": "No control chart: the figures build up over the year.",
        "Trend": "A trend needs at least 24 readings; there are 2.",
        "Forecast": "No forecast: the figures build up over the year and start again.",
        "Records": "From 70.0% (31 Dec 2023) to 71.0%: +1.0 points, an improvement. "
        "From 70.0% (the lowest, in Nov 2025) to 71.0%: +1.0 points, an improvement. "
        "Off target for 2 months in a row, as far back as it can be judged.",
    }
    assert signal_sentences(kpi, None) == ()


def test_a_trend_since_the_plan_began_stands_beside_that_of_the_whole_series() -> None:
    kpi = a_kpi()
    sentence = dict(signal_sentences(kpi, seen(kpi)))["Trend"]
    assert sentence.startswith("Since Oct 2024: improving: up by about 1.0 points a month over 15 months")
    assert "Over the whole series: improving" in sentence
