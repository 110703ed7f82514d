from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterly.model.kpi import ReadingState
from quarterly.model.problems import ProblemKind
from quarterly.read import kinds
from quarterly.read.values import (
    NumberRead,
    TargetRead,
    ValueRead,
    closest,
    folded,
    read_number,
    read_target,
    read_value,
    ref_key,
    split_people,
    split_refs,
    text_of,
)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1"),
        (1.5, "1.5"),
        ("  K 1\u00a0", "K 1"),
        (date(2025, 3, 31), "31/03/2025"),
        (True, "TRUE"),
        (time(9, 30), "09:30"),
        (timedelta(hours=30), "1 day, 6:00:00"),
        ("=SUM(A1)", "=SUM(A1)"),
        ("+44 20", "+44 20"),
        ("-a", "-a"),
        ("@home", "@home"),
        ("zero\u200bwidth", "zerowidth"),
    ],
)
def test_text_of_a_cell(value, text):
    assert text_of(value) == text


@pytest.mark.parametrize(
    ("value", "number"),
    [
        (87.0, NumberRead(number=87.0)),
        ("87", NumberRead(number=87.0)),
        ("1,234", NumberRead(number=1234.0)),
        ("1,234,567.5", NumberRead(number=1234567.5)),
        ("-5", NumberRead(number=-5.0)),
        ("−5", NumberRead(number=-5.0)),
        (".5", NumberRead(number=0.5)),
        ("1.5E2", NumberRead(number=150.0)),
        ("87%", NumberRead(number=87.0, percent=True)),
        ("87.5 %", NumberRead(number=87.5, percent=True)),
        ("", None),
        (" ", None),
    ],
)
def test_numbers_are_read(value, number):
    assert read_number(value) == number


def test_a_number_shown_as_percent_is_on_the_scale_to_100():
    assert read_number(0.87, shown_as_percent=True) == NumberRead(number=87.0, percent=True)
    assert read_number(0.07, shown_as_percent=True) == NumberRead(number=7.0, percent=True)  # not 7.000000000000001


@pytest.mark.parametrize("value", ["£1.2m", "1,23", "12,34,567", "1 234", "ten", "1.2.3", "5 days", "inf", "nan", True])
def test_what_is_not_a_number_is_refused(value):
    assert read_number(value) is kinds.NUMBER_NOT_UNDERSTOOD


def test_infinite_numbers_are_refused():
    assert read_number(float("inf")) is kinds.NUMBER_NOT_UNDERSTOOD
    assert read_number(float("nan")) is kinds.NUMBER_NOT_UNDERSTOOD
    assert read_number("1e999") is kinds.NUMBER_NOT_UNDERSTOOD


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_read_back(number):
    assert read_number(repr(number)) == NumberRead(number=number)


@given(st.integers(-(10**12), 10**12))
def test_numbers_with_thousands_read_back(number):
    assert read_number(f"{number:,}") == NumberRead(number=float(number))


@pytest.mark.parametrize(
    ("text", "state"),
    [
        ("c", ReadingState.SUPPRESSED),
        ("[C]", ReadingState.SUPPRESSED),
        ("*", ReadingState.SUPPRESSED),
        ("x", ReadingState.SUPPRESSED),
        ("<5", ReadingState.SUPPRESSED),
        ("< 6", ReadingState.SUPPRESSED),
        ("fewer than 5", ReadingState.SUPPRESSED),
        ("z", ReadingState.NOT_APPLICABLE),
        ("n/a", ReadingState.NOT_APPLICABLE),
        ("N/A ", ReadingState.NOT_APPLICABLE),
        (":", ReadingState.NOT_AVAILABLE),
        ("-", ReadingState.NOT_AVAILABLE),
        ("–", ReadingState.NOT_AVAILABLE),
        ("..", ReadingState.NOT_AVAILABLE),
        ("TBC", ReadingState.AWAITED),
        ("k", ReadingState.ROUNDS_TO_ZERO),
        ("low", ReadingState.ROUNDS_TO_ZERO),
        ("u", ReadingState.LOW_RELIABILITY),
        ("not due", ReadingState.NOT_DUE),
    ],
)
def test_shorthand_is_a_state_without_a_number(text, state):
    assert read_value(text) == ValueRead(number=None, state=state)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("87.5 p", ValueRead(number=87.5, state=ReadingState.PROVISIONAL)),
        ("87.5p", ValueRead(number=87.5, state=ReadingState.PROVISIONAL)),
        ("87% (prov)", ValueRead(number=87.0, percent=True, state=ReadingState.PROVISIONAL)),
        ("1,234 [r]", ValueRead(number=1234.0, state=ReadingState.REVISED)),
        ("12 [u]", ValueRead(number=12.0, state=ReadingState.LOW_RELIABILITY)),
    ],
)
def test_a_number_keeps_the_letter_beside_it(text, value):
    assert read_value(text) == value


@pytest.mark.parametrize("value", ["about 5", "5-10", "£5", "5 children", "Q3", "yes", True, date(2025, 2, 1)])
def test_other_words_are_no_value(value):
    assert read_value(value) is kinds.VALUE_NOT_UNDERSTOOD


@pytest.mark.parametrize(
    ("value", "target"),
    [
        (95.0, TargetRead(value=95.0)),
        ("95%", TargetRead(value=95.0, percent=True)),
        ("Fewer than 85", TargetRead(value=85.0, words="Fewer than 85")),
        ("At least 90%", TargetRead(value=90.0, percent=True, words="At least 90%")),
        ("90% or above", TargetRead(value=90.0, percent=True, words="90% or above")),
        ("< 5", TargetRead(value=5.0, words="< 5")),
        (">=90", TargetRead(value=90.0, words=">=90")),
        ("12+", TargetRead(value=12.0, words="12+")),
        ("Zero", TargetRead(value=0.0, words="Zero")),
        ("580 to 630", TargetRead(low=580.0, high=630.0, words="580 to 630")),
        ("580-630", TargetRead(low=580.0, high=630.0, words="580-630")),
        ("Between 16 and 18", TargetRead(low=16.0, high=18.0, words="Between 16 and 18")),
        ("Monitor", TargetRead()),
        ("TBC", TargetRead()),
        ("", None),
    ],
)
def test_targets_in_figures_and_words(value, target):
    assert read_target(value) == target


def test_a_target_may_carry_the_unit():
    assert read_target("At most 85 children", unit="children") == TargetRead(value=85.0, words="At most 85 children")


@pytest.mark.parametrize("value", ["Improve on last year", "85 by March 2026", "630 to 580", "a few", date(2025, 1, 1)])
def test_a_target_that_is_no_number_is_refused(value):
    assert read_target(value) is kinds.TARGET_NOT_UNDERSTOOD


def test_references_and_people_are_split():
    assert split_refs("K1, K4; K7\nK9 and K10 & K1") == ("K1", "K4", "K7", "K9", "K10")
    assert split_people("AD / HoS; Team  Manager") == ("AD", "HoS", "Team Manager")
    assert split_refs("") == ()


def test_references_compare_without_case_and_blanks_but_with_points():
    assert ref_key("K 1") == ref_key("k1")
    assert ref_key("1.2") != ref_key("12")


def test_folding_ignores_case_spaces_and_punctuation_but_not_percent():
    assert folded("  Sub-Plan: ") == "subplan"
    assert folded("% Complete") == "%complete"
    assert folded("Complete") != folded("% Complete")


def test_closest_names_what_was_likely_meant():
    assert closest("Hihg", ["High", "Low"]) == "High"
    assert closest("Banana", ["High", "Low"]) == ""


@given(st.text(max_size=60))
def test_any_text_is_read_or_a_problem(text):
    for found, kind in (
        (read_number(text), NumberRead),
        (read_value(text), ValueRead),
        (read_target(text), TargetRead),
    ):
        assert isinstance(found, kind | ProblemKind | None)
