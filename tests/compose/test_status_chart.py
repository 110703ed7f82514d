"""Charts of statuses say what they show, in their title and in words."""

from __future__ import annotations

from plans import AS_AT, QUARTER, SOURCE, a_kpi, a_plan, months

from quarterly.compose.material import Material
from quarterly.compose.report import Chart, ChartKind, Line
from quarterly.compose.status_chart import status_chart, theme_chart
from quarterly.judge import judge
from quarterly.model.context import Settings
from quarterly.model.plan import Plan

SUBTITLE = "Share of those with a colour, best at the foot; the numbers are items"


def material_of(plan: Plan) -> Material:
    return Material(plan=plan, judgements=judge(plan, QUARTER, AS_AT), problems=(), provenance=SOURCE)


def test_statuses_are_shown_then_and_now_best_at_the_foot() -> None:
    """K1 is green as before, K2 red, K3 green before and red now; A1 is red, A2 and A3 are green."""
    chart = status_chart(material_of(a_plan()))
    assert chart == Chart(
        kind=ChartKind.SHARES,
        title="Green indicators: 1 of 3 rated, 2 of 3 in Q2 2025/26",
        subtitle=SUBTITLE,
        alt_text=f"100% stacked column chart. Green indicators: 1 of 3 rated, 2 of 3 in Q2 2025/26. {SUBTITLE}. "
        "Indicators, Q2 2025/26: 2 green and 1 red. Indicators, Q3 2025/26: 1 green and 2 red. "
        "Actions, Q3 2025/26: 2 green and 1 red.",
        categories=("Indicators, Q2 2025/26", "Indicators, Q3 2025/26", "Actions, Q3 2025/26"),
        lines=(
            Line(name="Green", role="green", values=(2.0, 1.0, 2.0)),
            Line(name="Red", role="red", values=(1.0, 2.0, 1.0)),
        ),
    )


def title(chart: Chart | None) -> str:
    assert chart is not None
    return chart.title


def test_without_an_earlier_quarter_the_title_compares_with_nothing() -> None:
    young = a_plan(kpis=(a_kpi(readings=months(94.0)),), benchmarks=())
    assert title(status_chart(material_of(young))) == "Green indicators: 1 of 1 rated"


def test_without_rated_indicators_the_title_tells_of_actions() -> None:
    plan = a_plan(kpis=(), benchmarks=())
    assert title(status_chart(material_of(plan))) == "Actions on track or complete: 2 of 3 rated"


def test_themes_are_columns_and_the_title_names_the_one_with_the_most_red() -> None:
    """Front door has K1 green, K3 red and A1 red; Workforce K2 red and A2 green; no theme A3 green and K4 without."""
    chart = theme_chart(material_of(a_plan()))
    assert chart is not None
    assert chart.title == "Red indicators and actions: 3; the most, 2, in Front door"
    assert chart.categories == ("Front door", "Workforce", "No theme")
    assert chart.lines == (
        Line(name="Green", role="green", values=(1.0, 1.0, 1.0)),
        Line(name="Red", role="red", values=(2.0, 1.0, 0.0)),
    )


def test_where_nothing_is_red_the_title_says_so() -> None:
    plan = a_plan(kpis=(a_kpi(),), actions=(), benchmarks=())
    assert title(theme_chart(material_of(plan))) == "No indicator or action is red in any theme"


def test_where_nothing_is_rated_there_is_no_chart() -> None:
    empty = material_of(Plan(settings=Settings()))
    assert (status_chart(empty), theme_chart(empty)) == (None, None)
