"""References that Excel keeps as numbers: 1.10 becomes 1.1."""

import pytest
from read_books import codes, read

PLAN = ["Ref", "Recommendation", "Action", "KPIs", "Depends on"]
KPIS = [["Ref", "Indicator", "Good is"], ["1.1", "Visits", "High"], ["1.10", "Plans", "High"], ["2", "Reviews", "High"]]


def test_a_number_that_could_be_two_indicators_is_read_as_neither():
    data = [["KPI", "Period", "Value"], [1.1, "Dec-25", 1.0], ["1.1", "Dec-25", 2.0], [2.0, "Dec-25", 3.0]]
    plan, problems = read({"KPIs": KPIS, "KPI Data": data})
    assert [[reading.value for reading in kpi.readings] for kpi in plan.kpis] == [[2.0], [], [3.0]]
    assert codes(problems) == [("ref-as-number", "'KPI Data'!A2")]
    assert problems[0].fix == "Type it as text, with an apostrophe before it: '1.10 or '1.1."


@pytest.mark.parametrize("sheet", ["Targets", "Benchmarks"])
def test_so_it_is_on_every_sheet_that_names_an_indicator(sheet):
    rows = {
        "Targets": [["KPI", "From", "Target"], [1.1, "2025/26", 90.0], ["1.10", "2025/26", 90.0]],
        "Benchmarks": [["KPI", "Comparator", "Period", "Value"], [1.1, "England", "2025/26", 90.0]],
    }[sheet]
    problems = read({"KPIs": KPIS, "KPI Data": [["KPI", "Period", "Value"]], sheet: rows})[1]
    assert codes(problems) == [("ref-as-number", f"'{sheet}'!A2")]


def test_a_number_that_could_be_two_actions_links_neither():
    rows = [["1.1", "", "x", "", ""], ["1.10", "", "x", "", ""], ["1.2", "", "x", "", 1.1], ["1.3", "", "x", "", "1.1"]]
    plan, problems = read({"Action Plan": [PLAN, *rows]})
    assert [action.depends_on for action in plan.actions] == [(), (), (), ("1.1",)]
    assert codes(problems) == [("ref-as-number", "'Action Plan'!E4")]


def test_a_number_that_can_mean_one_thing_only_is_read():
    plan, problems = read(
        {"Action Plan": [PLAN, [1.1, "", "x", "", ""], [1.2, "", "x", "", 1.1], [10.0, "", "x", "", 1.2]]}
    )
    assert [action.depends_on for action in plan.actions] == [(), ("1.1",), ("1.2",)]
    assert problems == ()


def test_zeros_that_only_the_format_shows_are_explained():
    problems = read({"Action Plan": [PLAN, [1.0, "", "x", "", ""], ["A2", "", "x", "", "001"]]})[1]
    assert codes(problems) == [("link-unknown", "'Action Plan'!E3")]
    assert problems[0].fix.startswith('Did you mean "1"? It is there as the number 1; a cell\'s format may show zeros')


@pytest.mark.parametrize("asked", ["TBC", "n/a", '"'])
def test_a_change_of_rules_for_nobody_knows_which_indicators_is_for_none(asked):
    rules = [["From", "Scheme", "KPIs"], ["2025/26", "Kent", asked]]
    plan, problems = read({"KPIs": KPIS, "KPI Data": [["KPI", "Period", "Value"]], "Rules": rules})
    assert plan.rule_changes == ()
    assert codes(problems) == [("ditto" if asked == '"' else "link-unknown", "'Rules'!C2")]
