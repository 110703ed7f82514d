"""How much room text takes in Arial, so that no row cuts it off.

Excel fits rows to wrapped text only in cells that are not merged, and LibreOffice and Excel on the web not always;
so every height is worked out here and written into the file.
"""

from __future__ import annotations

from functools import lru_cache
from math import ceil

# Advance widths of Arial for the characters from space to tilde, in thousandths of the font size
# (Liberation Sans, which has the same metrics).
_REGULAR = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
)  # fmt: skip
_BOLD = (
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 333, 333, 584, 584, 584, 611, 975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556, 333, 556, 611, 556, 611,
    556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611, 611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389,
    280, 389, 584,
)  # fmt: skip
_OTHER = 620  # any other character: wider than most letters, so that estimates err on the generous side
_WIDE = 1000  # symbols and scripts beyond Latin

# The width of other fonts' running text, where Arial's is 1; an unknown one is taken to be wide.
_BREADTHS = {
    "arial": 1.0, "liberation sans": 1.0, "helvetica": 1.0, "arial narrow": 0.83, "aptos": 1.0, "aptos narrow": 0.92,
    "calibri": 0.93, "carlito": 0.93, "cambria": 1.0, "century gothic": 1.1, "garamond": 0.88, "georgia": 1.06,
    "gill sans mt": 0.95, "open sans": 1.08, "segoe ui": 1.04, "tahoma": 1.0, "times new roman": 0.9,
    "trebuchet ms": 1.02, "verdana": 1.18,
}  # fmt: skip
_UNKNOWN_BREADTH = 1.18

PIXELS_A_POINT = 96 / 72
DIGIT = 7  # pixels of a digit in the workbook's default font (Arial 10), the unit of column widths
CELL_PADDING = 5  # pixels that a column's width adds to its digits, and that text cannot use
INDENT = 9  # pixels of one step of indent, which keeps the text of neighbouring columns apart
WIDEST = 1.015 * PIXELS_A_POINT  # pixels of the widest letter, at one point
SPARE = 1.04  # share of room left free: renderers differ by a few percent
LINE = 1.28  # height of a line as a share of the font size
ROW_PADDING = 5.0  # points above and below the text of a row
TALLEST = 409.0  # points; Excel allows no taller row


@lru_cache(maxsize=65536)
def text_width(text: str, size: float, bold: bool = False) -> float:
    """The width of one line of text in pixels at 96 dpi; ``size`` in points."""
    table = _BOLD if bold else _REGULAR
    units = 0
    for code in text.encode() if text.isascii() else map(ord, text):
        units += table[code - 32] if 32 <= code < 127 else (_OTHER if code < 0x2190 else _WIDE)
    return units / 1000 * size * PIXELS_A_POINT


def breadth(font: str) -> float:
    """How wide the letters of a font are, where Arial's are 1."""
    return _BREADTHS.get(font.casefold(), _UNKNOWN_BREADTH)


def column_pixels(width: float) -> float:
    """Pixels of a column whose width is given in characters."""
    return width * DIGIT + CELL_PADDING


def width_for(text: str, size: float, bold: bool = False) -> float:
    """The column width in characters at which the text stands on one line, as :func:`wrapped` sets it."""
    return ceil((text_width(text, size, bold) * SPARE + CELL_PADDING + INDENT) / DIGIT)


@lru_cache(maxsize=4096)  # a block is measured to see whether it fits the page, and again when it is drawn
def wrapped(text: str, pixels: float, size: float, bold: bool = False) -> tuple[str, ...]:
    """The text as it breaks into lines in a cell ``pixels`` wide. Joining the lines loses no word."""
    room = (pixels - 2 * CELL_PADDING - INDENT) / SPARE
    if len(text) * size * WIDEST <= room and "\n" not in text:  # short enough whatever its letters are
        return (text,)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _wrap_paragraph(paragraph, room, size, bold)
    return tuple(lines)


def _wrap_paragraph(paragraph: str, room: float, size: float, bold: bool) -> list[str]:
    if text_width(paragraph, size, bold) <= room:
        return [paragraph]
    space = text_width(" ", size, bold)
    lines: list[str] = []
    line: list[str] = []
    used = 0.0
    for word in paragraph.split(" "):
        whole = text_width(word, size, bold)
        for piece in (word,) if whole <= room else _pieces(word, room, size, bold):
            width = whole if piece is word else text_width(piece, size, bold)
            if line and used + space + width > room:
                lines.append(" ".join(line))
                line, used = [], 0.0
            used += width + (space if line else 0.0)
            line.append(piece)
    return [*lines, " ".join(line)]


def _pieces(word: str, room: float, size: float, bold: bool) -> list[str]:
    """A word too long for the cell, cut where Excel would cut it."""
    pieces, piece = [], ""
    for char in word:
        if piece and text_width(piece + char, size, bold) > room:
            pieces.append(piece)
            piece = ""
        piece += char
    return [*pieces, piece]


def lines_height(count: int, size: float) -> float:
    """The height in points of a row with ``count`` lines."""
    return count * size * LINE + ROW_PADDING


def most_lines(size: float) -> int:
    """How many lines the tallest row holds."""
    return int((TALLEST - ROW_PADDING) / (size * LINE))
