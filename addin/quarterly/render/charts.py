"""Native charts, and the table of figures that they are drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from math import ceil
from typing import Any

from xlsxwriter import Workbook

from quarterly.compose.report import Cell, Chart, ChartKind, Column, Line
from quarterly.render.marking import header_height, mark_table
from quarterly.render.measure import text_width
from quarterly.render.page import Page
from quarterly.render.placed import Placed
from quarterly.render.shares import PLOT as SHARES_PLOT
from quarterly.render.shares import share_series
from quarterly.render.sparks import BLANK_FIGURES
from quarterly.render.styles import HAIRLINE, INK, QUIET, Styles, number_format

# Colours of the Analysis Function's palette; each 3:1 or better on white. Width in points.
LINE_LOOK: dict[str, dict[str, Any]] = {
    "actual": {"color": "#12436D", "width": 2.25},
    "target": {"color": "#801650", "width": 1.5, "dash_type": "dash"},
    "floor": {"color": "#801650", "width": 1.25, "dash_type": "round_dot"},
    "high": {"color": "#801650", "width": 1.25, "dash_type": "dash"},
    "limit": {"color": "#8A8D90", "width": 1.0},  # 3.3:1 on white; the palette's lighter grey is 2.1:1
    "england": {"color": "#3D3D3D", "width": 1.25},
    "region": {"color": "#28A197", "width": 1.25},
    "neighbours": {"color": "#F46A25", "width": 1.25},
}
PLOT = {"x": 0.075, "y": 0.15, "width": 0.9, "height": 0.56}  # shares of the chart
MOST_TITLE = 0.4  # share of a chart's height that its title can take
LEAST_PLOT = 0.3  # share of a chart's height that its lines keep, however little room there is
LINE_ROOM = 16.0  # pixels of a line of words in a chart
LABELS_ROOM = 26.0  # pixels of the labels below the axis
KEY_ROOM = 20.0  # pixels of a row of the legend
KEY = 48.0  # pixels of a line's sample in the legend, and what parts it from the next
UNNAMED = ("limit", "latest")  # roles of lines that stand in no legend
FEW_POINTS = 13  # up to here every reading is marked
FIGURES_FROM = 2  # the column of the first line's figures, after the KPI and the period
LABELS_ON_AXIS = 7  # more would be turned on their side


def draw_charts(book: Workbook, page: Page, charts: Sequence[Placed]) -> None:
    """Write the figures below the printed part of the sheet and hang the charts on them."""
    if not charts:
        return
    charts = [_with_figures(placed) for placed in charts]
    names = tuple(dict.fromkeys(line.name for placed in charts for line in placed.chart.lines))
    page.end_of_print()
    page.gap()
    page.text("Figures behind the charts (not printed)", role="heading", font_size=14, font_color=INK)
    page.text(BLANK_FIGURES)
    columns = (
        Column(header="Chart", width=0),
        Column(header="Period shown", width=0),
        *(Column(header=name, width=0, align="right") for name in names),
    )
    header = page.next_row(header_height(page, columns, first=page.figures_from))
    for placed in charts:
        first = page.row
        _write_figures(page, placed, names)
        _insert(book, page, placed, names, (first, page.row - 1))
    mark_table(page, header, columns, first=page.figures_from)


def _with_figures(placed: Placed) -> Placed:
    """The chart without lines that have no figure: they would be blank columns of the table."""
    lines = tuple(line for line in placed.chart.lines if any(value is not None for value in line.values))
    return replace(placed, chart=replace(placed.chart, lines=lines))


def _write_figures(page: Page, placed: Placed, names: Sequence[str]) -> None:
    """A row a period. Thousands of cells: written straight, one format for all of a chart."""
    chart, sheet, top = placed.chart, page.sheet, page.row
    text = page.styles.cell(Cell(""))
    period = page.styles.cell(Cell(chart.categories[0], unit="month"), indent=True)
    number = page.styles.cell(Cell(0.0, decimals=chart.decimals, unit=chart.unit), "right", indent=True)
    first = page.figures_from
    for row, category in enumerate(_periods(chart), top):
        sheet.write_string(row, first, placed.ref, text)
        page.write(row, first + 1, Cell(category), period)
    for line in chart.lines:
        column = first + FIGURES_FROM + names.index(line.name)
        for row, value in enumerate(line.values, top):
            if value is not None:
                sheet.write_number(row, column, value, number)
    page.row += len(chart.categories)


def _periods(chart: Chart) -> tuple[str | date | int, ...]:
    """The periods as their cells hold them: a chart takes calendar years for numbers, and so must the cells be."""
    years = [int(label) for label in chart.categories if isinstance(label, str) and label.isdecimal()]
    return tuple(years) if len(years) == len(chart.categories) else chart.categories


def _insert(book: Workbook, page: Page, placed: Placed, names: Sequence[str], rows: tuple[int, int]) -> None:
    chart = placed.chart
    shares = chart.kind is ChartKind.SHARES
    drawn = book.add_chart({"type": "column", "subtype": "percent_stacked"} if shares else {"type": "line"})
    for index, line in enumerate(chart.lines):
        column = page.figures_from + FIGURES_FROM + names.index(line.name)
        series = _series(page.name, line, column, rows) | _look(page.styles, chart, line)
        if index == 0:  # all lines share the first one's categories
            series["categories"] = [page.name, rows[0], page.figures_from + 1, rows[1], page.figures_from + 1]
        drawn.add_series(series)
    drawn.set_title(
        {
            "name": chart.title,
            "name_font": {"name": page.styles.font, "size": 10, "bold": True, "color": INK},
            "overlay": True,
            "layout": {"x": 0.012, "y": 0.02},
        }
    )
    font = {"name": page.styles.font, "size": 9, "color": INK}
    drawn.set_x_axis(
        {
            "name": chart.subtitle,
            "name_font": {"name": page.styles.font, "size": 9, "bold": False, "color": QUIET},
            "num_font": font,
            "line": {"color": HAIRLINE},
            "major_tick_mark": "none",
            **_months(chart),
        }
    )
    axis: dict[str, Any] = {
        "num_font": font,
        "num_format": _axis_format(chart),
        "line": {"none": True},
        "major_gridlines": {"visible": True, "line": {"color": "#E5E6E7", "width": 0.75}},
        "major_tick_mark": "none",
    }
    if chart.axis_low is not None:
        axis["min"] = chart.axis_low
    drawn.set_y_axis(axis)
    drawn.set_legend(_legend(chart) | {"font": font})
    drawn.set_chartarea({"border": {"none": True}})
    drawn.set_plotarea({"layout": SHARES_PLOT if shares else _plot(placed)})
    drawn.set_size({"width": placed.width, "height": placed.height})
    drawn.show_blanks_as("gap")
    page.sheet.insert_chart(
        placed.row,
        placed.column,
        drawn,
        {"description": chart.alt_text, "object_position": 1, "x_offset": 6, "y_offset": 2},
    )


def _plot(placed: Placed) -> dict[str, float]:
    """Where the lines are drawn: lower and less high in a chart so narrow that its words take several rows."""
    chart, room = placed.chart, placed.width * 0.9
    words = _rows(text_width(chart.title, 10, bold=True), room)
    beneath = (
        LABELS_ROOM + _rows(text_width(chart.subtitle, 9), room) * LINE_ROOM + _legend_rows(chart, room) * KEY_ROOM
    )
    top = max(PLOT["y"], min(MOST_TITLE, (words * LINE_ROOM + 10) / placed.height))
    height = min(PLOT["height"], 1 - top - beneath / placed.height)
    return PLOT | {"y": top, "height": max(LEAST_PLOT, height)}


def _legend_rows(chart: Chart, room: float) -> int:
    """Rows of the legend, whose entries stand in columns as wide as the longest of them."""
    named = [line.name for line in chart.lines if line.role not in UNNAMED]
    if len(named) < 2:
        return 0
    abreast = max(1, int(room / (max(text_width(name, 9) for name in named) + KEY)))
    return -(-len(named) // abreast)


def _rows(width: float, room: float) -> int:
    return max(1, ceil(width / max(1.0, room)))


def _axis_format(chart: Chart) -> str:
    """Excel's format of the value axis; in a chart of shares it counts from 0 to 1."""
    if chart.kind is ChartKind.SHARES:
        return "0%"
    return number_format(Cell(0.0, decimals=chart.decimals, unit=chart.unit)).split(";", maxsplit=1)[0]


def _legend(chart: Chart) -> dict[str, Any]:
    """Every line but the latest point and the grey ones, which the subtitle explains; none where that leaves one."""
    plain = [index for index, line in enumerate(chart.lines) if line.role in UNNAMED]
    if len(chart.lines) - len(plain) < 2:
        return {"none": True}
    return {"position": "bottom", "delete_series": plain}


def _months(chart: Chart) -> dict[str, Any]:
    """Monthly readings stand on a true time axis, with a label every few months."""
    if not isinstance(chart.categories[0], date):
        return {}
    every = -(-len(chart.categories) // LABELS_ON_AXIS)
    return {"date_axis": True, "num_format": "mmm yyyy", "major_unit": every, "major_unit_type": "months"}


def _series(sheet: str, line: Line, column: int, rows: tuple[int, int]) -> dict[str, Any]:
    first, last = rows
    return {"name": line.name, "values": [sheet, first, column, last, column]}


def _look(styles: Styles, chart: Chart, line: Line) -> dict[str, Any]:
    if chart.kind is ChartKind.SHARES:
        return share_series(styles, line, len(chart.categories))
    series: dict[str, Any] = {"line": _line(styles, line.role), "marker": {"type": "none"}}
    colour = {"color": styles.line("actual", LINE_LOOK["actual"]["color"])}
    if line.role == "latest":
        font = {"name": styles.font, "size": 10, "bold": True} | colour
        series["line"] = {"none": True}
        series["marker"] = {"type": "circle", "size": 7, "fill": colour, "border": colour}
        series["data_labels"] = {"value": True, "position": "above", "font": font}
    elif line.role == "actual" and len(line.values) <= FEW_POINTS:
        series["marker"] = {"type": "circle", "size": 5, "fill": colour, "border": colour}
    return series


def _line(styles: Styles, role: str) -> dict[str, Any] | None:
    """How a line is drawn, in the template's colour where it gives one."""
    known = LINE_LOOK.get(role)
    return known and known | {"color": styles.line(role, known["color"])}
