"""An indicator judged whole: target in force, rule, colour, earlier points, directions and caveats."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from readings import AS_AT, Q2, Q3, kpi, months_to, reading
from strategies import decimals

from quarterly.judge.benchmark import Comparison
from quarterly.judge.judgement import Direction, KpiJudgement, KpiPoint, Status, Travel
from quarterly.judge.kpi import behind_but_improving, judge_kpi
from quarterly.judge.reach import reach_of
from quarterly.judge.targets import rule_in_force, target_in_force
from quarterly.model.kpi import (
    Benchmark,
    Comparator,
    Frequency,
    Kind,
    Kpi,
    Polarity,
    QuarterRule,
    Reading,
    ReadingState,
    Target,
)
from quarterly.model.periods import ACADEMIC, CALENDAR_YEAR, FINANCIAL, Period
from quarterly.model.rules import BRACKNELL, HAVERING, KENT, MEDWAY, STANDARD_RULES, RagRule, RuleChange, RuleFamily

HIGH, LOW, RANGE, INFORMATION = Polarity.HIGH, Polarity.LOW, Polarity.RANGE, Polarity.INFORMATION
YEAR_AGO = Q3.year_ago()


def judged(item: Kpi, quarter: Period = Q3, as_at: date = AS_AT) -> KpiJudgement:
    return judge_kpi(item, quarter, as_at, STANDARD_RULES)


def quarters(now: float | None, before: float | None = None, year_ago: float | None = None) -> tuple[Reading, ...]:
    """A figure for the quarter, the quarter before and the same quarter last year."""
    pairs = ((YEAR_AGO, year_ago), (Q2, before), (Q3, now))
    return tuple(reading(period, value) for period, value in pairs if value is not None)


def newest(item: Kpi, as_at: date = AS_AT) -> tuple[str, float | None, Status] | None:
    found = judge_kpi(item, Q3, as_at, STANDARD_RULES).newest
    if found is None:
        return None
    return (FINANCIAL.label(found.period), found.value, found.status)


def test_the_newest_month_is_rated_by_itself_and_not_as_the_quarter_is() -> None:
    """The mean of the quarter is 90, green; December alone is 80, which is more than 10% off a target of 90."""
    item = kpi(*months_to(Period(date(2025, 12, 1), 1), 95, 95, 80), quarter_rule=QuarterRule.MEAN)
    assert judged(item).status is Status.GREEN
    assert newest(item) == ("Dec 2025", 80.0, Status.RED)


def test_the_newest_month_may_come_after_the_quarter_and_has_the_target_of_its_own_period() -> None:
    january = FINANCIAL.quarter(2025, 4)
    targets = (Target(value=90), Target(since=january, value=70))
    item = kpi(*months_to(Period(date(2026, 1, 1), 1), 95, 75), targets=targets)
    assert judged(item, as_at=date(2026, 2, 10)).status is Status.GREEN
    assert newest(item, date(2026, 2, 10)) == ("Jan 2026", 75.0, Status.GREEN)
    assert newest(item, date(2026, 1, 30)) == ("Dec 2025", 95.0, Status.GREEN)


def test_a_rule_that_looks_at_last_year_looks_at_the_newest_months_own_year_ago() -> None:
    """Havering: more than 10% off and better than a year ago is amber: the mean was 70 then, but December 80."""
    last_year = months_to(Period(date(2024, 12, 1), 1), 60, 70, 80)
    item = kpi(
        *last_year, *months_to(Period(date(2025, 12, 1), 1), 78, 78, 78), quarter_rule=QuarterRule.MEAN, rule=HAVERING
    )
    assert judged(item).status is Status.AMBER
    assert newest(item) == ("Dec 2025", 78.0, Status.RED)


def test_without_any_figure_nothing_is_newest() -> None:
    assert newest(kpi()) is None


def test_a_judgement_in_full() -> None:
    england = Benchmark(kpi="K1", comparator=Comparator.ENGLAND, period=FINANCIAL.year(2024), value=85.7)
    other = replace(england, kpi="K2")
    item = kpi(*quarters(84.1, 81.8, 86.0))
    assert judge_kpi(item, Q3, AS_AT, STANDARD_RULES, (england, other)) == KpiJudgement(
        kpi=item,
        status=Status.AMBER,
        why="84.1% against a target of 90%: 5.9 points short. Amber is within 10% of target (81.0% or more); "
        "1.4 points more would make it green.",
        quarter=Q3,
        period=Q3,
        reading=reading(Q3, 84.1),
        latest=reading(Q3, 84.1),
        newest=KpiPoint(
            period=Q3,
            reading=reading(Q3, 84.1),
            status=Status.AMBER,
            why="84.1% against a target of 90%: 5.9 points short. Amber is within 10% of target (81.0% or more); "
            "1.4 points more would make it green.",
        ),
        target=Target(value=90),
        rule=BRACKNELL,
        gap=-5.9,
        to_next=1.4,
        next_status=Status.GREEN,
        previous=KpiPoint(period=Q2, reading=reading(Q2, 81.8), status=Status.AMBER),
        year_ago=KpiPoint(period=YEAR_AGO, reading=reading(YEAR_AGO, 86.0), status=Status.GREEN),
        short=Travel(
            direction=Direction.IMPROVED,
            why="Up 2.3 points from 81.8% in Q2 2025/26.",
            then=reading(Q2, 81.8),
            then_period=Q2,
            change=2.3,
        ),
        long=Travel(
            direction=Direction.DECLINED_OFF,
            why="Down 1.9 points from 86.0% in Q3 2024/25; off target.",
            then=reading(YEAR_AGO, 86.0),
            then_period=YEAR_AGO,
            change=-1.9,
        ),
        benchmarks=(england,),
        comparisons=(
            Comparison(
                benchmark=england,
                why="1.6 points worse than England (85.7%, 2024/25).",
                reading=reading(Q3, 84.1),
                difference=-1.6,
                better=False,
            ),
        ),
    )


def test_no_readings_at_all() -> None:
    found = judged(kpi())
    assert (found.status, found.why) == (
        Status.AWAITED,
        "Awaited: no figure for Dec 2025. No figure has been reported yet.",
    )
    assert (found.short.why, found.long.why) == ("No figure for Q3 2025/26.", "No figure for Q3 2025/26.")
    assert (found.value, found.previous and found.previous.value) == (None, None)


def test_missing_earlier_figures_are_named() -> None:
    found = judged(kpi(*quarters(84.1)))
    assert found.short == Travel(direction=Direction.NONE, why="No figure for Q2 2025/26 to compare with.")
    assert found.long == Travel(direction=Direction.NONE, why="No figure for Q3 2024/25 to compare with.")
    assert found.previous == KpiPoint(period=Q2, reading=None, status=Status.AWAITED)


def test_earlier_points_are_rated_by_their_own_targets() -> None:
    targets = (Target(value=80), Target(since=Q3, value=90))
    found = judged(kpi(*quarters(80, 80, 80), targets=targets))
    assert found.status is Status.RED  # 80 is less than 81, which is 10% off 90
    assert found.previous == KpiPoint(period=Q2, reading=reading(Q2, 80), status=Status.GREEN)


def test_quarters_are_named_by_the_reports_calendar() -> None:
    found = judge_kpi(kpi(*quarters(84.1, 81.8)), Q3, AS_AT, STANDARD_RULES, calendar=CALENDAR_YEAR)
    assert found.short.why == "Up 2.3 points from 81.8% in Q3 2025."


def test_havering_compares_with_the_same_quarter_last_year() -> None:
    item = kpi(*quarters(70, year_ago=70), rule=HAVERING)
    assert judged(item).status is Status.AMBER
    assert judged(replace(item, readings=quarters(70, year_ago=70.1))).status is Status.RED
    assert judged(replace(item, readings=quarters(70))).status is Status.CANNOT_JUDGE


def test_a_figure_in_arrears_is_judged_with_its_own_neighbours() -> None:
    last = FINANCIAL.quarter(2025, 1)
    found = judged(kpi(reading(last, 80), reading(Q2, 84.1), lag=3))
    assert (found.period, found.status) == (Q2, Status.AMBER)
    assert found.why.endswith(". Latest available is Q2 2025/26; figures come 3 months in arrears.")
    assert found.short.why == "Up 4.1 points from 80.0% in Q1 2025/26."


def test_a_yearly_figure_not_due_keeps_its_last_value_and_its_direction() -> None:
    years = [reading(FINANCIAL.year(first), value) for first, value in ((2023, 83.0), (2024, 86.0))]
    found = judged(kpi(*years, frequency=Frequency.YEAR))
    assert (found.status, found.value, found.latest) == (Status.NOT_DUE, None, years[1])
    assert found.why == "Reported once a year and not due this quarter. The latest figure is 86.0% for 2024/25."
    assert found.short.why == "Reported once a year, so there is no quarter before to compare with."
    assert found.long.why == "Up 3.0 points from 83.0% in 2023/24."
    assert (found.previous, found.year_ago) == (
        None,
        KpiPoint(period=FINANCIAL.year(2023), reading=years[0], status=Status.AMBER),
    )


def test_a_yearly_figure_never_reported() -> None:
    found = judged(kpi(frequency=Frequency.YEAR))
    assert (found.status, found.long.why) == (Status.NOT_DUE, "No figure has been reported yet.")


def test_a_yearly_figure_that_is_due_is_rated() -> None:
    years = [reading(FINANCIAL.year(first), value) for first, value in ((2023, 83.0), (2024, 86.0))]
    found = judged(kpi(*years, frequency=Frequency.YEAR), FINANCIAL.quarter(2024, 4))
    assert found.why == (
        "86.0% against a target of 90%: 4.0 points short. Green is within 5% of target (85.5% or more). "
        "The figure is that of 2024/25."
    )
    assert (found.status, found.period, found.long.direction) == (
        Status.GREEN,
        FINANCIAL.year(2024),
        Direction.IMPROVED,
    )


def test_a_cumulative_profile_has_no_short_direction() -> None:
    found = judged(kpi(*quarters(7, 4, 9), kind=Kind.CUMULATIVE, unit="children", polarity=LOW))
    assert found.short.why == "The figure adds up over the year, so the quarter before is no comparison."
    assert found.long.direction is Direction.IMPROVED


def test_information_only() -> None:
    found = judged(kpi(*quarters(1204, 1100), polarity=INFORMATION, unit="contacts", decimals=0, targets=()))
    assert (found.status, found.why) == (Status.INFORMATION, "1,204 contacts. For information: not rated.")
    assert (found.short.direction, found.rule) == (Direction.UP, RagRule(family=RuleFamily.INFORMATION))


def test_no_target() -> None:
    found = judged(kpi(*quarters(84.1), targets=()))
    assert (found.status, found.why) == (
        Status.NO_TARGET,
        "84.1%. No target is set for this period, so it is not rated.",
    )
    assert judged(kpi(*quarters(84.1), targets=(Target(since=Q3.next(), value=90),))).status is Status.NO_TARGET


def test_target_in_words_without_a_number() -> None:
    item = kpi(*quarters(84.1), targets=(), target_words="Improve year on year")
    assert judged(item).why == (
        '84.1%. Cannot be judged: the target is in words ("Improve year on year") and gives no number.'
    )
    assert judged(item).status is Status.CANNOT_JUDGE
    assert judged(replace(item, targets=(Target(floor=3),))).status is Status.CANNOT_JUDGE
    absolute = RagRule(family=RuleFamily.ABSOLUTE, green=90, amber=80)
    assert judged(replace(item, rule=absolute)).status is Status.AMBER


STRICT = {
    "polarity": LOW,
    "unit": "children",
    "decimals": 0,
    "target_words": "Fewer than 17",
    "targets": (Target(value=17, strict=True),),
    "rule": RagRule(family=RuleFamily.POINTS, green=0.0, amber=2.0),
}


def test_the_limit_of_a_strict_target_does_not_meet_it() -> None:
    found = judged(kpi(*quarters(17), **STRICT))
    assert (found.status, found.gap, found.to_next) == (Status.AMBER, 0.0, -1.0)
    assert found.why == (
        "17 children against a target of fewer than 17 children: at the limit, which does not meet it. Amber is within "
        "2 children of target (19 children or fewer); 1 child fewer would make it green."
    )
    assert judged(kpi(*quarters(16), **STRICT)).why == (
        "16 children against a target of fewer than 17 children: 1 child better than target. Green is the target met "
        "(fewer than 17 children)."
    )


def test_decimals_shown_do_not_move_a_strict_target() -> None:
    """16, 17 and 17 are 16.67 on average, which is fewer than 17 however many decimals are shown."""
    item = kpi(*months_to(Period(date(2025, 12, 1), 1), 16, 17, 17), quarter_rule=QuarterRule.MEAN, **STRICT)
    found = judged(item)
    assert found.status is Status.GREEN
    assert found.why == (
        "17 children against a target of fewer than 17 children: 0.3 children better than target. Green is the target "
        "met (fewer than 17.0 children). Unrounded it is 16.7 children, and that is what is rated."
    )
    whole, fine = (kpi(*quarters(17), **STRICT | {"decimals": places}) for places in (0, 1))
    assert judged(whole).status is judged(fine).status is Status.AMBER
    assert judged(fine).to_next == pytest.approx(-0.1)


def test_more_than_90_percent_is_missed_at_90() -> None:
    points = RagRule(family=RuleFamily.POINTS, green=0.0, amber=2.0)
    item = kpi(*quarters(90.0), targets=(Target(value=90, strict=True),), rule=points)
    assert judged(item).why == (
        "90.0% against a target of more than 90%: at the limit, which does not meet it. Amber is within 2 points of "
        "target (88.0% or more); 0.1 points more would make it green."
    )
    assert judged(replace(item, readings=quarters(90.1))).status is Status.GREEN


def test_a_tolerance_reaches_to_its_own_limit_even_where_the_target_is_strict() -> None:
    """Green within 5% of 17: 17 + 0.85 = 17.85, the limit included."""
    item = kpi(*quarters(17.85), **STRICT | {"rule": BRACKNELL, "decimals": 2})
    assert judged(item).status is Status.GREEN
    assert judged(replace(item, readings=quarters(17.86))).status is Status.AMBER


def test_more_than_none_is_missed_by_none() -> None:
    """The rule for a target of zero, where high is good: one is more than none, none is not."""
    item = kpi(*quarters(0), targets=(Target(value=0, strict=True),), unit="visits", decimals=0)
    found = judged(item)
    assert (found.status, found.to_next) == (Status.RED, 1.0)
    assert found.why.startswith("0 visits against a target of more than 0 visits: at the limit")
    assert found.why.endswith("Red is 0 visits or fewer; 1 visit more would make it green.")
    assert judged(replace(item, readings=quarters(1))).status is Status.GREEN


@pytest.mark.parametrize(("now", "year_ago", "status"), [(17, 17, Status.AMBER), (17, 16, Status.RED)])
def test_a_strict_target_missed_last_year_too_is_equalled(now: float, year_ago: float, status: Status) -> None:
    """17 is not fewer than 17. Last year's 17 is equalled, last year's 16 met the target and is not."""
    two_factor = RagRule(family=RuleFamily.TWO_FACTOR, green=0.0)
    assert judged(kpi(*quarters(now, year_ago=year_ago), **STRICT | {"rule": two_factor})).status is status


@pytest.mark.parametrize(
    ("polarity", "value", "words"),
    [
        # Half the year gone at 80%: at best (80 + 100) / 2 = 90 in the year, and 90 is not more than 90.
        (HIGH, 80.0, "so far off target that even perfect months"),
        (HIGH, 80.1, "more than 80.0% now, with 6 months of the year left"),
        # Half the year gone at 20%: at best (20 + 0) / 2 = 10 in the year, and 10 is not less than 10.
        (LOW, 20.0, "so far off target that even perfect months"),
        (LOW, 19.9, "less than 20.0% now, with 6 months of the year left"),
    ],
)
def test_what_only_reaches_a_strict_target_by_the_end_of_the_year_misses_it(
    polarity: Polarity, value: float, words: str
) -> None:
    target = Target(value=90 if polarity is HIGH else 10, strict=True)
    item = kpi(*quarters(None, value), polarity=polarity, kind=Kind.CUMULATIVE, targets=(target,), rule=MEDWAY)
    assert words in judged(item, quarter=Q2).why


def test_a_later_target_is_strict_only_where_it_says_so() -> None:
    strict = Target(value=17, strict=True)
    item = kpi(targets=(strict, Target(since=Q2, floor=20), Target(since=Q3, value=15)))
    assert target_in_force(item, Q2) == Target(since=Q2, value=17, floor=20, strict=True)
    assert target_in_force(item, Q3) == Target(since=Q3, value=15, floor=20)


class TestTargetInForce:
    """The latest target that had started by the quarter's end."""

    targets = (Target(value=80, floor=70), Target(since=Q3, value=90), Target(since=FINANCIAL.year(2026), floor=85))

    @pytest.mark.parametrize(
        ("period", "expected"),
        [
            (Q2, Target(value=80, floor=70)),
            (Q3, Target(since=Q3, value=90, floor=70)),  # a blank carries on from before
            (FINANCIAL.quarter(2026, 1), Target(since=FINANCIAL.year(2026), value=90, floor=85)),
        ],
    )
    def test_by_period(self, period: Period, expected: Target) -> None:
        assert target_in_force(kpi(targets=self.targets), period) == expected
        assert target_in_force(kpi(targets=self.targets[::-1]), period) == expected

    def test_a_target_that_starts_within_the_quarter_is_in_force_at_its_end(self) -> None:
        december = Target(since=Q3.last_month, value=95)
        assert target_in_force(kpi(targets=(december,)), Q3) == december
        assert target_in_force(kpi(targets=(december,)), Q2) is None


@pytest.mark.parametrize(
    ("item", "target", "rule"),
    [
        (kpi(rule=KENT), Target(value=0), KENT),
        (kpi(rule=KENT, polarity=INFORMATION), Target(value=0), RagRule(family=RuleFamily.INFORMATION)),
        (kpi(), Target(value=90, floor=80), RagRule(family=RuleFamily.FLOOR)),
        (kpi(), Target(low=1, high=2), RagRule(family=RuleFamily.RANGE)),
        (kpi(), Target(value=1, low=1, high=2), BRACKNELL),
        (kpi(polarity=RANGE), Target(value=1, low=1), RagRule(family=RuleFamily.RANGE)),
        (kpi(polarity=LOW), Target(value=0), RagRule(family=RuleFamily.ZERO)),
        (kpi(), Target(value=90), BRACKNELL),
        (kpi(), None, BRACKNELL),
    ],
)
def test_rule_in_force(item: Kpi, target: Target | None, rule: RagRule) -> None:
    assert rule_in_force(item, target, STANDARD_RULES) == rule


class TestInYear:
    """Medway: amber is off target but still in reach within the year."""

    def of(self, *readings: Reading, **fields: object) -> Kpi:
        return kpi(*readings, rule=MEDWAY, **fields)

    def status(self, value: float, quarter: Period = Q3, **fields: object) -> Status:
        return judged(self.of(reading(quarter, value), **fields), quarter, date(2026, 6, 1)).status

    def test_on_target_is_green(self) -> None:
        assert self.status(90) is Status.GREEN

    def test_what_stands_alone_can_recover_until_the_year_is_over(self) -> None:
        assert self.status(10) is Status.AMBER
        assert self.status(89.9, FINANCIAL.quarter(2025, 4)) is Status.RED

    @pytest.mark.parametrize(("value", "status"), [(86.67, Status.AMBER), (86.66, Status.RED)])
    def test_cumulative_percentage_high(self, value: float, status: Status) -> None:
        # Nine months gone, three to come at 100% at best: (9v + 300) / 12 >= 90 from v = 86.666...
        assert self.status(value, kind=Kind.CUMULATIVE) is status

    @pytest.mark.parametrize(("value", "status"), [(26.666, Status.AMBER), (26.67, Status.RED)])
    def test_cumulative_percentage_low(self, value: float, status: Status) -> None:
        # Nine months gone, three to come at 0% at best: 9v / 12 <= 20 up to v = 26.666...
        targets = (Target(value=20),)
        assert self.status(value, kind=Kind.CUMULATIVE, polarity=LOW, targets=targets) is status

    @pytest.mark.parametrize(("value", "status"), [(10, Status.GREEN), (11, Status.RED)])
    def test_cumulative_count_that_passed_a_low_target_is_lost(self, value: float, status: Status) -> None:
        fields = {"kind": Kind.CUMULATIVE, "polarity": LOW, "unit": "children", "targets": (Target(value=10),)}
        assert self.status(value, **fields) is status

    def test_cumulative_count_below_a_high_target_is_in_reach(self) -> None:
        assert self.status(1, kind=Kind.CUMULATIVE, unit="visits") is Status.AMBER

    @pytest.mark.parametrize(("value", "status"), [(5, Status.AMBER), (16, Status.RED)])
    def test_cumulative_count_with_a_range(self, value: float, status: Status) -> None:
        fields = {"kind": Kind.CUMULATIVE, "polarity": RANGE, "unit": "visits", "targets": (Target(low=10, high=15),)}
        assert self.status(value, **fields) is status

    def test_cumulative_mean_has_no_best_where_high_is_good(self) -> None:
        assert self.status(1, kind=Kind.CUMULATIVE, unit="", quarter_rule=QuarterRule.RATIO) is Status.AMBER

    def test_an_academic_year_has_its_own_months_left(self) -> None:
        # September to December gone, eight months to come: (4v + 800) / 12 >= 90 from v = 70.
        assert self.status(70, kind=Kind.CUMULATIVE, calendar=ACADEMIC) is Status.AMBER
        assert self.status(69.9, kind=Kind.CUMULATIVE, calendar=ACADEMIC) is Status.RED

    def test_reasons(self) -> None:
        stands_alone = self.of(reading(Q3, 84))
        cumulative = replace(stands_alone, kind=Kind.CUMULATIVE)
        near = replace(cumulative, readings=(reading(Q3, 87),))
        assert [judged(item).why.split(". ")[1] for item in (stands_alone, near, cumulative)] == [
            "Amber is off target, with 3 months of the year left in which to reach it; "
            "6.0 points more would make it green.",
            "Amber is off target, but the year can still end on it (86.667% or more now, with 3 months of the year "
            "left); 3.0 points more would make it green.",
            "Red is so far off target that even perfect months to come cannot mend the year (3 months of the year "
            "left); 2.7 points more would make it amber.",
        ]

    def test_without_target_there_is_no_reach(self) -> None:
        assert reach_of(kpi(), Q3, Target()) is None
        assert judged(self.of(reading(Q3, 84), targets=())).status is Status.NO_TARGET

    def test_red_but_improving_is_counted_apart(self) -> None:
        fields = {"kind": Kind.CUMULATIVE, "polarity": LOW, "unit": "children", "targets": (Target(value=10),)}
        better = judged(self.of(*quarters(20, 15, 30), **fields))
        worse = judged(self.of(*quarters(30, 15, 20), **fields))
        assert (behind_but_improving(better), better.caveats) == (True, ("Behind but improving.",))
        assert (behind_but_improving(worse), worse.caveats) == (False, ())

    def test_only_in_year_reds_are_counted_apart(self) -> None:
        assert not behind_but_improving(judged(kpi(*quarters(20, 15))))
        q4 = FINANCIAL.quarter(2025, 4)
        short = judged(self.of(reading(Q3, 70), reading(q4, 80)), q4, date(2026, 4, 20))
        assert behind_but_improving(short)


class TestCaveats:
    """What must be read beside the figure."""

    def of(self, *readings: Reading, **fields: object) -> tuple[str, ...]:
        return judged(kpi(*readings, **fields)).caveats

    def test_kent_red_needs_action(self) -> None:
        targets = (Target(value=90, floor=85),)
        said = ("Red by the Kent rule: management action must be stated.",)
        assert self.of(reading(Q3, 84), rule=KENT, targets=targets) == said
        assert self.of(reading(Q3, 85), rule=KENT, targets=targets) == ()
        assert self.of(reading(Q3, 10)) == ()

    @pytest.mark.parametrize(
        ("state", "said"),
        [
            (ReadingState.PROVISIONAL, "Q3 2025/26 is provisional and may change."),
            (ReadingState.REVISED, "Q3 2025/26 is a revised figure."),
            (ReadingState.LOW_RELIABILITY, "Q3 2025/26 is of low reliability."),
            (ReadingState.ROUNDS_TO_ZERO, "Q3 2025/26 rounds to zero but is not zero."),
        ],
    )
    def test_states_of_a_value(self, state: ReadingState, said: str) -> None:
        assert self.of(reading(Q3, 90, state=state)) == (said,)

    def test_restated_months_of_a_sum(self) -> None:
        months = list(months_to(Q3.last_month, 30, 30, 30))
        months[1] = replace(months[1], restated_from=28.0, state=ReadingState.REVISED)
        months[2] = replace(months[2], restated_from=29.5, state=ReadingState.PROVISIONAL)
        assert self.of(*months, quarter_rule=QuarterRule.SUM) == (
            "Nov 2025 was restated from 28.0% to 30.0%.",
            "Dec 2025 was restated from 29.5% to 30.0%.",
            "Dec 2025 is provisional and may change.",
        )

    @pytest.mark.parametrize(
        ("cases", "said"),
        [
            (8, ("Low reliability: based on 8 cases, so that one case moves it by 12.5 points.",)),
            (1, ("Low reliability: based on 1 case, so that one case moves it by 100.0 points.",)),
            (9, ("Low reliability: based on 9 cases, so that one case moves it by 11.1 points.",)),
            (10, ()),
            (0, ()),
            (None, ()),
        ],
    )
    def test_few_cases(self, cases: float | None, said: tuple[str, ...]) -> None:
        assert self.of(reading(Q3, 100, numerator=cases, denominator=cases)) == said

    def test_few_cases_do_not_change_the_colour(self) -> None:
        few, many = (judged(kpi(reading(Q3, 50, denominator=cases))) for cases in (8, 800))
        assert few.status is many.status is Status.RED

    def test_few_cases_matter_to_percentages_only(self) -> None:
        assert self.of(reading(Q3, 17, denominator=8), unit="cases per worker") == ()

    def test_comments_are_passed_on_once(self) -> None:
        months = [replace(each, comment=" After  migration") for each in months_to(Q3.last_month, 30, 30, 30)]
        months[2] = replace(months[2], comment="Checked!")
        assert self.of(*months, quarter_rule=QuarterRule.SUM) == ("After migration.", "Checked!")

    def test_comment_on_a_missing_figure(self) -> None:
        empty = reading(Q3, None, state=ReadingState.AWAITED, comment="Expected in February.")
        assert self.of(empty) == ("Expected in February.",)

    @pytest.mark.parametrize(
        ("kind", "rule", "said"),
        [
            (Kind.CUMULATIVE, QuarterRule.SUM, ("the year so far", "sum")),
            (Kind.ROLLING, QuarterRule.MEAN, ("twelve months", "mean")),
            (Kind.ROLLING, QuarterRule.RATIO, None),
            (Kind.PERIOD, QuarterRule.SUM, None),
        ],
    )
    def test_a_quarter_rule_that_does_not_fit(
        self, kind: Kind, rule: QuarterRule, said: tuple[str, str] | None
    ) -> None:
        months = [replace(each, numerator=90, denominator=100) for each in months_to(Q3.last_month, 90, 90, 90)]
        expected = (
            ()
            if said is None
            else (
                f"Each figure covers {said[0]}, so the quarter is its last month and not the {said[1]} of its months.",
            )
        )
        assert self.of(*months, kind=kind, quarter_rule=rule) == expected

    def test_a_figure_past_the_day_is_said_to_be_left_out(self) -> None:
        found = judged(kpi(*months_to(Q3.last_month, 90, 90, 90)), as_at=date(2025, 12, 10))
        assert found.caveats == ("A figure for Dec 2025 was not used: it runs past 10 Dec 2025.",)


KINDS_OF_KPI = st.fixed_dictionaries(
    {
        "quarter_rule": st.sampled_from(list(QuarterRule)),
        "kind": st.sampled_from(list(Kind)),
        "frequency": st.sampled_from(list(Frequency)),
        "polarity": st.sampled_from(list(Polarity)),
        "lag": st.integers(0, 7),
    }
)


@given(st.lists(st.none() | decimals(0, 100), min_size=1, max_size=30), KINDS_OF_KPI)
def test_every_indicator_gets_a_status_and_a_reason(values: list[float | None], fields: dict[str, object]) -> None:
    item = kpi(*months_to(Q3.last_month, *values), **fields)
    found = judged(item)
    assert found.why.endswith(".")
    assert (found.value is None) == (found.reading is None)
    assert found.status.is_rated == (found.gap is not None)
    assert found == judged(item)


UNREAD = RagRule(family=RuleFamily.UNREAD, name='RAG rule "Kentt"')


@pytest.mark.parametrize(
    "changes",
    [
        {"rule": UNREAD},
        {"unread": 'RAG rule "Kentt"', "polarity": INFORMATION},
        {"rule": UNREAD, "targets": ()},
        {"rule": UNREAD, "targets": (Target(value=90, floor=80),)},
    ],
)
def test_what_is_not_understood_is_judged_by_no_other_rule(changes: dict[str, object]) -> None:
    """86 against 90 would be green by the standard rule, and cannot be by Kent's, which was meant."""
    found = judged(kpi(*quarters(86.0), **changes))
    assert (found.status, found.why) == (
        Status.CANNOT_JUDGE,
        '86.0%. Cannot be judged: RAG rule "Kentt" is not understood.',
    )


def test_a_councils_rule_that_is_not_understood_leaves_alone_what_has_a_rule_of_its_own() -> None:
    rules = replace(STANDARD_RULES, default=replace(UNREAD, name='RAG rule "Kentt" on the Settings sheet'))
    found = judge_kpi(kpi(*quarters(86.0)), Q3, AS_AT, rules)
    assert found.why == '86.0%. Cannot be judged: RAG rule "Kentt" on the Settings sheet is not understood.'
    assert judge_kpi(kpi(*quarters(86.0), rule=BRACKNELL), Q3, AS_AT, rules).status is Status.GREEN
    zero = judge_kpi(kpi(*quarters(0.0), polarity=LOW, targets=(Target(value=0),)), Q3, AS_AT, rules)
    assert zero.status is Status.GREEN


def test_a_target_that_is_not_understood_is_not_replaced_by_the_one_before() -> None:
    unread = Target(since=Q2, floor=80.0, unread=(("target", 'Target "ninety"'),))
    item = kpi(*quarters(86.0, 86.0, 86.0), targets=(Target(value=85.0), unread))
    found = judged(item)
    assert (found.status, found.why) == (
        Status.CANNOT_JUDGE,
        '86.0%. Cannot be judged: Target "ninety" is not understood.',
    )
    assert found.year_ago is not None
    assert found.year_ago.status is Status.GREEN  # last year the target of 85 was in force
    assert judged(replace(item, polarity=INFORMATION)).status is Status.INFORMATION


TIGHT = RagRule(family=RuleFamily.POINTS, green=0.0, amber=5.0)
WIDE = RagRule(family=RuleFamily.ABSOLUTE, green=85.0, amber=80.0)
SPAN = RagRule(family=RuleFamily.RANGE)
KENTS = RagRule(family=RuleFamily.FLOOR)


@pytest.mark.parametrize(
    ("field", "changes", "status"),
    [
        ("floor", {"rule": TIGHT}, Status.AMBER),  # 86 is 4 points short of 90, and points look at no floor
        ("low", {"rule": TIGHT}, Status.AMBER),
        ("high", {}, Status.GREEN),  # 4.4% short of 90, and a target value goes before a range
        ("floor", {"rule": WIDE}, Status.GREEN),  # 85 or more
        ("target", {"rule": WIDE, "targets": (Target(unread=(("target", "?"),)),)}, Status.GREEN),
        ("floor", {"polarity": RANGE, "targets": (Target(low=80, high=85, unread=(("floor", "?"),)),)}, Status.RED),
        ("target", {"rule": SPAN, "targets": (Target(low=80, high=90, unread=(("target", "?"),)),)}, Status.GREEN),
        ("floor", {"polarity": INFORMATION}, Status.INFORMATION),
        ("floor", {}, Status.CANNOT_JUDGE),  # with a floor it would be rated by floor and target
        ("floor", {"rule": KENTS}, Status.CANNOT_JUDGE),
        ("target", {"rule": TIGHT}, Status.CANNOT_JUDGE),
        ("low", {"polarity": RANGE}, Status.CANNOT_JUDGE),
        ("high", {"rule": SPAN}, Status.CANNOT_JUDGE),
        ("low", {"targets": (Target(floor=80, unread=(("low", "?"),)),)}, Status.CANNOT_JUDGE),
        ("since", {"rule": TIGHT}, Status.CANNOT_JUDGE),
    ],
)
def test_a_number_that_is_not_understood_takes_away_only_the_colours_it_could_change(
    field: str, changes: dict[str, object], status: Status
) -> None:
    item = kpi(*quarters(86.0), **({"targets": (Target(value=90, unread=((field, "?"),)),)} | changes))
    assert judged(item).status is status


def test_a_rule_that_changed_for_an_indicator_goes_before_its_own_that_is_not_understood() -> None:
    rules = replace(STANDARD_RULES, by_kpi=(("K1", TIGHT),))
    item = kpi(*quarters(86.0), rule=UNREAD)
    assert judge_kpi(item, Q3, AS_AT, rules).status is Status.AMBER
    unclear = replace(item, unread='Kind "Snap"')
    assert judge_kpi(unclear, Q3, AS_AT, rules).why == '86.0%. Cannot be judged: Kind "Snap" is not understood.'


def test_no_earlier_target_stands_in_for_one_that_is_not_agreed() -> None:
    """86 against 80 would be green."""
    undecided = Target(since=Q2, undecided=True)
    item = kpi(*quarters(86.0, 86.0, 86.0), targets=(Target(value=80.0, floor=70.0), undecided))
    found = judged(item)
    assert (found.status, found.year_ago and found.year_ago.status) == (Status.NO_TARGET, Status.GREEN)
    assert judged(replace(item, target_words="At least 80%")).status is Status.NO_TARGET
    again = Target(since=Q3, value=90.0)  # 86 is above the floor, 70
    assert judged(replace(item, targets=(*item.targets, again))).status is Status.AMBER


def test_what_is_not_agreed_puts_right_what_was_not_understood() -> None:
    unread = Target(since=YEAR_AGO, unread=(("target", 'Target "ninety"'),))
    assert judged(kpi(*quarters(86.0), targets=(unread, Target(since=Q2, undecided=True)))).status is Status.NO_TARGET


def test_a_later_row_puts_right_only_the_number_that_it_gives() -> None:
    unread = Target(since=YEAR_AGO, unread=(("target", 'Target "ninety"'),))
    item = kpi(*quarters(86.0), targets=(unread, Target(since=Q2, value=85.0)))
    assert judged(item).status is Status.GREEN
    assert judged(replace(item, targets=(unread, Target(since=Q2, floor=70.0)))).status is Status.CANNOT_JUDGE


def test_no_target_is_certain_beside_one_that_does_not_say_from_when_it_holds() -> None:
    """88 against 80 is green; the 95 that the other row may well set for this quarter would make it amber."""
    undated = Target(unread=(("since", 'From "soon" on the Targets sheet'),))
    item = kpi(*quarters(88.0), targets=(Target(value=80.0), undated))
    found = judged(item)
    assert (found.status, found.why) == (
        Status.CANNOT_JUDGE,
        '88.0%. Cannot be judged: From "soon" on the Targets sheet is not understood.',
    )
    later = Target(since=Q2, value=85.0, floor=70.0, low=1.0, high=2.0)
    assert judged(replace(item, targets=(*item.targets, later))).status is Status.CANNOT_JUDGE
    assert judged(replace(item, targets=(undated,))).status is Status.CANNOT_JUDGE
    assert judged(replace(item, polarity=INFORMATION)).status is Status.INFORMATION


@pytest.mark.parametrize(("low", "high", "missing"), [(580.0, None, "high"), (None, 630.0, "low")])
def test_half_a_range_is_not_taken_for_the_whole(low: float | None, high: float | None, missing: str) -> None:
    target = Target(low=low, high=high)
    found = judged(kpi(*quarters(600.0), polarity=RANGE, targets=(target,), unit="children", decimals=0))
    assert (found.status, found.why) == (
        Status.CANNOT_JUDGE,
        f"600 children. Cannot be judged: the target range has no {missing} end.",
    )


def test_a_colour_that_fell_while_the_figure_did_not_says_what_changed() -> None:
    """36.4 against 38 or less is green; 32.7, which is better, against 31 or less is 1.7 over: 5.5%, amber."""
    item = kpi(*quarters(32.7, 36.4), polarity=LOW, targets=(Target(value=38), Target(since=Q3, value=31)))
    found = judged(item)
    assert (found.status, found.short.direction) == (Status.AMBER, Direction.IMPROVED)
    assert found.why.endswith(" It was green in Q2 2025/26; since then the target has changed.")
    tighter = RuleChange(since=Q3, rule=RagRule(family=RuleFamily.POINTS, green=1.0, amber=4.0))
    same = replace(item, targets=(Target(value=31.5),), readings=quarters(33.0, 33.0))
    assert judge_kpi(same, Q3, AS_AT, STANDARD_RULES, changes=(tighter,)).why.endswith(
        " It was green in Q2 2025/26; since then the rule has changed."
    )
    steady = replace(item, targets=(Target(value=31),), readings=quarters(32.7, 32.5))
    assert judged(steady).why.endswith(
        " It was green in Q2 2025/26."
    )  # 32.55 is the limit, and a fifth of a point no change
    assert "It was" not in judged(replace(steady, readings=quarters(32.5, 32.7))).why
    assert "It was" not in judged(replace(steady, readings=quarters(34.0, 32.5))).why  # the direction says it
