"""Whatever an officer draws: a sound workbook comes of it, with no areas over one another."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from layouts import CHART, cell, drawn, item, opened, row, sheet, words
from openpyxl.worksheet.cell_range import CellRange

from quarterly.compose.report import Cell, Look, Spark
from quarterly.render.measure import TALLEST
from quarterly.template.layout import Each, Node, Row

LONG = "Every open case was gone through with partners. " * 30
VALUES = {
    "text": "Short",
    "long": LONG,
    "number": Cell(1234567.5, decimals=1),
    "day": Cell(date(2026, 9, 30)),
    "status": Cell("✖ Red", Look.RED),
    "missing": Cell("[c]", Look.MISSING),
    "trend": Cell("", spark=Spark((1.0, None, 3.0))),
    "chart": CHART,
    "blank": "",
}
KPIS = tuple(item(f"K{number}", **VALUES) for number in range(3))
WORDS = words(
    {"kpi": KPIS, "theme": (item("A", {"kpi": KPIS}, **VALUES), item("B", {"kpi": ()}, **VALUES)), "risk": ()}
)

forms = st.fixed_dictionaries(
    {},
    optional={
        "text_wrap": st.booleans(),
        "align": st.sampled_from(["left", "right", "center"]),
        "font_size": st.sampled_from([8.0, 11.0, 26.0]),
        "font_name": st.sampled_from(["Arial", "Verdana", "Old Parish Script"]),
        "rotation": st.sampled_from([0, 45, 90]),
        "indent": st.integers(0, 3),
        "num_format": st.sampled_from(["0.00", "dd/mm/yyyy", "General"]),
        "shrink": st.booleans(),
        "border": st.integers(0, 2),
    },
)


@st.composite
def rows(draw, number: int, over: str) -> Row:
    """A row: each cell a word, a token, or both; some of them merged across."""
    cells, column = [], 0
    while column < 5:
        wide = draw(st.sampled_from([1, 1, 1, 2, 3]))
        what = draw(st.sampled_from(["", "Head", LONG, *(f"{{{{{over}.{name}}}}}" for name in VALUES)])) if over else ""
        text = what or draw(st.sampled_from([None, "Title", f"Head {column}", LONG]))
        if text is not None:
            cells.append(cell(column, text, columns=min(wide, 5 - column), form=draw(forms)))
        column += wide
    height = draw(st.sampled_from([None, 12.0, 60.0]))
    return row(
        number,
        *cells,
        repeats=over if over in ("kpi", "risk") and any(_asks(each) for each in cells) else "",
        height=height,
    )


def _asks(each) -> bool:
    return isinstance(each.value, tuple) and any(not isinstance(part, str) for part in each.value)


@st.composite
def sheets(draw) -> tuple[Node, ...]:
    """Rows, blocks of rows, and now and then an area over several rows at the right."""
    nodes: list[Node] = []
    number = 0
    for _ in range(draw(st.integers(1, 5))):
        if draw(st.booleans()):
            nodes.append(draw(rows(number, draw(st.sampled_from(["", "kpi", "risk"])))))
            number += 1
            continue
        over = draw(st.sampled_from(["theme", "kpi", "risk"]))
        tall = draw(st.integers(1, 3))
        body: list[Row] = [draw(rows(number + place, draw(st.sampled_from(["", over])))) for place in range(tall)]
        body = [Row(number=each.number, cells=each.cells, height=each.height) for each in body]
        area = cell(
            6, f"{{{{{over}.{draw(st.sampled_from(['chart', 'long']))}}}}}", rows=tall, columns=2, form=draw(forms)
        )
        body[0] = Row(number=number, cells=(*body[0].cells, area))
        nodes.append(Each(over=over, at="x", body=tuple(body)))
        number += tall
    return tuple(nodes)


@pytest.mark.slow
@settings(max_examples=80, deadline=None)
@given(sheets(), st.lists(st.floats(2, 40), max_size=8))
def test_any_template_gives_a_sound_workbook(nodes: tuple[Node, ...], widths: list[float]) -> None:
    content = drawn(WORDS, sheet("One", row(0, "x"), *nodes, widths=tuple(widths), frozen=(1, 1)))
    found = opened(content)["One"]
    merged = [CellRange(str(area)) for area in found.merged_cells.ranges]
    tables = [CellRange(table.ref) for table in found.tables.values()]
    for place, area in enumerate([*merged, *tables]):
        assert all(area.isdisjoint(other) for other in [*merged, *tables][place + 1 :])
    assert all(line.height <= TALLEST for line in found.row_dimensions.values() if line.height)
    assert found.print_area
