"""Native charts, and the table of figures that they are drawn from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from math import ceil
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
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
MOST_BESIDE = 0.5  # share of a chart's width at the left of its lines, in a column as narrow as a letter
LEAST_PLOT = 0.3  # share of a chart's height that its lines keep, however little room there is
LINE_ROOM = 16.0  # pixels of a line of words in a chart
LABELS_ROOM = 26.0  # pixels of the labels below the axis
KEY_ROOM = 20.0  # pixels of a row of the legend
KEY = 48.0  # pixels of a line's sample in the legend, and what parts it from the next
LEAST_LINES = 40.0  # pixels of height in which lines can be told apart; for less, words make room
EDGE = 8.0  # pixels above the lines of a chart without a title
VALUES_ROOM = 46.0  # pixels of the labels beside the value axis
LATEST_ROOM = 30.0  # pixels at the right, for half of the latest figure
LABEL_ROOM = 58.0  # pixels of a label of the axis and of what parts it from the next
NARROW = 400.0  # pixels; a wider chart has room for all labels of its axis
TINY = (160.0, 80.0)  # pixels of width and height; in less the labels of the axes would fill the chart
UNNAMED = ("limit", "latest")  # roles of lines that stand in no legend
FEW_POINTS = 13  # up to here every reading is marked
FIGURES_FROM = 2  # the column of the first line's figures, after the KPI and the period
LABELS_ON_AXIS = 7  # more would be turned on their side


class _Words(Struct, frozen=True, kw_only=True):
    """What a chart says beside its lines, as far as it has room."""

    title: bool = True
    note: bool = True
    legend: bool = True


_ALL = _Words()
_FEWER = (_ALL, _Words(note=False), _Words(note=False, legend=False), _Words(note=False, legend=False, title=False))


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
    said, tiny = _words(placed), _is_tiny(placed)
    title = {
        "name": chart.title,
        "name_font": {"name": page.styles.font, "size": 10, "bold": True, "color": INK},
        "overlay": True,
        "layout": {"x": 0.012, "y": 0.02},
    }
    drawn.set_title(title if said.title else {"none": True})
    font = {"name": page.styles.font, "size": 9, "color": INK}
    note = {
        "name": chart.subtitle,
        "name_font": {"name": page.styles.font, "size": 9, "bold": False, "color": QUIET},
    }
    drawn.set_x_axis(
        {
            **(note if said.note else {}),
            "num_font": font,
            "line": {"color": HAIRLINE},
            "major_tick_mark": "none",
            **_labels(placed),
            **({"label_position": "none"} if tiny else {}),
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
    if tiny:
        axis["label_position"] = "none"
    drawn.set_y_axis(axis)
    drawn.set_legend(_legend(chart) | {"font": font} if said.legend else {"none": True})
    drawn.set_chartarea({"border": {"none": True}})
    drawn.set_plotarea({"layout": SHARES_PLOT if shares and said == _ALL else _plot(placed, said)})
    drawn.set_size({"width": placed.width, "height": placed.height})
    drawn.show_blanks_as("gap")
    page.sheet.insert_chart(
        placed.row,
        placed.column,
        drawn,
        {"description": chart.alt_text, "object_position": 1, "x_offset": 6, "y_offset": 2},
    )


def _is_tiny(placed: Placed) -> bool:
    return placed.width < TINY[0] or placed.height < TINY[1]


def _words(placed: Placed) -> _Words:
    """All words, or, where they would leave the lines no room, no note, then no legend, then no title.

    The alternative text says it all in any size.
    """
    return next((said for said in _FEWER if placed.height - sum(_around(placed, said)) >= LEAST_LINES), _FEWER[-1])


def _around(placed: Placed, said: _Words) -> tuple[float, float]:
    """Pixels that words take above and beneath the lines."""
    chart, room = placed.chart, placed.width * 0.9
    above = _rows(text_width(chart.title, 10, bold=True), room) * LINE_ROOM + 10 if said.title else EDGE
    note = _rows(text_width(chart.subtitle, 9), room) * LINE_ROOM if said.note else 0.0
    legend = _legend_rows(chart, room) * KEY_ROOM if said.legend else 0.0
    labels = EDGE if _is_tiny(placed) else LABELS_ROOM
    return above, labels + note + legend


def _plot(placed: Placed, said: _Words) -> dict[str, float]:
    """Where the lines are drawn: lower and less high in a chart so narrow that its words take several rows."""
    above, beneath = _around(placed, said)
    if said == _ALL:
        top = max(PLOT["y"], min(MOST_TITLE, above / placed.height))
        height = min(PLOT["height"], 1 - top - beneath / placed.height)
        return PLOT | {"y": top, "height": max(LEAST_PLOT, height)}
    top = min(MOST_TITLE, above / placed.height)
    left = min(MOST_BESIDE, (EDGE if _is_tiny(placed) else VALUES_ROOM) / placed.width)
    return {
        "x": left,
        "y": top,
        "width": max(LEAST_PLOT, 1 - left - LATEST_ROOM / placed.width),
        "height": max(LEAST_PLOT, 1 - top - beneath / placed.height),
    }


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


def _labels(placed: Placed) -> dict[str, Any]:
    """Months stand on a true time axis, with a label every few months; of other periods a narrow chart names some."""
    count = len(placed.chart.categories)
    abreast = LABELS_ON_AXIS if placed.width >= NARROW else max(1, int(placed.width / LABEL_ROOM) - 1)
    every = -(-count // abreast)
    if isinstance(placed.chart.categories[0], date):
        return {"date_axis": True, "num_format": "mmm yyyy", "major_unit": every, "major_unit_type": "months"}
    return {"interval_unit": every} if placed.width < NARROW and every > 1 else {}


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
