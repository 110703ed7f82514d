"""The narrative of ``status --json``: its shape, and the cells that each figure names."""

from __future__ import annotations

from pathlib import Path

from plans import AS_AT, QUARTER, SOURCE, a_plan

from quarterly.cli.narrative_shape import UNTRACED, figure_shape, narrative_of, narrative_shape, ranges
from quarterly.compose.material import Material
from quarterly.compose.narrative import Figure, narrative
from quarterly.judge import judge
from quarterly.model.problems import CellRef
from quarterly.run import assess


def test_the_narrative_of_a_workbook(book: Path) -> None:
    found = narrative_of(assess(book, today=AS_AT, quarter="Q3 2025/26"))
    assert isinstance(found, dict)
    (passage,) = found["kpis"]
    assert {name: passage[name] for name in ("about", "drafted")} == {"about": "K1", "drafted": True}
    assert passage["text"].startswith(passage["sentences"][0]["text"])
    assert found["note"] is None
    # K1 is 84.4% in December against 90%.
    figures = {figure["text"]: figure for figure in passage["sentences"][0]["figures"]}
    assert (figures["84.4%"]["value"], figures["84.4%"]["sources"]) == (84.4, ["'KPI Data'!C7"])
    assert figures["5.6 points"]["sources"] == ["'KPI Data'!C7", "'KPIs'!N2"]
    assert (figures["90%"]["sources"], figures["90%"]["basis"]) == (["'KPIs'!N2"], None)


def test_a_plan_made_in_code_says_so_and_officers_words_are_no_draft() -> None:
    plan = a_plan()
    material = Material(plan=plan, judgements=judge(plan, QUARTER, AS_AT), problems=(), provenance=SOURCE)
    found = narrative_shape(narrative(material))
    assert isinstance(found, dict)
    assert found["note"] == UNTRACED
    k2 = found["kpis"][1]
    assert (k2["text"], k2["drafted"]) == ("Eleven posts were filled in November.", False)
    assert k2["sentences"][0]["figures"][1]["sources"] == []


def test_cells_beneath_one_another_are_one_range() -> None:
    refs = [CellRef("KPI Data", row, column) for row, column in ((6, 3), (4, 3), (5, 3), (8, 3), (4, 4))]
    assert ranges([*refs, refs[0], CellRef("KPIs", 5, 3)]) == [
        "'KPI Data'!C4:C6",
        "'KPI Data'!C8",
        "'KPI Data'!D4",
        "'KPIs'!C5",
    ]


def test_a_figure_without_a_cell_says_what_it_rests_on() -> None:
    assert figure_shape(Figure("Q3 2025/26", None, (), "the quarter reported on")) == {
        "text": "Q3 2025/26",
        "value": None,
        "sources": [],
        "basis": "the quarter reported on",
    }
