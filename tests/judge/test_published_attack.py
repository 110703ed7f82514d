"""Published plans are attacked with a solver that reads every quarter's edition and knows what each figure is."""

from __future__ import annotations

from itertools import accumulate, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from judge.attacker import Attacker
from msgspec.structs import replace

from quarterly.judge.disclosure import Cell
from quarterly.judge.published import published_plan
from quarterly.model.context import Settings
from quarterly.model.kpi import Kind, Kpi, Polarity, Reading
from quarterly.model.periods import FINANCIAL, Period
from quarterly.model.plan import Plan

THRESHOLD = 5
APRIL = Period(FINANCIAL.year(2025).start, 1)
PAIRS = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=2, max_size=7)
KINDS = st.sampled_from([Kind.PERIOD, Kind.CUMULATIVE])


def at(name: str, month: int) -> Cell:
    return Cell(name, "", APRIL.shift(month))


def figures(kind: Kind, pairs: list[tuple[int, int]]) -> dict[Cell, int]:
    """Those who count, those who do not and all, month by month or so far this year, with what they rose by."""
    strands = {"yes": [yes for yes, _ in pairs], "no": [no for _, no in pairs], "all": [sum(pair) for pair in pairs]}
    found = {}
    for name, monthly in strands.items():
        values = list(accumulate(monthly)) if kind is Kind.CUMULATIVE else monthly
        found |= {at(name, month): value for month, value in enumerate(values)}
        if kind is Kind.CUMULATIVE:
            found |= {
                at(f"more {name}", month): now - before for month, (before, now) in enumerate(pairwise(values), 1)
            }
    return found


def knowing(truth: dict[Cell, int]) -> Attacker:
    """Somebody who knows what every figure is, and none of them."""
    attacker = Attacker(tuple(truth))
    for cell in truth:
        if cell.measure == "all":
            parts = [Cell(name, "", cell.period) for name in ("yes", "no")]
            attacker.tie([(cell, -1.0), *((part, 1.0) for part in parts if part in truth)], 0, 0)
        elif cell.measure.startswith("more "):
            name = cell.measure.removeprefix("more ")
            now, before = Cell(name, "", cell.period), Cell(name, "", cell.period.previous())
            attacker.tie([(now, -1.0), (before, 1.0), (cell, 1.0)], 0, 0)
    return attacker


def editions(kpi: Kpi) -> list[Kpi]:
    """The indicator as published after each quarter, and after its last reading."""
    made = []
    for number in (1, 2, 3):
        quarter = FINANCIAL.quarter(2025, number)
        known = replace(kpi, readings=tuple(one for one in kpi.readings if one.period.end <= quarter.end))
        plan = published_plan(Plan(settings=Settings(), kpis=(known,)), quarter=quarter).plan
        made += plan.kpis
    return made


def assert_withstands(kpi: Kpi, truth: dict[Cell, int], shown: str) -> None:
    attacker = knowing(truth)
    for reading in (reading for edition in editions(kpi) for reading in edition.readings):
        if reading.value is not None:  # a percentage tells its numerator, as its denominator is known
            attacker.learn(Cell(shown, "", reading.period), truth[Cell(shown, "", reading.period)])
        if reading.denominator is not None:
            attacker.learn(Cell("all", "", reading.period), reading.denominator)
    for cell, value in truth.items():
        if 1 <= value <= THRESHOLD:
            ruled_out = [other for other in range(1, THRESHOLD + 1) if not attacker.allows(cell, other)]
            assert ruled_out == [], f"{cell} cannot be {ruled_out}"


@settings(max_examples=60, deadline=None)
@given(KINDS, PAIRS)
def test_no_small_count_behind_a_percentage_can_be_worked_out(kind: Kind, pairs: list[tuple[int, int]]) -> None:
    truth = figures(kind, pairs)
    readings = tuple(
        Reading(
            period=APRIL.shift(month),
            value=100 * truth[at("yes", month)] / whole if (whole := truth[at("all", month)]) else None,
            numerator=truth[at("yes", month)],
            denominator=truth[at("all", month)],
        )
        for month in range(len(pairs))
    )
    kpi = Kpi(ref="K1", name="K1", polarity=Polarity.HIGH, unit="%", kind=kind, decimals=1, readings=readings)
    assert_withstands(kpi, truth, "yes")


@settings(max_examples=60, deadline=None)
@given(KINDS, PAIRS)
def test_no_small_count_can_be_worked_out(kind: Kind, pairs: list[tuple[int, int]]) -> None:
    truth = {cell: value for cell, value in figures(kind, pairs).items() if cell.measure in ("yes", "more yes")}
    readings = tuple(Reading(period=APRIL.shift(month), value=truth[at("yes", month)]) for month in range(len(pairs)))
    assert_withstands(Kpi(ref="K1", name="K1", polarity=Polarity.LOW, kind=kind, readings=readings), truth, "yes")
