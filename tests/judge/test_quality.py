from __future__ import annotations

from datetime import date
from itertools import pairwise
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quarterly.judge.dependencies import dependency_cycles
from quarterly.judge.quality import QUALITY_KINDS, plan_findings
from quarterly.model.context import Settings
from quarterly.model.kpi import Kind, Kpi, Polarity, Target
from quarterly.model.periods import Period
from quarterly.model.plan import Action, Plan, Recommendation, Stage
from quarterly.model.problems import Source
from quarterly.model.rules import MEDWAY, RagRule, RuleFamily

AS_AT = date(2025, 12, 31)
ACTION_FIELDS = (
    "ref",
    "recommendations",  # B
    "leads",  # C
    "due",  # D
    "revised_due",  # E
    "evidenced_on",  # F
    "success_measure",  # G
    "depends_on",  # H
)
KPI_FIELDS = ("ref", "recommendations", "baseline", "target", "low", "owner")
RECOMMENDATION_FIELDS = ("ref", "text", "sub_plan")


def source(sheet: str, fields: tuple[str, ...], row: int) -> Source:
    return Source(sheet, row, MappingProxyType({name: at for at, name in enumerate(fields, 1)}))


def action(ref: str = "A1", row: int = 5, **fields: object) -> Action:
    sound = {
        "ref": ref,
        "text": "Train every manager",
        "recommendations": ("R1",),
        "leads": ("J Ward",),
        "due": date(2026, 3, 31),
        "success_measure": "Every manager trained",
        "source": source("Action Plan", ACTION_FIELDS, row),
    }
    return Action(**(sound | fields))  # type: ignore[arg-type]


def kpi(ref: str = "K1", row: int = 3, **fields: object) -> Kpi:
    sound = {
        "ref": ref,
        "name": "Supervision on time",
        "polarity": Polarity.HIGH,
        "recommendations": ("R1",),
        "baseline": 61.0,
        "targets": (Target(value=90.0),),
        "owner": "J Ward",
        "source": source("KPIs", KPI_FIELDS, row),
    }
    return Kpi(**(sound | fields))  # type: ignore[arg-type]


def recommendation(ref: str = "R1", row: int = 2, **fields: object) -> Recommendation:
    cells = source("Recommendations", RECOMMENDATION_FIELDS, row)
    return Recommendation(ref=ref, text="Supervise", source=cells, **fields)  # type: ignore[arg-type]


R1, A1 = recommendation(), action()


def plan(*, recommendations=(R1,), actions=(A1,), kpis=(), plan_end=None) -> Plan:
    return Plan(
        settings=Settings(plan_end=plan_end),
        recommendations=tuple(recommendations),
        actions=tuple(actions),
        kpis=tuple(kpis),
    )


def found(whole: Plan) -> list[tuple[str, str]]:
    return [(problem.code, str(problem.at)) for problem in plan_findings(whole, on=AS_AT)]


def test_a_sound_plan_has_no_findings():
    assert found(plan(kpis=(kpi(),), plan_end=date(2026, 3, 31))) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"leads": ()}, [("action-without-owner", "'Action Plan'!C5")]),
        ({"due": None}, [("action-without-date", "'Action Plan'!D5")]),
        ({"due": None, "revised_due": date(2026, 1, 31)}, []),
        ({"due": None, "ongoing": True}, []),
        ({"due": None, "stage": Stage.DEFERRED}, []),
        ({"success_measure": " "}, [("action-without-measure", "'Action Plan'!G5")]),
        ({"success_measure": "", "kpis": ("K1",)}, []),
        ({"complete": 100}, [("action-not-evidenced", "'Action Plan'!F5")]),
        ({"complete": 100, "evidenced_on": AS_AT}, []),
        ({"leads": (), "due": None, "success_measure": "", "stage": Stage.SUPERSEDED}, "no action"),
    ],
)
def test_what_an_action_lacks_is_found_at_its_cell(fields, expected):
    if expected == "no action":  # superseded actions are passed over, and leave their recommendation without any
        expected = [("recommendation-without-action", "'Recommendations'!A2")]
    assert found(plan(actions=(action(**fields),))) == expected


def test_an_action_without_recommendation_is_found_where_there_are_any():
    loose = action("A2", 6, recommendations=())
    assert found(plan(actions=(action(), loose))) == [("action-without-recommendation", "'Action Plan'!B6")]
    assert found(plan(recommendations=(), actions=(loose,))) == []


def test_an_unfinished_action_due_after_the_plan_ends_is_found_at_the_date_in_force():
    end = date(2026, 3, 30)
    (problem,) = plan_findings(plan(plan_end=end), on=AS_AT)
    assert (problem.code, str(problem.at), problem.found, problem.fix) == (
        "action-after-plan-end",
        "'Action Plan'!D5",
        "31 Mar 2026",
        "Bring A1 forward to 30 Mar 2026 or earlier, or move Plan end on the Settings sheet.",
    )
    moved = action(due=date(2025, 10, 1), revised_due=date(2026, 4, 1))
    assert found(plan(actions=(moved,), plan_end=end)) == [("action-after-plan-end", "'Action Plan'!E5")]
    done = action(complete=100, evidenced_on=AS_AT)
    assert found(plan(actions=(done,), plan_end=end)) == []


def test_a_dependency_on_a_later_action_is_found():
    first = action(depends_on=("A2", "A2", "A3", "A99"))
    later, same_day = action("A2", 6, due=date(2026, 5, 31)), action("A3", 7)
    (problem,) = plan_findings(plan(actions=(first, later, same_day)), on=AS_AT)
    assert (problem.code, str(problem.at), problem.found, problem.fix) == (
        "dependency-later",
        "'Action Plan'!H5",
        "A2",
        "Move A1 to 31 May 2026 or later, or bring A2 forward to 31 Mar 2026.",
    )


def test_dependencies_that_no_longer_matter_are_not_findings():
    waits = {"depends_on": ("A2",)}
    later = {"due": date(2026, 5, 31)}
    evidenced = {"complete": 100, "evidenced_on": AS_AT}
    for first, second in (
        (action(**waits, **evidenced), action("A2", **later)),
        (action(**waits), action("A2", **later, **evidenced)),
        (action(**waits), action("A2", **later, stage=Stage.SUPERSEDED)),
        (action(**waits), action("A2", due=None, ongoing=True)),
        (action(**waits, due=None, ongoing=True), action("A2", **later)),
    ):
        assert found(plan(actions=(first, second))) == []


def test_a_circle_of_dependencies_is_found_once_at_its_first_action():
    ring = (
        action("A1", 5, depends_on=("A3",)),
        action("A2", 6, depends_on=("A1",)),
        action("A3", 7, depends_on=("A2",)),
    )
    (problem,) = plan_findings(plan(actions=ring), on=AS_AT)
    assert (problem.code, str(problem.at), problem.found) == ("dependency-cycle", "'Action Plan'!H5", "A1, A3, A2, A1")


def test_separate_circles_are_all_found_but_an_action_that_names_itself_is_none():
    actions = (
        action("A1", depends_on=("A2",)),
        action("A2", depends_on=("A1", "A5")),
        action("A3", depends_on=("A4",)),
        action("A4", depends_on=("A3",)),
        action("A5", depends_on=("A5",)),
    )
    assert dependency_cycles(actions) == (("A1", "A2", "A1"), ("A3", "A4", "A3"))


REFS = [f"A{number}" for number in range(6)]


@given(st.lists(st.sets(st.sampled_from(REFS)), min_size=6, max_size=6))
def test_every_circle_named_is_one_and_a_plan_in_order_has_none(depends):
    actions = tuple(action(ref, depends_on=tuple(sorted(on))) for ref, on in zip(REFS, depends, strict=True))
    waits_for = {each.ref: each.depends_on for each in actions}
    for cycle in dependency_cycles(actions):
        assert cycle[0] == cycle[-1]
        assert all(other in waits_for[ref] for ref, other in pairwise(cycle))
    earlier = tuple(action(ref, depends_on=tuple(other for other in waits_for[ref] if other < ref)) for ref in REFS)
    assert dependency_cycles(earlier) == ()


def test_recommendations_without_action_and_with_sub_plan_are_told_apart():
    rest = (recommendation("R2", 3), recommendation("R3", 4, sub_plan="Leaving Care plan"))
    whole = plan(recommendations=(recommendation(), *rest))
    assert found(whole) == [
        ("recommendation-without-action", "'Recommendations'!A3"),
        ("recommendation-in-sub-plan", "'Recommendations'!C4"),
    ]
    assert plan_findings(whole, on=AS_AT)[1].found == "Leaving Care plan"


def test_a_workbook_of_indicators_alone_is_not_told_that_they_are_unlinked():
    assert found(plan(recommendations=(), actions=(), kpis=(kpi(recommendations=()),))) == []
    assert found(plan(actions=(), kpis=(kpi(),))) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"owner": " "}, [("kpi-without-owner", "'KPIs'!F3")]),
        ({"baseline": None}, [("kpi-without-baseline", "'KPIs'!C3")]),
        ({"baseline": 0.0}, []),
        ({"targets": ()}, [("kpi-without-target", "'KPIs'!D3")]),
        ({"targets": (Target(floor=80.0),)}, [("kpi-without-target", "'KPIs'!D3")]),
        ({"targets": (), "polarity": Polarity.RANGE}, [("kpi-without-target", "'KPIs'!E3")]),
        ({"targets": (Target(low=580.0, high=630.0),), "polarity": Polarity.RANGE}, []),
        ({"targets": (Target(high=630.0),), "polarity": Polarity.RANGE}, []),
        ({"targets": (Target(value=0.0),)}, []),
        ({"targets": (), "target_words": "Fewer than last year"}, []),
        ({"targets": (), "rule": RagRule(family=RuleFamily.ABSOLUTE, green=90.0, amber=80.0)}, []),
        ({"targets": (), "rule": RagRule(family=RuleFamily.FLOOR)}, [("kpi-without-target", "'KPIs'!D3")]),
        ({"targets": (), "baseline": None, "polarity": Polarity.INFORMATION}, []),
        ({"recommendations": ()}, [("kpi-unlinked", "'KPIs'!B3")]),
    ],
)
def test_what_an_indicator_lacks_is_found_at_its_cell(fields, expected):
    assert found(plan(kpis=(kpi(**fields),))) == expected


def test_an_indicator_that_an_action_names_is_linked_unless_the_action_was_superseded():
    loose = kpi(recommendations=())
    assert found(plan(actions=(action(kpis=("K1",)),), kpis=(loose,))) == []
    gone = action("A2", 6, kpis=("K1",), stage=Stage.SUPERSEDED)
    assert found(plan(actions=(action(), gone), kpis=(loose,))) == [("kpi-unlinked", "'KPIs'!B3")]


def test_every_kind_has_a_code_of_its_own_and_sentences():
    assert len({kind.code for kind in QUALITY_KINDS}) == len(QUALITY_KINDS)
    assert all(kind.meaning.endswith(".") and kind.fix.endswith(".") for kind in QUALITY_KINDS)


COUNTED = {"kind": Kind.CUMULATIVE, "unit": "visits", "targets": (Target(value=120.0),)}
FIRST, SECOND = (Period(date(2025, month, 1), 3) for month in (4, 7))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, True),
        ({"targets": (Target(since=FIRST, value=120.0),)}, True),
        ({"targets": (Target(since=FIRST, value=30.0), Target(since=SECOND, value=60.0))}, False),  # by quarter
        ({"targets": (Target(value=0.0),)}, False),
        ({"rule": MEDWAY}, False),
        ({"polarity": Polarity.LOW}, False),  # what may not be passed is not passed early
        ({"unit": "%"}, False),
        ({"kind": Kind.SNAPSHOT}, False),
    ],
)
def test_a_count_that_must_reach_the_years_target_at_once_is_asked_about(fields, said):
    problems = found(plan(kpis=(kpi(**COUNTED | fields),)))
    assert problems == ([("kpi-year-target", "'KPIs'!D3")] if said else [])
