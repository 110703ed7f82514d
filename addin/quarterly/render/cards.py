"""Indicator cards: name, status and reason at the left, chart at the right, the last readings beneath."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from quarterly.compose.report import Cell, KpiCard, Look
from quarterly.render.measure import PIXELS_A_POINT, lines_height
from quarterly.render.page import LEAST_ROW, Page
from quarterly.render.placed import Placed
from quarterly.render.styles import HAIRLINE, Properties
from quarterly.render.tables import draw_table, opening_height

LABEL = 18.0  # characters
READING = 18.0  # characters
COLUMNS = 9  # a label and eight readings
GRID = (LABEL, *([READING] * (COLUMNS - 1)))
LEFT = 3  # last column of the words; the chart stands right of it
CHART_HEIGHT = 230.0  # points, where the page has the room
LEAST_CHART = 150.0  # points
ABOVE_SIGNALS = 6.0  # points
BELOW_CARD = 14.0  # points
TALLEST_CHART = 300.0  # points; longer words run on below it
LEAST_PRINT = 8.5  # points of body text in print, to which a sheet of cards is made smaller so that each has its page


def fit_cards(page: Page, cards: Sequence[KpiCard]) -> None:
    """Print a sheet smaller where that keeps a card on one page that would run over, and it can still be read well."""
    longest = page.paper.points * page.styles.face("body").size / LEAST_PRINT
    tall = [height for height in (page.headed + _least_height(page, card) for card in cards) if height <= longest]
    if max(tall, default=0.0) > page.page_height:
        page.print_smaller(int(100 * page.paper.points / max(tall)))


def _least_height(page: Page, card: KpiCard) -> float:
    """Points of a card with the smallest chart."""
    heights = _heights(page, card, LEFT if card.chart else page.last_column)
    if not card.chart:
        return _rest(page, card) + sum(heights)
    wide = [page.height_of(note, 0, page.last_column, role="small") for note in card.notes]
    first = len(heights) - len(wide)
    beside = (max(sum(heights[: first + count]), LEAST_CHART) + sum(wide[count:]) for count in range(len(wide) + 1))
    return _rest(page, card) + min(beside)


def draw_card(page: Page, card: KpiCard) -> Placed | None:
    """Write a card at the cursor; returns its chart, to be drawn once its figures have rows."""
    words = LEFT if card.chart else page.last_column
    heights = _heights(page, card, words)
    rest, room = _rest(page, card), page.page_height - page.headed
    wide = [page.height_of(note, 0, page.last_column, role="small") for note in card.notes]
    beside = _beside(heights, wide, room - rest) if card.chart else len(wide)
    used = sum(heights[: len(heights) - len(wide) + beside])
    rest += sum(wide[beside:])
    chart_height = _chart_height(room - rest) if card.chart else 0.0
    page.keep(rest + max(used, chart_height))
    _title(page, card)
    top = page.row
    _why(page, card, words, heights[0])
    _facts(page, card)
    _notes(page, card, card.notes[:beside], words)
    if used < chart_height:
        page.gap(chart_height - used)
    placed = _place(page, card, top, max(chart_height, min(used, TALLEST_CHART)))
    _notes(page, card, card.notes[beside:], page.last_column)
    beneath = [*_signal_heights(page, card), _readings_height(page, card)]
    _keep(page, card, ABOVE_SIGNALS + beneath[0])  # a gap says nothing on the next page
    page.gap(ABOVE_SIGNALS)
    _signals(page, card)
    if card.readings:
        _keep(page, card, _readings_height(page, card))
        draw_table(page, card.readings, {})
    if page.room >= BELOW_CARD:  # else it would be a page of nothing
        page.gap(BELOW_CARD)
    return placed


def _keep(page: Page, card: KpiCard, points: float) -> None:
    """Start a new printed page unless ``points`` more fit on this one; what is carried over says whose it is.

    Words may be longer than a page. The sheet's title alone, over figures on the next, would not name the indicator.
    """
    before = len(page.breaks)
    page.keep(points)
    if len(page.breaks) > before:
        row = page.next_row(_title_height(page, card))
        text = f"{_title_text(card)} (continued)"
        page.span(row, 0, page.last_column, Cell(text), page.styles.role("heading", **_rule(page)))


def _beside(heights: Sequence[float], wide: Sequence[float], room: float) -> int:
    """How many notes stand beside the chart: all, or as many as a page has room for if the others run on below it.

    ``heights`` are the points of all words beside the chart, the notes last, and ``wide`` those of notes below it.
    """
    least = len(heights) - len(wide)
    for count in range(len(wide), 0, -1):
        if max(sum(heights[: least + count]), LEAST_CHART) + sum(wide[count:]) <= room:
            return count
    return 0


def _chart_height(room: float) -> float:
    """Points of the chart: what the page has left, or all where the card runs over pages anyway."""
    return min(CHART_HEIGHT, room) if room >= LEAST_CHART else CHART_HEIGHT


def _notes(page: Page, card: KpiCard, notes: Sequence[str], last: int) -> None:
    for note in notes:
        height = page.height_of(note, 0, last, role="small")
        _keep(page, card, height)
        row = page.next_row(height)
        page.span(row, 0, last, Cell(note), page.styles.role("small"))


def _rest(page: Page, card: KpiCard) -> float:
    """Points of a card without its words and chart: title, signals, readings and the gaps between."""
    words = _title_height(page, card) + ABOVE_SIGNALS + sum(_signal_heights(page, card))
    return words + _readings_height(page, card) + BELOW_CARD


def _readings_height(page: Page, card: KpiCard) -> float:
    return opening_height(page, card.readings) if card.readings else 0.0


def _heights(page: Page, card: KpiCard, words: int) -> list[float]:
    """Points of the reason, each row of facts, and each note."""
    why = max(LEAST_ROW, page.height_of(card.why, 0, words)) + 3
    facts = [_fact_height(page, row) for row in _pairs(card)]
    notes = [page.height_of(note, 0, words, role="small") for note in card.notes]
    return [why, *facts, *notes]


def _title_text(card: KpiCard) -> str:
    return f"{card.ref}  {card.name}"


def _title_height(page: Page, card: KpiCard) -> float:
    return page.height_of(_title_text(card), 0, page.last_column - 1, role="heading") + 6


def _title(page: Page, card: KpiCard) -> None:
    rule = _rule(page)
    last = page.last_column - 1
    row = page.next_row(_title_height(page, card))
    page.span(row, 0, last, Cell(_title_text(card)), page.styles.role("heading", **rule))
    status = page.styles.look(card.status.look) | rule | {"align": "center"}
    page.write(row, page.last_column, card.status, page.styles.of(**status))


def _rule(page: Page) -> Properties:
    """The line above a card's title."""
    return {"top": 2, "top_color": page.styles.colour("heading"), "valign": "vcenter"}


def _why(page: Page, card: KpiCard, words: int, height: float) -> None:
    row = page.next_row(height)
    page.span(row, 0, words, Cell(card.why), page.styles.of())


def _signal_heights(page: Page, card: KpiCard) -> list[float]:
    return [page.height_of(text, 1, page.last_column, role="small") for _, text in card.signals]


def _signals(page: Page, card: KpiCard) -> None:
    """What the whole series says, across the sheet."""
    for (label, text), height in zip(card.signals, _signal_heights(page, card), strict=True):
        _keep(page, card, height)
        row = page.next_row(height)
        page.write(row, 0, Cell(label), page.styles.role("small", bold=True))
        page.span(row, 1, page.last_column, Cell(text), page.styles.role("small"))


def _pairs(card: KpiCard) -> list[tuple[tuple[str, Cell], ...]]:
    return [card.facts[start : start + 2] for start in range(0, len(card.facts), 2)]


def _fact_height(page: Page, row: tuple[tuple[str, Cell], ...]) -> float:
    counts = [1]
    for place, (label, value) in enumerate(row):
        counts.append(len(page.lines_of(Cell(label, Look.SMALL), 2 * place, 2 * place)))
        counts.append(len(page.lines_of(value, 2 * place + 1, 2 * place + 1)))
    return max(LEAST_ROW, lines_height(max(counts), page.styles.face("body").size))


def _facts(page: Page, card: KpiCard) -> None:
    for pair in _pairs(card):
        row = page.next_row(_fact_height(page, pair))
        for place, (label, value) in enumerate(pair):
            label_style = page.styles.role("small", bottom=1, bottom_color=HAIRLINE, indent=place)
            page.write(row, 2 * place, Cell(label), label_style)
            page.write(
                row, 2 * place + 1, value, page.styles.cell(replace(value, look=_strong(value)), "right", indent=True)
            )


def _strong(value: Cell) -> Look:
    return Look.STRONG if value.look is Look.TEXT else value.look


def _place(page: Page, card: KpiCard, top: int, height: float) -> Placed | None:
    if card.chart is None:
        return None
    width = page.pixels(LEFT + 1, page.last_column) - 10
    return Placed(
        ref=card.ref,
        chart=card.chart,
        row=top,
        column=LEFT + 1,
        width=int(width),
        height=int(height * PIXELS_A_POINT) - 4,
    )
