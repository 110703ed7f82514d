"""Laws of the narrative: every figure traced, every word ruled, on the samples and on whatever a plan may hold."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

import openpyxl
import pytest
import strategies as known
from hypothesis import given
from hypothesis import strategies as st
from narrative_laws import check, sentences
from plans import AS_AT, QUARTER, SOURCE, a_plan, months

from quarterly.compose.material import Material
from quarterly.compose.narrative import Narrative, Topic, narrative
from quarterly.judge import judge
from quarterly.model.context import Settings
from quarterly.model.kpi import Benchmark, Comparator, Kind, Kpi, Polarity, QuarterRule, Reading, ReadingState, Target
from quarterly.model.periods import FINANCIAL
from quarterly.model.plan import Action, Plan
from quarterly.model.problems import CellRef, Source
from quarterly.read.workbook import read_workbook
from quarterly.resources import sample

SAMPLES = ("small", "full", "messy", "broken")
FIELDS = (
    *("ref", "name", "theme", "target", "low", "high", "period", "value"),
    *("numerator", "denominator", "due", "revised_due", "quarter", "comparator"),
)


def drafted(plan: Plan) -> Narrative:
    return narrative(Material(plan=plan, judgements=judge(plan, QUARTER, AS_AT), problems=(), provenance=SOURCE))


@cache
def drafted_sample(name: str) -> Narrative:
    return drafted(read_workbook(sample(name))[0])


@pytest.mark.parametrize("name", SAMPLES)
def test_every_number_of_a_sample_is_a_figure_and_every_word_has_its_rule(name: str) -> None:
    for sentence in sentences(drafted_sample(name)):
        check(sentence)


@pytest.mark.parametrize("name", SAMPLES)
def test_every_figure_of_a_workbook_is_traced(name: str) -> None:
    assert [passage.untraced for passage in drafted_sample(name).passages if passage.untraced] == []


@pytest.mark.parametrize("name", SAMPLES)
def test_an_indicator_has_four_sentences_at_most(name: str) -> None:
    assert {len(passage.sentences) for passage in drafted_sample(name).kpis} <= {1, 2, 3, 4}


@cache
def cells_of(name: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(sample(name), data_only=True)


def in_cell(name: str, ref: CellRef) -> object:
    return cells_of(name)[ref.sheet].cell(ref.row, ref.column).value


def worked_out(values: list[object]) -> list[float]:
    """What a reader could make of the cells: a value, a fraction, a ratio, a sum or a mean."""
    numbers = [float(value) for value in values if isinstance(value, int | float)]
    tops, bottoms = sum(numbers[0::2]), sum(numbers[1::2])
    ratio = [100 * tops / bottoms] if bottoms else []
    own = [100 * numbers[-2] / numbers[-1]] if len(numbers) > 1 and numbers[-1] else []
    return [*numbers, *(100 * number for number in numbers), *ratio, *own, sum(numbers), sum(numbers) / len(numbers)]


@pytest.mark.parametrize("name", ["small", "full"])
def test_values_can_be_worked_out_again_from_the_cells_they_name(name: str) -> None:
    """Read by another library: each value of a standing or movement, from the cells that its trace names."""
    checked = 0
    for passage in drafted_sample(name).kpis:
        for sentence in passage.sentences:
            if sentence.topic not in (Topic.STANDING, Topic.MOVEMENT, Topic.RECORD):
                continue
            for figure in sentence.figures:
                differs = figure.text.endswith(("points", "point")) or len({ref.sheet for ref in figure.sources}) > 1
                if figure.value is None or differs or len({ref.row for ref in figure.sources}) not in (1, 3):
                    continue
                found = worked_out([in_cell(name, ref) for ref in figure.sources])
                assert any(one == pytest.approx(figure.value, abs=1e-9) for one in found), (passage.about, figure)
                checked += 1
    assert checked > 20


@pytest.mark.parametrize("name", ["small", "full"])
def test_names_targets_and_references_stand_in_the_cells_they_name(name: str) -> None:
    for passage in drafted_sample(name).kpis:
        standing = passage.sentences[0]
        (place,) = standing.figures[0].sources
        assert in_cell(name, place) == passage.title
        target = standing.figures[-1]
        if target.value is not None and {ref.sheet for ref in target.sources} <= {"KPIs", "Targets"}:
            assert target.value in worked_out([in_cell(name, ref) for ref in target.sources])


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


@given(plans())
def test_every_number_of_any_plan_is_a_traced_figure_and_every_word_has_its_rule(plan: Plan) -> None:
    found = drafted(plan)
    for sentence in sentences(found):
        check(sentence)
    assert [passage.untraced for passage in found.passages if passage.untraced] == []


def test_a_plan_made_in_code_says_that_its_figures_cannot_be_traced() -> None:
    found = drafted(a_plan())
    untraced = {figure.text for passage in found.passages for figure in passage.untraced}
    assert {"94.0%", "90%", "20 days"} - untraced == {"20 days"}  # days rest on the as-at date, if on no cell
    assert {figure.sources for passage in found.passages for figure in passage.untraced} == {()}
