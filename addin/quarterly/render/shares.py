"""Charts of shares: full columns divided by grade or status, in the status colours, each part with its number."""

from __future__ import annotations

from typing import Any

from quarterly.compose.report import Chart, Line, Look
from quarterly.render.measure import lines_height
from quarterly.render.page import Page
from quarterly.render.placed import Placed
from quarterly.render.styles import BODY, INK, SMALL, Styles

HEIGHT = 270.0  # points
GAP = 30  # percent of a column's width between columns
MOST_LABELLED = 26  # columns in which a number still fits
EDGE = {"color": INK, "width": 0.75}  # parts the colours: 3:1 or better against each of them, and against white
NO_NOUGHTS = "#,##0;;;"  # the number of a part; nothing where the part is empty
PLOT = {"x": 0.05, "y": 0.13, "width": 0.93, "height": 0.62}  # shares of the chart


def place_chart(page: Page, chart: Chart) -> Placed:
    """Take the room of a chart over the whole width; it is drawn once its figures have rows."""
    page.keep(HEIGHT + lines_height(1, BODY))
    placed = Placed(
        ref=page.name,
        chart=chart,
        row=page.row,
        column=0,
        width=int(page.pixels(0, page.last_column)) - 12,
        height=int(HEIGHT * 96 / 72) - 8,
    )
    page.gap(HEIGHT)
    page.gap()
    return placed


def share_series(styles: Styles, line: Line, count: int) -> dict[str, Any]:
    """How one part of the columns is drawn, where there are ``count`` columns."""
    fill, text = styles.in_full(Look(line.role))
    series: dict[str, Any] = {"fill": {"color": fill}, "border": EDGE, "gap": GAP}
    if count <= MOST_LABELLED:
        font = {"name": styles.font, "size": SMALL, "bold": True, "color": text}
        series["data_labels"] = {"value": True, "num_format": NO_NOUGHTS, "font": font}
    return series
