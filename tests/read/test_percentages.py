"""Percentages by their unit, their signs and their size: certain, or a problem that names the cell."""

import io

import pytest
import xlsxwriter
from read_books import Percent, codes, read

from quarterly.read import read_bytes

HEAD = ["Ref", "Indicator", "Good is", "Unit", "Target", "Kind"]
MONTHS = ("Aug-25", "Sep-25", "Oct-25", "Nov-25", "Dec-25")


def kpi_of(*values, unit="%", target=90.0, kind="Snapshot"):
    """The indicator with its last readings, and what was found."""
    data = [["KPI", "Period", "Value"], *(["K1", *pair] for pair in zip(MONTHS[-len(values) :], values, strict=True))]
    plan, problems = read({"KPIs": [HEAD, ["K1", "Visits", "High", unit, target, kind]], "KPI Data": data})
    return plan.kpis[0], codes(problems)


def figures(kpi):
    return [reading.value for reading in kpi.readings], [target.value for target in kpi.targets]


@pytest.mark.parametrize(
    "unit",
    ["%", "% of children", "%age of cases", "percentages", "Percentage of visits", "Per cent", "Rate (%)", "Visits %"],
)
def test_a_unit_that_says_percent_is_percent(unit):
    kpi, found = kpi_of(0.85, 0.95, unit=unit)
    assert (kpi.unit, figures(kpi)) == ("%", ([85.0, 95.0], [90.0]))
    assert found == [("percent-read-as-fraction", "'KPI Data'!C2")]


@pytest.mark.parametrize("unit", ["percentile", "percentage points", "% points", "number", "days"])
def test_other_units_are_not(unit):
    assert kpi_of(85.0, unit=unit)[0].unit == unit


def test_without_a_unit_the_percent_sign_of_the_target_tells():
    kpi, found = kpi_of(0.85, 0.95, unit="", target=Percent(0.9))
    assert (kpi.unit, figures(kpi)) == ("%", ([85.0, 95.0], [90.0]))
    assert found == [("unit-taken-as-percent", "'KPIs'!D2"), ("percent-read-as-fraction", "'KPI Data'!C2")]


def test_without_a_unit_the_percent_signs_of_most_readings_tell_and_the_odd_one_is_named():
    kpi, found = kpi_of(Percent(0.85), Percent(0.86), Percent(0.88), 0.95, unit="")
    assert (kpi.unit, figures(kpi)) == ("%", ([85.0, 86.0, 88.0], [90.0]))
    assert found == [("unit-taken-as-percent", "'KPIs'!D2"), ("percent-scale-mixed", "'KPI Data'!C5")]


def test_one_percent_sign_among_counts_makes_no_percentages():
    kpi, found = kpi_of(85.0, 86.0, Percent(0.88), unit="")
    assert kpi.unit == ""
    assert found == [("percent-in-other-unit", "'KPI Data'!C4")]


@pytest.mark.parametrize("unit", ["", "number", "Rate"])
@pytest.mark.parametrize(("value", "target"), [(0.95, 90.0), (0.2, 90.0), (95.0, 0.9)])
def test_a_target_a_hundred_times_off_is_never_judged_by(unit, value, target):
    kpi, found = kpi_of(value, value, unit=unit, target=target)
    assert figures(kpi) == ([value, value], [None])
    assert found == [("percent-scale-mixed", "'KPIs'!E2")]


def test_a_percent_sign_at_the_target_of_another_unit_is_reported():
    kpi, found = kpi_of(0.95, unit="number", target=Percent(0.9))
    assert figures(kpi) == ([0.95], [None])
    assert found == [("percent-in-other-unit", "'KPIs'!E2"), ("percent-scale-mixed", "'KPIs'!E2")]


@pytest.mark.parametrize(
    ("values", "target", "unit", "kind"),
    [
        ((0.4,), 20.0, "days", "Snapshot"),  # far off its target, and no percentage
        ((0.2,), 12.0, "", "Cumulative"),  # the first month of a year
        ((1.0, 0.0, 1.0), 40.0, "number", "Snapshot"),  # counts
        ((3.0,), 90.0, "number", "Snapshot"),
        ((0.5,), 0.0, "", "Snapshot"),
    ],
)
def test_small_figures_against_a_large_target_may_be_true(values, target, unit, kind):
    assert kpi_of(*values, target=target, unit=unit, kind=kind)[1] == []


def test_a_figure_far_above_its_neighbours_and_above_all_is_named():
    kpi, found = kpi_of(85.0, 86.0, 87.0, 852.0)
    assert figures(kpi)[0] == [85.0, 86.0, 87.0, 852.0]
    assert found == [("percent-above-all", "'KPI Data'!C5")]


def test_figures_that_are_all_above_all_are_named_once():
    assert kpi_of(120.0, 131.0, 128.0)[1] == [("percent-above-all", "'KPI Data'!C2")]
    assert kpi_of(120.0, target="")[1] == [("percent-above-all", "'KPI Data'!C2")]


@pytest.mark.parametrize(("values", "target"), [((98.0, 104.0), 100.0), ((104.0, 108.0), 100.0), ((92.0, 101.0), 95.0)])
def test_somewhat_more_than_all_of_a_plan_or_a_budget_is_no_problem(values, target):
    assert kpi_of(*values, target=target)[1] == []


def test_no_percentage_is_above_a_thousand():
    kpi, found = kpi_of(Percent(85.0), Percent(86.0))
    assert figures(kpi)[0] == []
    assert found == [("percent-impossible", "'KPI Data'!C2"), ("percent-impossible", "'KPI Data'!C3")]
    kpi, found = kpi_of(85.0, 86.0, "88,100", target=Percent(90.0))
    assert figures(kpi) == ([85.0, 86.0], [None])
    assert found == [("percent-impossible", "'KPIs'!E2"), ("percent-impossible", "'KPI Data'!C4")]


@pytest.mark.parametrize(
    ("form", "value", "found"),
    [
        ("0.0%", 0.87, []),
        ("0%;-0%", 0.87, []),
        ('0%;-0%;"none"', 0.87, []),
        ("0%;@", 0.87, []),
        ('[<=1]0%;0"%"', 87.0, []),
        ('[<=1]0%;0"%"', 0.87, [("percent-read-as-fraction", "'KPI Data'!C2")]),
        ("[<=1]0%;General", 87.0, []),
    ],
)
def test_a_format_shows_percentages_where_all_its_parts_do(form, value, found):
    buffer = io.BytesIO()
    workbook = xlsxwriter.Workbook(buffer, {"in_memory": True})
    kpis, data = workbook.add_worksheet("KPIs"), workbook.add_worksheet("KPI Data")
    for row, cells in enumerate([HEAD, ["K1", "Visits", "High", "%", 90.0, "Snapshot"]]):
        kpis.write_row(row, 0, cells)
    data.write_row(0, 0, ["KPI", "Period", "Value"])
    data.write_row(1, 0, ["K1", "Dec-25"])
    data.write_number(1, 2, value, workbook.add_format({"num_format": form}))
    workbook.close()
    plan, problems = read_bytes(buffer.getvalue(), "plan.xlsx")
    assert [reading.value for reading in plan.kpis[0].readings] == [87.0]
    assert codes(problems) == found
