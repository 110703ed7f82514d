"""Plans that may hold anything, for laws of what is composed from them. Every record stands in a cell."""

from __future__ import annotations

from datetime import date, timedelta
from types import MappingProxyType

import strategies as known
from hypothesis import strategies as st
from plans import AS_AT, QUARTER, months

from quarterly.model.context import Settings
from quarterly.model.kpi import Benchmark, Comparator, Kind, Kpi, Polarity, QuarterRule, Reading, ReadingState, Target
from quarterly.model.periods import FINANCIAL
from quarterly.model.plan import Action, Plan
from quarterly.model.problems import Source

FIELDS = (
    *("ref", "name", "theme", "target", "low", "high", "period", "value"),
    *("numerator", "denominator", "due", "revised_due", "quarter", "comparator"),
)


def placed(sheet: str, row: int) -> Source:
    columns = {field: column for column, field in enumerate(FIELDS, 1)}
    return Source(sheet, row, MappingProxyType(columns))


values = known.decimals(0, 150)


@st.composite
def a_target(draw: st.DrawFn, number: int) -> Target:
    low, width = draw(values), draw(known.decimals(0, 20))
    ranged = draw(st.booleans())
    return Target(
        value=None if ranged else low,
        low=low if ranged else None,
        high=round(low + width, 1) if ranged else None,
        since=draw(st.none() | st.just(QUARTER.previous())),
        source=placed("Targets", number),
    )


@st.composite
def an_indicator(draw: st.DrawFn, number: int) -> Kpi:
    series = draw(st.lists(st.none() | values, max_size=26))
    fractions = draw(st.booleans())
    readings = tuple(
        Reading(
            period=reading.period,
            value=reading.value,
            numerator=reading.value if fractions else None,
            denominator=100.0 if fractions else None,
            state=ReadingState.FINAL if reading.value is not None else draw(st.sampled_from(ReadingState)),
            source=placed("KPI Data", row),
        )
        for row, reading in enumerate(months(*series), 2)
    )
    return Kpi(
        ref=f"K{number}",
        name=f"{number}+ placements in the year",
        polarity=draw(st.sampled_from(Polarity)),
        theme=draw(st.sampled_from(["", "Care"])),
        unit=draw(st.sampled_from(["%", "children", "", "£m", "per 10,000"])),
        decimals=draw(st.integers(0, 2)),
        kind=draw(st.sampled_from(Kind)),
        quarter_rule=draw(st.sampled_from(QuarterRule)),
        targets=tuple(draw(st.lists(a_target(number), max_size=2))),
        target_words=draw(st.sampled_from(["", "", "Fewer than 85"])),
        readings=readings,
        source=placed("KPIs", number + 1),
    )


@st.composite
def an_action(draw: st.DrawFn, number: int) -> Action:
    due = AS_AT + timedelta(days=draw(st.integers(-200, 200)))
    return Action(
        ref=f"A{number}",
        text="Do it.",
        theme=draw(st.sampled_from(["", "Care", "Front door"])),
        start=date(2025, 1, 1),
        due=due,
        revised_due=draw(st.none() | st.just(due + timedelta(days=40))),
        complete=draw(st.none() | st.sampled_from([0.0, 40.0, 100.0])),
        source=placed("Action Plan", number + 1),
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    kpis = tuple(draw(an_indicator(number)) for number in range(1, draw(st.integers(0, 3)) + 1))
    actions = tuple(draw(an_action(number)) for number in range(1, draw(st.integers(0, 12)) + 1))
    benchmarks = tuple(
        Benchmark(
            kpi=kpi.ref,
            comparator=comparator,
            period=FINANCIAL.year(draw(st.sampled_from([2020, 2024]))),
            value=draw(values),
            label=draw(st.sampled_from(["", "Yorkshire and the Humber"])),
            source=placed("Benchmarks", 2),
        )
        for kpi in kpis
        for comparator in draw(st.lists(st.sampled_from([Comparator.ENGLAND, Comparator.REGION]), max_size=2))
    )
    settings = Settings(plan_start=date(2024, 10, 1), plan_end=draw(st.none() | st.just(date(2026, 9, 30))))
    return Plan(settings=settings, kpis=kpis, actions=actions, benchmarks=benchmarks)
