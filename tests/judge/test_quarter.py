"""From readings to the quarter's value, or the reason why there is none."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace
from readings import AS_AT, Q2, Q3, kpi, month, months_to, reading

from quarterly.judge.judgement import Status
from quarterly.judge.quarter import History, Taken, latest_words, quarter_value, unused_words, value_for
from quarterly.model.kpi import Frequency, Kind, Kpi, Polarity, QuarterRule, Reading, ReadingState
from quarterly.model.periods import ACADEMIC, FINANCIAL, Period

OCT, NOV, DEC = Q3.month_periods()
SUM, MEAN, RATIO = QuarterRule.SUM, QuarterRule.MEAN, QuarterRule.RATIO


def taken(item: Kpi, as_at: date = AS_AT, quarter: Period = Q3) -> Taken:
    return quarter_value(History.of(item, as_at), quarter)


def outcome(item: Kpi, as_at: date = AS_AT, quarter: Period = Q3) -> tuple[float | None, Status | None, str]:
    found = taken(item, as_at, quarter)
    return found.value, found.status, found.why


def test_last_month_stands_for_the_quarter() -> None:
    assert outcome(kpi(*months_to(DEC, 80, 85, 90))) == (90, None, "")


def test_last_month_missing_is_awaited() -> None:
    assert outcome(kpi(*months_to(NOV, 80, 85))) == (None, Status.AWAITED, "Awaited: no figure for Dec 2025.")


def test_sum_and_mean_take_every_month() -> None:
    item = kpi(*months_to(DEC, 0.1, 0.2, 0.3), quarter_rule=SUM)
    assert taken(item).value == 0.6  # 0.6000000000000001 in floats
    assert taken(replace(item, quarter_rule=MEAN)).value == 0.2


@pytest.mark.parametrize("rule", [SUM, MEAN, RATIO])
def test_missing_months_are_named(rule: QuarterRule) -> None:
    assert outcome(kpi(reading(NOV, 3), quarter_rule=rule)) == (
        None,
        Status.AWAITED,
        "Awaited: no figure for Oct 2025 and Dec 2025.",
    )


def test_three_missing_months_are_listed() -> None:
    assert outcome(kpi(quarter_rule=SUM))[2] == "Awaited: no figure for Oct 2025, Nov 2025 and Dec 2025."


def ratio(*pairs: tuple[float, float], **fields: object) -> Kpi:
    readings = tuple(
        reading(period, None if not bottom else round(100 * top / bottom), numerator=top, denominator=bottom)
        for period, (top, bottom) in zip((OCT, NOV, DEC), pairs, strict=True)
    )
    return kpi(*readings, quarter_rule=RATIO, **fields)


def test_ratio_is_worked_out_anew_and_not_averaged() -> None:
    # 90 of 100, 9 of 10, 0 of 10: 99 of 120 = 82.5%; the mean of 90%, 90% and 0% would be 60%.
    found = taken(ratio((90, 100), (9, 10), (0, 10)))
    assert (found.value, found.reading and (found.reading.numerator, found.reading.denominator)) == (82.5, (99, 120))


def test_a_month_without_cases_adds_nothing_to_a_ratio() -> None:
    assert taken(ratio((9, 10), (0, 0), (0, 10))).value == 45


def test_a_ratio_without_any_cases_is_not_applicable() -> None:
    assert outcome(ratio((0, 0), (0, 0), (0, 0)))[1:] == (
        Status.NOT_APPLICABLE,
        "Not applicable: there were no cases.",
    )


@pytest.mark.parametrize(
    ("unit", "values", "value"),
    [
        ("per 10,000", (1.0, 1.0, 1.0), 3.0),  # (1 + 1 + 1) / (3 x 3,333.33) x 10,000; the months' values play no part
        ("Rate per 10,000 children", (1.0, 1.0, 1.0), 3.0),
        ("cases per worker", (0.0003, 0.0003, 0.0003), 0.0003),  # the values are the plain fraction
        ("", (3.0, 3.0, 3.0), 3.0),  # the values are ten thousand times the fraction
        ("", (0.0, 0.0, 0.0), None),
    ],
)
def test_the_scale_of_a_ratio_comes_from_unit_or_values(
    unit: str, values: tuple[float, ...], value: float | None
) -> None:
    tops = [1.0 if each else 0.0 for each in values]
    readings = [
        reading(period, each, numerator=top, denominator=10_000 / 3)
        for period, each, top in zip((OCT, NOV, DEC), values, tops, strict=True)
    ]
    found = taken(kpi(*readings, quarter_rule=RATIO, unit=unit)).value
    assert found == (pytest.approx(value) if value is not None else 0.0)


def test_a_ratio_that_does_not_give_the_values_is_not_judged() -> None:
    readings = [reading(period, 77, numerator=1, denominator=3) for period in (OCT, NOV, DEC)]
    assert outcome(kpi(*readings, quarter_rule=RATIO, unit=""))[1:] == (
        Status.CANNOT_JUDGE,
        "Cannot be judged: the figures do not follow from their numerators and denominators.",
    )


def test_a_ratio_month_without_its_fraction_is_not_guessed() -> None:
    item = ratio((9, 10), (9, 10), (9, 10))
    readings = (*item.readings[:2], reading(DEC, 90))
    assert outcome(replace(item, readings=readings))[1:] == (
        Status.CANNOT_JUDGE,
        "Cannot be judged: the quarter is worked out from numerators and denominators, and Dec 2025 has none.",
    )


def test_a_ratio_month_with_nothing_at_all_has_its_own_state() -> None:
    item = ratio((9, 10), (9, 10), (9, 10))
    readings = (*item.readings[:2], reading(DEC, None, state=ReadingState.SUPPRESSED))
    assert outcome(replace(item, readings=readings))[1:] == (
        Status.SUPPRESSED,
        "Suppressed for Dec 2025, so that nobody can be recognised.",
    )


@pytest.mark.parametrize("kind", [Kind.CUMULATIVE, Kind.ROLLING])
@pytest.mark.parametrize("rule", list(QuarterRule))
def test_what_covers_a_year_is_its_last_month_by_any_rule(kind: Kind, rule: QuarterRule) -> None:
    assert taken(kpi(*months_to(DEC, 4, 5, 6), kind=kind, quarter_rule=rule)).value == 6


def test_a_figure_for_the_quarter_itself_comes_first() -> None:
    item = kpi(*months_to(DEC, 4, 5, 6), reading(Q3, 15), quarter_rule=SUM)
    assert taken(item).value == 15


def test_an_empty_figure_for_the_quarter_leaves_it_to_the_months() -> None:
    empty = reading(Q3, None, state=ReadingState.AWAITED)
    assert taken(kpi(*months_to(DEC, 4, 5, 6), empty, quarter_rule=SUM)).value == 15
    assert taken(kpi(empty)).why == "Awaited: no figure for Q3 2025/26."


def test_quarterly_figure_dated_by_its_last_month() -> None:
    item = kpi(reading(DEC, 88), frequency=Frequency.QUARTER, quarter_rule=SUM)
    assert taken(item).value == 88
    assert taken(replace(item, readings=(reading(OCT, 88),))).why == "Awaited: no figure for Nov 2025 and Dec 2025."


def test_quarters_of_another_year_are_the_latest_that_ended() -> None:
    # September to November is a quarter of the academic year; October to December is none.
    autumn = Period(date(2025, 9, 1), 3)
    item = kpi(reading(autumn, 88), frequency=Frequency.QUARTER, calendar=ACADEMIC)
    assert (taken(item).period, taken(item).value) == (autumn, 88)
    assert taken(item).why.startswith("The figure is that of ")
    own = replace(item, readings=(reading(Q3, 77),))
    assert (taken(own).period, taken(own).value) == (Q3, 77)


def test_monthly_academic_year_to_date_fits_the_financial_quarter() -> None:
    item = kpi(*months_to(DEC, 1, 3, 4, 7), kind=Kind.CUMULATIVE, calendar=ACADEMIC)
    assert outcome(item) == (7, None, "")


@pytest.mark.parametrize(
    ("state", "status", "why"),
    [
        (ReadingState.NOT_APPLICABLE, Status.NOT_APPLICABLE, "Not applicable for Dec 2025."),
        (ReadingState.NOT_AVAILABLE, Status.NOT_AVAILABLE, "Not available for Dec 2025."),
        (ReadingState.SUPPRESSED, Status.SUPPRESSED, "Suppressed for Dec 2025, so that nobody can be recognised."),
        (ReadingState.LOW_RELIABILITY, Status.LOW_RELIABILITY, "Not given for Dec 2025, as too unreliable to use."),
        (
            ReadingState.ROUNDS_TO_ZERO,
            Status.CANNOT_JUDGE,
            "Cannot be judged: the figure for Dec 2025 rounds to zero and is not given exactly.",
        ),
        (ReadingState.NOT_DUE, Status.NOT_DUE, "Not due for Dec 2025."),
        (ReadingState.LAGGED, Status.LAGGED, "Not known yet for Dec 2025, as figures come in arrears."),
        (ReadingState.AWAITED, Status.AWAITED, "Awaited: no figure for Dec 2025."),
        (ReadingState.FINAL, Status.AWAITED, "Awaited: no figure for Dec 2025."),
        (ReadingState.PROVISIONAL, Status.AWAITED, "Awaited: no figure for Dec 2025."),
    ],
)
def test_each_state_without_a_value_has_its_status_and_words(state: ReadingState, status: Status, why: str) -> None:
    assert outcome(kpi(reading(DEC, None, state=state))) == (None, status, why)


def test_of_several_empty_months_awaited_comes_first() -> None:
    item = kpi(
        reading(OCT, None, state=ReadingState.SUPPRESSED),
        reading(NOV, None, state=ReadingState.AWAITED),
        reading(DEC, 4),
        quarter_rule=SUM,
    )
    assert outcome(item)[1:] == (Status.AWAITED, "Awaited: no figure for Nov 2025.")


def test_the_least_certain_month_marks_the_quarter() -> None:
    months = months_to(DEC, 4, 5, 6)
    item = kpi(months[0], replace(months[1], state=ReadingState.PROVISIONAL), months[2], quarter_rule=SUM)
    assert taken(item).reading == Reading(period=Q3, value=15, state=ReadingState.PROVISIONAL)


LATE = "Latest available is Q2 2025/26; figures come 3 months in arrears."


@pytest.mark.parametrize(
    ("as_at", "expected"),
    [
        (date(2026, 1, 20), (81, None, LATE)),
        (date(2026, 3, 30), (81, None, LATE)),
        (date(2026, 3, 31), (None, Status.AWAITED, "Awaited: no figure for Dec 2025.")),  # three months on, to the day
    ],
)
def test_figures_in_arrears_are_those_that_can_be_known(
    as_at: date, expected: tuple[float | None, Status | None, str]
) -> None:
    assert outcome(kpi(*months_to(Q2.last_month, 79, 80, 81), lag=3), as_at) == expected


def test_figures_in_arrears_that_came_early_are_used() -> None:
    assert outcome(kpi(*months_to(DEC, 79, 80, 81), lag=3)) == (81, None, "")


def test_figures_in_arrears_that_did_not_come_are_awaited() -> None:
    assert outcome(kpi(*months_to(month(2025, 6), 79), lag=3)) == (
        None,
        Status.AWAITED,
        "The figure to report is that of Q2 2025/26, as figures come 3 months in arrears. "
        "Awaited: no figure for Sep 2025.",
    )


def test_a_lag_beyond_a_quarter_goes_back_further() -> None:
    # Five months on from 30 September is 28 February: on 20 January the latest to be known is April to June.
    found = taken(kpi(reading(month(2025, 6), 70), lag=5))
    assert (found.period, found.value) == (FINANCIAL.quarter(2025, 1), 70)


def yearly(*readings: Reading, **fields: object) -> Kpi:
    return kpi(*readings, frequency=Frequency.YEAR, **fields)


YEAR = FINANCIAL.year(2024)  # to 31 March 2025


def test_yearly_figure_is_due_in_the_quarter_in_which_its_year_ends() -> None:
    item = yearly(reading(YEAR, 86))
    q4 = FINANCIAL.quarter(2024, 4)
    assert outcome(item, quarter=q4) == (86, None, "The figure is that of 2024/25.")
    assert taken(item, quarter=q4).period == YEAR
    assert outcome(item) == (None, Status.NOT_DUE, "Reported once a year and not due this quarter.")
    assert outcome(yearly(), quarter=q4) == (None, Status.AWAITED, "Awaited: no figure for 2024/25.")


def test_yearly_figure_in_arrears_is_due_later() -> None:
    # The year to March 2025 with eight months' lag is due in November 2025.
    item = yearly(reading(YEAR, 86), lag=8)
    assert outcome(item) == (86, None, "Latest available is 2024/25; figures come 8 months in arrears.")
    suppressed = replace(item, readings=(reading(YEAR, None, state=ReadingState.SUPPRESSED),))
    assert taken(suppressed).why == "Suppressed for 2024/25, so that nobody can be recognised."
    assert taken(replace(item, readings=())).why == "Awaited: no figure for 2024/25."


def test_yearly_figure_may_be_dated_by_its_last_month() -> None:
    item = yearly(reading(YEAR.last_month, 86))
    assert (taken(item, quarter=FINANCIAL.quarter(2024, 4)).period, value_for(History.of(item, AS_AT), YEAR).value) == (
        YEAR,
        86,
    )


def test_a_stray_month_does_not_make_a_yearly_figure_due() -> None:
    assert taken(yearly(reading(OCT, 86))).status is Status.NOT_DUE


def test_three_years_together_keep_their_own_period() -> None:
    three = Period(date(2023, 1, 1), 36)
    assert taken(yearly(reading(three, 86))).period == three


def test_readings_of_periods_that_had_not_ended_are_not_used() -> None:
    item = kpi(*months_to(DEC, 80, 81, 82))
    history = History.of(item, date(2025, 12, 30))
    found = quarter_value(history, Q3)
    assert (found.status, latest_words(history)) == (Status.AWAITED, "The latest figure is 81.0% for Nov 2025.")
    assert unused_words(history, Q3) == ("A figure for Dec 2025 was not used: it runs past 30 Dec 2025.",)
    assert unused_words(history, Q2) == unused_words(history, None) == ()


def test_latest_is_the_newest_with_a_value_and_the_longer_of_two() -> None:
    item = kpi(*months_to(DEC, 80, 81, 82), reading(Q3, 81), reading(month(2026, 1), None), polarity=Polarity.LOW)
    assert History.of(item, date(2026, 2, 20)).latest == reading(Q3, 81)
    assert latest_words(History.of(kpi(), AS_AT)) == "No figure has been reported yet."


def test_figures_of_teams_alone_are_not_called_none() -> None:
    item = replace(kpi(), team_readings=(replace(reading(Q3, 81), team="East"),))
    assert latest_words(History.of(item, AS_AT)) == "Figures are given for teams only."
