"""Areas merged over several rows: rows made tall enough for their text, and where they end once rows have repeated."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from quarterly.render.fill.fit import Fitter, beneath, tail
from quarterly.render.fill.lines import Filled, Group, Line, Piece
from quarterly.render.measure import TALLEST

Trail = Sequence[tuple[int, int]]
"""The rows that were written, in order: the template's row and the report's, both from 0."""


def with_room(pieces: Sequence[Piece], fitter: Fitter) -> tuple[Piece, ...]:
    """The same pieces, with lines tall enough for the text of areas over several rows."""
    made: list[Piece] = []
    run: list[Line] = []
    for piece in pieces:
        if isinstance(piece, Line):
            run.append(piece)
            continue
        made += _roomy(run, fitter)
        run = []
        made.append(Group(with_room(piece.pieces, fitter)) if isinstance(piece, Group) else piece)
    return (*made, *_roomy(run, fitter))


def _roomy(run: list[Line], fitter: Fitter) -> list[Line]:
    at = 0
    while at < len(run):
        for number, cell in enumerate(run[at].cells):
            if cell.rows > 1 and isinstance(cell.content.value, str):
                run = _with_text(run, at, number, fitter)
        at += 1
    return run


def _with_text(run: list[Line], at: int, number: int, fitter: Fitter) -> list[Line]:
    """Make room for one area's text: in the lines it covers, then in lines added to it, then beneath it."""
    line = run[at]
    cell, rest = tail(line.cells[number])
    last = at
    while last + 1 < len(run) and line.source <= run[last + 1].source < line.source + cell.rows:
        last += 1
    heights = [sum(strip.height for strip in fitter.strips(each)) for each in run[at : last + 1]]
    missing = fitter.wanted(cell) - sum(heights)
    covered = list(run[at : last + 1])
    covered[0] = replace(line, cells=(*line.cells[:number], cell, *line.cells[number + 1 :]))
    for place in range(len(covered) - 1, -1, -1):
        more = min(max(0.0, missing), max(0.0, TALLEST - heights[place]))
        if more:
            covered[place] = replace(covered[place], height=heights[place] + more)
            missing -= more
    while missing > 0:
        covered.append(Line(source=covered[-1].source, cells=(), height=min(missing, TALLEST)))
        missing -= TALLEST
    if rest:
        covered.append(beneath(cell, rest))
    return [*run[:at], *covered, *run[last + 1 :]]


def last_row(area: Filled, start: int, trail: Trail) -> int:
    """The last row of an area whose first row is the ``start``-th of the trail."""
    source, row = trail[start]
    for number in range(start + 1, len(trail)):
        here = trail[number][0]
        again = here == source and trail[number - 1][0] != source  # the same line for the next item
        if again or not source <= here < source + area.rows:
            break
        row = trail[number][1]
    return row
