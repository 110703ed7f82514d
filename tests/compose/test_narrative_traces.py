"""Laws of the narrative: every figure traced, every word ruled, on the samples and on whatever a plan may hold."""

from __future__ import annotations

from functools import cache

import openpyxl
import pytest
from any_plan import plans
from hypothesis import given
from narrative_laws import check, sentences
from plans import AS_AT, QUARTER, SOURCE, a_plan

from quarterly.compose.material import Material
from quarterly.compose.narrative import Narrative, Topic, narrative
from quarterly.judge import judge
from quarterly.model.plan import Plan
from quarterly.model.problems import CellRef
from quarterly.read.workbook import read_workbook
from quarterly.resources import sample

SAMPLES = ("small", "full", "messy", "broken")


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
