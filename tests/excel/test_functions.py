"""What the worksheet functions answer, for cells as Excel passes them."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterly.excel import functions
from quarterly.excel.functions import (
    ACTION_RAG,
    DIRECTION_OF_TRAVEL,
    FORECAST_MET,
    KPI_RAG,
    KPI_WHY,
    QUARTER_LABEL,
    SPC_ASSURANCE,
    SPC_VARIATION,
)


def test_the_usual_rule_is_within_five_and_ten_percent_of_target() -> None:
    # 5% of 90 is 4.5: green from 85.5; 10% is 9: amber from 81
    assert [KPI_RAG(value, 90) for value in (90.0, 85.5, 85.4, 81.0, 80.9)] == [
        "Green",
        "Green",
        "Amber",
        "Amber",
        "Red",
    ]


def test_good_is_low_turns_the_scale() -> None:
    assert [KPI_RAG(value, 20, "Low") for value in (20.0, 22.0, 22.1)] == ["Green", "Amber", "Red"]


def test_a_floor_makes_amber_between_floor_and_target() -> None:
    assert [KPI_RAG(value, 95, "High", 85) for value in (95.0, 94.9, 85.0, 84.9)] == ["Green", "Amber", "Amber", "Red"]


def test_a_tolerance_in_points_is_in_the_values_own_unit() -> None:
    assert [KPI_RAG(value, 90, None, None, "2 points") for value in (90.0, 88.0, 87.9)] == ["Green", "Amber", "Red"]


def test_the_limit_of_a_target_in_words_is_judged_as_on_the_kpis_sheet() -> None:
    assert [KPI_RAG(value, "Fewer than 85", "Low", None, "2 points") for value in (84.9, 85.0, 87.1)] == [
        "Green",
        "Amber",
        "Red",
    ]
    assert [KPI_RAG(value, "At most 85", "Low", None, "2 points") for value in (85.0, 85.1)] == ["Green", "Amber"]


def test_a_range_as_target_settles_which_way_is_good() -> None:
    assert [KPI_RAG(value, "580 to 630") for value in (580.0, 630.0, 631.0)] == ["Green", "Green", "Red"]


def test_a_scheme_is_chosen_by_name_and_compares_with_last_year() -> None:
    # Havering: 80 is 11% off 90; the same as last year is amber, worse is red
    assert KPI_RAG(80.0, 90, "High", None, None, "Havering 2013", 80.0) == "Amber"
    assert KPI_RAG(80.0, 90, "High", None, None, "Havering 2013", 81.0) == "Red"


def test_shares_are_rated_like_percentages() -> None:
    assert KPI_RAG(0.87, 0.9) == KPI_RAG(87.0, 90) == "Green"


def test_a_range_of_values_spills_one_answer_a_cell() -> None:
    assert KPI_RAG([[90.0], [None], ["c"], ["#N/A"]], 90) == [
        ["Green"],
        ["Awaited"],
        ["Suppressed"],
        ["Value: the cell shows #N/A; mend its formula first."],
    ]


def test_values_and_targets_may_both_be_ranges_of_one_size() -> None:
    assert KPI_RAG([90.0, 70.0], [90.0, 70.0]) == ["Green", "Green"]
    assert KPI_RAG([90.0, 70.0], [90.0]) == "The ranges must have the same number of rows and columns."


def test_why_gives_value_target_gap_and_next_band() -> None:
    assert KPI_WHY(84.1, 90, "High", None, "10%", None, None, "%") == (
        "84.1% against a target of 90%: 5.9 points short. Amber is within 10% of target (81.0% or more); "
        "5.9 points more would make it green."
    )


@pytest.mark.parametrize(
    ("arguments", "answer"),
    [
        ((90.0, 90, "Hihg"), 'Good is: "Hihg" is not known; did you mean High?'),
        (("lots", 90), 'Value: "lots" is not a number.'),
        ((90.0, "as many as we can"), 'Target: "as many as we can" is not understood.'),
        ((90.0, 90, None, None, None, "Traffic"), 'Rule: "Traffic" is not understood.'),
        ((-2146826281, 90), "Value: the cell shows #DIV/0!; mend its formula first."),
        ((90.0, None), "No target"),
        ((None, 90), "Awaited"),
        ((True, 90), 'Value: a number is needed, not "True".'),
    ],
)
def test_what_cannot_be_rated_is_said_in_the_cell(arguments: tuple[object, ...], answer: str) -> None:
    assert KPI_RAG(*arguments) == answer


def test_an_action_is_rated_on_its_day() -> None:
    # 100 of 200 days gone: 50% expected. 45% is 90% of it, green; 35% is 70%, amber; 34% red.
    start, due, on = date(2025, 1, 1), date(2025, 7, 20), date(2025, 4, 11)
    assert [ACTION_RAG(start, due, complete, on) for complete in (0.45, 0.35, 0.34, 45)] == [
        "Green",
        "Amber",
        "Red",
        "Green",
    ]


def test_an_action_complete_and_evidenced_is_blue() -> None:
    evidence = datetime(2025, 6, 1)
    assert ACTION_RAG(datetime(2025, 1, 1), datetime(2025, 5, 1), 1, datetime(2025, 6, 2)) == "Green"
    assert (
        ACTION_RAG(datetime(2025, 1, 1), datetime(2025, 5, 1), 1, datetime(2025, 6, 2), None, None, None, evidence)
        == "Blue"
    )


def test_an_action_needs_its_day() -> None:
    assert ACTION_RAG(date(2025, 1, 1), date(2025, 5, 1), 1, None) == "As at: a date is needed, for example TODAY()."
    assert ACTION_RAG("31/06/25", date(2025, 5, 1), 1, date(2025, 5, 1)) == 'Start: "31/06/25" is not a date.'


def test_direction_of_travel_says_which_way_and_what_it_means() -> None:
    assert DIRECTION_OF_TRAVEL(92.0, 88.0, "High", 90, "%") == "▲ Improved"
    assert DIRECTION_OF_TRAVEL(86.0, 89.0, "High", 80, "%") == "▼ Declined, within limits"
    assert DIRECTION_OF_TRAVEL(33.0, 30.0, "Low", 20, "%") == "▲ Declined, off target"
    assert DIRECTION_OF_TRAVEL(90.4, 90.0, "High", 80, "%") == "► Stable"
    assert DIRECTION_OF_TRAVEL(90.0, None) == "No direction: a value is missing."


RISING = [[float(value)] for value in (50, 51, 49, 50, 51, 49, 50, 51, 49, 50, 51, 49, 70)]


def test_a_point_beyond_the_limit_is_a_special_cause() -> None:
    assert str(SPC_VARIATION(RISING, "High")).startswith("▲ Improvement (high): ")
    assert str(SPC_VARIATION(RISING, "Low")).startswith("▲ Concern (high): ")
    assert str(SPC_VARIATION(RISING[:-1], "High")).startswith("• Common cause")


def test_the_figures_behind_the_chart_spill_as_a_table() -> None:
    table = SPC_VARIATION(RISING, "High", True)
    assert isinstance(table, list)
    assert table[0] == ["Value", "Mean", "Lower limit", "Upper limit", "Special cause", "Meaning"]
    assert table[-1][0] == "70"
    assert table[-1][4:] == ["above upper limit", "improvement"]
    assert len(table) == 14


def test_assurance_compares_the_limits_with_the_target() -> None:
    steady = RISING[:-1]
    assert "consistently passes" in str(SPC_ASSURANCE(steady, 30, "High")).casefold()
    assert "consistently fails" in str(SPC_ASSURANCE(steady, 90, "High")).casefold()
    assert SPC_ASSURANCE(steady, None) == "Target: a number is needed."


def test_too_few_points_are_said() -> None:
    assert SPC_VARIATION(RISING[:5]) == "Too few points: 5 of at least 12 values."


def test_a_forecast_answers_or_says_why_not() -> None:
    climbing = [[50.0 + month + (month % 3) * 0.4] for month in range(24)]
    assert "target" in str(FORECAST_MET(climbing, 78, "High", 6, "Month", "%")).casefold()
    assert str(FORECAST_MET(climbing[:3], 78)).startswith("No forecast: it needs at least 12 months")
    assert FORECAST_MET(climbing, 78, "High", 0) == "Periods: a whole number from 1 to 60 is needed."


def test_a_date_is_labelled_with_its_quarter() -> None:
    assert QUARTER_LABEL(date(2025, 12, 31)) == "Q3 2025/26"
    assert QUARTER_LABEL(datetime(2025, 12, 31), "September") == "Q2 2025/26"
    assert QUARTER_LABEL([[date(2026, 1, 1)], [None]], 1) == [["Q1 2026"], [""]]
    assert QUARTER_LABEL(date(2025, 12, 31), "Smarch") == 'Year starts: "Smarch" is not a month.'


CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(),
    st.integers(),
    st.text(max_size=20),
    st.dates(),
    st.datetimes(),
    st.sampled_from(["High", "Low", "Range", "c", "<5", "10%", "Kent", "#REF!", "580 to 630", -2146826246, 87.5]),
)
ANY = st.one_of(CELLS, st.lists(CELLS, max_size=14), st.lists(st.lists(CELLS, min_size=1, max_size=3), max_size=14))


@given(st.sampled_from(functions.__all__), st.lists(ANY, min_size=4, max_size=5))
def test_no_argument_makes_a_function_raise(name: str, arguments: list[object]) -> None:
    takes = {"QUARTER_LABEL": 2, "SPC_VARIATION": 3, "SPC_ASSURANCE": 3}
    answer = getattr(functions, name)(*arguments[: takes.get(name, 5)])
    texts = (
        [text for row in answer for text in (row if isinstance(row, list) else [row])]
        if isinstance(answer, list)
        else [answer]
    )
    assert all(isinstance(text, str) for text in texts)
