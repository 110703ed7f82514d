"""Whose figure a reading is: the whole authority's, by whatever name, or a team's."""

import pytest
from read_books import codes, read

KPIS = [["Ref", "Indicator", "Good is"], ["K1", "Visits", "High"]]
SETTINGS = [["Setting", "Value"], ["Authority", "Northmere Council"]]


def teams_of(*rows):
    data = [["KPI", "Period", "Team", "Value"], *(["K1", *row] for row in rows)]
    plan, problems = read({"Settings": SETTINGS, "KPIs": KPIS, "KPI Data": data})
    kpi = plan.kpis[0]
    return [reading.value for reading in kpi.readings], [reading.team for reading in kpi.team_readings], codes(problems)


@pytest.mark.parametrize(
    "team",
    [
        *("", "-", "–", "n/a", "N/A", "All", "All teams", "All children", "Total", "Service total", "Whole service"),
        *(
            "Whole of the service",
            "Borough-wide",
            "Countywide",
            "Council",
            "Local authority",
            "northmere council",
            "LA",
        ),
    ],
)
def test_the_whole_by_many_names(team):
    assert teams_of(["Dec-25", team, 95.0], ["Dec-25", "East", 90.0]) == ([95.0], ["East"], [])


@pytest.mark.parametrize("team", ["None", "All Saints", "Front door", "Total Respect", "City", "✓", "Unallocated"])
def test_what_may_be_a_team_is_one_and_no_whole_is_made_of_it(team):
    assert teams_of(["Dec-25", team, 95.0]) == ([], [team], [("teams-only", "'KPI Data'!C2")])


def test_teams_that_are_newer_than_the_whole_are_asked_about():
    rows = [["Nov-25", "", 90.0], ["Nov-25", "East", 91.0], ["Dec-25", "Everybody", 95.0], ["Dec-25", "East", 96.0]]
    assert teams_of(*rows)[2] == [("teams-only", "'KPI Data'!C5")]


def test_a_whole_that_is_newer_than_its_teams_is_not():
    assert teams_of(["Nov-25", "East", 91.0], ["Dec-25", "", 90.0])[2] == []
    assert teams_of(["Nov-25", "", 91.0], ["Dec-25", "East", "c"])[2] == []


def test_a_ditto_mark_is_no_team():
    assert teams_of(["Dec-25", "", 90.0], ["Dec-25", '"', 95.0]) == ([90.0], [], [("ditto", "'KPI Data'!C3")])
