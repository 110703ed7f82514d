#!/usr/bin/env python3
"""Draw the ribbon's icons into icons/: one family, white paper with a navy line and one blue, in 16, 32 and 64 pixels.

    python addin/ribbon/draw_icons.py

Everything lies on a grid of 16 units with lines one unit wide, so that edges fall on whole pixels in every size. Paper
is filled white, so that the icons can be told on Office's dark themes too.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw

ICONS = Path(__file__).resolve().parent / "icons"
GRID = 16  # units across
SIZES = (16, 32, 64)  # pixels: small button, large button, large button on a screen of twice the density
FINE = 8  # drawn this much larger and averaged down, for smooth curves

INK = "#12436D"
BLUE = "#1D70B8"
PAPER = "#FFFFFF"

LETTERS = {  # three wide, five high
    "P": ("##.", "#.#", "##.", "#..", "#.."),
    "D": ("##.", "#.#", "#.#", "#.#", "##."),
    "F": ("###", "#..", "##.", "#..", "#.."),
}


class Pen:
    """Draws in units of the grid."""

    def __init__(self, pixels: int) -> None:
        self.pixels = pixels
        self.unit = pixels * FINE / GRID
        self.image = Image.new("RGBA", (pixels * FINE, pixels * FINE), (255, 255, 255, 0))
        self.draw = ImageDraw.Draw(self.image)

    def box(self, left: float, top: float, right: float, bottom: float, colour: str) -> None:
        """Fill a rectangle."""
        unit = self.unit
        self.draw.rectangle((left * unit, top * unit, right * unit - 1, bottom * unit - 1), fill=colour)

    def shape(self, colour: str, *corners: tuple[float, float]) -> None:
        """Fill a polygon."""
        self.draw.polygon([(x * self.unit, y * self.unit) for x, y in corners], fill=colour)

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        """Fill a circle."""
        unit = self.unit
        self.draw.ellipse(
            ((x - radius) * unit, (y - radius) * unit, (x + radius) * unit - 1, (y + radius) * unit - 1), fill=colour
        )

    def line(self, colour: str, width: float, *points: tuple[float, float]) -> None:
        """Draw a line with round corners."""
        scaled = [(x * self.unit, y * self.unit) for x, y in points]
        self.draw.line(scaled, fill=colour, width=round(width * self.unit), joint="curve")

    def bow(self, x: float, y: float, radius: float, span: tuple[float, float], colour: str) -> None:
        """Draw part of a circle's line, one and a half units wide; angles in degrees, clockwise from three o'clock."""
        unit = self.unit
        outline = ((x - radius) * unit, (y - radius) * unit, (x + radius) * unit, (y + radius) * unit)
        self.draw.arc(outline, *span, fill=colour, width=round(1.5 * unit))

    def finished(self) -> Image.Image:
        """The icon in its size."""
        return self.image.resize((self.pixels, self.pixels), Image.Resampling.BOX)


def sheet(pen: Pen, *, lines: int = 0) -> None:
    """A sheet of paper, with lines of writing."""
    pen.box(2, 1, 13, 15, INK)
    pen.box(3, 2, 12, 14, PAPER)
    for line in range(lines):
        pen.box(4, 4 + 2 * line, 11, 5 + 2 * line, INK)


def check(pen: Pen) -> None:
    """A sheet that was looked through."""
    sheet(pen, lines=3)
    pen.disc(11, 11, 4.75, PAPER)
    pen.disc(11, 11, 4, BLUE)
    pen.line(PAPER, 1.1, (9, 11.2), (10.5, 12.6), (13, 9.6))


def build(pen: Pen) -> None:
    """A page, broad as the report's are, with a chart."""
    pen.box(1, 2, 15, 14, INK)
    pen.box(2, 3, 14, 13, PAPER)
    pen.box(4, 4, 8, 5, INK)
    for left, top in ((4, 10), (7, 8), (10, 6)):
        pen.box(left, top, left + 2, 12, BLUE)


def changes(pen: Pen) -> None:
    """A sheet on which one thing rose and another fell."""
    sheet(pen)
    pen.shape(BLUE, (5.5, 4), (7.5, 8), (3.5, 8))
    pen.box(5, 8, 6, 12, BLUE)
    pen.shape(INK, (9.5, 12), (11.5, 8), (7.5, 8))
    pen.box(9, 4, 10, 8, INK)


def publish(pen: Pen) -> None:
    """A sheet with a seal: it stands on record."""
    sheet(pen, lines=3)
    pen.shape(BLUE, (9, 11), (13, 11), (13, 16), (11, 14), (9, 16))
    pen.disc(11, 10, 3.75, PAPER)
    pen.disc(11, 10, 3, BLUE)
    pen.disc(11, 10, 1, PAPER)


def email(pen: Pen) -> None:
    """An envelope."""
    pen.box(1, 3, 15, 13, INK)
    pen.box(2, 4, 14, 12, PAPER)
    pen.line(BLUE, 1.2, (2, 4.4), (8, 9.2), (14, 4.4))
    pen.box(1, 3, 15, 4, INK)


def pdf(pen: Pen) -> None:
    """A sheet that is called PDF."""
    sheet(pen, lines=2)
    pen.box(1, 8, 15, 15, BLUE)
    for place, letter in enumerate("PDF"):
        for row, cells in enumerate(LETTERS[letter]):
            for column, cell in enumerate(cells):
                if cell == "#":
                    left, top = 2 + 4 * place + column + (0.5 if pen.pixels > GRID else 0), 9 + row
                    pen.box(left, top, left + 1, top + 1, PAPER)


def settings(pen: Pen) -> None:
    """Three sliders."""
    pen.box(1, 1, 15, 15, INK)
    pen.box(2, 2, 14, 14, PAPER)
    for top, knob in ((4, 9), (7, 4), (10, 8)):
        pen.box(3, top, 13, top + 1, INK)
        pen.box(knob, top - 1, knob + 2, top + 2, BLUE)


def help_(pen: Pen) -> None:
    """A question mark."""
    pen.disc(8, 8, 7, BLUE)
    pen.bow(8, 6.5, 2.75, (180, 400), PAPER)
    pen.line(PAPER, 1.5, (9.6, 8), (8, 9.3), (8, 10.4))
    pen.disc(8, 12.2, 0.9, PAPER)


def about(pen: Pen) -> None:
    """The letter i."""
    pen.disc(8, 8, 7, INK)
    pen.disc(8, 4.5, 1.1, PAPER)
    pen.box(7, 7, 9, 12.5, PAPER)


DRAWINGS: dict[str, Callable[[Pen], None]] = {
    "check": check,
    "build": build,
    "changes": changes,
    "publish": publish,
    "email": email,
    "pdf": pdf,
    "settings": settings,
    "help": help_,
    "about": about,
}


def drawn(name: str, pixels: int) -> Image.Image:
    """One icon in one size."""
    pen = Pen(pixels)
    DRAWINGS[name](pen)
    return pen.finished()


def main() -> None:
    """Write every icon in every size."""
    ICONS.mkdir(exist_ok=True)
    for name in DRAWINGS:
        for pixels in SIZES:
            drawn(name, pixels).save(ICONS / f"{name}-{pixels}.png", optimize=True)


if __name__ == "__main__":
    main()
