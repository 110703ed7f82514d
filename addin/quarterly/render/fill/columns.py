"""The columns of a filled sheet: the template's, and wide enough for numbers, dates and ready-made tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from quarterly.render.blocks import section_widths
from quarterly.render.fill.formats import Dresser
from quarterly.render.fill.lines import Filled, Group, Line, Piece, ReadyPart, TableLines
from quarterly.render.measure import DIGIT, width_for
from quarterly.render.page import STANDARD_WIDTH

MOST_GROWTH = 1.25  # times its own width to which a column grows for a word that would be cut in two
WIDEST_WORD = 20.0  # characters beyond which a column grows for no word
WIDEST_LINK = 42.0  # characters to which a column grows for a link; the name of a sheet has at most 31


def lines_in(pieces: Sequence[Piece]) -> Iterator[Line]:
    """Every line, in order."""
    for piece in pieces:
        if isinstance(piece, Line):
            yield piece
        elif isinstance(piece, TableLines):
            yield from (piece.header, *piece.rows)
        elif isinstance(piece, Group):
            yield from lines_in(piece.pieces)


def parts_in(pieces: Sequence[Piece]) -> Iterator[ReadyPart]:
    """Every ready-made part, in order."""
    for piece in pieces:
        if isinstance(piece, ReadyPart):
            yield piece
        elif isinstance(piece, Group):
            yield from parts_in(piece.pieces)


def column_widths(pieces: Sequence[Piece], asked: Sequence[float], dresser: Dresser) -> tuple[float, ...]:
    """The widths in characters, from column A to the last in which anything stands.

    Where a ready-made part is drawn, its tables say how wide the columns are, and the template where they have none.
    """
    lines = tuple(lines_in(pieces))
    ready = _ready_widths(pieces, dresser)
    own = [cell for line in lines for cell in line.cells if not cell.is_empty]
    if ready:
        count = max([len(ready), *(cell.column + 1 for cell in own)])
    else:
        count = max((_reach(cell, line, asked, dresser) for line in lines for cell in line.cells), default=1)
    widths = [
        ready[place] if place < len(ready) else asked[place] if place < len(asked) else STANDARD_WIDTH
        for place in range(count)
    ]
    for cell in own:
        _widen(widths, cell, dresser)
    return tuple(widths)


def _reach(cell: Filled, line: Line, asked: Sequence[float], dresser: Dresser) -> int:
    """How many columns from A on the cell needs: words that do not break run over free columns of the template."""
    text, form = cell.content.value, dict(cell.form)
    if not isinstance(text, str) or form.get("text_wrap") or cell.column < max(each.column for each in line.cells):
        return cell.last + 1
    face, last = dresser.face(cell), cell.last
    need = width_for(text, face.size * face.breadth, face.bold)
    while last + 1 < len(asked) and sum(asked[cell.column : last + 1]) < need:
        last += 1
    return last + 1


def _ready_widths(pieces: Sequence[Piece], dresser: Dresser) -> list[float]:
    widths: list[float] = []
    for part in parts_in(pieces):
        for section in part.sections:
            for place, width in enumerate(section_widths(section, dresser.styles)):
                if place == len(widths):
                    widths.append(width)
                widths[place] = max(widths[place], width)
    return widths


def _widen(widths: list[float], cell: Filled, dresser: Dresser) -> None:
    """Make room for a number or a date, which would be shown as ####, and within reason for a long word."""
    if cell.last >= len(widths) or dict(cell.form).get("rotation"):
        return
    face, text = dresser.face(cell), cell.content.value
    have = sum(widths[cell.column : cell.last + 1])
    if isinstance(text, str) and cell.link:
        # LibreOffice, and so a PDF made by it, breaks no link into lines: it cuts off what has no room.
        need = min(width_for(text, face.size * face.breadth, face.bold), WIDEST_LINK) if cell.columns == 1 else 0.0
    elif isinstance(text, str):
        if cell.columns > 1 or have >= WIDEST_WORD or len(text) > 10 * WIDEST_WORD:
            return
        longest = max(text.split(), key=len, default="")
        need = min(width_for(longest, face.size * face.breadth, face.bold), WIDEST_WORD, have * MOST_GROWTH)
    else:
        indent = int(dict(cell.form).get("indent", 0) or 0) * 9 / DIGIT
        need = width_for(dresser.shown(cell), face.size * face.breadth, face.bold) - 1 + indent
    if need > have:
        widths[cell.last] += need - have
