"""Records and streaks: what stands out, how far a series has come, how long it has been on target."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterly.judge.records import Extreme, Mark, Move, Record, Records, Streak, records

SERIES = st.lists(st.one_of(st.integers(-50, 50), st.none()), max_size=20)


def labelled(*values: float | None, **rest: object) -> Records:
    return records(values, labels=[f"P{number}" for number in range(1, len(values) + 1)], **rest)


# --- records ---


def test_the_highest_of_all_is_a_record_worded_by_polarity() -> None:
    found = labelled(3, 5, 4, 7, direction="increase", decimals=0, unit="children")
    assert found.record == Record(
        extreme=Extreme.HIGHEST,
        since="",
        equal=False,
        good=True,
        why="At 7 children, the highest (best) on record, which begins in P1.",
    )
    assert labelled(3, 5, 4, 7, direction="decrease").record.why == (
        "At 7.0, the highest (worst) on record, which begins in P1."
    )
    assert labelled(3, 5, 4, 7).record.why == "At 7.0, the highest on record, which begins in P1."


def test_the_lowest_since_an_earlier_reading_names_it() -> None:
    assert labelled(2, 9, 8, 7, 3, direction="decrease", unit="%", decimals=1).record == Record(
        extreme=Extreme.LOWEST, since="P1", equal=False, good=True, why="At 3.0%, the lowest (best) since P1."
    )


def test_an_earlier_reading_of_the_same_value_is_said_to_be_the_same() -> None:
    found = labelled(9, 3, 8, 7, 6, 3).record
    assert (found.since, found.equal, found.why) == ("P2", True, "At 3.0, the lowest since P2, which was the same.")


def test_standing_out_from_two_readings_is_nothing_to_speak_of() -> None:
    assert labelled(2, 9, 8, 3).record is None
    assert labelled(9, 8, 3).record is None


def test_values_that_differ_by_rounding_alone_are_equal() -> None:
    assert labelled(9, 0.1 + 0.2, 8, 7, 6, 0.3).record.equal


def test_a_constant_series_sets_no_record_and_has_not_moved() -> None:
    found = labelled(4, 4, 4, 4, 4)
    assert found == Records(
        highest=Mark(label="P5", value=4.0), lowest=Mark(label="P5", value=4.0), why="Nothing stands out."
    )


def test_records_look_across_gaps() -> None:
    assert labelled(9, None, 8, 7, None, 3).record.why == "At 3.0, the lowest on record, which begins in P1."


# --- from and to ---


def test_change_from_the_peak_goes_from_one_reading_to_the_other() -> None:
    # 702 down to 513: -189, 189 / 702 = 26.9%.
    found = labelled(600, 702, 650, 513, direction="decrease", decimals=0, unit="children")
    assert found.from_peak == Move(
        then=Mark(label="P2", value=702.0),
        now=Mark(label="P4", value=513.0),
        difference=-189.0,
        percent=pytest.approx(-26.923, abs=1e-3),
        better=True,
        why="From 702 children (the highest, in P2) to 513 children: −189 children (−27%), an improvement.",
    )
    assert found.from_low is None


def test_percentages_change_in_points_and_have_no_percentage_change() -> None:
    found = labelled(60, 70, 65, direction="increase", baseline=49, baseline_label="Mar 2024", unit="%", decimals=0)
    assert found.from_baseline.percent is None
    assert found.from_baseline.why == "From 49% (Mar 2024) to 65%: +16 points, an improvement."
    assert found.from_peak.why == "From 70% (the highest, in P2) to 65%: −5 points, a decline."


def test_no_percentage_change_from_nothing() -> None:
    assert labelled(0, 5, decimals=0).from_low.why == "From 0 (the lowest, in P1) to 5: +5."


def test_a_percentage_change_below_one_has_a_decimal() -> None:
    assert labelled(1000, 1004, decimals=0).from_low.why == "From 1,000 (the lowest, in P1) to 1,004: +4 (+0.4%)."


def test_a_negative_start_gives_a_percentage_of_its_size() -> None:
    assert labelled(-4, -2).from_low.percent == 50.0


def test_no_change_since_the_baseline_is_said() -> None:
    assert labelled(5, 6, 5, baseline=5, direction="increase").from_baseline.why == (
        "From 5.0 (the baseline) to 5.0: no change."
    )


def test_an_extreme_that_occurs_twice_is_dated_by_its_latest_occurrence() -> None:
    assert labelled(9, 5, 9, 6).highest == Mark(label="P3", value=9.0)


# --- streaks ---


def test_periods_in_a_row_on_target_count_back_from_the_latest() -> None:
    found = labelled(80, 91, 90, 95, direction="increase", targets=[90, 90, 90, 90], period="quarter")
    assert found.streak == Streak(met=True, length=3, whole=False, why="On target for 3 quarters in a row.")


def test_each_period_is_held_against_the_target_then_in_force() -> None:
    assert labelled(80, 85, 85, direction="increase", targets=[80, 80, 90]).streak == Streak(
        met=False, length=1, whole=False, why="Off target for this month."
    )


@pytest.mark.parametrize("targets", [[5, 5, 5], [5, None, 5]])
def test_a_streak_that_reaches_a_gap_or_the_start_may_be_longer(targets: list[float | None]) -> None:
    found = labelled(6, 4, 4, direction="decrease", targets=targets)
    assert found.streak.whole is (targets[1] is None)
    everything = labelled(4, 4, 4, direction="decrease", targets=[5, 5, 5]).streak
    assert everything.why == "On target for 3 months in a row, as far back as it can be judged."


def test_a_gap_ends_a_streak() -> None:
    assert labelled(4, None, 4, direction="decrease", targets=[5, 5, 5]).streak.length == 1


@pytest.mark.parametrize(
    ("values", "rest"),
    [
        ((4, 4), {"direction": "decrease"}),
        ((4, 4), {"direction": "neutral", "targets": [5, 5]}),
        ((4, None), {"direction": "decrease", "targets": [5, 5]}),
        ((4, 4), {"direction": "decrease", "targets": [5, None]}),
    ],
)
def test_no_streak_without_a_target_a_better_way_or_a_latest_reading(
    values: tuple[float | None, ...], rest: dict[str, object]
) -> None:
    assert labelled(*values, **rest).streak is None


# --- the whole ---


def test_why_puts_the_sentences_together() -> None:
    found = labelled(60, 50, 40, 33, direction="decrease", baseline=49, unit="%", decimals=0, targets=[35] * 4)
    assert found.why == (
        "At 33%, the lowest (best) on record, which begins in P1. "
        "From 49% (the baseline) to 33%: −16 points, an improvement. "
        "From 60% (the highest, in P1) to 33%: −27 points, an improvement. "
        "On target for this month."
    )


def test_why_tells_of_the_larger_move_even_where_it_is_a_decline() -> None:
    assert labelled(88, 92, 79, 80, direction="increase", unit="%", decimals=0).why == (
        "From 92% (the highest, in P2) to 80%: −12 points, a decline."
    )


@pytest.mark.parametrize("values", [(), (None, None)])
def test_a_series_without_a_reading_says_so(values: tuple[None, ...]) -> None:
    assert labelled(*values, baseline=3) == Records(why="There is no reading yet.")


def test_one_reading_sets_no_record() -> None:
    assert labelled(3).why == "Nothing stands out."


def test_bad_input_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"^labels must be as many as values \(2\), not 1$"):
        records([1, 2], labels=["P1"])
    with pytest.raises(ValueError, match=r"^targets must be as many as values \(2\), not 1$"):
        labelled(1, 2, targets=[1])
    with pytest.raises(ValueError, match=r"^targets\[1\] must be a finite number, not nan$"):
        labelled(1, 2, targets=[1, float("nan")])
    with pytest.raises(ValueError, match=r"^baseline must be a finite number, not inf$"):
        labelled(1, 2, baseline=float("inf"))
    with pytest.raises(ValueError, match=r"^values\[0\] must be a finite number"):
        labelled(float("inf"))
    with pytest.raises(ValueError, match=r"^direction must be"):
        labelled(1, direction="high")


# --- laws ---

OPPOSITE = {Extreme.HIGHEST: Extreme.LOWEST, Extreme.LOWEST: Extreme.HIGHEST}


@given(values=SERIES)
def test_a_mirrored_series_sets_the_opposite_record(values: list[float | None]) -> None:
    before = labelled(*values, direction="increase").record
    after = labelled(*(None if value is None else -value for value in values), direction="decrease").record
    assert (before is None) == (after is None)
    if before and after:
        assert (after.extreme, after.since, after.equal, after.good) == (
            OPPOSITE[before.extreme],
            before.since,
            before.equal,
            before.good,
        )


@given(values=SERIES, target=st.integers(-50, 50))
def test_a_streak_is_as_long_as_its_readings(values: list[float | None], target: int) -> None:
    streak = labelled(*values, direction="increase", targets=[target] * len(values)).streak
    if streak:
        tail = values[-streak.length :]
        assert all((value is not None) and ((value >= target) == streak.met) for value in tail)
        before = values[: -streak.length][-1:]
        assert streak.whole == (not before or before[0] is None)
        assert all(value is None or (value >= target) != streak.met for value in before)
