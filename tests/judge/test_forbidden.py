"""What a published edition may not say, from the plan and what was hidden of it."""

from datetime import date

from msgspec.structs import replace

from quarterly.judge.forbidden import Forbidden, Secret, forbidden_figures
from quarterly.judge.published import PublishedPlan
from quarterly.model.context import Commentary, Settings
from quarterly.model.kpi import Kpi, Polarity, Reading, ReadingState, Target
from quarterly.model.periods import Period
from quarterly.model.plan import Plan

NOVEMBER, QUARTER = Period(date(2025, 11, 1), 1), Period(date(2025, 10, 1), 3)
KPI = Kpi(
    ref="K1",
    name="Children waiting",
    polarity=Polarity.LOW,
    unit="children",
    targets=(Target(value=212.0),),
    readings=(
        Reading(period=NOVEMBER, value=3.0, denominator=120.0),
        Reading(period=QUARTER, value=212.0),
        Reading(period=Period(date(2026, 1, 1), 1), value=40.0),
    ),
)


def protected(plan: Plan, *readings: Reading) -> PublishedPlan:
    kept = replace(plan, kpis=(replace(plan.kpis[0], readings=readings),))
    return PublishedPlan(plan=kept, protected=(), threshold=5, notes=())


def hidden(reading: Reading, **kept: float) -> Reading:
    return replace(reading, **{"value": None, "denominator": None, "state": ReadingState.SUPPRESSED} | kept)


def test_what_is_hidden_is_known_with_its_period_and_words() -> None:
    plan = Plan(kpis=(KPI,), settings=Settings(), commentary=(Commentary(about="K1", text="Ours.", quarter=None),))
    found = forbidden_figures(plan, protected(plan, hidden(KPI.readings[0]), hidden(KPI.readings[1]), KPI.readings[2]))
    assert found == Forbidden(
        secrets=(
            Secret(
                ref="K1",
                name="Children waiting",
                labels=frozenset({"Nov 2025", "2025-11-01"}),
                day=45962.0,
                values=frozenset({3.0, 120.0}),
                figures=frozenset({"3 children"}),
                telling=frozenset({120.0}),
            ),
            Secret(
                ref="K1",
                name="Children waiting",
                labels=frozenset({"Q3 2025/26"}),
                day=None,
                values=frozenset({212.0}),
                figures=frozenset({"212 children"}),
                telling=frozenset(),  # the target is the same number
            ),
        ),
        refs=frozenset({"K1"}),
        officers=("Ours.",),
    )


def test_a_denominator_that_alone_is_hidden_is_no_figure_of_sentences() -> None:
    plan = Plan(kpis=(KPI,), settings=Settings())
    only = replace(KPI.readings[0], denominator=None)
    secret = forbidden_figures(plan, protected(plan, only, *KPI.readings[1:])).secrets
    assert [(each.values, each.figures) for each in secret] == [(frozenset({120.0}), frozenset())]


def test_a_reading_that_is_left_out_altogether_is_hidden() -> None:
    plan = Plan(kpis=(KPI,), settings=Settings())
    assert [each.values for each in forbidden_figures(plan, protected(plan, *KPI.readings[1:])).secrets] == [
        frozenset({3.0, 120.0})
    ]


def test_nothing_hidden_is_nothing_forbidden() -> None:
    plan = Plan(kpis=(KPI,), settings=Settings())
    assert forbidden_figures(plan, protected(plan, *KPI.readings)).secrets == ()


def test_a_hidden_figure_is_known_in_full_and_as_it_would_be_shown() -> None:
    share = replace(KPI, unit="%", decimals=1, readings=(Reading(period=NOVEMBER, value=91.375),))
    plan = Plan(kpis=(share,), settings=Settings())
    secret = forbidden_figures(plan, protected(plan, hidden(share.readings[0]))).secrets[0]
    assert (secret.values, secret.telling) == (frozenset({91.375, 91.4}), frozenset({91.375}))
