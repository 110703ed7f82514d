from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from readings import AS_AT, Q2, Q3, kpi, month, months_to, reading

from quarterly.judge import judge
from quarterly.judge.differences import differences
from quarterly.judge.judgement import Difference, Status
from quarterly.judge.versions import rules_at, rules_in_force, taking_effect
from quarterly.model.context import PublishedStatus, Settings
from quarterly.model.kpi import Kpi, Polarity
from quarterly.model.periods import FINANCIAL, Period
from quarterly.model.plan import Action, Plan
from quarterly.model.rules import (
    BRACKNELL,
    HAVERING,
    STANDARD_RULES,
    ActionRules,
    RagRule,
    RuleChange,
    RuleFamily,
    Rules,
)

Q1, Q4 = FINANCIAL.quarter(2025, 1), FINANCIAL.quarter(2025, 4)
DECEMBER = month(2025, 12)
POINTS = RagRule(family=RuleFamily.POINTS, green=0.0, amber=2.0, relative=False)
FROM_Q3 = RuleChange(since=Q3, rule=HAVERING, reason="Agreed by the Board.")


def a_plan(*kpis: Kpi, changes: tuple[RuleChange, ...] = (), **fields: object) -> Plan:
    return Plan(settings=Settings(), kpis=kpis, rule_changes=changes, **fields)  # type: ignore[arg-type]


def steady(ref: str = "K1", **fields: object) -> Kpi:
    """84% in every month, against a target of 90%: 6.7% off target, amber at Bracknell Forest, green at Havering."""
    return kpi(*months_to(DECEMBER, *[84.0] * 15), ref=ref, **fields)


def published(quarter: Period, item: str, status: str, on: date | None = None, kind: str = "KPI") -> PublishedStatus:
    return PublishedStatus(quarter=quarter, item=item, kind=kind, status=status, published_on=on)


def test_before_the_first_change_the_rules_of_the_settings_hold() -> None:
    plan = a_plan(changes=(FROM_Q3,))
    assert rules_in_force(plan, Q2) == STANDARD_RULES
    assert rules_in_force(plan, Q3) == Rules(default=HAVERING)
    assert rules_in_force(plan, Q4) == Rules(default=HAVERING)


def test_the_latest_change_holds_however_the_rows_are_ordered() -> None:
    later = RuleChange(since=Q4, rule=POINTS)
    assert rules_at(STANDARD_RULES, (later, FROM_Q3), Q4).default == POINTS
    assert rules_at(STANDARD_RULES, (later, FROM_Q3), Q3).default == HAVERING


def test_a_change_within_a_period_holds_for_the_whole_of_it() -> None:
    plan = a_plan(changes=(RuleChange(since=month(2025, 11), rule=HAVERING),))
    assert rules_in_force(plan, Q3).default == HAVERING
    assert rules_in_force(plan, month(2025, 10)).default == BRACKNELL


def test_an_indicators_own_change_leaves_the_others_alone() -> None:
    plan = a_plan(changes=(RuleChange(since=Q3, rule=POINTS, kpis=("K2", "K1")), FROM_Q3))
    rules = rules_in_force(plan, Q3)
    assert (rules.default, rules.by_kpi) == (HAVERING, (("K1", POINTS), ("K2", POINTS)))
    assert (rules.for_kpi("K2"), rules.for_kpi("K3")) == (POINTS, None)


def test_earlier_quarters_keep_the_scheme_then_in_force() -> None:
    (item,) = judge(a_plan(steady(), changes=(FROM_Q3,)), Q3, AS_AT).kpis
    assert (item.status, item.rule) == (Status.GREEN, HAVERING)
    assert item.previous is not None
    assert item.year_ago is not None
    assert (item.previous.status, item.year_ago.status) == (Status.AMBER, Status.AMBER)


def test_a_report_on_an_earlier_quarter_is_rated_as_it_was_then() -> None:
    judged = judge(a_plan(steady(), changes=(FROM_Q3,)), Q2, AS_AT)
    assert (judged.kpis[0].status, judged.rules, judged.differences) == (Status.AMBER, STANDARD_RULES, ())


def test_a_figure_in_arrears_is_rated_by_the_rules_of_its_own_period() -> None:
    """Three months' lag: Q3 reports the figure of Q2, for which the change was not yet in force."""
    (item,) = judge(a_plan(kpi(*months_to(month(2025, 9), 84.0), lag=3), changes=(FROM_Q3,)), Q3, AS_AT).kpis
    assert (item.period, item.status, item.rule) == (Q2, Status.AMBER, BRACKNELL)


def test_the_change_for_one_indicator_goes_before_its_own_rule() -> None:
    """84 against 90 is 6 points off: red where amber is within 2 points. K2 keeps the rule that it names."""
    change = RuleChange(since=Q3, rule=POINTS, kpis=("K1",))
    plan = a_plan(steady(rule=BRACKNELL), steady("K2", rule=BRACKNELL), changes=(change, FROM_Q3))
    assert [item.status for item in judge(plan, Q3, AS_AT).kpis] == [Status.RED, Status.AMBER]


def test_rules_that_are_passed_hold_for_every_quarter() -> None:
    judged = judge(a_plan(steady(), changes=(FROM_Q3,)), Q3, AS_AT, STANDARD_RULES)
    assert (judged.kpis[0].status, judged.rules, judged.rule_changes) == (Status.AMBER, STANDARD_RULES, ())


def test_information_is_never_rated_whatever_changes() -> None:
    change = RuleChange(since=Q3, rule=POINTS, kpis=("K1",))
    (item,) = judge(a_plan(steady(polarity=Polarity.INFORMATION), changes=(change,)), Q3, AS_AT).kpis
    assert item.status is Status.INFORMATION


def test_a_change_says_which_published_statuses_would_differ() -> None:
    history = (
        published(Q2, "K1", "Amber", date(2025, 10, 30)),
        published(Q1, "K1", "Amber"),
        published(Q1, "K2", "Green"),
        published(Q1, "K9", "Red"),
        published(Q1, "A1", "Red", kind="Action"),
        published(Q3, "K1", "Amber"),
    )
    judged = judge(a_plan(steady(), steady("K2", rule=BRACKNELL), changes=(FROM_Q3,), history=history), Q3, AS_AT)
    why = "84.0% against a target of 90%: 6.0 points short. Green is within 10% of target (81.0% or more)."
    this, last, first = (
        Difference(
            ref="K1",
            kind="KPI",
            name="Visits on time",
            quarter=quarter,
            earlier=Status.AMBER,
            later=Status.GREEN,
            why=why,
            published=said,
        )
        for quarter, said in ((Q3, ""), (Q2, "Amber"), (Q1, "Amber"))
    )
    assert judged.rule_changes == (FROM_Q3,)
    assert judged.differences == (this, last, first)


def test_a_change_that_changes_nothing_says_so() -> None:
    judged = judge(a_plan(steady(rule=BRACKNELL), changes=(FROM_Q3,)), Q3, AS_AT)
    assert (judged.rule_changes, judged.differences) == ((FROM_Q3,), ())


def test_a_published_quarter_is_judged_on_what_was_known_then() -> None:
    """September came after the publication of 5 September: nothing was known of Q2, so no scheme says otherwise."""
    plan = a_plan(
        kpi(reading(month(2025, 9), 84.0)),
        changes=(FROM_Q3,),
        history=(published(Q2, "K1", "Awaited", date(2025, 9, 5)),),
    )
    assert judge(plan, Q3, AS_AT).differences == ()


def test_differences_of_actions_are_those_of_the_day() -> None:
    """20 January is 19 days into 90 (21.1%): 16% reported is 76% of expected, 60% needed by the looser rules."""
    action = Action(ref="A1", text="Train managers", start=date(2026, 1, 1), due=date(2026, 4, 1), complete=16.0)
    idle = Action(ref="A2", text="Sleep", start=date(2026, 1, 1), due=date(2026, 4, 1), complete=0.0)
    plan = Plan(settings=Settings(), actions=(action, idle))
    loose = Rules(actions=ActionRules(on_track=0.60))
    found = differences(plan, judge(plan, Q3, AS_AT), STANDARD_RULES, loose)
    assert [(one.ref, one.kind, one.earlier, one.later) for one in found] == [
        ("A1", "Action", Status.AMBER, Status.GREEN)
    ]


def test_changes_that_take_effect_are_those_that_start_in_the_quarter() -> None:
    in_november, from_q4 = RuleChange(since=month(2025, 11), rule=POINTS), RuleChange(since=Q4, rule=POINTS)
    plan = a_plan(changes=(FROM_Q3, in_november, from_q4))
    assert taking_effect(plan, Q3) == (FROM_Q3, in_november)
    assert taking_effect(plan, Q4) == (from_q4,)


@given(st.lists(st.sampled_from([HAVERING, BRACKNELL, POINTS]), max_size=4), st.integers(0, 8))
def test_the_same_rules_twice_never_differ_and_differences_turn_round(schemes: list[RagRule], after: int) -> None:
    changes = tuple(RuleChange(since=Q1.shift(3 * index), rule=rule) for index, rule in enumerate(schemes))
    plan = a_plan(steady(), steady("K2"), changes=changes, history=(published(Q1, "K1", "Amber"),))
    judged = judge(plan, Q3, AS_AT)
    now, then = rules_in_force(plan, Q3), rules_in_force(plan, Q3.shift(-after))
    assert differences(plan, judged, now, now) == ()
    there, back = differences(plan, judged, then, now), differences(plan, judged, now, then)
    assert [(one.ref, one.quarter, one.earlier, one.later) for one in there] == [
        (one.ref, one.quarter, one.later, one.earlier) for one in back
    ]
